// A live MySQL or MariaDB database read table by table.
#pragma once

#include "adapters/cms/sql_dump.h"
#include "schema/config/target.h"

namespace guiyi::cms {

/// Copies every table, read-only, in one consistent snapshot of the server and in the order of the primary
/// key, so that the records equal those of a dump of the same moment. Rows stream: nothing is held but the
/// one at hand.
Status readMysql(const TargetAddress &address, DumpVisitor &visitor);

} // namespace guiyi::cms
