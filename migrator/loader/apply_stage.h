// The apply stage: executes exactly the plan.
#pragma once

#include "migrator/loader/file_provider.h"
#include "migrator/loader/platform.h"
#include "migrator/pipeline/stage.h"

namespace guiyi {

struct ApplyOptions {
    int rowsPerTransaction = 500; ///< records; an article with all its parts is one
    Platform::Fault fault;        ///< fails writing statements; for tests
};

/// Writes what .guiyi/plans/plan.db says to the platform and the contents of new files to its file store.
/// Refuses (Stale) when staging, mapping or platform changed since the plan. Killed anywhere it continues
/// when run again; a plan that is done writes nothing more. A file that cannot be read, or no longer has the
/// staged content, is rejected with its articles (errors of kind Rejected); the rest goes on, and the next
/// run takes them up again.
Result<StageResult> runApply(StageContext &context, FileProvider &files, const ApplyOptions &options = {});

} // namespace guiyi
