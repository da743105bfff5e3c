#include "mappings/urlmap/domains.h"

#include "mappings/urlmap/hosts.h"
#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::mapping {

namespace {

bool isIpAddress(std::string_view host) {
    if (text::startsWith(host, "["))
        return true;
    bool dot = false;
    for (char c : host) {
        dot = dot || c == '.';
        if ((c < '0' || c > '9') && c != '.')
            return false;
    }
    return dot;
}

Finding finding(const Site &site, std::string_view host, std::string rule, std::string message,
                Severity severity) {
    Finding f;
    f.site = site.id;
    f.url = "http://" + std::string(host) + "/";
    f.rule = std::move(rule);
    f.message = std::move(message);
    f.evidence = host;
    f.severity = severity;
    return f;
}

/// "host/path" as people write it in the policy, with or without a scheme.
struct HostAndPath {
    std::string host, path;
};

HostAndPath splitHost(std::string_view written) {
    std::string_view s = text::trim(written);
    const std::size_t scheme = s.find("://");
    if (scheme != std::string_view::npos)
        s.remove_prefix(scheme + 3);
    const std::size_t slash = s.find('/');
    HostAndPath r{canonicalHost(s.substr(0, slash)),
                  slash == std::string_view::npos ? std::string() : std::string(s.substr(slash))};
    while (!r.path.empty() && r.path.back() == '/')
        r.path.pop_back();
    return r;
}

std::string basePath(std::string_view written) {
    std::string p(text::trim(written));
    while (!p.empty() && p.back() == '/')
        p.pop_back();
    if (!p.empty() && p.front() != '/')
        p.insert(p.begin(), '/');
    return p;
}

/// DR-006: bodies that have, in principle, no site of their own.
bool sharesAHost(const Site &site) {
    return site.level == "county_department" || site.level == "township" || site.level == "subdistrict";
}

} // namespace

std::vector<Finding> domainFindings(const Site &site, std::string_view written) {
    std::vector<Finding> found;
    const std::string host = canonicalHost(written);
    const std::size_t colon = host.rfind(':');
    const std::string name = text::startsWith(host, "[") ? host : host.substr(0, colon);
    if (name.empty()) {
        found.push_back(finding(site, written, "DR-001", "no host", Severity::Error));
        return found;
    }
    if (isIpAddress(name))
        found.push_back(finding(site, host, "DR-001", "an IP address is no domain", Severity::Error));
    else if (!text::endsWith(name, ".gov.cn"))
        found.push_back(finding(site, host, "DR-001", "the domain does not end in .gov.cn", Severity::Error));
    if (colon != std::string::npos && name.size() < host.size())
        found.push_back(
            finding(site, host, "DR-001", "the host is reached through an explicit port", Severity::Error));
    if (!found.empty())
        return found;

    const std::vector<std::string> labels = text::split(name, '.');
    const bool portal = labels.front() == "www";
    if (labels.size() == 4)
        return found;
    if (portal)
        found.push_back(finding(site, host, "DR-003", "a portal is www.<area>.gov.cn", Severity::Error));
    else
        found.push_back(
            finding(site, host, "DR-004", "a department is <body>.<area>.gov.cn", Severity::Error));
    return found;
}

