#include "mappings/dedupe/fold.h"
#include "mappings/dedupe/relation.h"
#include "mappings/dedupe/signature.h"
#include "mappings/dedupe/survivor.h"
#include "text_of.h"

using namespace guiyi;
using namespace guiyi::mapping;

namespace {

const std::string Notice =
    "各乡镇人民政府，各街道办事处，县直有关单位：\n"
    "为进一步规范建设项目管理，保障工程质量，依据有关法律、法规，结合我县实际，现就有关事项通知如下。\n"
    "一、各单位应当于每年3月底前报送年度项目计划，计划应当列明投资概算、资金来源和建设期限。\n"
    "二、总投资500万元以上的项目，应当组织专家论证；论证意见作为审批的依据之一。\n"
    "三、审计机关对项目资金的使用进行监督，每季度通报1次，结果向社会公开，接受群众监督。\n"
    "四、项目资本金不低于20%，预备费不超过8%，工程变更增加投资10%以上的应当重新报批。\n"
    "本办法自2019年5月1日起施行，有效期5年。\n清禾县发展和改革局\n2019年3月5日";

/// `text` with every `from` of the list replaced by its `to`.
std::string edited(std::string text, const std::vector<std::pair<std::string, std::string>> &edits) {
    for (const auto &[from, to] : edits)
        text = text::replaceAll(std::move(text), from, to);
    return text;
}

Verdict between(const std::string &titleA, const std::string &bodyA, const std::string &titleB,
                const std::string &bodyB) {
    const ComparedText a = comparedText(titleA, bodyA), b = comparedText(titleB, bodyB);
    const Verdict v = relationOf(a, b), w = relationOf(b, a);
    if (v.relation != w.relation || v.apart != w.apart)
        qFatal("not symmetric");
    return v;
}

SurvivorFacts facts(std::string_view url, bool issuer, std::uint32_t characters, std::uint32_t files,
                    std::string_view published, std::string_view level) {
    return {"s", url, level, published, issuer, characters, files};
}

} // namespace

class RelationTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void folded_data() {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<bool>("same");
        const auto row = [](const char *label, const char *a, const char *b, bool same) {
            QTest::newRow(label) << QString::fromUtf8(a) << QString::fromUtf8(b) << same;
        };
        row("blanks", "关于 开展　检查\n的通知", "关于开展检查的通知", true);
        row("full width", "第１号（ＡＢ）", "第1号(ab)", true);
        row("quotes", "“双随机”", "\"双随机\"", true);
        row("document number brackets", "国办发〔2017〕47号", "国办发[2017]47号", true);
        row("dashes", "2018—2020年", "2018-2020年", true);
        row("ellipsis", "等等……", "等等…", true);
        row("beyond the basic plane", "𠮷野", "吉野", false);
        row("other digits", "第1号", "第2号", false);
        row("other words", "通知", "通告", false);
    }
    void folded() {
        QFETCH(bool, same);
        const TextPrint a = printOf(fetched("a")), b = printOf(fetched("b"));
        QCOMPARE(a.high == b.high && a.low == b.low, same);
        QCOMPARE(foldedText(fetched("a")) == foldedText(fetched("b")), same);
        COMPARE_TEXT(foldedText(foldedText(fetched("a"))), foldedText(fetched("a")));
    }

    /// Any bytes are folded: cut characters, lone continuation bytes, NUL.
    void foldsAnyBytes() {
        for (const std::string &bytes : {std::string("\xE4\xB8"), std::string("\x80\xFF\xE4"),
                                         std::string("a\0b", 3), std::string("\xF0\x9F\x98")})
            QVERIFY(printOf(bytes).characters <= bytes.size());
    }

    void titleMarks() {
        COMPARE_TEXT(normalisedTitleKey("【已失效】关于印发的通知"), normalisedTitleKey("关于印发的通知"));
        COMPARE_TEXT(normalisedTitleKey("[转载] (图文) 新闻"), normalisedTitleKey("新闻"));
        QVERIFY(normalisedTitleKey("【重要】新闻") != normalisedTitleKey("新闻"));
    }

    void signaturesEstimateSimilarity() {
        const Signature whole = printOf(Notice).signature;
        QCOMPARE(estimatedSimilarity(whole, printOf(Notice).signature), 1.0);
        const double near =
            estimatedSimilarity(whole, printOf(edited(Notice, {{"进一步", "更加"}})).signature);
        QVERIFY2(near > 0.8 && near < 1, std::to_string(near).c_str());
        const std::string other =
            "昨日上午，市民代表来到污水处理厂，参观了沉淀池、化验室和中控室，了解一滴水的旅程。"
            "讲解员用通俗的语言回答了孩子们提出的各种问题，现场笑声不断，气氛热烈。";
        QVERIFY(estimatedSimilarity(whole, printOf(other).signature) < 0.1);
        // Punctuation and blanks do not count.
        QCOMPARE(estimatedSimilarity(whole, printOf(edited(Notice, {{"，", ","}, {"。", " ； "}})).signature),
                 1.0);
    }

    void relations_data() {
        QTest::addColumn<QString>("titleA");
        QTest::addColumn<QString>("bodyA");
        QTest::addColumn<QString>("titleB");
        QTest::addColumn<QString>("bodyB");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *label, const std::string &ta, const std::string &a,
                            const std::string &tb, const std::string &b, const char *expected) {
            QTest::newRow(label) << text::toQString(ta) << text::toQString(a) << text::toQString(tb)
                                 << text::toQString(b) << QString::fromUtf8(expected);
        };
        const std::string title = "关于规范建设项目管理的通知";
        row("the same", title, Notice, title, Notice, "exact");
        row("other typography", title, Notice, title, edited(Notice, {{"，", ", "}, {"。", "．"}}), "exact");
        row("retitled", title, Notice, "县发改局规范项目管理", Notice, "exact");
        row("words changed", title, Notice, title, edited(Notice, {{"进一步", "更加"}, {"保障", "确保"}}),
            "near");
        row("a sentence more", title, Notice, title,
            edited(Notice, {{"接受群众监督。", "接受群众监督。各单位要高度重视，认真抓好落实。"}}), "near");
        row("one number of several corrected", title, Notice, title, edited(Notice, {{"500万", "600万"}}),
            "near");
        row("an editor's line", title, Notice, title, Notice + "\n（来源：县政府网）", "near");
        row("the first paragraphs", title, Notice, title, Notice.substr(0, Notice.find("三、")), "excerpt");
        row("other dates", title, Notice, title,
            edited(Notice, {{"2019年5月1日", "2021年6月1日"}, {"2019年3月5日", "2021年4月7日"}}), "series");
        row("another year in the title", "2019年" + title, Notice, "2020年" + title, Notice, "series");
        row("another issue", "价格监测周报（第11期）", Notice, "价格监测周报（第12期）", Notice, "series");
        row("another issue in Chinese numerals", "价格监测周报第十一期", Notice, "价格监测周报第十二期",
            Notice, "series");

        const std::string bulletin = "本周我县主要农副产品价格监测情况如下：大米每斤2.85元，面粉每斤2.40元，"
                                     "猪肉每斤13.50元，鸡蛋每斤4.80元，大白菜每斤1.20元，土豆每斤1.95元，"
                                     "草鱼每斤7.60元。总体看，市场供应充足，价格基本平稳。";
        row("weekly prices", "每周价格监测", bulletin, "每周价格监测",
            edited(
                bulletin,
                {{"13.50", "14.20"}, {"4.80", "5.05"}, {"1.20", "1.35"}, {"1.95", "1.80"}, {"7.60", "7.75"}}),
            "series");

        // How long and since when are values of the text, the days it is about are the same.
        row("other durations", title, Notice, title,
            edited(Notice, {{"有效期5年。", "有效期5年，自施行之日起15日内备案。"},
                            {"结合我县实际，", "结合我县2018年以来的实际，"}}),
            "near");
        row("since another year", title, edited(Notice, {{"结合我县实际，", "结合我县2017年以来的实际，"}}),
            title, edited(Notice, {{"结合我县实际，", "结合我县2018年以来的实际，"}}), "near");
        row("a day corrected under a title that names an issue", "第8次常务会议研究项目管理",
            edited(Notice, {{"2019年3月5日", "2019年3月6日"}, {"500万元", "501万元"}, {"1次", "2次"}}),
            "第8次常务会议研究项目管理", Notice, "near");
        row("the same under a title that names none", title,
            edited(Notice, {{"2019年3月5日", "2018年4月6日"}, {"500万元", "501万元"}, {"1次", "2次"}}), title,
            Notice, "series");
        row("an excerpt that is the whole", title, Notice, title, Notice + "\n", "exact");

        const std::string water =
            "因供水管网改造施工，我公司定于3月12日8时至18时对人民路沿线实施临时停水，"
            "请广大用户提前做好储水准备，施工期间给您带来不便，敬请谅解。服务热线：0750-3312345。";
        row("another day without water", "停水通知", water, "停水通知",
            edited(water, {{"3月12日8时", "4月20日9时"}}), "series");
        row("another road", "停水通知", water, "停水通知", edited(water, {{"人民路", "解放路"}}), "series");

        const std::string penalty =
            "经查，当事人张三在未取得食品经营许可证的情况下从事食品经营活动，其行为违反了"
            "《中华人民共和国食品安全法》第三十五条第一款的规定。依据该法第一百二十二条，"
            "决定对张三处以罚款5000元，并没收违法所得。当事人应当自收到本决定书之日起"
            "15日内到指定银行缴纳罚款。";
        row("another person", "行政处罚决定书", penalty, "行政处罚决定书",
            edited(penalty, {{"张三", "李四"}}), "series");
        row("another sum", "行政处罚决定书", penalty, "行政处罚决定书",
            edited(penalty, {{"5000元", "8000元"}}), "series");
        row("another company", "关于甲公司环评批复的公示",
            edited(Notice, {{"各乡镇人民政府", "清禾宏达建材有限公司"}}), "关于甲公司环评批复的公示",
            edited(Notice, {{"各乡镇人民政府", "云岭远大木业有限公司"}}), "series");
        row("a form with two names", "任前公示",
            "经县委研究，拟任命王建国同志为县水务局副局长，现予公示。公示期间，如有异议，请向县委组织部反映，"
            "电话12380。",
            "任前公示",
            "经县委研究，拟任命刘志强同志为县水务局副局长，现予公示。公示期间，如有异议，请向县委组织部反映，"
            "电话12380。",
            "series");
        row("see the attachment", "公告", "详见附件。", "公告", "详见附件。", "different");
        row("two texts", title, Notice, "停水通知", water, "different");
    }
    void relations() {
        const Verdict v = between(fetched("titleA"), fetched("bodyA"), fetched("titleB"), fetched("bodyB"));
        COMPARE_TEXT(std::string(toText(v.relation)), fetched("expected"));
        QVERIFY(!v.reason.empty() || v.relation == Relation::Different);
    }

    void documentNumbers() {
        ComparedText a = comparedText("关于印发办法的通知", Notice);
        ComparedText b = comparedText("关于印发办法的通知", edited(Notice, {{"500万元", "800万元"}}));
        a.documentNumber = b.documentNumber = "清发改〔2019〕12号";
        QCOMPARE(relationOf(a, b).relation, Relation::Revision);
        QVERIFY(relationOf(a, b).apart);
        b.documentNumber = "清发改〔2019〕13号";
        QCOMPARE(relationOf(a, b).relation, Relation::Series);
        b = comparedText("关于印发办法的通知", edited(Notice, {{"，", ","}}));
        b.documentNumber = a.documentNumber;
        QCOMPARE(relationOf(a, b).relation, Relation::Exact);
    }

    void formsWithOtherAttachments() {
        const std::string form =
            "现将本期食品安全监督抽检信息予以公布，合格产品和不合格产品的具体信息见附件。"
            "特别提醒消费者，在市场上发现不合格产品时，请拨打投诉举报电话。";
        ComparedText a = comparedText("食品安全监督抽检信息公告", form), b = a;
        a.files = {"aa"};
        b.files = {"bb"};
        QCOMPARE(relationOf(a, b).relation, Relation::Series);
        b.files = {"aa", "bb"};
        QCOMPARE(relationOf(a, b).relation, Relation::Exact);
        b.files.clear();
        QCOMPARE(relationOf(a, b).relation, Relation::Exact);
    }

    void survivors() {
        const auto chosen = [](std::vector<SurvivorFacts> members) {
            const std::string_view url = members[chooseSurvivor(members)].url;
            std::reverse(members.begin(), members.end());
            return members[chooseSurvivor(members)].url == url ? std::string(url)
                                                               : std::string("order matters");
        };
        COMPARE_TEXT(chosen({facts("early", false, 100, 0, "2019-01-01", "province"),
                             facts("issuer", true, 100, 0, "2019-02-01", "township")}),
                     "issuer");
        COMPARE_TEXT(chosen({facts("short", false, 80, 0, "2019-01-01", "city"),
                             facts("whole", false, 100, 0, "2019-02-01", "city")}),
                     "whole");
        COMPARE_TEXT(chosen({facts("bare", false, 100, 0, "2019-01-01", "city"),
                             facts("files", false, 98, 2, "2019-02-01", "city")}),
                     "files");
        COMPARE_TEXT(chosen({facts("late", false, 100, 0, "2019-02-01", "city"),
                             facts("early", false, 98, 0, "2019-01-01", "district"),
                             facts("undated", false, 98, 0, "", "province")}),
                     "early");
        COMPARE_TEXT(chosen({facts("b", false, 100, 0, "2019-01-01", "district"),
                             facts("c", false, 100, 0, "2019-01-01", "city")}),
                     "c");
        const std::vector<SurvivorFacts> two{facts("a", true, 100, 0, "2019-01-01", "city"),
                                             facts("b", false, 100, 0, "2019-01-01", "city")};
        COMPARE_TEXT(survivorReason(two, 0), "kept on the site that issued it");
    }
};

QTEST_GUILESS_MAIN(RelationTest)
#include "relation_test.moc"
