#include "adapters/mirror/source_reader.h"

#include "adapters/warc/warc_source.h"
#include "schema/base/text.h"

#include <archive.h>
#include <archive_entry.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <mutex>

namespace guiyi::mirror {

namespace fs = std::filesystem;

namespace {

Error cannotRead(const std::string &where, const std::string &why) {
    return {ErrorKind::Rejected, "reading a saved file", where, why,
            "check the file and its permissions, then extract again"};
}

bool leavesRoot(const std::string &path) {
    if (path.empty() || path[0] == '/' || path.find('\0') != std::string::npos)
        return true;
    const auto parts = text::split(path, '/');
    return std::find(parts.begin(), parts.end(), "..") != parts.end();
}

class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor() {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    int get() const { return m_fd; }

private:
    int m_fd;
};

class FolderReader : public SourceReader {
public:
    explicit FolderReader(fs::path root) : m_root(std::move(root)) {}

    Status each(const std::function<bool(const Entry &)> &wanted, const Visitor &visit) override {
        if (!m_listed) {
            if (Status s = list(); !s)
                return s;
            m_listed = true;
        }
        for (const auto &[entry, problem] : m_entries) {
            if (!wanted(entry))
                continue;
            const Status s =
                visit(entry, problem.empty() ? read(entry.path)
                                             : Result<std::string>(cannotRead(entry.path, problem)));
            if (!s)
                return s;
        }
        return {};
    }

    Result<std::string> read(const std::string &path) override {
        const fs::path file = m_root / path;
        const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
        struct stat status {};
        if (in.get() < 0 || fstat(in.get(), &status) != 0)
            return cannotRead(path, std::strerror(errno));
        if (status.st_size > MaxFileBytes)
            return cannotRead(path, "larger than 512 MiB");
        std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
        std::size_t got = 0;
        while (got < bytes.size()) {
            const ssize_t n = ::read(in.get(), bytes.data() + got, bytes.size() - got);
            if (n < 0 && errno == EINTR)
                continue;
            if (n < 0)
                return cannotRead(path, "the file could not be read to its end");
            if (n == 0)
                break;
            got += static_cast<std::size_t>(n);
        }
        bytes.resize(got);
        return bytes;
    }

private:
    Status list() {
        std::error_code code;
        fs::recursive_directory_iterator it(m_root, fs::directory_options::none, code);
        if (code)
            return Error{ErrorKind::Failed, "listing the saved site", m_root.string(), code.message(),
                         "check the folder's permissions"};
        for (const auto end = fs::recursive_directory_iterator(); it != end; it.increment(code)) {
            std::error_code entryCode;
            const fs::path &p = it->path();
            Entry entry{p.lexically_relative(m_root).generic_string(), 0, {}};
            if (it->is_directory(entryCode) && !it->is_symlink(entryCode)) {
                // An unreadable folder would vanish from the listing without a word.
                fs::directory_iterator probe(p, entryCode);
                if (entryCode) {
                    m_entries.emplace_back(entry, "the folder cannot be listed: " + entryCode.message());
                    it.disable_recursion_pending();
                }
                continue;
            }
            std::string problem;
            if (it->is_symlink(entryCode)) {
                const fs::path target = fs::weakly_canonical(p, entryCode);
                const std::string relative =
                    target.lexically_relative(fs::weakly_canonical(m_root)).generic_string();
                if (entryCode || relative.empty() || text::startsWith(relative, ".."))
                    problem = "a link that leads outside the site's folder";
                else if (fs::is_directory(target, entryCode))
                    continue;
            } else if (!it->is_regular_file(entryCode)) {
                problem = "not an ordinary file";
            }
            if (problem.empty())
                entry.bytes = static_cast<std::int64_t>(fs::file_size(p, entryCode));
            m_entries.emplace_back(std::move(entry), std::move(problem));
        }
        if (code)
            return Error{ErrorKind::Failed, "listing the saved site", m_root.string(), code.message(),
                         "check the folder's permissions"};
        std::sort(m_entries.begin(), m_entries.end(),
                  [](const auto &a, const auto &b) { return a.first.path < b.first.path; });
        return {};
    }

    fs::path m_root;
    std::vector<std::pair<Entry, std::string>> m_entries; ///< with the problem, when it cannot be read
    bool m_listed = false;
};

struct ArchiveCloser {
    void operator()(archive *a) const { archive_read_free(a); }
};

class ArchiveReader : public SourceReader {
public:
    explicit ArchiveReader(std::string file) : m_file(std::move(file)) {}

    static std::unique_ptr<archive, ArchiveCloser> openArchive(const std::string &file, Status &status) {
        // libarchive converts names by the C locale; in "C" it returns none at all for names outside ASCII.
        static std::once_flag once;
        std::call_once(once, [] {
            if (std::strcmp(std::setlocale(LC_CTYPE, nullptr), "C") == 0)
                std::setlocale(LC_CTYPE, "C.UTF-8");
        });
        std::unique_ptr<archive, ArchiveCloser> a(archive_read_new());
        archive_read_support_format_zip(a.get());
        archive_read_support_format_tar(a.get());
        archive_read_support_format_gnutar(a.get());
        archive_read_support_filter_gzip(a.get());
        archive_read_support_filter_none(a.get());
        if (archive_read_open_filename(a.get(), file.c_str(), 1 << 16) != ARCHIVE_OK) {
            const char *why = archive_error_string(a.get());
            status = Error{ErrorKind::Failed, "opening the archive", file,
                           why != nullptr ? why : "not a zip, tar or tar.gz",
                           "give a folder, a .zip, a .tar or a .tar.gz"};
            return nullptr;
        }
        return a;
    }

