#include "adapters/page/body_writer.h"

#include "adapters/html/serialize.h"
#include "adapters/markup/clean_markup.h"
#include "adapters/markup/media.h"
#include "adapters/mirror/sniff.h"
#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::page {

using html::Tag;

namespace {

/// Blocks that hold running text themselves.
std::string_view textBlockName(Tag tag) {
    switch (tag) {
    case Tag::Li:
        return "li";
    case Tag::Dt:
        return "dt";
    case Tag::Dd:
        return "dd";
    case Tag::Td:
        return "td";
    case Tag::Th:
        return "th";
    case Tag::Pre:
        return "pre";
    case Tag::Figcaption:
        return "figcaption";
    case Tag::Caption:
        return "caption";
    default:
        return markup::headingName(tag);
    }
}

/// Blocks that hold other blocks.
std::string_view frameName(Tag tag) {
    switch (tag) {
    case Tag::Ul:
        return "ul";
    case Tag::Ol:
        return "ol";
    case Tag::Dl:
        return "dl";
    case Tag::Table:
        return "table";
    case Tag::Thead:
        return "thead";
    case Tag::Tbody:
    case Tag::Tfoot:
        return "tbody";
    case Tag::Tr:
        return "tr";
    case Tag::Blockquote:
        return "blockquote";
    case Tag::Figure:
        return "figure";
    default:
        return {};
    }
}

bool isTablePart(Tag tag) {
    return tag == Tag::Table || tag == Tag::Thead || tag == Tag::Tbody || tag == Tag::Tfoot ||
           tag == Tag::Tr || tag == Tag::Td || tag == Tag::Th || tag == Tag::Caption;
}

/// Words under a picture of this many bytes tell the story themselves: text like any other.
constexpr std::uint32_t RunningCaption = 200;

class Writer {
public:
    Writer(const BlockTree &tree, const BodyChoice &choice, const Url &base, std::string_view charset)
        : m_tree(tree), m_choice(choice), m_base(base), m_charset(charset) {}

    CleanBody write() {
        for (Index root : m_choice.roots) {
            for (Index i = root; i < m_tree[root].end; ++i) {
                closeUpTo(i);
                if (isDropped(i)) {
                    i = m_tree[i].end - 1;
                    continue;
                }
                if (std::binary_search(m_choice.captions.begin(), m_choice.captions.end(), i) &&
                    (m_tree[i].chars < RunningCaption || m_tree[i].files > 0))
                    m_captionEnd = m_tree[i].end;
                if (m_tree[i].isText) {
                    m_silent = i < m_captionEnd;
                    characters(m_tree[i].node.text());
                } else {
                    open(i);
                }
            }
            closeUpTo(m_tree[root].end);
            boundary();
        }
        closeParagraph();
        return std::move(m_body);
    }

private:
    enum class Kind { Inline, TextBlock, Frame, Boundary };
    struct Open {
        Index end;
        Kind kind;
        std::string_view name;
        bool inLayout;
        std::string_view outerAlign; ///< of the text around it
    };
    struct Inline {
        std::string open;
        std::string_view close;
    };

    bool isDropped(Index i) const { return m_choice.dropped[static_cast<std::size_t>(i)]; }

    /// Two rows and two columns at least, no table inside, no cell that is an article.
    bool isDataTable(Index table) const {
        std::size_t rows = 0, inRow = 0, widest = 0;
        std::uint32_t longest = 0;
        for (Index i = table + 1; i < m_tree[table].end; ++i) {
            const Tag tag = m_tree[i].tag;
            if (tag == Tag::Table)
                return false;
            if (tag == Tag::Tr) {
                ++rows;
                inRow = 0;
            } else if (tag == Tag::Td || tag == Tag::Th) {
                widest = std::max(widest, ++inRow);
                longest = std::max(longest, m_tree[i].chars);
            }
        }
        return rows >= 2 && widest >= 2 && !(longest > 1500 && longest * 2 > m_tree[table].chars);
    }

