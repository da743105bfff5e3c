#include "migrator/extract/page_extract.h"

#include "adapters/html/decode.h"
#include "adapters/page/page_record.h"
#include "migrator/pipeline/parallel.h"
#include "schema/base/text.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <zlib.h>

#include <atomic>
#include <cstdio>
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

QByteArray extractLine(const QByteArray &line, const QDir &folder, const std::string &today, bool &failed) {
    const QJsonObject request = QJsonDocument::fromJson(line).object();
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
    const page::PageRecord record = page::extractPage(document, url, today);
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
    QFile in(text::toQString(input));
    const bool opened =
        input == "-" || input.empty() ? in.open(stdin, QIODevice::ReadOnly) : in.open(QIODevice::ReadOnly);
    if (!opened)
        return Error{ErrorKind::Usage, "reading the list of pages", input,
                     text::fromQString(in.errorString()), "give a file of JSON lines"};
    QFile out(text::toQString(output));
    const bool writable = output == "-" || output.empty()
                              ? out.open(stdout, QIODevice::WriteOnly)
                              : out.open(QIODevice::WriteOnly | QIODevice::Truncate);
    if (!writable)
        return Error{ErrorKind::Failed, "writing results", output, text::fromQString(out.errorString()),
                     "give a file that can be written"};
    const std::string today = text::fromQString(QDate::currentDate().toString(Qt::ISODate));
    const QDir folder = QFileInfo(text::toQString(input)).absoluteDir();
    PageExtractCounts counts;
    // Batches keep memory flat and the order of the input.
    constexpr std::size_t Batch = 256;
    while (!in.atEnd()) {
        std::vector<QByteArray> lines;
        while (lines.size() < Batch && !in.atEnd()) {
            const QByteArray line = in.readLine().trimmed();
            if (!line.isEmpty())
                lines.push_back(line);
        }
        std::vector<QByteArray> results(lines.size());
        std::atomic<std::int64_t> failed{0};
        const Status done = forEachIndex(lines.size(), jobs, [&](std::size_t i) -> Status {
            bool bad = false;
            results[i] = extractLine(lines[i], folder, today, bad);
            failed += bad ? 1 : 0;
            return {};
        });
        if (!done)
            return done.error();
        for (const QByteArray &result : results) {
            if (out.write(result) < 0 || out.write("\n") < 0)
                return Error{ErrorKind::Failed, "writing results", output,
                             text::fromQString(out.errorString()), "free disk space and run again"};
        }
        counts.pages += static_cast<std::int64_t>(lines.size());
        counts.failed += failed.load();
    }
    return counts;
}

} // namespace guiyi
