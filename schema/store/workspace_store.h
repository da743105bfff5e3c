// The workspace's state database: which stage ran on which input, and what map decided.
#pragma once

#include "schema/config/workspace.h"
#include "schema/store/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace guiyi {

/// Counts of a stage in the order to show.
using StageCounts = std::vector<std::pair<std::string, std::int64_t>>;
/// What is counted under this word; 0 when nothing is.
std::int64_t countOf(const StageCounts &counts, std::string_view word);

/// One line of the stage ledger. `site` is "*" for stages that work on all sites together.
struct StageRun {
    std::string site, stage;
    std::string inputHash;  ///< of everything the run read
    std::string outputHash; ///< of what it left; the input hash of the next stage is made of it
    StageCounts counts;
    bool operator==(const StageRun &) const = default;
};

/// .guiyi/workspace.db. Belongs to the thread that opened it; every thread opens its own. Writers of several
/// threads and processes wait for each other (busy timeout of Database).
class WorkspaceStore {
public:
    /// Opens or creates the database and brings its schema up to date.
    static Result<WorkspaceStore> open(const Workspace &workspace);

    /// Replaces the ledger line of this site and stage. Do it after the stage's output is safe on disk.
    Status recordStage(std::string_view site, std::string_view stage, std::string_view inputHash,
                       std::string_view outputHash, const StageCounts &counts);
    /// The newest run; nothing when the stage never ran for the site.
    Result<std::optional<StageRun>> lastStage(std::string_view site, std::string_view stage);
    /// The whole ledger, by site and stage.
    Result<std::vector<StageRun>> stages();

    Database &database() { return m_database; }

private:
    explicit WorkspaceStore(Database database) : m_database(std::move(database)) {}
    Database m_database;
};

} // namespace guiyi
