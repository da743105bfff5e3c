#include "adapters/site/body_writer.h"

#include "adapters/markup/clean_markup.h"
#include "adapters/site/body_files.h"
#include "adapters/site/body_noise.h"
#include "adapters/site/body_text.h"
#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::site {

using html::Tag;

namespace {

/// A table of data, not one that only places things: two rows and two columns at least, cells that are no
/// articles.
bool isDataTable(const PageView &view, std::int32_t table) {
    std::size_t rows = 0, widest = 0, cells = 0;
    bool nested = false;
    std::size_t inRow = 0;
    for (std::int32_t i = table + 1; i < view[table].end; ++i) {
        if (!view[i].node.isElement())
            continue;
        const Tag tag = view[i].node.tag();
        if (tag == Tag::Table) {
            nested = true;
            i = view[i].end - 1;
        } else if (tag == Tag::Tr) {
            ++rows;
            inRow = 0;
        } else if (tag == Tag::Td || tag == Tag::Th) {
            ++cells;
            widest = std::max(widest, ++inRow);
        }
    }
    if (rows < 2 || widest < 2)
        return false;
    const std::size_t text = view[table].text + view[table].linkText;
    return !(nested && cells <= 4) && text / cells < 400;
}

class Writer {
public:
    Writer(const PageView &view, const Knowledge &knowledge, const PageLinks &links,
           const BodyOptions &options)
        : m_view(view),
          m_links(links),
          m_options(options),
          m_files(links, options, m_body),
          m_noise(view, knowledge, m_files, options.chrome) {}

    WrittenBody write(std::int32_t container) {
        const std::int32_t end = m_view[container].end;
        // Most pages are Chinese: three bytes a character.
        const std::size_t bytes = 3 * (std::size_t(m_view[container].text) + m_view[container].linkText);
        m_text.reserve(bytes);
        m_body.html.reserve(bytes + bytes / 8);
        for (std::int32_t i = container + 1; i < end; ++i) {
            closeUpTo(i);
            const PageItem &item = m_view[i];
            if (item.end <= m_options.from ||
                std::find(m_options.skip.begin(), m_options.skip.end(), i) != m_options.skip.end()) {
                i = item.end - 1;
                continue;
            }
            if (item.silent && item.node.isElement()) {
                silent(i);
                i = item.end - 1;
                continue;
            }
            if (item.node.isText()) {
                if (!item.silent && i >= m_options.from)
                    characters(item);
            } else if (item.node.isElement()) {
                if (m_noise.endsBody(i, end))
                    break;
                if (m_noise.isNoise(i)) {
                    i = item.end - 1;
                    continue;
                }
                open(i);
            }
        }
        closeUpTo(end);
        flushParagraph();
        flushLine();
        m_body.text = m_text.finish();
        return std::move(m_body);
    }

private:
    struct Open {
        std::int32_t end;
        Tag tag;
        std::string_view name; ///< inline name, or the block written
        bool block;
        std::string_view outerAlign;
    };
    struct Inline {
        std::string open, close;
        bool written = false;
    };

    /// What readers don't see may still say what they are shown: players, embedded documents, the pictures
    /// that loaders put in.
    void silent(std::int32_t i) {
        const bool hidden = isHiddenByStyle(m_view[i].node);
        for (std::int32_t j = i; j < m_view[i].end; ++j) {
            const html::Node node = m_view[j].node;
            if (!node.isElement())
                continue;
            const Tag tag = node.tag();
            if (tag == Tag::A && hidden)
                ++m_body.hiddenLinks;
            const bool frame = tag == Tag::Iframe || tag == Tag::Embed || tag == Tag::Object;
            if (hidden) {
                if (frame)
                    m_files.document(node); // shown by a script, mostly
                continue;
            }
            if (tag == Tag::Img && m_view.isTag(i, Tag::Noscript))
                write(m_files.image(node));
            else if (tag == Tag::Script && !node.hasAttribute("src"))
                write(m_files.shownBy(scriptText(j)));
            else if (write(m_files.player(node)))
                return; // an object and the embed in it play the same
            else if (frame)
                m_files.document(node);
        }
    }

    std::string_view scriptText(std::int32_t script) const {
        const html::Node content = m_view[script].node.firstChild();
        return content.isText() ? content.text() : std::string_view();
    }

    /// Inline markup into the current paragraph; false when there is none.
    bool write(std::string_view markup) {
        if (markup.empty())
            return false;
        writeInlineOpenings();
        paragraph() += markup;
        return true;
    }

    void closeUpTo(std::int32_t index) {
        while (!m_open.empty() && index >= m_open.back().end) {
            // Still open while it is closed: its last paragraph belongs inside it.
            close(Open(m_open.back()));
            m_open.pop_back();
        }
    }

