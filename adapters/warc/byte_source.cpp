#include "adapters/warc/byte_source.h"

#include "schema/base/text.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace guiyi::warc {

namespace {

constexpr std::size_t RawChunk = 64 << 10;
constexpr std::size_t OutChunk = 128 << 10;

class FileInput : public Input {
public:
    explicit FileInput(int fd) : m_fd(fd) {}
    ~FileInput() override { ::close(m_fd); }
    std::size_t read(std::int64_t offset, char *into, std::size_t size) override {
        std::size_t got = 0;
        while (got < size) {
            const ssize_t n = ::pread(m_fd, into + got, size - got, offset + static_cast<off_t>(got));
            if (n < 0 && errno == EINTR)
                continue;
            if (n <= 0)
                break;
            got += static_cast<std::size_t>(n);
        }
        return got;
    }

private:
    int m_fd;
};

class MemoryInput : public Input {
public:
    explicit MemoryInput(std::string_view bytes) : m_bytes(bytes) {}
    std::size_t read(std::int64_t offset, char *into, std::size_t size) override {
        const auto at = std::min(static_cast<std::size_t>(offset), m_bytes.size());
        const std::string_view part = m_bytes.substr(at, size);
        std::copy(part.begin(), part.end(), into);
        return part.size();
    }

private:
    std::string_view m_bytes;
};

bool isMagic(std::string_view raw) {
    return raw.size() >= 3 && raw[0] == '\x1F' && raw[1] == '\x8B' && raw[2] == 8;
}

} // namespace

Result<std::shared_ptr<Input>> openFile(const std::string &file) {
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return Error{ErrorKind::Rejected, "opening an archive", file, std::strerror(errno),
                     "check the file and its permissions"};
    return std::shared_ptr<Input>(std::make_shared<FileInput>(fd));
}

std::shared_ptr<Input> inputOf(std::string_view bytes) {
    return std::make_shared<MemoryInput>(bytes);
}

ByteSource::ByteSource(std::shared_ptr<Input> input, Place from)
    : m_input(std::move(input)), m_next(from.member) {
    std::array<char, 3> head{};
    const std::size_t got = m_input->read(from.member, head.data(), head.size());
    m_gzip = isMagic({head.data(), got});
    if (m_gzip)
        inflateInit2(&m_stream, MAX_WBITS + 16);
    else
        m_members.push_back({0, from.member, 0, false});
    if (from.skip > 0 && ensure(static_cast<std::size_t>(from.skip)))
        drop(static_cast<std::size_t>(from.skip));
}

ByteSource::~ByteSource() {
    if (m_gzip)
        inflateEnd(&m_stream);
}

bool ByteSource::ensure(std::size_t size) {
    while (m_buffer.size() - m_begin < size) {
        if (!fill())
            return false;
    }
    return true;
}

void ByteSource::drop(std::size_t size) {
    m_begin = std::min(m_buffer.size(), m_begin + size);
    while (m_members.size() > 1 && m_members[1].begin <= m_begin)
        m_members.pop_front();
    // Moved to the front only now and then: each byte is moved at most about once.
    if (m_begin < (1 << 20) && m_begin * 2 < m_buffer.capacity())
        return;
    if (m_begin < m_buffer.size() / 2)
        return;
    m_buffer.erase(0, m_begin);
    for (Member &member : m_members) {
        if (member.begin < m_begin) {
            member.skip += static_cast<std::int64_t>(m_begin - member.begin);
            member.begin = 0;
        } else {
            member.begin -= m_begin;
        }
    }
    m_begin = 0;
}

Place ByteSource::place() const {
    if (m_members.empty())
        return {m_next, 0};
    const Member &member = m_members.front();
    const auto skip = member.skip + static_cast<std::int64_t>(m_begin - member.begin);
    return m_gzip ? Place{member.raw, skip} : Place{member.raw + skip, 0};
}

std::size_t ByteSource::boundary(bool *broken) const {
    for (const Member &member : m_members) {
        if (member.begin > m_begin || (member.begin == m_begin && &member != &m_members.front())) {
            if (broken != nullptr)
                *broken = member.afterDamage;
            return member.begin - m_begin;
        }
    }
    return std::string_view::npos;
}

bool ByteSource::fill() {
    if (m_gzip)
        return fillGzip();
    const std::size_t size = m_buffer.size();
    m_buffer.resize(size + OutChunk);
    const std::size_t got = m_input->read(m_next, m_buffer.data() + size, OutChunk);
    m_buffer.resize(size + got);
    m_next += static_cast<std::int64_t>(got);
    return got > 0;
}

