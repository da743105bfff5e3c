// 当前位置: the path of columns a page shows above its content.
#pragma once

#include "adapters/site/knowledge.h"
#include "adapters/site/link_context.h"
#include "adapters/site/page_view.h"

namespace guiyi::site {

struct Crumb {
    std::string name;
    std::string url; ///< own canonical address, or a foreign one; empty when it is plain text
    bool operator==(const Crumb &) const = default;
};

struct Breadcrumbs {
    std::int32_t item = -1;    ///< the element that holds them; -1: the page has none
    std::vector<Crumb> crumbs; ///< without the home page
};

/// Finds the crumbs by their label, by a home link followed by a separator, or by the element's name.
Breadcrumbs findBreadcrumbs(const PageView &view, const Knowledge &knowledge, const PageLinks &links);

} // namespace guiyi::site
