// AddressWalk: style sheets and scripts.
#include "mappings/urlmap/address_walk.h"

#include "schema/base/byte_set.h"
#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::mapping {

using ascii::isAlnum;
using ascii::isSpace;
using ascii::startsWithNoCase;

namespace {

/// Bytes a script's reader stops at: quotes, comments, escapes, the ends of lines, references.
constexpr ByteSet StopsScript("\"'`/&\\\n");

/// Bytes a style sheet's reader stops at: comments, url(, @import, src='…'.
constexpr ByteSet StopsCss("/uU@=");

bool isPlainPath(std::string_view s) {
    if (s.empty() || s[0] == '#' || s.find('/') == std::string_view::npos)
        return false;
    return std::none_of(s.begin(), s.end(), [](char c) {
        return isSpace(c) || c == '<' || c == '>' || c == '\\' || c == '{' || c == '}' || c == '"' ||
               c == '\'';
    });
}

} // namespace

/// The length of a quote at `i`: 1, or that of its character reference in an attribute; 0: none.
std::size_t AddressWalk::quoteAt(std::size_t i, std::size_t end, Syntax syntax, char &quote) const {
    const char c = m_input[i];
    if (c == '"' || c == '\'' || (c == '`' && syntax == Syntax::Script)) {
        quote = c;
        return 1;
    }
    if (c != '&' || syntax != Syntax::ScriptInAttribute)
        return 0;
    std::string text;
    const std::size_t length = referenceAt(slice(i, end), text);
    if (length == 0 || (text != "\"" && text != "'"))
        return 0;
    quote = text[0];
    return length;
}

void AddressWalk::script(std::size_t begin, std::size_t end, Syntax syntax) {
    std::size_t i = begin;
    while (i < end) {
        const char c = m_input[i];
        if (!StopsScript.has(c)) {
            ++i;
            continue;
        }
        if (c == '/' && i + 1 < end && m_input[i + 1] == '/' && (i == begin || m_input[i - 1] != ':')) {
            i = std::min(end, find("\n", i));
            continue;
        }
        if (c == '/' && i + 1 < end && m_input[i + 1] == '*') {
            i = std::min(end, find("*/", i + 2) + 2);
            continue;
        }
        char quote = '\0';
        const std::size_t opening = quoteAt(i, end, syntax, quote);
        if (opening == 0) {
            ++i;
            continue;
        }
        i = literal(begin, i, i + opening, end, syntax, quote);
        if (!wanted(std::min(i, end), end)) // no address is left
            return;
    }
}

/// Reads the string literal whose text starts at `first`; returns where to go on.
std::size_t AddressWalk::literal(std::size_t scriptBegin, std::size_t opening, std::size_t first,
                                 std::size_t end, Syntax syntax, char quote) {
    std::size_t i = first;
    while (i < end) {
        if (!StopsScript.has(m_input[i])) {
            ++i;
            continue;
        }
        if (m_input[i] == '\\') {
            i += 2;
            continue;
        }
        if (m_input[i] == '\n' && quote != '`')
            return i; // not a literal after all
        char closingQuote = '\0';
        const std::size_t length = quoteAt(i, end, syntax, closingQuote);
        if (length > 0 && closingQuote == quote) {
            // Most literals are no addresses: of those that may be, one has "//" or a slash escaped.
            if (!wanted(first, i))
                return i + length;
            const std::string_view raw = slice(first, i);
            const std::string decoded = isPlain(raw, syntax) ? std::string() : decode(raw, syntax);
            const std::string_view text = decoded.empty() ? raw : std::string_view(decoded);
            const bool whole =
                isAbsoluteAddress(text) || (navigates(scriptBegin, opening) && isPlainPath(text));
            if (whole)
                found(first, i, syntax, FoundIn::Script,
                      !isPartOfExpression(scriptBegin, opening, i + length, end));
            else
                inText(first, i, FoundIn::Script, syntax);
            return i + length;
        }
        i += length > 0 ? length : 1;
    }
    return end;
}

