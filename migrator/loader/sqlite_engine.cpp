// SQLite through its own interface: it takes UTF-8 as it is, which Qt Sql would turn into UTF-16 and back.
#include "migrator/loader/sql_engine.h"

#include "schema/base/text.h"
#include "schema/config/files.h"

#include <chrono>
#include <fcntl.h>
#include <filesystem>
#include <sqlite3.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>
#include <unordered_map>

namespace guiyi {

namespace {

constexpr auto LockPatience = std::chrono::seconds(10);

struct CloseDatabase {
    void operator()(sqlite3 *database) const { sqlite3_close_v2(database); }
};
struct CloseStatement {
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};

class SqliteEngine final : public SqlEngine {
public:
    SqliteEngine(const TargetAddress &address, Access access) : SqlEngine(address), m_access(access) {}
    ~SqliteEngine() override {
        if (m_lock >= 0)
            ::close(m_lock);
    }

    Status connect() {
        sqlite3 *raw = nullptr;
        const int flags =
            m_access == Access::Read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        const int code = sqlite3_open_v2(address().file.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
        m_database.reset(raw);
        if (code != SQLITE_OK)
            return failure("opening the database");
        sqlite3_busy_timeout(raw, 30000);
        std::vector<const char *> pragmas{"PRAGMA foreign_keys=ON"};
        if (m_access == Access::Write)
            // Pages of the indexes change in every transaction: they stay in memory (16 MB) and go to the
            // file once in some 32 MB.
            pragmas.insert(pragmas.end(), {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL",
                                           "PRAGMA wal_autocheckpoint=8000", "PRAGMA cache_size=-16000"});
        for (const char *pragma : pragmas) {
            if (Status s = doEach(pragma, {}, [](const SqlRow &) { return Status(); }); !s)
                return s;
        }
        return {};
    }

    Status lockWriter() override {
        if (m_lock >= 0)
            return {};
        const std::string file = address().file + ".lock";
        m_lock = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
        if (m_lock < 0)
            return systemError(errno, "locking the platform", file);
        const auto deadline = std::chrono::steady_clock::now() + LockPatience;
        while (::flock(m_lock, LOCK_EX | LOCK_NB) != 0) {
            if (errno != EWOULDBLOCK || std::chrono::steady_clock::now() > deadline) {
                ::close(std::exchange(m_lock, -1));
                return error(ErrorKind::Retry, "locking the platform", "another guiyi is writing to it",
                             "wait until it is done and run the command again");
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return {};
    }
    bool connected() const override { return m_database != nullptr; }
    Status reconnect() override {
        m_statements.clear();
        return connect();
    }

protected:
    std::string_view beginSql() const override { return "BEGIN IMMEDIATE"; }

    Result<std::int64_t> doRun(std::string_view sql, const SqlRow &parameters) override {
        if (Status s = doEach(sql, parameters, [](const SqlRow &) { return Status(); }); !s)
            return s.error();
        return static_cast<std::int64_t>(sqlite3_changes64(m_database.get()));
    }

    Status doEach(std::string_view sql, const SqlRow &parameters, const Visit &visit) override {
        Result<sqlite3_stmt *> prepared = statement(sql);
        if (!prepared)
            return prepared.error();
        sqlite3_stmt *s = prepared.value();
        bind(s, parameters.data(), parameters.size());
        SqlRow row(static_cast<std::size_t>(sqlite3_column_count(s)));
        Status result;
        int code = SQLITE_ROW;
        while (result.ok() && (code = sqlite3_step(s)) == SQLITE_ROW) {
            for (std::size_t i = 0; i < row.size(); ++i)
                row[i] = columnOf(s, static_cast<int>(i));
            result = visit(row);
        }
        if (code != SQLITE_ROW && code != SQLITE_DONE)
            result = failure(doing(sql));
        sqlite3_reset(s);
        sqlite3_clear_bindings(s);
        return result;
    }

    Result<std::int64_t> doInsert(std::string_view table, const RowSet &rows) override {
        const std::string sql = "INSERT INTO " + quoted(table) + "(" + quotedList(rows.columns()) +
                                ") VALUES (" + placeholders(rows.columns().size()) + ")";
        return eachRow(sql, rows, 0);
    }

    Result<std::int64_t> doUpdate(std::string_view table, std::size_t keys, const RowSet &rows) override {
        std::string set, where;
        for (std::size_t i = 0; i < rows.columns().size(); ++i) {
            std::string &list = i < keys ? where : set;
            list += (list.empty() ? "" : i < keys ? " AND " : ",") + quoted(rows.columns()[i]) + "=?";
        }
        return eachRow("UPDATE " + quoted(table) + " SET " + set + " WHERE " + where, rows, keys);
    }

private:
    static SqlValue columnOf(sqlite3_stmt *s, int column) {
        if (sqlite3_column_type(s, column) == SQLITE_NULL)
            return {};
        const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(s, column));
        return std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(s, column)));
    }

