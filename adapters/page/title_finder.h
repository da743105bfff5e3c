// The title of a page.
#pragma once

#include "adapters/page/head_data.h"
#include "adapters/page/page_record.h"

namespace guiyi::page {

Field findTitle(const BlockTree &tree, const HeadData &head);

} // namespace guiyi::page
