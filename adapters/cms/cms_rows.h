// Rows of a profile's queries by the names of their columns.
#pragma once

#include "adapters/cms/snapshot.h"

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::cms {

/// What the query of an article gives to the model, by the names of its columns; all else it gives is kept
/// beside it.
enum class Field {
    Id,
    Column,
    Columns,
    Title,
    Subtitle,
    Url,
    Urls,
    PageUrl,
    State,
    Link,
    Published,
    Updated,
    Source,
    Author,
    Editor,
    Keywords,
    Body,
    Images,
    Attachments,
    IndexNumber,
    Issuer,
    Written,
    Expires,
    Effective,
    Validity,
    Subject,
    DocumentNumber,
    BodyFile
};
constexpr std::size_t Fields = static_cast<std::size_t>(Field::BodyFile) + 1;

/// Where the columns of a query stand, by name.
class RowNames {
public:
    explicit RowNames(const std::vector<std::string> &names);
    bool has(std::string_view name) const { return m_at.find(name) != m_at.end(); }
    /// The value without blanks at its ends; empty when the query lacks the column.
    std::string_view text(const SnapshotRow &row, std::string_view name) const;
    std::string_view text(const SnapshotRow &row, Field field) const;
    std::int64_t number(const SnapshotRow &row, std::string_view name) const;
    /// Lines of the value without blanks at their ends; empty ones are left out. They last as long as the
    /// row.
    std::vector<std::string_view> lines(const SnapshotRow &row, std::string_view name) const;
    std::vector<std::string_view> lines(const SnapshotRow &row, Field field) const;
    /// What the row of an article has beyond the model, by name; empty values are left out.
    std::map<std::string, std::string> extra(const SnapshotRow &row) const;

private:
    std::map<std::string, int, std::less<>> m_at, m_extra;
    std::array<int, Fields> m_fields; ///< by Field; -1 where the query lacks the column
};

/// A row that outlasts its query, with what its columns are called. Moving it moves no text.
class KeptRow {
public:
    KeptRow(std::shared_ptr<const RowNames> names, const SnapshotRow &row);
    const RowNames &names() const { return *m_names; }
    SnapshotRow row() const { return SnapshotRow(m_cells); }
    std::size_t bytes() const { return m_bytes; }

private:
    std::shared_ptr<const RowNames> m_names;
    std::size_t m_bytes = 0;
    std::unique_ptr<char[]> m_text;
    std::vector<std::string_view> m_cells;
};

} // namespace guiyi::cms
