// `guiyi page extract`: single pages from files, without a site around them.
#pragma once

#include "schema/base/result.h"

#include <string>

namespace guiyi {

struct PageExtractCounts {
    std::int64_t pages = 0, failed = 0;
};

/// Reads pages and writes a record each, in input order. `input` is a file of JSON lines `{id, file, url,
/// encoding?}`, a file with a JSON array of these (`file` is relative to it and may be gzipped), a folder of
/// pages, or "-" or empty for lines from standard input. `output` ("-" or empty: standard output) gets a line
/// `{id, title, date, source, author, body_text, body_html, breadcrumb[], attachments[], images[], tables,
/// confidence{}, provenance{}, contradictions{}}` a page; a name that ends in ".json" gets one JSON array.
/// A page that cannot be read gets `{id, error}` and is counted. Works on `jobs` threads; the output does not
/// depend on it, but for one thing on the day: dates after today are not believed.
Result<PageExtractCounts> extractPages(const std::string &input, const std::string &output, int jobs);

} // namespace guiyi
