// WHATWG HTML 13.2.6.4.1 to 13.2.6.4.6: the insertion modes from "initial" to "after head".
#include "adapters/html/tree_builder.h"

#include "adapters/html/scan.h"

#include <algorithm>
#include <array>

namespace guiyi::html {

using enum Tag;

namespace {

bool startsWithIgnoringCase(std::string_view text, std::string_view lower) {
    return equalsIgnoringCase(text.substr(0, lower.size()), lower);
}

/// Public identifiers of 13.2.6.4.1 that mean quirks mode, in lower case.
constexpr std::array<std::string_view, 55> quirkyPublicIds = {
    "+//silmaril//dtd html pro v0r11 19970101//",
    "-//as//dtd html 3.0 aswedit + extensions//",
    "-//advasoft ltd//dtd html 3.0 aswedit + extensions//",
    "-//ietf//dtd html 2.0 level 1//",
    "-//ietf//dtd html 2.0 level 2//",
    "-//ietf//dtd html 2.0 strict level 1//",
    "-//ietf//dtd html 2.0 strict level 2//",
    "-//ietf//dtd html 2.0 strict//",
    "-//ietf//dtd html 2.0//",
    "-//ietf//dtd html 2.1e//",
    "-//ietf//dtd html 3.0//",
    "-//ietf//dtd html 3.2 final//",
    "-//ietf//dtd html 3.2//",
    "-//ietf//dtd html 3//",
    "-//ietf//dtd html level 0//",
    "-//ietf//dtd html level 1//",
    "-//ietf//dtd html level 2//",
    "-//ietf//dtd html level 3//",
    "-//ietf//dtd html strict level 0//",
    "-//ietf//dtd html strict level 1//",
    "-//ietf//dtd html strict level 2//",
    "-//ietf//dtd html strict level 3//",
    "-//ietf//dtd html strict//",
    "-//ietf//dtd html//",
    "-//metrius//dtd metrius presentational//",
    "-//microsoft//dtd internet explorer 2.0 html strict//",
    "-//microsoft//dtd internet explorer 2.0 html//",
    "-//microsoft//dtd internet explorer 2.0 tables//",
    "-//microsoft//dtd internet explorer 3.0 html strict//",
    "-//microsoft//dtd internet explorer 3.0 html//",
    "-//microsoft//dtd internet explorer 3.0 tables//",
    "-//netscape comm. corp.//dtd html//",
    "-//netscape comm. corp.//dtd strict html//",
    "-//o'reilly and associates//dtd html 2.0//",
    "-//o'reilly and associates//dtd html extended 1.0//",
    "-//o'reilly and associates//dtd html extended relaxed 1.0//",
    "-//sq//dtd html 2.0 hotmetal + extensions//",
    "-//softquad software//dtd hotmetal pro 6.0::19990601::extensions to html 4.0//",
    "-//softquad//dtd hotmetal pro 4.0::19971010::extensions to html 4.0//",
    "-//spyglass//dtd html 2.0 extended//",
    "-//sun microsystems corp.//dtd hotjava html//",
    "-//sun microsystems corp.//dtd hotjava strict html//",
    "-//w3c//dtd html 3 1995-03-24//",
    "-//w3c//dtd html 3.2 draft//",
    "-//w3c//dtd html 3.2 final//",
    "-//w3c//dtd html 3.2//",
    "-//w3c//dtd html 3.2s draft//",
    "-//w3c//dtd html 4.0 frameset//",
    "-//w3c//dtd html 4.0 transitional//",
    "-//w3c//dtd html experimental 19960712//",
    "-//w3c//dtd html experimental 970421//",
    "-//w3c//dtd w3 html//",
    "-//w3o//dtd w3 html 3.0//",
    "-//webtechs//dtd mozilla html 2.0//",
    "-//webtechs//dtd mozilla html//",
};

} // namespace

// ---- 13.2.6.4.1 The "initial" insertion mode

void TreeBuilder::noteQuirks(const Token &doctype) {
    const std::string_view id = doctype.publicId;
    const bool html = m_tree.names.name(doctype.name) == "html";
    const bool noSystem = !doctype.hasSystemId;
    m_tree.quirks =
        doctype.forceQuirks || !html || equalsIgnoringCase(id, "-//w3o//dtd w3 html strict 3.0//en//") ||
        equalsIgnoringCase(id, "-/w3c/dtd html 4.0 transitional/en") || equalsIgnoringCase(id, "html") ||
        equalsIgnoringCase(doctype.systemId, "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd") ||
        std::any_of(quirkyPublicIds.begin(), quirkyPublicIds.end(),
                    [&](std::string_view quirky) { return startsWithIgnoringCase(id, quirky); }) ||
        (noSystem && (startsWithIgnoringCase(id, "-//w3c//dtd html 4.01 frameset//") ||
                      startsWithIgnoringCase(id, "-//w3c//dtd html 4.01 transitional//")));
}

TreeBuilder::Then TreeBuilder::initial(Token &token) {
    switch (token.kind) {
    case TokenKind::Text:
        dropLeadingSpace(token);
        if (token.text.length == 0)
            return Then::NextToken;
        break;
    case TokenKind::Comment:
        insertComment(token, 0);
        return Then::NextToken;
    case TokenKind::Doctype: {
        const auto first = static_cast<std::uint32_t>(m_tree.attributes.size());
        const auto add = [&](std::string_view name, std::string_view value) {
            AttributeRecord attribute;
            attribute.name = m_tree.names.intern(name) & (maxNames - 1);
            m_tree.storeValue(attribute, value);
            m_tree.attributes.push_back(attribute);
        };
        if (token.hasPublicId)
            add("public", token.publicId);
        if (token.hasSystemId)
            add("system", token.systemId);
        m_tree.closeAttributes(first);
        const NodeId node = m_tree.make(NodeType::Doctype);
        m_tree.nodes[node].name = token.name & (maxNames - 1);
        m_tree.nodes[node].doctype = {token.range, m_tree.attributes.size() == first ? noAttributes : first};
        m_tree.insert(0, node);
        noteQuirks(token);
        m_mode = Mode::BeforeHtml;
        return Then::NextToken;
    }
    default:
        break;
    }
    m_tree.quirks = true;
    m_mode = Mode::BeforeHtml;
    return Then::Reprocess;
}

// ---- 13.2.6.4.2 The "before html" insertion mode

TreeBuilder::Then TreeBuilder::beforeHtml(Token &token) {
    switch (token.kind) {
    case TokenKind::Doctype:
        return Then::NextToken;
    case TokenKind::Comment:
        insertComment(token, 0);
        return Then::NextToken;
    case TokenKind::Text:
        dropLeadingSpace(token);
        if (token.text.length == 0)
            return Then::NextToken;
        break;
    case TokenKind::StartTag:
        if (tagOfToken(token) == Html) {
            const NodeId node =
                m_tree.makeElement(Namespace::Html, token.name, token.range.begin, attributesOf(token));
            m_tree.insert(0, node);
            m_open.push(node);
            m_mode = Mode::BeforeHead;
            return Then::NextToken;
        }
        break;
    case TokenKind::EndTag:
        switch (tagOfToken(token)) {
        case Head:
        case Body:
        case Html:
        case Br:
            break;
        default:
            return Then::NextToken;
        }
        break;
    default:
        break;
    }
    insertImplied(Html, token.range.begin);
    m_mode = Mode::BeforeHead;
    return Then::Reprocess;
}

// ---- 13.2.6.4.3 The "before head" insertion mode

TreeBuilder::Then TreeBuilder::beforeHead(Token &token) {
    switch (token.kind) {
    case TokenKind::Text:
        dropLeadingSpace(token);
        if (token.text.length == 0)
            return Then::NextToken;
        break;
    case TokenKind::Comment:
        insertComment(token);
        return Then::NextToken;
    case TokenKind::Doctype:
        return Then::NextToken;
    case TokenKind::StartTag:
        if (tagOfToken(token) == Html)
            return inBody(token);
        if (tagOfToken(token) == Head) {
            m_head = insertElement(token);
            m_mode = Mode::InHead;
            return Then::NextToken;
        }
        break;
    case TokenKind::EndTag:
        switch (tagOfToken(token)) {
        case Head:
        case Body:
        case Html:
        case Br:
            break;
        default:
            return Then::NextToken;
        }
        break;
    default:
        break;
    }
    m_head = insertImplied(Head, token.range.begin);
    m_mode = Mode::InHead;
    return Then::Reprocess;
}

// ---- 13.2.6.4.4 The "in head" insertion mode

TreeBuilder::Then TreeBuilder::inHead(Token &token) {
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
        case Base:
        case Basefont:
        case Bgsound:
        case Link:
        case Meta:
            insertVoid(token);
            return Then::NextToken;
        case Title:
            return rawText(token, ContentModel::Rcdata);
        case Noscript:
            if (m_options.scripting)
                return rawText(token, ContentModel::RawText);
            insertElement(token);
            m_mode = Mode::InHeadNoscript;
            return Then::NextToken;
        case Noframes:
        case Style:
            return rawText(token, ContentModel::RawText);
        case Script:
            return rawText(token, ContentModel::ScriptData);
        case Template:
            insertElement(token);
            pushMarker();
            m_framesetOk = false;
            m_mode = Mode::InTemplate;
            m_templateModes.push_back(Mode::InTemplate);
            return Then::NextToken;
        case Head:
            return Then::NextToken;
        default:
            break;
        }
        break;
    case TokenKind::EndTag:
        switch (tagOfToken(token)) {
        case Head:
            popUntil(m_open.topIndex(), token);
            m_mode = Mode::AfterHead;
            return Then::NextToken;
        case Body:
        case Html:
        case Br:
            break;
        case Template:
            if (!templateOpen())
                return Then::NextToken;
            while (m_open.top().has(ImpliedEndThoroughly))
                m_open.pop();
            popUntil(Template, token);
            clearToMarker();
            m_templateModes.pop_back();
            resetMode();
            return Then::NextToken;
        default:
            return Then::NextToken;
        }
        break;
    default:
        break;
    }
    m_open.pop();
    m_mode = Mode::AfterHead;
    return Then::Reprocess;
}

