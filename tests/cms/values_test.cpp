// Values as CMSs keep them: PHP's serialized data, settings, times, texts in the wrong encoding.
#include "adapters/cms/latin1_text.h"
#include "adapters/cms/php_value.h"
#include "adapters/cms/snapshot.h"
#include "adapters/cms/sql_functions.h"

#include <QtCore/qtemporarydir.h>
#include <QtTest/QTest>

using namespace guiyi;
using namespace guiyi::cms;

class CmsValuesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsSettings_data();
    void readsSettings();
    void refusesBrokenSerialized_data();
    void refusesBrokenSerialized();
    void readsTimes_data();
    void readsTimes();
    void runsFunctions_data();
    void runsFunctions();
    void keepsRowsOfALatin1Table();
    void readsLatin1ColumnsByAllTheirValues();
    void keepsRowsInTheirOrder_data();
    void keepsRowsInTheirOrder();
};

void CmsValuesTest::readsSettings_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("serialized") << QByteArray("a:2:{s:1:\"a\";i:1;s:1:\"b\";a:1:{s:1:\"c\";s:3:\"x\"y\";}}")
                                << QByteArray("b.c") << QByteArray("x\"y");
    QTest::newRow("lengths of another encoding")
        << QByteArray("a:1:{s:1:\"a\";s:4:\"\xe4\xb8\xad\xe6\x96\x87\";}") << QByteArray("a")
        << QByteArray("中文");
    QTest::newRow("array")
        << QByteArray("array (\n  'ishtml' => '1',\n  'x' => array ( 0 => 'p', 1 => 'q\\'r' ),\n)")
        << QByteArray("x.1") << QByteArray("q'r");
    QTest::newRow("short array") << QByteArray("<?php return ['a' => ['b' => true]];") << QByteArray("a.b")
                                 << QByteArray("1");
    QTest::newRow("JSON") << QByteArray("{\"a\":{\"b\":[5,\"six\"]}}") << QByteArray("a.b.1")
                          << QByteArray("six");
    QTest::newRow("JSON with escaped quotes")
        << QByteArray("{\\\"ishtml\\\":\\\"1\\\"}") << QByteArray("ishtml") << QByteArray("1");
    QTest::newRow("form") << QByteArray("a=1&rule=%2Fx%2F%7Bid%7D") << QByteArray("rule")
                          << QByteArray("/x/{id}");
    QTest::newRow("not there") << QByteArray("{\"a\":1}") << QByteArray("b") << QByteArray();
}

void CmsValuesTest::readsSettings() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, expected);
    const auto value = settingOf(text.toStdString(), path.toStdString());
    QCOMPARE(QByteArray::fromStdString(value.value_or("")), expected);
    QCOMPARE(value.has_value(), !expected.isEmpty());
}

void CmsValuesTest::refusesBrokenSerialized_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"", "a", "a:1:{", "a:99999999999999999999:{}", "s:5:\"ab", "i:1",
                             "O:1:\"x\":1:{i:0;}", "a:1:{a:0:{}i:1;}", "x:1;"})
        QTest::newRow(text) << QByteArray(text);
    QByteArray deep;
    for (int i = 0; i < 5000; ++i)
        deep += "a:1:{i:0;";
    QTest::newRow("deep") << deep;
}

void CmsValuesTest::refusesBrokenSerialized() {
    QFETCH(QByteArray, text);
    QVERIFY(!parseSerialized(text.toStdString()));
}

void CmsValuesTest::readsTimes_data() {
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("1551745500") << QByteArray("2019-03-05T08:25:00+08:00");
    QTest::newRow("1551745500000") << QByteArray("2019-03-05T08:25:00+08:00");
    QTest::newRow("20190305") << QByteArray("2019-03-05");
    QTest::newRow("2019-03-05 08:05:01") << QByteArray("2019-03-05T08:05:01+08:00");
    QTest::newRow("2019-03-05") << QByteArray("2019-03-05");
    for (const char *none : {"0", "0000-00-00 00:00:00", "", "3600", "2019-02-31", "9999-12-31 00:00:00",
                             "1970-01-01 08:00:00", "abc"})
        QTest::newRow(none) << QByteArray();
}

