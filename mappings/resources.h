// The data files compiled into the program.
#pragma once

#include <string>
#include <string_view>

namespace guiyi::mapping {

/// Bytes of mappings/data/<name>; empty for a name that is not compiled in.
std::string builtInFile(std::string_view name);

} // namespace guiyi::mapping
