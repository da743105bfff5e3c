// PostgreSQL through libpq, which Qt Sql has no COPY for.
#include "migrator/loader/sql_engine.h"

#include "schema/base/text.h"

#include <QtCore/qendian.h>

#include <libpq-fe.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <map>

namespace guiyi {

namespace {

constexpr std::size_t CopyChunk = 1U << 18U; ///< bytes handed to libpq at once

struct CloseConnection {
    void operator()(PGconn *connection) const { PQfinish(connection); }
};
struct ClearResult {
    void operator()(PGresult *result) const { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, ClearResult>;

const char *sslMode(TargetTls tls) {
    switch (tls) {
    case TargetTls::Off:
        return "disable";
    case TargetTls::Prefer:
        return "prefer";
    case TargetTls::Require:
        return "require";
    case TargetTls::Verify:
        return "verify-full";
    }
    return "verify-full";
}

/// `?` as $1, $2, …; no statement here holds a literal question mark.
std::string numbered(std::string_view sql) {
    std::string out;
    int number = 0;
    for (const char c : sql) {
        if (c == '?')
            out += "$" + std::to_string(++number);
        else
            out += c;
    }
    return out;
}

// The binary form of COPY, which the server need not search for tabs and backslashes (manual, "COPY", "Binary
// Format").

constexpr std::string_view CopyHead("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);

template <typename Number>
void appendNumber(std::string &out, Number number) {
    std::array<char, sizeof(Number)> bytes{};
    qToBigEndian(number, bytes.data());
    out.append(bytes.data(), bytes.size());
}

/// How values of a column travel: as their characters, or as a number of eight bytes.
enum class Wire : std::uint8_t { Text, Number };

/// The types the platform's tables are made of, by their numbers in the server's catalog (pg_type.dat).
std::optional<Wire> wireOf(Oid type) {
    switch (type) {
    case 25:   // text
    case 1043: // character varying
        return Wire::Text;
    case 20: // bigint
        return Wire::Number;
    default:
        return std::nullopt;
    }
}

/// False when the value of a number's column is none.
bool appendCopyValue(std::string &out, const SqlValue &value, Wire wire) {
    if (!value) {
        appendNumber(out, std::int32_t(-1));
        return true;
    }
    if (wire == Wire::Text) {
        appendNumber(out, static_cast<std::int32_t>(value->size()));
        out += *value;
        return true;
    }
    std::int64_t number = 0;
    const char *const past = value->data() + value->size();
    const auto [end, failed] = std::from_chars(value->data(), past, number);
    if (failed != std::errc() || end != past)
        return false;
    appendNumber(out, static_cast<std::int32_t>(sizeof number));
    appendNumber(out, number);
    return true;
}

class PostgreSqlEngine final : public SqlEngine {
public:
    explicit PostgreSqlEngine(const TargetAddress &address) : SqlEngine(address) {}

    Status connect() {
        const Result<std::string> password = address().password();
        if (!password)
            return password.error();
        const std::string port = std::to_string(address().port);
        const std::array keys{"host",
                              "port",
                              "user",
                              "dbname",
                              "password",
                              "sslmode",
                              "sslrootcert",
                              "application_name",
                              "client_encoding",
                              "connect_timeout",
                              static_cast<const char *>(nullptr)};
        const std::array values{address().host.c_str(),
                                port.c_str(),
                                address().user.c_str(),
                                address().database.c_str(),
                                password->empty() ? nullptr : password->c_str(),
                                sslMode(address().tls),
                                address().caFile.empty() ? nullptr : address().caFile.c_str(),
                                "guiyi",
                                "UTF8",
                                "10",
                                static_cast<const char *>(nullptr)};
        m_connection.reset(PQconnectdbParams(keys.data(), values.data(), 0));
        if (PQstatus(m_connection.get()) != CONNECTION_OK)
            return connectionFailure();
        PQsetNoticeProcessor(
            m_connection.get(), [](void *, const char *) {}, nullptr);
        return {};
    }

    Status lockWriter() override {
        const Result<std::int64_t> patience = doRun("SET lock_timeout='10s'", {});
        if (!patience)
            return patience.error();
        // Of this database only: advisory locks are kept per database. The number spells "guiyi".
        const Status locked =
            doEach("SELECT pg_advisory_lock(443437705577)", {}, [](const SqlRow &) { return Status(); });
        const Result<std::int64_t> usual = doRun("SET lock_timeout='60s'", {});
        if (locked.ok()) {
            m_writer = true;
            return usual ? Status() : usual.error();
        }
        if (locked.error().kind == ErrorKind::Retry && connected())
            return error(ErrorKind::Retry, "locking the platform", "another guiyi is writing to it",
                         "wait until it is done and run the command again");
        return locked;
    }
    bool connected() const override { return PQstatus(m_connection.get()) == CONNECTION_OK; }
    Status reconnect() override {
        if (Status s = connect(); !s)
            return s;
        return m_writer ? lockWriter() : Status();
    }

protected:
    Result<std::int64_t> doRun(std::string_view sql, const SqlRow &parameters) override {
        const Parameters given(parameters);
        const PgResult result(PQexecParams(m_connection.get(), numbered(sql).c_str(), given.count(), nullptr,
                                           given.values(), nullptr, nullptr, 0));
        const ExecStatusType status = PQresultStatus(result.get());
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
            return failure(result.get(), doing(sql));
        return static_cast<std::int64_t>(std::strtoll(PQcmdTuples(result.get()), nullptr, 10));
    }

    Status doEach(std::string_view sql, const SqlRow &parameters, const Visit &visit) override {
        const Parameters given(parameters);
        if (PQsendQueryParams(m_connection.get(), numbered(sql).c_str(), given.count(), nullptr,
                              given.values(), nullptr, nullptr, 0) == 0)
            return failure(nullptr, doing(sql));
        PQsetSingleRowMode(m_connection.get());
        Status result;
        SqlRow row;
        while (const PgResult part{PQgetResult(m_connection.get())}) {
            const ExecStatusType status = PQresultStatus(part.get());
            if (!result.ok() || status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)
                continue; // the end, or what is left of a query that was given up
            if (status != PGRES_SINGLE_TUPLE) {
                result = failure(part.get(), doing(sql));
                continue;
            }
            row.clear();
            for (int i = 0; i < PQnfields(part.get()); ++i) {
                if (PQgetisnull(part.get(), 0, i) != 0)
                    row.emplace_back();
                else
                    row.emplace_back(
                        std::string_view(PQgetvalue(part.get(), 0, i),
                                         static_cast<std::size_t>(PQgetlength(part.get(), 0, i))));
            }
            result = visit(row);
            if (!result.ok())
                stopQuery();
        }
        return result;
    }

    Result<std::int64_t> doInsert(std::string_view table, const RowSet &rows) override {
        const Result<std::vector<Wire>> wires = wiresOf(table, rows.columns());
        if (!wires)
            return wires.error();
        const std::string sql =
            "COPY " + quoted(table) + "(" + quotedList(rows.columns()) + ") FROM STDIN (FORMAT binary)";
        const PgResult start(PQexec(m_connection.get(), sql.c_str()));
        if (PQresultStatus(start.get()) != PGRES_COPY_IN)
            return failure(start.get(), doing(sql));
        std::string buffer(CopyHead);
        buffer.reserve(CopyChunk * 2);
        bool sent = true;
        std::optional<Error> wrong;
        for (std::size_t i = 0; i < rows.size() && sent && !wrong; ++i) {
            appendNumber(buffer, static_cast<std::int16_t>(wires->size()));
            for (std::size_t column = 0; column < wires->size(); ++column) {
                const SqlValue &value = rows.row(i)[column];
                if (!appendCopyValue(buffer, value, (*wires)[column]))
                    wrong = error(ErrorKind::Rejected, doing(sql),
                                  "\"" + std::string(*value) + "\" is no number for column " +
                                      std::string(rows.columns()[column]),
                                  "put the record right and load it again");
            }
            if (buffer.size() >= CopyChunk)
                sent = send(buffer);
        }
        appendNumber(buffer, std::int16_t(-1));
        sent = sent && send(buffer);
        if (wrong || !sent || PQputCopyEnd(m_connection.get(), nullptr) != 1)
            (void)PQputCopyEnd(m_connection.get(), "stopped");
        Status result;
        std::int64_t added = 0;
        while (const PgResult part{PQgetResult(m_connection.get())}) {
            if (PQresultStatus(part.get()) == PGRES_COMMAND_OK)
                added += std::strtoll(PQcmdTuples(part.get()), nullptr, 10);
            else if (result.ok())
                result = failure(part.get(), doing(sql));
        }
        if (wrong)
            return *wrong;
        if (!result.ok())
            return result.error();
        if (!sent)
            return failure(nullptr, doing(sql));
        return added;
    }

    Result<std::int64_t> doUpdate(std::string_view table, std::size_t keys, const RowSet &rows) override {
        const std::string stage = "guiyi_stage_" + std::string(table), columns = quotedList(rows.columns());
        const std::string made = "CREATE TEMP TABLE IF NOT EXISTS " + quoted(stage) +
                                 " ON COMMIT DROP AS SELECT " + columns + " FROM " + quoted(table) +
                                 " WITH NO DATA";
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
                set += (set.empty() ? "" : ",") + column + "=s." + column;
        }
        return doRun(
            "UPDATE " + quoted(table) + " t SET " + set + " FROM " + quoted(stage) + " s WHERE " + where, {});
    }

private:
    /// Parameters as libpq wants them: C strings, NULL for nothing.
    class Parameters {
    public:
        explicit Parameters(const SqlRow &row) {
            m_texts.reserve(row.size());
            for (const SqlValue &value : row) {
                m_texts.emplace_back(value.value_or(std::string_view()));
                m_values.push_back(value ? m_texts.back().c_str() : nullptr);
            }
        }
        int count() const { return static_cast<int>(m_values.size()); }
        const char *const *values() const { return m_values.data(); }

    private:
        std::vector<std::string> m_texts;
        std::vector<const char *> m_values;
    };

    /// Asked once for each choice of columns; definitions change before anything is loaded.
    Result<std::vector<Wire>> wiresOf(std::string_view table, const std::vector<std::string_view> &columns) {
        const std::string sql = "SELECT " + quotedList(columns) + " FROM " + quoted(table) + " LIMIT 0";
        const auto known = m_wires.find(sql);
        if (known != m_wires.end())
            return known->second;
        const PgResult empty(PQexec(m_connection.get(), sql.c_str()));
        if (PQresultStatus(empty.get()) != PGRES_TUPLES_OK)
            return failure(empty.get(), doing(sql));
        std::vector<Wire> wires;
        for (int i = 0; i < PQnfields(empty.get()); ++i) {
            const std::optional<Wire> wire = wireOf(PQftype(empty.get(), i));
            if (!wire)
                return error(ErrorKind::Failed, doing(sql),
                             "column " + std::string(columns[static_cast<std::size_t>(i)]) +
                                 " is of another type than the platform's tables have",
                             "use a database that only guiyi made tables in");
            wires.push_back(*wire);
        }
        m_wires.emplace(sql, wires);
        return wires;
    }

    bool send(std::string &buffer) {
        const bool sent =
            PQputCopyData(m_connection.get(), buffer.data(), static_cast<int>(buffer.size())) == 1;
        buffer.clear();
        return sent;
    }

    void stopQuery() {
        PGcancel *cancel = PQgetCancel(m_connection.get());
        std::array<char, 256> unused{};
        if (cancel != nullptr)
            PQcancel(cancel, unused.data(), static_cast<int>(unused.size()));
        PQfreeCancel(cancel);
    }

    Error connectionFailure() const {
        const std::string why = PQerrorMessage(m_connection.get());
        const bool rights = text::contains(why, "authentication failed") ||
                            text::contains(why, "does not exist") || text::contains(why, "pg_hba.conf") ||
                            text::contains(why, "no password supplied");
        if (rights)
            return error(ErrorKind::Usage, "connecting to the platform", why,
                         "look at user, database and password of the target in guiyi.yaml");
        if (text::contains(why, "too many") || text::contains(why, "connection slots"))
            return error(ErrorKind::Retry, "connecting to the platform", why,
                         "the server has no free connection: run the command again later");
        if (text::contains(why, "SSL") || text::contains(why, "certificate"))
            return error(ErrorKind::Usage, "connecting to the platform", why,
                         "set the server's certificate right, or choose ?tls= and ?ca= of the target in "
                         "guiyi.yaml");
        return error(ErrorKind::Retry, "connecting to the platform", why,
                     "see that the server runs and can be reached, then run the command again");
    }

    /// By SQLSTATE; the classes are those of the manual's appendix "PostgreSQL Error Codes".
    Error failure(const PGresult *result, const std::string &doingWhat) const {
        const char *state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
        const std::string code = state == nullptr ? "08006" : state;
        std::string why =
            result == nullptr ? PQerrorMessage(m_connection.get()) : PQresultErrorMessage(result);
        if (why.empty())
            why = PQerrorMessage(m_connection.get());
        const std::string family = code.substr(0, 2);
        if (!connected() || family == "08" || family == "57")
            return error(ErrorKind::Retry, doingWhat, why,
                         "the connection to the server was lost: run the command again, it continues where "
                         "it was");
        if (family == "40" || code == "55P03")
            return error(ErrorKind::Retry, doingWhat, why,
                         "others are writing to the same rows: run the command again later");
        if (code == "53300")
            return error(ErrorKind::Retry, doingWhat, why,
                         "the server has no free connection: run the command again later");
        if (family == "53" || code == "58030")
            return error(ErrorKind::Failed, doingWhat, why,
                         "free disk space or memory on the server and run the command again, it continues "
                         "where it was");
        if (family == "22" || family == "23" || family == "54")
            return error(ErrorKind::Rejected, doingWhat, why, "put the record right and load it again");
        if (family == "42" && code == "42501")
            return error(ErrorKind::Usage, doingWhat, why,
                         "give the user of the target the right to do this");
        return error(ErrorKind::Failed, doingWhat, why,
                     "look at the server's log, then run the command again");
    }

    std::unique_ptr<PGconn, CloseConnection> m_connection;
    std::map<std::string, std::vector<Wire>> m_wires; ///< by the query that told them
    bool m_writer = false;
};

} // namespace

Result<std::unique_ptr<SqlEngine>> openPostgreSql(const TargetAddress &address) {
    auto engine = std::make_unique<PostgreSqlEngine>(address);
    if (Status s = engine->connect(); !s)
        return s.error();
    return std::unique_ptr<SqlEngine>(std::move(engine));
}

} // namespace guiyi
