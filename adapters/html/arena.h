// How a tree lies in memory: arrays of records that point at each other by 32-bit numbers. One page fills
// them, the next one reuses them. Internal to adapters/html.
#pragma once

#include "adapters/html/names.h"
#include "adapters/html/tree.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace guiyi::html {

using NodeId = std::uint32_t;
constexpr NodeId noNode = 0xffffffffu;

/// Text either lies in the page itself or, when references, line ends or joins changed it, in the tree's own
/// buffer.
struct TextRef {
    std::uint32_t begin = 0;
    std::uint32_t length = 0;
    bool copied = false;
};

constexpr std::uint32_t noAttributes = 0xffffffffu;

/// What only elements (and the document) have. Where a tag ends is found by reading it again
/// (Tokenizer::tagEnd): that is asked of few of them.
struct ElementPart {
    NodeId firstChild = noNode;
    std::uint32_t tag = 0;    ///< where the start tag begins, or would stand when it is implied
    std::uint32_t endTag = 0; ///< where the end tag begins; 0: omitted
    std::uint32_t firstAttribute = noAttributes;
};

/// What only texts and comments have.
struct DataPart {
    SourceRange source;
    std::uint32_t begin = 0;
    std::uint32_t length = 0;
};

struct DoctypePart {
    SourceRange source;
    std::uint32_t firstAttribute = noAttributes; ///< its identifiers
};

struct NodeRecord {
    NodeId parent = noNode;
    NodeId next = noNode;
    NodeId previous = noNode;  // of a first child the last one: a ring
    std::uint32_t type : 3;    // NodeType
    std::uint32_t ns : 2;      // Namespace
    std::uint32_t flag : 1;    // for the parser
    std::uint32_t copied : 1;  // data lies in Tree::extra
    std::uint32_t implied : 1; // an element without a start tag in the page
    std::uint32_t joined : 1;  // a text in Tree::extra with room to grow; its capacity stands before it
    std::uint32_t name : 23;   // NameId of elements and doctypes
    union {
        ElementPart element;
        DataPart data;
        DoctypePart doctype;
    };

    NodeRecord() : NodeRecord(NodeType::Document) {}
    explicit NodeRecord(NodeType is)
        : type(static_cast<std::uint32_t>(is) & 7u),
          ns(0),
          flag(0),
          copied(0),
          implied(0),
          joined(0),
          name(0),
          element() {}
    bool isElement() const { return type == static_cast<std::uint32_t>(NodeType::Element); }
    bool isText() const { return type == static_cast<std::uint32_t>(NodeType::Text); }
    bool isDocument() const { return type == static_cast<std::uint32_t>(NodeType::Document); }
    bool isDoctype() const { return type == static_cast<std::uint32_t>(NodeType::Doctype); }
    NodeId firstChild() const { return isElement() || isDocument() ? element.firstChild : noNode; }
};
static_assert(sizeof(NodeRecord) == 32);
static_assert(maxNames == 1u << 23);

struct AttributeRecord {
    std::uint32_t name : 24;  // NameId
    std::uint32_t count : 7;  // of a list's first one: how many they are; manyAttributes: see Tree
    std::uint32_t copied : 1; // the value lies in Tree::extra, behind its range in the page
    std::uint32_t begin = 0;
    std::uint32_t length = 0;

    AttributeRecord() : name(0), count(0), copied(0) {}
};
static_assert(sizeof(AttributeRecord) == 12);
constexpr std::uint32_t manyAttributes = 127;

/// Makes room for one more, an eighth at a time: doubling would leave a page's memory half empty.
template <typename Record>
void reserveOneMore(std::vector<Record> &records) {
    if (records.size() == records.capacity())
        records.reserve(records.size() + records.size() / 8 + 64);
}

class Tree {
public:
    std::string source;
    std::string extra; ///< texts and values that differ from the page's bytes
    std::vector<NodeRecord> nodes;
    std::vector<AttributeRecord> attributes;
    NameTable names;
    bool quirks = false;

    void clear();
    /// Makes room for about what the page needs, from its tags and '='.
    void reserve();
    /// Makes room for so much more in `extra`.
    void reserveExtra(std::size_t bytes) {
        if (extra.capacity() - extra.size() < bytes)
            extra.reserve(extra.size() + extra.size() / 8 + bytes + 256);
    }
    std::size_t bytes() const;

    std::string_view view(const TextRef &text) const {
        return std::string_view(text.copied ? extra : source).substr(text.begin, text.length);
    }
    std::string_view dataOf(const NodeRecord &node) const {
        return view({node.data.begin, node.data.length, node.copied != 0});
    }
    std::span<const AttributeRecord> attributesOf(const NodeRecord &node) const {
        const std::uint32_t first = node.isElement()   ? node.element.firstAttribute
                                    : node.isDoctype() ? node.doctype.firstAttribute
                                                       : noAttributes;
        if (first == noAttributes)
            return {};
        const std::uint32_t count = attributes[first].count;
        return {attributes.data() + first, count == manyAttributes ? longListFrom(first) : count};
    }
    /// Null when there is none of that name.
    const AttributeRecord *find(const NodeRecord &node, std::string_view name) const {
        for (const AttributeRecord &attribute : attributesOf(node)) {
            if (names.name(attribute.name) == name)
                return &attribute;
        }
        return nullptr;
    }
    std::string_view valueOf(const AttributeRecord &attribute) const {
        return std::string_view(attribute.copied ? extra : source).substr(attribute.begin, attribute.length);
    }
    /// The raw value in the page.
    SourceRange rangeOf(const AttributeRecord &attribute) const;
    /// Gives an attribute, which has its range in the page, a value that differs from it.
    void storeValue(AttributeRecord &attribute, std::string_view value);
    /// Makes one list of the attributes from `first` on.
    void closeAttributes(std::uint32_t first);
    /// Takes the attributes from `first` on back.
    void dropAttributes(std::uint32_t first);

    NodeId make(NodeType type);
    /// A text or comment.
    NodeId makeData(NodeType type, const TextRef &data, SourceRange range);
    NodeId makeElement(Namespace ns, NameId name, std::uint32_t tag,
                       std::uint32_t firstAttribute = noAttributes);
    NodeId makeImplied(Namespace ns, NameId name, std::uint32_t at,
                       std::uint32_t firstAttribute = noAttributes);
    NodeId lastChildOf(NodeId parent) const {
        const NodeId first = nodes[parent].firstChild();
        return first == noNode ? noNode : nodes[first].previous;
    }
    NodeId previousOf(NodeId node) const {
        const NodeId parent = nodes[node].parent;
        return parent == noNode || nodes[parent].firstChild() == node ? noNode : nodes[node].previous;
    }
    SourceRange sourceOf(const NodeRecord &node) const;
    /// Puts a parentless node before `before`, or last when that is noNode.
    void insert(NodeId parent, NodeId child, NodeId before = noNode);
    void detach(NodeId child);
    /// Moves all children of `from` behind those of `to`.
    void moveChildren(NodeId from, NodeId to);
    /// Joins more text to a text node.
    void appendText(NodeId text, const TextRef &more, SourceRange range);

private:
    /// The length of a list of manyAttributes and more.
    std::uint32_t longListFrom(std::uint32_t first) const;

    /// Lists of manyAttributes and more: where they begin, in that order, and how many they are.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> m_longLists;
};

} // namespace guiyi::html
