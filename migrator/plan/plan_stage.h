// The plan stage: a dry run. Compares what should be with what the platform has, and writes nothing to it.
#pragma once

#include "migrator/pipeline/stage.h"

#include <string>

namespace guiyi {

/// Plans all mapped sites of the workspace (they share duplicates and addresses, so they are planned
/// together) and leaves .guiyi/plans/plan.db with an action per record, the link ledger and the redirects.
/// Stale when staging or mapping files changed since `map`. The findings are conflicts and what the plan
/// stumbled over.
/// A guard that trips (docs/platforms.md) is an error of kind Failed in the result: the plan can be looked
/// at, but apply refuses it.
struct PlanOptions {
    bool acceptLoss = false; ///< plan in spite of the guards
};
Result<StageResult> runPlan(StageContext &context, const PlanOptions &options = {});

class PlanStore;
/// Stale when the plan's rows are no longer those its hash was made of.
Status checkPlanIsUntouched(PlanStore &plan, const std::string &file);
/// Why apply must not execute this plan: one sentence for each guard that tripped and was not accepted.
std::string openGuards(PlanStore &plan);

/// Checks that staging, mapping files and map's output are those recorded when `map` ran (and, with a
/// `plannedOutput`, when the plan was made). Stale otherwise, with the stage to run again. Returns map's
/// output hash.
class WorkspaceStore;
Result<std::string> checkMapIsFresh(const Workspace &workspace, WorkspaceStore &store);

} // namespace guiyi
