// MySQL dumps: what their writers write, and what goes wrong with them.
#include "adapters/cms/empire_backup.h"
#include "adapters/cms/ghost_reader.h"
#include "adapters/cms/sql_dump.h"
#include "adapters/cms/wxr_reader.h"

#include "schema/base/text.h"

#include <QtTest/QTest>

#include <algorithm>

using namespace guiyi;
using namespace guiyi::cms;

namespace {

/// Writes down all it is told: "table t(a int, b text)", "t[a,b](1,'x',NULL)", "bad t: why".
class Recorder : public DumpVisitor {
public:
    std::vector<std::string> lines;

    Status table(const TableShape &shape) override {
        std::string line = "table " + shape.name + "(";
        for (const TableColumn &c : shape.columns)
            line += (&c == &shape.columns.front() ? "" : ", ") + c.name + " " + c.type +
                    (c.charset.empty() ? "" : " " + c.charset);
        lines.push_back(line + ")");
        return {};
    }
    Status row(const std::string &table, const std::vector<std::string> &columns,
               std::vector<Cell> &cells) override {
        std::string line = table;
        for (const std::string &column : columns)
            line += (&column == &columns.front() ? "[" : ",") + column;
        line += columns.empty() ? "(" : "](";
        for (const Cell &cell : cells)
            line += (&cell == &cells.front() ? "" : "|") + cell.value_or("NULL");
        lines.push_back(line + ")");
        return {};
    }
    Status bad(const BadStatement &statement) override {
        lines.push_back("bad " + statement.table + ": " + statement.why);
        return {};
    }
};

/// The bytes given in pieces of `step`.
DumpSource inPieces(const std::string &bytes, std::size_t step) {
    return [bytes, step, at = std::size_t(0)]() mutable -> Result<std::string> {
        const std::string piece = bytes.substr(std::min(at, bytes.size()), step);
        at += piece.size();
        return piece;
    };
}

/// The dump given in pieces of `step` bytes.
std::vector<std::string> read(const std::string &dump, std::size_t step, const char *encoding = "utf-8",
                              SqlDialect dialect = SqlDialect::MySql) {
    Recorder recorder;
    const Status s = readSqlDump(inPieces(dump, step), encoding, recorder, dialect);
    if (!s)
        recorder.lines.push_back(s.error().text());
    return recorder.lines;
}

} // namespace

class CmsDumpTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsSqlServerScripts();
    void readsEmpireVolumes();
    void readsLinesOfAnotherEncoding();
    void readsBrokenWxr();
    void refusesWhatIsNoGhostExport();
    void readsDumps_data();
    void readsDumps();
    void readsGbkBackslashes();
    void readsGbkCutInsideACharacter();
    void readsOneHugeStatement();
    void goesOnBehindWhatIsBroken_data();
    void goesOnBehindWhatIsBroken();
    void stopsWhenTold();
};

