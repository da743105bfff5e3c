// Map, plan, apply, export and report over two small sites written into staging by hand.
#include "mappings/redirects/servers.h"
#include "migrator/export/export.h"
#include "migrator/loader/apply_stage.h"
#include "migrator/loader/platform_dump.h"
#include "migrator/loader/rollback_stage.h"
#include "migrator/map/inputs.h"
#include "migrator/map/map_stage.h"
#include "migrator/plan/plan_stage.h"
#include "migrator/plan/plan_store.h"
#include "migrator/plan/redirects.h"
#include "migrator/report/report.h"
#include "migrator/report/status.h"
#include "schema/base/sha256.h"
#include "schema/base/text.h"
#include "schema/store/blob_store.h"
#include "schema/store/staging.h"
#include "schema/store/workspace_store.h"

#include <QtCore/qdir.h>
#include <QtCore/qdiriterator.h>
#include <QtCore/qfile.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <map>
#include <optional>
#include <set>
#include <sstream>

using namespace guiyi;

namespace {

const std::string Shared =
    "为进一步规范本行政区域内的建设项目管理，依据有关法律、法规，结合实际，制定本办法。"
    "本办法自发布之日起施行，有效期五年，由主管部门负责解释，请各单位认真贯彻执行。";

class Silent : public Progress {
public:
    void begin(const std::string &, std::int64_t, const std::string &) override {}
    void addTotal(std::int64_t) override {}
    void advance(std::int64_t) override {}
    void end() override {}
    void note(const std::string &) override {}
};

/// File contents by address; counts what is asked.
class Memory : public FileProvider {
public:
    std::map<std::string, std::string> files;
    Result<std::string> read(const Site &, const Resource &resource) override {
        const auto found = files.find(resource.url);
        if (found == files.end())
            return Error{ErrorKind::Rejected, "reading", resource.url, "not there", "look"};
        return found->second;
    }
};

Site siteOf(const std::string &id, const std::string &name, const std::string &host,
            std::vector<std::string> aliases) {
    Site site;
    site.id = id;
    site.name = name;
    site.level = "district";
    site.host = host;
    site.aliases = std::move(aliases);
    site.sources = {"mirror:/nowhere/" + id};
    return site;
}

/// A workspace with two sites and what is done with it.
struct Bench {
    QTemporaryDir folder;
    std::string root = folder.path().toStdString() + "/ws";
    std::optional<Workspace> workspace;
    Silent silent;
    CancelToken cancel;
    Memory files;

    void start() {
        Result<Workspace> made = Workspace::create(root, "test");
        if (!made)
            qFatal("%s", made.error().text().c_str());
        workspace.emplace(std::move(made).value());
        const std::vector<Error> errors = workspace->addSites(
            {siteOf("a", "甲市人民政府", "www.jia.gov.cn", {"jia.gov.cn", "www.jia.com:8080"}),
             siteOf("b", "乙县教育局", "jyj.yixian.com", {})});
        if (!errors.empty())
            qFatal("%s", errors.front().text().c_str());
        Workspace::Opened opened = Workspace::open(root);
        workspace.emplace(std::move(opened.workspace));
        QDir().mkpath(QString::fromStdString(root + "/.guiyi/staging"));
        files.files = {{"http://www.jia.gov.cn/files/1.pdf", "%PDF one"},
                       {"http://jyj.yixian.com/f/2.doc", "a document"}};
    }

    StageContext context() { return {*workspace, workspace->sites(), 2, silent, cancel}; }

    static Article articleOf(RecordId id, const std::string &url, const std::string &title,
                             const std::string &text, RecordId column) {
        Article a;
        a.id = id;
        a.url = url;
        a.title = title;
        a.published = "2019-03-05";
        a.source = "本站";
        a.column = column;
        a.placements = {column};
        a.bodyText = text;
        a.bodyHtml = "<p>" + text + "</p>";
        a.pageUrls = {url};
        return a;
    }

    static void addArticle(Staging &staging, RecordId &resource, const Article &article,
                           const Letter *letter = nullptr) {
        Resource r;
        r.id = ++resource;
        r.url = article.url;
        r.file = "f" + std::to_string(r.id);
        r.kind = ResourceKind::Page;
        r.role = "article";
        r.record = article.id;
        QVERIFY(staging.add(r).ok());
        QVERIFY(staging.add(article, letter).ok());
    }

    void fill(const std::string &titleOfSecond = "城市更新工作简报", bool withThird = true) {
        fillA(titleOfSecond, withThird);
        fillB();
    }

