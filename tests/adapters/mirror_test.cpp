// Saved files: names to addresses, content to kinds, folders and archives read in place.
#include "adapters/mirror/naming.h"
#include "adapters/mirror/sniff.h"
#include "adapters/mirror/source_reader.h"

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <archive.h>
#include <archive_entry.h>

#include <map>

using namespace guiyi;
using namespace guiyi::mirror;

namespace {

void writeFile(const QString &file, const QByteArray &bytes) {
    QDir().mkpath(QFileInfo(file).path());
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(bytes);
}

std::map<std::string, std::string> readAll(SourceReader &reader) {
    std::map<std::string, std::string> files;
    const Status s = reader.each([](const Entry &) { return true; },
                                 [&](const Entry &entry, const Result<std::string> &bytes) {
                                     files[entry.path] = bytes ? *bytes : "ERROR " + bytes.error().why;
                                     return Status();
                                 });
    if (!s)
        files["FAILED"] = s.error().text();
    return files;
}

} // namespace

class MirrorTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void targets_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("target");
        QTest::newRow("plain") << "zwgk/index.html"
                               << "/zwgk/index.html";
        QTest::newRow("wget query") << "show.asp?id=12"
                                    << "/show.asp?id=12";
        QTest::newRow("wget on Windows") << "show.asp@id=12"
                                         << "/show.asp?id=12";
        QTest::newRow("percent encoded mark") << "list.php%3Fcid=3&page=2"
                                              << "/list.php?cid=3&page=2";
        QTest::newRow("wget -E") << "show.asp?id=12.html"
                                 << "/show.asp?id=12";
        QTest::newRow("html with query") << "col/col1/index.html@uid=5&pageNum=2"
                                         << "/col/col1/index.html?uid=5&pageNum=2";
        QTest::newRow("at sign in a name") << "files/a@b.pdf"
                                           << "/files/a@b.pdf";
        QTest::newRow("at sign with equals in a document's name") << "files/a@b=c.pdf"
                                                                  << "/files/a@b=c.pdf";
        QTest::newRow("download script") << "down.jsp@classid=0&filename=a.xls"
                                         << "/down.jsp?classid=0&filename=a.xls";
        QTest::newRow("Chinese name") << QStringLiteral("附件/表.doc") << "/%E9%99%84%E4%BB%B6/%E8%A1%A8.doc";
        QTest::newRow("encoded name kept") << "a%20b.doc"
                                           << "/a%20b.doc";
    }
    void targets() {
        QFETCH(QString, path);
        QFETCH(QString, target);
        QCOMPARE(QString::fromStdString(targetOfFile(path.toStdString())), target);
    }

    void indexPages() {
        QVERIFY(isDirectoryIndex("/a/"));
        QVERIFY(isDirectoryIndex("/a/index.html"));
        QVERIFY(isDirectoryIndex("/Default.asp"));
        QVERIFY(!isDirectoryIndex("/a/index.html?page=2"));
        QVERIFY(!isDirectoryIndex("/a/index_1.html"));
        QCOMPARE(foldDirectoryIndex("/a/index.html"), std::string("/a/"));
        QCOMPARE(foldDirectoryIndex("/a/b.html"), std::string("/a/b.html"));
    }

    void sniffing_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("mediaType");
        QTest::addColumn<bool>("instead");
        const QByteArray page = "<!DOCTYPE html><html><head><title>x</title></head><body>1</body></html>";
        QTest::newRow("page") << page << "/a.html"
                              << "page"
                              << "text/html" << false;
        QTest::newRow("page under a script's name") << page << "/show.asp?id=1"
                                                    << "page"
                                                    << "text/html" << false;
        QTest::newRow("page with BOM and comment")
            << QByteArray("\xEF\xBB\xBF<!-- x -->\n" + page) << "/a.htm"
            << "page"
            << "text/html" << false;
        QTest::newRow("error page instead of a document") << page << "/f/a.doc"
                                                          << "attachment"
                                                          << "text/html" << true;
        QTest::newRow("error page instead of a picture") << page << "/f/a.jpg"
                                                         << "image"
                                                         << "text/html" << true;
        QTest::newRow("error page of a download script") << page << "/down.jsp?filename=a.pdf"
                                                         << "attachment"
                                                         << "text/html" << true;
        QTest::newRow("pdf under a script's name") << QByteArray("%PDF-1.4\n") << "/down.jsp?filename=a.pdf"
                                                   << "attachment"
                                                   << "application/pdf" << false;
        QTest::newRow("pdf without a name") << QByteArray("%PDF-1.4\n") << "/download.action?id=3"
                                            << "attachment"
                                            << "application/pdf" << false;
        QTest::newRow("word") << QByteArray("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") << "/a.doc"
                              << "attachment"
                              << "application/msword" << false;
        QTest::newRow("png named jpg") << QByteArray("\x89PNG\r\n\x1A\n") << "/a.jpg"
                                       << "image"
                                       << "image/png" << false;
        QTest::newRow("css") << QByteArray("body{}") << "/a.css"
                             << "style"
                             << "text/css" << false;
        QTest::newRow("counter script") << QByteArray("document.write(\"1024\");") << "/count.jsp"
                                        << "script"
                                        << "text/javascript" << false;
        QTest::newRow("empty document") << QByteArray() << "/a.pdf"
                                        << "attachment"
                                        << "application/pdf" << false;
        QTest::newRow("empty page") << QByteArray() << "/a.html"
                                    << "page"
                                    << "text/html" << false;
    }
    void sniffing() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, target);
        const Sniffed s = sniff(std::string_view(bytes.constData(), bytes.size()), target.toStdString());
        QTEST(QString::fromStdString(std::string(toText(s.kind))), "kind");
        QTEST(QString::fromStdString(s.mediaType), "mediaType");
        QTEST(s.htmlInsteadOfFile, "instead");
    }

    void folder() {
        QTemporaryDir dir;
        writeFile(dir.filePath(QStringLiteral("site/b.html")), "B");
        writeFile(dir.filePath(QStringLiteral("site/a/c.html")), "C");
        writeFile(dir.filePath(QStringLiteral("secret.txt")), "S");
        QVERIFY(QFile::link(dir.filePath(QStringLiteral("secret.txt")),
                            dir.filePath(QStringLiteral("site/out.txt"))));
        auto reader = SourceReader::open(dir.filePath(QStringLiteral("site")).toStdString());
        QVERIFY(reader.ok());
        const auto files = readAll(**reader);
        QCOMPARE(files.size(), std::size_t(3));
        QCOMPARE(files.at("a/c.html"), std::string("C"));
        QCOMPARE(files.at("b.html"), std::string("B"));
        QCOMPARE(files.at("out.txt"), std::string("ERROR a link that leads outside the site's folder"));
    }

    void missingFolderSaysWhatToDo() {
        const auto reader = SourceReader::open("/nowhere/at/all");
        QVERIFY(!reader.ok());
        QVERIFY(!reader.error().advice.empty());
        QCOMPARE(reader.error().where, std::string("/nowhere/at/all"));
    }

    void archives_data() {
        QTest::addColumn<bool>("zip");
        QTest::newRow("zip") << true;
        QTest::newRow("tar.gz") << false;
    }
    void archives() {
        QFETCH(bool, zip);
        QTemporaryDir dir;
        const std::string file =
            dir.filePath(zip ? QStringLiteral("s.zip") : QStringLiteral("s.tar.gz")).toStdString();
        archive *a = archive_write_new();
        if (zip) {
            archive_write_set_format_zip(a);
        } else {
            archive_write_set_format_pax_restricted(a);
            archive_write_add_filter_gzip(a);
        }
        QCOMPARE(archive_write_open_filename(a, file.c_str()), ARCHIVE_OK);
        const std::pair<const char *, const char *> entries[] = {
            {"www/index.html", "I"}, {"www/\xE9\x99\x84\xE4\xBB\xB6.doc", "D"}, {"www/../../evil.html", "E"}};
        for (const auto &[name, content] : entries) {
            archive_entry *e = archive_entry_new();
            archive_entry_set_pathname(e, name);
            archive_entry_set_size(e, 1);
            archive_entry_set_filetype(e, AE_IFREG);
            archive_entry_set_perm(e, 0644);
            archive_write_header(a, e);
            archive_write_data(a, content, 1);
            archive_entry_free(e);
        }
        archive_write_close(a);
        archive_write_free(a);
        auto reader = SourceReader::open(file);
        QVERIFY2(reader.ok(), reader.ok() ? "" : reader.error().text().c_str());
        const auto files = readAll(**reader);
        QCOMPARE(files.at("index.html"), std::string("I"));
        QCOMPARE(files.at("\xE9\x99\x84\xE4\xBB\xB6.doc"), std::string("D"));
        for (const auto &[path, content] : files)
            QVERIFY2(content != "E", path.c_str());
        const auto one = (*reader)->read("index.html");
        QVERIFY(one.ok());
        QCOMPARE(*one, std::string("I"));
        QVERIFY(!(*reader)->read("none.html").ok());
    }

    void fingerprintNoticesChanges() {
        QTemporaryDir dir;
        writeFile(dir.filePath(QStringLiteral("a.html")), "A");
        const std::string before = fingerprint(dir.path().toStdString());
        QCOMPARE(fingerprint(dir.path().toStdString()), before);
        writeFile(dir.filePath(QStringLiteral("a.html")), "AB");
        QVERIFY(fingerprint(dir.path().toStdString()) != before);
    }
};

QTEST_GUILESS_MAIN(MirrorTest)
#include "mirror_test.moc"
