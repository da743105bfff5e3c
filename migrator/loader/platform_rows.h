// Records as rows and rows as records: which table a kind of record lives in, and where each field stands.
#pragma once

#include "migrator/loader/platform_schema.h"
#include "migrator/plan/record.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace guiyi {

/// Ids of tenants and their columns, both ways. They are few, so all are held.
class Places {
public:
    static Result<Places> load(SqlEngine &engine);
    void addTenant(const std::string &site, std::int64_t id);
    void addColumn(const std::string &site, const std::string &code, std::int64_t id);
    /// 0 when there is none.
    std::int64_t tenant(const std::string &site) const;
    std::int64_t column(const std::string &site, const std::string &code) const;
    /// "" when there is none.
    const std::string &siteOf(std::int64_t tenant) const;
    const std::pair<std::string, std::string> &columnAt(std::int64_t id) const;

private:
    std::map<std::string, std::int64_t> m_tenants;
    std::map<std::int64_t, std::string> m_sites;
    std::map<std::pair<std::string, std::string>, std::int64_t> m_columns;
    std::map<std::int64_t, std::pair<std::string, std::string>> m_places;
};

/// A part of a record in a table of its own: rows that carry the record's id in `owner`, in the order of
/// their position.
struct PartForm {
    std::string_view field, table, owner;
};

/// Where a kind of record is kept.
struct EntityForm {
    std::string_view entity, table;
    bool numbered = true; ///< the row has an id of ours; otherwise its primary key is the record's key
    std::vector<std::string_view> fields; ///< of the record, in order, without the parts
    std::vector<PartForm> parts;          ///< further fields, after the others
    std::string_view place;               ///< the column that must not be held by a row of others
};
const std::vector<EntityForm> &entityForms();
const EntityForm *entityForm(std::string_view entity);

/// Rows as the platform has them.
using StoredRow = std::vector<std::optional<std::string>>;
using StoredRows = std::map<std::string, std::vector<StoredRow>, std::less<>>; ///< by table

/// Why the platform cannot hold the record, whatever its engine: a key longer than can be indexed, text that
/// is not UTF-8 or holds a zero byte. Nothing when it can.
std::optional<std::string> refusal(const Record &record);

/// Rows to be written, by table. Views point into the records they were made of.
class RowSets {
public:
    RowSet &of(std::string_view table);
    /// In the order of platformTables().
    std::vector<std::pair<std::string_view, const RowSet *>> inOrder() const;

private:
    std::map<std::string_view, RowSet> m_sets;
};

/// The tenant or column the record needs and that is not there; nothing when all are.
std::optional<std::string> missingPlace(const EntityForm &form, const Record &record, const Places &places);
/// Adds the record's own row; its places must be there.
void addMainRow(RowSets &sets, const EntityForm &form, const Record &record, std::int64_t id,
                const Places &places);
/// Adds the rows of one part; their places must be there.
void addPartRows(RowSets &sets, const PartForm &part, const Record &record, std::int64_t id,
                 const Places &places);

/// The record these rows make; `rows` holds its own row and its parts.
Record recordFrom(const EntityForm &form, const std::string &key, const StoredRows &rows,
                  const Places &places);

/// Rows a plan action writes, by table, with those of the id map and the journal. `now` is what the platform
/// has (update only). `newContent`: the record is a file whose content no tenant has yet.
RowCounts rowsOfAction(std::string_view action, const Record *desired, const Record *now, bool newContent);

/// Stored rows as JSON and back, exactly.
std::string storedRowsJson(const StoredRows &rows);
StoredRows storedRowsFromJson(const std::string &json);

} // namespace guiyi
