#include "mappings/urlmap/hosts.h"

#include "schema/base/byte_set.h"
#include "schema/base/text.h"

namespace guiyi::mapping {

namespace {

/// Characters that stand in a canonical address as they are: none that Url would escape, drop or turn.
constexpr ByteSet PlainBytes = ByteSet::alnum() + ByteSet("-_.~!$&()*+,;=@/?");

/// An address in its parts, without building a Url.
struct PlainAddress {
    std::string_view scheme, host, directory, target; ///< target follows directory
};

/// Nine of ten hrefs need nothing of what Url can do: they are plain ASCII without dot segments, escapes,
/// ports or user parts, absolute in lower case, rooted or simply relative. For those this gives the parts of
/// what page.resolve(href) would be; nothing for all others. It halves the cost of rewriting a page.
std::optional<PlainAddress> plainAddress(const Url &page, std::string_view href) {
    std::string_view s = href.substr(0, href.find('#'));
    const bool dotted = s.size() > 2 && s[0] == '.' && s[1] == '/' && s[2] != '/' && s[2] != '?';
    if (dotted)
        s.remove_prefix(2);
    if (s.empty())
        return std::nullopt;
    PlainAddress a{page.scheme(), page.host(), {}, s};
    std::size_t from = 0;
    const bool noScheme = text::startsWith(s, "//");
    if (!dotted && (noScheme || text::startsWith(s, "http://") || text::startsWith(s, "https://"))) {
        const std::size_t host = s.find('/') + 2;
        const std::size_t slash = s.find('/', host);
        if (slash == std::string_view::npos || slash == host)
            return std::nullopt;
        if (!noScheme)
            a.scheme = s.substr(0, host - 3);
        a.host = s.substr(host, slash - host);
        for (char c : a.host) {
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-'))
                return std::nullopt;
        }
        if (a.host.back() < 'a') // a final dot or a digit, which may be an address in another notation
            return std::nullopt;
        a.target = s.substr(slash);
        from = slash;
    } else if (s[0] == '?') {
        a.directory = page.path();
    } else if (s[0] != '/') {
        const std::string_view path = page.path();
        a.directory = path.substr(0, path.rfind('/') + 1);
    }
    bool query = s[0] == '?' && from == 0;
    if (s[0] == '.' || s.back() == '?')
        return std::nullopt;
    for (std::size_t i = from; i < s.size(); ++i) {
        const char c = s[i];
        if (!PlainBytes.has(c) && !(query && c == ':'))
            return std::nullopt;
        query = query || c == '?';
        if (c == '.' && !query && i > 0 && s[i - 1] == '/')
            return std::nullopt;
    }
    return a;
}

} // namespace

std::vector<std::string> HostRegistry::hostsOf(const Site &site) {
    std::vector<std::string> hosts;
    const auto add = [&](std::string_view host) {
        std::string h = canonicalHost(host);
        if (h.empty())
            return;
        for (const std::string &known : hosts) {
            if (known == h)
                return;
        }
        hosts.push_back(std::move(h));
    };
    add(site.host);
    for (const std::string &alias : site.aliases)
        add(alias);
    return hosts;
}

HostRegistry::HostRegistry(std::vector<Site> sites) : m_sites(std::move(sites)) {
    for (std::size_t i = 0; i < m_sites.size(); ++i) {
        const std::string mainHost = canonicalHost(m_sites[i].host);
        m_mainHosts.push_back(mainHost);
        for (const std::string &host : hostsOf(m_sites[i])) {
            const auto [it, added] = m_hosts.emplace(host, std::pair(i, host != mainHost));
            if (added || it->second.first == i)
                continue;
            Finding f;
            f.site = m_sites[i].id;
            f.url = "http://" + host + "/";
            f.rule = "HOST-TWICE";
            f.message =
                "the host " + host + " is registered for " + m_sites[it->second.first].id + " already";
            f.evidence = host;
            f.severity = Severity::Error;
            m_conflicts.push_back(std::move(f));
        }
    }
}

std::optional<HostRegistry::Hit> HostRegistry::find(std::string_view host) const {
    if (const auto hit = findCanonical(host))
        return hit;
    return findCanonical(canonicalHost(host));
}

std::optional<HostRegistry::Hit> HostRegistry::findCanonical(std::string_view host) const {
    const auto it = m_hosts.find(host);
    if (it == m_hosts.end())
        return std::nullopt;
    return Hit{&m_sites[it->second.first], it->second.second};
}

const std::string &HostRegistry::mainHost(const Site &site) const {
    return m_mainHosts[static_cast<std::size_t>(&site - m_sites.data())];
}

const Site *HostRegistry::site(std::string_view id) const {
    for (const Site &s : m_sites) {
        if (s.id == id)
            return &s;
    }
    return nullptr;
}

Url HostRegistry::fold(const Url &url) const {
    const auto hit = findCanonical(url.host());
    return hit && hit->alias ? url.withHost(mainHost(*hit->site)) : url;
}

namespace {

/// Fills in owner, kind and canonical address of a link whose resolved address is `link.url`.
void own(const HostRegistry &hosts, const Site &site, const Url &page, std::string_view scheme,
         std::string_view host, LinkClass &link) {
    const auto hit = hosts.findCanonical(host);
    if (!hit) {
        link.canonical = link.url;
        // A page of a host nobody registered (an IP address it was copied from) still links to itself.
        link.kind = host == page.host() ? LinkKind::Own : LinkKind::External;
        link.site = link.kind == LinkKind::Own ? &site : nullptr;
        return;
    }
    link.site = hit->site;
    if (hit->alias) {
        link.canonical.assign(scheme);
        link.canonical += "://";
        link.canonical += hosts.mainHost(*hit->site);
        link.canonical.append(link.url, scheme.size() + 3 + host.size(), std::string::npos);
    } else {
        link.canonical = link.url;
    }
    if (hit->site->id != site.id)
        link.kind = LinkKind::Sibling;
    else
        link.kind = hit->alias && host != page.host() ? LinkKind::Alias : LinkKind::Own;
}

} // namespace

LinkClass classifyLink(const HostRegistry &hosts, const Site &site, const Url &page, std::string_view href,
                       std::string_view charset) {
    LinkClass link;
    const std::size_t hash = href.find('#');
    if (const auto plain = plainAddress(page, href)) {
        link.url.reserve(plain->scheme.size() + plain->host.size() + plain->directory.size() +
                         plain->target.size() + 3);
        link.url += plain->scheme;
        link.url += "://";
        link.url += plain->host;
        link.url += plain->directory;
        link.url += plain->target;
        if (hash != std::string_view::npos)
            link.fragment = text::trim(href.substr(hash));
        own(hosts, site, page, plain->scheme, plain->host, link);
        return link;
    }
    switch (formOf(href)) {
    case HrefForm::Invalid:
    case HrefForm::Data:
        return link;
    case HrefForm::Anchor:
        link.kind = LinkKind::Anchor;
        link.url = page.text();
        link.canonical = hosts.fold(page).text();
        link.fragment = text::trim(href);
        link.site = &site;
        return link;
    case HrefForm::Mail:
        link.kind = LinkKind::Mailto;
        return link;
    case HrefForm::Script:
        link.kind = LinkKind::Javascript;
        return link;
    case HrefForm::Other:
        link.kind = LinkKind::External;
        link.url = text::trim(href);
        link.canonical = link.url;
        return link;
    case HrefForm::Http:
    case HrefForm::Relative:
        break;
    }
    const auto url = page.resolve(href, charset);
    if (!url)
        return link;
    link.url = url->text();
    if (hash != std::string_view::npos)
        link.fragment = text::trim(href.substr(hash));
    own(hosts, site, page, url->scheme(), url->host(), link);
    return link;
}

} // namespace guiyi::mapping
