// Who wrote a page, and where it says it comes from.
#pragma once

#include "adapters/page/date_finder.h"

namespace guiyi::page {

/// Names of the authors, joined by "; ". Site names, roles and dates are refused.
Field findAuthor(const BlockTree &tree, const HeadData &head, const PageParts &parts, std::string_view title);

/// The source line of Chinese pages (来源：…), or the tag that says the same.
Field findSource(const BlockTree &tree, const HeadData &head, const PageParts &parts);

/// The path of columns above the content, from the home page on; by structured data, by name, by its label.
std::vector<std::string> findBreadcrumb(const BlockTree &tree, const HeadData &head, std::string_view title,
                                        std::string &rule);

} // namespace guiyi::page
