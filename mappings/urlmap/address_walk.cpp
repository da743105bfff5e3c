#include "mappings/urlmap/address_walk.h"

#include "mappings/urlmap/carriers.h"
#include "schema/base/text.h"

#include <algorithm>
#include <array>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace guiyi::mapping {

namespace {

using ascii::isSpace;
using ascii::startsWithNoCase;

/// What ends a name or an unquoted value in a tag.
enum : unsigned char { EndsName = 1, EndsValue = 2 };
constexpr std::array<unsigned char, 256> Ends = [] {
    std::array<unsigned char, 256> ends{};
    for (const unsigned char c : {' ', '\t', '\n', '\r', '\f', '>'})
        ends[c] = EndsName | EndsValue;
    ends[static_cast<unsigned char>('/')] = EndsName;
    ends[static_cast<unsigned char>('=')] = EndsName;
    return ends;
}();

/// Where two bytes stand that an absolute address may have behind its scheme: "//", "\\\\", the "/\" of
/// "\/\/", a numeric character reference or the CSS escape of a slash.
void markAddresses(std::string_view s, std::vector<std::uint32_t> &marks) {
    const auto isMark = [](char c, char next) {
        return (c == '/' && (next == '/' || next == '\\')) || (c == '\\' && (next == '\\' || next == '2')) ||
               (c == '&' && next == '#');
    };
    std::size_t i = 0;
#ifdef __SSE2__
    // Sixteen bytes a step: this looks at every byte of every page.
    const __m128i slash = _mm_set1_epi8('/'), back = _mm_set1_epi8('\\'), amp = _mm_set1_epi8('&');
    for (; i + 17 <= s.size(); i += 16) {
        const __m128i here = _mm_loadu_si128(reinterpret_cast<const __m128i *>(s.data() + i));
        const __m128i firsts = _mm_or_si128(
            _mm_cmpeq_epi8(here, slash), _mm_or_si128(_mm_cmpeq_epi8(here, back), _mm_cmpeq_epi8(here, amp)));
        const __m128i next = _mm_loadu_si128(reinterpret_cast<const __m128i *>(s.data() + i + 1));
        const __m128i seconds = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(next, slash), _mm_cmpeq_epi8(next, back)),
            _mm_or_si128(_mm_cmpeq_epi8(next, _mm_set1_epi8('2')), _mm_cmpeq_epi8(next, _mm_set1_epi8('#'))));
        auto bits = static_cast<unsigned>(_mm_movemask_epi8(_mm_and_si128(firsts, seconds)));
        for (; bits != 0; bits &= bits - 1) {
            const std::size_t at = i + static_cast<std::size_t>(__builtin_ctz(bits));
            if (isMark(s[at], s[at + 1]))
                marks.push_back(static_cast<std::uint32_t>(at));
        }
    }
#endif
    for (; i + 1 < s.size(); ++i) {
        if (isMark(s[i], s[i + 1]))
            marks.push_back(static_cast<std::uint32_t>(i));
    }
}

bool ends(char c, unsigned char what) {
    return (Ends[static_cast<unsigned char>(c)] & what) != 0;
}

/// style, script, textarea, title, xmp: elements whose content is not markup. May say yes for others.
bool mayHideMarkup(std::string_view name) {
    const char second = name.size() > 2 ? ascii::lower(name[1]) : '\0';
    switch (ascii::lower(name[0])) {
    case 's':
        return (name.size() == 5 && second == 't') || (name.size() == 6 && second == 'c');
    case 't':
        return (name.size() == 5 && second == 'i') || (name.size() == 8 && second == 'e');
    case 'x':
        return name.size() == 3;
    default:
        return false;
    }
}

/// Bytes an address in running text may have.
constexpr std::array<bool, 256> AddressBytes = [] {
    std::array<bool, 256> bytes{};
    for (std::size_t c = 0x21; c < 0x7F; ++c)
        bytes[c] = true;
    for (const unsigned char c : {'"', '<', '>', '\\', '^', '`', '{', '}', '|'})
        bytes[c] = false;
    return bytes;
}();

} // namespace

std::string_view toText(FoundIn where) {
    switch (where) {
    case FoundIn::Attribute:
        return "attr";
    case FoundIn::SourceSet:
        return "srcset";
    case FoundIn::Css:
        return "css";
    case FoundIn::Script:
        return "script";
    case FoundIn::Meta:
        return "meta";
    case FoundIn::Text:
        break;
    }
    return "text";
}

