// Where on a page its body stands, and what the lines around its title say.
#pragma once

#include "adapters/site/breadcrumbs.h"
#include "adapters/site/site_model.h"

#include <string>
#include <string_view>
#include <vector>

namespace guiyi::site {

struct Region {
    std::int32_t item = -1;
    std::string rule;
    double confidence = 0;
    bool learnt = false;
};

/// Index of a node in the view; -1 when it is not in it.
std::int32_t indexOf(const PageView &view, html::Node node);

/// The body's element: as the site's template has it, by the names its CMS or most sites use, else the
/// smallest element with nearly all text; on a page with hardly any text of its own the element of its
/// pictures (图解, picture series). `title` is the item of the title, or -1; `pageTemplate` may be
/// null.
Region findBody(const PageView &view, const PageTemplate *pageTemplate, const Knowledge &knowledge,
                const SiteModel &model, std::int32_t title, const PageLinks &links);

/// <title> without the parts that are site or column names. `siteTail` is what all titles of the site end
/// with.
std::string titleFromDocument(std::string_view documentTitle, const std::vector<Crumb> &crumbs,
                              std::string_view siteName, std::string_view siteTail = {});

/// A 副标题 between title and body: an element of that name, or a line that begins with a dash.
std::string findSubtitle(const PageView &view, std::int32_t begin, std::int32_t end);

} // namespace guiyi::site
