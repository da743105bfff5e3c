// What is read from a page that stands alone.
#pragma once

#include "adapters/page/body_writer.h"

#include <string>
#include <vector>

namespace guiyi::page {

/// A value with where it came from.
struct Field {
    std::string value;
    std::string rule;                ///< the witness believed: "json-ld datePublished", "h1"
    double confidence = 0;           ///< 0..1
    std::vector<std::string> others; ///< witnesses that say otherwise, as "rule: value"
};

struct PageRecord {
    Field title;
    Field kicker, subtitle; ///< the lines above and below the title that belong to it
    Field date;             ///< yyyy-mm-dd, with the time where the page gives one
    Field author;           ///< names joined by "; "
    Field source;
    std::vector<std::string> breadcrumb; ///< from the home page on
    std::string breadcrumbRule;
    CleanBody body;
    std::string bodyRule;
    double bodyConfidence = 0;
};

/// Reads one page. `url` is its address; `today` (yyyy-mm-dd) bounds dates: none after it is believed;
/// `charset` is the page's encoding, in which its links' queries are written (empty: UTF-8).
/// Thread-safe; the same page gives the same record.
PageRecord extractPage(const html::Document &document, const Url &url, std::string_view today,
                       std::string_view charset = {});

} // namespace guiyi::page
