// The tree's handles and the serializer.
#include "adapters/html/serialize.h"
#include "adapters/html/tag.h"
#include "adapters/html/tree.h"

#include <QtTest/QtTest>

#include <string>
#include <vector>

using namespace guiyi::html;

class HtmlTreeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void navigatesAPage();
    void nullHandlesAnswerNothing();
    void tagsKnowTheirNames();
    void keepsLongAttributeLists();
    void keepsOrderWhenNodesMove();
    void holdsPagesInLittleMemory();
};

void HtmlTreeTest::navigatesAPage() {
    const Document document = Document::parse(std::string_view(
        "<html><head><title>t</title></head><body><p class=a>one</p><p>two</p></body></html>"));
    QVERIFY(document.body().isElement(Tag::Body));
    const Node first = document.body().firstElementChild();
    QVERIFY(first.isElement(Tag::P));
    QCOMPARE(first.attribute("class"), std::string_view("a"));
    QCOMPARE(first.attributeCount(), std::size_t(1));
    QCOMPARE(textContent(document.body()), std::string("onetwo"));
    QCOMPARE(outerHtml(first.nextElement()), std::string("<p>two</p>"));
    QVERIFY(first.firstChild().isInside(document.body()));
    QVERIFY(!first.firstChild().following(first));
}

void HtmlTreeTest::nullHandlesAnswerNothing() {
    const Node none;
    QVERIFY(!none);
    QVERIFY(!none.parent() && !none.next() && !none.firstChild() && !none.following(none));
    QVERIFY(none.text().empty() && none.name().empty() && none.attribute("id").empty());
    QVERIFY(outerHtml(none).empty());
}

void HtmlTreeTest::tagsKnowTheirNames() {
    QCOMPARE(tagOf("td"), Tag::Td);
    QCOMPARE(nameOf(Tag::Blockquote), std::string_view("blockquote"));
    QCOMPARE(tagOf("o:p"), Tag::Unknown);
    QCOMPARE(tagOf("href"), Tag::Unknown);
    QVERIFY(nameOf(Tag::Unknown).empty());
}

void HtmlTreeTest::keepsLongAttributeLists() {
    // Around the number from which a list's length is kept apart; the second tag's are dropped or merged.
    for (const int count : {1, 126, 127, 128, 1000}) {
        std::string list;
        for (int i = 0; i < count; ++i)
            list += " a" + std::to_string(i) + "='v&amp;" + std::to_string(i) + "'";
        const Document document = Document::parse("<body" + list + "><p" + list + "></p" + list +
                                                  "><form><form" + list + "><body b=1" + list + "><i x=1>");
        const Node p = document.body().firstElementChild();
        QCOMPARE(p.attributeCount(), static_cast<std::size_t>(count));
        QCOMPARE(document.body().attributeCount(), static_cast<std::size_t>(count) + 1);
        QCOMPARE(document.body().attribute("b"), std::string_view("1"));
        const std::string last = std::to_string(count - 1);
        QCOMPARE(p.attribute("a" + last), std::string_view("v&" + last));
        const SourceRange range = p.attributeAt(p.attributeCount() - 1).valueRange;
        QCOMPARE(document.source().substr(range.begin, range.end - range.begin),
                 std::string_view("v&amp;" + last));
        QCOMPARE(document.source().substr(p.endTag().begin, p.endTag().end - p.endTag().begin),
                 std::string_view("</p" + list + ">"));
        QCOMPARE(p.nextElement().firstElementChild().attributeCount(), std::size_t(1));
    }
}

void HtmlTreeTest::keepsOrderWhenNodesMove() {
    // Foster parenting puts nodes before others, the adoption agency moves children away.
    for (const char *page : {"<table>a<tr>b<td>c</table>d", "<b>1<p>2</b>3</p>4", "<a>1<div>2<a>3</div>4",
                             "<table><b>x<tr><td>y</b>z", "<p>a&amp;<table>b<tr>c&lt;<tr>d</table>"}) {
        const Document document = Document::parse(page);
        for (Node node = document.root(); node; node = node.following(document.root())) {
            std::vector<Node> forwards;
            std::vector<Node> backwards;
            for (Node child = node.firstChild(); child; child = child.next())
                forwards.push_back(child);
            for (Node child = node.lastChild(); child; child = child.previous())
                backwards.insert(backwards.begin(), child);
            QVERIFY2(forwards == backwards, page);
        }
    }
}

void HtmlTreeTest::holdsPagesInLittleMemory() {
    // A list of links in a table: few real pages have less between their tags.
    std::string rows;
    for (int i = 0; i < 500; ++i)
        rows +=
            "<tr>\r\n<td width=\"20\" height=\"25\">·</td>\r\n<td><a href=\"/art/" + std::to_string(i) +
            ".htm\" "
            "target=\"_blank\">关于印发《二〇一九年全区重点工作任务分工方案》的通知</a></td>\r\n</tr>\r\n";
    const std::string page = "<html><body><table>" + rows + "</table></body></html>";
    const Document document = Document::parse(page);
    QVERIFY(static_cast<double>(document.memoryUsed()) <= 4.0 * static_cast<double>(page.size()));
}

QTEST_GUILESS_MAIN(HtmlTreeTest)
#include "tree_test.moc"
