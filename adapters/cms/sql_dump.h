// Dumps read as a stream, without a server: mysqldump, phpMyAdmin, the backups that CMSs write, and scripts
// of SQL Server Management Studio.
#pragma once

#include "schema/base/result.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::cms {

/// A column of a table in a dump or database.
struct TableColumn {
    std::string name;
    std::string type;    ///< lower case, as declared: "mediumint(8) unsigned"
    std::string charset; ///< as declared for it or its table, lower case; empty: not said
    bool operator==(const TableColumn &) const = default;
};

struct TableShape {
    std::string name;
    std::vector<TableColumn> columns;
    bool operator==(const TableShape &) const = default;
};

/// One value of a row; nothing for NULL. Text is UTF-8, values of binary literals are bytes.
using Cell = std::optional<std::string>;

/// A piece of a dump that could not be read.
struct BadStatement {
    std::string table;        ///< empty when it is not known
    std::uint64_t offset = 0; ///< byte of the decoded dump where the statement or row begins
    std::string why;
    std::string text; ///< its beginning
};

/// What a dump is told to. Each may be called any number of times; an error it returns ends the reading.
class DumpVisitor {
public:
    virtual ~DumpVisitor() = default;
    virtual Status table(const TableShape &shape) = 0;
    /// `columns` are the names the statement gives; empty: all of the table, in its order.
    virtual Status row(const std::string &table, const std::vector<std::string> &columns,
                       std::vector<Cell> &cells) = 0;
    virtual Status bad(const BadStatement &statement) = 0;
    /// Told once at the end: characters that could not be read, and lines that were in another encoding than
    /// the rest.
    virtual void encodingTrouble(std::int64_t lost, std::int64_t foreignLines) {
        (void)lost;
        (void)foreignLines;
    }
};

enum class SqlDialect {
    MySql,
    SqlServer ///< no backslash escapes; statements may end with their row, batches with GO
};

/// Gives the next bytes of the dump; an empty string at its end.
using DumpSource = std::function<Result<std::string>()>;

/// Largest row taken into memory, in bytes. Larger ones are rejected.
constexpr std::size_t MaxRowBytes = std::size_t(256) << 20;

/// Reads the dump from `source`, which is in `encoding` (a WHATWG label). CREATE TABLE, INSERT and REPLACE
/// are understood, every other statement is passed over (USE and CREATE DATABASE among them). The text is
/// decoded before it is split into statements: second bytes of GBK characters include the backslash. Memory
/// is bounded by the largest row. A statement that is cut or malformed is handed to bad() and the next one is
/// read. Fails only by what `source` and `visitor` return.
Status readSqlDump(const DumpSource &source, std::string_view encoding, DumpVisitor &visitor,
                   SqlDialect dialect = SqlDialect::MySql);

} // namespace guiyi::cms
