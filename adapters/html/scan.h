// Finding the next byte that matters, sixteen at a time where the processor can. Internal to adapters/html.
#pragma once

#include <bit>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace guiyi::html {

/// The first byte in [p, end) that is one of `wanted`; `end` when there is none.
template <char... wanted>
inline const char *findFirst(const char *p, const char *end) {
#if defined(__SSE2__)
    while (end - p >= 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(p));
        __m128i hits = _mm_setzero_si128();
        ((hits = _mm_or_si128(hits, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(wanted)))), ...);
        const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(hits));
        if (mask != 0)
            return p + std::countr_zero(mask);
        p += 16;
    }
#endif
    while (p != end && ((*p != wanted) && ...))
        ++p;
    return p;
}

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

} // namespace guiyi::html
