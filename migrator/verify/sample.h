// How many records people look at, and which: so many that the result says something of all.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace guiyi {

struct SamplePlan {
    double confidence = 0.95; ///< that a share of faults of `tolerated` or more would show
    double tolerated = 0.01;
};

/// Records to look at out of `all`, so that, when `tolerated` of them (at least one) were wrong, a wrong one
/// would be among those drawn with the confidence. For drawing without putting back (hypergeometric, by the
/// usual approximation n = (1 - (1-C)^(1/D)) (N - (D-1)/2) with D = tolerated × N).
std::int64_t sampleSize(std::int64_t all, const SamplePlan &plan);

/// `size` shared out over the strata by their numbers (largest remainders), each that has records getting at
/// least one; so the sum may be a little more.
std::map<std::string, std::int64_t> allocate(const std::map<std::string, std::int64_t> &strata,
                                             std::int64_t size);

} // namespace guiyi
