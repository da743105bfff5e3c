// What access logs are counted with: the most wanted addresses, and targets suggested for them.
#include "migrator/cutover/coverage.h"
#include "schema/base/text.h"

#include <QtTest/qtest.h>

#include <map>
#include <random>

using namespace guiyi;

namespace {

mapping::RedirectDecision redirect(const std::string &from, const std::string &to) {
    mapping::RedirectDecision d;
    d.from = from;
    d.to = to;
    return d;
}

std::string line(const std::string &target, int status = 200) {
    return "1.2.3.4 - - [10/Oct/2020:13:55:36 +0800] \"GET " + target + " HTTP/1.1\" " +
           std::to_string(status) + " 23 \"-\" \"Mozilla\"\n";
}

} // namespace

class CoverageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fewAddressesAreCountedExactly() {
        TopAddresses top(10);
        for (std::uint64_t i = 0; i < 20; ++i) {
            for (std::uint64_t n = 0; n <= i; ++n)
                top.add(i << 8 | 1, "h", "/" + std::to_string(i));
        }
        QVERIFY(top.exact());
        QCOMPARE(top.rows().size(), std::size_t(20));
        QCOMPARE(top.rows().front().address, std::string("http://h/19"));
        QCOMPARE(top.rows().front().hits, std::uint64_t(20));
    }

    /// A count is never too low, at most `over` too high, and what is asked for often enough is held.
    void manyAddressesKeepTheirBounds() {
        constexpr std::size_t Capacity = 50;
        for (unsigned seed = 1; seed <= 20; ++seed) {
            std::mt19937 random(seed);
            TopAddresses top(Capacity);
            std::map<std::string, std::uint64_t> real;
            constexpr std::uint64_t Total = 20000;
            for (std::uint64_t i = 0; i < Total; ++i) {
                const std::uint64_t n = random() % 2 ? random() % 20 : random() % 5000;
                const std::string target = "/" + std::to_string(n);
                ++real["http://h" + target];
                top.add(n * 0x9E3779B97F4A7C15U | 1, "h", target);
            }
            std::map<std::string, TopAddresses::Row> held;
            for (const TopAddresses::Row &row : top.rows())
                held.emplace(row.address, row);
            QVERIFY(!top.exact());
            QVERIFY(held.size() <= 2 * Capacity);
            for (const auto &[address, hits] : real) {
                const auto row = held.find(address);
                QVERIFY2(row != held.end() || hits <= Total / Capacity, address.c_str());
                QVERIFY(row == held.end() ||
                        (row->second.hits >= hits && row->second.hits - row->second.over <= hits));
            }
        }
    }

    void openAddressesGetTargets() {
        const mapping::RedirectTable table(
            {redirect("http://old/a/t2019_55555.htm", "https://new/n"),
             redirect("http://old/d/*", "https://new/d/*"),
             redirect("http://old/two/77777.htm", "https://new/1"),
             redirect("http://old/three/77777.htm", "https://new/2"),
             redirect("http://other/p/88888.htm", "https://new/other")},
            {{"old", "old", "s"}, {"alias", "old", "s"}, {"other", "other", "o"}});
        const Result<LogNoise> noise = LogNoise::builtIn();
        QVERIFY(noise.ok());
        LogTally tally(table, *noise, "old");
        mapping::LogLineReader reader;
        const std::string log = line("/b/T2019_55555.shtml") + line("/show.asp?id=55555") +
                                line("/e/77777.html") + line("/p/88888.htm") + line("/d/") +
                                line("/missing", 404) + line("/wp-login.php");
        tally.lines(log, reader);
        QCOMPARE(tally.open().hits, std::uint64_t(4));
        QCOMPARE(tally.failed(), std::uint64_t(1));
        QCOMPARE(tally.junk(), std::uint64_t(1));
        QCOMPARE(tally.failedAddresses().rows().front().address, std::string("http://old/missing"));
        std::map<std::string, std::string> suggested;
        for (const OpenAddress &open : openAddresses(tally, table, 10))
            suggested[open.address] = open.suggestedBy + ">" + open.suggested;
        QCOMPARE(suggested["http://old/b/T2019_55555.shtml"], std::string("same file name>https://new/n"));
        QCOMPARE(suggested["http://old/show.asp?id=55555"], std::string("same number>https://new/n"));
        QCOMPARE(suggested["http://old/e/77777.html"], std::string(">")); // two pages have that number
        QCOMPARE(suggested["http://old/p/88888.htm"], std::string(">"));  // another site's page
        QCOMPARE(openAddresses(tally, table, 1).size(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(CoverageTest)
#include "coverage_test.moc"