    static void bind(sqlite3_stmt *s, const SqlValue *values, std::size_t count, int from = 1) {
        for (std::size_t i = 0; i < count; ++i) {
            const int index = from + static_cast<int>(i);
            if (values[i])
                sqlite3_bind_text64(s, index, values[i]->data(), values[i]->size(), SQLITE_STATIC,
                                    SQLITE_UTF8);
            else
                sqlite3_bind_null(s, index);
        }
    }

    /// Runs `sql` for each row; the first `last` columns are bound after the others.
    Result<std::int64_t> eachRow(const std::string &sql, const RowSet &rows, std::size_t last) {
        Result<sqlite3_stmt *> prepared = statement(sql);
        if (!prepared)
            return prepared.error();
        sqlite3_stmt *s = prepared.value();
        const std::size_t width = rows.columns().size();
        std::int64_t changed = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            bind(s, rows.row(i) + last, width - last);
            bind(s, rows.row(i), last, static_cast<int>(width - last) + 1);
            const int code = sqlite3_step(s);
            if (code != SQLITE_DONE) {
                Error failed = failure(doing(sql));
                sqlite3_reset(s);
                return failed;
            }
            sqlite3_reset(s);
            changed += sqlite3_changes64(m_database.get());
        }
        sqlite3_clear_bindings(s);
        return changed;
    }

    Result<sqlite3_stmt *> statement(std::string_view sql) {
        if (!m_database)
            return error(ErrorKind::Retry, "using the database", "it is not open", "run the command again");
        auto found = m_statements.find(std::string(sql));
        if (found == m_statements.end()) {
            if (m_statements.size() > 200) // generated lists of keys; the frequent ones come back at once
                m_statements.clear();
            sqlite3_stmt *raw = nullptr;
            if (sqlite3_prepare_v2(m_database.get(), sql.data(), static_cast<int>(sql.size()), &raw,
                                   nullptr) != SQLITE_OK)
                return failure(doing(sql));
            found = m_statements.emplace(std::string(sql), Statement(raw)).first;
        }
        return found->second.get();
    }

    Error failure(std::string_view doingWhat) const {
        const int code = m_database ? sqlite3_extended_errcode(m_database.get()) : SQLITE_NOMEM;
        const char *why = m_database ? sqlite3_errmsg(m_database.get()) : "out of memory";
        switch (code & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return error(ErrorKind::Retry, doingWhat, why,
                         "another program holds the platform: wait for it and run the command again");
        case SQLITE_CONSTRAINT:
        case SQLITE_TOOBIG:
        case SQLITE_MISMATCH:
            return error(ErrorKind::Rejected, doingWhat, why, "put the record right and load it again");
        case SQLITE_FULL:
            return error(ErrorKind::Failed, doingWhat, why,
                         "the disk is full: free space and run the command again, it continues where it was");
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
            return error(ErrorKind::Failed, doingWhat, why,
                         "make the file and its folder writable for this user, or name another target in "
                         "guiyi.yaml");
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return error(ErrorKind::Failed, doingWhat, why, "the file is damaged: restore it from a copy");
        default:
            return error(ErrorKind::Failed, doingWhat, why,
                         "look at the file and its folder, then run the command again");
        }
    }

    using Statement = std::unique_ptr<sqlite3_stmt, CloseStatement>;
    Access m_access;
    std::unique_ptr<sqlite3, CloseDatabase> m_database;
    std::unordered_map<std::string, Statement> m_statements; ///< by their text
    int m_lock = -1;
};

} // namespace

Result<std::unique_ptr<SqlEngine>> openSqlite(const TargetAddress &address, SqlEngine::Access access) {
    std::error_code failure;
    const std::string folder = std::filesystem::path(address.file).parent_path().string();
    if (access == SqlEngine::Access::Write && !folder.empty())
        std::filesystem::create_directories(folder, failure);
    if (failure)
        return Error{ErrorKind::Failed, "creating the folder", folder, failure.message(),
                     "make it writable for this user, or name another target in guiyi.yaml"};
    auto engine = std::make_unique<SqliteEngine>(address, access);
    if (Status s = engine->connect(); !s)
        return s.error();
    return std::unique_ptr<SqlEngine>(std::move(engine));
}

} // namespace guiyi
