#include "migrator/loader/platform.h"

#include "migrator/plan/record_json.h"
#include "schema/base/text.h"
#include "schema/store/staging.h"

#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>

namespace guiyi {

namespace {

constexpr std::int64_t NewestVersion = 1;

Error missingRow(const std::string &what, const std::string &key) {
    return {ErrorKind::Stale, "writing to the platform", key, what + " is not on the platform",
            "somebody removed it since the plan was made: run `guiyi plan` again"};
}

PlatformBatch batchFrom(const Statement &row) {
    return {row.integer(0),      row.text(1),    row.text(2) == "done", row.integer(3),
            row.integer(4) != 0, row.integer(5), row.integer(6)};
}

} // namespace

Result<Platform> Platform::open(const std::string &file) {
    const QString folder = QFileInfo(text::toQString(file)).absolutePath();
    if (!QDir().mkpath(folder))
        return Error{ErrorKind::Failed, "creating the folder", text::fromQString(folder),
                     "it cannot be created",
                     "make it writable for this user, or name another target in guiyi.yaml"};
    Result<Database> database = Database::open(file);
    if (!database)
        return database.error();
    if (Status s = database->upgrade("platform"); !s)
        return s.error();
    return Platform(std::move(database).value());
}

Result<std::optional<Platform>> Platform::openForReading(const std::string &file) {
    if (!QFileInfo::exists(text::toQString(file)))
        return std::optional<Platform>();
    Result<Database> database = Database::open(file, Database::Mode::ReadOnly);
    if (!database)
        return database.error();
    const Result<std::int64_t> version = database->number("PRAGMA user_version");
    if (!version)
        return version.error();
    if (version.value() == 0) // an empty file that apply has yet to fill
        return std::optional<Platform>();
    if (version.value() > NewestVersion)
        return Error{ErrorKind::Failed, "opening the platform", file,
                     "its schema is version " + std::to_string(version.value()) + ", this program knows " +
                         std::to_string(NewestVersion),
                     "use the newer guiyi that wrote it"};
    return std::optional<Platform>(Platform(std::move(database).value()));
}

Result<Statement *> Platform::statement(const char *sql) {
    auto found = m_statements.find(sql);
    if (found == m_statements.end()) {
        Result<Statement> prepared = m_database.prepare(sql);
        if (!prepared)
            return prepared.error();
        found = m_statements.emplace(sql, std::move(prepared).value()).first;
    }
    return &found->second;
}

Result<std::int64_t> Platform::write(Statement &statement) {
    if (m_fault) {
        if (Status s = m_fault(); !s)
            return s.error();
    }
    if (Status s = statement.run(); !s)
        return s.error();
    return statement.rowsAffected();
}

Result<std::int64_t> Platform::revision() {
    return m_database.number("SELECT value FROM platform_revision");
}

Result<std::optional<PlatformBatch>> Platform::batchOf(const std::string &planHash) {
    std::optional<PlatformBatch> batch;
    const Status s =
        m_database.each("SELECT id,plan_hash,state,revision,clean,records,rows FROM batch WHERE plan_hash=?",
                        {planHash}, [&](const Statement &row) {
                            batch = batchFrom(row);
                            return false;
                        });
    if (!s)
        return s.error();
    return batch;
}

Result<std::optional<PlatformBatch>> Platform::lastBatch() {
    std::optional<PlatformBatch> batch;
    const Status s = m_database.each(
        "SELECT id,plan_hash,state,revision,clean,records,rows FROM batch ORDER BY id DESC LIMIT 1", {},
        [&](const Statement &row) {
            batch = batchFrom(row);
            return false;
        });
    if (!s)
        return s.error();
    return batch;
}

Result<PlatformBatch> Platform::startBatch(const std::string &planHash, bool clean) {
    const Result<std::int64_t> now = revision();
    if (!now)
        return now.error();
    Result<Statement *> insert = statement(
        "INSERT INTO batch(plan_hash,state,revision,clean,records,rows) VALUES (?,'running',?,?,0,0)");
    if (!insert)
        return insert.error();
    Statement &s = *insert.value();
    s.bind(planHash).bind(now.value()).bind(clean);
    if (Result<std::int64_t> n = write(s); !n)
        return n.error();
    PlatformBatch batch;
    batch.id = s.lastInsertId();
    batch.planHash = planHash;
    batch.revision = now.value();
    batch.clean = clean;
    return batch;
}

Status Platform::updateBatch(PlatformBatch &batch) {
    const Result<std::int64_t> now = revision();
    if (!now)
        return now.error();
    batch.revision = now.value();
    Result<Statement *> update = statement("UPDATE batch SET state=?,revision=?,records=?,rows=? WHERE id=?");
    if (!update)
        return update.error();
    Statement &s = *update.value();
    s.bind(batch.done ? "done" : "running")
        .bind(batch.revision)
        .bind(batch.records)
        .bind(batch.rows)
        .bind(batch.id);
    if (Result<std::int64_t> n = write(s); !n)
        return n.error();
    return {};
}

Result<std::optional<Platform::Identity>> Platform::identity(const std::string &entity,
                                                             const std::string &key) {
    Result<Statement *> select = statement("SELECT id,hash,retired FROM identity WHERE entity=? AND key=?");
    if (!select)
        return select.error();
    Statement &s = *select.value();
    s.bind(entity).bind(key);
    if (Status status = s.start(); !status)
        return status.error();
    const Result<bool> more = s.next();
    if (!more)
        return more.error();
    std::optional<Identity> found;
    if (more.value())
        found = Identity{s.integer(0), s.text(1), s.integer(2) != 0};
    s.finish();
    return found;
}

Status Platform::remember(const Record &record, std::int64_t id, const std::string &hash, bool retired,
                          const PlatformBatch &batch) {
    Result<Statement *> insert = statement(
        "INSERT OR REPLACE INTO identity(entity,key,site,id,hash,batch,retired) VALUES (?,?,?,?,?,?,?)");
    if (!insert)
        return insert.error();
    Statement &s = *insert.value();
    s.bind(record.entity).bind(record.key).bind(record.site).bind(id).bind(hash).bind(batch.id).bind(retired);
    if (Result<std::int64_t> n = write(s); !n)
        return n.error();
    return {};
}

Result<std::int64_t> Platform::tenantId(const std::string &site) {
    const auto found = m_tenants.find(site);
    if (found != m_tenants.end())
        return found->second;
    std::int64_t id = 0;
    const Status s = m_database.each("SELECT id FROM tenant WHERE site=?", {site}, [&](const Statement &row) {
        id = row.integer(0);
        return false;
    });
    if (!s)
        return s.error();
    if (id == 0)
        return missingRow("the tenant", site);
    m_tenants.emplace(site, id);
    return id;
}

Result<std::int64_t> Platform::columnId(const std::string &site, const std::string &code) {
    const std::string key = site + "/" + code;
    const auto found = m_columns.find(key);
    if (found != m_columns.end())
        return found->second;
    std::int64_t id = 0;
    const Status s = m_database.each(
        "SELECT c.id FROM tenant_column c JOIN tenant t ON t.id=c.tenant WHERE t.site=? AND c.code=?",
        {site, code}, [&](const Statement &row) {
            id = row.integer(0);
            return false;
        });
    if (!s)
        return s.error();
    if (id == 0)
        return missingRow("the column", key);
    m_columns.emplace(key, id);
    return id;
}

Result<bool> Platform::occupied(const Record &desired) {
    const char *sql = nullptr;
    std::string value = desired.field("url");
    if (desired.entity == "tenant") {
        sql = "SELECT 1 FROM tenant WHERE site=? OR home=?";
        value = desired.field("home");
    } else if (desired.entity == "column") {
        sql = "SELECT 1 FROM tenant_column WHERE url=?";
    } else if (desired.entity == "file") {
        sql = "SELECT 1 FROM tenant_file WHERE url=?";
    } else if (desired.entity == "article") {
        sql = "SELECT 1 FROM article WHERE url=?";
    } else if (desired.entity == "address") {
        sql = "SELECT 1 FROM old_url WHERE key=?";
        value = desired.key;
    } else {
        sql = "SELECT 1 FROM taxonomy_column WHERE code=?";
        value = desired.key;
    }
    Result<Statement *> select = statement(sql);
    if (!select)
        return select.error();
    Statement &s = *select.value();
    if (desired.entity == "tenant")
        s.bind(desired.site);
    s.bind(value);
    if (Status status = s.start(); !status)
        return status.error();
    const Result<bool> more = s.next();
    s.finish();
    return more;
}

Result<PlatformSide> Platform::sideOf(const std::string &entity, const std::string &key,
                                      const Record *desired, bool readContent) {
    PlatformSide side;
    const Result<std::optional<Identity>> known = identity(entity, key);
    if (!known)
        return known.error();
    if (!known.value()) {
        if (desired != nullptr) {
            const Result<bool> held = occupied(*desired);
            if (!held)
                return held.error();
            side.occupied = held.value();
        }
        return side;
    }
    side.known = true;
    side.present = true;
    side.retired = known.value()->retired;
    side.appliedHash = known.value()->hash;
    side.currentHash = side.appliedHash;
    if (readContent) {
        const Result<std::optional<Record>> now = read(entity, key);
        if (!now)
            return now.error();
        side.present = now.value().has_value();
        side.currentHash = side.present ? hashOf(*now.value()) : std::string();
    }
    return side;
}

Status Platform::eachLoadedKey(const std::string &site, const std::string &entity,
                               const std::function<Status(const std::string &)> &visit) {
    Status inner;
    const Status s =
        m_database.each("SELECT key FROM identity WHERE site=? AND entity=? AND retired=0 ORDER BY key",
                        {site, entity}, [&](const Statement &row) {
                            inner = visit(row.text(0));
                            return inner.ok();
                        });
    return s ? inner : s;
}

Result<std::optional<Record>> Platform::read(const std::string &entity, const std::string &key) {
    const Result<std::optional<Identity>> known = identity(entity, key);
    if (!known)
        return known.error();
    if (!known.value())
        return std::optional<Record>();
    Record record;
    record.entity = entity;
    record.key = key;
    const Result<bool> there = readRow(entity, key, known.value()->id, record);
    if (!there)
        return there.error();
    return there.value() ? std::optional<Record>(std::move(record)) : std::nullopt;
}

namespace {

/// How a record of an entity is read: the names of its fields in order, and the query that gives them.
struct ReadForm {
    std::string_view entity;
    const char *sql;
    std::vector<std::string_view> fields;
    bool byKey;
};

const std::vector<ReadForm> &readForms() {
    static const std::vector<ReadForm> Forms{
        {"taxonomy",
         "SELECT name,parent,level FROM taxonomy_column WHERE code=?",
         {"name", "parent", "level"},
         true},
        {"tenant",
         "SELECT name,code,level,host,base_path,home FROM tenant WHERE id=?",
         {"name", "code", "level", "host", "base_path", "home"},
         false},
        {"column",
         "SELECT code,url,retired FROM tenant_column WHERE id=?",
         {"code", "url", "retired"},
         false},
        {"file",
         "SELECT t.sha256,t.url,f.bytes,t.media_type,t.retired FROM tenant_file t JOIN file f ON "
         "f.sha256=t.sha256 WHERE t.id=?",
         {"sha256", "url", "bytes", "media_type", "retired"},
         false},
        {"article",
         "SELECT "
         "t.site,a.url,a.source_url,a.kind,a.title,a.subtitle,a.published,a.updated,a.source,a.author,a."
         "editor,a.language,"
         "a.document,a.keywords,c.code,a.body_html,a.body_text,a.retired FROM article a JOIN tenant t ON "
         "t.id=a.tenant "
         "JOIN tenant_column c ON c.id=a.main_column WHERE a.id=?",
         {"tenant", "url", "source_url", "kind", "title", "subtitle", "published", "updated", "source",
          "author", "editor", "language", "document", "keywords", "column", "body_html", "body_text",
          "retired"},
         false},
        {"address",
         "SELECT url,target,status,reason FROM old_url WHERE key=?",
         {"url", "target", "status", "reason"},
         true},
    };
    return Forms;
}

} // namespace

Result<bool> Platform::readRow(const std::string &entity, const std::string &key, std::int64_t id,
                               Record &record) {
    for (const ReadForm &form : readForms()) {
        if (form.entity != entity)
            continue;
        Result<Statement *> select = statement(form.sql);
        if (!select)
            return select.error();
        Statement &s = *select.value();
        if (form.byKey)
            s.bind(key);
        else
            s.bind(id);
        if (Status status = s.start(); !status)
            return status.error();
        const Result<bool> more = s.next();
        if (!more || !more.value()) {
            s.finish();
            return more;
        }
        for (std::size_t i = 0; i < form.fields.size(); ++i)
            record.fields.emplace_back(form.fields[i], s.text(static_cast<int>(i)));
        s.finish();
        if (entity == "tenant") {
            std::vector<std::string> hosts;
            const Status read = m_database.each(
                "SELECT host FROM tenant_host WHERE tenant=" + std::to_string(id) + " ORDER BY position", {},
                [&](const Statement &row) {
                    hosts.push_back(row.text(0));
                    return true;
                });
            if (!read)
                return read.error();
            record.fields.emplace_back("old_hosts", toJsonArray(hosts));
        } else if (entity == "article") {
            if (Status parts = readArticleParts(id, record); !parts)
                return parts.error();
        }
        return true;
    }
    return Error{ErrorKind::Failed, "reading the platform", key, "no such kind of record: " + entity,
                 "report this"};
}

Status Platform::readArticleParts(std::int64_t id, Record &record) {
    const auto eachOf = [&](const char *sql, const std::function<void(const Statement &)> &visit) -> Status {
        Result<Statement *> select = statement(sql);
        if (!select)
            return select.error();
        Statement &s = *select.value();
        s.bind(id);
        if (Status status = s.start(); !status)
            return status;
        for (;;) {
            const Result<bool> more = s.next();
            if (!more)
                return more.error();
            if (!more.value())
                break;
            visit(s);
        }
        s.finish();
        return {};
    };
    PlatformPlacements placements;
    std::vector<PlatformFile> files;
    std::string letter;
    Status s = eachOf("SELECT t.site,c.code FROM placement p JOIN tenant_column c ON c.id=p.tenant_column "
                      "JOIN tenant t ON t.id=c.tenant "
                      "WHERE p.article=? ORDER BY p.position",
                      [&](const Statement &row) { placements.emplace_back(row.text(0), row.text(1)); });
    if (s)
        s = eachOf("SELECT role,name,url,sha256,media_type,status,bytes FROM attachment WHERE article=? "
                   "ORDER BY position",
                   [&](const Statement &row) {
                       files.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4),
                                        row.text(5), row.integer(6)});
                   });
    if (s)
        s = eachOf("SELECT number,sender,type,question,asked,reply,replied,replier,status,is_public FROM "
                   "letter WHERE article=?",
                   [&](const Statement &row) {
                       Letter l;
                       l.number = row.text(0);
                       l.sender = row.text(1);
                       l.type = row.text(2);
                       l.question = row.text(3);
                       l.asked = row.text(4);
                       l.reply = row.text(5);
                       l.replied = row.text(6);
                       l.replier = row.text(7);
                       l.status = row.text(8);
                       l.isPublic = row.integer(9) != 0;
                       letter = letterJson(l);
                   });
    record.fields.emplace_back("placements", placementsJson(placements));
    record.fields.emplace_back("attachments", filesJson(files));
    record.fields.emplace_back("letter", letter);
    return s;
}

