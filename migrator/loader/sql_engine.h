// A connection to an engine the platform's tables can live on: SQLite, PostgreSQL, MariaDB. Statements are
// written once, in the SQL all three share: names in double quotes, `?` for parameters.
#pragma once

#include "schema/base/result.h"
#include "schema/config/target.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi {

/// A value on its way to or from a database, as UTF-8 text; nothing is NULL. Numbers are decimal.
using SqlValue = std::optional<std::string_view>;
using SqlRow = std::vector<SqlValue>;

/// Rows of some columns of one table. Views given to it must outlive it; what it owns lives with it.
class RowSet {
public:
    explicit RowSet(std::vector<std::string_view> columns = {}) : m_columns(std::move(columns)) {}
    RowSet(RowSet &&) = default; // views into owned text stay good: a deque keeps its elements in place
    RowSet &operator=(RowSet &&) = default;

    const std::vector<std::string_view> &columns() const { return m_columns; }
    std::size_t size() const { return m_columns.empty() ? 0 : m_cells.size() / m_columns.size(); }
    bool empty() const { return m_cells.empty(); }
    const SqlValue *row(std::size_t index) const { return m_cells.data() + index * m_columns.size(); }

    RowSet &add(SqlValue value) {
        m_cells.push_back(value);
        return *this;
    }
    RowSet &addNullIfEmpty(std::string_view value) { return add(value.empty() ? SqlValue() : value); }
    RowSet &addOwned(std::string value) { return add(m_owned.emplace_back(std::move(value))); }
    RowSet &addNumber(std::int64_t number) { return addOwned(std::to_string(number)); }

private:
    std::vector<std::string_view> m_columns;
    std::vector<SqlValue> m_cells; ///< row after row
    std::deque<std::string> m_owned;
};

/// One connection; one thread. Errors are of kind Rejected when the data are at fault (too long, not unique,
/// wrong encoding: without them the statement would pass), Retry when the same may pass later (lost
/// connection, deadlock, no free connection), Usage when the address or the rights are wrong, Failed
/// otherwise (disk full).
class SqlEngine {
public:
    enum class Access { Read, Write };
    using Visit = std::function<Status(const SqlRow &)>;
    /// Called before each operation ("run", "each", "insert", "begin", "commit"); an Error makes it fail. For
    /// tests.
    using Fault = std::function<Status(std::string_view operation)>;

    /// With Access::Read nothing is created: a SQLite file that is not there is an error.
    static Result<std::unique_ptr<SqlEngine>> open(const TargetAddress &address, Access access);
    virtual ~SqlEngine() = default;

    TargetKind kind() const { return m_address.kind; }
    const TargetAddress &address() const { return m_address; }

    /// Runs a statement; the number of rows it wrote (for an update: matched).
    Result<std::int64_t> run(std::string_view sql, const SqlRow &parameters = {});
    /// Streams the rows of a query. `visit` must not use this connection.
    Status each(std::string_view sql, const SqlRow &parameters, const Visit &visit);
    /// First value of the first row as a number; 0 without one.
    Result<std::int64_t> number(std::string_view sql, const SqlRow &parameters = {});
    /// Adds the rows by the engine's quickest way, inside a transaction when they belong together; the number
    /// the server says it added.
    Result<std::int64_t> insert(std::string_view table, const RowSet &rows);
    /// Sets the columns after the first `keys` ones on the rows those name; the number of rows found.
    Result<std::int64_t> update(std::string_view table, std::size_t keys, const RowSet &rows);

    Status begin();
    Status commit();
    /// Back to the state at begin(); never fails, a lost connection rolls back too.
    void rollback();
    bool inTransaction() const { return m_open; }

    /// Waits a while for being the only writer, and stays it until the connection ends, however it ends.
    virtual Status lockWriter() = 0;
    virtual bool connected() const = 0;
    /// A new connection in place of a lost one; the writer's lock is taken again when it was held.
    virtual Status reconnect() = 0;

    void setFault(Fault fault) { m_fault = std::move(fault); }

protected:
    explicit SqlEngine(TargetAddress address) : m_address(std::move(address)) {}
    virtual Result<std::int64_t> doRun(std::string_view sql, const SqlRow &parameters) = 0;
    virtual Status doEach(std::string_view sql, const SqlRow &parameters, const Visit &visit) = 0;
    virtual Result<std::int64_t> doInsert(std::string_view table, const RowSet &rows) = 0;
    virtual Result<std::int64_t> doUpdate(std::string_view table, std::size_t keys, const RowSet &rows) = 0;
    /// The words that start a transaction.
    virtual std::string_view beginSql() const { return "BEGIN"; }
    Status fault(std::string_view operation) { return m_fault ? m_fault(operation) : Status(); }
    /// An error at this address; `sql` is shown cut.
    Error error(ErrorKind kind, std::string_view doing, std::string_view why, std::string advice) const;
    static std::string doing(std::string_view sql);

private:
    TargetAddress m_address;
    Fault m_fault;
    bool m_open = false;
};

/// A number that came as text; 0 for NULL.
std::int64_t numberFrom(const SqlValue &value);
/// Whether it went well, of a statement whose number of rows says nothing.
Status ran(const Result<std::int64_t> &result);
/// Runs statements that define tables or indexes: all or none where the engine can take definitions back.
/// MariaDB commits each by itself.
Status define(SqlEngine &engine, const std::function<Status()> &statements);

/// "name".
std::string quoted(std::string_view name);
/// "a","b".
std::string quotedList(const std::vector<std::string_view> &names);
/// `?,?,?`.
std::string placeholders(std::size_t count);

// The engines, for SqlEngine::open.
Result<std::unique_ptr<SqlEngine>> openSqlite(const TargetAddress &address, SqlEngine::Access access);
Result<std::unique_ptr<SqlEngine>> openPostgreSql(const TargetAddress &address);
Result<std::unique_ptr<SqlEngine>> openMariaDb(const TargetAddress &address);

} // namespace guiyi
