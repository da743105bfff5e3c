// Files by content: a folder in which every file is named by its SHA-256 and is whole or not there.
#pragma once

#include "schema/base/result.h"

#include <functional>
#include <string>
#include <string_view>

namespace guiyi {

/// A content-addressed folder: <folder>/0f/0f3a9c…. A blob is written to a temporary name in the same folder,
/// synced, and renamed, so that a reader never sees half of one, whatever happens to the writer. Any thread;
/// several processes may write the same blob at once.
class BlobStore {
public:
    /// Called before each step ("write", "sync", "rename") with its name; an Error stops there as a crash
    /// would, temporary file left behind. For tests.
    using Fault = std::function<Status(std::string_view step)>;

    explicit BlobStore(std::string folder, Fault fault = {})
        : m_folder(std::move(folder)), m_fault(std::move(fault)) {}

    const std::string &folder() const { return m_folder; }
    /// Where the blob is or would be.
    std::string pathOf(std::string_view sha256) const;
    bool contains(std::string_view sha256) const;
    /// Stores `bytes` and returns their SHA-256. A blob that is there already is not written again.
    /// Fails (kind Failed) when the disk is full or the folder cannot be written.
    Result<std::string> put(std::string_view bytes);
    /// The content; Failed when it is missing or no longer has the hash it is named by.
    Result<std::string> get(std::string_view sha256) const;
    Status remove(std::string_view sha256);
    /// Removes temporary files that killed writers left. Only when no other writer is at work.
    Status sweep();

private:
    std::string m_folder;
    Fault m_fault;
};

} // namespace guiyi
