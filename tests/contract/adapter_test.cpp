// What every adapter promises, whatever it reads: one suite for all of them.
#include "adapters/cms/cms_extractor.h"
#include "adapters/site/site_extractor.h"
#include "adapters/warc/writer.h"
#include "schema/base/sha256.h"
#include "schema/base/text.h"
#include "schema/store/staging.h"

#include <QtCore/qdir.h>
#include <QtCore/qdiriterator.h>
#include <QtCore/qtemporarydir.h>
#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlquery.h>
#include <QtTest/qtest.h>

#include <set>

using namespace guiyi;

namespace {

/// Keeps everything it is handed, as lines that can be compared.
struct Recorder : RecordSink {
    std::map<std::string, std::string> facts;
    std::vector<Column> columns;
    std::vector<Article> articles;
    std::vector<Resource> resources;
    std::vector<std::string> lines;
    std::int64_t letters = 0;

    Status setFact(std::string_view name, std::string_view value) override {
        facts.emplace(name, value);
        return {};
    }
    Status add(const Column &column) override {
        columns.push_back(column);
        lines.push_back("column " + std::to_string(column.id) + " " + column.url + " " +
                        text::join(column.path, "/"));
        return {};
    }
    Status add(const Article &article, const Letter *letter) override {
        articles.push_back(article);
        letters += letter != nullptr ? 1 : 0;
        lines.push_back("article " + std::to_string(article.id) + " " + article.url + " " +
                        contentHash(article, letter));
        return {};
    }
    Status add(const Resource &resource) override {
        resources.push_back(resource);
        lines.push_back("resource " + std::to_string(resource.id) + " " + resource.url + " " + resource.role +
                        " " + std::to_string(resource.record));
        return {};
    }
    Status add(const Finding &finding) override {
        lines.push_back("finding " + finding.rule + " " + finding.url + " " + finding.message);
        return {};
    }
};

struct Reading {
    Recorder records;
    std::int64_t total = 0, read = 0;
    std::optional<Error> error;
    site::ExtractCounts counts;
};

std::string data(const char *path) {
    return std::string(GUIYI_TEST_DATA) + "/" + path;
}

/// Reads a source; with `stopAfter` the user stops it at that question.
Reading readSource(const std::string &source, int stopAfter = -1) {
    Reading reading;
    const QTemporaryDir folder;
    const auto onTotal = [&](std::int64_t records) { reading.total += records; };
    const auto onRead = [&](std::int64_t records) { reading.read += records; };
    int asked = 0;
    const auto cancelled = [&] { return stopAfter >= 0 && ++asked > stopAfter; };
    Site site;
    site.id = "old";
    site.name = "旧站";
    site.host = "www.old.example";
    const auto take = [&](const Result<site::ExtractCounts> &counts) {
        if (counts)
            reading.counts = *counts;
        else
            reading.error = counts.error();
    };
    const std::string scratch = folder.path().toStdString();
    if (cms::isHandOver(source)) {
        const Result<cms::HandOver> handOver = cms::parseHandOver(source, "/");
        if (!handOver)
            reading.error = handOver.error();
        else
            take(cms::extractCms(site, site::Knowledge::builtIn(),
                                 {*handOver, scratch + "/tables", onTotal, onRead, cancelled, {}},
                                 reading.records));
    } else {
        take(site::extractSite(site, site::Knowledge::builtIn(),
                               {{source}, scratch, onTotal, onRead, cancelled, {}}, reading.records));
    }
    return reading;
}

/// Every file of a source with its bytes and time.
std::map<QString, QString> stateOf(const std::string &path) {
    std::map<QString, QString> state;
    const QString root = text::toQString(path);
    const auto add = [&](const QString &name) {
        QFile file(name);
        (void)file.open(QIODevice::ReadOnly);
        state[name] = QString::fromLatin1(file.readAll().toBase64()) +
                      QFileInfo(name).lastModified().toString(Qt::ISODateWithMs);
    };
    if (QFileInfo(root).isFile())
        add(root);
    for (QDirIterator it(root, QDir::Files, QDirIterator::Subdirectories); it.hasNext();)
        add(it.next());
    return state;
}

QByteArray bytesOf(const std::string &path) {
    QFile file(text::toQString(path));
    (void)file.open(QIODevice::ReadOnly);
    return file.readAll();
}

void writeFile(const QString &path, const QByteArray &bytes) {
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

/// The statements of a product's dump in the test data.
QByteArrayList statementsOf(const char *product) {
    QByteArrayList statements;
    for (const QByteArray &part :
         bytesOf(data("cms/products/") + product + ".sql").replace(";\n", "\x01").split(char(1))) {
        if (!part.trimmed().isEmpty())
            statements.append(part);
    }
    return statements;
}

/// Hand-overs and captures that are made of the others, in `folder`.
class MadeSources {
public:
    explicit MadeSources(const QString &folder) : m_folder(folder) {}

    void makeAll() {
        makeSqlite();
        makeFolders();
        makeSqlServerScript();
        makeWebArchive();
        const QByteArray access = bytesOf(data("cms/products/two-products.mdb"));
        writeFile(m_folder + QStringLiteral("/cut.mdb"), access.left(3000));
        const QByteArray sqlite = bytesOf((m_folder + QStringLiteral("/site.db")).toStdString());
        writeFile(m_folder + QStringLiteral("/cut.db"), sqlite.left(static_cast<int>(sqlite.size()) / 2));
        writeFile(m_folder + QStringLiteral("/cut.zip"), QByteArray("PK\x03\x04 and nothing more"));
        writeFile(m_folder + QStringLiteral("/pictures/a.png"), "png");
        writeFile(m_folder + QStringLiteral("/pictures/b.png"), "png");
        writeFile(m_folder + QStringLiteral("/broken.json"), "{\"db\": [");
    }

private:
    void makeSqlite() {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("made"));
        database.setDatabaseName(m_folder + QStringLiteral("/site.db"));
        QVERIFY(database.open());
        {
            QSqlQuery query(database);
            for (const QByteArray &statement : statementsOf("jeecms"))
                QVERIFY2(query.exec(QString::fromUtf8(statement)), statement.constData());
        }
        database.close();
        database = QSqlDatabase();
        QSqlDatabase::removeDatabase(QStringLiteral("made"));
    }

    /// A DedeCMS-like folder of texts, and EmpireBak volumes.
    void makeFolders() {
        QByteArray tables, rows;
        for (const QByteArray &statement : statementsOf("jeecms"))
            (statement.startsWith("CREATE") ? tables : rows) += statement + ";\n";
        writeFile(m_folder + QStringLiteral("/backupdata/tables_struct_0.txt"), tables);
        writeFile(m_folder + QStringLiteral("/backupdata/jc_rows_1_0.txt"), rows);
        int number = 0;
        for (QByteArray statement : statementsOf("empirecms")) {
            const QByteArray call = statement.startsWith("CREATE") ? "E_C" : "E_D";
            statement.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$").replace("\n", "\\n");
            writeFile(m_folder + QStringLiteral("/bdata/t_%1.php").arg(++number),
                      "<?php\n" + call + "(\"" + statement + "\");\n?>");
        }
    }

    void makeSqlServerScript() {
        QByteArray script = "USE [site]\nGO\n";
        for (const QByteArray &statement : statementsOf("kesion"))
            script += statement + "\nGO\n";
        writeFile(m_folder + QStringLiteral("/script.sql"), script);
    }

    /// The mirror of the examples as a crawler would have kept it.
    void makeWebArchive() {
        const QString root = QStringLiteral(GUIYI_SOURCE_DIR "/examples/district/www/qhmzj");
        QDir().mkpath(m_folder + QStringLiteral("/warc"));
        auto writer = warc::Writer::open((m_folder + QStringLiteral("/warc")).toStdString(), "site",
                                         std::int64_t(1) << 30, {}, "software: test\r\n");
        QVERIFY(writer);
        QStringList paths;
        for (QDirIterator it(root, QDir::Files, QDirIterator::Subdirectories); it.hasNext();)
            paths.append(it.next());
        paths.sort();
        for (const QString &path : paths) {
            const std::string body = bytesOf(path.toStdString()).toStdString();
            const char *const type =
                path.endsWith(QStringLiteral("html")) || path.endsWith(QStringLiteral("htm"))
                    ? "text/html"
                    : "application/octet-stream";
            const std::string head = std::string("HTTP/1.1 200 OK\r\nContent-Type: ") + type +
                                     "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n";
            const std::string target = text::fromQString(path.mid(root.size()));
            const warc::Exchange exchange{"http://www.old.example" + target,
                                          "2020-01-02T03:04:05Z",
                                          {},
                                          "GET / HTTP/1.1\r\nHost: www.old.example\r\n\r\n",
                                          head,
                                          body,
                                          sha256Hex(body),
                                          nullptr,
                                          {}};
            QVERIFY((*writer)->exchange(exchange));
        }
        QVERIFY((*writer)->sync());
    }

    QString m_folder;
};

/// Made once, and gone with the program.
const QString &madeFolder() {
    static const QTemporaryDir folder;
    static const QString path = folder.path();
    static const bool made = (MadeSources(path).makeAll(), true);
    (void)made;
    return path;
}

} // namespace

