#include "mappings/dedupe/exact.h"
#include "text_of.h"

#include <algorithm>
#include <random>

using namespace guiyi;
using namespace guiyi::mapping;

namespace {

const std::string LongText =
    "为进一步规范本行政区域内的建设项目管理，依据有关法律、法规，结合实际，制定本办法。"
    "本办法自发布之日起施行，有效期五年，由主管部门负责解释。";

DuplicateCandidate article(const std::string &site, const std::string &url, const std::string &body,
                           const std::string &date = "2019-03-05",
                           const std::string &title = "关于印发办法的通知") {
    DuplicateCandidate c;
    c.site = site;
    c.url = url;
    c.titleKey = normalisedTitleKey(title);
    c.published = date;
    c.textKey = normalisedTextKey(body);
    c.textLength = static_cast<std::int64_t>(text::visibleLength(body));
    c.level = "district";
    return c;
}

std::vector<std::string> named(const std::vector<DuplicateCandidate> &all,
                               const std::vector<DuplicateCluster> &clusters) {
    std::vector<std::string> lines;
    for (const DuplicateCluster &c : clusters) {
        std::string line = all[c.survivor].url + " <-";
        for (std::size_t m : c.members)
            line += " " + all[m].url;
        lines.push_back(line + " | " + c.reason);
    }
    return lines;
}

} // namespace

class ExactTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textKeys_data() {
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
        row("other digits", "第1号", "第2号", false);
        row("other words", "通知", "通告", false);
    }
    void textKeys() {
        QFETCH(bool, same);
        QCOMPARE(normalisedTextKey(fetched("a")) == normalisedTextKey(fetched("b")), same);
        COMPARE_TEXT(foldedText(foldedText(fetched("a"))), foldedText(fetched("a")));
    }

    void titleMarks() {
        COMPARE_TEXT(normalisedTitleKey("【已失效】关于印发的通知"), normalisedTitleKey("关于印发的通知"));
        COMPARE_TEXT(normalisedTitleKey("[转载] (图文) 新闻"), normalisedTitleKey("新闻"));
        QVERIFY(normalisedTitleKey("【重要】新闻") != normalisedTitleKey("新闻"));
    }

    void originSurvives() {
        std::vector<DuplicateCandidate> all{article("s1", "http://a/1", LongText, "2019-01-01"),
                                            article("s2", "http://b/1", LongText, "2019-02-01")};
        all[1].sourceIsOwnSite = true;
        QCOMPARE(clusterExact(all).size(), std::size_t(1));
        QCOMPARE(clusterExact(all)[0].survivor, std::size_t(1));
        all[1].sourceIsOwnSite = false;
        QCOMPARE(clusterExact(all)[0].survivor, std::size_t(0)); // the earliest
        all[1].published = all[0].published;
        all[1].level = "city";
        QCOMPARE(clusterExact(all)[0].survivor, std::size_t(1)); // the higher level
        all[0].published.clear();
        QCOMPARE(clusterExact(all)[0].survivor, std::size_t(1)); // an unknown date is not the earliest
    }

    void shortTexts() {
        std::vector<DuplicateCandidate> all{article("s1", "http://a/1", "见附件"),
                                            article("s2", "http://b/1", "见附件")};
        QCOMPARE(clusterExact(all).size(), std::size_t(1));
        all[1].filesKey = "f";
        QVERIFY(clusterExact(all).empty());
        all[0].filesKey = "f";
        all[1].published = "2019-03-06";
        QVERIFY(clusterExact(all).empty());
        all[1].published = all[0].published;
        all[1].titleKey = "其他";
        QVERIFY(clusterExact(all).empty());
    }

    void emptyTextsAndLetters() {
        std::vector<DuplicateCandidate> all{article("s1", "http://a/1", ""), article("s2", "http://b/1", "")};
        QVERIFY(clusterExact(all).empty());
        std::vector<DuplicateCandidate> letters{article("s1", "http://a/1", LongText),
                                                article("s2", "http://b/1", LongText)};
        letters[0].isLetter = true;
        QVERIFY(clusterExact(letters).empty());
    }

    void filesInAnyOrder() {
        FileReference a, b;
        a.sha256 = "aa";
        b.name = "附件 1.doc";
        COMPARE_TEXT(filesKeyOf({a, b}), filesKeyOf({b, a}));
        QVERIFY(filesKeyOf({a}) != filesKeyOf({a, b}));
        QVERIFY(filesKeyOf({}).empty());
    }

    /// Any order of the input gives the same clusters, survivors and reasons.
    void orderIndependent() {
        std::vector<DuplicateCandidate> all;
        for (int i = 0; i < 60; ++i) {
            DuplicateCandidate c =
                article("s" + std::to_string(i % 5), "http://x/" + std::to_string(i),
                        LongText + std::to_string(i % 11), "2019-03-0" + std::to_string(1 + i % 3));
            c.sourceIsOwnSite = i % 7 == 0;
            c.level = i % 2 ? "city" : "district";
            all.push_back(c);
        }
        const auto expected = named(all, clusterExact(all));
        QCOMPARE(expected.size(), std::size_t(11));
        for (unsigned seed = 1; seed <= 20; ++seed) {
            std::vector<DuplicateCandidate> mixed = all;
            std::shuffle(mixed.begin(), mixed.end(), std::mt19937(seed));
            QVERIFY2(named(mixed, clusterExact(mixed)) == expected, std::to_string(seed).c_str());
        }
    }
};

QTEST_GUILESS_MAIN(ExactTest)
#include "exact_test.moc"
