#include "adapters/cms/cms_rows.h"

#include "adapters/cms/profile.h"
#include "schema/base/text.h"

#include <algorithm>
#include <iterator>

namespace guiyi::cms {

namespace {

/// What an article's query gives to the model; all else it gives is kept beside it.
constexpr std::string_view ArticleFields[] = {
    "id",       "column",  "columns",         "title",        "subtitle", "url",     "urls",    "page_url",
    "state",    "link",    "published",       "updated",      "source",   "author",  "editor",  "keywords",
    "body",     "images",  "attachments",     "index_number", "issuer",   "written", "expires", "effective",
    "validity", "subject", "document_number", "body_file"};

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
}

std::map<std::string, std::string> RowNames::extra(const SnapshotRow &row) const {
    std::map<std::string, std::string> values;
    for (const auto &[name, at] : m_extra) {
        if (const std::string_view value = text::trim(row.text(at)); !value.empty())
            values.emplace(name, value);
    }
    return values;
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