Result<std::int64_t> Platform::writeTaxonomy(const Record &record) {
    Result<Statement *> upsert = statement(
        "INSERT INTO taxonomy_column(code,parent,name,level) VALUES (?,?,?,?) "
        "ON CONFLICT(code) DO UPDATE SET parent=excluded.parent,name=excluded.name,level=excluded.level");
    if (!upsert)
        return upsert.error();
    Statement &s = *upsert.value();
    s.bind(record.key)
        .bindNullIfEmpty(record.field("parent"))
        .bind(record.field("name"))
        .bind(record.field("level"));
    return write(s);
}

Result<std::int64_t> Platform::writeTenant(const Record &record, std::int64_t &id) {
    Result<Statement *> put = statement(
        id == 0 ? "INSERT INTO tenant(name,code,level,host,base_path,home,site) VALUES (?,?,?,?,?,?,?)"
                : "UPDATE tenant SET name=?,code=?,level=?,host=?,base_path=?,home=? WHERE id=?");
    if (!put)
        return put.error();
    Statement &s = *put.value();
    s.bind(record.field("name"))
        .bindNullIfEmpty(record.field("code"))
        .bindNullIfEmpty(record.field("level"))
        .bind(record.field("host"));
    s.bind(record.field("base_path")).bind(record.field("home"));
    if (id == 0)
        s.bind(record.site);
    else
        s.bind(id);
    Result<std::int64_t> rows = write(s);
    if (!rows)
        return rows;
    if (id == 0)
        id = s.lastInsertId();
    std::int64_t count = rows.value();
    Result<Statement *> clear = statement("DELETE FROM tenant_host WHERE tenant=?");
    if (!clear)
        return clear.error();
    rows = write(clear.value()->bind(id));
    if (!rows)
        return rows;
    count += rows.value();
    Result<Statement *> insert = statement("INSERT INTO tenant_host(host,tenant,position) VALUES (?,?,?)");
    if (!insert)
        return insert.error();
    std::int64_t position = 0;
    for (const std::string &host : fromJsonArray(record.field("old_hosts"))) {
        rows = write(insert.value()->bind(host).bind(id).bind(position++));
        if (!rows)
            return rows;
        count += rows.value();
    }
    return count;
}

