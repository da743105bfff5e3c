// Pages and what was read from them, next to each other in one HTML file for people.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace guiyi {

/// One page and its reading. `source` is shown in a frame that runs no script and loads nothing.
struct PageBesideResult {
    std::string heading, url, source;
    std::vector<std::pair<std::string, std::string>> values; ///< label and plain text
    std::string bodyHtml;                                    ///< sanitized; shown in such a frame too
};

/// A whole HTML document, self-contained. `summary` holds plain lines shown above the pages.
std::string sideBySide(std::string_view title, const std::vector<std::string> &summary,
                       const std::vector<PageBesideResult> &pages);

} // namespace guiyi
