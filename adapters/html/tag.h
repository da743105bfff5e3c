// The interned HTML element names.
#pragma once

#include <cstdint>
#include <string_view>

namespace guiyi::html {

/// An element name the parser knows. Unknown stands for every other one (Office's o:p, custom elements).
enum class Tag : std::uint16_t {
    Unknown,
#define GUIYI_TAG(enumerator, name) enumerator,
#include "adapters/html/tags.def"
#undef GUIYI_TAG
};

/// The tag of a lower-case element name; Unknown when the table lacks it.
Tag tagOf(std::string_view name);

/// The lower-case name; empty for Unknown.
std::string_view nameOf(Tag tag);

} // namespace guiyi::html