Result<std::int64_t> Platform::writeColumn(const Record &record, std::int64_t &id) {
    const Result<std::int64_t> tenant = tenantId(record.site);
    if (!tenant)
        return tenant.error();
    Result<Statement *> put =
        statement(id == 0 ? "INSERT INTO tenant_column(tenant,code,url,retired) VALUES (?,?,?,?)"
                          : "UPDATE tenant_column SET tenant=?,code=?,url=?,retired=? WHERE id=?");
    if (!put)
        return put.error();
    Statement &s = *put.value();
    s.bind(tenant.value())
        .bind(record.field("code"))
        .bind(record.field("url"))
        .bindNullIfEmpty(record.field("retired"));
    if (id != 0)
        s.bind(id);
    Result<std::int64_t> rows = write(s);
    if (rows && id == 0)
        id = s.lastInsertId();
    return rows;
}

Result<std::int64_t> Platform::writeFile(const Record &record, std::int64_t &id) {
    const Result<std::int64_t> tenant = tenantId(record.site);
    if (!tenant)
        return tenant.error();
    Result<Statement *> content =
        statement("INSERT INTO file(sha256,bytes) VALUES (?,?) ON CONFLICT(sha256) DO NOTHING");
    if (!content)
        return content.error();
    Result<std::int64_t> rows =
        write(content.value()->bind(record.field("sha256")).bind(record.field("bytes")));
    if (!rows)
        return rows;
    const std::int64_t contentRows = rows.value();
    Result<Statement *> put = statement(
        id == 0 ? "INSERT INTO tenant_file(tenant,sha256,url,media_type,retired) VALUES (?,?,?,?,?)"
                : "UPDATE tenant_file SET tenant=?,sha256=?,url=?,media_type=?,retired=? WHERE id=?");
    if (!put)
        return put.error();
    Statement &s = *put.value();
    s.bind(tenant.value())
        .bind(record.field("sha256"))
        .bind(record.field("url"))
        .bindNullIfEmpty(record.field("media_type"));
    s.bindNullIfEmpty(record.field("retired"));
    if (id != 0)
        s.bind(id);
    rows = write(s);
    if (!rows)
        return rows;
    if (id == 0)
        id = s.lastInsertId();
    return contentRows + rows.value();
}

