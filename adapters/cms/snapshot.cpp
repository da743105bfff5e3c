#include "adapters/cms/snapshot.h"

#include "adapters/cms/latin1_text.h"
#include "adapters/cms/sql_functions.h"
#include "adapters/html/decode.h"
#include "schema/base/text.h"

#include <sqlite3.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <limits>
#include <optional>

namespace guiyi::cms {

namespace {

constexpr std::size_t MostRejects = 10'000;
constexpr std::int64_t LeastNumber = std::numeric_limits<std::int64_t>::min();

/// SQLite's affinity for a declared type: whole numbers are numbers, everything else stays the text it was.
std::string_view affinityOf(const std::string &type) {
    for (std::string_view name :
         {"tinyint", "smallint", "mediumint", "int", "integer", "bigint", "bit", "serial"}) {
        if (text::startsWith(type, name))
            return "INTEGER";
    }
    return "TEXT";
}

bool isWhole(const TableColumn &column) {
    return affinityOf(column.type) == "INTEGER";
}

/// The number that a text is, where it is written as SQLite would write it: without leading zeros and blanks.
std::optional<std::int64_t> wholeNumber(std::string_view text) {
    constexpr std::size_t SurelyFit = 18; // digits; the largest number has 19
    const bool negative = text.starts_with('-');
    const std::string_view digits = text.substr(negative ? 1 : 0);
    if (digits.empty() || (digits.front() == '0' && text.size() > 1))
        return std::nullopt;
    std::int64_t number = 0;
    if (digits.size() > SurelyFit) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        return error == std::errc() && end == text.data() + text.size() ? std::optional(number)
                                                                        : std::nullopt;
    }
    for (const char c : digits) {
        if (c < '0' || c > '9')
            return std::nullopt;
        number = number * 10 + (c - '0');
    }
    return negative ? -number : number;
}

constexpr std::size_t MostDigits = 20; ///< of a whole number, with its sign

/// A value as text; `digits` has room for a whole number's.
std::string_view textOf(sqlite3_value *value, char *digits) {
    switch (sqlite3_value_type(value)) {
    case SQLITE_NULL:
        return {};
    case SQLITE_INTEGER: {
        char *const end = std::to_chars(digits, digits + MostDigits, sqlite3_value_int64(value)).ptr;
        return {digits, static_cast<std::size_t>(end - digits)};
    }
    default: {
        const auto *bytes = reinterpret_cast<const char *>(sqlite3_value_text(value));
        return bytes == nullptr
                   ? std::string_view()
                   : std::string_view(bytes, static_cast<std::size_t>(sqlite3_value_bytes(value)));
    }
    }
}

} // namespace

std::string quotedName(std::string_view name) {
    return "\"" + text::replaceAll(std::string(name), "\"", "\"\"") + "\"";
}

