#include "migrator/capture/discovery.h"

#include "adapters/html/decode.h"
#include "adapters/mirror/naming.h"
#include "adapters/mirror/sniff.h"
#include "adapters/site/list_rows.h"
#include "adapters/warc/record.h"
#include "mappings/urlmap/address_walk.h"
#include "schema/base/text.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace guiyi::capture {

namespace {

constexpr std::size_t RecentSlots = 1 << 15;
constexpr int MostPagesByScript = 5000;
constexpr std::size_t MostUnpacked = 64 << 20;

/// Elements whose addresses a browser asks for to show the page.
bool isRequisite(const mapping::FoundAddress &found) {
    static constexpr std::array<std::string_view, 14> Elements{
        "img",   "script", "link",  "embed", "object",  "source", "video",
        "audio", "param",  "input", "track", "bgsound", "image",  "applet"};
    if (found.where == mapping::FoundIn::Css || found.where == mapping::FoundIn::SourceSet ||
        found.attribute == "background")
        return true;
    return std::find(Elements.begin(), Elements.end(), found.element) != Elements.end();
}

/// Addresses that are none to fetch.
bool isOutside(std::string_view href) {
    static constexpr std::array<std::string_view, 8> Schemes{
        "javascript:", "mailto:", "data:", "tel:", "about:", "ftp:", "file:", "thunder:"};
    if (href.empty() || href.front() == '#')
        return true;
    return std::any_of(Schemes.begin(), Schemes.end(), [&](std::string_view scheme) {
        return mapping::ascii::startsWithNoCase(href, scheme);
    });
}

bool isAbsolute(std::string_view href) {
    return href.front() == '/' || mapping::ascii::startsWithNoCase(href, "http");
}

/// The number at the end of `s` before its extension, or the value of its last parameter: where it stands.
std::pair<std::size_t, std::size_t> pageNumber(std::string_view target) {
    std::size_t end = target.find('?') == std::string_view::npos ? target.rfind('.') : target.size();
    if (end == std::string_view::npos)
        return {0, 0};
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    while (end > 0 && !isDigit(target[end - 1]) && target.find('?') != std::string_view::npos &&
           target[end - 1] != '?')
        --end;
    std::size_t begin = end;
    while (begin > 0 && isDigit(target[begin - 1]))
        --begin;
    return {begin, end};
}

int numberAt(std::string_view s, std::size_t &at) {
    while (at < s.size() && (s[at] == ' ' || s[at] == '\t'))
        ++at;
    int value = -1;
    const auto [end, code] = std::from_chars(s.data() + at, s.data() + s.size(), value);
    if (code != std::errc())
        return -1;
    at = static_cast<std::size_t>(end - s.data());
    while (at < s.size() && (s[at] == ' ' || s[at] == '\t'))
        ++at;
    return value;
}

/// The next string literal behind a comma; empty when there is none.
std::string_view literalAt(std::string_view s, std::size_t &at) {
    const std::size_t open = s.find_first_not_of(", \t", at);
    if (open == std::string_view::npos || (s[open] != '"' && s[open] != '\''))
        return {};
    const std::size_t close = s.find(s[open], open + 1);
    if (close == std::string_view::npos || close - open > 100)
        return {};
    at = close + 1;
    return s.substr(open + 1, close - open - 1);
}

/// createPageHTML(4, 0, "index", "html") and createPage(…).
void pagesOfCall(std::string_view call, const Url &base, std::vector<Link> &links) {
    std::size_t at = call.find('(');
    if (at == std::string_view::npos || at > 14)
        return;
    ++at;
    const int total = numberAt(call, at);
    if (total < 2 || total > MostPagesByScript || at >= call.size() || call[at] != ',')
        return;
    ++at;
    if (numberAt(call, at) < 0)
        return;
    const std::string name(literalAt(call, at));
    const std::string extension(literalAt(call, at));
    if (name.empty() || extension.empty())
        return;
    for (int n = 1; n < total; ++n) {
        if (const auto url = base.resolve(name + "_" + std::to_string(n) + "." + extension))
            links.push_back({*url, false, false});
    }
}

/// As std::string_view::find, but quick where the first letter of `name` is frequent.
std::size_t findName(std::string_view page, std::string_view name, std::size_t from) {
    if (from >= page.size())
        return std::string_view::npos;
    const void *const at = memmem(page.data() + from, page.size() - from, name.data(), name.size());
    return at == nullptr ? std::string_view::npos
                         : static_cast<std::size_t>(static_cast<const char *>(at) - page.data());
}

/// The number behind "totalPage = ", "pageCount:" and their kin; 0 when there is none.
int totalOf(std::string_view page) {
    // All of them hold "age"; of several in a page an earlier one of the list counts.
    static constexpr std::string_view Common = "age";
    static constexpr std::array<std::string_view, 5> Names{"otalPage", "otalpage", "ageCount", "agecount",
                                                           "ountPage"};
    std::array<int, Names.size()> totals{};
    for (std::size_t at = findName(page, Common, 0); at != std::string_view::npos;
         at = findName(page, Common, at + 1)) {
        for (std::size_t n = 0; n < Names.size(); ++n) {
            const std::size_t within = Names[n].find(Common);
            if (totals[n] > 0 || at < within || !text::startsWith(page.substr(at - within), Names[n]))
                continue;
            const std::size_t end = at - within + Names[n].size();
            std::size_t i = end;
            while (i < page.size() && i < end + 6 &&
                   std::string_view(" \t\"'s=:").find(page[i]) != std::string_view::npos)
                ++i;
            const int total = numberAt(page, i);
            if (total > 1 && total <= MostPagesByScript)
                totals[n] = total;
        }
    }
    const auto first = std::find_if(totals.begin(), totals.end(), [](int total) { return total > 0; });
    return first == totals.end() ? 0 : *first;
}

/// What stands between the name of a navigation and its literal: ".href = ", ".replace(", "(".
std::size_t literalBehind(std::string_view page, std::size_t at) {
    for (const std::string_view part : {".href", ".replace", ".assign"}) {
        if (text::startsWith(page.substr(at), part)) {
            at += part.size();
            break;
        }
    }
    const auto skipBlanks = [&] {
        while (at < page.size() && (page[at] == ' ' || page[at] == '\t'))
            ++at;
    };
    skipBlanks();
    if (at >= page.size() || (page[at] != '=' && page[at] != '('))
        return std::string_view::npos;
    ++at;
    skipBlanks();
    return at;
}

/// Relative addresses scripts and event handlers send the browser to: location.href='show.asp?id=1'. The
/// walk over the page takes absolute ones and those that begin with a slash.
void navigations(std::string_view page, const std::function<void(std::string_view)> &visit) {
    for (const std::string_view name : {std::string_view("location"), std::string_view("window.open")}) {
        for (std::size_t at = findName(page, name, 0); at != std::string_view::npos;
             at = findName(page, name, at + 1)) {
            const std::size_t open = literalBehind(page, at + name.size());
            if (open >= page.size() || (page[open] != '"' && page[open] != '\''))
                continue;
            const std::size_t close = page.find_first_of("\"'<>\\\n", open + 1);
            if (close == std::string_view::npos || page[close] != page[open] || close == open + 1)
                continue;
            const std::size_t after = page.find_first_not_of(" \t", close + 1);
            if (after == std::string_view::npos || page[after] != '+')
                visit(page.substr(open + 1, close - open - 1));
        }
    }
}

} // namespace

