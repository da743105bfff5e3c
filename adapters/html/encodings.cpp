#include "adapters/html/encodings.h"

#include "adapters/html/scan.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cstring>

// Section numbers are those of the WHATWG Encoding Standard.

namespace guiyi::html {
namespace {

constexpr std::uint16_t gb18030Table[126 * 191] = {
#include "adapters/html/encodings/gb18030.inc"
};

struct GbRange {
    std::uint32_t pointer;
    std::uint32_t codePoint;
};
constexpr GbRange gb18030Ranges[] = {
#include "adapters/html/encodings/gb18030_ranges.inc"
};

constexpr std::uint16_t big5Table[126 * 157] = {
#include "adapters/html/encodings/big5.inc"
};
constexpr std::uint32_t big5Astral[] = {
#include "adapters/html/encodings/big5_astral.inc"
};

struct SingleByte {
    std::string_view name;
    std::uint16_t upper[128];
};
constexpr SingleByte singleByteTables[] = {
#include "adapters/html/encodings/single_byte.inc"
};

unsigned byteAt(const char *p) {
    return static_cast<unsigned char>(*p);
}

/// Writes into a string that is kept larger than what is in it, and cut at the end.
class Writer {
public:
    Writer(DecoderOutput &out, const char *begin, std::size_t expected)
        : m_out(out), m_begin(begin), m_used(out.text.size()) {
        m_out.text.resize(m_used + expected + slack);
        at = m_out.text.data() + m_used;
    }
    ~Writer() { m_out.text.resize(static_cast<std::size_t>(at - m_out.text.data())); }
    Writer(const Writer &) = delete;
    Writer &operator=(const Writer &) = delete;

    /// Makes room for `bytes` more and some slack that fixed-size stores may overrun into.
    void reserve(std::size_t bytes) {
        const auto used = static_cast<std::size_t>(at - m_out.text.data());
        if (m_out.text.size() - used >= bytes + slack)
            return;
        m_out.text.resize(used + bytes + bytes / 4 + slack);
        at = m_out.text.data() + used;
    }
    void put(std::uint32_t codePoint) {
        if (codePoint < 0x80) {
            *at++ = static_cast<char>(codePoint);
        } else if (codePoint < 0x800) {
            *at++ = static_cast<char>(0xc0 | codePoint >> 6);
            *at++ = static_cast<char>(0x80 | (codePoint & 0x3f));
        } else if (codePoint < 0x10000) {
            *at++ = static_cast<char>(0xe0 | codePoint >> 12);
            *at++ = static_cast<char>(0x80 | (codePoint >> 6 & 0x3f));
            *at++ = static_cast<char>(0x80 | (codePoint & 0x3f));
        } else {
            *at++ = static_cast<char>(0xf0 | codePoint >> 18);
            *at++ = static_cast<char>(0x80 | (codePoint >> 12 & 0x3f));
            *at++ = static_cast<char>(0x80 | (codePoint >> 6 & 0x3f));
            *at++ = static_cast<char>(0x80 | (codePoint & 0x3f));
        }
    }
    void malformed(const char *where) {
        if (m_out.malformed++ == 0)
            m_out.firstMalformed = static_cast<std::size_t>(where - m_begin);
        put(0xfffd);
    }
    void copy(const char *from, const char *to) {
        std::memcpy(at, from, static_cast<std::size_t>(to - from));
        at += to - from;
    }
    /// Copies ASCII up to the first other byte or the end; the room for it must be there.
    const char *copyAscii(const char *p, const char *end) {
#if defined(__SSE2__)
        while (end - p >= 16) {
            const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(p));
            _mm_storeu_si128(reinterpret_cast<__m128i *>(at), bytes);
            const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(bytes));
            if (mask != 0) {
                at += std::countr_zero(mask);
                return p + std::countr_zero(mask);
            }
            p += 16;
            at += 16;
        }
#endif
        while (p != end && byteAt(p) < 0x80)
            *at++ = *p++;
        return p;
    }

