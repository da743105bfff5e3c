#include "mappings/audit/portfolio.h"

#include "mappings/urlmap/hosts.h"
#include "schema/base/text.h"
#include "schema/url/host.h"

#include <algorithm>
#include <set>

namespace guiyi::mapping {

namespace {

constexpr std::string_view GovCn = ".gov.cn";
constexpr std::string_view Zhengwu = ".xn--zfr164b";
/// 公益, 中国, 公司, 网络: Chinese suffixes that are none of a government site (DR-002).
constexpr std::string_view OtherChineseSuffixes[] = {".xn--55qw42g", ".xn--fiqs8s", ".xn--55qx5d",
                                                     ".xn--io0a7i"};

const char *yesNo(bool yes) {
    return yes ? "yes" : "no";
}

/// Labels of a canonical host before ".gov.cn".
std::vector<std::string> labelsOf(std::string_view name) {
    return text::endsWith(name, GovCn) ? text::split(name.substr(0, name.size() - GovCn.size()), '.')
                                       : std::vector<std::string>();
}

/// The body a site speaks for, without what sites call themselves.
std::string bodyOf(const HostEntry &entry) {
    std::string body = entry.body.empty() ? entry.name : entry.body;
    for (const std::string_view suffix : {"门户网站", "政府网站", "政府网", "官方网站", "网站", "网"}) {
        if (text::endsWith(body, suffix) && body.size() > suffix.size())
            body.resize(body.size() - suffix.size());
    }
    return body;
}

bool isGovernment(std::string_view body) {
    return text::endsWith(body, "人民政府") || text::endsWith(body, "政府");
}

std::string areaOfGovernment(std::string body) {
    for (const std::string_view suffix : {"人民政府", "政府"}) {
        if (text::endsWith(body, suffix)) {
            body.resize(body.size() - suffix.size());
            break;
        }
    }
    return body;
}

bool hasOwnNoSite(std::string_view level) {
    return level == "county_department" || level == "township" || level == "subdistrict";
}

std::string kindOf(const HostEntry &entry, const std::string &body) {
    if (!entry.kind.empty())
        return entry.kind;
    if (hasOwnNoSite(entry.level))
        return "department";
    if (isGovernment(body) || entry.level == "province" || entry.level == "city" || entry.level == "district")
        return "portal";
    return entry.level == "department" ? "department" : "unknown";
}

/// What a list says as a whole: portals, sites and bodies with several hosts.
struct Context {
    std::map<std::string, std::vector<std::size_t>> hostsOfSite; ///< active ones
    std::map<std::string, bool> mainOfSite;
    std::map<std::string, std::set<std::string>> sitesOfBody;
    std::map<std::string, std::string> portalOfArea; ///< area name → complying portal
};

std::string siteKey(const HostEntry &entry, std::size_t index) {
    return entry.site.empty() ? "#" + std::to_string(index) : entry.site;
}

bool isActive(const HostEntry &entry) {
    return entry.state.empty() || entry.state == "active";
}

bool complies(const std::string &host) {
    const std::vector<std::string> labels = labelsOf(host);
    return labels.size() == 2 && withoutPort(host) == host;
}

Context contextOf(const std::vector<HostEntry> &hosts, DomainRegister &known) {
    Context context;
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        const HostEntry &entry = hosts[i];
        const std::string key = siteKey(entry, i), body = bodyOf(entry), host = canonicalHost(entry.host);
        if (isActive(entry))
            context.hostsOfSite[key].push_back(i);
        context.mainOfSite[key] = context.mainOfSite[key] || entry.main;
        if (!body.empty() && entry.state != "closed")
            context.sitesOfBody[body].insert(key);
        const std::vector<std::string> labels = labelsOf(host);
        if (complies(host) && labels[0] == "www" && isGovernment(body)) {
            const std::string area = areaOfGovernment(body);
            // Two portals that claim one area decide nothing; the first stands and the other is found by
            // DR-003.
            if (context.portalOfArea.emplace(area, host).second && known.area(area).name != area)
                known.addArea(area, labels[1]);
        }
    }
    return context;
}

HostFacts factsOf(const AuditedHost &audited, std::size_t index, const Context &context,
                  const DomainRegister &known) {
    const HostEntry &entry = audited.entry;
    HostFacts f = entry.measured;
    const std::string name(withoutPort(audited.host));
    if (audited.host.empty()) {
        f["form"] = "broken";
        return f;
    }
    const HostForm form = formOfHost(name);
    f["form"] = form == HostForm::Name ? "name" : form == HostForm::Ipv4 ? "ipv4" : "ipv6";
    f["port"] = yesNo(name.size() < audited.host.size());
    if (form != HostForm::Name)
        return f;
    const std::vector<std::string> labels = labelsOf(name);
    const std::string body = bodyOf(entry);
    f["gov_cn"] = yesNo(text::endsWith(name, GovCn));
    f["gov_zw"] = yesNo(text::endsWith(name, Zhengwu));
    f["www"] = yesNo(text::startsWith(name, "www."));
    if (!labels.empty())
        f["depth"] = std::to_string(labels.size());
    for (const std::string_view suffix : OtherChineseSuffixes) {
        if (text::endsWith(name, suffix))
            f["chinese_suffix"] = "other";
    }
    if (f["gov_zw"] == "yes" && !body.empty()) {
        const std::string shown = displayHost(name);
        const std::string label = shown.substr(0, shown.find('.'));
        f["zw_label"] = text::contains(body, label) || text::contains(label, body) ? "match" : "other";
    }
    f["class"] = labels.size() != 2 ? "other" : labels[0] == "www" ? "portal" : "department";
    f["kind"] = kindOf(entry, body);
    f["level"] = entry.level.empty() ? "unknown" : entry.level;
    f["vertical"] = entry.vertical.empty() ? "unknown" : entry.vertical;
    f["state"] = entry.state.empty() ? "unknown" : entry.state;
    if (const DomainRegister::Match area = known.area(body); !area.label.empty() && labels.size() == 2)
        f["area_label"] = labels[1] == area.label ? "match" : "other";
    // A department is held against the portal of its own level only: its name begins with a longer area else.
    if (f["class"] == "portal" && known.area(body).name != areaOfGovernment(body))
        f.erase("area_label");
    f["zwfw"] = yesNo(
        !labels.empty() &&
        text::endsWith(labels.front() == "www" && labels.size() > 1 ? labels[1] : labels.front(), "zwfw"));
    const std::string key = siteKey(entry, index);
    const auto active = context.hostsOfSite.find(key);
    f["active_hosts"] = active != context.hostsOfSite.end() && active->second.size() > 1 ? "many" : "one";
    f["main_declared"] = yesNo(context.mainOfSite.at(key));
    f["is_main"] = yesNo(entry.main);
    f["redirects"] = entry.state == "redirects" ? "yes" : "unknown";
    const auto sites = context.sitesOfBody.find(body);
    f["sites_of_body"] = sites != context.sitesOfBody.end() && sites->second.size() > 1 ? "many" : "one";
    if (!entry.registrant.empty() && !body.empty())
        f["registrant"] = entry.registrant == body || entry.registrant == entry.body ? "match" : "other";
    if (!entry.approval.empty())
        f["approval"] = yesNo(entry.approval != "-" && entry.approval != "no");
    if (!entry.siteDomain.empty()) {
        const std::string written = entry.siteDomain.substr(
            text::contains(entry.siteDomain, "//") ? entry.siteDomain.find("//") + 2 : 0);
        const std::string host = canonicalHost(written.substr(0, written.find('/')));
        f["site_domain"] = withoutPort(host) == name ? "match" : "other";
    }
    if (!entry.siteIdCode.empty() && !entry.code.empty())
        f["site_code"] = entry.siteIdCode == entry.code ? "match" : "other";
    if (!entry.standardHost.empty()) {
        const std::string target = canonicalHost(entry.standardHost.substr(0, entry.standardHost.find('/')));
        f["target"] = complies(target) || text::endsWith(target, Zhengwu) ? "standard" : "standardless";
    }
    return f;
}

struct Proposal {
    std::string address, form; ///< form: the reason, as AuditedHost::reasonForm
    std::vector<std::string> words;
    bool unregistered = false;
};

/// From what was decided, from a complying host of the same site, or from the register; else nothing.
Proposal propose(const AuditedHost &audited, std::size_t index, const Context &context,
                 const DomainRegister &known, const std::vector<AuditedHost> &all) {
    const HostEntry &entry = audited.entry;
    if (!entry.standardHost.empty())
        return {entry.standardHost, "decided for the site", {}, false};
    const auto fact = [&](const char *name) {
        const auto it = audited.facts.find(name);
        return it == audited.facts.end() ? std::string() : it->second;
    };
    if (fact("zwfw") == "yes")
        return {{}, "a service platform keeps its host until people decide (DR-025)", {}, false};
    const std::string body = bodyOf(entry);
    const DomainRegister::Match area = known.area(body);
    const DomainRegister::Match department = known.department(body);
    if (hasOwnNoSite(entry.level)) {
        const auto portal = context.portalOfArea.find(area.name);
        if (portal == context.portalOfArea.end() || department.label.empty())
            return {{},
                    "a path of the county portal (DR-006); the register names no portal or no label for it",
                    {},
                    true};
        return {portal->second + "/" + department.label,
                "a path of the portal of %1 (DR-006)",
                {area.name},
                false};
    }
    if (complies(audited.host) && fact("area_label") != "other")
        return {audited.host, "complies already", {}, false};
    const auto hosts = context.hostsOfSite.find(siteKey(entry, index));
    if (hosts != context.hostsOfSite.end()) {
        for (const std::size_t other : hosts->second) {
            if (other != index && complies(all[other].host))
                return {all[other].host, "another host of the site complies", {}, false};
        }
    }
    if (area.label.empty())
        return body.empty() ? Proposal{{}, "the area of an unnamed body is not in the register", {}, true}
                            : Proposal{{}, "the area of %1 is not in the register", {body}, true};
    if (isGovernment(body) && areaOfGovernment(body) == area.name)
        return {"www." + area.label + std::string(GovCn), "the register's label of %1", {area.name}, false};
    if (department.label.empty())
        return {{}, "the department of %1 is not in the register", {body}, true};
    return {department.label + "." + area.label + std::string(GovCn),
            "the register's labels of %1 and %2",
            {area.name, department.name},
            false};
}

void proposeAll(std::vector<AuditedHost> &all, const Context &context, const DomainRegister &known) {
    std::map<std::string, std::set<std::string>> claims; // proposal → sites
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].host.empty() || all[i].entry.state == "closed")
            continue;
        Proposal p = propose(all[i], i, context, known, all);
        all[i].proposal = std::move(p.address);
        all[i].proposalReason = filledForm(p.form, p.words);
        all[i].reasonForm = std::move(p.form);
        all[i].reasonWords = std::move(p.words);
        if (p.unregistered)
            all[i].facts["proposal"] = "unregistered";
        if (!all[i].proposal.empty())
            claims[all[i].proposal].insert(siteKey(all[i].entry, i));
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto claim = claims.find(all[i].proposal);
        if (claim == claims.end() || claim->second.size() < 2)
            continue;
        all[i].facts["proposal"] = "collision";
        all[i].claims = claim->second.size();
        all[i].proposalReason += "; " + std::to_string(claim->second.size()) + " sites would get it";
    }
}

