// What holds of every tree the parser makes; the tests and fuzz targets ask for it.
#pragma once

#include "adapters/html/tree.h"

#include <string>

namespace guiyi::html {

/// Empty when the tree is well linked, every range lies in the page, and every text is what it should be;
/// otherwise what is wrong.
std::string findFault(const Document &document);

} // namespace guiyi::html
