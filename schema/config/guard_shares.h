// Reading `guards:`, for opening a workspace and for plan.
#pragma once

#include "schema/config/guards.h"
#include "schema/config/words.h"
#include "schema/config/yaml_map.h"

namespace guiyi {

/// What the node says; what is wrong with it goes to `mistakes` and counts as not said.
GuardConfig readGuardShares(const YAML::Node &node, YamlMistakes &mistakes);

} // namespace guiyi
