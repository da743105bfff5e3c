#include "adapters/page/boilerplate.h"

#include "adapters/page/phrases.h"
#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::page {

using html::Tag;

namespace {

constexpr Traits HardTraits = TraitComment | TraitCookie | TraitHidden;
constexpr Traits SoftTraits = TraitShare | TraitRelated | TraitAdvert | TraitSignup | TraitSidebar |
                              TraitNavigation | TraitFooter | TraitTools | TraitPager | TraitTags |
                              TraitAuthorBox | TraitBreadcrumb;

bool isPagePart(Tag tag) {
    switch (tag) {
    case Tag::Nav:
    case Tag::Footer:
    case Tag::Aside:
    case Tag::Menu:
    case Tag::Search:
    case Tag::Dialog:
    case Tag::Button:
    case Tag::Label:
    case Tag::Fieldset:
    case Tag::Form:
        return true;
    default:
        return false;
    }
}

class Pruner {
public:
    Pruner(const BlockTree &tree, Strictness strictness) : m_tree(tree), m_strictness(strictness) {}

    std::vector<bool> run() {
        std::vector<bool> dropped(static_cast<std::size_t>(m_tree.size()), false);
        countHeads();
        const Block &page = m_tree[m_tree.body()];
        m_text = page.chars - page.linkChars;
        for (Index i = m_tree.body() + 1; i < m_tree.size(); ++i) {
            if (m_tree[i].isText)
                continue;
            if (dropped[static_cast<std::size_t>(i)] || isBoilerplate(i)) {
                dropped[static_cast<std::size_t>(i)] = true;
                i = m_tree[i].end - 1;
            } else if (m_strictness == Strictness::Strict && m_tree[i].isBlock) {
                dropTeaserRuns(i, dropped);
            }
        }
        return dropped;
    }

private:
    /// Elements that only wrappers of the article hold: counted up to each index.
    void countHeads() {
        m_heads.assign(static_cast<std::size_t>(m_tree.size()) + 1, 0);
        m_linkedHeads.assign(static_cast<std::size_t>(m_tree.size()) + 1, 0);
        for (Index i = 0; i < m_tree.size(); ++i) {
            const Block &b = m_tree[i];
            const bool head = b.tag == Tag::H1 || b.tag == Tag::Main ||
                              ((b.traits & TraitBody) != 0 && b.isBlock && b.chars > 200);
            const bool linked = b.tag >= Tag::H2 && b.tag <= Tag::H6 && b.chars > 12 && linkDensity(b) > 0.8;
            m_linkedHeads[static_cast<std::size_t>(i) + 1] =
                m_linkedHeads[static_cast<std::size_t>(i)] + (linked ? 1 : 0);
            m_heads[static_cast<std::size_t>(i) + 1] = m_heads[static_cast<std::size_t>(i)] + (head ? 1 : 0);
        }
    }
    bool wrapsArticle(Index i) const {
        const Block &b = m_tree[i];
        const std::uint32_t own = b.chars - b.linkChars;
        const bool heads =
            m_heads[static_cast<std::size_t>(b.end)] > m_heads[static_cast<std::size_t>(i) + 1];
        return (heads && own * 5 > m_text) || own * 2 > m_text;
    }

    /// A linked heading with a few words: points to another page.
    bool isTeaser(Index i) const {
        const Block &b = m_tree[i];
        return b.isBlock && linkedHeads(i) == 1 && b.chars - b.linkChars < 400 &&
               !(b.tag >= Tag::H1 && b.tag <= Tag::H6);
    }

    /// Three or more teasers side by side, and hardly anything else.
    bool isTeaserList(Index i) const {
        const Block &b = m_tree[i];
        if (b.links < 3 || linkedHeads(i) < 3)
            return false;
        int entries = 0, others = 0;
        for (Index k = i + 1; k < b.end; k = m_tree[k].end) {
            if (!m_tree[k].isText && m_tree[k].chars > 0)
                (isTeaser(k) ? entries : others) += 1;
        }
        return entries >= 3 && entries >= 4 * others;
    }

