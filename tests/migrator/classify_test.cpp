#include "migrator/plan/classify.h"

#include "migrator/plan/record.h"

#include <QtTest/qtest.h>

using namespace guiyi;

class ClassifyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void table_data() {
        QTest::addColumn<QString>("desired"); // "" : gone from the old site
        QTest::addColumn<bool>("known");
        QTest::addColumn<bool>("present");
        QTest::addColumn<bool>("retired");
        QTest::addColumn<bool>("occupied");
        QTest::addColumn<QString>("applied");
        QTest::addColumn<QString>("current");
        QTest::addColumn<QString>("action");
        const auto row = [](const char *name, const char *desired, bool known, bool present, bool retired,
                            bool occupied, const char *applied, const char *current, const char *action) {
            QTest::newRow(name) << QString::fromLatin1(desired) << known << present << retired << occupied
                                << QString::fromLatin1(applied) << QString::fromLatin1(current)
                                << QString::fromLatin1(action);
        };
        row("new", "a", false, false, false, false, "", "", "create");
        row("place taken", "a", false, false, false, true, "", "", "conflict");
        row("same", "a", true, true, false, false, "a", "a", "unchanged");
        row("changed on the old site", "b", true, true, false, false, "a", "a", "update");
        row("changed on the platform", "a", true, true, false, false, "a", "x", "conflict");
        row("changed on both", "b", true, true, false, false, "a", "x", "conflict");
        row("both made the same change", "b", true, true, false, false, "a", "b", "unchanged");
        row("removed from the platform", "a", true, false, false, false, "a", "", "conflict");
        row("back again", "a", true, true, true, false, "r", "r", "update");
        row("gone", "", true, true, false, false, "a", "a", "retire");
        row("gone, but changed", "", true, true, false, false, "a", "x", "conflict");
        row("gone and retired", "", true, true, true, false, "r", "r", "none");
        row("gone on both", "", true, false, false, false, "a", "", "none");
        row("never there", "", false, false, false, false, "", "", "none");
    }

    void table() {
        QFETCH(QString, desired);
        QFETCH(bool, known);
        QFETCH(bool, present);
        QFETCH(bool, retired);
        QFETCH(bool, occupied);
        QFETCH(QString, applied);
        QFETCH(QString, current);
        QFETCH(QString, action);
        const PlatformSide side{
            known, present, retired, occupied, applied.toStdString(), current.toStdString()};
        const Verdict verdict =
            classify(desired.isEmpty() ? std::nullopt : std::optional(desired.toStdString()), side);
        QCOMPARE(std::string(toText(verdict.action)), action.toStdString());
        QCOMPARE(verdict.reason.empty(), verdict.action == PlanAction::None);
    }

    void changesShowTheField() {
        Record before, after;
        before.fields = {{"title", "old"}, {"author", ""}, {"body", std::string(1000, 'a')}};
        after.fields = {{"title", "new"}, {"author", "x"}, {"body", std::string(999, 'a') + "b"}};
        const std::string changes = changesBetween(before, after);
        QVERIFY(changes.find(R"("title":["old","new"])") != std::string::npos);
        QVERIFY(changes.find(R"("author":[null,"x"])") != std::string::npos);
        QVERIFY(changes.find("1000 bytes") != std::string::npos);
        QVERIFY(changes.size() < 500);
        QVERIFY(hashOf(before) != hashOf(after));
        QCOMPARE(changesBetween(after, after), std::string("{}"));
    }
};

QTEST_GUILESS_MAIN(ClassifyTest)
#include "classify_test.moc"
