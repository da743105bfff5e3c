#include "migrator/cutover/freeze.h"

#include "migrator/map/inputs.h"
#include "migrator/plan/record.h"
#include "schema/base/text.h"
#include "schema/config/files.h"

#include <cerrno>
#include <cstdio>
#include <filesystem>

namespace guiyi {

namespace {

namespace fs = std::filesystem;

constexpr char Stage[] = "freeze"; ///< in the ledger: input the staging's hash, output the moment

std::string frozenFile(const Workspace &workspace, const Site &site) {
    return workspace.root() + "/.guiyi/freeze/" + site.id + ".db";
}

/// Rows of a query in the order of its first column.
class Rows {
public:
    static Result<Rows> open(Staging &staging, std::string_view sql) {
        Result<Statement> query = staging.database().prepare(sql);
        if (!query)
            return query.error();
        Rows rows(std::move(query).value());
        if (Status s = rows.m_query.start(); !s)
            return s.error();
        if (Status s = rows.next(); !s)
            return s.error();
        return rows;
    }
    Status next() {
        const Result<bool> there = m_query.next();
        if (!there)
            return there.error();
        m_ended = !there.value();
        m_key = m_ended ? std::string() : m_query.text(0);
        return {};
    }
    bool ended() const { return m_ended; }
    const std::string &key() const { return m_key; }
    const Statement &row() const { return m_query; }

private:
    explicit Rows(Statement query) : m_query(std::move(query)) {}
    Statement m_query;
    std::string m_key;
    bool m_ended = false;
};

/// Both sides together, key by key; the side that lacks the key is null.
Status merge(Rows &before, Rows &after,
             const std::function<Status(const Statement *, const Statement *)> &visit) {
    while (!before.ended() || !after.ended()) {
        const bool old = !before.ended() && (after.ended() || before.key() <= after.key());
        const bool now = !after.ended() && (before.ended() || after.key() <= before.key());
        if (Status s = visit(old ? &before.row() : nullptr, now ? &after.row() : nullptr); !s)
            return s;
        if (Status s = old ? before.next() : Status(); !s)
            return s;
        if (Status s = now ? after.next() : Status(); !s)
            return s;
    }
    return {};
}

/// One of two extractions of a site.
class Side {
public:
    static Result<Side> open(Staging &staging) {
        const Result<std::vector<Column>> columns = staging.columns();
        if (!columns)
            return columns.error();
        Side side(staging);
        for (const Column &column : columns.value())
            side.m_paths[column.id] = text::join(column.path, " > ");
        for (const Column &column : columns.value())
            side.m_columns[column.url.empty() ? side.m_paths[column.id] : column.url] =
                side.m_paths[column.id];
        return side;
    }

    Staging &staging() const { return *m_staging; }
    const std::map<std::string, std::string> &columns() const { return m_columns; } ///< address → path

    /// What people see of an article.
    Result<Record> article(const Statement &row) const {
        const Result<std::optional<Article>> found = m_staging->article(row.integer(1));
        if (!found)
            return found.error();
        const Article &a = **found;
        Record record;
        record.fields = {
            {"title", a.title},         {"subtitle", a.subtitle}, {"kind", std::string(toText(a.kind))},
            {"published", a.published}, {"updated", a.updated},   {"source", a.source},
            {"author", a.author},       {"editor", a.editor},     {"document", row.text(5)},
            {"keywords", row.text(6)},  {"columns", pathsOf(a)},  {"files", filesOf(a)},
            {"text", a.bodyText},       {"body", a.bodyHtml}};
        const Status s = m_staging->database().each(
            "SELECT question,coalesce(reply,''),coalesce(replied,''),coalesce(status,'') FROM letter WHERE "
            "article=" +
                std::to_string(a.id),
            {}, [&record](const Statement &letter) {
                int column = 0;
                for (const char *name : {"question", "reply", "replied", "status"})
                    record.fields.emplace_back(name, letter.text(column++));
                return true;
            });
        if (!s)
            return s.error();
        return record;
    }

    /// SHA-256 of the pages an article was read from; "" when one is not known.
    Result<std::string> pages(const Statement &row) const {
        std::string all;
        for (const std::string &url : fromJsonArray(row.text(7))) {
            std::string sha256;
            const Status s =
                m_staging->database().each("SELECT coalesce(sha256,'') FROM resource WHERE url=?", {url},
                                           [&sha256](const Statement &page) {
                                               sha256 = page.text(0);
                                               return false;
                                           });
            if (!s)
                return s.error();
            if (sha256.empty())
                return std::string();
            all += sha256;
        }
        return all;
    }

