#include "adapters/page/body_finder.h"

#include "adapters/page/boilerplate.h"
#include "schema/base/text.h"

#include <algorithm>
#include <cmath>

namespace guiyi::page {

using html::Tag;

namespace {

/// A paragraph under this many bytes says nothing for its container.
constexpr std::uint32_t ScoredParagraph = 25;
/// Text between title and body of this many bytes is a lead; under it, a sub-headline.
constexpr std::uint32_t LeadText = 110;
/// A body under this many bytes is taken for a failure of the strict rules.
constexpr std::uint32_t EnoughText = 250;

class Finder {
public:
    Finder(const BlockTree &tree, std::string_view title, Index titleAt, Strictness strictness)
        : m_tree(tree),
          m_title(title),
          m_titleAt(titleAt),
          m_strictness(strictness),
          m_dropped(dropBoilerplate(tree, strictness)),
          m_score(static_cast<std::size_t>(tree.size()), 0.0F),
          m_net(static_cast<std::size_t>(tree.size()), 0),
          m_clean(static_cast<std::size_t>(tree.size()), 0),
          m_cleanLinks(static_cast<std::size_t>(tree.size()), 0) {}

    BodyChoice find() {
        BodyChoice choice;
        measure();
        Index top = best();
        if (top < 0)
            return choice;
        choice.rule = "text score";
        top = narrow(widen(top, choice.rule), choice.rule);
        choice.roots = withSiblings(top);
        choice.captions = m_files;
        cleanInside(m_tree, choice.roots, m_strictness, m_title, m_dropped, choice.captions);
        std::sort(choice.captions.begin(), choice.captions.end());
        choice.dropped = std::move(m_dropped);
        choice.confidence = confidence(choice.roots);
        return choice;
    }

    /// Bytes of running text the choice keeps.
    std::uint32_t kept(const BodyChoice &choice) const {
        std::uint32_t sum = 0;
        for (Index root : choice.roots) {
            for (Index i = root; i < m_tree[root].end; ++i) {
                if (choice.dropped[static_cast<std::size_t>(i)])
                    i = m_tree[i].end - 1;
                else if (m_tree[i].isText)
                    sum += m_tree[i].chars;
            }
        }
        return sum;
    }

private:
    std::uint32_t &net(Index i) { return m_net[static_cast<std::size_t>(i)]; }
    float &score(Index i) { return m_score[static_cast<std::size_t>(i)]; }

    /// Text and link text below each element, without what was dropped.
    void measureClean() {
        for (Index i = 0; i < m_tree.size(); ++i) {
            if (m_dropped[static_cast<std::size_t>(i)])
                i = m_tree[i].end - 1;
            else if (m_tree[i].isText)
                addClean(m_tree[i].parent, m_tree[i].chars, m_tree[i].linkChars);
        }
        // Children stand behind their parents.
        for (Index i = m_tree.size() - 1; i > 0; --i) {
            if (!m_tree[i].isText && !m_dropped[static_cast<std::size_t>(i)])
                addClean(m_tree[i].parent, m_clean[static_cast<std::size_t>(i)],
                         m_cleanLinks[static_cast<std::size_t>(i)]);
        }
    }
    void addClean(Index to, std::uint32_t chars, std::uint32_t links) {
        if (to < 0)
            return;
        m_clean[static_cast<std::size_t>(to)] += chars;
        m_cleanLinks[static_cast<std::size_t>(to)] += links;
    }
    std::uint32_t clean(Index i) const { return m_clean[static_cast<std::size_t>(i)]; }
    double cleanLinkDensity(Index i) const {
        return clean(i) == 0 ? 0.0 : double(m_cleanLinks[static_cast<std::size_t>(i)]) / double(clean(i));
    }