std::int64_t SnapshotRow::number(int column) const {
    const std::string_view digits = text::trim(text(column));
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

/// An open INSERT for one table and list of columns.
struct Snapshot::Writer {
    Writer() = default;
    Writer(const Writer &) = delete;
    Writer &operator=(const Writer &) = delete;
    ~Writer() { sqlite3_finalize(statement); }
    bool writes(const std::string &toTable, const std::vector<std::string> &toColumns,
                std::size_t values) const {
        return isWhole.size() == values && table == toTable && columns == toColumns;
    }
    sqlite3_stmt *statement = nullptr;
    std::string table;
    std::vector<std::string> columns;
    std::vector<bool> isWhole;      ///< which cells are to be whole numbers
    Numbering *numbering = nullptr; ///< of the table
    std::size_t first = 0;          ///< the cell of the table's first column
};

Result<std::unique_ptr<Snapshot>> Snapshot::create(const std::string &file) {
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    std::unique_ptr<Snapshot> snapshot(new Snapshot);
    snapshot->m_file = file;
    // One thread at a time uses it: no locks.
    if (sqlite3_open_v2(file.c_str(), &snapshot->m_db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        nullptr) != SQLITE_OK)
        return snapshot->failure("making the scratch database");
    // A query works with many short texts at a time. Where SQLite was built without room for these of its
    // own, as Debian's is, this does nothing.
    constexpr int ShortText = 1024, ShortTexts = 500;
    sqlite3_db_config(snapshot->m_db, SQLITE_DBCONFIG_LOOKASIDE, nullptr, ShortText, ShortTexts);
    registerFunctions(snapshot->m_db);
    // Scratch: made anew by the next run, so nothing is kept safe against a crash.
    if (Status s = snapshot->run("PRAGMA page_size=16384; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; "
                                 "PRAGMA secure_delete=OFF; "
                                 "PRAGMA cache_size=-8192; "
                                 "PRAGMA temp_store=FILE; "
                                 "PRAGMA locking_mode=EXCLUSIVE; BEGIN");
        !s)
        return s.error();
    return snapshot;
}

Snapshot::~Snapshot() {
    m_writers.clear();
    sqlite3_close(m_db);
    std::error_code ignored;
    std::filesystem::remove(m_file, ignored);
}

Error Snapshot::failure(const std::string &doing) const {
    return {ErrorKind::Failed, doing, m_file, sqlite3_errmsg(m_db),
            "make room on the workspace's disk and run again"};
}

Status Snapshot::run(const std::string &sql) {
    if (sqlite3_exec(m_db, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return failure("filling the scratch database");
    return {};
}

Status Snapshot::table(const TableShape &shape) {
    if (shape.columns.empty())
        return {};
    const std::string key = text::lower(shape.name);
    std::erase_if(m_writers, [&](const auto &writer) { return text::startsWith(writer.first, key + "\n"); });
    m_writer = nullptr;
    std::vector<std::string> seen;
    for (const TableColumn &column : shape.columns) {
        const std::string lower = text::lower(column.name);
        if (std::find(seen.begin(), seen.end(), lower) != seen.end())
            return bad({shape.name, 0, "the table names its column " + column.name + " twice", {}});
        seen.push_back(lower);
    }
    m_shapes[key] = shape;
    m_numbering[key] = {isWhole(shape.columns.front()), LeastNumber};
    return run("DROP TABLE IF EXISTS " + quotedName(shape.name) + "; " +
               definitionOf(shape, m_numbering[key].byFirstColumn));
}

std::string Snapshot::definitionOf(const TableShape &shape, bool byFirstColumn) {
    std::string columns;
    for (const TableColumn &column : shape.columns) {
        columns += (columns.empty() ? "" : ", ") + quotedName(column.name) + " ";
        columns += affinityOf(column.type);
        columns += byFirstColumn && &column == &shape.columns.front() ? " PRIMARY KEY" : "";
    }
    return "CREATE TABLE " + quotedName(shape.name) + " (" + columns + ")";
}

/// A row has come that is out of the order of its first column, or has no whole number there.
Status Snapshot::numberAsTheyCome(const std::string &table) {
    const std::string key = text::lower(table);
    const TableShape &shape = m_shapes.at(key);
    const std::string before = quotedName("before " + key);
    m_numbering.at(key).byFirstColumn = false;
    return run("ALTER TABLE " + quotedName(shape.name) + " RENAME TO " + before + "; " +
               definitionOf(shape, false) + "; INSERT INTO " + quotedName(shape.name) + " SELECT * FROM " +
               before + " ORDER BY rowid; DROP TABLE " + before);
}

Result<Snapshot::Writer *> Snapshot::writerFor(const std::string &table,
                                               const std::vector<std::string> &columns, std::size_t cells) {
    if (m_writer != nullptr && m_writer->writes(table, columns, cells))
        return m_writer;
    const std::string lower = text::lower(table);
    std::string key = lower + "\n" + text::join(columns, ",") + "\n" + std::to_string(cells);
    if (const auto it = m_writers.find(key); it != m_writers.end())
        return m_writer = it->second.get();
    auto writer = std::make_unique<Writer>();
    std::string names, marks;
    for (const std::string &column : columns)
        names += (names.empty() ? " (" : ", ") + quotedName(column);
    for (std::size_t i = 0; i < cells; ++i)
        marks += i == 0 ? "?" : ", ?";
    const std::string sql =
        "INSERT INTO " + quotedName(table) + names + (names.empty() ? "" : ")") + " VALUES (" + marks + ")";
    // A statement that SQLite refuses is the dump's fault: a column the table lacks, or too few values.
    if (sqlite3_prepare_v3(m_db, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &writer->statement, nullptr) !=
        SQLITE_OK)
        return Error{ErrorKind::Rejected, "reading a row", table, sqlite3_errmsg(m_db), ""};
    writer->table = table;
    writer->columns = columns;
    writer->numbering = &m_numbering.at(lower);
    writer->first = cells;
    const std::vector<TableColumn> &all = m_shapes.at(lower).columns;
    for (std::size_t i = 0; i < cells; ++i) {
        const auto column = columns.empty() ? all.begin() + static_cast<std::ptrdiff_t>(i)
                                            : std::find_if(all.begin(), all.end(), [&](const TableColumn &c) {
                                                  return text::equalsIgnoreCase(c.name, columns[i]);
                                              });
        writer->isWhole.push_back(column != all.end() && isWhole(*column));
        if (column == all.begin())
            writer->first = i;
    }
    return m_writer = m_writers.emplace(std::move(key), std::move(writer)).first->second.get();
}

Status Snapshot::row(const std::string &table, const std::vector<std::string> &columns,
                     std::vector<Cell> &cells) {
    const Result<Writer *> found = writerFor(table, columns, cells.size());
    if (!found) {
        std::string values;
        for (const Cell &cell : cells)
            values += (values.empty() ? "" : ", ") + (cell ? *cell : std::string("NULL"));
        return bad({table, 0, found.error().why, text::head(values, 200)});
    }
    const Writer &writer = **found;
    if (writer.numbering->byFirstColumn) {
        const auto number = writer.first < cells.size() && cells[writer.first]
                                ? wholeNumber(*cells[writer.first])
                                : std::nullopt;
        if (!number || *number <= writer.numbering->latest) {
            if (Status s = numberAsTheyCome(table); !s)
                return s;
        } else {
            writer.numbering->latest = *number;
        }
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const int at = static_cast<int>(i) + 1;
        const Cell &cell = cells[i];
        const auto number = cell && writer.isWhole[i] ? wholeNumber(*cell) : std::nullopt;
        if (number)
            sqlite3_bind_int64(writer.statement, at, *number);
        else if (cell)
            sqlite3_bind_text64(writer.statement, at, cell->data(), cell->size(), SQLITE_STATIC, SQLITE_UTF8);
        else
            sqlite3_bind_null(writer.statement, at);
    }
    const int done = sqlite3_step(writer.statement);
    sqlite3_reset(writer.statement);
    if (done != SQLITE_DONE)
        return failure("filling the scratch database");
    ++m_rows;
    return {};
}

Status Snapshot::bad(const BadStatement &statement) {
    // A dump that is broken throughout is told by its first ten thousand faults.
    if (m_rejects.size() < MostRejects)
        m_rejects.push_back(statement);
    return {};
}

void Snapshot::encodingTrouble(std::int64_t lost, std::int64_t foreignLines) {
    m_lost += lost;
    m_foreignLines += foreignLines;
}

Status Snapshot::finish() {
    m_writer = nullptr;
    m_writers.clear();
    for (const auto &[key, shape] : m_shapes) {
        for (const TableColumn &column : shape.columns) {
            if (column.charset != "latin1" || affinityOf(column.type) != "TEXT")
                continue;
            if (Status s = repairColumn(shape.name, column.name); !s)
                return s;
        }
    }
    if (Status s = run("COMMIT"); !s)
        return s;
    // Every product joins by the first column of a table, or its columns for others' keys come first.
    for (const auto &[key, shape] : m_shapes) {
        if (shape.columns.empty())
            continue;
        if (Status s = index(shape.name, shape.columns.front().name); !s)
            return s;
    }
    return {};
}

/// Two passes: all values say what the column holds, then each is read so.
Status Snapshot::repairColumn(const std::string &table, const std::string &column) {
    const std::string name = quotedName(column);
    const std::string values =
        "SELECT rowid, " + name + " FROM " + quotedName(table) + " WHERE " + name + " IS NOT NULL";
    Latin1Column held;
    if (Status s = query(values, table, {},
                         [&](const SnapshotRow &row) -> Status {
                             held.add(row.text(1));
                             return {};
                         });
        !s)
        return s;
    if (held.encoding().empty())
        return {};
    RepairedColumn repaired{table, column, std::string(held.encoding()), 0, 0};
    Writer update;
    const std::string sql = "UPDATE " + quotedName(table) + " SET " + name + " = ? WHERE rowid = ?";
    if (sqlite3_prepare_v2(m_db, sql.c_str(), -1, &update.statement, nullptr) != SQLITE_OK)
        return failure("putting a column's encoding right");
    // Rows keep their places while their texts change, so the query goes on behind each.
    const Status s = query(values, table, {}, [&](const SnapshotRow &row) -> Status {
        const std::optional<Latin1Text> read = readLatin1(row.text(1), held.encoding());
        if (!read || read->text == row.text(1))
            return {};
        ++repaired.values;
        repaired.lost += read->lost;
        sqlite3_bind_text64(update.statement, 1, read->text.data(), read->text.size(), SQLITE_STATIC,
                            SQLITE_UTF8);
        sqlite3_bind_int64(update.statement, 2, row.number(0));
        const int done = sqlite3_step(update.statement);
        sqlite3_reset(update.statement);
        return done == SQLITE_DONE ? Status() : Status(failure("putting a column's encoding right"));
    });
    if (repaired.values > 0)
        m_repaired.push_back(std::move(repaired));
    return s;
}

Status Snapshot::usePrefix(std::string_view prefix) {
    if (prefix.empty())
        return {};
    const std::string begin = text::lower(prefix);
    for (const auto &[key, shape] : m_shapes) {
        if (!text::startsWith(key, begin) || key.size() == begin.size())
            continue;
        // A temporary view comes before a table of the same name.
        const std::string shortName = quotedName(key.substr(begin.size()));
        if (Status s = run("DROP VIEW IF EXISTS temp." + shortName + "; CREATE TEMP VIEW " + shortName +
                           " AS SELECT rowid AS rowid, * FROM main." + quotedName(shape.name));
            !s)
            return s;
    }
    return {};
}

Status Snapshot::index(const std::string &table, const std::string &column) {
    const std::string key = text::lower(table);
    const auto numbering = m_numbering.find(key);
    if (numbering != m_numbering.end() && numbering->second.byFirstColumn &&
        text::equalsIgnoreCase(m_shapes.at(key).columns.front().name, column))
        return {}; // rows are found by their rowid
    return run("CREATE INDEX IF NOT EXISTS main." +
               quotedName("by " + text::lower(table) + "." + text::lower(column)) + " ON " +
               quotedName(table) + "(" + quotedName(column) + ")");
}

Status Snapshot::emptyTable(const std::string &name) {
    return run("CREATE TEMP TABLE " + quotedName(name) + " (\"no column\")");
}

Status Snapshot::query(const std::string &sql, const std::string &what, const Values &values,
                       const std::function<Status(const SnapshotRow &row)> &visit) {
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(m_db, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
        return Error{ErrorKind::Rejected, "running a query of the CMS profile", what, sqlite3_errmsg(m_db),
                     "run `guiyi adapter check` on the profile and the hand-over"};
    const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt *)> holder(statement, &sqlite3_finalize);
    for (int i = 1; i <= sqlite3_bind_parameter_count(statement); ++i) {
        const char *const name = sqlite3_bind_parameter_name(statement, i);
        const auto value = name == nullptr ? values.end() : values.find(name + 1);
        if (value == values.end())
            return Error{ErrorKind::Rejected, "running a query of the CMS profile", what,
                         std::string("no variable is named ") + (name == nullptr ? "?" : name),
                         "name a column of its `for` query"};
        sqlite3_bind_text64(statement, i, value->second.data(), value->second.size(), SQLITE_STATIC,
                            SQLITE_UTF8);
    }
    std::vector<std::string_view> cells(static_cast<std::size_t>(sqlite3_column_count(statement)));
    std::vector<char> digits(cells.size() * MostDigits);
    int state = SQLITE_ROW;
    while ((state = sqlite3_step(statement)) == SQLITE_ROW) {
        // Values may be looked at as they stand, since one thread at a time uses the database.
        for (std::size_t i = 0; i < cells.size(); ++i)
            cells[i] =
                textOf(sqlite3_column_value(statement, static_cast<int>(i)), digits.data() + i * MostDigits);
        if (Status s = visit(SnapshotRow(cells)); !s)
            return s;
    }
    if (state != SQLITE_DONE)
        return Error{ErrorKind::Rejected, "running a query of the CMS profile", what, sqlite3_errmsg(m_db),
                     "correct the profile"};
    return {};
}

Result<std::vector<std::string>> Snapshot::columnsOf(const std::string &sql, const std::string &what) {
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(m_db, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
        return Error{ErrorKind::Rejected, "reading a query of the CMS profile", what, sqlite3_errmsg(m_db),
                     "correct the profile, or take one that fits this version"};
    std::vector<std::string> names;
    for (int i = 0; i < sqlite3_column_count(statement); ++i)
        names.emplace_back(sqlite3_column_name(statement, i));
    sqlite3_finalize(statement);
    return names;
}

} // namespace guiyi::cms
