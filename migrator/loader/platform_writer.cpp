#include "migrator/loader/platform_writer.h"

#include "migrator/plan/merge.h"

#include <algorithm>
#include <cstdlib>

namespace guiyi {

namespace {

constexpr std::size_t KeysPerStatement = 500;

Error gone(const std::string &table) {
    return {ErrorKind::Stale, "writing to the platform", table, "a row is no longer there",
            "somebody removed it since the plan was made: run `guiyi plan` again"};
}

/// The record as it is when it is no longer shown.
Record retired(Record record, const PlanRow &row) {
    record.site = row.site;
    for (auto &[name, value] : record.fields) {
        const bool address = row.entity == "address";
        if (address && name == "target")
            value.clear();
        else if (address && name == "status")
            value = "410";
        else if (name == (address ? "reason" : "retired"))
            value = row.reason;
    }
    return record;
}

} // namespace

/// Everything one transaction writes.
struct PlatformWriter::Work {
    std::int64_t batch = 0;
    std::unordered_map<std::string, std::unordered_map<std::string, StoredRecord>> present; ///< entity, key
    std::set<std::string> contents; ///< hashes the platform has
    std::map<std::string_view, std::int64_t> nextId;
    RowSets inserts, updates;
    std::map<std::string_view, std::pair<std::string_view, std::vector<std::string>>>
        deletes;                ///< table → owners
    std::deque<Record> retired; ///< records made here, which rows refer to
    std::set<std::string_view> usedIds;
    std::map<std::string_view, std::vector<std::int64_t>> moved; ///< rows whose place changes
    Places *places = nullptr;
};

Result<WriteOutcome> PlatformWriter::write(const Items &items, PlatformBatch &batch) {
    const Result<bool> committed = wasCommitted(batch);
    if (!committed)
        return committed.error();
    WriteOutcome outcome;
    if (committed.value()) {
        outcome = std::move(m_uncertain->outcome);
        m_uncertain.reset();
        return outcome;
    }
    PlatformBatch next = batch;
    Status s = m_platform.beginLoading();
    if (s) {
        const Result<std::int64_t> revision = m_platform.revision();
        s = revision ? Status() : Status(revision.error());
        // Somebody else wrote since our last transaction: the next plan has to look at all contents.
        if (s && revision.value() != batch.revision + 1)
            next.clean = false;
    }
    if (s)
        s = fill(items, batch, outcome);
    if (s) {
        next.clean = next.clean && outcome.conflicts.empty();
        next.records +=
            static_cast<std::int64_t>(items.size() - outcome.conflicts.size() - outcome.refused.size());
        addCounts(next.written, outcome.written);
        s = m_platform.updateBatch(next);
    }
    if (s) {
        s = m_platform.commitLoading();
        if (!s && s.error().kind == ErrorKind::Retry)
            m_uncertain = Uncertain{next, outcome};
    }
    if (!s) {
        m_platform.rollback();
        return s.error();
    }
    batch = next;
    return outcome;
}

Result<bool> PlatformWriter::wasCommitted(PlatformBatch &batch) {
    if (!m_uncertain)
        return false;
    const Result<std::optional<PlatformBatch>> stored = m_platform.batch(batch.id);
    if (!stored)
        return stored.error();
    if (stored.value() && stored.value()->records == m_uncertain->batch.records &&
        stored.value()->revision == m_uncertain->batch.revision) {
        batch = m_uncertain->batch;
        return true;
    }
    m_uncertain.reset();
    return false;
}

Status PlatformWriter::fill(const Items &items, const PlatformBatch &batch, WriteOutcome &outcome) {
    Work work;
    work.batch = batch.id;
    const Result<Places *> places = m_platform.places();
    if (!places)
        return places.error();
    work.places = places.value();
    if (Status s = readPresent(items, work); !s)
        return s;
    if (Status s = nextIds(work); !s)
        return s;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const WriteItem &item = *items[i];
        const EntityForm &form = *entityForm(item.row.entity);
        const bool retire = item.row.action == PlanAction::Retire;
        if (!retire) {
            if (const auto missing = missingPlace(form, item.record, *work.places)) {
                outcome.refused.emplace_back(i, *missing + " is not on the platform");
                continue;
            }
        }
        if (item.row.action == PlanAction::Create) {
            add(item, work, *work.places);
        } else {
            const auto &known = work.present[item.row.entity];
            const auto found = known.find(item.row.key);
            if (found == known.end() || !found->second.present ||
                hashOf(found->second.record) != item.row.platformHash) {
                outcome.conflicts.push_back(i);
                continue;
            }
            addChange(item, found->second, work, *work.places);
        }
        addCounts(outcome.predicted, rowCountsFrom(item.row.rows));
    }
    return execute(work, outcome);
}

