// The parser on what legacy pages hold, where things stand in the page, and hostile input.
#include "adapters/html/dump.h"
#include "adapters/html/invariants.h"
#include "adapters/html/serialize.h"
#include "adapters/html/splice.h"
#include "adapters/html/tag.h"
#include "adapters/html/tree.h"

#include <QtTest/QtTest>

#include <ctime>
#include <functional>
#include <string>

using namespace guiyi::html;

namespace {

std::string repeat(const std::string &text, int times) {
    std::string out;
    out.reserve(text.size() * std::size_t(times));
    for (int i = 0; i < times; ++i)
        out += text;
    return out;
}

std::string numbered(int times, const std::function<std::string(const std::string &)> &make) {
    std::string out;
    for (int i = 0; i < times; ++i)
        out += make(std::to_string(i));
    return out;
}

Node find(const Document &document, Tag tag) {
    Node node = document.root();
    while (node && !node.isElement(tag))
        node = node.following(document.root());
    return node;
}

std::string_view slice(const Document &document, SourceRange range) {
    return document.source().substr(range.begin, range.end - range.begin);
}

} // namespace

class HtmlParserTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsLegacyMarkup_data();
    void readsLegacyMarkup();
    void knowsWhereThingsStand();
    void dropsOrReplacesNulls();
    void reusesItsMemory();
    void movesWithItsHandles();
    void splicesByteForByte();
    void serializesStably_data();
    void serializesStably();
    void readsHostilePagesInTime_data();
    void readsHostilePagesInTime();
};

void HtmlParserTest::readsLegacyMarkup_data() {
    QTest::addColumn<QByteArray>("page");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *name, const char *page, const char *body) {
        QTest::newRow(name) << QByteArray(page) << QByteArray(body);
    };
    row("misnested formats", "<b>1<i>2</b>3</i>", "<b>1<i>2</i></b><i>3</i>");
    row("text after </html>", "<p>a</body></html>b", "<p>ab</p>");
    row("second body", "<body><p>a</p></body><body class=x><p>b", "<p>a</p><p>b</p>");
    row("second html", "<html><body>a</body></html><html><body>b</body></html>", "ab");
    row("text in a table", "<table>x<tr>y<td>z", "xy<table><tbody><tr><td>z</td></tr></tbody></table>");
    row("table in a paragraph, quirks", "<p>a<table><tr><td>b</table>",
        "<p>a<table><tbody><tr><td>b</td></tr></tbody></table></p>");
    row("table in a paragraph, standards", "<!DOCTYPE html><p>a<table><tr><td>b</table>",
        "<p>a</p><table><tbody><tr><td>b</td></tr></tbody></table>");
    row("references without semicolon", "a&nbspb&lt c&copy;&#128;&amp=", "a&nbsp;b&lt; c©€&amp;=");
    row("conditional comments", "<body><!--[if IE]>x<![endif]--><![if !vml]>y<![endif]>",
        "<!--[if IE]>x<![endif]--><!--[if !vml]-->y<!--[endif]-->");
    row("Office names", "<p>a<o:p></o:p>b<st1:date/>c</p><v:shape/>d",
        "<p>a<o:p></o:p>b<st1:date></st1:date>c</p><v:shape></v:shape>d");
    row("markup in title and textarea", "<body><textarea><b>x</textarea>", "<textarea>&lt;b&gt;x</textarea>");
    row("script with a comment and a script", "<body><script><!-- <script>'</script>' --></script>x",
        "<script><!-- <script>'</script>' --></script>x");
    row("unclosed list", "<ul><li>a<li>b<ul><li>c</ul></ul>",
        "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>");
    row("upper case and bare values", "<BODY><A HREF=a.htm TARGET='x'>t</A>",
        "<a href=\"a.htm\" target=\"x\">t</a>");
    row("line ends", "<body><pre>\r\na\r\nb\rc</pre>", "<pre>a\nb\nc</pre>");
    row("a quote too many", "<a href=\"x\"\">t</a>", "<a href=\"x\" \"=\"\">t</a>");
    row("noscript is content", "<body><noscript><p>x</noscript>", "<noscript><p>x</p></noscript>");
}

void HtmlParserTest::readsLegacyMarkup() {
    QFETCH(QByteArray, page);
    QFETCH(QByteArray, body);
    const Document document = Document::parse(page.toStdString());
    QCOMPARE(QByteArray::fromStdString(innerHtml(document.body())), body);
    QCOMPARE(findFault(document), std::string());
}