Result<std::int64_t> Platform::writeArticle(const Record &record, std::int64_t &id) {
    const Result<std::int64_t> tenant = tenantId(record.site);
    if (!tenant)
        return tenant.error();
    const Result<std::int64_t> column = columnId(record.site, record.field("column"));
    if (!column)
        return column.error();
    Result<Statement *> put = statement(
        id == 0
            ? "INSERT INTO "
              "article(tenant,main_column,url,source_url,kind,title,body_html,body_text,subtitle,published,"
              "updated,source,"
              "author,editor,language,document,keywords,retired) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
            : "UPDATE article SET "
              "tenant=?,main_column=?,url=?,source_url=?,kind=?,title=?,body_html=?,body_text=?,subtitle=?,"
              "published=?,"
              "updated=?,source=?,author=?,editor=?,language=?,document=?,keywords=?,retired=? WHERE id=?");
    if (!put)
        return put.error();
    Statement &s = *put.value();
    s.bind(tenant.value()).bind(column.value());
    for (const char *name : {"url", "source_url", "kind", "title", "body_html", "body_text"})
        s.bind(record.field(name));
    for (const char *name : {"subtitle", "published", "updated", "source", "author", "editor", "language",
                             "document", "keywords", "retired"})
        s.bindNullIfEmpty(record.field(name));
    const bool insert = id == 0;
    if (!insert)
        s.bind(id);
    const Result<std::int64_t> rows = write(s);
    if (!rows)
        return rows;
    std::int64_t count = rows.value();
    if (insert)
        id = s.lastInsertId();
    for (const char *clear :
         {"DELETE FROM placement WHERE article=?", "DELETE FROM attachment WHERE article=?",
          "DELETE FROM letter WHERE article=?"}) {
        if (insert)
            break;
        Result<Statement *> statementOf = statement(clear);
        if (!statementOf)
            return statementOf.error();
        const Result<std::int64_t> removed = write(statementOf.value()->bind(id));
        if (!removed)
            return removed;
        count += removed.value();
    }
    const Result<std::int64_t> parts = writeArticleParts(record, id);
    if (!parts)
        return parts;
    return count + parts.value();
}