void CmsValuesTest::readsTimes() {
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(isoTime(QTest::currentDataTag())), expected);
}

void CmsValuesTest::runsFunctions_data() {
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("iso('1551745500')") << QByteArray("2019-03-05T08:25:00+08:00");
    QTest::newRow("unhtml('&lt;p&gt;a&amp;b&nbsp;&#20013;')") << QByteArray("<p>a&b\xc2\xa0中");
    QTest::newRow("dir('/a/b/c.html')") << QByteArray("/a/b/");
    QTest::newRow("md5('abc')") << QByteArray("900150983cd24fb0d6963f7d28e17f72");
    QTest::newRow("segment('a|b|c', '|', 2)") << QByteArray("b");
    QTest::newRow("coalesce(segment('a|b', '|', 3), 'none')") << QByteArray("none");
    QTest::newRow("captures('<a>x</a><a>y</a>', '<a>(.)</a>', '/\\1.doc')") << QByteArray("/x.doc\n/y.doc");
    QTest::newRow("fill('{typedir}/{Y}/{@aid}_{%x%}.html', 'typedir', '/a', 'y', 2019, 'aid', 7, 'x', 'b')")
        << QByteArray("/a/2019/7_b.html");
    QTest::newRow("coalesce(fill('/{year}/{other}.html', 'year', 2019), 'none')") << QByteArray("none");
    QTest::newRow("coalesce(fill('/{year}.html', 'year', NULL), 'none')") << QByteArray("none");
    QTest::newRow("markdown('# 一' || char(10) || '- **二**' || char(10) || '<i>三</i>')")
        << QByteArray("<h1>一</h1>\n<ul>\n<li><strong>二</strong>\n<i>三</i></li>\n</ul>\n");
    QTest::newRow("markdown('|a|' || char(10) || '|-|' || char(10) || '|~~b~~|')") << QByteArray(
        "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td><del>b</del></td>\n"
        "</tr>\n</tbody>\n</table>\n");
    QTest::newRow("coalesce(markdown(NULL), 'none')") << QByteArray("none");
    QTest::newRow("before_ending('/a.b/c.html', '_{page}')") << QByteArray("/a.b/c_{page}.html");
    QTest::newRow("before_ending('http://x.example/a', '_2')") << QByteArray("http://x.example/a_2");
    QTest::newRow("before_ending('/a.php?b=c.d', '_2')") << QByteArray("/a_2.php?b=c.d");
    QTest::newRow("coalesce(before_ending('', '_2'), 'none')") << QByteArray("none");
    QTest::newRow("numbers('|3|014|,x5y') || numbers('') || numbers(NULL) || numbers('0')")
        << QByteArray("[3,14,5][][][0]");
    QTest::newRow("letter_code('0305' || '97' || '2019')") << QByteArray("0305a2019");
    QTest::newRow("pinyin('春耕 2019绿化', 0)") << QByteArray("chungeng_2019lvhua");
    QTest::newRow("pinyin('春耕', 1)") << QByteArray("cg");
    // As MySQL gives the bytes of a column declared latin1: 0x80 to 0x9F are characters of windows-1252.
    QTest::newRow("repair('å…¬ç¤º')") << QByteArray("公示");
    QTest::newRow("repair('ÖÐ¹úÈËÃñÕþ¸®')") << QByteArray("中国人民政府");
}

void CmsValuesTest::runsFunctions() {
    QFETCH(QByteArray, expected);
    const QTemporaryDir folder;
    auto snapshot = Snapshot::create(folder.filePath(QStringLiteral("t.db")).toStdString());
    QVERIFY(snapshot);
    QByteArray got;
    const Status s = (*snapshot)->query(std::string("SELECT ") + QTest::currentDataTag(), "test", {},
                                        [&](const SnapshotRow &row) -> Status {
                                            got = QByteArray::fromStdString(std::string(row.text(0)));
                                            return {};
                                        });
    QVERIFY2(s.ok(), s ? "" : s.error().text().c_str());
    QCOMPARE(got, expected);
}

