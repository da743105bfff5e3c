// Selectors: what matches, what is refused and where.
#include "adapters/html/select.h"
#include "adapters/html/tree.h"

#include <QtTest/QtTest>

#include <ctime>
#include <string>

using namespace guiyi::html;

class HtmlSelectTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void selects_data();
    void selects();
    void refuses_data();
    void refuses();
    void looksBelowItsRootOnly();
    void countsLongListsInTime();
    void answersNestedQuestionsOnce();
};

namespace {

const char *const page = R"(<!DOCTYPE html><body>
<div id=zoom class="TRS_Editor main"><p id=p1 class=first>通知 正文</p><p id=p2>two <b id=b1>bold</b></p><p id=p3></p><!--x--></div>
<ul id=list class="list news"><li id=l1><a id=a1 href="/a/1.html">一</a></li><li id=l2><a id=a2 href="http://x.gov.cn/2.DOC" target=_blank>二</a></li>
<li id=l3 lang="zh-CN">三</li><li id=l4>四</li></ul>
<h2 id=h>Heading</h2><p id=p4>after</p><p id=p5 title="来源：本站">after</p>
<svg id=s viewBox="0 0 1 1"><linearGradient id=g /></svg>
</body>)";

} // namespace

void HtmlSelectTest::selects_data() {
    QTest::addColumn<QString>("selector");
    QTest::addColumn<QString>("ids");
    const auto row = [](const char *selector, const char *ids) {
        QTest::newRow(selector) << QString::fromUtf8(selector) << QString::fromLatin1(ids);
    };
    row("p", "p1 p2 p3 p4 p5");
    row("P.first", "p1");
    row(".main.TRS_Editor", "zoom");
    row("#zoom > p", "p1 p2 p3");
    row("div b, ul > li:first-child", "b1 l1");
    row("ul a", "a1 a2");
    row("ul > a", "");
    row("h2 + p", "p4");
    row("h2 ~ p", "p4 p5");
    row("[target]", "a2");
    row("a[href$='.doc']", "");
    row("a[href$=\".doc\" i]", "a2");
    row("a[href^=http]", "a2");
    row("a[href*='/1']", "a1");
    row("[lang|=zh]", "l3");
    row("[class~=news]", "list");
    row("[title='来源：本站']", "p5");
    row("li:not(:has(a))", "l3 l4");
    row("li:has(> a[target])", "l2");
    row("h2:has(+ p)", "h");
    row("h2:has(~ p[title])", "h");
    row("li:nth-child(odd)", "l1 l3");
    row("li:nth-child(2n)", "l2 l4");
    row("li:nth-child(-n+2)", "l1 l2");
    row("li:nth-child(1 of :not(:has(a)))", "l3");
    row("li:nth-last-child(1)", "l4");
    row("p:nth-of-type(2)", "p2 p5");
    row("b:only-child", "b1");
    row("p:empty", "p3");
    row("p:contains(\"正文\")", "p1");
    row("div:contains(bold)", "zoom");
    row(":is(h2, b)", "b1 h");
    row("body > :where(ul, h2)", "list h");
    row("lineargradient", "g");
    row("*:root > body > h2", "h");
    row("#z\\6f om", "zoom");
    row(":scope > body > h2", "h");
}

void HtmlSelectTest::selects() {
    QFETCH(QString, selector);
    QFETCH(QString, ids);
    const Document document = Document::parse(std::string_view(page));
    const Selector compiled = Selector::compile(selector.toStdString());
    QVERIFY2(compiled.isValid(), compiled.error().message.c_str());
    std::string got;
    for (const Node node : compiled.all(document.root())) {
        QVERIFY(selector.contains(u":scope") || compiled.matches(node));
        got += (got.empty() ? "" : " ") + std::string(node.attribute("id"));
    }
    QCOMPARE(QString::fromStdString(got), ids);
    const Node first = compiled.first(document.root());
    QCOMPARE(QString::fromStdString(std::string(first.attribute("id"))), ids.section(u' ', 0, 0));
}

void HtmlSelectTest::refuses_data() {
    QTest::addColumn<QString>("selector");
    QTest::addColumn<int>("column");
    QTest::newRow("nothing") << QString() << 0;
    QTest::newRow("a list's end") << QStringLiteral("p,") << 2;
    QTest::newRow("open bracket") << QStringLiteral("a[href") << 6;
    QTest::newRow("unknown pseudo-class") << QStringLiteral("a:hover") << 2;
    QTest::newRow("pseudo-element") << QStringLiteral("p::before") << 2;
    QTest::newRow("dangling combinator") << QStringLiteral("div > ") << 6;
    QTest::newRow("open parenthesis") << QStringLiteral("p:not(.a") << 8;
    QTest::newRow("bad formula") << QStringLiteral("p:nth-child(x)") << 12;
    QTest::newRow("open string") << QStringLiteral("[a='b") << 5;
    QTest::newRow("stray character") << QStringLiteral("p)") << 1;
    QTest::newRow("too deep") << QStringLiteral(":not(").repeated(1000) << 165;
}

void HtmlSelectTest::refuses() {
    QFETCH(QString, selector);
    QFETCH(int, column);
    const Selector compiled = Selector::compile(selector.toStdString());
    QVERIFY(!compiled.isValid());
    QVERIFY(!compiled.error().message.empty());
    QCOMPARE(int(compiled.error().column), column);
    const Document document = Document::parse(std::string_view(page));
    QVERIFY(!compiled.first(document.root()));
    QVERIFY(compiled.all(document.root()).empty());
    QVERIFY(!compiled.matches(document.body()));
}

void HtmlSelectTest::looksBelowItsRootOnly() {
    const Document document = Document::parse(std::string_view(page));
    const Node list = Selector::compile("ul").first(document.root());
    QCOMPARE(Selector::compile("p").all(list).size(), std::size_t(0));
    QCOMPARE(Selector::compile("body a").all(list).size(), std::size_t(2));
    QCOMPARE(Selector::compile(":scope > li").all(list).size(), std::size_t(4));
    QVERIFY(!Selector::compile("ul").first(list));
}

void HtmlSelectTest::countsLongListsInTime() {
    std::string items = "<ul>";
    for (int i = 0; i < 100'000; ++i)
        items += "<li>x";
    const Document document = Document::parse(items);
    const std::clock_t start = std::clock();
    QCOMPARE(Selector::compile("li:nth-child(3n+1)").all(document.root()).size(), std::size_t(33'334));
    QVERIFY((std::clock() - start) / CLOCKS_PER_SEC < 10);
}

void HtmlSelectTest::answersNestedQuestionsOnce() {
    std::string nested;
    for (int i = 0; i < 60; ++i)
        nested += "<div>";
    const Document document = Document::parse(nested);
    std::string inside = "b";
    std::string chain = "b ";
    for (int i = 0; i < 20; ++i) {
        inside = "div:has(" + inside + ", i)";
        chain += "div ";
    }
    QVERIFY(Selector::compile(inside).all(document.root()).empty());
    QVERIFY(Selector::compile(chain + "div").all(document.root()).empty());
    QCOMPARE(Selector::compile(chain.substr(2) + "div").all(document.root()).size(), std::size_t(40));
}

QTEST_GUILESS_MAIN(HtmlSelectTest)
#include "select_test.moc"
