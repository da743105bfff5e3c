#include "migrator/audit/file_links.h"

#include "mappings/urlmap/bare_hosts.h"
#include "mappings/urlmap/syntax.h"
#include "schema/base/text.h"
#include "schema/config/files.h"

#include <QtCore/qprocess.h>
#include <QtCore/qstandardpaths.h>
#include <QtCore/qstring.h>

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>

#include <memory>

namespace guiyi {

namespace {

constexpr int ProgramMilliseconds = 30000;
constexpr std::size_t LargestPart = std::size_t(64) << 20;

Error rejected(const std::string &path, std::string why, std::string advice) {
    return {ErrorKind::Rejected, "looking for addresses", path, std::move(why), std::move(advice)};
}

/// What `program` writes to standard output.
Result<std::string> outputOf(const char *program, const QStringList &arguments, const std::string &path) {
    const QString executable = QStandardPaths::findExecutable(QLatin1String(program));
    if (executable.isEmpty())
        return rejected(path, std::string(program) + " is not installed",
                        "install poppler-utils and catdoc, and run the audit again");
    QProcess process;
    process.setStandardErrorFile(QProcess::nullDevice());
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(executable, arguments);
    if (!process.waitForFinished(ProgramMilliseconds)) {
        process.kill();
        process.waitForFinished();
        return rejected(path, std::string(program) + " did not finish", "look at the file by hand");
    }
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return rejected(path, std::string(program) + " could not read it", "look at the file by hand");
    return process.readAllStandardOutput().toStdString();
}

void addAll(std::vector<FileLink> &links, std::string_view text, const std::string &part) {
    for (std::string &address : addressesIn(text))
        links.push_back({std::move(address), part});
}

/// Pages of text are apart by form feeds.
void addPages(std::vector<FileLink> &links, std::string_view text, const char *word) {
    int number = 1;
    for (const std::string &page : text::split(text, '\f'))
        addAll(links, page, word + (" " + std::to_string(number++)));
}

Result<std::vector<FileLink>> inPdf(const std::string &path) {
    const QString file = text::toQString(path);
    const Result<std::string> text = outputOf(
        "pdftotext",
        {QStringLiteral("-q"), QStringLiteral("-enc"), QStringLiteral("UTF-8"), file, QStringLiteral("-")},
        path);
    if (!text)
        return text.error();
    std::vector<FileLink> links;
    addPages(links, *text, "page");
    // What is only behind a link and not in the text: the annotations, page by page.
    const Result<std::string> annotations = outputOf(
        "pdfinfo", {QStringLiteral("-url"), QStringLiteral("-enc"), QStringLiteral("UTF-8"), file}, path);
    if (!annotations)
        return annotations.error();
    for (const std::string &line : text::split(*annotations, '\n')) { // "   3  Annotation  http://…"
        const std::string_view row = text::trim(line);
        const std::size_t end = std::min(row.find(' '), row.size());
        for (const std::string &address : addressesIn(row))
            links.push_back({address, "page " + std::string(row.substr(0, end)) + ", link"});
    }
    return links;
}

using Archive = std::unique_ptr<archive, int (*)(archive *)>;

/// "word/document.xml" as people know it.
std::string partName(std::string name) {
    for (const std::string_view folder : {"xl/worksheets/_rels/", "xl/worksheets/"}) {
        if (text::startsWith(name, folder) && text::startsWith(name.substr(folder.size()), "sheet"))
            return "sheet " + name.substr(folder.size() + 5, name.find('.') - folder.size() - 5);
    }
    if (text::startsWith(name, "ppt/slides/"))
        return "slide " + name.substr(name.rfind("slide") + 5, name.find('.') - name.rfind("slide") - 5);
    return name;
}

/// XML names its own vocabularies by addresses; those are no links.
bool isNamespace(std::string_view address) {
    for (const std::string_view host :
         {"://schemas.", "://www.w3.org/", "://purl.org/", "://ns.adobe.com/", "://docs.oasis-open.org/",
          "://openoffice.org/", "://www.wps.cn/officeDocument"}) {
        if (text::contains(address, host))
            return true;
    }
    return false;
}

Result<std::vector<FileLink>> inZip(const std::string &path) {
    const Archive zip(archive_read_new(), archive_read_free);
    archive_read_support_format_zip(zip.get());
    if (archive_read_open_filename(zip.get(), path.c_str(), 65536) != ARCHIVE_OK)
        return rejected(path, "it is no zip file", "look at the file by hand");
    std::vector<FileLink> links;
    archive_entry *entry = nullptr;
    while (archive_read_next_header(zip.get(), &entry) == ARCHIVE_OK) {
        const char *written = archive_entry_pathname(entry);
        const std::string name = written == nullptr ? std::string() : written;
        if (!text::endsWith(name, ".xml") && !text::endsWith(name, ".rels"))
            continue;
        std::string content;
        char buffer[65536];
        for (la_ssize_t n = 0; (n = archive_read_data(zip.get(), buffer, sizeof buffer)) > 0;) {
            content.append(buffer, static_cast<std::size_t>(n));
            if (content.size() > LargestPart)
                break; // a bomb, or more than any document
        }
        for (std::string &address : addressesIn(mapping::decode(content, mapping::Syntax::Attribute))) {
            if (!isNamespace(address))
                links.push_back({std::move(address), partName(name)});
        }
    }
    return links;
}

/// Addresses in the bytes of a compound file, written in one byte or two a character: link targets, which
/// catdoc does not show.
void addFromBytes(std::vector<FileLink> &links, std::string_view bytes) {
    addAll(links, bytes, {});
    for (const std::size_t first : {0U, 1U}) {
        std::string narrow;
        for (std::size_t i = first; i + 1 < bytes.size(); i += 2)
            narrow += bytes[i + 1] == '\0' ? bytes[i] : '\n';
        addAll(links, narrow, {});
    }
}

/// Word and Excel of 1997-2003: text with its sheets by catdoc's programs, then what only the bytes show.
Result<std::vector<FileLink>> inCompoundFile(const std::string &path, bool word) {
    const Result<std::string> bytes = readFile(path);
    if (!bytes)
        return bytes.error();
    std::vector<FileLink> links;
    const Result<std::string> text =
        outputOf(word ? "catdoc" : "xls2csv",
                 {QStringLiteral("-d"), QStringLiteral("utf-8"), text::toQString(path)}, path);
    if (text && word)
        addAll(links, *text, {});
    else if (text)
        addPages(links, *text, "sheet");
    std::vector<FileLink> more;
    addFromBytes(more, *bytes);
    for (FileLink &link : more) {
        const bool known = std::any_of(links.begin(), links.end(),
                                       [&](const FileLink &l) { return l.address == link.address; });
        if (!known)
            links.push_back(std::move(link));
    }
    return links;
}

} // namespace

std::vector<std::string> addressesIn(std::string_view s) {
    std::vector<std::string> all;
    for (std::size_t at = s.find("://"); at != std::string_view::npos; at = s.find("://", at + 3)) {
        std::size_t begin = at;
        while (begin > 0 && mapping::ascii::isLetter(s[begin - 1]) && at - begin < 5)
            --begin;
        const std::string scheme = text::lower(s.substr(begin, at - begin));
        if (!text::endsWith(scheme, "http") && scheme != "https")
            continue;
        begin = scheme == "https" ? begin : at - 4;
        std::size_t end = at + 3;
        static constexpr std::string_view stops = "\"'<>\\^`{}|()[]";
        while (end < s.size() && static_cast<unsigned char>(s[end]) > 0x20 &&
               static_cast<unsigned char>(s[end]) < 0x7F && stops.find(s[end]) == std::string_view::npos)
            ++end;
        while (end > at + 3 && std::string_view(".,;:!?").find(s[end - 1]) != std::string_view::npos)
            --end;
        if (end > at + 3)
            all.emplace_back(s.substr(begin, end - begin));
    }
    for (mapping::TextRange host = mapping::nextBareHost(s, 0, s.size()); host.end > host.begin;
         host = mapping::nextBareHost(s, host.end, s.size()))
        all.emplace_back(s.substr(host.begin, host.end - host.begin));
    return all;
}

Result<std::vector<FileLink>> linksInFile(const std::string &path, std::string_view mediaType) {
    if (mediaType == "application/pdf")
        return inPdf(path);
    if (text::contains(mediaType, "openxmlformats") || text::contains(mediaType, "opendocument"))
        return inZip(path);
    if (mediaType == "application/msword" || mediaType == "application/vnd.ms-excel")
        return inCompoundFile(path, mediaType == "application/msword");
    std::vector<FileLink> links;
    if (text::startsWith(mediaType, "text/") || text::contains(mediaType, "javascript") ||
        text::contains(mediaType, "json") || text::contains(mediaType, "xml")) {
        const Result<std::string> bytes = readFile(path);
        if (!bytes)
            return bytes.error();
        addAll(links, *bytes, {});
    }
    return links;
}

} // namespace guiyi