    /// Points for paragraphs, given to the elements around them.
    void measure() {
        measureClean();
        for (Index i = 0; i < m_tree.size(); ++i) {
            const Block &b = m_tree[i];
            if (m_dropped[static_cast<std::size_t>(i)]) {
                i = b.end - 1;
                continue;
            }
            if (b.tag == Tag::Li && b.ownChars >= 40 && b.ownLinkChars * 3 < b.ownChars) {
                for (Index up = i; up >= 0; up = m_tree[up].parent)
                    net(up) += b.ownChars - b.ownLinkChars;
            }
            if (!b.isBlock || b.ownChars < ScoredParagraph || b.tag == Tag::Li || b.tag == Tag::Body)
                continue;
            const float own = static_cast<float>(b.ownChars);
            const float links = static_cast<float>(b.ownLinkChars) / own;
            if (links > 0.7F)
                continue;
            float points = 1.0F + static_cast<float>(b.commas) + std::min(own / 100.0F, 3.0F);
            points *= 1.0F - links;
            const bool isHeading = b.tag >= Tag::H1 && b.tag <= Tag::H6;
            if (isHeading)
                points *= 0.3F;
            // Text with breaks or beside blocks holds paragraphs of its own.
            Index to = b.hasBlocks || b.breaks >= 2 ? i : b.parent;
            float share = 1.0F;
            for (int level = 0; to >= 0 && level < 5; ++level) {
                score(to) += points * share;
                share = level == 0 ? 0.5F : 1.0F / (3.0F * static_cast<float>(level + 1));
                to = m_tree[to].parent;
                while (to >= 0 && !m_tree[to].isBlock)
                    to = m_tree[to].parent;
            }
            for (Index up = i; up >= 0; up = m_tree[up].parent)
                net(up) += b.ownChars - b.ownLinkChars;
        }
    }

    float weighed(Index i) const {
        const Block &b = m_tree[i];
        float s = m_score[static_cast<std::size_t>(i)];
        if (s <= 0)
            return 0;
        if (b.tag == Tag::Div || b.tag == Tag::Article || b.tag == Tag::Section || b.tag == Tag::Main)
            s += 5;
        else if (b.tag == Tag::Pre || b.tag == Tag::Td || b.tag == Tag::Blockquote)
            s += 3;
        else if (b.tag == Tag::Ol || b.tag == Tag::Ul || b.tag == Tag::Dl || b.tag == Tag::Form)
            s -= 3;
        if ((b.traits & TraitBody) != 0)
            s = s * 1.5F + 25;
        else if ((b.traits & TraitContent) != 0)
            s += 15;
        if (b.tag == Tag::Article)
            s += 10;
        if (m_titleAt >= 0) {
            if (b.end <= m_titleAt)
                s *= 0.5F;
            else if (m_tree.contains(i, m_titleAt) || (i > m_titleAt && i < m_titleAt + 100))
                s = s * 1.2F + 8;
        }
        return s * static_cast<float>(1.0 - cleanLinkDensity(i));
    }

    Index best() const {
        Index top = -1;
        float most = 0;
        for (Index i = 0; i < m_tree.size(); ++i) {
            const float s = weighed(i);
            if (s > most) {
                most = s;
                top = i;
            }
        }
        return top;
    }

    /// Up to the container that the page names as the article, or that holds much more running text.
    Index widen(Index top, std::string &rule) {
        Index chosen = top;
        for (Index up = m_tree[top].parent; up > m_tree.body(); up = m_tree[up].parent) {
            const Block &b = m_tree[up];
            if (!b.isBlock)
                continue;
            const double gain = double(net(up)) / std::max(1u, net(chosen));
            const bool named = (b.traits & TraitBody) != 0 || isArticleBody(b);
            if (named && gain < 4) {
                chosen = up;
                rule = "named container";
            } else if (b.tag == Tag::Article && gain < 2.5 && gain > 1.02) {
                chosen = up;
                rule = "article element";
            } else if (gain > 1.1 && isRunningText(up, chosen)) {
                chosen = up;
            }
        }
        return chosen;
    }

