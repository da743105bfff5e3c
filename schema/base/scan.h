// Finding the next byte that matters, sixteen at a time where the processor can.
#pragma once

#include <bit>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace guiyi::text {

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

} // namespace guiyi::text
