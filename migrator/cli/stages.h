// The stages of this program, as the runner takes them.
#pragma once

#include "migrator/pipeline/runner.h"

namespace guiyi {

Stage extractStage();
Stage mapStage();
Stage planStage();  ///< and its reports
Stage applyStage(); ///< and its reports

/// Writes the reports of the newest plan into the workspace's reports folder; gives their paths.
Result<std::vector<std::string>> makeReports(StageContext &context);

} // namespace guiyi
