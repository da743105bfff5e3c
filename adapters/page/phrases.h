// Set phrases of page furniture in the languages of the web.
#pragma once

#include <string_view>

namespace guiyi::page {

/// True for a short paragraph that is no text of an article: "Advertisement", "Read more: ...", 分享到.
/// `links` is the share of it that stands in links.
bool isBoilerplatePhrase(std::string_view text, double links);

/// True for headings and labels after which a page goes on with other articles, its author or its readers:
/// "Related articles", "About the author", "相关阅读". `line` is a block's text.
bool opensOtherThings(std::string_view line);

} // namespace guiyi::page
