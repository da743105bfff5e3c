#include "migrator/plan/comparer.h"

#include "schema/base/text.h"

#include <algorithm>
#include <set>

namespace guiyi {

namespace {

constexpr std::size_t RecordsAtOnce = 500, BytesAtOnce = 8U << 20U;

} // namespace

void addToHash(Hasher &hash, const PlanRow &row) {
    hash.add(row.seq).add(row.site).add(row.entity).add(row.key).add(toText(row.action));
    hash.add(row.desiredHash)
        .add(row.platformHash)
        .add(row.reason)
        .add(row.rows)
        .add(text::join(row.kept, " "));
}

/// What the platform has for the collected records.
struct Comparer::Known {
    std::vector<std::string> hashes; ///< of the records
    StoredRecords stored;
    std::set<std::string> occupied;
    std::vector<PlatformSide> sides;
    std::vector<Verdict> verdicts;
    std::vector<std::vector<std::string>> kept; ///< fields in which people's values stay
    std::vector<bool> newContents;              ///< files only
};

Status Comparer::add(const Record &record) {
    if (!m_records.empty() && m_records.front().entity != record.entity) {
        if (Status s = flush(); !s)
            return s;
    }
    for (const auto &[name, value] : record.fields)
        m_bytes += value.size();
    m_records.push_back(record);
    return m_records.size() >= RecordsAtOnce || m_bytes >= BytesAtOnce ? flush() : Status();
}

Status Comparer::flush() {
    if (m_records.empty())
        return {};
    Known known;
    if (Status s = know(known); !s)
        return s;
    for (std::size_t i = 0; i < m_records.size(); ++i) {
        const Record &record = m_records[i];
        PlanRow row;
        row.site = record.site;
        row.entity = record.entity;
        row.key = record.key;
        row.action = known.verdicts[i].action;
        row.reason = known.verdicts[i].reason;
        row.source = record.source;
        row.target = record.target;
        row.title = record.title;
        row.desiredHash = known.hashes[i];
        row.platformHash = known.sides[i].currentHash;
        row.kept = known.kept[i];
        row.changes = "{}";
        const auto stored = known.stored.find(record.key);
        const Record *now =
            stored != known.stored.end() && stored->second.present && !stored->second.record.fields.empty()
                ? &stored->second.record
                : nullptr;
        const bool shows = row.action == PlanAction::Update || row.action == PlanAction::Conflict;
        if (shows && now != nullptr)
            row.changes = changesBetween(*now, record);
        const bool brings = row.action == PlanAction::Create && !known.newContents.empty() &&
                            known.newContents[i] &&
                            m_plannedContents.insert(hash64(record.field("sha256"))).second;
        row.rows = toText(rowsOfAction(toText(row.action), &record, now, brings));
        if (Status s = put(row); !s)
            return s;
    }
    m_records.clear();
    m_bytes = 0;
    return {};
}

Status Comparer::know(Known &known) {
    const std::string &entity = m_records.front().entity;
    std::vector<std::string> keys;
    for (const Record &record : m_records) {
        keys.push_back(record.key);
        known.hashes.push_back(hashOf(record));
    }
    if (m_platform != nullptr) {
        Result<StoredRecords> stored = m_platform->read(entity, keys, m_contents);
        if (!stored)
            return stored.error();
        known.stored = std::move(stored).value();
        std::vector<const Record *> strange;
        for (const Record &record : m_records) {
            if (known.stored.count(record.key) == 0)
                strange.push_back(&record);
        }
        Result<std::set<std::string>> occupied = m_platform->occupied(strange);
        if (!occupied)
            return occupied.error();
        known.occupied = std::move(occupied).value();
    }
    for (std::size_t i = 0; i < m_records.size(); ++i) {
        const Record &record = m_records[i];
        const auto stored = known.stored.find(record.key);
        const StoredRecord *one = stored == known.stored.end() ? nullptr : &stored->second;
        known.sides.push_back(sideOf(one, known.occupied.count(record.key) != 0, m_contents));
        known.verdicts.push_back(classify(known.hashes[i], known.sides.back()));
    }
    known.kept.resize(m_records.size());
    if (Status s = readChanged(known); !s)
        return s;
    for (std::size_t i = 0; i < m_records.size(); ++i) {
        Verdict &verdict = known.verdicts[i];
        const auto stored = known.stored.find(m_records[i].key);
        const bool there = stored != known.stored.end() && stored->second.present;
        if (there && (verdict.action == PlanAction::Update || verdict.action == PlanAction::Conflict))
            decide(i, known);
        const bool writes = verdict.action == PlanAction::Create || verdict.action == PlanAction::Update;
        if (const auto why = writes ? refusal(m_records[i]) : std::nullopt)
            verdict = {PlanAction::Conflict, "the platform cannot hold it: " + *why};
    }
    if (entity != "file")
        return {};
    Result<std::vector<bool>> contents = newContents();
    if (!contents)
        return contents.error();
    known.newContents = std::move(contents).value();
    return {};
}

/// The contents of records that differ from what was loaded, unless all contents were read.
Status Comparer::readChanged(Known &known) {
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < m_records.size() && !m_contents; ++i) {
        const PlanAction action = known.verdicts[i].action;
        if (known.sides[i].present && (action == PlanAction::Update || action == PlanAction::Conflict))
            keys.push_back(m_records[i].key);
    }
    if (keys.empty())
        return {};
    Result<StoredRecords> changed = m_platform->read(m_records.front().entity, keys, true);
    if (!changed)
        return changed.error();
    for (std::size_t i = 0; i < m_records.size(); ++i) {
        const auto found = changed->find(m_records[i].key);
        if (found == changed->end())
            continue;
        known.sides[i] = sideOf(&found->second, false, true);
        known.verdicts[i] = classify(known.hashes[i], known.sides[i]);
        known.stored[found->first] = std::move(found->second);
    }
    return {};
}