/// What is there of the records that change, and of the contents of new files.
Status PlatformWriter::readPresent(const Items &items, Work &work) {
    std::map<std::string, std::vector<std::string>> keys;
    std::vector<std::string> contents;
    for (const WriteItem *item : items) {
        if (item->row.action != PlanAction::Create)
            keys[item->row.entity].push_back(item->row.key);
        else if (item->row.entity == "file")
            contents.push_back(item->record.field("sha256"));
    }
    for (const auto &[entity, wanted] : keys) {
        auto records = m_platform.read(entity, wanted, true);
        if (!records)
            return records.error();
        work.present.emplace(entity, std::move(records).value());
    }
    Result<std::set<std::string>> known = m_platform.knownContents(contents);
    if (!known)
        return known.error();
    work.contents = std::move(known).value();
    return {};
}

/// Ids go on from the largest: nobody else can take one before this transaction ends.
Status PlatformWriter::nextIds(Work &work) {
    std::string sql = "SELECT ";
    for (const std::string_view table : numberedTables())
        sql += (sql.size() > 7 ? "," : "") + ("(SELECT max(\"id\") FROM " + quoted(table) + ")");
    return m_platform.engine().each(sql, {}, [&work](const SqlRow &row) {
        for (std::size_t i = 0; i < row.size(); ++i)
            work.nextId[numberedTables()[i]] =
                (row[i] ? std::strtoll(std::string(*row[i]).c_str(), nullptr, 10) : 0) + 1;
        return Status();
    });
}

void PlatformWriter::add(const WriteItem &item, Work &work, const Places &places) {
    const EntityForm &form = *entityForm(item.row.entity);
    const Record &record = item.record;
    const std::int64_t id = form.numbered ? work.nextId[form.table]++ : 0;
    if (form.numbered)
        work.usedIds.insert(form.table);
    if (form.entity == "tenant")
        work.places->addTenant(record.site, id);
    else if (form.entity == "column")
        work.places->addColumn(record.site, record.field("code"), id);
    else if (form.entity == "file" && work.contents.insert(record.field("sha256")).second)
        work.inserts.of("file").add(record.field("sha256")).add(record.field("bytes"));
    addMainRow(work.inserts, form, record, id, places);
    for (const PartForm &part : form.parts)
        addPartRows(work.inserts, part, record, id, places);
    account(item, record, id, nullptr, work);
}

void PlatformWriter::addChange(const WriteItem &item, const StoredRecord &stored, Work &work,
                               const Places &places) {
    const EntityForm &form = *entityForm(item.row.entity);
    const bool retire = item.row.action == PlanAction::Retire;
    const Record &record = retire ? work.retired.emplace_back(retired(stored.record, item.row)) : item.record;
    addMainRow(work.updates, form, record, stored.id, places);
    if (form.numbered && record.field(form.place) != stored.record.field(form.place))
        work.moved[form.table].push_back(stored.id);
    for (const PartForm &part : form.parts) {
        if (retire || record.field(part.field) == stored.record.field(part.field))
            continue;
        auto &[owner, ids] = work.deletes[part.table];
        owner = part.owner;
        ids.push_back(std::to_string(stored.id));
        addPartRows(work.inserts, part, record, stored.id, places);
    }
    account(item, record, stored.id, &stored, work);
}

