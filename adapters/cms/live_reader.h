// Live databases through Qt Sql: PostgreSQL, and SQL Server and others through ODBC.
#pragma once

#include "adapters/cms/sql_dump.h"

#include <string>

namespace guiyi::cms {

struct LiveDatabase {
    std::string driver; ///< QPSQL or QODBC
    std::string shown;  ///< for messages; holds no secret
    std::string host, user, password;
    std::string database; ///< its name; for ODBC the connection string
    std::string options;  ///< of Qt's driver: "sslmode=require"
    int port = 0;
};

/// Hands every table to `visitor`, rows in the order of the primary key, read forward only in one read-only
/// transaction. Rejected when the driver is missing or the server refuses.
Status readLive(const LiveDatabase &database, DumpVisitor &visitor);

} // namespace guiyi::cms
