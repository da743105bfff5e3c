// Content hashes.
#pragma once

#include <string>
#include <string_view>

namespace guiyi {

/// SHA-256 of `bytes`, 64 hex digits in lower case.
std::string sha256Hex(std::string_view bytes);

} // namespace guiyi
