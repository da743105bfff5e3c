// The line under a title: publish date, source, author.
#pragma once

#include "adapters/site/knowledge.h"

#include <string>
#include <string_view>

namespace guiyi::site {

struct InfoLine {
    std::string published; ///< ISO; from a label when `publishedLabelled`
    bool publishedLabelled = false;
    std::string updated; ///< ISO, from a label
    std::string source, author, editor;
    bool anyLabel = false;
};

/// Reads labels and values from text whose inline boundaries are tabs and blocks line ends
/// (PageView::textBetween). A value ends at the next label, a wide gap, a bracket that closes, or a boundary.
InfoLine readInfoLine(std::string_view text, const Knowledge &knowledge);

} // namespace guiyi::site
