#include "adapters/warc/writer.h"

#ifdef GUIYI_HAS_ISAL
#include <isa-l/igzip_lib.h>
#endif
#include <libdeflate.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <limits>

namespace guiyi::warc {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t LargestKept = 8 << 20; ///< bytes of a buffer
constexpr std::size_t UsualHeaders = 1024;   ///< bytes of a record's, without addresses
constexpr std::size_t MostWaiting = 1 << 20; ///< bytes that are packed and not yet written

Error cannotWrite(const std::string &file, const std::string &why) {
    return {ErrorKind::Failed, "writing the capture", file, why,
            "free space on the disk or make the folder writable, then run the same command again"};
}

/// A name of 32 hex digits, as a UUID of version 8 (RFC 9562).
std::string recordId(std::string_view hex) {
    std::string id = "<urn:uuid:";
    id.append(hex, 0, 8).append("-").append(hex, 8, 4).append("-8").append(hex, 13, 3);
    return id.append("-8").append(hex, 17, 3).append("-").append(hex, 20, 12).append(">");
}

/// Names that are unique because what they are made of is, and the same again for the same capture: for what
/// was asked and for what came back.
std::pair<std::string, std::string> recordIds(const Exchange &e) {
    std::string of;
    of.reserve(e.url.size() + e.date.size() + e.digest.size() + sizeof "response" + 2);
    of.append(e.known != nullptr ? "revisit" : "response")
        .append("\n")
        .append(e.url)
        .append("\n")
        .append(e.date)
        .append("\n")
        .append(e.digest);
    const std::string hex = sha256Hex(of);
    return {recordId(hex), recordId(std::string_view(hex).substr(hex.size() / 2))};
}

void line(std::string &out, std::string_view name, std::string_view value) {
    if (value.empty())
        return;
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

} // namespace

/// Makes gzip members. ISA-L's level 0 takes four tenths of the time of libdeflate's level 1 for a fifth more
/// bytes, which in turn takes a third of the time of level 6 for a tenth more.
struct Writer::Packer {
    static std::size_t bound(std::size_t size) {
        constexpr std::size_t Slack = 1024; // ISA-L's stored blocks
        return libdeflate_gzip_compress_bound(nullptr, size) + Slack;
    }

