#include "adapters/html/splice.h"

#include "adapters/html/scan.h"

#include <algorithm>

namespace guiyi::html {

bool Splicer::replace(SourceRange range, std::string_view text) {
    if (range.begin > range.end || range.end > m_source.size())
        return false;
    const auto at =
        std::lower_bound(m_changes.begin(), m_changes.end(), range, [](const Change &change, SourceRange r) {
            return change.range.begin < r.begin ||
                   (change.range.begin == r.begin && change.range.end < r.end);
        });
    if (at != m_changes.end() && at->range == range)
        return at->text == text;
    if (at != m_changes.end() && at->range.begin < range.end)
        return false;
    if (at != m_changes.begin() && (at - 1)->range.end > range.begin)
        return false;
    m_changes.insert(at, {range, std::string(text)});
    return true;
}

bool Splicer::setAttribute(Node element, std::string_view name, std::string_view value) {
    const std::size_t index = element.attributeIndex(name);
    if (index >= element.attributeCount() || name.starts_with('='))
        return false;
    const SourceRange range = element.attributeAt(index).valueRange;
    if (range.begin == 0 || range.end > m_source.size())
        return false;
    const char before = m_source[range.begin - 1];
    // A quote counts when it opened the value: its like stands right behind.
    const bool quoted =
        (before == '"' || before == '\'') && range.end < m_source.size() && m_source[range.end] == before;
    const char quote = quoted ? before : '"';
    std::string text;
    for (const char c : value) {
        if (c == '&')
            text.append("&amp;");
        else if (c == quote)
            text.append(quote == '"' ? "&quot;" : "&#39;");
        else
            text.push_back(c);
    }
    if (!quoted) {
        std::size_t left = range.begin;
        while (left > 0 && isSpace(m_source[left - 1]))
            --left;
        const bool hasEquals = left > 0 && m_source[left - 1] == '=';
        text = (hasEquals ? "\"" : "=\"") + text + "\"";
    }
    return replace(range, text);
}

std::string Splicer::result() const {
    std::string out;
    out.reserve(m_source.size() + 64 * m_changes.size());
    std::size_t done = 0;
    for (const Change &change : m_changes) {
        out.append(m_source.substr(done, change.range.begin - done)).append(change.text);
        done = change.range.end;
    }
    return out.append(m_source.substr(done));
}

} // namespace guiyi::html
