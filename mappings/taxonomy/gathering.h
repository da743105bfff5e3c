// The evidence found for each standard column while one source column is matched. Internal to the taxonomy.
#pragma once

#include "mappings/taxonomy/matcher.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// Evidence of the name at and above this is a name that fits outright: it beats attribute levels, the place
/// in the tree and the name model.
inline constexpr double FitsOutright = 0.85;

/// In typographic quotes: in the decisions file a reason then needs no escapes.
std::string quoted(std::string_view name);

/// Gathers evidence per standard column; the best name evidence counts, support is added to it.
class Gathering {
public:
    explicit Gathering(const Taxonomy &taxonomy) : m_taxonomy(taxonomy) {}

    /// Evidence of the name, 0..1; `column` is its place in Taxonomy::columns(). A code that the taxonomy
    /// does not know is passed over.
    void name(std::size_t column, double score, std::string_view rule, const std::string &reason);
    void name(std::string_view code, double score, std::string_view rule, const std::string &reason);
    /// Raises the columns that are named already and `fits` accepts.
    template <typename Fits>
    void support(double bonus, const std::string &reason, Fits fits) {
        for (auto &[code, e] : m_entries) {
            if (e.score > 0 && fits(code)) {
                e.bonus += bonus;
                if (!reason.empty() && bonus > 0)
                    e.reason += "; " + reason;
            }
        }
    }
    /// Keeps what `fits` accepts from scoring above `ceiling`.
    template <typename Fits>
    void cap(double ceiling, Fits fits) {
        for (auto &[code, e] : m_entries) {
            if (fits(code))
                e.score = std::min(e.score, ceiling);
        }
    }
    /// Replaces the name evidence of a column by a judgement that has weighed it; an empty rule keeps the
    /// reason there is.
    void judge(const std::string &code, double score, std::string_view rule, const std::string &reason);

    double nameScore(std::string_view code) const;
    bool has(std::string_view code) const { return m_entries.find(code) != m_entries.end(); }
    double bestName() const;

    struct Ranked {
        Candidate candidate;
        std::string rule;
        double nameScore;
    };
    /// Best first, equal scores by code; noise left out.
    std::vector<Ranked> ranked() const;

private:
    struct Entry {
        double score = 0, bonus = 0;
        std::string rule, reason;
    };
    const Taxonomy &m_taxonomy;
    std::map<std::string, Entry, std::less<>> m_entries;
};

} // namespace guiyi::mapping
