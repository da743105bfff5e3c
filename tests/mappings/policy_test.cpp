#include "mappings/identity/policy.h"
#include "mappings/identity/policy_facts.h"
#include "text_of.h"

using namespace guiyi;
using namespace guiyi::mapping;

class PolicyTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void numbers_data() {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *written, const char *expected) {
            QTest::newRow(written) << QString::fromUtf8(written) << QString::fromUtf8(expected);
        };
        row("国办发〔2017〕47号", "国办发〔2017〕47号");
        row("国办发[2017]47号", "国办发〔2017〕47号");
        row("国办发【２０１７】第047 号", "国办发〔2017〕47号");
        row("国办函（2018）55号", "国办函〔2018〕55号");
        row("文号：粤府〔2019〕1号", "粤府〔2019〕1号");
        row("根据国办发〔2017〕47号文件", "国办发〔2017〕47号");
        row("国务院令第711号", "国务院令第711号");
        row("省政府令（第35号）", "省政府令第35号");
        row("共有（2017）人", "");
        row("〔2017〕47号", "");
        row("第47号", "");
        row("", "");
    }
    void numbers() {
        COMPARE_TEXT(normalisedDocumentNumber(fetched("written")), fetched("expected"));
        COMPARE_TEXT(normalisedDocumentNumber(fetched("expected")), fetched("expected"));
    }

    void quotedTitles() {
        const std::vector<std::string> titles =
            quotedTitlesIn("《关于印发〈办法〉的通知》和《细则》、《细则》，以及《没有结尾");
        QCOMPARE(titles.size(), std::size_t(2));
        COMPARE_TEXT(titles[1], "细则");
        QVERIFY(quotedTitlesIn("》没有开头").empty());
    }

    void validity() {
        QCOMPARE(validityOf("有效", ""), Validity::Valid);
        QCOMPARE(validityOf("已失效", "关于办法的通知"), Validity::Expired);
        QCOMPARE(validityOf("", "【已废止】关于印发办法的通知"), Validity::Repealed);
        QCOMPARE(validityOf("", "关于印发办法的通知（已修改）"), Validity::Amended);
        QCOMPARE(validityOf("", "关于废止部分规范性文件的决定"), Validity::Unknown);
        COMPARE_TEXT(toText(Validity::Valid), "现行有效");
    }

    void factsOfTheText() {
        const std::string body = "清府办〔2019〕12号\n各镇人民政府，县直有关单位：\n"
                                 "根据自2015年1月1日起施行的《条例》，制定本办法。\n"
                                 "本办法自2019年5月1日起施行，有效期5年。\n清禾县人民政府办公室\n"
                                 "二〇一九年三月五日\n附件：表格";
        const auto facts = policyFactsOf(ArticleKind::Article, {}, "关于印发办法的通知", body, "2019-03-08");
        QVERIFY(facts.has_value());
        COMPARE_TEXT(facts->number, "清府办〔2019〕12号");
        COMPARE_TEXT(facts->issuer, "清禾县人民政府办公室");
        COMPARE_TEXT(facts->written, "2019-03-05");
        COMPARE_TEXT(facts->effective, "2019-05-01");
        COMPARE_TEXT(facts->expires, "2024-04-30");
        QCOMPARE(facts->validity, Validity::Unknown);
    }

    void termsInForce_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("effective");
        QTest::addColumn<QString>("expires");
        const auto row = [](const char *text, const char *effective, const char *expires) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(effective)
                                << QString::fromUtf8(expires);
        };
        row("本规定自印发之日起施行，有效期至2024年12月31日。", "2019-03-05", "2024-12-31");
        row("本办法自2020年2月29日起正式实施，有效期为三年", "2020-02-29", "2023-02-27");
        row("有效期自2019年4月1日至2021年3月31日。", "2019-04-01", "2021-03-31");
        row("自2019年4月1日起报名", "", "");
        row("自2019年13月1日起施行", "", "");
        row("有效期500年", "", "");
        row("许可证有效期五年", "", ""); // of something else: no day to count from
        row("自", "", "");
    }
    void termsInForce() {
        const std::string body = fetched("text") + "\n县人民政府\n2019年3月5日";
        DocumentInfo box;
        box.number = "清府〔2019〕1号";
        const auto facts = policyFactsOf(ArticleKind::Policy, box, "关于印发办法的通知", body, "2019-03-08");
        QVERIFY(facts.has_value());
        COMPARE_TEXT(facts->effective, fetched("effective"));
        COMPARE_TEXT(facts->expires, fetched("expires"));
    }

    void theBoxIsRight() {
        DocumentInfo box;
        box.number = "清府[2019]01号";
        box.issuer = "县政府";
        box.written = "2019-01-02";
        box.effective = "2019-02-01";
        box.expires = "2022-01-31";
        const std::string body =
            "（此件已于2021年废止）\n自2019年5月1日起施行，有效期5年。\n县教育局\n2019年3月5日";
        auto facts = policyFactsOf(ArticleKind::Policy, box, "关于印发办法的通知", body, "");
        QVERIFY(facts.has_value());
        COMPARE_TEXT(facts->number, "清府〔2019〕1号");
        COMPARE_TEXT(facts->issuer, "县政府");
        COMPARE_TEXT(facts->written, "2019-01-02");
        COMPARE_TEXT(facts->effective, "2019-02-01");
        COMPARE_TEXT(facts->expires, "2022-01-31");
        QCOMPARE(facts->validity, Validity::Repealed); // the box is silent on it
        box.status = "有效";
        facts = policyFactsOf(ArticleKind::Policy, box, "关于印发办法的通知", body, "");
        QCOMPARE(facts->validity, Validity::Valid);
    }

    void noPolicyDocuments() {
        const auto none = [](ArticleKind kind, const char *title, const char *body) {
            return !policyFactsOf(kind, {}, title, body, "2019-01-01").has_value();
        };
        QVERIFY(none(ArticleKind::Article, "我县召开会议", "会议学习了国办发〔2017〕47号文件精神。"));
        QVERIFY(none(ArticleKind::Article, "《办法》政策解读", "清府〔2019〕1号\n一、背景"));
        QVERIFY(none(ArticleKind::Letter, "来信", "清府〔2019〕1号"));
        QVERIFY(none(ArticleKind::Article, "", ""));
    }

    void interpretations() {
        QVERIFY(isInterpretationTitle("《城市管理办法》政策解读"));
        QVERIFY(isInterpretationTitle("一图读懂：惠企政策"));
        QVERIFY(!isInterpretationTitle("关于印发城市管理办法的通知"));
    }
};

QTEST_GUILESS_MAIN(PolicyTest)
#include "policy_test.moc"
