#include "mappings/urlmap/rewrite.h"

#include "mappings/urlmap/address_walk.h"
#include "schema/base/text.h"

namespace guiyi::mapping {

namespace {

bool asks(LinkKind kind) {
    return kind == LinkKind::Own || kind == LinkKind::Alias || kind == LinkKind::Sibling ||
           kind == LinkKind::External;
}

/// Classifies every address, asks the resolver, writes the ledger. Output is copied only where it changes.
class Rewriter : public AddressSink {
public:
    Rewriter(std::string_view input, const Url &page, const HostRegistry &hosts, const Site &own,
             const LinkResolver &resolver, const RewriteOptions &options)
        : m_input(input), m_base(page), m_hosts(hosts), m_own(own), m_resolver(resolver), m_options(options) {
        m_out.reserve(input.size() + input.size() / 8);
    }

    void base(const FoundAddress &found) override {
        const std::string_view raw = m_input.substr(found.begin, found.end - found.begin);
        const std::string href = decode(raw, found.syntax);
        LinkClass link = classify(href);
        m_ledger.push_back(entryFor(found, link));
        m_ledger.back().url = std::move(link.url);
        m_ledger.back().href = href;
        if (m_hasBase)
            return; // HTML 4.2.3: the first one counts
        if (const auto url = m_base.resolve(href, m_options.charset)) {
            m_base = *url;
            m_hasBase = true;
        }
    }

    void address(const FoundAddress &found) override {
        // Pictures written into the page are content, not links, and may be megabytes long.
        const std::string_view raw = m_input.substr(found.begin, found.end - found.begin);
        const std::size_t start = std::min(raw.find_first_not_of(" \t\n\r\f"), raw.size());
        if (ascii::startsWithNoCase(raw.substr(start, 5), "data:"))
            return;
        std::string href = decode(raw, found.syntax);
        LinkClass link = classify(found.bare ? "http://" + href : href);
        if (found.bare && link.site == nullptr)
            return; // what looks like the name of a host is one when the host is known
        RewriteEntry &entry = m_ledger.emplace_back(entryFor(found, link));
        if (asks(link.kind)) {
            LinkTarget target = m_resolver(link, href);
            entry.target = std::move(target.target);
            entry.status = std::move(target.status);
            if (target.rewrite && !entry.target.empty() && mayChange(found))
                replace(entry, link.fragment, raw, found.syntax);
        }
        entry.url = std::move(link.url);
        entry.href = std::move(href);
    }

    Rewritten finish() {
        m_out.append(m_input, m_copied, m_input.size() - m_copied);
        return {std::move(m_out), std::move(m_ledger)};
    }

private:
    LinkClass classify(std::string_view href) const {
        return classifyLink(m_hosts, m_own, m_base, href, m_options.charset);
    }

    bool mayChange(const FoundAddress &found) const {
        return found.exact && (found.where != FoundIn::Text || m_options.text == TextPolicy::Rewrite);
    }

    /// Without href and url, which the caller may give away later.
    static RewriteEntry entryFor(const FoundAddress &found, const LinkClass &link) {
        RewriteEntry e;
        e.begin = found.begin;
        e.end = found.end;
        e.kind = link.kind;
        e.foundIn = toText(found.where);
        e.exact = found.exact;
        e.status = "unchecked";
        e.element = found.element;
        e.attribute = found.attribute;
        return e;
    }

    void replace(RewriteEntry &entry, std::string_view fragment, std::string_view raw, Syntax syntax) {
        entry.rewritten = true;
        std::string written = entry.target;
        if (written.find('#') == std::string::npos)
            written += fragment;
        m_out.append(m_input, m_copied, entry.begin - m_copied);
        m_out += encode(written, raw, syntax);
        m_copied = entry.end;
    }

    const std::string_view m_input;
    Url m_base;
    bool m_hasBase = false;
    const HostRegistry &m_hosts;
    const Site &m_own;
    const LinkResolver &m_resolver;
    const RewriteOptions &m_options;
    std::size_t m_copied = 0; ///< input up to here is in the output
    std::string m_out;
    std::vector<RewriteEntry> m_ledger;
};

} // namespace

Rewritten rewriteHtml(std::string_view html, const Url &page, const HostRegistry &hosts, const Site &own,
                      const LinkResolver &resolver, const RewriteOptions &options) {
    Rewriter rewriter(html, page, hosts, own, resolver, options);
    AddressWalk(html, rewriter).html();
    return rewriter.finish();
}

Rewritten rewriteCss(std::string_view css, const Url &sheet, const HostRegistry &hosts, const Site &own,
                     const LinkResolver &resolver, const RewriteOptions &options) {
    Rewriter rewriter(css, sheet, hosts, own, resolver, options);
    AddressWalk(css, rewriter).css(0, css.size(), Syntax::Css);
    return rewriter.finish();
}

} // namespace guiyi::mapping
