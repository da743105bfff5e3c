// MariaDB (and what speaks its protocol) through Connector/C; rows go as statements of many rows.
#include "migrator/loader/sql_engine.h"

#include "schema/base/text.h"

#include <mysql.h>

#include <algorithm>
#include <cstdlib>

namespace guiyi {

namespace {

constexpr std::size_t LargestStatement = 4U << 20U; ///< bytes, unless the server allows less

struct CloseConnection {
    void operator()(MYSQL *connection) const { mysql_close(connection); }
};
struct FreeResult {
    void operator()(MYSQL_RES *result) const { mysql_free_result(result); }
};

class MariaDbEngine final : public SqlEngine {
public:
    explicit MariaDbEngine(const TargetAddress &address) : SqlEngine(address) {}

    Status connect() {
        const Result<std::string> password = address().password();
        if (!password)
            return password.error();
        m_connection.reset(mysql_init(nullptr));
        MYSQL *c = m_connection.get();
        const unsigned patience = 10;
        mysql_options(c, MYSQL_OPT_CONNECT_TIMEOUT, &patience);
        mysql_options(c, MYSQL_SET_CHARSET_NAME, "utf8mb4");
        const unsigned tcp = MYSQL_PROTOCOL_TCP; // "localhost" would mean a socket otherwise
        mysql_options(c, MYSQL_OPT_PROTOCOL, &tcp);
        setTls();
        m_connected = mysql_real_connect(c, address().host.c_str(), address().user.c_str(), password->c_str(),
                                         address().database.c_str(), address().port, nullptr,
                                         CLIENT_FOUND_ROWS) != nullptr;
        if (!m_connected)
            return failure("connecting to the platform");
        for (const char *sql : {"SET SESSION sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ANSI_QUOTES'",
                                "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
                                "SET SESSION innodb_lock_wait_timeout=60", "SET @guiyi_loading=1"}) {
            if (const Result<std::int64_t> s = doRun(sql, {}); !s)
                return s.error();
        }
        std::string allowed;
        const Status s = doEach("SELECT @@max_allowed_packet", {}, [&](const SqlRow &row) {
            allowed = row.front().value_or("");
            return Status();
        });
        m_allowed =
            static_cast<std::size_t>(std::max(std::strtoll(allowed.c_str(), nullptr, 10), 1LL << 10U));
        m_packet = std::min(LargestStatement, m_allowed / 2);
        return s;
    }

    Status lockWriter() override {
        std::string got;
        const Status s =
            doEach("SELECT GET_LOCK(CONCAT('guiyi:',DATABASE()),10)", {}, [&](const SqlRow &row) {
                got = row.front().value_or("");
                return Status();
            });
        if (!s)
            return s;
        m_writer = got == "1";
        return m_writer ? Status()
                        : error(ErrorKind::Retry, "locking the platform", "another guiyi is writing to it",
                                "wait until it is done and run the command again");
    }
    bool connected() const override { return m_connected; }
    Status reconnect() override {
        if (Status s = connect(); !s)
            return s;
        return m_writer ? lockWriter() : Status();
    }

protected:
    std::string_view beginSql() const override { return "START TRANSACTION"; }

    Result<std::int64_t> doRun(std::string_view sql, const SqlRow &parameters) override {
        const std::string text = filled(sql, parameters);
        if (mysql_real_query(m_connection.get(), text.data(), text.size()) != 0)
            return failure(doing(sql));
        const std::unique_ptr<MYSQL_RES, FreeResult> unread(mysql_store_result(m_connection.get()));
        return unread ? 0 : static_cast<std::int64_t>(mysql_affected_rows(m_connection.get()));
    }

    Status doEach(std::string_view sql, const SqlRow &parameters, const Visit &visit) override {
        const std::string text = filled(sql, parameters);
        if (mysql_real_query(m_connection.get(), text.data(), text.size()) != 0)
            return failure(doing(sql));
        const std::unique_ptr<MYSQL_RES, FreeResult> rows(mysql_use_result(m_connection.get()));
        if (!rows)
            return failure(doing(sql));
        Status result;
        SqlRow row(mysql_num_fields(rows.get()));
        while (const MYSQL_ROW fetched = mysql_fetch_row(rows.get())) {
            const unsigned long *lengths = mysql_fetch_lengths(rows.get());
            for (std::size_t i = 0; i < row.size(); ++i)
                row[i] = fetched[i] == nullptr ? SqlValue() : std::string_view(fetched[i], lengths[i]);
            if (result.ok()) // the rest has to be read before the connection can be used again
                result = visit(row);
        }
        if (result.ok() && mysql_errno(m_connection.get()) != 0)
            return failure(doing(sql));
        return result;
    }

    Result<std::int64_t> doInsert(std::string_view table, const RowSet &rows) override {
        const std::string head =
            "INSERT INTO " + quoted(table) + "(" + quotedList(rows.columns()) + ") VALUES ";
        std::string sql;
        std::int64_t added = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            sql += sql.empty() ? head + "(" : ",(";
            for (std::size_t column = 0; column < rows.columns().size(); ++column) {
                if (column > 0)
                    sql += ',';
                appendLiteral(sql, rows.row(i)[column]);
            }
            sql += ')';
            if (sql.size() < m_packet && i + 1 < rows.size())
                continue;
            if (sql.size() >= m_allowed)
                return error(ErrorKind::Rejected, doing(head),
                             "a row of " + std::to_string(sql.size()) +
                                 " bytes is more than the server takes",
                             "raise max_allowed_packet of the server and load the record again");
            if (mysql_real_query(m_connection.get(), sql.data(), sql.size()) != 0)
                return failure(doing(head));
            added += static_cast<std::int64_t>(mysql_affected_rows(m_connection.get()));
            sql.clear();
        }
        return added;
    }