    void fillA(const std::string &titleOfSecond, bool withThird) {
        Result<Staging> staging = Staging::create(workspace->stagingFile("a"));
        QVERIFY(staging.ok());
        QVERIFY(staging->setFact("site", "a").ok());
        RecordId resource = 0;
        addResource(*staging, resource, "http://www.jia.gov.cn/", ResourceKind::Page, "dropped", 0, "",
                    "the home page is made anew");
        addResource(*staging, resource, "http://www.jia.gov.cn/index.html", ResourceKind::Page, "home", 0, "",
                    "the home page is made anew");
        addResource(*staging, resource, "http://www.jia.gov.cn/zwgk/tzgg/", ResourceKind::Page, "column", 2,
                    "", "");
        addResource(*staging, resource, "http://www.jia.gov.cn/zwgk/tzgg/index_1.html", ResourceKind::Page,
                    "column", 2, "", "");
        addResource(*staging, resource, "http://www.jia.gov.cn/gone.html", ResourceKind::Page, "failed", 0,
                    "", "not in the source");
        addResource(*staging, resource, "http://www.jia.gov.cn/s.css", ResourceKind::Style, "asset", 0, "",
                    "");
        const std::string sha = sha256Hex("%PDF one");
        addResource(*staging, resource, "http://www.jia.gov.cn/files/1.pdf", ResourceKind::Attachment, "file",
                    0, sha, "");
        addResource(*staging, resource, "http://www.jia.gov.cn/files/copy.pdf", ResourceKind::Attachment,
                    "file", 0, sha, "");
        Column top, list;
        top.id = 1;
        top.url = "http://www.jia.gov.cn/zwgk/";
        top.name = "政务公开";
        top.path = {"政务公开"};
        list.id = 2;
        list.parent = 1;
        list.url = "http://www.jia.gov.cn/zwgk/tzgg/";
        list.name = "通知公告";
        list.path = {"政务公开", "通知公告"};
        list.articles = 3;
        QVERIFY(staging->add(top).ok() && staging->add(list).ok());
        Article first =
            articleOf(1, "http://www.jia.gov.cn/zwgk/tzgg/t1.html", "关于印发办法的通知", Shared, 2);
        first.source = "甲市人民政府";
        first.bodyHtml = "<p>" + Shared +
                         "</p><p><a href=\"http://jia.gov.cn/zwgk/tzgg/t2.html#a\">a</a> <a "
                         "href=\"http://jyj.yixian.com/n/9.html\">b</a> "
                         "<a href=\"http://other.example.cn/x\">c</a> <a "
                         "href=\"http://www.jia.gov.cn/files/1.pdf\">d</a></p>";
        first.links = {
            {first.url, "/zwgk/tzgg/t2.html#a", "http://www.jia.gov.cn/zwgk/tzgg/t2.html", "attr"},
            {first.url, "http://jyj.yixian.com/n/9.html", "http://jyj.yixian.com/n/9.html", "attr"},
            {first.url, "http://other.example.cn/x", "http://other.example.cn/x", "attr"}};
        first.files = {{FileRole::Attachment, "附件", "/files/1.pdf", "http://www.jia.gov.cn/files/1.pdf",
                        sha, 8, "application/pdf", FileStatus::Ok}};
        addArticle(*staging, resource, first);
        addArticle(*staging, resource,
                   articleOf(2, "http://www.jia.gov.cn/zwgk/tzgg/t2.html", titleOfSecond,
                             "第二篇：" + Shared.substr(0, 90), 2));
        if (withThird)
            addArticle(*staging, resource,
                       articleOf(3, "http://www.jia.gov.cn/zwgk/tzgg/t3.html", "第三篇",
                                 "另一篇稿件的内容，与别的都不一样。", 2));
        Finding finding;
        finding.url = "http://www.jia.gov.cn/gone.html";
        finding.rule = "file.missing";
        finding.message = "missing";
        QVERIFY(staging->add(finding).ok());
        QVERIFY(staging->publish().ok());
    }

