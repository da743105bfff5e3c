// The title of a page.
#pragma once

#include "adapters/page/head_data.h"
#include "adapters/page/page_record.h"

namespace guiyi::page {

Field findTitle(const BlockTree &tree, const HeadData &head);

/// The element that shows the title; -1 when none does.
Index titleHeading(const BlockTree &tree, std::string_view title);

} // namespace guiyi::page
