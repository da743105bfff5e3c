// What is no part of any article: by the names and kinds of elements, by link density, by set phrases.
#pragma once

#include "adapters/page/block_tree.h"

#include <string_view>
#include <vector>

namespace guiyi::page {

enum class Strictness {
    Strict,     ///< class words, kinds of elements and hiding decide
    Lax,        ///< class words are believed only where they are hard (comments, cookies)
    WithHidden, ///< as Lax, and hidden parts are read: the page is shown by its script
    Bare,       ///< no names at all: what readers wrote is the page
};

/// Marks the parts of the page that are boilerplate wherever they stand.
std::vector<bool> dropBoilerplate(const BlockTree &tree, Strictness strictness);

/// Marks inside the chosen subtrees what belongs to the page and not to the text: link lists, the repeated
/// title, info lines, tools, and what follows the end of the text. `captions` collects the words under
/// pictures.
void cleanInside(const BlockTree &tree, const std::vector<Index> &roots, Strictness strictness,
                 std::string_view title, std::vector<bool> &dropped, std::vector<Index> &captions);

} // namespace guiyi::page
