// The runner, the lock, and progress as people see it.
#include "migrator/pipeline/lock.h"
#include "migrator/pipeline/progress.h"
#include "migrator/pipeline/runner.h"

#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <sstream>
#include <thread>

using namespace guiyi;

namespace {

/// A runner over fake stages: what ran, and what was reported.
struct Run {
    Workspace workspace;
    SilentProgress progress;
    CancelToken cancel;
    std::vector<std::string> ran;
    std::vector<StageReport> reports;

    Stage stage(const std::string &name, Result<StageResult> result) {
        return {name, [this, name, result](StageContext &) {
                    ran.push_back(name);
                    return result;
                }};
    }
    bool go(const std::vector<Stage> &stages) {
        StageContext context{workspace, {}, 1, progress, cancel};
        return runStages(stages, context, [this](const StageReport &report) { reports.push_back(report); });
    }
};

StageResult withError(ErrorKind kind) {
    return {{}, 0, {Error{kind, "x", {}, {}, {}}}};
}

} // namespace

class PipelineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsInOrder();
    void goesOnWithoutTheSiteThatFailed();
    void stopsWhereNothingCanFollow_data();
    void stopsWhereNothingCanFollow();
    void stopsOnRequest();
    void oneWriter();
    void progressForms_data();
    void progressForms();
    void progressFromManyThreads();
    void widths();
};

void PipelineTest::runsInOrder() {
    Run run;
    QVERIFY(run.go({run.stage("a", StageResult{{{"pages", 3}}, 0, {}}), run.stage("b", StageResult{})}));
    QVERIFY((run.ran == std::vector<std::string>{"a", "b"}));
    QCOMPARE(run.reports.front().result.counts.front().second, std::int64_t(3));
}

void PipelineTest::goesOnWithoutTheSiteThatFailed() {
    Run run;
    QVERIFY(run.go({run.stage("a", withError(ErrorKind::Rejected)), run.stage("b", StageResult{})}));
    QCOMPARE(run.ran.size(), std::size_t(2));
}

void PipelineTest::stopsWhereNothingCanFollow_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("broke");
    for (const ErrorKind kind : {ErrorKind::Usage, ErrorKind::Failed, ErrorKind::Stale}) {
        QTest::addRow("a site: %d", static_cast<int>(kind)) << static_cast<int>(kind) << false;
        QTest::addRow("the stage: %d", static_cast<int>(kind)) << static_cast<int>(kind) << true;
    }
}

void PipelineTest::stopsWhereNothingCanFollow() {
    QFETCH(int, kind);
    QFETCH(bool, broke);
    const auto error = static_cast<ErrorKind>(kind);
    Run run;
    const Result<StageResult> bad =
        broke ? Result<StageResult>(Error{error, "x", {}, {}, {}}) : withError(error);
    QVERIFY(!run.go({run.stage("a", bad), run.stage("b", StageResult{})}));
    QCOMPARE(run.ran.size(), std::size_t(1));
    QCOMPARE(run.reports.front().failure.size(), std::size_t(broke ? 1 : 0));
}

void PipelineTest::stopsOnRequest() {
    Run run;
    const Stage first{"a", [&run](StageContext &) {
                          run.cancel.cancel();
                          return Result<StageResult>(StageResult{});
                      }};
    QVERIFY(!run.go({first, run.stage("b", StageResult{})}));
    QVERIFY(run.ran.empty());
    QVERIFY(run.reports.front().failure.front().kind == ErrorKind::Cancelled);
}

void PipelineTest::oneWriter() {
    const QTemporaryDir folder;
    Result<Workspace> workspace = Workspace::create(folder.filePath(QStringLiteral("w")).toStdString(), "x");
    QVERIFY(workspace.ok());
    {
        const Result<WorkspaceLock> first = WorkspaceLock::take(*workspace);
        QVERIFY(first.ok());
        const Result<WorkspaceLock> second = WorkspaceLock::take(*workspace);
        QVERIFY(!second.ok());
        QVERIFY(second.error().kind == ErrorKind::Retry);
    }
    QVERIFY(WorkspaceLock::take(*workspace).ok());
}

void PipelineTest::progressForms_data() {
    QTest::addColumn<qint64>("done");
    QTest::addColumn<qint64>("total");
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QByteArray>("bar");
    QTest::newRow("start") << qint64(0) << qint64(2400) << 0
                           << QByteArray("extract [------------------------]   0%  0/2,400 pages");
    QTest::newRow("half")
        << qint64(1200) << qint64(2400) << 10
        << QByteArray("extract [############------------]  50%  1,200/2,400 pages  120/s  0:10 left");
    QTest::newRow("slow")
        << qint64(5) << qint64(3605) << 5
        << QByteArray("extract [------------------------]   0%  5/3,605 pages  1.0/s  1:00:00 left");
    QTest::newRow("unknown") << qint64(1234567) << qint64(0) << 100
                             << QByteArray("extract 1,234,567 pages  12,346/s");
}

void PipelineTest::progressForms() {
    QFETCH(qint64, done);
    QFETCH(qint64, total);
    QFETCH(int, seconds);
    QFETCH(QByteArray, bar);
    const ProgressState state{"extract", "pages", done, total, std::chrono::seconds(seconds)};
    QCOMPARE(QByteArray::fromStdString(progressBar(state, 120)), bar);
    QVERIFY(displayWidth(progressBar(state, 40)) <= 40);
}

void PipelineTest::progressFromManyThreads() {
    std::ostringstream out;
    TextProgress progress(out, 0);
    progress.begin("extract", 4000, "pages");
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&progress] {
            for (int i = 0; i < 1000; ++i)
                progress.advance(1);
            progress.note("note");
        });
    for (std::thread &thread : threads)
        thread.join();
    progress.end();
    QVERIFY(out.str().find("extract: 4,000/4,000 pages") != std::string::npos);
}

void PipelineTest::widths() {
    QCOMPARE(displayWidth("清禾区a"), 7);
    QCOMPARE(padded("清禾", 6), std::string("清禾  "));
    QCOMPARE(padded("12", 4, true), std::string("  12"));
    QCOMPARE(grouped(-1234), std::string("-1,234"));
    QCOMPARE(grouped(999), std::string("999"));
}

QTEST_APPLESS_MAIN(PipelineTest)
#include "pipeline_test.moc"