    /// True when what `up` holds beside `chosen` is mostly paragraphs.
    bool isRunningText(Index up, Index chosen) {
        const double added = clean(up) - clean(chosen), paragraphs = net(up) - net(chosen);
        return added > 0 && paragraphs / added > 0.75;
    }

    /// Down to a named body inside that holds nearly all of the running text.
    Index narrow(Index top, std::string &rule) {
        Index chosen = top;
        for (Index i = top + 1; i < m_tree[top].end; ++i) {
            const Block &b = m_tree[i];
            if (m_dropped[static_cast<std::size_t>(i)]) {
                i = b.end - 1;
                continue;
            }
            if (((b.traits & TraitBody) != 0 || isArticleBody(b)) && b.isBlock &&
                net(i) * 10 >= net(top) * 7) {
                chosen = i;
                rule = "named container";
            }
        }
        return chosen;
    }

    static bool isArticleBody(const Block &b) {
        return b.node.attributeCount() > 0 && text::contains(b.node.attribute("itemprop"), "articleBody");
    }

    std::vector<Index> withSiblings(Index top) {
        std::vector<Index> roots;
        const Index parent = m_tree[top].parent;
        if (parent < 0 || top == m_tree.body())
            return {top};
        const float threshold = std::max(10.0F, weighed(top) * 0.2F);
        const std::string_view topClass = m_tree[top].node.attribute("class");
        for (Index i = parent + 1; i < m_tree[parent].end; i = m_tree[i].end) {
            if (i == top) {
                roots.push_back(i);
                continue;
            }
            const Block &b = m_tree[i];
            if (m_dropped[static_cast<std::size_t>(i)] || b.isText || b.chars == 0)
                continue;
            const bool sameClass = !topClass.empty() && b.node.attribute("class") == topClass;
            const float bonus = sameClass ? weighed(top) * 0.2F : 0;
            const double links = linkDensity(b);
            const bool joins =
                (b.isBlock && weighed(i) + bonus >= threshold && links < 0.3) ||
                (b.tag == Tag::P && ((b.chars > 80 && links < 0.25) ||
                                     (b.chars > 0 && b.linkChars == 0 && endsLikeSentence(i))));
            if (joins)
                roots.push_back(i);
        }
        joinCousins(top, roots);
        joinFiles(top, roots);
        joinLead(roots);
        return roots;
    }

    /// Sub-headline and lead between the title and the body, outside the body's container.
    void joinLead(std::vector<Index> &roots) {
        if (m_titleAt < 0 || m_titleAt >= roots.front())
            return;
        std::vector<Index> leads;
        for (Index i = m_tree[m_titleAt].end; i < roots.front(); ++i) {
            const Block &b = m_tree[i];
            if (b.isText || b.chars == 0 || !b.isBlock || m_tree.contains(i, roots.front()))
                continue;
            if (isLead(i)) {
                leads.push_back(i);
                i = b.end - 1;
            } else if (m_dropped[static_cast<std::size_t>(i)] && (b.traits & TraitLead) == 0) {
                i = b.end - 1;
            }
        }
        for (const Index lead : leads)
            m_dropped[static_cast<std::size_t>(lead)] = false;
        roots.insert(roots.begin(), leads.begin(), leads.end());
    }

    bool isLead(Index i) const {
        const Block &b = m_tree[i];
        constexpr Traits Other = TraitMeta | TraitDate | TraitAuthor | TraitAuthorBox | TraitBreadcrumb |
                                 TraitCaption | TraitShare | TraitTags | TraitComment | TraitAdvert |
                                 TraitSignup | TraitCookie | TraitGallery;
        if (b.hidden || (b.traits & Other) != 0 || b.chars < LeadText || b.chars > 1500 ||
            linkDensity(b) > 0.3)
            return false;
        if ((b.traits & TraitLead) != 0)
            return true;
        const bool besideTitle = b.parent == m_tree[m_titleAt].parent;
        return besideTitle && !b.hasBlocks &&
               (b.tag == Tag::P || b.tag == Tag::H2 || b.tag == Tag::H3 || b.tag == Tag::H4);
    }

