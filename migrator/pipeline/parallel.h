// The same work on many sites or pages, on several threads; each answer in its own slot, so order and count
// of threads change nothing.
#pragma once

#include "schema/base/result.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

namespace guiyi {

/// Calls work(0) .. work(count-1), at most `jobs` at once. The first error by index is returned; the others
/// ran.
inline Status forEachIndex(std::size_t count, int jobs, const std::function<Status(std::size_t)> &work) {
    std::vector<Status> answers(count);
    std::atomic<std::size_t> next{0};
    const auto loop = [&] {
        for (std::size_t i = next++; i < count; i = next++)
            answers[i] = work(i);
    };
    const std::size_t threads = std::min(count, static_cast<std::size_t>(std::max(jobs, 1)));
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < threads; ++i)
        others.emplace_back(loop);
    loop();
    for (std::thread &thread : others)
        thread.join();
    for (Status &answer : answers) {
        if (!answer)
            return std::move(answer);
    }
    return {};
}

} // namespace guiyi
