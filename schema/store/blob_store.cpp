#include "schema/store/blob_store.h"

#include "schema/base/sha256.h"
#include "schema/base/text.h"

#include <QtCore/qdir.h>
#include <QtCore/qdiriterator.h>
#include <QtCore/qfile.h>
#include <QtCore/qfileinfo.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace guiyi {

namespace {

constexpr std::string_view TemporaryPrefix = ".new-";

Error fileError(std::string_view doing, const std::string &path, int code) {
    Error e{ErrorKind::Failed, std::string(doing), path, std::strerror(code),
            "look at the folder and its rights, then run the command again"};
    if (code == ENOSPC || code == EDQUOT)
        e.advice = "the disk is full: free space and run the command again, it continues where it was";
    else if (code == EROFS || code == EACCES)
        e.advice = "make the folder writable for this user and run the command again";
    return e;
}

Status writeAll(int descriptor, std::string_view bytes, const std::string &path) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(descriptor, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fileError("writing the file", path, errno);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return {};
}

/// Makes a rename in `folder` survive a power cut.
void syncFolder(const std::string &folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        ::fsync(descriptor);
        ::close(descriptor);
    }
}

} // namespace

std::string BlobStore::pathOf(std::string_view sha256) const {
    return m_folder + "/" + std::string(sha256.substr(0, 2)) + "/" + std::string(sha256);
}

bool BlobStore::contains(std::string_view sha256) const {
    return sha256.size() == 64 && QFileInfo::exists(text::toQString(pathOf(sha256)));
}

Result<std::string> BlobStore::put(std::string_view bytes) {
    const std::string sha256 = sha256Hex(bytes);
    if (contains(sha256))
        return sha256;
    const std::string path = pathOf(sha256);
    const std::string folder = m_folder + "/" + sha256.substr(0, 2);
    if (!QDir().mkpath(text::toQString(folder)))
        return fileError("creating the folder", folder, errno != 0 ? errno : EACCES);
    static std::atomic<unsigned> counter{0};
    const std::string temporary = folder + "/" + std::string(TemporaryPrefix) + sha256.substr(0, 16) + "-" +
                                  std::to_string(::getpid()) + "-" + std::to_string(++counter);
    const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (descriptor < 0)
        return fileError("creating the file", temporary, errno);
    bool crashed = false;
    const auto step = [&](std::string_view name) {
        Status s = m_fault ? m_fault(name) : Status();
        crashed = !s;
        return s;
    };
    Status s = step("write");
    if (s)
        s = writeAll(descriptor, bytes, temporary);
    if (s)
        s = step("sync");
    if (s && ::fsync(descriptor) != 0)
        s = fileError("syncing the file", temporary, errno);
    ::close(descriptor);
    if (s)
        s = step("rename");
    if (s && ::rename(temporary.c_str(), path.c_str()) != 0)
        s = fileError("renaming the file", temporary, errno);
    if (!s) {
        if (!crashed)
            ::unlink(temporary.c_str());
        return s.error();
    }
    syncFolder(folder);
    return sha256;
}

Result<std::string> BlobStore::get(std::string_view sha256) const {
    const std::string path = pathOf(sha256);
    QFile file(text::toQString(path));
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorKind::Failed, "reading the file", path, text::fromQString(file.errorString()),
                     "run apply again, it writes what is missing"};
    const QByteArray bytes = file.readAll();
    std::string content(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    if (sha256Hex(content) != sha256)
        return Error{ErrorKind::Failed, "reading the file", path, "its content is not what its name says",
                     "remove it and run apply again"};
    return content;
}

Status BlobStore::remove(std::string_view sha256) {
    const std::string path = pathOf(sha256);
    if (::unlink(path.c_str()) != 0 && errno != ENOENT)
        return fileError("removing the file", path, errno);
    return {};
}

Status BlobStore::sweep() {
    QDirIterator folders(text::toQString(m_folder), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (folders.hasNext()) {
        const QString path = folders.next();
        if (!folders.fileName().startsWith(text::toQString(TemporaryPrefix)))
            continue;
        if (!QFile::remove(path))
            return fileError("removing the file", text::fromQString(path), errno != 0 ? errno : EACCES);
    }
    return {};
}

} // namespace guiyi
