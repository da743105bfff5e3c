#include "adapters/site/list_rows.h"

#include "adapters/site/data_island.h"
#include "adapters/site/dates.h"
#include "schema/base/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace guiyi::site {

using html::Tag;

namespace {

constexpr std::size_t LongestRow = 300; // visible characters of a row; more is no row of a list

/// The row a link stands in: the nearest li, tr, dd, p or div that holds no other titled link; -1 when there
/// is none.
std::int32_t rowOf(const PageView &view, std::int32_t link) {
    std::int32_t row = view[link].parent;
    for (int up = 0; up < 5 && row > 0; ++up) {
        const Tag tag = view[row].node.tag();
        if (view[row].text + view[row].linkText > LongestRow)
            return -1;
        if (tag == Tag::Li || tag == Tag::Tr || tag == Tag::Dd || tag == Tag::Dl)
            break;
        if (view[row].text > 0 && (tag == Tag::Div || tag == Tag::P))
            break;
        row = view[row].parent;
    }
    return row;
}

/// What stands in the row outside links.
std::string rowText(const PageView &view, std::int32_t row) {
    std::string out;
    for (std::int32_t i = std::max(row, 0); row >= 0 && i < view[row].end; ++i) {
        if (view[i].node.isText() && !view[i].silent && !view[i].inLink) {
            out += view[i].node.text();
            out += ' ';
        }
    }
    return out;
}

/// Where a script's array of objects with titles begins; npos when it has none.
std::size_t startOfList(std::string_view script) {
    if (script.find("\"title\"") == std::string_view::npos &&
        script.find("\"infoTitle\"") == std::string_view::npos)
        return std::string_view::npos;
    for (std::size_t at = script.find('['); at != std::string_view::npos; at = script.find('[', at + 1)) {
        const std::size_t object = script.find_first_not_of(" \t\r\n", at + 1);
        if (object == std::string_view::npos || script[object] != '{')
            continue;
        const std::size_t key = script.find_first_not_of(" \t\r\n", object + 1);
        if (key != std::string_view::npos && script[key] == '"')
            return at;
    }
    return std::string_view::npos;
}

std::string fullestTitle(const PageView &view, std::int32_t link) {
    const std::string shown = text::collapse(view.text(link));
    const std::string attribute = text::collapse(view[link].node.attribute("title"));
    return text::visibleLength(attribute) > text::visibleLength(shown) || text::contains(shown, "...")
               ? (attribute.empty() ? shown : attribute)
               : shown;
}

/// Collects the rows of one page.
class Rows {
public:
    Rows(const PageView &view, const ChromeTexts *chrome, const Knowledge &knowledge, const PageLinks &links)
        : m_view(view), m_chrome(chrome), m_knowledge(knowledge), m_links(links) {}

    PageRows collect(std::int32_t crumbs) {
        for (std::int32_t i = 0; i < m_view.size(); ++i) {
            if (i == crumbs)
                i = m_view[i].end - 1;
            else if (m_view.isTag(i, Tag::A) && !m_view[i].silent)
                add(i);
        }
        // One dated link is no list; rows of a list have one shape.
        for (auto &[signature, row] : m_outside) {
            if (m_dated[signature] >= LeastDatedRows)
                m_rows.outside.push_back(std::move(row));
        }
        return std::move(m_rows);
    }

private:
    static constexpr int LeastDatedRows = 2;

    void add(std::int32_t link) {
        const std::string_view href = m_view[link].node.attribute("href");
        const HrefForm form = formOf(href);
        const auto url =
            form == HrefForm::Http || form == HrefForm::Relative ? m_links.resolve(href) : std::nullopt;
        if (!url || url->text() == m_links.page().text())
            return;
        const bool own = m_links.own(href).has_value();
        const TargetKind kind = own ? m_links.site().kindOf(*url) : TargetKind::Foreign;
        const bool page = own && (kind == TargetKind::Page || kind == TargetKind::MissingPage);
        if (!page && kind != TargetKind::Foreign && kind != TargetKind::Document)
            return;
        const std::string title = fullestTitle(m_view, link);
        if (title.empty() || (m_chrome != nullptr && m_chrome->contains(textHash(m_view.text(link)))))
            return;
        if (title.find_first_not_of("0123456789") == std::string::npos)
            return; // a pager's number
        const auto &pagers = m_knowledge.pagerWords;
        if (std::find(pagers.begin(), pagers.end(), text::squash(title)) != pagers.end())
            return;
        const std::int32_t row = rowOf(m_view, link);
        const auto date = findDate(rowText(m_view, row));
        if (date && row >= 0)
            ++m_dated[m_view[row].signature];
        ListRow found{url->text(), title, date ? date->iso.substr(0, 10) : std::string()};
        if (page)
            m_rows.own.push_back(std::move(found));
        else if (date && row >= 0 && text::visibleLength(title) >= LeastTitle)
            m_outside.emplace_back(m_view[row].signature, std::move(found));
    }

