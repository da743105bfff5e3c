// A small model of how standard columns are named, learnt from the taxonomy's own names and synonyms.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// One name a column goes by.
struct NameExample {
    std::string key; ///< by nameKey
    std::size_t column = 0;
};

/// Multinomial logistic regression over the parts of names (runs of one to four characters, beginnings and
/// endings). It generalises where no name in the list fits: 处罚信息公示 is told by 处罚, because 信息 and
/// 公示 stand in the names of many columns. Learning takes some tens of milliseconds, needs no file beside
/// the taxonomy and so works for a team's own taxonomy as well. Immutable once made; equal examples in equal
/// order give equal answers.
class NameModel {
public:
    NameModel(const std::vector<NameExample> &examples, std::size_t columns);

    /// How much the name speaks for each column, as logits; all 0 when no part of the name is known.
    std::vector<double> logits(std::string_view key) const;
    /// Share of the name's characters that stand in a known part of two or more characters, 0..1.
    double known(std::string_view key) const;
    /// The parts of the name that speak most for `column`, strongest first, at most two, none inside another.
    std::vector<std::string> decidingParts(std::string_view key, std::size_t column) const;

private:
    std::vector<std::size_t> featuresOf(std::string_view key) const;

    std::size_t m_columns;
    std::map<std::string, std::size_t, std::less<>> m_features;
    std::vector<double> m_weights; ///< feature * m_columns + column
};

} // namespace guiyi::mapping
