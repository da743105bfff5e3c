// What every engine of the platform promises, on each that is there (GUIYI_TEST_TARGETS; SQLite always).
#include "migrator/loader/batch_loader.h"
#include "migrator/loader/platform_dump.h"
#include "migrator/loader/undo_writer.h"
#include "migrator/plan/record_json.h"
#include "schema/base/sha256.h"
#include "schema/base/text.h"
#include "schema/store/staging.h"

#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <map>
#include <sstream>

using namespace guiyi;

namespace {

constexpr char Awkward[] = "制表\t换行\n回车\r反斜\\ 引号'\" 美元$1 问号? 尾空  𠮷 \\N \\.";

Record taxonomyOf(const std::string &code) {
    Record r;
    r.entity = "taxonomy";
    r.key = r.source = code;
    r.fields = {{"name", "栏目" + code},
                {"parent", code.size() > 2 ? code.substr(0, code.size() - 2) : std::string()},
                {"level", std::to_string(code.size() / 2)}};
    return r;
}

Record tenantOf(const std::string &site) {
    Record r;
    r.entity = "tenant";
    r.key = r.site = r.source = site;
    r.fields = {{"name", site + "政府"},
                {"code", ""},
                {"level", "district"},
                {"host", site + ".gov.cn"},
                {"base_path", "/"},
                {"home", "https://" + site + ".gov.cn/"},
                {"old_hosts", toJsonArray({"www." + site + ".cn", site + ".old.cn"})}};
    return r;
}

Record columnOf(const std::string &site, const std::string &code) {
    Record r;
    r.entity = "column";
    r.site = site;
    r.key = r.source = site + "/" + code;
    r.fields = {{"code", code}, {"url", "https://" + site + ".gov.cn/" + code + "/"}, {"retired", ""}};
    return r;
}

Record fileOf(const std::string &site, const std::string &content) {
    Record r;
    r.entity = "file";
    r.site = site;
    const std::string sha = sha256Hex(content);
    r.key = r.source = site + "/" + sha;
    r.fields = {{"sha256", sha},
                {"url", "https://" + site + ".gov.cn/files/" + sha},
                {"bytes", std::to_string(content.size())},
                {"media_type", "application/pdf"},
                {"retired", ""}};
    return r;
}

Record articleOf(const std::string &site, int number, const std::string &body,
                 const PlatformPlacements &placements, const std::vector<PlatformFile> &files = {},
                 bool letter = false) {
    Record r;
    r.entity = "article";
    r.site = site;
    r.key = r.source = "http://www." + site + ".cn/" + std::to_string(number) + ".html";
    Letter l;
    l.question = "怎么办？";
    l.isPublic = false;
    r.fields = {{"tenant", site},
                {"url", "https://" + site + ".gov.cn/a/" + std::to_string(number)},
                {"source_url", r.key},
                {"kind", letter ? "letter" : "article"},
                {"title", "标题 " + std::to_string(number)},
                {"subtitle", ""},
                {"published", "2020-01-02"},
                {"updated", ""},
                {"source", "本站"},
                {"author", ""},
                {"editor", ""},
                {"language", ""},
                {"document", ""},
                {"keywords", ""},
                {"column", placements.front().second},
                {"body_html", "<p>" + body + "</p>"},
                {"body_text", body},
                {"retired", ""},
                {"placements", placementsJson(placements)},
                {"attachments", filesJson(files)},
                {"letter", letter ? letterJson(l) : std::string()}};
    r.target = r.field("url");
    r.title = r.field("title");
    return r;
}

Record addressOf(const std::string &site, int number) {
    Record r;
    r.entity = "address";
    r.site = site;
    r.key = "www." + site + ".cn/" + std::to_string(number) + ".html";
    r.source = "http://" + r.key;
    r.fields = {{"url", r.source},
                {"target", "https://" + site + ".gov.cn/a/" + std::to_string(number)},
                {"status", "301"},
                {"reason", ""}};
    return r;
}

PlatformFile attached(const std::string &site, const std::string &content) {
    const std::string sha = sha256Hex(content);
    return {"attachment",      "附件", "https://" + site + ".gov.cn/files/" + sha, sha,
            "application/pdf", "ok",   static_cast<std::int64_t>(content.size())};
}

/// A site with two columns, a file and some articles; the first shares the file's content with other sites.
std::vector<Record> siteRecords(const std::string &site, int articles) {
    std::vector<Record> records{tenantOf(site), columnOf(site, "0101"), columnOf(site, "0102"),
                                fileOf(site, "shared"), fileOf(site, "of " + site)};
    for (int i = 1; i <= articles; ++i)
        records.push_back(articleOf(site, i, i == 1 ? Awkward : "正文 " + std::to_string(i),
                                    {{site, "0101"}, {site, "0102"}},
                                    {attached(site, "shared"), attached(site, "of " + site)}, i == 2));
    for (int i = 1; i <= articles; ++i)
        records.push_back(addressOf(site, i));
    return records;
}

/// A platform and what is done to it, as plan and apply do.
struct Load {
    explicit Load(const TargetAddress &address) : target(address) {}
    TargetAddress target;
    std::optional<Platform> platform;
    std::optional<PlatformBatch> batch;
    std::vector<std::pair<std::string, Error>> refused;
    RowCounts written, predicted;
    std::int64_t seq = 0;
    LoadLimits limits{7, 8U << 20U, 6, 1};

