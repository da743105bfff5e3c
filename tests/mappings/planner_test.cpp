#include "mappings/taxonomy/planner.h"
#include "text_of.h"

#include <random>
#include <set>

using namespace guiyi;
using namespace guiyi::mapping;

namespace {

/// Builds a site's columns from paths; parents have to come first.
struct Tree {
    std::vector<ColumnEvidence> columns;

    RecordId add(const std::string &path, std::int64_t articles, ColumnKind kind = ColumnKind::List) {
        ColumnEvidence e;
        e.column.path = text::split(text::replaceAll(path, " > ", "\n"), '\n');
        e.column.name = e.column.path.back();
        e.column.id = static_cast<RecordId>(columns.size()) + 1;
        e.column.url = "http://www.a.gov.cn/c" + std::to_string(e.column.id) + "/";
        e.column.kind = kind;
        e.column.articles = articles;
        for (const ColumnEvidence &other : columns) {
            if (other.column.path.size() + 1 == e.column.path.size() &&
                std::equal(other.column.path.begin(), other.column.path.end(), e.column.path.begin()))
                e.column.parent = other.column.id;
        }
        columns.push_back(e);
        return e.column.id;
    }
    std::vector<ColumnDecision> decide(const FlattenPolicy &policy = {}) const {
        Site site;
        site.id = "a";
        site.name = "云河县人民政府";
        return decideColumns(Taxonomy::builtIn(), site, columns, policy);
    }
};

const ColumnDecision &at(const std::vector<ColumnDecision> &all, const std::string &last) {
    for (const ColumnDecision &d : all) {
        if (!d.path.empty() && d.path.back() == last)
            return d;
    }
    qFatal("no column %s", last.c_str());
}

} // namespace

class PlannerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneSite() {
        Tree t;
        t.add("政务公开", 0);
        t.add("政务公开 > 通知公告", 40);
        t.add("政务公开 > 通知公告 > 2019年", 12);
        t.add("政务公开 > 部门信息公开", 0);
        t.add("政务公开 > 部门信息公开 > 云河县教育局", 0);
        t.add("政务公开 > 部门信息公开 > 云河县教育局 > 公示公告", 3);
        t.add("政务公开 > 政府信息公开指南", 0, ColumnKind::Page);
        t.add("政务公开 > 依申请公开", 0, ColumnKind::External);
        t.add("政务公开 > 视频新闻", 0, ColumnKind::Blank);
        t.add("政务公开 > 梧桐树下", 5);
        t.add("测试栏目", 0, ColumnKind::Blank);
        t.add("草稿箱", 2);
        t.add("心语", 4);
        const auto d = t.decide();
        QCOMPARE(d.size(), t.columns.size());
        const auto is = [&](const char *name, const char *action, const char *target, const char *rule) {
            const ColumnDecision &c = at(d, name);
            QVERIFY2(c.action == action && c.target == target && (!*rule || c.rule == rule),
                     (std::string(name) + ": " + c.action + " " + c.target + " " + c.rule + " " + c.reason)
                         .c_str());
            QVERIFY(!c.reason.empty());
        };
        is("政务公开", "move", "02", "NAME");
        is("通知公告", "move", "0205", "NAME");
        is("2019年", "merge", "0205", "FOLD-YEAR");
        is("云河县教育局", "merge", "0216", "FOLD-DEPT");
        is("公示公告", "merge", "0205", "SYNONYM");
        is("政府信息公开指南", "page", "0201", "");
        is("依申请公开", "link", "0215", "");
        is("视频新闻", "drop", "0101", "DROP-EMPTY");
        is("梧桐树下", "merge", "02", "INHERIT");
        is("测试栏目", "drop", "", "DROP-TEST");
        is("草稿箱", "undecided", "", "DROP-TEST");
        is("心语", "undecided", "", "");
        COMPARE_TEXT(at(d, "心语").fallbackTarget, "07");
        QVERIFY(at(d, "2019年").tags == (std::vector<std::pair<std::string, std::string>>{{"year", "2019"}}));
        QVERIFY(at(d, "公示公告").tags ==
                (std::vector<std::pair<std::string, std::string>>{{"publisher", "云河县教育局"}}));
        QVERIFY(text::contains(at(d, "公示公告").reason, "merged with 政务公开 > 通知公告"));
    }

    void shallowPolicyCutsTargets() {
        Tree t;
        t.add("政务公开", 0);
        t.add("政务公开 > 规范性文件", 3);
        FlattenPolicy policy;
        policy.maxLevel = 2;
        const auto d = t.decide(policy);
        COMPARE_TEXT(d[1].target, "0204");
        QVERIFY(text::contains(d[1].reason, "cut to level 2"));
    }

    void emptyAndBroken() {
        QVERIFY(Tree().decide().empty());
        Tree t;
        t.add("甲", 1);
        t.columns[0].column.parent = 1; // its own parent
        QCOMPARE(t.decide().size(), std::size_t(1));
        t.columns[0].column.parent = 99;
        QCOMPARE(t.decide().front().articles, 1);
    }

    /// Random trees six levels deep: every column with articles has a place to put them, no target is deeper
    /// than three levels, each target has at most one column that moves, and two runs agree.
    void randomTrees() {
        std::vector<std::string> names{"2019年", "第三届",   "教育局",   "更多", "梧桐",
                                       "测试",   "专题专栏", "友情链接", "列表"};
        for (const TaxonomyColumn &c : Taxonomy::builtIn().columns()) {
            names.push_back(c.name);
            if (!c.synonyms.empty())
                names.push_back(c.synonyms.back());
        }
        for (unsigned seed = 1; seed <= 12; ++seed) {
            std::mt19937 random(seed);
            Tree t;
            for (int i = 0; i < 160; ++i) {
                std::string path;
                RecordId parent = 0;
                if (i > 0 && random() % 8) {
                    const auto &above = t.columns[random() % t.columns.size()].column;
                    if (above.path.size() < 6) {
                        path = text::join(above.path, " > ") + " > ";
                        parent = above.id;
                    }
                }
                const ColumnKind kind = static_cast<ColumnKind>(random() % 4);
                t.add(path + names[random() % names.size()],
                      kind == ColumnKind::List ? static_cast<int>(random() % 9) : 0, kind);
                t.columns.back().column.parent = parent;
            }
            const auto decisions = t.decide();
            QVERIFY(decisions == t.decide());
            std::set<std::string> moved;
            for (const ColumnDecision &d : decisions) {
                const std::string what =
                    "seed " + std::to_string(seed) + ": " + text::join(d.path, " > ") + " " + d.action;
                QVERIFY2(d.articles == 0 || Taxonomy::builtIn().find(d.fallbackTarget), what.c_str());
                QVERIFY2(d.articles == 0 || d.action != "drop", what.c_str());
                QVERIFY2(d.targetPath.size() <= 3, what.c_str());
                QVERIFY2(d.target.empty() || Taxonomy::builtIn().find(d.target), what.c_str());
                QVERIFY2(!d.reason.empty() && !d.rule.empty(), what.c_str());
                if (d.action == "move")
                    QVERIFY2(moved.insert(d.target).second, what.c_str());
                if (d.action == "merge")
                    QVERIFY2(!d.target.empty(), what.c_str());
            }
            const FlattenNumbers n = flattenNumbers(Taxonomy::builtIn(), decisions);
            QCOMPARE(n.before, 160);
            QVERIFY(n.deepestAfter <= 3);
        }
    }
};

QTEST_GUILESS_MAIN(PlannerTest)
#include "planner_test.moc"
