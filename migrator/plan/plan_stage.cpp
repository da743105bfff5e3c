#include "migrator/plan/plan_stage.h"

#include "migrator/loader/platform.h"
#include "migrator/map/hasher.h"
#include "migrator/plan/plan_store.h"
#include "migrator/plan/redirects.h"
#include "schema/base/text.h"

namespace guiyi {

namespace {

/// Compares, writes the plan's rows, counts.
class Planner {
public:
    Planner(StageContext &context, Desired &desired, PlanStore &plan, Platform *platform, bool readContent)
        : m_context(context),
          m_desired(desired),
          m_plan(plan),
          m_platform(platform),
          m_readContent(readContent) {}

    Status run() {
        const auto compareEach = [this](const Record &record) { return compare(record); };
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

    std::int64_t conflicts() const { return m_conflicts; }
    std::int64_t findings() const { return m_findings; }
    Hasher &hash() { return m_hash; }

private:
    Status planSite(const Site &site) {
        const auto compareEach = [this](const Record &record) { return compare(record); };
        std::vector<Finding> findings;
        const Status articles = m_desired.articles(
            site, {},
            [&](const Record &record) {
                return m_context.cancel.cancelled() ? cancelled(site) : compare(record);
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
        return retireMissing(site);
    }

    static Status cancelled(const Site &site) {
        return Error{ErrorKind::Cancelled, "planning", site.id, "stopped",
                     "run the command again; the last plan stands"};
    }

    Status retireMissing(const Site &site) {
        if (m_platform == nullptr)
            return {};
        for (const char *entity : {"column", "file", "article", "address"}) {
            const Status s =
                m_platform->eachLoadedKey(site.id, entity, [&](const std::string &key) -> Status {
                    const Result<bool> planned = m_plan.has(entity, key);
                    if (!planned)
                        return planned.error();
                    return planned.value() ? Status() : retire(site, entity, key);
                });
            if (!s)
                return s;
        }
        return {};
    }

    Status retire(const Site &site, const std::string &entity, const std::string &key) {
        const Result<PlatformSide> side = m_platform->sideOf(entity, key, nullptr, m_readContent);
        if (!side)
            return side.error();
        const Verdict verdict = classify(std::nullopt, side.value());
        if (verdict.action == PlanAction::None)
            return {};
        const Result<std::optional<Record>> now = m_platform->read(entity, key);
        if (!now)
            return now.error();
        PlanRow row;
        row.site = site.id;
        row.entity = entity;
        row.key = row.source = key;
        row.action = verdict.action;
        row.reason = verdict.reason;
        row.platformHash = side->currentHash;
        row.changes = "{}";
        if (now.value()) {
            row.target = now.value()->field(entity == "address" ? "target" : "url");
            row.title = now.value()->field("title");
        }
        return put(row);
    }

    Status compare(const Record &record) {
        PlatformSide side;
        if (m_platform != nullptr) {
            Result<PlatformSide> known =
                m_platform->sideOf(record.entity, record.key, &record, m_readContent);
            if (!known)
                return known.error();
            side = std::move(known).value();
        }
        PlanRow row;
        row.desiredHash = hashOf(record);
        const Verdict verdict = classify(row.desiredHash, side);
        row.site = record.site;
        row.entity = record.entity;
        row.key = record.key;
        row.action = verdict.action;
        row.source = record.source;
        row.target = record.target;
        row.title = record.title;
        row.platformHash = side.currentHash;
        row.reason = verdict.reason;
        row.changes = "{}";
        if (side.known && side.present &&
            (verdict.action == PlanAction::Update || verdict.action == PlanAction::Conflict)) {
            const Result<std::optional<Record>> now = m_platform->read(record.entity, record.key);
            if (!now)
                return now.error();
            if (now.value())
                row.changes = changesBetween(*now.value(), record);
        }
        return put(row);
    }

    Status put(const PlanRow &row) {
        m_conflicts += row.action == PlanAction::Conflict ? 1 : 0;
        m_hash.add(row.entity)
            .add(row.key)
            .add(toText(row.action))
            .add(row.desiredHash)
            .add(row.platformHash);
        return m_plan.add(row);
    }

    StageContext &m_context;
    Desired &m_desired;
    PlanStore &m_plan;
    Platform *m_platform;
    bool m_readContent;
    Hasher m_hash;
    std::int64_t m_conflicts = 0, m_findings = 0;
};

struct PlatformState {
    std::optional<Platform> platform;
    std::int64_t revision = 0;
    bool readContent = false; ///< somebody else may have written since our last batch
};

Result<PlatformState> readPlatform(const std::string &file) {
    PlatformState state;
    Result<std::optional<Platform>> platform = Platform::openForReading(file);
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

} // namespace

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

Result<StageResult> runPlan(StageContext &context) {
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
    Result<PlatformState> state = readPlatform(workspace.platformFile());
    if (!state)
        return state.error();
    Result<PlanStore> plan = PlanStore::create(workspace.planFile());
    if (!plan)
        return plan.error();
    context.progress.begin("plan", static_cast<std::int64_t>(desired.value()->sites().size()), "sites");
    Planner planner(context, *desired.value(), *plan, state->platform ? &*state->platform : nullptr,
                    state->readContent);
    if (Status s = planner.run(); !s)
        return s.error();
    const Result<RedirectCounts> redirects = planRedirects(workspace, *store, *plan);
    if (!redirects)
        return redirects.error();

    Hasher &hash = planner.hash();
    hash.add(mapOutput.value()).add(state->revision);
    const std::string planHash = hash.hex();
    for (const auto &[name, value] : std::initializer_list<std::pair<const char *, std::string>>{
             {"hash", planHash},
             {"map_output", mapOutput.value()},
             {"revision", std::to_string(state->revision)},
             {"clean", planner.conflicts() == 0 ? "1" : "0"}}) {
        if (Status s = plan->setInfo(name, value); !s)
            return s.error();
    }
    Result<std::map<std::string, std::int64_t>> actions = plan->actions({}, {});
    if (!actions)
        return actions.error();
    const Result<std::int64_t> links = plan->database().number("SELECT count(*) FROM link");
    if (!links)
        return links.error();
    StageResult result;
    for (const char *action : {"create", "update", "unchanged", "retire", "conflict"})
        result.counts.emplace_back(action, actions.value()[action]);
    result.counts.emplace_back("links", links.value());
    result.counts.emplace_back("redirects", redirects->redirects);
    result.findings = planner.conflicts() + planner.findings() + redirects->findings;
    if (Status s = plan->publish(); !s)
        return s.error();
    if (Status s = store->recordStage("*", "plan", mapOutput.value(), planHash, result.counts); !s)
        return s.error();
    context.progress.end();
    return result;
}

} // namespace guiyi
