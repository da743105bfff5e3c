#include "schema/base/text.h"

#include "schema/base/scan.h"

#include <QtCore/qstring.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace guiyi::text {

char32_t nextBeyondAscii(std::string_view s, std::size_t &pos) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
    const unsigned char lead = byte(pos);
    const std::size_t extra = lead >= 0xF5 ? 0 : lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
    if (extra == 0 || pos + extra >= s.size()) {
        ++pos;
        return 0xFFFD;
    }
    char32_t c = lead & (0x3F >> extra);
    for (std::size_t i = 1; i <= extra; ++i) {
        if ((byte(pos + i) & 0xC0) != 0x80) {
            ++pos;
            return 0xFFFD;
        }
        c = (c << 6) | (byte(pos + i) & 0x3F);
    }
    pos += extra + 1;
    return c;
}

void append(std::string &s, char32_t c) {
    if (c < 0x80) {
        s += static_cast<char>(c);
    } else if (c < 0x800) {
        s += static_cast<char>(0xC0 | (c >> 6));
        s += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        s += static_cast<char>(0xE0 | (c >> 12));
        s += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        s += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        s += static_cast<char>(0xF0 | (c >> 18));
        s += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
        s += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        s += static_cast<char>(0x80 | (c & 0x3F));
    }
}

bool isHan(char32_t c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x323AF) ||
           (c >= 0xF900 && c <= 0xFAFF) || c == 0x3007;
}

namespace {

/// What a byte may begin; only few begin a blank, so that texts are looked through by bytes, not characters.
enum ByteKind : std::uint8_t { Character, Continuation, Blank, Control, MaybeBlank };

constexpr std::array<ByteKind, 256> byteKinds = [] {
    std::array<ByteKind, 256> kinds{};
    for (std::size_t byte = 0x80; byte < 0xC0; ++byte)
        kinds[byte] = Continuation;
    for (std::size_t byte = 0; byte < 0x20; ++byte)
        kinds[byte] = Control;
    kinds[0x7F] = Control;
    for (const std::size_t byte : {9, 10, 11, 12, 13, 32})
        kinds[byte] = Blank;
    for (const std::size_t byte : {0xC2, 0xE1, 0xE2, 0xE3, 0xEF})
        kinds[byte] = MaybeBlank;
    return kinds;
}();

/// blankLength(), inline: for every byte of a text.
inline std::size_t lengthOfBlank(std::string_view s, std::size_t pos) {
    const ByteKind kind = byteKinds[static_cast<unsigned char>(s[pos])];
    if (kind != MaybeBlank)
        return kind == Blank ? 1 : 0;
    std::size_t after = pos;
    return isBlank(next(s, after)) ? after - pos : 0;
}

/// Of bytes that are no blanks.
inline bool isControl(char c) {
    return byteKinds[static_cast<unsigned char>(c)] == Control;
}

#if defined(__SSE2__)
constexpr std::size_t Step = 16, LongestBlank = 3;

inline __m128i load(const char *bytes) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes));
}

/// Of sixteen bytes, which have two more behind them, those that are a control character or may begin a
/// blank.
inline unsigned mayBeBlank(const char *at, __m128i bytes) {
    const auto all = [](int byte) { return _mm_set1_epi8(static_cast<char>(byte)); };
    const auto is = [&](__m128i those, int wanted) { return _mm_cmpeq_epi8(those, all(wanted)); };
    const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, all(0x20)), bytes);
    __m128i may = _mm_or_si128(_mm_or_si128(low, is(bytes, 0x7F)),
                               _mm_or_si128(is(bytes, 0xC2), _mm_or_si128(is(bytes, 0xE1), is(bytes, 0xE2))));
    // Most that begin as the ideographic space and the byte order mark do are punctuation.
    may = _mm_or_si128(may, _mm_and_si128(is(bytes, 0xE3), is(load(at + 2), 0x80)));
    may = _mm_or_si128(may, _mm_and_si128(is(bytes, 0xEF), is(load(at + 1), 0xBB)));
    return static_cast<unsigned>(_mm_movemask_epi8(may));
}
#endif

/// The first position from `pos` on that is a blank or, where they are asked for, a control character.
template <bool controls>
inline std::size_t find(std::string_view s, std::size_t pos) {
    const auto isIt = [&](std::size_t at) {
        return lengthOfBlank(s, at) > 0 || (controls && isControl(s[at]));
    };
#if defined(__SSE2__)
    for (; pos + Step + LongestBlank <= s.size(); pos += Step) {
        const char *const at = s.data() + pos;
        for (unsigned mask = mayBeBlank(at, load(at)); mask != 0; mask &= mask - 1) {
            const std::size_t hit = pos + static_cast<std::size_t>(std::countr_zero(mask));
            if (isIt(hit))
                return hit;
        }
    }
#endif
    while (pos < s.size() && !isIt(pos))
        ++pos;
    return pos;
}

} // namespace

std::size_t blankLength(std::string_view s, std::size_t pos) {
    return lengthOfBlank(s, pos);
}

std::size_t findBlankOrControl(std::string_view s, std::size_t pos) {
    return find<true>(s, pos);
}

std::string_view trim(std::string_view s) {
    std::size_t begin = 0;
    while (begin < s.size()) {
        const std::size_t blank = lengthOfBlank(s, begin);
        if (blank == 0)
            break;
        begin += blank;
    }
    std::size_t end = s.size();
    while (end > begin) {
        std::size_t start = end - 1;
        while (start > begin && byteKinds[static_cast<unsigned char>(s[start])] == Continuation)
            --start;
        if (lengthOfBlank(s, start) == 0)
            break;
        end = start;
    }
    return s.substr(begin, end - begin);
}

