// The platform's contents as text, the same on every engine: what tests and people compare.
#pragma once

#include "migrator/loader/platform.h"

#include <iosfwd>
#include <string>

namespace guiyi {

/// Every row of the content tables and of the id map, a JSON array a line: table, then the values in the
/// order of the columns (numbers as numbers). Tables in platformTables()'s order, rows by primary key, text
/// by its bytes. The account of runs (batches, journal) is not part of it.
Status dumpPlatform(SqlEngine &engine, std::ostream &out);

/// SHA-256 of the dump, 64 hex digits: equal exactly when the contents are.
Result<std::string> platformHash(SqlEngine &engine);

} // namespace guiyi
