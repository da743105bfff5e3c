#include "migrator/loader/apply_stage.h"

#include "migrator/files/file_store.h"
#include "migrator/loader/rejects.h"
#include "migrator/plan/desired.h"
#include "migrator/plan/merge.h"
#include "migrator/plan/plan_stage.h"
#include "migrator/plan/plan_store.h"
#include "schema/base/sha256.h"
#include "schema/base/text.h"

#include <cstdlib>
#include <set>

namespace guiyi {

namespace {

Error stale(const std::string &where, const std::string &why) {
    return {ErrorKind::Stale, "applying the plan", where, why,
            "run `guiyi plan` again, look at it, then apply"};
}

Error cancelled() {
    return {ErrorKind::Cancelled, "applying the plan", "", "stopped",
            "run `guiyi apply` again, it continues where it was"};
}

bool writes(PlanAction action) {
    return action == PlanAction::Create || action == PlanAction::Update;
}

/// Executes plan rows in their order, several records a transaction.
class Applier {
public:
    Applier(StageContext &context, Desired &desired, PlanStore &plan, Platform &platform,
            PlatformBatch &batch, FileProvider &files, FileStore &store, const ApplyOptions &options)
        : m_context(context),
          m_desired(desired),
          m_plan(plan),
          m_platform(platform),
          m_batch(batch),
          m_files(files),
          m_options(options),
          m_store(store),
          m_rejects(context.workspace.rejectsFolder() + "/apply.jsonl"),
          m_loader(
              platform, batch, options.limits,
              [this](const WriteItem &item, const Error &why) { return refuse(item, why); },
              [this](std::int64_t records) { m_context.progress.advance(records); }) {}

    Status run() {
        if (Status s = readDone(); !s)
            return s;
        Status s = m_options.rejectsFile.empty() ? applyAll() : applyRejects();
        if (s)
            s = m_loader.flush();
        if (s)
            s = finish();
        const Status closed = m_rejects.close();
        return s ? closed : s;
    }

    std::vector<Error> takeRejected() { return std::move(m_rejected); }
    const BatchLoader &loader() const { return m_loader; }

private:
    /// What the batch has done already.
    Status readDone() {
        const std::string id = std::to_string(m_batch.id);
        return m_platform.engine().each("SELECT \"seq\" FROM \"journal\" WHERE \"batch\"=" + id, {},
                                        [this](const SqlRow &row) {
                                            const std::string seq(row.front().value_or("0"));
                                            markDone(std::strtoll(seq.c_str(), nullptr, 10));
                                            return Status();
                                        });
    }
    void markDone(std::int64_t seq) {
        const auto at = static_cast<std::size_t>(seq);
        if (at >= m_done.size())
            m_done.resize(at * 2 + 1);
        m_done[at] = true;
    }
    bool isDone(std::int64_t seq) const {
        const auto at = static_cast<std::size_t>(seq);
        return at < m_done.size() && m_done[at];
    }

    /// Which kinds of records of which sites have something to do: walking through the others would cost
    /// time.
    Status readPending() {
        return m_plan.eachRow("WHERE action IN ('create','update','retire')", {}, [this](const PlanRow &row) {
            if (!isDone(row.seq))
                m_pending.emplace(row.entity, row.site);
            return Status();
        });
    }
    bool isPending(const std::string &entity, const std::string &site) const {
        return m_pending.count({entity, site}) != 0;
    }
    bool isPending(const std::string &entity) const {
        const auto first = m_pending.lower_bound({entity, {}});
        return first != m_pending.end() && first->first == entity;
    }

    Status applyAll() {
        if (Status s = readPending(); !s || m_pending.empty())
            return s;
        const auto each = [this](const Record &record) { return execute(record); };
        Status s = isPending("taxonomy") ? m_desired.taxonomy(each) : Status();
        for (const Site &site : m_desired.sites())
            s = s && isPending("tenant", site.id) ? m_desired.tenant(site, each) : s;
        for (const Site &site : m_desired.sites())
            s = s && isPending("column", site.id) ? m_desired.columns(site, each) : s;
        const auto chosen = [this](const Site &site) {
            return m_options.only.site.empty() || m_options.only.site == site.id;
        };
        // A survivor carries the attachments of articles merged into it, which belong to any tenant.
        for (const Site &site : m_desired.sites()) {
            if (s && chosen(site) && isPending("file", site.id))
                s = m_desired.files(site,
                                    [&](const Record &record) { return storeAndExecute(site, record); });
        }
        for (const Site &site : m_desired.sites()) {
            if (s && chosen(site))
                s = applySite(site);
        }
        return s;
    }

