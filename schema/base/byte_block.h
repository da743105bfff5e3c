// Sixty-four bytes looked at at once.
#pragma once

#include <cstddef>
#include <cstdint>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace guiyi::text {

constexpr std::size_t Step = 64; ///< bytes looked at at once: a bit of a word for each

/// Sixty-four bytes of a page; for each a bit. A Byte is one to look for, which stays in a register.
#ifdef __SSE2__
class Block {
public:
    struct Byte {
        explicit Byte(char c) : all(_mm_set1_epi8(c)) {}
        __m128i all;
    };

    explicit Block(const char *bytes)
        : m_parts{load(bytes), load(bytes + 16), load(bytes + 32), load(bytes + 48)} {}
    std::uint64_t is(const Byte &wanted) const {
        return bits([&](__m128i part) { return _mm_cmpeq_epi8(part, wanted.all); });
    }
    std::uint64_t isEither(const Byte &one, const Byte &other) const {
        return bits([&](__m128i part) {
            return _mm_or_si128(_mm_cmpeq_epi8(part, one.all), _mm_cmpeq_epi8(part, other.all));
        });
    }
    /// Not above, as bytes without a sign.
    std::uint64_t isUpTo(const Byte &highest) const {
        return bits([&](__m128i part) { return _mm_cmpeq_epi8(_mm_min_epu8(part, highest.all), part); });
    }

private:
    static __m128i load(const char *bytes) {
        return _mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes));
    }
    template <typename Test>
    std::uint64_t bits(Test test) const {
        std::uint64_t all = 0;
        for (unsigned i = 0; i < 4; ++i)
            all |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(test(m_parts[i]))))
                   << (16 * i);
        return all;
    }
    __m128i m_parts[4];
};
#else
class Block {
public:
    using Byte = char;

    explicit Block(const char *bytes) : m_bytes(bytes) {}
    std::uint64_t is(Byte wanted) const {
        return bits([wanted](char b) { return b == wanted; });
    }
    std::uint64_t isEither(Byte one, Byte other) const {
        return bits([one, other](char b) { return b == one || b == other; });
    }
    std::uint64_t isUpTo(Byte highest) const {
        return bits([highest](char b) {
            return static_cast<unsigned char>(b) <= static_cast<unsigned char>(highest);
        });
    }

private:
    template <typename Test>
    std::uint64_t bits(Test test) const {
        std::uint64_t all = 0;
        for (std::size_t i = 0; i < Step; ++i)
            all |= static_cast<std::uint64_t>(test(m_bytes[i])) << i;
        return all;
    }
    const char *m_bytes;
};
#endif

} // namespace guiyi::text
