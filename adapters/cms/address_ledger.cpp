#include "adapters/cms/address_ledger.h"

#include "schema/base/text.h"

#include <QtCore/qregularexpression.h>

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace guiyi::cms {

/// A statement of the scratch file, kept for its next use.
class AddressLedger::Query {
public:
    Query(sqlite3 *db, const char *sql) {
        sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &m_statement, nullptr);
    }
    Query(const Query &) = delete;
    Query &operator=(const Query &) = delete;
    ~Query() { sqlite3_finalize(m_statement); }

    /// `text` must last until the next use.
    void bind(int at, std::string_view text) {
        sqlite3_bind_text64(m_statement, at, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    void bind(int at, std::int64_t number) { sqlite3_bind_int64(m_statement, at, number); }
    int step() { return sqlite3_step(m_statement); }
    /// Runs what gives no rows.
    bool run() {
        const int done = sqlite3_step(m_statement);
        sqlite3_reset(m_statement);
        return done == SQLITE_DONE;
    }
    void reset() { sqlite3_reset(m_statement); }
    std::string text(int column) const {
        const auto *bytes = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
        return bytes == nullptr
                   ? std::string()
                   : std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)));
    }
    std::int64_t number(int column) const { return sqlite3_column_int64(m_statement, column); }

private:
    sqlite3_stmt *m_statement = nullptr;
};

AddressLedger::AddressLedger(site::Inventory &inventory, Findings &findings)
    : m_inventory(inventory), m_findings(findings) {}

AddressLedger::~AddressLedger() {
    m_add.reset();
    m_take.reset();
    m_known.reset();
    m_finding.reset();
    sqlite3_close(m_db);
    std::error_code ignored;
    std::filesystem::remove(m_file, ignored);
}

void AddressLedger::failed() {
    if (m_status.ok())
        m_status = Error{ErrorKind::Failed, "keeping the addresses", m_file, sqlite3_errmsg(m_db),
                         "make room on the workspace's disk and run again"};
}

Status AddressLedger::open(const std::string &file) {
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    m_file = file;
    if (sqlite3_open_v2(file.c_str(), &m_db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        nullptr) != SQLITE_OK ||
        sqlite3_exec(
            m_db,
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=16384; PRAGMA "
            "cache_size=-4096; "
            "PRAGMA locking_mode=EXCLUSIVE; BEGIN; "
            "CREATE TABLE address (url TEXT PRIMARY KEY, article INTEGER, role TEXT, record INTEGER, "
            "reason TEXT, kind INTEGER, media TEXT, bytes INTEGER, sha256 TEXT, file TEXT) WITHOUT ROWID; "
            "CREATE TABLE finding (url TEXT, rule TEXT, message TEXT, evidence TEXT, severity INTEGER)",
            nullptr, nullptr, nullptr) != SQLITE_OK) {
        failed();
        return m_status;
    }
    m_add = std::make_unique<Query>(
        m_db, "INSERT INTO address (url, article, role, record, reason, kind) VALUES (?, 0, ?, ?, ?, ?) "
              "ON CONFLICT (url) DO UPDATE SET role = excluded.role, record = excluded.record, "
              "reason = excluded.reason, kind = excluded.kind, media = NULL, bytes = NULL, sha256 = NULL, "
              "file = NULL WHERE record = 0 AND excluded.record <> 0");
    m_take = std::make_unique<Query>(
        m_db,
        "INSERT INTO address (url, article, role, record, reason, kind) VALUES (?1, ?2, ?3, ?2, ?4, ?5) "
        "ON CONFLICT (url) DO UPDATE SET article = excluded.article, "
        "role = iif(record = 0, excluded.role, role), reason = iif(record = 0, excluded.reason, reason), "
        "kind = iif(record = 0, excluded.kind, kind), record = iif(record = 0, excluded.record, record) "
        "WHERE article = 0");
    m_known = std::make_unique<Query>(m_db, "SELECT role, record, article FROM address WHERE url = ?");
    m_finding = std::make_unique<Query>(m_db, "INSERT INTO finding VALUES (?, ?, ?, ?, ?)");
    return {};
}

