#include "adapters/html/tree.h"

#include "adapters/html/arena.h"
#include "adapters/html/tag.h"

#include <algorithm>
#include <cstring>

namespace guiyi::html {

// ---- storage

void Tree::clear() {
    source.clear();
    extra.clear();
    nodes.clear();
    attributes.clear();
    names.clear();
    quirks = false;
}

void Tree::reserve() {
    // Half of the '<' are end tags, and most tags have text beside them.
    const auto tags = static_cast<std::size_t>(std::count(source.begin(), source.end(), '<'));
    nodes.reserve(tags + tags / 16 + 16);
    attributes.reserve(tags / 2 + 16);
}

std::size_t Tree::bytes() const {
    return source.capacity() + extra.capacity() + nodes.capacity() * sizeof(NodeRecord) +
           attributes.capacity() * sizeof(AttributeRecord) + names.bytes();
}

std::string_view Tree::valueOf(const AttributeRecord &attribute) const {
    if (attribute.copy == 0)
        return std::string_view(source).substr(attribute.range.begin,
                                               attribute.range.end - attribute.range.begin);
    std::uint32_t length = 0;
    std::memcpy(&length, extra.data() + attribute.copy - 1, sizeof length);
    return std::string_view(extra).substr(attribute.copy - 1 + sizeof length, length);
}

std::uint32_t Tree::storeValue(std::string_view value) {
    const auto at = static_cast<std::uint32_t>(extra.size());
    const auto length = static_cast<std::uint32_t>(value.size());
    extra.append(reinterpret_cast<const char *>(&length), sizeof length);
    extra.append(value);
    return at + 1;
}

NodeId Tree::make(NodeType type, SourceRange range) {
    reserveOneMore(nodes);
    NodeRecord &node = nodes.emplace_back();
    node.type = static_cast<std::uint32_t>(type);
    node.source = range;
    return static_cast<NodeId>(nodes.size() - 1);
}

NodeId Tree::makeElement(Namespace ns, NameId name, SourceRange range, std::uint32_t firstAttribute,
                         std::uint32_t count) {
    const NodeId id = make(NodeType::Element, range);
    NodeRecord &node = nodes[id];
    node.ns = static_cast<std::uint32_t>(ns) & 3u;
    node.name = name & 0xffffffu;
    node.element = {firstAttribute, count, {}};
    return id;
}

void Tree::insert(NodeId parent, NodeId child, NodeId before) {
    NodeRecord &node = nodes[child];
    NodeRecord &up = nodes[parent];
    node.parent = parent;
    node.next = before;
    node.previous = before == noNode ? up.lastChild : nodes[before].previous;
    (node.previous == noNode ? up.firstChild : nodes[node.previous].next) = child;
    (before == noNode ? up.lastChild : nodes[before].previous) = child;
}

void Tree::detach(NodeId child) {
    NodeRecord &node = nodes[child];
    if (node.parent == noNode)
        return;
    NodeRecord &up = nodes[node.parent];
    (node.previous == noNode ? up.firstChild : nodes[node.previous].next) = node.next;
    (node.next == noNode ? up.lastChild : nodes[node.next].previous) = node.previous;
    node.parent = node.next = node.previous = noNode;
}

void Tree::moveChildren(NodeId from, NodeId to) {
    NodeRecord &source_ = nodes[from];
    NodeRecord &target = nodes[to];
    if (source_.firstChild == noNode)
        return;
    for (NodeId child = source_.firstChild; child != noNode; child = nodes[child].next)
        nodes[child].parent = to;
    nodes[source_.firstChild].previous = target.lastChild;
    (target.lastChild == noNode ? target.firstChild : nodes[target.lastChild].next) = source_.firstChild;
    target.lastChild = source_.lastChild;
    source_.firstChild = source_.lastChild = noNode;
}

void Tree::appendText(NodeId text, const TextRef &more, SourceRange range) {
    NodeRecord &node = nodes[text];
    const bool adjacent = node.source.end == range.begin;
    if (adjacent)
        node.source.end = range.end;
    if (node.copied == more.copied && node.data.begin + node.data.length == more.begin &&
        (node.copied == 0 || node.data.capacity == node.data.length)) {
        node.data.length += more.length;
        node.data.capacity = node.data.length;
        return;
    }
    const std::uint32_t length = node.data.length + more.length;
    const bool last = node.copied != 0 && node.data.begin + node.data.capacity == extra.size();
    if (last) {
        extra.resize(node.data.begin + node.data.length);
    } else if (node.copied == 0 || length > node.data.capacity) {
        // Room to grow by doubling: texts that alternate with others (foster parenting) stay linear.
        const auto at = static_cast<std::uint32_t>(extra.size());
        const std::uint32_t capacity = node.copied ? 2 * length : length;
        extra.reserve(extra.size() + capacity + more.length);
        extra.append(view({node.data.begin, node.data.length, node.copied != 0}));
        const bool moreCopied = more.copied;
        extra.append(view({more.begin, more.length, moreCopied}));
        extra.resize(at + capacity);
        node.copied = 1;
        node.data = {at, length, capacity, 0};
        return;
    } else {
        std::memmove(extra.data() + node.data.begin + node.data.length, view(more).data(), more.length);
        node.data.length = length;
        return;
    }
    extra.reserve(extra.size() + more.length);
    extra.append(view(more));
    node.data.length = node.data.capacity = length;
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
    return m_tree ? handle(m_tree, record(m_tree, m_id).firstChild) : Node();
}

Node Node::lastChild() const {
    return m_tree ? handle(m_tree, record(m_tree, m_id).lastChild) : Node();
}

Node Node::next() const {
    return m_tree ? handle(m_tree, record(m_tree, m_id).next) : Node();
}

Node Node::previous() const {
    return m_tree ? handle(m_tree, record(m_tree, m_id).previous) : Node();
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
    const bool has = m_tree && (isElement() || type() == NodeType::Doctype);
    return has ? record(m_tree, m_id).element.count : 0;
}

Attribute Node::attributeAt(std::size_t index) const {
    if (index >= attributeCount())
        return {};
    const AttributeRecord &attribute = m_tree->attributes[record(m_tree, m_id).element.begin + index];
    return {m_tree->names.name(attribute.name), m_tree->valueOf(attribute), attribute.range};
}

std::size_t Node::attributeIndex(std::string_view name) const {
    const std::size_t count = attributeCount();
    if (count == 0)
        return 0;
    const AttributeRecord *attributes = m_tree->attributes.data() + record(m_tree, m_id).element.begin;
    for (std::size_t i = 0; i < count; ++i) {
        if (m_tree->names.name(attributes[i].name) == name)
            return i;
    }
    return count;
}

std::string_view Node::attribute(std::string_view name) const {
    const std::size_t index = attributeIndex(name);
    if (index >= attributeCount())
        return {};
    return m_tree->valueOf(m_tree->attributes[record(m_tree, m_id).element.begin + index]);
}

bool Node::hasAttribute(std::string_view name) const {
    return attributeIndex(name) < attributeCount();
}

SourceRange Node::source() const {
    return m_tree ? record(m_tree, m_id).source : SourceRange{};
}

SourceRange Node::endTag() const {
    return isElement() ? record(m_tree, m_id).element.endTag : SourceRange{};
}

// ---- documents

Document::Document() : m_tree(std::make_unique<Tree>()) {
    m_tree->make(NodeType::Document, {});
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
