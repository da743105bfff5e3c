// What a page says of itself in its head, and where it sends its readers.
#pragma once

#include "adapters/html/tree.h"
#include "adapters/site/knowledge.h"
#include "adapters/site/page_view.h"

#include <string>
#include <string_view>

namespace guiyi::site {

/// The page tags of 国办发〔2017〕47号 and what platforms write beside them.
struct PageTags {
    std::string title, published, source, author, columnName, columnType, keywords, refresh;
    std::string base;
};

/// Tags with the placeholders of unfilled templates are passed over.
PageTags readTags(const html::Document &document);

/// The address a page sends its readers to by meta refresh within 5 seconds, or by a script that sets
/// location on a page without text; empty when it keeps them.
std::string redirectTarget(const PageView &view, const PageTags &tags);

/// True for a page that says, beyond the site's chrome, only that something does not exist (soft 404).
bool saysMissing(const PageView &view, const Knowledge &knowledge, std::string_view title);

} // namespace guiyi::site