void AddressLedger::add(const std::string &url, const char *role, RecordId record, std::string_view reason,
                        ResourceKind kind) {
    if (url.empty())
        return;
    m_add->bind(1, url);
    m_add->bind(2, role);
    m_add->bind(3, record);
    m_add->bind(4, reason);
    m_add->bind(5, static_cast<std::int64_t>(kind));
    if (!m_add->run())
        failed();
}

bool AddressLedger::take(const std::string &url, RecordId article, const char *role,
                         std::string_view reason) {
    m_take->bind(1, url);
    m_take->bind(2, article);
    m_take->bind(3, role);
    m_take->bind(4, reason);
    m_take->bind(5, static_cast<std::int64_t>(ResourceKind::Page));
    if (!m_take->run())
        failed();
    return sqlite3_changes(m_db) > 0;
}

std::optional<AddressLedger::Known> AddressLedger::known(const std::string &url) {
    m_known->bind(1, url);
    std::optional<Known> found;
    if (m_known->step() == SQLITE_ROW)
        found = Known{m_known->text(0), m_known->number(1), m_known->number(2)};
    m_known->reset();
    return found;
}

bool AddressLedger::taken(const std::string &url) {
    const std::optional<Known> line = known(url);
    return line && line->article != 0;
}

void AddressLedger::settle(FileReference &file, const std::string &record) {
    if (m_inventory.settle(file)) {
        m_usedFiles.insert(file.url);
        return;
    }
    if (file.status != FileStatus::Missing)
        return;
    add(file.url, "failed", 0,
        "the record " + record +
            " refers to this file, and the hand-over's files lack it: get it from the department",
        file.role == FileRole::Image ? ResourceKind::Image : ResourceKind::Attachment);
    m_findings.add(record, "file.missing", "file " + file.url + " of this record is not in the hand-over",
                   Severity::Warning);
}

