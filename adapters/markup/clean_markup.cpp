#include "adapters/markup/clean_markup.h"

#include "schema/base/scan.h"
#include "schema/base/text.h"

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
    // Most styles say nothing of it, and lack the x of text-align or the letters of a side.
    const std::string_view declared = node.attribute("style");
    const char *const end = declared.data() + declared.size();
    if (text::findFirst<'c', 'C', 'r', 'R'>(declared.data(), end) == end ||
        text::findFirst<'x', 'X'>(declared.data(), end) == end)
        return {};
    const std::string style = text::lower(text::squash(declared));
    if (text::contains(style, "text-align:center"))
        return "center";
    if (text::contains(style, "text-align:right"))
        return "right";
    return {};
}

void appendOpeningTag(std::string &html, std::string_view name, std::string_view alignment) {
    html += '<';
    html += name;
    if (!alignment.empty()) {
        html += " style=\"text-align:";
        html += alignment;
        html += '"';
    }
    html += '>';
}

std::string spanAttribute(html::Node cell, std::string_view name) {
    const std::string_view value = text::trim(cell.attribute(name));
    constexpr std::size_t Digits = 4; // no table has ten thousand columns
    if (value.empty() || value.size() > Digits || value == "1" ||
        value.find_first_not_of("0123456789") != std::string_view::npos)
        return {};
    return " " + std::string(name) + "=\"" + std::string(value) + "\"";
}

} // namespace guiyi::markup
