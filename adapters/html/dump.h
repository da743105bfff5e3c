// Trees to look at.
#pragma once

#include "adapters/html/tree.h"

#include <string>

namespace guiyi::html {

/// The subtrees of the node's children in the form of html5lib-tests, one node or attribute a line:
///
///     | <html>
///     |   <body>
///     |     class="list"
///     |     "text"
std::string dumpTree(Node root);

} // namespace guiyi::html