void CmsDumpTest::readsDumps_data() {
    QTest::addColumn<QByteArray>("dump");
    QTest::addColumn<QList<QByteArray>>("expected");

    QTest::newRow("mysqldump")
        << QByteArray("-- MySQL dump\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `t`;\n"
                      "CREATE TABLE `t` (\n  `a` int(11) NOT NULL AUTO_INCREMENT COMMENT 'a, (b) ''c''',\n"
                      "  `b` varchar(20) CHARACTER SET latin1 DEFAULT NULL,\n  PRIMARY KEY (`a`),\n"
                      "  KEY `k` (`b`(10))\n) ENGINE=MyISAM DEFAULT CHARSET=gbk COMMENT='x;y';\n"
                      "INSERT INTO `t` VALUES (1,'x\\'y''z\\n'),(2,NULL);\nUNLOCK TABLES;\n")
        << QList<QByteArray>{"table t(a int(11) gbk, b varchar(20) latin1)", "t(1|x'y'z\n)", "t(2|NULL)"};
    QTest::newRow("named columns, other quotes")
        << QByteArray("insert ignore into db.\"t\" (a, `b`) values (1, \"d\"\"q\") , (-2.5e3,'');"
                      "REPLACE INTO [t] VALUE (3,'z') ON DUPLICATE KEY UPDATE b=';';")
        << QList<QByteArray>{"t[a,b](1|d\"q)", "t[a,b](-2.5e3|)", "t(3|z)"};
    QTest::newRow("binary values") << QByteArray(
                                          "INSERT INTO t VALUES (0x4142, x'43', b'101', _binary 'q', N'n', "
                                          "FROM_UNIXTIME(5, 'a)b'), CURRENT_TIMESTAMP);")
                                   << QList<QByteArray>{
                                          "t(AB|C|5|q|n|FROM_UNIXTIME(5, 'a)b')|CURRENT_TIMESTAMP)"};
    QTest::newRow("text in hexadecimal, with and without a charset")
        << QByteArray("INSERT INTO t VALUES (0xE58581E8AEB8,0xB9ABB8E6,_gbk 0xB9ABB8E6,_utf8mb4 0x61, "
                      "_utf8mb4'b', _utf8 \"c\",b'','a\\Zb');")
        << QList<QByteArray>{"t(允许|公告|公告|a|b|c|0|a\x1a"
                             "b)"};
    QTest::newRow("phpMyAdmin with CRLF, a mark at the begin and conditional comments")
        << QByteArray(
               "\xEF\xBB\xBF-- phpMyAdmin SQL Dump\r\n-- version 4.8.5\r\n--\r\n-- 主机： localhost\r\n\r\n"
               "SET SQL_MODE = \"NO_AUTO_VALUE_ON_ZERO\";\r\n/*!40101 SET NAMES utf8mb4 */;\r\n-- "
               "--------\r\n\r\n"
               "CREATE TABLE IF NOT EXISTS `t` (\r\n  `a` int(11) NOT NULL COMMENT '编号;'\r\n) "
               "ENGINE=InnoDB DEFAULT CHARSET=utf8;\r\n"
               "/*!40000 ALTER TABLE `t` DISABLE KEYS */;\r\nINSERT INTO `t` (`a`) VALUES\r\n(1),\r\n(2);\r\n"
               "/*!40000 ALTER TABLE `t` ENABLE KEYS */;\r\nALTER TABLE `t`\r\n  ADD PRIMARY KEY "
               "(`a`);\r\nCOMMIT;\r\n")
        << QList<QByteArray>{"table t(a int(11) utf8)", "t[a](1)", "t[a](2)"};
    QTest::newRow("every kind of INSERT")
        << QByteArray(
               "REPLACE INTO t VALUES (1);INSERT IGNORE INTO t VALUES (2);INSERT DELAYED INTO t VALUES (3);"
               "INSERT INTO t (a) VALUES (4) ON DUPLICATE KEY UPDATE a=VALUES(a), b='x;y';INSERT t VALUE "
               "(5);")
        << QList<QByteArray>{"t(1)", "t(2)", "t(3)", "t[a](4)", "t(5)"};
    QTest::newRow("comments anywhere")
        << QByteArray("# one\nINSERT /* in */ INTO t -- here\n VALUES -- and\n (1 /*;*/ , 2);")
        << QList<QByteArray>{"t(1 /*;*/|2)"};
    QTest::newRow("no end of the last statement")
        << QByteArray("USE other; CREATE DATABASE x; INSERT INTO t VALUES (1)") << QList<QByteArray>{"t(1)"};
    QTest::newRow("routines")
        << QByteArray("DELIMITER ;;\nCREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW BEGIN\n"
                      "INSERT INTO u VALUES (9); END ;;\nDELIMITER ;\nINSERT INTO t VALUES (1);\n")
        << QList<QByteArray>{"t(1)"};
    QTest::newRow("views are no tables") << QByteArray("CREATE ALGORITHM=UNDEFINED VIEW v AS SELECT 1;"
                                                       "CREATE TABLE IF NOT EXISTS t (a int);")
                                         << QList<QByteArray>{"table t(a int)"};
    QTest::newRow("nothing") << QByteArray() << QList<QByteArray>{};
}

void CmsDumpTest::readsDumps() {
    QFETCH(QByteArray, dump);
    QFETCH(QList<QByteArray>, expected);
    // Wherever the bytes are cut, the same comes out.
    for (const std::size_t step : {std::size_t(1), std::size_t(7), std::size_t(1) << 20}) {
        QList<QByteArray> lines;
        for (const std::string &line : read(dump.toStdString(), step))
            lines.append(QByteArray::fromStdString(line));
        QCOMPARE(lines, expected);
    }
}

void CmsDumpTest::readsGbkBackslashes() {
    // "誠" is 0xD55C in GBK: its second byte is the backslash.
    const std::string dump = "INSERT INTO t VALUES ('\xd5\x5c','\xd6\xd0');";
    for (const std::size_t step : {std::size_t(1), std::size_t(64)})
        QCOMPARE(read(dump, step, "gb18030"), std::vector<std::string>{"t(\xe8\xaa\xa0|\xe4\xb8\xad)"});
}

