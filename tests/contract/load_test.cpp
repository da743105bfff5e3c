// What is written is what was asked for, record by record.
#include "tests/contract/engine_test.h"

using namespace guiyi;

class LoadTest : public EngineTest {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { readTargets(); }

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
            if (one != TargetKind::Sqlite && qEnvironmentVariableIsEmpty("GUIYI_TEST_TARGETS"))
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

    void placesCanBeSwapped_data() { engines(); }
    void placesCanBeSwapped() {
        Load load = loaded(kind(), 4);
        load.startBatch("second");
        const auto at = [](int number, int place) {
            Record record = articleOf("jia", number, "正文", {{"jia", "0101"}});
            for (auto &[name, value] : record.fields)
                value = name == "url" ? "https://jia.gov.cn/a/" + std::to_string(place) : value;
            return record;
        };
        // 1 and 2 change places in one transaction; 3 goes to 9 and 5, new, takes its place.
        std::vector<WriteItem> items;
        items.push_back(load.item(at(1, 2), PlanAction::Update));
        items.push_back(load.item(at(2, 1), PlanAction::Update));
        items.push_back(load.item(at(5, 3), PlanAction::Create));
        items.push_back(load.item(at(3, 9), PlanAction::Update));
        QVERIFY(load.load(std::move(items)).ok());
        QVERIFY2(load.refused.empty(),
                 load.refused.empty() ? "" : load.refused.front().second.text().c_str());
        // 1 and 2 change back over two transactions, with others between them.
        load.limits.records = 1;
        items.clear();
        items.push_back(load.item(at(1, 1), PlanAction::Update));
        items.push_back(load.item(at(4, 10), PlanAction::Update));
        items.push_back(load.item(at(2, 2), PlanAction::Update));
        QVERIFY(load.load(std::move(items)).ok());
        QVERIFY2(load.refused.empty(),
                 load.refused.empty() ? "" : load.refused.front().second.text().c_str());
        for (const auto &[number, place] : std::map<int, int>{{1, 1}, {2, 2}, {3, 9}, {4, 10}, {5, 3}}) {
            const Record record = at(number, place);
            QCOMPARE(hashOf(load.platform->read("article", {record.key}, true)->at(record.key).record),
                     hashOf(record));
        }
        QCOMPARE(toText(load.written), toText(load.predicted));
    }

    void tooLongKeysAreRefused() {
        Record record = addressOf("jia", 1);
        record.key = "www.jia.cn/" + std::string(680, 'l');
        QVERIFY(text::contains(refusal(record).value_or(""), "the platform holds 680"));
        Record article = articleOf("jia", 1, "正文", {{"jia", "0101"}});
        for (auto &[name, value] : article.fields)
            value = name == "url" ? "https://jia.gov.cn/" + std::string(700, 'l') : value;
        QVERIFY(text::contains(refusal(article).value_or(""), "url has 719 characters"));
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
};

QTEST_GUILESS_MAIN(LoadTest)
#include "load_test.moc"
