// XPath over the tree: what it selects, what is refused and where, what is given up.
#include "adapters/html/tree.h"
#include "adapters/html/xpath.h"

#include <QtTest/QtTest>

#include <string>
#include <thread>

using namespace guiyi::html;

class HtmlXPathTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void selects_data();
    void selects();
    void computes_data();
    void computes();
    void refuses_data();
    void refuses();
    void startsAtTheContext();
    void seesTheTreeOfTheParser();
    void givesUp();
    void readsDeepAndWidePages();
    void isSharedBetweenThreads();
};

namespace {

const char *const page =
    R"(<!DOCTYPE html><html><head><meta name=PubDate content="2019-03-05 08:05"></head><body>
<div id=zoom class="TRS_Editor main"><p id=p1>通知 &lt;正文&gt;</p><p id=p2>two <b id=b1>bold</b></p><!--x--></div>
<ul id=list><li id=l1><a id=a1 href="/a/1.html">一</a></li><li id=l2><a id=a2 href="/b/2.doc">二</a></li></ul>
<table id=t><tr id=r><td id=c>1</table><o:p id=o>Office</o:p>
</body></html>)";

QString describe(const XPathResult &result) {
    QStringList parts;
    for (const XPathMatch &match : result.matches) {
        QString part = QString::fromStdString(std::string(match.node.attribute("id")));
        if (!match.attribute.empty())
            part +=
                u'@' + QString::fromStdString(match.attribute) + u'=' + QString::fromStdString(match.text());
        else if (!match.node.isElement())
            part = u'"' + QString::fromStdString(match.text()) + u'"';
        parts << part;
    }
    return parts.join(u' ');
}

} // namespace

void HtmlXPathTest::selects_data() {
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("matches");
    const auto row = [](const char *expression, const char *matches) {
        QTest::newRow(expression) << QString::fromUtf8(expression) << QString::fromUtf8(matches);
    };
    row("//p", "p1 p2");
    row("//div[@id='zoom']/p[2]", "p2");
    row("//div[contains(concat(' ', @class, ' '), ' main ')]", "zoom");
    row("id('l2')/a", "a2");
    row("//a/@href", "a1@href=/a/1.html a2@href=/b/2.doc");
    row("//a[contains(@href,'.doc')]", "a2");
    row("//b | //p | //a[1]", "p1 p2 b1 a1 a2");
    row("//b/ancestor::*[@id]", "zoom p2");
    row("//p[1]/text()", "\"通知 <正文>\"");
    row("//div/comment()", "\"x\"");
    row("//li[last()]/preceding-sibling::li", "l1");
    row("//table/tbody/tr/td", "c");
    row("//*[name()='o:p']", "o");
    row("//p[string-length(normalize-space(.)) > 7]", "p2");
    row("//div [ p and not ( a ) ]", "zoom");
    row("/html/body/ul/li[position() mod 2 = 1]", "l1");
    row("//section", "");
}

void HtmlXPathTest::selects() {
    QFETCH(QString, expression);
    QFETCH(QString, matches);
    const Document document = Document::parse(page);
    const XPathPage copy(document);
    const XPath xpath = XPath::compile(expression.toStdString());
    QVERIFY2(xpath.isValid(), xpath.error().message.c_str());
    const XPathResult result = xpath.evaluate(copy);
    QVERIFY2(result.error.empty(), result.error.c_str());
    QCOMPARE(describe(result), matches);
    QCOMPARE(describe(xpath.evaluate(copy)), matches);
    QCOMPARE(xpath.first(copy), result.matches.empty() ? Node() : result.matches.front().node);
}

void HtmlXPathTest::computes_data() {
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("value");
    QTest::newRow("string") << QStringLiteral("string(//meta[@name='PubDate']/@content)")
                            << QStringLiteral("2019-03-05 08:05");
    QTest::newRow("number") << QStringLiteral("count(//li) * 10") << QStringLiteral("20");
    QTest::newRow("boolean") << QStringLiteral("boolean(//section)") << QStringLiteral("false");
    QTest::newRow("text of all") << QStringLiteral("normalize-space(//p[@id='p2'])")
                                 << QStringLiteral("two bold");
}

void HtmlXPathTest::computes() {
    QFETCH(QString, expression);
    QFETCH(QString, value);
    const Document document = Document::parse(page);
    const XPathResult result = XPath::compile(expression.toStdString()).evaluate(XPathPage(document));
    QCOMPARE(QString::fromStdString(result.value), value);
    QVERIFY(result.error.empty() && result.matches.empty());
}