void CmsValuesTest::keepsRowsOfALatin1Table() {
    const QTemporaryDir folder;
    auto snapshot = Snapshot::create(folder.filePath(QStringLiteral("t.db")).toStdString());
    QVERIFY(snapshot);
    QVERIFY(
        (*snapshot)->table({"x_news", {{"id", "int(11)", "latin1"}, {"title", "varchar(80)", "latin1"}}}));
    std::vector<Cell> mojibake{"1", "ÖÐ¹úÈËÃñÕþ¸®ÍøÕ¾"};
    std::vector<Cell> honest{"2", "café"};
    std::vector<Cell> tooShort{"3"};
    QVERIFY((*snapshot)->row("x_news", {}, mojibake));
    QVERIFY((*snapshot)->row("x_news", {}, honest));
    QVERIFY((*snapshot)->row("x_news", {}, tooShort)); // kept as a reject
    QVERIFY((*snapshot)->finish());
    QVERIFY((*snapshot)->usePrefix("x_"));
    std::string got;
    QVERIFY((*snapshot)->query("SELECT id, title FROM news WHERE id < :most ORDER BY id", "test",
                               {{"most", "9"}}, [&](const SnapshotRow &row) -> Status {
                                   got +=
                                       std::to_string(row.number(0)) + " " + std::string(row.text(1)) + "\n";
                                   return {};
                               }));
    QCOMPARE(got, std::string("1 中国人民政府网站\n2 café\n"));
    QCOMPARE((*snapshot)->repaired().size(), 1U);
    const RepairedColumn &repaired = (*snapshot)->repaired().front();
    QCOMPARE(repaired.column, std::string("title"));
    QCOMPARE(repaired.encoding, std::string("gb18030"));
    QCOMPARE(repaired.values, 1);
    QCOMPARE((*snapshot)->rejects().size(), 1U);
    QVERIFY(!(*snapshot)->query("SELECT :unknown", "test", {}, [](const SnapshotRow &) { return Status(); }));
}

void CmsValuesTest::readsLatin1ColumnsByAllTheirValues() {
    const auto latin1 = [](const QByteArray &bytes) { return QString::fromLatin1(bytes).toStdString(); };
    const QByteArray utf8("关于春耕的通知"), cut = utf8.chopped(1), gbk("\xB9\xAB\xCA\xBE"); // 公示
    Latin1Column held;
    QCOMPARE(std::string(held.encoding()), std::string());
    held.add("ASCII");
    held.add("café");
    QCOMPARE(std::string(held.encoding()), std::string());
    held.add(latin1(gbk));
    QCOMPARE(std::string(held.encoding()), std::string("gb18030"));
    held.add(latin1(utf8));
    held.add(latin1(utf8 + "二"));
    QCOMPARE(std::string(held.encoding()), std::string("utf-8"));

    QVERIFY(!readLatin1("ASCII", "utf-8"));
    QVERIFY(!readLatin1("café", "utf-8"));
    QVERIFY(!readLatin1("已是中文", "utf-8"));
    QCOMPARE(readLatin1(latin1(utf8), "utf-8")->text, utf8.toStdString());
    QCOMPARE(readLatin1(latin1(utf8), "gb18030")->text, utf8.toStdString());
    QCOMPARE(readLatin1(latin1(gbk), "utf-8")->text, std::string("公示"));
    const auto lossy = readLatin1(latin1(cut), "utf-8");
    QVERIFY(lossy);
    QCOMPARE(lossy->text, std::string("关于春耕的通\xEF\xBF\xBD"));
    QCOMPARE(lossy->lost, 1);
    QCOMPARE(readLatin1(latin1("\xB9\xAB\xCA\xBE\xB9\xAB\xCA"), "gb18030")->lost, 1);
}

