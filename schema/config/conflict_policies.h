// What plan does with fields that people changed on the platform: `conflicts:` of guiyi.yaml.
#pragma once

#include "schema/base/result.h"
#include "schema/config/yaml_map.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi {

enum class ConflictPolicy {
    Ask,   ///< the record is a conflict and stays as it is until a person decides
    Ours,  ///< the source's value takes the place of theirs
    Theirs ///< theirs stays; the other fields follow the source
};

struct ConflictPolicies {
    ConflictPolicy otherwise = ConflictPolicy::Ask;
    std::map<std::string, ConflictPolicy, std::less<>> fields; ///< by name of policyName()

    ConflictPolicy of(std::string_view name) const;
};

/// The name a policy is given by for a field: fields that only make sense together have one ("body" of
/// body_html and body_text, "column" of column and placements), others their own.
std::string_view policyName(std::string_view field);
/// All names that may stand in `conflicts:`.
const std::vector<std::string_view> &policyNames();

/// What the node says; what is wrong with it goes to `mistakes` and counts as not said.
ConflictPolicies readConflictPolicies(const YAML::Node &node, YamlMistakes &mistakes);
/// Reads them from the workspace's guiyi.yaml. Its mistakes are found when the workspace is opened; here a
/// broken file is an error of kind Usage.
Result<ConflictPolicies> readConflictPolicies(const std::string &root);

} // namespace guiyi
