// Bodies as a CMS keeps them, as HTML.
#pragma once

#include "adapters/cms/profile.h"

#include <string>
#include <string_view>

namespace guiyi::cms {

/// The body without the marks of the CMS; `pages` becomes the number of pages it was shown on.
std::string markupOf(const Profile &profile, std::string_view body, int &pages);

} // namespace guiyi::cms
