// Rules given by people: address patterns, mistakes, and what a rule changes on a page.
#include "adapters/site/page_extractor.h"

#include <QtTest/qtest.h>

using namespace guiyi;
using namespace guiyi::site;

namespace {

/// A site of one host whose source holds nothing else.
struct OneHost : SiteLinks {
    std::optional<Url> own(const Url &url) const override {
        return url.host() == "www.a.gov.cn" ? std::optional(url) : std::nullopt;
    }
    TargetKind kindOf(const Url &) const override { return TargetKind::MissingPage; }
};

Site siteWith(TemplateRules rules) {
    Site site;
    site.id = "a";
    site.templates.push_back(std::move(rules));
    return site;
}

PageDraft readWith(const Site &site, const std::string &markup, const std::string &url) {
    std::vector<Error> mistakes;
    const PageRules rules = PageRules::compile(site, mistakes);
    const SiteModel model;
    const PageExtractor extractor(Knowledge::builtIn(), model, "某县人民政府", &rules);
    return extractor.extract(html::Document::parse(markup), *Url::parse(url), OneHost());
}

constexpr const char *Page =
    "<html><head><title>首页</title><meta name=\"PubDate\" content=\"2018-01-02 08:00\"></head><body>"
    "<div class=\"menu\">政务公开 新闻动态</div>"
    "<b class=\"big\">关于修桥的通知</b><i id=\"when\">二〇一九年三月五日</i><i id=\"who\">来源：本站</i>"
    "<div id=\"text\"><p>各村民小组：现将修桥事项通知如下，请遵照执行。</p><p "
    "class=\"share\">分享到微博微信</p></div>"
    "<div class=\"foot\">版权所有</div></body></html>";

} // namespace

class RulesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void patterns() {
        QVERIFY(fitsPattern("", "/a"));
        QVERIFY(fitsPattern("/content/*", "/content/post_1.html"));
        QVERIFY(!fitsPattern("/content/*", "/xx/content/post_1.html"));
        QVERIFY(fitsPattern("*/t*_*.html", "/zwgk/201903/t20190305_1.html"));
        QVERIFY(fitsPattern("/show.asp?id=*", "/show.asp?id=12"));
        QVERIFY(!fitsPattern("/show.asp?id=*x", "/show.asp?id=12"));
        QVERIFY(fitsPattern("/a**", "/a"));
    }

    void everyMistakeIsTold() {
        TemplateRules rules;
        rules.name = "article";
        rules.kind = "novel";
        rules.selectors["title"] = {"h1[["};
        rules.selectors["body"] = {"//div["};
        rules.selectors["colour"] = {"h1"};
        std::vector<Error> mistakes;
        const PageRules compiled = PageRules::compile(siteWith(rules), mistakes);
        QCOMPARE(mistakes.size(), std::size_t(4));
        QVERIFY(compiled.empty());
        for (const Error &mistake : mistakes) {
            QCOMPARE(mistake.kind, ErrorKind::Usage);
            QVERIFY(mistake.where.find("sites/a.yaml: templates.article.") == 0);
            QVERIFY(!mistake.advice.empty());
        }
    }

    void ruleDecides() {
        TemplateRules rules;
        rules.name = "article";
        rules.url = "/show*";
        rules.kind = "article";
        rules.selectors = {{"title", {"b.big"}},
                           {"date", {"//i[@id='when']"}},
                           {"source", {"#who"}},
                           {"body", {"#none", "#text"}},
                           {"remove", {".share"}}};
        const PageDraft draft = readWith(siteWith(rules), Page, "http://www.a.gov.cn/show.asp?id=1");
        QCOMPARE(draft.form, PageForm::Article);
        QCOMPARE(draft.article.title, std::string("关于修桥的通知"));
        QCOMPARE(draft.article.published, std::string("2019-03-05"));
        QCOMPARE(draft.article.sourceShown, std::string("本站"));
        QCOMPARE(draft.article.source, std::string("某县人民政府"));
        QCOMPARE(draft.article.bodyText, std::string("各村民小组：现将修桥事项通知如下，请遵照执行。"));
        QCOMPARE(draft.article.evidence.at("title").confidence, 1.0);
        QVERIFY(draft.article.evidence.at("body").rule.find("rule") == 0);
    }

    void otherAddressesAreLeftAlone() {
        TemplateRules rules;
        rules.name = "article";
        rules.url = "/content/*";
        rules.kind = "article";
        rules.selectors["title"] = {"#who"};
        const PageDraft draft = readWith(siteWith(rules), Page, "http://www.a.gov.cn/other.html");
        QVERIFY(draft.article.title != "来源：本站");
    }

    void nothingFoundIsTold() {
        TemplateRules rules;
        rules.name = "article";
        rules.selectors["title"] = {"h6"};
        const PageDraft draft = readWith(siteWith(rules), Page, "http://www.a.gov.cn/show.asp?id=1");
        QVERIFY(std::any_of(draft.findings.begin(), draft.findings.end(),
                            [](const Finding &f) { return f.rule == "rule.nothing"; }));
    }

    void kindOtherIsNoArticle() {
        TemplateRules rules;
        rules.name = "tool";
        rules.kind = "other";
        QCOMPARE(readWith(siteWith(rules), Page, "http://www.a.gov.cn/2019/3/5/art_1_2.html").form,
                 PageForm::Other);
    }
};

QTEST_GUILESS_MAIN(RulesTest)
#include "rules_test.moc"
