#include "migrator/audit/residual_use.h"

#include "mappings/urlmap/address_walk.h"
#include "mappings/urlmap/hosts.h"
#include "migrator/audit/file_links.h"
#include "migrator/files/file_store.h"
#include "migrator/loader/platform.h"
#include "schema/base/text.h"
#include "schema/store/blob_store.h"

#include <QtCore/qtemporaryfile.h>

#include <set>

namespace guiyi {

namespace {

using mapping::FoundAddress;

/// Hosts the platform itself answers on are no old ones, even when a site had them before.
class OldHosts {
public:
    OldHosts(const Workspace &workspace, std::set<std::string> fresh)
        : m_registry(workspace.sites()), m_fresh(std::move(fresh)) {}

    /// The old host of an address, with or without a scheme, or "" when it leads elsewhere.
    std::string of(std::string_view address) const {
        const auto url = Url::parse(text::contains(address, "://") ? std::string(address)
                                                                   : "http://" + std::string(address));
        if (!url || m_fresh.count(url->host()) != 0)
            return {};
        return m_registry.findCanonical(url->host()) ? url->host() : std::string();
    }
    std::string ofMail(std::string_view domain) const {
        const std::string host = text::lower(domain);
        for (const std::string &name : {host, "www." + host}) {
            if (m_registry.findCanonical(name))
                return name;
        }
        return {};
    }

private:
    mapping::HostRegistry m_registry;
    std::set<std::string> m_fresh;
};

/// Collects what stands in one body.
class BodySink : public mapping::AddressSink {
public:
    BodySink(std::string_view html, const OldHosts &old, const ResidualUse &frame,
             std::vector<ResidualUse> &uses)
        : m_html(html), m_old(old), m_frame(frame), m_uses(uses) {}
    void base(const FoundAddress &found) override { address(found); }
    void address(const FoundAddress &found) override {
        std::string written = decode(m_html.substr(found.begin, found.end - found.begin), found.syntax);
        const std::string absolute = found.bare                        ? "http://" + written
                                     : text::startsWith(written, "//") ? "http:" + written
                                                                       : written;
        if (text::startsWith(text::lower(written), "mailto:")) {
            const std::size_t at = written.find('@');
            if (at != std::string::npos)
                add(m_old.ofMail(written.substr(at + 1, written.find('?') - at - 1)), "mail", found, written,
                    "an e-mail address: its domain needs a decision of its own");
            return;
        }
        const std::string host = m_old.of(absolute);
        if (found.where == mapping::FoundIn::Text)
            add(host, "text", found, written, "an address in running text: reported, never changed silently");
        else if (found.where == mapping::FoundIn::Script)
            add(host, "script", found, written, "in a script");
        else
            add(host, "page", found, written,
                "no new address: its target was dropped, failed or is of a later wave");
    }

private:
    void add(std::string host, const char *in, const FoundAddress &found, const std::string &written,
             const char *reason) {
        if (host.empty())
            return;
        ResidualUse use = m_frame;
        use.host = std::move(host);
        use.in = in;
        use.part =
            std::string(found.element) + (found.attribute.empty() ? "" : " " + std::string(found.attribute));
        use.written = written;
        use.reason = reason;
        m_uses.push_back(std::move(use));
    }

