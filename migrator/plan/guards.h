// Stops a plan that would take a broken source for the truth.
#pragma once

#include "migrator/loader/platform.h"
#include "migrator/plan/plan_store.h"
#include "schema/config/guards.h"
#include "schema/config/workspace.h"

#include <string>
#include <vector>

namespace guiyi {

/// What a site would lose.
struct SiteChange {
    std::string site;
    std::int64_t loaded = 0;  ///< articles on the platform, not retired
    std::int64_t kept = 0;    ///< articles the source has now
    std::int64_t retired = 0; ///< articles the plan retires
    std::int64_t loadedFiles = 0, retiredFiles = 0;
    std::int64_t pages = 0, unreadable = 0; ///< pages in the source, those extraction could not read
};

/// Losses smaller than this many records are everyday work, whatever their share.
inline constexpr std::int64_t LossTooSmallToGuard = 5;

/// Why this change needs a person's word; one sentence each, empty when it does not. Pure.
std::vector<std::string> guardsTripped(const SiteChange &change, const GuardConfig &guards);

/// The changes of every site of the plan, by id. `platform` is nullptr when there is none yet.
Result<std::vector<SiteChange>> siteChanges(const Workspace &workspace, const std::vector<Site> &sites,
                                            PlanStore &plan, Platform *platform);

/// The error of kind Failed that a tripped guard is shown as.
Error guardError(const std::string &site, const std::string &why);

} // namespace guiyi