    /// Runs of three or more teasers of one form among other things.
    void dropTeaserRuns(Index i, std::vector<bool> &dropped) const {
        if (linkedHeads(i) < 3)
            return;
        std::vector<Index> run;
        const auto finish = [&] {
            if (run.size() >= 3) {
                for (const Index k : run)
                    dropped[static_cast<std::size_t>(k)] = true;
            }
            run.clear();
        };
        for (Index k = i + 1; k < m_tree[i].end; k = m_tree[k].end) {
            if (m_tree[k].chars == 0)
                continue;
            const bool same = run.empty() || (m_tree[k].tag == m_tree[run.front()].tag &&
                                              m_tree[k].node.attribute("class") ==
                                                  m_tree[run.front()].node.attribute("class"));
            if (!isTeaser(k) || !same)
                finish();
            if (isTeaser(k))
                run.push_back(k);
        }
        finish();
    }
    int linkedHeads(Index i) const {
        return m_linkedHeads[static_cast<std::size_t>(m_tree[i].end)] -
               m_linkedHeads[static_cast<std::size_t>(i)];
    }

    bool isBoilerplate(Index i) const {
        const Block &b = m_tree[i];
        if (m_strictness == Strictness::Strict && b.isBlock && isTeaserList(i))
            return true;
        if (b.hidden && m_strictness != Strictness::WithHidden)
            return true;
        if (m_strictness == Strictness::Bare)
            return (b.traits & (TraitCookie | TraitHidden)) != 0 && !wrapsArticle(i);
        if (isPagePart(b.tag))
            return !wrapsArticle(i);
        if ((b.traits & (HardTraits | SoftTraits)) == 0 || (b.traits & TraitBody) != 0)
            return false;
        if ((b.traits & HardTraits) != 0 && b.isBlock)
            return !wrapsArticle(i) || ((b.traits & TraitComment) != 0 && !wrapsHead(i));
        if (m_strictness != Strictness::Strict)
            return false;
        // A wall before the rest of an article stands around that rest.
        if ((b.traits & SoftTraits) == TraitSignup && b.paragraphs >= 3 && b.chars > 600 &&
            linkDensity(b) < 0.3)
            return false;
        // Inline elements in running text are never the page's parts, but for its buttons.
        if (!b.isBlock &&
            (b.traits & (TraitShare | TraitTools | TraitAdvert | TraitHidden | TraitRelated)) == 0)
            return false;
        return !wrapsArticle(i);
    }
    bool wrapsHead(Index i) const {
        return m_heads[static_cast<std::size_t>(m_tree[i].end)] > m_heads[static_cast<std::size_t>(i)];
    }

    const BlockTree &m_tree;
    Strictness m_strictness;
    std::vector<std::int32_t> m_heads, m_linkedHeads;
    std::uint32_t m_text = 0;
};

class Cleaner {
public:
    Cleaner(const BlockTree &tree, Strictness strictness, std::string_view title, std::vector<bool> &dropped,
            std::vector<Index> &captions)
        : m_tree(tree),
          m_strictness(strictness),
          m_title(text::squash(text::lower(title))),
          m_dropped(dropped),
          m_captions(captions) {}

    void clean(Index root) {
        const Index end = m_tree[root].end;
        for (Index i = root + 1; i < end; ++i) {
            const Block &b = m_tree[i];
            if (isDropped(i)) {
                i = b.end - 1;
                continue;
            }
            if (b.isText || b.chars == 0)
                continue;
            if (!b.isBlock) {
                cleanInline(i);
                continue;
            }
            if (isCaption(b) || isFileList(b)) {
                m_captions.push_back(i);
                i = b.end - 1;
            } else if (isNoise(i)) {
                drop(i);
                i = b.end - 1;
            }
        }
        cutTail(root);
        trimTail(root);
    }

private:
    bool isDropped(Index i) const { return m_dropped[static_cast<std::size_t>(i)]; }
    void drop(Index i) { m_dropped[static_cast<std::size_t>(i)] = true; }

