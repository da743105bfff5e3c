// The day a page was first published.
#pragma once

#include "adapters/page/body_finder.h"
#include "adapters/page/date_text.h"
#include "adapters/page/head_data.h"
#include "adapters/page/page_record.h"

namespace guiyi::page {

/// Where on the page things stand; the date of an article stands near its title.
struct PageParts {
    Index title = -1; ///< the heading that is the title; -1 when it is not on the page
    const BodyChoice *body = nullptr;
};

/// Weighs the witnesses (address, meta elements, JSON-LD, time elements, named elements, phrases, text) and
/// believes the strongest; those that say otherwise are recorded. Days after `today` or before 1995 are none.
Field findDate(const BlockTree &tree, const HeadData &head, const PageParts &parts, const Url &url,
               std::string_view today);

} // namespace guiyi::page
