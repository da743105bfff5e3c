#include "migrator/plan/redirects.h"

#include "migrator/cutover/decision_file.h"
#include "migrator/map/hasher.h"
#include "migrator/map/inputs.h"
#include "schema/base/text.h"

#include <set>
#include <unordered_set>

namespace guiyi {

namespace {

using mapping::RedirectAnswer;
using mapping::RedirectDecision;
using mapping::RedirectLevel;

std::string keyOf(const std::string &address) {
    const auto url = Url::parse(address);
    return url ? addressKey(*url) : address;
}

/// Hashes of the keys of all new addresses: eight bytes each, however many there are.
Result<std::unordered_set<std::uint64_t>> newAddresses(Database &database) {
    std::unordered_set<std::uint64_t> keys;
    for (const char *sql :
         {"SELECT home FROM tenant", "SELECT url FROM tenant_column", "SELECT url FROM article_address",
          "SELECT target FROM address WHERE target IS NOT NULL AND outcome='loaded'"}) {
        const Status s = database.each(sql, {}, [&](const Statement &row) {
            keys.insert(hash64(keyOf(row.text(0))));
            return true;
        });
        if (!s)
            return s.error();
    }
    return keys;
}

Finding finding(const PlanRedirect &redirect, std::string rule, std::string message, Severity severity) {
    return {redirect.site, redirect.url, std::move(rule), std::move(message), redirect.target, severity};
}

bool leads(const PlanRedirect &redirect) {
    return redirect.status == 301 || redirect.status == 302;
}

/// Checks a redirect against the new addresses and counts it.
class PlanWriter {
public:
    PlanWriter(const std::unordered_set<std::uint64_t> &taken, const mapping::RedirectPolicy &policy,
               PlanStore &plan)
        : m_taken(taken), m_policy(policy), m_plan(plan) {}

    Status write(const PlanRedirect &redirect) {
        if (!redirect.self && redirect.status != 200 && m_taken.count(hash64(redirect.key)) != 0)
            return refuse(finding(redirect, "REDIRECT-SHADOWED",
                                  "the new site uses this address itself: the old page cannot answer there",
                                  Severity::Warning));
        const auto to = Url::parse(redirect.target);
        if (to && m_policy.allowedHosts.count(to->host()) == 0)
            return refuse(
                finding(redirect, "REDIRECT-HOST", "the target is on no host of a tenant", Severity::Error));
        if (!redirect.self && leads(redirect))
            ++m_counts.redirects;
        else if (redirect.status == 410)
            ++m_counts.gone;
        return m_plan.add(redirect);
    }

    Status refuse(const Finding &found) {
        m_counts.findings += found.severity == Severity::Info ? 0 : 1;
        return m_plan.add(found);
    }

