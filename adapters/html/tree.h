// The HTML tree: what the parser leaves of a page. See README.md in this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace guiyi::html {

/// Half-open byte range in the decoded page; empty for what the parser implied.
struct SourceRange {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool empty() const { return begin >= end; }
};

enum class NodeType : std::uint8_t { Document, Doctype, Element, Text, Comment };

class Document;
enum class Tag : std::uint16_t; // the interned HTML element names, tag.h

/// One attribute as the page wrote it: lower-case name, decoded value.
struct Attribute {
    std::string_view name;
    std::string_view value;      ///< character references decoded
    SourceRange valueRange;      ///< the raw value in the page, quotes left out
};

/// A handle on a node: cheap to copy, valid as long as its Document. A default-made one is null;
/// every navigation from null gives null, every text of it is empty.
class Node {
public:
    Node() = default;
    explicit operator bool() const;
    bool operator==(const Node &) const = default;
    std::uint32_t id() const;

    NodeType type() const;
    bool isElement() const;
    bool isElement(Tag tag) const;
    bool isText() const;
    Tag tag() const;                 ///< Tag::Unknown for names outside the table and for other nodes
    std::string_view name() const;   ///< element name in lower case (SVG names in their own case)
    std::string_view text() const;   ///< of text and comment nodes: the data, references decoded

    Node parent() const;
    Node firstChild() const;
    Node lastChild() const;
    Node next() const;
    Node previous() const;
    /// The node after this one in document order inside `root`'s subtree; null at its end.
    Node following(Node root) const;
    /// As following(), leaving out this node's own subtree.
    Node followingSkippingChildren(Node root) const;

    std::size_t attributeCount() const;
    Attribute attributeAt(std::size_t index) const;
    std::string_view attribute(std::string_view name) const; ///< empty when missing
    bool hasAttribute(std::string_view name) const;

    SourceRange source() const;      ///< the start tag, or the text's bytes
    SourceRange endTag() const;      ///< the end tag, empty when omitted
};

} // namespace guiyi::html
