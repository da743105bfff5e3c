#include "adapters/cms/column_rows.h"

#include <algorithm>

namespace guiyi::cms {

void ColumnRows::add(ColumnRow row) {
    if (m_at.contains(row.key)) {
        m_findings.add(row.url, "cms.column.twice",
                       "two columns have the key " + row.key + "; the first one is taken", Severity::Warning);
        return;
    }
    m_at.emplace(row.key, m_rows.size());
    m_rows.push_back(std::move(row));
}

ColumnRow *ColumnRows::find(std::string_view key) {
    const auto it = m_at.find(key);
    return it == m_at.end() ? nullptr : &m_rows[it->second];
}

const ColumnRow *ColumnRows::find(std::string_view key) const {
    const auto it = m_at.find(key);
    return it == m_at.end() ? nullptr : &m_rows[it->second];
}

void ColumnRows::order() {
    std::map<std::string, std::vector<std::size_t>> children;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        ColumnRow &c = m_rows[i];
        if (!c.parent.empty() && !m_at.contains(c.parent)) {
            m_findings.add(c.url, "cms.column.orphan",
                           "column " + c.column.name + " (" + c.key + ") stands below " + c.parent +
                               ", which does not exist; it is taken as a top column",
                           Severity::Warning);
            c.parent.clear();
        }
        if (leadsToItself(i)) {
            m_findings.add(c.url, "cms.column.circle",
                           "column " + c.column.name + " (" + c.key +
                               ") stands below itself; it is taken as a top column",
                           Severity::Warning);
            c.parent.clear();
        }
        children[c.parent].push_back(i);
    }
    for (auto &[parent, list] : children)
        std::stable_sort(list.begin(), list.end(), [&](std::size_t a, std::size_t b) {
            return m_rows[a].position < m_rows[b].position;
        });
    // No recursion: the depth of a tree is the source's.
    std::vector<std::size_t> stack(children[""].rbegin(), children[""].rend());
    std::map<std::string, int> positions;
    while (!stack.empty()) {
        const std::size_t i = stack.back();
        stack.pop_back();
        ColumnRow &c = m_rows[i];
        c.column.id = static_cast<RecordId>(m_order.size()) + 1;
        c.column.position = positions[c.parent]++;
        if (!c.parent.empty()) {
            ColumnRow &parent = m_rows[m_at.at(c.parent)];
            c.column.parent = parent.column.id;
            c.column.path = parent.column.path;
            ++parent.children;
        }
        c.column.path.push_back(c.column.name);
        m_order.push_back(i);
        const auto below = children.find(c.key);
        if (below != children.end())
            stack.insert(stack.end(), below->second.rbegin(), below->second.rend());
    }
}

void ColumnRows::countBelow() {
    for (ColumnRow &c : m_rows)
        c.listed = c.column.articles;
    for (auto i = m_order.rbegin(); i != m_order.rend(); ++i) {
        const ColumnRow &c = m_rows[*i];
        if (ColumnRow *parent = c.parent.empty() ? nullptr : find(c.parent))
            parent->listed += c.listed;
    }
}

bool ColumnRows::leadsToItself(std::size_t start) const {
    std::size_t at = start;
    for (std::size_t steps = 0; steps <= m_rows.size(); ++steps) {
        const auto parent = m_at.find(m_rows[at].parent);
        if (m_rows[at].parent.empty() || parent == m_at.end())
            return false;
        at = parent->second;
        if (at == start)
            return true;
    }
    return true;
}

} // namespace guiyi::cms
