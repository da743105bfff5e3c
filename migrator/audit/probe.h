// What the network says of hosts: names, addresses, TLS, where HTTP leads. Asked only on request.
#pragma once

#include "mappings/audit/portfolio.h"

#include <map>
#include <optional>
#include <ostream>

namespace guiyi {

/// Names and their addresses in place of a resolver: lines "address name…" as in /etc/hosts.
using HostsFile = std::map<std::string, std::vector<std::string>>;
/// Comments and lines without a name are left out; names are canonical.
HostsFile readHostsFile(std::string_view bytes);

struct ProbeOptions {
    std::optional<HostsFile> names; ///< without it the system's resolver is asked
    bool connect = false;           ///< ask the hosts too; else only for their addresses
    int httpPort = 80, httpsPort = 443;
    std::string caFile; ///< PEM; without it the system's authorities
    int timeoutSeconds = 5;
};

/// Fills in dns and ipv6 and, when connecting, https (TLS is spoken), certificate (it is valid for the name)
/// and https_redirect (HTTP leads to HTTPS), sixteen hosts at a time. One HEAD request by each way and
/// nothing else. What stays unclear, because nobody answers, stays unknown; known facts stay.
void probeHosts(std::vector<mapping::HostEntry> &hosts, const ProbeOptions &options);

/// The facts as addFacts() reads them.
void writeFacts(const std::vector<mapping::HostEntry> &hosts, std::ostream &out);

} // namespace guiyi
