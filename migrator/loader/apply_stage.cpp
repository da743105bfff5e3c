#include "migrator/loader/apply_stage.h"

#include "migrator/plan/plan_stage.h"
#include "migrator/plan/plan_store.h"
#include "schema/base/sha256.h"
#include "schema/base/text.h"
#include "schema/store/blob_store.h"

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

/// Executes plan rows in their order, several records a transaction.
class Applier {
public:
    Applier(StageContext &context, Desired &desired, PlanStore &plan, Platform &platform,
            PlatformBatch &batch, FileProvider &files, const ApplyOptions &options)
        : m_context(context),
          m_desired(desired),
          m_plan(plan),
          m_platform(platform),
          m_batch(batch),
          m_files(files),
          m_options(options),
          m_blobs(Platform::filesFolder(context.workspace.platformFile())) {}

    ~Applier() {
        if (m_open)
            m_platform.database().rollback();
    }

    Status run() {
        const auto each = [this](const Record &record) { return execute(record); };
        if (Status s = m_desired.taxonomy(each); !s)
            return s;
        for (const Site &site : m_desired.sites()) {
            if (Status s = m_desired.tenant(site, each); !s)
                return s;
        }
        for (const Site &site : m_desired.sites()) {
            if (Status s = m_desired.columns(site, each); !s)
                return s;
        }
        for (const Site &site : m_desired.sites()) {
            const Status files =
                m_desired.files(site, [&](const Record &record) { return storeAndExecute(site, record); });
            if (!files)
                return files;
        }
        for (const Site &site : m_desired.sites()) {
            if (Status s = applySite(site); !s)
                return s;
        }
        return finish();
    }

    std::vector<Error> takeRejected() { return std::move(m_rejected); }
    std::int64_t records() const { return m_records; }
    std::int64_t rows() const { return m_rows; }

private:
    Status applySite(const Site &site) {
        const auto each = [this](const Record &record) { return execute(record); };
        const Result<std::int64_t> open = pending(site, "article");
        if (!open)
            return open.error();
        if (open.value() > 0) {
            const Status articles = m_desired.articles(
                site, [this](const std::string &key) { return wanted("article", key); }, each);
            if (!articles)
                return articles;
        }
        if (Status s = m_desired.addresses(site, each); !s)
            return s;
        return m_plan.eachRow("WHERE site=? AND action='retire'", {site.id},
                              [this](const PlanRow &row) { return retire(row); });
    }

    /// Rows of the plan that change something.
    Result<std::int64_t> pending(const Site &site, const std::string &entity) {
        std::int64_t count = 0;
        const Status s = m_plan.database().each(
            "SELECT count(*) FROM plan_row WHERE site=? AND entity=? AND action IN ('create','update')",
            {site.id, entity}, [&](const Statement &row) {
                count = row.integer(0);
                return false;
            });
        if (!s)
            return s.error();
        return count;
    }

    Result<bool> wanted(const std::string &entity, const std::string &key) {
        const Result<std::optional<PlanRow>> row = m_plan.row(entity, key);
        if (!row)
            return row.error();
        if (!row.value())
            return stale(key, "the plan does not know this record");
        const PlanAction action = row.value()->action;
        if (action != PlanAction::Create && action != PlanAction::Update)
            return false;
        const Result<bool> done = m_platform.journalHas(m_batch, row.value()->seq);
        if (!done)
            return done.error();
        return !done.value();
    }

    Status storeAndExecute(const Site &site, const Record &record) {
        const Result<bool> open = wanted("file", record.key);
        if (!open)
            return open.error();
        const std::string &sha256 = record.field("sha256");
        if (!open.value() || m_blobs.contains(sha256))
            return execute(record);
        const Result<std::optional<Resource>> resource = m_desired.staged(site, sha256);
        if (!resource)
            return resource.error();
        if (!resource.value())
            return reject(record, "it is not in the staged files");
        const Result<std::string> bytes = m_files.read(site, *resource.value());
        if (!bytes) {
            if (bytes.error().kind != ErrorKind::Rejected)
                return bytes.error();
            return reject(record, bytes.error().text());
        }
        if (sha256Hex(bytes.value()) != sha256)
            return reject(
                record, "its content changed since it was extracted: run `guiyi extract` for the site again");
        const Result<std::string> stored = m_blobs.put(bytes.value());
        if (!stored)
            return stored.error();
        return execute(record);
    }

    Status reject(const Record &record, const std::string &why) {
        if (record.entity == "file")
            m_missing.insert(record.field("sha256"));
        m_rejected.push_back({ErrorKind::Rejected, "loading " + record.entity, record.source, why,
                              "put it right and run `guiyi apply` again"});
        m_complete = false;
        return {};
    }

    /// An article is not loaded without its files.
    bool lacksFile(const Record &record) const {
        if (m_missing.empty() || record.entity != "article")
            return false;
        for (const PlatformFile &file : filesFromJson(record.field("attachments"))) {
            if (!file.sha256.empty() && m_missing.count(file.sha256) != 0)
                return true;
        }
        return false;
    }