    static constexpr std::size_t LeastTitle = 4; // visible characters

    const PageView &m_view;
    const ChromeTexts *m_chrome;
    const Knowledge &m_knowledge;
    const PageLinks &m_links;
    PageRows m_rows;
    std::map<std::uint64_t, int> m_dated;                     ///< rows with a date, by shape
    std::vector<std::pair<std::uint64_t, ListRow>> m_outside; ///< shape of the row, row
};

} // namespace

PageRows findListRows(const PageView &view, std::int32_t crumbs, const ChromeTexts *chrome,
                      const Knowledge &knowledge, const PageLinks &links) {
    return Rows(view, chrome, knowledge, links).collect(crumbs);
}

std::vector<ListRow> findScriptRows(const PageView &view, const Knowledge &knowledge,
                                    const PageLinks &links) {
    std::vector<ListRow> rows;
    for (std::int32_t i = 0; i < view.size(); ++i) {
        const bool container =
            view.isTag(i, Tag::Script) || view.isTag(i, Tag::Textarea) || view[i].node.name() == "xml";
        if (!container)
            continue;
        std::string content;
        for (std::int32_t j = i + 1; j < view[i].end; ++j) {
            if (view[j].node.isText())
                content += view[j].node.text();
        }
        std::vector<ListRow> found;
        if (content.find("<record>") != std::string::npos)
            found = readDatastore(content, knowledge, links);
        else if (const std::size_t list = startOfList(content); list != std::string::npos)
            found = readDataList(std::string_view(content).substr(list), links).rows;
        rows.insert(rows.end(), found.begin(), found.end());
    }
    return rows;
}

std::string withoutPageNumber(std::string_view target) {
    std::string s(target);
    const std::size_t mark = s.find('?');
    if (mark != std::string::npos) {
        std::string kept;
        for (const std::string &pair : text::split(std::string_view(s).substr(mark + 1), '&')) {
            const std::string key = text::lower(pair.substr(0, pair.find('=')));
            static constexpr std::array<std::string_view, 10> PageKeys = {
                "page",     "p",       "pageno", "pagenum",  "pageindex",
                "currpage", "curpage", "pn",     "cur_page", "currentpage"};
            if (std::find(PageKeys.begin(), PageKeys.end(), key) != PageKeys.end())
                continue;
            kept += kept.empty() ? "?" : "&";
            kept += pair;
        }
        return s.substr(0, mark) + kept;
    }
    const std::size_t dot = s.rfind('.');
    const std::size_t slash = s.rfind('/');
    if (dot == std::string::npos || (slash != std::string::npos && dot < slash))
        return s;
    std::size_t digits = dot;
    while (digits > 0 && s[digits - 1] >= '0' && s[digits - 1] <= '9')
        --digits;
    if (digits < dot && dot - digits <= 2 && digits > 0 && (s[digits - 1] == '_' || s[digits - 1] == '-'))
        s.erase(digits - 1, dot - digits + 1);
    return s;
}

ArticlePager findArticlePager(const PageView &view, std::int32_t begin, std::int32_t end,
                              const PageLinks &links) {
    ArticlePager pager;
    const std::string own = withoutPageNumber(links.page().target());
    const std::string ownTarget = links.page().target();
    for (std::int32_t i = begin; i < end; ++i) {
        if (!view.isTag(i, Tag::A))
            continue;
        std::string label = text::squash(view.text(i));
        for (std::string_view bracket : {"[", "]", "【", "】", "第", "页", "(", ")"})
            label = text::replaceAll(std::move(label), bracket, "");
        if (label.empty() || label.size() > 3 || label.find_first_not_of("0123456789") != std::string::npos)
            continue;
        const auto url = links.own(view[i].node.attribute("href"));
        if (!url || withoutPageNumber(url->target()) != own || url->target() == ownTarget)
            continue;
        const int number = std::atoi(label.c_str());
        const bool known = std::any_of(pager.pages.begin(), pager.pages.end(),
                                       [&](const NumberedPage &p) { return p.number == number; });
        if (number < 1 || known)
            continue;
        pager.pages.push_back({number, url->text()});
        const std::int32_t holder = view[i].parent;
        if (pager.item < 0)
            pager.item = holder;
        else
            while (pager.item > 0 && !view.contains(pager.item, i))
                pager.item = view[pager.item].parent;
    }
    std::sort(pager.pages.begin(), pager.pages.end(),
              [](const NumberedPage &a, const NumberedPage &b) { return a.number < b.number; });
    return pager;
}

} // namespace guiyi::site