void HtmlParserTest::knowsWhereThingsStand() {
    const std::string page =
        "<html><body>\r\n<p id='a&amp;b' class=x>one &lt; two</p><b>3</b><img src=\"i.gif\"></body></html>";
    const Document document = Document::parse(page);
    const Node p = find(document, Tag::P);
    QCOMPARE(slice(document, p.source()), std::string_view("<p id='a&amp;b' class=x>"));
    QCOMPARE(slice(document, p.endTag()), std::string_view("</p>"));
    QCOMPARE(p.attribute("id"), std::string_view("a&b"));
    QCOMPARE(slice(document, p.attributeAt(0).valueRange), std::string_view("a&amp;b"));
    QCOMPARE(slice(document, p.attributeAt(1).valueRange), std::string_view("x"));
    QCOMPARE(p.firstChild().text(), std::string_view("one < two"));
    QCOMPARE(slice(document, p.firstChild().source()), std::string_view("one &lt; two"));
    QCOMPARE(document.body().firstChild().text(), std::string_view("\n"));
    QVERIFY(document.head().source().empty());
    QVERIFY(find(document, Tag::Img).endTag().empty());
    QCOMPARE(slice(document, document.body().endTag()), std::string_view("</body>"));
    QCOMPARE(document.source(), std::string_view(page));
}

void HtmlParserTest::dropsOrReplacesNulls() {
    const std::string page("<p title=\"a\0b\">c\0d<script>e\0f</script>", 39);
    QCOMPARE(innerHtml(Document::parse(page).body()),
             std::string("<p title=\"ab\">cd<script>ef</script></p>"));
    QCOMPARE(innerHtml(Document::parse(page, ParseOptions::standard()).body()),
             std::string("<p title=\"a\xef\xbf\xbd"
                         "b\">cd<script>e\xef\xbf\xbd"
                         "f</script></p>"));
}

void HtmlParserTest::reusesItsMemory() {
    Parser parser;
    QCOMPARE(textContent(parser.parse("<x-own>one").root()), std::string("one"));
    const Document &second = parser.parse("<p class=a>two<x-other>");
    QCOMPARE(textContent(second.root()), std::string("two"));
    QCOMPARE(dumpTree(second.body()), std::string("| <p>\n|   class=\"a\"\n|   \"two\"\n|   <x-other>\n"));
    QCOMPARE(findFault(second), std::string());
}

void HtmlParserTest::movesWithItsHandles() {
    Document first = Document::parse("<p>text");
    const Node p = find(first, Tag::P);
    Document second = std::move(first);
    QCOMPARE(textContent(p), std::string("text"));
    QVERIFY(p.isInside(second.root()));
    QCOMPARE(textContent(Document::parseFragment("<td>a</td><td>b", "tr").root()), std::string("ab"));
    QVERIFY(find(Document::parseFragment("<td>a</td>", "tr"), Tag::Td));
}

void HtmlParserTest::splicesByteForByte() {
    const std::string page =
        "<HTML>\r\n<a HREF = 'x.htm'  title>t</a><img src=a.gif><A href=\"\">u</a>\x01</html>";
    const Document document = Document::parse(page);
    Splicer splicer(document);
    QCOMPARE(splicer.result(), page);
    Node a = find(document, Tag::A);
    QVERIFY(splicer.setAttribute(a, "href", "y?a=1&b='2'"));
    QVERIFY(splicer.setAttribute(a, "href", "y?a=1&b='2'"));
    QVERIFY(!splicer.setAttribute(a, "href", "z"));
    QVERIFY(!splicer.setAttribute(a, "class", "none"));
    QVERIFY(splicer.setAttribute(a, "title", "T"));
    QVERIFY(splicer.setAttribute(find(document, Tag::Img), "src", "b \"c\".gif"));
    QVERIFY(splicer.setAttribute(find(document, Tag::Img).nextElement(), "href", "n"));
    QVERIFY(!splicer.replace({5, 4}, "x"));
    QVERIFY(!splicer.replace({0, 1000}, "x"));
    QCOMPARE(splicer.result(),
             std::string("<HTML>\r\n<a HREF = 'y?a=1&amp;b=&#39;2&#39;'  title=\"T\">t</a>"
                         "<img src=\"b &quot;c&quot;.gif\"><A href=\"n\">u</a>\x01</html>"));
    const Document again = Document::parse(splicer.result());
    QCOMPARE(find(again, Tag::A).attribute("href"), std::string_view("y?a=1&b='2'"));
    QCOMPARE(find(again, Tag::Img).attribute("src"), std::string_view("b \"c\".gif"));
}