/// Whether what the rule is about is known of any host.
bool isTested(const DomainRule &rule, const std::vector<AuditedHost> &hosts) {
    const auto known = [](const Violation &violation, const HostFacts &facts) {
        return std::all_of(violation.when.begin(), violation.when.end(), [&facts](const auto &condition) {
            const auto fact = facts.find(condition.fact);
            const auto &values = condition.values;
            return condition.negated || (fact != facts.end() && fact->second != "unknown") ||
                   std::find(values.begin(), values.end(), "unknown") != values.end();
        });
    };
    return std::any_of(rule.violations.begin(), rule.violations.end(), [&](const Violation &violation) {
        return std::any_of(hosts.begin(), hosts.end(),
                           [&](const AuditedHost &host) { return known(violation, host.facts); });
    });
}

} // namespace

std::size_t PortfolioAudit::count(Severity severity) const {
    return static_cast<std::size_t>(
        std::count_if(findings.begin(), findings.end(),
                      [severity](const AuditFinding &f) { return f.severity == severity; }));
}

std::string filledForm(std::string form, const std::vector<std::string> &words) {
    for (std::size_t i = words.size(); i > 0; --i)
        form = text::replaceAll(std::move(form), "%" + std::to_string(i), words[i - 1]);
    return form;
}

PortfolioAudit auditPortfolio(const std::vector<HostEntry> &hosts, const DomainRules &rules,
                              DomainRegister domainRegister) {
    PortfolioAudit audit;
    audit.rulesVersion = rules.version;
    const Context context = contextOf(hosts, domainRegister);
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        AuditedHost audited;
        audited.entry = hosts[i];
        audited.host = canonicalHost(hosts[i].host);
        audited.display = audited.host.empty() ? hosts[i].host : displayHost(audited.host);
        audited.domain = registrableDomain(audited.host);
        audited.facts = factsOf(audited, i, context, domainRegister);
        audit.hosts.push_back(std::move(audited));
    }
    proposeAll(audit.hosts, context, domainRegister);
    std::map<std::string, std::size_t> firstOf;
    for (std::size_t i = 0; i < audit.hosts.size(); ++i) {
        AuditedHost &h = audit.hosts[i];
        const auto add = [&](AuditFinding f) {
            f.host = h.display;
            f.site = h.entry.site.empty() ? h.entry.name : h.entry.site;
            f.proposal = h.proposal;
            h.worst = std::max(h.worst, f.severity);
            ++h.findings;
            audit.findings.push_back(std::move(f));
        };
        const auto [first, fresh] = firstOf.emplace(h.host, i);
        if (!fresh && !h.host.empty())
            add({{},
                 {},
                 "HOST-TWICE",
                 "DESIGN",
                 "the host is in the list twice",
                 "lines " + std::to_string(audit.hosts[first->second].entry.line) + " and " +
                     std::to_string(h.entry.line),
                 {},
                 "say which site it belongs to",
                 Severity::Error});
        for (const DomainRule &rule : rules.rules) {
            for (const Violation &violation : rule.violations) {
                if (violation.holds(h.facts))
                    add({{},
                         {},
                         rule.id,
                         rule.status,
                         violation.message,
                         violation.evidence(h.facts),
                         {},
                         rule.action,
                         violation.severity});
            }
        }
        audit.compliant += h.worst != Severity::Error || h.findings == 0 ? 1 : 0;
    }
    for (const DomainRule &rule : rules.rules) {
        if (!isTested(rule, audit.hosts))
            audit.untested.push_back(rule.id);
    }
    return audit;
}

AuditComparison compareAudits(const std::vector<FindingKey> &before, const PortfolioAudit &after) {
    std::set<FindingKey> now;
    for (const AuditFinding &f : after.findings)
        now.insert({f.host, f.rule, f.message});
    const std::set<FindingKey> then(before.begin(), before.end());
    AuditComparison c;
    for (const FindingKey &key : then) {
        if (now.count(key) == 0)
            c.solved.push_back(key);
        else
            ++c.remaining;
    }
    for (const FindingKey &key : now) {
        if (then.count(key) == 0)
            c.added.push_back(key);
    }
    return c;
}

} // namespace guiyi::mapping