AddressWalk::AddressWalk(std::string_view input, AddressSink &sink, bool absoluteOnly)
    : m_input(input), m_sink(sink), m_absoluteOnly(absoluteOnly && input.size() < UINT32_MAX) {
    if (m_absoluteOnly)
        markAddresses(input, m_marks);
}

/// Whether an absolute address may begin in the range. Ranges are asked for in order of their ends.
bool AddressWalk::wanted(std::size_t begin, std::size_t end) {
    if (!m_absoluteOnly)
        return true;
    while (m_mark < m_marks.size() && m_marks[m_mark] < begin)
        ++m_mark;
    return m_mark < m_marks.size() && m_marks[m_mark] < end;
}

std::size_t AddressWalk::find(std::string_view needle, std::size_t from) const {
    return std::min(m_input.find(needle, from), m_input.size());
}

void AddressWalk::html() {
    while (m_pos < m_input.size()) {
        const void *found = std::memchr(m_input.data() + m_pos, '<', m_input.size() - m_pos);
        const std::size_t lt =
            found ? static_cast<std::size_t>(static_cast<const char *>(found) - m_input.data())
                  : m_input.size();
        if (lt > m_pos + 10 && wanted(m_pos, lt)) { // longer than "http://a.b"
            m_element.clear();
            m_attribute.clear();
            inText(m_pos, lt, FoundIn::Text, Syntax::Plain);
        }
        m_pos = lt;
        if (lt < m_input.size())
            markup();
    }
}

void AddressWalk::markup() {
    const char next = m_pos + 1 < m_input.size() ? m_input[m_pos + 1] : '\0';
    if (ascii::isLetter(next)) {
        tag();
    } else if (next == '/') {
        while (m_pos < m_input.size() && m_input[m_pos] != '>')
            ++m_pos;
        m_pos = std::min(m_input.size(), m_pos + 1);
    } else if (next == '!' && text::startsWith(rest(m_pos), "<!--")) {
        // Office writes VML into comments that old browsers read as markup: <!--[if gte vml 1]>…<![endif]-->.
        if (startsWithNoCase(rest(m_pos + 4), "[if"))
            m_pos = std::min(m_input.size(), find(">", m_pos) + 1);
        else
            m_pos = std::min(m_input.size(), find("-->", m_pos + 4) + 3);
    } else if (next == '!' && text::startsWith(rest(m_pos), "<![CDATA[")) {
        m_pos += 9; // list data of 大汉 JCMS: markup stands inside
    } else if (next == '!' || next == '?') {
        m_pos = std::min(m_input.size(), find(">", m_pos) + 1);
    } else {
        ++m_pos;
    }
}

/// The '>' of the start tag whose attributes begin at `i`, by the same rules as readAttributes(); the input's
/// size when there is none.
std::size_t AddressWalk::tagEnd(std::size_t i) const {
    const char *const s = m_input.data();
    const std::size_t size = m_input.size();
    for (;;) {
        while (i < size && (isSpace(s[i]) || s[i] == '/'))
            ++i;
        if (i >= size || s[i] == '>')
            return i;
        ++i; // a name's first byte may be anything, "=" too
        while (i < size && !ends(s[i], EndsName))
            ++i;
        while (i < size && isSpace(s[i]))
            ++i;
        if (i >= size || s[i] != '=')
            continue;
        ++i;
        while (i < size && isSpace(s[i]))
            ++i;
        if (i >= size)
            return size;
        if (s[i] == '"' || s[i] == '\'') {
            const void *close = std::memchr(s + i + 1, s[i], size - i - 1);
            if (close == nullptr)
                return size;
            i = static_cast<std::size_t>(static_cast<const char *>(close) - s) + 1;
        } else {
            while (i < size && !ends(s[i], EndsValue))
                ++i;
        }
    }
}

