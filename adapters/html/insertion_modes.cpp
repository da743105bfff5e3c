// The insertion modes of WHATWG HTML 13.2.6.4, in the order of the standard, and foreign content (13.2.6.5).
#include "adapters/html/tree_builder.h"

#include "adapters/html/scan.h"

#include <algorithm>
#include <array>

namespace guiyi::html {

using enum Tag;

namespace {

bool equalsIgnoringCase(std::string_view a, std::string_view lower) {
    return a.size() == lower.size() &&
           std::equal(a.begin(), a.end(), lower.begin(), [](char x, char y) { return toLower(x) == y; });
}

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

TreeBuilder::Then TreeBuilder::byMode(Token &token) {
    switch (m_mode) {
    case Mode::Initial:
        return initial(token);
    case Mode::BeforeHtml:
        return beforeHtml(token);
    case Mode::BeforeHead:
        return beforeHead(token);
    case Mode::InHead:
        return inHead(token);
    case Mode::InHeadNoscript:
        return inHeadNoscript(token);
    case Mode::AfterHead:
        return afterHead(token);
    case Mode::InBody:
        return inBody(token);
    case Mode::Text:
        return text(token);
    case Mode::InTable:
        return inTable(token);
    case Mode::InTableText:
        return inTableText(token);
    case Mode::InCaption:
        return inCaption(token);
    case Mode::InColumnGroup:
        return inColumnGroup(token);
    case Mode::InTableBody:
        return inTableBody(token);
    case Mode::InRow:
        return inRow(token);
    case Mode::InCell:
        return inCell(token);
    case Mode::InTemplate:
        return inTemplate(token);
    case Mode::AfterBody:
        return afterBody(token);
    case Mode::InFrameset:
        return inFrameset(token);
    case Mode::AfterFrameset:
        return afterFrameset(token);
    case Mode::AfterAfterBody:
        return afterAfterBody(token);
    case Mode::AfterAfterFrameset:
        return afterAfterFrameset(token);
    }
    return Then::NextToken;
}

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

// ---- 13.2.6.4.7 The "in body" insertion mode

TreeBuilder::Then TreeBuilder::inBody(Token &token) {
    switch (token.kind) {
    case TokenKind::Null:
    case TokenKind::Doctype:
        return Then::NextToken;
    case TokenKind::Text:
        reconstructFormatting();
        insertText(token.text, token.range);
        if (m_framesetOk) {
            const std::string_view data = m_tree.view(token.text);
            m_framesetOk = std::all_of(data.begin(), data.end(), isSpace);
        }
        return Then::NextToken;
    case TokenKind::Comment:
        insertComment(token);
        return Then::NextToken;
    case TokenKind::StartTag:
        return inBodyStart(token);
    case TokenKind::EndTag:
        return inBodyEnd(token);
    case TokenKind::EndOfFile:
        if (!m_templateModes.empty())
            return inTemplate(token);
        m_stopped = true;
        return Then::NextToken;
    }
    return Then::NextToken;
}

TreeBuilder::Then TreeBuilder::inBodyStart(Token &token) {
    const Tag tag = tagOfToken(token);
    switch (tag) {
    case Html:
        if (!templateOpen())
            mergeAttributes(token, m_open.at(0).node);
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
    case Title:
        return inHead(token);

    case Body:
        if (m_open.size() > 1 && m_open.at(1).is(Body) && !templateOpen()) {
            m_framesetOk = false;
            mergeAttributes(token, m_open.at(1).node);
        }
        return Then::NextToken;

    case Frameset:
        if (m_open.size() > 1 && m_open.at(1).is(Body) && m_framesetOk) {
            m_tree.detach(m_open.at(1).node);
            m_open.popFrom(1);
            insertElement(token);
            m_mode = Mode::InFrameset;
        }
        return Then::NextToken;

    case Address:
    case Article:
    case Aside:
    case Blockquote:
    case Center:
    case Details:
    case Dialog:
    case Dir:
    case Div:
    case Dl:
    case Fieldset:
    case Figcaption:
    case Figure:
    case Footer:
    case Header:
    case Hgroup:
    case Main:
    case Menu:
    case Nav:
    case Ol:
    case P:
    case Search:
    case Section:
    case Summary:
    case Ul:
        closePInButtonScope(token);
        insertElement(token);
        return Then::NextToken;

    case H1:
    case H2:
    case H3:
    case H4:
    case H5:
    case H6:
        closePInButtonScope(token);
        if (m_open.top().has(Heading))
            m_open.pop();
        insertElement(token);
        return Then::NextToken;

    case Pre:
    case Listing:
        closePInButtonScope(token);
        insertElement(token);
        m_skipLineFeed = true;
        m_framesetOk = false;
        return Then::NextToken;

    case Form:
        if (m_form != noNode && !templateOpen())
            return Then::NextToken;
        closePInButtonScope(token);
        insertElement(token);
        if (!templateOpen())
            m_form = m_open.top().node;
        return Then::NextToken;

    case Li:
    case Dd:
    case Dt: {
        m_framesetOk = false;
        const std::int32_t index = m_open.top().itemStop;
        if (index != OpenElements::none) {
            const OpenElements::Entry item = m_open.at(index);
            if (item.is(tag) || (tag == Dd && item.is(Dt)) || (tag == Dt && item.is(Dd))) {
                generateImpliedEnds(item.name);
                m_open.popFrom(index);
            }
        }
        closePInButtonScope(token);
        insertElement(token);
        return Then::NextToken;
    }

    case Plaintext:
        closePInButtonScope(token);
        insertElement(token);
        m_tokenizer.setContentModel(ContentModel::PlainText);
        return Then::NextToken;

    case Button:
        if (m_open.inScope(Button)) {
            generateImpliedEnds();
            m_open.popFrom(m_open.last(Button));
        }
        reconstructFormatting();
        insertElement(token);
        m_framesetOk = false;
        return Then::NextToken;

    case A: {
        const std::size_t index = lastFormatting(idOf(A));
        if (index != m_formatting.size()) {
            const NodeId open = m_formatting[index].node;
            adoptionAgency(token);
            const std::size_t left = formattingIndex(open);
            if (left != m_formatting.size())
                m_formatting.erase(m_formatting.begin() + static_cast<std::ptrdiff_t>(left));
            if (m_open.contains(open))
                m_open.remove(m_open.indexOf(open));
        }
        reconstructFormatting();
        pushFormatting(insertElement(token));
        return Then::NextToken;
    }

    case B:
    case Big:
    case Code:
    case Em:
    case Font:
    case I:
    case S:
    case Small:
    case Strike:
    case Strong:
    case Tt:
    case U:
        reconstructFormatting();
        pushFormatting(insertElement(token));
        return Then::NextToken;

    case Nobr:
        reconstructFormatting();
        if (m_open.inScope(Nobr)) {
            adoptionAgency(token);
            reconstructFormatting();
        }
        pushFormatting(insertElement(token));
        return Then::NextToken;

    case Applet:
    case Marquee:
    case Object:
        reconstructFormatting();
        insertElement(token);
        pushMarker();
        m_framesetOk = false;
        return Then::NextToken;

    case Table:
        // In quirks mode a table may stand inside a paragraph: legacy pages rely on it.
        if (!m_tree.quirks)
            closePInButtonScope(token);
        insertElement(token);
        m_framesetOk = false;
        m_mode = Mode::InTable;
        return Then::NextToken;

    case Area:
    case Br:
    case Embed:
    case Img:
    case Keygen:
    case Wbr:
        reconstructFormatting();
        insertVoid(token);
        m_framesetOk = false;
        return Then::NextToken;

    case Input: {
        if (contextIs(Select))
            return Then::NextToken;
        if (m_open.inScope(Select))
            m_open.popFrom(m_open.last(Select));
        reconstructFormatting();
        insertElement(token);
        const Node input(&m_tree, m_open.top().node);
        if (!equalsIgnoringCase(input.attribute("type"), "hidden"))
            m_framesetOk = false;
        m_open.pop();
        return Then::NextToken;
    }

    case Param:
    case Tag::Source:
    case Track:
        insertVoid(token);
        return Then::NextToken;

    case Hr:
        closePInButtonScope(token);
        if (m_open.inScope(Select))
            generateImpliedEnds();
        insertVoid(token);
        m_framesetOk = false;
        return Then::NextToken;

    case Image:
        token.name = idOf(Img);
        return Then::Reprocess;

    case Textarea:
        rawText(token, ContentModel::Rcdata);
        m_skipLineFeed = true;
        m_framesetOk = false;
        return Then::NextToken;

    case Xmp:
        closePInButtonScope(token);
        reconstructFormatting();
        m_framesetOk = false;
        return rawText(token, ContentModel::RawText);

    case Iframe:
        m_framesetOk = false;
        return rawText(token, ContentModel::RawText);

    case Noembed:
        return rawText(token, ContentModel::RawText);

    case Noscript:
        if (m_options.scripting)
            return rawText(token, ContentModel::RawText);
        reconstructFormatting();
        insertElement(token);
        return Then::NextToken;

    case Select:
        if (contextIs(Select))
            return Then::NextToken;
        if (m_open.inScope(Select)) {
            m_open.popFrom(m_open.last(Select));
            return Then::NextToken;
        }
        reconstructFormatting();
        insertElement(token);
        m_framesetOk = false;
        return Then::NextToken;

    case Option:
        if (m_open.inScope(Select))
            generateImpliedEnds(idOf(Optgroup));
        else if (m_open.top().is(Option))
            m_open.pop();
        reconstructFormatting();
        insertElement(token);
        return Then::NextToken;

    case Optgroup:
        if (m_open.inScope(Select))
            generateImpliedEnds();
        else if (m_open.top().is(Option))
            m_open.pop();
        reconstructFormatting();
        insertElement(token);
        return Then::NextToken;

    case Rb:
    case Rtc:
        if (m_open.inScope(Ruby))
            generateImpliedEnds();
        insertElement(token);
        return Then::NextToken;

    case Rp:
    case Rt:
        if (m_open.inScope(Ruby))
            generateImpliedEnds(idOf(Rtc));
        insertElement(token);
        return Then::NextToken;

    case Math:
        reconstructFormatting();
        insertForeign(token, Namespace::MathMl);
        return Then::NextToken;

    case Svg:
        reconstructFormatting();
        insertForeign(token, Namespace::Svg);
        return Then::NextToken;

    case Caption:
    case Col:
    case Colgroup:
    case Frame:
    case Head:
    case Tbody:
    case Td:
    case Tfoot:
    case Th:
    case Thead:
    case Tr:
        return Then::NextToken;

    default:
        reconstructFormatting();
        insertElement(token);
        if (token.selfClosing && m_options.closePrefixedTags && tag == Unknown &&
            m_tree.names.name(token.name).find(':') != std::string_view::npos)
            m_open.pop();
        return Then::NextToken;
    }
}

TreeBuilder::Then TreeBuilder::inBodyEnd(Token &token) {
    const Tag tag = tagOfToken(token);
    switch (tag) {
    case Template:
        return inHead(token);

    case Body:
    case Html: {
        if (!m_open.inScope(Body))
            return Then::NextToken;
        const NodeId body = m_open.at(m_open.last(Body)).node;
        m_mode = Mode::AfterBody;
        if (tag == Html)
            return Then::Reprocess;
        m_tree.nodes[body].element.endTag = token.range.begin;
        return Then::NextToken;
    }

    case Address:
    case Article:
    case Aside:
    case Blockquote:
    case Button:
    case Center:
    case Details:
    case Dialog:
    case Dir:
    case Div:
    case Dl:
    case Fieldset:
    case Figcaption:
    case Figure:
    case Footer:
    case Header:
    case Hgroup:
    case Listing:
    case Main:
    case Menu:
    case Nav:
    case Ol:
    case Pre:
    case Search:
    case Section:
    case Select:
    case Summary:
    case Ul:
        if (!m_open.inScope(tag))
            return Then::NextToken;
        generateImpliedEnds();
        popUntil(tag, token);
        return Then::NextToken;

    case Form: {
        if (templateOpen()) {
            if (!m_open.inScope(Form))
                return Then::NextToken;
            generateImpliedEnds();
            popUntil(Form, token);
            return Then::NextToken;
        }
        const NodeId form = m_form;
        m_form = noNode;
        if (form == noNode || !m_open.contains(form) || m_open.indexOf(form) < m_open.top().scope[0])
            return Then::NextToken;
        generateImpliedEnds();
        m_tree.nodes[form].element.endTag = token.range.begin;
        m_open.remove(m_open.indexOf(form));
        return Then::NextToken;
    }

    case P:
        if (!m_open.inScope(P, Scope::Button))
            insertImplied(P, token.range.begin);
        closeP(token);
        return Then::NextToken;

    case Li:
        if (!m_open.inScope(Li, Scope::ListItem))
            return Then::NextToken;
        generateImpliedEnds(idOf(Li));
        popUntil(Li, token);
        return Then::NextToken;

    case Dd:
    case Dt:
        if (!m_open.inScope(tag))
            return Then::NextToken;
        generateImpliedEnds(idOf(tag));
        popUntil(tag, token);
        return Then::NextToken;

    case H1:
    case H2:
    case H3:
    case H4:
    case H5:
    case H6: {
        std::int32_t heading = OpenElements::none;
        for (const Tag level : {H1, H2, H3, H4, H5, H6})
            heading = std::max(heading, m_open.last(level));
        if (heading == OpenElements::none || heading < m_open.top().scope[0])
            return Then::NextToken;
        generateImpliedEnds();
        popUntil(heading, token);
        return Then::NextToken;
    }

    case A:
    case B:
    case Big:
    case Code:
    case Em:
    case Font:
    case I:
    case Nobr:
    case S:
    case Small:
    case Strike:
    case Strong:
    case Tt:
    case U:
        return adoptionAgency(token);

    case Applet:
    case Marquee:
    case Object:
        if (!m_open.inScope(tag))
            return Then::NextToken;
        generateImpliedEnds();
        popUntil(tag, token);
        clearToMarker();
        return Then::NextToken;

    case Br:
        reconstructFormatting();
        insertImplied(Br, token.range.begin);
        m_open.pop();
        m_framesetOk = false;
        return Then::NextToken;

    default:
        return anyOtherEnd(token);
    }
}

// ---- 13.2.6.4.8 The "text" insertion mode

TreeBuilder::Then TreeBuilder::text(Token &token) {
    if (token.kind == TokenKind::Text) {
        insertText(token.text, token.range);
        return Then::NextToken;
    }
    popUntil(m_open.topIndex(), token);
    m_mode = m_originalMode;
    return token.kind == TokenKind::EndOfFile ? Then::Reprocess : Then::NextToken;
}

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
