#include "mappings/urlmap/rewrite.h"

#include "schema/base/text.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace guiyi::mapping {

namespace {

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
bool isLetter(char c) {
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isAlnum(char c) {
    return isLetter(c) || isDigit(c);
}
char lowerOf(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool startsWithNoCase(std::string_view s, std::string_view prefix) {
    if (s.size() < prefix.size())
        return false;
    for (std::size_t i = 0; i < prefix.size(); ++i) {
        if (lowerOf(s[i]) != prefix[i])
            return false;
    }
    return true;
}

std::size_t findNoCase(std::string_view s, std::string_view needle, std::size_t from) {
    for (std::size_t i = from; i + needle.size() <= s.size(); ++i) {
        if (startsWithNoCase(s.substr(i), needle))
            return i;
    }
    return std::string_view::npos;
}

int hexValue(char c) {
    if (isDigit(c))
        return c - '0';
    const char l = lowerOf(c);
    return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

// -- character references, as far as addresses use them

struct NamedReference {
    std::string_view name;
    std::string_view text;
};
constexpr std::array<NamedReference, 6> NamedReferences{
    {{"amp;", "&"}, {"lt;", "<"}, {"gt;", ">"}, {"quot;", "\""}, {"apos;", "'"}, {"nbsp;", "\xC2\xA0"}}};

/// The length of the reference at s[0] == '&', and what it stands for; 0: no reference.
std::size_t referenceAt(std::string_view s, std::string &text) {
    if (s.size() > 2 && s[1] == '#') {
        const bool hex = lowerOf(s[2]) == 'x';
        std::size_t i = hex ? 3 : 2;
        const std::size_t first = i;
        char32_t c = 0;
        while (i < s.size() && i < first + 8 && (hex ? hexValue(s[i]) >= 0 : isDigit(s[i]))) {
            c = c * (hex ? 16 : 10) + static_cast<char32_t>(hexValue(s[i]));
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

std::string decodeReferences(std::string_view s) {
    if (s.find('&') == std::string_view::npos)
        return std::string(s);
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

/// Where an address stands decides how it is read and written.
enum class Syntax {
    Attribute,         ///< attribute value: character references
    Css,               ///< style sheet: CSS escapes
    CssInAttribute,    ///< style attribute: both
    Script,            ///< string literal: JavaScript escapes
    ScriptInAttribute, ///< event handler: both
    Plain,             ///< running text
};

bool inAttribute(Syntax s) {
    return s == Syntax::Attribute || s == Syntax::CssInAttribute || s == Syntax::ScriptInAttribute;
}

std::string decodeCss(std::string_view s) {
    if (s.find('\\') == std::string_view::npos)
        return std::string(s);
    std::string out;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (s[i] != '\\' || i + 1 >= s.size()) {
            out += s[i];
            continue;
        }
        char32_t c = 0;
        std::size_t n = 0;
        while (n < 6 && i + 1 + n < s.size() && hexValue(s[i + 1 + n]) >= 0) {
            c = c * 16 + static_cast<char32_t>(hexValue(s[i + 1 + n]));
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

std::string decode(std::string_view raw, Syntax syntax) {
    std::string s = inAttribute(syntax) ? decodeReferences(raw) : std::string(raw);
    if (syntax == Syntax::Css || syntax == Syntax::CssInAttribute)
        return decodeCss(s);
    // Of the escapes of JavaScript only "\/" occurs in plain addresses; literals with others are left alone.
    if (syntax == Syntax::Script || syntax == Syntax::ScriptInAttribute)
        return text::replaceAll(std::move(s), "\\/", "/");
    return s;
}

/// `address` as it may stand where `raw` stood.
std::string encode(std::string_view address, std::string_view raw, Syntax syntax) {
    std::string out;
    out.reserve(address.size() + 16);
    const bool escapeSlashes =
        (syntax == Syntax::Script || syntax == Syntax::ScriptInAttribute) && text::contains(raw, "\\/");
    static constexpr char hex[] = "0123456789ABCDEF";
    for (char c : address) {
        const bool ends = c == '"' || c == '\'' || c == '<' || c == '>' || c == '`' || c == '\\' ||
                          isSpace(c) || static_cast<unsigned char>(c) < 0x20;
        const bool cssEnds =
            (syntax == Syntax::Css || syntax == Syntax::CssInAttribute) && (c == '(' || c == ')');
        if (ends || cssEnds) {
            out += '%';
            out += hex[static_cast<unsigned char>(c) >> 4];
            out += hex[static_cast<unsigned char>(c) & 15];
        } else if (c == '&' && inAttribute(syntax)) {
            out += "&amp;";
        } else if (c == '/' && escapeSlashes) {
            out += "\\/";
        } else {
            out += c;
        }
    }
    return out;
}

// -- which attributes carry addresses

enum class Carrier { None, Address, SourceSet, Style, Script, Content, Value, Loose };

struct KnownAttribute {
    std::string_view name;
    Carrier carrier;
};
/// Sorted by name. Loose ones (and any other data-*) count only when their value is an absolute address.
constexpr std::array<KnownAttribute, 38> Known{
    {{"_src", Carrier::Address},          {"action", Carrier::Address},
     {"background", Carrier::Address},    {"cite", Carrier::Address},
     {"codebase", Carrier::Address},      {"content", Carrier::Content},
     {"data", Carrier::Address},          {"data-background", Carrier::Address},
     {"data-bg", Carrier::Address},       {"data-file", Carrier::Address},
     {"data-href", Carrier::Address},     {"data-image", Carrier::Address},
     {"data-img", Carrier::Address},      {"data-lazy", Carrier::Address},
     {"data-lazy-src", Carrier::Address}, {"data-lazyload", Carrier::Address},
     {"data-link", Carrier::Loose},       {"data-original", Carrier::Address},
     {"data-poster", Carrier::Address},   {"data-src", Carrier::Address},
     {"data-srcset", Carrier::SourceSet}, {"data-url", Carrier::Address},
     {"data-video", Carrier::Address},    {"dynsrc", Carrier::Address},
     {"formaction", Carrier::Address},    {"href", Carrier::Address},
     {"imagesrcset", Carrier::SourceSet}, {"lazysrc", Carrier::Address},
     {"longdesc", Carrier::Address},      {"lowsrc", Carrier::Address},
     {"original", Carrier::Address},      {"pdfpath", Carrier::Address},
     {"poster", Carrier::Address},        {"src", Carrier::Address},
     {"srcset", Carrier::SourceSet},      {"style", Carrier::Style},
     {"value", Carrier::Value},           {"xlink:href", Carrier::Address}}};

Carrier known(std::string_view written, std::string &name) {
    name.assign(written);
    std::transform(name.begin(), name.end(), name.begin(), lowerOf);
    if (name[0] == 'o' && name[1] == 'n')
        return Carrier::Script;
    const auto it = std::lower_bound(Known.begin(), Known.end(), std::string_view(name),
                                     [](const KnownAttribute &a, std::string_view n) { return a.name < n; });
    if (it != Known.end() && it->name == name)
        return it->carrier;
    return text::startsWith(name, "data-") ? Carrier::Loose : Carrier::None;
}

Carrier carrierOf(std::string_view written, std::string &name) {
    if (written.size() < 3 || written.size() > 24)
        return Carrier::None;
    // Most attributes of a page are class, id, width, height, title, target, type, alt, name: out by their
    // first letters.
    const char first = lowerOf(written[0]);
    static constexpr std::string_view firsts = "_abcdfhilopsvx";
    if (firsts.find(first) == std::string_view::npos || (first == 'c' && lowerOf(written[1]) == 'l'))
        return Carrier::None;
    return known(written, name);
}

bool absoluteAddress(std::string_view s) {
    const bool http = startsWithNoCase(s, "http://") || startsWithNoCase(s, "https://");
    if (!http && !text::startsWith(s, "//"))
        return false;
    const std::size_t host = s.find("//") + 2;
    if (host >= s.size() || !(isAlnum(s[host]) || static_cast<unsigned char>(s[host]) >= 0x80))
        return false;
    if (!http && s.find('.') == std::string_view::npos)
        return false;
    for (char c : s) {
        if (isSpace(c) || c == '"' || c == '\'' || c == '<' || c == '>' || c == '\\' || c == '{' || c == '}')
            return false;
    }
    return true;
}

struct Attribute {
    std::string_view name; ///< as written
    std::size_t begin = 0, end = 0;
};

/// One pass over a page or a style sheet. Output is only copied where something changes.
class Rewriter {
public:
    Rewriter(std::string_view input, const Url &page, const HostRegistry &hosts, const Site &own,
             const LinkResolver &resolver)
        : m_input(input), m_base(page), m_hosts(hosts), m_own(own), m_resolver(resolver) {}

    void html() {
        while (m_pos < m_input.size()) {
            const void *found = std::memchr(m_input.data() + m_pos, '<', m_input.size() - m_pos);
            const std::size_t lt =
                found ? static_cast<std::size_t>(static_cast<const char *>(found) - m_input.data())
                      : m_input.size();
            plainText(m_pos, lt);
            m_pos = lt;
            if (lt < m_input.size())
                markup();
        }
    }

    void css(std::size_t begin, std::size_t end, Syntax syntax);

    Rewritten finish() {
        m_out.append(m_input, m_copied, m_input.size() - m_copied);
        return {std::move(m_out), std::move(m_ledger)};
    }

private:
    std::string_view rest(std::size_t from) const { return m_input.substr(std::min(from, m_input.size())); }

    // -- markup

    void markup() {
        const std::string_view s = rest(m_pos);
        const char next = s.size() > 1 ? s[1] : '\0';
        if (isLetter(next)) {
            tag();
        } else if (text::startsWith(s, "<!--")) {
            const std::size_t close = m_input.find("-->", m_pos + 4);
            m_pos = close == std::string_view::npos ? m_input.size() : close + 3;
        } else if (text::startsWith(s, "<![CDATA[")) {
            m_pos += 9; // list data of 大汉 JCMS: markup stands inside
        } else if (next == '!' || next == '/' || next == '?') {
            const std::size_t close = m_input.find('>', m_pos);
            m_pos = close == std::string_view::npos ? m_input.size() : close + 1;
        } else {
            ++m_pos;
        }
    }

    /// Reads a start tag after the WHATWG tokenizer's states "tag name" to "after attribute value".
    void tag() {
        std::size_t i = m_pos + 1;
        const std::size_t size = m_input.size();
        const std::size_t nameBegin = i;
        while (i < size && !isSpace(m_input[i]) && m_input[i] != '/' && m_input[i] != '>')
            ++i;
        m_element.assign(m_input.substr(nameBegin, std::min<std::size_t>(i - nameBegin, 16)));
        std::transform(m_element.begin(), m_element.end(), m_element.begin(), lowerOf);
        m_attributes.clear();
        while (true) {
            while (i < size && (isSpace(m_input[i]) || m_input[i] == '/'))
                ++i;
            if (i >= size || m_input[i] == '>')
                break;
            Attribute a;
            const std::size_t begin = i++;
            while (i < size && !isSpace(m_input[i]) && m_input[i] != '/' && m_input[i] != '>' &&
                   m_input[i] != '=')
                ++i;
            a.name = m_input.substr(begin, i - begin);
            while (i < size && isSpace(m_input[i]))
                ++i;
            if (i >= size || m_input[i] != '=')
                continue;
            ++i;
            while (i < size && isSpace(m_input[i]))
                ++i;
            if (i >= size)
                break;
            if (m_input[i] == '"' || m_input[i] == '\'') {
                const std::size_t close = m_input.find(m_input[i], i + 1);
                if (close == std::string_view::npos) { // a tag that never ends: the browser drops it
                    i = size;
                    break;
                }
                a.begin = i + 1;
                a.end = close;
                i = close + 1;
            } else {
                a.begin = i;
                while (i < size && !isSpace(m_input[i]) && m_input[i] != '>')
                    ++i;
                a.end = i;
            }
            m_attributes.push_back(a);
        }
        if (i >= size) {
            m_pos = size;
            return;
        }
        m_pos = i + 1;
        for (const Attribute &a : m_attributes)
            attribute(a);
        content();
    }

    std::string_view valueOf(std::string_view name) const {
        for (const Attribute &a : m_attributes) {
            if (text::equalsIgnoreCase(a.name, name))
                return m_input.substr(a.begin, a.end - a.begin);
        }
        return {};
    }

    void attribute(const Attribute &a) {
        const Carrier carrier = carrierOf(a.name, m_attribute);
        const std::string_view raw = m_input.substr(a.begin, a.end - a.begin);
        switch (carrier) {
        case Carrier::None:
            return;
        case Carrier::Address:
            if (m_element == "base" && m_attribute == "href")
                base(a);
            else
                address(a.begin, a.end, Syntax::Attribute, m_element == "meta" ? "meta" : "attr");
            return;
        case Carrier::Loose:
            if (absoluteAddress(text::trim(raw)))
                address(a.begin, a.end, Syntax::Attribute, "attr");
            return;
        case Carrier::Value:
            // <param name="src" value="..."> of players; other values are form data.
            if (m_element == "param" && (absoluteAddress(text::trim(raw)) || playerParameter()))
                address(a.begin, a.end, Syntax::Attribute, "attr");
            return;
        case Carrier::SourceSet:
            sourceSet(a.begin, a.end);
            return;
        case Carrier::Style:
            css(a.begin, a.end, Syntax::CssInAttribute);
            return;
        case Carrier::Script:
            script(a.begin, a.end, Syntax::ScriptInAttribute);
            return;
        case Carrier::Content:
            if (m_element == "meta")
                meta(a.begin, a.end);
            return;
        }
    }

    bool playerParameter() const {
        const std::string name = text::lower(valueOf("name"));
        return name == "src" || name == "movie" || name == "url" || name == "filename";
    }

    void base(const Attribute &a) {
        const std::string href = decodeReferences(m_input.substr(a.begin, a.end - a.begin));
        RewriteEntry entry =
            entryFor(a.begin, a.end, href, classifyLink(m_hosts, m_own, m_base, href), "attr");
        m_ledger.push_back(std::move(entry));
        if (m_hasBase)
            return; // HTML 4.2.3: the first one counts
        if (const auto url = m_base.resolve(href)) {
            m_base = *url;
            m_hasBase = true;
        }
    }

    void meta(std::size_t begin, std::size_t end) {
        const std::string_view raw = m_input.substr(begin, end - begin);
        if (!text::equalsIgnoreCase(valueOf("http-equiv"), "refresh")) {
            if (absoluteAddress(text::trim(raw)))
                address(begin, end, Syntax::Attribute, "meta");
            return;
        }
        // "5; url=http://…", with or without quotes and blanks.
        std::size_t i = findNoCase(raw, "url", 0);
        if (i == std::string_view::npos)
            return;
        i += 3;
        while (i < raw.size() && isSpace(raw[i]))
            ++i;
        if (i >= raw.size() || raw[i] != '=')
            return;
        ++i;
        while (i < raw.size() && (isSpace(raw[i]) || raw[i] == '\'' || raw[i] == '"'))
            ++i;
        std::size_t stop = raw.size();
        while (stop > i && (isSpace(raw[stop - 1]) || raw[stop - 1] == '\'' || raw[stop - 1] == '"'))
            --stop;
        address(begin + i, begin + stop, Syntax::Attribute, "meta");
    }

    /// Candidates of a srcset after HTML 4.8.4.2.2: address, blanks, descriptor, comma.
    void sourceSet(std::size_t begin, std::size_t end) {
        std::size_t i = begin;
        while (i < end) {
            while (i < end && (isSpace(m_input[i]) || m_input[i] == ','))
                ++i;
            const std::size_t first = i;
            while (i < end && !isSpace(m_input[i]))
                ++i;
            std::size_t last = i;
            bool comma = false;
            while (last > first && m_input[last - 1] == ',') {
                --last;
                comma = true;
            }
            if (last > first)
                address(first, last, Syntax::Attribute, "srcset");
            while (!comma && i < end && m_input[i] != ',')
                ++i;
        }
    }

    /// What follows the tag when it is not markup: style, script and text the browser shows as it is.
    void content() {
        if (m_element == "style") {
            const std::size_t close = closing("</style");
            css(m_pos, close, Syntax::Css);
            m_pos = close;
        } else if (m_element == "script") {
            const std::string type = text::lower(valueOf("type"));
            // Lists and templates in script elements are markup that a program puts into the page.
            if (text::contains(type, "xml") || text::contains(type, "html") ||
                text::contains(type, "template"))
                return;
            const std::size_t close = closing("</script");
            script(m_pos, close, Syntax::Script);
            m_pos = close;
        } else if (m_element == "textarea" || m_element == "title" || m_element == "xmp") {
            m_pos = closing("</" + m_element);
        }
    }

    std::size_t closing(const std::string &endTag) const {
        for (std::size_t at = m_input.find("</", m_pos); at != std::string_view::npos;
             at = m_input.find("</", at + 2)) {
            if (startsWithNoCase(rest(at), endTag))
                return at;
        }
        return m_input.size();
    }

    // -- scripts

    /// The length of a quote at `i`: 1, or that of its character reference in an attribute; 0: none.
    std::size_t quoteAt(std::size_t i, std::size_t end, Syntax syntax, char &quote) const {
        const char c = m_input[i];
        if (c == '"' || c == '\'' || (c == '`' && syntax == Syntax::Script)) {
            quote = c;
            return 1;
        }
        if (c != '&' || syntax != Syntax::ScriptInAttribute)
            return 0;
        std::string text;
        const std::size_t length = referenceAt(m_input.substr(i, end - i), text);
        if (length == 0 || (text != "\"" && text != "'"))
            return 0;
        quote = text[0];
        return length;
    }

    void script(std::size_t begin, std::size_t end, Syntax syntax) {
        std::size_t i = begin;
        while (i < end) {
            const char c = m_input[i];
            if (c == '/' && i + 1 < end && m_input[i + 1] == '/' && (i == begin || m_input[i - 1] != ':')) {
                const std::size_t line = m_input.find('\n', i);
                i = std::min(end, line == std::string_view::npos ? end : line);
                continue;
            }
            if (c == '/' && i + 1 < end && m_input[i + 1] == '*') {
                const std::size_t close = m_input.find("*/", i + 2);
                i = std::min(end, close == std::string_view::npos ? end : close + 2);
                continue;
            }
            char quote = '\0';
            const std::size_t opening = quoteAt(i, end, syntax, quote);
            if (opening == 0) {
                ++i;
                continue;
            }
            i = literal(begin, i, i + opening, end, syntax, quote);
        }
    }

    /// Reads the string literal whose text starts at `first`; returns where to go on.
    std::size_t literal(std::size_t scriptBegin, std::size_t opening, std::size_t first, std::size_t end,
                        Syntax syntax, char quote) {
        std::size_t i = first;
        while (i < end) {
            if (m_input[i] == '\\') {
                i += 2;
                continue;
            }
            if (m_input[i] == '\n' && quote != '`')
                return i; // not a literal after all
            char closing = '\0';
            const std::size_t length = quoteAt(i, end, syntax, closing);
            if (length > 0 && closing == quote) {
                const std::string text = decode(m_input.substr(first, i - first), syntax);
                if (absoluteAddress(text) || (navigates(scriptBegin, opening) && plainPath(text)))
                    address(first, i, syntax, "script");
                return i + length;
            }
            i += length > 0 ? length : 1;
        }
        return end;
    }

    /// The literal is what the browser is sent to: location = "…", location.href = "…", window.open("…"),
    /// replace("…").
    bool navigates(std::size_t scriptBegin, std::size_t opening) const {
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
        const std::string_view word = m_input.substr(i, wordEnd - i);
        if (sign == '(')
            return word == "window.open" || text::endsWith(word, "location.replace") ||
                   text::endsWith(word, "location.assign");
        return text::endsWith(word, "location") || text::endsWith(word, "location.href");
    }

    static bool plainPath(std::string_view s) {
        if (s.empty() || s[0] == '#' || s.find('/') == std::string_view::npos)
            return false;
        return std::none_of(s.begin(), s.end(), [](char c) {
            return isSpace(c) || c == '<' || c == '>' || c == '\\' || c == '{' || c == '}' || c == '"' ||
                   c == '\'';
        });
    }

    // -- running text

    void plainText(std::size_t begin, std::size_t end) {
        std::size_t i = begin;
        while (i < end) {
            const void *found = std::memchr(m_input.data() + i, ':', end - i);
            if (!found)
                return;
            const std::size_t colon =
                static_cast<std::size_t>(static_cast<const char *>(found) - m_input.data());
            i = colon + 1;
            if (colon + 3 >= end || m_input[colon + 1] != '/' || m_input[colon + 2] != '/')
                continue;
            std::size_t first = 0;
            if (colon >= begin + 5 && startsWithNoCase(rest(colon - 5), "https"))
                first = colon - 5;
            else if (colon >= begin + 4 && startsWithNoCase(rest(colon - 4), "http"))
                first = colon - 4;
            else
                continue;
            std::size_t last = colon + 3;
            while (last < end && addressByte(m_input[last]))
                ++last;
            static constexpr std::string_view closers = ".,;:!?)]'";
            while (last > colon + 3 && closers.find(m_input[last - 1]) != std::string_view::npos)
                --last;
            i = last;
            if (last > colon + 3)
                report(first, last);
        }
    }

    static bool addressByte(char c) {
        return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7F && c != '"' &&
               c != '<' && c != '>' && c != '\\' && c != '^' && c != '`' && c != '{' && c != '}' && c != '|';
    }

    void report(std::size_t begin, std::size_t end) {
        const std::string href = decodeReferences(m_input.substr(begin, end - begin));
        const LinkClass link = classifyLink(m_hosts, m_own, m_base, href);
        m_element.clear();
        m_attribute.clear();
        RewriteEntry entry = entryFor(begin, end, href, link, "text");
        if (asks(link.kind)) {
            const LinkTarget target = m_resolver(link, href);
            entry.target = target.target;
            entry.status = target.status;
        }
        m_ledger.push_back(std::move(entry));
    }

    // -- one address

    static bool asks(LinkKind kind) {
        return kind == LinkKind::Own || kind == LinkKind::Alias || kind == LinkKind::Sibling ||
               kind == LinkKind::External;
    }

    RewriteEntry entryFor(std::size_t begin, std::size_t end, std::string href, const LinkClass &link,
                          const char *foundIn) const {
        RewriteEntry e;
        e.begin = begin;
        e.end = end;
        e.href = std::move(href);
        e.url = link.url;
        e.kind = link.kind;
        e.foundIn = foundIn;
        e.status = "unchecked";
        e.element = m_element;
        e.attribute = m_attribute;
        return e;
    }

    void address(std::size_t begin, std::size_t end, Syntax syntax, const char *foundIn) {
        // Pictures written into the page are content, not links, and may be megabytes long.
        std::size_t start = begin;
        while (start < end && isSpace(m_input[start]))
            ++start;
        if (startsWithNoCase(m_input.substr(start, std::min<std::size_t>(end - start, 5)), "data:"))
            return;
        std::string href = decode(m_input.substr(begin, end - begin), syntax);
        const LinkClass link = classifyLink(m_hosts, m_own, m_base, href);
        RewriteEntry entry = entryFor(begin, end, href, link, foundIn);
        if (asks(link.kind)) {
            LinkTarget target = m_resolver(link, href);
            entry.target = std::move(target.target);
            entry.status = std::move(target.status);
            if (target.rewrite && !entry.target.empty()) {
                entry.rewritten = true;
                std::string written = entry.target;
                if (!link.fragment.empty() && written.find('#') == std::string::npos)
                    written += link.fragment;
                m_out.append(m_input, m_copied, begin - m_copied);
                m_out += encode(written, m_input.substr(begin, end - begin), syntax);
                m_copied = end;
            }
        }
        m_ledger.push_back(std::move(entry));
    }

    const std::string_view m_input;
    Url m_base;
    bool m_hasBase = false;
    const HostRegistry &m_hosts;
    const Site &m_own;
    const LinkResolver &m_resolver;
    std::size_t m_pos = 0;
    std::size_t m_copied = 0; ///< input up to here is in the output
    std::string m_out;
    std::vector<RewriteEntry> m_ledger;
    std::vector<Attribute> m_attributes;
    std::string m_element, m_attribute;
};

/// url(...) and @import "..." after CSS Syntax 4.3; comments are passed over.
void Rewriter::css(std::size_t begin, std::size_t end, Syntax syntax) {
    std::size_t i = begin;
    while (i < end) {
        const char c = m_input[i];
        if (c == '/' && i + 1 < end && m_input[i + 1] == '*') {
            const std::size_t close = m_input.find("*/", i + 2);
            i = std::min(end, close == std::string_view::npos ? end : close + 2);
            continue;
        }
        const bool isUrl = (c == 'u' || c == 'U') && end - i > 4 && startsWithNoCase(rest(i), "url(");
        const bool isImport = c == '@' && end - i > 8 && startsWithNoCase(rest(i), "@import");
        if (!isUrl && !isImport) {
            ++i;
            continue;
        }
        i += isUrl ? 4 : 7;
        while (i < end && isSpace(m_input[i]))
            ++i;
        if (isImport && i < end && startsWithNoCase(rest(i), "url("))
            continue;
        char quote = '\0';
        const Syntax quoting = syntax == Syntax::CssInAttribute ? Syntax::ScriptInAttribute : Syntax::Css;
        const std::size_t opening = i < end ? quoteAt(i, end, quoting, quote) : 0;
        if (opening == 0 && isImport)
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
            address(first, last, syntax, "css");
        i = std::min(end, i + std::max<std::size_t>(1, closingQuote));
    }
}

} // namespace

Rewritten rewriteHtml(std::string_view html, const Url &page, const HostRegistry &hosts, const Site &own,
                      const LinkResolver &resolver) {
    Rewriter r(html, page, hosts, own, resolver);
    r.html();
    return r.finish();
}

Rewritten rewriteCss(std::string_view css, const Url &sheet, const HostRegistry &hosts, const Site &own,
                     const LinkResolver &resolver) {
    Rewriter r(css, sheet, hosts, own, resolver);
    r.css(0, css.size(), Syntax::Css);
    return r.finish();
}

} // namespace guiyi::mapping