Result<std::int64_t> Platform::writeArticleParts(const Record &record, std::int64_t id) {
    std::int64_t count = 0, position = 0;
    Result<Statement *> placement =
        statement("INSERT INTO placement(article,position,tenant_column) VALUES (?,?,?)");
    if (!placement)
        return placement.error();
    for (const auto &[site, code] : placementsFromJson(record.field("placements"))) {
        const Result<std::int64_t> column = columnId(site, code);
        if (!column)
            return column;
        const Result<std::int64_t> rows =
            write(placement.value()->bind(id).bind(position++).bind(column.value()));
        if (!rows)
            return rows;
        count += rows.value();
    }
    Result<Statement *> attachment =
        statement("INSERT INTO attachment(article,position,role,name,url,sha256,bytes,media_type,status) "
                  "VALUES (?,?,?,?,?,?,?,?,?)");
    if (!attachment)
        return attachment.error();
    position = 0;
    for (const PlatformFile &file : filesFromJson(record.field("attachments"))) {
        Statement &s = *attachment.value();
        s.bind(id)
            .bind(position++)
            .bind(file.role)
            .bindNullIfEmpty(file.name)
            .bindNullIfEmpty(file.url)
            .bindNullIfEmpty(file.sha256);
        s.bind(file.bytes).bindNullIfEmpty(file.mediaType).bind(file.status);
        const Result<std::int64_t> rows = write(s);
        if (!rows)
            return rows;
        count += rows.value();
    }
    if (record.field("letter").empty())
        return count;
    const Letter letter = letterFromJson(record.field("letter"));
    Result<Statement *> put =
        statement("INSERT INTO "
                  "letter(article,number,sender,type,question,asked,reply,replied,replier,status,is_public) "
                  "VALUES (?,?,?,?,?,?,?,?,?,?,?)");
    if (!put)
        return put.error();
    Statement &s = *put.value();
    s.bind(id)
        .bindNullIfEmpty(letter.number)
        .bindNullIfEmpty(letter.sender)
        .bindNullIfEmpty(letter.type)
        .bind(letter.question);
    s.bindNullIfEmpty(letter.asked)
        .bindNullIfEmpty(letter.reply)
        .bindNullIfEmpty(letter.replied)
        .bindNullIfEmpty(letter.replier);
    s.bindNullIfEmpty(letter.status).bind(letter.isPublic);
    const Result<std::int64_t> rows = write(s);
    if (!rows)
        return rows;
    return count + rows.value();
}

