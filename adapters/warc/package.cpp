#include "adapters/warc/package.h"

#include "adapters/warc/mhtml.h"
#include "schema/base/text.h"

#include <archive.h>
#include <archive_entry.h>

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace guiyi::warc {

namespace {

/// A file without a name, which vanishes with the process.
class Spool {
public:
    Spool() {
        const char *folder = std::getenv("TMPDIR");
        std::string name = std::string(folder != nullptr ? folder : "/tmp") + "/guiyi-XXXXXX";
        m_fd = ::mkstemp(name.data());
        if (m_fd >= 0)
            ::unlink(name.c_str());
        m_path = "/proc/self/fd/" + std::to_string(m_fd);
    }
    ~Spool() {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Spool(const Spool &) = delete;
    Spool &operator=(const Spool &) = delete;

    Status write(const std::string &of, std::string_view bytes) {
        while (m_fd >= 0 && !bytes.empty()) {
            const ssize_t n = ::write(m_fd, bytes.data(), bytes.size());
            if (n < 0 && errno == EINTR)
                continue;
            if (n < 0)
                break;
            bytes.remove_prefix(static_cast<std::size_t>(n));
        }
        if (bytes.empty())
            return {};
        return Error{ErrorKind::Failed, "unpacking an archive", of, std::strerror(errno),
                     "free space on the disk of the folder for temporary files (TMPDIR)"};
    }
    Result<std::shared_ptr<Input>> input() const { return openFile(m_path); }

private:
    int m_fd = -1;
    std::string m_path;
};

/// A gzip file whose first member holds more than one record cannot be entered in the middle.
bool isWholeFileGzip(const std::shared_ptr<Input> &input) {
    ByteSource source(input, {});
    if (!source.isGzip())
        return false;
    constexpr std::size_t Enough = 256 << 10;
    source.ensure(Enough);
    const std::string_view head = source.buffered().substr(0, std::min(source.boundary(), Enough));
    return head.find("\nWARC/", 1) != std::string_view::npos || source.boundary() > Enough;
}

Result<std::shared_ptr<Input>> unpacked(const std::shared_ptr<Input> &input, const std::string &name) {
    Spool spool;
    ByteSource source(input, {});
    while (source.ensure(1)) {
        if (Status s = spool.write(name, source.buffered()); !s)
            return s.error();
        source.drop(source.buffered().size());
    }
    return spool.input();
}

Status addInput(const std::string &name, std::shared_ptr<Input> input, std::vector<PackedFile> &files) {
    if (isWholeFileGzip(input)) {
        Result<std::shared_ptr<Input>> plain = unpacked(input, name);
        if (!plain)
            return plain.error();
        input = *plain;
    }
    files.push_back({name, std::move(input), {}});
    return {};
}

Error brokenPackage(const std::string &file, archive *a) {
    const char *why = archive_error_string(a);
    return {ErrorKind::Failed, "opening a package", file, why != nullptr ? why : "it is no zip file",
            "the package is damaged: get it again"};
}

Status addPackage(const std::string &file, std::vector<PackedFile> &files) {
    const std::unique_ptr<archive, int (*)(archive *)> a(archive_read_new(), archive_read_free);
    archive_read_support_format_zip(a.get());
    if (archive_read_open_filename(a.get(), file.c_str(), 1 << 16) != ARCHIVE_OK)
        return brokenPackage(file, a.get());
    archive_entry *entry = nullptr;
    for (;;) {
        const int code = archive_read_next_header(a.get(), &entry);
        if (code == ARCHIVE_EOF)
            return {};
        if (code != ARCHIVE_OK && code != ARCHIVE_WARN)
            return brokenPackage(file, a.get());
        const char *path = archive_entry_pathname(entry);
        const std::string name = path != nullptr ? path : "";
        if (!text::endsWith(name, ".warc.gz") && !text::endsWith(name, ".warc"))
            continue;
        Spool spool;
        std::array<char, 1 << 16> buffer{};
        for (;;) {
            const la_ssize_t n = archive_read_data(a.get(), buffer.data(), buffer.size());
            if (n < 0)
                return brokenPackage(file + "/" + name, a.get());
            if (n == 0)
                break;
            if (Status s = spool.write(file, {buffer.data(), static_cast<std::size_t>(n)}); !s)
                return s;
        }
        Result<std::shared_ptr<Input>> input = spool.input();
        if (!input)
            return input.error();
        if (Status s = addInput(file + "/" + name, *input, files); !s)
            return s;
    }
}

} // namespace

Status addArchive(const std::string &file, std::vector<PackedFile> &files) {
    const std::string lower = text::lower(file);
    if (text::endsWith(lower, ".wacz"))
        return addPackage(file, files);
    Result<std::shared_ptr<Input>> input = openFile(file);
    if (!input)
        return input.error();
    std::vector<std::string> rejects;
    if (text::endsWith(lower, ".mht") || text::endsWith(lower, ".mhtml")) {
        Spool spool;
        if (Status s = spool.write(file, warcOfMhtml(**input, rejects)); !s)
            return s;
        input = spool.input();
        if (!input)
            return input.error();
    }
    if (Status s = addInput(file, *input, files); !s)
        return s;
    files.back().rejects = std::move(rejects);
    return {};
}

} // namespace guiyi::warc
