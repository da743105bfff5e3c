// Taking back what was applied: rows, placements, redirects and files return to what they were.
#pragma once

#include "migrator/files/file_store.h"
#include "migrator/loader/batch_loader.h"
#include "migrator/pipeline/stage.h"

#include <string>

namespace guiyi {

struct RollbackOptions {
    std::int64_t batch = 0; ///< only what this batch did
    std::string site;       ///< only this site's records
    std::string record;     ///< only the record with this key (an article's old address)
    std::size_t recordsAtOnce = 200;
    SqlEngine::Fault fault;     ///< fails operations of the platform's engine; for tests
    FileStore::Fault fileFault; ///< fails operations of the file store; for tests
};

/// Undoes what apply did, newest first: with none of the options the newest batch that still stands, else all
/// that they choose. What others changed since, or still refer to, stays as it is and is named (errors of
/// kind Stale); so do records a later batch changed again. Killed anywhere it goes on when run again with the
/// same options. Contents of files nobody refers to any more leave the store after their rows.
Result<StageResult> runRollback(StageContext &context, const RollbackOptions &options = {});

} // namespace guiyi
