// One page laid flat in document order, with the measures every step of the extraction asks for.
#pragma once

#include "adapters/html/tag.h"
#include "adapters/html/tree.h"

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

namespace guiyi::site {

/// A node of the page in document order; indices into PageView::items() stay valid as long as the view.
struct PageItem {
    html::Node node;
    std::int32_t parent = -1;
    std::int32_t end = 0;       ///< one past the last descendant
    std::uint32_t text = 0;     ///< visible characters below, outside links
    std::uint32_t linkText = 0; ///< visible characters below, inside links
    std::uint32_t fresh = 0;    ///< visible characters below, outside links and not part of the site's chrome
    std::uint64_t signature =
        0;               ///< of elements: tag, id and class, digits folded; anonymous ones add their parent's
    bool named = false;  ///< has an id or a class
    bool silent = false; ///< script, style, hidden: readers don't see it
    bool inLink = false;
    bool plain = false; ///< of visible texts: holds neither blanks nor control characters
};

/// Texts that stand on many pages of a site (menus, footers): hashes of squashed text nodes.
using ChromeTexts = std::unordered_set<std::uint64_t>;

/// Whether a view tells the shapes of its elements apart (PageItem::signature and named): the templates of a
/// site's pages need them, a body that is only written does not.
enum class PageShapes { Told, LeftOut };

class PageView {
public:
    /// `chrome` may be null. The document must outlive the view.
    PageView(const html::Document &document, const ChromeTexts *chrome, PageShapes shapes = PageShapes::Told);

    const std::vector<PageItem> &items() const { return m_items; }
    const PageItem &operator[](std::int32_t index) const { return m_items[static_cast<std::size_t>(index)]; }
    std::int32_t size() const { return static_cast<std::int32_t>(m_items.size()); }
    std::int32_t body() const { return m_body; } ///< index of the body, 0 when there is none

    /// Visible text below, as read: blocks and <br> break lines, the rest is joined; silent parts left out.
    std::string text(std::int32_t index) const;
    /// Text of the half-open index range, inline element boundaries as tabs, blocks as line ends; items that
    /// `skip` holds (by index, with their subtrees) are left out.
    std::string textBetween(std::int32_t begin, std::int32_t end,
                            const std::vector<std::int32_t> &skip) const;
    bool contains(std::int32_t ancestor, std::int32_t index) const {
        return index >= ancestor && index < (*this)[ancestor].end;
    }
    bool isTag(std::int32_t index, html::Tag tag) const { return (*this)[index].node.isElement(tag); }

private:
    std::vector<PageItem> m_items;
    std::int32_t m_body = 0;
};

/// Hash of a text node for ChromeTexts: blanks left out. 0 for texts of less than two characters.
std::uint64_t textHash(std::string_view text);
std::uint64_t hashOf(std::string_view bytes, std::uint64_t seed = 0);

/// Elements that break the line in a browser's default style.
bool isBlockTag(html::Tag tag);
/// Hidden by the page itself: hidden attribute, display:none, visibility:hidden.
bool isHiddenByStyle(html::Node node);

} // namespace guiyi::site
