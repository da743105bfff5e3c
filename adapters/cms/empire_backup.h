// Volumes of EmpireBak, the backup of EmpireCMS: PHP that calls E_D("statement") and E_C("statement").
#pragma once

#include "adapters/cms/sql_dump.h"

namespace guiyi::cms {

/// The SQL statements in a volume, each ended by ";\n". The PHP is read as data: nothing of it is run.
/// `volume` must outlive what is returned.
DumpSource empireStatements(const DumpSource &volume);

} // namespace guiyi::cms
