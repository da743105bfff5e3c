// Whether a passage that stands in place of another names somebody else: a person, an organisation, a place.
#pragma once

#include <cstddef>
#include <vector>

namespace guiyi::mapping {

struct CharacterSpan {
    std::size_t begin = 0, end = 0;
};

/// `a` and `b` are the differing spans of two folded texts that are equal around them. True when both are
/// (part of) names in that context: 对张三处以 / 对李四处以, 东溪镇 / 西溪镇. Words like 扎实 / 切实 are
/// none.
bool namesDiffer(const std::vector<char32_t> &textA, CharacterSpan a, const std::vector<char32_t> &textB,
                 CharacterSpan b);

} // namespace guiyi::mapping
