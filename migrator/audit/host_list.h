// Lists of hosts, facts measured elsewhere and earlier audits, as files.
#pragma once

#include "mappings/audit/portfolio.h"

namespace guiyi {

/// Hosts of a portfolio. CSV with a header line: host is needed; site, name, body, level, kind, state, main,
/// standard_host, registrant, approval, vertical, code and aliases (blank-separated; each becomes a host of
/// the same site) may be there, other columns are left alone. A file without a header is a host a line. A
/// line without a host is a mistake; a host that is none is a finding of the audit.
struct HostList {
    std::vector<mapping::HostEntry> hosts;
    std::vector<Error> errors;
};
HostList readHostList(std::string_view bytes, const std::string &fileName);

/// Facts of a resolver or scanner: CSV with host and any of dns, ipv6, https, certificate, https_redirect,
/// footer and delta_run, each yes, no or empty, and site_domain and site_id_code as pages of the host have
/// them. Hosts that are not in the list are counted, nothing else.
std::vector<Error> addFacts(std::string_view bytes, const std::string &fileName,
                            std::vector<mapping::HostEntry> &hosts, std::size_t &unknownHosts);

/// The findings of an earlier audit in its JSON form.
Result<std::vector<mapping::FindingKey>> readFindings(std::string_view json, const std::string &fileName);

} // namespace guiyi
