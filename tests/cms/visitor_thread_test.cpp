#include "adapters/cms/visitor_thread.h"

#include <QtTest/qtest.h>

using namespace guiyi;
using namespace guiyi::cms;

namespace {

/// Writes down what it is told, and refuses the row it is asked to.
class Log : public DumpVisitor {
public:
    std::vector<std::string> lines;
    std::string refused;

    Status table(const TableShape &shape) override {
        lines.push_back("table " + shape.name);
        return {};
    }
    Status row(const std::string &table, const std::vector<std::string> &columns,
               std::vector<Cell> &cells) override {
        std::string line = table + "/" + (columns.empty() ? std::string() : columns.front());
        for (const Cell &cell : cells)
            line += " " + cell.value_or("NULL");
        lines.push_back(line);
        return line == refused ? Status(Error{ErrorKind::Failed, "keeping", line, "", ""}) : Status();
    }
    Status bad(const BadStatement &statement) override {
        lines.push_back("bad " + statement.why);
        return {};
    }
    void encodingTrouble(std::int64_t lost, std::int64_t) override {
        lines.push_back("lost " + std::to_string(lost));
    }
};

/// The same story for each listener: two tables, rows by two lists of columns, trouble between them.
Status tell(DumpVisitor &visitor, int rows) {
    for (const char *name : {"a", "b"}) {
        if (Status s = visitor.table({name, {{"id", "int", {}}, {"text", "text", {}}}}); !s)
            return s;
        std::vector<Cell> cells;
        for (int i = 0; i < rows; ++i) {
            cells = {std::to_string(i), i % 3 == 0 ? Cell() : Cell(std::string(std::size_t(i % 50), 'x'))};
            const std::vector<std::string> columns =
                i % 200 < 100 ? std::vector<std::string>{} : std::vector<std::string>{"id", "text"};
            if (Status s = visitor.row(name, columns, cells); !s)
                return s;
            if (i == rows / 2) {
                if (Status s = visitor.bad({name, 0, "in the middle", {}}); !s)
                    return s;
            }
        }
    }
    visitor.encodingTrouble(7, 0);
    return {};
}

} // namespace

class VisitorThreadTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void passesEverythingOnInOrder_data() {
        QTest::addColumn<int>("rows");
        for (const int rows : {0, 1, 255, 256, 257, 5000})
            QTest::addRow("%d rows", rows) << rows;
    }
    void passesEverythingOnInOrder() {
        QFETCH(int, rows);
        Log direct, behind;
        QVERIFY(tell(direct, rows).ok());
        VisitorThread thread(behind);
        QVERIFY(tell(thread, rows).ok());
        QVERIFY(thread.finish().ok());
        QCOMPARE(behind.lines, direct.lines);
    }

    void aLargeRowIsHandedOnAtOnce() {
        Log log;
        VisitorThread thread(log);
        std::vector<Cell> cells{std::string(std::size_t(3) << 20, 'y'), Cell()};
        QVERIFY(thread.row("t", {}, cells).ok());
        QCOMPARE(cells.size(), std::size_t(2)); // ready for the next row
        QVERIFY(thread.finish().ok());
        QCOMPARE(log.lines.size(), std::size_t(1));
    }

    void tellsWhatTheVisitorRefused() {
        Log log;
        log.refused = "a/ 41 " + std::string(41, 'x');
        VisitorThread thread(log);
        Status s = tell(thread, 5000);
        if (s.ok())
            s = thread.finish();
        QVERIFY(!s.ok());
        QCOMPARE(s.error().where, log.refused);
        QCOMPARE(log.lines.back(), log.refused); // nothing is kept behind it
    }
};

QTEST_GUILESS_MAIN(VisitorThreadTest)
#include "visitor_thread_test.moc"
