#include "mappings/taxonomy/gathering.h"

#include <cmath>

namespace guiyi::mapping {

namespace {

constexpr double Shown = 0.12; // candidates below are noise

} // namespace

std::string quoted(std::string_view name) {
    return "“" + std::string(name) + "”";
}

void Gathering::name(std::size_t column, double score, std::string_view rule, const std::string &reason) {
    Entry &e = m_entries[m_taxonomy.columns()[column].code];
    if (score > e.score) {
        e.score = score;
        e.rule = rule;
        e.reason = reason;
    }
}

void Gathering::name(std::string_view code, double score, std::string_view rule, const std::string &reason) {
    const TaxonomyColumn *c = m_taxonomy.find(code);
    if (c)
        name(static_cast<std::size_t>(c - m_taxonomy.columns().data()), score, rule, reason);
}

void Gathering::judge(const std::string &code, double score, std::string_view rule,
                      const std::string &reason) {
    Entry &e = m_entries[code];
    e.score = score;
    if (!rule.empty()) {
        e.rule = rule;
        e.reason = reason;
    }
}

double Gathering::nameScore(std::string_view code) const {
    const auto it = m_entries.find(code);
    return it == m_entries.end() ? 0 : it->second.score;
}

double Gathering::bestName() const {
    double best = 0;
    for (const auto &[code, e] : m_entries)
        best = std::max(best, e.score);
    return best;
}

std::vector<Gathering::Ranked> Gathering::ranked() const {
    std::vector<Ranked> out;
    for (const auto &[code, e] : m_entries) {
        const double score = std::min(0.99, e.score + e.bonus);
        if (score >= Shown)
            out.push_back({{code, std::round(score * 1000) / 1000, e.reason}, e.rule, e.score});
    }
    std::stable_sort(out.begin(), out.end(), [](const Ranked &a, const Ranked &b) {
        return a.candidate.score != b.candidate.score ? a.candidate.score > b.candidate.score
                                                      : a.candidate.code < b.candidate.code;
    });
    return out;
}

} // namespace guiyi::mapping
