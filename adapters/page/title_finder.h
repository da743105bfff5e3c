// The title of a page.
#pragma once

#include "adapters/page/head_data.h"
#include "adapters/page/page_record.h"
#include "schema/url/url.h"

namespace guiyi::page {

/// The title: a heading that the title element, the social cards or the structured data agree with; else
/// what they say, the site's name taken off.
Field findTitle(const BlockTree &tree, const HeadData &head, const Url &url);

/// The element that shows the title; -1 when none does.
Index titleHeading(const BlockTree &tree, std::string_view title);

} // namespace guiyi::page
