#include "migrator/plan/plan_store.h"

#include "schema/base/text.h"

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qfileinfo.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace guiyi {

namespace {

PlanAction actionFrom(const std::string &word) {
    for (const PlanAction action : {PlanAction::Create, PlanAction::Update, PlanAction::Unchanged,
                                    PlanAction::Retire, PlanAction::Conflict}) {
        if (toText(action) == word)
            return action;
    }
    return PlanAction::None;
}

PlanRow rowFrom(const Statement &row) {
    const std::string kept = row.text(13);
    return {row.integer(0),
            row.text(1),
            row.text(2),
            row.text(3),
            actionFrom(row.text(4)),
            row.text(5),
            row.text(6),
            row.text(7),
            row.text(8),
            row.text(9),
            row.text(10),
            row.text(11),
            row.text(12),
            kept.empty() ? std::vector<std::string>() : text::split(kept, ' ')};
}

/// The same bytes on disk before the rename makes them the plan.
Status syncFile(const std::string &path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    const int code = errno;
    if (descriptor >= 0)
        ::close(descriptor);
    if (!synced)
        return Error{ErrorKind::Failed, "writing the plan", path, std::strerror(code),
                     "free space, then run `guiyi plan` again"};
    return {};
}

void removeDatabase(const std::string &path) {
    for (const char *suffix : {"", "-wal", "-shm", "-journal"})
        QFile::remove(text::toQString(path + suffix));
}

} // namespace

struct PlanStore::Writers {
    Statement row, link, redirect, finding;
};

PlanStore::PlanStore(Database database) : m_database(std::make_unique<Database>(std::move(database))) {}

Result<PlanStore> PlanStore::create(const std::string &file) {
    const std::string path = file + ".new";
    const QString folder = QFileInfo(text::toQString(file)).absolutePath();
    if (!QDir().mkpath(folder))
        return Error{ErrorKind::Failed, "creating the folder", text::fromQString(folder),
                     "it cannot be created",
                     "make the workspace writable for this user and run the command again"};
    removeDatabase(path);
    Result<Database> database = Database::open(path);
    if (!database)
        return database.error();
    PlanStore store(std::move(database).value());
    store.m_target = file;
    // The file is thrown away unless it is finished, so it needs no journal of its own.
    for (const char *pragma : {"PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF"}) {
        if (Status s = store.m_database->run(pragma); !s)
            return s.error();
    }
    if (Status s = store.m_database->upgrade("plan"); !s)
        return s.error();
    Database &db = *store.m_database;
    Result<Statement> row = db.prepare(
        "INSERT INTO "
        "plan_row(site,entity,key,action,source,target,title,desired_hash,platform_hash,changes,reason,rows,"
        "kept) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)");
    if (!row)
        return row.error();
    Result<Statement> link =
        db.prepare("INSERT INTO link(site,page,href,url,kind,found_in,rewritten,target,status) VALUES "
                   "(?,?,?,?,?,?,?,?,?)");
    if (!link)
        return link.error();
    Result<Statement> redirect = db.prepare(
        "INSERT OR IGNORE INTO redirect(key,site,url,target,status,reason,self,suggested,archive) VALUES "
        "(?,?,?,?,?,?,?,?,?)");
    if (!redirect)
        return redirect.error();
    Result<Statement> finding =
        db.prepare("INSERT INTO plan_finding(site,url,rule,severity,message,evidence) VALUES (?,?,?,?,?,?)");
    if (!finding)
        return finding.error();
    store.m_writers =
        std::make_shared<Writers>(Writers{std::move(row).value(), std::move(link).value(),
                                          std::move(redirect).value(), std::move(finding).value()});
    if (Status s = db.begin(); !s)
        return s.error();
    return store;
}

Result<PlanStore> PlanStore::open(const std::string &file) {
    if (!QFileInfo::exists(text::toQString(file)))
        return Error{ErrorKind::Usage, "opening the plan", file, "there is none yet",
                     "run `guiyi plan` first"};
    Result<Database> database = Database::open(file, Database::Mode::ReadOnly);
    if (!database)
        return database.error();
    return PlanStore(std::move(database).value());
}

Status PlanStore::publish() {
    m_row.reset();
    m_has.reset();
    m_writers.reset();
    if (Status s = m_database->commit(); !s)
        return s;
    const std::string path = m_target + ".new";
    m_database.reset();
    if (Status s = syncFile(path); !s)
        return s;
    removeDatabase(m_target);
    if (std::rename(path.c_str(), m_target.c_str()) != 0)
        return Error{ErrorKind::Failed, "writing the plan", m_target, std::strerror(errno),
                     "look at the folder, then run `guiyi plan` again"};
    return {};
}

Status PlanStore::setInfo(const std::string &name, const std::string &value) {
    Result<Statement> insert =
        m_database->prepare("INSERT OR REPLACE INTO plan_info(name,value) VALUES (?,?)");
    if (!insert)
        return insert.error();
    return insert->bind(name).bind(value).run();
}

std::string PlanStore::info(const std::string &name) {
    std::string value;
    const Status s =
        m_database->each("SELECT value FROM plan_info WHERE name=?", {name}, [&](const Statement &row) {
            value = row.text(0);
            return false;
        });
    return s ? value : std::string(); // an unreadable plan shows as one that fits nothing
}

Status PlanStore::add(const PlanRow &row) {
    Statement &s = m_writers->row;
    s.bind(row.site)
        .bind(row.entity)
        .bind(row.key)
        .bind(toText(row.action))
        .bindNullIfEmpty(row.source)
        .bindNullIfEmpty(row.target);
    s.bindNullIfEmpty(row.title)
        .bindNullIfEmpty(row.desiredHash)
        .bindNullIfEmpty(row.platformHash)
        .bind(row.changes)
        .bind(row.reason)
        .bind(row.rows)
        .bind(text::join(row.kept, " "));
    return s.run();
}

Status PlanStore::add(const LinkLine &line) {
    Statement &s = m_writers->link;
    s.bind(line.site)
        .bind(line.page)
        .bind(line.href)
        .bindNullIfEmpty(line.url)
        .bind(toText(line.kind))
        .bind(line.foundIn);
    return s.bind(line.rewritten).bindNullIfEmpty(line.target).bind(line.status).run();
}

Status PlanStore::add(const PlanRedirect &redirect) {
    Statement &s = m_writers->redirect;
    s.bind(redirect.key)
        .bind(redirect.site)
        .bind(redirect.url)
        .bindNullIfEmpty(redirect.target)
        .bind(redirect.status);
    s.bindNullIfEmpty(redirect.reason).bind(redirect.self).bindNullIfEmpty(redirect.suggested);
    return s.bindNullIfEmpty(redirect.archive).run();
}

Status PlanStore::add(const Finding &f) {
    Statement &s = m_writers->finding;
    s.bind(f.site)
        .bindNullIfEmpty(f.url)
        .bind(f.rule)
        .bind(toText(f.severity))
        .bind(f.message)
        .bindNullIfEmpty(f.evidence);
    return s.run();
}

namespace {

constexpr char RowColumns[] =
    "seq,site,entity,key,action,source,target,title,desired_hash,platform_hash,changes,reason,rows,kept";

} // namespace

Result<std::optional<PlanRow>> PlanStore::row(const std::string &entity, const std::string &key) {
    if (!m_row) {
        Result<Statement> statement = m_database->prepare(
            text::join({"SELECT", RowColumns, "FROM plan_row WHERE entity=? AND key=?"}, " "));
        if (!statement)
            return statement.error();
        m_row = std::move(statement).value();
    }
    m_row->bind(entity).bind(key);
    if (Status s = m_row->start(); !s)
        return s.error();
    const Result<bool> more = m_row->next();
    if (!more)
        return more.error();
    std::optional<PlanRow> found;
    if (more.value())
        found = rowFrom(*m_row);
    m_row->finish();
    return found;
}

Result<bool> PlanStore::has(const std::string &entity, const std::string &key) {
    if (!m_has) {
        Result<Statement> statement = m_database->prepare("SELECT 1 FROM plan_row WHERE entity=? AND key=?");
        if (!statement)
            return statement.error();
        m_has = std::move(statement).value();
    }
    m_has->bind(entity).bind(key);
    if (Status s = m_has->start(); !s)
        return s.error();
    const Result<bool> more = m_has->next();
    m_has->finish();
    return more;
}

Status PlanStore::eachRow(const std::string &where, const std::vector<std::string> &parameters,
                          const std::function<Status(const PlanRow &)> &visit) {
    Status inner;
    const Status s =
        m_database->each(text::join({"SELECT", RowColumns, "FROM plan_row", where, "ORDER BY seq"}, " "),
                         parameters, [&](const Statement &row) {
                             inner = visit(rowFrom(row));
                             return inner.ok();
                         });
    return s ? inner : s;
}

Result<std::int64_t> PlanStore::linksParked() {
    return m_database->number("SELECT count(*) FROM link WHERE status='parked'");
}

Result<std::int64_t> PlanStore::changes() {
    return m_database->number("SELECT count(*) FROM plan_row WHERE action IN ('create','update','retire')");
}

Result<std::map<std::string, std::int64_t>> PlanStore::actions(const std::string &site,
                                                               const std::string &entity) {
    std::map<std::string, std::int64_t> counts;
    std::vector<std::string> parameters;
    std::vector<std::string> sql{"SELECT action,count(*) FROM plan_row WHERE 1"};
    if (!site.empty()) {
        sql.emplace_back("AND site=?");
        parameters.push_back(site);
    }
    if (!entity.empty()) {
        sql.emplace_back("AND entity=?");
        parameters.push_back(entity);
    }
    sql.emplace_back("GROUP BY action");
    const Status s = m_database->each(text::join(sql, " "), parameters, [&](const Statement &row) {
        counts[row.text(0)] = row.integer(1);
        return true;
    });
    if (!s)
        return s.error();
    return counts;
}

} // namespace guiyi
