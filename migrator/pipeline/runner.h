// Stages one after the other, up to a gate.
#pragma once

#include "migrator/pipeline/stage.h"

#include <functional>
#include <string>
#include <vector>

namespace guiyi {

/// A stage as the runner sees it. The name is the word of the command line ("extract").
struct Stage {
    std::string name;
    std::function<Result<StageResult>(StageContext &)> run;
};

/// A stage that ended, well or not.
struct StageReport {
    std::string stage;
    StageResult result;
    std::vector<Error> failure; ///< why the stage itself broke off; empty when it did not
};

/// Runs `stages` in their order and hands every one that ended to `ended`. Stops after a stage that broke
/// off, that has an error no later stage could work with (see StageResult), or when the token is set. True
/// when all ran.
bool runStages(const std::vector<Stage> &stages, StageContext &context,
               const std::function<void(const StageReport &)> &ended);

/// True for errors after which later stages make no sense.
bool stopsRun(const Error &error);

} // namespace guiyi
