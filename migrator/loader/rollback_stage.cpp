#include "migrator/loader/rollback_stage.h"

#include "migrator/files/file_store.h"
#include "migrator/loader/undo_writer.h"
#include "migrator/map/hasher.h"
#include "schema/store/workspace_store.h"

#include <cstdlib>
#include <set>

namespace guiyi {

namespace {

Error nothingToUndo(const std::string &where) {
    return {ErrorKind::Usage, "rolling back", where, "nothing that was applied is chosen",
            "look at the batches with `guiyi platform batches`"};
}

/// Undoes the chosen journal entries, newest first.
class Rollback {
public:
    Rollback(StageContext &context, Platform &platform, FileStore &files, const RollbackOptions &options)
        : m_context(context), m_platform(platform), m_files(files), m_writer(platform), m_options(options) {}

    Status run() {
        if (Status s = start(); !s)
            return s;
        const Result<std::int64_t> total =
            m_platform.engine().number("SELECT count(*) FROM \"journal\" WHERE " + scope(), m_parameters);
        if (!total)
            return total.error();
        if (total.value() == 0 && !m_resumed)
            return nothingToUndo(m_platform.engine().address().text());
        m_context.progress.begin("rollback", total.value(), "records");
        for (;;) {
            if (m_context.cancel.cancelled())
                return Error{ErrorKind::Cancelled, "rolling back", "", "stopped",
                             "run `guiyi rollback` again with the same options, it continues where it was"};
            const Result<std::vector<JournalEntry>> entries = next();
            if (!entries)
                return entries.error();
            if (entries->empty())
                break;
            UndoWriter::Entries some;
            for (const JournalEntry &entry : *entries)
                some.push_back(&entry);
            if (Status s = undo(some); !s)
                return s;
            m_context.progress.advance(static_cast<std::int64_t>(entries->size()));
        }
        if (Status s = removeBlobs(); !s)
            return s;
        m_context.progress.end();
        m_batch.done = true;
        return m_platform.updateBatch(m_batch);
    }

    const PlatformBatch &batch() const { return m_batch; }
    std::vector<Error> takeConflicts() { return std::move(m_conflicts); }
    std::int64_t records() const { return m_records; }

private:
    /// The batch of this rollback: a new one, or the one of the same choice that was interrupted.
    Status start() {
        Result<std::optional<PlatformBatch>> last = m_platform.lastBatch();
        if (!last)
            return last.error();
        if (!last.value())
            return nothingToUndo(m_platform.engine().address().text());
        Hasher choice;
        choice.add(m_options.batch).add(m_options.site).add(m_options.record);
        const std::string chosen = choice.hex().substr(0, 16);
        const PlatformBatch &newest = *last.value();
        const std::string::size_type slash = newest.planHash.rfind('/');
        m_resumed = newest.kind == "rollback" && !newest.done && slash != std::string::npos &&
                    newest.planHash.substr(slash + 1) == chosen;
        if (m_resumed) {
            m_batch = newest;
            const std::string::size_type first = newest.planHash.find('/');
            m_of =
                std::strtoll(newest.planHash.c_str() + newest.planHash.find('/', first + 1) + 1, nullptr, 10);
            return setScope();
        }
        m_of = m_options.batch;
        if (m_of == 0 && m_options.site.empty() && m_options.record.empty()) {
            const Result<std::int64_t> of =
                m_platform.engine().number("SELECT max(\"batch\") FROM \"journal\" WHERE \"undone\"=0");
            if (!of)
                return of.error();
            m_of = of.value();
            if (m_of == 0)
                return nothingToUndo(m_platform.engine().address().text());
        }
        const Result<std::int64_t> revision = m_platform.revision();
        if (!revision)
            return revision.error();
        Result<PlatformBatch> batch = m_platform.startBatch(
            "rollback",
            "rollback/" + std::to_string(newest.id + 1) + "/" + std::to_string(m_of) + "/" + chosen,
            newest.clean && newest.revision == revision.value());
        if (!batch)
            return batch.error();
        m_batch = std::move(batch).value();
        return setScope();
    }

    Status setScope() {
        if (!m_options.site.empty())
            m_parameters.emplace_back(m_options.site);
        if (!m_options.record.empty())
            m_parameters.emplace_back(m_options.record);
        return {};
    }

    std::string scope() const {
        std::string sql = "\"undone\"=0";
        if (m_of != 0)
            sql += " AND \"batch\"=" + std::to_string(m_of);
        if (!m_options.site.empty())
            sql += " AND \"site\"=?";
        if (!m_options.record.empty())
            sql += " AND \"key\"=?";
        return sql;
    }