void HtmlXPathTest::refuses_data() {
    QTest::addColumn<QString>("expression");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, QString expression, int column, const char *says) {
        QTest::newRow(name) << std::move(expression) << column << QString::fromLatin1(says);
    };
    row("nothing", QStringLiteral("  "), 0, "empty");
    row("open bracket", QStringLiteral("//p[@id"), 7, "']'");
    row("open parenthesis", QStringLiteral("count(//p"), 9, "')'");
    row("open string", QStringLiteral("//p[@id='x]"), 8, "quote");
    row("a CSS selector", QStringLiteral("div#main"), 3, "XPath 1.0");
    row("trailing", QStringLiteral("//p]"), 3, "closes nothing");
    row("later version", QStringLiteral("//a[ends-with(@href, '.doc')]"), 4, "later version");
    row("unknown function", QStringLiteral("//a[contain(@href, '.doc')]"), 4, "spelling");
    row("prefix", QStringLiteral("//o:p"), 2, "name()='o:p'");
    row("variable", QStringLiteral("//p[$x]"), 4, "variables");
    row("deep", QStringLiteral("(").repeated(500), 100, "nests");
    row("long", QStringLiteral("//p|").repeated(1025), 4096, "long");
}

void HtmlXPathTest::refuses() {
    QFETCH(QString, expression);
    QFETCH(int, column);
    QFETCH(QString, says);
    const XPath xpath = XPath::compile(expression.toStdString());
    QVERIFY(!xpath.isValid());
    const QString message = QString::fromStdString(xpath.error().message);
    QVERIFY2(message.contains(says), qPrintable(message));
    QCOMPARE(int(xpath.error().column), column);
    const Document document = Document::parse(page);
    QVERIFY(xpath.evaluate(XPathPage(document)).matches.empty());
    QVERIFY(!xpath.first(XPathPage(document)));
}

void HtmlXPathTest::startsAtTheContext() {
    const Document document = Document::parse(page);
    const XPathPage copy(document);
    const Node second = XPath::compile("//li[2]").first(copy);
    QCOMPARE(describe(XPath::compile("a").evaluate(copy, second)), QStringLiteral("a2"));
    QCOMPARE(describe(XPath::compile(".").evaluate(copy, second)), QStringLiteral("l2"));
    QCOMPARE(describe(XPath::compile("..").evaluate(copy, second)), QStringLiteral("list"));
    QVERIFY(XPath::compile("/").first(copy, second) == document.root());
}

/// Every element, text and comment of the tree is there once, in its order.
void HtmlXPathTest::seesTheTreeOfTheParser() {
    const Document document = Document::parse(page);
    const XPathPage copy(document);
    std::vector<Node> ours;
    for (Node node = document.documentElement(); node; node = node.following(document.root()))
        ours.push_back(node);
    std::vector<Node> theirs;
    for (const XPathMatch &match : XPath::compile("//node()").evaluate(copy).matches)
        theirs.push_back(match.node);
    QVERIFY(ours == theirs);
}

void HtmlXPathTest::givesUp() {
    std::string many;
    for (int i = 0; i < 3000; ++i)
        many += "<p>x";
    const Document document = Document::parse(many);
    const XPathPage copy(document);
    const XPathResult result = XPath::compile("count(//p[count(//p[count(//p) > 1]) > 1])").evaluate(copy);
    QVERIFY2(result.error.find("too many steps") != std::string::npos, result.error.c_str());
    QVERIFY(result.matches.empty());
    // One that ended in an error leaves the others as they were.
    QCOMPARE(QString::fromStdString(XPath::compile("count(//p)").evaluate(copy).value),
             QStringLiteral("3000"));
}

void HtmlXPathTest::readsDeepAndWidePages() {
    std::string wide = "<p";
    for (int i = 0; i < 100'000; ++i)
        wide += " a" + std::to_string(i) + "=1";
    const Document attributes = Document::parse(wide + ">");
    QCOMPARE(QString::fromStdString(XPath::compile("count(//p/@*)").evaluate(XPathPage(attributes)).value),
             QStringLiteral("100000"));

    const auto nested = [](int depth) {
        std::string tags;
        for (int i = 0; i < depth; ++i)
            tags += "<div>";
        return tags;
    };
    const Document deep = Document::parse(nested(3000) + "x");
    QCOMPARE(XPath::compile("//div[.='x']").evaluate(XPathPage(deep)).matches.size(), std::size_t(3000));
    for (const std::string &html : {nested(100'000) + "x", nested(3000) + std::string(1'000'000, 'x')}) {
        const Document hostile = Document::parse(html);
        const XPathResult result = XPath::compile("//div[contains(., 'y')]").evaluate(XPathPage(hostile));
        QVERIFY2(result.error.find("nests too deep") != std::string::npos, result.error.c_str());
    }
}

void HtmlXPathTest::isSharedBetweenThreads() {
    const XPath xpath = XPath::compile("//li[normalize-space(a) = '二']/a/@href");
    std::array<std::string, 4> found;
    std::vector<std::thread> threads;
    for (std::string &text : found) {
        threads.emplace_back([&text, xpath] {
            for (int i = 0; i < 50; ++i) {
                const Document document = Document::parse(page);
                text = xpath.evaluate(XPathPage(document)).matches.at(0).text();
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    for (const std::string &text : found)
        QCOMPARE(QString::fromStdString(text), QStringLiteral("/b/2.doc"));
}

QTEST_APPLESS_MAIN(HtmlXPathTest)
#include "xpath_test.moc"
