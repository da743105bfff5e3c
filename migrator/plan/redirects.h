// The redirects of a plan: every old address answers in one step.
#pragma once

#include "mappings/redirects/check.h"
#include "mappings/redirects/table.h"
#include "mappings/urlmap/hosts.h"
#include "migrator/plan/plan_store.h"
#include "schema/config/workspace.h"
#include "schema/store/workspace_store.h"

namespace guiyi {

struct RedirectCounts {
    std::int64_t redirects = 0; ///< answered 301 or 302; addresses that stay as they are do not count
    std::int64_t gone = 0, findings = 0;
};

/// What every old address answers: people's decisions over what map made of it. A decision on the address
/// itself always counts; one on its directory or site counts where map has no new address for it, and where
/// it says that the old pages stay. One thread; `workspace` and `store` outlive it.
class OldAddresses {
public:
    /// Reads and checks the decisions. Usage error when their file is broken.
    static Result<std::unique_ptr<OldAddresses>> open(const Workspace &workspace, WorkspaceStore &store);

    /// Every address of the site in a stable order: those map knows, then decisions on others, directories
    /// ("http://host/dir/*") and the site. Targets are not checked against the new addresses.
    Status each(const std::string &site, const std::function<Status(const PlanRedirect &)> &visit);
    /// What is wrong with the decisions; the lines named with severity Error are not in use.
    const std::vector<Finding> &findings() const { return m_findings; }
    const mapping::RedirectPolicy &policy() const { return m_policy; }

private:
    OldAddresses(const Workspace &workspace, WorkspaceStore &store);
    PlanRedirect mapped(const Statement &row) const;
    std::optional<mapping::RedirectDecision> lookUp(const std::string &address, Status &failure);
    /// People's answer instead of map's, where it counts.
    bool decide(PlanRedirect &redirect) const;
    void apply(const mapping::RedirectDecision &decision, PlanRedirect &redirect) const;

    const Workspace &m_workspace;
    WorkspaceStore &m_store;
    mapping::HostRegistry m_hosts;
    mapping::RedirectPolicy m_policy;
    std::map<std::string, std::string> m_homes; ///< of the tenants, by site
    std::unique_ptr<mapping::RedirectTable> m_people;
    std::vector<Finding> m_findings;
};

/// Writes the redirects of all mapped sites into `plan`. An old address that is a new address too is not
/// redirected, so that none leads to another; targets lie on allowed hosts only.
Result<RedirectCounts> planRedirects(const Workspace &workspace, WorkspaceStore &store, PlanStore &plan);

/// The finished plan as servers look it up. Sites that keep their main host keep what the plan does not know
/// there, and their alias hosts lead to it. Only `sites`; targets are checked once more.
Result<mapping::RedirectTable> redirectTable(const Workspace &workspace, const std::vector<Site> &sites);

} // namespace guiyi