    void fillB() {
        Result<Staging> staging = Staging::create(workspace->stagingFile("b"));
        QVERIFY(staging.ok());
        RecordId resource = 0;
        addResource(*staging, resource, "http://jyj.yixian.com/f/2.doc", ResourceKind::Attachment, "file", 0,
                    sha256Hex("a document"), "");
        Column news;
        news.id = 1;
        news.url = "http://jyj.yixian.com/n/";
        news.name = "工作动态";
        news.path = {"工作动态"};
        news.articles = 2;
        QVERIFY(staging->add(news).ok());
        addArticle(*staging, resource,
                   articleOf(1, "http://jyj.yixian.com/n/1.html", "关于印发办法的通知", Shared, 1));
        Article letter = articleOf(2, "http://jyj.yixian.com/n/2.html", "咨询入学", "问与答", 1);
        letter.kind = ArticleKind::Letter;
        Letter l;
        l.article = 2;
        l.question = "怎么报名？";
        l.asked = "2020-01-02";
        l.reply = "到学校报名。";
        l.status = "已办结";
        addArticle(*staging, resource, letter, &l);
        QVERIFY(staging->publish().ok());
    }

    static void addResource(Staging &staging, RecordId &id, const std::string &url, ResourceKind kind,
                            const std::string &role, RecordId record, const std::string &sha256,
                            const std::string &reason) {
        Resource r;
        r.id = ++id;
        r.url = url;
        r.file = role == "failed" ? "" : "f" + std::to_string(id);
        r.kind = kind;
        r.role = role;
        r.record = record;
        r.sha256 = sha256;
        r.bytes = sha256.empty() ? 0 : 8;
        r.reason = reason;
        QVERIFY(staging.add(r).ok());
    }

    /// The lines under `conflicts:` of guiyi.yaml.
    void setPolicies(const std::string &lines) {
        QFile file(QString::fromStdString(root + "/guiyi.yaml"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        std::string text = file.readAll().toStdString();
        file.close();
        text = text.substr(0, text.find("conflicts:\n")) + "conflicts:\n" + lines;
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text.data(), static_cast<qint64>(text.size()));
        file.close();
        Workspace::Opened opened = Workspace::open(root);
        QVERIFY2(opened.errors.empty(), opened.errors.empty() ? "" : opened.errors.front().text().c_str());
        workspace.emplace(std::move(opened.workspace));
    }

    Result<StageResult> map() {
        StageContext c = context();
        return runMap(c);
    }
    Result<StageResult> plan() {
        StageContext c = context();
        return runPlan(c);
    }
    Result<StageResult> apply(const ApplyOptions &options = {}) {
        StageContext c = context();
        return runApply(c, files, options);
    }

    std::vector<QJsonObject> table(const std::string &what) {
        std::ostringstream out;
        const Status s = exportTable(context(), what, TableFormat::Jsonl, out);
        if (!s)
            qFatal("%s", s.error().text().c_str());
        std::vector<QJsonObject> rows;
        for (const std::string &line : text::split(out.str(), '\n')) {
            if (line.empty())
                continue;
            QJsonParseError error{};
            rows.push_back(QJsonDocument::fromJson(QByteArray::fromStdString(line), &error).object());
            if (error.error != QJsonParseError::NoError)
                qFatal("not JSON: %s", line.c_str());
        }
        return rows;
    }

    /// Everything the platform holds, without batches.
    std::string dump() {
        Result<std::optional<Platform>> platform = Platform::openForReading(workspace->target().value());
        if (!platform || !platform.value())
            return "none";
        std::ostringstream all;
        const Status s = dumpPlatform(platform.value()->engine(), all);
        if (!s)
            qFatal("%s", s.error().text().c_str());
        return all.str();
    }
    std::unique_ptr<SqlEngine> engine() {
        Result<std::unique_ptr<SqlEngine>> opened =
            SqlEngine::open(workspace->target().value(), SqlEngine::Access::Write);
        if (!opened)
            qFatal("%s", opened.error().text().c_str());
        return std::move(opened).value();
    }
};

std::int64_t count(const Result<StageResult> &result, const std::string &name) {
    if (!result)
        qFatal("%s", result.error().text().c_str());
    for (const auto &[known, number] : result.value().counts) {
        if (known == name)
            return number;
    }
    return -1;
}

std::string at(const QJsonObject &object, const char *name) {
    return object.value(QLatin1String(name)).toString().toStdString();
}

} // namespace

class StagesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyAddressHasOneOutcome() {
        Bench bench;
        bench.start();
        bench.fill();
        const auto mapped = bench.map();
        QCOMPARE(count(mapped, "addresses"), 14);
        QCOMPARE(count(mapped, "loaded") + count(mapped, "merged") + count(mapped, "dropped") +
                     count(mapped, "failed"),
                 14);
        std::map<std::string, std::string> outcomes;
        for (const QJsonObject &row : bench.table("outcomes")) {
            QVERIFY2(outcomes.emplace(at(row, "url"), at(row, "outcome")).second, at(row, "url").c_str());
            if (at(row, "outcome") == "dropped" || at(row, "outcome") == "failed")
                QVERIFY(!at(row, "reason").empty());
            else
                QVERIFY(text::startsWith(at(row, "into"), "https://"));
        }
        QCOMPARE(outcomes["http://www.jia.gov.cn/zwgk/tzgg/t1.html"], std::string("loaded"));
        QCOMPARE(outcomes["http://jyj.yixian.com/n/1.html"], std::string("merged"));
        QCOMPARE(outcomes["http://www.jia.gov.cn/files/copy.pdf"], std::string("merged"));
        QCOMPARE(outcomes["http://www.jia.gov.cn/gone.html"], std::string("failed"));
        QCOMPARE(outcomes["http://www.jia.gov.cn/s.css"], std::string("dropped"));
        QCOMPARE(outcomes["http://www.jia.gov.cn/"], std::string("merged"));
        QCOMPARE(bench.table("duplicates").size(), std::size_t(1));
    }

