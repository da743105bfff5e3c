// Workspace files and site lists: what is read, what is refused and in which words.
#include "schema/config/csv.h"
#include "schema/config/files.h"
#include "schema/config/site_file.h"
#include "schema/config/workspace.h"

#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <algorithm>
#include <filesystem>

using namespace guiyi;

namespace {

std::string allTexts(const std::vector<Error> &errors) {
    std::string all;
    for (const Error &error : errors)
        all += error.text() + "\n";
    return all;
}

Site bureau() {
    Site site;
    site.id = "a";
    site.name = "甲县民政局: \"试点\"";
    site.code = "1234567890";
    site.level = "county_department";
    site.host = "a.gov.cn";
    site.aliases = {"www.a.gov.cn", "192.0.2.7:8080"};
    site.sources = {"mirror:/srv/a b?depth=2"};
    site.wave = 3;
    site.standardHost = "mzj.jia.gov.cn";
    site.basePath = "/mzj";
    return site;
}

} // namespace

class ConfigTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void csvForms_data();
    void csvForms();
    void siteFileRoundTrip();
    void yamlScalars_data();
    void yamlScalars();
    void workspaceRoundTrip();
    void allMistakesOfAllFiles();
    void relativeSources();
    void addSitesAllOrNone();
    void listInAnyOrder();
    void listMistakes();
    void writeFileReplaces();
};

void ConfigTest::csvForms_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("cells");
    QTest::addColumn<QByteArray>("mistake");
    QTest::newRow("plain") << QByteArray("a,b\n1,2\n") << QByteArray("1|2;") << QByteArray();
    QTest::newRow("bom, crlf, no last line end") << QByteArray("\xEF\xBB\xBF"
                                                               "a,b\r\n1,2")
                                                 << QByteArray("1|2;") << QByteArray();
    QTest::newRow("quotes, commas and lines inside")
        << QByteArray("a,b\n\"x,\"\"y\"\"\",\"1\n2\"\n") << QByteArray("x,\"y\"|1\n2;") << QByteArray();
    QTest::newRow("blank lines") << QByteArray("a,b\n\n1,2\n , \n3,4\n") << QByteArray("1|2;3|4;")
                                 << QByteArray();
    QTest::newRow("too few fields") << QByteArray("a,b\n1\n") << QByteArray("1|;")
                                    << QByteArray("f.csv:2: 1 fields where");
    QTest::newRow("never closed") << QByteArray("a,b\n\"1,2\n") << QByteArray("1,2\n|;")
                                  << QByteArray("f.csv:2: a quote is opened");
    QTest::newRow("text after a quote")
        << QByteArray("a,b\n\"1\"x,2\n") << QByteArray("1|2;") << QByteArray("f.csv:2: text after");
    QTest::newRow("quote inside") << QByteArray("a,b\n1\"x,2\n") << QByteArray("1\"x|2;")
                                  << QByteArray("f.csv:2: a quote inside");
    QTest::newRow("gbk") << QByteArray("a,b\n\xC3\xF1\xD5\xFE,2\n") << QByteArray()
                         << QByteArray("f.csv:2: the text is not UTF-8");
    QTest::newRow("empty") << QByteArray() << QByteArray() << QByteArray("f.csv:1: the file is empty");
}

void ConfigTest::csvForms() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, cells);
    QFETCH(QByteArray, mistake);
    const CsvTable table = readCsv(bytes.toStdString(), "f.csv");
    QByteArray got;
    for (const CsvRow &row : table.rows) {
        for (const std::string &field : row.fields)
            got += (got.isEmpty() || got.endsWith(';') ? "" : "|") + QByteArray::fromStdString(field);
        got += ';';
    }
    QCOMPARE(got, cells);
    if (mistake.isEmpty())
        QCOMPARE(QByteArray::fromStdString(allTexts(table.errors)), QByteArray());
    else
        QVERIFY2(QByteArray::fromStdString(allTexts(table.errors)).contains(mistake),
                 allTexts(table.errors).c_str());
}

void ConfigTest::siteFileRoundTrip() {
    std::vector<Error> errors;
    YamlMistakes mistakes{"sites/a.yaml", errors};
    HostRegister hosts;
    const Site read = readSiteFile(writeSiteFile(bureau()), "a", hosts, mistakes);
    QVERIFY2(errors.empty(), allTexts(errors).c_str());
    QVERIFY(read == bureau());
}

