// What an export reads: the sites that were asked for, and what is known of them.
#pragma once

#include "migrator/pipeline/stage.h"
#include "schema/store/staging.h"
#include "schema/store/workspace_store.h"

#include <functional>
#include <set>
#include <string>

namespace guiyi {

std::set<std::string> chosenIds(const StageContext &context);

/// Calls `work` with each chosen site that has records, and its staging. Usage error when none has any.
Status eachStaging(const StageContext &context, const std::function<Status(const Site &, Staging &)> &work);

/// What was decided about the sites. Usage error when no site is mapped yet.
Result<WorkspaceStore> mappedStore(const StageContext &context);

} // namespace guiyi
