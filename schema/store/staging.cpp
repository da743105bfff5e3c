#include "schema/store/staging.h"

#include "schema/base/json_writer.h"
#include "schema/base/text.h"

#include <QtCore/qcryptographichash.h>
#include <QtCore/qfile.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

namespace guiyi {

namespace {

QByteArray bytesOf(std::string_view s) {
    return {s.data(), static_cast<qsizetype>(s.size())};
}

constexpr std::pair<const char *, std::string DocumentInfo::*> DocumentFields[] = {
    {"effective", &DocumentInfo::effective},
    {"expires", &DocumentInfo::expires},
    {"index_number", &DocumentInfo::indexNumber},
    {"issuer", &DocumentInfo::issuer},
    {"number", &DocumentInfo::number},
    {"status", &DocumentInfo::status},
    {"subject", &DocumentInfo::subject},
    {"written", &DocumentInfo::written}};

std::string documentJson(const DocumentInfo &info) {
    if (info.empty())
        return {};
    JsonWriter json;
    json.beginObject();
    for (const auto &[key, field] : DocumentFields) {
        if (!(info.*field).empty())
            json.key(key).string(info.*field);
    }
    return json.endObject().take();
}

} // namespace

DocumentInfo documentFromJson(const std::string &json) {
    DocumentInfo info;
    if (json.empty())
        return info;
    const QJsonObject object = QJsonDocument::fromJson(bytesOf(json)).object();
    for (const auto &[key, field] : DocumentFields)
        info.*field = text::fromQString(object.value(QLatin1String(key)).toString());
    return info;
}

namespace {

std::string evidenceJson(const std::map<std::string, FieldEvidence> &evidence) {
    JsonWriter json;
    json.beginObject();
    for (const auto &[field, e] : evidence)
        json.key(field).beginArray().real(e.confidence).string(e.rule).endArray();
    return json.endObject().take();
}

std::string extraToJson(const std::map<std::string, std::string> &extra) {
    if (extra.empty())
        return {};
    JsonWriter json;
    json.beginObject();
    for (const auto &[name, value] : extra)
        json.key(name).string(value);
    return json.endObject().take();
}

std::map<std::string, std::string> extraFromJson(const std::string &json) {
    std::map<std::string, std::string> extra;
    if (json.empty())
        return extra;
    const QJsonObject object = QJsonDocument::fromJson(bytesOf(json)).object();
    for (auto it = object.begin(); it != object.end(); ++it)
        extra.emplace(text::fromQString(it.key()), text::fromQString(it.value().toString()));
    return extra;
}

std::map<std::string, FieldEvidence> evidenceFromJson(const std::string &json) {
    std::map<std::string, FieldEvidence> evidence;
    const QJsonObject object = QJsonDocument::fromJson(bytesOf(json)).object();
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QJsonArray pair = it.value().toArray();
        evidence[text::fromQString(it.key())] = {pair.at(0).toDouble(),
                                                 text::fromQString(pair.at(1).toString())};
    }
    return evidence;
}

} // namespace

std::string toJsonArray(const std::vector<std::string> &values) {
    return JsonWriter().strings(values).take();
}

std::vector<std::string> fromJsonArray(std::string_view json) {
    std::vector<std::string> values;
    if (json.empty() || json == "[]")
        return values;
    const QJsonArray array = QJsonDocument::fromJson(bytesOf(json)).array();
    for (const auto &value : array)
        values.push_back(text::fromQString(value.toString()));
    return values;
}

