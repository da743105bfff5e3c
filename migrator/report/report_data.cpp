#include "migrator/report/report_data.h"

#include "migrator/map/inputs.h"
#include "schema/store/staging.h"

#include <algorithm>

namespace guiyi {

namespace {

void addTo(std::vector<std::int64_t> &sum, const std::vector<std::int64_t> &more) {
    sum.resize(std::max(sum.size(), more.size()));
    for (std::size_t i = 0; i < more.size(); ++i)
        sum[i] += more[i];
}

void addTo(SiteReport &sum, const SiteReport &site) {
    for (const auto &[entity, funnel] : site.funnels)
        sum.funnels[entity] += funnel;
    sum.total += site.total;
    mapping::FlattenNumbers &c = sum.columns;
    c.before += site.columns.before;
    c.after += site.columns.after;
    c.droppedOrMerged += site.columns.droppedOrMerged;
    c.optimised += site.columns.optimised;
    c.deepestBefore = std::max(c.deepestBefore, site.columns.deepestBefore);
    c.deepestAfter = std::max(c.deepestAfter, site.columns.deepestAfter);
    addTo(c.beforePerLevel, site.columns.beforePerLevel);
    addTo(c.afterPerLevel, site.columns.afterPerLevel);
    for (const auto &[action, count] : site.decisions)
        sum.decisions[action] += count;
    sum.decidedByPeople += site.decidedByPeople;
    for (const auto &[entity, actions] : site.plan) {
        for (const auto &[action, count] : actions)
            sum.plan[entity][action] += count;
    }
    for (const auto &[kind, count] : site.links)
        sum.links[kind] += count;
    sum.linksRewritten += site.linksRewritten;
    sum.linksDead += site.linksDead;
    sum.linksParked += site.linksParked;
    sum.redirects += site.redirects;
    sum.gone += site.gone;
}

Status readTenant(WorkspaceStore &store, SiteReport &report) {
    return store.database().each("SELECT home,rule,reason,standard FROM tenant WHERE site=?",
                                 {report.site.id}, [&](const Statement &row) {
                                     report.home = row.text(0);
                                     report.addressRule = row.text(1);
                                     report.addressReason = row.text(2);
                                     report.standardAddress = row.integer(3) != 0;
                                     return false;
                                 });
}

Status readFunnels(WorkspaceStore &store, const Workspace &workspace, SiteReport &report) {
    Status s = store.database().each(
        "SELECT entity,outcome,count(*) FROM address WHERE site=? GROUP BY entity,outcome", {report.site.id},
        [&](const Statement &row) {
            Funnel &funnel = report.funnels[row.text(0)];
            const std::string outcome = row.text(1);
            (outcome == "loaded"    ? funnel.loaded
             : outcome == "merged"  ? funnel.merged
             : outcome == "dropped" ? funnel.dropped
                                    : funnel.failed) = row.integer(2);
            return true;
        });
    if (!s)
        return s;
    for (const auto &[entity, funnel] : report.funnels)
        report.total += funnel;
    Result<Staging> staging = Staging::open(workspace.stagingFile(report.site.id));
    if (!staging)
        return staging.error();
    const Result<std::int64_t> found = staging->count("resource");
    if (!found)
        return found.error();
    if (found.value() != report.total.found())
        return Error{ErrorKind::Failed, "computing the report", report.site.id,
                     std::to_string(found.value()) + " addresses were found, but " +
                         std::to_string(report.total.found()) + " have an outcome",
                     "run `guiyi map` and `guiyi plan` again; if it stays so, report it"};
    return {};
}

Status readDecisions(WorkspaceStore &store, const mapping::Taxonomy &taxonomy, SiteReport &report) {
    std::vector<mapping::ColumnDecision> decisions;
    const Status s = store.database().each("SELECT column_id,url,path,action,target,articles,by_person FROM "
                                           "decision WHERE site=? ORDER BY position",
                                           {report.site.id}, [&](const Statement &row) {
                                               mapping::ColumnDecision d;
                                               d.column = row.integer(0);
                                               d.url = row.text(1);
                                               d.path = fromJsonArray(row.text(2));
                                               d.action = row.text(3);
                                               d.target = row.text(4);
                                               d.targetPath = taxonomy.namePath(d.target);
                                               d.articles = row.integer(5);
                                               ++report.decisions[d.action];
                                               report.decidedByPeople += row.integer(6);
                                               decisions.push_back(std::move(d));
                                               return true;
                                           });
    if (s)
        report.columns = mapping::flattenNumbers(taxonomy, decisions);
    return s;
}

Status readPlan(PlanStore &plan, SiteReport &report) {
    Status s = plan.database().each(
        "SELECT entity,action,count(*) FROM plan_row WHERE site=? GROUP BY entity,action", {report.site.id},
        [&](const Statement &row) {
            report.plan[row.text(0)][row.text(1)] = row.integer(2);
            return true;
        });
    if (s)
        s = plan.database().each(
            "SELECT kind,rewritten,status,count(*) FROM link WHERE site=? GROUP BY kind,rewritten,status",
            {report.site.id}, [&](const Statement &row) {
                report.links[row.text(0)] += row.integer(3);
                report.linksRewritten += row.integer(1) != 0 ? row.integer(3) : 0;
                report.linksDead += row.text(2) == "dead" ? row.integer(3) : 0;
                report.linksParked += row.text(2) == "parked" ? row.integer(3) : 0;
                return true;
            });
    if (s)
        s = plan.database().each(
            "SELECT status,count(*) FROM redirect WHERE site=? AND self=0 GROUP BY status", {report.site.id},
            [&](const Statement &row) {
                if (row.integer(0) == 410)
                    report.gone = row.integer(1);
                else if (row.integer(0) == 301 || row.integer(0) == 302)
                    report.redirects += row.integer(1);
                return true;
            });
    return s;
}

} // namespace

Funnel &Funnel::operator+=(const Funnel &other) {
    loaded += other.loaded;
    merged += other.merged;
    dropped += other.dropped;
    failed += other.failed;
    return *this;
}

Result<ReportData> computeReport(const StageContext &context, WorkspaceStore &store, PlanStore &plan) {
    const Result<std::optional<StageRun>> map = store.lastStage("*", "map");
    if (!map)
        return map.error();
    if (!map.value() || map.value()->outputHash != plan.info("map_output"))
        return Error{ErrorKind::Stale, "computing the report", context.workspace.planFile(),
                     "the mapping is newer than the plan", "run `guiyi plan` first"};
    const auto taxonomy = loadTaxonomy(context.workspace);
    if (!taxonomy)
        return taxonomy.error();
    const Result<std::vector<Site>> mapped = mappedSites(context.workspace, store);
    if (!mapped)
        return mapped.error();
    ReportData data;
    data.batch = context.workspace.config().name;
    data.planHash = plan.info("hash");
    for (const Site &site : mapped.value()) {
        if (std::none_of(context.sites.begin(), context.sites.end(),
                         [&](const Site &s) { return s.id == site.id; }))
            continue;
        SiteReport report;
        report.site = site;
        Status s = readTenant(store, report);
        if (s)
            s = readFunnels(store, context.workspace, report);
        if (s)
            s = readDecisions(store, *taxonomy.value(), report);
        if (s)
            s = readPlan(plan, report);
        if (!s)
            return s.error();
        addTo(data.sum, report);
        data.sites.push_back(std::move(report));
    }
    Result<std::map<std::string, std::int64_t>> actions = plan.actions({}, {});
    if (!actions)
        return actions.error();
    data.planActions = std::move(actions).value();
    const Result<std::int64_t> clusters = store.database().number("SELECT count(*) FROM duplicate_cluster");
    const Result<std::int64_t> members =
        store.database().number("SELECT count(*) FROM duplicate_member WHERE survivor=0");
    if (!clusters || !members)
        return clusters ? members.error() : clusters.error();
    data.clusters = clusters.value();
    data.mergedArticles = members.value();
    return data;
}

} // namespace guiyi