    std::size_t pack(const std::string &plain, char *out, std::size_t room) {
#ifdef GUIYI_HAS_ISAL
        // It counts in 32 bits. A record it could not pack would be lost without a word.
        if (room <= std::numeric_limits<std::uint32_t>::max()) {
            if (const std::size_t packed = packQuick(plain, out, room); packed > 0)
                return packed;
        }
#endif
        if (!m_compressor)
            m_compressor.reset(libdeflate_alloc_compressor(1));
        return libdeflate_gzip_compress(m_compressor.get(), plain.data(), plain.size(), out, room);
    }

private:
    struct Free {
        void operator()(libdeflate_compressor *compressor) const { libdeflate_free_compressor(compressor); }
    };
    std::unique_ptr<libdeflate_compressor, Free> m_compressor; ///< made when it is needed
#ifdef GUIYI_HAS_ISAL
    /// 0 when it fails.
    std::size_t packQuick(const std::string &plain, char *out, std::size_t room) {
        isal_deflate_stateless_init(&m_stream);
        m_stream.gzip_flag = IGZIP_GZIP;
        m_stream.end_of_stream = 1;
        m_stream.flush = NO_FLUSH;
        m_stream.next_in = reinterpret_cast<std::uint8_t *>(const_cast<char *>(plain.data()));
        m_stream.avail_in = static_cast<std::uint32_t>(plain.size());
        m_stream.next_out = reinterpret_cast<std::uint8_t *>(out);
        m_stream.avail_out = static_cast<std::uint32_t>(room);
        return isal_deflate_stateless(&m_stream) == COMP_OK ? m_stream.total_out : 0;
    }
    isal_zstream m_stream{};
#endif
};

Writer::Writer(std::string folder, std::string prefix, std::int64_t rotateBytes, std::string about)
    : m_folder(std::move(folder)),
      m_prefix(std::move(prefix)),
      m_about(std::move(about)),
      m_rotateBytes(rotateBytes),
      m_packer(std::make_unique<Packer>()) {}

Writer::~Writer() {
    if (m_fd >= 0)
        ::close(m_fd);
}

std::string Writer::fileName(const std::string &prefix, int file) {
    std::array<char, 16> number{};
    std::snprintf(number.data(), number.size(), "-%05d", file);
    return prefix + number.data() + ".warc.gz";
}

Result<std::unique_ptr<Writer>> Writer::open(const std::string &folder, const std::string &prefix,
                                             std::int64_t rotateBytes, Position from, std::string about) {
    std::error_code code;
    fs::create_directories(folder, code);
    if (code)
        return cannotWrite(folder, code.message());
    std::unique_ptr<Writer> writer(new Writer(folder, prefix, rotateBytes, std::move(about)));
    for (int file = from.file + 1; fs::remove(folder + "/" + fileName(prefix, file), code); ++file) {
    }
    if (from.file > 0) {
        if (Status s = writer->openFile(from.file, from.size); !s)
            return s.error();
    }
    return writer;
}

Status Writer::openFile(int file, std::int64_t size) {
    if (m_fd >= 0) {
        if (Status s = sync(); !s)
            return s;
        ::close(m_fd);
    }
    const std::string path = m_folder + "/" + fileName(m_prefix, file);
    m_fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    if (m_fd < 0)
        return cannotWrite(path, std::strerror(errno));
    struct stat status {};
    if (fstat(m_fd, &status) != 0 || status.st_size < size)
        return cannotWrite(path, "it is shorter than the capture's journal says");
    if (ftruncate(m_fd, size) != 0 || lseek(m_fd, size, SEEK_SET) < 0)
        return cannotWrite(path, std::strerror(errno));
    m_position = {file, size};
    return {};
}

Status Writer::sync() {
    if (Status s = flush(); !s)
        return s;
    if (m_fd >= 0 && fdatasync(m_fd) != 0)
        return cannotWrite(m_folder, std::strerror(errno));
    return {};
}

Status Writer::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(m_fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return cannotWrite(m_folder + "/" + fileName(m_prefix, m_position.file), std::strerror(errno));
        m_position.size += n;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return {};
}

void Writer::pack(const std::string &headers, std::string_view first, std::string_view second) {
    m_plain = headers;
    m_plain += first;
    m_plain += second;
    m_plain += "\r\n\r\n";
    const std::size_t most = m_membersSize + Packer::bound(m_plain.size());
    if (m_members.size() < most)
        m_members.resize(most);
    m_membersSize +=
        m_packer->pack(m_plain, m_members.data() + m_membersSize, m_members.size() - m_membersSize);
    // One large file must not keep its room for the rest of the capture.
    if (m_plain.capacity() > LargestKept)
        std::string().swap(m_plain);
}

Status Writer::flush() {
    if (m_membersSize == 0)
        return {};
    const Status written = append(std::string_view(m_members).substr(0, m_membersSize));
    m_membersSize = 0;
    if (m_members.capacity() > LargestKept)
        std::string().swap(m_members);
    return written;
}

Status Writer::rotate() {
    if (Status s = openFile(m_position.file + 1, 0); !s)
        return s;
    const std::string name = fileName(m_prefix, m_position.file);
    Exchange identity;
    identity.url = name;
    identity.date = isoDate(static_cast<std::int64_t>(std::time(nullptr)) * 1'000'000);
    std::string headers = "WARC/1.1\r\nWARC-Type: warcinfo\r\n";
    line(headers, "WARC-Record-ID", recordIds(identity).first);
    line(headers, "WARC-Date", identity.date);
    line(headers, "WARC-Filename", name);
    line(headers, "Content-Type", "application/warc-fields");
    line(headers, "WARC-Block-Digest", "sha256:" + sha256Hex(m_about));
    line(headers, "Content-Length", std::to_string(m_about.size()));
    headers += "\r\n";
    pack(headers, m_about, {});
    return {};
}

Result<Written> Writer::exchange(const Exchange &e) {
    if (m_position.file == 0 || position().size >= m_rotateBytes) {
        if (Status s = rotate(); !s)
            return s.error();
    }
    const bool revisit = e.known != nullptr;
    const auto [requestId, responseId] = recordIds(e);

    std::string headers;
    headers.reserve(UsualHeaders + 2 * e.url.size());
    headers = "WARC/1.1\r\nWARC-Type: request\r\n";
    line(headers, "WARC-Record-ID", requestId);
    line(headers, "WARC-Date", e.date);
    line(headers, "WARC-Target-URI", e.url);
    line(headers, "WARC-Concurrent-To", responseId);
    line(headers, "Content-Type", "application/http; msgtype=request");
    line(headers, "WARC-Block-Digest", "sha256:" + sha256Hex(e.request));
    line(headers, "Content-Length", std::to_string(e.request.size()));
    headers += "\r\n";
    pack(headers, e.request, {});

    const std::string_view body = revisit ? std::string_view() : e.body;
    headers = "WARC/1.1\r\n";
    line(headers, "WARC-Type", revisit ? "revisit" : "response");
    line(headers, "WARC-Record-ID", responseId);
    line(headers, "WARC-Date", e.date);
    line(headers, "WARC-Target-URI", e.url);
    line(headers, "WARC-IP-Address", e.ip);
    if (revisit) {
        line(headers, "WARC-Profile",
             e.known->notModified ? "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
                                  : "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest");
        line(headers, "WARC-Refers-To-Target-URI", e.known->uri);
        line(headers, "WARC-Refers-To-Date", e.known->date);
    }
    line(headers, "WARC-Truncated", e.truncated);
    line(headers, "Content-Type", "application/http; msgtype=response");
    line(headers, "WARC-Payload-Digest", "sha256:" + e.digest);
    m_block.add(e.head);
    m_block.add(body);
    line(headers, "WARC-Block-Digest", "sha256:" + m_block.hex());
    line(headers, "Content-Length", std::to_string(e.head.size() + body.size()));
    headers += "\r\n";
    const Position at = position();
    pack(headers, e.head, body);
    const Written written{at.file, at.size, position().size - at.size};
    if (m_membersSize > MostWaiting) {
        if (Status s = flush(); !s)
            return s.error();
    }
    return written;
}

std::string isoDate(std::int64_t microseconds) {
    const auto seconds = static_cast<std::time_t>(microseconds / 1'000'000);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 32> date{};
    const std::size_t length = std::strftime(date.data(), date.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return std::string(date.data(), length);
}

} // namespace guiyi::warc
