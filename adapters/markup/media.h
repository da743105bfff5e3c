// Pictures, films, sounds and players of a page: where their addresses stand.
#pragma once

#include "adapters/html/tree.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::markup {

/// The true address of a picture as written: lazy loaders keep it elsewhere than in src.
std::string_view imageSource(html::Node image);

/// The picture in the <noscript> behind this one, which only holds its place until a script runs; null when
/// this one is shown itself.
html::Node noscriptImage(html::Node image);

/// True for pictures declared no wider or no higher than `limit` CSS pixels: icons and spacers.
bool isIcon(html::Node image, int limit);

/// The bytes of a picture written into the page ("data:image/png;base64,…").
struct InlineImage {
    std::string bytes;
    std::string mediaType;        ///< as declared, lower case
    std::string_view ending = ""; ///< "png", "jpg" …
};

/// Decodes the address of a picture. Nothing for other addresses, for types that no picture has (and for
/// SVG, which may hold scripts), for broken data and for pictures too small to show anything.
std::optional<InlineImage> inlineImage(std::string_view address);

/// A film or sound that readers could play.
struct Media {
    std::string_view element; ///< "video" or "audio"; empty when there is none
    std::string source;       ///< address as written
};

/// What a video, audio, embed or object element plays, its flashvars and <param>s included, or a page of
/// the site's own player that an iframe shows.
Media mediaOf(html::Node node);

/// The films and sounds that a script of a player names plainly (`f:'/video/1.flv'`, `file: "a.mp4"`), each
/// once, in its order. Addresses that a script puts together are not among them.
std::vector<Media> mediaInScript(std::string_view script);

/// A picture of a series that a script shows.
struct ScriptPicture {
    std::string source;  ///< address as written
    std::string caption; ///< the words that stand with it; may be empty
};

/// The pictures a script names plainly (`{"src":"1.jpg","title":"…"}`), in its order, each with the words
/// that follow it, or where none follow the last, those before it.
std::vector<ScriptPicture> picturesInScript(std::string_view script);

/// The element for it, with the browser's own controls. `address` is absolute.
std::string mediaHtml(const Media &media, std::string_view address);

/// The address of a known video or sound service's player that an iframe, embed or object shows, as written;
/// empty for everything else. Such a player is kept as a link, never as a frame.
std::string_view playerAddress(html::Node node);

/// The link that stands for a player; `name` may be empty. `address` is absolute.
std::string playerHtml(std::string_view address, std::string_view name);

} // namespace guiyi::markup
