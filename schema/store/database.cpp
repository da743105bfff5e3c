#include "schema/store/database.h"

#include "schema/base/text.h"

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>

#include <sqlite3.h>

/// Static libraries need their resources named once; outside any namespace, as the macro asks.
static void initSqlResources() {
    Q_INIT_RESOURCE(sql);
}

namespace guiyi {

namespace {

/// A line of its own between the statements of a step, so that nothing has to cut SQL at semicolons.
constexpr char StepSeparator[] = "\n-- step\n";

/// What went wrong last on the connection.
Error sqlError(std::string_view doing, const std::string &file, sqlite3 *connection) {
    const std::string why = text::head(sqlite3_errmsg(connection), 400);
    Error e{ErrorKind::Failed, std::string(doing), file, why,
            "look at the file and its folder, then run the command again"};
    // The primary code; the extended ones tell more in the bits above.
    switch (sqlite3_errcode(connection) & 0xFF) {
    case SQLITE_FULL:
        e.advice = "the disk is full: free space and run the command again, it continues where it was";
        break;
    case SQLITE_READONLY:
        e.advice = "the workspace is read-only: make it writable for this user and run the command again";
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        e.kind = ErrorKind::Retry;
        e.advice = "another guiyi is working here: wait for it to end and run the command again";
        break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        e.advice = "the file is damaged: remove it and run the stage again";
        break;
    default:
        break;
    }
    return e;
}

} // namespace

void leaveSqliteMemoryUncounted() {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

void Statement::Finalizer::operator()(sqlite3_stmt *statement) const {
    sqlite3_finalize(statement);
}

Statement::Statement(sqlite3_stmt *statement, std::string file)
    : m_statement(statement), m_file(std::move(file)) {}

int Statement::nextParameter() {
    finish();
    return ++m_parameter;
}

Statement &Statement::bound(int code) {
    m_bound = m_bound && code == SQLITE_OK;
    return *this;
}

Statement &Statement::bind(std::string_view value) {
    // Foreign bytes in an address, for one, need not be UTF-8.
    if (!QByteArrayView(value.data(), static_cast<qsizetype>(value.size())).isValidUtf8())
        return bind(text::fromQString(text::toQString(value)));
    return bound(sqlite3_bind_text64(m_statement.get(), nextParameter(),
                                     value.data() == nullptr ? "" : value.data(), value.size(),
                                     SQLITE_TRANSIENT, SQLITE_UTF8));
}

Statement &Statement::bind(std::int64_t number) {
    return bound(sqlite3_bind_int64(m_statement.get(), nextParameter(), number));
}

Statement &Statement::bind(double number) {
    return bound(sqlite3_bind_double(m_statement.get(), nextParameter(), number));
}

Statement &Statement::bindNullIfEmpty(std::string_view value) {
    return value.empty() ? bindNull() : bind(value);
}

Statement &Statement::bindNull() {
    return bound(sqlite3_bind_null(m_statement.get(), nextParameter()));
}

Error Statement::error(std::string_view doing) const {
    const std::string sql = text::head(text::collapse(sqlite3_sql(m_statement.get())), 80);
    return sqlError(std::string(doing) + " (" + sql + ")", m_file, sqlite3_db_handle(m_statement.get()));
}

Status Statement::run() {
    if (Status s = start(); !s)
        return s;
    int state = SQLITE_ROW;
    while (state == SQLITE_ROW)
        state = sqlite3_step(m_statement.get());
    const Status s = state == SQLITE_DONE ? Status() : Status(error("writing to the database"));
    finish();
    return s;
}

Status Statement::start() {
    finish();
    // Values of the round before must not stand in for those that were not given or not taken.
    const bool complete =
        m_bound && (m_parameter == 0 || m_parameter == sqlite3_bind_parameter_count(m_statement.get()));
    m_parameter = 0;
    m_bound = true;
    if (!complete)
        return error("giving a statement its values");
    m_running = true;
    return {};
}

Result<bool> Statement::next() {
    // A step behind the end would begin anew.
    if (!m_running)
        return false;
    const int state = sqlite3_step(m_statement.get());
    if (state == SQLITE_ROW)
        return true;
    if (state != SQLITE_DONE)
        return error("reading the database");
    finish();
    return false;
}

void Statement::finish() {
    if (m_running)
        sqlite3_reset(m_statement.get());
    m_running = false;
}

std::string Statement::text(int column) const {
    const auto *bytes = reinterpret_cast<const char *>(sqlite3_column_text(m_statement.get(), column));
    return bytes == nullptr
               ? std::string()
               : std::string(bytes,
                             static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column)));
}
std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(m_statement.get(), column);
}
double Statement::real(int column) const {
    return sqlite3_column_double(m_statement.get(), column);
}
bool Statement::isNull(int column) const {
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}
std::int64_t Statement::lastInsertId() const {
    return sqlite3_last_insert_rowid(sqlite3_db_handle(m_statement.get()));
}
std::int64_t Statement::rowsAffected() const {
    return sqlite3_changes64(sqlite3_db_handle(m_statement.get()));
}

void Database::Closer::operator()(sqlite3 *connection) const {
    sqlite3_close_v2(connection);
}

