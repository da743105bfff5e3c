// Profiles: reading them, finding installs, filling queries.
#include "adapters/cms/profile.h"

#include <QtTest/QTest>

#include <set>

using namespace guiyi;
using namespace guiyi::cms;

namespace {

std::map<std::string, TableShape> tables(const std::vector<std::string> &names) {
    std::map<std::string, TableShape> shapes;
    for (const std::string &name : names)
        shapes[name] = {name, {{"id", "int", ""}, {"title", "text", ""}}};
    return shapes;
}

} // namespace

class CmsProfileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheBuiltInOnes();
    void tellsEveryMistake();
    void findsInstalls();
    void fillsQueries();
    void knowsWhatQueriesLookUpBy();
};

void CmsProfileTest::readsTheBuiltInOnes() {
    std::set<std::string> ids;
    for (const Profile &profile : builtInProfiles()) {
        QVERIFY2(!profile.columns.empty() && !profile.articles.empty(), profile.id.c_str());
        QVERIFY2(ids.insert(profile.id).second, profile.id.c_str());
    }
    QVERIFY(ids.contains("dedecms"));
}

void CmsProfileTest::tellsEveryMistake() {
    const ProfileFile file = [](const std::string &name) -> Result<std::string> {
        if (name == "profile.yaml")
            return std::string("id: x\nproof: [a]\npage_breaks: ['(']\ncolumns: missing.sql\ncolour: red\n");
        return Error{ErrorKind::Rejected, "reading", name, "it is missing", ""};
    };
    std::vector<Error> mistakes;
    (void)readProfile(file, "own", mistakes);
    std::string all;
    for (const Error &mistake : mistakes)
        all += mistake.text() + "\n";
    for (const char *part : {"name", "regular expression", "missing.sql", "articles", "colour"})
        QVERIFY2(all.find(part) != std::string::npos, all.c_str());
}

void CmsProfileTest::findsInstalls() {
    Profile news;
    news.id = "news";
    news.proof = {"News", "cats"};
    Profile newer = news;
    newer.id = "newer";
    newer.proofColumns = {"news.color"};
    const auto shapes = tables({"b_news", "b_cats", "a_news", "a_cats", "c_news", "other"});
    const std::vector<Install> installs = findInstalls(shapes, {&news, &newer});
    QCOMPARE(installs.size(), 2U);
    QCOMPARE(installs[0].prefix, std::string("a_"));
    QCOMPARE(installs[1].prefix, std::string("b_"));
    QCOMPARE(installs[1].profile, &news);
    // What nearly is one, and what it lacks.
    Profile wide = newer;
    wide.proof = {"news", "cats", "users"};
    const std::vector<Install> near = nearInstalls(shapes, {&wide});
    QCOMPARE(near.size(), 2U);
    QCOMPARE(missingProof(shapes, wide, near[0].prefix),
             (std::vector<std::string>{"table a_users", "column a_news.color"}));
    // A column proves nothing where its table is missing, named as proof or not.
    Profile elsewhere = news;
    elsewhere.proofColumns = {"users.name"};
    QVERIFY(findInstalls(shapes, {&elsewhere}).empty());
    QCOMPARE(missingProof(shapes, elsewhere, "a_"), (std::vector<std::string>{"column a_users.name"}));
}

void CmsProfileTest::fillsQueries() {
    const auto shapes = tables({"p_news"});
    const QueryContext context{{{"table", "news"}}, shapes, "p_"};
    const auto filled = [&](const std::string &sql) {
        const Result<std::string> result = fillQuery(sql, "q.sql", context);
        return result ? *result : result.error().why;
    };
    QCOMPARE(filled("SELECT [[news.title|'']], [[news.color|NULL]], '{typedir}' FROM [[table]]"),
             std::string("SELECT \"news\".\"title\", NULL, '{typedir}' FROM \"news\""));
    QCOMPARE(filled("[[:table.title|x]] [[n=news.title|x]] [[=news.title|x]]"),
             std::string("\"news\".\"title\" \"n\".\"title\" \"title\""));
    QCOMPARE(filled("SELECT 1[[*n=news]], [[?news: SELECT [[news.title|'']]]], [[?lost: SELECT 1]] -- COLOR"),
             std::string("SELECT 1, \"n\".\"id\" AS \"+id\", (SELECT \"news\".\"title\"), NULL -- COLOR"));
    QueryContext held{{{"table", "news"}, {"field", "title"}, {"other", "lost"}}, shapes, "p_"};
    const Result<std::string> column =
        fillQuery("[[:table.:field|x]], [[:table.:other|x]][[*:table]]", "q.sql", held);
    QVERIFY(column);
    // What a variable named is not named again.
    QCOMPARE(*column, std::string("\"news\".\"title\", x, \"news\".\"id\" AS \"+id\""));
    // Tables of one field each: those the query doesn't name, and columns that it doesn't.
    auto fields = shapes;
    fields["p_field_a"] = {"p_Field_a", {{"doc", "int", {}}, {"a", "text", {}}}};
    fields["p_field_body"] = {"p_field_body", {{"doc", "int", {}}, {"body", "text", {}}}};
    fields["q_field_b"] = {"q_field_b", {{"doc", "int", {}}, {"b", "text", {}}}};
    const Result<std::string> further =
        fillQuery("field_body[[*v=field_: v.doc = n.id]]", "q.sql", {{}, fields, "p_"});
    QVERIFY(further);
    QCOMPARE(*further, std::string("field_body, (SELECT group_concat(\"a\", char(10)) FROM (SELECT "
                                   "\"v\".\"a\" FROM \"Field_a\" \"v\" "
                                   "WHERE v.doc = n.id)) AS \"+a\""));
    QCOMPARE(filled("SELECT 'open [[news"), std::string("[[news]] is not closed"));
    QCOMPARE(filled("[[unknown]]"), std::string("[[unknown]] names no variable"));
}

void CmsProfileTest::knowsWhatQueriesLookUpBy() {
    std::map<std::string, TableShape> shapes;
    shapes["p_tag"] = {"p_tag", {{"tid", "int", {}}, {"aid", "int", {}}, {"name", "text", {}}}};
    shapes["p_alias"] = {"p_alias", {{"id", "int", {}}, {"source", "text", {}}}};
    shapes["p_news"] = {"p_news", {{"id", "int", {}}, {"aid", "int", {}}, {"channel", "int", {}}}};
    shapes["q_tag"] = {"q_tag", {{"aid", "int", {}}}};
    const QueryContext context{{}, shapes, "p_"};
    const auto keys = [&](const std::string &sql) {
        std::string found;
        for (const TableKey &key : lookedUpBy(sql, context))
            found += key.table + "." + key.column + " ";
        return found;
    };
    QCOMPARE(
        keys("SELECT (SELECT name FROM tag WHERE AID = n.id AND name = 'x') FROM news n WHERE channel = :c"),
        std::string("p_news.id p_news.aid p_tag.aid "));
    QCOMPARE(
        keys("SELECT (SELECT 1 FROM \"alias\" WHERE \"alias\".\"source\" = 'node/' || n.id) FROM posts n"),
        std::string("p_alias.source "));
    QCOMPARE(keys("SELECT id FROM news WHERE id = 3"), std::string());
}

QTEST_APPLESS_MAIN(CmsProfileTest)
#include "profile_test.moc"
