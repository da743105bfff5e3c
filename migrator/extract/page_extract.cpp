#include "migrator/extract/page_extract.h"

#include "adapters/html/decode.h"
#include "adapters/page/page_record.h"
#include "migrator/pipeline/parallel.h"
#include "schema/base/text.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qdir.h>
#include <QtCore/qdiriterator.h>
#include <QtCore/qfile.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <zlib.h>

#include <atomic>
#include <cstdio>
#include <memory>
#include <vector>

namespace guiyi {

namespace {

Result<std::string> readMaybeGzipped(const QString &file) {
    gzFile in = gzopen(QFile::encodeName(file).constData(), "rb");
    if (in == nullptr)
        return Error{ErrorKind::Rejected, "reading a page", text::fromQString(file), "cannot open it",
                     "check the path"};
    std::string bytes;
    char buffer[1 << 16];
    int n = 0;
    while ((n = gzread(in, buffer, sizeof buffer)) > 0 && bytes.size() < (std::size_t(512) << 20))
        bytes.append(buffer, static_cast<std::size_t>(n));
    gzclose(in);
    if (n < 0)
        return Error{ErrorKind::Rejected, "reading a page", text::fromQString(file), "damaged gzip data",
                     "save the page again"};
    return bytes;
}

QJsonValue orNull(const std::string &s) {
    return s.empty() ? QJsonValue() : QJsonValue(text::toQString(s));
}

QJsonArray listOf(const std::vector<std::string> &values) {
    QJsonArray list;
    for (const std::string &value : values)
        list.append(text::toQString(value));
    return list;
}

QJsonArray addressesOf(const std::vector<page::LinkedFile> &files) {
    QJsonArray list;
    for (const page::LinkedFile &file : files)
        list.append(text::toQString(file.url));
    return list;
}

/// The pages asked for, batch by batch: lines of JSON, one JSON array, or the pages of a folder.
class Requests {
public:
    static Result<Requests> open(const std::string &input) {
        Requests requests;
        const QString path = text::toQString(input);
        const bool standardInput = input == "-" || input.empty();
        if (!standardInput && QFileInfo(path).isDir()) {
            requests.m_folder = QDir(path);
            requests.listFolder();
            return requests;
        }
        requests.m_file = std::make_unique<QFile>(path);
        const bool opened = standardInput ? requests.m_file->open(stdin, QIODevice::ReadOnly)
                                          : requests.m_file->open(QIODevice::ReadOnly);
        if (!opened)
            return Error{ErrorKind::Usage, "reading the list of pages", input,
                         text::fromQString(requests.m_file->errorString()),
                         "give a file of JSON lines, a JSON array or a folder of pages"};
        requests.m_folder = QFileInfo(path).absoluteDir();
        if (requests.m_file->peek(64).trimmed().startsWith('[')) {
            const QJsonDocument list = QJsonDocument::fromJson(requests.m_file->readAll());
            if (!list.isArray())
                return Error{ErrorKind::Usage, "reading the list of pages", input, "it is no JSON array",
                             "give [{\"id\",\"file\",\"url\"}, …] or a line for each page"};
            const QJsonArray listed = list.array();
            for (const auto &request : listed)
                requests.m_listed.push_back(request.toObject());
        }
        return requests;
    }

    /// At most `count` more; empty at the end.
    std::vector<QJsonObject> next(std::size_t count) {
        std::vector<QJsonObject> batch;
        for (; m_given < m_listed.size() && batch.size() < count; ++m_given)
            batch.push_back(m_listed[m_given]);
        while (m_file != nullptr && !m_file->atEnd() && batch.size() < count) {
            const QByteArray line = m_file->readLine().trimmed();
            if (!line.isEmpty())
                batch.push_back(QJsonDocument::fromJson(line).object());
        }
        return batch;
    }
    const QDir &folder() const { return m_folder; } ///< what relative names of files are relative to

private:
    void listFolder() {
        const QStringList names{QStringLiteral("*.htm"),     QStringLiteral("*.html"),
                                QStringLiteral("*.shtml"),   QStringLiteral("*.xhtml"),
                                QStringLiteral("*.htm.gz"),  QStringLiteral("*.html.gz"),
                                QStringLiteral("*.shtml.gz")};
        QStringList found;
        QDirIterator files(m_folder.path(), names, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext())
            found.append(m_folder.relativeFilePath(files.next()));
        found.sort();
        for (const QString &name : found)
            m_listed.push_back(QJsonObject{{QStringLiteral("id"), name}, {QStringLiteral("file"), name}});
    }