class AdapterContract : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void describesItsSite_data() { sources(); }
    void describesItsSite();
    void countsAgree_data() { sources(); }
    void countsAgree();
    void idsAreUniqueAndKnown_data() { sources(); }
    void idsAreUniqueAndKnown();
    void readsTheSameTwice_data() { sources(); }
    void readsTheSameTwice();
    void textIsUnicode_data() { sources(); }
    void textIsUnicode();
    void stopsAndBeginsAnew_data() { sources(); }
    void stopsAndBeginsAnew();
    void leavesTheSourceAlone_data() { sources(); }
    void leavesTheSourceAlone();
    void emptySourcesHoldNothing_data();
    void emptySourcesHoldNothing();
    void brokenSourcesAreErrors_data();
    void brokenSourcesAreErrors();

private:
    static void sources() {
        QTest::addColumn<QString>("source");
        const auto add = [](const char *name, const std::string &source) {
            QTest::newRow(name) << text::toQString(source);
        };
        add("mirror", std::string(GUIYI_SOURCE_DIR) + "/examples/district/www/qhmzj");
        add("dump in GBK, own profile",
            "dump:" + data("cms/county-news.sql") + "?profile=" + GUIYI_SOURCE_DIR + "/examples/cms-profile");
        for (const char *product : {"empirecms", "jeecms", "siteserver", "sscms", "drupal", "phpcms-2008"})
            add(product, "dump:" + data("cms/products/") + product + ".sql");
        add("WXR", "dump:" + data("cms/products/wordpress.xml"));
        add("Ghost", "dump:" + data("cms/products/ghost.json"));
        add("Access", "dump:" + data("cms/products/two-products.mdb") + "?cms=kesion");
        const std::string made = madeFolder().toStdString();
        add("SQLite", "sqlite:" + made + "/site.db");
        add("backup folder", "dump:" + made + "/backupdata");
        add("EmpireBak", "dump:" + made + "/bdata");
        add("SQL Server script", "dump:" + made + "/script.sql");
        add("crawl", "warc:" + made + "/warc");
    }
    static Reading readOrFail() {
        QFETCH(QString, source);
        Reading reading = readSource(source.toStdString());
        if (reading.error)
            QTest::qFail(reading.error->text().c_str(), __FILE__, __LINE__);
        return reading;
    }
};

