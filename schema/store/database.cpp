#include "schema/store/database.h"

#include "schema/base/text.h"

#include <QtCore/qatomic.h>
#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlerror.h>
#include <QtSql/qsqlquery.h>

#include <atomic>

/// Static libraries need their resources named once; outside any namespace, as the macro asks.
static void initSqlResources() {
    Q_INIT_RESOURCE(sql);
}

namespace guiyi {

namespace {

/// A line of its own between the statements of a step, so that nothing has to cut SQL at semicolons.
constexpr char StepSeparator[] = "\n-- step\n";

Error sqlError(std::string_view doing, const std::string &file, const QSqlError &error) {
    const std::string why = text::fromQString(error.text()).substr(0, 400);
    Error e{ErrorKind::Failed, std::string(doing), file, why,
            "look at the file and its folder, then run the command again"};
    const std::string code = text::fromQString(error.nativeErrorCode());
    if (code == "13" || text::contains(why, "full")) // SQLITE_FULL
        e.advice = "the disk is full: free space and run the command again, it continues where it was";
    else if (code == "8" || code == "1032" || text::contains(why, "readonly")) // SQLITE_READONLY
        e.advice = "the workspace is read-only: make it writable for this user and run the command again";
    else if (code == "5" || code == "6") { // SQLITE_BUSY, SQLITE_LOCKED
        e.kind = ErrorKind::Retry;
        e.advice = "another guiyi is working here: wait for it to end and run the command again";
    } else if (code == "11" || code == "26") // SQLITE_CORRUPT, SQLITE_NOTADB
        e.advice = "the file is damaged: remove it and run the stage again";
    return e;
}

} // namespace

Statement::Statement(std::unique_ptr<QSqlQuery> query, std::string file)
    : m_query(std::move(query)), m_file(std::move(file)) {}
Statement::Statement(Statement &&) noexcept = default;
Statement &Statement::operator=(Statement &&) noexcept = default;
Statement::~Statement() = default;

Statement &Statement::bind(std::string_view value) {
    m_query->bindValue(m_parameter++, text::toQString(value));
    return *this;
}

Statement &Statement::bind(std::int64_t number) {
    m_query->bindValue(m_parameter++, static_cast<qint64>(number));
    return *this;
}

Statement &Statement::bind(double number) {
    m_query->bindValue(m_parameter++, number);
    return *this;
}

Statement &Statement::bindNullIfEmpty(std::string_view value) {
    return value.empty() ? bindNull() : bind(value);
}

Statement &Statement::bindNull() {
    m_query->bindValue(m_parameter++, QVariant());
    return *this;
}

Error Statement::error(std::string_view doing) const {
    const std::string sql = text::head(text::collapse(text::fromQString(m_query->lastQuery())), 80);
    return sqlError(std::string(doing) + " (" + sql + ")", m_file, m_query->lastError());
}

Status Statement::run() {
    m_parameter = 0;
    if (!m_query->exec())
        return error("writing to the database");
    return {};
}

Status Statement::start() {
    m_parameter = 0;
    if (!m_query->exec())
        return error("reading the database");
    return {};
}

Result<bool> Statement::next() {
    if (m_query->next())
        return true;
    // QSqlQuery::next() says false for the end and for a failure alike.
    if (m_query->lastError().isValid() && m_query->lastError().type() != QSqlError::NoError)
        return error("reading the database");
    return false;
}

void Statement::finish() {
    m_query->finish();
}
std::string Statement::text(int column) const {
    return text::fromQString(m_query->value(column).toString());
}
std::int64_t Statement::integer(int column) const {
    return m_query->value(column).toLongLong();
}
double Statement::real(int column) const {
    return m_query->value(column).toDouble();
}
bool Statement::isNull(int column) const {
    return m_query->isNull(column);
}
std::int64_t Statement::lastInsertId() const {
    return m_query->lastInsertId().toLongLong();
}
std::int64_t Statement::rowsAffected() const {
    return m_query->numRowsAffected();
}

Result<Database> Database::open(const std::string &file, Mode mode) {
    static std::atomic<int> counter{0};
    Database database;
    database.m_file = file;
    database.m_connection = "guiyi-" + std::to_string(++counter);
    QSqlDatabase connection =
        QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), text::toQString(database.m_connection));
    connection.setDatabaseName(text::toQString(file));
    connection.setConnectOptions(mode == Mode::ReadOnly
                                     ? QStringLiteral("QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=30000")
                                     : QStringLiteral("QSQLITE_BUSY_TIMEOUT=30000"));
    if (!connection.open())
        return sqlError("opening the database", file, connection.lastError());
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

Database::Database(Database &&other) noexcept
    : m_connection(std::exchange(other.m_connection, {})), m_file(std::move(other.m_file)) {}

Database &Database::operator=(Database &&other) noexcept {
    std::swap(m_connection, other.m_connection);
    std::swap(m_file, other.m_file);
    return *this;
}

Database::~Database() {
    if (m_connection.empty())
        return;
    const QString name = text::toQString(m_connection);
    QSqlDatabase::database(name, false).close();
    QSqlDatabase::removeDatabase(name);
}

Result<Statement> Database::prepare(std::string_view sql) {
    auto query = std::make_unique<QSqlQuery>(QSqlDatabase::database(text::toQString(m_connection), false));
    query->setForwardOnly(true);
    if (!query->prepare(text::toQString(sql)))
        return sqlError("preparing SQL \"" + text::head(text::collapse(sql), 80) + "\"", m_file,
                        query->lastError());
    return Statement(std::move(query), m_file);
}

Status Database::run(std::string_view sql) {
    QSqlQuery query(QSqlDatabase::database(text::toQString(m_connection), false));
    if (!query.exec(text::toQString(sql)))
        return sqlError("running SQL \"" + text::head(text::collapse(sql), 80) + "\"", m_file,
                        query.lastError());
    return {};
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
