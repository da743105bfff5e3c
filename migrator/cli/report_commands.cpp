#include "migrator/cli/command.h"

namespace guiyi {

std::vector<Command> reportCommands() {
    return {};
}

} // namespace guiyi
