// Which addresses belong to a capture.
#pragma once

#include "schema/model/model.h"
#include "schema/url/url.h"

#include <optional>
#include <string>
#include <vector>

namespace guiyi::capture {

/// The site's hosts and aliases; files its pages need on hosts near by. Value type.
class Scope {
public:
    /// `seed` is the address of the source crawl:…; its scheme is the one the site is asked with.
    Scope(const Site &site, const std::string &seed, std::vector<std::string> assetHosts);

    const Url &home() const { return m_home; }
    /// The address to ask for when it is the site's own: on the main host, without session id.
    std::optional<Url> own(const Url &url) const;
    bool isOwn(const Url &url) const { return url.host() == m_home.host(); }
    /// A host of the same registered domain, or a given one.
    bool isNear(const Url &url) const;

private:
    Url m_home;
    std::vector<std::string> m_hosts, m_assetHosts;
    std::string m_domain;
};

} // namespace guiyi::capture
