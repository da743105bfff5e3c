#include "adapters/cms/block_file.h"

#include "schema/base/text.h"

#include <QtCore/qstringconverter.h>

#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace guiyi::cms {

namespace {

namespace fs = std::filesystem;

constexpr unsigned BlockBytes = 1U << 18;
constexpr std::size_t HeadBytes = 4096;

using Archive = std::unique_ptr<archive, int (*)(archive *)>;

/// A hand-over's files by name, for choosing among them.
using NamedFiles = std::vector<std::pair<std::string, HandOverFile>>;

Archive newArchive() {
    Archive opened(archive_read_new(), &archive_read_free);
    archive_read_support_filter_all(opened.get());
    for (auto support : {&archive_read_support_format_zip, &archive_read_support_format_7zip,
                         &archive_read_support_format_rar, &archive_read_support_format_rar5,
                         &archive_read_support_format_tar})
        support(opened.get());
    return opened;
}

bool isArchive(std::string_view head) {
    constexpr std::size_t TarMark = 257;
    return head.starts_with("PK\x03\x04") || head.starts_with("7z\xBC\xAF\x27\x1C") ||
           head.starts_with("Rar!\x1A\x07") ||
           (head.size() > TarMark && head.substr(TarMark).starts_with("ustar"));
}

/// Numbers in names count as numbers.
bool naturallyBefore(const std::string &a, const std::string &b) {
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        if (!isDigit(a[i]) || !isDigit(b[j])) {
            if (a[i] != b[j])
                return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]);
            ++i, ++j;
            continue;
        }
        std::size_t endA = i, endB = j;
        while (endA < a.size() && isDigit(a[endA]))
            ++endA;
        while (endB < b.size() && isDigit(b[endB]))
            ++endB;
        while (i + 1 < endA && a[i] == '0')
            ++i;
        while (j + 1 < endB && b[j] == '0')
            ++j;
        if (endA - i != endB - j)
            return endA - i < endB - j;
        if (const int order = a.compare(i, endA - i, b, j, endB - j); order != 0)
            return order < 0;
        i = endA, j = endB;
    }
    return a.size() < b.size();
}

HandOverKind kindOf(std::string_view head) {
    if (head.substr(0, 15) == "SQLite format 3")
        return HandOverKind::Sqlite;
    if (head.size() > 19 &&
        (head.substr(4, 15) == "Standard Jet DB" || head.substr(4, 15) == "Standard ACE DB"))
        return HandOverKind::Access;
    if (head.starts_with("\xEF\xBB\xBF"))
        head.remove_prefix(3);
    const std::string_view begin = text::trim(head);
    if (begin.starts_with("<?xml") || begin.starts_with("<rss") || begin.starts_with("<channel"))
        return HandOverKind::WordPressExport;
    if (begin.starts_with("{") || begin.starts_with("["))
        return HandOverKind::GhostExport;
    if (begin.starts_with("<?php") || begin.starts_with("<?"))
        return HandOverKind::EmpireBackup;
    if (text::contains(head, "\nGO\r") || text::contains(head, "\nGO\n") || text::contains(head, "[dbo].["))
        return HandOverKind::SqlServerScript;
    return HandOverKind::SqlDump;
}

Result<std::string> headOf(const HandOverFile &from) {
    BlockFile file(from);
    Result<std::string> block = file.next();
    if (block && block->size() > HeadBytes)
        block->resize(HeadBytes);
    return block;
}

/// Which of several files are the hand-over, and of what kind.
Result<HandOverFiles> chosenOf(const std::string &path, const NamedFiles &all) {
    NamedFiles structures, dumps, volumes;
    for (const auto &[shown, file] : all) {
        const std::string name = text::lower(shown.substr(shown.rfind('/') + 1));
        if (text::endsWith(name, ".php") && name != "config.php" && name != "readme.php")
            volumes.emplace_back(shown, file);
        if (text::endsWith(name, ".sql") || text::endsWith(name, ".txt") || text::endsWith(name, ".sql.gz"))
            (text::startsWith(name, "tables_struct") ? structures : dumps).emplace_back(shown, file);
    }
    if (structures.empty() && dumps.empty() && volumes.empty()) {
        if (all.size() != 1)
            return unreadableHandOver(path, "it holds no .sql, .txt or .php file");
        const Result<std::string> head = headOf(all.front().second);
        if (!head)
            return head.error();
        return HandOverFiles{kindOf(*head), {all.front().second}};
    }
    HandOverFiles found;
    found.kind = structures.empty() && dumps.size() < volumes.size() ? HandOverKind::EmpireBackup
                                                                     : HandOverKind::SqlDump;
    NamedFiles &files = found.kind == HandOverKind::EmpireBackup ? volumes : dumps;
    for (NamedFiles *part : {&structures, &files}) {
        std::sort(part->begin(), part->end(), [](const auto &a, const auto &b) {
            return naturallyBefore(a.first, b.first) ||
                   (a.first == b.first && a.second.member < b.second.member);
        });
        for (const auto &[name, file] : *part)
            found.files.push_back(file);
    }
    if (found.kind == HandOverKind::SqlDump && found.files.size() == 1) {
        // One file is what its content says.
        const Result<std::string> head = headOf(found.files.front());
        if (!head)
            return head.error();
        found.kind = kindOf(*head);
    }
    return found;
}

