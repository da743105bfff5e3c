// plan --explain, diff and verify: what people look at before and after a load.
#pragma once

#include "migrator/cli/command.h"

namespace guiyi {

std::vector<Command> planCommands();   ///< diff
std::vector<Command> verifyCommands(); ///< verify

/// A part of the plan command.
void declareExplain(QCommandLineParser &parser);
/// Shows what the plan does with the address of --explain, and why; Findings when nothing is known of it.
ExitCode runExplain(Session &session);

} // namespace guiyi
