#include "adapters/site/body_writer.h"

#include "adapters/markup/clean_markup.h"
#include "adapters/mirror/sniff.h"
#include "schema/base/text.h"

#include <algorithm>
#include <array>

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

struct Line {
    std::string text;
    std::size_t linkCharacters = 0;
    std::size_t characters = 0;
    bool fileLink = false;
    std::string plain; ///< what stands outside links, for labels
};

class Writer {
public:
    Writer(const PageView &view, const Knowledge &knowledge, const PageLinks &links,
           const BodyOptions &options)
        : m_view(view), m_knowledge(knowledge), m_links(links), m_options(options) {}

    WrittenBody write(std::int32_t container) {
        const std::int32_t end = m_view[container].end;
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
                    characters(item.node.text());
            } else if (item.node.isElement()) {
                if (endsBody(i, end))
                    break;
                if (isNoise(i) || (m_options.chrome != nullptr && isChromeBlock(i))) {
                    i = item.end - 1;
                    continue;
                }
                open(i);
            }
        }
        closeUpTo(end);
        flushParagraph();
        flushLine();
        finishText();
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

    /// Blocks between title and end that are tools of the page: print, share, previous and next.
    bool isNoise(std::int32_t i) const {
        const PageItem &item = m_view[i];
        const std::size_t length = item.text + item.linkText;
        if (length == 0 || length > 400 || !isBlockTag(item.node.tag()))
            return false;
        const std::string squashed = text::squash(m_view.text(i));
        const bool shortTool =
            length <= 30 && std::any_of(m_knowledge.noiseWords.begin(), m_knowledge.noiseWords.end(),
                                        [&](const std::string &word) {
                                            return text::startsWith(squashed, text::squash(word));
                                        });
        if (shortTool && item.linkText * 2 >= length)
            return true;
        // "上一篇：…" and lists of related articles are mostly links.
        return item.linkText * 3 >= length * 2 &&
               std::any_of(m_knowledge.trailerWords.begin(), m_knowledge.trailerWords.end(),
                           [&](const std::string &word) {
                               return word != "相关链接" && text::startsWith(squashed, word) &&
                                      squashed.size() > word.size();
                           });
    }

    /// A menu, a footer, a line of tools: every text repeats on the site, or there are only links to pages.
    bool isChromeBlock(std::int32_t i) const {
        const PageItem &item = m_view[i];
        const Tag tag = item.node.tag();
        if (item.fresh > 0 || item.text + item.linkText == 0 || !isBlockTag(tag) || tag == Tag::Tr ||
            tag == Tag::Td || tag == Tag::Th)
            return false;
        int links = 0;
        bool repeated = true;
        for (std::int32_t j = i; j < item.end; ++j) {
            const html::Node node = m_view[j].node;
            if (node.isText()) {
                repeated = repeated && (!m_view[j].inLink || text::visibleLength(node.text()) == 0 ||
                                        m_options.chrome->contains(textHash(node.text())));
            } else if (m_view.isTag(j, Tag::A)) {
                ++links;
                if (isFile(m_links.resolve(node.attribute("href"))))
                    return false;
            } else if (m_view.isTag(j, Tag::Img) && !isChromeImage(node)) {
                return false;
            }
        }
        constexpr int LinksOfMenu = 4;
        return repeated || links >= LinksOfMenu;
    }

    bool isChromeImage(html::Node node) const {
        const auto url = m_links.resolve(node.attribute("src"));
        return !url ||
               (m_options.chromeImages != nullptr && m_options.chromeImages->contains(hashOf(url->text())));
    }

    /// True where a heading like 相关文章 begins a tail of links that runs to the end of the container: pages
    /// with unclosed elements keep it inside the body.
    bool endsBody(std::int32_t i, std::int32_t end) const {
        const PageItem &item = m_view[i];
        if (item.text == 0 || item.text > 12 || item.linkText > 0 || !isBlockTag(item.node.tag()))
            return false;
        const std::string squashed = text::squash(m_view.text(i));
        const auto &headings = m_knowledge.relatedHeadings;
        if (std::none_of(headings.begin(), headings.end(), [&](const std::string &word) {
                return text::startsWith(squashed, word) && item.text <= text::visibleLength(word) + 2;
            }))
            return false;
        std::uint32_t plain = 0, linked = 0;
        for (std::int32_t j = i; j < end; ++j) {
            if (m_view[j].node.isText()) {
                plain += m_view[j].text;
                linked += m_view[j].linkText;
            } else if (m_view.isTag(j, Tag::A) && isFile(m_links.resolve(m_view[j].node.attribute("href")))) {
                return false; // attachments are never given up
            }
        }
        // Rows of related articles show a date beside each link.
        return linked * 2 > plain;
    }

    void silent(std::int32_t i) {
        // Players and embedded documents name a file readers could open.
        for (std::int32_t j = i; j < m_view[i].end; ++j) {
            const html::Node node = m_view[j].node;
            if (!node.isElement())
                continue;
            const Tag tag = node.tag();
            const bool hidden = isHiddenByStyle(m_view[i].node);
            if (tag == Tag::A && hidden)
                ++m_body.hiddenLinks;
            else if (!hidden && media(node))
                return; // an object and the embed in it play the same
            for (std::string_view key :
                 {std::string_view("src"), std::string_view("data"), std::string_view("pdfsrc")}) {
                const std::string_view href = node.attribute(key);
                if ((tag == Tag::Iframe || tag == Tag::Embed || tag == Tag::Object) && !href.empty() &&
                    mirror::namesDocument(href))
                    addFile(FileRole::Attachment, href, {});
            }
        }
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
            image(node);
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
            media(node);
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
                    m_row.clear();
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
                m_paragraph += m_inline.back().close;
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
        if (cell && m_dataTables > 0) {
            std::string cellText;
            flushLine();
            for (const Line &line : m_cellLines) {
                cellText += cellText.empty() ? "" : " ";
                cellText += line.text;
                m_rowLine.characters += line.characters;
                m_rowLine.linkCharacters += line.linkCharacters;
                m_rowLine.fileLink = m_rowLine.fileLink || line.fileLink;
            }
            m_cellLines.clear();
            m_row.push_back(cellText);
        } else {
            flushLine();
        }
        if (closing.name == "tr") {
            m_rowLine.text = text::join(m_row, "\t");
            if (text::visibleLength(m_rowLine.text) > 0)
                m_lines.push_back(m_rowLine);
            m_rowLine = {};
            m_row.clear();
        }
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

    void characters(std::string_view raw) {
        if (text::visibleLength(raw) == 0) {
            m_pendingSpace = m_pendingSpace || !m_line.text.empty();
            return;
        }
        std::string s;
        // Inline text keeps its blanks as one; runs of layout blanks (NBSP, U+3000) become one space.
        bool blank = false;
        for (std::size_t at = 0; at < raw.size();) {
            const std::size_t begin = at;
            const char32_t c = text::next(raw, at);
            if (text::isBlank(c)) {
                blank = true;
                continue;
            }
            if (c < 0x20 || c == 0x7F)
                continue;
            if (blank && (!s.empty() || m_hasText))
                s += ' ';
            blank = false;
            s.append(raw, begin, at - begin);
        }
        if (m_pendingSpace && m_hasText && !text::startsWith(s, " "))
            s.insert(0, " ");
        m_pendingSpace = blank;
        writeInlineOpenings();
        m_paragraph += text::escapeHtml(s);
        m_hasText = true;
        const std::size_t visible = text::visibleLength(s);
        m_line.text += s;
        m_line.characters += visible;
        if (m_linkDepth) {
            m_line.linkCharacters += visible;
            m_line.fileLink = m_line.fileLink || m_linkIsFile;
        } else {
            m_line.plain += s;
        }
    }

    void writeInlineOpenings() {
        for (Inline &i : m_inline) {
            if (!i.written)
                m_paragraph += i.open;
            i.written = true;
        }
    }

    void breakLine() {
        if (!m_hasText && m_paragraph.empty()) {
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
                m_paragraph += it->close;
            it->written = false;
        }
        if (!m_paragraph.empty()) {
            const bool bare = !m_open.empty() && innermostHolder();
            if (bare) {
                if (m_cellParagraphs++ > 0)
                    m_body.html += "<br>";
                m_body.html += m_paragraph;
            } else {
                m_body.html += markup::openingTag(m_paragraphName, m_align) + m_paragraph + "</" +
                               std::string(m_paragraphName) + ">\n";
            }
        }
        m_paragraph.clear();
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

    void flushLine() {
        m_line.text = std::string(text::trim(m_line.text));
        if (!m_line.text.empty()) {
            if (m_dataTables > 0)
                m_cellLines.push_back(m_line);
            else
                m_lines.push_back(m_line);
        }
        m_line = {};
    }

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
        if (isFile(url)) {
            m_linkIsFile = true;
            std::string name = text::collapse(m_view.text(i));
            if (name.empty())
                name = text::collapse(node.attribute("title"));
            addFile(FileRole::Attachment, node.attribute("href"), name);
        }
    }

    /// True when a link leads to a document or picture instead of a page.
    bool isFile(const std::optional<Url> &url) const {
        if (!url)
            return false;
        const auto own = m_links.site().own(*url);
        const TargetKind kind = own ? m_links.site().kindOf(*own) : TargetKind::Foreign;
        return kind == TargetKind::Document || kind == TargetKind::Image ||
               kind == TargetKind::MissingDocument || kind == TargetKind::MissingImage ||
               (kind == TargetKind::Foreign && mirror::namesDocument(url->target()));
    }

    static std::string fragmentOf(std::string_view href) {
        const std::size_t hash = href.find('#');
        return hash == std::string_view::npos ? std::string() : std::string(href.substr(hash));
    }

    void image(html::Node node) {
        const std::string_view src = markup::imageSource(node);
        const auto url = m_links.resolve(src);
        if (text::trim(src).empty() || !url || formOf(src) == HrefForm::Data)
            return;
        if (m_options.chromeImages != nullptr && m_options.chromeImages->contains(hashOf(url->text())))
            return;
        constexpr int IconSize = 20; // pixels
        if (markup::isIcon(node, IconSize))
            return;
        writeInlineOpenings();
        m_paragraph += "<img src=\"" + text::escapeHtml(url->text()) + "\" alt=\"" +
                       text::escapeHtml(text::collapse(node.attribute("alt"))) + "\">";
        m_body.links.push_back({m_links.page().text(), std::string(src), url->text(), "attr"});
        if (!node.attribute("srcset").empty())
            sources(node.attribute("srcset"));
        addFile(FileRole::Image, src, text::collapse(node.attribute("alt")));
    }

    /// False when the element plays nothing.
    bool media(html::Node node) {
        const markup::Media media = markup::mediaOf(node);
        const HrefForm form = formOf(media.source);
        const auto url = media.element.empty() ? std::nullopt : m_links.resolve(media.source);
        if (!url || (form != HrefForm::Http && form != HrefForm::Relative))
            return false;
        writeInlineOpenings();
        m_paragraph += markup::mediaHtml(media, url->text());
        m_body.links.push_back({m_links.page().text(), std::string(media.source), url->text(), "attr"});
        addFile(FileRole::Attachment, media.source, text::collapse(node.attribute("title")));
        return true;
    }

    void sources(std::string_view srcset) {
        for (const std::string &candidate : text::split(srcset, ',')) {
            const std::string_view trimmed = text::trim(candidate);
            const std::string href(trimmed.substr(0, trimmed.find(' ')));
            if (const auto url = m_links.resolve(href); url && !href.empty())
                m_body.links.push_back({m_links.page().text(), href, url->text(), "srcset"});
        }
    }

    void addFile(FileRole role, std::string_view href, std::string name) {
        const auto url = m_links.resolve(href);
        if (!url)
            return;
        FileReference f;
        f.role = role;
        f.href = std::string(href);
        f.url = url->text();
        f.name = std::move(name);
        f.status = m_links.site().own(*url) ? FileStatus::Missing : FileStatus::External;
        for (FileReference &known : m_body.files) {
            if (known.url == f.url && known.role == f.role) {
                if (known.name.empty())
                    known.name = f.name;
                return;
            }
        }
        m_body.files.push_back(std::move(f));
    }

    void finishText() {
        const auto onlyLinks = [](const Line &line) {
            return line.linkCharacters > 0 &&
                   (line.linkCharacters == line.characters || isFileLabel(text::squash(line.plain)));
        };
        std::vector<const Line *> kept;
        for (const Line &line : m_lines) {
            if (!(onlyLinks(line) && line.fileLink))
                kept.push_back(&line);
        }
        while (!kept.empty() && (onlyLinks(*kept.back()) || (kept.back()->linkCharacters == 0 &&
                                                             isFileLabel(text::squash(kept.back()->text)))))
            kept.pop_back();
        for (const Line *line : kept) {
            if (!m_body.text.empty())
                m_body.text += '\n';
            m_body.text += line->text;
        }
    }

    const PageView &m_view;
    const Knowledge &m_knowledge;
    const PageLinks &m_links;
    const BodyOptions &m_options;
    WrittenBody m_body;
    std::vector<Open> m_open;
    std::vector<Inline> m_inline;
    std::vector<bool> m_tableIsData;
    std::vector<std::string> m_row;
    std::vector<Line> m_lines, m_cellLines;
    Line m_line, m_rowLine;
    std::string m_paragraph;
    std::string_view m_paragraphName = "p";
    std::string_view m_align;
    std::int32_t m_lastHolder = -1;
    int m_dataTables = 0, m_lists = 0, m_cellParagraphs = 0;
    bool m_hasText = false, m_pendingSpace = false, m_linkDepth = false, m_linkIsFile = false;
};

} // namespace

