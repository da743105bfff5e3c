// Character references (WHATWG HTML 13.2.5.72 to 13.2.5.80).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace guiyi::html {

/// Reads the reference at text[at] == '&'. Appends what it stands for to `out` and returns how many bytes it
/// takes; returns 0, nothing appended, when the '&' is just itself. In attributes a name without its
/// semicolon that goes on with '=' or a letter or digit is no reference ("?a=1&copy=2").
std::size_t readReference(std::string_view text, std::size_t at, bool inAttribute, std::string &out);

/// Appends one code point as UTF-8; surrogates and numbers past U+10FFFF become U+FFFD.
void appendCodePoint(std::string &out, std::uint32_t codePoint);

} // namespace guiyi::html