/// Puts what the source has and what people made of it together, field by field.
void Comparer::decide(std::size_t at, Known &known) {
    const StoredRecord &stored = known.stored.at(m_records[at].key);
    Verdict &verdict = known.verdicts[at];
    Merge merge = mergeRecords(m_records[at], stored.record, stored.base, m_policies);
    if (!merge.asked.empty()) {
        verdict = {PlanAction::Conflict,
                   "changed on the platform since it was loaded: " + fieldList(merge.asked)};
        return;
    }
    m_records[at] = std::move(merge.record);
    known.hashes[at] = hashOf(m_records[at]);
    known.kept[at] = merge.kept;
    if (known.hashes[at] == known.sides[at].currentHash)
        verdict = {PlanAction::Unchanged, "the platform has it already"};
    else if (verdict.action == PlanAction::Conflict)
        verdict = {PlanAction::Update, "changed since it was loaded"};
    if (!merge.kept.empty())
        verdict.reason += "; people's values stay: " + fieldList(merge.kept);
    if (!merge.replaced.empty())
        verdict.reason += "; people's changes are overwritten: " + fieldList(merge.replaced);
}

/// For each collected file whether the platform has no such content yet.
Result<std::vector<bool>> Comparer::newContents() {
    std::set<std::string> have;
    if (m_platform != nullptr) {
        std::vector<std::string> contents;
        for (const Record &record : m_records)
            contents.push_back(record.field("sha256"));
        Result<std::set<std::string>> known = m_platform->knownContents(contents);
        if (!known)
            return known.error();
        have = std::move(known).value();
    }
    std::vector<bool> isNew;
    for (const Record &record : m_records)
        isNew.push_back(have.count(record.field("sha256")) == 0);
    return isNew;
}

Status Comparer::retireMissing(const std::string &site) {
    if (m_platform == nullptr)
        return {};
    for (const char *entity : {"column", "file", "article", "address"}) {
        const Result<std::vector<std::string>> keys = missingKeys(site, entity);
        if (!keys)
            return keys.error();
        for (std::size_t from = 0; from < keys->size(); from += RecordsAtOnce) {
            const std::size_t count = std::min(RecordsAtOnce, keys->size() - from);
            const auto first = keys->begin() + static_cast<std::ptrdiff_t>(from);
            if (Status s = retire(site, entity, {first, first + static_cast<std::ptrdiff_t>(count)}); !s)
                return s;
        }
    }
    return {};
}

Result<std::vector<std::string>> Comparer::missingKeys(const std::string &site, const std::string &entity) {
    std::vector<std::string> keys;
    const Status s = m_platform->eachLoadedKey(site, entity, [&](const std::string &key) -> Status {
        const Result<bool> planned = m_plan.has(entity, key);
        if (!planned)
            return planned.error();
        if (!planned.value())
            keys.push_back(key);
        return {};
    });
    if (!s)
        return s.error();
    return keys;
}

Status Comparer::retire(const std::string &site, const std::string &entity,
                        const std::vector<std::string> &keys) {
    const Result<StoredRecords> stored = m_platform->read(entity, keys, true);
    if (!stored)
        return stored.error();
    for (const std::string &key : keys) {
        const auto found = stored->find(key);
        if (found == stored->end())
            continue;
        const StoredRecord &now = found->second;
        const PlatformSide side = sideOf(&now, false, true);
        const Verdict verdict = classify(std::nullopt, side);
        if (verdict.action == PlanAction::None)
            continue;
        PlanRow row;
        row.site = site;
        row.entity = entity;
        row.key = row.source = key;
        row.action = verdict.action;
        row.reason = verdict.reason;
        row.platformHash = side.currentHash;
        row.changes = "{}";
        row.target = now.record.field(entity == "address" ? "target" : "url");
        row.title = now.record.field("title");
        row.rows = toText(rowsOfAction(toText(row.action), nullptr, &now.record, false));
        if (Status s = put(row); !s)
            return s;
    }
    return {};
}

Status Comparer::put(const PlanRow &row) {
    m_conflicts += row.action == PlanAction::Conflict ? 1 : 0;
    PlanRow numbered = row;
    numbered.seq = ++m_rows; // as the plan numbers them
    addToHash(m_hash, numbered);
    return m_plan.add(numbered);
}

} // namespace guiyi
