#include "mappings/urlmap/address_walk.h"

#include "mappings/urlmap/bare_hosts.h"
#include "mappings/urlmap/carriers.h"
#include "schema/base/byte_set.h"
#include "schema/base/text.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace guiyi::mapping {

namespace {

using ascii::isLetter;
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

bool ends(char c, unsigned char what) {
    return (Ends[static_cast<unsigned char>(c)] & what) != 0;
}

/// The first letters of style, script, textarea, title and xmp, elements whose content is not markup; and of
/// others.
bool mayHideMarkup(char first, char second) {
    const auto both = static_cast<unsigned>((first | 32) << 8 | (second | 32));
    return both == ('s' << 8 | 't') || both == ('s' << 8 | 'c') || both == ('t' << 8 | 'e') ||
           both == ('t' << 8 | 'i') || both == ('x' << 8 | 'm');
}

/// What most links look like: the start tag of <a> or <img> in small letters. `attribute` carries the link.
struct LinkElement {
    std::string_view name, attribute;
};
constexpr LinkElement Anchor{"a", "href"}, Image{"img", "src"};

/// Comparisons of a fixed length, which need no call.
template <std::size_t Length>
bool isAt(std::string_view s, std::size_t at, const char (&word)[Length]) {
    return at + Length - 1 <= s.size() && std::memcmp(s.data() + at, word, Length - 1) == 0;
}

/// The one whose start tag begins at `lt`, with a blank behind its name; or null.
const LinkElement *linkElement(std::string_view s, std::size_t lt) {
    if (isAt(s, lt + 1, "a") && lt + 2 < s.size() && isSpace(s[lt + 2]))
        return &Anchor;
    return isAt(s, lt + 1, "img") && lt + 4 < s.size() && isSpace(s[lt + 4]) ? &Image : nullptr;
}

bool isAttributeOf(const LinkElement &link, std::string_view s, std::size_t at) {
    return &link == &Anchor ? isAt(s, at, "href") : isAt(s, at, "src");
}

/// Behind the "javascript:" a value begins with; 0 when it does not.
std::size_t scriptAddress(std::string_view raw) {
    static constexpr std::string_view scheme = "javascript:";
    std::size_t i = 0;
    while (i < raw.size() && isSpace(raw[i]))
        ++i;
    return startsWithNoCase(raw.substr(i), scheme) ? i + scheme.size() : 0;
}

/// Where the address of a meta refresh begins, "5; url=http://…", and as HTML 4.2.5.3 has it too,
/// "5;http://…" and "5,url=…"; npos: the page reloads itself.
std::size_t refreshTarget(std::string_view raw) {
    std::size_t i = 0;
    const auto blanks = [&] {
        while (i < raw.size() && isSpace(raw[i]))
            ++i;
    };
    blanks();
    while (i < raw.size() && ((raw[i] >= '0' && raw[i] <= '9') || raw[i] == '.'))
        ++i;
    const std::size_t number = i;
    blanks();
    const bool separated = i < raw.size() && (raw[i] == ';' || raw[i] == ',');
    if (i >= raw.size() || (!separated && i == number && number > 0))
        return std::string_view::npos;
    i += separated ? 1 : 0;
    blanks();
    if (!startsWithNoCase(raw.substr(i), "url"))
        return number > 0 && i < raw.size() ? i : std::string_view::npos;
    const std::size_t word = i;
    i += 3;
    blanks();
    if (i < raw.size() && raw[i] == '=')
        return i + 1;
    return number > 0 ? word : std::string_view::npos;
}

/// isAbsoluteAddress() of an attribute's value, which is copied only for its references.
bool isAbsoluteValue(std::string_view raw) {
    return isPlain(raw, Syntax::Attribute) ? isAbsoluteAddress(raw)
                                           : isAbsoluteAddress(decode(raw, Syntax::Attribute));
}

/// Bytes an address in running text may have.
constexpr ByteSet AddressBytes = ByteSet::graphic() - ByteSet("\"<>\\^`{}|");

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

/// Whether a mark stands in the range; without an index of marks always. Ranges are asked for in order of
/// their ends.
bool AddressWalk::wanted(std::size_t begin, std::size_t end) {
    if (m_marked == nullptr)
        return true;
    const std::span<const std::uint32_t> marks = m_marked->marks();
    while (m_mark < marks.size() && marks[m_mark] < begin)
        ++m_mark;
    return m_mark < marks.size() && marks[m_mark] < end;
}

std::size_t AddressWalk::find(std::string_view needle, std::size_t from) const {
    return std::min(m_input.find(needle, from), m_input.size());
}

void AddressWalk::html() {
    m_index = m_marked;
    if (m_index == nullptr) {
        m_room->read(m_input);
        m_index = m_room;
    }
    for (; m_pos < m_input.size(); skip()) {
        const std::size_t lt = m_index->next(PageIndex::Kind::LessThan, m_pos);
        if (lt >= m_pos + 8 && wanted(m_pos, lt)) { // as long as "www.a.cn"
            m_element.clear();
            m_attribute.clear();
            inText(m_pos, lt, FoundIn::Text, Syntax::Plain);
        }
        m_pos = lt;
        if (lt >= m_input.size())
            return;
        if (m_marked == nullptr)
            m_pos = m_sink.behindKnown(lt);
        if (m_pos == lt)
            markup();
    }
}

/// Reads the start tag at `lt` if it is one of those whose names and attributes need not be read, and reports
/// the links <a href="…"> and <img src="…"> in it; the place behind it. 0, and nothing done, for all others.
///
/// A quote behind '=' is taken for the opening one of a value, the next quote for its end. Where that is
/// wrong, because the first stands in an unquoted value or in a name, the second does not open a value either
/// as long as neither '=' nor a blank stands before it, and the tag is as much outside of values as before.
std::size_t AddressWalk::plainTag(std::size_t lt, PageIndex::Plane breaks) {
    const std::string_view s = m_input;
    const std::span<const std::uint32_t> marks = m_marked->marks();
    const auto isMarkedBefore = [&](std::size_t mark, std::size_t end) {
        return mark < marks.size() && marks[mark] < end;
    };
    const LinkElement *link = nullptr;
    std::array<std::size_t, 4> values{}; // first and last places of the quotes of links
    std::size_t count = 0, mark = m_mark, behind = 0;
    std::size_t stop = breaks.next(lt + 2);
    while (stop < s.size() && s[stop] != '>') {
        const std::size_t close = breaks.next(stop + 1);
        if (s[stop - 1] != '=' || close >= s.size() || s[close] != s[stop] || s[close - 1] == '=' ||
            isSpace(s[close - 1]))
            return 0;
        if (isMarkedBefore(mark, close)) {
            // The attribute must follow the element's name or the value before, so that it is one for sure.
            if (link == nullptr && (link = linkElement(s, lt)) != nullptr && behind == 0)
                behind = lt + 1 + link->name.size();
            // Values that do not begin like an address may be a script.
            const char first = s[stop + 1];
            if (link == nullptr || marks[mark] < stop || count == values.size() ||
                (first != 'h' && first != 'H' && first != '/') ||
                stop != behind + 2 + link->attribute.size() || !isSpace(s[behind]) ||
                !isAttributeOf(*link, s, behind + 1))
                return 0;
            values[count++] = stop;
            values[count++] = close;
            while (isMarkedBefore(mark, close))
                ++mark;
        }
        behind = close + 1;
        stop = breaks.next(behind);
    }
    if (stop >= s.size() || isMarkedBefore(mark, stop))
        return 0;
    for (std::size_t i = 0; i < count; i += 2)
        m_sink.address({values[i] + 1, values[i + 1], Syntax::Attribute, FoundIn::Attribute, true, link->name,
                        link->attribute});
    m_mark = mark;
    return stop + 1;
}

/// With an index of marks: goes to the next mark, reads the tag it stands in when that is a plain one, and so
/// on up to a mark in something else or to a place where the page has another form, which is read by html();
/// to the end when there is no mark any more.
void AddressWalk::skip() {
    if (m_marked == nullptr)
        return;
    wanted(m_pos, m_input.size());
    const std::span<const std::uint32_t> marks = m_marked->marks();
    const PageIndex::Plane opens = m_index->plane(PageIndex::Kind::LessThan);
    const PageIndex::Plane breaks = m_index->plane(PageIndex::Kind::TagBreak);
    const PageIndex::Plane odd = m_index->plane(PageIndex::Kind::Odd);
    std::size_t stop = odd.next(m_pos);
    while (m_mark < marks.size()) {
        const bool isOdd = stop < marks[m_mark];
        const std::size_t lt = isOdd ? oddMarkup(opens, stop) : opens.last(m_pos, marks[m_mark]);
        if (lt >= m_input.size())
            return; // a mark in running text
        const std::size_t behind = m_input[lt + 1] == '/'     ? behindGreater(lt)
                                   : isOdd && !mayBePlain(lt) ? 0
                                                              : plainTag(lt, breaks);
        if (behind == 0) {
            m_pos = lt;
            return;
        }
        m_pos = behind;
        wanted(m_pos, m_input.size());
        if (stop < m_pos)
            stop = odd.next(m_pos);
    }
    m_pos = m_input.size();
}

/// Where the markup begins that is odd at `at`, the first such place from here on; the input's size when that
/// is no markup after all.
std::size_t AddressWalk::oddMarkup(PageIndex::Plane opens, std::size_t at) const {
    const std::size_t lt = opens.last(m_pos, at);
    if (m_input[at] != '<')
        return lt;
    return lt < m_input.size() && slice(lt, at).find('>') == std::string_view::npos ? lt : at;
}

bool AddressWalk::mayBePlain(std::size_t lt) const {
    return lt + 2 < m_input.size() && isLetter(m_input[lt + 1]) &&
           !mayHideMarkup(m_input[lt + 1], m_input[lt + 2]);
}

/// Behind the next '>'.
std::size_t AddressWalk::behindGreater(std::size_t from) const {
    std::size_t i = m_index->next(PageIndex::Kind::TagBreak, from);
    while (i < m_input.size() && m_input[i] != '>')
        i = m_index->next(PageIndex::Kind::TagBreak, i + 1);
    return std::min(m_input.size(), i + 1);
}

void AddressWalk::markup() {
    const char next = m_pos + 1 < m_input.size() ? m_input[m_pos + 1] : '\0';
    if (isLetter(next)) {
        tag();
    } else if (next == '!' && text::startsWith(rest(m_pos), "<!--")) {
        // Office writes VML into comments that old browsers read as markup: <!--[if gte vml 1]>…<![endif]-->.
        if (startsWithNoCase(rest(m_pos + 4), "[if"))
            m_pos = behindGreater(m_pos);
        else
            m_pos = std::min(m_input.size(), find("-->", m_pos + 4) + 3);
    } else if (next == '!' && text::startsWith(rest(m_pos), "<![CDATA[")) {
        m_pos += 9; // list data of 大汉 JCMS: markup stands inside
    } else if (next == '/' || next == '!' || next == '?') {
        m_pos = behindGreater(m_pos);
    } else {
        ++m_pos;
    }
}

/// Where the name that `i` stands in ends.
std::size_t AddressWalk::nameEnd(std::size_t i) const {
    while (i < m_input.size() && !ends(m_input[i], EndsName))
        ++i;
    return i;
}

/// Reads an attribute from `i`, which is left behind it or at the tag's '>', after the WHATWG tokenizer's
/// states "before attribute name" to "after attribute value".
AddressWalk::Step AddressWalk::nextAttribute(std::size_t &i, Attribute &a) const {
    const std::size_t size = m_input.size();
    const char *const s = m_input.data();
    while (i < size && (isSpace(s[i]) || s[i] == '/'))
        ++i;
    if (i >= size)
        return Step::InputEnd;
    if (s[i] == '>')
        return Step::TagEnd;
    const std::size_t begin = i;
    i = nameEnd(i + 1); // a name's first byte may be anything, "=" too
    a = {slice(begin, i), 0, 0};
    while (i < size && isSpace(s[i]))
        ++i;
    if (i >= size || s[i] != '=')
        return Step::Attribute;
    ++i;
    while (i < size && isSpace(s[i]))
        ++i;
    if (i >= size)
        return Step::InputEnd;
    if (s[i] == '"' || s[i] == '\'') {
        a.begin = i + 1;
        a.end = m_index->next(PageIndex::Kind::TagBreak, a.begin);
        while (a.end < size && s[a.end] != s[i])
            a.end = m_index->next(PageIndex::Kind::TagBreak, a.end + 1);
        i = a.end + 1;
        return a.end < size ? Step::Attribute : Step::InputEnd;
    }
    a.begin = i;
    while (i < size && !ends(s[i], EndsValue))
        ++i;
    a.end = i;
    return Step::Attribute;
}

/// Reads a start tag.
void AddressWalk::tag() {
    std::size_t i = nameEnd(m_pos + 1);
    while (i < m_input.size() && m_input[i] == '=') // part of the name
        i = nameEnd(i + 1);
    const std::string_view name = slice(m_pos + 1, i);
    // Only of these the content is not markup.
    const bool special = name.size() > 2 && mayHideMarkup(name[0], name[1]);
    m_element.assign(name.substr(0, 16));
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
    for (Attribute a;;) {
        const Step step = nextAttribute(i, a);
        if (step != Step::Attribute)
            return step == Step::TagEnd;
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
        if (const std::size_t code = scriptAddress(raw); code > 0) // what it calls may be given addresses
            script(a.begin + code, a.end, Syntax::ScriptInAttribute);
        return;
    case Carrier::Addresses:
        several(a.begin, a.end);
        return;
    case Carrier::Loose:
        loose(a);
        return;
    case Carrier::Value:
        value(a);
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
    else if (isAbsoluteValue(value))
        found(a.begin, a.end, Syntax::Attribute, FoundIn::Attribute);
}

/// <param name="src" value="…"> of players, <option value="http://…"> of jump menus. What a form sends is
/// data, but an address in it may be meant to lead somewhere: it is reported.
void AddressWalk::value(const Attribute &a) {
    const bool absolute = isAbsoluteValue(text::trim(slice(a.begin, a.end)));
    if (m_element == "param" ? absolute || playerParameter() : absolute && m_element == "option")
        found(a.begin, a.end, Syntax::Attribute, FoundIn::Attribute);
    else if (absolute && (m_element == "input" || m_element == "button"))
        found(a.begin, a.end, Syntax::Attribute, FoundIn::Attribute, false);
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
    std::size_t i = refreshTarget(raw);
    if (i == std::string_view::npos)
        return;
    while (i < raw.size() && (isSpace(raw[i]) || raw[i] == '\'' || raw[i] == '"'))
        ++i;
    std::size_t stop = raw.size();
    while (stop > i && (isSpace(raw[stop - 1]) || raw[stop - 1] == '\'' || raw[stop - 1] == '"'))
        --stop;
    if (stop > i)
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
    using Kind = PageIndex::Kind;
    for (std::size_t at = m_index->next(Kind::LessThan, m_pos); at < m_input.size();
         at = m_index->next(Kind::LessThan, at + 1)) {
        if (at + 1 < m_input.size() && m_input[at + 1] == '/' && startsWithNoCase(rest(at), endTag))
            return at;
    }
    return m_input.size();
}

/// http:// and https:// addresses in a stretch of text.
void AddressWalk::inText(std::size_t begin, std::size_t end, FoundIn where, Syntax syntax) {
    std::size_t i = begin, bareFrom = begin;
    while (i < end) {
        const void *at = std::memchr(m_input.data() + i, ':', end - i);
        if (!at)
            break;
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
        while (last < end && (AddressBytes.has(m_input[last]) ||
                              (script && m_input[last] == '\\' && text::startsWith(rest(last), "\\/"))))
            ++last;
        static constexpr std::string_view closers = ".,;:!?)]'";
        while (last > host && closers.find(m_input[last - 1]) != std::string_view::npos)
            --last;
        i = std::max(last, colon + 1);
        if (last == host)
            continue;
        if (where == FoundIn::Text)
            bareHosts(bareFrom, first);
        found(first, last, syntax, where, where == FoundIn::Text);
        bareFrom = last;
    }
    if (where == FoundIn::Text)
        bareHosts(bareFrom, end);
}

void AddressWalk::bareHosts(std::size_t begin, std::size_t end) {
    for (TextRange host = nextBareHost(m_input, begin, end); host.end > host.begin;
         host = nextBareHost(m_input, host.end, end))
        m_sink.address(
            {host.begin, host.end, Syntax::Plain, FoundIn::Text, true, m_element, m_attribute, true});
}

void AddressWalk::found(std::size_t begin, std::size_t end, Syntax syntax, FoundIn where, bool exact) {
    m_sink.address({begin, end, syntax, where, exact, m_element, m_attribute});
}

} // namespace guiyi::mapping