    const std::string_view m_html;
    const OldHosts &m_old;
    const ResidualUse &m_frame;
    std::vector<ResidualUse> &m_uses;
};

std::string textOf(const SqlRow &row, int column) {
    return std::string(row[static_cast<std::size_t>(column)].value_or(std::string_view()));
}

void addText(std::string_view value, const char *in, const char *part, const OldHosts &old,
             const ResidualUse &frame, std::vector<ResidualUse> &uses) {
    for (const std::string &address : addressesIn(value)) {
        ResidualUse use = frame;
        use.host = old.of(address);
        if (use.host.empty())
            continue;
        use.in = in;
        use.part = part;
        use.written = address;
        use.reason = "an address in text: reported, never changed silently";
        uses.push_back(std::move(use));
    }
}

Status scanArticles(SqlEngine &platform, const OldHosts &old, ResidualScan &scan) {
    return platform.each(
        "SELECT t.site,a.url,a.body_html,a.title,a.subtitle,a.document,l.question,l.reply FROM article a "
        "JOIN "
        "tenant t ON t.id=a.tenant LEFT JOIN letter l ON l.article=a.id WHERE a.retired IS NULL ORDER BY "
        "a.id",
        {}, [&](const SqlRow &row) -> Status {
            ++scan.articles;
            ResidualUse frame;
            frame.site = textOf(row, 0);
            frame.address = textOf(row, 1);
            const std::string body = textOf(row, 2);
            BodySink sink(body, old, frame, scan.uses);
            mapping::AddressWalk(body, sink).html();
            const std::pair<int, const char *> fields[] = {
                {3, "title"}, {4, "subtitle"}, {5, "document"}, {6, "question"}, {7, "reply"}};
            for (const auto &[column, name] : fields)
                addText(textOf(row, column), "text", name, old, frame, scan.uses);
            return {};
        });
}

Status scanNames(SqlEngine &platform, const OldHosts &old, ResidualScan &scan) {
    return platform.each(
        "SELECT t.site,a.url,f.name FROM attachment f JOIN article a ON a.id=f.article JOIN tenant "
        "t ON t.id=a.tenant WHERE a.retired IS NULL ORDER BY a.id,f.position",
        {}, [&](const SqlRow &row) -> Status {
            ResidualUse frame;
            frame.site = textOf(row, 0);
            frame.address = textOf(row, 1);
            addText(textOf(row, 2), "name", "attachment", old, frame, scan.uses);
            return {};
        });
}

/// The links of a stored file. What reads documents wants a file with a name, so one is made of what a server
/// gave.
Result<std::vector<FileLink>> linksInStored(FileStore &store, const FileStoreAddress &address,
                                            const std::string &sha256, const std::string &mediaType) {
    if (!address.isS3())
        return linksInFile(BlobStore(address.folder).pathOf(sha256), mediaType);
    const Result<std::string> content = store.get(sha256);
    if (!content)
        return content.error();
    QTemporaryFile file;
    const bool written = file.open() &&
                         file.write(content->data(), static_cast<qint64>(content->size())) ==
                             static_cast<qint64>(content->size()) &&
                         file.flush();
    if (!written)
        return Error{ErrorKind::Failed, "reading a file of the store", text::fromQString(file.fileName()),
                     text::fromQString(file.errorString()),
                     "free space for temporary files and run the command again"};
    return linksInFile(text::fromQString(file.fileName()), mediaType);
}

Status scanFiles(SqlEngine &platform, const Workspace &workspace, const OldHosts &old, ResidualScan &scan) {
    const Result<FileStoreAddress> address = workspace.files();
    if (!address)
        return address.error();
    const Result<std::unique_ptr<FileStore>> store = FileStore::open(*address);
    if (!store)
        return store.error();
    return platform.each(
        "SELECT t.site,f.url,f.sha256,f.media_type FROM tenant_file f JOIN tenant t ON t.id=f.tenant WHERE "
        "f.retired IS NULL ORDER BY f.id",
        {}, [&](const SqlRow &row) -> Status {
            if (text::startsWith(textOf(row, 3), "image/"))
                return {};
            ++scan.files;
            const Result<std::vector<FileLink>> links =
                linksInStored(*store.value(), *address, textOf(row, 2), textOf(row, 3));
            if (!links) {
                Error e = links.error();
                e.where = textOf(row, 1);
                scan.rejected.push_back(std::move(e));
                return {};
            }
            for (const FileLink &link : *links) {
                ResidualUse use;
                use.host = old.of(link.address);
                if (use.host.empty())
                    continue;
                use.site = textOf(row, 0);
                use.in = "file";
                use.address = textOf(row, 1);
                use.part = link.part;
                use.written = link.address;
                use.reason = "inside a file, which stays as it was published";
                scan.uses.push_back(std::move(use));
            }
            return {};
        });
}

} // namespace

Result<ResidualScan> scanResidualUse(const Workspace &workspace) {
    const Result<TargetAddress> address = workspace.target();
    if (!address)
        return address.error();
    Result<std::optional<Platform>> platform = Platform::openForReading(*address);
    if (!platform)
        return platform.error();
    if (!*platform)
        return Error{ErrorKind::Usage, "looking for old hosts", workspace.root(), "nothing is applied yet",
                     "run \"guiyi apply\" first"};
    SqlEngine &engine = (*platform)->engine();
    std::set<std::string> fresh;
    Status read = engine.each("SELECT host FROM tenant", {}, [&](const SqlRow &row) -> Status {
        fresh.insert(mapping::canonicalHost(textOf(row, 0)));
        return {};
    });
    const OldHosts old(workspace, std::move(fresh));
    ResidualScan scan;
    if (read)
        read = scanArticles(engine, old, scan);
    if (read)
        read = scanNames(engine, old, scan);
    if (read)
        read = scanFiles(engine, workspace, old, scan);
    if (!read)
        return read.error();
    return scan;
}

} // namespace guiyi
