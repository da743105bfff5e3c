// Where a workspace stands: which stage ran on which input, for each site.
#pragma once

#include "schema/config/workspace.h"
#include "schema/store/workspace_store.h"

#include <string>
#include <vector>

namespace guiyi {

enum class StageState {
    Never, ///< has not run
    Stale, ///< its input changed since it ran
    Fresh, ///< it ran on the input as it is now
};
std::string_view toText(StageState state); ///< never|stale|fresh

struct StageStatus {
    std::string stage; ///< extract|map for a site; map|plan|apply for the batch
    StageState state = StageState::Never;
    StageCounts counts; ///< of its newest run
    std::string inputHash;
};

struct SiteStatus {
    Site site;
    std::vector<StageStatus> stages; ///< extract, map
};

struct StatusData {
    std::string batch;
    std::vector<SiteStatus> sites;   ///< by id
    std::vector<StageStatus> stages; ///< map, plan, apply
};

/// Reads the ledger and compares it with the files as they are. Changes nothing but creates workspace.db in a
/// workspace that has none yet. Whether extract is stale is for extract to see: it is never or fresh here.
Result<StatusData> statusOf(const Workspace &workspace);

} // namespace guiyi