void CmsDumpTest::goesOnBehindWhatIsBroken_data() {
    QTest::addColumn<QByteArray>("dump");
    QTest::addColumn<QList<QByteArray>>("expected");
    QTest::newRow("cut inside a row") << QByteArray("INSERT INTO t VALUES (1),(2,'ab")
                                      << QList<QByteArray>{"t(1)", "bad t: the dump ends inside a row"};
    QTest::newRow("cut inside a definition") << QByteArray("CREATE TABLE t (a int,")
                                             << QList<QByteArray>{"bad t: CREATE TABLE that cannot be read"};
    QTest::newRow("a row without values")
        << QByteArray("INSERT INTO t VALUES (1),(),(3);\nINSERT INTO t VALUES (4);\n")
        << QList<QByteArray>{"t(1)",
                             "bad t: row that cannot be read; the rest of its statement is left out with it",
                             "t(4)"};
    QTest::newRow("a quote nobody closes")
        << QByteArray("SET x = 'a;\nINSERT INTO t VALUES (1);\n")
        << QList<QByteArray>{"bad : a text in quotes that nothing closes", "t(1)"};
    QTest::newRow("cut inside a character")
        << QByteArray("INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2,'\xE5\x85")
        << QList<QByteArray>{"t(1)", "bad t: the dump ends inside a row"};
    QTest::newRow("cut behind a backslash") << QByteArray("INSERT INTO t VALUES (1),(2,'a\\")
                                            << QList<QByteArray>{"t(1)", "bad t: the dump ends inside a row"};
    QTest::newRow("no INSERT at all") << QByteArray("INSERT INTO t SELECT 1;\nINSERT INTO t VALUES (2);\n")
                                      << QList<QByteArray>{"bad t: INSERT that cannot be read", "t(2)"};
}

void CmsDumpTest::goesOnBehindWhatIsBroken() {
    readsDumps();
}

void CmsDumpTest::readsGbkCutInsideACharacter() {
    const std::string dump = "INSERT INTO t VALUES ('\xb9\xab\xb8\xe6'),('\xb9\xab\xb8";
    for (const std::size_t step : {std::size_t(1), std::size_t(64)})
        QCOMPARE(read(dump, step, "gb18030"),
                 (std::vector<std::string>{"t(公告)", "bad t: the dump ends inside a row"}));
}

/// Rows come out as the bytes of one huge statement come in: what is held is bounded whatever its length.
void CmsDumpTest::readsOneHugeStatement() {
    static constexpr std::size_t Rows = 1'100'000, MostHeld = std::size_t(16) << 20;
    struct Counter : DumpVisitor {
        std::size_t rows = 0, bytes = 0;
        Status table(const TableShape &) override { return {}; }
        Status row(const std::string &, const std::vector<std::string> &, std::vector<Cell> &cells) override {
            ++rows;
            bytes += cells[1] ? cells[1]->size() : 0;
            return {};
        }
        Status bad(const BadStatement &statement) override {
            return Error{ErrorKind::Failed, "reading", statement.table, statement.why, ""};
        }
    } counter;
    const std::string row = "(7,'各乡镇人民政府，县政府各部门：it\\'s (one), row; of many')";
    std::size_t given = 0, mostHeld = 0, next = 0;
    const DumpSource source = [&]() -> Result<std::string> {
        mostHeld = std::max(mostHeld, given - std::min(given, counter.rows * row.size()));
        std::string block = next == 0 ? "INSERT INTO t VALUES " : "";
        for (std::size_t i = 0; i < 2000 && next < Rows; ++i, ++next)
            block += (next == 0 ? "" : ",") + row + (next + 1 == Rows ? ";" : "");
        given += block.size();
        return block;
    };
    const Status s = readSqlDump(source, "utf-8", counter);
    QVERIFY2(s.ok(), s ? "" : s.error().text().c_str());
    QCOMPARE(counter.rows, Rows);
    QVERIFY(given > (std::size_t(64) << 20));
    QVERIFY2(mostHeld < MostHeld, std::to_string(mostHeld).c_str());
}

void CmsDumpTest::stopsWhenTold() {
    Recorder recorder;
    const Status s = readSqlDump(
        []() -> Result<std::string> {
            return Error{ErrorKind::Rejected, "reading", "x.sql", "the disk is gone", ""};
        },
        "utf-8", recorder);
    QVERIFY(!s);
    QCOMPARE(s.error().why, std::string("the disk is gone"));
}

