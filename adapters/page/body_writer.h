// The chosen body as clean HTML and as text.
#pragma once

#include "adapters/page/body_finder.h"
#include "schema/url/url.h"

#include <string>
#include <vector>

namespace guiyi::page {

struct LinkedFile {
    std::string url;
    std::string name; ///< link text, or the alternative text of an image
};

struct CleanBody {
    std::string html; ///< allowlisted elements and attributes only; addresses absolute http(s), mailto or #
    std::string text; ///< a line a block, cells joined by tabs
    std::vector<LinkedFile> images, attachments; ///< in document order, each once
    int tables = 0;                              ///< of two rows or more
};

/// Writes the body. Kept are headings, paragraphs, lists, data tables with spans, quotes, code, images, links
/// and emphasis. Nothing executable passes: other elements lose their tags, other attributes and addresses
/// of other schemes are left out.
/// Addresses are resolved against `base`; `charset` is the page's encoding, in which browsers write queries
/// (empty: UTF-8).
CleanBody writeBody(const BlockTree &tree, const BodyChoice &choice, const Url &base,
                    std::string_view charset = {});

} // namespace guiyi::page
