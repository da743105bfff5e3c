// Loads plan rows batch by batch: retries what may pass later, finds the bad records of a batch that fails.
#pragma once

#include "migrator/loader/platform_writer.h"

#include <functional>
#include <string>
#include <vector>

namespace guiyi {

/// How much goes into a transaction, and how long trouble is borne.
struct LoadLimits {
    std::size_t records = 500;        ///< an article with all its parts is one
    std::size_t bytes = 8U << 20U;    ///< of the records' texts
    int attempts = 6;                 ///< of a transaction that may pass later
    int firstPauseMilliseconds = 100; ///< doubled after each attempt
};

/// Collects plan rows and writes them. One thread.
class BatchLoader {
public:
    /// Told of each record that was not written: kind Rejected (its data are at fault) or Stale (others
    /// changed it since the plan was made).
    using Refused = std::function<Status(const WriteItem &, const Error &)>;
    /// Told after each commit how many records it made safe.
    using Committed = std::function<void(std::int64_t)>;

    BatchLoader(Platform &platform, PlatformBatch &batch, LoadLimits limits, Refused refused,
                Committed committed)
        : m_platform(platform),
          m_writer(platform),
          m_batch(batch),
          m_limits(limits),
          m_refused(std::move(refused)),
          m_committed(std::move(committed)) {}

    Status add(WriteItem item);
    /// Writes what is collected, and once more what was refused so far: what stood in its way (a place that
    /// another record held and has left) may be gone now.
    Status flush();

    std::int64_t records() const { return m_records; }
    const RowCounts &written() const { return m_written; }
    const RowCounts &predicted() const { return m_predicted; }

private:
    Status writeCollected();
    Status refuseOrDefer(const WriteItem &item, const Error &why);
    Status load(const PlatformWriter::Items &items);
    Result<WriteOutcome> attempt(const PlatformWriter::Items &items);
    Status account(const PlatformWriter::Items &items, const WriteOutcome &outcome);

    Platform &m_platform;
    PlatformWriter m_writer;
    PlatformBatch &m_batch;
    LoadLimits m_limits;
    Refused m_refused;
    Committed m_committed;
    std::vector<WriteItem> m_items;
    std::vector<std::pair<WriteItem, Error>> m_deferred; ///< refused, to be tried once more
    bool m_lastTry = false;
    std::size_t m_bytes = 0;
    std::int64_t m_records = 0;
    RowCounts m_written, m_predicted;
};

} // namespace guiyi
