// robots.txt after RFC 9309.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace guiyi::capture {

/// What one host's robots.txt says to one robot. Value type.
class Robots {
public:
    /// Everything is allowed.
    Robots() = default;
    /// The rules of the groups that name `product` (its first word counts, in any case), else those of "*"
    /// (RFC 9309, 2.2.1).
    static Robots parse(std::string_view bytes, std::string_view product);
    /// What an unreachable robots.txt means (RFC 9309, 2.3.1.4); `why` it is.
    static Robots disallowAll(std::string why);

    /// The longest matching rule decides, Allow when two are as long (2.2.2). `target`: path and query.
    bool allows(std::string_view target) const;
    double delaySeconds() const { return m_delay; } ///< Crawl-delay, no part of the RFC; 0: none
    const std::string &unreachable() const { return m_unreachable; } ///< why; empty: it could be read
    const std::vector<std::string> &sitemaps() const { return m_sitemaps; }

private:
    struct Rule {
        std::string pattern;
        bool allow = false;
    };
    std::vector<Rule> m_rules;
    double m_delay = 0;
    std::string m_unreachable;
    std::vector<std::string> m_sitemaps;
};

/// Whether a rule's pattern fits the beginning of `target`: '*' any bytes, '$' at its end the end (2.2.3).
bool matchesPattern(std::string_view pattern, std::string_view target);

} // namespace guiyi::capture
