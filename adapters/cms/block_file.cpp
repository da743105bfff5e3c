#include "adapters/cms/block_file.h"

#include "schema/base/text.h"

#include <QtCore/qstringconverter.h>

#include <zlib.h>

#include <algorithm>
#include <filesystem>

namespace guiyi::cms {

namespace {

namespace fs = std::filesystem;

constexpr unsigned BlockBytes = 1U << 18;
constexpr std::size_t HeadBytes = 4096;

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

Result<std::string> headOf(const std::string &path) {
    BlockFile file(path);
    Result<std::string> block = file.next();
    if (block && block->size() > HeadBytes)
        block->resize(HeadBytes);
    return block;
}

Result<HandOverFiles> filesOfFolder(const std::string &path) {
    std::error_code failed;
    std::vector<std::string> structures, dumps, volumes;
    for (const fs::directory_entry &entry : fs::directory_iterator(path, failed)) {
        const std::string name = text::lower(entry.path().filename().string());
        if (!entry.is_regular_file(failed))
            continue;
        if (text::endsWith(name, ".php") && name != "config.php" && name != "readme.php")
            volumes.push_back(entry.path().string());
        if (text::endsWith(name, ".sql") || text::endsWith(name, ".txt") || text::endsWith(name, ".sql.gz"))
            (text::startsWith(name, "tables_struct") ? structures : dumps).push_back(entry.path().string());
    }
    HandOverFiles found;
    found.kind = structures.empty() && dumps.size() < volumes.size() ? HandOverKind::EmpireBackup
                                                                     : HandOverKind::SqlDump;
    std::vector<std::string> &files = found.kind == HandOverKind::EmpireBackup ? volumes : dumps;
    std::sort(structures.begin(), structures.end(), naturallyBefore);
    std::sort(files.begin(), files.end(), naturallyBefore);
    found.files = std::move(structures);
    found.files.insert(found.files.end(), files.begin(), files.end());
    if (found.files.empty())
        return unreadableHandOver(path, "the folder holds no .sql, .txt or .php file");
    return found;
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
            "name a dump (.sql, .gz), a backup folder of the CMS, a WXR, Ghost, Access or SQLite file"};
}

BlockFile::BlockFile(const std::string &path) : m_path(path), m_file(gzopen(path.c_str(), "rb"), &gzclose) {
    if (m_file)
        gzbuffer(m_file.get(), BlockBytes);
}

BlockFile::~BlockFile() = default;

Result<std::string> BlockFile::next() {
    if (!m_file)
        return unreadableHandOver(m_path, "cannot be opened");
    std::string block(BlockBytes, '\0');
    const int read = gzread(m_file.get(), block.data(), BlockBytes);
    if (read < 0) {
        int code = 0;
        return unreadableHandOver(m_path, gzerror(m_file.get(), &code));
    }
    block.resize(static_cast<std::size_t>(read));
    if (!m_begun && (block.starts_with("\xFF\xFE") || block.starts_with("\xFE\xFF"))) {
        m_utf16 = std::make_unique<Utf16>(block[0] == '\xFF');
        block.erase(0, 2);
    }
    m_begun = true;
    return m_utf16 && !block.empty() ? m_utf16->convert(block) : block;
}

Result<HandOverFiles> findHandOverFiles(const std::string &path) {
    std::error_code failed;
    if (fs::is_directory(path, failed))
        return filesOfFolder(path);
    if (!fs::is_regular_file(path, failed))
        return unreadableHandOver(path, "it is missing");
    const Result<std::string> head = headOf(path);
    if (!head)
        return head.error();
    return HandOverFiles{kindOf(*head), {path}};
}

} // namespace guiyi::cms