void HtmlParserTest::serializesStably_data() {
    QTest::addColumn<QByteArray>("page");
    for (const char *page :
         {"<p>a<b>b</p>c", "<table>x<tr>y", "a&amp;b &lt; \"c\" &nbsp;", "<a title='\"&<>'>",
          "<svg viewbox=1><path/></svg>", "<!DOCTYPE html><title>a<b</title><textarea>\n\nx</textarea>",
          "<math><mi>x<annotation-xml encoding=text/html><p>y", "<script><!--<script>a",
          "<script><!-- <script></script"})
        QTest::newRow(page) << QByteArray(page);
}

void HtmlParserTest::serializesStably() {
    QFETCH(QByteArray, page);
    const std::string once = outerHtml(Document::parse(page.toStdString()).root());
    const std::string twice = outerHtml(Document::parse(once).root());
    QCOMPARE(outerHtml(Document::parse(twice).root()), twice);
}

void HtmlParserTest::readsHostilePagesInTime_data() {
    QTest::addColumn<QByteArray>("page");
    const auto row = [](const char *name, const std::string &page) {
        QTest::newRow(name) << QByteArray::fromStdString(page);
    };
    const int many = 100'000;
    row("nested tags", repeat("<div>", many));
    row("nested formats", repeat("<font>", many));
    row("nested formats, all different",
        numbered(many, [](const std::string &i) { return "<font size=" + i + ">"; }));
    row("a format left open in each paragraph",
        numbered(20'000, [](const std::string &i) { return "<p><font size=" + i + ">x"; }));
    row("attributes", "<a " + numbered(many, [](const std::string &i) { return "a" + i + "=1 "; }) + ">");
    row("the same attribute", "<a " + repeat("a=1 ", many) + ">");
    row("attributes of repeated html tags",
        numbered(many, [](const std::string &i) { return "<html a" + i + "=1>"; }));
    row("less-than signs", std::string(1'000'000, '<'));
    row("empty end tags", repeat("</>", 300'000));
    row("ampersands", std::string(1'000'000, '&'));
    row("open comments", repeat("<!--", 250'000));
    row("nested tables", repeat("<table><tr><td>", many));
    row("text between rows", "<table>" + repeat("a&amp;<tr title='&amp;'>", many));
    row("nested templates", repeat("<template>", many));
    row("nested svg", repeat("<svg><foreignObject>", many));
    row("adoption agency, deep", "<b>" + repeat("<div>", 50'000) + repeat("</b>", 50'000));
    row("adoption agency, deep and mixed", "<b>" + repeat("<span><div>", 25'000) + repeat("</b>", 25'000));
    row("hidden paragraph", "<p><table><td>" + repeat("<div>", many));
    row("items after nested spans", repeat("<span>", 50'000) + repeat("<li></li>", 50'000));
    row("tables after nested tags", repeat("<div>", 50'000) + repeat("<table></table>", 50'000));
    row("unmatched end tags", repeat("<span>", 50'000) + repeat("</x></i>", 50'000));
    row("names", numbered(many, [](const std::string &i) { return "<x" + i + ">"; }));
    row("empty CDATA sections", "<svg>" + repeat("<![CDATA[]]>", many));
    row("NUL bytes", std::string(1'000'000, '\0'));
    row("a page of 5 MB", repeat("<div class=\"TRS_Editor\"><p style=\"text-indent: 2em\"><font "
                                 "size=\"3\">各区县人民政府</font></p>\r\n</div>\r\n",
                                 50'000));
}

void HtmlParserTest::readsHostilePagesInTime() {
    QFETCH(QByteArray, page);
    const std::string text = page.toStdString();
    const std::clock_t start = std::clock();
    for (const ParseOptions &options : {ParseOptions(), ParseOptions::standard()}) {
        const Document document = Document::parse(text, options);
        QCOMPARE(findFault(document), std::string());
        outerHtml(document.root());
        textContent(document.root());
    }
    // Processor time, so that a busy machine does not matter, and generous: a sanitizer build is ten to
    // twenty times slower, a quadratic walk a thousand times.
    const auto seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    QVERIFY2(seconds < 100, "parsing must be linear");
}

QTEST_GUILESS_MAIN(HtmlParserTest)
#include "parser_test.moc"
