// WHATWG HTML 13.2.6.4.9 to 13.2.6.4.15: the insertion modes inside tables.
#include "adapters/html/tree_builder.h"

#include "adapters/html/scan.h"

#include <algorithm>

namespace guiyi::html {

using enum Tag;

// ---- 13.2.6.4.9 The "in table" insertion mode

TreeBuilder::Then TreeBuilder::inTable(Token &token) {
    const Tag tag = tagOfToken(token);
    switch (token.kind) {
    case TokenKind::Text:
    case TokenKind::Null:
        if (m_open.top().has(TablePart) || m_open.top().is(Template)) {
            m_pendingTableText.clear();
            m_originalMode = m_mode;
            m_mode = Mode::InTableText;
            return Then::Reprocess;
        }
        break;
    case TokenKind::Comment:
        insertComment(token);
        return Then::NextToken;
    case TokenKind::Doctype:
        return Then::NextToken;
    case TokenKind::StartTag:
        switch (tag) {
        case Caption:
            clearTo({Table});
            pushMarker();
            insertElement(token);
            m_mode = Mode::InCaption;
            return Then::NextToken;
        case Colgroup:
            clearTo({Table});
            insertElement(token);
            m_mode = Mode::InColumnGroup;
            return Then::NextToken;
        case Col:
            clearTo({Table});
            insertImplied(Colgroup, token.range.begin);
            m_mode = Mode::InColumnGroup;
            return Then::Reprocess;
        case Tbody:
        case Tfoot:
        case Thead:
            clearTo({Table});
            insertElement(token);
            m_mode = Mode::InTableBody;
            return Then::NextToken;
        case Td:
        case Th:
        case Tr:
            clearTo({Table});
            insertImplied(Tbody, token.range.begin);
            m_mode = Mode::InTableBody;
            return Then::Reprocess;
        case Table:
            if (!m_open.inScope(Table, Scope::Table))
                return Then::NextToken;
            m_open.popFrom(m_open.last(Table));
            resetMode();
            return Then::Reprocess;
        case Style:
        case Script:
        case Template:
            return inHead(token);
        case Input: {
            bool hidden = false;
            for (std::uint32_t i = 0; i < token.attributeCount; ++i) {
                const AttributeRecord &attribute = m_tree.attributes[token.firstAttribute + i];
                hidden = hidden || (m_tree.names.name(attribute.name) == "type" &&
                                    equalsIgnoringCase(m_tree.valueOf(attribute), "hidden"));
            }
            if (!hidden)
                break;
            insertVoid(token);
            return Then::NextToken;
        }
        case Form:
            if (templateOpen() || m_form != noNode)
                return Then::NextToken;
            m_form = insertElement(token);
            m_open.pop();
            return Then::NextToken;
        default:
            break;
        }
        break;
    case TokenKind::EndTag:
        switch (tag) {
        case Table:
            if (!m_open.inScope(Table, Scope::Table))
                return Then::NextToken;
            popUntil(Table, token);
            resetMode();
            return Then::NextToken;
        case Body:
        case Caption:
        case Col:
        case Colgroup:
        case Html:
        case Tbody:
        case Td:
        case Tfoot:
        case Th:
        case Thead:
        case Tr:
            return Then::NextToken;
        case Template:
            return inHead(token);
        default:
            break;
        }
        break;
    case TokenKind::EndOfFile:
        return inBody(token);
    }
    m_fosterParenting = true;
    const Then then = inBody(token);
    m_fosterParenting = false;
    return then;
}

// ---- 13.2.6.4.10 The "in table text" insertion mode

TreeBuilder::Then TreeBuilder::inTableText(Token &token) {
    if (token.kind == TokenKind::Null)
        return Then::NextToken;
    if (token.kind == TokenKind::Text) {
        m_pendingTableText.push_back({token.text, token.range});
        return Then::NextToken;
    }
    const bool onlySpace =
        std::all_of(m_pendingTableText.begin(), m_pendingTableText.end(), [&](const auto &piece) {
            const std::string_view data = m_tree.view(piece.text);
            return std::all_of(data.begin(), data.end(), isSpace);
        });
    for (const PendingText &piece : m_pendingTableText) {
        if (!onlySpace) {
            m_fosterParenting = true;
            reconstructFormatting();
            m_framesetOk = false;
        }
        insertText(piece.text, piece.range);
        m_fosterParenting = false;
    }
    m_pendingTableText.clear();
    m_mode = m_originalMode;
    return Then::Reprocess;
}

// ---- 13.2.6.4.11 The "in caption" insertion mode

TreeBuilder::Then TreeBuilder::inCaption(Token &token) {
    const auto closeCaption = [&] {
        if (!m_open.inScope(Caption, Scope::Table))
            return false;
        generateImpliedEnds();
        popUntil(Caption, token);
        clearToMarker();
        m_mode = Mode::InTable;
        return true;
    };
    if (token.kind == TokenKind::StartTag) {
        switch (tagOfToken(token)) {
        case Caption:
        case Col:
        case Colgroup:
        case Tbody:
        case Td:
        case Tfoot:
        case Th:
        case Thead:
        case Tr:
            return closeCaption() ? Then::Reprocess : Then::NextToken;
        default:
            break;
        }
    } else if (token.kind == TokenKind::EndTag) {
        switch (tagOfToken(token)) {
        case Caption:
            closeCaption();
            return Then::NextToken;
        case Table:
            return closeCaption() ? Then::Reprocess : Then::NextToken;
        case Body:
        case Col:
        case Colgroup:
        case Html:
        case Tbody:
        case Td:
        case Tfoot:
        case Th:
        case Thead:
        case Tr:
            return Then::NextToken;
        default:
            break;
        }
    }
    return inBody(token);
}

// ---- 13.2.6.4.12 The "in column group" insertion mode

TreeBuilder::Then TreeBuilder::inColumnGroup(Token &token) {
    switch (token.kind) {
    case TokenKind::Text: {
        PendingText space;
        if (takeLeadingSpace(token, space))
            insertText(space.text, space.range);
        if (token.text.length == 0)
            return Then::NextToken;
        break;
    }
    case TokenKind::Comment:
        insertComment(token);
        return Then::NextToken;
    case TokenKind::Doctype:
        return Then::NextToken;
    case TokenKind::StartTag:
        switch (tagOfToken(token)) {
        case Html:
            return inBody(token);
        case Col:
            insertVoid(token);
            return Then::NextToken;
        case Template:
            return inHead(token);
        default:
            break;
        }
        break;
    case TokenKind::EndTag:
        switch (tagOfToken(token)) {
        case Colgroup:
            if (!m_open.top().is(Colgroup))
                return Then::NextToken;
            popUntil(m_open.topIndex(), token);
            m_mode = Mode::InTable;
            return Then::NextToken;
        case Col:
            return Then::NextToken;
        case Template:
            return inHead(token);
        default:
            break;
        }
        break;
    case TokenKind::EndOfFile:
        return inBody(token);
    case TokenKind::Null:
        break;
    }
    if (!m_open.top().is(Colgroup))
        return Then::NextToken;
    m_open.pop();
    m_mode = Mode::InTable;
    return Then::Reprocess;
}

// ---- 13.2.6.4.13 The "in table body" insertion mode

TreeBuilder::Then TreeBuilder::inTableBody(Token &token) {
    const Tag tag = tagOfToken(token);
    const auto anyBodyInScope = [&] {
        return m_open.inScope(Tbody, Scope::Table) || m_open.inScope(Thead, Scope::Table) ||
               m_open.inScope(Tfoot, Scope::Table);
    };
    const auto closeBody = [&] {
        clearTo({Tbody, Tfoot, Thead});
        popUntil(m_open.topIndex(), token);
        m_mode = Mode::InTable;
    };
    if (token.kind == TokenKind::StartTag) {
        switch (tag) {
        case Tr:
            clearTo({Tbody, Tfoot, Thead});
            insertElement(token);
            m_mode = Mode::InRow;
            return Then::NextToken;
        case Th:
        case Td:
            clearTo({Tbody, Tfoot, Thead});
            insertImplied(Tr, token.range.begin);
            m_mode = Mode::InRow;
            return Then::Reprocess;
        case Caption:
        case Col:
        case Colgroup:
        case Tbody:
        case Tfoot:
        case Thead:
            if (!anyBodyInScope())
                return Then::NextToken;
            closeBody();
            return Then::Reprocess;
        default:
            break;
        }
    } else if (token.kind == TokenKind::EndTag) {
        switch (tag) {
        case Tbody:
        case Tfoot:
        case Thead:
            if (m_open.inScope(tag, Scope::Table))
                closeBody();
            return Then::NextToken;
        case Table:
            if (!anyBodyInScope())
                return Then::NextToken;
            closeBody();
            return Then::Reprocess;
        case Body:
        case Caption:
        case Col:
        case Colgroup:
        case Html:
        case Td:
        case Th:
        case Tr:
            return Then::NextToken;
        default:
            break;
        }
    }
    return inTable(token);
}

// ---- 13.2.6.4.14 The "in row" insertion mode

TreeBuilder::Then TreeBuilder::inRow(Token &token) {
    const Tag tag = tagOfToken(token);
    const auto closeRow = [&] {
        if (!m_open.inScope(Tr, Scope::Table))
            return false;
        clearTo({Tr});
        popUntil(m_open.topIndex(), token);
        m_mode = Mode::InTableBody;
        return true;
    };
    if (token.kind == TokenKind::StartTag) {
        switch (tag) {
        case Th:
        case Td:
            clearTo({Tr});
            insertElement(token);
            m_mode = Mode::InCell;
            pushMarker();
            return Then::NextToken;
        case Caption:
        case Col:
        case Colgroup:
        case Tbody:
        case Tfoot:
        case Thead:
        case Tr:
            return closeRow() ? Then::Reprocess : Then::NextToken;
        default:
            break;
        }
    } else if (token.kind == TokenKind::EndTag) {
        switch (tag) {
        case Tr:
            closeRow();
            return Then::NextToken;
        case Table:
            return closeRow() ? Then::Reprocess : Then::NextToken;
        case Tbody:
        case Tfoot:
        case Thead:
            return m_open.inScope(tag, Scope::Table) && closeRow() ? Then::Reprocess : Then::NextToken;
        case Body:
        case Caption:
        case Col:
        case Colgroup:
        case Html:
        case Td:
        case Th:
            return Then::NextToken;
        default:
            break;
        }
    }
    return inTable(token);
}

// ---- 13.2.6.4.15 The "in cell" insertion mode

TreeBuilder::Then TreeBuilder::inCell(Token &token) {
    const Tag tag = tagOfToken(token);
    if (token.kind == TokenKind::StartTag) {
        switch (tag) {
        case Caption:
        case Col:
        case Colgroup:
        case Tbody:
        case Td:
        case Tfoot:
        case Th:
        case Thead:
        case Tr:
            if (!m_open.inScope(Td, Scope::Table) && !m_open.inScope(Th, Scope::Table))
                return Then::NextToken;
            closeCell(token);
            return Then::Reprocess;
        default:
            break;
        }
    } else if (token.kind == TokenKind::EndTag) {
        switch (tag) {
        case Td:
        case Th:
            if (!m_open.inScope(tag, Scope::Table))
                return Then::NextToken;
            generateImpliedEnds();
            popUntil(tag, token);
            clearToMarker();
            m_mode = Mode::InRow;
            return Then::NextToken;
        case Body:
        case Caption:
        case Col:
        case Colgroup:
        case Html:
            return Then::NextToken;
        case Table:
        case Tbody:
        case Tfoot:
        case Thead:
        case Tr:
            if (!m_open.inScope(tag, Scope::Table))
                return Then::NextToken;
            closeCell(token);
            return Then::Reprocess;
        default:
            break;
        }
    }
    return inBody(token);
}

} // namespace guiyi::html
