#include "schema/config/files.h"

#include "schema/config/words.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace guiyi {

namespace {

/// A file descriptor that is closed at the end of its scope.
class Descriptor {
public:
    explicit Descriptor(int number) : m_number(number) {}
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor() { close(); }
    int number() const { return m_number; }
    int close() {
        const int result = m_number >= 0 ? ::close(m_number) : 0;
        m_number = -1;
        return result;
    }

private:
    int m_number;
};

bool writeAll(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

} // namespace

Error systemError(int code, std::string what, std::string where) {
    Error error{
        ErrorKind::Failed, std::move(what), std::move(where), std::generic_category().message(code), {}};
    if (code == ENOSPC || code == EDQUOT || code == EFBIG)
        error.advice =
            words(ConfigText::tr("free some disk space and run the command again: it goes on where it was"));
    else if (code == EACCES || code == EPERM || code == EROFS)
        error.advice =
            words(ConfigText::tr("make the folder writable for this user and run the command again"));
    return error;
}

Result<std::string> readFile(const std::string &file) {
    const std::string what = words(ConfigText::tr("reading a file"));
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return systemError(errno, what, file);
    std::error_code unused;
    if (std::filesystem::is_directory(file, unused))
        return systemError(EISDIR, what, file);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    if (in.bad())
        return systemError(errno != 0 ? errno : EIO, what, file);
    return std::move(bytes).str();
}

Status writeFile(const std::string &file, std::string_view bytes) {
    const std::string what = words(ConfigText::tr("writing a file"));
    std::string temporary = file + ".XXXXXX";
    Descriptor out(::mkostemp(temporary.data(), O_CLOEXEC));
    if (out.number() < 0)
        return systemError(errno, what, file);
    constexpr mode_t ordinary = 0644;
    if (!writeAll(out.number(), bytes) || ::fchmod(out.number(), ordinary) != 0 ||
        ::fsync(out.number()) != 0 || out.close() != 0 || ::rename(temporary.c_str(), file.c_str()) != 0) {
        const int code = errno;
        ::unlink(temporary.c_str());
        return systemError(code, what, file);
    }
    const std::filesystem::path parent = std::filesystem::path(file).parent_path();
    const Descriptor folder(
        ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.number() >= 0)
        ::fsync(folder.number());
    return {};
}

Status makeFolder(const std::string &folder) {
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure)
        return systemError(failure.value(), words(ConfigText::tr("creating a folder")), folder);
    return {};
}

} // namespace guiyi