    Status applySite(const Site &site) {
        const auto each = [this](const Record &record) { return execute(record); };
        if (isPending("article", site.id)) {
            const Status articles = m_desired.articles(
                site, [this](const std::string &key) { return wantsArticle(key); }, each);
            if (!articles)
                return articles;
        }
        if (!m_options.only.column.empty() || !m_options.only.url.empty())
            return {};
        if (Status s = isPending("address", site.id) ? m_desired.addresses(site, each) : Status(); !s)
            return s;
        return m_plan.eachRow("WHERE site=? AND action='retire'", {site.id}, [this](const PlanRow &row) {
            if (m_context.cancel.cancelled())
                return Status(cancelled());
            return isDone(row.seq) || limitReached() ? Status() : add({row, {}});
        });
    }

    Result<bool> wantsArticle(const std::string &key) {
        if (limitReached() || (!m_options.only.url.empty() && m_options.only.url != key))
            return false;
        const Result<std::optional<PlanRow>> row = m_plan.row("article", key);
        if (!row)
            return row.error();
        if (!row.value())
            return stale(key, "the plan does not know this record");
        return writes(row.value()->action) && !isDone(row.value()->seq);
    }

    bool limitReached() const { return m_options.limit > 0 && m_taken >= m_options.limit; }

    /// Puts the content of a file into the store before its record goes to the platform.
    Status storeAndExecute(const Site &site, const Record &record) {
        const Result<std::optional<PlanRow>> row = m_plan.row("file", record.key);
        if (!row)
            return row.error();
        const std::string &sha256 = record.field("sha256");
        const bool open = row.value() && writes(row.value()->action) && !isDone(row.value()->seq);
        if (!open || limitReached())
            return execute(record);
        const Result<bool> there = m_store.contains(sha256);
        if (!there)
            return there.error();
        if (there.value())
            return execute(record);
        const Result<std::optional<Resource>> resource = m_desired.staged(site, sha256);
        if (!resource)
            return resource.error();
        if (!resource.value())
            return lacking(record, *row.value(), "it is not in the staged files");
        const Result<std::string> bytes = m_files.read(site, *resource.value());
        if (!bytes) {
            if (bytes.error().kind != ErrorKind::Rejected)
                return bytes.error();
            return lacking(record, *row.value(), bytes.error().text());
        }
        if (sha256Hex(bytes.value()) != sha256)
            return lacking(
                record, *row.value(),
                "its content changed since it was extracted: run `guiyi extract` for the site again");
        const Result<std::string> stored = m_store.put(bytes.value());
        if (!stored)
            return stored.error();
        return execute(record);
    }

    Status lacking(const Record &record, const PlanRow &row, const std::string &why) {
        if (record.entity == "file")
            m_missing.insert(record.field("sha256"));
        return refuse({row, record}, {ErrorKind::Rejected, "loading " + record.entity, record.source, why,
                                      "put it right and run `guiyi apply` again"});
    }

    Status refuse(const WriteItem &item, const Error &why) {
        m_rejected.push_back(why);
        return why.kind == ErrorKind::Rejected && item.row.action != PlanAction::Retire
                   ? m_rejects.add(item, why)
                   : Status();
    }

    /// An article is not loaded without its files.
    bool lacksFile(const Record &record) const {
        if (m_missing.empty() || record.entity != "article")
            return false;
        const std::vector<PlatformFile> files = filesFromJson(record.field("attachments"));
        return std::any_of(files.begin(), files.end(), [this](const PlatformFile &file) {
            return !file.sha256.empty() && m_missing.count(file.sha256) != 0;
        });
    }

    bool shownIn(const Record &record, const std::string &code) const {
        const PlatformPlacements placements = placementsFromJson(record.field("placements"));
        return std::any_of(placements.begin(), placements.end(),
                           [&code](const auto &place) { return place.second == code; });
    }

    Status execute(const Record &record) {
        if (m_context.cancel.cancelled())
            return cancelled();
        if (limitReached())
            return {};
        const Result<std::optional<PlanRow>> found = m_plan.row(record.entity, record.key);
        if (!found)
            return found.error();
        if (!found.value())
            return stale(record.source, "the plan does not know this record");
        const PlanRow &row = *found.value();
        if (!writes(row.action) || isDone(row.seq))
            return {};
        if (!row.kept.empty())
            return executeMerged(row, record);
        return executeAs(row, record);
    }

