#include "adapters/site/list_rows.h"

#include "adapters/site/dates.h"
#include "schema/base/text.h"

#include <algorithm>
#include <array>

namespace guiyi::site {

using html::Tag;

namespace {

constexpr std::size_t LongestRow = 300; // visible characters of a row; more is no row of a list

/// The row a link stands in: the nearest li, tr, dd, p or div that holds no other titled link.
std::string rowText(const PageView &view, std::int32_t link) {
    std::int32_t row = view[link].parent;
    for (int up = 0; up < 5 && row > 0; ++up) {
        const Tag tag = view[row].node.tag();
        if (view[row].text + view[row].linkText > LongestRow)
            return {};
        if (tag == Tag::Li || tag == Tag::Tr || tag == Tag::Dd || tag == Tag::Dl)
            break;
        if (view[row].text > 0 && (tag == Tag::Div || tag == Tag::P))
            break;
        row = view[row].parent;
    }
    std::string out;
    for (std::int32_t i = row; i < view[row].end; ++i) {
        if (view[i].node.isText() && !view[i].silent && !view[i].inLink) {
            out += view[i].node.text();
            out += ' ';
        }
    }
    return out;
}

std::string fullestTitle(const PageView &view, std::int32_t link) {
    const std::string shown = text::collapse(view.text(link));
    const std::string attribute = text::collapse(view[link].node.attribute("title"));
    return text::visibleLength(attribute) > text::visibleLength(shown) || text::contains(shown, "...")
               ? (attribute.empty() ? shown : attribute)
               : shown;
}

void collectRows(const PageView &view, std::int32_t crumbs, const ChromeTexts *chrome,
                 const Knowledge &knowledge, const PageLinks &links, std::vector<ListRow> &rows) {
    for (std::int32_t i = 0; i < view.size(); ++i) {
        if (i == crumbs) {
            i = view[i].end - 1;
            continue;
        }
        if (!view.isTag(i, Tag::A) || view[i].silent)
            continue;
        const auto url = links.own(view[i].node.attribute("href"));
        if (!url || url->text() == links.page().text())
            continue;
        const TargetKind kind = links.site().kindOf(*url);
        if (kind != TargetKind::Page && kind != TargetKind::MissingPage)
            continue;
        const std::string title = fullestTitle(view, i);
        if (title.empty() || (chrome != nullptr && chrome->contains(textHash(view.text(i)))))
            continue;
        if (title.find_first_not_of("0123456789") == std::string::npos)
            continue; // a pager's number
        if (std::find(knowledge.pagerWords.begin(), knowledge.pagerWords.end(), text::squash(title)) !=
            knowledge.pagerWords.end())
            continue;
        const auto date = findDate(rowText(view, i));
        rows.push_back({url->text(), title, date ? date->iso.substr(0, 10) : std::string()});
    }
}

} // namespace

std::vector<ListRow> findListRows(const PageView &view, std::int32_t crumbs, const ChromeTexts *chrome,
                                  const Knowledge &knowledge, const PageLinks &links) {
    std::vector<ListRow> rows;
    collectRows(view, crumbs, chrome, knowledge, links, rows);
    return rows;
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
        if (content.find("<record>") == std::string::npos)
            continue;
        constexpr std::string_view Open = "<record><![CDATA[", Close = "]]>";
        for (std::size_t at = content.find(Open); at != std::string::npos; at = content.find(Open, at)) {
            at += Open.size();
            const std::size_t end = content.find(Close, at);
            if (end == std::string::npos)
                break;
            const html::Document fragment =
                html::Document::parse("<table><tr><td>" + content.substr(at, end - at) + "</table>");
            collectRows(PageView(fragment, nullptr), -1, nullptr, knowledge, links, rows);
            at = end;
        }
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
