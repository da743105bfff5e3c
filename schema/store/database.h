// SQLite: a connection, statements, versioned schemas.
#pragma once

#include "schema/base/result.h"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace guiyi {

/// To be called at a program's beginning, before anything uses SQLite. It counts the memory it holds, behind
/// a lock and for each of the many short texts of a query; nobody asks for the count.
void leaveSqliteMemoryUncounted();

/// A prepared statement. Rows are read forward only; indices start at 0. Belongs to the thread and must
/// not outlive the Database it came from.
class Statement {
public:
    /// The next parameter, in order. Text is copied; what is not UTF-8 in it becomes U+FFFD.
    Statement &bind(std::string_view text);
    Statement &bind(const char *text) { return bind(std::string_view(text)); }
    Statement &bind(const std::string &text) { return bind(std::string_view(text)); }
    Statement &bind(std::int64_t number);
    Statement &bind(int number) { return bind(static_cast<std::int64_t>(number)); }
    Statement &bind(bool flag) { return bind(static_cast<std::int64_t>(flag)); }
    Statement &bind(double number);
    Statement &bindNullIfEmpty(std::string_view text);
    Statement &bindNull();

    /// Runs a statement that gives no rows, and makes it ready for the next round of binds.
    Status run();
    /// Starts a query; rows follow by next().
    Status start();
    /// Moves to the next row: true with a row, false at the end; an error is an Error, never an end.
    Result<bool> next();
    void finish();

    std::string text(int column) const; ///< NULL gives ""
    std::int64_t integer(int column) const;
    double real(int column) const;
    bool isNull(int column) const;
    std::int64_t lastInsertId() const;
    std::int64_t rowsAffected() const;

private:
    friend class Database;
    struct Finalizer {
        void operator()(sqlite3_stmt *statement) const;
    };
    Statement(sqlite3_stmt *statement, std::string file);
    Error error(std::string_view doing) const;
    /// Ends what runs, so that the statement takes parameters; answers with the next one's number, from 1.
    int nextParameter();
    Statement &bound(int code);
    std::unique_ptr<sqlite3_stmt, Finalizer> m_statement;
    std::string m_file;
    int m_parameter = 0;
    bool m_bound = true;    ///< every parameter was taken
    bool m_running = false; ///< started, and not yet at its end
};

/// One SQLite connection, used only by the thread that opened it.
class Database {
public:
    enum class Mode { ReadWrite, ReadOnly };

    /// Opens (and with ReadWrite creates) the file: WAL, synchronous NORMAL, foreign keys on, busy timeout 30
    /// s.
    static Result<Database> open(const std::string &file, Mode mode = Mode::ReadWrite);

    const std::string &file() const { return m_file; }
    Result<Statement> prepare(std::string_view sql);
    Status run(std::string_view sql);
    /// First column of the first row as a number; `fallback` when there is no row.
    Result<std::int64_t> number(std::string_view sql, std::int64_t fallback = 0);
    /// Runs `sql` with text parameters and hands each row to `row`; stops early when it returns false.
    Status each(std::string_view sql, const std::vector<std::string> &parameters,
                const std::function<bool(const Statement &)> &row);

    Status begin();
    Status commit();
    void rollback();

    /// Brings the schema `name` (a resource folder :/guiyi/sql/<name> of files NNNN_what.sql) to its newest
    /// version, each step in its own transaction. A database newer than the program is refused.
    Status upgrade(std::string_view name);

private:
    struct Closer {
        void operator()(sqlite3 *connection) const;
    };
    Database() = default;
    std::unique_ptr<sqlite3, Closer> m_connection;
    std::string m_file;
};

/// A version of a schema: its number and its statements in order.
struct SchemaVersion {
    std::int64_t number = 0;
    std::vector<std::string> statements;
};
/// The versions in the resource folder :/guiyi/sql/<name> (files NNNN_what.sql), oldest first.
Result<std::vector<SchemaVersion>> schemaVersions(std::string_view name);

/// Commits at the end of a scope only when told so; anything else rolls back.
class Transaction {
public:
    static Result<Transaction> begin(Database &database);
    Transaction(Transaction &&other) noexcept : m_database(std::exchange(other.m_database, nullptr)) {}
    Transaction &operator=(Transaction &&) = delete;
    ~Transaction();
    Status commit();

private:
    explicit Transaction(Database *database) : m_database(database) {}
    Database *m_database;
};

} // namespace guiyi
