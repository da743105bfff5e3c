#include "migrator/loader/undo_writer.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace guiyi {

namespace {

constexpr std::size_t KeysPerStatement = 500;

void addRow(RowSets &sets, std::string_view table, const StoredRow &row) {
    RowSet &set = sets.of(table);
    for (const std::optional<std::string> &value : row)
        set.add(value ? SqlValue(*value) : SqlValue());
}

/// Why the entry must stay, seen from what is there now; nothing when it can be undone.
std::string obstacle(const JournalEntry &entry, const StoredRecord *now) {
    if (now == nullptr || !now->present)
        return "somebody removed it from the platform since it was loaded";
    if (now->hash != entry.hash || now->batch != entry.batch)
        return "a later batch changed it again: roll that one back first";
    if (hashOf(now->record) != now->hash)
        return "somebody changed it on the platform since it was loaded";
    return {};
}

} // namespace

struct UndoWriter::Work {
    std::map<std::string_view, std::vector<std::string>> removed; ///< main table → primary keys
    std::map<std::string_view, std::pair<std::string_view, std::vector<std::string>>> parts; ///< → owners
    std::map<std::string, std::vector<std::string>> forgotten; ///< entity → keys
    std::vector<std::string> contents;                         ///< of files that go
    std::deque<StoredRows> before;                             ///< what rows to write refer to
    RowSets inserts, updates;
};

Result<UndoOutcome> UndoWriter::undo(const Entries &entries, PlatformBatch &batch) {
    UndoOutcome outcome;
    PlatformBatch next = batch;
    Status s = m_platform.beginLoading();
    if (s)
        s = fill(entries, batch.id, outcome);
    if (s) {
        next.records += static_cast<std::int64_t>(entries.size() - outcome.conflicts.size());
        next.clean = next.clean && outcome.conflicts.empty();
        addCounts(next.written, outcome.written);
        s = m_platform.updateBatch(next);
    }
    if (s)
        s = m_platform.commitLoading();
    if (!s) {
        m_platform.rollback();
        return s.error();
    }
    m_platform.forgetPlaces(); // tenants and columns may have gone
    batch = next;
    return outcome;
}

Status UndoWriter::fill(const Entries &entries, std::int64_t batch, UndoOutcome &outcome) {
    std::map<std::string, std::vector<std::string>> keys;
    for (const JournalEntry *entry : entries)
        keys[entry->entity].push_back(entry->key);
    std::map<std::string, std::unordered_map<std::string, StoredRecord>> stored;
    for (const auto &[entity, wanted] : keys) {
        auto records = m_platform.read(entity, wanted, true);
        if (!records)
            return records.error();
        stored.emplace(entity, std::move(records).value());
    }
    Work work;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const JournalEntry &entry = *entries[i];
        const auto &known = stored[entry.entity];
        const auto found = known.find(entry.key);
        const StoredRecord *now = found == known.end() ? nullptr : &found->second;
        const std::string why = obstacle(entry, now);
        if (why.empty())
            add(entry, *now, work);
        else
            outcome.conflicts.emplace_back(i, why);
    }
    if (Status s = execute(work, outcome); !s)
        return s;
    return markUndone(entries, outcome, batch);
}

void UndoWriter::add(const JournalEntry &entry, const StoredRecord &now, Work &work) {
    const EntityForm &form = *entityForm(entry.entity);
    const std::string id = form.numbered ? std::to_string(now.id) : entry.key;
    for (const PartForm &part : form.parts) {
        auto &[owner, ids] = work.parts[part.table];
        owner = part.owner;
        ids.push_back(id);
    }
    if (entry.before.empty()) {
        work.removed[form.table].push_back(id);
        work.forgotten[entry.entity].push_back(entry.key);
        if (form.entity == "file")
            work.contents.push_back(now.record.field("sha256"));
        return;
    }
    const StoredRows &before = work.before.emplace_back(storedRowsFromJson(entry.before));
    for (const auto &[table, rows] : before) {
        const bool whole = table == form.table || table == "identity";
        if (table == "file")
            continue; // contents never change
        for (const StoredRow &row : rows)
            addRow(whole ? work.updates : work.inserts, table, row);
    }
}

