#include "mappings/urlmap/page_index.h"

#include "schema/base/byte_block.h"

#include <algorithm>
#include <array>
#include <string_view>
#ifdef __SSE2__
#include <immintrin.h>
#endif

namespace guiyi::mapping {

namespace {

using text::Block;
using text::Step;

constexpr std::size_t Ahead = 8; ///< bytes behind a block that are looked at too

#ifdef __SSE2__
/// A Block on processors that have AVX2.
class WideBlock {
public:
    struct Byte {
        [[gnu::target("avx2")]] explicit Byte(char c) : all(_mm256_set1_epi8(c)) {}
        __m256i all;
    };

    [[gnu::target("avx2")]] explicit WideBlock(const char *bytes)
        : m_low(_mm256_loadu_si256(reinterpret_cast<const __m256i *>(bytes))),
          m_high(_mm256_loadu_si256(reinterpret_cast<const __m256i *>(bytes + 32))) {}
    [[gnu::target("avx2")]] std::uint64_t is(const Byte &wanted) const {
        return joined(_mm256_movemask_epi8(_mm256_cmpeq_epi8(m_low, wanted.all)),
                      _mm256_movemask_epi8(_mm256_cmpeq_epi8(m_high, wanted.all)));
    }
    [[gnu::target("avx2")]] std::uint64_t isEither(const Byte &one, const Byte &other) const {
        return joined(_mm256_movemask_epi8(_mm256_or_si256(_mm256_cmpeq_epi8(m_low, one.all),
                                                           _mm256_cmpeq_epi8(m_low, other.all))),
                      _mm256_movemask_epi8(_mm256_or_si256(_mm256_cmpeq_epi8(m_high, one.all),
                                                           _mm256_cmpeq_epi8(m_high, other.all))));
    }
    [[gnu::target("avx2")]] std::uint64_t isUpTo(const Byte &highest) const {
        return joined(_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(m_low, highest.all), m_low)),
                      _mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(m_high, highest.all), m_high)));
    }

private:
    static std::uint64_t joined(int low, int high) {
        return static_cast<unsigned>(low) | static_cast<std::uint64_t>(static_cast<unsigned>(high)) << 32;
    }
    __m256i m_low, m_high;
};

bool hasWideBlocks() {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
}
#else
using WideBlock = Block;

bool hasWideBlocks() {
    return false;
}
#endif

/// Runs of bytes over the borders of words.
class Runs {
public:
    /// From each of `from` on to the first of `stops` behind it, without that. Of two of `from` in one run
    /// the second is left out.
    std::uint64_t until(std::uint64_t from, std::uint64_t stops) {
        // Adding a place to what lies between stops carries on to the first stop.
#ifdef __x86_64__
        unsigned long long sum = 0;
        m_carry = _addcarry_u64(m_carry, ~stops, from, &sum);
#else
        std::uint64_t sum = 0;
        const bool over = __builtin_add_overflow(~stops, from, &sum);
        const bool overAgain = __builtin_add_overflow(sum, std::uint64_t{m_carry}, &sum);
        m_carry = static_cast<unsigned char>(over | overAgain);
#endif
        return ~sum & ~stops;
    }

private:
    unsigned char m_carry = 0;
};

/// The bytes before those of `bits`, over the borders of words.
class Before {
public:
    std::uint64_t operator()(std::uint64_t bits) {
        const std::uint64_t moved = bits << 1 | m_last;
        m_last = bits >> 63;
        return moved;
    }

private:
    std::uint64_t m_last = 0;
};

/// The bytes that say how tags are built.
struct TagBytes {
    std::uint64_t open = 0; ///< '<' of start tags and end tags
    std::uint64_t close = 0, doubleQuote = 0, singleQuote = 0, equals = 0, blank = 0;
};