Result<Database> Database::open(const std::string &file, Mode mode) {
    constexpr int BusyMilliseconds = 30'000;
    Database database;
    database.m_file = file;
    const int access =
        mode == Mode::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3 *connection = nullptr;
    const int opened = sqlite3_open_v2(file.c_str(), &connection, access | SQLITE_OPEN_NOMUTEX, nullptr);
    database.m_connection.reset(connection);
    if (opened != SQLITE_OK)
        return sqlError("opening the database", file, connection);
    sqlite3_extended_result_codes(connection, 1);
    sqlite3_busy_timeout(connection, BusyMilliseconds);
    if (mode == Mode::ReadWrite) {
        for (const char *pragma : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL"}) {
            if (Status s = database.run(pragma); !s)
                return s.error();
        }
    }
    if (Status s = database.run("PRAGMA foreign_keys=ON"); !s)
        return s.error();
    return database;
}

Result<Statement> Database::prepare(std::string_view sql) {
    sqlite3_stmt *statement = nullptr;
    const char *rest = nullptr;
    const int prepared =
        sqlite3_prepare_v2(m_connection.get(), sql.data(), static_cast<int>(sql.size()), &statement, &rest);
    const std::string doing = "preparing SQL \"" + text::head(text::collapse(sql), 80) + "\"";
    if (prepared != SQLITE_OK)
        return sqlError(doing, m_file, m_connection.get());
    Statement made(statement, m_file);
    if (statement == nullptr || !text::trim(sql.substr(static_cast<std::size_t>(rest - sql.data()))).empty())
        return Error{ErrorKind::Failed, doing, m_file, "it is not one statement", "report this as a fault"};
    return made;
}

Status Database::run(std::string_view sql) {
    Result<Statement> statement = prepare(sql);
    return statement ? statement->run() : Status(statement.error());
}

Result<std::int64_t> Database::number(std::string_view sql, std::int64_t fallback) {
    std::int64_t value = fallback;
    const Status s = each(sql, {}, [&](const Statement &row) {
        value = row.isNull(0) ? fallback : row.integer(0);
        return false;
    });
    if (!s)
        return s.error();
    return value;
}

Status Database::each(std::string_view sql, const std::vector<std::string> &parameters,
                      const std::function<bool(const Statement &)> &row) {
    Result<Statement> statement = prepare(sql);
    if (!statement)
        return statement.error();
    for (const std::string &parameter : parameters)
        statement->bind(parameter);
    if (Status s = statement->start(); !s)
        return s;
    for (;;) {
        const Result<bool> more = statement->next();
        if (!more)
            return more.error();
        if (!more.value() || !row(*statement))
            return {};
    }
}

Status Database::begin() {
    return run("BEGIN IMMEDIATE");
}
Status Database::commit() {
    return run("COMMIT");
}
void Database::rollback() {
    (void)run("ROLLBACK");
}

Result<std::vector<SchemaVersion>> schemaVersions(std::string_view name) {
    initSqlResources();
    const QDir folder(QStringLiteral(":/guiyi/sql/") + text::toQString(name));
    std::vector<SchemaVersion> versions;
    const QStringList files = folder.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
    for (const QString &file : files) {
        QFile sql(folder.filePath(file));
        if (!sql.open(QIODevice::ReadOnly))
            return Error{ErrorKind::Failed, "reading the schema", text::fromQString(file),
                         "missing in the program", "reinstall guiyi"};
        SchemaVersion version{file.left(4).toLongLong(), {}};
        const QList<QString> statements =
            QString::fromUtf8(sql.readAll()).split(QLatin1String(StepSeparator));
        for (const QString &statement : statements)
            version.statements.push_back(text::fromQString(statement));
        versions.push_back(std::move(version));
    }
    if (versions.empty())
        return Error{ErrorKind::Failed, "reading the schema", std::string(name), "missing in the program",
                     "reinstall guiyi"};
    return versions;
}

Status Database::upgrade(std::string_view name) {
    const Result<std::vector<SchemaVersion>> versions = schemaVersions(name);
    if (!versions)
        return versions.error();
    const Result<std::int64_t> have = number("PRAGMA user_version");
    if (!have)
        return have.error();
    const std::int64_t newest = versions->back().number;
    if (have.value() > newest)
        return Error{ErrorKind::Failed, "opening the database", m_file,
                     "its schema is version " + std::to_string(have.value()) + ", this program knows " +
                         std::to_string(newest),
                     "use the newer guiyi that wrote it"};
    for (const SchemaVersion &version : *versions) {
        if (version.number <= have.value())
            continue;
        Result<Transaction> transaction = Transaction::begin(*this);
        if (!transaction)
            return transaction.error();
        for (const std::string &statement : version.statements) {
            if (Status s = run(statement); !s)
                return s;
        }
        if (Status s = run("PRAGMA user_version=" + std::to_string(version.number)); !s)
            return s;
        if (Status s = transaction->commit(); !s)
            return s;
    }
    return {};
}

Result<Transaction> Transaction::begin(Database &database) {
    if (Status s = database.begin(); !s)
        return s.error();
    return Transaction(&database);
}

Transaction::~Transaction() {
    if (m_database != nullptr)
        m_database->rollback();
}

Status Transaction::commit() {
    Database *database = std::exchange(m_database, nullptr);
    Status s = database->commit();
    if (!s)
        database->rollback();
    return s;
}

} // namespace guiyi
