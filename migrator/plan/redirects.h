// The redirects of a plan: every old address answers in one step.
#pragma once

#include "migrator/plan/plan_store.h"
#include "schema/config/workspace.h"
#include "schema/store/workspace_store.h"

namespace guiyi {

struct RedirectCounts {
    std::int64_t redirects = 0, gone = 0;
    std::int64_t findings = 0;
};

/// Makes the redirects of all mapped sites from map's addresses and writes them into `plan`. An old address
/// that is a new address too is not redirected, so that none leads to another; targets lie on tenants' hosts
/// only.
Result<RedirectCounts> planRedirects(const Workspace &workspace, WorkspaceStore &store, PlanStore &plan);

} // namespace guiyi
