// UTF-8 text helpers that know the blanks and digits of Chinese pages. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

class QString;

namespace guiyi::text {

/// Decodes the code point at `pos` and moves `pos` past it. Malformed bytes give U+FFFD, one byte each.
inline char32_t next(std::string_view s, std::size_t &pos);
/// Appends the UTF-8 form of `c`.
void append(std::string &s, char32_t c);

/// ASCII blanks, NBSP, U+3000, zero-width characters, BOM, and the other Unicode spaces.
inline bool isBlank(char32_t c);
/// Han characters of all blocks (for counting and for date forms).
bool isHan(char32_t c);

/// Without blanks (isBlank) at both ends.
std::string_view trim(std::string_view s);
/// Runs of blanks become one space, none at the ends. What a reader sees of inline text.
std::string collapse(std::string_view s);
/// All blanks removed: for comparing texts.
std::string squash(std::string_view s);
/// Where the first blank or control character (below U+0020, U+007F) from `pos` on stands; the size when
/// there is none.
std::size_t findBlankOrControl(std::string_view s, std::size_t pos);
/// Bytes of the blank at `pos`; 0 when none stands there.
std::size_t blankLength(std::string_view s, std::size_t pos);
/// What a reader sees of valid UTF-8.
struct Visible {
    std::size_t length = 0; ///< characters that are no blanks
    bool plain = true;      ///< there are neither blanks nor control characters
};
Visible visible(std::string_view s);
inline std::size_t visibleLength(std::string_view s) {
    return visible(s).length;
}

/// ASCII lower case; other bytes as they are.
std::string lower(std::string_view s);
/// Full-width forms (U+FF01..FF5E) to ASCII, U+3000 to a space.
std::string halfWidth(std::string_view s);

/// Inline, and the first byte looked at first: texts are asked for long lists of prefixes.
inline bool startsWith(std::string_view s, std::string_view prefix) {
    return prefix.empty() || (!s.empty() && s.front() == prefix.front() && s.starts_with(prefix));
}
bool endsWith(std::string_view s, std::string_view suffix);
bool contains(std::string_view s, std::string_view needle);
/// Case-insensitive for ASCII letters.
bool equalsIgnoreCase(std::string_view a, std::string_view b);
std::vector<std::string> split(std::string_view s, char separator);
std::string join(const std::vector<std::string> &parts, std::string_view separator);
/// Every occurrence of `from` in `s` replaced.
std::string replaceAll(std::string s, std::string_view from, std::string_view to);
/// The first `characters` code points; with an ellipsis when cut.
std::string head(std::string_view s, std::size_t characters);

/// Text for HTML content and double-quoted attribute values.
std::string escapeHtml(std::string_view s);
/// The same behind `out`.
void appendEscapedHtml(std::string &out, std::string_view s);

QString toQString(std::string_view utf8);
std::string fromQString(const QString &s);

// Inline: these two run for every character of every page.

/// next() for what is not ASCII.
char32_t nextBeyondAscii(std::string_view s, std::size_t &pos);

inline char32_t next(std::string_view s, std::size_t &pos) {
    const auto lead = static_cast<unsigned char>(s[pos]);
    if (lead < 0x80) {
        ++pos;
        return lead;
    }
    return nextBeyondAscii(s, pos);
}

inline bool isBlank(char32_t c) {
    if (c < 0x80)
        return c == ' ' || (c >= 9 && c <= 13);
    if (c >= 0x3001 && c < 0xFEFF)
        return false;
    return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200F) || c == 0x2028 || c == 0x2029 ||
           c == 0x202F || c == 0x205F || c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

} // namespace guiyi::text
