// The text of script elements, which may hold tags of its own kind. Internal to adapters/html.
#pragma once

#include <string_view>

namespace guiyi::html {

/// Where script text that begins at `p` ends (WHATWG HTML 13.2.5.15 to 13.2.5.31): at the end tag `name`
/// (lower case; empty for none), minding "<!--" and a "<script" inside it; `end` when nothing ends it.
const char *scriptTextEnd(const char *p, const char *end, std::string_view name);

} // namespace guiyi::html
