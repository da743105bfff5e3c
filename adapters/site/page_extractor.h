// One page: what it says of itself, its links, and the article or letter it holds.
#pragma once

#include "adapters/html/tree.h"
#include "adapters/site/breadcrumbs.h"
#include "adapters/site/list_rows.h"
#include "adapters/site/page_parts.h"
#include "adapters/site/page_rules.h"
#include "adapters/site/site_model.h"
#include "schema/model/model.h"

#include <optional>
#include <string>
#include <vector>

namespace guiyi::site {

enum class PageForm {
    Empty,     ///< nothing for readers
    Redirect,  ///< sends readers elsewhere by meta refresh or script
    ErrorPage, ///< says that something is missing (soft 404)
    Letter,
    Article, ///< has a body under a title, with date, source or an article's address
    Other,   ///< column pages and everything else
};

/// All that is kept of one page. Values only; the page itself can go.
struct PageDraft {
    std::string url;
    bool truncated = false; ///< the page stops in the middle
    std::string base;       ///< href of <base>; empty when the page has none
    PageForm form = PageForm::Other;
    std::string redirectTo;
    std::string documentTitle;
    std::vector<Crumb> crumbs;
    bool crumbEndsHere = false;        ///< the last crumb links to this very page
    std::string columnTag, columnType; ///< page tags
    std::vector<ListRow> rows;
    std::vector<ListRow> outside;          ///< rows that lead to other sites or straight to documents
    std::string listOf;                    ///< the column page whose further rows this page gives
    std::vector<PagePart> pageParts;       ///< records that share this page
    std::vector<InlineImage> inlineImages; ///< pictures that stood in the page itself
    std::vector<NumberedPage> parts;       ///< pager of a multi-page article
    UrlHint hint;
    Article article; ///< of Article, Letter and of Other pages with a body
    Letter letter;
    std::uint32_t bodyCharacters = 0;
    bool learntBody = false;
    std::vector<Finding> findings;
};

/// Reads one page. `siteName` resolves 本站; `rules` may be null. Thread-safe: const and without state.
class PageExtractor {
public:
    PageExtractor(const Knowledge &knowledge, const SiteModel &model, std::string siteName,
                  const PageRules *rules = nullptr, bool keepInlineImages = false)
        : m_knowledge(knowledge),
          m_model(model),
          m_siteName(std::move(siteName)),
          m_rules(rules),
          m_keepInlineImages(keepInlineImages) {}

    /// `cache` as in PageLinks; may be null.
    PageDraft extract(const html::Document &document, const Url &page, const SiteLinks &links,
                      LinkCache *cache = nullptr, std::string_view charset = {}) const;

    /// Reads the answer of a list or content service (JSON): rows of a column, or an article whose `url` is
    /// the page it is shown on.
    PageDraft extractData(std::string_view json, const Url &address, const SiteLinks &links) const;

private:
    const Knowledge &m_knowledge;
    const SiteModel &m_model;
    std::string m_siteName;
    const PageRules *m_rules;
    bool m_keepInlineImages;
};

} // namespace guiyi::site
