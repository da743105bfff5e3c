#include "adapters/cms/mysql_reader.h"

#include "adapters/html/decode.h"
#include "adapters/html/encodings.h"
#include "schema/base/text.h"

#include <mysql.h>

#include <memory>
#include <set>

namespace guiyi::cms {

namespace {

class MysqlReader {
public:
    MysqlReader(const TargetAddress &address, DumpVisitor &visitor)
        : m_address(address), m_visitor(visitor) {}

    Status run() {
        if (Status s = connect(); !s)
            return s;
        std::vector<std::string> tables;
        if (Status s = each("SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'",
                            [&](std::vector<Cell> &row) -> Status {
                                tables.push_back(row.at(0).value_or(""));
                                return {};
                            });
            !s)
            return s;
        if (Status s = findConverted(); !s)
            return s;
        for (const std::string &table : tables) {
            if (Status s = readTable(table); !s)
                return s;
        }
        return {};
    }

private:
    using Visit = std::function<Status(std::vector<Cell> &row)>;

    Error failure(const std::string &doing) const {
        return {ErrorKind::Rejected, doing, m_address.text(), mysql_error(m_connection.get()),
                "check the address, the user's right to SELECT, and the password (?password_env= or "
                "?password_file=)"};
    }

    Status connect() {
        const Result<std::string> password = m_address.password();
        if (!password)
            return password.error();
        m_connection.reset(mysql_init(nullptr));
        MYSQL *c = m_connection.get();
        const unsigned patience = 10;
        const unsigned tcp = MYSQL_PROTOCOL_TCP; // "localhost" would mean a socket otherwise
        mysql_options(c, MYSQL_OPT_CONNECT_TIMEOUT, &patience);
        mysql_options(c, MYSQL_SET_CHARSET_NAME, "utf8mb4");
        mysql_options(c, MYSQL_OPT_PROTOCOL, &tcp);
        if (m_address.tls == TargetTls::Require || m_address.tls == TargetTls::Verify) {
            const char on = 1;
            const char verify = m_address.tls == TargetTls::Verify ? 1 : 0;
            mysql_options(c, MYSQL_OPT_SSL_ENFORCE, &on);
            mysql_options(c, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
            if (!m_address.caFile.empty())
                mysql_options(c, MYSQL_OPT_SSL_CA, m_address.caFile.c_str());
        }
        if (mysql_real_connect(c, m_address.host.c_str(), m_address.user.c_str(), password->c_str(),
                               m_address.database.c_str(), m_address.port, nullptr, 0) == nullptr)
            return failure("connecting to the CMS's database");
        // A server older than 5.5 knows no utf8mb4 and would quietly send what it likes.
        if (mysql_query(c, "SET NAMES utf8mb4") != 0) {
            m_utf8 = "utf8";
            if (mysql_query(c, "SET NAMES utf8") != 0)
                return failure("reading the CMS's database");
        }
        // Backticks are names and double quotes are texts, as in a dump; nothing is ever written.
        for (const char *sql :
             {"SET SESSION sql_mode=''", "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ"}) {
            if (mysql_query(c, sql) != 0)
                return failure("reading the CMS's database");
        }
        // A server older than 5.6 has no word for transactions that only read.
        if (mysql_query(c, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY") != 0 &&
            mysql_query(c, "START TRANSACTION WITH CONSISTENT SNAPSHOT") != 0)
            return failure("reading the CMS's database");
        return {};
    }

    Status each(const std::string &sql, const Visit &visit) {
        MYSQL *c = m_connection.get();
        if (mysql_real_query(c, sql.data(), sql.size()) != 0)
            return failure("reading the CMS's database");
        const std::unique_ptr<MYSQL_RES, void (*)(MYSQL_RES *)> rows(mysql_use_result(c), &mysql_free_result);
        if (!rows) // of a statement without rows
            return mysql_errno(c) == 0 ? Status() : Status(failure("reading the CMS's database"));
        Status result;
        std::vector<Cell> cells;
        while (const MYSQL_ROW row = mysql_fetch_row(rows.get())) {
            cells.resize(mysql_num_fields(rows.get()));
            const unsigned long *lengths = mysql_fetch_lengths(rows.get());
            for (std::size_t i = 0; i < cells.size(); ++i) {
                if (row[i] == nullptr)
                    cells[i].reset();
                else if (cells[i]) // its memory serves again
                    cells[i]->assign(row[i], lengths[i]);
                else
                    cells[i].emplace(row[i], lengths[i]);
            }
            if (result.ok()) // the rest has to be read before the connection can be used again
                result = visit(cells);
        }
        if (result.ok() && mysql_errno(c) != 0)
            return failure("reading the CMS's database");
        return result;
    }

    /// Tables with text that is not UTF-8 as it stands. Only theirs is converted by the server: it takes many
    /// times as long as reading.
    Status findConverted() {
        return each(
            "SELECT DISTINCT table_name FROM information_schema.columns WHERE table_schema = DATABASE() "
            "AND character_set_name NOT IN ('utf8', 'utf8mb3', 'utf8mb4', 'ascii')",
            [&](std::vector<Cell> &row) -> Status {
                m_converted.insert(row.at(0).value_or(""));
                return {};
            });
    }

    /// Has the server send text as it is stored, or as UTF-8.
    Status sendStored(bool stored) {
        const std::string sql = std::string("SET character_set_results = ") + (stored ? "NULL" : m_utf8);
        return each(sql, {});
    }

    static std::string nameOf(const std::string &table) {
        return "`" + text::replaceAll(table, "`", "``") + "`";
    }

    Status readTable(const std::string &table) {
        // The definition is read as one from a dump is, so that both give the same table.
        std::string definition;
        if (Status s = each("SHOW CREATE TABLE " + nameOf(table),
                            [&](std::vector<Cell> &row) -> Status {
                                definition = row.at(1).value_or("") + ";\n";
                                return {};
                            });
            !s)
            return s;
        bool given = false;
        const DumpSource source = [&]() -> Result<std::string> {
            return std::exchange(given, true) ? std::string() : definition;
        };
        if (Status s = readSqlDump(source, "utf-8", m_visitor); !s)
            return s;
        std::string key;
        if (Status s = each("SHOW KEYS FROM " + nameOf(table) + " WHERE Key_name = 'PRIMARY'",
                            [&](std::vector<Cell> &row) -> Status {
                                key += (key.empty() ? " ORDER BY " : ", ") + nameOf(row.at(4).value_or(""));
                                return {};
                            });
            !s)
            return s;
        if (Status s = sendStored(!m_converted.contains(table)); !s)
            return s;
        const Visit keep = [&](std::vector<Cell> &cells) -> Status {
            for (Cell &cell : cells) {
                // What no charset was declared for comes as it is stored.
                if (cell && html::findInvalidUtf8(cell->data(), cell->data() + cell->size()) !=
                                cell->data() + cell->size())
                    cell = html::decodeAs(*cell, "utf-8").text;
            }
            return m_visitor.row(table, {}, cells);
        };
        if (Status s = each("SELECT * FROM " + nameOf(table) + key, keep); !s)
            return s;
        return sendStored(false);
    }

    const TargetAddress &m_address;
    DumpVisitor &m_visitor;
    const char *m_utf8 = "utf8mb4"; ///< the server's name of it
    std::set<std::string> m_converted;
    std::unique_ptr<MYSQL, void (*)(MYSQL *)> m_connection{nullptr, &mysql_close};
};

} // namespace

Status readMysql(const TargetAddress &address, DumpVisitor &visitor) {
    return MysqlReader(address, visitor).run();
}

} // namespace guiyi::cms
