#include "adapters/page/block_tree.h"

#include "adapters/markup/media.h"
#include "adapters/mirror/sniff.h"
#include "schema/base/text.h"

#include <algorithm>
#include <array>

namespace guiyi::page {

using html::Tag;

namespace {

constexpr std::array BlockTags = {
    Tag::Address, Tag::Article, Tag::Aside,  Tag::Blockquote, Tag::Body, Tag::Caption,  Tag::Center,
    Tag::Dd,      Tag::Details, Tag::Div,    Tag::Dl,         Tag::Dt,   Tag::Fieldset, Tag::Figcaption,
    Tag::Figure,  Tag::Footer,  Tag::Form,   Tag::H1,         Tag::H2,   Tag::H3,       Tag::H4,
    Tag::H5,      Tag::H6,      Tag::Header, Tag::Hgroup,     Tag::Hr,   Tag::Html,     Tag::Li,
    Tag::Main,    Tag::Menu,    Tag::Nav,    Tag::Ol,         Tag::P,    Tag::Pre,      Tag::Search,
    Tag::Section, Tag::Summary, Tag::Table,  Tag::Tbody,      Tag::Td,   Tag::Tfoot,    Tag::Th,
    Tag::Thead,   Tag::Tr,      Tag::Ul};

/// Never shown, or no text of the page: left out of the tree.
constexpr std::array SilentTags = {Tag::Script,   Tag::Style,    Tag::Template, Tag::Select,  Tag::Option,
                                   Tag::Textarea, Tag::Datalist, Tag::Noframes, Tag::Noembed, Tag::Canvas,
                                   Tag::Svg,      Tag::Input,    Tag::Rp};

/// Players: in the tree, but not the words inside them, which are for browsers that can't play.
constexpr std::array PlayerTags = {Tag::Audio, Tag::Video, Tag::Object, Tag::Iframe};

template <std::size_t N>
constexpr std::array<bool, 256> tableOf(const std::array<Tag, N> &tags) {
    std::array<bool, 256> table{};
    for (const Tag tag : tags)
        table[static_cast<std::size_t>(tag)] = true;
    return table;
}
constexpr auto BlockTable = tableOf(BlockTags);
constexpr auto SilentTable = tableOf(SilentTags);
constexpr auto PlayerTable = tableOf(PlayerTags);

bool hidesItself(std::string_view style) {
    const std::string s = text::lower(text::squash(style));
    return text::contains(s, "display:none") || text::contains(s, "visibility:hidden");
}

struct TextMeasure {
    std::uint32_t chars = 0;
    std::uint32_t cjk = 0;
    std::uint16_t marks = 0;
};

/// One pass over the bytes: visible length, bytes of East Asian characters, commas and full stops.
TextMeasure measure(std::string_view s) {
    TextMeasure m;
    const auto *p = reinterpret_cast<const unsigned char *>(s.data());
    const auto *const end = p + s.size();
    while (p < end) {
        const unsigned char c = *p;
        if (c < 0x80) {
            m.chars += c > ' ' ? 1u : 0u;
            m.marks = static_cast<std::uint16_t>(m.marks + (c == ',' ? 1 : 0));
            ++p;
        } else if (c >= 0xE3 && c <= 0xED && end - p >= 3) {
            // U+3000 is a blank; U+3001 and U+3002 are the comma and the full stop.
            const bool punctuation = c == 0xE3 && p[1] == 0x80;
            if (punctuation && p[2] == 0x80) {
                p += 3;
                continue;
            }
            if (punctuation && (p[2] == 0x81 || p[2] == 0x82))
                ++m.marks;
            m.chars += 3;
            m.cjk += 3;
            p += 3;
        } else if (c == 0xEF && end - p >= 3) {
            if (p[1] == 0xBC && p[2] == 0x8C) // U+FF0C
                ++m.marks;
            m.chars += 3;
            p += 3;
        } else if (c == 0xC2 && end - p >= 2 && p[1] == 0xA0) {
            p += 2;
        } else {
            ++m.chars;
            ++p;
        }
    }
    return m;
}

} // namespace

bool breaksLine(Tag tag) {
    return BlockTable[static_cast<std::size_t>(tag) & 0xFF];
}

/// Fills a BlockTree in one walk.
class BlockTree::Builder {
public:
    Builder(BlockTree &tree, const html::Document &document) : m_tree(tree), m_root(document.root()) {}