std::string contentHash(const Article &a, const Letter *letter) {
    QCryptographicHash hash(QCryptographicHash::Blake2b_160);
    const auto add = [&](std::string_view s) {
        // Lengths keep ("ab","c") and ("a","bc") apart.
        const std::string length = std::to_string(s.size()) + ":";
        hash.addData(QByteArrayView(length.data(), static_cast<qsizetype>(length.size())));
        hash.addData(QByteArrayView(s.data(), static_cast<qsizetype>(s.size())));
    };
    for (std::string_view s :
         {std::string_view(a.url), toText(a.kind), std::string_view(a.title), std::string_view(a.subtitle),
          std::string_view(a.published), std::string_view(a.updated), std::string_view(a.source),
          std::string_view(a.sourceShown), std::string_view(a.author), std::string_view(a.editor),
          std::string_view(a.bodyHtml), std::string_view(a.bodyText)})
        add(s);
    add(documentJson(a.document));
    add(toJsonArray(a.keywords));
    for (const auto &[name, value] : a.extra)
        add(name + "\n" + value);
    add(toJsonArray(a.pageUrls));
    for (RecordId placement : a.placements)
        add(std::to_string(placement));
    for (const FileReference &f : a.files) {
        for (std::string_view s : {toText(f.role), std::string_view(f.name), std::string_view(f.href),
                                   std::string_view(f.url), std::string_view(f.sha256), toText(f.status)})
            add(s);
    }
    for (const BodyLink &l : a.links)
        add(l.page + "\n" + l.href);
    if (letter != nullptr) {
        for (std::string_view s :
             {letter->number, letter->sender, letter->type, letter->question, letter->asked, letter->reply,
              letter->replied, letter->replier, letter->status})
            add(s);
    }
    return hash.result().toHex().left(32).toStdString();
}

struct Staging::Writers {
    Statement resource, column, article, placement, file, link, letter, finding, fact;
};

Staging::Staging(Database database) : m_database(std::move(database)) {}

Result<Staging> Staging::open(const std::string &file) {
    if (!QFile::exists(text::toQString(file)))
        return Error{ErrorKind::Usage, "opening staging", file, "nothing has been extracted yet",
                     "run `guiyi extract` first"};
    Result<Database> database = Database::open(file, Database::Mode::ReadOnly);
    if (!database)
        return database.error();
    return Staging(std::move(*database));
}

Result<Staging> Staging::create(const std::string &file) {
    const std::string fresh = file + ".new";
    for (const char *suffix : {"", "-wal", "-shm"})
        QFile::remove(text::toQString(fresh + suffix));
    Result<Database> database = Database::open(fresh);
    if (!database)
        return database.error();
    // The new file is thrown away after a crash, so it needs no journal of its own; publish() makes it
    // durable.
    for (const char *pragma : {"PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF"}) {
        if (Status s = database->run(pragma); !s)
            return s.error();
    }
    if (Status s = database->upgrade("staging"); !s)
        return s.error();
    Staging staging(std::move(*database));
    staging.m_target = file;
    if (Status s = staging.m_database.begin(); !s)
        return s.error();
    if (Status s = staging.prepareWriters(); !s)
        return s.error();
    return staging;
}

Status Staging::prepareWriters() {
    static constexpr const char *Sql[] = {
        "INSERT INTO resource(id,url,file,kind,media_type,bytes,sha256,role,record,reason) "
        "VALUES(?,?,?,?,?,?,?,?,?,?)",
        "INSERT INTO "
        "site_column(id,parent,url,name,path,kind,position,articles,type,slug,evidence,confidence) "
        "VALUES(?,?,?,?,?,?,?,?,?,?,?,?)",
        "INSERT INTO "
        "article(id,url,kind,title,subtitle,published,updated,source,source_shown,author,editor,column_id,"
        "body_html,body_text,page_urls,document,keywords,extra,language,evidence,content_hash) "
        "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        "INSERT INTO placement(article,position,column_id) VALUES(?,?,?)",
        "INSERT INTO file_reference(article,position,role,name,href,url,sha256,bytes,media_type,status) "
        "VALUES(?,?,?,?,?,?,?,?,?,?)",
        "INSERT INTO body_link(article,position,page,href,url,found_in) VALUES(?,?,?,?,?,?)",
        "INSERT INTO "
        "letter(article,number,sender,type,question,asked,reply,replied,replier,status,is_public) "
        "VALUES(?,?,?,?,?,?,?,?,?,?,?)",
        "INSERT INTO finding(url,rule,severity,message,evidence) VALUES(?,?,?,?,?)",
        "INSERT OR REPLACE INTO site_fact(name,value) VALUES(?,?)",
    };
    std::vector<Statement> statements;
    for (const char *sql : Sql) {
        Result<Statement> statement = m_database.prepare(sql);
        if (!statement)
            return statement.error();
        statements.push_back(std::move(*statement));
    }
    m_writers.reset(new Writers{std::move(statements[0]), std::move(statements[1]), std::move(statements[2]),
                                std::move(statements[3]), std::move(statements[4]), std::move(statements[5]),
                                std::move(statements[6]), std::move(statements[7]),
                                std::move(statements[8])});
    return {};
}

