// `guiyi page extract`: single pages from files, without a site around them.
#pragma once

#include "schema/base/result.h"

#include <string>

namespace guiyi {

struct PageExtractCounts {
    std::int64_t pages = 0, failed = 0;
};

/// Reads lines `{id, file, url, encoding?}` from `input` (`file` is relative to it and may be gzipped) and
/// writes a line `{id, title, date, source, author, body_text, body_html, breadcrumb[], attachments[],
/// images[], confidence{}, provenance{}}` each, in input order, to `output` ("-" or empty: standard output).
/// A page that cannot be read gets `{id, error}` and is counted. Works on `jobs` threads; the output does not
/// depend on it.
Result<PageExtractCounts> extractPages(const std::string &input, const std::string &output, int jobs);

} // namespace guiyi
