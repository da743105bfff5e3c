// Which host belongs to which site, and what a link is seen from a page.
#pragma once

#include "schema/model/model.h"
#include "schema/url/profile.h"
#include "schema/url/url.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// The hosts of all sites of a workspace. A host belongs to one site. Immutable, any thread.
class HostRegistry {
public:
    /// Hosts are compared in lower case with their port; default ports are the same as none. Only what is
    /// registered is known: www.a.gov.cn says nothing about a.gov.cn. Of two sites with one host the first
    /// keeps it; conflicts() names the other.
    explicit HostRegistry(std::vector<Site> sites);
    HostRegistry(const HostRegistry &) = delete; // hits point into it, and moving keeps them valid
    HostRegistry &operator=(const HostRegistry &) = delete;
    HostRegistry(HostRegistry &&) = default;
    HostRegistry &operator=(HostRegistry &&) = default;

    struct Hit {
        const Site *site;
        bool alias; ///< not the main host
    };
    std::optional<Hit> find(std::string_view host) const;
    /// The same for a host that comes from a Url, which is canonical already.
    std::optional<Hit> findCanonical(std::string_view host) const;
    const std::vector<Site> &sites() const { return m_sites; }
    const Site *site(std::string_view id) const; ///< null when unknown
    /// The canonical main host of a site of this registry.
    const std::string &mainHost(const Site &site) const;
    const std::vector<Finding> &conflicts() const { return m_conflicts; }

    /// `url` with an alias host replaced by its site's main host; other addresses as they are.
    Url fold(const Url &url) const;
    /// Every host of a site: the main one first, each once, in canonical form.
    static std::vector<std::string> hostsOf(const Site &site);

private:
    std::vector<Site> m_sites;
    std::map<std::string, std::pair<std::size_t, bool>, std::less<>> m_hosts;
    std::vector<std::string> m_mainHosts; ///< beside m_sites
    std::vector<Finding> m_conflicts;
};

using guiyi::canonicalHost;

/// What a link is.
struct LinkClass {
    LinkKind kind = LinkKind::Invalid;
    std::string url; ///< resolved, host as written; empty where that means nothing
    std::string
        canonical;        ///< the same with alias hosts folded to the main host: the key records are found by
    std::string fragment; ///< with '#', as written; empty when none
    const Site *site = nullptr; ///< the owner, for Own, Alias and Sibling
};

/// Classifies `href` (references decoded) as it stands on `page` of the site `own`. Own: this site's main
/// host; Alias: another host of the same site; Sibling: any host of another site of the registry. A relative
/// link is Own whatever alias the page was read from. tel:, ftp: and the like are External; data: and broken
/// ones Invalid. `charset` is the page's encoding, in which queries are written; empty: UTF-8.
LinkClass classifyLink(const HostRegistry &hosts, const Site &own, const Url &page, std::string_view href,
                       std::string_view charset = {});

} // namespace guiyi::mapping
