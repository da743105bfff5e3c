#include "adapters/cms/handover.h"

#include "adapters/cms/access_reader.h"
#include "adapters/cms/block_file.h"
#include "adapters/cms/empire_backup.h"
#include "adapters/cms/ghost_reader.h"
#include "adapters/cms/live_reader.h"
#include "adapters/cms/mysql_reader.h"
#include "adapters/cms/visitor_thread.h"
#include "adapters/cms/wxr_reader.h"
#include "adapters/html/decode.h"
#include "adapters/mirror/source_reader.h"
#include "schema/base/text.h"
#include "schema/url/escape.h"

#include <sqlite3.h>

#include <algorithm>
#include <memory>

namespace guiyi::cms {

namespace {

constexpr std::size_t SampleBytes = std::size_t(8) << 20;

/// The encoding of the whole hand-over, by the bytes of its files' beginnings and not by what they declare.
Result<std::string> encodingOf(const std::vector<HandOverFile> &files) {
    html::SiteEncoding seen;
    std::size_t sampled = 0;
    for (const HandOverFile &file : files) {
        BlockFile reader(file);
        std::string sample;
        while (sample.size() < SampleBytes / 8) {
            Result<std::string> block = reader.next();
            if (!block)
                return block.error();
            if (block->empty())
                break;
            sample += *block;
        }
        // A sample must not end inside a character.
        while (!sample.empty() && static_cast<unsigned char>(sample.back()) >= 0x30)
            sample.pop_back();
        seen.add(sample);
        sampled += sample.size();
        if (sampled > SampleBytes)
            break;
    }
    const std::string encoding = seen.encoding();
    return encoding.empty() ? std::string("utf-8") : encoding;
}

Status readFiles(const HandOverFiles &found, DumpVisitor &visitor, std::string &encoding,
                 const std::function<void(std::int64_t)> &onBytes) {
    const Result<std::string> told = encodingOf(found.files);
    if (!told)
        return told.error();
    encoding = *told;
    for (const HandOverFile &from : found.files) {
        BlockFile file(from);
        const DumpSource source = [&]() -> Result<std::string> {
            Result<std::string> block = file.next();
            if (block && onBytes)
                onBytes(static_cast<std::int64_t>(block->size()));
            return block;
        };
        Status s;
        switch (found.kind) {
        case HandOverKind::WordPressExport:
            s = readWxr(source, visitor);
            break;
        case HandOverKind::GhostExport:
            s = readGhost(source, visitor);
            break;
        case HandOverKind::EmpireBackup:
            s = readSqlDump(empireStatements(source), encoding, visitor);
            break;
        case HandOverKind::SqlServerScript:
            s = readSqlDump(source, encoding, visitor, SqlDialect::SqlServer);
            break;
        default:
            s = readSqlDump(source, encoding, visitor);
        }
        if (s && file.cut())
            s = visitor.bad({{}, 0, "the packed file " + from.path + " is cut: get it anew", {}});
        if (!s)
            return s;
    }
    return {};
}

/// Copies the tables of a SQLite database row by row.
Status readSqlite(const std::string &path, DumpVisitor &visitor) {
    sqlite3 *db = nullptr;
    const std::string uri = "file:" + percentNormalise(path) + "?mode=ro&immutable=1";
    const int opened = sqlite3_open_v2(uri.c_str(), &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
    const std::unique_ptr<sqlite3, int (*)(sqlite3 *)> holder(db, &sqlite3_close);
    const auto each = [&](const std::string &sql,
                          const std::function<Status(sqlite3_stmt *)> &visit) -> Status {
        sqlite3_stmt *statement = nullptr;
        if (sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
            return unreadableHandOver(path, sqlite3_errmsg(db));
        const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt *)> closing(statement, &sqlite3_finalize);
        int state = SQLITE_ROW;
        while ((state = sqlite3_step(statement)) == SQLITE_ROW) {
            if (Status s = visit(statement); !s)
                return s;
        }
        return state == SQLITE_DONE ? Status() : Status(unreadableHandOver(path, sqlite3_errmsg(db)));
    };
    const auto cellOf = [](sqlite3_stmt *statement, int column) -> Cell {
        const auto *bytes = static_cast<const char *>(sqlite3_column_blob(statement, column));
        if (sqlite3_column_type(statement, column) == SQLITE_NULL)
            return std::nullopt;
        return std::string(bytes == nullptr ? "" : bytes,
                           static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
    };
    if (opened != SQLITE_OK)
        return unreadableHandOver(path, sqlite3_errmsg(db));
    std::vector<std::string> names;
    if (Status s = each(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
            [&](sqlite3_stmt *row) -> Status {
                names.push_back(*cellOf(row, 0));
                return {};
            });
        !s)
        return s;
    for (const std::string &name : names) {
        TableShape shape{name, {}};
        if (Status s =
                each("PRAGMA table_info(" + quotedName(name) + ")",
                     [&](sqlite3_stmt *row) -> Status {
                         shape.columns.push_back(
                             {cellOf(row, 1).value_or(""), text::lower(cellOf(row, 2).value_or("")), {}});
                         return {};
                     });
            !s)
            return s;
        if (Status s = visitor.table(shape); !s)
            return s;
        std::vector<Cell> cells;
        if (Status s = each("SELECT * FROM " + quotedName(name) + " ORDER BY rowid",
                            [&](sqlite3_stmt *row) -> Status {
                                cells.clear();
                                for (int i = 0; i < sqlite3_column_count(row); ++i)
                                    cells.push_back(cellOf(row, i));
                                return visitor.row(name, {}, cells);
                            });
            !s)
            return s;
    }
    return {};
}

} // namespace

namespace {

/// The schemes that say what a file is; of `dump:` its content says so.
struct NamedKind {
    std::string_view scheme;
    HandOverKind kind;
    const char *name;
};
constexpr NamedKind NamedKinds[] = {{"sqlite", HandOverKind::Sqlite, "SQLite database"},
                                    {"access", HandOverKind::Access, "Access database"},
                                    {"wxr", HandOverKind::WordPressExport, "export of WordPress"},
                                    {"ghost", HandOverKind::GhostExport, "export of Ghost"}};

/// What a file or folder holds, whatever it is called.
Status readDump(const HandOver &handOver, DumpVisitor &visitor, std::string &encoding,
                const std::function<void(std::int64_t)> &onBytes) {
    const Result<HandOverFiles> found = findHandOverFiles(handOver.path);
    if (!found)
        return found.error();
    for (const NamedKind &named : NamedKinds) {
        if (handOver.scheme == named.scheme && found->kind != named.kind)
            return unreadableHandOver(handOver.path, std::string("it is no ") + named.name);
    }
    const HandOverFile &first = found->files.front();
    const bool wholeFile = found->kind == HandOverKind::Sqlite || found->kind == HandOverKind::Access;
    if (wholeFile && first.member >= 0)
        return unreadableHandOver(handOver.path,
                                  "an Access or SQLite file inside an archive: unpack it first");
    if (found->kind == HandOverKind::Sqlite)
        return readSqlite(first.path, visitor);
    if (found->kind == HandOverKind::Access)
        return readAccess(first.path, visitor);
    return readFiles(*found, visitor, encoding, onBytes);
}

bool isLive(const std::string &scheme) {
    return scheme == "mysql" || scheme == "postgresql" || scheme == "odbc";
}

Result<LiveDatabase> liveDatabase(const HandOver &handOver) {
    const Result<std::string> password = handOver.server.password();
    if (!password)
        return password.error();
    const TargetAddress &server = handOver.server;
    if (handOver.scheme == "odbc")
        return LiveDatabase{"QODBC", handOver.path, {}, server.user, *password, server.database, {}, 0};
    constexpr const char *Tls[] = {"disable", "prefer", "require", "verify-full"};
    std::string options = "connect_timeout=10;sslmode=" + std::string(Tls[static_cast<int>(server.tls)]);
    if (!server.caFile.empty())
        options += ";sslrootcert=" + server.caFile;
    return LiveDatabase{"QPSQL",   server.text(),   server.host, server.user,
                        *password, server.database, options,     server.port};
}

/// `odbc:DRIVER={…};SERVER=…;DATABASE=…` with `user=`, `password_env=` and `password_file=` behind `?`.
Status readOdbcOption(const std::string &name, const std::string &value, HandOver &handOver) {
    if (name == "user")
        handOver.server.user = value;
    else if (name == "password_env")
        handOver.server.passwordEnv = value;
    else if (name == "password_file")
        handOver.server.passwordFile = value;
    else
        return Error{
            ErrorKind::Rejected, "reading the source", handOver.path, "option " + name + " is unknown",
            "expected user, password_env, password_file, files, uploads, prefix, cms, profile or site"};
    return {};
}

} // namespace

bool isHandOver(const std::string &source) {
    const std::string scheme = source.substr(0, source.find(':'));
    return scheme.size() < source.size() &&
           (scheme == "dump" || isLive(scheme) ||
            std::any_of(std::begin(NamedKinds), std::end(NamedKinds),
                        [&](const NamedKind &named) { return named.scheme == scheme; }));
}

Result<HandOver> parseHandOver(const std::string &source, const std::string &root) {
    HandOver handOver;
    const std::size_t colon = source.find(':');
    const std::size_t mark = std::min(source.find('?'), source.size());
    handOver.scheme = source.substr(0, colon);
    const auto absolute = [&](const std::string &path) {
        return path.empty() || path.front() == '/' ? path : root + "/" + path;
    };
    const bool live = isLive(handOver.scheme);
    handOver.path = live ? source.substr(0, mark) : absolute(source.substr(colon + 1, mark - colon - 1));
    std::string serverOptions;
    for (const std::string &option : text::split(source.substr(std::min(mark + 1, source.size())), '&')) {
        if (option.empty())
            continue;
        const std::size_t equals = std::min(option.find('='), option.size());
        const std::string name = option.substr(0, equals);
        const std::string value = equals == option.size() ? std::string() : option.substr(equals + 1);
        if (name == "files" || name == "uploads") {
            handOver.files = absolute(value);
            while (handOver.files.size() > 1 && handOver.files.back() == '/')
                handOver.files.pop_back();
            handOver.uploadsAlone = name == "uploads";
        } else if (name == "profile")
            handOver.profile = absolute(value);
        else if (name == "prefix")
            handOver.prefix = value;
        else if (name == "cms")
            handOver.cms = value;
        else if (name == "site")
            handOver.site = value;
        else if (handOver.scheme == "odbc") {
            if (Status s = readOdbcOption(name, value, handOver); !s)
                return s.error();
        } else if (live)
            serverOptions += (serverOptions.empty() ? "?" : "&") + option;
        else
            return Error{ErrorKind::Rejected, "reading the source", source, "option " + name + " is unknown",
                         "expected files, uploads, prefix, cms, profile or site"};
    }
    if (handOver.scheme == "odbc") {
        handOver.server.database = source.substr(colon + 1, mark - colon - 1);
        if (text::contains(text::lower(handOver.server.database), "pwd="))
            return Error{ErrorKind::Rejected, "reading the source",
                         "odbc:", "the connection string holds a password",
                         "write ?password_env=NAME or ?password_file=FILE instead"};
    } else if (live) {
        Result<TargetAddress> server = TargetAddress::parse(handOver.path + serverOptions);
        if (!server)
            return server.error();
        handOver.server = std::move(*server);
    }
    return handOver;
}

Status readHandOver(const HandOver &handOver, Snapshot &snapshot, std::string &encoding,
                    const std::function<void(std::int64_t bytes)> &onBytes) {
    encoding = "utf-8";
    VisitorThread keeper(snapshot);
    Status s;
    if (handOver.scheme == "mysql") {
        s = readMysql(handOver.server, keeper);
    } else if (isLive(handOver.scheme)) {
        const Result<LiveDatabase> live = liveDatabase(handOver);
        s = live ? readLive(*live, keeper) : Status(live.error());
    } else {
        s = readDump(handOver, keeper, encoding, onBytes);
    }
    if (Status kept = keeper.finish(); !kept)
        return kept;
    return s ? snapshot.finish() : s;
}

std::string fingerprint(const HandOver &handOver) {
    if (isLive(handOver.scheme))
        return {};
    std::string print = mirror::fingerprint(handOver.path);
    for (const std::string *part : {&handOver.files, &handOver.profile}) {
        if (!part->empty())
            print += "|" + mirror::fingerprint(*part);
    }
    return print;
}

} // namespace guiyi::cms