std::vector<Link> pagesByScript(const Url &page, const Url &base, std::string_view utf8,
                                const std::vector<Url> &siblings) {
    std::vector<Link> links;
    for (std::size_t at = findName(utf8, "createPage", 0); at != std::string_view::npos;
         at = findName(utf8, "createPage", at + 1))
        pagesOfCall(utf8.substr(at, 300), base, links);
    const int total = links.empty() ? totalOf(utf8) : 0;
    if (total < 2)
        return links;
    const std::string own = site::withoutPageNumber(mirror::foldDirectoryIndex(page.target()));
    for (const Url &sibling : siblings) {
        const std::string &target = sibling.target();
        const auto [begin, end] = pageNumber(target);
        const std::string stem = site::withoutPageNumber(target);
        if (begin == end || (stem != own && mirror::foldDirectoryIndex(stem) != own) || stem == target)
            continue;
        for (int n = 1; n <= total; ++n)
            links.push_back(
                {sibling.withTarget(target.substr(0, begin) + std::to_string(n) + target.substr(end)), false,
                 true});
        return links;
    }
    // No numbered page is linked: as the pagers of static sites call them.
    const std::string folder(page.path().substr(0, page.path().rfind('/') + 1));
    if (mirror::isDirectoryIndex(page.target())) {
        for (int n = 1; n < total; ++n)
            links.push_back({page.withTarget(folder + "index_" + std::to_string(n) + ".html"), false, true});
    }
    return links;
}

