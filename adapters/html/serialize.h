// Trees back to text.
#pragma once

#include "adapters/html/tree.h"

#include <string>

namespace guiyi::html {

/// The node and its subtree as HTML (WHATWG HTML 13.3). Works for the document node too.
std::string outerHtml(Node node);

/// The node's children as HTML.
std::string innerHtml(Node node);

/// All text below the node joined, as the DOM's textContent: no spaces added, comments left out.
std::string textContent(Node node);

/// Appends `text` escaped for character data: & < > and U+00A0.
void appendEscapedText(std::string &out, std::string_view text);

/// Appends `value` escaped for a double-quoted attribute value: & " U+00A0 < >.
void appendEscapedAttribute(std::string &out, std::string_view value);

} // namespace guiyi::html
