// Which of several articles that are one is kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// What the choice looks at.
struct SurvivorFacts {
    std::string_view site, url;
    std::string_view level;     ///< of the site
    std::string_view published; ///< ISO 8601; the first ten characters count
    bool isIssuer = false;      ///< its 来源 or its document's 发布机构 is the site it stands on
    std::uint32_t characters = 0;
    std::uint32_t files = 0; ///< attachments that are there
};

/// The issuer's own site first, then the more complete one (a text shorter by a twentieth or with fewer
/// attachments is less complete), then the earliest day, then the higher level, then site and address. The
/// answer is the same in any order of `members`, which are at least one.
std::size_t chooseSurvivor(const std::vector<SurvivorFacts> &members);
/// Why `kept` is it, for people.
std::string survivorReason(const std::vector<SurvivorFacts> &members, std::size_t kept);

/// Rank of a site level: 0 for province, rising downwards; unknown levels come last.
int levelRank(std::string_view level);

} // namespace guiyi::mapping
