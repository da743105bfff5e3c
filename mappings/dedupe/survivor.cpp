#include "mappings/dedupe/survivor.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace guiyi::mapping {

namespace {

struct Most {
    std::uint32_t characters = 0, files = 0;
};

Most mostOf(const std::vector<SurvivorFacts> &members) {
    Most most;
    for (const SurvivorFacts &m : members) {
        most.characters = std::max(most.characters, m.characters);
        most.files = std::max(most.files, m.files);
    }
    return most;
}

bool isShortened(const SurvivorFacts &m, const Most &most) {
    return static_cast<std::uint64_t>(m.characters) * 20 < static_cast<std::uint64_t>(most.characters) * 19;
}

/// A date after every real one for articles without: an unknown date is not the earliest.
std::string_view dayOf(const SurvivorFacts &m) {
    return m.published.empty() ? std::string_view("9999") : m.published.substr(0, 10);
}

auto rank(const SurvivorFacts &m, const Most &most) {
    return std::tuple(!m.isIssuer, isShortened(m, most), most.files - m.files, dayOf(m), levelRank(m.level),
                      m.site, m.url);
}

} // namespace

int levelRank(std::string_view level) {
    constexpr std::array<std::string_view, 7> Order{"province",          "city",     "department", "district",
                                                    "county_department", "township", "subdistrict"};
    return static_cast<int>(std::find(Order.begin(), Order.end(), level) - Order.begin());
}

std::size_t chooseSurvivor(const std::vector<SurvivorFacts> &members) {
    const Most most = mostOf(members);
    const auto best =
        std::min_element(members.begin(), members.end(), [&](const SurvivorFacts &a, const SurvivorFacts &b) {
            return rank(a, most) < rank(b, most);
        });
    return static_cast<std::size_t>(best - members.begin());
}

std::string survivorReason(const std::vector<SurvivorFacts> &members, std::size_t kept) {
    const Most most = mostOf(members);
    const SurvivorFacts &s = members[kept];
    const auto others = [&](auto &&test) {
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (i != kept && !test(members[i]))
                return false;
        }
        return true;
    };
    if (s.isIssuer && others([](const SurvivorFacts &m) { return !m.isIssuer; }))
        return "kept on the site that issued it";
    if (others([&](const SurvivorFacts &m) {
            return m.isIssuer != s.isIssuer || isShortened(m, most) || m.files < s.files;
        }))
        return "kept the more complete one";
    if (others([&](const SurvivorFacts &m) { return dayOf(m) > dayOf(s) || isShortened(m, most); }))
        return "kept the earliest" +
               (s.published.empty() ? std::string() : " (" + std::string(dayOf(s)) + ")");
    if (others([&](const SurvivorFacts &m) { return levelRank(m.level) > levelRank(s.level); }))
        return "kept the one of the higher level (" + std::string(s.level) + ")";
    return "nothing clear sets them apart, kept the first by issuer, completeness, date, site and address";
}

} // namespace guiyi::mapping
