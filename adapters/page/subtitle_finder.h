// The lines above and below a page's title that belong to it.
#pragma once

#include "adapters/page/block_tree.h"
#include "adapters/page/page_record.h"

namespace guiyi::page {

/// Fills kicker (肩题, the line above the title) and subtitle (副标题, the line below it) of the record,
/// where the page names an element so or a line below the title begins with a dash. `titleAt` is the title's
/// element; -1: both stay empty.
void findTitleLines(const BlockTree &tree, Index titleAt, PageRecord &record);

} // namespace guiyi::page
