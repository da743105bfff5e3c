#include "adapters/site/draft_file.h"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace guiyi::site {

namespace {

/// Writes fields into a buffer, or reads the same fields back; one list of fields serves both.
class Fields {
public:
    explicit Fields(std::string *out) : m_out(out) {}
    explicit Fields(std::string_view in) : m_in(in) {}

    void field(std::string &s) {
        std::uint64_t size = s.size();
        field(size);
        if (m_out != nullptr) {
            *m_out += s;
        } else {
            s.assign(m_in.substr(0, size));
            m_in.remove_prefix(std::min<std::size_t>(size, m_in.size()));
        }
    }
    void field(std::uint64_t &n) {
        if (m_out != nullptr) {
            m_out->append(reinterpret_cast<const char *>(&n), sizeof n);
        } else if (m_in.size() >= sizeof n) {
            std::memcpy(&n, m_in.data(), sizeof n);
            m_in.remove_prefix(sizeof n);
        }
    }
    void field(std::int64_t &n) {
        auto u = static_cast<std::uint64_t>(n);
        field(u);
        n = static_cast<std::int64_t>(u);
    }
    void field(double &d) {
        std::uint64_t bits = 0;
        std::memcpy(&bits, &d, sizeof d);
        field(bits);
        std::memcpy(&d, &bits, sizeof d);
    }
    void field(bool &b) { word(b); }
    void field(FileReference &f) {
        word(f.role);
        field(f.name);
        field(f.href);
        field(f.url);
        field(f.sha256);
        field(f.bytes);
        field(f.mediaType);
        word(f.status);
    }
    void field(BodyLink &l) {
        field(l.page);
        field(l.href);
        field(l.url);
        field(l.foundIn);
    }
    void field(FieldEvidence &e) {
        field(e.confidence);
        field(e.rule);
    }
    void field(Article &a) {
        word(a.kind);
        for (std::string *s : {&a.url,
                               &a.title,
                               &a.subtitle,
                               &a.published,
                               &a.updated,
                               &a.source,
                               &a.sourceShown,
                               &a.author,
                               &a.editor,
                               &a.bodyHtml,
                               &a.bodyText,
                               &a.language,
                               &a.document.number,
                               &a.document.issuer,
                               &a.document.written,
                               &a.document.effective,
                               &a.document.expires,
                               &a.document.status,
                               &a.document.indexNumber,
                               &a.document.subject})
            field(*s);
        list(a.files);
        list(a.links);
        list(a.pageUrls);
        list(a.keywords);
        std::uint64_t size = a.evidence.size();
        field(size);
        if (m_out != nullptr) {
            for (auto &[key, value] : a.evidence) {
                std::string name = key;
                field(name);
                field(value);
            }
        } else {
            for (std::uint64_t i = 0; i < size; ++i) {
                std::string name;
                field(name);
                field(a.evidence[name]);
            }
        }
    }
    void field(Letter &l) {
        for (std::string *s : {&l.number, &l.sender, &l.type, &l.question, &l.asked, &l.reply, &l.replied,
                               &l.replier, &l.status})
            field(*s);
        field(l.isPublic);
    }

private:
    template <typename T>
    void word(T &value) {
        auto u = static_cast<std::uint64_t>(value);
        field(u);
        value = static_cast<T>(u);
    }
    template <typename T>
    void list(std::vector<T> &values) {
        std::uint64_t size = values.size();
        field(size);
        if (m_out == nullptr)
            values.resize(size);
        for (T &value : values)
            field(value);
    }

    std::string *m_out = nullptr;
    std::string_view m_in;
};

Error scratchError(const char *doing) {
    const bool full = errno == ENOSPC;
    return {ErrorKind::Failed, doing, "the workspace's scratch file", std::strerror(errno),
            full ? "free disk space and run the command again"
                 : "check the workspace's disk and run the command again"};
}

} // namespace

Result<DraftFile> DraftFile::create(const std::string &folder) {
    std::string name = folder + "/drafts-XXXXXX";
    const int descriptor = mkstemp(name.data());
    if (descriptor < 0)
        return scratchError("making a scratch file");
    unlink(name.c_str());
    DraftFile file;
    file.m_file.reset(fdopen(descriptor, "w+b"));
    if (!file.m_file)
        return scratchError("opening a scratch file");
    return file;
}

Result<long> DraftFile::write(const Article &article, const Letter &letter) {
    std::string bytes;
    Fields fields(&bytes);
    // Fields reads and writes through the same list, so it takes references that it leaves alone when
    // writing.
    fields.field(const_cast<Article &>(article));
    fields.field(const_cast<Letter &>(letter));
    if (std::fseek(m_file.get(), 0, SEEK_END) != 0)
        return scratchError("writing a scratch file");
    const long place = std::ftell(m_file.get());
    const std::uint64_t size = bytes.size();
    if (std::fwrite(&size, sizeof size, 1, m_file.get()) != 1 ||
        std::fwrite(bytes.data(), 1, bytes.size(), m_file.get()) != bytes.size())
        return scratchError("writing a scratch file");
    return place;
}

Result<DraftFile::Draft> DraftFile::read(long place) {
    std::uint64_t size = 0;
    if (std::fflush(m_file.get()) != 0 || std::fseek(m_file.get(), place, SEEK_SET) != 0 ||
        std::fread(&size, sizeof size, 1, m_file.get()) != 1)
        return scratchError("reading a scratch file");
    std::string bytes(size, '\0');
    if (std::fread(bytes.data(), 1, size, m_file.get()) != size)
        return scratchError("reading a scratch file");
    Draft draft;
    Fields fields{std::string_view(bytes)};
    fields.field(draft.article);
    fields.field(draft.letter);
    return draft;
}

} // namespace guiyi::site
