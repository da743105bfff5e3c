#include "adapters/page/date_text.h"
#include "adapters/page/names.h"

#include <QtTest/qtest.h>

using namespace guiyi::page;

class DateTextTest : public QObject {
    Q_OBJECT

private:
    static QByteArray found(const char *text, DayOrder order) {
        const auto date = findTextDate(text, order);
        return date ? QByteArray::fromStdString(date->iso) : QByteArray();
    }

private Q_SLOTS:
    void forms_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("order");
        QTest::addColumn<QByteArray>("iso");
        const auto row = [](const char *text, DayOrder order, const char *iso) {
            QTest::newRow(text) << QByteArray(text) << static_cast<int>(order) << QByteArray(iso);
        };
        row("on 2019-03-05", DayOrder::DayFirst, "2019-03-05");
        row("2019/3/5 08:05", DayOrder::DayFirst, "2019-03-05T08:05:00");
        row("2019-03-05T08:05:30.123Z", DayOrder::DayFirst, "2019-03-05T08:05:30Z");
        row("2019-03-05T08:05:30+0100", DayOrder::DayFirst, "2019-03-05T08:05:30+01:00");
        row("5.3.2019", DayOrder::MonthFirst, "2019-03-05");
        row("05/03/2019", DayOrder::DayFirst, "2019-03-05");
        row("03/05/2019", DayOrder::MonthFirst, "2019-03-05");
        row("03/25/2019", DayOrder::DayFirst, "2019-03-25");
        row("18-03-08 12:01", DayOrder::YearFirst, "2018-03-08T12:01:00");
        row("5.3.19", DayOrder::DayFirst, "2019-03-05");
        row("March 5th, 2019", DayOrder::MonthFirst, "2019-03-05");
        row("5 Mar. 2019", DayOrder::DayFirst, "2019-03-05");
        row("5. März 2019", DayOrder::DayFirst, "2019-03-05");
        row("1er août 2019", DayOrder::DayFirst, "2019-08-01");
        row("5 de marzo de 2019", DayOrder::DayFirst, "2019-03-05");
        row("5 stycznia 2019", DayOrder::DayFirst, "2019-01-05");
        row("5 марта 2019", DayOrder::DayFirst, "2019-03-05");
        row("2019年3月5日", DayOrder::YearFirst, "2019-03-05");
        row("二〇一九年三月五日", DayOrder::YearFirst, "2019-03-05");
        row("2019년 3월 5일", DayOrder::YearFirst, "2019-03-05");
        row("31.2.2019", DayOrder::DayFirst, "");
        row("1.2.3", DayOrder::DayFirst, "");
        row("room 12345-6-7", DayOrder::DayFirst, "");
        row("maybe 5 mayors 2019", DayOrder::DayFirst, "");
    }
    void forms() {
        QFETCH(QByteArray, text);
        QFETCH(int, order);
        QFETCH(QByteArray, iso);
        QCOMPARE(found(text.constData(), static_cast<DayOrder>(order)), iso);
    }

    void machineValues() {
        const auto day = [](const char *value) {
            const auto date = readMachineDate(value, DayOrder::DayFirst);
            return date ? std::string(date->day()) : std::string();
        };
        QCOMPARE(day("20190305"), std::string("2019-03-05"));
        QCOMPARE(day("20190305080500"), std::string("2019-03-05"));
        QCOMPARE(day("20190305T080500Z"), std::string("2019-03-05"));
        QCOMPARE(day("1551772800"), std::string("2019-03-05"));
        QCOMPARE(day("1551772800000"), std::string("2019-03-05"));
        QCOMPARE(day("20191305"), std::string());
        QCOMPARE(day("7"), std::string());
    }

    void addresses() {
        const auto day = [](const char *address) { return dateInAddress(address).value_or(""); };
        QCOMPARE(day("http://x.test/2019/03/05/a.html"), std::string("2019-03-05"));
        QCOMPARE(day("http://x.test/tz/201903/t20190305_12.html"), std::string("2019-03-05"));
        QCOMPARE(day("http://x.test/2019-03/05/c_1.htm"), std::string("2019-03-05"));
        QCOMPARE(day("http://x.test/gn/2019/0305/c1.html"), std::string("2019-03-05"));
        QCOMPARE(day("http://x.test/201903/05/a.html"), std::string("2019-03-05"));
        QCOMPARE(day("https://archive.test/web/20130307194448/http://x.test/2008/05/a.html"), std::string());
        QCOMPARE(day("http://x.test/2019/03/a.html"), std::string());
        QCOMPARE(day("http://x.test/id/123456789"), std::string());
    }

    void bylines_data() {
        QTest::addColumn<QByteArray>("byline");
        QTest::addColumn<QByteArray>("names");
        const auto row = [](const char *byline, const char *names) {
            QTest::newRow(byline) << QByteArray(byline) << QByteArray(names);
        };
        row("By Jane Doe and John Roe", "Jane Doe|John Roe");
        row("Von Max Muster, 5. März 2019", "Max Muster");
        row("Written by: Jane Doe | Staff", "Jane Doe");
        row("作者：王五", "王五");
        row("admin", "");
        row("https://facebook.test/jane", "");
    }
    void bylines() {
        QFETCH(QByteArray, byline);
        QFETCH(QByteArray, names);
        std::string joined;
        for (const std::string &name : authorNames(byline.toStdString()))
            joined += joined.empty() ? name : "|" + name;
        QCOMPARE(QByteArray::fromStdString(joined), names);
    }
};

QTEST_APPLESS_MAIN(DateTextTest)
#include "date_text_test.moc"