    void build() {
        html::Node node = m_root;
        while (node) {
            const bool entered = enter(node);
            html::Node next = entered ? node.firstChild() : html::Node();
            if (entered && !next)
                leave();
            while (!next && node) {
                next = node.next();
                if (!next) {
                    node = node.parent();
                    if (node)
                        leave();
                }
            }
            node = next;
        }
        while (!m_open.empty())
            leave();
    }

private:
    /// False when the node's subtree is passed over (and leave() is not due).
    bool enter(html::Node node) {
        if (node.isElement())
            return enterElement(node);
        if (node.isText())
            addText(node);
        else if (node.type() == html::NodeType::Document)
            push(node);
        return node.type() == html::NodeType::Document;
    }

    Block &push(html::Node node) {
        Block block;
        block.node = node;
        block.parent = m_open.empty() ? -1 : m_open.back();
        if (block.parent >= 0) {
            const Block &parent = m_tree.m_blocks[static_cast<std::size_t>(block.parent)];
            block.hidden = parent.hidden;
            block.inLink = parent.inLink;
        }
        m_open.push_back(m_tree.size());
        m_tree.m_blocks.push_back(block);
        return m_tree.m_blocks.back();
    }

    bool enterElement(html::Node node) {
        const Tag tag = node.tag();
        if (tag == Tag::Head) {
            readHead(node);
            return false;
        }
        // What follows an unclosed element in a noscript is inside it for the parser, and shown by browsers.
        if (tag == Tag::Noscript && !node.endTag().empty())
            return false;
        if (tag == Tag::Meta || tag == Tag::Link || tag == Tag::Script || tag == Tag::Title ||
            tag == Tag::Base) {
            readHeadElement(node, tag);
            return false;
        }
        if (SilentTable[static_cast<std::size_t>(tag) & 0xFF])
            return false;
        if (tag == Tag::Iframe && markup::playerAddress(node).empty() &&
            markup::mediaOf(node).element.empty())
            return false;
        if (tag == Tag::Html)
            m_tree.m_landmarks.language = node.attribute("lang");
        const Index index = m_tree.size();
        Block &block = push(node);
        block.tag = tag;
        block.isBlock = breaksLine(tag);
        // An anchor without address, often left open over the rest of an old page, is no link.
        block.inLink = block.inLink || (tag == Tag::A && node.hasAttribute("href"));
        if (tag == Tag::Body && m_tree.m_body == 0)
            m_tree.m_body = index;
        if (node.attributeCount() > 0)
            readAttributes(block, index);
        if (PlayerTable[static_cast<std::size_t>(tag) & 0xFF]) {
            block.end = m_tree.size();
            m_open.pop_back();
            return false;
        }
        if (tag == Tag::H1 || tag == Tag::H2 || tag == Tag::H3)
            m_tree.m_landmarks.headings.push_back(index);
        else if (tag == Tag::Time || tag == Tag::Abbr)
            m_tree.m_landmarks.times.push_back(index);
        if (block.isBlock)
            m_blockStack.push_back(index);
        else if (tag == Tag::Br && !m_blockStack.empty())
            ++m_tree.m_blocks[static_cast<std::size_t>(m_blockStack.back())].breaks;
        return true;
    }

    void readAttributes(Block &block, Index index) {
        Landmarks &marks = m_tree.m_landmarks;
        bool named = false, timed = false;
        for (std::size_t i = 0; i < block.node.attributeCount(); ++i) {
            const html::Attribute a = block.node.attributeAt(i);
            if (a.name == "class" || a.name == "id" || a.name == "role" || a.name == "data-component")
                block.traits |= traitsOf(a.value);
            else if (a.name == "style")
                block.hidden = block.hidden || (a.value.size() > 9 && hidesItself(a.value));
            else if (a.name == "hidden")
                block.hidden = true;
            else if (a.name == "aria-hidden")
                block.hidden = block.hidden || a.value == "true";
            else if (a.name == "itemprop" || a.name == "rel" || a.name == "property")
                named = true;
            else if (a.name == "datetime" || a.name == "pubdate")
                timed = true;
            else if (a.name == "href" && block.tag == Tag::A && mirror::namesDocument(a.value))
                block.files = 1;
        }
        if (named)
            marks.named.push_back(index);
        if (timed && block.tag != Tag::Time && block.tag != Tag::Abbr)
            marks.times.push_back(index);
        if ((block.traits & (TraitDate | TraitUpdated)) != 0)
            marks.datelike.push_back(index);
        if ((block.traits & TraitAuthor) != 0)
            marks.authorlike.push_back(index);
        if ((block.traits & TraitMeta) != 0)
            marks.metaLines.push_back(index);
        if ((block.traits & TraitBreadcrumb) != 0)
            marks.crumbs.push_back(index);
    }

