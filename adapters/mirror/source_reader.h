// A saved site read in place: a folder, or the same in a zip, tar or tar.gz.
#pragma once

#include "schema/base/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace guiyi::mirror {

/// One file of the source; `path` is relative to the web root, '/'-separated, as stored.
struct Entry {
    std::string path;
    std::int64_t bytes = 0;
    std::string url = {}; ///< the address it was saved from, where the source says it; empty: by `path`
};

/// Reads saved files. Not thread-safe: one reader a thread.
class SourceReader {
public:
    /// `location` is a folder or an archive file (told apart by content), or "warc:" and a web archive or a
    /// folder of them. Fails when it is missing or unreadable.
    static Result<std::unique_ptr<SourceReader>> open(const std::string &location);
    virtual ~SourceReader() = default;

    /// Files larger than this are not taken into memory: they are rejected with a reason.
    static constexpr std::int64_t MaxFileBytes = std::int64_t(512) << 20;

    /// What a visitor is given: the bytes, or why they could not be read.
    using Visitor = std::function<Status(const Entry &, const Result<std::string> &bytes)>;

    /// Hands over every file that `wanted` accepts, in the source's own stable order (folders: by path).
    /// Links that lead outside the folder, devices and path-traversing names are handed over as errors.
    virtual Status each(const std::function<bool(const Entry &)> &wanted, const Visitor &visit) = 0;

    /// One file by its path. Archives read from the start each time: for many files use each().
    virtual Result<std::string> read(const std::string &path) = 0;

    /// Parts of the source that could not be read at all and have no name, with the reason.
    virtual std::vector<std::string> rejects() const { return {}; }
};

/// Changes whenever the source's list of files, their sizes or times change; cheap, reads no contents.
std::string fingerprint(const std::string &location);

} // namespace guiyi::mirror