    void applyIsIdempotentAndKnowsWhatChanged() {
        Bench bench;
        bench.start();
        bench.fill();
        QVERIFY(bench.map().ok());
        const std::int64_t planned = count(bench.plan(), "create");
        QVERIFY(planned > 0);
        QCOMPARE(bench.dump(), std::string("none")); // a dry run writes nothing
        QCOMPARE(count(bench.apply(), "records written"), planned);
        const std::string loaded = bench.dump();
        QCOMPARE(count(bench.apply(), "rows written"), 0);
        QCOMPARE(count(bench.plan(), "unchanged"), planned);
        QCOMPARE(count(bench.apply(), "rows written"), 0);
        QCOMPARE(bench.dump(), loaded);

        bench.fill("城市更新工作简报（修订）", false); // one changed, one gone
        QCOMPARE(bench.plan().error().kind, ErrorKind::Stale);
        QVERIFY(bench.map().ok());
        QCOMPARE(bench.apply().error().kind, ErrorKind::Stale);
        const auto second = bench.plan();
        QCOMPARE(count(second, "create"), 0);
        QCOMPARE(count(second, "update"), 1);
        QCOMPARE(count(second, "retire"), 2); // the article and its old address
        std::string changes;
        for (const QJsonObject &row : bench.table("plan")) {
            if (at(row, "action") == "update")
                changes = QJsonDocument(row.value(QLatin1String("changes")).toObject())
                              .toJson(QJsonDocument::Compact)
                              .toStdString();
        }
        QCOMPARE(changes, std::string(R"({"title":["城市更新工作简报","城市更新工作简报（修订）"]})"));
        QCOMPARE(count(bench.apply(), "records written"), 3);
        bench.fill(); // and back
        QVERIFY(bench.map().ok());
        QCOMPARE(count(bench.plan(), "update"), 3);
        QCOMPARE(count(bench.apply(), "records written"), 3);
        QCOMPARE(bench.dump(), loaded);
    }

    void changesOfOthersAreConflicts() {
        Bench bench;
        bench.start();
        bench.fill();
        QVERIFY(bench.map().ok() && bench.plan().ok() && bench.apply().ok());
        QVERIFY(bench.engine()
                    ->run("UPDATE article SET title='由编辑修改' WHERE source_url LIKE '%t2.html'")
                    .ok());
        QCOMPARE(bench.apply().error().kind, ErrorKind::Stale);
        QCOMPARE(count(bench.plan(), "conflict"), 1);
        QCOMPARE(count(bench.apply(), "rows written"), 0);
        QVERIFY(bench.dump().find("由编辑修改") != std::string::npos);
        QCOMPARE(count(bench.plan(), "conflict"), 1); // it stays one until a person decides
    }

    void resumesAfterFailureAnywhere() {
        Bench whole;
        whole.start();
        whole.fill();
        QVERIFY(whole.map().ok() && whole.plan().ok() && whole.apply().ok());
        const std::string expected = whole.dump();
        Bench bench;
        bench.start();
        bench.fill();
        QVERIFY(bench.map().ok() && bench.plan().ok());
        int failures = 0;
        for (int n = 1;; ++n) {
            ApplyOptions options;
            options.limits.records = 2;
            int left = n;
            options.fault = [&left](std::string_view) -> Status {
                if (--left == 0)
                    return Error{ErrorKind::Failed, "injected", "", "", ""};
                return {};
            };
            const auto result = bench.apply(options);
            if (result.ok())
                break;
            QCOMPARE(result.error().what, std::string("injected"));
            ++failures;
        }
        QVERIFY(failures > 3);
        QCOMPARE(bench.dump(), expected);
        QCOMPARE(count(bench.apply(), "rows written"), 0);
    }

