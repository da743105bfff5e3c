// The tree's handles and the serializer.
#include "adapters/html/serialize.h"
#include "adapters/html/tag.h"
#include "adapters/html/tree.h"

#include <QtTest/QtTest>

#include <string>

using namespace guiyi::html;

class HtmlTreeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void navigatesAPage();
    void nullHandlesAnswerNothing();
    void tagsKnowTheirNames();
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

QTEST_GUILESS_MAIN(HtmlTreeTest)
#include "tree_test.moc"
