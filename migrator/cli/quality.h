// The ways of `guiyi extract` that look at extraction instead of running it.
#pragma once

#include "migrator/cli/command.h"

namespace guiyi {

/// --preview, --review, --add-cases, --check-cases.
void declareQuality(QCommandLineParser &parser);
/// Runs the one that was asked for; nothing when the stage itself is meant.
std::optional<ExitCode> runQuality(Session &session);

} // namespace guiyi
