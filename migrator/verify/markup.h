// What a body is apart from its addresses, and the addresses in it: read by a scanner of its own, so that a
// fault of the rewriting cannot hide itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace guiyi {

struct MarkupView {
    std::string skeleton;           ///< names of the tags and all text, without attributes
    std::vector<std::string> links; ///< values of attributes that hold addresses, references decoded
};

/// Of clean HTML as extraction writes it: quoted attributes, no scripts. Other bytes are never an error: what
/// is no tag counts as text.
MarkupView readMarkup(std::string_view html);

} // namespace guiyi