    Status execute(const Record &record) {
        if (m_context.cancel.cancelled())
            return cancelled();
        const Result<std::optional<PlanRow>> found = m_plan.row(record.entity, record.key);
        if (!found)
            return found.error();
        if (!found.value())
            return stale(record.source, "the plan does not know this record");
        const PlanRow &row = *found.value();
        if (row.action != PlanAction::Create && row.action != PlanAction::Update)
            return {};
        const Result<bool> done = m_platform.journalHas(m_batch, row.seq);
        if (!done)
            return done.error();
        if (done.value())
            return {};
        if (hashOf(record) != row.desiredHash)
            return stale(record.source, "the record is no longer what was planned");
        if (lacksFile(record))
            return reject(record, "one of its files could not be read");
        if (record.entity == "file" && m_missing.count(record.field("sha256")) != 0)
            return {};
        if (Status s = begin(); !s)
            return s;
        const Result<std::int64_t> rows = row.action == PlanAction::Create
                                              ? m_platform.create(record, m_batch)
                                              : m_platform.update(record, m_batch);
        if (!rows)
            return rows.error();
        return note(row, row.desiredHash, rows.value());
    }

    Status retire(const PlanRow &row) {
        if (m_context.cancel.cancelled())
            return cancelled();
        const Result<bool> done = m_platform.journalHas(m_batch, row.seq);
        if (!done)
            return done.error();
        if (done.value())
            return {};
        if (Status s = begin(); !s)
            return s;
        const Result<std::int64_t> rows = m_platform.retire(row.entity, row.key, row.reason, m_batch);
        if (!rows)
            return rows.error();
        return note(row, {}, rows.value());
    }

    Status note(const PlanRow &row, const std::string &hash, std::int64_t rows) {
        if (Status s = m_platform.journal(m_batch, row.seq, row.entity, row.key, row.action, row.platformHash,
                                          hash, rows);
            !s)
            return s;
        ++m_records;
        m_rows += rows;
        ++m_batch.records;
        m_batch.rows += rows;
        m_context.progress.advance(1);
        if (++m_inTransaction >= m_options.rowsPerTransaction)
            return commit();
        return {};
    }

    Status begin() {
        if (m_open)
            return {};
        if (Status s = m_platform.database().begin(); !s)
            return s;
        m_open = true;
        m_inTransaction = 0;
        return {};
    }

    Status commit() {
        if (!m_open)
            return {};
        if (Status s = m_platform.updateBatch(m_batch); !s)
            return s;
        if (Status s = m_platform.database().commit(); !s)
            return s;
        m_open = false;
        return {};
    }

    Status finish() {
        if (Status s = begin(); !s)
            return s;
        m_batch.done = m_complete;
        return commit();
    }

    StageContext &m_context;
    Desired &m_desired;
    PlanStore &m_plan;
    Platform &m_platform;
    PlatformBatch &m_batch;
    FileProvider &m_files;
    const ApplyOptions &m_options;
    BlobStore m_blobs;
    std::set<std::string> m_missing; ///< contents that could not be read
    std::vector<Error> m_rejected;
    std::int64_t m_records = 0, m_rows = 0;
    int m_inTransaction = 0;
    bool m_open = false, m_complete = true;
};

/// The batch of this plan: a new one, or the one to go on with. Stale when the platform is not where it
/// should be.
Result<PlatformBatch> batchFor(Platform &platform, PlanStore &plan) {
    const std::string hash = plan.info("hash");
    const Result<std::int64_t> revision = platform.revision();
    if (!revision)
        return revision.error();
    Result<std::optional<PlatformBatch>> known = platform.batchOf(hash);
    if (!known)
        return known.error();
    if (known.value()) {
        if (known.value()->revision != revision.value())
            return stale(platform.database().file(),
                         "the platform was changed by somebody else since this plan was applied");
        return *known.value();
    }
    if (plan.info("revision") != std::to_string(revision.value()))
        return stale(platform.database().file(), "the platform was changed since the plan was made");
    return platform.startBatch(hash, plan.info("clean") == "1");
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
    Result<Platform> platform = Platform::open(workspace.platformFile());
    if (!platform)
        return platform.error();
    platform->setFault(options.fault);
    Result<PlatformBatch> batch = batchFor(*platform, *plan);
    if (!batch)
        return batch.error();
    StageResult result;
    std::int64_t records = 0, rows = 0;
    if (!batch->done) {
        Result<std::unique_ptr<Desired>> desired = Desired::open(workspace, *store);
        if (!desired)
            return desired.error();
        const Result<std::int64_t> total = plan->database().number(
            "SELECT count(*) FROM plan_row WHERE action IN ('create','update','retire')");
        if (!total)
            return total.error();
        context.progress.begin("apply", total.value() - batch->records, "records");
        Applier applier(context, *desired.value(), *plan, *platform, *batch, files, options);
        if (Status s = applier.run(); !s)
            return s.error();
        context.progress.end();
        result.errors = applier.takeRejected();
        records = applier.records();
        rows = applier.rows();
    }
    Result<std::map<std::string, std::int64_t>> actions = plan->actions({}, {});
    if (!actions)
        return actions.error();
    result.counts = {{"records written", records},
                     {"rows written", rows},
                     {"unchanged", actions.value()["unchanged"]},
                     {"conflict", actions.value()["conflict"]},
                     {"rejected", static_cast<std::int64_t>(result.errors.size())}};
    result.findings = actions.value()["conflict"] + static_cast<std::int64_t>(result.errors.size());
    if (Status s = store->recordStage("*", "apply", plan->info("hash"), std::to_string(batch->revision),
                                      result.counts);
        !s)
        return s.error();
    return result;
}

} // namespace guiyi