Status Staging::publish() {
    m_writers.reset();
    if (Status s = m_database.commit(); !s)
        return s;
    const std::string fresh = m_database.file();
    { Database closing = std::move(m_database); }
    QFile file(text::toQString(fresh));
    if (!file.open(QIODevice::ReadWrite) || !file.flush())
        return Error{ErrorKind::Failed, "publishing staging", fresh, text::fromQString(file.errorString()),
                     "run the command again"};
    file.close();
    if (std::rename(fresh.c_str(), m_target.c_str()) != 0)
        return Error{ErrorKind::Failed, "publishing staging", m_target, "cannot rename the new file over it",
                     "make the folder writable and run again"};
    return {};
}

Status Staging::setFact(std::string_view name, std::string_view value) {
    return m_writers->fact.bind(name).bind(value).run();
}

Status Staging::add(const Resource &r) {
    Statement &s = m_writers->resource;
    s.bind(r.id)
        .bind(r.url)
        .bindNullIfEmpty(r.file)
        .bind(toText(r.kind))
        .bindNullIfEmpty(r.mediaType)
        .bind(r.bytes);
    s.bindNullIfEmpty(r.sha256).bind(r.role);
    r.record != 0 ? s.bind(r.record) : s.bindNull();
    return s.bindNullIfEmpty(r.reason).run();
}

Status Staging::add(const Column &c) {
    Statement &s = m_writers->column;
    s.bind(c.id);
    c.parent != 0 ? s.bind(c.parent) : s.bindNull();
    s.bind(c.url)
        .bind(c.name)
        .bind(toJsonArray(c.path))
        .bind(toText(c.kind))
        .bind(c.position)
        .bind(c.articles);
    return s.bindNullIfEmpty(c.type)
        .bindNullIfEmpty(c.slug)
        .bindNullIfEmpty(c.evidence)
        .bind(c.confidence)
        .run();
}

Status Staging::add(const Article &a, const Letter *letter) {
    return add(a, letter, contentHash(a, letter));
}

Status Staging::add(const Article &a, const Letter *letter, const std::string &hash) {
    Statement &s = m_writers->article;
    s.bind(a.id)
        .bind(a.url)
        .bind(toText(a.kind))
        .bind(a.title)
        .bindNullIfEmpty(a.subtitle)
        .bindNullIfEmpty(a.published);
    s.bindNullIfEmpty(a.updated)
        .bindNullIfEmpty(a.source)
        .bindNullIfEmpty(a.sourceShown)
        .bindNullIfEmpty(a.author);
    s.bindNullIfEmpty(a.editor);
    a.column != 0 ? s.bind(a.column) : s.bindNull();
    s.bind(a.bodyHtml)
        .bind(a.bodyText)
        .bind(toJsonArray(a.pageUrls))
        .bindNullIfEmpty(documentJson(a.document));
    s.bind(toJsonArray(a.keywords))
        .bindNullIfEmpty(extraToJson(a.extra))
        .bind(a.language)
        .bind(evidenceJson(a.evidence))
        .bind(hash);
    if (Status status = s.run(); !status)
        return status;
    int position = 0;
    for (RecordId column : a.placements) {
        if (Status status = m_writers->placement.bind(a.id).bind(position++).bind(column).run(); !status)
            return status;
    }
    position = 0;
    for (const FileReference &f : a.files) {
        Statement &w = m_writers->file;
        w.bind(a.id).bind(position++).bind(toText(f.role)).bindNullIfEmpty(f.name).bind(f.href).bind(f.url);
        w.bindNullIfEmpty(f.sha256).bind(f.bytes).bindNullIfEmpty(f.mediaType).bind(toText(f.status));
        if (Status status = w.run(); !status)
            return status;
    }
    position = 0;
    for (const BodyLink &l : a.links) {
        Statement &w = m_writers->link;
        w.bind(a.id).bind(position++).bind(l.page).bind(l.href).bindNullIfEmpty(l.url).bind(l.foundIn);
        if (Status status = w.run(); !status)
            return status;
    }
    if (letter != nullptr) {
        Statement &w = m_writers->letter;
        w.bind(a.id)
            .bindNullIfEmpty(letter->number)
            .bindNullIfEmpty(letter->sender)
            .bindNullIfEmpty(letter->type);
        w.bind(letter->question)
            .bindNullIfEmpty(letter->asked)
            .bindNullIfEmpty(letter->reply)
            .bindNullIfEmpty(letter->replied);
        w.bindNullIfEmpty(letter->replier).bindNullIfEmpty(letter->status).bind(letter->isPublic);
        if (Status status = w.run(); !status)
            return status;
    }
    return {};
}