/// The literal is joined with others: what it says alone is not where the link goes.
bool AddressWalk::isPartOfExpression(std::size_t scriptBegin, std::size_t opening, std::size_t after,
                                     std::size_t end) const {
    while (after < end && isSpace(m_input[after]))
        ++after;
    while (opening > scriptBegin && isSpace(m_input[opening - 1]))
        --opening;
    return (after < end && m_input[after] == '+') || (opening > scriptBegin && m_input[opening - 1] == '+');
}

/// The literal is what the browser is sent to: location = "…", location.href = "…", window.open("…"),
/// replace("…").
bool AddressWalk::navigates(std::size_t scriptBegin, std::size_t opening) const {
    std::size_t i = opening;
    while (i > scriptBegin && isSpace(m_input[i - 1]))
        --i;
    if (i == scriptBegin || (m_input[i - 1] != '=' && m_input[i - 1] != '('))
        return false;
    const char sign = m_input[--i];
    while (i > scriptBegin && isSpace(m_input[i - 1]))
        --i;
    const std::size_t wordEnd = i;
    while (i > scriptBegin && (isAlnum(m_input[i - 1]) || m_input[i - 1] == '.' || m_input[i - 1] == '_'))
        --i;
    const std::string_view word = slice(i, wordEnd);
    if (sign == '(')
        return word == "window.open" || text::endsWith(word, "location.replace") ||
               text::endsWith(word, "location.assign");
    return text::endsWith(word, "location") || text::endsWith(word, "location.href");
}

/// url(...) and @import "..." after CSS Syntax 4.3, and the src='...' of Internet Explorer's image filters;
/// comments are passed over.
void AddressWalk::css(std::size_t begin, std::size_t end, Syntax syntax) {
    std::size_t i = begin;
    while (i < end) {
        const char c = m_input[i];
        if (!StopsCss.has(c)) {
            ++i;
            continue;
        }
        if (c == '/' && i + 1 < end && m_input[i + 1] == '*') {
            i = std::min(end, find("*/", i + 2) + 2);
            continue;
        }
        const bool isUrl = (c == 'u' || c == 'U') && end - i > 4 && startsWithNoCase(rest(i), "url(");
        const bool isImport = c == '@' && end - i > 8 && startsWithNoCase(rest(i), "@import");
        const bool isSource = c == '=' && i >= begin + 3 &&
                              startsWithNoCase(slice(i - 3, i), "src"); // AlphaImageLoader(src='…')
        if (!isUrl && !isImport && !isSource) {
            ++i;
            continue;
        }
        i += isUrl ? 4 : isImport ? 7 : 1;
        while (i < end && isSpace(m_input[i]))
            ++i;
        if (isImport && i < end && startsWithNoCase(rest(i), "url("))
            continue;
        char quote = '\0';
        const Syntax quoting = syntax == Syntax::CssInAttribute ? Syntax::ScriptInAttribute : Syntax::Css;
        const std::size_t opening = i < end ? quoteAt(i, end, quoting, quote) : 0;
        if (opening == 0 && !isUrl)
            continue;
        i += opening;
        const std::size_t first = i;
        std::size_t closingQuote = 0;
        while (i < end) {
            if (m_input[i] == '\\') {
                i = std::min(end, i + 2);
                continue;
            }
            char closer = '\0';
            closingQuote = quote != '\0' ? quoteAt(i, end, quoting, closer) : 0;
            if (quote != '\0' ? (closingQuote > 0 && closer == quote) || m_input[i] == '\n'
                              : m_input[i] == ')')
                break;
            ++i;
        }
        std::size_t last = i;
        while (quote == '\0' && last > first && isSpace(m_input[last - 1]))
            --last;
        if (last > first && i < end)
            found(first, last, syntax, FoundIn::Css);
        i = std::min(end, i + std::max<std::size_t>(1, closingQuote));
        if (!wanted(i, end)) // no address is left
            return;
    }
}

} // namespace guiyi::mapping