/// Reads a start tag after the WHATWG tokenizer's states "tag name" to "after attribute value".
void AddressWalk::tag() {
    std::size_t i = m_pos + 1;
    const std::size_t nameBegin = i;
    while (i < m_input.size() && (!ends(m_input[i], EndsName) || m_input[i] == '='))
        ++i;
    const std::string_view name = slice(nameBegin, std::min<std::size_t>(i, nameBegin + 16));
    // Only of these the content is not markup.
    const bool special = mayHideMarkup(slice(nameBegin, i));
    if (m_absoluteOnly && !special) {
        const std::size_t end = tagEnd(i);
        if (!wanted(m_pos, end)) {
            m_pos = std::min(m_input.size(), end + 1);
            return;
        }
    }
    m_element.assign(name);
    std::transform(m_element.begin(), m_element.end(), m_element.begin(), ascii::lower);
    m_attributes.clear();
    if (!readAttributes(i)) {
        m_pos = m_input.size(); // a tag that never ends: the browser drops it
        return;
    }
    m_pos = i + 1;
    for (const Attribute &a : m_attributes) {
        if (wanted(a.begin, a.end))
            attribute(a);
    }
    if (special)
        content();
}

/// Reads attributes with values up to the '>' that `i` is left at; false when there is none.
bool AddressWalk::readAttributes(std::size_t &i) {
    const std::size_t size = m_input.size();
    const char *const s = m_input.data();
    for (;;) {
        while (i < size && (isSpace(s[i]) || s[i] == '/'))
            ++i;
        if (i >= size)
            return false;
        if (s[i] == '>')
            return true;
        const std::size_t begin = i++;
        while (i < size && !ends(s[i], EndsName))
            ++i;
        Attribute a;
        a.name = m_input.substr(begin, i - begin);
        while (i < size && isSpace(s[i]))
            ++i;
        if (i >= size || s[i] != '=')
            continue;
        ++i;
        while (i < size && isSpace(s[i]))
            ++i;
        if (i >= size)
            return false;
        if (s[i] == '"' || s[i] == '\'') {
            const void *close = std::memchr(s + i + 1, s[i], size - i - 1);
            if (close == nullptr)
                return false;
            a.begin = i + 1;
            a.end = static_cast<std::size_t>(static_cast<const char *>(close) - s);
            i = a.end + 1;
        } else {
            a.begin = i;
            while (i < size && !ends(s[i], EndsValue))
                ++i;
            a.end = i;
        }
        if (a.end > a.begin)
            m_attributes.push_back(a);
    }
}

std::string_view AddressWalk::valueOf(std::string_view name) const {
    for (const Attribute &a : m_attributes) {
        if (text::equalsIgnoreCase(a.name, name))
            return slice(a.begin, a.end);
    }
    return {};
}

void AddressWalk::attribute(const Attribute &a) {
    const std::string_view raw = slice(a.begin, a.end);
    switch (carrierOf(a.name, m_attribute)) {
    case Carrier::None:
        return;
    case Carrier::Address:
        if (m_element == "base" && m_attribute == "href") {
            m_sink.base(
                {a.begin, a.end, Syntax::Attribute, FoundIn::Attribute, true, m_element, m_attribute});
            return;
        }
        found(a.begin, a.end, Syntax::Attribute, m_element == "meta" ? FoundIn::Meta : FoundIn::Attribute);
        return;
    case Carrier::Addresses:
        several(a.begin, a.end);
        return;
    case Carrier::Loose:
        loose(a);
        return;
    case Carrier::Value:
        // <param name="src" value="..."> of players; other values are form data.
        if (m_element == "param" && (isAbsoluteAddress(text::trim(raw)) || playerParameter()))
            found(a.begin, a.end, Syntax::Attribute, FoundIn::Attribute);
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
    case Carrier::Markup:
        inText(a.begin, a.end, FoundIn::Attribute, Syntax::Attribute);
        return;
    }
}

void AddressWalk::loose(const Attribute &a) {
    const std::string_view value = text::trim(slice(a.begin, a.end));
    if (value.empty())
        return;
    if (value[0] == '{' || value[0] == '[') // JSON: its strings are read as those of a script
        script(a.begin, a.end, Syntax::ScriptInAttribute);
    else if (isAbsoluteAddress(decode(value, Syntax::Attribute)))
        found(a.begin, a.end, Syntax::Attribute, FoundIn::Attribute);
}