    char *at;

private:
    static constexpr std::size_t slack = 32;
    DecoderOutput &m_out;
    const char *m_begin;
    std::size_t m_used;
};

/// 10.2.1 gb18030 decoder, its four-byte sequences; 0 when the pointer is none.
std::uint32_t gbRangeCodePoint(std::uint32_t pointer) {
    if ((pointer > 39419 && pointer < 189000) || pointer > 1237575)
        return 0;
    if (pointer == 7457)
        return 0xe7c7;
    const GbRange *range = std::upper_bound(std::begin(gb18030Ranges), std::end(gb18030Ranges), pointer,
                                            [](std::uint32_t p, const GbRange &r) { return p < r.pointer; }) -
                           1;
    return range->codePoint + pointer - range->pointer;
}

/// One GB18030 character that begins with a byte >= 0x80. Sets `length` to the bytes it takes; 0 when
/// malformed, where `length` is what the standard swallows for one replacement character.
std::uint32_t gbCharacter(const char *p, const char *end, std::size_t &length) {
    const unsigned lead = byteAt(p);
    length = 1;
    if (lead == 0x80)
        return 0x20ac;
    if (lead == 0xff || end - p < 2)
        return 0;
    const unsigned trail = byteAt(p + 1);
    if (trail >= 0x40 && trail != 0xff) {
        const std::uint32_t codePoint = gb18030Table[(lead - 0x81) * 191 + (trail - 0x40)];
        length = codePoint != 0 || trail >= 0x80 ? 2 : 1;
        return codePoint;
    }
    if (trail == 0xff) {
        length = 2;
        return 0;
    }
    if (trail < 0x30 || trail > 0x39 || end - p < 4)
        return 0;
    const unsigned third = byteAt(p + 2);
    const unsigned fourth = byteAt(p + 3);
    if (third < 0x81 || third == 0xff || fourth < 0x30 || fourth > 0x39)
        return 0;
    const std::uint32_t codePoint =
        gbRangeCodePoint(((lead - 0x81) * 10 + trail - 0x30) * 1260 + (third - 0x81) * 10 + fourth - 0x30);
    if (codePoint != 0)
        length = 4;
    return codePoint;
}

// ---- runs in the other encoding

/// How far the text at `p` is Chinese in UTF-8 and nothing else but ASCII may follow: `end` of the run, `p`
/// when it is none. A GB18030 pair seldom begins with 0xE4 to 0xE9 and hardly ever goes on as UTF-8 demands,
/// so two or three characters are proof enough.
const char *utf8Run(const char *p, const char *end, std::size_t needed) {
    const char *at = p;
    std::size_t characters = 0;
    while (at != end && byteAt(at) >= 0x80) {
        const unsigned lead = byteAt(at);
        const std::size_t length = utf8SequenceLength(at, end);
        const bool chinese = length == 3 && (lead >= 0xe3 || (lead == 0xe2 && byteAt(at + 1) <= 0x96));
        if (!chinese)
            return p;
        at += length;
        ++characters;
    }
    return characters >= needed ? at : p;
}

/// The reverse: how far the bytes at `p`, malformed as UTF-8, are Chinese in GB18030.
const char *gbRun(const char *p, const char *end, std::size_t neededMalformed) {
    const char *at = p;
    std::size_t characters = 0;
    std::size_t common = 0;
    while (at != end && byteAt(at) >= 0x80) {
        std::size_t length = 0;
        if (byteAt(at) == 0x80 || gbCharacter(at, end, length) == 0)
            return p;
        common += byteAt(at) <= 0xf7 && byteAt(at) >= 0xa1 && length == 2 && byteAt(at + 1) >= 0xa1;
        at += length;
        ++characters;
    }
    if (common * 4 < characters * 3)
        return p;
    // A text cut within a character is malformed UTF-8 as well, and may make pairs: most of it must not be
    // UTF-8.
    std::size_t valid = 0;
    std::size_t malformed = 0;
    for (const char *q = p; q < at;) {
        const std::size_t length = utf8SequenceLength(q, at);
        valid += length >= 3;
        malformed += length == 0;
        q += std::max<std::size_t>(length, 1);
    }
    return malformed >= neededMalformed && malformed > 2 * valid ? at : p;
}