void CmsDumpTest::readsSqlServerScripts() {
    const std::string script =
        "USE [x]\r\nGO\r\nSET ANSI_NULLS ON\r\nGO\r\nCREATE TABLE [dbo].[a](\r\n\t[Id] [int] "
        "IDENTITY(1,1) NOT NULL,\r\n\t[T] [nvarchar](50) NULL,\r\n CONSTRAINT [PK_a] PRIMARY KEY "
        "CLUSTERED ([Id] ASC) ON [PRIMARY]\r\n) ON [PRIMARY]\r\nGO\r\nSET IDENTITY_INSERT [dbo].[a] "
        "ON\r\nINSERT [dbo].[a] ([Id], [T]) VALUES (1, N'it''s \\')\r\nINSERT [dbo].[a] ([Id], [T]) "
        "VALUES (2, CAST(N'2020-01-02T03:04:05.000' AS DateTime))\r\nINSERT [dbo].[a] ([Id], [T]) "
        "VALUES (3, CAST(0x0000A5C400000000 AS DateTime))\r\nGO\r\n";
    const std::vector<std::string> wanted{"table a(Id int, T nvarchar(50))", "a[Id,T](1|it's \\)",
                                          "a[Id,T](2|2020-01-02T03:04:05.000)", "a[Id,T](3|1457452800)"};
    for (const std::size_t step : {std::size_t(1), std::size_t(7), script.size()})
        QCOMPARE(read(script, step, "utf-8", SqlDialect::SqlServer), wanted);
}

void CmsDumpTest::readsEmpireVolumes() {
    const std::string volume =
        "<?php\n@include(\"x\");\nE_D(\"DROP TABLE IF EXISTS `a`;\");\nE_C(\"CREATE TABLE `a` (`id` int, "
        "`t` text);\");\nE_D(\"replace into `a` values('1','\\\"x\\\\'y\\$z\\r\\n');\");\n?>";
    for (const std::size_t step : {std::size_t(1), std::size_t(5), volume.size()}) {
        Recorder recorder;
        const DumpSource source = inPieces(volume, step);
        QVERIFY(readSqlDump(empireStatements(source), "utf-8", recorder));
        QCOMPARE(recorder.lines, (std::vector<std::string>{"table a(id int, t text)", "a(1|\"x'y$z\r\n)"}));
    }
}

void CmsDumpTest::readsLinesOfAnotherEncoding() {
    const std::string dump =
        "INSERT INTO a VALUES ('公告');\nINSERT INTO b VALUES ('\xb9\xab\xb8\xe6');\nINSERT INTO c VALUES "
        "('公告\xff公告公告公告');\n";
    for (const std::size_t step : {std::size_t(1), std::size_t(9), dump.size()})
        QCOMPARE(read(dump, step),
                 (std::vector<std::string>{"a(公告)", "b(公告)", "c(公告\xEF\xBF\xBD公告公告公告)"}));
}

void CmsDumpTest::readsBrokenWxr() {
    const std::string item =
        "\t<item><title>A & B</title><content:encoded><![CDATA[x ]]> y]]></content:encoded>"
        "<wp:post_id>%1</wp:post_id></item>\n";
    const std::string cut = "<rss><channel>\n" + item + "\t<item><title>cut";
    for (const std::size_t step : {std::size_t(3), cut.size()}) {
        Recorder recorder;
        QVERIFY(readWxr(inPieces(text::replaceAll(cut, "%1", "7"), step), recorder));
        const auto has = [&](const char *begin) {
            return std::any_of(recorder.lines.begin(), recorder.lines.end(),
                               [&](const std::string &line) { return line.starts_with(begin); });
        };
        QVERIFY(has("wp_posts(7|1||||x ]]> y|A & B") || has("wp_posts(7|1|||x ]]> y|A & B"));
        QVERIFY(has("bad wp_posts: the export ends inside an item"));
    }
}

void CmsDumpTest::refusesWhatIsNoGhostExport() {
    for (const char *json : {"", "{", "[]", "{\"db\":[]}", "{\"db\":[{\"data\":{\"posts\":1}}]}"}) {
        Recorder recorder;
        QVERIFY2(!readGhost(inPieces(json, 100), recorder), json);
        QVERIFY(recorder.lines.empty());
    }
}

QTEST_APPLESS_MAIN(CmsDumpTest)
#include "dump_test.moc"
