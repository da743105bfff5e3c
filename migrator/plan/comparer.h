// Compares what should be with what the platform has, many records at a time, and writes the plan's rows.
#pragma once

#include "migrator/loader/platform.h"
#include "migrator/map/hasher.h"
#include "migrator/plan/merge.h"
#include "migrator/plan/plan_store.h"

#include <string>
#include <unordered_set>
#include <vector>

namespace guiyi {

/// Adds what makes a plan what it is: a row of it.
void addToHash(Hasher &hash, const PlanRow &row);

/// One thread. Rows are in the plan in the order their records were given, after flush().
class Comparer {
public:
    /// `platform` is nullptr when there is none yet. With `contents` its rows are read, not only the id map:
    /// needed when somebody else may have written since our last batch.
    Comparer(PlanStore &plan, Platform *platform, bool contents, ConflictPolicies policies)
        : m_plan(plan), m_platform(platform), m_contents(contents), m_policies(std::move(policies)) {}

    Status add(const Record &record);
    /// Compares what is collected.
    Status flush();
    /// Plans the retirement of what we loaded for the site and no row of the plan is about; after flush().
    Status retireMissing(const std::string &site);

    std::int64_t conflicts() const { return m_conflicts; }
    Hasher &hash() { return m_hash; } ///< of the rows so far

private:
    using StoredRecords = std::unordered_map<std::string, StoredRecord>;
    struct Known;
    Status know(Known &known);
    Status readChanged(Known &known);
    void decide(std::size_t at, Known &known);
    Result<std::vector<std::string>> missingKeys(const std::string &site, const std::string &entity);
    Status retire(const std::string &site, const std::string &entity, const std::vector<std::string> &keys);
    Result<std::vector<bool>> newContents();
    Status put(const PlanRow &row);

    PlanStore &m_plan;
    Platform *m_platform;
    bool m_contents;
    ConflictPolicies m_policies;
    std::vector<Record> m_records; ///< of one kind
    std::size_t m_bytes = 0;
    std::unordered_set<std::uint64_t> m_plannedContents; ///< hashes of file contents this plan brings
    Hasher m_hash;
    std::int64_t m_conflicts = 0, m_rows = 0;
};

} // namespace guiyi