/// A run this near to the last one needs less proof: pasted paragraphs have tags, digits and spaces in them.
constexpr std::ptrdiff_t nearby = 64;

// ---- one function an encoding

void decodeUtf8(std::string_view bytes, DecoderOutput &out) {
    const char *p = bytes.data();
    const char *const end = p + bytes.size();
    Writer writer(out, p, bytes.size());
    const char *lastMixed = nullptr;
    const char *looked =
        p; // up to here no run of GB18030 is to be found: hostile bytes must not be read again and again
    while (true) {
        const char *bad = findInvalidUtf8(p, end);
        writer.reserve(static_cast<std::size_t>(end - p));
        if (bad != end && bad >= looked && out.mendMixed) {
            // GB18030 may have begun before: some of its pairs are UTF-8 by chance.
            const char *begin = bad;
            while (begin != p && byteAt(begin - 1) >= 0x80)
                --begin;
            const bool near = lastMixed && begin - lastMixed < nearby;
            const char *runEnd = gbRun(begin, end, near ? 1 : 2);
            if (runEnd != begin) {
                writer.copy(p, begin);
                writer.reserve(static_cast<std::size_t>(end - begin) +
                               static_cast<std::size_t>(runEnd - begin));
                for (const char *q = begin; q != runEnd;) {
                    std::size_t length = 0;
                    writer.put(gbCharacter(q, runEnd, length));
                    q += length;
                }
                ++out.mixedRuns;
                p = lastMixed = runEnd;
                continue;
            }
            looked = bad;
            while (looked != end && byteAt(looked) >= 0x80)
                ++looked;
        }
        writer.copy(p, bad);
        if (bad == end)
            return;
        writer.reserve(static_cast<std::size_t>(end - bad) + 3);
        writer.malformed(bad);
        // The longest start of a sequence counts as one (4.1, "maximal subpart").
        const unsigned lead = byteAt(bad);
        p = bad + 1;
        const int wanted = lead >= 0xf0 && lead <= 0xf4 ? 3
                           : lead >= 0xe0               ? (lead < 0xf0 ? 2 : 0)
                           : lead >= 0xc2               ? 1
                                                        : 0;
        for (int i = 0; i < wanted && p != end; ++i, ++p) {
            const unsigned low = i == 0 && lead == 0xe0 ? 0xa0u : i == 0 && lead == 0xf0 ? 0x90u : 0x80u;
            const unsigned high = i == 0 && lead == 0xed ? 0x9fu : i == 0 && lead == 0xf4 ? 0x8fu : 0xbfu;
            if (byteAt(p) < low || byteAt(p) > high)
                break;
        }
    }
}

