// The files of a hand-over as streams of bytes.
#pragma once

#include "schema/base/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct archive;
struct gzFile_s;

namespace guiyi::cms {

/// A file of a hand-over, or a member of an archive (zip, 7z, rar, tar and its packed forms).
struct HandOverFile {
    std::string path;
    int member = -1; ///< by its place among the archive's entries; -1: the file itself
};

/// A file's bytes block by block, unpacked when it is gzip, as UTF-8 when it is UTF-16 with a byte order
/// mark.
class BlockFile {
public:
    explicit BlockFile(const HandOverFile &file);
    ~BlockFile();
    BlockFile(const BlockFile &) = delete;
    BlockFile &operator=(const BlockFile &) = delete;
    /// Empty at the end.
    Result<std::string> next();
    /// Whether the packed file ended before its end, so far.
    bool cut() const { return m_cut; }

private:
    class Utf16;
    Result<std::string> read();
    HandOverFile m_from;
    std::unique_ptr<gzFile_s, int (*)(gzFile_s *)> m_file;  ///< of a file
    std::unique_ptr<archive, int (*)(archive *)> m_archive; ///< of a member; stands behind its header
    std::unique_ptr<Utf16> m_utf16;
    bool m_begun = false, m_cut = false;
};

/// What a file or folder is by its content, whatever its name.
enum class HandOverKind {
    SqlDump,
    SqlServerScript,
    EmpireBackup,
    WordPressExport,
    GhostExport,
    Access,
    Sqlite
};

struct HandOverFiles {
    HandOverKind kind = HandOverKind::SqlDump;
    std::vector<HandOverFile> files; ///< table definitions first, then in natural order ("x_2" before "x_10")
};

/// Rejected when nothing is there, or nothing of a known kind in a folder.
Result<HandOverFiles> findHandOverFiles(const std::string &path);

/// An error about a file of the hand-over.
Error unreadableHandOver(const std::string &path, const std::string &why);

} // namespace guiyi::cms
