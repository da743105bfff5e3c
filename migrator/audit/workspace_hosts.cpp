#include "migrator/audit/workspace_hosts.h"

#include "mappings/urlmap/domains.h"
#include "migrator/cutover/kit.h"
#include "migrator/map/inputs.h"
#include "migrator/plan/plan_store.h"
#include "schema/base/text.h"
#include "schema/config/files.h"
#include "schema/store/staging.h"
#include "schema/url/host.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qfile.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <set>

namespace guiyi {

namespace {

using mapping::HostEntry;

const char *yesNo(bool yes) {
    return yes ? "yes" : "no";
}

bool isGovernmentHost(std::string_view host) {
    return text::endsWith(host, ".gov.cn") || text::endsWith(host, ".xn--zfr164b");
}

/// What the newest plan says of all sites.
struct PlanFacts {
    bool planned = false;
    std::set<std::string> sites, undecided, outsideLinks, leftLinks, reportedLinks, plainTargets;
};

Result<PlanFacts> planFacts(const Workspace &workspace) {
    PlanFacts facts;
    if (!QFile::exists(text::toQString(workspace.planFile())))
        return facts;
    Result<PlanStore> plan = PlanStore::open(workspace.planFile());
    if (!plan)
        return plan.error();
    facts.planned = true;
    Status read = plan->database().each("SELECT site,max(status=404) FROM redirect GROUP BY site", {},
                                        [&facts](const Statement &row) {
                                            facts.sites.insert(row.text(0));
                                            if (row.integer(1) != 0)
                                                facts.undecided.insert(row.text(0));
                                            return true;
                                        });
    if (read)
        read = plan->database().each(
            "SELECT DISTINCT site,url FROM link WHERE kind='external' AND url LIKE 'http%'", {},
            [&facts](const Statement &row) {
                const auto url = Url::parse(row.text(1));
                if (url && !isGovernmentHost(withoutPort(url->host())))
                    facts.outsideLinks.insert(row.text(0));
                return true;
            });
    // Own links with a new address that stay as written: of the kinds the rewriter changes, and of those it
    // reports.
    if (read)
        read = plan->database().each(
            "SELECT site,max(rewritten=0 AND status='ok' AND target IS NOT NULL AND "
            "target<>coalesce(url,'')),"
            "max(status='reported'),max(rewritten=1 AND target NOT LIKE 'https://%') FROM link WHERE kind IN "
            "('own','alias','sibling') GROUP BY site",
            {}, [&facts](const Statement &row) {
                int column = 1;
                for (std::set<std::string> *sites :
                     {&facts.leftLinks, &facts.reportedLinks, &facts.plainTargets}) {
                    if (row.integer(column++) != 0)
                        sites->insert(row.text(0));
                }
                return true;
            });
    if (!read)
        return read.error();
    return facts;
}

/// Sites with faults in the newest verification; nothing when there was none.
std::optional<std::set<std::string>> faultySites(const Workspace &workspace) {
    const Result<std::string> bytes = readFile(workspace.reportsFolder() + "/verify.json");
    if (!bytes)
        return std::nullopt;
    std::set<std::string> faulty;
    const QJsonArray found = QJsonDocument::fromJson(QByteArray::fromStdString(*bytes))
                                 .object()
                                 .value(QStringLiteral("found"))
                                 .toArray();
    for (const auto &fault : found)
        faulty.insert(text::fromQString(fault.toObject().value(QStringLiteral("site")).toString()));
    return faulty;
}

/// Whether pages of the site show files of foreign hosts; nothing before its extraction.
std::optional<bool> hasOutsideFiles(const Workspace &workspace, const Site &site) {
    Result<Staging> staging = Staging::open(workspace.stagingFile(site.id));
    if (!staging)
        return std::nullopt;
    const Result<std::int64_t> outside =
        staging->database().number("SELECT count(*) FROM file_reference WHERE status='external'");
    return outside ? std::optional(outside.value() > 0) : std::nullopt;
}

} // namespace

Result<std::vector<HostEntry>> hostsOfWorkspace(const Workspace &workspace) {
    const Result<std::map<std::string, std::string>> switched = cutoverDates(workspace);
    if (!switched)
        return switched.error();
    const Result<PlanFacts> plan = planFacts(workspace);
    if (!plan)
        return plan.error();
    const std::optional<std::set<std::string>> faulty = faultySites(workspace);
    const auto policy = domainPolicyOf(workspace);
    std::vector<HostEntry> hosts;
    for (const HostRecord &record : allHosts(workspace.sites(), workspace.hostTable())) {
        const Site &site = *workspace.site(record.site);
        const auto date = switched->find(site.id);
        const bool isSwitched = date != switched->end();
        HostEntry e;
        e.host = record.host;
        e.site = site.id;
        e.name = site.name;
        e.body = record.owner;
        e.level = site.level;
        e.main = record.main;
        e.state = record.state;
        e.standardHost = record.standardHost;
        e.registrant = record.registrant;
        e.approval = record.approval;
        e.code = site.code;
        const std::string newHost = mapping::tenantAddress(site, policy).host;
        if (isSwitched && e.state.empty() && canonicalHost(e.host) != newHost)
            e.state = "redirects";
        if (!record.filing.empty())
            e.measured["filing"] = yesNo(record.filing != "-" && record.filing != "no");
        if (isSwitched && !record.redirectsUntil.empty()) {
            const auto day = [](const std::string &s) {
                return QDate::fromString(text::toQString(s), Qt::ISODate);
            };
            e.measured["retention"] =
                day(date->second).daysTo(day(record.redirectsUntil)) < RedirectDays ? "short" : "long";
        }
        if (record.main) {
            e.measured["cut_over"] = yesNo(isSwitched);
            e.measured["verified"] = yesNo(faulty && faulty->count(site.id) == 0);
            if (plan->planned && plan->sites.count(site.id) != 0) {
                e.measured["undecided"] = yesNo(plan->undecided.count(site.id) != 0);
                e.measured["outside_links"] = yesNo(plan->outsideLinks.count(site.id) != 0);
                e.measured["left_links"] = yesNo(plan->leftLinks.count(site.id) != 0);
                e.measured["reported_links"] = yesNo(plan->reportedLinks.count(site.id) != 0);
                e.measured["plain_targets"] = yesNo(plan->plainTargets.count(site.id) != 0);
            }
            if (const std::optional<bool> outside = hasOutsideFiles(workspace, site))
                e.measured["outside_files"] = yesNo(*outside);
        }
        hosts.push_back(std::move(e));
    }
    return hosts;
}

} // namespace guiyi