/// 10.2.1 gb18030 decoder, for gbk and gb2312 alike.
void decodeGb18030(std::string_view bytes, DecoderOutput &out) {
    const char *p = bytes.data();
    const char *const end = p + bytes.size();
    // Two bytes become three at most; what makes more of less asks for room below.
    Writer writer(out, p, bytes.size() + bytes.size() / 2);
    const char *lastMixed = nullptr;
    const auto reserve = [&](const char *from) {
        const auto left = static_cast<std::size_t>(end - from);
        writer.reserve(left + left / 2 + 4);
    };
    while (true) {
        p = writer.copyAscii(p, end);
        if (p == end)
            return;
        if (out.mendMixed && byteAt(p) >= 0xe2 && byteAt(p) <= 0xef) {
            const bool near = lastMixed && p - lastMixed < nearby;
            const char *runEnd = utf8Run(p, end, near ? 1 : 3);
            if (runEnd != p) {
                writer.copy(p, runEnd);
                ++out.mixedRuns;
                p = lastMixed = runEnd;
                continue;
            }
        }
        do {
            const unsigned lead = byteAt(p);
            if (end - p >= 2 && lead != 0x80 && lead != 0xff) {
                const unsigned trail = byteAt(p + 1);
                if (trail >= 0x40 && trail != 0xff) {
                    const std::uint32_t codePoint = gb18030Table[(lead - 0x81) * 191 + (trail - 0x40)];
                    if (codePoint >= 0x800) {
                        writer.at[0] = static_cast<char>(0xe0 | codePoint >> 12);
                        writer.at[1] = static_cast<char>(0x80 | (codePoint >> 6 & 0x3f));
                        writer.at[2] = static_cast<char>(0x80 | (codePoint & 0x3f));
                        writer.at += 3;
                        p += 2;
                        continue;
                    }
                }
            }
            std::size_t length = 0;
            const std::uint32_t codePoint = gbCharacter(p, end, length);
            reserve(p);
            if (codePoint == 0)
                writer.malformed(p);
            else
                writer.put(codePoint);
            p += length;
        } while (p != end && byteAt(p) >= 0x80);
    }
}

/// 11.1.1 Big5 decoder.
void decodeBig5(std::string_view bytes, DecoderOutput &out) {
    const char *p = bytes.data();
    const char *const end = p + bytes.size();
    Writer writer(out, p, bytes.size() + bytes.size() / 2);
    while (true) {
        p = writer.copyAscii(p, end);
        if (p == end)
            return;
        const auto left = static_cast<std::size_t>(end - p);
        writer.reserve(left + left / 2 + 8);
        const unsigned lead = byteAt(p);
        const unsigned trail = left > 1 ? byteAt(p + 1) : 0;
        const bool pair = lead >= 0x81 && lead <= 0xfe &&
                          ((trail >= 0x40 && trail <= 0x7e) || (trail >= 0xa1 && trail <= 0xfe));
        if (!pair) {
            writer.malformed(p);
            p += lead >= 0x81 && lead <= 0xfe && trail >= 0x80 ? 2 : 1;
            continue;
        }
        const unsigned pointer = (lead - 0x81) * 157 + (trail - (trail < 0x7f ? 0x40 : 0x62));
        // Four pointers stand for two code points each: letters with a combining accent.
        if (pointer == 1133 || pointer == 1135 || pointer == 1164 || pointer == 1166) {
            writer.put(pointer < 1140 ? 0xca : 0xea);
            writer.put(pointer == 1133 || pointer == 1164 ? 0x304 : 0x30c);
            p += 2;
            continue;
        }
        std::uint32_t codePoint = big5Table[pointer];
        if (big5Astral[pointer / 32] >> (pointer % 32) & 1)
            codePoint += 0x20000;
        if (codePoint == 0) {
            writer.malformed(p);
            p += trail < 0x80 ? 1 : 2;
            continue;
        }
        writer.put(codePoint);
        p += 2;
    }
}

/// 14.3 shared UTF-16 decoder.
void decodeUtf16(std::string_view bytes, bool bigEndian, DecoderOutput &out) {
    const char *p = bytes.data();
    const char *const end = p + bytes.size();
    Writer writer(out, p, bytes.size() + bytes.size() / 2);
    const auto unitAt = [bigEndian](const char *at) {
        return bigEndian ? byteAt(at) << 8 | byteAt(at + 1) : byteAt(at + 1) << 8 | byteAt(at);
    };
    for (; end - p >= 2; p += 2) {
        const auto left = static_cast<std::size_t>(end - p);
        writer.reserve(left + left / 2);
        const std::uint32_t unit = unitAt(p);
        if (unit < 0xd800 || unit > 0xdfff) {
            writer.put(unit);
        } else if (unit < 0xdc00 && end - p >= 4 && (unitAt(p + 2) & 0xfc00) == 0xdc00) {
            writer.put(0x10000 + ((unit - 0xd800) << 10) + unitAt(p + 2) - 0xdc00);
            p += 2;
        } else {
            writer.malformed(p);
        }
    }
    if (p != end) {
        writer.reserve(8);
        writer.malformed(p);
    }
}

