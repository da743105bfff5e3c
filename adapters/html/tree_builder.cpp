// The machinery of tree construction: nodes, the lists it keeps, the adoption agency. The insertion modes
// themselves are in insertion/. Section numbers are those of WHATWG HTML.
#include "adapters/html/tree_builder.h"

#include "adapters/html/scan.h"

#include <algorithm>

namespace guiyi::html {

namespace {

/// Positions are 32-bit numbers, and what references and joins make of a page must fit as well.
constexpr std::size_t maxPageBytes = std::size_t(1) << 30;

constexpr std::size_t smallPage = std::size_t(1) << 16;

/// A page whose formatting elements are never closed gets them anew in every paragraph. The standard sets no
/// limit; these keep hostile pages linear and lie far beyond what real ones need.
constexpr std::size_t maxActiveFormatting = 256;
constexpr std::size_t minClones = 100'000;
/// So do these for the entries of the stack that misnested end tags move: so many, and so many a byte.
constexpr std::size_t minRebuilt = 1'000'000;
constexpr std::size_t rebuiltPerByte = 16;

} // namespace

void TreeBuilder::reset(const ParseOptions &options) {
    m_options = options;
    if (m_tree.source.size() > maxPageBytes)
        m_tree.source.resize(maxPageBytes);
    m_open.clear();
    m_mode = m_originalMode = Mode::Initial;
    m_templateModes.clear();
    m_formatting.clear();
    m_pendingTableText.clear();
    m_head = m_form = m_context = noNode;
    m_framesetOk = true;
    m_fosterParenting = m_skipLineFeed = m_stopped = false;
    m_clonesLeft = minClones + m_tree.source.size();
    // Where earlier pages have left room, counting what a small one needs would take longer than growing.
    if (!m_hasRoom || m_tree.source.size() > smallPage)
        m_tree.reserve();
    m_hasRoom = true;
    m_tree.make(NodeType::Document);
    m_tokenizer.start(m_tree, options);
}

void TreeBuilder::parse(const ParseOptions &options) {
    reset(options);
    run();
}

/// 13.4 Parsing HTML fragments
void TreeBuilder::parseFragment(std::string_view context, const ParseOptions &options) {
    reset(options);
    Namespace ns = Namespace::Html;
    if (context.starts_with("svg ")) {
        ns = Namespace::Svg;
        context.remove_prefix(4);
    } else if (context.starts_with("math ")) {
        ns = Namespace::MathMl;
        context.remove_prefix(5);
    }
    std::string name(context);
    std::transform(name.begin(), name.end(), name.begin(), toLower);
    m_context = m_tree.makeImplied(ns, m_tree.names.intern(name), 0);
    if (ns == Namespace::Html) {
        switch (tagOf(name)) {
        case Tag::Title:
        case Tag::Textarea:
            m_tokenizer.setContentModel(ContentModel::Rcdata);
            break;
        case Tag::Style:
        case Tag::Xmp:
        case Tag::Iframe:
        case Tag::Noembed:
        case Tag::Noframes:
            m_tokenizer.setContentModel(ContentModel::RawText);
            break;
        case Tag::Script:
            m_tokenizer.setContentModel(ContentModel::ScriptData);
            break;
        case Tag::Noscript:
            if (options.scripting)
                m_tokenizer.setContentModel(ContentModel::RawText);
            break;
        case Tag::Plaintext:
            m_tokenizer.setContentModel(ContentModel::PlainText);
            break;
        default:
            break;
        }
    }
    const NodeId root = m_tree.makeImplied(Namespace::Html, idOf(Tag::Html), 0);
    m_tree.insert(0, root);
    m_open.push(root);
    if (contextIs(Tag::Template))
        m_templateModes.push_back(Mode::InTemplate);
    resetMode();
    if (contextIs(Tag::Form))
        m_form = m_context;
    run();
}

void TreeBuilder::run() {
    while (!m_stopped) {
        if (!m_open.empty()) {
            const bool root = m_open.size() == 1 && m_context != noNode;
            m_tokenizer.setCdataAllowed(root ? m_tree.nodes[m_context].ns != 0
                                             : m_open.top().ns != Namespace::Html);
        }
        Token &token = m_tokenizer.next();
        if (token.kind == TokenKind::Text) {
            if (m_skipLineFeed && m_tree.view(token.text).starts_with('\n')) {
                ++token.text.begin;
                --token.text.length;
            }
            m_skipLineFeed = false;
            if (token.text.length == 0)
                continue;
        } else {
            m_skipLineFeed = false;
        }
        m_tookAttributes = false;
        while (dispatch(token) == Then::Reprocess && !m_stopped) {
        }
        if (token.kind == TokenKind::StartTag && !m_tookAttributes &&
            m_tree.attributes.size() == token.firstAttribute + token.attributeCount)
            m_tokenizer.dropAttributes();
        m_stopped = m_stopped || token.kind == TokenKind::EndOfFile;
    }
    storeMergedAttributes();
    m_open.clear();
}

/// 13.2.6 Tree construction: the tree construction dispatcher.
TreeBuilder::Then TreeBuilder::dispatch(Token &token) {
    return takesHtmlRules(token) ? byMode(token) : foreignContent(token);
}

bool TreeBuilder::takesHtmlRules(const Token &token) const {
    if (m_open.empty() || token.kind == TokenKind::EndOfFile)
        return true;
    NodeId current = m_open.top().node;
    if (m_open.size() == 1 && m_context != noNode)
        current = m_context;
    const NodeRecord &node = m_tree.nodes[current];
    if (node.ns == static_cast<std::uint32_t>(Namespace::Html))
        return true;
    const bool start = token.kind == TokenKind::StartTag;
    const bool characters = token.kind == TokenKind::Text || token.kind == TokenKind::Null;
    if (isMathTextIntegrationPoint(node) &&
        (characters || (start && token.name != idOf(Tag::Mglyph) && token.name != idOf(Tag::Malignmark))))
        return true;
    if (start && token.name == idOf(Tag::Svg) && node.name == idOf(Tag::AnnotationXml) &&
        node.ns == static_cast<std::uint32_t>(Namespace::MathMl))
        return true;
    return (start || characters) && isHtmlIntegrationPoint(current);
}

bool TreeBuilder::isMathTextIntegrationPoint(const NodeRecord &node) const {
    if (node.ns != static_cast<std::uint32_t>(Namespace::MathMl))
        return false;
    return node.name == idOf(Tag::Mi) || node.name == idOf(Tag::Mo) || node.name == idOf(Tag::Mn) ||
           node.name == idOf(Tag::Ms) || node.name == idOf(Tag::Mtext);
}

bool TreeBuilder::isHtmlIntegrationPoint(NodeId id) const {
    const NodeRecord &node = m_tree.nodes[id];
    if (node.ns == static_cast<std::uint32_t>(Namespace::Svg))
        return node.name == idOf(Tag::ForeignObject) || node.name == idOf(Tag::Desc) ||
               node.name == idOf(Tag::Title);
    if (node.ns != static_cast<std::uint32_t>(Namespace::MathMl) || node.name != idOf(Tag::AnnotationXml))
        return false;
    std::string encoding(Node(&m_tree, id).attribute("encoding"));
    std::transform(encoding.begin(), encoding.end(), encoding.begin(), toLower);
    return encoding == "text/html" || encoding == "application/xhtml+xml";
}

bool TreeBuilder::contextIs(Tag tag) const {
    return m_context != noNode && m_tree.nodes[m_context].ns == 0 &&
           m_tree.nodes[m_context].name == idOf(tag);
}

// ---- 13.2.6.1 Creating and inserting nodes

TreeBuilder::Place TreeBuilder::appropriatePlace(NodeId target) const {
    const NodeRecord &node = m_tree.nodes[target];
    if (!m_fosterParenting || (traitsOf(static_cast<Namespace>(node.ns), node.name) & TablePart) == 0)
        return {target, noNode};
    const std::int32_t lastTemplate = m_open.last(Tag::Template);
    const std::int32_t lastTable = m_open.last(Tag::Table);
    if (lastTemplate != OpenElements::none && lastTemplate > lastTable)
        return {m_open.at(lastTemplate).node, noNode};
    if (lastTable == OpenElements::none)
        return {m_open.at(0).node, noNode};
    const NodeId table = m_open.at(lastTable).node;
    if (m_tree.nodes[table].parent != noNode)
        return {m_tree.nodes[table].parent, table};
    return {m_open.at(lastTable - 1).node, noNode};
}

NodeId TreeBuilder::insertElement(const Token &token, Namespace ns) {
    const Place place = appropriatePlace();
    const NodeId node = m_tree.makeElement(ns, token.name, token.range.begin, attributesOf(token));
    m_tree.insert(place.parent, node, place.before);
    m_open.push(node);
    return node;
}

NodeId TreeBuilder::insertImplied(Tag tag, std::uint32_t at) {
    const NodeId node = m_tree.makeImplied(Namespace::Html, idOf(tag), at);
    const Place place = m_open.empty() ? Place{0, noNode} : appropriatePlace();
    m_tree.insert(place.parent, node, place.before);
    m_open.push(node);
    return node;
}

/// The attributes of a start tag, for an element that is made of it.
std::uint32_t TreeBuilder::attributesOf(const Token &token) {
    m_tookAttributes = true;
    return token.attributeCount == 0 ? noAttributes : token.firstAttribute;
}

void TreeBuilder::insertVoid(const Token &token) {
    insertElement(token);
    m_open.pop();
}

void TreeBuilder::insertText(const TextRef &text, SourceRange range) {
    const Place place = appropriatePlace();
    const NodeId before =
        place.before == noNode ? m_tree.lastChildOf(place.parent) : m_tree.previousOf(place.before);
    if (before != noNode && m_tree.nodes[before].isText()) {
        m_tree.appendText(before, text, range);
        return;
    }
    const NodeId node = m_tree.makeData(NodeType::Text, text, range);
    m_tree.insert(place.parent, node, place.before);
}

void TreeBuilder::insertReplacement(SourceRange range) {
    const auto begin = static_cast<std::uint32_t>(m_tree.extra.size());
    m_tree.extra.append("\xef\xbf\xbd");
    insertText({begin, 3, true}, range);
}

void TreeBuilder::insertComment(const Token &token, NodeId parent) {
    const Place place = parent == noNode ? appropriatePlace() : Place{parent, noNode};
    const NodeId node = m_tree.makeData(NodeType::Comment, token.text, token.range);
    m_tree.insert(place.parent, node, place.before);
}

/// Framesets keep the white space of a text and nothing else of it.
void TreeBuilder::insertOnlySpace(const Token &token) {
    std::string space;
    for (const char c : m_tree.view(token.text)) {
        if (isSpace(c))
            space.push_back(c);
    }
    if (space.empty())
        return;
    const auto begin = static_cast<std::uint32_t>(m_tree.extra.size());
    m_tree.extra.append(space);
    insertText({begin, static_cast<std::uint32_t>(space.size()), true}, token.range);
}

/// A second html or body tag gives the element the attributes it lacks.
void TreeBuilder::mergeAttributes(const Token &token, NodeId node) {
    if (token.attributeCount == 0)
        return;
    Merge &merge = m_merges[m_merges[0].node == noNode || m_merges[0].node == node ? 0 : 1];
    const auto add = [&](const AttributeRecord &attribute) {
        if (attribute.name >= merge.has.size())
            merge.has.resize(attribute.name + 64);
        if (merge.has[attribute.name])
            return;
        merge.has[attribute.name] = true;
        merge.attributes.push_back(attribute);
    };
    if (merge.node == noNode) {
        merge.node = node;
        for (const AttributeRecord &attribute : m_tree.attributesOf(m_tree.nodes[node]))
            add(attribute);
    }
    for (std::uint32_t i = 0; i < token.attributeCount; ++i)
        add(m_tree.attributes[token.firstAttribute + i]);
}

void TreeBuilder::storeMergedAttributes() {
    for (Merge &merge : m_merges) {
        if (merge.node == noNode)
            continue;
        const auto first = static_cast<std::uint32_t>(m_tree.attributes.size());
        m_tree.attributes.insert(m_tree.attributes.end(), merge.attributes.begin(), merge.attributes.end());
        m_tree.closeAttributes(first);
        m_tree.nodes[merge.node].element.firstAttribute = first;
        merge = {};
    }
}

/// 13.2.6.1, "adjust MathML attributes", "adjust SVG attributes". (Adjusting foreign attributes changes no
/// name.)
void TreeBuilder::adjustForeignAttributes(const Token &token, Namespace ns) {
    const StaticNames &names = StaticNames::instance();
    for (std::uint32_t i = 0; i < token.attributeCount; ++i) {
        AttributeRecord &attribute = m_tree.attributes[token.firstAttribute + i];
        if (ns == Namespace::Svg && attribute.name < names.count())
            attribute.name = names.svgAttributeName(attribute.name) & (maxNames - 1);
        else if (ns == Namespace::MathMl && m_tree.names.name(attribute.name) == "definitionurl")
            attribute.name = m_tree.names.intern("definitionURL") & (maxNames - 1);
    }
}

NodeId TreeBuilder::insertForeign(const Token &token, Namespace ns) {
    adjustForeignAttributes(token, ns);
    const NodeId node = insertElement(token, ns);
    if (token.selfClosing)
        m_open.pop();
    return node;
}

/// 13.2.6.2 Parsing elements that contain only text
TreeBuilder::Then TreeBuilder::rawText(const Token &token, ContentModel model) {
    insertElement(token);
    m_tokenizer.setContentModel(model);
    m_originalMode = m_mode;
    m_mode = Mode::Text;
    return Then::NextToken;
}

/// Splits the white space a text begins with off it; false when there is none.
bool TreeBuilder::takeLeadingSpace(Token &token, PendingText &space) {
    const std::string_view text = m_tree.view(token.text);
    const auto end = std::find_if_not(text.begin(), text.end(), isSpace);
    const auto length = static_cast<std::uint32_t>(end - text.begin());
    if (length == 0)
        return false;
    space.text = {token.text.begin, length, token.text.copied};
    space.range = token.range;
    while (token.range.begin < token.range.end && isSpace(m_tree.source[token.range.begin]))
        ++token.range.begin;
    space.range.end = token.range.begin;
    token.text.begin += length;
    token.text.length -= length;
    return true;
}

void TreeBuilder::dropLeadingSpace(Token &token) {
    PendingText space;
    takeLeadingSpace(token, space);
}

// ---- 13.2.4.3 The list of active formatting elements

bool TreeBuilder::sameElement(NodeId a, NodeId b) const {
    const NodeRecord &left = m_tree.nodes[a];
    const NodeRecord &right = m_tree.nodes[b];
    if (left.name != right.name)
        return false;
    if (left.element.firstAttribute == right.element.firstAttribute)
        return true;
    const auto ours = m_tree.attributesOf(left);
    const auto theirs = m_tree.attributesOf(right);
    const auto areThere = [&](const AttributeRecord &attribute) {
        return std::any_of(theirs.begin(), theirs.end(), [&](const AttributeRecord &other) {
            return other.name == attribute.name && m_tree.valueOf(other) == m_tree.valueOf(attribute);
        });
    };
    return ours.size() == theirs.size() && std::all_of(ours.begin(), ours.end(), areThere);
}

/// "Push onto the list of active formatting elements", with its Noah's Ark clause.
void TreeBuilder::pushFormatting(NodeId node) {
    std::size_t same = 0;
    std::size_t active = 0;
    std::size_t earliestSame = 0;
    std::size_t i = m_formatting.size();
    for (; i > 0 && m_formatting[i - 1].node != noNode; --i) {
        ++active;
        if (m_formatting[i - 1].name == m_tree.nodes[node].name &&
            sameElement(m_formatting[i - 1].node, node)) {
            ++same;
            earliestSame = i - 1;
        }
    }
    if (same >= 3)
        m_formatting.erase(m_formatting.begin() + static_cast<std::ptrdiff_t>(earliestSame));
    else if (active >= maxActiveFormatting)
        m_formatting.erase(m_formatting.begin() + static_cast<std::ptrdiff_t>(i));
    m_formatting.push_back({node, m_tree.nodes[node].name});
}

void TreeBuilder::clearToMarker() {
    while (!m_formatting.empty()) {
        const bool marker = m_formatting.back().node == noNode;
        m_formatting.pop_back();
        if (marker)
            return;
    }
}

std::size_t TreeBuilder::formattingIndex(NodeId node) const {
    std::size_t i = m_formatting.size();
    while (i > 0 && m_formatting[i - 1].node != node)
        --i;
    return i == 0 ? m_formatting.size() : i - 1;
}

/// The last entry with that name behind the last marker; the list's size when there is none.
std::size_t TreeBuilder::lastFormatting(NameId name) const {
    for (std::size_t i = m_formatting.size(); i > 0 && m_formatting[i - 1].node != noNode; --i) {
        if (m_formatting[i - 1].name == name)
            return i - 1;
    }
    return m_formatting.size();
}

/// A new element from the same token: it shares the attributes, and has no place in the source.
NodeId TreeBuilder::cloneElement(NodeId node) {
    const NodeRecord from = m_tree.nodes[node];
    return m_tree.makeImplied(Namespace::Html, from.name, from.element.tag, from.element.firstAttribute);
}

/// "Reconstruct the active formatting elements"
void TreeBuilder::reconstructFormatting() {
    std::size_t i = m_formatting.size();
    while (i > 0 && m_formatting[i - 1].node != noNode && !m_open.contains(m_formatting[i - 1].node))
        --i;
    if (i == m_formatting.size())
        return;
    if (m_clonesLeft < m_formatting.size() - i) {
        m_formatting.erase(m_formatting.begin() + static_cast<std::ptrdiff_t>(i), m_formatting.end());
        return;
    }
    m_clonesLeft -= m_formatting.size() - i;
    for (; i < m_formatting.size(); ++i) {
        const Place place = appropriatePlace();
        const NodeId node = cloneElement(m_formatting[i].node);
        m_tree.insert(place.parent, node, place.before);
        m_open.push(node);
        m_formatting[i].node = node;
    }
}

/// 13.2.6.4.7, the adoption agency algorithm: how `<b>1<i>2</b>3</i>` keeps both of its formats.
TreeBuilder::Then TreeBuilder::adoptionAgency(Token &token) {
    const NameId subject = token.name;
    if (m_open.top().name == subject && m_open.top().ns == Namespace::Html &&
        formattingIndex(m_open.top().node) == m_formatting.size()) {
        popUntil(m_open.topIndex(), token);
        return Then::NextToken;
    }
    for (int outer = 0; outer < 8; ++outer) {
        if (m_open.rebuilt() > minRebuilt + rebuiltPerByte * m_tree.source.size())
            return Then::NextToken;
        const std::size_t formattingAt = lastFormatting(subject);
        if (formattingAt == m_formatting.size())
            return anyOtherEnd(token);
        const NodeId formatting = m_formatting[formattingAt].node;
        const auto eraseEntry = [&](NodeId node) {
            m_formatting.erase(m_formatting.begin() + static_cast<std::ptrdiff_t>(formattingIndex(node)));
        };
        if (!m_open.contains(formatting)) {
            eraseEntry(formatting);
            return Then::NextToken;
        }
        const std::int32_t formattingOpen = m_open.indexOf(formatting);
        if (formattingOpen < m_open.top().scope[0])
            return Then::NextToken;
        std::int32_t furthest = formattingOpen + 1;
        while (furthest < m_open.size() && !m_open.at(furthest).has(Special))
            ++furthest;
        if (furthest == m_open.size()) {
            popUntil(formattingOpen, token);
            eraseEntry(formatting);
            return Then::NextToken;
        }
        if (outer == 0 && token.kind == TokenKind::EndTag)
            m_tree.nodes[formatting].element.endTag = token.range.begin;
        const NodeId furthestBlock = m_open.at(furthest).node;
        const NodeId commonAncestor = m_open.at(formattingOpen - 1).node;
        NodeId lastNode = furthestBlock;
        NodeId bookmark =
            noNode; // the list entry that the new element goes behind; noNode: where `formatting` is

        // Between the two: `above` collects, from the furthest block upwards, what stays of the stack there.
        std::vector<NodeId> above;
        for (std::int32_t i = furthest - 1, inner = 1; i > formattingOpen; --i, ++inner) {
            NodeId node = m_open.at(i).node;
            std::size_t entry = formattingIndex(node);
            if (inner > 3 && entry != m_formatting.size()) {
                m_formatting.erase(m_formatting.begin() + static_cast<std::ptrdiff_t>(entry));
                entry = m_formatting.size();
            }
            if (entry == m_formatting.size())
                continue; // leaves the stack
            node = cloneElement(node);
            m_formatting[entry].node = node;
            above.push_back(node);
            if (lastNode == furthestBlock)
                bookmark = node;
            m_tree.detach(lastNode);
            m_tree.insert(node, lastNode);
            lastNode = node;
        }
        m_tree.detach(lastNode);
        const Place place = appropriatePlace(commonAncestor);
        m_tree.insert(place.parent, lastNode, place.before);

        const NodeId replacement = cloneElement(formatting);
        m_tree.moveChildren(furthestBlock, replacement);
        m_tree.insert(furthestBlock, replacement);

        const Formatting moved{replacement, subject};
        if (bookmark == noNode) {
            m_formatting[formattingIndex(formatting)] = moved;
        } else {
            eraseEntry(formatting);
            m_formatting.insert(
                m_formatting.begin() + static_cast<std::ptrdiff_t>(formattingIndex(bookmark)) + 1, moved);
        }
        m_open.rebuild(formattingOpen, [&](std::vector<NodeId> &nodes) {
            // formatting, those between, furthest block, rest → those that stay, furthest block, replacement,
            // rest
            const auto block = nodes.begin() + (furthest - formattingOpen);
            std::vector<NodeId> changed(above.rbegin(), above.rend());
            changed.push_back(*block);
            changed.push_back(replacement);
            changed.insert(changed.end(), block + 1, nodes.end());
            nodes.swap(changed);
        });
    }
    return Then::NextToken;
}

// ---- the stack of open elements

/// 13.2.6.3 Closing elements that have implied end tags
void TreeBuilder::generateImpliedEnds(NameId except) {
    while (m_open.top().has(ImpliedEnd) && m_open.top().name != except)
        m_open.pop();
}

/// Pops up to and with the entry at `index`, which the token closes.
void TreeBuilder::popUntil(std::int32_t index, const Token &token) {
    if (index == OpenElements::none)
        return;
    const OpenElements::Entry &entry = m_open.at(index);
    if (token.kind == TokenKind::EndTag && token.name == entry.name)
        m_tree.nodes[entry.node].element.endTag = token.range.begin;
    m_open.popFrom(index);
}

/// "Close a p element"
void TreeBuilder::closeP(const Token &token) {
    generateImpliedEnds(idOf(Tag::P));
    popUntil(Tag::P, token);
}

bool TreeBuilder::closePInButtonScope(const Token &token) {
    if (!m_open.inScope(Tag::P, Scope::Button))
        return false;
    closeP(token);
    return true;
}

/// "Clear the stack back to a table (table body, table row) context"
void TreeBuilder::clearTo(std::initializer_list<Tag> tags) {
    const auto isStop = [&](const OpenElements::Entry &entry) {
        return entry.is(Tag::Html) || entry.is(Tag::Template) ||
               std::any_of(tags.begin(), tags.end(), [&](Tag tag) { return entry.is(tag); });
    };
    while (!isStop(m_open.top()))
        m_open.pop();
}

/// 13.2.6.4.15, "close the cell"
void TreeBuilder::closeCell(const Token &token) {
    generateImpliedEnds();
    popUntil(std::max(m_open.last(Tag::Td), m_open.last(Tag::Th)), token);
    clearToMarker();
    m_mode = Mode::InRow;
}

/// 13.2.6.4.7, "any other end tag"
TreeBuilder::Then TreeBuilder::anyOtherEnd(Token &token) {
    const std::int32_t index = m_open.last(token.name);
    if (index == OpenElements::none || index < m_open.top().special)
        return Then::NextToken;
    generateImpliedEnds(token.name);
    popUntil(index, token);
    return Then::NextToken;
}

/// 13.2.4.1, "reset the insertion mode appropriately"
void TreeBuilder::resetMode() {
    const std::int32_t index = m_open.top().modeStop;
    NameId name = index == OpenElements::none ? idOf(Tag::Html) : m_open.at(index).name;
    const bool last = index <= 0;
    if (last && m_context != noNode)
        name = m_tree.nodes[m_context].ns == 0 ? m_tree.nodes[m_context].name : 0;
    switch (name < tagCount ? static_cast<Tag>(name) : Tag::Unknown) {
    case Tag::Td:
    case Tag::Th:
        m_mode = last ? Mode::InBody : Mode::InCell;
        return;
    case Tag::Tr:
        m_mode = Mode::InRow;
        return;
    case Tag::Tbody:
    case Tag::Thead:
    case Tag::Tfoot:
        m_mode = Mode::InTableBody;
        return;
    case Tag::Caption:
        m_mode = Mode::InCaption;
        return;
    case Tag::Colgroup:
        m_mode = Mode::InColumnGroup;
        return;
    case Tag::Table:
        m_mode = Mode::InTable;
        return;
    case Tag::Template:
        m_mode = m_templateModes.back();
        return;
    case Tag::Head:
        m_mode = last ? Mode::InBody : Mode::InHead;
        return;
    case Tag::Frameset:
        m_mode = Mode::InFrameset;
        return;
    case Tag::Html:
        m_mode = m_head == noNode ? Mode::BeforeHead : Mode::AfterHead;
        return;
    default:
        m_mode = Mode::InBody;
    }
}

// ---- Parser

const Document &Parser::parse(std::string_view utf8, const ParseOptions &options) {
    Tree &tree = *m_document.m_tree;
    tree.clear();
    tree.source.assign(utf8);
    m_builder->parse(options);
    return m_document;
}

const Document &Parser::parse(std::string &&utf8, const ParseOptions &options) {
    Tree &tree = *m_document.m_tree;
    tree.clear();
    tree.source = std::move(utf8);
    if (tree.source.capacity() > tree.source.size() + tree.source.size() / 8)
        tree.source.shrink_to_fit(); // decoders make room for the worst case
    m_builder->parse(options);
    return m_document;
}

const Document &Parser::parseFragment(std::string_view utf8, std::string_view context,
                                      const ParseOptions &options) {
    Tree &tree = *m_document.m_tree;
    tree.clear();
    tree.source.assign(utf8);
    m_builder->parseFragment(context, options);
    return m_document;
}

Parser::Parser() : m_builder(std::make_unique<TreeBuilder>(m_document.m_tree.get())) {}
Parser::~Parser() = default;
Parser::Parser(Parser &&) noexcept = default;
Parser &Parser::operator=(Parser &&) noexcept = default;

} // namespace guiyi::html