    /// Reading and storing files fails at the n-th operation, n = 1, 2, …, as if the disk were full.
    void resumesAfterFailureOfAnyFileOperation() {
        Bench whole;
        whole.start();
        whole.fill();
        QVERIFY(whole.map().ok() && whole.plan().ok() && whole.apply().ok());
        const std::string expected = whole.dump();
        Bench bench;
        bench.start();
        bench.fill();
        QVERIFY(bench.map().ok() && bench.plan().ok());
        std::set<std::string> failed;
        for (int run = 1;; ++run) {
            ApplyOptions options;
            int left = std::max(1, run - 1); // the first one differs between a first run and the next
            std::string at;
            options.fileFault = [&left, &at](std::string_view operation) -> Status {
                if (--left != 0)
                    return {};
                at = operation;
                return Error{ErrorKind::Failed, "injected", "", "no space left on device", ""};
            };
            const auto result = bench.apply(options);
            if (result.ok())
                break;
            QCOMPARE(result.error().what, std::string("injected"));
            failed.insert(at);
            QVERIFY2(bench.dump() != expected, "an article came without its file");
        }
        for (const char *operation : {"contains", "put", "write", "sync", "rename", "sweep"})
            QVERIFY2(failed.count(operation) == 1, operation);
        QCOMPARE(bench.dump(), expected);
        BlobStore blobs(bench.workspace->files()->folder);
        for (const auto &[url, content] : bench.files.files)
            QVERIFY(blobs.get(sha256Hex(content)).ok());
        QDirIterator left(QString::fromStdString(blobs.folder()), QDir::Files | QDir::Hidden,
                          QDirIterator::Subdirectories);
        int contents = 0;
        for (; left.hasNext(); left.next())
            ++contents;
        QCOMPARE(contents, 2); // and nothing unfinished
        int faults = 0;
        for (int n = 1;; ++n) { // taking it back, too
            RollbackOptions options;
            int until = n;
            options.fileFault = [&until](std::string_view) -> Status {
                return --until == 0 ? Status(Error{ErrorKind::Failed, "injected", "", "", ""}) : Status();
            };
            StageContext c = bench.context();
            const auto result = runRollback(c, options);
            if (result.ok())
                break;
            QCOMPARE(result.error().what, std::string("injected"));
            ++faults;
        }
        QCOMPARE(faults, 2);
        QCOMPARE(bench.dump(), std::string());
        for (const auto &[url, content] : bench.files.files)
            QVERIFY(!blobs.contains(sha256Hex(content)));
    }