/// 9.1 single-byte decoder.
void decodeSingleByte(std::string_view bytes, const SingleByte &table, DecoderOutput &out) {
    const char *p = bytes.data();
    const char *const end = p + bytes.size();
    Writer writer(out, p, bytes.size());
    while (true) {
        writer.reserve(static_cast<std::size_t>(end - p) + 4);
        p = writer.copyAscii(p, end);
        if (p == end)
            return;
        const std::uint32_t codePoint = table.upper[byteAt(p) - 0x80];
        if (codePoint == 0)
            writer.malformed(p);
        else
            writer.put(codePoint);
        ++p;
    }
}

/// Japanese and Korean, which Chinese sites hardly ever have: the C library's tables.
bool decodeByIconv(std::string_view bytes, const char *from, DecoderOutput &out) {
    const iconv_t converter = iconv_open("UTF-8", from);
    if (converter == reinterpret_cast<iconv_t>(-1))
        return false;
    char *in = const_cast<char *>(bytes.data());
    std::size_t left = bytes.size();
    std::array<char, 16384> buffer;
    while (left > 0) {
        char *to = buffer.data();
        std::size_t room = buffer.size();
        const std::size_t result = iconv(converter, &in, &left, &to, &room);
        out.text.append(buffer.data(), buffer.size() - room);
        if (result != static_cast<std::size_t>(-1) || left == 0 || room < 16)
            continue;
        if (out.malformed++ == 0)
            out.firstMalformed = bytes.size() - left;
        out.text.append("\xef\xbf\xbd");
        ++in;
        --left;
    }
    iconv_close(converter);
    return true;
}

const SingleByte &singleByteTable(std::string_view name) {
    const SingleByte *windows1252 = nullptr;
    for (const SingleByte &table : singleByteTables) {
        if (table.name == name)
            return table;
        if (table.name == "windows-1252")
            windows1252 = &table;
    }
    return *windows1252;
}

} // namespace

std::size_t utf8SequenceLength(const char *p, const char *end) {
    const auto continues = [&](int i, unsigned low = 0x80, unsigned high = 0xbf) {
        return end - p > i && byteAt(p + i) >= low && byteAt(p + i) <= high;
    };
    const unsigned lead = byteAt(p);
    if (lead < 0x80)
        return 1;
    if (lead < 0xc2 || lead > 0xf4)
        return 0;
    if (lead < 0xe0)
        return continues(1) ? 2 : 0;
    if (lead < 0xf0)
        return continues(1, lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf) && continues(2) ? 3 : 0;
    return continues(1, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf) && continues(2) &&
                   continues(3)
               ? 4
               : 0;
}

namespace {

#if defined(__SSE2__)
/// Behind the characters from `p` on that Chinese is made of, as far as five stand together: three bytes
/// each, begun by E1 to EC, EE or EF, after which nothing but two continuations is asked.
const char *skipFives(const char *p, const char *end) {
    constexpr char Lead = '\xf0', Next = '\xc0', Three = '\xe0', More = '\x80';
    const __m128i looked = _mm_setr_epi8(Lead, Next, Next, Lead, Next, Next, Lead, Next, Next, Lead, Next,
                                         Next, Lead, Next, Next, 0);
    const __m128i wanted = _mm_setr_epi8(Three, More, More, Three, More, More, Three, More, More, Three, More,
                                         More, Three, More, More, 0);
    constexpr int AllBytes = 0xffff, Five = 0x7fff;
    while (end - p >= 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(p));
        const __m128i narrower = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\xe0')),
                                              _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\xed')));
        if (_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_and_si128(bytes, looked), wanted)) != AllBytes ||
            (_mm_movemask_epi8(narrower) & Five) != 0)
            break;
        p += 15;
    }
    return p;
}
#else
const char *skipFives(const char *p, const char *) {
    return p;
}
#endif

} // namespace

