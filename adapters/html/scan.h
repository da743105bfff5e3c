// Finding the next byte that matters, sixteen at a time where the processor can. Internal to adapters/html.
#pragma once

#include "schema/base/scan.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace guiyi::html {

using text::findFirst;

/// The first byte in [p, end) that is not ASCII.
inline const char *findNonAscii(const char *p, const char *end) {
#if defined(__SSE2__)
    while (end - p >= 16) {
        const auto mask = static_cast<std::uint32_t>(
            _mm_movemask_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i *>(p))));
        if (mask != 0)
            return p + std::countr_zero(mask);
        p += 16;
    }
#endif
    while (p != end && static_cast<unsigned char>(*p) < 0x80)
        ++p;
    return p;
}

/// What a page's bytes promise of its tree.
struct TagCounts {
    std::size_t nodes = 0;  ///< '<' but of end tags, and '>' with something else than a tag behind
    std::size_t values = 0; ///< '=' before a quote
};

inline TagCounts countTags(const char *p, const char *end) {
    TagCounts counts;
#if defined(__SSE2__)
    const auto is = [](__m128i bytes, char wanted) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(wanted)); };
    const auto sum = [](__m128i bytes) {
        const __m128i sums = _mm_sad_epu8(bytes, _mm_setzero_si128());
        return static_cast<std::size_t>(_mm_cvtsi128_si64(sums) +
                                        _mm_cvtsi128_si64(_mm_unpackhi_epi64(sums, sums)));
    };
    while (end - p > 16) {
        // A byte of the sums counts one position in sixteen, up to 255.
        __m128i nodes = _mm_setzero_si128();
        __m128i values = _mm_setzero_si128();
        for (int round = 0; round < 255 && end - p > 16; ++round, p += 16) {
            const __m128i at = _mm_loadu_si128(reinterpret_cast<const __m128i *>(p));
            const __m128i next = _mm_loadu_si128(reinterpret_cast<const __m128i *>(p + 1));
            nodes = _mm_sub_epi8(nodes, _mm_andnot_si128(is(next, '/'), is(at, '<')));
            nodes = _mm_sub_epi8(nodes, _mm_andnot_si128(is(next, '<'), is(at, '>')));
            values =
                _mm_sub_epi8(values, _mm_and_si128(is(at, '='), _mm_or_si128(is(next, '"'), is(next, '\''))));
        }
        counts.nodes += sum(nodes);
        counts.values += sum(values);
    }
#endif
    for (; end - p > 1; ++p) {
        counts.nodes += (p[0] == '<' && p[1] != '/') || (p[0] == '>' && p[1] != '<') ? 1 : 0;
        counts.values += p[0] == '=' && (p[1] == '"' || p[1] == '\'') ? 1 : 0;
    }
    return counts;
}

/// ASCII whitespace of the standard: tab, line feed, form feed, carriage return, space.
constexpr bool isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f';
}

constexpr bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr char toLower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

inline bool equalsIgnoringCase(std::string_view a, std::string_view lower) {
    return a.size() == lower.size() &&
           std::equal(a.begin(), a.end(), lower.begin(), [](char x, char y) { return toLower(x) == y; });
}

/// True when the bytes at `p` are `lower`, letters of either case.
inline bool startsWithIgnoringCase(const char *p, const char *end, std::string_view lower) {
    return static_cast<std::size_t>(end - p) >= lower.size() &&
           equalsIgnoringCase(std::string_view(p, lower.size()), lower);
}

/// What ends the name in a tag.
constexpr bool endsTagName(char c) {
    return isSpace(c) || c == '/' || c == '>';
}

/// What a byte becomes in the name of a tag or attribute; 0 for those that end it and for NUL.
inline constexpr std::array<char, 256> inName = [] {
    std::array<char, 256> bytes{};
    for (std::size_t i = 1; i < bytes.size(); ++i)
        bytes[i] = endsTagName(static_cast<char>(i)) ? '\0' : toLower(static_cast<char>(i));
    return bytes;
}();

/// True when "</" and `name` (lower case) stand at `p`, ended as a tag's name is.
inline bool isEndTag(const char *p, const char *end, std::string_view name) {
    if (end - p < 3 || p[1] != '/' || !startsWithIgnoringCase(p + 2, end, name))
        return false;
    const char *const after = p + 2 + name.size();
    return after != end && endsTagName(*after);
}

} // namespace guiyi::html
