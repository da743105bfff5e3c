#include "migrator/plan/guards.h"

#include <QtTest/qtest.h>

using namespace guiyi;

class GuardsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingLostPasses() {
        QVERIFY(guardsTripped({}, {}).empty());
        QVERIFY(guardsTripped({"jia", 0, 500, 0, 0, 0, 500, 0}, {}).empty());       // the first load
        QVERIFY(guardsTripped({"jia", 100, 120, 20, 50, 10, 200, 40}, {}).empty()); // exactly the share
    }
    void eachLossIsSaidWithItsNumbers() {
        const auto one = [](const SiteChange &change, const char *words) {
            const std::vector<std::string> why = guardsTripped(change, {});
            QCOMPARE(why.size(), std::size_t{1});
            QVERIFY2(why.front().find(words) != std::string::npos, why.front().c_str());
        };
        one({"jia", 100, 79, 0, 0, 0, 0, 0}, "lacks 21 of 100, more than 20 %");
        one({"jia", 100, 200, 21, 0, 0, 0, 0}, "retires 21 of 100");
        one({"jia", 0, 0, 0, 30, 7, 0, 0}, "retires 7 of 30, more than 20 % of its files");
        one({"jia", 0, 10, 0, 0, 0, 10, 5}, "could not read 5 of 10");
    }
    void aHandfulIsNoLoss() {
        QVERIFY(guardsTripped({"jia", 6, 2, 4, 4, 4, 4, 4}, {}).empty());
        QCOMPARE(guardsTripped({"jia", 6, 1, 5, 5, 5, 5, 5}, {}).size(), std::size_t{4});
    }
    void sharesAreObeyed() {
        GuardConfig strict{0, 0, 0}, open{100, 100, 100};
        QCOMPARE(guardsTripped({"jia", 1000, 995, 5, 1000, 5, 1000, 5}, strict).size(), std::size_t{4});
        QVERIFY(guardsTripped({"jia", 1000, 0, 1000, 1000, 1000, 1000, 1000}, open).empty());
    }
};

QTEST_APPLESS_MAIN(GuardsTest)
#include "guards_test.moc"
