// The columns of a CMS, from rows to a tree.
#pragma once

#include "adapters/cms/cms_database.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::cms {

/// A column of the CMS on its way to a record.
struct ColumnRow {
    std::string key, parent; ///< as the CMS knows them; no parent: empty
    std::string url, body, updated;
    std::vector<std::string> urls;      ///< further addresses
    std::vector<std::string> listPages; ///< addresses of its list pages, with {page} or {page-1}
    std::int64_t listSize = 0;          ///< articles a list page shows
    std::int64_t listed = 0;            ///< articles in it and below; after countBelow()
    Column column;
    std::int64_t position = 0;
    std::int64_t children = 0;
};

/// Columns by the CMS's keys. Belongs to one thread.
class ColumnRows {
public:
    explicit ColumnRows(Findings &findings) : m_findings(findings) {}

    /// Takes a row whose addresses are worked out already; a key that was there is left out with a finding.
    void add(ColumnRow row);
    /// Parents first, siblings by position; parents that are missing or lead in a circle become none, with
    /// findings. Gives every column its id, path and place among its siblings.
    void order();

    /// Works out for every column how many articles it and those below it have; after order().
    void countBelow();

    ColumnRow *find(std::string_view key);
    const ColumnRow *find(std::string_view key) const;
    /// Positions in rows(), parents first; after order().
    const std::vector<std::size_t> &ordered() const { return m_order; }
    std::vector<ColumnRow> &rows() { return m_rows; }

private:
    bool leadsToItself(std::size_t start) const;

    Findings &m_findings;
    std::vector<ColumnRow> m_rows;
    std::map<std::string, std::size_t, std::less<>> m_at;
    std::vector<std::size_t> m_order;
};

} // namespace guiyi::cms
