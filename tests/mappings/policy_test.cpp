#include "mappings/identity/policy.h"
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

    void interpretations() {
        QVERIFY(isInterpretationTitle("《城市管理办法》政策解读"));
        QVERIFY(isInterpretationTitle("一图读懂：惠企政策"));
        QVERIFY(!isInterpretationTitle("关于印发城市管理办法的通知"));
    }
};

QTEST_GUILESS_MAIN(PolicyTest)
#include "policy_test.moc"
