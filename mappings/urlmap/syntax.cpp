#include "mappings/urlmap/syntax.h"

#include "schema/base/byte_set.h"
#include "schema/base/text.h"
#include "schema/url/escape.h"

#include <algorithm>
#include <array>

namespace guiyi::mapping {

namespace ascii {

std::size_t findNoCase(std::string_view s, std::string_view needle, std::size_t from) {
    for (std::size_t i = from; i + needle.size() <= s.size(); ++i) {
        if (startsWithNoCase(s.substr(i), needle))
            return i;
    }
    return std::string_view::npos;
}

std::string_view trim(std::string_view s) {
    while (!s.empty() && isSpace(s.front()))
        s.remove_prefix(1);
    while (!s.empty() && isSpace(s.back()))
        s.remove_suffix(1);
    return s;
}

} // namespace ascii

namespace {

using ascii::isAlnum;
using ascii::isSpace;
using ascii::startsWithNoCase;

struct NamedReference {
    std::string_view name;
    std::string_view text;
};
constexpr std::array<NamedReference, 6> NamedReferences{
    {{"amp;", "&"}, {"lt;", "<"}, {"gt;", ">"}, {"quot;", "\""}, {"apos;", "'"}, {"nbsp;", "\xC2\xA0"}}};

/// Bytes no address has.
constexpr ByteSet NoAddress(" \t\n\r\f\"'<>\\{}");

/// What encode() leaves alone in every syntax.
constexpr ByteSet StandsAnywhere = ByteSet::range(0x20, 0xFF) - NoAddress - ByteSet("&`()");

bool inAttribute(Syntax s) {
    return s == Syntax::Attribute || s == Syntax::CssInAttribute || s == Syntax::ScriptInAttribute;
}
bool isScript(Syntax s) {
    return s == Syntax::Script || s == Syntax::ScriptInAttribute;
}
bool isCss(Syntax s) {
    return s == Syntax::Css || s == Syntax::CssInAttribute;
}

std::string decodeReferences(std::string_view s) {
    std::string out, piece;
    out.reserve(s.size());
    for (std::size_t i = 0; i < s.size();) {
        const std::size_t length = s[i] == '&' ? referenceAt(s.substr(i), piece) : 0;
        if (length > 0) {
            out += piece;
            i += length;
        } else {
            out += s[i++];
        }
    }
    return out;
}

std::string decodeCss(std::string_view s) {
    std::string out;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (s[i] != '\\' || i + 1 >= s.size()) {
            out += s[i];
            continue;
        }
        char32_t c = 0;
        std::size_t n = 0;
        while (n < 6 && i + 1 + n < s.size() && hexDigit(s[i + 1 + n]) >= 0) {
            c = c * 16 + static_cast<char32_t>(hexDigit(s[i + 1 + n]));
            ++n;
        }
        if (n == 0) {
            out += s[++i];
            continue;
        }
        text::append(out, c);
        i += n;
        if (i + 1 < s.size() && isSpace(s[i + 1]))
            ++i;
    }
    return out;
}

} // namespace

std::size_t referenceAt(std::string_view s, std::string &text) {
    if (s.size() > 2 && s[1] == '#') {
        const bool hex = ascii::lower(s[2]) == 'x';
        std::size_t i = hex ? 3 : 2;
        const std::size_t first = i;
        char32_t c = 0;
        while (i < s.size() && i < first + 8 && (hex ? hexDigit(s[i]) >= 0 : s[i] >= '0' && s[i] <= '9')) {
            c = c * (hex ? 16 : 10) + static_cast<char32_t>(hexDigit(s[i]));
            ++i;
        }
        if (i == first || c == 0 || c > 0x10FFFF)
            return 0;
        text.clear();
        text::append(text, c);
        return i < s.size() && s[i] == ';' ? i + 1 : i;
    }
    for (const NamedReference &r : NamedReferences) {
        if (startsWithNoCase(s.substr(1), r.name)) {
            text = r.text;
            return 1 + r.name.size();
        }
    }
    return 0;
}

bool isPlain(std::string_view raw, Syntax syntax) {
    if (syntax != Syntax::Css && syntax != Syntax::Script && raw.find('&') != std::string_view::npos)
        return false;
    return (!isScript(syntax) && !isCss(syntax)) || raw.find('\\') == std::string_view::npos;
}

std::string decode(std::string_view raw, Syntax syntax) {
    if (isPlain(raw, syntax))
        return std::string(raw);
    std::string s = inAttribute(syntax) || syntax == Syntax::Plain ? decodeReferences(raw) : std::string(raw);
    if (isCss(syntax))
        return decodeCss(s);
    // Of the escapes of JavaScript only "\/" occurs in plain addresses; literals with others are left alone.
    if (isScript(syntax))
        return text::replaceAll(std::move(s), "\\/", "/");
    return s;
}

std::string encode(std::string_view address, std::string_view raw, Syntax syntax) {
    const bool escapeSlashes = isScript(syntax) && text::contains(raw, "\\/");
    if (!escapeSlashes &&
        std::all_of(address.begin(), address.end(), [](char c) { return StandsAnywhere.has(c); }))
        return std::string(address);
    std::string out;
    out.reserve(address.size() + 16);
    static constexpr char hex[] = "0123456789ABCDEF";
    for (const char c : address) {
        const bool ends = c == '"' || c == '\'' || c == '<' || c == '>' || c == '`' || c == '\\' ||
                          isSpace(c) || static_cast<unsigned char>(c) < 0x20;
        if (ends || (isCss(syntax) && (c == '(' || c == ')'))) {
            out += '%';
            out += hex[static_cast<unsigned char>(c) >> 4];
            out += hex[static_cast<unsigned char>(c) & 15];
        } else if (c == '&' && (inAttribute(syntax) || syntax == Syntax::Plain)) {
            out += "&amp;";
        } else if (c == '/' && escapeSlashes) {
            out += "\\/";
        } else {
            out += c;
        }
    }
    return out;
}

bool isAbsoluteAddress(std::string_view s) {
    const bool http = startsWithNoCase(s, "http://") || startsWithNoCase(s, "https://");
    if (!http && !text::startsWith(s, "//"))
        return false;
    const std::size_t host = s.find("//") + 2;
    if (host >= s.size() ||
        !(isAlnum(s[host]) || s[host] == '[' || static_cast<unsigned char>(s[host]) >= 0x80))
        return false;
    if (!http && s.find('.') == std::string_view::npos)
        return false;
    return std::none_of(s.begin(), s.end(), [](char c) { return NoAddress.has(c); });
}

} // namespace guiyi::mapping
