// The numbers of a report, computed once; every form of the report shows these and no others.
#pragma once

#include "mappings/taxonomy/planner.h"
#include "migrator/pipeline/stage.h"
#include "migrator/plan/plan_store.h"
#include "schema/store/workspace_store.h"

#include <map>
#include <string>
#include <vector>

namespace guiyi {

/// What became of the addresses of one kind.
struct Funnel {
    std::int64_t loaded = 0, merged = 0, dropped = 0, failed = 0;
    std::int64_t found() const { return loaded + merged + dropped + failed; }
    Funnel &operator+=(const Funnel &other);
    bool operator==(const Funnel &) const = default;
};

struct SiteReport {
    Site site;
    std::string home, addressRule, addressReason; ///< the new address and why
    bool standardAddress = false;
    std::map<std::string, Funnel> funnels; ///< by entity
    Funnel total;
    mapping::FlattenNumbers columns;
    std::map<std::string, std::int64_t> decisions; ///< by action
    std::int64_t decidedByPeople = 0;
    std::map<std::string, std::map<std::string, std::int64_t>> plan; ///< entity → action → rows
    std::map<std::string, std::int64_t> links;                       ///< by kind
    std::int64_t linksRewritten = 0, linksDead = 0, linksParked = 0;
    std::int64_t redirects = 0, gone = 0; ///< 301 and 410, on the main host
};

struct ReportData {
    std::string batch;
    std::string planHash;
    std::vector<SiteReport> sites;                   ///< by id
    SiteReport sum;                                  ///< of all; its site is empty
    std::map<std::string, std::int64_t> planActions; ///< the taxonomy's rows too
    std::int64_t clusters = 0, mergedArticles = 0;
};

/// Computes the numbers for `context.sites` as far as they are mapped. Usage error when there is no plan;
/// Stale when the plan is older than the mapping; Failed when found and outcomes do not add up, which must
/// not happen.
Result<ReportData> computeReport(const StageContext &context, WorkspaceStore &store, PlanStore &plan);

} // namespace guiyi
