// The insertion modes of WHATWG HTML 13.2.6.4 by name; their rules are in insertion/, in the standard's
// order.
#include "adapters/html/tree_builder.h"

namespace guiyi::html {

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

} // namespace guiyi::html
