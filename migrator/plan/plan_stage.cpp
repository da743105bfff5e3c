#include "migrator/plan/plan_stage.h"

#include "migrator/loader/platform.h"
#include "migrator/map/hasher.h"
#include "migrator/plan/comparer.h"
#include "migrator/plan/guards.h"
#include "migrator/plan/plan_store.h"
#include "migrator/plan/redirects.h"
#include "schema/base/text.h"

namespace guiyi {

namespace {

/// Walks through what should be and has it compared.
class Planner {
public:
    Planner(StageContext &context, Desired &desired, PlanStore &plan, Comparer &comparer)
        : m_context(context), m_desired(desired), m_plan(plan), m_comparer(comparer) {}

    Status run() {
        const auto compareEach = [this](const Record &record) { return m_comparer.add(record); };
        if (Status s = m_desired.taxonomy(compareEach); !s)
            return s;
        // Articles may be shown in columns of any tenant: all tenants and columns come first.
        for (const Site &site : m_desired.sites()) {
            if (Status s = m_desired.tenant(site, compareEach); !s)
                return s;
        }
        for (const Site &site : m_desired.sites()) {
            if (Status s = m_desired.columns(site, compareEach); !s)
                return s;
        }
        // A survivor carries the attachments of articles merged into it, which belong to any tenant.
        for (const Site &site : m_desired.sites()) {
            if (Status s = m_desired.files(site, compareEach); !s)
                return s;
        }
        for (const Site &site : m_desired.sites()) {
            if (m_context.cancel.cancelled())
                return Error{ErrorKind::Cancelled, "planning", site.id, "stopped",
                             "run the command again; the last plan stands"};
            if (Status s = planSite(site); !s)
                return s;
            m_context.progress.advance(1);
        }
        return {};
    }

    std::int64_t findings() const { return m_findings; }

private:
    Status planSite(const Site &site) {
        const auto compareEach = [this](const Record &record) { return m_comparer.add(record); };
        std::vector<Finding> findings;
        const Status articles = m_desired.articles(
            site, {},
            [&](const Record &record) {
                return m_context.cancel.cancelled() ? cancelled(site) : m_comparer.add(record);
            },
            [this](const LinkLine &line) { return m_plan.add(line); }, &findings);
        if (!articles)
            return articles;
        if (Status s = m_desired.addresses(site, compareEach); !s)
            return s;
        for (const Finding &finding : findings) {
            if (Status s = m_plan.add(finding); !s)
                return s;
        }
        m_findings += static_cast<std::int64_t>(findings.size());
        if (Status s = m_comparer.flush(); !s)
            return s;
        return m_comparer.retireMissing(site.id);
    }

    static Status cancelled(const Site &site) {
        return Error{ErrorKind::Cancelled, "planning", site.id, "stopped",
                     "run the command again; the last plan stands"};
    }

