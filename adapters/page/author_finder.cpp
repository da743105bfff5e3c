#include "adapters/page/author_finder.h"

#include "adapters/page/names.h"
#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::page {

using html::Tag;

namespace {

class Finder {
public:
    Finder(const BlockTree &tree, const HeadData &head, const PageParts &parts, std::string_view title)
        : m_tree(tree), m_head(head), m_parts(parts), m_title(text::lower(text::collapse(title))) {
        const bool body = parts.body != nullptr && !parts.body->empty();
        m_bodyBegin = body ? parts.body->roots.front() : tree.size();
        m_bodyEnd = body ? tree[parts.body->roots.back()].end : tree.size();
    }

    Field find() {
        fromData();
        fromMetas();
        fromNamed();
        fromNames();
        fromTexts();
        return decide();
    }

private:
    struct Witness {
        std::string names;
        double weight;
        std::string rule;
    };

    void add(std::string_view raw, double weight, std::string rule) {
        std::string joined;
        for (const std::string &name : authorNames(raw)) {
            if (isSiteName(name) || text::lower(name) == m_title)
                continue;
            if (!text::contains("; " + joined + ";", "; " + name + ";"))
                joined += joined.empty() ? name : "; " + name;
        }
        if (!joined.empty())
            m_witnesses.push_back({std::move(joined), weight, std::move(rule)});
    }

    bool isSiteName(std::string_view name) const {
        const std::string s = text::squash(text::lower(name));
        const std::string site = text::squash(text::lower(m_head.siteName()));
        return !site.empty() && s == site;
    }

    void fromData() {
        std::string all;
        for (const std::string &name : m_head.data().authors)
            all += all.empty() ? name : "; " + name;
        if (!all.empty())
            add(all, m_head.data().article ? 0.85 : 0.6, "json-ld author");
    }

    void fromMetas() {
        static constexpr std::string_view Names[] = {"author",
                                                     "article:author",
                                                     "article:author_name",
                                                     "dc.creator",
                                                     "dcterms.creator",
                                                     "dcterms.creator.aut",
                                                     "parsely-author",
                                                     "sailthru.author",
                                                     "byl",
                                                     "citation_author",
                                                     "og:author",
                                                     "authors",
                                                     "creator",
                                                     "article.author",
                                                     "bt:author",
                                                     "cxenseparse:author",
                                                     "rbauthors",
                                                     "twitter:data1"};
        for (std::string_view name : Names) {
            std::string all;
            for (const MetaTag &tag : m_head.metas()) {
                if (tag.name == name && (name != "twitter:data1" || isBylineCard()))
                    all += (all.empty() ? "" : "; ") + std::string(tag.content);
            }
            if (!all.empty())
                add(all, name == "twitter:data1" ? 0.6 : 0.75, "meta " + std::string(name));
        }
    }
    bool isBylineCard() const {
        const std::string label = text::lower(m_head.meta("twitter:label1"));
        return text::contains(label, "written by") || text::contains(label, "verfasst von") ||
               text::contains(label, "écrit par") || text::contains(label, "escrito por");
    }

    /// Comments, teasers and side columns name other people.
    bool isForeign(Index i) const {
        for (Index up = i; up > m_tree.body(); up = m_tree[up].parent) {
            const Block &b = m_tree[up];
            if ((b.traits & (TraitComment | TraitRelated | TraitSidebar | TraitFooter | TraitNavigation)) !=
                    0 &&
                !m_tree.contains(up, m_bodyBegin))
                return true;
            if (b.tag == Tag::Nav || b.tag == Tag::Footer)
                return true;
        }
        return false;
    }
    double place(Index i) const {
        if (isForeign(i))
            return 0.3;
        if (i >= m_bodyEnd)
            return 0.8;
        return 1;
    }

    void fromNamed() {
        double first = 1;
        for (Index i : m_tree.landmarks().named) {
            const Block &b = m_tree[i];
            const std::string_view property = b.node.attribute("itemprop"), rel = b.node.attribute("rel");
            const bool author = text::contains(property, "author") || property == "creator";
            if (!author && rel != "author" && !text::startsWith(rel, "author "))
                continue;
            if (b.chars == 0 || b.chars > 200) {
                if (!b.node.attribute("content").empty())
                    add(b.node.attribute("content"), 0.7 * place(i) * first, "microdata author");
                continue;
            }
            Index from = i;
            for (Index k = i + 1; author && k < b.end; ++k) {
                if (m_tree[k].node.isElement() && m_tree[k].node.attribute("itemprop") == "name")
                    from = k;
            }
            add(m_tree.text(from, 200), (author ? 0.8 : 0.78) * place(i) * first,
                author ? "microdata author" : "rel=author");
            first *= 0.9;
        }
    }

    void fromNames() {
        double first = 1;
        for (Index i : m_tree.landmarks().authorlike) {
            const Block &b = m_tree[i];
            if (b.chars < 3 || b.chars > 150 || (b.traits & (TraitAuthorBox | TraitComment)) != 0)
                continue;
            const bool byline = (b.traits & TraitMeta) != 0;
            add(m_tree.text(i, 200), (byline ? 0.72 : 0.7) * place(i) * first,
                byline ? "byline" : "element named author");
            first *= 0.9;
        }
    }

    /// "By X", "Von X", 作者：X in short texts around the title.
    void fromTexts() {
        const Index from = m_parts.title >= 0 ? m_parts.title : std::max(m_tree.body(), m_bodyBegin - 200);
        const Index to = std::min(m_bodyEnd + 40, m_tree.size());
        for (Index i = from; i < to; ++i) {
            const Block &b = m_tree[i];
            if (!b.isText || b.hidden || b.chars < 4 || b.chars > 200)
                continue;
            const std::string s = text::collapse(b.node.text());
            if (const auto name = labelledAuthor(s)) {
                std::string value = *name;
                if (value.empty() && i + 1 < m_tree.size()) // the name stands in the next element
                    value = m_tree.text(std::min(i + 1, m_tree.size() - 1), 100);
                add(value, (i < m_bodyBegin ? 0.62 : 0.5) * place(i), "text");
            }
        }
    }

    Field decide() const {
        Field field;
        double most = 0;
        for (const Witness &w : m_witnesses) {
            double total = w.weight;
            for (const Witness &other : m_witnesses) {
                if (&other != &w && text::lower(other.names) == text::lower(w.names))
                    total += 0.15 * other.weight;
            }
            if (total > most) {
                most = total;
                field.value = w.names;
                field.rule = w.rule;
            }
        }
        for (const Witness &w : m_witnesses) {
            if (text::lower(w.names) != text::lower(field.value) && field.others.size() < 12)
                field.others.push_back(w.rule + ": " + w.names);
        }
        field.confidence = std::min(0.99, most - (field.others.empty() ? 0.0 : 0.1));
        return field;
    }

    const BlockTree &m_tree;
    const HeadData &m_head;
    const PageParts &m_parts;
    std::string m_title;
    Index m_bodyBegin = 0, m_bodyEnd = 0;
    std::vector<Witness> m_witnesses;
};

} // namespace

Field findAuthor(const BlockTree &tree, const HeadData &head, const PageParts &parts,
                 std::string_view title) {
    Field field = Finder(tree, head, parts, title).find();
    if (field.value.empty())
        return {};
    return field;
}

} // namespace guiyi::page