void AdapterContract::describesItsSite() {
    const Reading reading = readOrFail();
    QCOMPARE(reading.records.facts.at("site"), std::string("old"));
    QVERIFY(!reading.records.facts.at("encoding").empty());
    QVERIFY(!reading.records.columns.empty());
    QVERIFY(!reading.records.articles.empty());
    for (const Column &column : reading.records.columns) {
        QVERIFY(!column.name.empty());
        QCOMPARE(column.path.back(), column.name);
    }
    for (const Article &article : reading.records.articles)
        QVERIFY2(text::startsWith(article.url, "http"), article.url.c_str());
}

void AdapterContract::countsAgree() {
    const Reading reading = readOrFail();
    QCOMPARE(reading.counts.columns, static_cast<std::int64_t>(reading.records.columns.size()));
    QCOMPARE(reading.counts.letters, reading.records.letters);
    QCOMPARE(reading.counts.articles + reading.counts.letters,
             static_cast<std::int64_t>(reading.records.articles.size()));
    QCOMPARE(reading.read, reading.total);
}

void AdapterContract::idsAreUniqueAndKnown() {
    const Reading reading = readOrFail();
    std::set<RecordId> columns, articles;
    std::set<std::string> addresses;
    for (const Column &column : reading.records.columns) {
        QVERIFY(column.id != 0 && columns.insert(column.id).second);
        QVERIFY2(column.parent == 0 || columns.contains(column.parent), "a parent comes before its children");
    }
    for (const Article &article : reading.records.articles) {
        QVERIFY(article.id != 0 && articles.insert(article.id).second);
        for (const RecordId place : article.placements)
            QVERIFY(columns.contains(place));
    }
    for (const Resource &resource : reading.records.resources) {
        QVERIFY2(addresses.insert(resource.url).second, resource.url.c_str());
        if (resource.role == "article")
            QVERIFY(articles.contains(resource.record));
        if (resource.role == "column")
            QVERIFY(columns.contains(resource.record));
    }
    for (const Article &article : reading.records.articles)
        QVERIFY2(addresses.contains(article.url), article.url.c_str());
}