    /// Attachments that stand in a block of their own behind the body.
    void joinFiles(Index top, std::vector<Index> &roots) {
        Index inside = top;
        for (int level = 0; level < 3 && inside > m_tree.body(); ++level) {
            for (Index i = m_tree[inside].end; i < m_tree[m_tree[inside].parent].end; i = m_tree[i].end) {
                const Block &b = m_tree[i];
                const bool joins = b.files > 0 && b.files * 2 >= b.links && b.chars < 2000 &&
                                   !m_dropped[static_cast<std::size_t>(i)] &&
                                   std::find(roots.begin(), roots.end(), i) == roots.end();
                if (joins) {
                    roots.push_back(i);
                    m_files.push_back(i);
                }
            }
            inside = m_tree[inside].parent;
        }
        std::sort(roots.begin(), roots.end());
    }

    /// Bodies split over sections: what stands beside the ancestors of the top and is running text too.
    void joinCousins(Index top, std::vector<Index> &roots) {
        Index inside = m_tree[top].parent;
        for (int level = 0; level < 4 && inside > m_tree.body(); ++level) {
            const Index parent = m_tree[inside].parent;
            for (Index i = parent + 1; i < m_tree[parent].end; i = m_tree[i].end) {
                const Block &b = m_tree[i];
                if (i == inside || m_dropped[static_cast<std::size_t>(i)] || !b.isBlock)
                    continue;
                if (net(i) >= 200 && net(i) * 10 >= net(top) && net(i) * 10 >= clean(i) * 8 &&
                    b.paragraphs > 0)
                    roots.push_back(i);
            }
            inside = parent;
        }
        std::sort(roots.begin(), roots.end());
    }

    bool endsLikeSentence(Index i) const {
        const std::string s = m_tree.text(i);
        return text::endsWith(s, ".") || text::endsWith(s, "。") || text::endsWith(s, "！");
    }

    double confidence(const std::vector<Index> &roots) const {
        double net = 0, links = 0, chars = 1;
        for (Index root : roots) {
            net += m_net[static_cast<std::size_t>(root)];
            links += m_tree[root].linkChars;
            chars += m_tree[root].chars;
        }
        const double share = net / std::max(1.0, double(m_net[static_cast<std::size_t>(m_tree.body())]));
        return std::clamp(0.3 + 0.5 * share + 0.2 * (1.0 - links / chars) - (net < EnoughText ? 0.3 : 0.0),
                          0.05, 0.99);
    }

    const BlockTree &m_tree;
    std::string_view m_title;
    Index m_titleAt;
    Strictness m_strictness;
    std::vector<bool> m_dropped;
    std::vector<float> m_score;
    std::vector<std::uint32_t> m_net, m_clean, m_cleanLinks;
    std::vector<Index> m_files;
};

} // namespace

BodyChoice findBody(const BlockTree &tree, std::string_view title, Index titleAt) {
    BodyChoice best;
    std::uint32_t most = 0;
    for (const Strictness strictness :
         {Strictness::Strict, Strictness::Lax, Strictness::WithHidden, Strictness::Bare}) {
        Finder finder(tree, title, titleAt, strictness);
        BodyChoice choice = finder.find();
        const std::uint32_t kept = finder.kept(choice);
        // A laxer reading must bring much more to be believed.
        if (best.empty() || kept > 2 * most + 100) {
            if (strictness == Strictness::Lax)
                choice.rule += ", class words ignored";
            else if (strictness == Strictness::WithHidden)
                choice.rule += ", hidden parts read";
            else if (strictness == Strictness::Bare)
                choice.rule += ", all names ignored";
            best = std::move(choice);
            most = kept;
        }
        if (most >= EnoughText)
            break;
    }
    return best;
}

} // namespace guiyi::page
