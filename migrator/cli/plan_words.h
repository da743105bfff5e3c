// plan --explain: a part of the plan command with a file of its own.
#pragma once

#include "migrator/cli/command.h"

namespace guiyi {

void declareExplain(QCommandLineParser &parser);
/// Shows what the plan does with the address of --explain, and why; Findings when nothing is known of it.
ExitCode runExplain(Session &session);

} // namespace guiyi
