#include "adapters/site/page_view.h"

#include "schema/base/scan.h"
#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::site {

using html::Tag;

namespace {

bool isSilentTag(Tag tag) {
    switch (tag) {
    case Tag::Script:
    case Tag::Style:
    case Tag::Noscript:
    case Tag::Template:
    case Tag::Head:
    case Tag::Select:
    case Tag::Option:
    case Tag::Button:
    case Tag::Textarea:
    case Tag::Iframe:
    case Tag::Object:
    case Tag::Video: // the words inside players are for browsers that can't play
    case Tag::Audio:
        return true;
    default:
        return false;
    }
}

/// A bar or dot between links: says nothing, wherever it stands.
bool isSeparator(std::string_view content, std::uint32_t length) {
    if (length != 1)
        return false;
    const std::string_view mark = text::trim(content);
    return mark.size() == 1 && std::string_view("|/>-.,:;*").find(mark[0]) != std::string_view::npos;
}

/// FNV-1a with a final mix; stable across machines, which std::hash is not.
class Hash {
public:
    explicit Hash(std::uint64_t seed = 0) : m_state(0xCBF29CE484222325ULL ^ (seed * 0x9E3779B97F4A7C15ULL)) {}
    void add(char c) {
        m_state ^= static_cast<unsigned char>(c);
        m_state *= 0x100000001B3ULL;
    }
    void add(std::string_view bytes) {
        for (const char c : bytes)
            add(c);
    }
    std::uint64_t value() const {
        std::uint64_t h = m_state;
        h ^= h >> 32;
        h *= 0xD6E8FEB86659FD93ULL;
        h ^= h >> 32;
        return h;
    }

private:
    std::uint64_t m_state;
};

/// Folded name of an element, so that class="col12" and class="col13" are one shape.
std::uint64_t ownSignature(html::Node node, bool &named) {
    Hash hash;
    hash.add(node.name());
    for (std::string_view key : {std::string_view("id"), std::string_view("class")}) {
        const std::string_view value = text::trim(node.attribute(key));
        if (value.empty())
            continue;
        named = true;
        hash.add(key == "id" ? '#' : '.');
        bool digits = false;
        for (char c : value) {
            const bool digit = c >= '0' && c <= '9';
            if (!digit || !digits)
                hash.add(digit ? '9' : c);
            digits = digit;
        }
    }
    return hash.value();
}

} // namespace

std::uint64_t hashOf(std::string_view bytes, std::uint64_t seed) {
    Hash hash(seed);
    hash.add(bytes);
    return hash.value();
}

std::uint64_t textHash(std::string_view s) {
    const std::string squashed = text::squash(s);
    return squashed.size() < 2 ? 0 : hashOf(squashed);
}

bool isBlockTag(Tag tag) {
    switch (tag) {
    case Tag::Address:
    case Tag::Article:
    case Tag::Aside:
    case Tag::Blockquote:
    case Tag::Body:
    case Tag::Center:
    case Tag::Dd:
    case Tag::Dl:
    case Tag::Dt:
    case Tag::Div:
    case Tag::Fieldset:
    case Tag::Figure:
    case Tag::Footer:
    case Tag::Form:
    case Tag::H1:
    case Tag::H2:
    case Tag::H3:
    case Tag::H4:
    case Tag::H5:
    case Tag::H6:
    case Tag::Header:
    case Tag::Hr:
    case Tag::Html:
    case Tag::Li:
    case Tag::Main:
    case Tag::Nav:
    case Tag::Ol:
    case Tag::P:
    case Tag::Pre:
    case Tag::Section:
    case Tag::Table:
    case Tag::Tbody:
    case Tag::Td:
    case Tag::Tfoot:
    case Tag::Th:
    case Tag::Thead:
    case Tag::Tr:
    case Tag::Ul:
    case Tag::Caption:
        return true;
    default:
        return false;
    }
}

