#include "adapters/cms/handover.h"

#include "adapters/cms/mysql_reader.h"
#include "adapters/html/decode.h"
#include "adapters/mirror/source_reader.h"
#include "schema/base/text.h"
#include "schema/url/escape.h"

#include <sqlite3.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <memory>

namespace guiyi::cms {

namespace {

namespace fs = std::filesystem;

constexpr unsigned BlockBytes = 1U << 18;
constexpr std::size_t SampleBytes = std::size_t(8) << 20;

Error unreadable(const std::string &path, const std::string &why) {
    return {ErrorKind::Rejected, "opening the hand-over", path, why,
            "name a .sql dump (also .gz), a backup folder of the CMS, or a SQLite file"};
}

/// A file's bytes block by block, unpacked when it is gzip.
class BlockFile {
public:
    explicit BlockFile(const std::string &path) : m_path(path), m_file(gzopen(path.c_str(), "rb"), &gzclose) {
        if (m_file)
            gzbuffer(m_file.get(), BlockBytes);
    }
    Result<std::string> next() {
        if (!m_file)
            return unreadable(m_path, "cannot be opened");
        std::string block(BlockBytes, '\0');
        const int read = gzread(m_file.get(), block.data(), BlockBytes);
        if (read < 0) {
            int code = 0;
            return unreadable(m_path, gzerror(m_file.get(), &code));
        }
        block.resize(static_cast<std::size_t>(read));
        return block;
    }

private:
    std::string m_path;
    std::unique_ptr<gzFile_s, int (*)(gzFile)> m_file;
};

/// The files of a dump in the order they are to be read: table definitions first.
Result<std::vector<std::string>> dumpFiles(const std::string &path) {
    std::error_code failed;
    if (!fs::is_directory(path, failed)) {
        if (!fs::is_regular_file(path, failed))
            return unreadable(path, "it is missing");
        return std::vector<std::string>{path};
    }
    std::vector<std::string> structures, files;
    for (const fs::directory_entry &entry : fs::directory_iterator(path, failed)) {
        const std::string name = entry.path().filename().string();
        const std::string lower = text::lower(name);
        if (!entry.is_regular_file(failed) ||
            !(text::endsWith(lower, ".sql") || text::endsWith(lower, ".txt") ||
              text::endsWith(lower, ".sql.gz")))
            continue;
        (text::startsWith(lower, "tables_struct") ? structures : files).push_back(entry.path().string());
    }
    std::sort(structures.begin(), structures.end());
    std::sort(files.begin(), files.end());
    structures.insert(structures.end(), files.begin(), files.end());
    if (structures.empty())
        return unreadable(path, "the folder holds no .sql or .txt file");
    return structures;
}

/// The encoding of the whole hand-over, by the bytes of its files' beginnings and not by what they declare.
Result<std::string> encodingOf(const std::vector<std::string> &files) {
    html::SiteEncoding seen;
    std::size_t sampled = 0;
    for (const std::string &file : files) {
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

Status readDump(const HandOver &handOver, Snapshot &snapshot, std::string &encoding,
                const std::function<void(std::int64_t)> &onBytes) {
    const Result<std::vector<std::string>> files = dumpFiles(handOver.path);
    if (!files)
        return files.error();
    const Result<std::string> found = encodingOf(*files);
    if (!found)
        return found.error();
    encoding = *found;
    for (const std::string &file : *files) {
        BlockFile reader(file);
        const DumpSource source = [&]() -> Result<std::string> {
            Result<std::string> block = reader.next();
            if (block && onBytes)
                onBytes(static_cast<std::int64_t>(block->size()));
            return block;
        };
        if (Status s = readSqlDump(source, encoding, snapshot); !s)
            return s;
    }
    return {};
}

/// Copies the tables of a SQLite database row by row.
Status readSqlite(const HandOver &handOver, Snapshot &snapshot) {
    sqlite3 *db = nullptr;
    const std::string uri = "file:" + percentNormalise(handOver.path) + "?mode=ro&immutable=1";
    const int opened = sqlite3_open_v2(uri.c_str(), &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
    const std::unique_ptr<sqlite3, int (*)(sqlite3 *)> holder(db, &sqlite3_close);
    const auto each = [&](const std::string &sql,
                          const std::function<Status(sqlite3_stmt *)> &visit) -> Status {
        sqlite3_stmt *statement = nullptr;
        if (sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
            return unreadable(handOver.path, sqlite3_errmsg(db));
        const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt *)> closing(statement, &sqlite3_finalize);
        int state = SQLITE_ROW;
        while ((state = sqlite3_step(statement)) == SQLITE_ROW) {
            if (Status s = visit(statement); !s)
                return s;
        }
        return state == SQLITE_DONE ? Status() : Status(unreadable(handOver.path, sqlite3_errmsg(db)));
    };
    const auto cellOf = [](sqlite3_stmt *statement, int column) -> Cell {
        const auto *bytes = static_cast<const char *>(sqlite3_column_blob(statement, column));
        if (sqlite3_column_type(statement, column) == SQLITE_NULL)
            return std::nullopt;
        return std::string(bytes == nullptr ? "" : bytes,
                           static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
    };
    if (opened != SQLITE_OK)
        return unreadable(handOver.path, sqlite3_errmsg(db));
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
        if (Status s = snapshot.table(shape); !s)
            return s;
        std::vector<Cell> cells;
        if (Status s = each("SELECT * FROM " + quotedName(name) + " ORDER BY rowid",
                            [&](sqlite3_stmt *row) -> Status {
                                cells.clear();
                                for (int i = 0; i < sqlite3_column_count(row); ++i)
                                    cells.push_back(cellOf(row, i));
                                return snapshot.row(name, {}, cells);
                            });
            !s)
            return s;
    }
    return {};
}

} // namespace

bool isHandOver(const std::string &source) {
    return text::startsWith(source, "dump:") || text::startsWith(source, "sqlite:") ||
           text::startsWith(source, "mysql:");
}

Result<HandOver> parseHandOver(const std::string &source, const std::string &root) {
    HandOver handOver;
    const std::size_t colon = source.find(':');
    const std::size_t mark = std::min(source.find('?'), source.size());
    handOver.scheme = source.substr(0, colon);
    const auto absolute = [&](const std::string &path) {
        return path.empty() || path.front() == '/' ? path : root + "/" + path;
    };
    const bool live = handOver.scheme == "mysql";
    handOver.path = live ? source.substr(0, mark) : absolute(source.substr(colon + 1, mark - colon - 1));
    std::string serverOptions;
    for (const std::string &option : text::split(source.substr(std::min(mark + 1, source.size())), '&')) {
        const std::size_t equals = std::min(option.find('='), option.size());
        const std::string name = option.substr(0, equals);
        const std::string value = equals == option.size() ? std::string() : option.substr(equals + 1);
        if (name == "files")
            handOver.files = absolute(value);
        else if (name == "profile")
            handOver.profile = absolute(value);
        else if (name == "prefix")
            handOver.prefix = value;
        else if (name == "cms")
            handOver.cms = value;
        else if (name == "site")
            handOver.site = value;
        else if (live)
            serverOptions += (serverOptions.empty() ? "?" : "&") + option;
        else if (!option.empty())
            return Error{ErrorKind::Rejected, "reading the source", source, "option " + name + " is unknown",
                         "expected files, prefix, cms, profile or site"};
    }
    if (live) {
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
    const Status s = handOver.scheme == "sqlite"  ? readSqlite(handOver, snapshot)
                     : handOver.scheme == "mysql" ? readMysql(handOver.server, snapshot)
                                                  : readDump(handOver, snapshot, encoding, onBytes);
    return s ? snapshot.finish() : s;
}

std::string fingerprint(const HandOver &handOver) {
    if (handOver.scheme == "mysql")
        return {};
    std::string print = mirror::fingerprint(handOver.path);
    for (const std::string *part : {&handOver.files, &handOver.profile}) {
        if (!part->empty())
            print += "|" + mirror::fingerprint(*part);
    }
    return print;
}

} // namespace guiyi::cms