void ConfigTest::yamlScalars_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"民政局", "a: b", "no",    "~",    "- x", " blank ",   "#x",          "a #b",
                             "1",      "0123", "\"q\"", "it's", "x:",  "tab\there", "back\\slash", "[a]",
                             "{a}",    "&a",   "*a",    "!a",   "%a",  "@a",        "line\nend"})
        QTest::newRow(text) << QByteArray(text);
}

void ConfigTest::yamlScalars() {
    QFETCH(QByteArray, text);
    std::vector<Error> errors;
    YamlMistakes mistakes{"f", errors};
    const YAML::Node node = parseYaml("k: " + yamlScalar(text.toStdString()) + "\n", mistakes);
    QVERIFY2(errors.empty(), allTexts(errors).c_str());
    QCOMPARE(QByteArray::fromStdString(node["k"].Scalar()), text);
}

void ConfigTest::workspaceRoundTrip() {
    const QTemporaryDir folder;
    const std::string root = folder.filePath(QStringLiteral("w")).toStdString();
    Result<Workspace> made = Workspace::create(root, "第一批: a");
    QVERIFY(made.ok());
    QVERIFY(!Workspace::create(root, "again").ok());
    QVERIFY(made->addSites({bureau()}).empty());
    const Workspace::Opened opened = Workspace::open(root);
    QVERIFY2(opened.errors.empty(), allTexts(opened.errors).c_str());
    QCOMPARE(opened.workspace.config().name, std::string("第一批: a"));
    QCOMPARE(opened.workspace.config().keepLevel, 3);
    QCOMPARE(opened.workspace.target()->file, root + "/.guiyi/platform.db");
    QCOMPARE(opened.workspace.sites().size(), std::size_t(1));
    QVERIFY(opened.workspace.sites().front() == bureau());
    QVERIFY(opened.workspace.site("b") == nullptr);
}

void ConfigTest::allMistakesOfAllFiles() {
    const QTemporaryDir folder;
    const std::string root = folder.path().toStdString();
    QVERIFY(Workspace::create(root, "x").ok());
    QVERIFY(writeFile(root + "/guiyi.yaml",
                      "name: x\ndomains:\n  platfrom_host: a.gov.cn\n  standard_hosts:\n    a: 'b c'\n"
                      "target: oracle:x\nname: y\n")
                .ok());
    QVERIFY(
        writeFile(root + "/sites/Bad Name.yaml", "name: a\nlevel: city\nhost: a.gov.cn\nsource: mirror:/a\n")
            .ok());
    QVERIFY(writeFile(root + "/sites/b.yaml",
                      "name: [a]\nlevel: city\nhost: A.gov.cn\nsource:\n  - mirror:/a\n  - {x: y}\n")
                .ok());
    QVERIFY(writeFile(root + "/sites/c.yaml", "name: \"a\n").ok());
    QVERIFY(writeFile(root + "/sites/d.yml", "name: d\n").ok());
    const std::string errors = allTexts(Workspace::open(root).errors);
    for (const char *expected :
         {"guiyi.yaml:3: unknown key \"platfrom_host\" below \"domains\"; did you mean \"platform_host\"?",
          "guiyi.yaml:5: host \"b c\" is no host name", "guiyi.yaml:6: target \"oracle:x\"",
          "guiyi.yaml:7: \"name\" is given twice, first in line 1",
          "sites/Bad Name.yaml:1: id \"Bad Name\" is not usable",
          "sites/b.yaml:1: \"name\" must be one value",
          "sites/b.yaml:3: host \"a.gov.cn\" is taken by sites/Bad Name.yaml:3",
          "sites/b.yaml:6: an entry of \"source\" is not a text", "sites/c.yaml",
          "sites/d.yml:1: the file would not be read"})
        QVERIFY2(errors.find(expected) != std::string::npos,
                 (std::string(expected) + " not in:\n" + errors).c_str());
}

