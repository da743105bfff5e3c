#include "mappings/urlmap/hosts.h"

#include "schema/base/text.h"

namespace guiyi::mapping {

std::string canonicalHost(std::string_view host) {
    const std::string_view trimmed = text::trim(host);
    if (trimmed.empty())
        return {};
    if (const auto url = Url::parse(trimmed))
        return url->host();
    const std::string plain = Url::of("http", trimmed.substr(0, trimmed.find('/')), "/").host();
    // A list of hosts does not say the scheme: 443 is as much a default there as 80.
    return text::endsWith(plain, ":443") ? plain.substr(0, plain.size() - 4) : plain;
}

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
    auto it = m_hosts.find(host); // most hosts come from a Url and are canonical already
    if (it == m_hosts.end())
        it = m_hosts.find(canonicalHost(host));
    if (it == m_hosts.end())
        return std::nullopt;
    return Hit{&m_sites[it->second.first], it->second.second};
}

const Site *HostRegistry::site(std::string_view id) const {
    for (const Site &s : m_sites) {
        if (s.id == id)
            return &s;
    }
    return nullptr;
}

Url HostRegistry::fold(const Url &url) const {
    const auto hit = find(url.host());
    return hit && hit->alias ? url.withHost(hit->site->host) : url;
}

LinkClass classifyLink(const HostRegistry &hosts, const Site &own, const Url &page, std::string_view href) {
    LinkClass link;
    switch (formOf(href)) {
    case HrefForm::Invalid:
    case HrefForm::Data:
        return link;
    case HrefForm::Anchor:
        link.kind = LinkKind::Anchor;
        link.url = page.text();
        link.canonical = hosts.fold(page).text();
        link.fragment = text::trim(href);
        link.site = &own;
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
    const auto url = page.resolve(href);
    if (!url)
        return link;
    link.url = url->text();
    const std::size_t hash = href.find('#');
    if (hash != std::string_view::npos)
        link.fragment = text::trim(href.substr(hash));
    const auto hit = hosts.find(url->host());
    if (!hit) {
        link.canonical = link.url;
        // A page of a host nobody registered (an IP address it was copied from) still links to itself.
        link.kind = url->host() == page.host() ? LinkKind::Own : LinkKind::External;
        link.site = link.kind == LinkKind::Own ? &own : nullptr;
        return link;
    }
    link.site = hit->site;
    link.canonical = hit->alias ? url->withHost(hit->site->host).text() : link.url;
    if (hit->site->id != own.id)
        link.kind = LinkKind::Sibling;
    else
        link.kind = hit->alias && url->host() != page.host() ? LinkKind::Alias : LinkKind::Own;
    return link;
}

} // namespace guiyi::mapping
