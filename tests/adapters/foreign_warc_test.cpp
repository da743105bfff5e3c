// Archives other tools left, good and broken: the documents they hold, byte for byte, and what is rejected.
#include "adapters/mirror/source_reader.h"
#include "schema/base/sha256.h"
#include "schema/base/text.h"

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtTest/qtest.h>

#include <map>

using namespace guiyi;

namespace {

const QString Folder = QStringLiteral(GUIYI_TEST_DATA "/warc/");

/// Documents by address with their digests; a folder's page under the folder's address.
std::map<QString, QString> documentsOf(mirror::SourceReader &source) {
    std::map<QString, QString> documents;
    (void)source.each([](const mirror::Entry &) { return true; },
                      [&](const mirror::Entry &entry, const Result<std::string> &bytes) {
                          QString url = text::toQString(entry.url);
                          if (url.endsWith(QStringLiteral("/index.html")))
                              url.chop(static_cast<int>(qstrlen("index.html")));
                          documents[url] = bytes ? text::toQString(sha256Hex(*bytes))
                                                 : text::toQString(bytes.error().text());
                          return Status();
                      });
    return documents;
}

} // namespace

class ForeignWarcTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reads_data();
    void reads();
    void allAreTold();
};

void ForeignWarcTest::reads_data() {
    QTest::addColumn<QJsonObject>("expected");
    QFile file(Folder + QStringLiteral("expected.jsonl"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.isEmpty())
            continue;
        const QJsonObject expected = QJsonDocument::fromJson(line).object();
        QTest::newRow(qPrintable(expected[QStringLiteral("file")].toString())) << expected;
    }
}

void ForeignWarcTest::reads() {
    QFETCH(QJsonObject, expected);
    const std::string path = (Folder + expected[QStringLiteral("file")].toString()).toStdString();
    const auto source = mirror::SourceReader::open("warc:" + path);
    QVERIFY2(source.ok(), source ? "" : source.error().text().c_str());
    const std::map<QString, QString> documents = documentsOf(**source);
    const QJsonObject wanted = expected[QStringLiteral("documents")].toObject();
    QStringList got;
    for (const auto &[url, digest] : documents)
        got.push_back(url);
    QCOMPARE(got, wanted.keys());
    for (const auto &[url, digest] : documents) {
        if (wanted[url].isString()) // else it is no copy of what the site gave
            QCOMPARE(digest, wanted[url].toString());
    }
    const std::vector<std::string> rejects = (*source)->rejects();
    QCOMPARE(static_cast<int>(rejects.size()), expected[QStringLiteral("rejects")].toInt());
    for (const std::string &reject : rejects) // where and why
        QVERIFY2(text::contains(reject, path) && text::contains(reject, ": "), reject.c_str());
}

/// An archive without a line in expected.jsonl would be tested by nobody.
void ForeignWarcTest::allAreTold() {
    QFile file(Folder + QStringLiteral("expected.jsonl"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray lines = file.readAll();
    const QStringList names =
        QDir(Folder).entryList({QStringLiteral("*arc*"), QStringLiteral("*.mht*"), QStringLiteral("*.wacz")});
    QVERIFY(names.size() >= 20);
    for (const QString &name : names)
        QVERIFY2(lines.contains('"' + name.toUtf8() + '"'), qPrintable(name));
}

QTEST_GUILESS_MAIN(ForeignWarcTest)
#include "foreign_warc_test.moc"