void AddressLedger::addInline(const site::InlineImage &image) {
    const Resource r = image.resource();
    Query insert(m_db, "INSERT OR IGNORE INTO address VALUES (?, 0, 'file', 0, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, r.url);
    insert.bind(2, r.reason);
    insert.bind(3, static_cast<std::int64_t>(r.kind));
    insert.bind(4, r.mediaType);
    insert.bind(5, r.bytes);
    insert.bind(6, r.sha256);
    insert.bind(7, r.file);
    if (!insert.run())
        failed();
}

/// The column of a static page whose name says that it lists; 0 for none.
RecordId AddressLedger::columnOfListPage(const std::string &url) {
    static const QRegularExpression listName(QStringLiteral("/(?:list|index)[-_]?[\\d_]*\\.s?html?$"),
                                             QRegularExpression::CaseInsensitiveOption);
    if (!listName.match(text::toQString(url)).hasMatch())
        return 0;
    // A list page stands in its column's own directory, whose address the source may spell with its file
    // name.
    const auto folder = Url::parse(url.substr(0, url.rfind('/') + 1));
    const auto own = folder ? m_inventory.own(*folder) : std::nullopt;
    const auto column = own ? known(own->text()) : std::nullopt;
    return column && column->role == "column" ? column->record : 0;
}

Resource AddressLedger::settled(const site::InventoryItem &item, const Resource *before) {
    Resource r = item.resource;
    if (before != nullptr) {
        r.role = before->role;
        r.record = before->record;
        r.reason = before->reason;
    } else if (item.unreadable) {
        r.role = "failed";
        m_findings.add(r.url, "source.unreadable", r.reason, Severity::Error);
    } else if (const RecordId column = r.kind == ResourceKind::Page ? columnOfListPage(r.url) : 0;
               column != 0) {
        r.role = "column";
        r.record = column;
    } else if (r.kind == ResourceKind::Page) {
        r.role = "dropped";
        r.reason = "a page of the old site without a row in the database";
        m_findings.add(r.url, "cms.page.without_row",
                       "a static page that no row of the database makes: look whether it should be kept",
                       Severity::Info);
    } else if (r.kind == ResourceKind::Attachment || r.kind == ResourceKind::Image) {
        const bool used = m_usedFiles.contains(r.url);
        r.role = item.htmlInsteadOfFile || r.bytes == 0 ? "failed" : used ? "file" : "dropped";
        r.reason = item.htmlInsteadOfFile ? "the file is a web page (an error or login page) instead of "
                                            "a document: get the true file "
                                            "from the department"
                   : r.bytes == 0         ? "the file is empty: get it from the department"
                   : used                 ? ""
                                          : "no migrated record refers to this file";
    } else {
        r.role = "dropped";
        r.reason = "technical file of the old site, not content";
    }
    return r;
}

/// All lines by address: those kept here and the files of the hand-over, of which one may be the other.
Status AddressLedger::emitResources(RecordSink &sink, site::ExtractCounts &counts) {
    const std::vector<site::InventoryItem> &items = m_inventory.items();
    std::vector<std::size_t> files(items.size());
    for (std::size_t i = 0; i < files.size(); ++i)
        files[i] = i;
    std::stable_sort(files.begin(), files.end(), [&](std::size_t a, std::size_t b) {
        return items[a].resource.url < items[b].resource.url;
    });
    auto file = files.begin();
    RecordId next = 0;
    const auto give = [&](Resource r) -> Status {
        r.id = ++next;
        counts.failed += r.role == "failed" ? 1 : 0;
        return sink.add(r);
    };
    /// The files before `url`, or all; two of one address are one line, the last one's.
    const auto filesBefore = [&](const std::string *url) -> Status {
        while (file != files.end() && (url == nullptr || items[*file].resource.url < *url)) {
            Resource r = settled(items[*file], nullptr);
            while (++file != files.end() && items[*file].resource.url == r.url)
                r = settled(items[*file], &r);
            if (Status s = give(std::move(r)); !s)
                return s;
        }
        return {};
    };
    Query lines(
        m_db, "SELECT url, role, record, reason, kind, media, bytes, sha256, file FROM address ORDER BY url");
    int state = SQLITE_ROW;
    while ((state = lines.step()) == SQLITE_ROW) {
        Resource r;
        r.url = lines.text(0);
        r.role = lines.text(1);
        r.record = lines.number(2);
        r.reason = lines.text(3);
        r.kind = static_cast<ResourceKind>(lines.number(4));
        r.mediaType = lines.text(5);
        r.bytes = lines.number(6);
        r.sha256 = lines.text(7);
        r.file = lines.text(8);
        if (Status s = filesBefore(&r.url); !s)
            return s;
        for (; file != files.end() && items[*file].resource.url == r.url; ++file)
            r = settled(items[*file], &r);
        if (Status s = give(std::move(r)); !s)
            return s;
    }
    if (state != SQLITE_DONE)
        failed();
    return m_status.ok() ? filesBefore(nullptr) : m_status;
}

Status AddressLedger::emit(const std::string &home, RecordSink &sink, site::ExtractCounts &counts) {
    for (const auto &[url, target] : m_links) {
        const auto own = known(target);
        if (own && own->article != 0)
            add(url, "merged", own->article, "only a link to the article " + target);
        else
            add(url, "dropped", 0, "only sends readers on to " + target);
    }
    add(home, "home", 0, "the home page is made anew by the platform");
    if (Status s = m_status.ok() ? emitResources(sink, counts) : m_status; !s)
        return s;
    counts.files = static_cast<std::int64_t>(m_inventory.items().size());
    return emitFindings(sink, counts);
}

void AddressLedger::keepFindings() {
    for (const Finding &f : std::exchange(m_findings.list, {})) {
        m_finding->bind(1, f.url);
        m_finding->bind(2, f.rule);
        m_finding->bind(3, f.message);
        m_finding->bind(4, f.evidence);
        m_finding->bind(5, static_cast<std::int64_t>(f.severity));
        if (!m_finding->run())
            failed();
    }
}

Status AddressLedger::emitFindings(RecordSink &sink, site::ExtractCounts &counts) {
    keepFindings();
    Query rows(
        m_db,
        "SELECT url, rule, message, evidence, severity FROM finding ORDER BY url, rule, message, rowid");
    int state = SQLITE_ROW;
    while ((state = rows.step()) == SQLITE_ROW) {
        ++counts.findings;
        if (Status s = sink.add(Finding{m_findings.site, rows.text(0), rows.text(1), rows.text(2),
                                        rows.text(3), static_cast<Severity>(rows.number(4))});
            !s)
            return s;
    }
    if (state != SQLITE_DONE)
        failed();
    return m_status;
}

} // namespace guiyi::cms
