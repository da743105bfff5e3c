// What every stage gets and gives: the workspace, how parallel to be, where progress goes, when to stop.
#pragma once

#include "schema/config/workspace.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace guiyi {

/// Set once, by Ctrl-C or an error elsewhere; long loops look at it. Any thread.
class CancelToken {
public:
    void cancel() { m_cancelled.store(true, std::memory_order_relaxed); }
    bool cancelled() const { return m_cancelled.load(std::memory_order_relaxed); }

private:
    std::atomic<bool> m_cancelled{false};
};

/// Where long work reports to. Implementations are safe to call from any thread.
class Progress {
public:
    virtual ~Progress() = default;
    /// `unit` is a word for people ("pages"); `total` 0 when unknown.
    virtual void begin(const std::string &stage, std::int64_t total, const std::string &unit) = 0;
    virtual void addTotal(std::int64_t more) = 0;
    virtual void advance(std::int64_t count) = 0;
    virtual void end() = 0;
    /// A line for people that stays.
    virtual void note(const std::string &line) = 0;
};

struct StageContext {
    const Workspace &workspace;
    std::vector<Site> sites; ///< those to work on, sorted by id
    int jobs = 1;            ///< threads
    Progress &progress;
    CancelToken &cancel;
};

/// Counts of a stage run. `findings` > 0 makes the exit code 1. Errors by their kind: Rejected and Retry mean
/// that one site failed and the others went on (exit 1); Usage (a file people wrote is wrong) ends with 2,
/// Failed and Stale with 3, and no later stage runs.
struct StageResult {
    std::vector<std::pair<std::string, std::int64_t>> counts; ///< in the order to show
    std::int64_t findings = 0;
    std::vector<Error> errors; ///< per-site failures; the other sites went on
};

} // namespace guiyi