    void open() {
        Result<Platform> opened = Platform::open(target);
        if (!opened)
            qFatal("%s", opened.error().text().c_str());
        platform.emplace(std::move(opened).value());
    }
    void startBatch(const std::string &name) {
        seq = 0;
        Result<PlatformBatch> started = platform->startBatch("apply", name, true);
        if (!started)
            qFatal("%s", started.error().text().c_str());
        batch = std::move(started).value();
    }

    /// The plan row for the record, from what the platform has.
    WriteItem item(const Record &record, PlanAction action) {
        WriteItem item;
        item.record = record;
        item.row.seq = ++seq;
        item.row.site = record.site;
        item.row.entity = record.entity;
        item.row.key = record.key;
        item.row.source = record.source;
        item.row.action = action;
        item.row.reason = "no longer on the old site";
        item.row.desiredHash = action == PlanAction::Retire ? std::string() : hashOf(record);
        auto stored = platform->read(record.entity, {record.key}, true);
        if (!stored)
            qFatal("%s", stored.error().text().c_str());
        const Record *now = nullptr;
        if (action != PlanAction::Create) {
            now = &stored.value().at(record.key).record;
            item.row.platformHash = hashOf(*now);
        }
        bool newContent = false;
        if (record.entity == "file" && action == PlanAction::Create) {
            auto known = platform->knownContents({record.field("sha256")});
            newContent = known->empty();
        }
        item.row.rows = toText(
            rowsOfAction(toText(action), action == PlanAction::Retire ? nullptr : &record, now, newContent));
        return item;
    }

    Status load(std::vector<WriteItem> items) {
        BatchLoader loader(
            *platform, *batch, limits,
            [this](const WriteItem &one, const Error &why) {
                refused.emplace_back(one.row.key, why);
                return Status();
            },
            [](std::int64_t) {});
        Status s;
        for (WriteItem &one : items)
            s = s ? loader.add(std::move(one)) : s;
        s = s ? loader.flush() : s;
        addCounts(written, loader.written());
        addCounts(predicted, loader.predicted());
        return s;
    }

    Status create(const std::vector<Record> &records) {
        std::vector<WriteItem> items;
        for (const Record &record : records)
            items.push_back(item(record, PlanAction::Create));
        return load(std::move(items));
    }

    std::string dump() {
        std::ostringstream out;
        const Status s = dumpPlatform(platform->engine(), out);
        if (!s)
            qFatal("%s", s.error().text().c_str());
        return out.str();
    }