void ConfigTest::relativeSources() {
    const QTemporaryDir folder;
    const std::string root = folder.filePath(QStringLiteral("work")).toStdString();
    Result<Workspace> made = Workspace::create(root, "x");
    QVERIFY(made.ok());
    const std::string csv = folder.filePath(QStringLiteral("list/sites.csv")).toStdString();
    const SiteList list =
        readSitesCsv("id,name,level,host,source\na,甲,city,a.gov.cn,mirror:../pages/a?x=1\n", csv);
    QVERIFY2(list.errors.empty(), allTexts(list.errors).c_str());
    const std::string absolute = "mirror:" + folder.path().toStdString() + "/pages/a?x=1";
    QCOMPARE(list.sites.front().sources.front(), absolute);
    QVERIFY(made->addSites(list.sites).empty());
    const Result<std::string> stored = readFile(root + "/sites/a.yaml");
    QVERIFY(stored->find("source: mirror:../pages/a?x=1") != std::string::npos);
    QCOMPARE(Workspace::open(root).workspace.sites().front().sources.front(), absolute);
}

void ConfigTest::addSitesAllOrNone() {
    const QTemporaryDir folder;
    const std::string root = folder.path().toStdString();
    Result<Workspace> made = Workspace::create(root, "x");
    QVERIFY(made.ok());
    QVERIFY(made->addSites({bureau()}).empty());
    Site other = bureau();
    other.id = "b";
    other.host = "b.gov.cn";
    other.aliases = {"www.a.gov.cn"};
    Site third = other;
    third.id = "c";
    third.host = "c.gov.cn";
    third.aliases.clear();
    const std::vector<Error> errors = made->addSites({third, other});
    QCOMPARE(errors.size(), std::size_t(1));
    QVERIFY(errors.front().text().find("host \"www.a.gov.cn\" is taken by sites/a.yaml") !=
            std::string::npos);
    QVERIFY(!std::filesystem::exists(root + "/sites/c.yaml"));
    QCOMPARE(made->sites().size(), std::size_t(1));
}

void ConfigTest::listInAnyOrder() {
    const SiteList list =
        readSitesCsv("wave,HOST,source,level,Name,aliases,id,code\n"
                     "2,WWW.A.gov.cn,mirror:/a,City,甲市,  a.gov.cn   b.gov.cn ,a,BM12345678\n",
                     "/x/sites.csv");
    QVERIFY2(list.errors.empty(), allTexts(list.errors).c_str());
    const Site &site = list.sites.front();
    QCOMPARE(site.host, std::string("www.a.gov.cn"));
    QVERIFY((site.aliases == std::vector<std::string>{"a.gov.cn", "b.gov.cn"}));
    QCOMPARE(site.level, std::string("city"));
    QCOMPARE(site.code, std::string("bm12345678"));
    QCOMPARE(site.wave, 2);
}

void ConfigTest::listMistakes() {
    const SiteList list = readSitesCsv("id,nam,level,host,source,source\n"
                                       "a,x,city,a,mirror:/a,\n"
                                       "a,x,city,a.gov.cn:99999,crawl:a.gov.cn,\n",
                                       "s.csv");
    const std::string errors = allTexts(list.errors);
    for (const char *expected :
         {"s.csv:1: unknown field \"nam\"; did you mean \"name\"?", "s.csv:1: field \"name\" is missing",
          "s.csv:1: field \"source\" is named twice", "s.csv:2: host \"a\"",
          "s.csv:3: id \"a\" is taken by s.csv:2", "s.csv:3: host \"a.gov.cn:99999\"",
          "s.csv:3: source \"crawl:a.gov.cn\""})
        QVERIFY2(errors.find(expected) != std::string::npos,
                 (std::string(expected) + " not in:\n" + errors).c_str());
}

void ConfigTest::writeFileReplaces() {
    const QTemporaryDir folder;
    const std::string file = folder.filePath(QStringLiteral("f")).toStdString();
    QVERIFY(writeFile(file, "one").ok());
    QVERIFY(writeFile(file, "two").ok());
    QCOMPARE(readFile(file).value(), std::string("two"));
    const auto entries = std::filesystem::directory_iterator(folder.path().toStdString());
    QCOMPARE(std::distance(begin(entries), end(entries)), std::ptrdiff_t(1));
    const Status failed = writeFile(folder.path().toStdString() + "/no/such/folder/f", "x");
    QVERIFY(!failed.ok());
    QVERIFY(failed.error().kind == ErrorKind::Failed);
}

QTEST_APPLESS_MAIN(ConfigTest)
#include "config_test.moc"