    void open(Index i) {
        const Block &b = m_tree[i];
        // A cell without its table around is layout too.
        bool layout = m_open.empty() || m_open.back().inLayout;
        if (b.tag == Tag::Br) {
            lineBreak();
            return;
        }
        if (b.tag == Tag::Img) {
            image(b.node);
            return;
        }
        if (b.tag == Tag::A) {
            link(i);
            return;
        }
        if (b.tag == Tag::Video || b.tag == Tag::Audio || b.tag == Tag::Embed || b.tag == Tag::Object ||
            b.tag == Tag::Iframe) {
            media(b.node);
            return;
        }
        if (!b.isBlock) {
            const std::string_view name = markup::inlineName(b.tag);
            m_open.push_back({b.end, Kind::Inline, name, layout, m_align});
            if (!name.empty())
                openInline("<" + std::string(name) + ">", name);
            return;
        }
        boundary();
        const std::string_view outerAlign = m_align;
        if (const std::string_view align = markup::alignmentOf(b.node); !align.empty())
            m_align = align;
        if (b.tag == Tag::Table) {
            layout = !isDataTable(i);
            m_body.tables += layout ? 0 : 1;
        }
        const std::string_view text = textBlockName(b.tag), frame = frameName(b.tag);
        const bool bare = (layout && isTablePart(b.tag)) || (text.empty() && frame.empty());
        if (bare) {
            m_open.push_back({b.end, Kind::Boundary, {}, layout, outerAlign});
        } else if (!text.empty()) {
            openTextBlock(i, text, layout, outerAlign);
        } else {
            closeParagraph();
            m_body.html += '<';
            m_body.html += frame;
            m_body.html += '>';
            m_open.push_back({b.end, Kind::Frame, frame, layout, outerAlign});
        }
    }

    void openTextBlock(Index i, std::string_view name, bool layout, std::string_view outerAlign) {
        const Block &b = m_tree[i];
        closeParagraph();
        m_body.html += '<';
        m_body.html += name;
        if (name == "td" || name == "th") {
            m_body.html += markup::spanAttribute(b.node, "colspan");
            m_body.html += markup::spanAttribute(b.node, "rowspan");
            m_cell = true;
        }
        m_body.html += '>';
        m_open.push_back({b.end, Kind::TextBlock, name, layout, outerAlign});
        m_textBlocks.push_back(m_body.html.size());
        m_preformatted += name == "pre" ? 1 : 0;
    }

    void closeUpTo(Index i) {
        while (!m_open.empty() && m_open.back().end <= i) {
            const Open open = m_open.back();
            m_open.pop_back();
            close(open);
            m_align = open.outerAlign;
        }
    }

    void close(const Open &open) {
        switch (open.kind) {
        case Kind::Inline:
            if (!open.name.empty())
                closeInline();
            break;
        case Kind::TextBlock:
            closeParagraph();
            m_textBlocks.pop_back();
            m_preformatted -= open.name == "pre" ? 1 : 0;
            closeTag(open.name);
            if (open.name == "td" || open.name == "th")
                m_pending = '\t';
            else
                boundary();
            break;
        case Kind::Frame:
            closeParagraph();
            closeTag(open.name);
            boundary();
            break;
        case Kind::Boundary:
            boundary();
            break;
        }
    }

    void closeTag(std::string_view name) {
        m_body.html += "</";
        m_body.html += name;
        m_body.html += '>';
    }

    void openInline(std::string open, std::string_view close) {
        m_inline.push_back({std::move(open), close});
        if (m_writing)
            m_body.html += m_inline.back().open;
    }
    void closeInline() {
        if (m_writing)
            closeTag(m_inline.back().close);
        m_inline.pop_back();
    }

    /// Inline content begins: inside a text block it stands directly, elsewhere in a paragraph.
    void startWriting() {
        if (m_writing)
            return;
        m_writing = true;
        if (m_textBlocks.empty()) {
            markup::appendOpeningTag(m_body.html, "p", m_align);
        } else if (m_body.html.size() > m_textBlocks.back()) {
            m_body.html += "<br>";
        }
        for (const Inline &i : m_inline)
            m_body.html += i.open;
    }
    void closeParagraph() {
        if (!m_writing)
            return;
        for (auto i = m_inline.rbegin(); i != m_inline.rend(); ++i)
            closeTag(i->close);
        if (m_textBlocks.empty())
            m_body.html += "</p>\n";
        m_writing = false;
    }
    void boundary() {
        closeParagraph();
        if (!m_body.text.empty() && !(m_cell && m_pending == '\t'))
            m_pending = '\n';
        m_cell = false;
    }
    void lineBreak() {
        if (m_writing)
            m_body.html += "<br>";
        if (!m_body.text.empty())
            m_pending = '\n';
    }