WrittenBody writeBody(const PageView &view, std::int32_t container, const Knowledge &knowledge,
                      const PageLinks &links, const BodyOptions &options) {
    return Writer(view, knowledge, links, options).write(container);
}

bool isFileLabel(std::string_view squashed) {
    std::string s(squashed);
    for (std::string_view mark :
         {":", "：", "【", "】", "[", "]", "（", "）", "(", ")", "、", ".", "．", "*", "●", "·", ">", "＞"})
        s = text::replaceAll(std::move(s), mark, "");
    // A line of digits alone is content (the end of a table); only punctuation announces nothing.
    std::string letters;
    bool digits = false;
    for (std::size_t at = 0; at < s.size();) {
        const std::size_t begin = at;
        const char32_t c = text::next(s, at);
        if (c >= '0' && c <= '9')
            digits = true;
        else
            letters.append(s, begin, at - begin);
    }
    if (letters.empty() && digits)
        return false;
    static constexpr std::array<std::string_view, 22> Labels = {
        "",         "附件",     "附件下载", "附",       "下载",     "点击下载", "附件点击下载", "相关附件",
        "相关链接", "相关文件", "相关文档", "文件下载", "附表",     "附图",     "下载附件",     "点击查看",
        "链接",     "附件链接", "相关解读", "解读",     "原文链接", "延伸阅读"};
    return std::find(Labels.begin(), Labels.end(), letters) != Labels.end();
}

} // namespace guiyi::site
