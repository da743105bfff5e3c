// Which part of a page is the article's body, and what inside it is not.
#pragma once

#include "adapters/page/block_tree.h"

#include <string>
#include <string_view>
#include <vector>

namespace guiyi::page {

struct BodyChoice {
    std::vector<Index> roots;    ///< subtrees that make the body, disjoint, in document order
    std::vector<bool> dropped;   ///< by index: left out with the subtree
    std::vector<Index> captions; ///< words under pictures, lists of files: shown, no part of the text; sorted
    std::string rule;            ///< how it was found
    double confidence = 0;       ///< 0..1
    bool empty() const { return roots.empty(); }
};

/// Finds the body. `title` (as decided) lets the heading that repeats it be left out; `titleAt` is the
/// element that shows it, -1 when none does.
BodyChoice findBody(const BlockTree &tree, std::string_view title, Index titleAt);

} // namespace guiyi::page
