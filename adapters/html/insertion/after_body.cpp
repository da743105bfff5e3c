// WHATWG HTML 13.2.6.4.16 to 13.2.6.4.21: templates, framesets and what follows the body.
#include "adapters/html/tree_builder.h"

namespace guiyi::html {

using enum Tag;

// ---- 13.2.6.4.16 The "in template" insertion mode

TreeBuilder::Then TreeBuilder::inTemplate(Token &token) {
    const auto switchTo = [&](Mode mode) {
        m_templateModes.back() = mode;
        m_mode = mode;
        return Then::Reprocess;
    };
    switch (token.kind) {
    case TokenKind::Text:
    case TokenKind::Null:
    case TokenKind::Comment:
    case TokenKind::Doctype:
        return inBody(token);
    case TokenKind::StartTag:
        switch (tagOfToken(token)) {
        case Base:
        case Basefont:
        case Bgsound:
        case Link:
        case Meta:
        case Noframes:
        case Script:
        case Style:
        case Template:
        case Title:
            return inHead(token);
        case Caption:
        case Colgroup:
        case Tbody:
        case Tfoot:
        case Thead:
            return switchTo(Mode::InTable);
        case Col:
            return switchTo(Mode::InColumnGroup);
        case Tr:
            return switchTo(Mode::InTableBody);
        case Td:
        case Th:
            return switchTo(Mode::InRow);
        default:
            return switchTo(Mode::InBody);
        }
    case TokenKind::EndTag:
        return tagOfToken(token) == Template ? inHead(token) : Then::NextToken;
    case TokenKind::EndOfFile:
        if (!templateOpen()) {
            m_stopped = true;
            return Then::NextToken;
        }
        m_open.popFrom(m_open.last(Template));
        clearToMarker();
        m_templateModes.pop_back();
        resetMode();
        return Then::Reprocess;
    }
    return Then::NextToken;
}

// ---- 13.2.6.4.17 The "after body" insertion mode

TreeBuilder::Then TreeBuilder::afterBody(Token &token) {
    switch (token.kind) {
    case TokenKind::Text: {
        PendingText space;
        if (takeLeadingSpace(token, space)) {
            reconstructFormatting();
            insertText(space.text, space.range);
        }
        if (token.text.length == 0)
            return Then::NextToken;
        break;
    }
    case TokenKind::Comment:
        insertComment(token, m_open.at(0).node);
        return Then::NextToken;
    case TokenKind::Doctype:
        return Then::NextToken;
    case TokenKind::StartTag:
        if (tagOfToken(token) == Html)
            return inBody(token);
        break;
    case TokenKind::EndTag:
        if (tagOfToken(token) == Html) {
            if (m_context == noNode) {
                m_tree.nodes[m_open.at(0).node].element.endTag = token.range.begin;
                m_mode = Mode::AfterAfterBody;
            }
            return Then::NextToken;
        }
        break;
    case TokenKind::EndOfFile:
        m_stopped = true;
        return Then::NextToken;
    case TokenKind::Null:
        break;
    }
    m_mode = Mode::InBody;
    return Then::Reprocess;
}

// ---- 13.2.6.4.18 The "in frameset" insertion mode

TreeBuilder::Then TreeBuilder::inFrameset(Token &token) {
    switch (token.kind) {
    case TokenKind::Text:
        insertOnlySpace(token);
        return Then::NextToken;
    case TokenKind::Comment:
        insertComment(token);
        return Then::NextToken;
    case TokenKind::StartTag:
        switch (tagOfToken(token)) {
        case Html:
            return inBody(token);
        case Frameset:
            insertElement(token);
            return Then::NextToken;
        case Frame:
            insertVoid(token);
            return Then::NextToken;
        case Noframes:
            return inHead(token);
        default:
            return Then::NextToken;
        }
    case TokenKind::EndTag:
        if (tagOfToken(token) == Frameset && m_open.size() > 1) {
            popUntil(m_open.topIndex(), token);
            if (m_context == noNode && !m_open.top().is(Frameset))
                m_mode = Mode::AfterFrameset;
        }
        return Then::NextToken;
    case TokenKind::EndOfFile:
        m_stopped = true;
        return Then::NextToken;
    case TokenKind::Null:
    case TokenKind::Doctype:
        return Then::NextToken;
    }
    return Then::NextToken;
}

// ---- 13.2.6.4.19 The "after frameset" insertion mode

TreeBuilder::Then TreeBuilder::afterFrameset(Token &token) {
    switch (token.kind) {
    case TokenKind::Text:
        insertOnlySpace(token);
        return Then::NextToken;
    case TokenKind::Comment:
        insertComment(token);
        return Then::NextToken;
    case TokenKind::StartTag:
        if (tagOfToken(token) == Html)
            return inBody(token);
        return tagOfToken(token) == Noframes ? inHead(token) : Then::NextToken;
    case TokenKind::EndTag:
        if (tagOfToken(token) == Html) {
            m_tree.nodes[m_open.at(0).node].element.endTag = token.range.begin;
            m_mode = Mode::AfterAfterFrameset;
        }
        return Then::NextToken;
    case TokenKind::EndOfFile:
        m_stopped = true;
        return Then::NextToken;
    case TokenKind::Null:
    case TokenKind::Doctype:
        return Then::NextToken;
    }
    return Then::NextToken;
}

// ---- 13.2.6.4.20 The "after after body" insertion mode

TreeBuilder::Then TreeBuilder::afterAfterBody(Token &token) {
    switch (token.kind) {
    case TokenKind::Comment:
        insertComment(token, 0);
        return Then::NextToken;
    case TokenKind::Text: {
        PendingText space;
        if (takeLeadingSpace(token, space)) {
            reconstructFormatting();
            insertText(space.text, space.range);
        }
        if (token.text.length == 0)
            return Then::NextToken;
        break;
    }
    case TokenKind::Doctype:
        return Then::NextToken;
    case TokenKind::StartTag:
        if (tagOfToken(token) == Html)
            return inBody(token);
        break;
    case TokenKind::EndOfFile:
        m_stopped = true;
        return Then::NextToken;
    default:
        break;
    }
    m_mode = Mode::InBody;
    return Then::Reprocess;
}

// ---- 13.2.6.4.21 The "after after frameset" insertion mode

TreeBuilder::Then TreeBuilder::afterAfterFrameset(Token &token) {
    switch (token.kind) {
    case TokenKind::Comment:
        insertComment(token, 0);
        return Then::NextToken;
    case TokenKind::Text:
        insertOnlySpace(token);
        return Then::NextToken;
    case TokenKind::StartTag:
        if (tagOfToken(token) == Html)
            return inBody(token);
        return tagOfToken(token) == Noframes ? inHead(token) : Then::NextToken;
    case TokenKind::EndOfFile:
        m_stopped = true;
        return Then::NextToken;
    default:
        return Then::NextToken;
    }
}

} // namespace guiyi::html
