// Flattening of big trees, policies, what the health checks would say, decisions to a spreadsheet and back.
#include "mappings/decision_sheet.h"
#include "mappings/health/forecast.h"
#include "mappings/taxonomy/names.h"
#include "mappings/taxonomy/planner.h"
#include "migrator/map/address_book.h"
#include "migrator/map/decision_workbook.h"

#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <random>
#include <set>

using namespace guiyi;
using namespace guiyi::mapping;

namespace {

/// A tree as deep and wide as district portals had before they were flattened: standard names, years, bodies,
/// document series, unknown names and navigation mixed at random.
std::vector<ColumnEvidence> randomTree(unsigned seed, std::size_t size, std::size_t depth) {
    std::mt19937 random(seed);
    const auto pick = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    const auto &standard = Taxonomy::builtIn().columns();
    static const std::vector<std::string> others{"2018年", "2019年度", "区教育局", "区住建局", "更多",
                                                 "沪府发", "测试栏目", "友情链接", "第三届",   "蓝莲花",
                                                 "紫云英", "十二月份", "党建工作", "12月",     "其他"};
    std::vector<ColumnEvidence> tree;
    for (std::size_t i = 0; i < size; ++i) {
        ColumnEvidence e;
        e.column.id = static_cast<RecordId>(i + 1);
        const std::size_t above = i < 12 ? size : pick(i);
        if (i >= 12 && tree[above].column.path.size() < depth) {
            e.column.parent = tree[above].column.id;
            e.column.path = tree[above].column.path;
        }
        const TaxonomyColumn &c = standard[pick(standard.size())];
        e.column.name = pick(3) == 0                         ? others[pick(others.size())]
                        : c.synonyms.empty() || pick(2) == 0 ? c.name
                                                             : c.synonyms[pick(c.synonyms.size())];
        e.column.path.push_back(e.column.name);
        e.column.url = "http://www.szlh.gov.cn/c" + std::to_string(i) + "/";
        e.column.articles = pick(4) == 0 ? 0 : static_cast<std::int64_t>(pick(50));
        e.column.kind = pick(30) == 0   ? ColumnKind::External
                        : pick(20) == 0 ? ColumnKind::Page
                                        : ColumnKind::List;
        tree.push_back(std::move(e));
    }
    return tree;
}

std::string row(const std::vector<std::string> &cells, const char *heading) {
    const auto &all = sheetHeadings();
    return cells[static_cast<std::size_t>(std::find(all.begin(), all.end(), heading) - all.begin())];
}

} // namespace

class ColumnPlanTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Each article of a random tree lands in exactly one standard column of level three or above.
    void everyArticleLandsOnce_data() {
        QTest::addColumn<int>("way");
        QTest::newRow("by rule") << static_cast<int>(FlattenPolicy::ByRule);
        QTest::newRow("keep level") << static_cast<int>(FlattenPolicy::KeepLevel);
        QTest::newRow("keep leaf") << static_cast<int>(FlattenPolicy::KeepLeaf);
    }
    void everyArticleLandsOnce() {
        QFETCH(int, way);
        Site site;
        site.name = "罗湖区人民政府";
        FlattenPolicy policy;
        policy.way = static_cast<FlattenPolicy::Way>(way);
        for (unsigned seed = 1; seed <= 12; ++seed) {
            const auto tree = randomTree(seed, seed == 1 ? 2000 : 150, 6);
            const auto decisions = decideColumns(Taxonomy::builtIn(), site, tree, policy);
            QCOMPARE(decisions.size(), tree.size());
            std::int64_t before = 0, after = 0;
            std::map<std::string, int> moves;
            std::set<RecordId> seen;
            for (std::size_t i = 0; i < tree.size(); ++i) {
                const ColumnDecision &d = decisions[i];
                QVERIFY(seen.insert(d.column).second);
                QCOMPARE(d.path, tree[i].column.path); // the source path stays: it can be undone
                before += tree[i].column.articles;
                const std::string shown = shownIn(d);
                if (tree[i].column.articles > 0) {
                    QVERIFY2(!shown.empty(), d.reason.c_str());
                    QVERIFY(Taxonomy::builtIn().find(shown) != nullptr && shown.size() <= 6);
                    after += d.articles;
                }
                QVERIFY(!d.reason.empty());
                if (d.action == "move")
                    ++moves[d.target];
            }
            QCOMPARE(after, before);
            for (const auto &[target, count] : moves)
                QCOMPARE(count, 1);
            if (seed > 1)
                continue;
            const FlattenNumbers n = flattenNumbers(Taxonomy::builtIn(), decisions);
            qInfo("%d columns on %d levels: %d dropped or merged, %d optimised, %d on %d levels",
                  static_cast<int>(n.before), n.deepestBefore, static_cast<int>(n.droppedOrMerged),
                  static_cast<int>(n.optimised), static_cast<int>(n.after), n.deepestAfter);
            QCOMPARE(n.before, 2000);
            QCOMPARE(n.deepestBefore, 6);
            QVERIFY(n.deepestAfter <= 3 && n.droppedOrMerged > 0 && n.optimised > 0);
        }
    }

    void precedentsAndLeaves() {
        Site site;
        site.name = "云河县人民政府";
        std::vector<ColumnEvidence> columns(1);
        columns[0].column.id = 1;
        columns[0].column.name = "蓝莲花";
        columns[0].column.path = {"蓝莲花"};
        columns[0].column.articles = 3;
        QCOMPARE(decideColumns(Taxonomy::builtIn(), site, columns)[0].action, std::string("undecided"));
        const Precedents precedents{{nameKey("蓝莲花"), {"0804", "qinghe"}}};
        const auto d = decideColumns(Taxonomy::builtIn(), site, columns, {}, precedents)[0];
        QCOMPARE(d.target, std::string("0804"));
        QCOMPARE(d.rule, std::string("PRECEDENT"));
        QVERIFY(d.reason.find("qinghe") != std::string::npos);
    }

    void forecastTellsWhatThePlanCauses() {
        std::vector<CheckedColumn> before, after;
        for (int i = 0; i < 5; ++i) {
            CheckedColumn c;
            c.name = "c" + std::to_string(i);
            c.columnClass = "dtyw";
            c.articles = i < 4 ? 0 : 1;
            c.newest = i < 4 ? "" : "2024-01-01";
            before.push_back(c);
            c.articles = 0;
            c.newest.clear();
            c.causes = {"move c" + std::to_string(i)};
            after.push_back(c);
        }
        const auto all = forecastHealth(builtInHealthRules(), before, after, "2024-01-16");
        QCOMPARE(all.size(), std::size_t(3));
        QCOMPARE(all[0].before.size(), std::size_t(1)); // 15 days, the window is 14
        QCOMPARE(forecastHealth(builtInHealthRules(), before, after, "2024-01-15")[0].before.size(),
                 std::size_t(0));
        QCOMPARE(all[2].rule, std::string("V2019-04c"));
        QCOMPARE(all[2].before.size(), std::size_t(4));
        QVERIFY(!all[2].vetoBefore && all[2].vetoAfter && all[2].causedByPlan());
        QCOMPARE(all[2].after[4].causes[0], std::string("move c4"));
    }

    void sheetGoesOutAndComesBack_data() {
        QTest::addColumn<bool>("workbook");
        QTest::newRow("xlsx") << true;
        QTest::newRow("csv") << false;
    }
    void sheetGoesOutAndComesBack() {
        QFETCH(bool, workbook);
        const Taxonomy &t = Taxonomy::builtIn();
        const auto proposed = [](const char *name, const char *action, const char *target) {
            ColumnDecision d;
            d.path = {"政务公开", name};
            d.url = std::string("http://a/") + name;
            d.action = action;
            d.target = target;
            d.reason = "=1+1, \"quoted\"\nand a second line";
            d.articles = 7;
            return d;
        };
        std::map<std::string, MappingFile> files;
        files["a"].site = "a";
        files["a"].decisions = {proposed("公告", "move", "0205"), proposed("文件", "merge", "0204"),
                                proposed("其他", "undecided", ""), proposed("要闻", "move", "0101")};
        auto rows = sheetRows("a", files["a"].decisions, t);
        const auto edit = [&](std::size_t i, const char *heading, const char *value) {
            const auto &all = sheetHeadings();
            rows[i][static_cast<std::size_t>(std::find(all.begin(), all.end(), heading) - all.begin())] =
                value;
        };
        edit(0, "target", "206"); // a spreadsheet program took the zero
        edit(1, "decision", "删除");
        edit(1, "note", "旧文件");
        edit(3, "target", "0102");
        QTemporaryDir folder;
        std::string bytes = decisionCsv(rows);
        if (workbook) {
            const QString path = folder.filePath(QStringLiteral("d.xlsx"));
            QVERIFY(writeDecisionWorkbook(path.toStdString(), rows).ok());
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            bytes = file.readAll().toStdString();
        }
        const DecisionSheet sheet = readDecisionSheet(bytes, "d");
        QVERIFY2(sheet.errors.empty(), sheet.errors.empty() ? "" : sheet.errors[0].text().c_str());
        QCOMPARE(sheet.rows.size(), std::size_t(4));
        QCOMPARE(sheet.rows[0].cells.at("reason"), row(rows[0], "reason"));
        files["a"].decisions[3].target = "0103"; // the file changed since the sheet was written
        const SheetMerge merge = mergeSheet(sheet.rows, "d", files, t);
        QVERIFY(merge.errors.empty());
        QCOMPARE(merge.changes.size(), std::size_t(2));
        QCOMPARE(merge.changes[0].after, std::string("move 0206"));
        QCOMPARE(merge.changes[0].articles, 7);
        QCOMPARE(merge.stale.size(), std::size_t(1));
        QCOMPARE(merge.unchanged, 1);
        QCOMPARE(files["a"].decisions[1].action, std::string("drop"));
        QCOMPARE(files["a"].decisions[3].target, std::string("0103"));
        // What came back is a person's decision in the file as well.
        Site site;
        site.id = "a";
        const auto again = readMappingFile(writeMappingFile(site, files["a"].decisions), "a.yaml");
        QVERIFY(again.errors.empty());
        QVERIFY(again.file.decisions[0].byPerson && again.file.decisions[1].byPerson);
        QCOMPARE(again.file.decisions[1].note, std::string("旧文件"));
    }

    void allMistakesOfASheetAtOnce() {
        std::map<std::string, MappingFile> files;
        ColumnDecision d;
        d.path = {"公告"};
        d.url = "http://a/";
        d.action = "move";
        d.target = "0205";
        files["a"].decisions = {d};
        auto good = sheetRows("a", files["a"].decisions, Taxonomy::builtIn());
        const auto rowWith = [&](int line, const char *heading, const char *value) {
            SheetRow r;
            r.line = line;
            for (std::size_t i = 0; i < sheetHeadings().size(); ++i)
                r.cells[sheetHeadings()[i]] = good[0][i];
            r.cells[heading] = value;
            return r;
        };
        const SheetMerge merge = mergeSheet({rowWith(2, "target", "9999"), rowWith(3, "site", "nobody")}, "d",
                                            files, Taxonomy::builtIn());
        QCOMPARE(merge.errors.size(), std::size_t(2));
        QCOMPARE(merge.errors[0].where, std::string("d:2"));
        QVERIFY(!readDecisionSheet("PK\x03\x04 no archive", "d").errors.empty());
        QVERIFY(!readDecisionSheet("a,b\n1,2\n", "d").errors.empty());
    }

    /// A code that left the taxonomy: proposals are made anew, approvals are listed.
    void changedTaxonomy() {
        ColumnDecision tool, approved;
        tool.path = {"一"};
        tool.url = "http://a/1";
        tool.action = approved.action = "move";
        tool.target = approved.target = "9801";
        approved.path = {"二"};
        approved.url = "http://a/2";
        approved.approved = approved.byPerson = true;
        Site site;
        site.id = "a";
        const auto read = readMappingFile(writeMappingFile(site, {tool, approved}), "a.yaml");
        QVERIFY(read.errors.empty());
        QCOMPARE(read.file.decisions.size(), std::size_t(1));
        approved.target = "0205";
        approved.approved = approved.byPerson = false;
        std::vector<Finding> findings;
        const auto now = respectEdits({approved}, read.file, &findings);
        QCOMPARE(now[0].target, std::string("0205"));
        QCOMPARE(findings.size(), std::size_t(1));
        QCOMPARE(findings[0].rule, std::string("MAP-TARGET-GONE"));
    }
};

QTEST_GUILESS_MAIN(ColumnPlanTest)
#include "column_plan_test.moc"
