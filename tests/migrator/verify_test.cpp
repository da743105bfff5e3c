// The parts of verify that stand alone: its scanner of bodies and the size of its sample.
#include "migrator/verify/markup.h"
#include "migrator/verify/sample.h"

#include <QtTest/qtest.h>

#include <cmath>

using namespace guiyi;

class VerifyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void attributesAreNoSkeleton() {
        const MarkupView a =
            readMarkup("<p class=\"x\">一<a href=\"http://a/?x=1&amp;y=2\">二 &amp; 三</a></p>");
        const MarkupView b = readMarkup("<p>一<a href='/b' title=\"1 > 0\">二 &amp; 三</a></p>");
        QCOMPARE(a.skeleton, std::string("<p>一<a>二 &amp; 三</a></p>"));
        QCOMPARE(a.skeleton, b.skeleton);
        QCOMPARE(a.links, std::vector<std::string>{"http://a/?x=1&y=2"});
        QCOMPARE(b.links, std::vector<std::string>{"/b"});
    }
    void lostTextShows() {
        const std::string whole = readMarkup("<td>12<td>13").skeleton;
        for (const char *less : {"<td>12", "<td>12<td>1", "<td>1213", "<td>12<th>13"})
            QVERIFY2(readMarkup(less).skeleton != whole, less);
    }
    void candidatesOfSrcset() {
        const MarkupView view = readMarkup("<img src=a.jpg srcset=\"b.jpg 1x, c.jpg 2x\"/>");
        QCOMPARE(view.links, (std::vector<std::string>{"a.jpg", "b.jpg", "c.jpg"}));
    }
    void brokenMarkupEnds() {
        for (const char *bytes :
             {"<", "<a", "<a href", "<a href=", "<a href=\"x", "a < b", "</", "<!-- x -->", "<a =>"})
            QVERIFY(readMarkup(bytes).links.size() <= 1);
        QCOMPARE(readMarkup("a < b").skeleton, std::string("a < b"));
    }

    void sampleShowsWhatItPromises_data() {
        QTest::addColumn<int>("all");
        QTest::addColumn<double>("confidence");
        QTest::addColumn<double>("tolerated");
        for (const int all : {1, 7, 50, 300, 5000, 100000}) {
            QTest::addRow("%d 95/1", all) << all << 0.95 << 0.01;
            QTest::addRow("%d 99/0.5", all) << all << 0.99 << 0.005;
        }
    }
    /// The exact chance (hypergeometric) that none of the wrong ones is drawn.
    void sampleShowsWhatItPromises() {
        QFETCH(int, all);
        QFETCH(double, confidence);
        QFETCH(double, tolerated);
        const auto size = sampleSize(all, {confidence, tolerated});
        QVERIFY(size >= 1 && size <= all);
        const int wrong = std::max(1, static_cast<int>(std::ceil(tolerated * all)));
        double missed = 1;
        for (int i = 0; i < wrong; ++i)
            missed *= std::max(0.0, static_cast<double>(all - size - i)) / (all - i);
        QVERIFY2(missed <= (1 - confidence) * 1.02, qPrintable(QString::number(missed)));
    }
    void usualSizes() {
        QCOMPARE(sampleSize(0, {}), std::int64_t{0});
        QVERIFY(sampleSize(1000000, {}) >= 298 && sampleSize(1000000, {}) <= 300);
    }

    void everyStratumIsLookedAt() {
        const auto shares = allocate({{"a", 900}, {"b", 99}, {"c", 1}, {"d", 0}}, 50);
        QCOMPARE(shares.at("a") + shares.at("b") + shares.at("c"), std::int64_t{50});
        QVERIFY(shares.at("a") >= 44);
        QCOMPARE(shares.at("c"), std::int64_t{1});
        QCOMPARE(shares.at("d"), std::int64_t{0});
        const auto whole = allocate({{"a", 3}, {"b", 2}}, 5);
        QCOMPARE(whole.at("a"), std::int64_t{3});
        QCOMPARE(whole.at("b"), std::int64_t{2});
    }
};

QTEST_APPLESS_MAIN(VerifyTest)
#include "verify_test.moc"
