// Tree construction against html5lib-tests.
#include "adapters/html/tree.h"
#include "tests/html/html5lib.h"

#include <QtTest/QtTest>

#include <cstdio>
#include <cstdlib>
#include <string>

using namespace guiyi::html;

namespace {

/// Cases that fail on purpose; docs/html-conformance.md says why.
bool isKnownDifference(const html5lib::TreeCase &one) {
    // A browser shows the chosen option once more inside <selectedcontent>. A tree that did would hold a
    // page's text twice.
    return one.data.find("<selectedcontent>") != std::string::npos;
}

} // namespace

class Html5libTreeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void buildsTheExpectedTrees_data();
    void buildsTheExpectedTrees();
    void cleanupTestCase();

private:
    int m_run = 0;
    int m_failed = 0;
};

void Html5libTreeTest::buildsTheExpectedTrees_data() {
    QTest::addColumn<QString>("file");
    if (html5lib::folder().empty())
        QSKIP("html5lib-tests are not there: set GUIYI_SHARED to the folder that holds them");
    for (const std::string &file : html5lib::filesIn(html5lib::folder() + "/tree-construction", ".dat"))
        QTest::newRow(file.substr(file.rfind('/') + 1).c_str()) << QString::fromStdString(file);
}

void Html5libTreeTest::buildsTheExpectedTrees() {
    QFETCH(QString, file);
    Parser parser;
    int failed = 0;
    for (const html5lib::TreeCase &one : html5lib::readTreeCases(file.toStdString())) {
        for (const bool scripting : {false, true}) {
            if ((scripting && one.scriptOff) || (!scripting && one.scriptOn))
                continue;
            ParseOptions options = ParseOptions::standard();
            options.scripting = scripting;
            const bool fragment = !one.fragmentContext.empty();
            const Document &document = fragment ? parser.parseFragment(one.data, one.fragmentContext, options)
                                                : parser.parse(one.data, options);
            const std::string got = html5lib::dump(fragment ? document.documentElement() : document.root());
            ++m_run;
            if (got == one.document)
                continue;
            ++m_failed;
            if (isKnownDifference(one))
                continue;
            ++failed;
            std::fprintf(stderr, "%s:%d scripting %d %s\n#data\n%s\n#expected\n%s\n#got\n%s\n\n",
                         qPrintable(file), one.line, scripting, one.fragmentContext.c_str(), one.data.c_str(),
                         one.document.c_str(), got.c_str());
        }
    }
    QCOMPARE(failed, 0);
}

void Html5libTreeTest::cleanupTestCase() {
    std::fprintf(stderr, "tree construction: %d of %d cases pass\n", m_run - m_failed, m_run);
}

QTEST_GUILESS_MAIN(Html5libTreeTest)
#include "html5lib_tree_test.moc"