const char *findInvalidUtf8(const char *p, const char *end) {
    while (true) {
        p = findNonAscii(p, end);
        p = skipFives(p, end);
        if (p == end)
            return end;
        do {
            // Chinese by far most often: E3 to E9 and two more.
            if (end - p >= 3 && byteAt(p) - 0xe1 < 0xc && (byteAt(p + 1) & 0xc0) == 0x80 &&
                (byteAt(p + 2) & 0xc0) == 0x80) {
                p += 3;
                continue;
            }
            const std::size_t length = utf8SequenceLength(p, end);
            if (length == 0)
                return p;
            p += length;
        } while (p != end && byteAt(p) >= 0x80);
    }
}

void ByteStatistics::add(std::string_view bytes) {
    const char *const begin = bytes.data();
    const char *const end = begin + bytes.size();
    // Most characters of Chinese text have one of their kind behind them.
    const auto findNext = [end](const char *p) {
        return p != end && byteAt(p) >= 0x80 ? p : findNonAscii(p, end);
    };
    for (const char *p = findNonAscii(begin, end); p != end;) {
        const std::size_t length = utf8SequenceLength(p, end);
        utf8Characters += length >= 3;
        utf8Short += length == 2;
        utf8Malformed += length == 0;
        nonAscii += std::max<std::size_t>(length, 1);
        p = findNext(p + std::max<std::size_t>(length, 1));
    }
    for (const char *p = findNonAscii(begin, end); p != end;) {
        std::size_t length = 0;
        const std::uint32_t codePoint = gbCharacter(p, end, length);
        if (codePoint == 0) {
            ++gbMalformed;
        } else if (length >= 2) {
            ++gbPairs;
            const unsigned lead = byteAt(p);
            gbCommon += length == 2 && byteAt(p + 1) >= 0xa1 &&
                        ((lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa3));
        }
        p = findNext(p + length);
    }
    for (const char *p = findNonAscii(begin, end); p != end;) {
        const unsigned lead = byteAt(p);
        const unsigned trail = end - p > 1 ? byteAt(p + 1) : 0;
        const bool pair = lead >= 0x81 && lead <= 0xfe &&
                          ((trail >= 0x40 && trail <= 0x7e) || (trail >= 0xa1 && trail <= 0xfe));
        big5Malformed += !pair;
        big5Pairs += pair;
        big5Common += pair && lead >= 0xa1 && lead <= 0xc6;
        p = findNext(p + (pair ? 2 : 1));
    }
}

namespace {

double score(std::size_t pairs, std::size_t common, std::size_t malformed) {
    const double total = static_cast<double>(pairs + malformed);
    return total == 0 ? 0 : (static_cast<double>(common) - 2 * static_cast<double>(malformed)) / total;
}

} // namespace

double ByteStatistics::gbScore() const {
    return score(gbPairs, gbCommon, gbMalformed);
}

double ByteStatistics::big5Score() const {
    return score(big5Pairs, big5Common, big5Malformed);
}

void decodeBytes(std::string_view bytes, std::string_view encoding, DecoderOutput &out) {
    if (encoding == "utf-8")
        return decodeUtf8(bytes, out);
    if (encoding == "gb18030")
        return decodeGb18030(bytes, out);
    if (encoding == "big5")
        return decodeBig5(bytes, out);
    if (encoding == "utf-16le" || encoding == "utf-16be")
        return decodeUtf16(bytes, encoding == "utf-16be", out);
    const char *iconvName = encoding == "shift_jis"     ? "CP932"
                            : encoding == "euc-jp"      ? "EUC-JP-MS"
                            : encoding == "euc-kr"      ? "UHC"
                            : encoding == "iso-2022-jp" ? "ISO-2022-JP-3"
                                                        : nullptr;
    if (iconvName && decodeByIconv(bytes, iconvName, out))
        return;
    decodeSingleByte(bytes, singleByteTable(encoding), out);
}

} // namespace guiyi::html
