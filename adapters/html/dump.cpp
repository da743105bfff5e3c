#include "adapters/html/dump.h"

#include "adapters/html/tag.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace guiyi::html {
namespace {

void line(std::string &out, std::size_t depth, std::string_view text) {
    out.append("| ").append(2 * depth, ' ').append(text).append("\n");
}

/// "xlink:href" on a foreign element is the name href in the XLink namespace, written "xlink href".
std::string attributeName(std::string_view name, bool foreign) {
    std::string out(name);
    if (!foreign)
        return out;
    for (const std::string_view adjusted :
         {"xlink:actuate", "xlink:arcrole", "xlink:href", "xlink:role", "xlink:show", "xlink:title",
          "xlink:type", "xml:lang", "xml:space", "xmlns:xlink"}) {
        if (name == adjusted)
            out[out.find(':')] = ' ';
    }
    return out;
}

void dumpNode(std::string &out, Node node, std::size_t depth) {
    switch (node.type()) {
    case NodeType::Document:
        return;
    case NodeType::Doctype: {
        std::string text = "<!DOCTYPE " + std::string(node.text());
        if (node.attributeCount() != 0) {
            text.append(" \"").append(node.attribute("public")).append("\"");
            text.append(" \"").append(node.attribute("system")).append("\"");
        }
        line(out, depth, text + ">");
        return;
    }
    case NodeType::Comment:
        line(out, depth, "<!-- " + std::string(node.text()) + " -->");
        return;
    case NodeType::Text:
        line(out, depth, "\"" + std::string(node.text()) + "\"");
        return;
    case NodeType::Element:
        break;
    }
    const Namespace ns = node.elementNamespace();
    const std::string_view prefix = ns == Namespace::Svg ? "svg " : ns == Namespace::MathMl ? "math " : "";
    line(out, depth, "<" + std::string(prefix) + std::string(node.name()) + ">");
    std::vector<std::pair<std::string, std::string_view>> attributes;
    for (std::size_t i = 0; i < node.attributeCount(); ++i) {
        const Attribute attribute = node.attributeAt(i);
        attributes.emplace_back(attributeName(attribute.name, ns != Namespace::Html), attribute.value);
    }
    std::sort(attributes.begin(), attributes.end());
    for (const auto &[name, value] : attributes)
        line(out, depth + 1, name + "=\"" + std::string(value) + "\"");
    if (node.isElement(Tag::Template))
        line(out, depth + 1, "content");
}

} // namespace

std::string dumpTree(Node root) {
    std::string out;
    std::size_t depth = 0;
    // A template's children are its content, which the form shows one step deeper.
    const auto step = [](Node node) {
        return node.isElement(Tag::Template) ? std::size_t(2) : std::size_t(1);
    };
    for (Node node = root.firstChild(); node;) {
        dumpNode(out, node, depth);
        if (const Node child = node.firstChild()) {
            depth += step(node);
            node = child;
            continue;
        }
        while (node != root && !node.next()) {
            node = node.parent();
            if (node != root)
                depth -= step(node);
        }
        node = node == root ? Node() : node.next();
    }
    return out;
}

} // namespace guiyi::html
