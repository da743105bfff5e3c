#include "adapters/cms/live_reader.h"

#include "schema/base/text.h"

#include <QtCore/qdatetime.h>
#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqldriver.h>
#include <QtSql/qsqlerror.h>
#include <QtSql/qsqlfield.h>
#include <QtSql/qsqlindex.h>
#include <QtSql/qsqlquery.h>
#include <QtSql/qsqlrecord.h>

#include <atomic>

namespace guiyi::cms {

namespace {

Cell cellOf(const QVariant &value) {
    if (value.isNull())
        return std::nullopt;
    switch (value.metaType().id()) {
    case QMetaType::Bool:
        return value.toBool() ? "1" : "0";
    case QMetaType::QByteArray:
        return value.toByteArray().toStdString();
    case QMetaType::QDate:
        return value.toDate().toString(Qt::ISODate).toStdString();
    case QMetaType::QDateTime:
        return value.toDateTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")).toStdString();
    default:
        return text::fromQString(value.toString());
    }
}

std::string typeOf(const QSqlField &field) {
    switch (field.metaType().id()) {
    case QMetaType::Bool:
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::Short:
    case QMetaType::LongLong:
    case QMetaType::ULongLong:
        return "bigint";
    default:
        return "text";
    }
}

class LiveReader {
public:
    LiveReader(const LiveDatabase &database, DumpVisitor &visitor)
        : m_shown(database.shown), m_visitor(visitor) {
        static std::atomic<int> connections{0};
        m_name = QStringLiteral("guiyi-cms-%1").arg(++connections);
        m_database = QSqlDatabase::addDatabase(text::toQString(database.driver), m_name);
        m_database.setHostName(text::toQString(database.host));
        m_database.setPort(database.port);
        m_database.setUserName(text::toQString(database.user));
        m_database.setPassword(text::toQString(database.password));
        m_database.setDatabaseName(text::toQString(database.database));
        m_database.setConnectOptions(text::toQString(database.options));
    }
    LiveReader(const LiveReader &) = delete;
    LiveReader &operator=(const LiveReader &) = delete;
    ~LiveReader() {
        m_database.close();
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
    }

    Status run() {
        if (!m_database.open())
            return failure(m_database.lastError());
        QSqlQuery begin(m_database);
        if (m_database.driverName() == QLatin1String("QPSQL") &&
            !begin.exec(QStringLiteral("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")))
            return failure(begin.lastError());
        QStringList tables = m_database.tables(QSql::Tables);
        tables.sort();
        for (const QString &table : tables) {
            if (Status s = readTable(table); !s)
                return s;
        }
        return {};
    }

private:
    Error failure(const QSqlError &error) const {
        return {ErrorKind::Rejected, "reading the CMS's database", m_shown,
                text::fromQString(error.text().trimmed()),
                "check the address, the user's right to SELECT, and the password (?password_env= or "
                "?password_file=)"};
    }

    Status readTable(const QString &table) {
        const QSqlDriver *const driver = m_database.driver();
        QString sql =
            QStringLiteral("SELECT * FROM ") + driver->escapeIdentifier(table, QSqlDriver::TableName);
        const QSqlIndex key = m_database.primaryIndex(table);
        for (int i = 0; i < key.count(); ++i)
            sql += (i == 0 ? QStringLiteral(" ORDER BY ") : QStringLiteral(", ")) +
                   driver->escapeIdentifier(key.fieldName(i), QSqlDriver::FieldName);
        QSqlQuery query(m_database);
        query.setForwardOnly(true);
        if (!query.exec(sql))
            return failure(query.lastError());
        const QSqlRecord record = query.record();
        // The schema's name ("dbo.", "public.") is no part of the product's prefix.
        TableShape shape{text::fromQString(table.mid(table.lastIndexOf(QLatin1Char('.')) + 1)), {}};
        for (int i = 0; i < record.count(); ++i)
            shape.columns.push_back({text::fromQString(record.fieldName(i)), typeOf(record.field(i)), {}});
        if (Status s = m_visitor.table(shape); !s)
            return s;
        std::vector<Cell> cells;
        while (query.next()) {
            cells.clear();
            for (int i = 0; i < record.count(); ++i)
                cells.push_back(cellOf(query.value(i)));
            if (Status s = m_visitor.row(shape.name, {}, cells); !s)
                return s;
        }
        return query.lastError().isValid() ? Status(failure(query.lastError())) : Status();
    }

    std::string m_shown;
    DumpVisitor &m_visitor;
    QString m_name;
    QSqlDatabase m_database;
};

} // namespace

Status readLive(const LiveDatabase &database, DumpVisitor &visitor) {
    if (!QSqlDatabase::isDriverAvailable(text::toQString(database.driver)))
        return Error{
            ErrorKind::Rejected, "reading the CMS's database", database.shown,
            "Qt's driver " + database.driver + " is not installed",
            database.driver == "QODBC"
                ? "install libqt6sql6-odbc and the ODBC driver of the database, or hand over a script (.sql)"
                : "install libqt6sql6-psql"};
    return LiveReader(database, visitor).run();
}

} // namespace guiyi::cms