    /// What this extraction made of an address.
    Result<std::string> fate(const std::string &url) const {
        std::string fate;
        const Status s =
            m_staging->database().each("SELECT role,coalesce(reason,'') FROM resource WHERE url=?", {url},
                                       [&fate](const Statement &row) {
                                           fate = row.text(0);
                                           if (!row.text(1).empty())
                                               fate += ": " + row.text(1);
                                           return false;
                                       });
        if (!s)
            return s.error();
        return fate;
    }

private:
    explicit Side(Staging &staging) : m_staging(&staging) {}

    std::string pathsOf(const Article &a) const {
        std::vector<std::string> paths;
        for (const RecordId column : a.placements) {
            const auto found = m_paths.find(column);
            if (found != m_paths.end())
                paths.push_back(found->second);
        }
        return text::join(paths, "; ");
    }
    static std::string filesOf(const Article &a) {
        std::vector<std::string> files;
        for (const FileReference &file : a.files)
            files.push_back(file.name + " " + file.url + " " +
                            (file.sha256.empty() ? std::string(toText(file.status)) : file.sha256));
        return text::join(files, "; ");
    }

    Staging *m_staging;
    std::map<RecordId, std::string> m_paths;
    std::map<std::string, std::string> m_columns;
};

/// Walks two extractions of a site.
class Comparison {
public:
    Comparison(std::string site, const Side &before, const Side &after,
               const std::function<Status(const SourceChange &)> &visit)
        : m_site(std::move(site)), m_before(before), m_after(after), m_visit(visit) {}

    Status articles() {
        constexpr char Sql[] =
            "SELECT url,id,content_hash,title,coalesce(published,''),coalesce(document,''),"
            "coalesce(keywords,''),page_urls FROM article ORDER BY url";
        return inOrder(
            Sql, [this](const Statement *before, const Statement *after) { return article(before, after); });
    }

    Status columns() {
        const auto &then = m_before.columns(), &now = m_after.columns();
        for (const auto &[url, path] : then) {
            const auto found = now.find(url);
            if (found == now.end()) {
                if (Status s = m_visit({m_site, "column", "gone", url, path, {}, "{}", {}}); !s)
                    return s;
            } else if (found->second != path) {
                Record a, b;
                a.fields = {{"path", path}};
                b.fields = {{"path", found->second}};
                if (Status s = m_visit(
                        {m_site, "column", "changed", url, found->second, {}, changesBetween(a, b), {}});
                    !s)
                    return s;
            }
        }
        for (const auto &[url, path] : now) {
            if (then.count(url) != 0)
                continue;
            if (Status s = m_visit({m_site, "column", "new", url, path, {}, "{}", {}}); !s)
                return s;
        }
        return {};
    }

    Status files() {
        constexpr char Sql[] = "SELECT url,coalesce(sha256,'') FROM resource WHERE role='file' ORDER BY url";
        return inOrder(Sql, [this](const Statement *before, const Statement *after) {
            const Statement &row = after != nullptr ? *after : *before;
            SourceChange change{m_site, "file", {}, row.text(0), {}, {}, "{}", {}};
            if (before != nullptr && after != nullptr) {
                if (before->text(1) == after->text(1))
                    return Status();
                Record a, b;
                a.fields = {{"sha256", before->text(1)}};
                b.fields = {{"sha256", after->text(1)}};
                change.changes = changesBetween(a, b);
            }
            change.change = before == nullptr ? "new" : after == nullptr ? "gone" : "changed";
            return m_visit(change);
        });
    }

private:
    Status inOrder(const char *sql,
                   const std::function<Status(const Statement *, const Statement *)> &visit) {
        Result<Rows> before = Rows::open(m_before.staging(), sql);
        if (!before)
            return before.error();
        Result<Rows> after = Rows::open(m_after.staging(), sql);
        if (!after)
            return after.error();
        return merge(*before, *after, visit);
    }

    Status article(const Statement *before, const Statement *after) {
        const Statement &row = after != nullptr ? *after : *before;
        SourceChange change{m_site, "article", {}, row.text(0), row.text(3), row.text(4), "{}", {}};
        if (before == nullptr) {
            change.change = "new";
            return m_visit(change);
        }
        if (after == nullptr) {
            change.change = "gone";
            const Result<std::string> fate = m_after.fate(change.url);
            if (!fate)
                return fate.error();
            change.now = fate.value();
            return m_visit(change);
        }
        return before->text(2) == after->text(2) ? Status() : compare(*before, *after, std::move(change));
    }