/// Id map and journal.
void PlatformWriter::account(const WriteItem &item, const Record &record, std::int64_t id,
                             const StoredRecord *before, Work &work) {
    const PlanRow &row = item.row;
    const bool retire = row.action == PlanAction::Retire;
    const std::string hash = retire ? hashOf(record) : row.desiredHash;
    RowSet &identity = before == nullptr ? work.inserts.of("identity") : work.updates.of("identity");
    identity.add(row.entity).add(row.key).add(row.site).addNumber(id).addOwned(hash);
    identity.addNumber(work.batch).addNumber(retire ? 1 : 0);
    identity.addOwned(before == nullptr ? baseOf(record) : baseOf(record, row.kept, before->base));
    RowSet &journal = work.inserts.of("journal");
    journal.addNumber(work.batch).addNumber(row.seq).add(row.site).add(row.entity).add(row.key);
    journal.add(toText(row.action)).addNullIfEmpty(row.platformHash).addOwned(hash);
    if (before == nullptr)
        journal.add({});
    else
        journal.addOwned(storedRowsJson(before->rows));
    journal.addNumber(0);
}

/// Rows that change their place leave it first: another one of the same transaction may take it.
Status PlatformWriter::leavePlaces(const Work &work) {
    for (const auto &[table, ids] : work.moved) {
        const auto &forms = entityForms();
        const std::string_view name = table;
        const auto form =
            std::find_if(forms.begin(), forms.end(), [name](const EntityForm &f) { return f.table == name; });
        for (const std::int64_t id : ids) {
            const std::string number = std::to_string(id), nowhere = "guiyi:moving:" + number;
            const Result<std::int64_t> left = m_platform.engine().run(
                "UPDATE " + quoted(table) + " SET " + quoted(form->place) + "=? WHERE \"id\"=" + number,
                {nowhere});
            if (!left)
                return left.error();
        }
    }
    return {};
}

Status PlatformWriter::execute(Work &work, WriteOutcome &outcome) {
    SqlEngine &engine = m_platform.engine();
    if (Status s = leavePlaces(work); !s)
        return s;
    for (const auto &[table, list] : work.deletes) {
        const auto &[owner, ids] = list;
        for (std::size_t from = 0; from < ids.size(); from += KeysPerStatement) {
            const std::size_t count = std::min(KeysPerStatement, ids.size() - from);
            const SqlRow parameters(ids.begin() + static_cast<std::ptrdiff_t>(from),
                                    ids.begin() + static_cast<std::ptrdiff_t>(from + count));
            const Result<std::int64_t> removed =
                engine.run("DELETE FROM " + quoted(table) + " WHERE " + quoted(owner) + " IN (" +
                               placeholders(count) + ")",
                           parameters);
            if (!removed)
                return removed.error();
            outcome.written[std::string(table)] += removed.value();
        }
    }
    for (const auto &[table, rows] : work.inserts.inOrder()) {
        const Result<std::int64_t> added = engine.insert(table, *rows);
        if (!added)
            return added.error();
        outcome.written[std::string(table)] += added.value();
    }
    for (const auto &[table, rows] : work.updates.inOrder()) {
        const Result<std::int64_t> changed =
            engine.update(table, platformTable(table).primaryKey.size(), *rows);
        if (!changed)
            return changed.error();
        if (changed.value() != static_cast<std::int64_t>(rows->size()))
            return gone(std::string(table));
        outcome.written[std::string(table)] += changed.value();
    }
    return advanceCounters(work);
}

/// Editors' rows come after ours.
Status PlatformWriter::advanceCounters(const Work &work) {
    for (const std::string_view table : work.usedIds) {
        if (Status s = advanceIds(m_platform.engine(), table, work.nextId.at(table) - 1); !s)
            return s;
    }
    return {};
}

} // namespace guiyi