Status Staging::add(const Finding &f) {
    return m_writers->finding.bindNullIfEmpty(f.url)
        .bind(f.rule)
        .bind(toText(f.severity))
        .bind(f.message)
        .bindNullIfEmpty(f.evidence)
        .run();
}

std::string Staging::fact(std::string_view name) {
    std::string value;
    (void)m_database.each("SELECT value FROM site_fact WHERE name=?", {std::string(name)},
                          [&](const Statement &row) {
                              value = row.text(0);
                              return false;
                          });
    return value;
}

Result<std::vector<Column>> Staging::columns() {
    std::vector<Column> columns;
    const Status s =
        m_database.each("SELECT id,parent,url,name,path,kind,position,articles,type,slug,evidence,confidence "
                        "FROM site_column ORDER BY id",
                        {}, [&](const Statement &row) {
                            Column c;
                            c.id = row.integer(0);
                            c.parent = row.integer(1);
                            c.url = row.text(2);
                            c.name = row.text(3);
                            c.path = fromJsonArray(row.text(4));
                            c.kind = fromText<ColumnKind>(row.text(5)).value_or(ColumnKind::List);
                            c.position = static_cast<int>(row.integer(6));
                            c.articles = row.integer(7);
                            c.type = row.text(8);
                            c.slug = row.text(9);
                            c.evidence = row.text(10);
                            c.confidence = row.real(11);
                            columns.push_back(std::move(c));
                            return true;
                        });
    if (!s)
        return s.error();
    return columns;
}

