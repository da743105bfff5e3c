// Writes WARC 1.1 (ISO 28500:2017): a gzip member a record, files rotated by size.
#pragma once

#include "schema/base/result.h"
#include "schema/base/sha256.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace guiyi::warc {

/// A response whose payload the archive holds already.
struct Known {
    bool notModified = false; ///< the server said so (304); else the payload was found to be the same
    std::string uri, date;    ///< of the response that holds the payload
};

/// One request and what came back.
struct Exchange {
    std::string url;
    std::string date; ///< ISO 8601 in UTC
    std::string ip;   ///< of the server; empty when unknown
    std::string_view request;
    std::string_view head; ///< status line and headers with the empty line, as received
    std::string_view body; ///< as transferred
    std::string digest;    ///< sha256 of `body`, hex
    const Known *known = nullptr;
    std::string truncated; ///< why the body is not whole: length, time, disconnect (WARC 1.1, 5.13)
};

/// Where a record stands.
struct Written {
    int file = 0;
    std::int64_t offset = 0, length = 0;
};

/// Appends to <folder>/<prefix>-NNNNN.warc.gz. What exchange() was given is on its way to the disk after
/// flush(), so a killed process leaves whole records up to the position() of then. Not thread-safe.
class Writer {
public:
    struct Position {
        int file = 0; ///< 0: no file yet
        std::int64_t size = 0;
        bool operator==(const Position &) const = default;
    };

    /// Goes on at `from`: what stands behind it was never finished and is cut off, later files are removed.
    /// `about` are the lines of the warcinfo record every file begins with ("software: …\r\n").
    static Result<std::unique_ptr<Writer>> open(const std::string &folder, const std::string &prefix,
                                                std::int64_t rotateBytes, Position from, std::string about);
    ~Writer();
    Writer(const Writer &) = delete;
    Writer &operator=(const Writer &) = delete;

    /// Adds request and response (or revisit); where the latter stands. A few MB at most wait for flush().
    Result<Written> exchange(const Exchange &exchange);
    Status flush();
    /// Where the archive ends, with what waits.
    Position position() const {
        return {m_position.file, m_position.size + static_cast<std::int64_t>(m_membersSize)};
    }
    /// flush(), and to the disk itself.
    Status sync();

    static std::string fileName(const std::string &prefix, int file);

private:
    struct Packer;
    Writer(std::string folder, std::string prefix, std::int64_t rotateBytes, std::string about);
    Status openFile(int file, std::int64_t size);
    Status rotate();
    Status append(std::string_view bytes);
    void pack(const std::string &headers, std::string_view first, std::string_view second);

    std::string m_folder, m_prefix, m_about;
    std::int64_t m_rotateBytes;
    int m_fd = -1;
    Position m_position; ///< of what is written
    std::unique_ptr<Packer> m_packer;
    Sha256 m_block; ///< of the block that is being written
    std::string m_plain;
    std::string m_members;         ///< room for gzip members that wait, which keeps its size
    std::size_t m_membersSize = 0; ///< bytes of it that are in use
};

/// Microseconds of UTC as 2020-01-02T03:04:05Z: fractions are allowed since WARC 1.1, but not all readers
/// know them.
std::string isoDate(std::int64_t microseconds);

} // namespace guiyi::warc
