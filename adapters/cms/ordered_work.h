// Work done on several threads whose answers are taken in the order the work was given.
#pragma once

#include "schema/base/result.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace guiyi::cms {

/// Belongs to one thread, which gives work, takes the answers and helps while it waits. Work that was not
/// begun when this ends is left undone.
class OrderedWork {
public:
    /// `threads` counts the giving one: with 1 all work is done where it is given.
    explicit OrderedWork(int threads);
    OrderedWork(const OrderedWork &) = delete;
    OrderedWork &operator=(const OrderedWork &) = delete;
    ~OrderedWork();

    /// Has `work` done on any thread and calls `take` behind it on the giving one, in the order of the calls.
    /// Waits while too much is under way, so that memory is bounded. Fails as the first `take` that fails.
    Status give(std::function<void()> work, std::function<Status()> take);
    /// Waits for all that was given.
    Status finish();

private:
    enum class State { Waiting, Running, Done };
    struct Job {
        std::function<void()> work;
        std::function<Status()> take;
        State state = State::Waiting;
    };

    void serve();
    /// Runs the first job that waits; false when none does. `lock` is released meanwhile.
    bool runOne(std::unique_lock<std::mutex> &lock);
    Status takeFirst();

    std::size_t m_most; ///< jobs under way
    std::mutex m_mutex;
    std::condition_variable m_given, m_done;
    std::deque<Job> m_jobs; ///< in order; the first are being taken
    bool m_ended = false;
    std::vector<std::thread> m_threads;
};

} // namespace guiyi::cms