// ---- 13.2.6.4.5 The "in head noscript" insertion mode

TreeBuilder::Then TreeBuilder::inHeadNoscript(Token &token) {
    switch (token.kind) {
    case TokenKind::Doctype:
        return Then::NextToken;
    case TokenKind::Comment:
        return inHead(token);
    case TokenKind::Text: {
        PendingText space;
        if (takeLeadingSpace(token, space))
            insertText(space.text, space.range);
        if (token.text.length == 0)
            return Then::NextToken;
        break;
    }
    case TokenKind::StartTag:
        switch (tagOfToken(token)) {
        case Html:
            return inBody(token);
        case Basefont:
        case Bgsound:
        case Link:
        case Meta:
        case Noframes:
        case Style:
            return inHead(token);
        case Head:
        case Noscript:
            return Then::NextToken;
        default:
            break;
        }
        break;
    case TokenKind::EndTag:
        if (tagOfToken(token) == Noscript) {
            popUntil(m_open.topIndex(), token);
            m_mode = Mode::InHead;
            return Then::NextToken;
        }
        if (tagOfToken(token) != Br)
            return Then::NextToken;
        break;
    default:
        break;
    }
    m_open.pop();
    m_mode = Mode::InHead;
    return Then::Reprocess;
}

// ---- 13.2.6.4.6 The "after head" insertion mode

TreeBuilder::Then TreeBuilder::afterHead(Token &token) {
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
        case Body:
            insertElement(token);
            m_framesetOk = false;
            m_mode = Mode::InBody;
            return Then::NextToken;
        case Frameset:
            insertElement(token);
            m_mode = Mode::InFrameset;
            return Then::NextToken;
        case Base:
        case Basefont:
        case Bgsound:
        case Link:
        case Meta:
        case Noframes:
        case Script:
        case Style:
        case Template:
        case Title: {
            m_open.push(m_head);
            const Then then = inHead(token);
            m_open.remove(m_open.indexOf(m_head));
            return then;
        }
        case Head:
            return Then::NextToken;
        default:
            break;
        }
        break;
    case TokenKind::EndTag:
        switch (tagOfToken(token)) {
        case Template:
            return inHead(token);
        case Body:
        case Html:
        case Br:
            break;
        default:
            return Then::NextToken;
        }
        break;
    default:
        break;
    }
    insertImplied(Body, token.range.begin);
    m_mode = Mode::InBody;
    return Then::Reprocess;
}

} // namespace guiyi::html
