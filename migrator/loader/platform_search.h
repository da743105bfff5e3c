// Full-text indexes of the platform: made when the load is done, as a load into an index is many times
// slower.
#pragma once

#include "migrator/loader/sql_engine.h"

namespace guiyi {

/// Makes the indexes over title and text of articles, or goes on where that was broken off; nothing happens
/// when they are there. Later loads keep them up. PostgreSQL needs the extension pg_trgm, which the
/// database's owner may add.
Status createSearchIndexes(SqlEngine &engine);
/// Before a large wave; nothing happens when there are none.
Status dropSearchIndexes(SqlEngine &engine);

} // namespace guiyi
