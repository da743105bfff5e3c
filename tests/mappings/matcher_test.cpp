#include "mappings/taxonomy/matcher.h"
#include "text_of.h"

#include <algorithm>
#include <random>

using namespace guiyi;
using namespace guiyi::mapping;

namespace {

std::vector<std::string> pathOf(const std::string &joined) {
    return text::split(text::replaceAll(joined, " > ", "\n"), '\n');
}

Match matchPath(const std::string &joined, std::vector<std::string> samples = {}) {
    return matchList(Taxonomy::builtIn(), {{"1", pathOf(joined), std::move(samples), {}, {}}}).front();
}

std::string answer(const Match &m) {
    if (m.action == Match::Column)
        return m.candidates.front().code;
    return std::string(toText(m.action));
}

} // namespace

class MatcherTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void paths_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *path, const char *code) {
            QTest::newRow(path) << QString::fromUtf8(path) << QString::fromUtf8(code);
        };
        row("政务公开 > 通知公告", "0205");
        row("政务公开 > 公告、公示", "0205");
        row("政務公開 > 通知公告", "0205");
        row("新闻中心 > 公告通知", "0205");
        row("政务公开 > 2024年 > 通知公告", "0205");
        row("政府信息公开 > 部门目录 > 区住建局 > 法定主动公开内容 > 住房保障", "021107");
        row("互动交流 > 市长信箱", "0501");
        row("互动交流 > 书记镇长信箱", "0501");
        row("办事服务 > 表格下载", "0404");
        row("政务公开 > 政策文件 > 沪府发", "fold");
        row("政务公开 > 政策文件 > 2019年", "fold");
        row("政务公开 > 部门信息公开 > 教育局", "fold");
        row("政务公开 > 政策文件 > 更多>>", "fold");
        row("政务公开 > 政务公开", "fold");
        row("政务公开 > 人大议案 > 第十三届", "fold");
        row("测试栏目", "drop");
        row("友情链接", "drop");
        row("政务公开 > 重点领域 > 临时救助", "021106");
        row("专题专栏 > 安全生产", "0701");
        row("政务公开 > 重点领域 > 安全生产", "021109");
        row("专题专栏 > 安全生产专题 > 工作动态", "0102");
        row("走进云河", "08");
        row("学校概况", "0203");
        row("政务公开 > 政府令", "020401");
        row("政务公开 > 人大代表建议和政协委员提案办理", "0213");
        row("梧桐树下", "ask");
        row("心语", "ask");
        row("", "ask");
    }
    void paths() {
        const Match m = matchPath(fetched("path"));
        QVERIFY2(answer(m) == fetched("code"), (answer(m) + ": " + m.reason).c_str());
        QVERIFY(!m.reason.empty());
        QVERIFY(m.candidates.size() <= 3);
    }

    void contentDecidesAmbiguousNames() {
        COMPARE_TEXT(
            answer(matchPath("政务公开 > 公告", {"某某工程招标公告", "办公设备采购公告", "中标结果公告"})),
            "020902");
        COMPARE_TEXT(answer(matchPath("政务公开 > 公示", {"关于张某等同志任前公示", "拟任职人选公示"})),
                     "020801");
        COMPARE_TEXT(answer(matchPath("政务公开 > 公示", {"关于某村低保对象的公示"})), "0205");
    }

    void attributesAreKept() {
        const Match year = matchPath("政务公开 > 通知公告 > 2019年度");
        COMPARE_TEXT(year.keepAs, "year");
        COMPARE_TEXT(year.keepValue, "2019");
        const Match body = matchPath("政务公开 > 部门信息公开 > 教育局");
        COMPARE_TEXT(body.keepAs, "publisher");
        COMPARE_TEXT(body.keepValue, "教育局");
    }

    void addressAndTagSupport() {
        ColumnEvidence e;
        e.column.name = "蓝色通道";
        const Taxonomy &t = Taxonomy::builtIn();
        QCOMPARE(matchColumn(t, NameContext(), e, {}).action, Match::Ask);
        e.column.type = "通知公告";
        COMPARE_TEXT(answer(matchColumn(t, NameContext(), e, {})), "0205");
        e.column.type.clear();
        e.column.slug = "tzgg2";
        COMPARE_TEXT(answer(matchColumn(t, NameContext(), e, {{"政务公开", "02"}})), "0205");
    }

    void groupsAreIndexColumns() {
        const auto both =
            matchList(Taxonomy::builtIn(), {{"1", {"政务公开", "政府文件"}, {}, {}, {}},
                                            {"2", {"政务公开", "政府文件", "规范性文件"}, {}, {}, {}}});
        COMPARE_TEXT(answer(both[0]), "0204");
        COMPARE_TEXT(answer(both[1]), "020402");
        COMPARE_TEXT(answer(matchPath("政务公开 > 政府文件")), "020403");
    }

    void siteNamesAreDropped() {
        Site site;
        site.name = "云河县教育局";
        ColumnEvidence e;
        e.column.name = "云河县教育局通知公告";
        COMPARE_TEXT(answer(matchColumn(Taxonomy::builtIn(), site, e, {})), "0205");
        e.column.name = "云河概况";
        COMPARE_TEXT(answer(matchColumn(Taxonomy::builtIn(), site, e, {})), "08");
    }

    /// Scores are sorted, codes known, and the answer of one column does not depend on the others' order.
    void orderIndependent() {
        std::vector<ListItem> items;
        for (const TaxonomyColumn &c : Taxonomy::builtIn().columns()) {
            for (const std::string &synonym : c.synonyms) {
                std::vector<std::string> path = Taxonomy::builtIn().namePath(c.parent);
                path.push_back(synonym);
                items.push_back({std::to_string(items.size()), path, {}, {}, {}});
            }
        }
        const std::vector<Match> straight = matchList(Taxonomy::builtIn(), items);
        std::vector<std::size_t> order(items.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        std::shuffle(order.begin(), order.end(),
                     std::mt19937(7)); // NOLINT(cert-msc51-cpp): a fixed seed is wanted
        std::vector<ListItem> shuffled;
        for (std::size_t i : order)
            shuffled.push_back(items[i]);
        const std::vector<Match> mixed = matchList(Taxonomy::builtIn(), shuffled);
        for (std::size_t i = 0; i < order.size(); ++i) {
            const Match &a = straight[order[i]];
            QCOMPARE(a.action, mixed[i].action);
            QVERIFY(a.candidates == mixed[i].candidates);
            for (std::size_t c = 1; c < a.candidates.size(); ++c)
                QVERIFY(a.candidates[c - 1].score >= a.candidates[c].score);
            for (const Candidate &c : a.candidates)
                QVERIFY(Taxonomy::builtIn().find(c.code) && !c.reason.empty());
        }
    }
};

QTEST_GUILESS_MAIN(MatcherTest)
#include "matcher_test.moc"