void AdapterContract::readsTheSameTwice() {
    const Reading first = readOrFail(), second = readOrFail();
    QCOMPARE(first.records.lines, second.records.lines);
    QCOMPARE(first.records.facts, second.records.facts);
}

void AdapterContract::textIsUnicode() {
    const Reading reading = readOrFail();
    bool han = false;
    for (const Article &article : reading.records.articles) {
        for (const std::string *value :
             {&article.title, &article.bodyHtml, &article.bodyText, &article.source})
            QCOMPARE(text::fromQString(text::toQString(*value)), *value);
        QVERIFY2(!text::contains(article.title, "\xEF\xBF\xBD"), article.title.c_str());
        for (std::size_t at = 0; at < article.title.size();)
            han = text::isHan(text::next(article.title, at)) || han;
    }
    QVERIFY(han);
}

void AdapterContract::stopsAndBeginsAnew() {
    QFETCH(QString, source);
    const Reading stopped = readSource(source.toStdString(), 1);
    QVERIFY(stopped.error.has_value());
    QCOMPARE(stopped.error->kind, ErrorKind::Cancelled);
    const Reading anew = readOrFail(), whole = readOrFail();
    QCOMPARE(anew.records.lines, whole.records.lines);
}

void AdapterContract::leavesTheSourceAlone() {
    QFETCH(QString, source);
    std::string path = source.toStdString();
    path = path.substr(0, path.find('?'));
    for (const char *scheme : {"dump:", "sqlite:", "warc:"}) {
        if (text::startsWith(path, scheme))
            path.erase(0, std::string_view(scheme).size());
    }
    const auto before = stateOf(path);
    QVERIFY(!before.empty());
    (void)readOrFail();
    QCOMPARE(stateOf(path), before);
}

void AdapterContract::emptySourcesHoldNothing_data() {
    QTest::addColumn<bool>("folder");
    QTest::newRow("mirror") << true;
    QTest::newRow("dump") << false;
}

void AdapterContract::emptySourcesHoldNothing() {
    QFETCH(bool, folder);
    const QTemporaryDir place;
    const std::string file = place.filePath(QStringLiteral("empty.sql")).toStdString();
    if (!folder) {
        QFile made(text::toQString(file));
        QVERIFY(made.open(QIODevice::WriteOnly));
    }
    const Reading reading = readSource(folder ? place.path().toStdString() : "dump:" + file);
    QVERIFY(reading.records.articles.empty());
    QVERIFY(reading.records.columns.empty());
    // A dump without tables is nobody's database; an empty folder is a site that has nothing.
    QCOMPARE(reading.error.has_value(), !folder);
}

void AdapterContract::brokenSourcesAreErrors_data() {
    QTest::addColumn<QString>("source");
    QTest::newRow("no folder") << QStringLiteral("/nowhere/www");
    QTest::newRow("no dump") << QStringLiteral("dump:/nowhere/site.sql");
    QTest::newRow("no SQLite file") << QStringLiteral("sqlite:/nowhere/site.db");
    QTest::newRow("no server") << QStringLiteral("mysql://nobody@127.0.0.1:1/none");
    QTest::newRow("no PostgreSQL") << QStringLiteral("postgresql://nobody@127.0.0.1:1/none");
    QTest::newRow("no ODBC source") << QStringLiteral("odbc:DRIVER={none};SERVER=127.0.0.1");
    QTest::newRow("no web archive") << QStringLiteral("warc:/nowhere/crawl");
    for (const char *name : {"cut.mdb", "cut.db", "cut.zip", "pictures", "broken.json"})
        QTest::newRow(name) << QStringLiteral("dump:") + madeFolder() + QLatin1Char('/') +
                                   QLatin1String(name);
}

void AdapterContract::brokenSourcesAreErrors() {
    QFETCH(QString, source);
    const Reading reading = readSource(source.toStdString());
    QVERIFY(reading.error.has_value());
    QVERIFY(!reading.error->why.empty());
    QVERIFY(!reading.error->advice.empty());
    QVERIFY(reading.records.articles.empty());
}

QTEST_GUILESS_MAIN(AdapterContract)
#include "adapter_test.moc"
