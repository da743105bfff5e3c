// Why a record is what it is in the plan: everything known of one address.
#pragma once

#include "migrator/plan/plan_store.h"
#include "schema/config/workspace.h"
#include "schema/store/workspace_store.h"

#include <optional>
#include <string>
#include <vector>

namespace guiyi {

struct Explanation {
    struct Outcome {
        std::string site, url, entity, outcome, target, reason;
    };
    struct Duplicate {
        std::string site, url, relation, reason;
        double similarity = 0;
        bool survivor = false;
    };
    struct Column {
        std::string site, path, target, rule, reason;
    };
    std::string url;
    std::vector<Outcome> outcomes; ///< what map decided of the address, by site
    std::optional<PlanRedirect> redirect;
    std::vector<Column> columns;       ///< the source columns of the article, and what became of them
    std::vector<Duplicate> duplicates; ///< the texts it was merged with, itself among them
    std::vector<PlanRow> rows;         ///< in the order of execution
    bool known() const { return !outcomes.empty() || !rows.empty(); }
};

/// `url` is an old address, on any host the site had, or a new one. Reads the newest plan and what map left.
Result<Explanation> explain(const Workspace &workspace, WorkspaceStore &store, PlanStore &plan,
                            const std::string &url);

} // namespace guiyi