bool isHiddenByStyle(html::Node node) {
    if (node.attributeCount() == 0)
        return false;
    if (node.hasAttribute("hidden"))
        return true;
    const std::string_view style = node.attribute("style");
    // Both end in y, which most styles lack.
    const char *const end = style.data() + style.size();
    if (text::findFirst<'y', 'Y'>(style.data(), end) == end)
        return false;
    const std::string s = text::lower(text::squash(style));
    return text::contains(s, "display:none") || text::contains(s, "visibility:hidden");
}

PageView::PageView(const html::Document &document, const ChromeTexts *chrome, PageShapes shapes) {
    const html::Node root = document.root();
    m_items.reserve(document.nodeCount());
    std::int32_t open = -1; // the innermost node that is
    const auto close = [&] {
        PageItem &item = m_items[static_cast<std::size_t>(open)];
        item.end = size();
        open = item.parent;
        if (item.parent >= 0 && !item.silent) {
            PageItem &parent = m_items[static_cast<std::size_t>(item.parent)];
            parent.text += item.text;
            parent.linkText += item.linkText;
            parent.fresh += item.fresh;
        }
    };
    for (html::Node node = root; node; node = node.following(root)) {
        const html::Node above = node.parent();
        while (open >= 0 && !(above == m_items[static_cast<std::size_t>(open)].node))
            close();
        const std::int32_t index = size();
        const PageItem *const parent = open >= 0 ? &m_items[static_cast<std::size_t>(open)] : nullptr;
        PageItem item;
        item.node = node;
        item.parent = open;
        item.inLink = parent != nullptr && parent->inLink;
        item.silent = parent != nullptr && parent->silent;
        if (node.isElement()) {
            const Tag tag = node.tag();
            item.inLink = item.inLink || tag == Tag::A;
            item.silent = item.silent || isSilentTag(tag) || isHiddenByStyle(node);
            if (shapes == PageShapes::Told) {
                item.signature = ownSignature(node, item.named);
                if (!item.named && parent != nullptr)
                    item.signature = item.signature * 31 + parent->signature * 0x9E3779B97F4A7C15ULL;
            }
            if (tag == Tag::Body && m_body == 0)
                m_body = index;
        } else if (node.isText() && !item.silent) {
            const std::string_view content = node.text();
            const text::Visible visible = text::visible(content);
            const auto length = static_cast<std::uint32_t>(visible.length);
            item.plain = visible.plain;
            if (item.inLink) {
                item.linkText = length;
            } else if (length > 0) {
                item.text = length;
                const bool repeated = chrome != nullptr && chrome->contains(textHash(content));
                item.fresh = repeated || isSeparator(content, length) ? 0 : length;
            }
        }
        m_items.push_back(item);
        open = index;
    }
    while (open >= 0)
        close();
}

std::string PageView::text(std::int32_t index) const {
    return textBetween(index, (*this)[index].end, {});
}

std::string PageView::textBetween(std::int32_t begin, std::int32_t end,
                                  const std::vector<std::int32_t> &skip) const {
    std::string out;
    const auto separate = [&](char c) {
        if (!out.empty() && out.back() != '\n') {
            if (out.back() == '\t') {
                if (c == '\n')
                    out.back() = '\n';
            } else {
                out += c;
            }
        }
    };
    std::vector<std::pair<std::int32_t, bool>> ends; // where elements end, and whether they are blocks
    for (std::int32_t i = begin; i < end; ++i) {
        while (!ends.empty() && i >= ends.back().first) {
            separate(ends.back().second ? '\n' : '\t');
            ends.pop_back();
        }
        const PageItem &item = (*this)[i];
        if ((item.silent && item.node.isElement()) || std::find(skip.begin(), skip.end(), i) != skip.end()) {
            i = item.end - 1;
            continue;
        }
        if (item.node.isText()) {
            if (!item.silent)
                out += item.node.text();
        } else if (item.node.isElement()) {
            const Tag tag = item.node.tag();
            if (tag == Tag::Br) {
                separate('\n');
            } else {
                const bool block = isBlockTag(tag);
                separate(block ? '\n' : '\t');
                ends.emplace_back(item.end, block);
            }
        }
    }
    return out;
}

} // namespace guiyi::site
