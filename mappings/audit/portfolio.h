// The audit of a portfolio of hosts against the domain rules. Pure: values in, findings out.
#pragma once

#include "mappings/audit/domain_rules.h"

#include <cstdint>
#include <tuple>

namespace guiyi::mapping {

/// One host as a list of people has it. Unknown fields are empty.
struct HostEntry {
    std::string host;         ///< as written
    std::string site;         ///< key of the site the host belongs to; empty: a site of its own
    std::string name;         ///< 网站名称
    std::string body;         ///< 主办单位; empty: taken from the name
    std::string level;        ///< as Site::level
    std::string kind;         ///< portal|department|system|column|channel|topic|institution
    std::string state;        ///< active|redirects|idle|closed
    bool main = false;        ///< declared the main domain of its site
    std::string standardHost; ///< the domain decided for it, optionally with a path
    std::string registrant;   ///< body the domain is registered for
    std::string approval;     ///< reference of the approval ("-": none)
    std::string vertical;     ///< yes for units of vertically managed departments
    std::string code;         ///< 网站标识码 of the site
    /// What the pages served on the host say of themselves: their meta SiteDomain and SiteIDCode.
    std::string siteDomain, siteIdCode;
    int line = 0; ///< of the list
    /// Facts from a resolver or a file: dns, ipv6, https, certificate, https_redirect,
    /// footer, delta_run: yes|no.
    HostFacts measured;
};

/// What was found of one host.
struct AuditedHost {
    HostEntry entry;
    std::string host;    ///< canonical
    std::string display; ///< as people read it (IDN in its script)
    std::string domain;  ///< the registered name: public suffix and one label
    HostFacts facts;
    std::string proposal; ///< standard domain or path of one, without a scheme; empty: none
    std::string proposalReason;
    /// The same for readers of other languages: a sentence with %1 and %2, and the words they stand for.
    std::string reasonForm;
    std::vector<std::string> reasonWords;
    std::size_t claims = 1; ///< sites that would get the proposal
    Severity worst = Severity::Info;
    std::size_t findings = 0;
};

struct AuditFinding {
    std::string host, site, rule, status, message, evidence, proposal, action;
    Severity severity = Severity::Info;
};

struct PortfolioAudit {
    std::string rulesVersion;
    std::vector<AuditedHost> hosts;     ///< in the order of the list
    std::vector<AuditFinding> findings; ///< by host in that order, rules in the order of their file
    std::vector<std::string> untested;  ///< ids of rules that nothing is known about
    std::size_t compliant = 0;          ///< hosts without an error
    std::size_t count(Severity severity) const;
};

/// Audits all hosts. The register is extended by the complying portals of the list itself (www.gz.gov.cn of
/// 广州市人民政府 makes "gz" the label of 广州市). A host listed twice is one finding HOST-TWICE. Linear.
PortfolioAudit auditPortfolio(const std::vector<HostEntry> &hosts, const DomainRules &rules,
                              DomainRegister domainRegister);

/// `form` with %1, %2 … replaced.
std::string filledForm(std::string form, const std::vector<std::string> &words);

/// A finding of an earlier audit: what makes it the same one.
struct FindingKey {
    std::string host, rule, message;
    bool operator==(const FindingKey &) const = default;
    bool operator<(const FindingKey &other) const {
        return std::tie(host, rule, message) < std::tie(other.host, other.rule, other.message);
    }
};
struct AuditComparison {
    std::vector<FindingKey> solved, added;
    std::size_t remaining = 0;
};
AuditComparison compareAudits(const std::vector<FindingKey> &before, const PortfolioAudit &after);

} // namespace guiyi::mapping
