#include "migrator/capture/discovery.h"

#include "adapters/html/decode.h"
#include "adapters/mirror/sniff.h"
#include "adapters/warc/record.h"
#include "mappings/urlmap/address_walk.h"
#include "schema/base/text.h"

#include <xxhash.h>

#include <algorithm>
#include <array>

namespace guiyi::capture {

namespace {

constexpr std::size_t RecentSlots = 1 << 15;
constexpr std::size_t MostUnpacked = 64 << 20;

/// Elements whose addresses a browser asks for to show the page.
bool isRequisite(const mapping::FoundAddress &found) {
    static constexpr std::array<std::string_view, 14> Elements{
        "img",   "script", "link",  "embed", "object",  "source", "video",
        "audio", "param",  "input", "track", "bgsound", "image",  "applet"};
    if (found.where == mapping::FoundIn::Css || found.where == mapping::FoundIn::SourceSet ||
        found.attribute == "background")
        return true;
    return found.element.size() > 1 &&
           std::find(Elements.begin(), Elements.end(), found.element) != Elements.end();
}

/// Addresses that are none to fetch.
bool isOutside(std::string_view href) {
    static constexpr std::array<std::string_view, 8> Schemes{
        "javascript:", "mailto:", "data:", "tel:", "about:", "ftp:", "file:", "thunder:"};
    if (href.empty() || href.front() == '#')
        return true;
    if (std::string_view("jmdtafJMDTAF").find(href.front()) == std::string_view::npos)
        return false;
    return std::any_of(Schemes.begin(), Schemes.end(), [&](std::string_view scheme) {
        return mapping::ascii::startsWithNoCase(href, scheme);
    });
}

/// Means the same in every folder of a host.
bool isAbsolute(std::string_view href) {
    return href.front() == '/' || mapping::ascii::startsWithNoCase(href, "http://") ||
           mapping::ascii::startsWithNoCase(href, "https://");
}

bool isAscii(std::string_view s) {
    return std::none_of(s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

/// Whether tags, quotes and escapes can be told from text byte by byte: not so in UTF-16, and where a
/// backslash may be the second byte of a character of GBK or Big5.
bool hasAsciiMarkup(std::string_view bytes) {
    constexpr std::size_t Head = 256;
    if (text::startsWith(bytes, "\xff\xfe") || text::startsWith(bytes, "\xfe\xff") ||
        bytes.substr(0, Head).find('\0') != std::string_view::npos)
        return false;
    for (std::size_t at = bytes.find('\\', 1); at != std::string_view::npos; at = bytes.find('\\', at + 1)) {
        if (static_cast<unsigned char>(bytes[at - 1]) >= 0x80)
            return false;
    }
    return true;
}

} // namespace

class LinkSink final : public mapping::AddressSink {
public:
    /// `charset` is empty when `input` are the page's bytes as they came.
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
        const bool absolute = isAbsolute(raw), requisite = isRequisite(found);
        m_isRelative = m_isRelative || !absolute;
        std::uint64_t seed = absolute ? m_hostHash : m_baseHash;
        if (raw.front() == '?') { // the page with another query
            m_isPlain = false;
            seed = XXH3_64bits_withSeed(m_base.target().data(), m_base.path().size(), seed);
        }
        if (!m_discovery.isNew(XXH3_64bits_withSeed(raw.data(), raw.size(), seed + (requisite ? 1 : 0))))
            return;
        const bool plain = mapping::isPlain(raw, found.syntax);
        const std::string decoded = plain ? std::string() : mapping::decode(raw, found.syntax);
        const std::string_view href = plain ? raw : std::string_view(decoded);
        if (isOutside(href))
            return;
        if (m_charset.empty() && !isAscii(href)) {
            m_needsText = true;
            m_isPlain = false;
            return;
        }
        if (const std::optional<Url> url = m_base.resolve(href, m_charset)) {
            m_visit({*url, requisite, false});
            if (url->host() == m_page.host())
                m_siblings.push_back(*url);
        }
    }

    void base(const mapping::FoundAddress &found) override {
        const std::string href =
            mapping::decode(text::trim(m_input.substr(found.begin, found.end - found.begin)), found.syntax);
        m_isPlain = false;
        if (const std::optional<Url> url = m_page.resolve(href))
            setBase(*url);
    }

    std::size_t behindKnown(std::size_t at) override {
        if (m_needsText)
            return m_input.size(); // what follows is read as text
        if (!KnownMarkup::mayCut(m_input, at))
            return at;
        std::size_t behind = at;
        while (const std::size_t length = knownAt(behind))
            behind += length;
        if (behind > at || at - m_begin >= LeastStretch) {
            endStretch(at);
            m_begin = behind;
        }
        return behind;
    }

    /// Reads what is left, and hands over where scripts lead. False when the addresses cannot be read without
    /// knowing the page's encoding.
    bool end() {
        if (m_needsText)
            return false;
        endStretch(m_input.size());
        for (const std::string_view href : m_scripts.navigations()) {
            if (m_charset.empty() && !isAscii(href))
                return false;
            const std::optional<Url> url = isOutside(href) ? std::nullopt : m_base.resolve(href, m_charset);
            if (url)
                m_visit({*url, false, false});
        }
        for (const Link &link : m_scripts.pages(m_page, m_base, m_siblings))
            m_visit(link);
        return true;
    }

    bool needsText() const { return m_needsText; }

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

    /// The length of a stretch that was read before and means the same here; 0 when there is none.
    std::size_t knownAt(std::size_t at) {
        const std::uint64_t name = KnownMarkup::nameAt(m_input, at);
        if (name == 0)
            return 0;
        for (const std::uint64_t seed : {m_hostHash, m_baseHash}) {
            const std::size_t length = m_discovery.m_known.lengthAt(m_input, at, name, seed);
            // Where text follows, an address in it may go on behind the stretch.
            if (length > 0 && (at + length == m_input.size() || m_input[at + length] == '<'))
                return length;
        }
        return 0;
    }

    void endStretch(std::size_t end) {
        const std::string_view stretch = m_input.substr(m_begin, end - m_begin);
        const bool leads = m_scripts.read(stretch);
        if (m_isPlain && !leads)
            m_discovery.m_known.remember(stretch, m_isRelative ? m_baseHash : m_hostHash);
        m_isPlain = true;
        m_isRelative = false;
    }

    static constexpr std::size_t LeastStretch = 128;

    Discovery &m_discovery;
    const Url &m_page;
    Url m_base;
    std::string_view m_input, m_charset;
    const Discovery::Visitor &m_visit;
    std::uint64_t m_baseHash = 0, m_hostHash = 0;
    std::vector<Url> m_siblings;
    PageScripts m_scripts;
    std::size_t m_begin = 0;   ///< of the stretch that is being read
    bool m_isRelative = false; ///< what the stretch means depends on the folder
    bool m_isPlain = true;     ///< it means the same on every page of the folder
    bool m_needsText = false;
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
    // Most addresses are ASCII, and so is the markup around them, whatever the text between is.
    if (hasAsciiMarkup(bytes) && readText(page, bytes, {}, style, visit))
        return;
    html::DecodeHints hints;
    hints.headerCharset = std::string(charset);
    const html::Decoded decoded = html::decodeHtml(bytes, hints);
    readText(page, decoded.text, decoded.encoding, style, visit);
}

bool Discovery::readText(const Url &page, std::string_view text, std::string_view charset, bool style,
                         const Visitor &visit) {
    LinkSink sink(*this, page, text, charset, visit);
    mapping::AddressWalk walk(text, sink, &m_index);
    if (style) {
        walk.css(0, text.size(), mapping::Syntax::Css);
        return !sink.needsText();
    }
    walk.html();
    return sink.end();
}

} // namespace guiyi::capture