Status UndoWriter::execute(const Work &work, UndoOutcome &outcome) {
    SqlEngine &engine = m_platform.engine();
    for (const auto &[table, list] : work.parts) {
        if (Status s = removeRows(table, list.first, list.second, {}, outcome); !s)
            return s;
    }
    // First what stays, so that it lets go of what leaves.
    for (const auto &[table, rows] : work.updates.inOrder()) {
        const Result<std::int64_t> changed =
            engine.update(table, platformTable(table).primaryKey.size(), *rows);
        if (!changed)
            return changed.error();
        outcome.written[std::string(table)] += changed.value();
    }
    const auto &tables = platformTables();
    for (auto table = tables.rbegin(); table != tables.rend(); ++table) {
        const auto found = work.removed.find(table->name);
        if (found == work.removed.end())
            continue;
        // MariaDB checks references row by row: children before parents.
        const bool tree = table->name == "taxonomy_column" && engine.kind() == TargetKind::MariaDb;
        if (Status s = removeRows(table->name, table->primaryKey.front(), found->second,
                                  tree ? " ORDER BY \"code\" DESC" : "", outcome);
            !s)
            return s;
    }
    if (Status s = removeContents(work.contents, outcome); !s)
        return s;
    for (const auto &[entity, keys] : work.forgotten) {
        if (Status s = removeRows("identity", "key", keys, " AND \"entity\"='" + entity + "'", outcome); !s)
            return s;
    }
    for (const auto &[table, rows] : work.inserts.inOrder()) {
        const Result<std::int64_t> added = engine.insert(table, *rows);
        if (!added)
            return added.error();
        outcome.written[std::string(table)] += added.value();
    }
    return {};
}

Status UndoWriter::removeRows(std::string_view table, std::string_view column,
                              const std::vector<std::string> &values, const std::string &condition,
                              UndoOutcome &outcome) {
    for (std::size_t from = 0; from < values.size(); from += KeysPerStatement) {
        const std::size_t count = std::min(KeysPerStatement, values.size() - from);
        const SqlRow parameters(values.begin() + static_cast<std::ptrdiff_t>(from),
                                values.begin() + static_cast<std::ptrdiff_t>(from + count));
        const Result<std::int64_t> removed =
            m_platform.engine().run("DELETE FROM " + quoted(table) + " WHERE " + quoted(column) + " IN (" +
                                        placeholders(count) + ")" + condition,
                                    parameters);
        if (!removed)
            return removed.error();
        outcome.written[std::string(table)] += removed.value();
    }
    return {};
}

/// Contents that no tenant and no article refers to any more.
Status UndoWriter::removeContents(const std::vector<std::string> &sha256, UndoOutcome &outcome) {
    return removeRows(
        "file", "sha256", sha256,
        " AND NOT EXISTS (SELECT 1 FROM \"tenant_file\" t WHERE "
        "t.\"sha256\"=\"file\".\"sha256\") AND NOT EXISTS (SELECT 1 FROM \"attachment\" a WHERE "
        "a.\"sha256\"=\"file\".\"sha256\")",
        outcome);
}

Status UndoWriter::markUndone(const Entries &entries, const UndoOutcome &outcome, std::int64_t batch) {
    std::set<std::size_t> stays;
    for (const auto &[index, why] : outcome.conflicts)
        stays.insert(index);
    std::map<std::int64_t, std::string> done; // batch → numbers
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (stays.count(i) != 0)
            continue;
        std::string &list = done[entries[i]->batch];
        list += (list.empty() ? "" : ",") + std::to_string(entries[i]->seq);
    }
    for (const auto &[of, list] : done) {
        const Result<std::int64_t> s = m_platform.engine().run(
            "UPDATE \"journal\" SET \"undone\"=" + std::to_string(batch) +
            " WHERE \"batch\"=" + std::to_string(of) + " AND \"seq\" IN (" + list + ")");
        if (!s)
            return s.error();
    }
    return {};
}

} // namespace guiyi