/// Holds tags against the form PageIndex::Kind::Odd speaks of: up to the first '>' there is no '<', and of
/// the quotes every first one stands behind '=', every second one neither behind that nor behind a blank.
/// Where a quote behind '=' opens no value, because it stands in an unquoted one or in a name, the next opens
/// none either, and the tag is as much outside of values as before.
class TagForm {
public:
    /// The bytes that do not fit.
    std::uint64_t misfits(const TagBytes &b) {
        const std::uint64_t inTag = m_tag.until(b.open, b.close);
        const std::uint64_t behindEquals = m_equals(b.equals), quotes = b.doubleQuote & inTag;
        const std::uint64_t first = quotes & behindEquals, second = quotes & ~behindEquals;
        const std::uint64_t value = m_value.until(first, second | b.close);
        const std::uint64_t behindValue = m_behindValue(value);
        return (b.open & ~inTag) | (first & ~value) | (second & (~behindValue | m_blank(b.blank))) |
               (b.close & behindValue) | (b.singleQuote & inTag & ~value);
    }

private:
    Runs m_tag, m_value;
    Before m_equals, m_blank, m_behindValue;
};

/// For every byte the elements whose name it may be part of, at its first, second and third place: a bit each
/// for style, script, textarea, title and xmp, whose content is not markup; and a bit for what begins no
/// name.
struct OddNames {
    std::array<std::array<unsigned char, 256>, 3> at{};
};
constexpr OddNames Odd = [] {
    OddNames names;
    unsigned char bit = 1;
    for (const std::string_view name : {"sty", "scr", "tex", "tit", "xmp"}) {
        for (std::size_t i = 0; i < 3; ++i) {
            const auto c = static_cast<unsigned char>(name[i]);
            names.at[i][c] |= bit;
            names.at[i][c - 32U] |= bit;
        }
        bit = static_cast<unsigned char>(bit << 1);
    }
    for (unsigned c = 0; c < 256; ++c) {
        if ((c | 32) < 'a' || (c | 32) > 'z')
            names.at[0][c] = bit;
        names.at[1][c] |= bit;
        names.at[2][c] |= bit;
    }
    return names;
}();

/// Whether '<', no end tag's, with these bytes behind it begins something else than a start tag with markup
/// behind it.
bool isOddMarkup(const char *behind) {
    const auto look = [behind](std::size_t i) { return Odd.at[i][static_cast<unsigned char>(behind[i])]; };
    return (look(0) & look(1) & look(2)) != 0;
}

/// Whether a numeric character reference with these bytes behind "&#" may be one of ASCII: numbers of four
/// digits (hexadecimal ones of three) that begin with no zero are beyond.
bool mayBeAscii(const char *behind) {
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    const auto isHexDigit = [&](char c) { return isDigit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f'); };
    if ((behind[0] | 32) == 'x')
        return behind[1] == '0' || !isHexDigit(behind[1]) || !isHexDigit(behind[2]) || !isHexDigit(behind[3]);
    return behind[0] == '0' || !isDigit(behind[0]) || !isDigit(behind[1]) || !isDigit(behind[2]) ||
           !isDigit(behind[3]);
}

/// Of candidates for marks that are no slashes, the true ones.
std::uint64_t rareMarks(const char *bytes, std::uint64_t candidates) {
    std::uint64_t marks = 0;
    for (; candidates != 0; candidates &= candidates - 1) {
        const auto i = static_cast<std::size_t>(std::countr_zero(candidates));
        const char next = bytes[i + 1];
        if (bytes[i] == '&' ? next == '#' && mayBeAscii(bytes + i + 2)
                            : next == '\\' || next == '2' || next == '0') // CSS: "\2f", "\00002f"
            marks |= 1ULL << i;
    }
    return marks;
}

/// Calls `each` for the places of the bits, and `Least` times at least (with 64 when there are none): most
/// words have so few, and a loop that ends sooner or later each time costs more than a call in vain.
template <unsigned Least, typename Each>
[[gnu::always_inline]] inline void forBits(std::uint64_t bits, Each each) {
    for (unsigned i = 0; i < Least; ++i, bits &= bits - 1)
        each(static_cast<std::size_t>(std::countr_zero(bits)), bits & (~bits + 1));
    for (; bits != 0; bits &= bits - 1)
        each(static_cast<std::size_t>(std::countr_zero(bits)), bits & (~bits + 1));
}

} // namespace

