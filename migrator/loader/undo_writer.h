// Takes back journal entries: the rows they found come back, the rows they made go.
#pragma once

#include "migrator/loader/platform.h"

#include <string>
#include <vector>

namespace guiyi {

/// A line of the journal.
struct JournalEntry {
    std::int64_t batch = 0, seq = 0;
    std::string site, entity, key, action, hash;
    std::string before; ///< JSON of the rows it found; "" when it made the record
};

struct UndoOutcome {
    RowCounts written;
    std::vector<std::pair<std::size_t, std::string>> conflicts; ///< entries that stay, and why
};

/// Undoes entries. One thread.
class UndoWriter {
public:
    using Entries = std::vector<const JournalEntry *>;
    explicit UndoWriter(Platform &platform) : m_platform(platform) {}

    /// Undoes the entries, newest first and each of another record, in one transaction with their progress in
    /// `batch`, and commits it. After an error nothing of them is undone.
    Result<UndoOutcome> undo(const Entries &entries, PlatformBatch &batch);

private:
    struct Work;
    Status fill(const Entries &entries, std::int64_t batch, UndoOutcome &outcome);
    void add(const JournalEntry &entry, const StoredRecord &now, Work &work);
    Status execute(const Work &work, UndoOutcome &outcome);
    Status removeRows(std::string_view table, std::string_view column, const std::vector<std::string> &values,
                      const std::string &condition, UndoOutcome &outcome);
    Status removeContents(const std::vector<std::string> &sha256, UndoOutcome &outcome);
    Status markUndone(const Entries &entries, const UndoOutcome &outcome, std::int64_t batch);

    Platform &m_platform;
};

} // namespace guiyi
