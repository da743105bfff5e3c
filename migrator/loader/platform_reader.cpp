// Reading what the platform has, many records at a time.
#include "migrator/loader/platform.h"

#include <algorithm>
#include <cstdlib>

namespace guiyi {

namespace {

constexpr std::size_t KeysPerQuery = 500;

StoredRow stored(const SqlRow &row) {
    StoredRow copy;
    copy.reserve(row.size());
    for (const SqlValue &value : row)
        copy.push_back(value ? std::optional<std::string>(*value) : std::nullopt);
    return copy;
}

std::vector<std::string_view> views(const std::vector<std::string> &texts) {
    return {texts.begin(), texts.end()};
}

} // namespace

Status Platform::readTable(std::string_view table, std::string_view column, const std::string &order,
                           const std::vector<std::string_view> &values,
                           const std::function<void(const SqlRow &)> &visit) {
    const PlatformTable &known = platformTable(table);
    for (std::size_t from = 0; from < values.size(); from += KeysPerQuery) {
        const std::size_t count = std::min(KeysPerQuery, values.size() - from);
        const SqlRow parameters(values.begin() + static_cast<std::ptrdiff_t>(from),
                                values.begin() + static_cast<std::ptrdiff_t>(from + count));
        const Status s =
            m_engine->each("SELECT " + quotedList(known.columnNames()) + " FROM " + quoted(table) +
                               " WHERE " + quoted(column) + " IN (" + placeholders(count) + ")" + order,
                           parameters, [&visit](const SqlRow &row) {
                               visit(row);
                               return Status();
                           });
        if (!s)
            return s;
    }
    return {};
}

Result<std::unordered_map<std::string, StoredRecord>>
Platform::read(const std::string &entity, const std::vector<std::string> &keys, bool contents) {
    std::unordered_map<std::string, StoredRecord> records;
    const EntityForm *form = entityForm(entity);
    if (form == nullptr)
        return Error{ErrorKind::Failed, "reading the platform", entity, "no such kind of record",
                     "report this"};
    // The values follow the columns entity, key, site, id, hash, batch, retired, fields.
    const std::string order = " AND \"entity\"='" + entity + "'";
    const Status s = readTable("identity", "key", order, views(keys), [&](const SqlRow &row) {
        StoredRecord &record = records[std::string(*row[1])];
        const StoredRow own = stored(row);
        record.known = record.present = true;
        record.id = numberFrom(own[3]);
        record.hash = own[4].value_or(std::string());
        record.batch = numberFrom(own[5]);
        record.retired = numberFrom(own[6]) != 0;
        record.base = own[7].value_or(std::string());
        record.rows["identity"].push_back(own);
    });
    if (!s)
        return s.error();
    if (contents) {
        if (Status read = readRows(*form, records); !read)
            return read.error();
    }
    return records;
}

Status Platform::readRows(const EntityForm &form, std::unordered_map<std::string, StoredRecord> &records) {
    const Result<Places *> places = this->places();
    if (!places)
        return places.error();
    std::unordered_map<std::string, StoredRecord *> owners; // by the value the rows are found by
    std::vector<std::string> ids;
    for (auto &[key, record] : records) {
        const std::string id = form.numbered ? std::to_string(record.id) : key;
        owners.emplace(id, &record);
        ids.push_back(id);
    }
    const auto keep = [&](std::string_view table) {
        return [&owners, table](const SqlRow &row) {
            const auto owner = owners.find(std::string(*row[0]));
            if (owner != owners.end())
                owner->second->rows[std::string(table)].push_back(stored(row));
        };
    };
    const std::string_view key = platformTable(form.table).primaryKey.front();
    if (Status s = readTable(form.table, key, {}, views(ids), keep(form.table)); !s)
        return s;
    for (const PartForm &part : form.parts) {
        const PlatformTable &table = platformTable(part.table);
        const auto owner = static_cast<std::size_t>(
            std::find_if(table.columns.begin(), table.columns.end(),
                         [&](const PlatformColumn &c) { return c.name == part.owner; }) -
            table.columns.begin());
        const std::string order =
            table.column("position") == nullptr ? "" : " ORDER BY " + quoted(part.owner) + ",\"position\"";
        const Status s = readTable(part.table, part.owner, order, views(ids), [&](const SqlRow &row) {
            const auto found = owners.find(std::string(*row[owner]));
            if (found != owners.end())
                found->second->rows[std::string(part.table)].push_back(stored(row));
        });
        if (!s)
            return s;
    }
    if (form.entity == "file") {
        std::unordered_map<std::string, std::vector<StoredRecord *>> byContent;
        std::vector<std::string> contents;
        for (auto &[own, record] : records) {
            const auto row = record.rows.find(form.table);
            if (row == record.rows.end())
                continue;
            const std::string &sha256 = *row->second.front()[2]; // id, tenant, sha256
            byContent[sha256].push_back(&record);
            contents.push_back(sha256);
        }
        const Status s = readTable("file", "sha256", {}, views(contents), [&](const SqlRow &row) {
            for (StoredRecord *record : byContent[std::string(*row[0])])
                record->rows["file"].assign(1, stored(row));
        });
        if (!s)
            return s;
    }
    for (auto &[own, record] : records) {
        record.present = record.rows.find(form.table) != record.rows.end();
        if (record.present)
            record.record = recordFrom(form, own, record.rows, **places);
    }
    return {};
}

Result<std::set<std::string>> Platform::occupied(const std::vector<const Record *> &records) {
    std::set<std::string> keys;
    if (records.empty())
        return keys;
    const EntityForm *form = entityForm(records.front()->entity);
    std::unordered_map<std::string_view, std::vector<const Record *>> byPlace;
    std::vector<std::string_view> places;
    for (const Record *record : records) {
        const std::string_view place =
            form->numbered ? std::string_view(record->field(form->place)) : record->key;
        byPlace[place].push_back(record);
        places.push_back(place);
    }
    const auto &columns = platformTable(form->table).columns;
    const auto at = static_cast<std::size_t>(
        std::find_if(columns.begin(), columns.end(),
                     [&](const PlatformColumn &c) { return c.name == form->place; }) -
        columns.begin());
    Status s = readTable(form->table, form->place, {}, places, [&](const SqlRow &row) {
        for (const Record *record : byPlace[*row[at]])
            keys.insert(record->key);
    });
    if (s && form->entity == "tenant") {
        std::vector<std::string_view> sites;
        for (const Record *record : records)
            sites.push_back(record->site);
        s = readTable(form->table, "site", {}, sites,
                      [&](const SqlRow &row) { keys.insert(std::string(*row[1])); }); // id, site
    }
    if (!s)
        return s.error();
    return keys;
}

Result<std::set<std::string>> Platform::knownContents(const std::vector<std::string> &sha256) {
    std::set<std::string> known;
    const Status s = readTable("file", "sha256", {}, views(sha256),
                               [&](const SqlRow &row) { known.insert(std::string(*row[0])); });
    if (!s)
        return s.error();
    return known;
}

Status Platform::eachLoadedKey(const std::string &site, const std::string &entity,
                               const std::function<Status(const std::string &)> &visit) {
    return m_engine->each("SELECT \"key\" FROM \"identity\" WHERE \"site\"=? AND \"entity\"=? AND "
                          "\"retired\"=0 ORDER BY \"key\"",
                          {site, entity},
                          [&visit](const SqlRow &row) { return visit(std::string(*row[0])); });
}

} // namespace guiyi