    void open(std::int32_t i) {
        const PageItem &item = m_view[i];
        const html::Node node = item.node;
        const Tag tag = node.tag();
        if (tag == Tag::Br) {
            if (m_dataTables == 0)
                breakLine();
            else
                flushLine();
            return;
        }
        if (tag == Tag::Img) {
            write(m_files.image(node));
            return;
        }
        if (tag == Tag::Hr) {
            flushParagraph();
            flushLine();
            return;
        }
        if (tag == Tag::A) {
            link(i);
            return;
        }
        if (tag == Tag::Embed) {
            if (!write(m_files.player(node)))
                m_files.document(node);
            return;
        }
        if (const std::string_view name = markup::inlineName(tag); !name.empty()) {
            m_inline.push_back({"<" + std::string(name) + ">", "</" + std::string(name) + ">"});
            m_open.push_back({item.end, tag, name, false, m_align});
            return;
        }
        if (!isBlockTag(tag))
            return;
        flushParagraph();
        if (m_dataTables == 0 || (tag != Tag::Td && tag != Tag::Th))
            flushLine();
        Open opened{item.end, tag, {}, true, m_align};
        if (const std::string_view align = markup::alignmentOf(node); !align.empty())
            m_align = align;
        if (tag == Tag::Table) {
            opened.name = m_dataTables > 0 || isDataTable(m_view, i) ? "table" : "";
            m_tableIsData.push_back(!opened.name.empty());
            if (!opened.name.empty()) {
                m_body.html += "<table>\n";
                ++m_dataTables;
            }
        } else if (tag == Tag::Tr || tag == Tag::Td || tag == Tag::Th || tag == Tag::Caption) {
            if (!m_tableIsData.empty() && m_tableIsData.back()) {
                opened.name = tag == Tag::Tr   ? "tr"
                              : tag == Tag::Td ? "td"
                              : tag == Tag::Th ? "th"
                                               : "caption";
                m_body.html += "<" + std::string(opened.name);
                m_body.html += markup::spanAttribute(node, "colspan");
                m_body.html += markup::spanAttribute(node, "rowspan");
                m_body.html += ">";
                if (tag == Tag::Tr)
                    m_text.beginRow();
                else
                    m_cellParagraphs = 0;
            }
        } else if (tag == Tag::Ul || tag == Tag::Ol || tag == Tag::Li || tag == Tag::Blockquote ||
                   tag == Tag::Pre) {
            // A list item outside a list is a paragraph.
            if (tag != Tag::Li || m_lists > 0) {
                opened.name = node.name();
                m_body.html += "<" + std::string(opened.name) + ">";
                m_lists += tag == Tag::Ul || tag == Tag::Ol ? 1 : 0;
            }
        } else {
            opened.name = markup::headingName(tag);
        }
        if (const std::string_view heading = markup::headingName(tag); !heading.empty())
            m_paragraphName = heading;
        m_open.push_back(opened);
    }

    void close(const Open &closing) {
        if (!closing.block) {
            if (m_inline.back().written)
                m_body.html += m_inline.back().close;
            m_inline.pop_back();
            if (closing.tag == Tag::A)
                m_linkDepth = m_linkIsFile = false;
            return;
        }
        flushParagraph();
        m_align = closing.outerAlign;
        if (!markup::headingName(closing.tag).empty())
            m_paragraphName = "p";
        const bool cell = closing.name == "td" || closing.name == "th";
        if (cell && m_dataTables > 0)
            m_text.endCell();
        else
            flushLine();
        if (closing.name == "tr")
            m_text.endRow();
        if (closing.tag == Tag::Table) {
            m_dataTables -= closing.name.empty() ? 0 : 1;
            if (!m_tableIsData.empty())
                m_tableIsData.pop_back();
        }
        if ((closing.tag == Tag::Ul || closing.tag == Tag::Ol) && !closing.name.empty())
            --m_lists;
        if (!closing.name.empty() && markup::headingName(closing.tag).empty()) {
            m_body.html += "</" + std::string(closing.name) + ">";
            if (!cell)
                m_body.html += '\n';
        }
    }

    void characters(const PageItem &item) {
        if (item.text + item.linkText == 0) {
            m_pendingSpace = m_pendingSpace || !m_text.lineIsEmpty();
            return;
        }
        writeInlineOpenings();
        // Inline text keeps its blanks as one; runs of layout blanks (NBSP, U+3000) become one space.
        if (m_pendingSpace && m_hasText)
            m_text.append(" ");
        std::size_t controls = 0;
        if (item.plain) {
            m_text.append(item.node.text());
            m_pendingSpace = false;
        } else {
            controls = appendCollapsed(item.node.text());
        }
        m_hasText = true;
        if (!m_text.added().empty())
            text::appendEscapedHtml(paragraph(), m_text.added());
        m_text.count(item.text + item.linkText - controls, m_linkDepth, m_linkIsFile);
    }

    /// Leaves control characters out, whose number it answers with.
    std::size_t appendCollapsed(std::string_view raw) {
        bool blank = false;
        bool between = !m_pendingSpace && m_hasText; // a blank here parts what was and what comes
        std::size_t controls = 0;
        for (std::size_t at = 0; at < raw.size();) {
            const std::size_t end = text::findBlankOrControl(raw, at);
            if (end > at) {
                if (blank && between)
                    m_text.append(" ");
                m_text.append(raw.substr(at, end - at));
                blank = false;
                between = true;
            }
            if (end == raw.size())
                break;
            const std::size_t length = text::blankLength(raw, end);
            blank = blank || length > 0;
            controls += length > 0 ? 0 : 1;
            at = end + std::max<std::size_t>(length, 1);
        }
        m_pendingSpace = blank;
        return controls;
    }

