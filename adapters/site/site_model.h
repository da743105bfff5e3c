// What is learnt from a sample of a site's pages before all of them are read.
#pragma once

#include "adapters/html/tree.h"
#include "adapters/site/knowledge.h"
#include "adapters/site/link_context.h"
#include "adapters/site/page_view.h"

#include <map>
#include <string>
#include <unordered_set>
#include <vector>

namespace guiyi::site {

/// A region learnt for pages of one shape: the element's signature and how many sample pages agree.
struct LearntRegion {
    std::uint64_t signature = 0;
    int support = 0;
    double coverage = 0; ///< mean share of the page's fresh text it holds
};

struct PageTemplate {
    std::vector<LearntRegion> bodies; ///< best first
    std::vector<LearntRegion> titles;
};

/// An entry of the site's menus.
struct MenuEntry {
    std::vector<std::string> path; ///< names as nested in the menu
    std::string url;
    bool own = false;
};

struct SiteModel {
    const CmsKnowledge *product = nullptr; ///< null when no CMS was recognised
    int productScore = 0;
    ChromeTexts chrome;
    std::unordered_set<std::uint64_t> chromeImages;
    std::unordered_set<std::uint64_t>
        commonTitles;      ///< <title>s that many pages share: they say nothing of a page
    std::string titleTail; ///< what nearly all <title>s end with, from a separator on: "_某县人民政府"
    std::map<std::string, PageTemplate> templates; ///< by shapeOf()
    std::vector<MenuEntry> menu;
};

/// The shape of an address: its last part with digits folded, so that articles of one kind share it.
std::string shapeOf(std::string_view target);

/// A parsed sample page.
struct SamplePage {
    Url url;
    const html::Document *document = nullptr;
};

/// Learns from sample pages. Deterministic in their order. The documents must live during the call only.
SiteModel learnSite(const std::vector<SamplePage> &sample, const Knowledge &knowledge,
                    const SiteLinks &links);

/// The element that shows the page's title: its text stands in <title>, or it is where the template has it.
struct TitleSpot {
    std::int32_t item = -1;
    std::string text;
};
/// An empty `documentTitle` (or one the site repeats) leaves headings, names and the date line behind them.
TitleSpot findTitle(const PageView &view, std::string_view documentTitle, std::int32_t crumbs,
                    const PageTemplate *pageTemplate);

/// <title> as far as it tells of this page: empty when the site repeats it.
std::string tellingTitle(const html::Document &document, const SiteModel &model);

/// Text of <title>, blanks collapsed.
std::string documentTitle(const html::Document &document);

/// Joins the lines of a heading: nothing between Chinese characters, a blank between words.
std::string joinTitleLines(std::string_view text);

} // namespace guiyi::site