    /// With the platform's values in the fields that the plan leaves to people.
    Status executeMerged(const PlanRow &row, const Record &record) {
        const auto stored = m_platform.read(row.entity, {row.key}, true);
        if (!stored)
            return stored.error();
        const auto found = stored->find(row.key);
        if (found == stored->end() || !found->second.present ||
            hashOf(found->second.record) != row.platformHash)
            return add({row, record}); // changed since the plan was made, which the writer finds and tells
        return executeAs(row, withKept(record, found->second.record, row.kept));
    }

    Status executeAs(const PlanRow &row, const Record &record) {
        if (hashOf(record) != row.desiredHash)
            return stale(record.source, "the record is no longer what was planned");
        if (!m_options.only.column.empty() && record.entity == "article" &&
            !shownIn(record, m_options.only.column))
            return {};
        if (lacksFile(record))
            return lacking(record, row, "one of its files could not be read");
        if (record.entity == "file" && m_missing.count(record.field("sha256")) != 0)
            return {};
        return add({row, record});
    }

    Status add(WriteItem item) {
        ++m_taken;
        return m_loader.add(std::move(item));
    }

    /// Repaired records take the place of what the plan says of their keys.
    Status applyRejects() {
        return readRejects(m_options.rejectsFile, [this](Record record) -> Status {
            const Result<std::optional<PlanRow>> found = m_plan.row(record.entity, record.key);
            if (!found)
                return found.error();
            if (!found.value() || !writes(found.value()->action))
                return Error{ErrorKind::Usage, "loading rejected records", record.key,
                             "the plan does not write this record", "take its line out of the file"};
            PlanRow row = *found.value();
            if (isDone(row.seq))
                return {};
            if (const auto why = refusal(record))
                return lacking(record, row, *why);
            if (record.entity == "file")
                return add({row, std::move(record)});
            if (hashOf(record) != row.desiredHash) { // what it writes is no longer what the plan counted
                row.desiredHash = hashOf(record);
                if (row.action == PlanAction::Create)
                    row.rows = toText(rowsOfAction("create", &record, nullptr, false));
            }
            return add({row, std::move(record)});
        });
    }

    Status finish() {
        const std::string id = std::to_string(m_batch.id);
        const Result<std::int64_t> done =
            m_platform.engine().number("SELECT count(*) FROM \"journal\" WHERE \"batch\"=" + id);
        if (!done)
            return done.error();
        const Result<std::int64_t> planned = m_plan.changes();
        if (!planned)
            return planned.error();
        m_batch.done = done.value() == planned.value();
        return m_batch.done ? m_platform.updateBatch(m_batch) : Status();
    }