    void characters(std::string_view s) {
        std::size_t run = 0;
        for (std::size_t at = 0; at < s.size();) {
            const std::size_t begin = at;
            const char32_t c = text::next(s, at);
            if (!text::isBlank(c))
                continue;
            write(s.substr(run, begin - run));
            run = at;
            if (m_preformatted > 0 && c == '\n')
                lineBreak();
            else if (m_pending == 0 && !m_body.text.empty())
                m_pending = ' ';
        }
        write(s.substr(run));
    }

    /// A word: visible bytes without blanks.
    void write(std::string_view word) {
        if (word.empty())
            return;
        const char separator = m_pending;
        m_pending = 0;
        if (m_silent) {
            if (separator == ' ' && m_writing)
                m_body.html += ' ';
            startWriting();
            html::appendEscapedText(m_body.html, word);
            return;
        }
        if (separator != 0 && !m_body.text.empty())
            m_body.text += separator;
        if (separator == ' ' && m_writing)
            m_body.html += ' ';
        startWriting();
        m_body.text += word;
        html::appendEscapedText(m_body.html, word);
    }

    std::optional<Url> resolve(std::string_view href) const {
        const HrefForm form = formOf(href);
        if (form != HrefForm::Http && form != HrefForm::Relative)
            return std::nullopt;
        return m_base.resolve(href, m_charset);
    }

    void link(Index i) {
        const Block &b = m_tree[i];
        const std::string_view href = text::trim(b.node.attribute("href"));
        const auto url = href.empty() ? std::nullopt : resolve(href);
        std::string target;
        if (url)
            target = url->text();
        else if (formOf(href) == HrefForm::Mail)
            target = std::string(href);
        m_open.push_back({b.end, Kind::Inline, target.empty() ? std::string_view() : "a",
                          m_open.empty() || m_open.back().inLayout, m_align});
        if (target.empty())
            return;
        std::string open = "<a href=\"";
        html::appendEscapedAttribute(open, target);
        openInline(open + "\">", "a");
        if (url && mirror::namesDocument(url->target()))
            addOnce(m_body.attachments, url->text(), text::collapse(m_tree.text(i, 400)));
    }

    void image(html::Node node) {
        constexpr int IconSize = 32; // pixels
        if (const html::Node shown = markup::noscriptImage(node))
            node = shown;
        const std::string_view src = markup::imageSource(node);
        const auto url = src.empty() ? std::nullopt : resolve(src);
        if (!url || markup::isIcon(node, IconSize))
            return;
        const std::string alt = text::collapse(node.attribute("alt"));
        startWriting();
        m_body.html += "<img src=\"";
        html::appendEscapedAttribute(m_body.html, url->text());
        m_body.html += "\" alt=\"";
        html::appendEscapedAttribute(m_body.html, alt);
        m_body.html += "\">";
        addOnce(m_body.images, url->text(), alt);
    }

    void media(html::Node node) {
        const markup::Media media = markup::mediaOf(node);
        const std::string_view player = markup::playerAddress(node);
        if (const auto url = media.element.empty() ? std::nullopt : resolve(media.source)) {
            startWriting();
            m_body.html += markup::mediaHtml(media, url->text());
        } else if (const auto address = player.empty() ? std::nullopt : resolve(player)) {
            startWriting();
            m_body.html += markup::playerHtml(address->text(), text::collapse(node.attribute("title")));
        }
    }

    static void addOnce(std::vector<LinkedFile> &files, std::string url, std::string name) {
        if (std::none_of(files.begin(), files.end(), [&](const LinkedFile &f) { return f.url == url; }))
            files.push_back({std::move(url), std::move(name)});
    }

    const BlockTree &m_tree;
    const BodyChoice &m_choice;
    const Url &m_base;
    std::string_view m_charset;
    CleanBody m_body;
    std::vector<Open> m_open;
    std::vector<Inline> m_inline;
    std::vector<std::size_t> m_textBlocks; ///< where the content of the open text blocks begins
    int m_preformatted = 0;
    char m_pending = 0;       ///< what separates the next word from the last: blank, tab, line end or nothing
    std::string_view m_align; ///< of the paragraphs being written
    bool m_writing = false, m_cell = false;
    bool m_silent = false;  ///< inside a caption: for the HTML only
    Index m_captionEnd = 0; ///< end of the caption last met
};

} // namespace

CleanBody writeBody(const BlockTree &tree, const BodyChoice &choice, const Url &base,
                    std::string_view charset) {
    return Writer(tree, choice, base, charset).write();
}

} // namespace guiyi::page
