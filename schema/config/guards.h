// The shares beyond which plan stops instead of taking a loss for the truth: `guards:` of guiyi.yaml.
#pragma once

#include "schema/base/result.h"

#include <string>
#include <vector>

namespace guiyi {

/// In percent of what was there.
struct GuardConfig {
    int retired = 20;    ///< of the articles, or of the files, a site has on the platform
    int shrunk = 20;     ///< of the articles a site has on the platform
    int unreadable = 20; ///< of the pages in a site's source
};

/// Reads them from the workspace's guiyi.yaml. Its mistakes are found when the workspace is opened; here a
/// broken file is an error of kind Usage.
Result<GuardConfig> readGuards(const std::string &root);

} // namespace guiyi
