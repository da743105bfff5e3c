#include "adapters/html/tree.h"

#include "adapters/html/arena.h"
#include "adapters/html/scan.h"
#include "adapters/html/tag.h"
#include "adapters/html/tokenizer.h"

#include <algorithm>
#include <cstring>

namespace guiyi::html {

// ---- storage

void Tree::clear() {
    source.clear();
    extra.clear();
    nodes.clear();
    attributes.clear();
    m_longLists.clear();
    names.clear();
    quirks = false;
}

void Tree::reserve() {
    const TagCounts counts = countTags(source.data(), source.data() + source.size());
    // Elements that tables and misnested formats imply come on top.
    nodes.reserve(counts.nodes + counts.nodes / 64 + 16);
    attributes.reserve(counts.values + 4);
}

std::size_t Tree::bytes() const {
    return source.capacity() + extra.capacity() + nodes.capacity() * sizeof(NodeRecord) +
           attributes.capacity() * sizeof(AttributeRecord) +
           m_longLists.capacity() * sizeof(m_longLists.front()) + names.bytes();
}

std::uint32_t Tree::longListFrom(std::uint32_t first) const {
    return std::lower_bound(m_longLists.begin(), m_longLists.end(), std::pair(first, 0u))->second;
}

SourceRange Tree::rangeOf(const AttributeRecord &attribute) const {
    if (!attribute.copied)
        return {attribute.begin, attribute.begin + attribute.length};
    SourceRange range;
    std::memcpy(&range, extra.data() + attribute.begin - sizeof range, sizeof range);
    return range;
}

void Tree::storeValue(AttributeRecord &attribute, std::string_view value) {
    const SourceRange range = rangeOf(attribute);
    reserveExtra(sizeof range + value.size());
    extra.append(reinterpret_cast<const char *>(&range), sizeof range);
    attribute.begin = static_cast<std::uint32_t>(extra.size());
    attribute.length = static_cast<std::uint32_t>(value.size());
    attribute.copied = 1;
    extra.append(value);
}

void Tree::closeAttributes(std::uint32_t first) {
    const auto count = static_cast<std::uint32_t>(attributes.size()) - first;
    if (count == 0)
        return;
    attributes[first].count = std::min(count, manyAttributes) & manyAttributes;
    if (count >= manyAttributes)
        m_longLists.emplace_back(first, count);
}

void Tree::dropAttributes(std::uint32_t first) {
    attributes.resize(first);
    if (!m_longLists.empty() && m_longLists.back().first == first)
        m_longLists.pop_back();
}

NodeId Tree::make(NodeType type) {
    reserveOneMore(nodes);
    nodes.emplace_back(type);
    return static_cast<NodeId>(nodes.size() - 1);
}

NodeId Tree::makeData(NodeType type, const TextRef &data, SourceRange range) {
    const NodeId id = make(type);
    nodes[id].copied = data.copied;
    nodes[id].data = {range, data.begin, data.length};
    return id;
}

NodeId Tree::makeElement(Namespace ns, NameId name, std::uint32_t tag, std::uint32_t firstAttribute) {
    const NodeId id = make(NodeType::Element);
    NodeRecord &node = nodes[id];
    node.ns = static_cast<std::uint32_t>(ns) & 3u;
    node.name = name & (maxNames - 1);
    node.element.tag = tag;
    node.element.firstAttribute = firstAttribute;
    return id;
}

NodeId Tree::makeImplied(Namespace ns, NameId name, std::uint32_t at, std::uint32_t firstAttribute) {
    const NodeId id = makeElement(ns, name, at, firstAttribute);
    nodes[id].implied = 1;
    return id;
}

SourceRange Tree::sourceOf(const NodeRecord &node) const {
    switch (static_cast<NodeType>(node.type)) {
    case NodeType::Document:
        return {0, static_cast<std::uint32_t>(source.size())};
    case NodeType::Doctype:
        return node.doctype.source;
    case NodeType::Element:
        return {node.element.tag,
                node.implied ? node.element.tag : Tokenizer::tagEnd(source, node.element.tag)};
    case NodeType::Text:
    case NodeType::Comment:
        break;
    }
    return node.data.source;
}

void Tree::insert(NodeId parent, NodeId child, NodeId before) {
    NodeRecord &node = nodes[child];
    NodeRecord &up = nodes[parent];
    const NodeId first = up.element.firstChild;
    node.parent = parent;
    node.next = before;
    if (first == noNode) {
        up.element.firstChild = node.previous = child;
        return;
    }
    const NodeId after = before == noNode ? first : before; // its `previous` is the one to stand behind
    node.previous = nodes[after].previous;
    nodes[after].previous = child;
    if (before == first)
        up.element.firstChild = child;
    else
        nodes[node.previous].next = child;
}

void Tree::detach(NodeId child) {
    NodeRecord &node = nodes[child];
    if (node.parent == noNode)
        return;
    NodeRecord &up = nodes[node.parent];
    if (up.element.firstChild == child)
        up.element.firstChild = node.next;
    else
        nodes[node.previous].next = node.next;
    const NodeId after = node.next == noNode ? up.element.firstChild : node.next;
    if (after != noNode)
        nodes[after].previous = node.previous;
    node.parent = node.next = node.previous = noNode;
}

void Tree::moveChildren(NodeId from, NodeId to) {
    const NodeId first = nodes[from].element.firstChild;
    if (first == noNode)
        return;
    for (NodeId child = first; child != noNode; child = nodes[child].next)
        nodes[child].parent = to;
    NodeId &firstThere = nodes[to].element.firstChild;
    if (firstThere == noNode) {
        firstThere = first;
    } else {
        const NodeId last = nodes[first].previous;
        const NodeId lastThere = nodes[firstThere].previous;
        nodes[lastThere].next = first;
        nodes[first].previous = lastThere;
        nodes[firstThere].previous = last;
    }
    nodes[from].element.firstChild = noNode;
}

void Tree::appendText(NodeId text, const TextRef &more, SourceRange range) {
    NodeRecord &node = nodes[text];
    if (node.data.source.end == range.begin)
        node.data.source.end = range.end;
    const std::uint32_t end = node.data.begin + node.data.length;
    if (!node.joined && node.copied == more.copied && end == more.begin) {
        node.data.length += more.length;
        return;
    }
    const std::uint32_t length = node.data.length + more.length;
    if (node.joined) {
        std::uint32_t capacity = 0;
        std::memcpy(&capacity, extra.data() + node.data.begin - sizeof capacity, sizeof capacity);
        if (length <= capacity) {
            std::memmove(extra.data() + end, view(more).data(), more.length);
            node.data.length = length;
            return;
        }
    } else if (node.copied && end == extra.size()) {
        reserveExtra(more.length);
        extra.append(view(more));
        node.data.length = length;
        return;
    }
    // Room to grow by doubling: texts that alternate with others (foster parenting) stay linear.
    const std::uint32_t capacity = node.copied ? 2 * length : length;
    reserveExtra(sizeof capacity + capacity + more.length);
    extra.append(reinterpret_cast<const char *>(&capacity), sizeof capacity);
    const auto at = static_cast<std::uint32_t>(extra.size());
    extra.append(view({node.data.begin, node.data.length, node.copied != 0}));
    extra.append(view(more));
    extra.resize(at + capacity);
    node.copied = node.joined = 1;
    node.data.begin = at;
    node.data.length = length;
}

// ---- handles

namespace {

const NodeRecord &record(const Tree *tree, std::uint32_t id) {
    return tree->nodes[id];
}

Node handle(const Tree *tree, NodeId id) {
    return id == noNode ? Node() : Node(tree, id);
}

} // namespace

NodeType Node::type() const {
    return m_tree ? static_cast<NodeType>(record(m_tree, m_id).type) : NodeType::Document;
}

bool Node::isElement() const {
    return m_tree && record(m_tree, m_id).isElement();
}

bool Node::isElement(Tag wanted) const {
    return isElement() && wanted != Tag::Unknown && tag() == wanted;
}

bool Node::isText() const {
    return m_tree && record(m_tree, m_id).isText();
}

bool Node::isComment() const {
    return m_tree && type() == NodeType::Comment;
}

Tag Node::tag() const {
    if (!isElement())
        return Tag::Unknown;
    const NodeRecord &node = record(m_tree, m_id);
    if (node.name >= tagCount)
        return Tag::Unknown;
    const Tag tag = static_cast<Tag>(node.name);
    return node.ns == 0 || tag == Tag::Svg || tag == Tag::Math ? tag : Tag::Unknown;
}

Namespace Node::elementNamespace() const {
    return m_tree ? static_cast<Namespace>(record(m_tree, m_id).ns) : Namespace::Html;
}

std::string_view Node::name() const {
    if (!isElement())
        return {};
    const NodeRecord &node = record(m_tree, m_id);
    const StaticNames &names = StaticNames::instance();
    if (node.ns == static_cast<std::uint32_t>(Namespace::Svg) && node.name < names.count())
        return names.name(names.svgElementName(node.name));
    return m_tree->names.name(node.name);
}

std::string_view Node::text() const {
    if (!m_tree || isElement() || type() == NodeType::Document)
        return {};
    const NodeRecord &node = record(m_tree, m_id);
    return type() == NodeType::Doctype ? m_tree->names.name(node.name) : m_tree->dataOf(node);
}

Node Node::parent() const {
    return m_tree ? handle(m_tree, record(m_tree, m_id).parent) : Node();
}

Node Node::firstChild() const {
    return m_tree ? handle(m_tree, record(m_tree, m_id).firstChild()) : Node();
}

Node Node::lastChild() const {
    return m_tree ? handle(m_tree, m_tree->lastChildOf(m_id)) : Node();
}

Node Node::next() const {
    return m_tree ? handle(m_tree, record(m_tree, m_id).next) : Node();
}

Node Node::previous() const {
    return m_tree ? handle(m_tree, m_tree->previousOf(m_id)) : Node();
}

Node Node::firstElementChild() const {
    const Node child = firstChild();
    return !child || child.isElement() ? child : child.nextElement();
}

Node Node::nextElement() const {
    Node sibling = next();
    while (sibling && !sibling.isElement())
        sibling = sibling.next();
    return sibling;
}

Node Node::previousElement() const {
    Node sibling = previous();
    while (sibling && !sibling.isElement())
        sibling = sibling.previous();
    return sibling;
}

Node Node::following(Node root) const {
    if (const Node child = firstChild())
        return child;
    return followingSkippingChildren(root);
}

Node Node::followingSkippingChildren(Node root) const {
    if (!m_tree)
        return {};
    for (NodeId id = m_id; id != noNode && Node(m_tree, id) != root; id = record(m_tree, id).parent) {
        if (record(m_tree, id).next != noNode)
            return Node(m_tree, record(m_tree, id).next);
    }
    return {};
}

Node Node::ancestor(Tag tag) const {
    Node node = parent();
    while (node && !node.isElement(tag))
        node = node.parent();
    return node;
}

bool Node::isInside(Node root) const {
    for (Node node = *this; node; node = node.parent()) {
        if (node == root)
            return true;
    }
    return false;
}

std::size_t Node::attributeCount() const {
    return m_tree ? m_tree->attributesOf(record(m_tree, m_id)).size() : 0;
}

Attribute Node::attributeAt(std::size_t index) const {
    if (index >= attributeCount())
        return {};
    const AttributeRecord &attribute = m_tree->attributesOf(record(m_tree, m_id))[index];
    return {m_tree->names.name(attribute.name), m_tree->valueOf(attribute), m_tree->rangeOf(attribute)};
}

std::size_t Node::attributeIndex(std::string_view name) const {
    if (!m_tree)
        return 0;
    const auto attributes = m_tree->attributesOf(record(m_tree, m_id));
    const auto found =
        std::find_if(attributes.begin(), attributes.end(), [&](const AttributeRecord &attribute) {
            return m_tree->names.name(attribute.name) == name;
        });
    return static_cast<std::size_t>(found - attributes.begin());
}

std::string_view Node::attribute(std::string_view name) const {
    const AttributeRecord *const found = m_tree ? m_tree->find(record(m_tree, m_id), name) : nullptr;
    return found != nullptr ? m_tree->valueOf(*found) : std::string_view();
}

bool Node::hasAttribute(std::string_view name) const {
    return m_tree && m_tree->find(record(m_tree, m_id), name) != nullptr;
}

SourceRange Node::source() const {
    return m_tree ? m_tree->sourceOf(record(m_tree, m_id)) : SourceRange{};
}

SourceRange Node::endTag() const {
    const std::uint32_t begin = isElement() ? record(m_tree, m_id).element.endTag : 0;
    return begin == 0 ? SourceRange{} : SourceRange{begin, Tokenizer::tagEnd(m_tree->source, begin)};
}

// ---- documents

Document::Document() : m_tree(std::make_unique<Tree>()) {
    m_tree->make(NodeType::Document);
}
Document::~Document() = default;
Document::Document(Document &&) noexcept = default;
Document &Document::operator=(Document &&) noexcept = default;

Node Document::root() const {
    return Node(m_tree.get(), 0);
}

Node Document::documentElement() const {
    return root().firstElementChild();
}

Node Document::head() const {
    Node child = documentElement().firstElementChild();
    while (child && !child.isElement(Tag::Head))
        child = child.nextElement();
    return child;
}

Node Document::body() const {
    Node child = documentElement().firstElementChild();
    while (child && !child.isElement(Tag::Body) && !child.isElement(Tag::Frameset))
        child = child.nextElement();
    return child;
}

Node Document::node(std::uint32_t id) const {
    return id < m_tree->nodes.size() ? Node(m_tree.get(), id) : Node();
}

std::size_t Document::nodeCount() const {
    return m_tree->nodes.size();
}

std::string_view Document::source() const {
    return m_tree->source;
}

bool Document::quirks() const {
    return m_tree->quirks;
}

std::size_t Document::memoryUsed() const {
    return m_tree->bytes();
}

Document Document::parse(std::string_view utf8, const ParseOptions &options) {
    return parse(std::string(utf8), options);
}

Document Document::parse(std::string &&utf8, const ParseOptions &options) {
    Parser parser;
    parser.parse(std::move(utf8), options);
    return std::move(parser.m_document);
}

Document Document::parseFragment(std::string_view utf8, std::string_view context,
                                 const ParseOptions &options) {
    Parser parser;
    parser.parseFragment(utf8, context, options);
    return std::move(parser.m_document);
}

} // namespace guiyi::html
