// A copied platform is the platform: the same contents, and a loader that goes on where it was.
#include "migrator/loader/platform_copy.h"
#include "migrator/loader/platform_search.h"
#include "migrator/pipeline/progress.h"
#include "tests/contract/engine_test.h"

using namespace guiyi;

namespace {

class Silent final : public Progress {
public:
    void begin(const std::string &, std::int64_t, const std::string &) override {}
    void addTotal(std::int64_t) override {}
    void advance(std::int64_t) override {}
    void end() override {}
    void note(const std::string &) override {}
};

std::string account(SqlEngine &engine) {
    std::string all;
    for (const char *sql :
         {"SELECT \"id\",\"kind\",\"plan_hash\",\"state\",\"revision\",\"clean\",\"records\",\"written\" "
          "FROM \"batch\" "
          "ORDER BY \"id\"",
          "SELECT "
          "\"batch\",\"seq\",\"site\",\"entity\",\"key\",\"action\",\"before_hash\",\"hash\",\"before\","
          "\"undone\" "
          "FROM \"journal\" ORDER BY \"batch\",\"seq\"",
          "SELECT \"value\",\"loading\" FROM \"platform_revision\""}) {
        const Status s = engine.each(sql, {}, [&all](const SqlRow &row) {
            for (const SqlValue &value : row)
                all += std::string(value.value_or("NULL")) + "|";
            all += "\n";
            return Status();
        });
        if (!s)
            qFatal("%s", s.error().text().c_str());
    }
    return all;
}

} // namespace

class CopyTest : public EngineTest {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { readTargets(); }

    void goesOnWhereTheOtherWas_data() { engines(); }
    void goesOnWhereTheOtherWas() {
        for (const TargetKind to : {TargetKind::Sqlite, TargetKind::PostgreSql, TargetKind::MariaDb}) {
            if (to != TargetKind::Sqlite && qEnvironmentVariableIsEmpty("GUIYI_TEST_TARGETS"))
                continue;
            Load load = loaded(kind(), 12);
            load.startBatch("second");
            std::vector<WriteItem> items;
            items.push_back(load.item(articleOf("jia", 2, "改过", {{"jia", "0101"}}), PlanAction::Update));
            QVERIFY(load.load(std::move(items)).ok());
            const std::string wanted = load.dump(), accounts = account(load.platform->engine());
            load.platform.reset();
            Load copy(fresh(to));
            CopyOptions options;
            options.bytesAtOnce = 2000;
            const Result<CopyResult> copied =
                copyPlatform(load.target, copy.target, m_silent, m_cancel, options);
            QVERIFY2(copied.ok(), copied ? "" : copied.error().text().c_str());
            QCOMPARE(copied->rows.at("article"), 12);
            copy.open();
            QCOMPARE(account(copy.platform->engine()), accounts);
            const std::string got = copy.dump();
            QVERIFY2(got == wanted, firstDifference(got, wanted).c_str());
            // The next batch takes the next ids, and the last one can be taken back.
            copy.startBatch("third");
            QVERIFY(copy.create({articleOf("jia", 50, "正文", {{"jia", "0101"}})}).ok());
            QVERIFY(copy.refused.empty());
            QCOMPARE(copy.platform->engine().number("SELECT max(id) FROM article").value(), 13);
            QVERIFY(copy.undo(copy.batch->id).empty());
            QVERIFY(copy.undo(2).empty());
            // Nor does a second copy come over it.
            copy.platform.reset();
            QCOMPARE(copyPlatform(load.target, copy.target, m_silent, m_cancel, options).error().kind,
                     ErrorKind::Usage);
        }
    }

    void brokenOffItStartsOver_data() { engines(); }
    void brokenOffItStartsOver() {
        Load load(fresh(TargetKind::Sqlite));
        load.open();
        load.startBatch("first");
        QVERIFY(load.create(taxonomy()).ok() && load.create(siteRecords("jia", 3)).ok());
        const std::string wanted = load.dump();
        load.platform.reset();
        const TargetAddress target = fresh(kind());
        CopyOptions options;
        options.bytesAtOnce = 500;
        int failures = 0;
        for (int n = 1;; ++n) {
            int left = n;
            options.fault = [&left](std::string_view) -> Status {
                return --left == 0 ? Status(Error{ErrorKind::Failed, "injected", "", "", ""}) : Status();
            };
            const Result<CopyResult> copied = copyPlatform(load.target, target, m_silent, m_cancel, options);
            if (copied.ok())
                break;
            QVERIFY2(copied.error().what == "injected", copied.error().text().c_str());
            ++failures;
            if (n > 30) { // half of it is there by now: nobody may take it for a platform
                const auto half = Platform::openForReading(target);
                QVERIFY(!half.ok());
                QVERIFY(text::contains(half.error().why, "not finished"));
            }
        }
        QVERIFY(failures > 30);
        Load copy(target);
        copy.open();
        const std::string got = copy.dump();
        QVERIFY2(got == wanted, firstDifference(got, wanted).c_str());
    }

    void itselfIsNoTarget() {
        Load load = loaded(TargetKind::Sqlite, 1);
        load.platform.reset();
        QCOMPARE(copyPlatform(load.target, load.target, m_silent, m_cancel).error().kind, ErrorKind::Usage);
        QCOMPARE(copyPlatform(fresh(TargetKind::Sqlite), fresh(TargetKind::Sqlite), m_silent, m_cancel)
                     .error()
                     .kind,
                 ErrorKind::Usage);
    }

    void searchesText_data() { engines(); }
    void searchesText() {
        Load load = loaded(kind(), 3);
        SqlEngine &engine = load.platform->engine();
        QVERIFY(dropSearchIndexes(engine).ok()); // there are none yet
        Status s = createSearchIndexes(engine);
        QVERIFY2(s.ok(), s ? "" : s.error().text().c_str());
        QVERIFY(createSearchIndexes(engine).ok());
        load.startBatch("second"); // a wave with the index there
        QVERIFY(load.create({articleOf("jia", 60, "乡村振兴 rural 战略", {{"jia", "0101"}})}).ok());
        QVERIFY(load.refused.empty());
        QCOMPARE(toText(load.written), toText(load.predicted));
        const char *sql = "SELECT count(*) FROM article_search WHERE article_search MATCH '乡村振'";
        if (kind() == TargetKind::PostgreSql)
            sql = "SELECT count(*) FROM article WHERE body_text LIKE '%乡村振%'";
        else if (kind() == TargetKind::MariaDb)
            sql = "SELECT count(*) FROM article WHERE MATCH(title,body_text) AGAINST('rural')";
        QCOMPARE(engine.number(sql).value(), 1);
        QVERIFY(load.undo(load.batch->id).empty());
        QCOMPARE(engine.number(sql).value(), 0);
        QVERIFY(dropSearchIndexes(engine).ok());
    }

private:
    Silent m_silent;
    CancelToken m_cancel;
};

QTEST_GUILESS_MAIN(CopyTest)
#include "copy_test.moc"