    static void forgetBody(Record &record) {
        for (auto &[name, value] : record.fields) {
            if (name == "body")
                value.clear();
        }
    }

    Status compare(const Statement &before, const Statement &after, SourceChange change) {
        Result<Record> then = m_before.article(before), now = m_after.article(after);
        if (!then || !now)
            return then ? now.error() : then.error();
        if (then->field("text") != now->field("text")) { // the markup around it says no more
            forgetBody(*then);
            forgetBody(*now);
        }
        change.changes = changesBetween(*then, *now);
        if (change.changes == "{}") // what differs is how sure the extraction is, or the count of readers
            return {};
        const Result<std::string> pagesThen = m_before.pages(before), pagesNow = m_after.pages(after);
        if (!pagesThen || !pagesNow)
            return pagesThen ? pagesNow.error() : pagesThen.error();
        const bool same = !pagesNow->empty() && pagesThen.value() == pagesNow.value();
        change.change = same ? "reread" : "changed";
        return m_visit(change);
    }

    std::string m_site;
    const Side &m_before, &m_after;
    const std::function<Status(const SourceChange &)> &m_visit;
};

} // namespace

Result<Freeze> freezeSite(const Workspace &workspace, WorkspaceStore &store, const Site &site,
                          const std::string &moment, bool again) {
    const Result<std::optional<Freeze>> known = freezeOf(workspace, store, site);
    if (!known)
        return known.error();
    if (known.value() && !again)
        return Error{ErrorKind::Usage, "freezing", site.id, "it is frozen since " + known.value()->moment,
                     "what changed since would be forgotten; say --again when that is meant"};
    const std::string staged = workspace.stagingFile(site.id), frozen = frozenFile(workspace, site);
    Result<Staging> staging = Staging::open(staged);
    if (!staging)
        return Error{ErrorKind::Usage, "freezing", site.id, staging.error().why, "run `guiyi extract` first"};
    const Result<std::string> hash = stagingHash(*staging);
    if (!hash)
        return hash.error();
    const Result<std::int64_t> articles = staging->count("article");
    if (!articles)
        return articles.error();
    if (Status s = makeFolder(fs::path(frozen).parent_path().string()); !s)
        return s.error();
    // An extraction puts a new file in the old one's place, so a second name keeps what is there now.
    std::error_code failed;
    const std::string part = frozen + ".new";
    fs::remove(part, failed);
    fs::create_hard_link(staged, part, failed);
    if (failed)
        fs::copy_file(staged, part, fs::copy_options::overwrite_existing, failed);
    if (!failed)
        fs::rename(part, frozen, failed);
    if (failed)
        return systemError(failed.value(), "freezing", frozen);
    if (Status s = store.recordStage(site.id, Stage, hash.value(), moment, {{"articles", articles.value()}});
        !s)
        return s.error();
    return Freeze{moment, articles.value()};
}

Result<std::optional<Freeze>> freezeOf(const Workspace &workspace, WorkspaceStore &store, const Site &site) {
    const Result<std::optional<StageRun>> run = store.lastStage(site.id, Stage);
    if (!run)
        return run.error();
    std::error_code unused;
    if (!run.value() || !fs::exists(frozenFile(workspace, site), unused))
        return std::optional<Freeze>();
    return std::optional(Freeze{run.value()->outputHash, countOf(run.value()->counts, "articles")});
}

Status eachSourceChange(const std::string &site, Staging &before, Staging &after,
                        const std::function<Status(const SourceChange &)> &visit) {
    const Result<Side> then = Side::open(before);
    if (!then)
        return then.error();
    const Result<Side> now = Side::open(after);
    if (!now)
        return now.error();
    Comparison comparison(site, *then, *now, visit);
    Status s = comparison.articles();
    s = s ? comparison.columns() : s;
    return s ? comparison.files() : s;
}

Status eachSourceChange(const Workspace &workspace, const Site &site,
                        const std::function<Status(const SourceChange &)> &visit) {
    Result<Staging> before = Staging::open(frozenFile(workspace, site));
    if (!before)
        return before.error();
    Result<Staging> after = Staging::open(workspace.stagingFile(site.id));
    if (!after)
        return after.error();
    return eachSourceChange(site.id, *before, *after, visit);
}

} // namespace guiyi
