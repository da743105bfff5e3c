// How an address is written where it stands: character references, CSS and JavaScript escapes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace guiyi::mapping {

/// Where an address stands decides how it is read and written.
enum class Syntax {
    Attribute,         ///< attribute value: character references
    Css,               ///< style sheet: CSS escapes
    CssInAttribute,    ///< style attribute: both
    Script,            ///< string literal: JavaScript escapes
    ScriptInAttribute, ///< event handler, or JSON in an attribute: both
    Plain,             ///< running text: character references
};

namespace ascii {
inline bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
inline bool isLetter(char c) {
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}
inline bool isAlnum(char c) {
    return isLetter(c) || (c >= '0' && c <= '9');
}
inline char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
/// `prefix` in lower case.
inline bool startsWithNoCase(std::string_view s, std::string_view prefix) {
    if (s.size() < prefix.size())
        return false;
    for (std::size_t i = 0; i < prefix.size(); ++i) {
        if (lower(s[i]) != prefix[i])
            return false;
    }
    return true;
}
/// The first place of `needle` (lower case) from `from`; npos when there is none.
std::size_t findNoCase(std::string_view s, std::string_view needle, std::size_t from);
std::string_view trim(std::string_view s);
} // namespace ascii

/// The length of the character reference at s[0] == '&', and what it stands for; 0: no reference, as far as
/// addresses use them (numbers, amp, lt, gt, quot, apos, nbsp).
std::size_t referenceAt(std::string_view s, std::string &text);

/// `raw` as it stands in the page, without its escapes.
std::string decode(std::string_view raw, Syntax syntax);
/// Whether decode() would change nothing.
bool isPlain(std::string_view raw, Syntax syntax);
/// `address` as it may stand where `raw` stood.
std::string encode(std::string_view address, std::string_view raw, Syntax syntax);

/// An address with scheme, or without it ("//host/…"), and nothing else around it.
bool isAbsoluteAddress(std::string_view s);

} // namespace guiyi::mapping
