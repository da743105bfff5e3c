// The apply stage: executes exactly the plan.
#pragma once

#include "migrator/files/file_store.h"
#include "migrator/loader/batch_loader.h"
#include "migrator/loader/file_provider.h"
#include "migrator/pipeline/stage.h"

#include <string>

namespace guiyi {

/// Which records of the plan a run executes. Tenants, columns and files come with what needs them.
struct ApplyFilter {
    std::string site;   ///< only this site's records
    std::string column; ///< only articles shown in this standard column (its code)
    std::string url;    ///< only the article of this old address
    bool any() const { return !site.empty() || !column.empty() || !url.empty(); }
};

struct ApplyOptions {
    LoadLimits limits;
    std::int64_t limit = 0; ///< records to write in this run; 0: all
    ApplyFilter only;
    std::string rejectsFile;    ///< load these repaired records instead of the plan's
    SqlEngine::Fault fault;     ///< fails operations of the platform's engine; for tests
    FileStore::Fault fileFault; ///< fails operations of the file store; for tests
};

/// Writes what .guiyi/plans/plan.db says to the platform and the contents of new files to its file store.
/// Refuses (Stale) when staging, mapping or platform changed since the plan. Killed anywhere it continues
/// when run again; a plan that is done writes nothing more. A record the platform does not take, or a file
/// that cannot be read, is rejected with what needs it (errors of kind Rejected, .guiyi/rejects/apply.jsonl);
/// the rest goes on, and the next run takes them up again.
Result<StageResult> runApply(StageContext &context, FileProvider &files, const ApplyOptions &options = {});

} // namespace guiyi
