#include "adapters/cms/cms_rows.h"

#include "adapters/cms/profile.h"
#include "schema/base/text.h"

#include <algorithm>
#include <iterator>

namespace guiyi::cms {

namespace {

/// In the order of Field.
constexpr std::array<std::string_view, Fields> ArticleFields = {
    "id",       "column",  "columns",         "title",        "subtitle", "url",     "urls",    "page_url",
    "state",    "link",    "published",       "updated",      "source",   "author",  "editor",  "keywords",
    "body",     "images",  "attachments",     "index_number", "issuer",   "written", "expires", "effective",
    "validity", "subject", "document_number", "body_file"};

std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    if (!text.empty())
        lines.reserve(4); // more are rare
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        if (const std::string_view line = text::trim(text.substr(begin, end - begin)); !line.empty())
            lines.push_back(line);
        begin = end + 1;
    }
    return lines;
}

} // namespace

RowNames::RowNames(const std::vector<std::string> &names) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string &name = names[i];
        m_at.emplace(name, static_cast<int>(i));
        if (name.starts_with(ExtraMark))
            m_extra.emplace(name.substr(1), static_cast<int>(i));
        else if (std::find(std::begin(ArticleFields), std::end(ArticleFields), name) ==
                 std::end(ArticleFields))
            m_extra.insert_or_assign(name, static_cast<int>(i));
    }
    for (std::size_t i = 0; i < Fields; ++i) {
        const auto it = m_at.find(ArticleFields[i]);
        m_fields[i] = it == m_at.end() ? -1 : it->second;
    }
}

std::map<std::string, std::string> RowNames::extra(const SnapshotRow &row) const {
    std::map<std::string, std::string> values;
    for (const auto &[name, at] : m_extra) {
        if (const std::string_view value = text::trim(row.text(at)); !value.empty())
            values.emplace_hint(values.end(), name, value);
    }
    return values;
}

std::string_view RowNames::text(const SnapshotRow &row, std::string_view name) const {
    const auto it = m_at.find(name);
    return it == m_at.end() ? std::string_view() : text::trim(row.text(it->second));
}

std::string_view RowNames::text(const SnapshotRow &row, Field field) const {
    const int at = m_fields[static_cast<std::size_t>(field)];
    return at < 0 ? std::string_view() : text::trim(row.text(at));
}

std::int64_t RowNames::number(const SnapshotRow &row, std::string_view name) const {
    const auto it = m_at.find(name);
    return it == m_at.end() ? 0 : row.number(it->second);
}

std::vector<std::string_view> RowNames::lines(const SnapshotRow &row, std::string_view name) const {
    return linesOf(text(row, name));
}

std::vector<std::string_view> RowNames::lines(const SnapshotRow &row, Field field) const {
    return linesOf(text(row, field));
}

KeptRow::KeptRow(std::shared_ptr<const RowNames> names, const SnapshotRow &row) : m_names(std::move(names)) {
    for (const std::string_view cell : row.cells())
        m_bytes += cell.size();
    m_text.reset(new char[m_bytes]);
    char *end = m_text.get();
    m_cells.reserve(row.cells().size());
    for (const std::string_view cell : row.cells()) {
        m_cells.emplace_back(end, cell.size());
        end = std::copy(cell.begin(), cell.end(), end);
    }
}

} // namespace guiyi::cms
