// How a tree lies in memory: arrays of records that point at each other by 32-bit numbers. One page fills
// them, the next one reuses them. Internal to adapters/html.
#pragma once

#include "adapters/html/names.h"
#include "adapters/html/tree.h"

#include <string>
#include <string_view>
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

/// What only elements (and doctypes) have: attributes begin .. begin + count of Tree::attributes.
struct ElementPart {
    std::uint32_t begin;
    std::uint32_t count;
    SourceRange endTag;
};

/// What only texts and comments have.
struct DataPart {
    std::uint32_t begin;
    std::uint32_t length;
    std::uint32_t capacity; ///< of the copy
    std::uint32_t unused;
};

struct NodeRecord {
    NodeId parent = noNode;
    NodeId firstChild = noNode;
    NodeId lastChild = noNode;
    NodeId next = noNode;
    NodeId previous = noNode;
    std::uint32_t type : 3;   // NodeType
    std::uint32_t ns : 2;     // Namespace
    std::uint32_t copied : 1; // data lies in Tree::extra
    std::uint32_t joined : 1; // a text made of pieces that do not lie side by side
    std::uint32_t flag : 1;   // for the parser
    std::uint32_t name : 24;  // NameId of elements
    SourceRange source;
    union {
        ElementPart element;
        DataPart data;
    };

    NodeRecord() : type(0), ns(0), copied(0), joined(0), flag(0), name(0), data{0, 0, 0, 0} {}
    bool isElement() const { return type == static_cast<std::uint32_t>(NodeType::Element); }
    bool isText() const { return type == static_cast<std::uint32_t>(NodeType::Text); }
};
static_assert(sizeof(NodeRecord) == 48);

struct AttributeRecord {
    NameId name = 0;
    SourceRange range; // the raw value
    std::uint32_t copy =
        0; // where its length and bytes lie in Tree::extra, plus one; 0: the value is the range itself
};
static_assert(sizeof(AttributeRecord) == 16);

/// Makes room for one more, a quarter at a time: doubling would leave a page's memory half empty.
template <typename Record>
void reserveOneMore(std::vector<Record> &records) {
    if (records.size() == records.capacity())
        records.reserve(records.size() + records.size() / 4 + 64);
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
    /// Makes room for about what a page with that many '<' needs.
    void reserve();
    std::size_t bytes() const;

    std::string_view view(const TextRef &text) const {
        return std::string_view(text.copied ? extra : source).substr(text.begin, text.length);
    }
    std::string_view dataOf(const NodeRecord &node) const {
        return view({node.data.begin, node.data.length, node.copied != 0});
    }
    std::string_view valueOf(const AttributeRecord &attribute) const;
    /// Stores a value that is not the page's own bytes; the result goes into AttributeRecord::copy.
    std::uint32_t storeValue(std::string_view value);

    NodeId make(NodeType type, SourceRange range);
    NodeId makeElement(Namespace ns, NameId name, SourceRange range, std::uint32_t firstAttribute,
                       std::uint32_t count);
    /// Puts a parentless node before `before`, or last when that is noNode.
    void insert(NodeId parent, NodeId child, NodeId before = noNode);
    void detach(NodeId child);
    /// Moves all children of `from` behind those of `to`.
    void moveChildren(NodeId from, NodeId to);
    /// Joins more text to a text node.
    void appendText(NodeId text, const TextRef &more, SourceRange range);

private:
    std::string_view rest(std::uint32_t at) const { return std::string_view(extra).substr(at); }
};

} // namespace guiyi::html