    StageContext &m_context;
    Desired &m_desired;
    PlanStore &m_plan;
    Platform &m_platform;
    PlatformBatch &m_batch;
    FileProvider &m_files;
    const ApplyOptions &m_options;
    FileStore &m_store;
    RejectFile m_rejects;
    std::set<std::pair<std::string, std::string>> m_pending; ///< entity and site
    std::set<std::string> m_missing;                         ///< contents that could not be read
    std::vector<Error> m_rejected;
    std::vector<bool> m_done; ///< by number of the plan row
    std::int64_t m_taken = 0;
    BatchLoader m_loader; ///< after what it reports to
};

/// The batch of this plan: a new one, or the one to go on with. Stale when the platform is not where it
/// should be.
Result<PlatformBatch> batchFor(Platform &platform, PlanStore &plan) {
    const std::string hash = plan.info("hash");
    const std::string &where = platform.engine().address().text();
    const Result<std::int64_t> revision = platform.revision();
    if (!revision)
        return revision.error();
    Result<std::optional<PlatformBatch>> known = platform.batchOf(hash);
    if (!known)
        return known.error();
    if (known.value()) {
        if (known.value()->revision != revision.value())
            return stale(where, "the platform was changed by somebody else since this plan was applied");
        PlatformBatch batch = *known.value();
        batch.startedEarlier = true;
        return batch;
    }
    if (plan.info("revision") != std::to_string(revision.value()))
        return stale(where, "the platform was changed since the plan was made");
    return platform.startBatch("apply", hash, plan.info("clean") == "1");
}

/// Says so when the server's count is not what the plan said.
std::vector<Error> mismatches(const RowCounts &predicted, const RowCounts &written) {
    RowCounts all = predicted;
    for (const auto &[table, rows] : written)
        all.try_emplace(table, 0);
    std::vector<Error> errors;
    for (const auto &[table, rows] : all) {
        const auto found = written.find(table);
        const std::int64_t did = found == written.end() ? 0 : found->second;
        if (did != rows)
            errors.push_back(
                {ErrorKind::Failed, "checking what was written", table,
                 "the plan said " + std::to_string(rows) + " rows, the platform wrote " + std::to_string(did),
                 "run `guiyi plan` again: it shows what differs; then report this"});
    }
    return errors;
}

/// The file store, without what a killed apply left unfinished in it.
Result<std::unique_ptr<FileStore>> openFiles(const Workspace &workspace, const PlatformBatch &batch,
                                             const ApplyOptions &options) {
    Result<std::unique_ptr<FileStore>> store = FileStore::open(workspace);
    if (!store)
        return store;
    store.value()->setFault(options.fileFault);
    if (batch.startedEarlier) {
        if (Status s = store.value()->sweep(); !s)
            return s.error();
    }
    return store;
}

} // namespace

Result<StageResult> runApply(StageContext &context, FileProvider &files, const ApplyOptions &options) {
    const Workspace &workspace = context.workspace;
    Result<PlanStore> plan = PlanStore::open(workspace.planFile());
    if (!plan)
        return plan.error();
    Result<WorkspaceStore> store = WorkspaceStore::open(workspace);
    if (!store)
        return store.error();
    const Result<std::string> mapOutput = checkMapIsFresh(workspace, *store);
    if (!mapOutput)
        return mapOutput.error();
    if (mapOutput.value() != plan->info("map_output"))
        return stale(workspace.planFile(), "the mapping changed since the plan was made");
    if (Status s = checkPlanIsUntouched(*plan, workspace.planFile()); !s)
        return s.error();
    if (const std::string guards = openGuards(*plan); !guards.empty())
        return Error{ErrorKind::Failed, "applying the plan", workspace.planFile(), guards,
                     "look into it; if the loss is meant, run `guiyi plan --accept-loss`, then apply"};
    const Result<TargetAddress> target = workspace.target();
    if (!target)
        return target.error();
    Result<Platform> platform = Platform::open(*target);
    if (!platform)
        return platform.error();
    platform->engine().setFault(options.fault);
    Result<PlatformBatch> batch = batchFor(*platform, *plan);
    if (!batch)
        return batch.error();
    StageResult result;
    std::int64_t records = 0, rows = 0;
    if (!batch->done) {
        Result<std::unique_ptr<Desired>> desired = Desired::open(workspace, *store);
        if (!desired)
            return desired.error();
        const Result<std::int64_t> total = plan->changes();
        if (!total)
            return total.error();
        Result<std::unique_ptr<FileStore>> fileStore = openFiles(workspace, *batch, options);
        if (!fileStore)
            return fileStore.error();
        context.progress.begin("apply", total.value() - batch->records, "records");
        const std::int64_t rowsBefore = batch->rows();
        Applier applier(context, *desired.value(), *plan, *platform, *batch, files, *fileStore.value(),
                        options);
        if (Status s = applier.run(); !s)
            return s.error();
        context.progress.end();
        result.errors = applier.takeRejected();
        for (Error &error : mismatches(applier.loader().predicted(), applier.loader().written()))
            result.errors.push_back(std::move(error));
        records = applier.loader().records();
        rows = batch->rows() - rowsBefore;
    }
    Result<std::map<std::string, std::int64_t>> actions = plan->actions({}, {});
    if (!actions)
        return actions.error();
    const Result<std::int64_t> parked = plan->linksParked();
    if (!parked)
        return parked.error();
    result.counts = {
        {"records written", records},
        {"rows written", rows},
        {"unchanged", actions.value()["unchanged"]},
        {"conflict", actions.value()["conflict"]},
        {"rejected", static_cast<std::int64_t>(result.errors.size())},
        {"links parked", parked.value()},
        {"interpretations open", std::strtoll(plan->info("interpretations_open").c_str(), nullptr, 10)}};
    result.findings = actions.value()["conflict"] + static_cast<std::int64_t>(result.errors.size());
    if (Status s = store->recordStage("*", "apply", plan->info("hash"), std::to_string(batch->revision),
                                      result.counts);
        !s)
        return s.error();
    return result;
}

} // namespace guiyi
