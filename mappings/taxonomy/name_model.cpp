#include "mappings/taxonomy/name_model.h"

#include "schema/base/text.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <set>

namespace guiyi::mapping {

namespace {

// Chosen by leaving out every eighth name of the built-in taxonomy; the figures are in docs/mapping.md.
constexpr int Rounds = 10;
constexpr double Rate = 0.15;
constexpr double Shrink = 3e-4;
/// Gradients below this change nothing that shows.
constexpr double Still = 0.003;
constexpr std::size_t LongestPart = 4;
constexpr char Beginning = '^', Ending = '$';

std::vector<std::string> charactersOf(std::string_view s) {
    std::vector<std::string> all;
    for (std::size_t pos = 0; pos < s.size();) {
        const std::size_t start = pos;
        text::next(s, pos);
        all.emplace_back(s.substr(start, pos - start));
    }
    return all;
}

std::string run(const std::vector<std::string> &c, std::size_t from, std::size_t count) {
    std::string s;
    for (std::size_t i = from; i < from + count; ++i)
        s += c[i];
    return s;
}

/// The parts of a name, sorted, each once.
std::vector<std::string> partsOf(std::string_view key) {
    const std::vector<std::string> c = charactersOf(key);
    std::set<std::string> parts;
    for (std::size_t n = 1; n <= LongestPart && n <= c.size(); ++n) {
        for (std::size_t i = 0; i + n <= c.size(); ++i)
            parts.insert(run(c, i, n));
    }
    if (c.size() >= 2)
        parts.insert(Beginning + run(c, 0, 2));
    for (std::size_t n = 1; n <= 3 && n <= c.size(); ++n)
        parts.insert(run(c, c.size() - n, n) + Ending);
    return {parts.begin(), parts.end()};
}

/// Turns logits into probabilities in place.
void softmax(std::vector<double> &z) {
    const double top = *std::max_element(z.begin(), z.end());
    double sum = 0;
    for (double &v : z)
        sum += v = std::exp(v - top);
    for (double &v : z)
        v /= sum;
}

/// An order that looks random and is the same everywhere.
void shuffle(std::vector<std::size_t> &order, std::uint64_t &state) {
    for (std::size_t i = order.size(); i > 1; --i) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        std::swap(order[i - 1], order[static_cast<std::size_t>(state >> 33U) % i]);
    }
}

} // namespace

NameModel::NameModel(const std::vector<NameExample> &examples, std::size_t columns) : m_columns(columns) {
    std::map<std::string, int> seen;
    std::vector<std::vector<std::string>> parts;
    parts.reserve(examples.size());
    for (const NameExample &e : examples) {
        parts.push_back(partsOf(e.key));
        for (const std::string &p : parts.back())
            ++seen[p];
    }
    // A part of one name only would be learnt by heart: exact names are looked up elsewhere.
    for (const auto &[part, count] : seen) {
        if (count > 1)
            m_features.emplace(part, m_features.size());
    }
    m_weights.assign(m_features.size() * m_columns, 0);
    std::vector<std::vector<std::size_t>> features(parts.size());
    for (std::size_t e = 0; e < parts.size(); ++e) {
        for (const std::string &p : parts[e]) {
            if (const auto it = m_features.find(p); it != m_features.end())
                features[e].push_back(it->second);
        }
    }
    std::vector<double> squares(m_weights.size(), 1e-6); // AdaGrad: parts of many names settle sooner
    std::vector<std::size_t> order(examples.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::uint64_t state = 1;
    std::vector<double> error(m_columns);
    for (int round = 0; round < Rounds && m_columns > 0; ++round) {
        shuffle(order, state);
        for (const std::size_t e : order) {
            std::fill(error.begin(), error.end(), 0.0);
            for (const std::size_t f : features[e]) {
                for (std::size_t c = 0; c < m_columns; ++c)
                    error[c] += m_weights[f * m_columns + c];
            }
            softmax(error);
            error[examples[e].column] -= 1;
            for (std::size_t c = 0; c < m_columns; ++c) {
                if (std::abs(error[c]) < Still)
                    continue;
                for (const std::size_t f : features[e]) {
                    double &weight = m_weights[f * m_columns + c];
                    const double slope = error[c] + Shrink * weight;
                    double &square = squares[f * m_columns + c];
                    square += slope * slope;
                    weight -= Rate * slope / std::sqrt(square + 0.1);
                }
            }
        }
    }
}

std::vector<std::size_t> NameModel::featuresOf(std::string_view key) const {
    std::vector<std::size_t> found;
    for (const std::string &part : partsOf(key)) {
        if (const auto it = m_features.find(part); it != m_features.end())
            found.push_back(it->second);
    }
    return found;
}

std::vector<double> NameModel::logits(std::string_view key) const {
    std::vector<double> z(m_columns, 0.0);
    for (const std::size_t f : featuresOf(key)) {
        for (std::size_t c = 0; c < m_columns; ++c)
            z[c] += m_weights[f * m_columns + c];
    }
    return z;
}

double NameModel::known(std::string_view key) const {
    const std::vector<std::string> c = charactersOf(key);
    std::vector<bool> covered(c.size(), false);
    for (std::size_t n = 2; n <= LongestPart && n <= c.size(); ++n) {
        for (std::size_t i = 0; i + n <= c.size(); ++i) {
            if (m_features.count(run(c, i, n)) > 0)
                std::fill_n(covered.begin() + static_cast<std::ptrdiff_t>(i), n, true);
        }
    }
    if (c.empty())
        return 0;
    return static_cast<double>(std::count(covered.begin(), covered.end(), true)) /
           static_cast<double>(c.size());
}

std::vector<std::string> NameModel::decidingParts(std::string_view key, std::size_t column) const {
    std::vector<std::pair<double, std::string>> weighed;
    for (const std::string &part : partsOf(key)) {
        const auto it = m_features.find(part);
        if (it == m_features.end() || part.front() == Beginning || part.back() == Ending)
            continue;
        const double weight = m_weights[it->second * m_columns + column];
        if (weight > 0.1)
            weighed.emplace_back(-weight * std::sqrt(static_cast<double>(charactersOf(part).size())), part);
    }
    std::sort(weighed.begin(), weighed.end());
    std::vector<std::string> parts;
    for (const auto &[weight, part] : weighed) {
        bool inside = false;
        for (const std::string &p : parts)
            inside = inside || text::contains(p, part) || text::contains(part, p);
        if (!inside && parts.size() < 2)
            parts.push_back(part);
    }
    return parts;
}

} // namespace guiyi::mapping