    /// Undoes a whole batch, one entry a transaction; gives the keys that stayed.
    std::vector<std::string> undo(std::int64_t id) {
        std::vector<JournalEntry> entries;
        const Status s = platform->engine().each(
            "SELECT \"batch\",\"seq\",\"site\",\"entity\",\"key\",\"action\",\"hash\",\"before\" FROM "
            "\"journal\" WHERE \"undone\"=0 AND \"batch\"=" +
                std::to_string(id) + " ORDER BY \"seq\" DESC",
            {}, [&](const SqlRow &row) {
                const auto text = [&row](std::size_t at) { return std::string(row[at].value_or("")); };
                entries.push_back(
                    {id, std::atoll(text(1).c_str()), text(2), text(3), text(4), text(5), text(6), text(7)});
                return Status();
            });
        if (!s)
            qFatal("%s", s.error().text().c_str());
        Result<PlatformBatch> rollback =
            platform->startBatch("rollback", "rollback/" + std::to_string(id), true);
        UndoWriter writer(*platform);
        std::vector<std::string> stayed;
        const auto tell = [&](const Result<UndoOutcome> &outcome, const UndoWriter::Entries &some) {
            if (!outcome)
                qFatal("%s", outcome.error().text().c_str());
            for (const auto &[index, why] : outcome->conflicts)
                stayed.push_back(some[index]->key + ": " + why);
        };
        for (std::size_t from = 0; from < entries.size(); from += 9) {
            UndoWriter::Entries some;
            for (std::size_t i = from; i < entries.size() && i < from + 9; ++i)
                some.push_back(&entries[i]);
            const Result<UndoOutcome> outcome = writer.undo(some, *rollback);
            if (outcome || outcome.error().kind != ErrorKind::Rejected) {
                tell(outcome, some);
                continue;
            }
            for (const JournalEntry *one : some) {
                const Result<UndoOutcome> alone = writer.undo({one}, *rollback);
                if (!alone && alone.error().kind == ErrorKind::Rejected)
                    stayed.push_back(one->key);
                else
                    tell(alone, {one});
            }
        }
        return stayed;
    }
};

std::vector<Record> taxonomy() {
    return {taxonomyOf("01"), taxonomyOf("0101"), taxonomyOf("0102")};
}

std::string firstDifference(const std::string &a, const std::string &b) {
    const auto left = text::split(a, '\n'), right = text::split(b, '\n');
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
        const std::string one = i < left.size() ? left[i] : "", other = i < right.size() ? right[i] : "";
        if (one != other)
            return one + "\n" + other;
    }
    return "equal";
}

} // namespace

class PlatformTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::map<TargetKind, std::vector<TargetAddress>> m_free;
    int m_files = 0;

    static void engines() {
        QTest::addColumn<int>("kind");
        QTest::newRow("sqlite") << static_cast<int>(TargetKind::Sqlite);
        const QByteArray given = qgetenv("GUIYI_TEST_TARGETS");
        if (given.isEmpty())
            return;
        QTest::newRow("postgresql") << static_cast<int>(TargetKind::PostgreSql);
        QTest::newRow("mariadb") << static_cast<int>(TargetKind::MariaDb);
    }

    TargetAddress fresh(TargetKind kind) {
        if (kind == TargetKind::Sqlite) {
            TargetAddress address;
            address.file = m_folder.path().toStdString() + "/" + std::to_string(++m_files) + ".db";
            return address;
        }
        std::vector<TargetAddress> &left = m_free[kind];
        if (left.empty())
            qFatal("no empty database left: raise DATABASES");
        const TargetAddress address = left.back();
        left.pop_back();
        return address;
    }

    Load loaded(TargetKind kind, int articles = 12) {
        Load load(fresh(kind));
        load.open();
        load.startBatch("first");
        if (Status s = load.create(taxonomy()); !s)
            qFatal("%s", s.error().text().c_str());
        if (Status s = load.create(siteRecords("jia", articles)); !s)
            qFatal("%s", s.error().text().c_str());
        return load;
    }

    static TargetKind kind() {
        QFETCH(int, kind);
        return static_cast<TargetKind>(kind);
    }

