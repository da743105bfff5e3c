// A platform copied to another database, of the same engine or not, and its file contents to another store.
#pragma once

#include "migrator/files/file_store.h"
#include "migrator/loader/platform_schema.h"
#include "migrator/pipeline/stage.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace guiyi {

struct CopyOptions {
    std::size_t bytesAtOnce = 8U << 20U; ///< of memory the rows of a transaction take; up to three are held
    SqlEngine::Fault fault;              ///< fails operations of the new database's engine; for tests
};

struct CopyResult {
    RowCounts rows;
    std::size_t bytes = 0; ///< of texts
    std::string hash;      ///< of both platforms
    std::chrono::milliseconds copying{}, comparing{};
};

/// Copies every row with its id, and the loader's account with it, so that the new platform goes on where the
/// old one was: plans, applies and rollbacks work there alike. Afterwards both are read and their hashes
/// compared. The new database must be empty, or hold what a copy that was broken off left: that is thrown
/// away. Nobody else may write to either meanwhile; edits made to the old one are noticed at the end (Stale).
/// Errors: Usage when the new database is not empty or is the old one, Failed when the hashes differ.
Result<CopyResult> copyPlatform(const TargetAddress &from, const TargetAddress &to, Progress &progress,
                                CancelToken &cancel, const CopyOptions &options = {});

/// Copies the contents that the platform's rows name to another store, each checked by its hash; those there
/// already are passed over, so it goes on where it was. Gives the number of contents the new store now has
/// for the platform.
Result<std::int64_t> copyContents(SqlEngine &platform, FileStore &from, FileStore &to, Progress &progress,
                                  CancelToken &cancel);

} // namespace guiyi