template <typename Block>
[[gnu::always_inline]] inline void PageIndex::readBlocks(std::string_view page) {
    std::uint64_t *const lessThan = m_planes.data() + planeBegin(Kind::LessThan);
    std::uint64_t *const tagBreak = m_planes.data() + planeBegin(Kind::TagBreak);
    std::uint64_t *const odd = m_planes.data() + planeBegin(Kind::Odd);
    lessThan[m_words] = tagBreak[m_words] = odd[m_words] = 0;
    const typename Block::Byte less('<'), greater('>'), doubleQuote('"'), singleQuote('\''), equals('='),
        blank(' '), slash('/'), backslash('\\'), ampersand('&');
    TagForm form;
    std::uint32_t *mark = m_marks.data();
    // The page's last blocks, and bytes of no interest behind them.
    const std::size_t whole = page.size() < Step + Ahead ? 0 : (page.size() - Ahead) / Step;
    std::array<char, 2 * Step + Ahead> rest{};
    std::copy(page.begin() + static_cast<std::ptrdiff_t>(whole * Step), page.end(), rest.begin());
    for (std::size_t word = 0; word < m_words; ++word) {
        const char *const bytes =
            word < whole ? page.data() + word * Step : rest.data() + (word - whole) * Step;
        const Block block(bytes);
        TagBytes tags;
        const std::uint64_t opens = block.is(less), slashes = block.is(slash);
        tags.close = block.is(greater);
        tags.doubleQuote = block.is(doubleQuote);
        tags.singleQuote = block.is(singleQuote);
        tags.equals = block.is(equals);
        tags.blank = block.isUpTo(blank);
        const std::uint64_t beforeSlash = slashes >> 1 | static_cast<std::uint64_t>(bytes[Step] == '/') << 63;
        std::uint64_t oddMarkup = 0;
        forBits<2>(opens & ~beforeSlash, [&](std::size_t i, std::uint64_t bit) {
            oddMarkup |= (~static_cast<std::uint64_t>(isOddMarkup(bytes + i + 1)) + 1) & bit;
        });
        tags.open = opens & ~oddMarkup;
        lessThan[word] = opens;
        tagBreak[word] = tags.close | tags.doubleQuote | tags.singleQuote;
        odd[word] = oddMarkup | form.misfits(tags);
        // "/\\" counts too, over the border of two words as well.
        std::uint64_t marks = slashes & (beforeSlash | static_cast<std::uint64_t>(bytes[Step] == '\\') << 63);
        if (const std::uint64_t others = block.isEither(backslash, ampersand); others != 0)
            marks |= (slashes & block.is(backslash) >> 1) | rareMarks(bytes, others);
        forBits<1>(marks, [&](std::size_t i, std::uint64_t bit) {
            *mark = static_cast<std::uint32_t>(word * Step + i);
            mark += static_cast<std::size_t>(bit != 0);
        });
    }
    m_markCount = static_cast<std::size_t>(mark - m_marks.data());
}

#ifdef __SSE2__
[[gnu::target("avx2,bmi")]]
#endif
void PageIndex::readWide(std::string_view page) {
    readBlocks<WideBlock>(page);
}

PageIndex::PageIndex(bool wide) : m_wide(wide && hasWideBlocks()) {}

void PageIndex::read(std::string_view page) {
    m_size = page.size();
    m_words = (page.size() + Step - 1) / Step;
    if (m_planes.size() < Kinds * (m_words + 1))
        m_planes.resize(Kinds * (m_words + 1));
    m_markCount = 0;
    if (m_marks.size() < page.size() + 2 * Ahead)
        m_marks.resize(page.size() + 2 * Ahead);
    if (m_wide)
        readWide(page);
    else
        readBlocks<Block>(page);
}

} // namespace guiyi::mapping
