#include "migrator/files/file_store.h"

#include "migrator/files/s3_store.h"
#include "schema/base/sha256.h"
#include "schema/store/blob_store.h"

namespace guiyi {

namespace {

class FolderStore final : public FileStore {
public:
    explicit FolderStore(const std::string &folder)
        : m_blobs(folder, [this](std::string_view step) { return fault(step); }) {}

protected:
    Result<bool> doContains(std::string_view sha256) override { return m_blobs.contains(sha256); }
    Status doPut(const std::string &, std::string_view bytes) override {
        const Result<std::string> stored = m_blobs.put(bytes);
        return stored ? Status() : Status(stored.error());
    }
    Result<std::string> doGet(std::string_view sha256) override { return m_blobs.get(sha256); }
    Status doRemove(std::string_view sha256) override { return m_blobs.remove(sha256); }
    Status doSweep() override { return m_blobs.sweep(); }

private:
    BlobStore m_blobs;
};

} // namespace

Result<std::unique_ptr<FileStore>> FileStore::open(const FileStoreAddress &address) {
    if (address.isS3())
        return s3::openStore(address);
    return std::unique_ptr<FileStore>(std::make_unique<FolderStore>(address.folder));
}

Result<std::unique_ptr<FileStore>> FileStore::open(const Workspace &workspace) {
    const Result<FileStoreAddress> address = workspace.files();
    if (!address)
        return address.error();
    return open(*address);
}

Result<bool> FileStore::contains(std::string_view sha256) {
    if (Status s = fault("contains"); !s)
        return s.error();
    return doContains(sha256);
}

Result<std::string> FileStore::put(std::string_view bytes) {
    if (Status s = fault("put"); !s)
        return s.error();
    const std::string sha256 = sha256Hex(bytes);
    const Result<bool> there = doContains(sha256);
    if (!there)
        return there.error();
    if (!there.value()) {
        if (Status s = doPut(sha256, bytes); !s)
            return s.error();
    }
    return sha256;
}

Result<std::string> FileStore::get(std::string_view sha256) {
    if (Status s = fault("get"); !s)
        return s.error();
    return doGet(sha256);
}

Status FileStore::remove(std::string_view sha256) {
    if (Status s = fault("remove"); !s)
        return s;
    return doRemove(sha256);
}

Status FileStore::sweep() {
    if (Status s = fault("sweep"); !s)
        return s;
    return doSweep();
}

} // namespace guiyi