    Status each(const std::function<bool(const Entry &)> &wanted, const Visitor &visit) override {
        Status status;
        const auto a = openArchive(m_file, status);
        if (!a)
            return status;
        const std::string prefix = commonFolder();
        archive_entry *header = nullptr;
        for (;;) {
            const int code = archive_read_next_header(a.get(), &header);
            if (code == ARCHIVE_EOF)
                return {};
            if (code != ARCHIVE_OK && code != ARCHIVE_WARN)
                return Error{ErrorKind::Failed, "reading the archive", m_file, archive_error_string(a.get()),
                             "the archive is damaged: make it again"};
            if (archive_entry_filetype(header) != AE_IFREG)
                continue;
            Entry entry{nameOf(header), archive_entry_size(header), {}};
            const bool hostile = leavesRoot(entry.path);
            if (!prefix.empty() && text::startsWith(entry.path, prefix))
                entry.path.erase(0, prefix.size());
            if (!wanted(entry))
                continue;
            if (hostile) {
                if (Status s =
                        visit(entry, cannotRead(entry.path, "its name leads outside the site's folder"));
                    !s)
                    return s;
                continue;
            }
            if (Status s = visit(entry, content(a.get(), entry)); !s)
                return s;
        }
    }

    Result<std::string> read(const std::string &path) override {
        Result<std::string> found = cannotRead(path, "not in the archive " + m_file);
        bool done = false;
        const Status s = each([&](const Entry &e) { return !done && e.path == path; },
                              [&](const Entry &, const Result<std::string> &bytes) {
                                  found = bytes;
                                  done = true;
                                  return Status();
                              });
        if (!s && !done)
            return s.error();
        return found;
    }

private:
    static std::string nameOf(archive_entry *header) {
        const char *utf8 = archive_entry_pathname_utf8(header);
        const char *raw = archive_entry_pathname(header);
        std::string name = utf8 != nullptr ? utf8 : raw != nullptr ? raw : "";
        while (text::startsWith(name, "./"))
            name.erase(0, 2);
        return name;
    }

    Result<std::string> content(archive *a, const Entry &entry) {
        std::string bytes;
        char buffer[1 << 16];
        for (;;) {
            const la_ssize_t n = archive_read_data(a, buffer, sizeof buffer);
            if (n == 0)
                return bytes;
            if (n < 0)
                return cannotRead(entry.path,
                                  archive_error_string(a) != nullptr ? archive_error_string(a) : "damaged");
            bytes.append(buffer, static_cast<std::size_t>(n));
            // The size in the header may lie (zip bombs); what comes out counts.
            if (static_cast<std::int64_t>(bytes.size()) > MaxFileBytes)
                return cannotRead(entry.path, "unpacks to more than 512 MiB");
        }
    }

    /// Archives are often made of the folder, not of its content: a single top folder without an index page
    /// of its own beside it is the web root.
    std::string commonFolder() {
        if (m_prefixKnown)
            return m_prefix;
        m_prefixKnown = true;
        Status status;
        const auto a = openArchive(m_file, status);
        if (!a)
            return {};
        archive_entry *header = nullptr;
        bool first = true;
        while (archive_read_next_header(a.get(), &header) == ARCHIVE_OK) {
            if (archive_entry_filetype(header) != AE_IFREG)
                continue;
            const std::string name = nameOf(header);
            const std::string top = name.substr(0, name.find('/') + 1);
            if (first)
                m_prefix = top;
            else if (top != m_prefix)
                m_prefix.clear();
            first = false;
            if (m_prefix.empty())
                break;
        }
        return m_prefix;
    }

    std::string m_file, m_prefix;
    bool m_prefixKnown = false;
};

} // namespace

std::string fingerprint(const std::string &location) {
    std::uint64_t sum = 0, count = 0;
    const auto add = [&](const fs::path &file) {
        std::error_code code;
        const auto size = fs::file_size(file, code);
        const auto time = fs::last_write_time(file, code).time_since_epoch().count();
        // Summed, so that the order of the listing does not matter.
        sum += std::hash<std::string>{}(file.string() + "\n" + std::to_string(size) + "\n" +
                                        std::to_string(time));
        ++count;
    };
    std::error_code code;
    if (text::startsWith(location, "warc:")) {
        for (const std::string &file : warc::archiveFiles(location.substr(5)))
            add(file);
    } else if (fs::is_directory(location, code)) {
        for (fs::recursive_directory_iterator
                 it(location, fs::directory_options::skip_permission_denied, code),
             end;
             !code && it != end; it.increment(code)) {
            std::error_code entryCode;
            if (!it->is_directory(entryCode))
                add(it->path());
        }
    } else {
        add(location);
    }
    return std::to_string(count) + "-" + std::to_string(sum);
}

Result<std::unique_ptr<SourceReader>> SourceReader::open(const std::string &location) {
    if (text::startsWith(location, "warc:"))
        return warc::openWarcSource(location.substr(5));
    std::error_code code;
    const fs::file_status status = fs::status(location, code);
    if (!fs::exists(status))
        return Error{ErrorKind::Failed, "opening the source", location, "there is no such folder or file",
                     "correct `source` of the site"};
    if (fs::is_directory(status)) {
        fs::directory_iterator probe(location, code);
        if (code)
            return Error{ErrorKind::Failed, "opening the source", location, code.message(),
                         "make the folder readable"};
        return std::unique_ptr<SourceReader>(std::make_unique<FolderReader>(location));
    }
    Status opened;
    if (!ArchiveReader::openArchive(location, opened))
        return opened.error();
    return std::unique_ptr<SourceReader>(std::make_unique<ArchiveReader>(location));
}

} // namespace guiyi::mirror