    /// Captions in spans of their own, marks beside headings that link to themselves.
    void cleanInline(Index i) {
        const Block &b = m_tree[i];
        if ((b.traits & TraitCaption) != 0 && b.chars < 300 && !b.hasBlocks &&
            m_tree[b.parent].tag != Tag::P && (b.traits & TraitBody) == 0)
            m_captions.push_back(i);
        else if (b.tag == Tag::A && b.chars <= 4 && text::startsWith(b.node.attribute("href"), "#") &&
                 m_tree[b.parent].tag >= Tag::H1 && m_tree[b.parent].tag <= Tag::H6)
            drop(i);
    }

    /// 附件：1. … 2. …: nothing but links, and yet the article's own.
    static bool isFileList(const Block &b) {
        return b.files > 0 && b.files * 2 >= b.links && linkDensity(b) > 0.5 && b.chars < 3000;
    }
    static bool isCaption(const Block &b) {
        return b.chars < 600 &&
               (b.tag == Tag::Figcaption || ((b.traits & TraitCaption) != 0 && b.tag != Tag::P &&
                                             (b.traits & TraitBody) == 0 && b.chars < 500));
    }

    bool isNoise(Index i) const {
        const Block &b = m_tree[i];
        const double links = linkDensity(b);
        switch (b.tag) {
        case Tag::Ul:
        case Tag::Ol:
        case Tag::Dl:
            return (links > 0.6 && b.links >= 2) || (links > 0.9 && b.chars < 200);
        case Tag::H1:
            return true;
        case Tag::H2:
        case Tag::H3:
        case Tag::H4:
            return repeatsTitle(i);
        case Tag::P:
            return isNoiseParagraph(i);
        case Tag::Table:
            return links > 0.7 && b.links >= 3;
        case Tag::Header:
            return b.chars < 800;
        case Tag::Td:
        case Tag::Tr:
        case Tag::Tbody:
        case Tag::Thead:
        case Tag::Th:
        case Tag::Li:
        case Tag::Figure:
        case Tag::Figcaption:
        case Tag::Dd:
        case Tag::Dt:
        case Tag::Pre:
        case Tag::Blockquote:
            return false;
        default:
            return isNoiseDivision(i);
        }
    }

    bool repeatsTitle(Index i) const {
        const Block &b = m_tree[i];
        if (m_title.empty() || b.chars > m_title.size() + 40)
            return false;
        return text::squash(text::lower(m_tree.text(i))) == m_title;
    }

    /// No small letter, and many capitals.
    static bool isShouted(std::string_view s) {
        int capitals = 0;
        for (const char c : s) {
            if (c >= 'a' && c <= 'z')
                return false;
            capitals += c >= 'A' && c <= 'Z' ? 1 : 0;
        }
        return capitals >= 10;
    }

    bool isNoiseParagraph(Index i) const {
        const Block &b = m_tree[i];
        const double links = linkDensity(b);
        if (links > 0.8 && b.chars < 250 && b.links > 1)
            return true;
        if (links > 0.9 && b.chars < 250 && b.files == 0 && isShouted(m_tree.text(i, 300)))
            return true;
        if ((b.traits & (TraitMeta | TraitDate)) != 0 && b.chars < 120)
            return true;
        return b.chars < 160 && isBoilerplatePhrase(m_tree.text(i, 200), links);
    }

    bool isNoiseDivision(Index i) const {
        const Block &b = m_tree[i];
        const double links = linkDensity(b);
        if (links > 0.5 && (b.links > 1 || b.chars < 100) && b.chars < 1500)
            return true;
        if ((b.traits & (TraitMeta | TraitDate)) != 0 && (b.traits & TraitBody) == 0 && b.chars < 200)
            return true;
        const bool named = (b.traits & (TraitBody | TraitContent)) != 0;
        if (m_strictness == Strictness::Strict && (b.traits & TraitGallery) != 0 && !named &&
            b.paragraphs < 12 && b.chars < 1500)
            return true;
        if (b.hasBlocks && b.chars < 400 && isBoilerplatePhrase(m_tree.text(i, 200), links))
            return true;
        if (!b.hasBlocks && b.chars < 160)
            return isBoilerplatePhrase(m_tree.text(i, 200), links) || repeatsTitle(i);
        return false;
    }

