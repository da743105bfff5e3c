// Readings of Han characters, as old CMSs put them into addresses.
#pragma once

#include <string>

namespace guiyi::cms {

/// The most common reading in small letters without tone, ü as v ("lv"); empty when none is known. For any
/// thread.
std::string pinyinOf(char32_t character);

} // namespace guiyi::cms