/// Gives inflate the next packed bytes; how many there are.
std::size_t ByteSource::readRaw() {
    m_raw.resize(RawChunk);
    m_raw.resize(m_input->read(m_next, m_raw.data(), RawChunk));
    m_stream.next_in = reinterpret_cast<Bytef *>(m_raw.data());
    m_stream.avail_in = static_cast<uInt>(m_raw.size());
    return m_raw.size();
}

bool ByteSource::beginMember() {
    if (m_stream.avail_in < 3)
        readRaw();
    if (m_stream.avail_in == 0)
        return false;
    const std::string_view head(reinterpret_cast<const char *>(m_stream.next_in), m_stream.avail_in);
    if (!isMagic(head)) {
        // Zeros pad archives on tapes and disks; anything else between members is damage.
        if (head.find_first_not_of('\0') != std::string_view::npos) {
            ++m_damaged;
            m_lastDamage = m_next;
            m_afterDamage = true;
        }
        if (!findMember(m_next))
            return false;
    }
    inflateReset(&m_stream);
    m_memberRaw = m_next;
    m_members.push_back({m_buffer.size(), m_memberRaw, 0, m_afterDamage});
    m_afterDamage = false;
    m_inMember = true;
    return true;
}

bool ByteSource::fillGzip() {
    if (!m_inMember && !beginMember())
        return false;
    if (m_stream.avail_in == 0)
        readRaw();
    const std::size_t size = m_buffer.size();
    m_buffer.resize(size + OutChunk);
    m_stream.next_out = reinterpret_cast<Bytef *>(m_buffer.data() + size);
    m_stream.avail_out = OutChunk;
    const uInt given = m_stream.avail_in;
    const int code = inflate(&m_stream, Z_NO_FLUSH);
    m_buffer.resize(size + OutChunk - m_stream.avail_out);
    m_next += given - m_stream.avail_in;
    if (code == Z_STREAM_END) {
        m_inMember = false;
        return true;
    }
    if (code == Z_OK && (given > 0 || m_buffer.size() > size))
        return true;
    // Broken, or the file ends inside the member.
    ++m_damaged;
    m_lastDamage = m_memberRaw;
    m_inMember = false;
    m_afterDamage = true;
    m_stream.avail_in = 0;
    if (!findMember(m_memberRaw + 1))
        return m_buffer.size() > size;
    return true;
}

/// Moves to the next member from `from` on that begins with a record; false when there is none.
bool ByteSource::findMember(std::int64_t from) {
    std::string window(RawChunk, '\0');
    for (;;) {
        const std::string_view read(window.data(), m_input->read(from, window.data(), RawChunk));
        if (read.size() < 18) // no member is shorter
            break;
        for (std::size_t at = read.find('\x1F'); at != std::string_view::npos && at + 3 <= read.size();
             at = read.find('\x1F', at + 1)) {
            if (isMagic(read.substr(at, 3)) && beginsWithRecord(from + static_cast<std::int64_t>(at))) {
                m_next = from + static_cast<std::int64_t>(at);
                readRaw();
                return true;
            }
        }
        from += static_cast<std::int64_t>(read.size()) - 2;
        if (read.size() < RawChunk)
            break;
    }
    m_next = std::max(m_next, from);
    m_stream.avail_in = 0;
    m_raw.clear();
    // Nothing is left that could be read: at the end for good.
    m_next = INT64_MAX / 2;
    return false;
}

bool ByteSource::beginsWithRecord(std::int64_t raw) {
    std::array<char, 512> packed{};
    std::array<char, 16> head{};
    const std::size_t got = m_input->read(raw, packed.data(), packed.size());
    z_stream trial{};
    if (inflateInit2(&trial, MAX_WBITS + 16) != Z_OK)
        return false;
    trial.next_in = reinterpret_cast<Bytef *>(packed.data());
    trial.avail_in = static_cast<uInt>(got);
    trial.next_out = reinterpret_cast<Bytef *>(head.data());
    trial.avail_out = head.size();
    inflate(&trial, Z_SYNC_FLUSH);
    const std::string_view begin(head.data(), head.size() - trial.avail_out);
    inflateEnd(&trial);
    return text::startsWith(begin, "WARC/") || text::startsWith(begin, "http://") ||
           text::startsWith(begin, "https://") || text::startsWith(begin, "filedesc:") ||
           text::startsWith(begin, "\nhttp");
}

} // namespace guiyi::warc
