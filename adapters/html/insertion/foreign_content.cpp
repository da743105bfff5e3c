// WHATWG HTML 13.2.6.5: SVG and MathML.
#include "adapters/html/tree_builder.h"

#include "adapters/html/scan.h"

#include <algorithm>

namespace guiyi::html {

using enum Tag;

// ---- 13.2.6.5 The rules for parsing tokens in foreign content

TreeBuilder::Then TreeBuilder::foreignContent(Token &token) {
    const auto leaveForeign = [&] {
        while (m_open.top().ns != Namespace::Html && !isIntegrationPoint(m_open.top().node))
            m_open.pop();
        return byMode(token);
    };
    switch (token.kind) {
    case TokenKind::Null:
        insertReplacement(token.range);
        return Then::NextToken;
    case TokenKind::Text:
        insertText(token.text, token.range);
        if (m_framesetOk) {
            const std::string_view data = m_tree.view(token.text);
            m_framesetOk = std::all_of(data.begin(), data.end(), isSpace);
        }
        return Then::NextToken;
    case TokenKind::Comment:
        insertComment(token);
        return Then::NextToken;
    case TokenKind::Doctype:
    case TokenKind::EndOfFile:
        return Then::NextToken;
    case TokenKind::StartTag:
        switch (tagOfToken(token)) {
        case Font: {
            bool presentational = false;
            for (std::uint32_t i = 0; i < token.attributeCount; ++i) {
                const std::string_view name =
                    m_tree.names.name(m_tree.attributes[token.firstAttribute + i].name);
                presentational = presentational || name == "color" || name == "face" || name == "size";
            }
            if (presentational)
                return leaveForeign();
            break;
        }
        case B:
        case Big:
        case Blockquote:
        case Body:
        case Br:
        case Center:
        case Code:
        case Dd:
        case Div:
        case Dl:
        case Dt:
        case Em:
        case Embed:
        case H1:
        case H2:
        case H3:
        case H4:
        case H5:
        case H6:
        case Head:
        case Hr:
        case I:
        case Img:
        case Li:
        case Listing:
        case Menu:
        case Meta:
        case Nobr:
        case Ol:
        case P:
        case Pre:
        case Ruby:
        case S:
        case Small:
        case Span:
        case Strong:
        case Strike:
        case Sub:
        case Sup:
        case Table:
        case Tt:
        case U:
        case Ul:
        case Var:
            return leaveForeign();
        default:
            break;
        }
        {
            const bool root = m_open.size() == 1 && m_context != noNode;
            const NodeId current = root ? m_context : m_open.top().node;
            insertForeign(token, static_cast<Namespace>(m_tree.nodes[current].ns));
        }
        return Then::NextToken;
    case TokenKind::EndTag: {
        const Tag tag = tagOfToken(token);
        if (tag == Br || tag == P)
            return leaveForeign();
        if (m_open.size() == 1)
            return Then::NextToken;
        // The walk up the stack in the standard: to the element of that name, or to where HTML begins.
        const std::int32_t index = m_open.lastForeign(token.name);
        if (index != OpenElements::none && index > m_open.top().html) {
            popUntil(index, token);
            return Then::NextToken;
        }
        return byMode(token);
    }
    }
    return Then::NextToken;
}

} // namespace guiyi::html