namespace {

/// A detail table read in step with the articles: rows ordered by article, so one merge pass serves all.
class DetailCursor {
public:
    Status open(Database &database, std::string_view sql, RecordId only) {
        Result<Statement> prepared = database.prepare(sql);
        if (!prepared)
            return prepared.error();
        m_statement.emplace(std::move(*prepared));
        if (only != 0)
            m_statement->bind(only);
        if (Status s = m_statement->start(); !s)
            return s;
        return advance();
    }
    Status eachOf(RecordId article, const std::function<void(const Statement &)> &row) {
        while (m_more && m_statement->integer(0) == article) {
            row(*m_statement);
            if (Status s = advance(); !s)
                return s;
        }
        return {};
    }

private:
    Status advance() {
        const Result<bool> more = m_statement->next();
        if (!more)
            return more.error();
        m_more = more.value();
        return {};
    }
    std::optional<Statement> m_statement;
    bool m_more = false;
};

/// With `only` of that article alone, found by the index; 0: of all.
Status readArticles(Database &database, bool withBody, RecordId only,
                    const std::function<Status(const Article &, const Letter *)> &visit) {
    const std::string body = withBody ? "body_html,body_text" : "'',''";
    const std::string ofOne = only == 0 ? "" : " WHERE article=?";
    Result<Statement> main = database.prepare(
        "SELECT id,url,kind,title,subtitle,published,updated,source,source_shown,author,editor,column_id," +
        body + ",page_urls,document,keywords,extra,language,evidence FROM article" +
        std::string(only == 0 ? "" : " WHERE id=?") + " ORDER BY id");
    if (!main)
        return main.error();
    DetailCursor placements, files, links, letters;
    for (const auto &[cursor, sql] :
         {std::pair<DetailCursor *, const char *>{&placements, "SELECT article,column_id FROM placement"},
          {&files, "SELECT article,role,name,href,url,sha256,bytes,media_type,status FROM file_reference"},
          {&links, "SELECT article,page,href,url,found_in FROM body_link"},
          {&letters,
           "SELECT article,number,sender,type,question,asked,reply,replied,replier,status,is_public FROM "
           "letter"}}) {
        const std::string order = cursor == &letters ? " ORDER BY article" : " ORDER BY article,position";
        if (Status s = cursor->open(database, sql + ofOne + order, only); !s)
            return s;
    }
    if (only != 0)
        main->bind(only);
    if (Status s = main->start(); !s)
        return s;
    for (;;) {
        const Result<bool> more = main->next();
        if (!more)
            return more.error();
        if (!more.value())
            return {};
        const Statement &row = *main;
        Article a;
        a.id = row.integer(0);
        a.url = row.text(1);
        a.kind = fromText<ArticleKind>(row.text(2)).value_or(ArticleKind::Article);
        a.title = row.text(3);
        a.subtitle = row.text(4);
        a.published = row.text(5);
        a.updated = row.text(6);
        a.source = row.text(7);
        a.sourceShown = row.text(8);
        a.author = row.text(9);
        a.editor = row.text(10);
        a.column = row.integer(11);
        a.bodyHtml = row.text(12);
        a.bodyText = row.text(13);
        a.pageUrls = fromJsonArray(row.text(14));
        a.document = documentFromJson(row.text(15));
        a.keywords = fromJsonArray(row.text(16));
        a.extra = extraFromJson(row.text(17));
        a.language = row.text(18);
        a.evidence = evidenceFromJson(row.text(19));
        Letter letter;
        Status s = placements.eachOf(a.id, [&](const Statement &p) { a.placements.push_back(p.integer(1)); });
        if (s)
            s = files.eachOf(a.id, [&](const Statement &f) {
                a.files.push_back({fromText<FileRole>(f.text(1)).value_or(FileRole::Attachment), f.text(2),
                                   f.text(3), f.text(4), f.text(5), f.integer(6), f.text(7),
                                   fromText<FileStatus>(f.text(8)).value_or(FileStatus::Missing)});
            });
        if (s)
            s = links.eachOf(a.id, [&](const Statement &l) {
                a.links.push_back({l.text(1), l.text(2), l.text(3), l.text(4)});
            });
        if (s)
            s = letters.eachOf(a.id, [&](const Statement &l) {
                letter = {a.id,      l.text(1), l.text(2), l.text(3), l.text(4),         l.text(5),
                          l.text(6), l.text(7), l.text(8), l.text(9), l.integer(10) != 0};
            });
        if (s)
            s = visit(a, letter.article != 0 ? &letter : nullptr);
        if (!s)
            return s;
    }
}

} // namespace

Status Staging::eachArticle(bool withBody,
                            const std::function<Status(const Article &, const Letter *)> &visit) {
    return readArticles(m_database, withBody, 0, visit);
}

Result<std::optional<Article>> Staging::article(RecordId id) {
    std::optional<Article> found;
    const Status s = readArticles(m_database, true, id, [&](const Article &a, const Letter *) {
        found = a;
        return Status();
    });
    if (!s)
        return s.error();
    return found;
}

Status Staging::eachResource(const std::function<Status(const Resource &)> &visit) {
    Status inner;
    const Status s = m_database.each(
        "SELECT id,url,file,kind,media_type,bytes,sha256,role,record,reason FROM resource ORDER BY id", {},
        [&](const Statement &row) {
            inner = visit({row.integer(0), row.text(1), row.text(2),
                           fromText<ResourceKind>(row.text(3)).value_or(ResourceKind::Other), row.text(4),
                           row.integer(5), row.text(6), row.text(7), row.integer(8), row.text(9)});
            return inner.ok();
        });
    return s ? inner : s;
}

Status Staging::eachFinding(const std::function<Status(const Finding &)> &visit) {
    Status inner;
    const Status s = m_database.each(
        "SELECT url,rule,severity,message,evidence FROM finding ORDER BY id", {}, [&](const Statement &row) {
            inner = visit({fact("site"), row.text(0), row.text(1), row.text(3), row.text(4),
                           fromText<Severity>(row.text(2)).value_or(Severity::Info)});
            return inner.ok();
        });
    return s ? inner : s;
}

Result<std::int64_t> Staging::count(std::string_view table) {
    return m_database.number("SELECT count(*) FROM " + std::string(table));
}

} // namespace guiyi
