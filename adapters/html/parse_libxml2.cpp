// Interim: builds the tree from libxml2's HTML parser, until tree construction after the standard stands here.
#include "adapters/html/arena.h"
#include "adapters/html/tree.h"

#include <libxml/HTMLparser.h>

#include <algorithm>

namespace guiyi::html {
namespace {

std::string_view text(const xmlChar *s) {
    return s ? std::string_view(reinterpret_cast<const char *>(s)) : std::string_view();
}

TextRef store(Tree &tree, std::string_view value) {
    const TextRef ref{static_cast<std::uint32_t>(tree.extra.size()), static_cast<std::uint32_t>(value.size()), true};
    tree.extra.append(value);
    return ref;
}

NodeId copyNode(Tree &tree, const xmlNode *from) {
    if (from->type == XML_ELEMENT_NODE) {
        const auto first = static_cast<std::uint32_t>(tree.attributes.size());
        for (const xmlAttr *attribute = from->properties; attribute; attribute = attribute->next) {
            std::string value;
            for (const xmlNode *part = attribute->children; part; part = part->next)
                value.append(text(part->content));
            tree.attributes.push_back({tree.names.intern(text(attribute->name)), {}, tree.storeValue(value)});
        }
        return tree.makeElement(Namespace::Html, tree.names.intern(text(from->name)), {}, first,
                                static_cast<std::uint32_t>(tree.attributes.size()) - first);
    }
    const bool comment = from->type == XML_COMMENT_NODE;
    if (!comment && from->type != XML_TEXT_NODE && from->type != XML_CDATA_SECTION_NODE)
        return noNode;
    const NodeId id = tree.make(comment ? NodeType::Comment : NodeType::Text, {});
    const TextRef ref = store(tree, text(from->content));
    tree.nodes[id].copied = 1;
    tree.nodes[id].data = {ref.begin, ref.length, ref.length, 0};
    return id;
}

void ignoreMessages(void *, const char *, ...) {}

} // namespace

const Document &Parser::parse(std::string_view utf8, const ParseOptions &options) {
    return parse(std::string(utf8), options);
}

const Document &Parser::parseFragment(std::string_view utf8, std::string_view, const ParseOptions &options) {
    return parse(utf8, options);
}

const Document &Parser::parse(std::string &&utf8, const ParseOptions &) {
    Tree &tree = *m_document.m_tree;
    tree.clear();
    tree.source = std::move(utf8);
    tree.make(NodeType::Document, {});
    xmlSetGenericErrorFunc(nullptr, ignoreMessages);
    std::string page = tree.source;
    std::erase(page, '\0');
    htmlDocPtr doc = htmlReadMemory(page.data(), static_cast<int>(page.size()), nullptr, "UTF-8",
                                    HTML_PARSE_RECOVER | HTML_PARSE_NODEFDTD | HTML_PARSE_NOERROR |
                                        HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT |
                                        HTML_PARSE_IGNORE_ENC | XML_PARSE_HUGE);
    if (!doc)
        return m_document;
    NodeId parent = 0;
    for (const xmlNode *node = doc->children; node;) {
        const NodeId id = copyNode(tree, node);
        if (id != noNode)
            tree.insert(parent, id);
        if (node->type == XML_ELEMENT_NODE && node->children) {
            parent = id;
            node = node->children;
            continue;
        }
        while (node && !node->next) {
            node = node->parent;
            if (!node || node->type != XML_ELEMENT_NODE) {
                node = nullptr;
                break;
            }
            parent = tree.nodes[parent].parent;
        }
        if (node)
            node = node->next;
    }
    xmlFreeDoc(doc);
    return m_document;
}

} // namespace guiyi::html
