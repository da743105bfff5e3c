#include "adapters/html/serialize.h"

#include "adapters/html/scan.h"
#include "adapters/html/script_text.h"
#include "adapters/html/tag.h"

namespace guiyi::html {
namespace {

/// Elements that have no end tag (WHATWG HTML 13.3, "serializes as void").
bool isVoid(Tag tag) {
    switch (tag) {
    case Tag::Area:
    case Tag::Base:
    case Tag::Basefont:
    case Tag::Bgsound:
    case Tag::Br:
    case Tag::Col:
    case Tag::Embed:
    case Tag::Frame:
    case Tag::Hr:
    case Tag::Img:
    case Tag::Input:
    case Tag::Keygen:
    case Tag::Link:
    case Tag::Meta:
    case Tag::Param:
    case Tag::Source:
    case Tag::Track:
    case Tag::Wbr:
        return true;
    default:
        return false;
    }
}

/// Elements whose text stands in the page without references.
bool holdsRawText(Tag tag) {
    switch (tag) {
    case Tag::Style:
    case Tag::Script:
    case Tag::Xmp:
    case Tag::Iframe:
    case Tag::Noembed:
    case Tag::Noframes:
    case Tag::Plaintext:
        return true;
    default:
        return false;
    }
}

void appendEscaped(std::string &out, std::string_view text, bool attribute) {
    const char *p = text.data();
    const char *const end = p + text.size();
    while (true) {
        const char *const stop = attribute ? findFirst<'&', '<', '>', '"', '\xc2'>(p, end)
                                           : findFirst<'&', '<', '>', '\xc2'>(p, end);
        out.append(p, stop);
        if (stop == end)
            return;
        p = stop + 1;
        switch (*stop) {
        case '&':
            out.append("&amp;");
            break;
        case '<':
            out.append("&lt;");
            break;
        case '>':
            out.append("&gt;");
            break;
        case '"':
            out.append("&quot;");
            break;
        default:
            if (p != end && *p == '\xa0') {
                out.append("&nbsp;");
                ++p;
            } else {
                out.push_back(*stop);
            }
        }
    }
}

void appendStart(std::string &out, Node node) {
    switch (node.type()) {
    case NodeType::Document:
        return;
    case NodeType::Doctype:
        out.append("<!DOCTYPE ").append(node.text()).append(">");
        return;
    case NodeType::Comment:
        out.append("<!--").append(node.text()).append("-->");
        return;
    case NodeType::Text:
        if (node.parent().isElement() && holdsRawText(node.parent().tag()))
            out.append(node.text());
        else
            appendEscapedText(out, node.text());
        return;
    case NodeType::Element:
        out.append("<").append(node.name());
        for (std::size_t i = 0; i < node.attributeCount(); ++i) {
            const Attribute attribute = node.attributeAt(i);
            out.append(" ").append(attribute.name).append("=\"");
            appendEscapedAttribute(out, attribute.value);
            out.append("\"");
        }
        out.append(">");
        // The parser drops a line feed right behind these tags: one that counts needs another before it.
        if ((node.isElement(Tag::Pre) || node.isElement(Tag::Textarea) || node.isElement(Tag::Listing)) &&
            node.firstChild().isText() && node.firstChild().text().starts_with('\n'))
            out.append("\n");
        return;
    }
}

/// Whether the text of a script would take its own end tag for more of it, as after `<!--<script>` in a page
/// that ends there.
bool hidesItsEndTag(std::string_view text) {
    const std::string written = std::string(text).append("</script>");
    return scriptTextEnd(written.data(), written.data() + written.size(), "script") ==
           written.data() + written.size();
}

void appendEnd(std::string &out, Node node) {
    if (!node.isElement() || isVoid(node.tag()))
        return;
    // Else the script would swallow all that is written behind it.
    if (node.isElement(Tag::Script) && node.lastChild() && hidesItsEndTag(node.lastChild().text()))
        out.append("-->");
    out.append("</").append(node.name()).append(">");
}

/// Walks by parent links: the depth of the input must not cost stack.
void appendSubtree(std::string &out, Node root, bool withRoot) {
    Node node = root;
    for (;;) {
        if (node != root || withRoot)
            appendStart(out, node);
        if (const Node child = node.firstChild(); child && !isVoid(node.tag())) {
            node = child;
            continue;
        }
        for (;;) {
            if (node != root || withRoot)
                appendEnd(out, node);
            if (node == root)
                return;
            if (const Node next = node.next()) {
                node = next;
                break;
            }
            node = node.parent();
        }
    }
}

} // namespace

void appendEscapedText(std::string &out, std::string_view text) {
    appendEscaped(out, text, false);
}

void appendEscapedAttribute(std::string &out, std::string_view value) {
    appendEscaped(out, value, true);
}

std::string outerHtml(Node node) {
    std::string out;
    if (node)
        appendSubtree(out, node, true);
    return out;
}

std::string innerHtml(Node node) {
    std::string out;
    if (node)
        appendSubtree(out, node, false);
    return out;
}

std::string textContent(Node node) {
    std::string out;
    if (node.type() == NodeType::Text || node.type() == NodeType::Comment)
        return std::string(node.text());
    for (Node at = node.firstChild(); at; at = at.following(node)) {
        if (at.isText())
            out.append(at.text());
    }
    return out;
}

} // namespace guiyi::html