void CmsValuesTest::keepsRowsInTheirOrder_data() {
    QTest::addColumn<QByteArrayList>("keys");
    QTest::addColumn<QByteArray>("rowids");
    QTest::newRow("none") << QByteArrayList{} << QByteArray();
    QTest::newRow("growing") << QByteArrayList{"-3", "0", "5", "9223372036854775807"}
                             << QByteArray("-3 0 5 9223372036854775807 ");
    QTest::newRow("one twice") << QByteArrayList{"5", "6", "6", "7"} << QByteArray("1 2 3 4 ");
    QTest::newRow("out of order") << QByteArrayList{"5", "7", "6"} << QByteArray("1 2 3 ");
    QTest::newRow("the first") << QByteArrayList{"", "6"} << QByteArray("1 2 ");
    QTest::newRow("NULL") << QByteArrayList{"5", "", "6"} << QByteArray("1 2 3 ");
    QTest::newRow("a word") << QByteArrayList{"5", "6x", "7"} << QByteArray("1 2 3 ");
    QTest::newRow("too large") << QByteArrayList{"5", "9223372036854775808"} << QByteArray("1 2 ");
    QTest::newRow("leading zeros") << QByteArrayList{"5", "007"} << QByteArray("1 2 ");
    QTest::newRow("a sign alone") << QByteArrayList{"-", "-0"} << QByteArray("1 2 ");
}

/// Whatever the first column holds, all rows are there, in the order they came in, and found by it.
void CmsValuesTest::keepsRowsInTheirOrder() {
    QFETCH(QByteArrayList, keys);
    QFETCH(QByteArray, rowids);
    const QTemporaryDir folder;
    auto snapshot = Snapshot::create(folder.filePath(QStringLiteral("t.db")).toStdString());
    QVERIFY(snapshot);
    QVERIFY((*snapshot)->table({"X_News", {{"id", "int(11)", ""}, {"hits", "int(11)", ""}}}));
    int number = 0;
    for (const QByteArray &key : std::as_const(keys)) {
        const Cell id = key.isEmpty() ? Cell() : Cell(key.toStdString());
        // A statement may name the columns in an order of its own.
        const bool named = ++number % 2 == 0;
        std::vector<Cell> cells = named ? std::vector<Cell>{std::to_string(number), id}
                                        : std::vector<Cell>{id, std::to_string(number)};
        const auto columns = named ? std::vector<std::string>{"Hits", "ID"} : std::vector<std::string>{};
        QVERIFY((*snapshot)->row("x_news", columns, cells));
    }
    QVERIFY((*snapshot)->finish());
    QVERIFY((*snapshot)->usePrefix("x_"));
    QCOMPARE((*snapshot)->rows(), keys.size());
    const auto column = [&](const std::string &sql) {
        QByteArray values;
        const Status s = (*snapshot)->query(sql, "test", {}, [&](const SnapshotRow &row) -> Status {
            values += QByteArray::fromStdString(std::string(row.text(0))) + " ";
            return {};
        });
        return s ? values : QByteArray::fromStdString(s.error().text());
    };
    QByteArray numbers, plain;
    for (int i = 1; i <= number; ++i)
        numbers += QByteArray::number(i) + " ";
    QCOMPARE(column("SELECT hits FROM news"), numbers);
    QCOMPARE(column("SELECT hits FROM news ORDER BY rowid"), numbers);
    QCOMPARE(column("SELECT rowid FROM news ORDER BY rowid"), rowids);
    // As SQLite makes numbers of them.
    for (const QByteArray &key : std::as_const(keys))
        plain += (key == "007"                   ? "7"
                  : key == "-0"                  ? "0"
                  : key == "9223372036854775808" ? "9.22337203685478e+18"
                                                 : key) +
                 " ";
    QCOMPARE(column("SELECT id FROM news ORDER BY rowid"), plain);
    QCOMPARE(column("SELECT count(*) FROM news a JOIN news b ON b.id = a.id"),
             QByteArray::number(keys.size() - keys.count("") + 2 * (keys.count("6") == 2 ? 1 : 0)) + " ");
}

QTEST_APPLESS_MAIN(CmsValuesTest)
#include "values_test.moc"
