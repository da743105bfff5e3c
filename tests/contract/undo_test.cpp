// What was loaded can be taken back to the byte.
#include "tests/contract/engine_test.h"

using namespace guiyi;

class UndoTest : public EngineTest {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { readTargets(); }

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

QTEST_GUILESS_MAIN(UndoTest)
#include "undo_test.moc"
