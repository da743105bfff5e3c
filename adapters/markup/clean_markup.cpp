#include "adapters/markup/clean_markup.h"

#include "adapters/html/serialize.h"
#include "schema/base/text.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace guiyi::markup {

using html::Tag;

std::string_view inlineName(Tag tag) {
    switch (tag) {
    case Tag::Strong:
    case Tag::B:
        return "strong";
    case Tag::Em:
    case Tag::I:
    case Tag::Cite:
        return "em";
    case Tag::U:
        return "u";
    case Tag::Sub:
        return "sub";
    case Tag::Sup:
        return "sup";
    case Tag::S:
    case Tag::Strike:
    case Tag::Del:
        return "del";
    case Tag::Code:
    case Tag::Kbd:
    case Tag::Samp:
    case Tag::Tt:
        return "code";
    default:
        return {};
    }
}

std::string_view headingName(Tag tag) {
    switch (tag) {
    case Tag::H1:
    case Tag::H2:
        return "h2";
    case Tag::H3:
        return "h3";
    case Tag::H4:
        return "h4";
    case Tag::H5:
    case Tag::H6:
        return "h5";
    default:
        return {};
    }
}

std::string_view alignmentOf(html::Node node) {
    const std::string_view attribute = node.attribute("align");
    if (text::equalsIgnoreCase(attribute, "center") || text::equalsIgnoreCase(attribute, "middle") ||
        node.tag() == Tag::Center)
        return "center";
    if (text::equalsIgnoreCase(attribute, "right"))
        return "right";
    if (!node.hasAttribute("style"))
        return {};
    const std::string style = text::lower(text::squash(node.attribute("style")));
    if (text::contains(style, "text-align:center"))
        return "center";
    if (text::contains(style, "text-align:right"))
        return "right";
    return {};
}

std::string openingTag(std::string_view name, std::string_view alignment) {
    std::string tag = "<" + std::string(name);
    if (!alignment.empty())
        tag += " style=\"text-align:" + std::string(alignment) + "\"";
    return tag + ">";
}

std::string spanAttribute(html::Node cell, std::string_view name) {
    const std::string_view value = text::trim(cell.attribute(name));
    constexpr std::size_t Digits = 4; // no table has ten thousand columns
    if (value.empty() || value.size() > Digits || value == "1" ||
        value.find_first_not_of("0123456789") != std::string_view::npos)
        return {};
    return " " + std::string(name) + "=\"" + std::string(value) + "\"";
}

std::string_view imageSource(html::Node image) {
    static constexpr std::array<std::string_view, 8> Lazy = {
        "data-src", "data-original", "data-lazy-src", "data-actualsrc",
        "data-url", "data-lazyload", "original",      "data-hi-res-src"};
    for (const std::string_view key : Lazy) {
        const std::string_view value = text::trim(image.attribute(key));
        if (!value.empty())
            return value;
    }
    return text::trim(image.attribute("src"));
}

bool isIcon(html::Node image, int limit) {
    for (const std::string_view size : {image.attribute("width"), image.attribute("height")}) {
        const std::size_t digits = std::min(size.find_first_not_of("0123456789"), size.size());
        const bool share = digits < size.size() && size[digits] == '%';
        if (digits > 0 && digits <= 2 && !share &&
            std::atoi(std::string(size.substr(0, digits)).c_str()) <= limit)
            return true;
    }
    return false;
}

namespace {

/// "video", "audio" or nothing, by the ending of an address.
std::string_view mediaByName(std::string_view address) {
    static constexpr std::array<std::string_view, 10> Films = {".mp4", ".m4v", ".webm", ".ogv",  ".flv",
                                                               ".wmv", ".avi", ".mov",  ".rmvb", ".m3u8"};
    static constexpr std::array<std::string_view, 5> Sounds = {".mp3", ".m4a", ".wav", ".wma", ".ogg"};
    const std::string path = text::lower(address.substr(0, address.find_first_of("?#")));
    const auto ends = [&](std::string_view ending) { return text::endsWith(path, ending); };
    if (std::any_of(Films.begin(), Films.end(), ends))
        return "video";
    return std::any_of(Sounds.begin(), Sounds.end(), ends) ? "audio" : std::string_view();
}

} // namespace

Media mediaOf(html::Node node) {
    const bool video = node.isElement(Tag::Video), audio = node.isElement(Tag::Audio);
    if (video || audio) {
        std::string_view source = text::trim(node.attribute("src"));
        for (html::Node n = node.firstElementChild(); n && source.empty(); n = n.nextElement())
            source = n.isElement(Tag::Source) ? text::trim(n.attribute("src")) : std::string_view();
        return source.empty() ? Media{} : Media{video ? "video" : "audio", source};
    }
    if (!node.isElement(Tag::Embed) && !node.isElement(Tag::Object))
        return {};
    for (const std::string_view key : {std::string_view("src"), std::string_view("data")}) {
        const std::string_view source = text::trim(node.attribute(key));
        if (const std::string_view element = mediaByName(source); !element.empty())
            return {element, source};
    }
    return {};
}

std::string mediaHtml(const Media &media, std::string_view address) {
    std::string tag = "<" + std::string(media.element) + " controls=\"\" src=\"";
    html::appendEscapedAttribute(tag, address);
    return tag + "\"></" + std::string(media.element) + ">";
}

} // namespace guiyi::markup