TenantAddress tenantAddress(const Site &site, const DomainPolicy &policy) {
    TenantAddress t;
    const auto take = [&](const HostAndPath &where, std::string rule, std::string reason) {
        t.host = where.host;
        t.basePath = where.path;
        t.rule = std::move(rule);
        t.reason = std::move(reason);
        std::vector<Finding> faults = domainFindings(site, t.host);
        t.standard = faults.empty();
        t.findings.insert(t.findings.end(), faults.begin(), faults.end());
    };
    const std::vector<std::string> hosts = HostRegistry::hostsOf(site);
    std::vector<Finding> mainFaults = domainFindings(site, site.host);

    if (!site.standardHost.empty()) {
        HostAndPath given = splitHost(site.standardHost);
        if (!site.basePath.empty())
            given.path = basePath(site.basePath);
        take(given, "GIVEN", "given for this site");
        return t;
    }
    std::map<std::string, std::string, std::less<>> byHost;
    for (const auto &[key, value] : policy.hostMap) {
        byHost.emplace(key, value);
        byHost.emplace(canonicalHost(key), value);
    }
    std::vector<std::string> keys{site.id};
    keys.insert(keys.end(), hosts.begin(), hosts.end());
    for (const std::string &key : keys) {
        const auto it = byHost.find(key);
        if (it == byHost.end())
            continue;
        HostAndPath mapped = splitHost(it->second);
        if (!site.basePath.empty())
            mapped.path = basePath(site.basePath);
        take(mapped, "HOST-MAP", "the domain policy maps " + key + " to " + it->second);
        return t;
    }
    if (site.basePath.empty() && !sharesAHost(site)) {
        for (const std::string &host : hosts) {
            if (!domainFindings(site, host).empty())
                continue;
            const bool isMain = host == hosts.front();
            take({host, {}}, isMain ? "MAIN-HOST" : "ALIAS-HOST",
                 isMain ? "its main host complies with DR-001, DR-003 and DR-004"
                        : "its main host does not comply (" + mainFaults.front().message + "), the alias " +
                              host + " does");
            if (!isMain)
                t.findings.insert(t.findings.end(), mainFaults.begin(), mainFaults.end());
            return t;
        }
    }
    const std::string path = site.basePath.empty() ? "/" + site.id : basePath(site.basePath);
    std::string why = "no host of the site complies and none is made from its name (DR-028)";
    if (sharesAHost(site))
        why = "bodies of the level " + site.level + " have no site of their own (DR-006)";
    else if (!site.basePath.empty())
        why = "a path was given for the site";
    if (!policy.platformHost.empty()) {
        take({splitHost(policy.platformHost).host, splitHost(policy.platformHost).path + path},
             "PLATFORM-PATH", why + ": path " + path + " of the platform host");
        t.findings.insert(t.findings.end(), mainFaults.begin(), mainFaults.end());
        return t;
    }
    // Without a platform host the site stays where it is and the finding says what is to be decided.
    take({hosts.empty() ? std::string() : hosts.front(), site.basePath.empty() ? std::string() : path},
         "NONE", why + ", and the domain policy names no platform host");
    Finding f = finding(site, t.host, "DOMAIN-UNDECIDED",
                        "no standard address: set standard_host for the site, or platform_host or host_map "
                        "in the domain policy",
                        Severity::Error);
    t.findings.insert(t.findings.begin(), std::move(f));
    return t;
}

std::vector<Finding> addressConflicts(const std::vector<Site> &sites, const DomainPolicy &policy) {
    std::vector<Finding> found;
    std::vector<TenantAddress> addresses;
    addresses.reserve(sites.size());
    std::map<std::string, std::vector<std::size_t>> byHost;
    for (std::size_t i = 0; i < sites.size(); ++i) {
        addresses.push_back(tenantAddress(sites[i], policy));
        byHost[addresses[i].host].push_back(i);
    }
    for (std::size_t i = 0; i < sites.size(); ++i) {
        for (std::size_t j : byHost[addresses[i].host]) {
            if (j >= i)
                break;
            const std::string &a = addresses[i].basePath;
            const std::string &b = addresses[j].basePath;
            const std::string address = addresses[i].host + a + "/";
            if (a == b) {
                found.push_back(finding(sites[i], addresses[i].host, "TENANT-ADDRESS-TWICE",
                                        sites[i].id + " and " + sites[j].id + " would both be " + address +
                                            ": give one of them another standard_host or base_path",
                                        Severity::Error));
                found.back().url = "https://" + address;
            } else if (!a.empty() && !b.empty() &&
                       (text::startsWith(a + "/", b + "/") || text::startsWith(b + "/", a + "/"))) {
                found.push_back(finding(sites[i], addresses[i].host, "TENANT-ADDRESS-NESTED",
                                        "the paths of " + sites[i].id + " (" + a + ") and " + sites[j].id +
                                            " (" + b + ") lie inside each other",
                                        Severity::Error));
                found.back().url = "https://" + address;
            }
        }
    }
    return found;
}

} // namespace guiyi::mapping
