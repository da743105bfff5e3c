// Where each site lives on the platform: a host that complies with the domain rules, or a path of a shared
// one.
#pragma once

#include "schema/model/model.h"

#include <map>
#include <string>
#include <vector>

namespace guiyi::mapping {

/// The domain policy of a batch.
struct DomainPolicy {
    std::string platformHost; ///< shared host for sites without a compliant host of their own
    std::map<std::string, std::string>
        hostMap; ///< legacy host or site id → standard host, optionally with a path
};

/// The address a tenant gets.
struct TenantAddress {
    std::string host; ///< canonical, without scheme; empty when the policy leaves no choice (see findings)
    std::string basePath; ///< "" or "/" + path without a final slash
    std::string rule;     ///< GIVEN, HOST-MAP, MAIN-HOST, ALIAS-HOST, PLATFORM-PATH, NONE
    std::string reason;
    bool standard = false; ///< the host complies with DR-001, DR-003 and DR-004
    std::vector<Finding> findings;
};

/// Decides a site's standard address: what a person gave for the site; else the host map (site id, main host,
/// then aliases); else its main host, else its first alias, if they comply with DR-001 (ends in .gov.cn, no
/// IP address, no port), DR-003 and DR-004 (www.<area>.gov.cn or <body>.<area>.gov.cn), and DR-006 lets its
/// level have a host; else "/<site id>" on the platform host. A host is never made from a name (DR-028).
TenantAddress tenantAddress(const Site &site, const DomainPolicy &policy);

/// What is wrong with `host` under DR-001, DR-003 and DR-004 of domain-rules.yaml, worst first; empty:
/// complies.
std::vector<Finding> domainFindings(const Site &site, std::string_view host);

/// Tenants that would share host and base path, or whose base path lies inside another one's (severity
/// Error). In the order of `sites`.
std::vector<Finding> addressConflicts(const std::vector<Site> &sites, const DomainPolicy &policy);

} // namespace guiyi::mapping
