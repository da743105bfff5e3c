#include "adapters/page/class_words.h"
#include "adapters/page/json_reader.h"
#include "adapters/page/page_record.h"
#include "schema/base/text.h"

#include <QtTest/qtest.h>

using namespace guiyi;
using namespace guiyi::page;

namespace {

const std::string Paragraph = "<p>The storm, which formed on Monday, reached the coast on Tuesday night, "
                              "officials said in a statement.</p>";

PageRecord extract(const std::string &html, const char *address = "http://www.site.test/news/1.html") {
    const html::Document document = html::Document::parse(html);
    return extractPage(document, *Url::parse(address), "2026-01-01");
}

std::string repeated(const std::string &s, int times) {
    std::string all;
    for (int i = 0; i < times; ++i)
        all += s;
    return all;
}

} // namespace

class PageExtractorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void classWords() {
        QVERIFY(traitsOf("articleBody") & TraitBody);
        QVERIFY(traitsOf("TRS_Editor") & TraitBody);
        QVERIFY(traitsOf("post-share-buttons") & TraitShare);
        QVERIFY(traitsOf("wp-block-comments") & TraitComment);
        QVERIFY(!(traitsOf("header-shadow") & TraitAdvert));
        QVERIFY(!(traitsOf("loading") & TraitAdvert));
        QCOMPARE(traitsOf(""), Traits(0));
    }

    void lenientJson() {
        const JsonValue value = readJson(
            "/*x*/ {\"a\": \"1\\u4e2d \\\"q\\\" &amp;\", 'b', \"c\": [1, {\"d\": null},], \"e\": \"open");
        QCOMPARE(value.textOf("a"), std::string("1中 \"q\" &"));
        QCOMPARE(value.find("c")->items.size(), std::size_t(2));
        QCOMPARE(value.textOf("e"), std::string("open"));
        QCOMPARE(readJson("none").kind, JsonValue::Kind::Nothing);
        readJson(repeated("[", 100000));
    }

    void linesAroundTheTitle() {
        const PageRecord r =
            extract("<title>全县经济工作会议召开</title><div class=yinti>贯彻新发展理念</div>"
                    "<h1>全县经济工作会议召开</h1><h3>——部署全年重点任务</h3>"
                    "<div id=zoom>" +
                    repeated("<p>会议强调，要抓好重点项目建设，确保完成全年目标任务。</p>", 6) + "</div>");
        QCOMPARE(r.title.value, std::string("全县经济工作会议召开"));
        QCOMPARE(r.kicker.value, std::string("贯彻新发展理念"));
        QCOMPARE(r.subtitle.value, std::string("——部署全年重点任务"));
    }

    void sourceWithoutButtons() {
        const PageRecord r =
            extract("<h1>全县经济工作会议召开</h1><div>2019-09-07 13:43 来源: 新京报 <a href=#>举报</a></div>"
                    "<div id=zoom>" +
                    repeated("<p>会议强调，要抓好重点项目建设，确保完成全年目标任务。</p>", 6) + "</div>");
        QCOMPARE(r.source.value, std::string("新京报"));
    }

    void bodyWithoutFurniture() {
        const PageRecord r = extract(
            "<title>Storm hits coast | Daily News</title><div class=menu><a href=/>Home</a></div><h1>Storm "
            "hits coast</h1>"
            "<div class=entry-content>" +
            repeated(Paragraph, 4) +
            "<figure><img src=/a.jpg><figcaption>Waves in the harbour</figcaption></figure>"
            "<p>Read more: <a href=/2>Another storm</a></p><ul class=related><li><a "
            "href=/3>Three</a></ul></div>"
            "<div id=comments>" +
            repeated("<p>Nice text, thank you, I liked it, every word of it, and more.</p>", 9) + "</div>");
        QCOMPARE(r.title.value, std::string("Storm hits coast"));
        QVERIFY(text::contains(r.body.text, "The storm, which"));
        for (const char *noise : {"Home", "Read more", "Three", "Nice text", "Storm hits", "Waves"})
            QVERIFY2(!text::contains(r.body.text, noise), noise);
        QVERIFY(text::contains(r.body.html, "<figcaption>Waves in the harbour</figcaption>"));
        QCOMPARE(r.body.images.size(), std::size_t(1));
        QCOMPARE(r.body.images[0].url, std::string("http://www.site.test/a.jpg"));
    }

    void nothingExecutable() {
        const PageRecord r =
            extract("<div class=content>" + repeated(Paragraph, 3) +
                    "<p onclick=a()>x <a href='javascript:b()'>link</a> <img src='data:x' onerror=c()>"
                    "<iframe src=d></iframe><script>e()</script></p></div>");
        for (const char *danger : {"onclick", "javascript", "onerror", "<script", "<iframe", "data:"})
            QVERIFY2(!text::contains(r.body.html, danger), danger);
        QVERIFY(text::contains(r.body.text, "link"));
    }

    void leadAboveTheBody() {
        const std::string lead =
            "A storm that nobody had foreseen has cut off two islands; the ferries stay in "
            "port until Friday, and schools are closed, the government says.";
        const PageRecord r =
            extract("<title>Storm hits coast</title><main><header><h1>Storm hits coast</h1><h2>Ferries stay "
                    "in port</h2><div class=standfirst><p>" +
                    lead + "</p></div><p class=byline>By Ann Bee</p></header><div class=entry-content>" +
                    repeated(Paragraph, 4) + "</div></main>");
        QVERIFY(text::startsWith(r.body.text, lead));
        QVERIFY(!text::contains(r.body.text, "Ferries stay"));
        QVERIFY(!text::contains(r.body.text, "Ann Bee"));
    }

    void whatReadersWroteIsThePage() {
        const PageRecord r = extract("<title>My router forgets its name</title><h1>My router forgets its "
                                     "name</h1><div class=CommentText>" +
                                     repeated(Paragraph, 3) + "</div>");
        QVERIFY(text::contains(r.body.text, "The storm"));
    }

    void openAnchorIsNoLink() {
        const PageRecord r =
            extract("<h1>Title of the page</h1><a name=top><div>" + repeated(Paragraph, 4) + "</div>");
        QVERIFY(text::contains(r.body.text, "The storm"));
    }

    void unclosedElementInNoscript() {
        const PageRecord r = extract("<body><noscript><div></noscript><div><h1>Title of the page</h1>" +
                                     repeated(Paragraph, 4) + "</div>");
        QVERIFY(text::contains(r.body.text, "The storm"));
    }

    void teasersAmongTheText() {
        const std::string teaser = "<div class=item><h2><a href=/n/4>Another thing of the day "
                                   "happened</a></h2><p>And more.</p></div>";
        const PageRecord r = extract("<h1>Title of the page</h1><div class=review>" + repeated(Paragraph, 4) +
                                     repeated(teaser, 3) + "</div>");
        QVERIFY(text::contains(r.body.text, "The storm"));
        QVERIFY(!text::contains(r.body.text, "Another thing"));
    }

    void wallAroundTheText() {
        const PageRecord r = extract("<h1>Title of the page</h1><div class=article-body>" + Paragraph +
                                     "<div class=paywall>" + repeated(Paragraph, 7) + "</div></div>" +
                                     "<div class=paywall><p>Sign in to read on.</p></div>");
        QVERIFY(r.body.text.size() > 7 * 100);
        QVERIFY(!text::contains(r.body.text, "Sign in"));
    }

    void whatFollowsTheArticle() {
        const PageRecord r = extract(
            "<h1>Title of the page</h1><div class=entry-content>" + repeated(Paragraph, 5) +
            "<p><strong>About the author</strong></p><p>Ann Bee writes on weather and the sea.</p></div>");
        QVERIFY(text::endsWith(r.body.text, "statement."));
    }

    void textOfStructuredData() {
        const PageRecord r = extract(
            "<title>Pumpkin dumplings</title><script type='application/ld+json'>{\"@type\": \"Recipe\", "
            "\"recipeIngredient\": [\"pumpkin\", \"flour\"], \"recipeInstructions\": [{\"@type\": "
            "\"HowToSection\", \"itemListElement\": [{\"text\": \"" +
            std::string(300, 'a') + "\"}, {\"text\": \"<script>x()<\\/script>Boil <b>them</b>." +
            std::string(300, 'b') + "\"}]}]}</script><p>Loading.</p>");
        QCOMPARE(r.bodyRule, std::string("json-ld"));
        QVERIFY(text::startsWith(r.body.html, "<ul><li>pumpkin</li><li>flour</li></ul>"));
        QVERIFY(!text::contains(r.body.html, "<script"));
        const PageRecord article =
            extract("<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"articleBody\": "
                    "\"<p onclick=x()>" +
                    std::string(500, 'c') + "</p><script>y()<\\/script>\"}</script><p>Loading.</p>");
        QCOMPARE(text::trim(article.body.html), "<p>" + std::string(500, 'c') + "</p>");
    }

    void alignmentAndPlayers() {
        const PageRecord r =
            extract("<h1>Title of the page</h1><div class=content>" + repeated(Paragraph, 3) +
                    "<p><video poster=p.jpg onplay=x()><source src=/v/1.mp4>Your browser is too "
                    "old.</video></p><p style='display:none'><video src=/v/2.mp4></video></p>"
                    "<p align=right>The office<br>5 March</p><p>After it.</p></div>");
        QVERIFY(text::contains(r.body.html,
                               "<p><video controls=\"\" src=\"http://www.site.test/v/1.mp4\"></video></p>"));
        QVERIFY(!text::contains(r.body.html, "2.mp4"));
        QVERIFY(!text::contains(r.body.text, "too old"));
        QVERIFY(
            text::contains(r.body.html, "<p style=\"text-align:right\">The office<br>5 March</p>\n<p>After"));
    }

    void dataTablesAreKept() {
        const PageRecord r = extract("<div class=content>" + repeated(Paragraph, 3) +
                                     "<table><tr><th colspan=2>Name<th>Sum<tr><td>a<td>b<td>3</table></div>");
        QCOMPARE(r.body.tables, 1);
        QVERIFY(text::contains(r.body.html, "<th colspan=\"2\">Name</th>"));
        QVERIFY(text::contains(r.body.text, "a\tb\t3"));
    }

    void layoutTablesAreNot() {
        const PageRecord r =
            extract("<table><tr><td><a href=/>Home</a><td>" + repeated(Paragraph, 20) + "</table>");
        QCOMPARE(r.body.tables, 0);
        QVERIFY(!text::contains(r.body.html, "<td"));
        QVERIFY(text::contains(r.body.text, "The storm"));
    }

    void dateWitnesses() {
        const PageRecord r = extract("<meta property=article:modified_time content=2021-01-01><meta "
                                     "property=article:published_time content='2019-03-05T10:00:00Z'>"
                                     "<h1>A title of some length</h1>" +
                                     repeated(Paragraph, 4) + "<footer>Copyright 2024-01-02</footer>");
        QCOMPARE(r.date.value.substr(0, 10), std::string("2019-03-05"));
        QVERIFY(!r.date.others.empty()); // the change is recorded as a contradiction
        const PageRecord future =
            extract("<meta name=pubdate content=2031-01-01><h1>T</h1>" + repeated(Paragraph, 3));
        QVERIFY(future.date.value.empty());
    }

    void dayAsShown() {
        const PageRecord r =
            extract("<meta property=article:published_time content='2019-03-05T23:30:00Z'>"
                    "<h1>A title of some length</h1><div class=post-date>March 6, 2019</div>" +
                    repeated(Paragraph, 4));
        QCOMPARE(r.date.value, std::string("2019-03-06"));
    }

    void authorNotSite() {
        const PageRecord r =
            extract("<meta property=og:site_name content='Daily News'><meta name=author content='Daily News'>"
                    "<h1>A title of some length</h1><p class=byline>By Jane Doe</p>" +
                    repeated(Paragraph, 4));
        QCOMPARE(r.author.value, std::string("Jane Doe"));
    }

    void siteNameLeavesTitle() {
        const PageRecord r =
            extract("<title>A title of some length - Site News</title>" + repeated(Paragraph, 4));
        QCOMPARE(r.title.value, std::string("A title of some length"));
    }

    void emptyPage() {
        const PageRecord r = extract("");
        QVERIFY(r.body.text.empty() && r.title.value.empty() && r.date.value.empty());
    }
};

QTEST_APPLESS_MAIN(PageExtractorTest)
#include "page_extractor_test.moc"