    void writeInlineOpenings() {
        for (Inline &i : m_inline) {
            if (!i.written && !i.open.empty())
                paragraph() += i.open;
            i.written = true;
        }
    }

    /// Where the current paragraph is written; begins it.
    std::string &paragraph() {
        if (!m_inParagraph) {
            m_inParagraph = true;
            m_isBare = innermostHolder();
            if (!m_isBare)
                markup::appendOpeningTag(m_body.html, m_paragraphName, m_align);
            else if (m_cellParagraphs++ > 0)
                m_body.html += "<br>";
        }
        return m_body.html;
    }

    void breakLine() {
        if (!m_hasText && !m_inParagraph) {
            flushLine();
            return;
        }
        // One <br> breaks a line, two or more make a paragraph; legacy pages use both for paragraphs, so each
        // break ends the paragraph.
        flushParagraph();
        flushLine();
    }

    void flushParagraph() {
        for (auto it = m_inline.rbegin(); it != m_inline.rend(); ++it) {
            if (it->written)
                m_body.html += it->close;
            it->written = false;
        }
        if (m_inParagraph && !m_isBare) {
            m_body.html += "</";
            m_body.html += m_paragraphName;
            m_body.html += ">\n";
        }
        m_inParagraph = false;
        m_hasText = false;
        m_pendingSpace = false;
    }

    /// Inside a written cell or list item text needs no paragraph of its own.
    bool innermostHolder() {
        for (auto it = m_open.rbegin(); it != m_open.rend(); ++it) {
            if (it->block && !it->name.empty()) {
                if (it->name == "li") {
                    if (m_lastHolder != it->end) {
                        m_lastHolder = it->end;
                        m_cellParagraphs = 0;
                    }
                    return true;
                }
                return it->name == "td" || it->name == "th" || it->name == "caption" || it->name == "pre";
            }
        }
        return false;
    }

    void flushLine() { m_text.endLine(m_dataTables > 0); }

    void link(std::int32_t i) {
        const html::Node node = m_view[i].node;
        const std::string href(text::trim(node.attribute("href")));
        m_open.push_back({m_view[i].end, Tag::A, "a", false, m_align});
        if (!node.hasAttribute("href") || href.empty()) {
            m_inline.push_back({"", ""});
            return;
        }
        const auto url = m_links.resolve(href);
        const HrefForm form = formOf(href);
        const bool web = url && (form == HrefForm::Http || form == HrefForm::Relative);
        m_body.links.push_back({m_links.page().text(), std::string(node.attribute("href")),
                                web ? url->text() : std::string(), "attr"});
        std::string target;
        if (web)
            target = url->text() + fragmentOf(href);
        else if (form == HrefForm::Mail || form == HrefForm::Anchor)
            target = href;
        // javascript: and broken links keep their text only.
        m_inline.push_back(target.empty() ? Inline{"", ""}
                                          : Inline{"<a href=\"" + text::escapeHtml(target) + "\">", "</a>"});
        m_linkDepth = true;
        if (!web)
            return;
        std::string name = text::collapse(m_view.text(i));
        if (name.empty())
            name = text::collapse(node.attribute("title"));
        m_linkIsFile = m_files.attach(node.attribute("href"), std::move(name));
    }

    static std::string fragmentOf(std::string_view href) {
        const std::size_t hash = href.find('#');
        return hash == std::string_view::npos ? std::string() : std::string(href.substr(hash));
    }

    const PageView &m_view;
    const PageLinks &m_links;
    const BodyOptions &m_options;
    WrittenBody m_body;
    BodyFiles m_files;
    BodyNoise m_noise;
    BodyText m_text;
    std::vector<Open> m_open;
    std::vector<Inline> m_inline;
    std::vector<bool> m_tableIsData;
    std::string_view m_paragraphName = "p";
    std::string_view m_align;
    std::int32_t m_lastHolder = -1;
    int m_dataTables = 0, m_lists = 0, m_cellParagraphs = 0;
    bool m_inParagraph = false; ///< some of it is written
    bool m_isBare = false;      ///< which needs no element of its own
    bool m_hasText = false, m_pendingSpace = false, m_linkDepth = false, m_linkIsFile = false;
};

} // namespace

Resource InlineImage::resource() const {
    Resource r;
    r.url = url;
    r.file = "blob:" + sha256;
    r.kind = ResourceKind::Image;
    r.mediaType = mediaType;
    r.bytes = static_cast<std::int64_t>(bytes.size());
    r.sha256 = sha256;
    return r;
}

WrittenBody writeBody(const PageView &view, std::int32_t container, const Knowledge &knowledge,
                      const PageLinks &links, const BodyOptions &options) {
    return Writer(view, knowledge, links, options).write(container);
}

} // namespace guiyi::site