bool AddressWalk::playerParameter() const {
    const std::string name = text::lower(valueOf("name"));
    static constexpr std::array<std::string_view, 9> names{
        "src", "movie", "url", "filename", "file", "flashsrc", "vcastr_file", "data", "href"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

void AddressWalk::several(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end;) {
        while (i < end && (isSpace(m_input[i]) || m_input[i] == ','))
            ++i;
        const std::size_t first = i;
        while (i < end && !isSpace(m_input[i]) && m_input[i] != ',')
            ++i;
        if (i > first)
            found(first, i, Syntax::Attribute, FoundIn::Attribute);
    }
}

void AddressWalk::meta(std::size_t begin, std::size_t end) {
    const std::string_view raw = slice(begin, end);
    if (!text::equalsIgnoreCase(valueOf("http-equiv"), "refresh")) {
        if (isAbsoluteAddress(text::trim(raw)))
            found(begin, end, Syntax::Attribute, FoundIn::Meta);
        return;
    }
    // "5; url=http://…", with or without quotes and blanks.
    std::size_t i = ascii::findNoCase(raw, "url", 0);
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
    found(begin + i, begin + stop, Syntax::Attribute, FoundIn::Meta);
}

/// Candidates of a srcset after HTML 4.8.4.2.2: address, blanks, descriptor, comma.
void AddressWalk::sourceSet(std::size_t begin, std::size_t end) {
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
            found(first, last, Syntax::Attribute, FoundIn::SourceSet);
        while (!comma && i < end && m_input[i] != ',')
            ++i;
    }
}

/// What follows the tag when it is not markup: style, script and text the browser shows as it is.
void AddressWalk::content() {
    if (m_element == "style") {
        const std::size_t close = closing("</style");
        if (wanted(m_pos, close))
            css(m_pos, close, Syntax::Css);
        m_pos = close;
    } else if (m_element == "script") {
        const std::string type = text::lower(valueOf("type"));
        // Lists and templates in script elements are markup that a program puts into the page.
        if (text::contains(type, "xml") || text::contains(type, "html") || text::contains(type, "template"))
            return;
        const std::size_t close = closing("</script");
        if (wanted(m_pos, close))
            script(m_pos, close, Syntax::Script);
        m_pos = close;
    } else if (m_element == "textarea" || m_element == "title" || m_element == "xmp") {
        m_pos = closing("</" + m_element);
    }
}

std::size_t AddressWalk::closing(const std::string &endTag) const {
    for (std::size_t at = m_input.find("</", m_pos); at != std::string_view::npos;
         at = m_input.find("</", at + 2)) {
        if (startsWithNoCase(rest(at), endTag))
            return at;
    }
    return m_input.size();
}

/// http:// and https:// addresses in a stretch of text.
void AddressWalk::inText(std::size_t begin, std::size_t end, FoundIn where, Syntax syntax) {
    std::size_t i = begin;
    while (i < end) {
        const void *at = std::memchr(m_input.data() + i, ':', end - i);
        if (!at)
            return;
        const std::size_t colon = static_cast<std::size_t>(static_cast<const char *>(at) - m_input.data());
        i = colon + 1;
        const bool script = syntax == Syntax::Script || syntax == Syntax::ScriptInAttribute;
        const std::string_view slashes = script && text::startsWith(rest(i), "\\/\\/") ? "\\/\\/" : "//";
        if (colon + 1 + slashes.size() >= end || !text::startsWith(rest(colon + 1), slashes))
            continue;
        std::size_t first = 0;
        if (colon >= begin + 5 && startsWithNoCase(rest(colon - 5), "https"))
            first = colon - 5;
        else if (colon >= begin + 4 && startsWithNoCase(rest(colon - 4), "http"))
            first = colon - 4;
        else
            continue;
        const std::size_t host = colon + 1 + slashes.size();
        std::size_t last = host;
        while (last < end && (AddressBytes[static_cast<unsigned char>(m_input[last])] ||
                              (script && m_input[last] == '\\' && text::startsWith(rest(last), "\\/"))))
            ++last;
        static constexpr std::string_view closers = ".,;:!?)]'";
        while (last > host && closers.find(m_input[last - 1]) != std::string_view::npos)
            --last;
        i = std::max(last, colon + 1);
        if (last > host)
            found(first, last, syntax, where, where == FoundIn::Text);
    }
}

void AddressWalk::found(std::size_t begin, std::size_t end, Syntax syntax, FoundIn where, bool exact) {
    m_sink.address({begin, end, syntax, where, exact, m_element, m_attribute});
}

} // namespace guiyi::mapping