    void editedPlanIsRefused() {
        Bench bench;
        bench.start();
        bench.fill();
        QVERIFY(bench.map().ok() && bench.plan().ok());
        {
            Result<Database> plan = Database::open(bench.workspace->planFile());
            QVERIFY(plan.ok());
            QVERIFY(plan->run("UPDATE plan_row SET action='unchanged' WHERE entity='article' AND key LIKE "
                              "'%t2.html'")
                        .ok());
        }
        const auto refused = bench.apply();
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().kind, ErrorKind::Stale);
        QVERIFY2(text::contains(refused.error().why, "rows were changed"), refused.error().text().c_str());
        QVERIFY(bench.plan().ok() && bench.apply().ok());
    }

    /// An editor changed one field and the old site another: each field follows its policy.
    void fieldsFollowTheirPolicies() {
        Bench bench;
        bench.start();
        bench.fill();
        QVERIFY(bench.map().ok() && bench.plan().ok() && bench.apply().ok());
        const std::string key = "http://www.jia.gov.cn/zwgk/tzgg/t2.html";
        const auto edit = [&bench] {
            QVERIFY(bench.engine()
                        ->run("UPDATE article SET source='编辑部' WHERE source_url LIKE '%t2.html'")
                        .ok());
        };
        const auto planned = [&bench, &key] {
            Result<PlanStore> plan = PlanStore::open(bench.workspace->planFile());
            return plan->row("article", key).value().value();
        };
        const auto stored = [&bench] {
            std::string found;
            const Status s = bench.engine()->each(
                "SELECT title,source FROM article WHERE source_url LIKE '%t2.html'", {},
                [&found](const SqlRow &row) {
                    found = std::string(row[0].value_or("")) + "|" + std::string(row[1].value_or(""));
                    return Status();
                });
            return s ? found : s.error().text();
        };
        edit();
        bench.fill("城市更新工作简报（修订）");
        QVERIFY(bench.map().ok());
        QCOMPARE(count(bench.plan(), "conflict"), 1); // nobody said what to do
        QVERIFY(text::contains(planned().reason, "source"));
        QVERIFY(!text::contains(planned().reason, "title")); // only the old site changed it
        QCOMPARE(count(bench.apply(), "rows written"), 0);

        bench.setPolicies("  source: theirs\n");
        QCOMPARE(count(bench.plan(), "conflict"), 0);
        QCOMPARE(planned().action, PlanAction::Update);
        QCOMPARE(planned().kept, std::vector<std::string>{"source"});
        QVERIFY(text::contains(planned().reason, "people's values stay: source"));
        const std::string before = bench.dump();
        const auto applied = bench.apply();
        QVERIFY(applied->errors.empty()); // the plan's row counts hold
        QCOMPARE(count(applied, "records written"), 1);
        QCOMPARE(stored(), std::string("城市更新工作简报（修订）|编辑部"));
        QCOMPARE(count(bench.plan(), "update"), 0); // theirs stays without being written again
        QCOMPARE(planned().action, PlanAction::Unchanged);
        StageContext c = bench.context();
        QVERIFY(runRollback(c).ok());
        QCOMPARE(bench.dump(), before);

        bench.setPolicies("  default: theirs\n  source: ours\n");
        QCOMPARE(count(bench.plan(), "update"), 1);
        QVERIFY(text::contains(planned().reason, "people's changes are overwritten: source"));
        QVERIFY(bench.apply()->errors.empty());
        QCOMPARE(stored(), std::string("城市更新工作简报（修订）|本站"));
        QCOMPARE(count(bench.plan(), "update"), 0);
    }

    /// People's words win over the plan also between plan and apply.
    void keptFieldsChangedAfterThePlanAreNoticed() {
        Bench bench;
        bench.start();
        bench.setPolicies("  source: theirs\n");
        bench.fill();
        QVERIFY(bench.map().ok() && bench.plan().ok() && bench.apply().ok());
        QVERIFY(
            bench.engine()->run("UPDATE article SET source='编辑部' WHERE source_url LIKE '%t2.html'").ok());
        bench.fill("城市更新工作简报（修订）");
        QVERIFY(bench.map().ok());
        QCOMPARE(count(bench.plan(), "update"), 1);
        QVERIFY(
            bench.engine()->run("UPDATE article SET source='总编室' WHERE source_url LIKE '%t2.html'").ok());
        QCOMPARE(bench.apply().error().kind, ErrorKind::Stale);
        QVERIFY(bench.dump().find("总编室") != std::string::npos);
    }

    void missingFileHoldsItsArticleBack() {
        Bench bench;
        bench.start();
        bench.fill();
        QVERIFY(bench.map().ok() && bench.plan().ok());
        const auto files = bench.files.files;
        bench.files.files["http://www.jia.gov.cn/files/1.pdf"] = "something else";
        const auto first = bench.apply();
        QCOMPARE(count(first, "rejected"), 2); // the file and the article
        QVERIFY(bench.dump().find("关于印发办法的通知") == std::string::npos);
        bench.files.files = files;
        const auto second = bench.apply();
        QCOMPARE(count(second, "rejected"), 0);
        QVERIFY(bench.dump().find("关于印发办法的通知") != std::string::npos);
    }

    void bodiesAndLedger() {
        Bench bench;
        bench.start();
        bench.fill();
        QVERIFY(bench.map().ok() && bench.plan().ok() && bench.apply().ok());
        std::string body;
        QVERIFY(bench.engine()
                    ->each("SELECT body_html FROM article WHERE source_url LIKE '%t1.html'", {},
                           [&](const SqlRow &row) {
                               body = row.front().value_or("");
                               return Status();
                           })
                    .ok());
        QVERIFY(body.find("jia.gov.cn/zwgk/tzgg/t2.html") == std::string::npos);
        QVERIFY(body.find("#a\"") != std::string::npos);
        QVERIFY(body.find("href=\"http://jyj.yixian.com/n/9.html\"") !=
                std::string::npos); // not migrated: byte for byte
        QVERIFY(body.find("href=\"http://other.example.cn/x\"") != std::string::npos);
        QVERIFY(body.find("/files/" + sha256Hex("%PDF one").substr(0, 2) + "/") != std::string::npos);
        std::map<std::string, QJsonObject> links;
        for (const QJsonObject &row : bench.table("links"))
            links[at(row, "href")] = row;
        QCOMPARE(at(links["/zwgk/tzgg/t2.html#a"], "kind"), std::string("own"));
        QCOMPARE(at(links["/zwgk/tzgg/t2.html#a"], "status"), std::string("ok"));
        QVERIFY(links["/zwgk/tzgg/t2.html#a"].value(QLatin1String("rewritten")).toBool());
        QCOMPARE(at(links["http://jyj.yixian.com/n/9.html"], "kind"), std::string("sibling"));
        QCOMPARE(at(links["http://jyj.yixian.com/n/9.html"], "status"), std::string("dead"));
        QCOMPARE(at(links["http://other.example.cn/x"], "kind"), std::string("external"));
        QCOMPARE(links.size(), std::size_t(4));
    }

    /// What is dropped with its column: its links lead to the column above and say so, unless the policy says
    /// no.
    void linksToDroppedThingsLeadAbove() {
        constexpr const char *Above = "https://www.jia.gov.cn/c/01/";
        Bench bench;
        bench.start();
        bench.fill();
        QVERIFY(bench.map().ok());
        {
            Result<WorkspaceStore> store = WorkspaceStore::open(*bench.workspace);
            QVERIFY(store.ok());
            QVERIFY(store->database()
                        .run(std::string("UPDATE address SET target=NULL,outcome='dropped',parent='") +
                             Above + "' WHERE key='www.jia.gov.cn/zwgk/tzgg/t2.html'")
                        .ok());
        }
        const auto link = [&bench] {
            for (const QJsonObject &row : bench.table("links")) {
                if (at(row, "href") == "/zwgk/tzgg/t2.html#a")
                    return at(row, "status") + " " + at(row, "target");
            }
            return std::string();
        };
        QVERIFY(bench.plan().ok());
        QCOMPARE(link(), std::string("parent ") + Above + "#a");
        QFile config(QString::fromStdString(bench.workspace->root() + "/guiyi.yaml"));
        QVERIFY(config.open(QIODevice::Append));
        config.write("redirects:\n  dropped_to_parent: no\n");
        config.close();
        Workspace::Opened opened = Workspace::open(bench.workspace->root());
        bench.workspace.emplace(std::move(opened.workspace));
        QVERIFY(!bench.workspace->config().droppedToParent);
        QCOMPARE(bench.plan().error().kind, ErrorKind::Stale); // map notices the policy
    }

    void redirectsAnswerInOneStep() {
        Bench bench;
        bench.start();
        bench.fill();
        QVERIFY(bench.map().ok() && bench.plan().ok());
        std::map<std::string, QJsonObject> map;
        const auto key = [](const std::string &address) { return addressKey(*Url::parse(address)); };
        for (const QJsonObject &row : bench.table("redirects"))
            QVERIFY2(map.emplace(key(at(row, "from")), row).second, at(row, "from").c_str());
        for (const auto &[from, row] : map) {
            if (row.value(QLatin1String("status")).toInt() == 410) {
                QVERIFY(row.value(QLatin1String("to")).isNull());
                QVERIFY(!at(row, "reason").empty());
            } else {
                QVERIFY2(map.count(key(at(row, "to"))) == 0, from.c_str());
            }
        }
        for (const char *host : {"www.jia.gov.cn", "jia.gov.cn", "www.jia.com:8080"})
            QVERIFY(map.count(std::string(host) + "/zwgk/tzgg/t1.html") == 1);
        QVERIFY(map.count("www.jia.gov.cn/") == 0); // it stays where it is
        QVERIFY(map.count("jia.gov.cn/") == 1);
        QCOMPARE(at(map["jyj.yixian.com/n/1.html"], "to"), at(map["www.jia.gov.cn/zwgk/tzgg/t1.html"], "to"));
        std::ostringstream nginx;
        const auto table = redirectTable(*bench.workspace, bench.workspace->sites());
        QVERIFY(table.ok());
        mapping::nginxFiles(*table, {}).front().write(nginx);
        QVERIFY(nginx.str().find("\"www.jia.com:8080\" \"www.jia.gov.cn\";") != std::string::npos);
    }

    void exportLines() {
        Bench bench;
        bench.start();
        bench.fill();
        QVERIFY(bench.map().ok());
        std::ostringstream out;
        QVERIFY(exportTable(bench.context(), "letters", TableFormat::Jsonl, out).ok());
        QCOMPARE(
            out.str(),
            std::string(
                R"({"site":"b","url":"http://jyj.yixian.com/n/2.html","title":"咨询入学","question":"怎么报名？","asked":"2020-01-02",)"
                R"("reply":"到学校报名。","replied":null,"replier":null,"status":"已办结","public":true,"deadline":null,"overdue":null})"
                "\n"));
        const std::vector<QJsonObject> articles = bench.table("articles");
        QCOMPARE(articles.size(), std::size_t(5)); // the merged one and the letter too
        QCOMPARE(at(articles[0].value(QLatin1String("attachments")).toArray().at(0).toObject(), "sha256"),
                 sha256Hex("%PDF one"));
        QVERIFY(articles[0].value(QLatin1String("subtitle")).isNull());
        QCOMPARE(at(articles[4], "kind"), std::string("letter"));
        std::ostringstream csv;
        QVERIFY(exportTable(bench.context(), "columns", TableFormat::Csv, csv).ok());
        QVERIFY(text::startsWith(
            csv.str(),
            "site,url,name,path,parent_url,kind,articles,decision,target,target_path,confidence,reason\r\n"));
        QVERIFY(csv.str().find(R"("[""政务公开"",""通知公告""]")") != std::string::npos);
        QVERIFY(!exportTable(bench.context(), "nothing", TableFormat::Csv, csv).ok());
    }

    void reportsAgreeAndAreTheSameTwice() {
        Bench bench;
        bench.start();
        bench.fill();
        QVERIFY(bench.map().ok() && bench.plan().ok());
        const auto read = [&](const char *name) {
            QFile file(QString::fromStdString(bench.workspace->reportsFolder() + "/" + name));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QVERIFY(writeReports(bench.context()).ok());
        const QByteArray html = read("report.html"), json = read("report.json");
        QVERIFY(writeReports(bench.context()).ok());
        QCOMPARE(read("report.html"), html);
        QCOMPARE(read("report.json"), json);
        QJsonParseError error{};
        const QJsonObject report = QJsonDocument::fromJson(json, &error).object();
        QCOMPARE(error.error, QJsonParseError::NoError);
        const QJsonObject total =
            report.value(QLatin1String("total")).toObject().value(QLatin1String("outcomes")).toObject();
        QCOMPARE(total.value(QLatin1String("found")).toInt(), 14);
        const qsizetype rows = report.value(QLatin1String("not_loaded")).toArray().size();
        QCOMPARE(rows, qsizetype(total.value(QLatin1String("dropped")).toInt() +
                                 total.value(QLatin1String("failed")).toInt()));
        QCOMPARE(read("not_loaded.csv").count('\n'), rows + 1);
        QVERIFY(!html.contains("src=\"http") && !html.contains("href=\"http"));
        QVERIFY(read("report.xlsx").startsWith("PK"));
    }

    void brokenMappingFileChangesNothing() {
        Bench bench;
        bench.start();
        bench.fill();
        QVERIFY(bench.map().ok());
        const std::string path = bench.workspace->mappingFile("a");
        QVERIFY(replaceFile(path, "site: a\ncolumns: {broken").ok());
        const auto result = bench.map();
        QVERIFY(result.ok());
        QVERIFY(!result.value().errors.empty());
        QCOMPARE(result.value().errors.front().kind, ErrorKind::Usage);
        QCOMPARE(readFileIfAny(path).value(), std::string("site: a\ncolumns: {broken"));
    }

    void statusFollowsTheInputs() {
        Bench bench;
        bench.start();
        bench.fill();
        QVERIFY(bench.map().ok() && bench.plan().ok() && bench.apply().ok());
        Result<StatusData> status = statusOf(*bench.workspace);
        QVERIFY(status.ok());
        for (const StageStatus &stage : status->stages)
            QCOMPARE(std::string(toText(stage.state)), std::string("fresh"));
        bench.fill("另一个标题");
        status = statusOf(*bench.workspace);
        for (const StageStatus &stage : status->stages)
            QCOMPARE(std::string(toText(stage.state)), std::string("stale"));
        QCOMPARE(std::string(toText(status->sites[0].stages[1].state)), std::string("stale"));
        QCOMPARE(std::string(toText(status->sites[1].stages[1].state)), std::string("fresh"));
    }
};

QTEST_GUILESS_MAIN(StagesTest)
#include "stages_test.moc"
