#include "adapters/cms/cms_rows.h"

#include "schema/base/text.h"

namespace guiyi::cms {

RowNames::RowNames(const std::vector<std::string> &names) {
    for (std::size_t i = 0; i < names.size(); ++i)
        m_at.emplace(names[i], static_cast<int>(i));
}

std::string_view RowNames::text(const SnapshotRow &row, std::string_view name) const {
    const auto it = m_at.find(name);
    return it == m_at.end() ? std::string_view() : text::trim(row.text(it->second));
}

std::int64_t RowNames::number(const SnapshotRow &row, std::string_view name) const {
    const auto it = m_at.find(name);
    return it == m_at.end() ? 0 : row.number(it->second);
}

std::vector<std::string> RowNames::lines(const SnapshotRow &row, std::string_view name) const {
    std::vector<std::string> lines;
    for (const std::string &line : text::split(text(row, name), '\n')) {
        if (const std::string_view trimmed = text::trim(line); !trimmed.empty())
            lines.emplace_back(trimmed);
    }
    return lines;
}

} // namespace guiyi::cms
