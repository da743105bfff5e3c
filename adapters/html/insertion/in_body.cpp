// WHATWG HTML 13.2.6.4.7 and 13.2.6.4.8: the insertion modes "in body" and "text".
#include "adapters/html/tree_builder.h"

#include "adapters/html/scan.h"

#include <algorithm>

namespace guiyi::html {

using enum Tag;

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

} // namespace guiyi::html
