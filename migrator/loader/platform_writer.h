// Writing records to the platform: many at a time, each with all its rows, id map and journal in one
// transaction.
#pragma once

#include "migrator/loader/platform.h"
#include "migrator/plan/plan_store.h"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace guiyi {

/// A plan row to execute, with the record it writes (none for retire).
struct WriteItem {
    PlanRow row;
    Record record;
};

struct WriteOutcome {
    RowCounts written;                                        ///< what the server says it did
    RowCounts predicted;                                      ///< what the plan said of the same records
    std::vector<std::size_t> conflicts;                       ///< items others changed meanwhile; not written
    std::vector<std::pair<std::size_t, std::string>> refused; ///< items that cannot be written, and why
};

/// Executes plan rows. One thread.
class PlatformWriter {
public:
    using Items = std::vector<const WriteItem *>;
    explicit PlatformWriter(Platform &platform) : m_platform(platform) {}

    /// Writes all items in one transaction, with their progress in `batch`, and commits it. After an error
    /// nothing of them is written, unless the connection was lost at the commit: then the next call with the
    /// same items finds out.
    Result<WriteOutcome> write(const Items &items, PlatformBatch &batch);

private:
    struct Work;
    struct Uncertain {
        PlatformBatch batch;
        WriteOutcome outcome;
    };
    Status fill(const Items &items, const PlatformBatch &batch, WriteOutcome &outcome);
    Status readPresent(const Items &items, Work &work);
    Status nextIds(Work &work);
    void add(const WriteItem &item, Work &work, const Places &places);
    void addChange(const WriteItem &item, const StoredRecord &stored, Work &work, const Places &places);
    void account(const WriteItem &item, const Record &record, std::int64_t id, const StoredRecord *before,
                 Work &work);
    Status leavePlaces(const Work &work);
    Status execute(Work &work, WriteOutcome &outcome);
    Status advanceCounters(const Work &work);
    Result<bool> wasCommitted(PlatformBatch &batch);

    Platform &m_platform;
    std::optional<Uncertain> m_uncertain;
};

} // namespace guiyi
