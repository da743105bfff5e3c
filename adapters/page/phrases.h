// Set phrases of page furniture in the languages of the web.
#pragma once

#include <string_view>

namespace guiyi::page {

/// True for a short paragraph that is no text of an article: "Advertisement", "Read more: ...", 分享到.
/// `links` is the share of it that stands in links.
bool isBoilerplatePhrase(std::string_view text, double links);

} // namespace guiyi::page