    std::unique_ptr<QFile> m_file;
    QDir m_folder;
    std::vector<QJsonObject> m_listed;
    std::size_t m_given = 0;
};

QByteArray extractOne(const QJsonObject &request, const QDir &folder, const std::string &today,
                      bool &failed) {
    QJsonObject out{{QStringLiteral("id"), request.value(QStringLiteral("id"))}};
    const QString file = request.value(QStringLiteral("file")).toString();
    const Result<std::string> bytes =
        file.isEmpty() ? Result<std::string>(Error{ErrorKind::Rejected, "reading a line", "",
                                                   "it has no \"file\"", "write {\"id\",\"file\",\"url\"}"})
                       : readMaybeGzipped(folder.absoluteFilePath(file));
    if (!bytes) {
        failed = true;
        out.insert(QStringLiteral("error"), text::toQString(bytes.error().text()));
        return QJsonDocument(out).toJson(QJsonDocument::Compact);
    }
    html::DecodeHints hints;
    hints.headerCharset = text::fromQString(request.value(QStringLiteral("encoding")).toString());
    html::Decoded decoded = html::decodeHtml(*bytes, hints);
    const html::Document document = html::Document::parse(std::move(decoded.text));
    const Url url = Url::parse(text::fromQString(request.value(QStringLiteral("url")).toString()))
                        .value_or(Url::of("http", "page.invalid", "/"));
    const page::PageRecord record = page::extractPage(document, url, today, decoded.encoding);
    QJsonObject confidence, provenance, contradictions;
    const auto field = [&](const QString &name, const page::Field &f) {
        out.insert(name, orNull(f.value));
        if (f.value.empty())
            return;
        confidence.insert(name, f.confidence);
        provenance.insert(name, text::toQString(f.rule));
        if (!f.others.empty())
            contradictions.insert(name, listOf(f.others));
    };
    field(QStringLiteral("title"), record.title);
    field(QStringLiteral("kicker"), record.kicker);
    field(QStringLiteral("subtitle"), record.subtitle);
    field(QStringLiteral("date"), record.date);
    field(QStringLiteral("source"), record.source);
    field(QStringLiteral("author"), record.author);
    out.insert(QStringLiteral("body_text"), orNull(record.body.text));
    out.insert(QStringLiteral("body_html"), orNull(record.body.html));
    out.insert(QStringLiteral("breadcrumb"), listOf(record.breadcrumb));
    out.insert(QStringLiteral("attachments"), addressesOf(record.body.attachments));
    out.insert(QStringLiteral("images"), addressesOf(record.body.images));
    out.insert(QStringLiteral("tables"), record.body.tables);
    confidence.insert(QStringLiteral("body_text"), record.bodyConfidence);
    provenance.insert(QStringLiteral("body_text"), text::toQString(record.bodyRule));
    provenance.insert(QStringLiteral("encoding"),
                      text::toQString(decoded.encoding + " by " + decoded.evidence));
    out.insert(QStringLiteral("confidence"), confidence);
    out.insert(QStringLiteral("provenance"), provenance);
    out.insert(QStringLiteral("contradictions"), contradictions);
    return QJsonDocument(out).toJson(QJsonDocument::Compact);
}

} // namespace

Result<PageExtractCounts> extractPages(const std::string &input, const std::string &output, int jobs) {
    Result<Requests> requests = Requests::open(input);
    if (!requests)
        return requests.error();
    QFile out(text::toQString(output));
    const bool writable = output == "-" || output.empty()
                              ? out.open(stdout, QIODevice::WriteOnly)
                              : out.open(QIODevice::WriteOnly | QIODevice::Truncate);
    if (!writable)
        return Error{ErrorKind::Failed, "writing results", output, text::fromQString(out.errorString()),
                     "give a file that can be written"};
    const std::string today = text::fromQString(QDate::currentDate().toString(Qt::ISODate));
    PageExtractCounts counts;
    // Batches keep memory flat and the order of the input.
    constexpr std::size_t Batch = 256;
    const bool asList = text::endsWith(output, ".json");
    const auto write = [&](const QByteArray &bytes) -> Status {
        if (out.write(bytes) == bytes.size())
            return {};
        return Error{ErrorKind::Failed, "writing results", output, text::fromQString(out.errorString()),
                     "free disk space and run again"};
    };
    for (;;) {
        const std::vector<QJsonObject> batch = requests->next(Batch);
        if (batch.empty())
            break;
        std::vector<QByteArray> results(batch.size());
        std::atomic<std::int64_t> failed{0};
        const Status done = forEachIndex(batch.size(), jobs, [&](std::size_t i) -> Status {
            bool bad = false;
            results[i] = extractOne(batch[i], requests->folder(), today, bad);
            failed += bad ? 1 : 0;
            return {};
        });
        if (!done)
            return done.error();
        for (std::size_t i = 0; i < results.size(); ++i) {
            const bool first = counts.pages == 0 && i == 0;
            const QByteArray before(!asList ? "" : first ? "[\n" : ",\n");
            if (const Status status = write(before + results[i] + (asList ? "" : "\n")); !status)
                return status.error();
        }
        counts.pages += static_cast<std::int64_t>(batch.size());
        counts.failed += failed.load();
    }
    if (asList) {
        if (const Status status = write(counts.pages == 0 ? "[]\n" : "\n]\n"); !status)
            return status.error();
    }
    return counts;
}

} // namespace guiyi