    const RedirectCounts &counts() const { return m_counts; }

private:
    const std::unordered_set<std::uint64_t> &m_taken;
    const mapping::RedirectPolicy &m_policy;
    PlanStore &m_plan;
    RedirectCounts m_counts;
};

RedirectDecision decisionOf(const PlanRedirect &redirect) {
    RedirectDecision d;
    d.from = redirect.url;
    d.to = redirect.target;
    d.site = redirect.site;
    d.reason = redirect.reason;
    d.suggested = redirect.suggested;
    d.archive = redirect.archive;
    d.status = leads(redirect) ? redirect.status : 301;
    d.answer = redirect.self || redirect.status == 200 ? RedirectAnswer::Stays
               : redirect.status == 410                ? RedirectAnswer::Gone
               : redirect.status == 404                ? RedirectAnswer::Undecided
                                                       : RedirectAnswer::Redirect;
    return d;
}

} // namespace

OldAddresses::OldAddresses(const Workspace &workspace, WorkspaceStore &store)
    : m_workspace(workspace),
      m_store(store),
      m_hosts(workspace.sites()),
      m_policy(redirectPolicy(workspace)) {}

Result<std::unique_ptr<OldAddresses>> OldAddresses::open(const Workspace &workspace, WorkspaceStore &store) {
    std::unique_ptr<OldAddresses> old(new OldAddresses(workspace, store));
    Result<std::vector<RedirectDecision>> stored = storedDecisions(workspace);
    if (!stored)
        return stored.error();
    Status s = store.database().each("SELECT site,home,host FROM tenant", {}, [&](const Statement &row) {
        old->m_homes.emplace(row.text(0), row.text(1));
        old->m_policy.allowedHosts.insert(row.text(2));
        return true;
    });
    if (!s)
        return s.error();
    Status failure;
    mapping::CheckedRedirects checked =
        checkRedirects(std::move(*stored), old->m_policy, [&old, &failure](const std::string &address) {
            return old->lookUp(address, failure);
        });
    if (!failure)
        return failure.error();
    old->m_findings = std::move(checked.findings);
    old->m_people = std::make_unique<mapping::RedirectTable>(
        std::move(checked.decisions), old->m_policy.hostList(), workspace.config().keepQuery);
    return old;
}

/// key,site,url,target,reason,parent,outcome
PlanRedirect OldAddresses::mapped(const Statement &row) const {
    PlanRedirect redirect;
    redirect.key = row.text(0);
    redirect.site = row.text(1);
    const auto url = Url::parse(row.text(2));
    redirect.url = url ? m_hosts.fold(*url).text() : row.text(2);
    redirect.target = row.text(3);
    redirect.reason = row.text(4);
    if (redirect.target.empty() && m_workspace.config().droppedToParent && !row.isNull(5)) {
        redirect.target = row.text(5);
        redirect.reason +=
            (redirect.reason.empty() ? "" : "; ") + std::string("leads to the nearest kept column above");
    }
    if (redirect.target.empty()) {
        redirect.status = 410;
        const auto home = m_homes.find(redirect.site);
        redirect.suggested = home == m_homes.end() ? std::string() : home->second;
        return redirect;
    }
    // Where the home page keeps its address, so do its index pages: the platform serves both.
    const auto to = Url::parse(redirect.target);
    const auto old = Url::parse(redirect.url);
    if (to && old && to->host() == old->host() && to->target() == "/" &&
        isIndexPage(old->target().substr(1))) {
        redirect.target = "https://" + redirect.key;
        redirect.self = true;
    } else {
        redirect.self = to && addressKey(*to) == redirect.key;
    }
    return redirect;
}

std::optional<RedirectDecision> OldAddresses::lookUp(const std::string &address, Status &failure) {
    const auto url = Url::parse(address);
    if (!url)
        return std::nullopt;
    std::optional<RedirectDecision> found;
    const Status s = m_store.database().each(
        "SELECT key,site,url,target,reason,parent FROM address WHERE key=? AND own=1 AND answers=1",
        {addressKey(m_hosts.fold(*url))}, [&](const Statement &row) {
            found = decisionOf(mapped(row));
            return false;
        });
    if (!s)
        failure = s;
    return found;
}

void OldAddresses::apply(const RedirectDecision &d, PlanRedirect &redirect) const {
    redirect.target = d.to;
    redirect.self = d.answer == RedirectAnswer::Stays && !d.to.empty();
    redirect.status = d.answer == RedirectAnswer::Redirect || redirect.self ? d.status
                      : d.answer == RedirectAnswer::Gone                    ? 410
                      : d.answer == RedirectAnswer::Undecided               ? 404
                                                                            : 200;
    redirect.reason = d.reason.empty() ? "decided by a person" : d.reason;
    redirect.suggested = d.suggested;
    redirect.archive = d.archive;
}

bool OldAddresses::decide(PlanRedirect &redirect) const {
    const mapping::RedirectResponse response = m_people->respond(redirect.url);
    if (response.entry == nullptr)
        return false;
    const RedirectDecision &d = m_people->decisions()[response.entry->decision];
    const bool exact = response.level == RedirectLevel::Path || response.level == RedirectLevel::Query;
    const bool hasNew = !redirect.target.empty();
    if (!exact && hasNew && d.answer != RedirectAnswer::Stays)
        return false;
    RedirectDecision here = d;
    if (!exact && leads(PlanRedirect{{}, {}, {}, {}, response.status, {}, false, {}, {}}))
        here.to = response.location;
    else if (!exact && d.answer == RedirectAnswer::Stays)
        here.to.clear();
    apply(here, redirect);
    return true;
}

Status OldAddresses::each(const std::string &site, const std::function<Status(const PlanRedirect &)> &visit) {
    Status inner;
    std::set<std::string> seen; // keys of people's decisions that map knows
    const auto people = [this](const PlanRedirect &r) { return m_people->respond(r.url).level; };
    const Status s = m_store.database().each("SELECT key,site,url,target,reason,parent FROM address WHERE "
                                             "site=? AND own=1 AND answers=1 ORDER BY resource",
                                             {site}, [&](const Statement &row) {
                                                 if (!Url::parse(row.text(2)))
                                                     return true;
                                                 PlanRedirect redirect = mapped(row);
                                                 const RedirectLevel level = m_people->decisions().empty()
                                                                                 ? RedirectLevel::Unknown
                                                                                 : people(redirect);
                                                 if (level != RedirectLevel::Unknown && decide(redirect))
                                                     seen.insert(redirect.key);
                                                 inner = visit(redirect);
                                                 return inner.ok();
                                             });
    if (!s || !inner)
        return s ? inner : s;
    for (const RedirectDecision &d : m_people->decisions()) {
        PlanRedirect redirect;
        redirect.key = d.from.substr(std::string_view("http://").size());
        if (d.site != site || seen.count(redirect.key) != 0)
            continue;
        redirect.site = site;
        redirect.url = d.from;
        apply(d, redirect);
        if (inner = visit(redirect); !inner)
            return inner;
    }
    return {};
}

Result<RedirectCounts> planRedirects(const Workspace &workspace, WorkspaceStore &store, PlanStore &plan) {
    const Result<std::unordered_set<std::uint64_t>> taken = newAddresses(store.database());
    if (!taken)
        return taken.error();
    const Result<std::unique_ptr<OldAddresses>> old = OldAddresses::open(workspace, store);
    if (!old)
        return old.error();
    PlanWriter writer(taken.value(), old.value()->policy(), plan);
    for (const Finding &found : old.value()->findings()) {
        if (Status s = writer.refuse(found); !s)
            return s.error();
    }
    const Result<std::vector<Site>> sites = mappedSites(workspace, store);
    if (!sites)
        return sites.error();
    for (const Site &site : sites.value()) {
        if (Status s = old.value()->each(site.id, [&](const PlanRedirect &r) { return writer.write(r); }); !s)
            return s.error();
    }
    return writer.counts();
}

Result<mapping::RedirectTable> redirectTable(const Workspace &workspace, const std::vector<Site> &sites) {
    Result<PlanStore> plan = PlanStore::open(workspace.planFile());
    if (!plan)
        return plan.error();
    std::set<std::string> chosen;
    for (const Site &site : sites)
        chosen.insert(site.id);
    const mapping::RedirectPolicy policy = redirectPolicy(workspace);
    std::vector<RedirectDecision> decisions;
    Status s = plan->database().each(
        "SELECT key,site,url,target,status,reason,self,suggested,archive FROM redirect ORDER BY key", {},
        [&](const Statement &row) {
            if (chosen.count(row.text(1)) == 0)
                return true;
            PlanRedirect r{
                row.text(0), row.text(1),         row.text(2), row.text(3), static_cast<int>(row.integer(4)),
                row.text(5), row.integer(6) != 0, row.text(7), row.text(8)};
            const auto to = Url::parse(r.target);
            if (!to || policy.allowedHosts.count(to->host()) != 0) // a plan of other rules opens no redirect
                decisions.push_back(decisionOf(r));
            return true;
        });
    if (!s)
        return s.error();
    std::vector<mapping::OldHost> hosts;
    const mapping::DomainPolicy domains = domainPolicyOf(workspace);
    for (const mapping::OldHost &host : policy.hostList()) {
        if (chosen.count(host.site) != 0)
            hosts.push_back(host);
    }
    std::set<std::string> sitesWithAnswer;
    for (const RedirectDecision &d : decisions) {
        if (scopeOf(d) == mapping::RedirectScope::Site)
            sitesWithAnswer.insert(d.site);
    }
    for (const Site &site : sites) {
        const std::string main = mapping::HostRegistry::hostsOf(site).front();
        if (mapping::tenantAddress(site, domains).host != main || sitesWithAnswer.count(site.id) != 0)
            continue;
        RedirectDecision d;
        d.from = "http://" + main + "/*";
        d.to = "https://" + main + "/*";
        d.answer = RedirectAnswer::Stays;
        d.site = site.id;
        d.reason = "the site keeps its host";
        decisions.push_back(std::move(d));
    }
    return mapping::RedirectTable(std::move(decisions), std::move(hosts), workspace.config().keepQuery);
}

} // namespace guiyi