    /// From a heading over other things on, when what follows is the smallest part.
    void cutTail(Index root) {
        std::uint32_t all = 0;
        std::vector<std::pair<Index, std::uint32_t>> blocks; // with the text before each
        for (Index i = root; i < m_tree[root].end; ++i) {
            const Block &b = m_tree[i];
            if (isDropped(i)) {
                i = b.end - 1;
                continue;
            }
            if (b.isBlock && b.ownChars > 0) {
                blocks.push_back({i, all});
                all += b.ownChars;
            }
        }
        for (const auto &[i, before] : blocks) {
            const Block &b = m_tree[i];
            const bool label = (b.tag >= Tag::H2 && b.tag <= Tag::H6) || isLabel(i);
            if (!label || b.chars > 100 || before * 4 < all * 3 || !opensOtherThings(m_tree.text(i, 200)))
                continue;
            for (const auto &[k, unused] : blocks) {
                if (k >= i && k != root && !m_tree.contains(k, i))
                    drop(k);
            }
            drop(i);
            return;
        }
    }

    /// A line of its own in bold, or one that ends in a colon.
    bool isLabel(Index i) const {
        const Block &b = m_tree[i];
        if (b.hasBlocks || b.tag == Tag::Li)
            return false;
        Index inside = i + 1;
        while (inside < b.end && (m_tree[inside].chars == 0 || m_tree[inside].tag == Tag::Span))
            ++inside;
        const bool bold = inside < b.end &&
                          (m_tree[inside].tag == Tag::Strong || m_tree[inside].tag == Tag::B) &&
                          m_tree[inside].chars == b.chars;
        return bold || announces(i);
    }

    /// A short line that ends in a colon: nothing follows it any more.
    bool announces(Index i) const {
        const Block &b = m_tree[i];
        if (b.hasBlocks || b.chars > 120)
            return false;
        const std::string s = m_tree.text(i, 200);
        return text::endsWith(s, ":") || text::endsWith(s, "：");
    }

    /// Headings and labels at the end announce what was dropped.
    void trimTail(Index root) {
        std::vector<Index> blocks;
        for (Index i = root; i < m_tree[root].end; ++i) {
            if (isDropped(i))
                i = m_tree[i].end - 1;
            else if (m_tree[i].isBlock && m_tree[i].ownChars > 0)
                blocks.push_back(i);
        }
        while (!blocks.empty()) {
            const Block &b = m_tree[blocks.back()];
            const bool heading = b.tag >= Tag::H1 && b.tag <= Tag::H6;
            const bool pointer = !m_tree.isCjk() && b.tag == Tag::P && blocks.size() > 3 && b.chars < 250 &&
                                 b.files == 0 && b.links == 1 && linkDensity(b) > 0.95;
            if (!(heading || pointer || announces(blocks.back())) || blocks.back() == root)
                return;
            drop(blocks.back());
            blocks.pop_back();
        }
    }

    const BlockTree &m_tree;
    Strictness m_strictness;
    std::string m_title;
    std::vector<bool> &m_dropped;
    std::vector<Index> &m_captions;
};

} // namespace

std::vector<bool> dropBoilerplate(const BlockTree &tree, Strictness strictness) {
    return Pruner(tree, strictness).run();
}

void cleanInside(const BlockTree &tree, const std::vector<Index> &roots, Strictness strictness,
                 std::string_view title, std::vector<bool> &dropped, std::vector<Index> &captions) {
    Cleaner cleaner(tree, strictness, title, dropped, captions);
    for (Index root : roots)
        cleaner.clean(root);
}

} // namespace guiyi::page