Result<std::int64_t> Platform::writeAddress(const Record &record) {
    const Result<std::int64_t> tenant = tenantId(record.site);
    if (!tenant)
        return tenant.error();
    Result<Statement *> upsert = statement("INSERT INTO old_url(key,tenant,url,target,status,reason) VALUES "
                                           "(?,?,?,?,?,?) ON CONFLICT(key) DO UPDATE SET "
                                           "tenant=excluded.tenant,url=excluded.url,target=excluded.target,"
                                           "status=excluded.status,reason=excluded.reason");
    if (!upsert)
        return upsert.error();
    Statement &s = *upsert.value();
    s.bind(record.key).bind(tenant.value()).bind(record.field("url")).bindNullIfEmpty(record.field("target"));
    s.bind(record.field("status")).bindNullIfEmpty(record.field("reason"));
    return write(s);
}

Result<std::int64_t> Platform::put(const Record &record, std::int64_t &id) {
    if (record.entity == "taxonomy")
        return writeTaxonomy(record);
    if (record.entity == "tenant")
        return writeTenant(record, id);
    if (record.entity == "column")
        return writeColumn(record, id);
    if (record.entity == "file")
        return writeFile(record, id);
    if (record.entity == "article")
        return writeArticle(record, id);
    return writeAddress(record);
}