private Q_SLOTS:
    void initTestCase() {
        const std::string given = qgetenv("GUIYI_TEST_TARGETS").toStdString();
        for (const std::string &one : text::split(given, ' ')) {
            if (one.empty())
                continue;
            const Result<TargetAddress> address = TargetAddress::parse(one);
            QVERIFY2(address.ok(), one.c_str());
            m_free[address->kind].push_back(*address);
        }
    }

    void schemaIsWhatIsDescribed_data() { engines(); }
    void schemaIsWhatIsDescribed() {
        Load load(fresh(kind()));
        load.open();
        std::map<std::string, std::string> found; // table.column → type, length, nullable
        const auto visit = [&](const SqlRow &row) {
            const auto at = [&row](std::size_t i) { return text::lower(std::string(row[i].value_or(""))); };
            const bool integer = at(2).find("int") != std::string::npos;
            const std::string length = integer || at(3).size() > 5 ? "0" : at(3).empty() ? "0" : at(3);
            found[at(0) + "." + at(1)] =
                (integer ? "integer " : "text " + length + " ") + (at(4) == "yes" ? "null" : "needed");
            return Status();
        };
        Status s;
        if (kind() == TargetKind::Sqlite) {
            for (const PlatformTable &table : platformTables()) {
                s = load.platform->engine().each(
                    "SELECT '" + std::string(table.name) +
                        "',name,type,'',CASE WHEN \"notnull\"=1 OR pk>0 THEN 'no' ELSE "
                        "'yes' END FROM pragma_table_info('" +
                        std::string(table.name) + "')",
                    {}, visit);
                QVERIFY2(s.ok(), table.name.data());
            }
        } else {
            s = load.platform->engine().each(
                std::string(
                    "SELECT table_name,column_name,data_type,character_maximum_length,is_nullable FROM "
                    "information_schema.columns WHERE table_schema=") +
                    (kind() == TargetKind::PostgreSql ? "current_schema()" : "database()"),
                {}, visit);
            QVERIFY2(s.ok(), s.ok() ? "" : s.error().text().c_str());
        }
        for (const PlatformTable &table : platformTables()) {
            for (const PlatformColumn &column : table.columns) {
                const bool limited = kind() != TargetKind::Sqlite && column.type == ColumnType::Text;
                const std::string wanted =
                    (column.type == ColumnType::Integer
                         ? "integer "
                         : "text " + std::to_string(limited ? column.longest : 0) + " ") +
                    (column.nullable ? "null" : "needed");
                const std::string name = std::string(table.name) + "." + std::string(column.name);
                QCOMPARE(name + ": " + found[name], name + ": " + wanted);
                found.erase(name);
            }
        }
        for (const char *own : {"platform_version.version", "platform_version.step", "platform_revision.one",
                                "platform_revision.value", "platform_revision.loading"})
            found.erase(own);
        QVERIFY2(found.empty() || kind() == TargetKind::Sqlite,
                 found.empty() ? "" : found.begin()->first.c_str());
    }

    void readsBackWhatWasWritten_data() { engines(); }
    void readsBackWhatWasWritten() {
        Load load = loaded(kind());
        QVERIFY2(load.refused.empty(),
                 load.refused.empty() ? "" : load.refused.front().second.text().c_str());
        QCOMPARE(toText(load.written), toText(load.predicted));
        for (const Record &record : siteRecords("jia", 12)) {
            const auto stored = load.platform->read(record.entity, {record.key}, true);
            QVERIFY(stored.ok() && stored->count(record.key) == 1);
            const Record &now = stored->at(record.key).record;
            for (const auto &[name, value] : record.fields)
                QCOMPARE(record.key + " " + std::string(name) + " " + now.field(name),
                         record.key + " " + std::string(name) + " " + value);
            QCOMPARE(hashOf(now), hashOf(record));
            QCOMPARE(stored->at(record.key).hash, hashOf(record));
        }
        QCOMPARE(load.platform->read("article", {"http://nowhere/"}, true)->size(), std::size_t(0));
    }

    void dumpsAreTheSame() {
        std::map<TargetKind, std::string> dumps;
        for (const TargetKind one : {TargetKind::Sqlite, TargetKind::PostgreSql, TargetKind::MariaDb}) {
            if (one != TargetKind::Sqlite && m_free[one].empty())
                continue;
            Load load = loaded(one);
            dumps[one] = load.dump();
        }
        QVERIFY(dumps[TargetKind::Sqlite].size() > 1000);
        for (const auto &[one, dump] : dumps)
            QVERIFY2(dump == dumps[TargetKind::Sqlite],
                     firstDifference(dump, dumps[TargetKind::Sqlite]).c_str());
    }

    void updatesAndRetires_data() { engines(); }
    void updatesAndRetires() {
        Load load = loaded(kind());
        load.startBatch("second");
        Record changed =
            articleOf("jia", 3, "改过的正文", {{"jia", "0102"}}, {attached("jia", "shared")}, true);
        Record hosts = tenantOf("jia");
        for (auto &[name, value] : hosts.fields)
            value = name == "old_hosts" ? toJsonArray({"jia.old.cn"}) : value;
        std::vector<WriteItem> items;
        items.push_back(load.item(hosts, PlanAction::Update));
        items.push_back(load.item(changed, PlanAction::Update));
        items.push_back(load.item(articleOf("jia", 4, "", {{"jia", "0101"}}), PlanAction::Retire));
        items.push_back(load.item(addressOf("jia", 4), PlanAction::Retire));
        QVERIFY(load.load(std::move(items)).ok());
        QVERIFY(load.refused.empty());
        QCOMPARE(toText(load.written), toText(load.predicted));
        QCOMPARE(hashOf(load.platform->read("article", {changed.key}, true)->at(changed.key).record),
                 hashOf(changed));
        const std::string gone = articleOf("jia", 4, "", {{"jia", "0101"}}).key;
        const StoredRecord retired = load.platform->read("article", {gone}, true)->at(gone);
        QVERIFY(retired.retired);
        QCOMPARE(retired.record.field("retired"), std::string("no longer on the old site"));
        QCOMPARE(hashOf(retired.record), retired.hash);
        const std::string address = addressOf("jia", 4).key;
        QCOMPARE(load.platform->read("address", {address}, true)->at(address).record.field("status"),
                 std::string("410"));
    }

    void badRecordGoesAlone_data() { engines(); }
    void badRecordGoesAlone() {
        Load load = loaded(kind(), 2);
        load.startBatch("second");
        load.limits.records = 50;
        std::vector<Record> records;
        for (int i = 10; i < 40; ++i)
            records.push_back(articleOf("jia", i, "正文", {{"jia", "0101"}}));
        records[11] = articleOf("jia", 21, "正文", {{"jia", "0101"}}, {attached("jia", "no such file")});
        records[20] = articleOf("jia", 30, "正文", {{"jia", "0199"}});
        for (auto &[name, value] : records[5].fields)
            value = name == "url" ? "https://jia.gov.cn/a/1" : value; // taken
        QVERIFY(load.create(records).ok());
        QCOMPARE(load.refused.size(), std::size_t(3));
        std::set<std::string> keys;
        for (const auto &[key, why] : load.refused) {
            keys.insert(key);
            QCOMPARE(why.kind, ErrorKind::Rejected);
            QVERIFY(!why.advice.empty());
        }
        QCOMPARE(keys, (std::set<std::string>{records[5].key, records[11].key, records[20].key}));
        QCOMPARE(toText(load.written), toText(load.predicted));
        QCOMPARE(load.platform->engine().number("SELECT count(*) FROM article").value(), 2 + 27);
    }

    void changesOfOthersAreLeft_data() { engines(); }
    void changesOfOthersAreLeft() {
        Load load = loaded(kind(), 3);
        load.startBatch("second");
        const std::int64_t before = load.platform->revision().value();
        std::vector<WriteItem> items;
        items.push_back(load.item(articleOf("jia", 1, "新", {{"jia", "0101"}}), PlanAction::Update));
        items.push_back(load.item(articleOf("jia", 2, "新", {{"jia", "0101"}}), PlanAction::Update));
        {
            Result<std::unique_ptr<SqlEngine>> editor =
                SqlEngine::open(load.target, SqlEngine::Access::Write);
            QVERIFY(editor.ok());
            QVERIFY(
                editor.value()
                    ->run(std::string(kind() == TargetKind::MariaDb ? "SET @guiyi_loading=NULL" : "SELECT 1"))
                    .ok());
            QVERIFY(editor.value()
                        ->run("UPDATE article SET title='编辑改的' WHERE source_url LIKE '%/1.html'")
                        .ok());
        }
        QVERIFY(load.platform->revision().value() > before);
        QVERIFY(load.load(std::move(items)).ok());
        QCOMPARE(load.refused.size(), std::size_t(1));
        QCOMPARE(load.refused.front().second.kind, ErrorKind::Stale);
        QVERIFY(!load.batch->clean);
        QVERIFY(load.dump().find("编辑改的") != std::string::npos);
        QCOMPARE(toText(load.written), toText(load.predicted));
    }

    void editorsCanAddRows_data() { engines(); }
    void editorsCanAddRows() {
        Load load = loaded(kind(), 3);
        Result<std::unique_ptr<SqlEngine>> editor = SqlEngine::open(load.target, SqlEngine::Access::Write);
        QVERIFY(editor.ok());
        QVERIFY(
            editor.value()
                ->run("INSERT INTO article(tenant,main_column,url,source_url,kind,title,body_html,body_text) "
                      "VALUES (1,1,'https://jia.gov.cn/own','','article','自采','','')")
                .ok());
        QCOMPARE(load.platform->engine().number("SELECT max(id) FROM article").value(), 4);
        load.startBatch("second");
        QVERIFY(load.create({articleOf("jia", 50, "正文", {{"jia", "0101"}})}).ok());
        QVERIFY(load.refused.empty());
        QCOMPARE(load.platform->engine().number("SELECT max(id) FROM article").value(), 5);
        Record mine = articleOf("jia", 51, "正文", {{"jia", "0101"}});
        for (auto &[name, value] : mine.fields)
            value = name == "url" ? "https://jia.gov.cn/own" : value;
        QCOMPARE(load.platform->occupied({&mine}).value(), std::set<std::string>{mine.key});
    }

    void onlyOneWrites_data() { engines(); }
    void onlyOneWrites() {
        Load load(fresh(kind()));
        load.open();
        const Result<Platform> second = Platform::open(load.target);
        QVERIFY(!second.ok());
        QCOMPARE(second.error().kind, ErrorKind::Retry);
        load.platform.reset();
        QVERIFY(Platform::open(load.target).ok());
    }

    void goesOnAfterALostConnection_data() { engines(); }
    void goesOnAfterALostConnection() {
        if (kind() == TargetKind::Sqlite)
            return; // there is no connection to lose
        Load load = loaded(kind(), 2);
        load.startBatch("second");
        Result<std::unique_ptr<SqlEngine>> other = SqlEngine::open(load.target, SqlEngine::Access::Write);
        QVERIFY(other.ok());
        std::string id;
        const bool pg = kind() == TargetKind::PostgreSql;
        QVERIFY(load.platform->engine()
                    .each(pg ? "SELECT pg_backend_pid()" : "SELECT CONNECTION_ID()", {},
                          [&](const SqlRow &row) {
                              id = std::string(*row.front());
                              return Status();
                          })
                    .ok());
        std::vector<WriteItem> items;
        for (int i = 10; i < 30; ++i)
            items.push_back(load.item(articleOf("jia", i, "正文", {{"jia", "0101"}}), PlanAction::Create));
        const std::string kill = pg ? "SELECT pg_terminate_backend(" + id + ")" : "KILL " + id;
        int operations = 0;
        load.platform->engine().setFault([&](std::string_view) {
            if (++operations == 8)
                (void)other.value()->each(kill, {}, [](const SqlRow &) { return Status(); });
            return Status();
        });
        const Status s = load.load(std::move(items));
        QVERIFY2(s.ok(), s.ok() ? "" : s.error().text().c_str());
        QCOMPARE(load.platform->engine().number("SELECT count(*) FROM article").value(), 22);
        QCOMPARE(toText(load.written), toText(load.predicted));
    }

    void faultLoop_data() { engines(); }
    void faultLoop() {
        Load whole = loaded(kind(), 4);
        const std::string wanted = whole.dump();
        Load load(fresh(kind()));
        load.open();
        load.startBatch("first");
        std::vector<Record> records = taxonomy();
        for (Record &record : siteRecords("jia", 4))
            records.push_back(std::move(record));
        std::vector<WriteItem> items;
        for (const Record &record : records)
            items.push_back(load.item(record, PlanAction::Create));
        int failures = 0;
        for (int n = 1;; ++n) {
            int left = n;
            load.platform->engine().setFault([&left](std::string_view) -> Status {
                if (--left == 0)
                    return Error{ErrorKind::Failed, "injected", "", "", ""};
                return {};
            });
            std::set<std::int64_t> done;
            Status s = load.platform->engine().each("SELECT seq FROM journal", {}, [&](const SqlRow &row) {
                done.insert(std::atoll(std::string(*row.front()).c_str()));
                return Status();
            });
            std::vector<WriteItem> open;
            for (const WriteItem &one : items) {
                if (done.count(one.row.seq) == 0)
                    open.push_back(one);
            }
            s = s ? load.load(std::move(open)) : s;
            if (s.ok())
                break;
            QCOMPARE(s.error().what, std::string("injected"));
            ++failures;
        }
        load.platform->engine().setFault({});
        QVERIFY(failures > 20);
        const std::string got = load.dump();
        QVERIFY2(got == wanted, firstDifference(got, wanted).c_str());
    }

    void interruptedUpgradeGoesOn_data() { engines(); }
    void interruptedUpgradeGoesOn() {
        const TargetAddress target = fresh(kind());
        Result<std::unique_ptr<SqlEngine>> engine = SqlEngine::open(target, SqlEngine::Access::Write);
        QVERIFY(engine.ok());
        for (const int n : {3, 30, 50}) {
            int left = n;
            engine.value()->setFault([&left](std::string_view) -> Status {
                if (--left == 0)
                    return Error{ErrorKind::Failed, "injected", "", "", ""};
                return {};
            });
            QVERIFY(!upgradePlatform(*engine.value()).ok());
        }
        engine.value()->setFault({});
        const Status s = upgradePlatform(*engine.value());
        QVERIFY2(s.ok(), s.ok() ? "" : s.error().text().c_str());
        QCOMPARE(platformVersion(*engine.value()).value(), 1);
        QVERIFY(engine.value()->run("UPDATE platform_version SET version=99").ok());
        QVERIFY(!upgradePlatform(*engine.value()).ok()); // newer than this program
    }

    void undoingTheSecondWaveGivesTheFirst_data() { engines(); }
    void undoingTheSecondWaveGivesTheFirst() {
        Load load = loaded(kind(), 6);
        const std::string first = load.dump();
        load.startBatch("second");
        QVERIFY(load.create(siteRecords("yi", 6)).ok());
        // The first site's article is shown by the second one too, as its duplicates were merged.
        const Record shared = articleOf("jia", 1, Awkward, {{"jia", "0101"}, {"jia", "0102"}, {"yi", "0102"}},
                                        {attached("jia", "shared")});
        std::vector<WriteItem> items;
        items.push_back(load.item(shared, PlanAction::Update));
        items.push_back(load.item(articleOf("jia", 2, "", {{"jia", "0101"}}), PlanAction::Retire));
        QVERIFY(load.load(std::move(items)).ok());
        QVERIFY(load.refused.empty());
        QCOMPARE(toText(load.written), toText(load.predicted));
        QVERIFY(load.dump() != first);
        const std::vector<std::string> stayed = load.undo(load.batch->id);
        QVERIFY2(stayed.empty(), stayed.empty() ? "" : stayed.front().c_str());
        const std::string now = load.dump();
        QVERIFY2(now == first, firstDifference(now, first).c_str());
        load.startBatch("third");
        QVERIFY(load.create(siteRecords("yi", 6)).ok()); // and forward again
        QVERIFY(load.refused.empty());
    }

    void undoingLeavesWhatPeopleChanged_data() { engines(); }
    void undoingLeavesWhatPeopleChanged() {
        Load load = loaded(kind(), 3);
        QVERIFY(load.platform->engine()
                    .run("UPDATE article SET title='编辑改的' WHERE source_url LIKE '%/1.html'")
                    .ok());
        const std::vector<std::string> stayed = load.undo(load.batch->id);
        const std::string all = text::join(stayed, "\n");
        QVERIFY2(all.find("1.html: somebody changed it") != std::string::npos, all.c_str());
        QVERIFY(load.dump().find("编辑改的") != std::string::npos);
        QCOMPARE(load.platform->engine().number("SELECT count(*) FROM article").value(), 1);
        QVERIFY(load.platform->engine().number("SELECT count(*) FROM tenant").value() == 1); // it needs them
        QCOMPARE(load.platform->engine().number("SELECT count(*) FROM old_url").value(), 0);
    }
};

QTEST_GUILESS_MAIN(PlatformTest)
#include "platform_test.moc"
