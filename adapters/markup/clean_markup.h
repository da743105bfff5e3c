// What the writers of clean bodies share: which markup is kept, and what an element means by it.
#pragma once

#include "adapters/html/tag.h"
#include "adapters/html/tree.h"

#include <string>
#include <string_view>

namespace guiyi::markup {

/// The name an inline element that carries meaning gets in a clean body ("strong" for b); empty for others.
std::string_view inlineName(html::Tag tag);

/// The name a heading gets; empty for other elements. The page's own title is the h1 of the new page, so h1
/// becomes h2.
std::string_view headingName(html::Tag tag);

/// "center" or "right" where the element aligns its content so (signatures, titles of documents); else empty.
std::string_view alignmentOf(html::Node node);

/// Writes the opening tag of a paragraph-like element, with its alignment where it has one.
void appendOpeningTag(std::string &html, std::string_view name, std::string_view alignment);

/// ` colspan="3"`: a span attribute worth keeping, with the blank before it; else empty.
std::string spanAttribute(html::Node cell, std::string_view name);

} // namespace guiyi::markup