    Result<std::int64_t> doUpdate(std::string_view table, std::size_t keys, const RowSet &rows) override {
        const std::string stage = "guiyi_stage_" + std::string(table);
        // A temporary table does not end the transaction.
        const std::string made = "CREATE TEMPORARY TABLE IF NOT EXISTS " + quoted(stage) + " AS SELECT " +
                                 quotedList(rows.columns()) + " FROM " + quoted(table) + " LIMIT 0";
        if (const Result<std::int64_t> s = doRun(made, {}); !s)
            return s;
        if (const Result<std::int64_t> s = doRun("DELETE FROM " + quoted(stage), {}); !s)
            return s;
        if (const Result<std::int64_t> s = doInsert(stage, rows); !s)
            return s;
        std::string set, where;
        for (std::size_t i = 0; i < rows.columns().size(); ++i) {
            const std::string column = quoted(rows.columns()[i]);
            if (i < keys)
                where += (where.empty() ? "t." : " AND t.") + column + "=s." + column;
            else
                set += (set.empty() ? "t." : ",t.") + column + "=s." + column;
        }
        return doRun(
            "UPDATE " + quoted(stage) + " s JOIN " + quoted(table) + " t ON " + where + " SET " + set, {});
    }

private:
    void setTls() {
        MYSQL *c = m_connection.get();
        if (address().tls == TargetTls::Off || address().tls == TargetTls::Prefer)
            return; // Connector/C 3.3 does not negotiate
        const my_bool on = 1, verify = address().tls == TargetTls::Verify ? 1 : 0;
        mysql_options(c, MYSQL_OPT_SSL_ENFORCE, &on);
        mysql_options(c, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
        if (!address().caFile.empty())
            mysql_options(c, MYSQL_OPT_SSL_CA, address().caFile.c_str());
    }

    void appendLiteral(std::string &sql, const SqlValue &value) {
        if (!value) {
            sql += "NULL";
            return;
        }
        sql += '\'';
        const std::size_t at = sql.size();
        sql.resize(at + value->size() * 2 + 1);
        const unsigned long length = mysql_real_escape_string(
            m_connection.get(), sql.data() + at, value->data(), static_cast<unsigned long>(value->size()));
        sql.resize(at + length);
        sql += '\'';
    }

    /// The parameters as literals; no statement here holds a literal question mark.
    std::string filled(std::string_view sql, const SqlRow &parameters) {
        std::string text;
        std::size_t next = 0;
        for (const char c : sql) {
            if (c == '?' && next < parameters.size())
                appendLiteral(text, parameters[next++]);
            else
                text += c;
        }
        return text;
    }

    /// By number; the words of the manual's "MariaDB Error Codes" beside them.
    Error failure(const std::string &doingWhat) {
        const unsigned code = mysql_errno(m_connection.get());
        const std::string why = mysql_error(m_connection.get());
        switch (code) {
        case 1053: // server shutdown
        case 1927: // connection killed
        case 2002: // cannot connect
        case 2003:
        case 2006: // server has gone away
        case 2013: // lost connection
        case 2026: // TLS
            m_connected = false;
            if (code == 2026)
                return error(ErrorKind::Usage, doingWhat, why,
                             "set the server's certificate right, or choose ?tls= and ?ca= of the target in "
                             "guiyi.yaml");
            return error(ErrorKind::Retry, doingWhat, why,
                         "see that the server runs and can be reached, then run the command again: it "
                         "continues where it was");
        case 1040: // too many connections
        case 1203:
        case 1226: // the user's own limit
            return error(ErrorKind::Retry, doingWhat, why,
                         "the server has no free connection: run the command again later");
        case 1205: // lock wait timeout
        case 1213: // deadlock
            return error(ErrorKind::Retry, doingWhat, why,
                         "others are writing to the same rows: run the command again later");
        case 1044: // no right to the database
        case 1045: // access denied
        case 1049: // unknown database
        case 1142: // no right to the table
        case 1698:
            return error(ErrorKind::Usage, doingWhat, why,
                         "look at user, database and password of the target in guiyi.yaml, and at the user's "
                         "rights");
        case 3:    // error writing a file
        case 1021: // disk full
        case 1114: // table is full
            return error(
                ErrorKind::Failed, doingWhat, why,
                "free disk space on the server and run the command again, it continues where it was");
        case 1048: // NULL
        case 1062: // duplicate
        case 1153: // packet too large
        case 1264: // out of range
        case 1265: // truncated
        case 1292: // wrong value
        case 1366: // wrong string
        case 1406: // too long
        case 1451: // foreign key
        case 1452:
        case 2020: // packet too large, seen by the client
        case 4025: // check
            return error(ErrorKind::Rejected, doingWhat, why, "put the record right and load it again");
        default:
            return error(ErrorKind::Failed, doingWhat, why,
                         "look at the server's log, then run the command again");
        }
    }

    std::unique_ptr<MYSQL, CloseConnection> m_connection;
    std::size_t m_packet = LargestStatement;  ///< bytes a statement of several rows may reach
    std::size_t m_allowed = LargestStatement; ///< bytes the server takes at all
    bool m_connected = false, m_writer = false;
};

} // namespace

Result<std::unique_ptr<SqlEngine>> openMariaDb(const TargetAddress &address) {
    auto engine = std::make_unique<MariaDbEngine>(address);
    if (Status s = engine->connect(); !s)
        return s.error();
    return std::unique_ptr<SqlEngine>(std::move(engine));
}

} // namespace guiyi
