#include "migrator/capture/robots.h"

#include "schema/base/text.h"
#include "schema/url/escape.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace guiyi::capture {

namespace {

constexpr std::size_t MostBytes = 512 << 10; // RFC 9309, 2.5: at least 500 KiB are to be read
constexpr double LongestDelay = 30;

/// The line without comment, split at its colon.
std::pair<std::string, std::string> fieldOf(std::string_view line) {
    line = line.substr(0, line.find('#'));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos)
        return {};
    return {text::lower(text::trim(line.substr(0, colon))), std::string(text::trim(line.substr(colon + 1)))};
}

} // namespace

Robots Robots::disallowAll(std::string why) {
    Robots robots;
    robots.m_unreachable = std::move(why);
    robots.m_rules.push_back({"/", false});
    return robots;
}

Robots Robots::parse(std::string_view bytes, std::string_view product) {
    if (text::startsWith(bytes, "\xEF\xBB\xBF"))
        bytes.remove_prefix(3);
    const std::string own = text::lower(product);
    Robots named, others;
    bool isNamed = false, isOthers = false, inAgents = false, sawNamed = false;
    std::string unified = text::replaceAll(std::string(bytes.substr(0, MostBytes)), "\r", "\n");
    for (const std::string &line : text::split(unified, '\n')) {
        const auto [field, value] = fieldOf(line);
        if (field == "sitemap") {
            named.m_sitemaps.push_back(value);
            others.m_sitemaps.push_back(value);
        } else if (field == "user-agent") {
            if (!inAgents)
                isNamed = isOthers = false;
            inAgents = true;
            isOthers = isOthers || value == "*";
            isNamed = isNamed || text::lower(value) == own;
            sawNamed = sawNamed || isNamed;
        } else if (field == "allow" || field == "disallow" || field == "crawl-delay") {
            inAgents = false;
            for (Robots *group : {isNamed ? &named : nullptr, isOthers ? &others : nullptr}) {
                if (group == nullptr)
                    continue;
                if (field == "crawl-delay")
                    group->m_delay = std::clamp(std::atof(value.c_str()), 0.0, LongestDelay);
                else if (!value.empty())
                    group->m_rules.push_back({percentNormalise(value), field == "allow"});
            }
        }
    }
    return sawNamed ? named : others;
}

bool Robots::allows(std::string_view target) const {
    if (target == "/robots.txt")
        return true;
    std::size_t longest = 0;
    bool allowed = true;
    for (const Rule &rule : m_rules) {
        if (rule.pattern.size() < longest || !matchesPattern(rule.pattern, target))
            continue;
        allowed = rule.allow || (rule.pattern.size() == longest && allowed && longest > 0);
        longest = rule.pattern.size();
    }
    return allowed;
}

bool matchesPattern(std::string_view pattern, std::string_view target) {
    const bool atEnd = text::endsWith(pattern, "$");
    if (atEnd)
        pattern.remove_suffix(1);
    // Greedy matching with one step back: linear for one star, never exponential.
    std::size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
    for (;;) {
        if (p == pattern.size() && (!atEnd || t == target.size()))
            return true;
        if (p < pattern.size() && pattern[p] == '*') {
            star = ++p;
            mark = t;
        } else if (p < pattern.size() && t < target.size() && pattern[p] == target[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos && mark < target.size()) {
            p = star;
            t = ++mark;
        } else {
            return false;
        }
    }
}

} // namespace guiyi::capture