NamedFiles filesOfFolder(const std::string &path) {
    std::error_code failed;
    NamedFiles files;
    for (const fs::directory_entry &entry : fs::directory_iterator(path, failed)) {
        if (entry.is_regular_file(failed))
            files.emplace_back(entry.path().string(), HandOverFile{entry.path().string(), -1});
    }
    return files;
}

Result<NamedFiles> filesOfArchive(const std::string &path) {
    const Archive opened = newArchive();
    int state = archive_read_open_filename(opened.get(), path.c_str(), BlockBytes);
    NamedFiles files;
    archive_entry *entry = nullptr;
    for (int member = 0; state == ARCHIVE_OK || state == ARCHIVE_WARN; ++member) {
        state = archive_read_next_header(opened.get(), &entry);
        if (state != ARCHIVE_OK && state != ARCHIVE_WARN)
            break;
        const char *const name = archive_entry_pathname(entry); // null where its charset is unknown
        const std::string shown = name == nullptr ? std::string() : std::string(name);
        if (archive_entry_filetype(entry) == AE_IFREG && !text::contains(shown, "__MACOSX/"))
            files.emplace_back(shown, HandOverFile{path, member});
    }
    if (state != ARCHIVE_EOF)
        return unreadableHandOver(path, archive_error_string(opened.get()));
    return files;
}

} // namespace

/// UTF-16 to UTF-8, whatever the blocks cut in two.
class BlockFile::Utf16 {
public:
    explicit Utf16(bool littleEndian)
        : m_decoder(littleEndian ? QStringConverter::Utf16LE : QStringConverter::Utf16BE) {}
    std::string convert(const std::string &bytes) {
        const QString text =
            m_decoder.decode(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
        return text::fromQString(text);
    }

private:
    QStringDecoder m_decoder;
};

Error unreadableHandOver(const std::string &path, const std::string &why) {
    return {ErrorKind::Rejected, "opening the hand-over", path, why,
            "name a dump (.sql, .gz, .zip), a backup folder of the CMS, a WXR, Ghost, Access or SQLite file"};
}

BlockFile::BlockFile(const HandOverFile &from)
    : m_from(from), m_file(nullptr, &gzclose), m_archive(nullptr, &archive_read_free) {
    if (from.member < 0) {
        m_file.reset(gzopen(from.path.c_str(), "rb"));
        if (m_file)
            gzbuffer(m_file.get(), BlockBytes);
        return;
    }
    m_archive = newArchive();
    int state = archive_read_open_filename(m_archive.get(), from.path.c_str(), BlockBytes);
    archive_entry *entry = nullptr;
    for (int member = 0; member <= from.member && (state == ARCHIVE_OK || state == ARCHIVE_WARN); ++member)
        state = archive_read_next_header(m_archive.get(), &entry);
    if (state != ARCHIVE_OK && state != ARCHIVE_WARN)
        m_archive.reset();
}

BlockFile::~BlockFile() = default;

Result<std::string> BlockFile::read() {
    if (!m_file && !m_archive)
        return unreadableHandOver(m_from.path, "cannot be opened");
    std::string block(BlockBytes, '\0');
    if (m_archive) {
        const la_ssize_t read = archive_read_data(m_archive.get(), block.data(), block.size());
        if (read < 0)
            return unreadableHandOver(m_from.path, archive_error_string(m_archive.get()));
        block.resize(static_cast<std::size_t>(read));
        return block;
    }
    const int read = gzread(m_file.get(), block.data(), BlockBytes);
    if (read < 0) {
        int code = 0;
        return unreadableHandOver(m_from.path, gzerror(m_file.get(), &code));
    }
    block.resize(static_cast<std::size_t>(read));
    if (block.size() < BlockBytes) { // zlib tells of the missing end beside the last bytes
        int code = Z_OK;
        (void)gzerror(m_file.get(), &code);
        m_cut = m_cut || code == Z_BUF_ERROR;
    }
    return block;
}

Result<std::string> BlockFile::next() {
    Result<std::string> bytes = read();
    if (!bytes)
        return bytes;
    std::string &block = *bytes;
    if (!m_begun && (block.starts_with("\xFF\xFE") || block.starts_with("\xFE\xFF"))) {
        m_utf16 = std::make_unique<Utf16>(block[0] == '\xFF');
        block.erase(0, 2);
    }
    m_begun = true;
    return m_utf16 && !block.empty() ? m_utf16->convert(block) : std::move(block);
}

Result<HandOverFiles> findHandOverFiles(const std::string &path) {
    std::error_code failed;
    if (fs::is_directory(path, failed))
        return chosenOf(path, filesOfFolder(path));
    if (!fs::is_regular_file(path, failed))
        return unreadableHandOver(path, "it is missing");
    const Result<std::string> head = headOf({path, -1});
    if (!head)
        return head.error();
    if (!isArchive(*head))
        return HandOverFiles{kindOf(*head), {{path, -1}}};
    const Result<NamedFiles> members = filesOfArchive(path);
    if (!members)
        return members.error();
    return chosenOf(path, *members);
}

} // namespace guiyi::cms
