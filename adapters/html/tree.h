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
    bool operator==(const SourceRange &) const = default;
};

enum class NodeType : std::uint8_t { Document, Doctype, Element, Text, Comment };
enum class Namespace : std::uint8_t { Html, Svg, MathMl };

class Document;
class Tree;
class TreeBuilder;
enum class Tag : std::uint16_t; // the interned HTML element names, tag.h

/// One attribute as the page wrote it: lower-case name, decoded value.
struct Attribute {
    std::string_view name;
    std::string_view value; ///< character references decoded
    SourceRange valueRange; ///< the raw value in the page, quotes left out
};

/// A handle on a node: cheap to copy, valid as long as its Document. A default-made one is null;
/// every navigation from null gives null, every text of it is empty.
class Node {
public:
    Node() = default;
    Node(const Tree *tree, std::uint32_t id) : m_tree(tree), m_id(id) {}
    explicit operator bool() const { return m_tree != nullptr; }
    bool operator==(const Node &) const = default;
    std::uint32_t id() const { return m_id; } ///< grows in the order the parser made the nodes

    NodeType type() const; ///< Document for null
    bool isElement() const;
    bool isElement(Tag tag) const;
    bool isText() const;
    bool isComment() const;
    Tag tag() const; ///< Tag::Unknown for names outside the table, for other nodes, and for
                     ///< SVG and MathML elements but their roots svg and math
    Namespace elementNamespace() const;
    std::string_view name() const; ///< element name in lower case (SVG names in their own case)
    std::string_view
    text() const; ///< of texts and comments: the data, references decoded; of a doctype its name

    Node parent() const;
    Node firstChild() const;
    Node lastChild() const;
    Node next() const;
    Node previous() const;
    Node firstElementChild() const;
    Node nextElement() const; ///< the next sibling that is an element
    Node previousElement() const;
    /// The node after this one in document order inside `root`'s subtree; null at its end.
    Node following(Node root) const;
    /// As following(), leaving out this node's own subtree.
    Node followingSkippingChildren(Node root) const;
    /// The nearest ancestor element with this tag; null when there is none.
    Node ancestor(Tag tag) const;
    /// True when `root` is this node or one of its ancestors.
    bool isInside(Node root) const;

    std::size_t attributeCount() const;
    Attribute attributeAt(std::size_t index) const;
    std::string_view attribute(std::string_view name) const; ///< empty when missing
    bool hasAttribute(std::string_view name) const;
    /// Index of the attribute, attributeCount() when missing.
    std::size_t attributeIndex(std::string_view name) const;

    SourceRange source() const; ///< the start tag, or the text's bytes
    SourceRange endTag() const; ///< the end tag, empty when omitted

private:
    const Tree *m_tree = nullptr;
    std::uint32_t m_id = 0;
};

/// How a page is read. The defaults are for legacy pages; standard() is what the standard says to the letter.
struct ParseOptions {
    /// With scripting on, noscript holds raw text, as readers with scripts never saw it (WHATWG
    /// HTML 13.2.4.5).
    bool scripting = false;
    /// NUL bytes are left out everywhere; the standard shows U+FFFD for those in attributes, comments and
    /// scripts.
    bool dropNulls = true;
    /// `<o:p/>`, `<st1:date/>`, `<v:shape/>`: names with a colon written self-closing are closed, as Office
    /// meant; the standard nests all that follows into them.
    bool closePrefixedTags = true;

    static ParseOptions standard() { return {false, false, false}; }
};

/// A parsed page: keeps the page's text and its nodes, and outlives all handles on them. Movable; handles
/// stay valid.
class Document {
public:
    Document();
    ~Document();
    Document(Document &&) noexcept;
    Document &operator=(Document &&) noexcept;

    /// Parses a decoded page (see decode.h). Never fails: every input has a tree. What lies beyond 1 GiB is
    /// not read.
    static Document parse(std::string_view utf8, const ParseOptions &options = {});
    static Document parse(std::string &&utf8, const ParseOptions &options = {});
    static Document parse(const char *utf8, const ParseOptions &options = {}) {
        return parse(std::string_view(utf8), options);
    }
    /// Parses what would stand inside an element `context` (WHATWG HTML 13.4), as CMS tables hold article
    /// bodies. The nodes are children of documentElement().
    static Document parseFragment(std::string_view utf8, std::string_view context = "body",
                                  const ParseOptions &options = {});

    Node root() const;            ///< the document node
    Node documentElement() const; ///< html
    Node head() const;
    Node body() const;                 ///< body or frameset
    Node node(std::uint32_t id) const; ///< null when there is no such node
    std::size_t nodeCount() const;     ///< of all nodes the parser made; their ids are below
    /// The decoded page, which source ranges index.
    std::string_view source() const;
    /// True when the page's doctype (or its absence) put browsers into quirks mode.
    bool quirks() const;
    /// Bytes held for this page: its text, nodes and attributes.
    std::size_t memoryUsed() const;

private:
    friend class Parser;
    std::unique_ptr<Tree> m_tree;
};

/// Parses page after page into one region of memory. The Document (and every handle on it) lasts until the
/// next parse.
class Parser {
public:
    Parser();
    ~Parser();
    Parser(Parser &&) noexcept;
    Parser &operator=(Parser &&) noexcept;

    const Document &parse(std::string_view utf8, const ParseOptions &options = {});
    const Document &parse(std::string &&utf8, const ParseOptions &options = {});
    const Document &parse(const char *utf8, const ParseOptions &options = {}) {
        return parse(std::string_view(utf8), options);
    }
    const Document &parseFragment(std::string_view utf8, std::string_view context = "body",
                                  const ParseOptions &options = {});

private:
    friend class Document;
    Document m_document;
    std::unique_ptr<TreeBuilder> m_builder;
};

} // namespace guiyi::html
