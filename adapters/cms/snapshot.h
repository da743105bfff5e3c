// The tables of a hand-over, whatever it was (dump, backup folder, live database), as one SQLite file, so
// that a profile's queries are written once.
#pragma once

#include "adapters/cms/sql_dump.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace guiyi::cms {

/// A query's row; columns by position. Values are texts; NULL is empty. Lasts as long as what it was made of:
/// in a query until the next row.
class SnapshotRow {
public:
    explicit SnapshotRow(const std::vector<std::string_view> &cells) : m_cells(cells) {}
    const std::vector<std::string_view> &cells() const { return m_cells; }
    std::string_view text(int column) const { return m_cells[static_cast<std::size_t>(column)]; }
    /// The whole number the text begins with; 0 when it begins with none.
    std::int64_t number(int column) const;

private:
    const std::vector<std::string_view> &m_cells;
};

/// A column declared latin1 that held Chinese text, which was put right.
struct RepairedColumn {
    std::string table, column, encoding;
    std::int64_t values = 0, lost = 0; ///< values changed, and characters in them that could not be read
};

/// The tables, filled once and then queried. Belongs to one thread; the file is scratch and goes with it.
/// Rows have rowids in the order they came in. Where they came in the order of a whole number in their first
/// column, that is the rowid.
class Snapshot : public DumpVisitor {
public:
    static Result<std::unique_ptr<Snapshot>> create(const std::string &file);
    Snapshot(const Snapshot &) = delete;
    Snapshot &operator=(const Snapshot &) = delete;
    ~Snapshot() override;

    // Filling. A table that comes again is emptied, as the dump's DROP TABLE would; rows of unknown tables
    // and rows of a wrong length are kept in rejects().
    Status table(const TableShape &shape) override;
    Status row(const std::string &table, const std::vector<std::string> &columns,
               std::vector<Cell> &cells) override;
    Status bad(const BadStatement &statement) override;
    void encodingTrouble(std::int64_t lost, std::int64_t foreignLines) override;
    /// Ends the filling. Columns declared latin1 whose text is GBK or UTF-8 read as Latin-1 are put right.
    Status finish();

    const std::map<std::string, TableShape> &tables() const { return m_shapes; } ///< by lower-case name
    const std::vector<BadStatement> &rejects() const { return m_rejects; }
    std::int64_t rows() const { return m_rows; }
    const std::vector<RepairedColumn> &repaired() const { return m_repaired; }
    std::int64_t lost() const { return m_lost; }                 ///< characters that could not be read
    std::int64_t foreignLines() const { return m_foreignLines; } ///< lines in another encoding than the rest

    /// Makes the tables that begin with `prefix` known without it, for the queries of a profile.
    Status usePrefix(std::string_view prefix);
    /// Makes rows of a table (with its prefix) quick to find by this column.
    Status index(const std::string &table, const std::string &column);
    /// Makes a table known that has no rows, and of whose columns nothing is known.
    Status emptyTable(const std::string &name);
    using Values = std::map<std::string, std::string>;
    /// Runs a SELECT with `values` bound to its `:names`. `what` names it in errors: "dedecms/articles.sql".
    Status query(const std::string &sql, const std::string &what, const Values &values,
                 const std::function<Status(const SnapshotRow &row)> &visit);
    /// Names of the columns a SELECT gives.
    Result<std::vector<std::string>> columnsOf(const std::string &sql, const std::string &what);

private:
    struct Writer;
    /// How the rows of a table are numbered.
    struct Numbering {
        bool byFirstColumn =
            false; ///< which has been a whole number greater than the row's before, in every row
        std::int64_t latest = 0;
    };
    Snapshot() = default;
    Error failure(const std::string &doing) const;
    Status run(const std::string &sql);
    Status repairColumn(const std::string &table, const std::string &column);
    static std::string definitionOf(const TableShape &shape, bool byFirstColumn);
    Status numberAsTheyCome(const std::string &table);
    Result<Writer *> writerFor(const std::string &table, const std::vector<std::string> &columns,
                               std::size_t cells);

    sqlite3 *m_db = nullptr;
    std::string m_file;
    std::map<std::string, TableShape> m_shapes;
    std::map<std::string, Numbering> m_numbering; ///< by lower-case name of the table
    std::map<std::string, std::unique_ptr<Writer>> m_writers;
    Writer *m_writer = nullptr; ///< of the row before; in m_writers
    std::vector<BadStatement> m_rejects;
    std::vector<RepairedColumn> m_repaired;
    std::int64_t m_rows = 0, m_lost = 0, m_foreignLines = 0;
};

/// A name in double quotes for SQL.
std::string quotedName(std::string_view name);

} // namespace guiyi::cms