class LinkSink final : public mapping::AddressSink {
public:
    LinkSink(Discovery &discovery, const Url &page, std::string_view input, std::string_view charset,
             const Discovery::Visitor &visit)
        : m_discovery(discovery),
          m_page(page),
          m_base(page),
          m_input(input),
          m_charset(charset),
          m_visit(visit) {
        setBase(page);
    }

    void address(const mapping::FoundAddress &found) override {
        // A form's action without its fields is no address of a document, and a name in text is no link.
        if (!found.exact || found.bare || found.attribute == "action" || found.attribute == "formaction")
            return;
        const std::string_view raw = text::trim(m_input.substr(found.begin, found.end - found.begin));
        if (raw.empty() || isOutside(raw))
            return;
        const std::uint64_t hash =
            XXH3_64bits_withSeed(raw.data(), raw.size(), isAbsolute(raw) ? m_hostHash : m_baseHash);
        if (!m_discovery.isNew(hash))
            return;
        const bool plain = mapping::isPlain(raw, found.syntax);
        const std::string decoded = plain ? std::string() : mapping::decode(raw, found.syntax);
        const std::string_view href = plain ? raw : std::string_view(decoded);
        if (isOutside(href))
            return;
        if (const std::optional<Url> url = m_base.resolve(href, m_charset)) {
            m_visit({*url, isRequisite(found), false});
            if (url->host() == m_page.host())
                m_siblings.push_back(*url);
        }
    }

    void base(const mapping::FoundAddress &found) override {
        const std::string href =
            mapping::decode(text::trim(m_input.substr(found.begin, found.end - found.begin)), found.syntax);
        if (const std::optional<Url> url = m_page.resolve(href))
            setBase(*url);
    }

    const Url &baseUrl() const { return m_base; }
    const std::vector<Url> &siblings() const { return m_siblings; }

private:
    void setBase(const Url &base) {
        m_base = base;
        // What a relative address means depends on the folder, and on the encoding for what is not ASCII.
        const std::string folder = base.host() +
                                   std::string(base.path().substr(0, base.path().rfind('/') + 1)) +
                                   std::string(m_charset);
        m_baseHash = XXH3_64bits(folder.data(), folder.size());
        const std::string host = base.scheme() + base.host() + std::string(m_charset);
        m_hostHash = XXH3_64bits(host.data(), host.size());
    }

    Discovery &m_discovery;
    const Url &m_page;
    Url m_base;
    std::string_view m_input, m_charset;
    const Discovery::Visitor &m_visit;
    std::uint64_t m_baseHash = 0, m_hostHash = 0;
    std::vector<Url> m_siblings;
};

Discovery::Discovery() : m_recent(RecentSlots, 0) {}

bool Discovery::isNew(std::uint64_t hash) {
    std::uint64_t &slot = m_recent[hash % RecentSlots];
    if (slot == hash)
        return false;
    slot = hash;
    return true;
}

void Discovery::read(const Url &page, std::string_view bytes, std::string_view charset,
                     const Visitor &visit) {
    std::string damage;
    std::optional<std::string> unpacked;
    if (text::endsWith(page.path(), ".xml.gz"))
        unpacked = warc::unpack(bytes, MostUnpacked, damage);
    if (unpacked)
        bytes = *unpacked;
    const mirror::Sniffed sniffed = mirror::sniff(bytes, page.target());
    const bool style = sniffed.kind == ResourceKind::Style;
    const std::string_view begin = text::trim(bytes.substr(0, 200));
    const bool markup = sniffed.kind == ResourceKind::Page || text::startsWith(begin, "<");
    if (!style && !markup)
        return;
    html::DecodeHints hints;
    hints.headerCharset = std::string(charset);
    const html::Decoded decoded = html::decodeHtml(bytes, hints);
    LinkSink sink(*this, page, decoded.text, decoded.encoding, visit);
    mapping::AddressWalk walk(decoded.text, sink);
    if (style) {
        walk.css(0, decoded.text.size(), mapping::Syntax::Css);
        return;
    }
    walk.html();
    navigations(decoded.text, [&](std::string_view href) {
        const std::optional<Url> url =
            isOutside(href) ? std::nullopt : sink.baseUrl().resolve(href, decoded.encoding);
        if (url)
            visit({*url, false, false});
    });
    for (const Link &link : pagesByScript(page, sink.baseUrl(), decoded.text, sink.siblings()))
        visit(link);
}

} // namespace guiyi::capture
