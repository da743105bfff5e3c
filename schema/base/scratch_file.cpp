#include "schema/base/scratch_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace guiyi {

namespace {

constexpr std::size_t MostWaiting = std::size_t(1) << 16;

} // namespace

ScratchFile::~ScratchFile() {
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Status ScratchFile::open(const std::string &path) {
    m_path = path;
    ::unlink(path.c_str());
    m_descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (m_descriptor < 0)
        failed();
    else
        ::unlink(path.c_str());
    return m_status;
}

void ScratchFile::failed() {
    if (m_status.ok())
        m_status = Error{ErrorKind::Failed, m_doing, m_path, std::strerror(errno), m_advice};
}

std::uint64_t ScratchFile::add(std::string_view bytes) {
    const std::uint64_t place = size();
    if (m_waiting.size() + bytes.size() > MostWaiting) {
        write(m_waiting);
        m_waiting.clear();
        if (bytes.size() >= MostWaiting) {
            write(bytes);
            return place;
        }
        m_waiting.reserve(MostWaiting);
    }
    m_waiting += bytes;
    return place;
}

void ScratchFile::write(std::string_view bytes) {
    while (!bytes.empty() && m_status.ok()) {
        const ssize_t put = ::pwrite(m_descriptor, bytes.data(), bytes.size(), static_cast<off_t>(m_written));
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0) {
            failed();
            break;
        }
        m_written += static_cast<std::uint64_t>(put);
        bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    m_written += bytes.size(); // what is lost keeps its place
}

std::size_t ScratchFile::read(std::uint64_t place, char *into, std::size_t size) {
    std::size_t got = 0;
    while (got < size && place + got < m_written && m_status.ok()) {
        const auto most = std::min<std::uint64_t>(size - got, m_written - place - got);
        const ssize_t some = ::pread(m_descriptor, into + got, static_cast<std::size_t>(most),
                                     static_cast<off_t>(place + got));
        if (some < 0 && errno == EINTR)
            continue;
        if (some <= 0) {
            errno = some == 0 ? EIO : errno; // shorter than what was written
            failed();
        } else {
            got += static_cast<std::size_t>(some);
        }
    }
    if (got < size && m_status.ok() && place + got >= m_written) {
        const auto at = static_cast<std::size_t>(place + got - m_written);
        const std::size_t rest = std::min(size - got, m_waiting.size() - std::min(m_waiting.size(), at));
        std::memcpy(into + got, m_waiting.data() + std::min(m_waiting.size(), at), rest);
        got += rest;
    }
    return got;
}

} // namespace guiyi
