// One page laid flat in document order with the measures that title, date, author and body are found by.
#pragma once

#include "adapters/html/tag.h"
#include "adapters/html/tree.h"
#include "adapters/page/class_words.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::page {

/// Index into BlockTree; -1 is none.
using Index = std::int32_t;

/// A node of the page. Lengths are bytes of UTF-8 without blanks, so that a Han character weighs three
/// letters.
struct Block {
    html::Node node;
    Index parent = -1;
    Index end = 0;               ///< one past the last descendant
    std::uint32_t chars = 0;     ///< text below that readers see
    std::uint32_t linkChars = 0; ///< of it, inside links
    std::uint32_t ownChars = 0;  ///< of it, in no block element below this one (of block elements)
    std::uint32_t ownLinkChars = 0;
    std::uint16_t commas = 0;     ///< sentence marks in the own text
    std::uint16_t breaks = 0;     ///< line breaks in the own text
    std::uint16_t links = 0;      ///< links below
    std::uint16_t paragraphs = 0; ///< p elements with text below
    std::uint16_t files = 0;      ///< links to documents below
    html::Tag tag = html::Tag::Unknown;
    bool isText = false;
    bool isBlock = false; ///< an element that breaks the line
    bool hidden = false;  ///< this element or one above is hidden by its own attributes
    bool inLink = false;
    bool hasBlocks = false; ///< block elements below
    Traits traits = 0;      ///< of class, id, role
};

/// What the walk meets on its way and later steps start from.
struct Landmarks {
    std::vector<Index> headings; ///< h1, h2, h3
    std::vector<Index> times;    ///< time and abbr elements, elements with a datetime or content attribute
    std::vector<Index> named;    ///< elements with an itemprop or rel attribute
    std::vector<Index> datelike; ///< elements whose names speak of a date
    std::vector<Index> authorlike;
    std::vector<Index> metaLines; ///< elements whose names speak of an info line
    std::vector<Index> crumbs;
    std::vector<html::Node> metas; ///< meta elements, of the body too
    std::vector<html::Node> data;  ///< script elements with JSON-LD
    html::Node title;
    std::string_view canonical; ///< href of link rel=canonical
    std::string_view base;      ///< href of the first base element
    std::string_view language;  ///< lang of html
};

/// The flattened page. The document must outlive it. Not changed after its making.
class BlockTree {
public:
    explicit BlockTree(const html::Document &document);

    Index size() const { return static_cast<Index>(m_blocks.size()); }
    const Block &operator[](Index i) const { return m_blocks[static_cast<std::size_t>(i)]; }
    Index body() const { return m_body; }
    const Landmarks &landmarks() const { return m_landmarks; }
    bool contains(Index ancestor, Index i) const { return i >= ancestor && i < (*this)[ancestor].end; }
    /// Han, kana and Hangul make up a third of the text or more.
    bool isCjk() const { return m_cjkBytes * 3 > m_bytes; }

    /// Text below as read: blanks collapsed, blocks and breaks as line ends. At most about `limit` bytes.
    std::string text(Index i, std::size_t limit = std::string::npos) const;

private:
    class Builder;
    std::vector<Block> m_blocks;
    Landmarks m_landmarks;
    Index m_body = 0;
    std::size_t m_bytes = 0, m_cjkBytes = 0;
};

/// Share of the text that stands in links, 0..1.
inline double linkDensity(const Block &b) {
    return b.chars == 0 ? 0.0 : double(b.linkChars) / double(b.chars);
}

/// Elements that break the line in a browser's default style.
bool breaksLine(html::Tag tag);

} // namespace guiyi::page