    StageContext &m_context;
    Desired &m_desired;
    PlanStore &m_plan;
    Comparer &m_comparer;
    std::int64_t m_findings = 0;
};

struct PlatformState {
    std::optional<Platform> platform;
    std::int64_t revision = 0;
    bool readContent = false; ///< somebody else may have written since our last batch
};

Result<PlatformState> readPlatform(const Workspace &workspace) {
    PlatformState state;
    const Result<TargetAddress> target = workspace.target();
    if (!target)
        return target.error();
    Result<std::optional<Platform>> platform = Platform::openForReading(*target);
    if (!platform)
        return platform.error();
    state.platform = std::move(platform).value();
    if (!state.platform)
        return state;
    const Result<std::int64_t> revision = state.platform->revision();
    if (!revision)
        return revision.error();
    state.revision = revision.value();
    const Result<std::optional<PlatformBatch>> last = state.platform->lastBatch();
    if (!last)
        return last.error();
    state.readContent = !last.value() || !last.value()->clean || last.value()->revision != state.revision;
    return state;
}

/// Notes in the plan which guards tripped, and tells them unless the loss was accepted.
Status checkGuards(const Workspace &workspace, const Desired &desired, PlanStore &plan, Platform *platform,
                   const PlanOptions &options, StageResult &result) {
    const Result<std::vector<SiteChange>> changes = siteChanges(workspace, desired.sites(), plan, platform);
    if (!changes)
        return changes.error();
    const Result<GuardConfig> guards = readGuards(workspace.root());
    if (!guards)
        return guards.error();
    std::vector<std::string> open;
    for (const SiteChange &change : changes.value()) {
        for (const std::string &why : guardsTripped(change, *guards)) {
            if (options.acceptLoss)
                continue;
            open.push_back("site " + change.site + ": " + why);
            result.errors.push_back(guardError(change.site, why));
        }
    }
    return plan.setInfo("guards", text::join(open, "; "));
}

/// Interpretations whose document is on no mapped site, as map counted them.
Result<std::int64_t> openInterpretations(WorkspaceStore &store) {
    const Result<std::optional<StageRun>> map = store.lastStage("*", "map");
    if (!map)
        return map.error();
    return map.value() ? countOf(map.value()->counts, "interpretations open") : 0;
}

/// `rows`: of all rows, in order.
std::string planHashOf(Hasher &rows, const std::string &mapOutput, const std::string &revision) {
    return rows.add(mapOutput).add(revision).hex();
}

} // namespace

Status checkPlanIsUntouched(PlanStore &plan, const std::string &file) {
    Hasher hash;
    const Status s = plan.eachRow({}, {}, [&hash](const PlanRow &row) {
        addToHash(hash, row);
        return Status();
    });
    if (!s)
        return s;
    if (planHashOf(hash, plan.info("map_output"), plan.info("revision")) == plan.info("hash"))
        return {};
    return Error{ErrorKind::Stale, "checking the plan", file,
                 "it is not what `guiyi plan` wrote: its rows were changed",
                 "run `guiyi plan` again, look at it, then apply"};
}

std::string openGuards(PlanStore &plan) {
    return plan.info("guards");
}

Result<std::string> checkMapIsFresh(const Workspace &workspace, WorkspaceStore &store) {
    const Result<std::optional<StageRun>> run = store.lastStage("*", "map");
    if (!run)
        return run.error();
    const Result<std::vector<Site>> sites = mappedSites(workspace, store);
    if (!sites)
        return sites.error();
    if (!run.value() || sites.value().empty())
        return Error{ErrorKind::Usage, "planning", workspace.root(), "no site is mapped yet",
                     "run `guiyi map` first"};
    std::vector<std::string> hashes;
    for (const Site &site : sites.value()) {
        Result<Staging> staging = Staging::open(workspace.stagingFile(site.id));
        if (!staging)
            return staging.error();
        Result<std::string> hash = stagingHash(*staging);
        if (!hash)
            return hash.error();
        hashes.push_back(std::move(hash).value());
    }
    const Result<std::string> now = mapInputHash(workspace, sites.value(), hashes);
    if (!now)
        return now.error();
    if (now.value() != run.value()->inputHash)
        return Error{ErrorKind::Stale, "planning", workspace.root(),
                     "extracted records or mapping files changed since `guiyi map` ran",
                     "run `guiyi map`, then `guiyi plan` again"};
    return run.value()->outputHash;
}

Result<StageResult> runPlan(StageContext &context, const PlanOptions &options) {
    const Workspace &workspace = context.workspace;
    Result<WorkspaceStore> store = WorkspaceStore::open(workspace);
    if (!store)
        return store.error();
    const Result<std::string> mapOutput = checkMapIsFresh(workspace, *store);
    if (!mapOutput)
        return mapOutput.error();
    Result<std::unique_ptr<Desired>> desired = Desired::open(workspace, *store);
    if (!desired)
        return desired.error();
    Result<PlatformState> state = readPlatform(workspace);
    if (!state)
        return state.error();
    Result<PlanStore> plan = PlanStore::create(workspace.planFile());
    if (!plan)
        return plan.error();
    context.progress.begin("plan", static_cast<std::int64_t>(desired.value()->sites().size()), "sites");
    Result<ConflictPolicies> policies = readConflictPolicies(workspace.root());
    if (!policies)
        return policies.error();
    Comparer comparer(*plan, state->platform ? &*state->platform : nullptr, state->readContent,
                      std::move(policies).value());
    Planner planner(context, *desired.value(), *plan, comparer);
    if (Status s = planner.run(); !s)
        return s.error();
    if (Status s = comparer.flush(); !s)
        return s.error();
    const Result<RedirectCounts> redirects = planRedirects(workspace, *store, *plan);
    if (!redirects)
        return redirects.error();

    const std::string planHash =
        planHashOf(comparer.hash(), mapOutput.value(), std::to_string(state->revision));
    for (const auto &[name, value] : std::initializer_list<std::pair<const char *, std::string>>{
             {"hash", planHash},
             {"map_output", mapOutput.value()},
             {"revision", std::to_string(state->revision)},
             {"clean", comparer.conflicts() == 0 ? "1" : "0"}}) {
        if (Status s = plan->setInfo(name, value); !s)
            return s.error();
    }
    Result<std::map<std::string, std::int64_t>> actions = plan->actions({}, {});
    if (!actions)
        return actions.error();
    const Result<std::int64_t> links = plan->database().number("SELECT count(*) FROM link");
    if (!links)
        return links.error();
    const Result<std::int64_t> parked = plan->linksParked();
    if (!parked)
        return parked.error();
    const Result<std::int64_t> interpretations = openInterpretations(*store);
    if (!interpretations)
        return interpretations.error();
    if (Status s = plan->setInfo("interpretations_open", std::to_string(interpretations.value())); !s)
        return s.error();
    StageResult result;
    if (Status s = checkGuards(workspace, *desired.value(), *plan,
                               state->platform ? &*state->platform : nullptr, options, result);
        !s)
        return s.error();
    for (const char *action : {"create", "update", "unchanged", "retire", "conflict"})
        result.counts.emplace_back(action, actions.value()[action]);
    result.counts.emplace_back("links", links.value());
    result.counts.emplace_back("links parked", parked.value());
    result.counts.emplace_back("interpretations open", interpretations.value());
    result.counts.emplace_back("redirects", redirects->redirects);
    result.findings = comparer.conflicts() + planner.findings() + redirects->findings;
    if (Status s = plan->publish(); !s)
        return s.error();
    if (Status s = store->recordStage("*", "plan", mapOutput.value(), planHash, result.counts); !s)
        return s.error();
    context.progress.end();
    return result;
}

} // namespace guiyi