    /// The next entries, no record twice: an older one of the same record comes with the next call.
    Result<std::vector<JournalEntry>> next() {
        std::vector<JournalEntry> entries;
        std::set<std::pair<std::string, std::string>> records;
        bool full = false;
        std::string before;
        if (m_lastBatch != 0) {
            const std::string batch = std::to_string(m_lastBatch);
            before = " AND (\"batch\"<" + batch + " OR (\"batch\"=" + batch + " AND \"seq\"<" +
                     std::to_string(m_lastSeq) + "))";
        }
        const Status s = m_platform.engine().each(
            "SELECT \"batch\",\"seq\",\"site\",\"entity\",\"key\",\"action\",\"hash\",\"before\" FROM "
            "\"journal\" WHERE " +
                scope() + before + " ORDER BY \"batch\" DESC,\"seq\" DESC LIMIT " +
                std::to_string(m_options.recordsAtOnce),
            m_parameters, [&](const SqlRow &row) {
                const auto text = [&row](std::size_t at) { return std::string(row[at].value_or("")); };
                full = full || !records.emplace(text(3), text(4)).second;
                if (!full)
                    entries.push_back({numberFrom(row[0]), numberFrom(row[1]), text(2), text(3), text(4),
                                       text(5), text(6), text(7)});
                return Status();
            });
        if (!s)
            return s.error();
        if (!entries.empty()) {
            m_lastBatch = entries.back().batch;
            m_lastSeq = entries.back().seq;
        }
        return entries;
    }

    /// Undoes them together; when one cannot go because others refer to it, finds that one.
    Status undo(const UndoWriter::Entries &entries) {
        const Result<UndoOutcome> outcome = m_writer.undo(entries, m_batch);
        if (outcome) {
            m_records += static_cast<std::int64_t>(entries.size() - outcome->conflicts.size());
            for (const auto &[index, why] : outcome->conflicts)
                conflict(*entries[index], why);
            return {};
        }
        if (outcome.error().kind != ErrorKind::Rejected)
            return outcome.error();
        if (entries.size() == 1) {
            conflict(*entries.front(), "rows of others refer to it: " + outcome.error().why);
            m_batch.clean = false;
            return {};
        }
        const auto middle = entries.begin() + static_cast<std::ptrdiff_t>(entries.size() / 2);
        if (Status s = undo({entries.begin(), middle}); !s)
            return s;
        return undo({middle, entries.end()});
    }

    void conflict(const JournalEntry &entry, const std::string &why) {
        m_conflicts.push_back({ErrorKind::Stale, "rolling back " + entry.entity, entry.key, why,
                               "it stays as it is; decide by hand"});
    }

    /// Contents whose rows are gone leave the store last: a killed run goes on from the journal.
    Status removeBlobs() {
        std::vector<std::string> contents;
        const Status s = m_platform.engine().each(
            "SELECT \"key\" FROM \"journal\" WHERE \"undone\"=" + std::to_string(m_batch.id) +
                " AND \"entity\"='file' AND \"action\"='create'",
            {}, [&](const SqlRow &row) {
                const std::string key(row.front().value_or(""));
                contents.push_back(key.substr(key.rfind('/') + 1));
                return Status();
            });
        if (!s)
            return s;
        const Result<std::set<std::string>> known = m_platform.knownContents(contents);
        if (!known)
            return known.error();
        for (const std::string &sha256 : contents) {
            if (known->count(sha256) != 0)
                continue;
            if (Status removed = m_files.remove(sha256); !removed)
                return removed;
        }
        return {};
    }

    StageContext &m_context;
    Platform &m_platform;
    FileStore &m_files;
    UndoWriter m_writer;
    const RollbackOptions &m_options;
    PlatformBatch m_batch;
    SqlRow m_parameters;
    std::vector<Error> m_conflicts;
    std::int64_t m_of = 0, m_records = 0, m_lastBatch = 0, m_lastSeq = 0;
    bool m_resumed = false;
};

} // namespace

Result<StageResult> runRollback(StageContext &context, const RollbackOptions &options) {
    const Result<TargetAddress> target = context.workspace.target();
    if (!target)
        return target.error();
    const Result<std::optional<Platform>> there = Platform::openForReading(*target);
    if (!there)
        return there.error();
    if (!there.value())
        return nothingToUndo(target->text());
    Result<Platform> platform = Platform::open(*target);
    if (!platform)
        return platform.error();
    platform->engine().setFault(options.fault);
    const Result<std::unique_ptr<FileStore>> fileStore = FileStore::open(context.workspace);
    if (!fileStore)
        return fileStore.error();
    fileStore.value()->setFault(options.fileFault);
    Rollback rollback(context, *platform, *fileStore.value(), options);
    if (Status s = rollback.run(); !s)
        return s.error();
    StageResult result;
    result.errors = rollback.takeConflicts();
    result.counts = {{"records undone", rollback.records()},
                     {"rows written", rollback.batch().rows()},
                     {"conflict", static_cast<std::int64_t>(result.errors.size())}};
    result.findings = static_cast<std::int64_t>(result.errors.size());
    Result<WorkspaceStore> store = WorkspaceStore::open(context.workspace);
    if (!store)
        return store.error();
    if (Status s = store->recordStage("*", "rollback", rollback.batch().planHash,
                                      std::to_string(rollback.batch().revision), result.counts);
        !s)
        return s.error();
    return result;
}

} // namespace guiyi
