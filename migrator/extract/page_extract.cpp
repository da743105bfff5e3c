#include "migrator/extract/page_extract.h"

#include "adapters/html/decode.h"
#include "adapters/site/page_extractor.h"
#include "migrator/pipeline/parallel.h"
#include "schema/base/text.h"

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

/// A page alone: nothing is known to be the site's own but its host.
class LoneLinks : public site::SiteLinks {
public:
    explicit LoneLinks(std::string host) : m_host(std::move(host)) {}
    std::optional<Url> own(const Url &url) const override {
        return url.host() == m_host ? std::optional(url) : std::nullopt;
    }
    site::TargetKind kindOf(const Url &url) const override;

private:
    std::string m_host;
};

bool hasExtension(const Url &url, std::initializer_list<std::string_view> extensions) {
    const std::string path = text::lower(url.target());
    for (std::string_view e : extensions) {
        const std::size_t at = path.rfind(e);
        if (at != std::string::npos &&
            (at + e.size() == path.size() || path[at + e.size()] == '?' || path[at + e.size()] == '&'))
            return true;
    }
    return false;
}

site::TargetKind LoneLinks::kindOf(const Url &url) const {
    if (hasExtension(url, {".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".zip", ".rar", ".wps",
                           ".et", ".ofd", ".ceb", ".7z", ".txt", ".csv"}))
        return site::TargetKind::MissingDocument;
    if (hasExtension(url, {".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp"}))
        return site::TargetKind::MissingImage;
    return site::TargetKind::MissingPage;
}

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

QByteArray extractLine(const QByteArray &line, const QDir &folder, bool &failed) {
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
    static const site::SiteModel NoModel;
    const site::PageExtractor extractor(site::Knowledge::builtIn(), NoModel, {});
    const site::PageDraft draft = extractor.extract(document, url, LoneLinks(url.host()));
    const Article &a = draft.article;
    out.insert(QStringLiteral("title"), orNull(a.title));
    out.insert(QStringLiteral("date"), orNull(a.published));
    out.insert(QStringLiteral("source"), orNull(a.sourceShown));
    out.insert(QStringLiteral("author"), orNull(a.author));
    out.insert(QStringLiteral("body_text"), orNull(a.bodyText));
    out.insert(QStringLiteral("body_html"), orNull(a.bodyHtml));
    QJsonArray crumbs, attachments, images;
    for (const site::Crumb &crumb : draft.crumbs)
        crumbs.append(text::toQString(crumb.name));
    for (const FileReference &f : a.files)
        (f.role == FileRole::Image ? images : attachments)
            .append(QJsonObject{{QStringLiteral("name"), orNull(f.name)},
                                {QStringLiteral("url"), text::toQString(f.url)}});
    QJsonObject confidence, provenance;
    for (const auto &[field, evidence] : a.evidence) {
        confidence.insert(text::toQString(field), evidence.confidence);
        provenance.insert(text::toQString(field), text::toQString(evidence.rule));
    }
    provenance.insert(QStringLiteral("encoding"),
                      text::toQString(decoded.encoding + " by " + decoded.evidence));
    out.insert(QStringLiteral("breadcrumb"), crumbs);
    out.insert(QStringLiteral("attachments"), attachments);
    out.insert(QStringLiteral("images"), images);
    out.insert(QStringLiteral("confidence"), confidence);
    out.insert(QStringLiteral("provenance"), provenance);
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
    (void)site::Knowledge::builtIn();
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
            results[i] = extractLine(lines[i], folder, bad);
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
