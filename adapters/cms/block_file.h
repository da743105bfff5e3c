// The files of a hand-over as streams of bytes.
#pragma once

#include "schema/base/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct gzFile_s;

namespace guiyi::cms {

/// A file's bytes block by block, unpacked when it is gzip, as UTF-8 when it is UTF-16 with a byte order
/// mark.
class BlockFile {
public:
    explicit BlockFile(const std::string &path);
    ~BlockFile();
    BlockFile(const BlockFile &) = delete;
    BlockFile &operator=(const BlockFile &) = delete;
    /// Empty at the end.
    Result<std::string> next();

private:
    class Utf16;
    std::string m_path;
    std::unique_ptr<gzFile_s, int (*)(gzFile_s *)> m_file;
    std::unique_ptr<Utf16> m_utf16;
    bool m_begun = false;
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
    std::vector<std::string> files; ///< table definitions first, then in natural order ("x_2" before "x_10")
};

/// Rejected when nothing is there, or nothing of a known kind in a folder.
Result<HandOverFiles> findHandOverFiles(const std::string &path);

/// An error about a file of the hand-over.
Error unreadableHandOver(const std::string &path, const std::string &why);

} // namespace guiyi::cms
