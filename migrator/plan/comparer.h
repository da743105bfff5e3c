// Compares what should be with what the platform has, many records at a time, and writes the plan's rows.
#pragma once

#include "migrator/loader/platform.h"
#include "migrator/map/hasher.h"
#include "migrator/plan/plan_store.h"

#include <string>
#include <unordered_set>
#include <vector>

namespace guiyi {

/// One thread. Rows are in the plan in the order their records were given, after flush().
class Comparer {
public:
    /// `platform` is nullptr when there is none yet. With `contents` its rows are read, not only the id map:
    /// needed when somebody else may have written since our last batch.
    Comparer(PlanStore &plan, Platform *platform, bool contents)
        : m_plan(plan), m_platform(platform), m_contents(contents) {}

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
    Status compare(const Record &record, const Known &known, PlanRow &row);
    Result<std::vector<std::string>> missingKeys(const std::string &site, const std::string &entity);
    Status retire(const std::string &site, const std::string &entity, const std::vector<std::string> &keys);
    Result<std::vector<bool>> newContents();
    Status put(const PlanRow &row);

    PlanStore &m_plan;
    Platform *m_platform;
    bool m_contents;
    std::vector<Record> m_records; ///< of one kind
    std::size_t m_bytes = 0;
    std::unordered_set<std::uint64_t> m_plannedContents; ///< hashes of file contents this plan brings
    Hasher m_hash;
    std::int64_t m_conflicts = 0;
};

} // namespace guiyi
