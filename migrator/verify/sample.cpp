#include "migrator/verify/sample.h"

#include <algorithm>
#include <cmath>

namespace guiyi {

std::int64_t sampleSize(std::int64_t all, const SamplePlan &plan) {
    if (all <= 0)
        return 0;
    const double n = static_cast<double>(all);
    const double wrong = std::max(1.0, std::ceil(plan.tolerated * n));
    const double size = (1 - std::pow(1 - plan.confidence, 1 / wrong)) * (n - (wrong - 1) / 2);
    return std::clamp(static_cast<std::int64_t>(std::ceil(size)), std::int64_t{1}, all);
}

std::map<std::string, std::int64_t> allocate(const std::map<std::string, std::int64_t> &strata,
                                             std::int64_t size) {
    std::int64_t all = 0;
    for (const auto &[name, count] : strata)
        all += count;
    std::map<std::string, std::int64_t> shares;
    std::vector<std::pair<double, std::string>> remainders;
    std::int64_t given = 0;
    for (const auto &[name, count] : strata) {
        const double exact =
            all == 0 ? 0 : static_cast<double>(size) * static_cast<double>(count) / static_cast<double>(all);
        const auto whole = static_cast<std::int64_t>(exact);
        const std::int64_t share = std::min(count, std::max<std::int64_t>(whole, count > 0 ? 1 : 0));
        shares[name] = share;
        given += share;
        remainders.emplace_back(exact - static_cast<double>(whole), name);
    }
    std::sort(remainders.begin(), remainders.end(), [](const auto &a, const auto &b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    for (const auto &[rest, name] : remainders) {
        if (given >= size)
            break;
        if (shares[name] < strata.at(name)) {
            ++shares[name];
            ++given;
        }
    }
    return shares;
}

} // namespace guiyi
