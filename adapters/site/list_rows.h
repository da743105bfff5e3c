// Rows of list pages, also those that stand only in scripts, and the numbers of pagers.
#pragma once

#include "adapters/site/knowledge.h"
#include "adapters/site/link_context.h"
#include "adapters/site/page_view.h"

namespace guiyi::site {

struct ListRow {
    std::string url;   ///< own canonical address
    std::string title; ///< the fullest form the row has
    std::string date;  ///< ISO; empty when the row shows none
    bool operator==(const ListRow &) const = default;
};

struct PageRows {
    std::vector<ListRow> own; ///< rows that lead to own pages
    /// Rows of a dated list that lead to another site (a WeChat article) or straight to a document; `url` is
    /// absolute.
    std::vector<ListRow> outside;
};

/// Links of the content area with title and date, without `crumbs` and chrome.
PageRows findListRows(const PageView &view, std::int32_t crumbs, const ChromeTexts *chrome,
                      const Knowledge &knowledge, const PageLinks &links);

/// Rows that stand only in scripts: 大汉's `<record><![CDATA[…]]></record>`, arrays of objects with title and
/// address.
std::vector<ListRow> findScriptRows(const PageView &view, const Knowledge &knowledge, const PageLinks &links);

struct NumberedPage {
    int number = 0;
    std::string url;
    bool operator==(const NumberedPage &) const = default;
};

struct ArticlePager {
    std::int32_t item = -1;          ///< the element that holds the numbers
    std::vector<NumberedPage> pages; ///< linked pages, ascending; the page itself fills the gap
};

/// A pager of one article's parts: links with numbers whose addresses differ from the page's only by a page
/// number.
ArticlePager findArticlePager(const PageView &view, std::int32_t begin, std::int32_t end,
                              const PageLinks &links);

/// The address with a trailing page number (`_2`, `-2`, `&page=2`) removed: parts of one article share it.
std::string withoutPageNumber(std::string_view target);

} // namespace guiyi::site
