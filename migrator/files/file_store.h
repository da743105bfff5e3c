// Contents of attachments and images, each once, named by their SHA-256: in a folder or on an S3 server.
#pragma once

#include "schema/base/result.h"
#include "schema/config/file_store_address.h"
#include "schema/config/workspace.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace guiyi {

/// A store. One thread. Who refers to a content is counted by the platform's tables; the caller removes what
/// no row refers to any more. Errors are of kind Usage when the address, the rights or the secret are wrong,
/// Failed when the store cannot take or give the content (disk full, server down after some attempts).
class FileStore {
public:
    /// Called before each operation ("contains", "put", "get", "remove", "sweep", and the steps of a folder's
    /// put); an Error makes it fail. For tests.
    using Fault = std::function<Status(std::string_view operation)>;

    /// Checks that the store can be used: the secret is taken, the bucket is there.
    static Result<std::unique_ptr<FileStore>> open(const FileStoreAddress &address);
    /// The one that `files:` of the workspace names.
    static Result<std::unique_ptr<FileStore>> open(const Workspace &workspace);
    virtual ~FileStore() = default;
    FileStore(const FileStore &) = delete;
    FileStore &operator=(const FileStore &) = delete;

    Result<bool> contains(std::string_view sha256);
    /// Stores the bytes and returns their hash; what is there already is not written again. When it returns
    /// the store has them whole, or nothing.
    Result<std::string> put(std::string_view bytes);
    /// The content; Failed when it is missing or no longer has the hash it is named by.
    Result<std::string> get(std::string_view sha256);
    /// Nothing happens when it is not there.
    Status remove(std::string_view sha256);
    /// Removes what killed writers left unfinished. Only when no other writer is at work.
    Status sweep();

    void setFault(Fault fault) { m_fault = std::move(fault); }

protected:
    FileStore() = default;
    virtual Result<bool> doContains(std::string_view sha256) = 0;
    virtual Status doPut(const std::string &sha256, std::string_view bytes) = 0;
    virtual Result<std::string> doGet(std::string_view sha256) = 0;
    virtual Status doRemove(std::string_view sha256) = 0;
    virtual Status doSweep() = 0;
    Status fault(std::string_view operation) const { return m_fault ? m_fault(operation) : Status(); }

private:
    Fault m_fault;
};

} // namespace guiyi
