#include "mappings/taxonomy/names.h"
#include "mappings/taxonomy/taxonomy.h"
#include "text_of.h"

#include <map>

using namespace guiyi;
using namespace guiyi::mapping;

class TaxonomyTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void builtIn() {
        const Taxonomy &t = Taxonomy::builtIn();
        QVERIFY(t.columns().size() > 100);
        QCOMPARE(t.maxDepth(), 3);
        for (const TaxonomyColumn &c : t.columns()) {
            QVERIFY2(c.level <= t.maxDepth(), c.code.c_str());
            QVERIFY2(c.parent.empty() || t.find(c.parent), c.code.c_str());
            QCOMPARE(static_cast<int>(t.namePath(c.code).size()), c.level);
        }
        COMPARE_TEXT(text::join(t.namePath("020402"), " > "), "政务公开 > 政策文件 > 行政规范性文件");
        QVERIFY(!t.find("99"));
        QVERIFY(t.namePath("99").empty());
    }

    /// Two standard columns with one name would make every match of it a guess; such names belong under
    /// `ambiguous`.
    void namesAreUnique() {
        std::map<std::string, std::string> home;
        for (const TaxonomyColumn &c : Taxonomy::builtIn().columns()) {
            std::vector<std::string> names = c.synonyms;
            names.push_back(c.name);
            for (const std::string &name : names) {
                const auto [it, added] = home.emplace(nameKey(name), c.code);
                QVERIFY2(added || it->second == c.code,
                         (name + " is a name of " + it->second + " and of " + c.code).c_str());
            }
        }
    }

    void allFaultsInOnePass() {
        const auto parsed = Taxonomy::parse("version: 1\n"
                                            "columns:\n"
                                            "  - {code: '01', name: 要闻}\n"
                                            "  - {code: '0201', name: 孤儿}\n"
                                            "  - {code: '1', name: 短}\n"
                                            "  - {code: '01', name: 重复}\n"
                                            "  - {code: '01010101', name: 太深}\n"
                                            "fold_rules:\n"
                                            "  - {id: BAD, re: '('}\n",
                                            "t.yaml");
        QVERIFY(!parsed.ok());
        QCOMPARE(parsed.error().kind, ErrorKind::Usage);
        const std::string &why = parsed.error().why;
        for (const char *part : {"parent 02 of 0201", "\"1\"", "01 is given twice", "deeper than max_depth",
                                 "t.yaml:9", "does not compile"})
            QVERIFY2(text::contains(why, part), (why + " / " + part).c_str());
        QVERIFY(!Taxonomy::parse("a: [", "t.yaml").ok());
        QVERIFY(!Taxonomy::parse("", "t.yaml").ok());
    }
};

QTEST_GUILESS_MAIN(TaxonomyTest)
#include "taxonomy_test.moc"
