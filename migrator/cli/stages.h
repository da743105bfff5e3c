// The stages of this program, as the runner takes them.
#pragma once

#include "migrator/capture/capture_stage.h"
#include "migrator/loader/apply_stage.h"
#include "migrator/loader/rollback_stage.h"
#include "migrator/pipeline/runner.h"
#include "migrator/plan/plan_stage.h"

namespace guiyi {

Stage captureStage(const CaptureOptions &options);
Stage extractStage();
Stage mapStage();
Stage planStage(const PlanOptions &options = {}); ///< and its reports
Stage applyStage(const ApplyOptions &options);
Stage rollbackStage(const RollbackOptions &options); ///< and its reports

class Session;
enum class ExitCode;
/// Runs the stages on the sites the session's options choose, under the workspace's lock, and shows each.
ExitCode runChain(Session &session, const std::vector<Stage> &chain);

/// Writes the reports of the newest plan into the workspace's reports folder; gives their paths.
Result<std::vector<std::string>> makeReports(StageContext &context);

} // namespace guiyi