Result<std::int64_t> Platform::create(const Record &record, const PlatformBatch &batch) {
    std::int64_t id = 0;
    Result<std::int64_t> rows = put(record, id);
    if (!rows)
        return rows;
    if (Status s = remember(record, id, hashOf(record), false, batch); !s)
        return s.error();
    return rows;
}

Result<std::int64_t> Platform::update(const Record &record, const PlatformBatch &batch) {
    const Result<std::optional<Identity>> known = identity(record.entity, record.key);
    if (!known)
        return known.error();
    if (!known.value())
        return missingRow("the record", record.key);
    std::int64_t id = known.value()->id;
    Result<std::int64_t> rows = put(record, id);
    if (!rows)
        return rows;
    if (rows.value() == 0)
        return missingRow("the row", record.key);
    if (Status s = remember(record, id, hashOf(record), false, batch); !s)
        return s.error();
    return rows;
}

Result<std::int64_t> Platform::retire(const std::string &entity, const std::string &key,
                                      const std::string &reason, const PlatformBatch &batch) {
    const Result<std::optional<Identity>> known = identity(entity, key);
    if (!known)
        return known.error();
    if (!known.value())
        return missingRow("the record", key);
    const char *sql = entity == "column" ? "UPDATE tenant_column SET retired=? WHERE id=?"
                      : entity == "file" ? "UPDATE tenant_file SET retired=? WHERE id=?"
                      : entity == "article"
                          ? "UPDATE article SET retired=? WHERE id=?"
                          : "UPDATE old_url SET target=NULL,status=410,reason=? WHERE key=?";
    Result<Statement *> update = statement(sql);
    if (!update)
        return update.error();
    Statement &s = *update.value();
    s.bind(reason);
    if (entity == "address")
        s.bind(key);
    else
        s.bind(known.value()->id);
    Result<std::int64_t> rows = write(s);
    if (!rows)
        return rows;
    Record record;
    record.entity = entity;
    record.key = key;
    const Result<bool> there = readRow(entity, key, known.value()->id, record);
    if (!there)
        return there.error();
    if (!there.value())
        return missingRow("the row", key);
    Result<Statement *> note =
        statement("UPDATE identity SET hash=?,batch=?,retired=1 WHERE entity=? AND key=?");
    if (!note)
        return note.error();
    if (Result<std::int64_t> n =
            write(note.value()->bind(hashOf(record)).bind(batch.id).bind(entity).bind(key));
        !n)
        return n;
    return rows;
}

Status Platform::journal(const PlatformBatch &batch, std::int64_t seq, const std::string &entity,
                         const std::string &key, PlanAction action, const std::string &beforeHash,
                         const std::string &hash, std::int64_t rows) {
    Result<Statement *> insert = statement(
        "INSERT INTO journal(batch,seq,entity,key,action,before_hash,hash,rows) VALUES (?,?,?,?,?,?,?,?)");
    if (!insert)
        return insert.error();
    Statement &s = *insert.value();
    s.bind(batch.id)
        .bind(seq)
        .bind(entity)
        .bind(key)
        .bind(toText(action))
        .bindNullIfEmpty(beforeHash)
        .bindNullIfEmpty(hash)
        .bind(rows);
    if (Result<std::int64_t> n = write(s); !n)
        return n.error();
    return {};
}

Result<bool> Platform::journalHas(const PlatformBatch &batch, std::int64_t seq) {
    Result<Statement *> select = statement("SELECT 1 FROM journal WHERE batch=? AND seq=?");
    if (!select)
        return select.error();
    Statement &s = *select.value();
    s.bind(batch.id).bind(seq);
    if (Status status = s.start(); !status)
        return status.error();
    const Result<bool> more = s.next();
    s.finish();
    return more;
}

} // namespace guiyi