    void readHead(html::Node head) {
        for (html::Node n = head.firstElementChild(); n; n = n.nextElement())
            readHeadElement(n, n.tag());
    }

    void readHeadElement(html::Node node, Tag tag) {
        Landmarks &marks = m_tree.m_landmarks;
        if (tag == Tag::Meta) {
            marks.metas.push_back(node);
        } else if (tag == Tag::Title) {
            if (!marks.title)
                marks.title = node;
        } else if (tag == Tag::Script) {
            if (text::contains(node.attribute("type"), "ld+json"))
                marks.data.push_back(node);
        } else if (tag == Tag::Link) {
            if (marks.canonical.empty() && text::equalsIgnoreCase(node.attribute("rel"), "canonical"))
                marks.canonical = node.attribute("href");
        } else if (tag == Tag::Base && marks.base.empty()) {
            marks.base = node.attribute("href");
        }
    }

    void addText(html::Node node) {
        const TextMeasure m = measure(node.text());
        if (m.chars == 0 && node.text().empty())
            return;
        Block &block = push(node);
        block.isText = true;
        block.end = m_tree.size();
        m_open.pop_back();
        block.chars = m.chars;
        if (m.chars == 0)
            return;
        if (block.inLink)
            block.linkChars = m.chars;
        // Hidden text counts inside hidden elements alone.
        if (!block.hidden) {
            m_tree.m_bytes += m.chars;
            m_tree.m_cjkBytes += m.cjk;
        }
        if (block.parent >= 0) {
            Block &parent = m_tree.m_blocks[static_cast<std::size_t>(block.parent)];
            parent.chars += block.chars;
            parent.linkChars += block.linkChars;
        }
        if (!m_blockStack.empty()) {
            Block &holder = m_tree.m_blocks[static_cast<std::size_t>(m_blockStack.back())];
            if (block.hidden && !holder.hidden)
                return;
            holder.ownChars += m.chars;
            holder.ownLinkChars += block.linkChars;
            holder.commas = static_cast<std::uint16_t>(std::min(holder.commas + m.marks, 60000));
        }
    }

    void leave() {
        const Index index = m_open.back();
        m_open.pop_back();
        Block &block = m_tree.m_blocks[static_cast<std::size_t>(index)];
        block.end = m_tree.size();
        if (block.isBlock && !m_blockStack.empty() && m_blockStack.back() == index)
            m_blockStack.pop_back();
        if (block.tag == Tag::A)
            ++block.links;
        if (block.tag == Tag::P && block.chars > 0)
            ++block.paragraphs;
        if (block.parent < 0)
            return;
        Block &parent = m_tree.m_blocks[static_cast<std::size_t>(block.parent)];
        parent.hasBlocks = parent.hasBlocks || block.isBlock || block.hasBlocks;
        if (block.hidden && !parent.hidden)
            return;
        parent.chars += block.chars;
        parent.linkChars += block.linkChars;
        parent.files = static_cast<std::uint16_t>(std::min(parent.files + block.files, 60000));
        parent.links = static_cast<std::uint16_t>(std::min(parent.links + block.links, 60000));
        parent.paragraphs = static_cast<std::uint16_t>(std::min(parent.paragraphs + block.paragraphs, 60000));
    }

    BlockTree &m_tree;
    html::Node m_root;
    std::vector<Index> m_open, m_blockStack;
};

BlockTree::BlockTree(const html::Document &document) {
    m_blocks.reserve(2048);
    Builder(*this, document).build();
}

std::string BlockTree::text(Index i, std::size_t limit) const {
    std::string out;
    bool blank = false, line = false;
    const Index end = (*this)[i].end;
    const auto append = [&](std::string_view s) {
        for (std::size_t at = 0; at < s.size();) {
            const std::size_t begin = at;
            const char32_t c = text::next(s, at);
            if (text::isBlank(c)) {
                blank = true;
                continue;
            }
            if (!out.empty() && (blank || line))
                out += line ? '\n' : ' ';
            blank = line = false;
            out.append(s, begin, at - begin);
        }
    };
    std::vector<Index> blockEnds;
    for (Index k = i; k < end && out.size() < limit; ++k) {
        const Block &b = (*this)[k];
        while (!blockEnds.empty() && k >= blockEnds.back()) {
            line = true;
            blockEnds.pop_back();
        }
        if (b.hidden && !(*this)[i].hidden) {
            k = b.end - 1;
        } else if (b.isText) {
            append(b.node.text());
        } else if (b.tag == Tag::Br) {
            line = true;
        } else if (b.isBlock) {
            line = true;
            blockEnds.push_back(b.end);
        }
    }
    return out;
}

} // namespace guiyi::page
