// Rules and templates tried on a few pages of each site.
#pragma once

#include "migrator/pipeline/stage.h"
#include "schema/base/result.h"

#include <string>
#include <vector>

namespace guiyi {

constexpr std::size_t PreviewPages = 20; ///< of a site

struct PreviewReport {
    std::string site, file; ///< the HTML report
    std::size_t pages = 0, articles = 0;
    std::vector<std::string> lines; ///< a line a page, for the terminal
};

/// Reads PreviewPages pages of a site and writes .guiyi/reports/preview-<site>.html. Nothing else changes.
Result<PreviewReport> previewSite(const Workspace &workspace, const Site &site);

/// Every mistake in the rules of all sites; empty when there is none.
std::vector<Error> checkRules(const std::vector<Site> &sites);

} // namespace guiyi
