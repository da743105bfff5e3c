#include "migrator/capture/scope.h"

#include "schema/url/profile.h"

#include <algorithm>

namespace guiyi::capture {

Scope::Scope(const Site &site, const std::string &seed, std::vector<std::string> assetHosts)
    : m_home(Url::parse(seed).value_or(Url::of("http", site.host, "/"))),
      m_assetHosts(std::move(assetHosts)) {
    m_hosts.push_back(m_home.host());
    m_hosts.push_back(Url::of(m_home.scheme(), site.host, "/").host());
    for (const std::string &alias : site.aliases)
        m_hosts.push_back(Url::of(m_home.scheme(), alias, "/").host());
    m_domain = registrableDomain(withoutPort(m_home.host()));
}

std::optional<Url> Scope::own(const Url &url) const {
    if (std::find(m_hosts.begin(), m_hosts.end(), url.host()) == m_hosts.end())
        return std::nullopt;
    if (url.host() == m_home.host() && url.scheme() == m_home.scheme())
        return canonical(url, UrlRules());
    return canonical(Url::of(m_home.scheme(), m_home.host(), url.target()), UrlRules());
}

bool Scope::isNear(const Url &url) const {
    if (std::find(m_assetHosts.begin(), m_assetHosts.end(), url.host()) != m_assetHosts.end())
        return true;
    return !m_domain.empty() && registrableDomain(withoutPort(url.host())) == m_domain;
}

} // namespace guiyi::capture