std::string collapse(std::string_view s) {
    std::string out;
    out.reserve(s.size());
    for (std::size_t pos = 0; pos < s.size();) {
        if (const std::size_t blank = lengthOfBlank(s, pos)) {
            pos += blank;
            continue;
        }
        if (pos > 0 && !out.empty())
            out += ' ';
        const std::size_t begin = pos;
        pos = find<false>(s, pos);
        out.append(s, begin, pos - begin);
    }
    return out;
}

std::string squash(std::string_view s) {
    std::string out;
    out.reserve(s.size());
    for (std::size_t pos = 0; pos < s.size();) {
        const std::size_t begin = pos;
        pos = find<false>(s, pos);
        out.append(s, begin, pos - begin);
        if (pos < s.size())
            pos += lengthOfBlank(s, pos);
    }
    return out;
}

Visible visible(std::string_view s) {
    // All characters are counted, and blanks among them taken off.
    std::size_t characters = 0, blanks = 0, controls = 0, pos = 0;
    const auto look = [&](std::size_t at) {
        if (lengthOfBlank(s, at) > 0)
            ++blanks;
        else if (isControl(s[at]))
            ++controls;
    };
#if defined(__SSE2__)
    __m128i counts = _mm_setzero_si128();
    for (; pos + Step + LongestBlank <= s.size(); pos += Step) {
        const char *const at = s.data() + pos;
        const __m128i bytes = load(at);
        const __m128i continuations = _mm_cmplt_epi8(bytes, _mm_set1_epi8(static_cast<char>(0xC0)));
        const __m128i ones = _mm_add_epi8(_mm_set1_epi8(1), continuations); // 0 for continuations, else 1
        counts = _mm_add_epi64(counts, _mm_sad_epu8(ones, _mm_setzero_si128()));
        for (unsigned mask = mayBeBlank(at, bytes); mask != 0; mask &= mask - 1)
            look(pos + static_cast<std::size_t>(std::countr_zero(mask)));
    }
    characters = static_cast<std::size_t>(_mm_cvtsi128_si64(counts) +
                                          _mm_cvtsi128_si64(_mm_unpackhi_epi64(counts, counts)));
#endif
    for (; pos < s.size(); ++pos) {
        const ByteKind kind = byteKinds[static_cast<unsigned char>(s[pos])];
        characters += kind != Continuation ? 1 : 0;
        if (kind >= Blank)
            look(pos);
    }
    return {characters - blanks, blanks == 0 && controls == 0};
}

std::string lower(std::string_view s) {
    std::string out(s);
    for (char &c : out) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + 32);
    }
    return out;
}

std::string halfWidth(std::string_view s) {
    std::string out;
    out.reserve(s.size());
    for (std::size_t pos = 0; pos < s.size();) {
        const std::size_t start = pos;
        const char32_t c = next(s, pos);
        if (c >= 0xFF01 && c <= 0xFF5E)
            out += static_cast<char>(c - 0xFEE0);
        else if (c == 0x3000)
            out += ' ';
        else
            out.append(s, start, pos - start);
    }
    return out;
}

bool endsWith(std::string_view s, std::string_view suffix) {
    return s.size() >= suffix.size() && s.substr(s.size() - suffix.size()) == suffix;
}

bool contains(std::string_view s, std::string_view needle) {
    return s.find(needle) != std::string_view::npos;
}

bool equalsIgnoreCase(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
               const auto fold = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
               return fold(x) == fold(y);
           });
}

std::vector<std::string> split(std::string_view s, char separator) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= s.size(); ++i) {
        if (i == s.size() || s[i] == separator) {
            parts.emplace_back(s.substr(begin, i - begin));
            begin = i + 1;
        }
    }
    return parts;
}

std::string join(const std::vector<std::string> &parts, std::string_view separator) {
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0)
            out += separator;
        out += parts[i];
    }
    return out;
}

std::string replaceAll(std::string s, std::string_view from, std::string_view to) {
    for (std::size_t at = s.find(from); at != std::string::npos; at = s.find(from, at + to.size()))
        s.replace(at, from.size(), to);
    return s;
}

std::string head(std::string_view s, std::size_t characters) {
    std::size_t pos = 0;
    for (std::size_t n = 0; n < characters && pos < s.size(); ++n)
        next(s, pos);
    return pos < s.size() ? std::string(s.substr(0, pos)) + "…" : std::string(s);
}

void appendEscapedHtml(std::string &out, std::string_view s) {
    const char *const end = s.data() + s.size();
    for (const char *begin = s.data();;) {
        const char *const markup = findFirst<'&', '<', '>', '"'>(begin, end);
        out.append(begin, markup);
        if (markup == end)
            return;
        out += *markup == '&' ? "&amp;" : *markup == '<' ? "&lt;" : *markup == '>' ? "&gt;" : "&quot;";
        begin = markup + 1;
    }
}

std::string escapeHtml(std::string_view s) {
    std::string out;
    out.reserve(s.size());
    appendEscapedHtml(out, s);
    return out;
}

QString toQString(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

std::string fromQString(const QString &s) {
    const QByteArray bytes = s.toUtf8();
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

} // namespace guiyi::text
