#include "mappings/urlmap/page_index.h"

#include <algorithm>
#include <array>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace guiyi::mapping {

namespace {

constexpr std::size_t Step = 64; ///< bytes looked at at once: a bit of a word for each

/// Sixty-four bytes of a page.
class Block {
public:
#ifdef __SSE2__
    explicit Block(const char *bytes)
        : m_first(load(bytes)),
          m_second(load(bytes + 16)),
          m_third(load(bytes + 32)),
          m_fourth(load(bytes + 48)) {}
    template <typename... Chars>
    std::uint64_t isAny(Chars... chars) const {
        const auto bits = [&](__m128i part) {
            __m128i found = _mm_setzero_si128();
            ((found = _mm_or_si128(found, _mm_cmpeq_epi8(part, _mm_set1_epi8(chars)))), ...);
            return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(found)));
        };
        return bits(m_first) | bits(m_second) << 16 | bits(m_third) << 32 | bits(m_fourth) << 48;
    }

private:
    static __m128i load(const char *bytes) {
        return _mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes));
    }
    __m128i m_first, m_second, m_third, m_fourth;
#else
    explicit Block(const char *bytes) : m_bytes(bytes) {}
    template <typename... Chars>
    std::uint64_t isAny(Chars... chars) const {
        std::uint64_t all = 0;
        for (std::size_t i = 0; i < Step; ++i)
            all |= static_cast<std::uint64_t>(((m_bytes[i] == chars) || ...)) << i;
        return all;
    }

private:
    const char *m_bytes;
#endif
};

/// Whether behind every "</" a '>' comes before any other '<' and before quotes, sixty-four bytes a step.
class EndTags {
public:
    /// `open`: the '<' of end tags; `stops`: every '<', '>' and quote; `greater`: every '>'.
    void look(std::uint64_t open, std::uint64_t stops, std::uint64_t greater) {
        // Adding the byte behind '<' to what lies between stops carries on to the first stop.
        const std::uint64_t between = ~stops;
        std::uint64_t sum = 0;
        const bool over = __builtin_add_overflow(between, open << 1, &sum);
        const bool overAgain = __builtin_add_overflow(sum, m_carry, &sum);
        m_carry = (over || overAgain ? 1U : 0U) | open >> 63;
        m_closed = m_closed && (sum & stops & ~greater) == 0;
    }
    bool allClosed() const { return m_closed; }

private:
    std::uint64_t m_carry = 0;
    bool m_closed = true;
};

bool isMark(char c, char next) {
    switch (c) {
    case '/':
        return next == '/' || next == '\\';
    case '\\':
        return next == '\\' || next == '2' || next == '0'; // CSS: "\2f", "\00002f"
    default:
        return c == '&' && next == '#';
    }
}

} // namespace

void PageIndex::read(std::string_view page) {
    m_size = page.size();
    m_words = (page.size() + Step - 1) / Step;
    if (m_planes.size() < Kinds * (m_words + 1))
        m_planes.resize(Kinds * (m_words + 1));
    m_marks.clear();
    std::uint64_t *const lessThan = m_planes.data() + planeBegin(Kind::LessThan);
    std::uint64_t *const tagOpen = m_planes.data() + planeBegin(Kind::TagOpen);
    std::uint64_t *const tagBreak = m_planes.data() + planeBegin(Kind::TagBreak);
    lessThan[m_words] = tagOpen[m_words] = tagBreak[m_words] = 0;
    EndTags endTags;
    std::array<char, Step> rest{};
    for (std::size_t word = 0; word < m_words; ++word) {
        const char *bytes = page.data() + word * Step;
        if (const std::size_t left = page.size() - word * Step; left < Step) {
            rest.fill('x'); // nothing of interest
            std::copy_n(bytes, left, rest.begin());
            bytes = rest.data();
        }
        const Block block(bytes);
        lessThan[word] = block.isAny('<');
        const std::uint64_t greater = block.isAny('>'), slash = block.isAny('/');
        const std::uint64_t other = block.isAny('\\', '&');
        tagBreak[word] = greater | block.isAny('"', '\'');
        const bool slashNext = (word + 1) * Step < page.size() && page[(word + 1) * Step] == '/';
        const std::uint64_t endTag =
            lessThan[word] & (slash >> 1 | static_cast<std::uint64_t>(slashNext) << 63);
        tagOpen[word] = lessThan[word] & ~endTag;
        endTags.look(endTag, lessThan[word] | tagBreak[word], greater);
        // A slash counts when another or a backslash follows; what follows the last byte is not seen here.
        if (const std::uint64_t marks = (slash & (((slash | other) >> 1) | 1ULL << 63)) | other; marks != 0)
            mark(page, word * Step, marks);
    }
    if (!endTags.allClosed())
        std::copy_n(lessThan, m_words, tagOpen);
}

void PageIndex::mark(std::string_view page, std::size_t begin, std::uint64_t candidates) {
    for (; candidates != 0; candidates &= candidates - 1) {
        const std::size_t i = begin + static_cast<std::size_t>(std::countr_zero(candidates));
        if (i + 1 < page.size() && isMark(page[i], page[i + 1]))
            m_marks.push_back(static_cast<std::uint32_t>(i));
    }
}

} // namespace guiyi::mapping
