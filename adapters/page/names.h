// Names of people as bylines write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::page {

/// The names in a byline: prefixes ("By", "Von", 作者：), roles, addresses, dates and marks removed, lists
/// split. Empty when nothing that can be a name is left.
std::vector<std::string> authorNames(std::string_view byline);

/// What follows the label of an author ("By ", "Von ", 作者：, 文/) that a text begins with; empty when the
/// text is the label alone; nothing when it begins with none.
std::optional<std::string> labelledAuthor(std::string_view text);

} // namespace guiyi::page
