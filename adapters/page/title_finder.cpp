#include "adapters/page/title_finder.h"

#include "schema/base/text.h"

#include <algorithm>
#include <array>

namespace guiyi::page {

using html::Tag;

namespace {

using namespace std::string_view_literals;

/// What stands between an article's title, its column and its site in a title element.
constexpr std::array Separators = {" | "sv,  " - "sv, " – "sv, " — "sv, " :: "sv, " » "sv,  " « "sv,  " · "sv,
                                   " • "sv,  " / "sv, " < "sv, " > "sv, " : "sv,  " // "sv, " ‹ "sv,  " › "sv,
                                   " -- "sv, "--"sv,  "_"sv,   "|"sv,   "｜"sv,   "丨"sv,   " ー "sv, "――"sv};

/// For comparing: no blanks, ASCII in lower case, quotes and dashes plain.
std::string keyOf(std::string_view s) {
    std::string key = text::lower(text::squash(s));
    for (std::string_view quote : {"“", "”", "„", "«", "»", "‘", "’", "\"", "'", "`", "´"})
        key = text::replaceAll(std::move(key), quote, "");
    for (std::string_view dash : {"–", "—", "‐", "−"})
        key = text::replaceAll(std::move(key), dash, "-");
    return text::replaceAll(std::move(key), "…", "...");
}

/// Letters and digits of ASCII only: for comparing with host names.
std::string lettersOf(std::string_view s) {
    std::string letters;
    for (const char c : text::lower(s)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            letters += c;
    }
    return letters;
}

struct Split {
    std::string_view before, after;
};

/// The parts around the last (or first) separator; nothing when there is none.
std::optional<Split> splitAt(std::string_view s, bool last) {
    std::size_t best = std::string_view::npos, length = 0;
    for (std::string_view separator : Separators) {
        const std::size_t at = last ? s.rfind(separator) : s.find(separator);
        if (at == std::string_view::npos || at == 0 || at + separator.size() >= s.size())
            continue;
        if (best == std::string_view::npos || (last ? at > best : at < best)) {
            best = at;
            length = separator.size();
        }
    }
    // A bare hyphen separates where no blanks are used between words.
    if (best == std::string_view::npos) {
        const std::size_t at = last ? s.rfind('-') : s.find('-');
        if (at != std::string_view::npos && at > 0 && at + 1 < s.size() &&
            ((static_cast<unsigned char>(s[at - 1]) & 0x80) != 0) &&
            ((static_cast<unsigned char>(s[at + 1]) & 0x80) != 0)) {
            best = at;
            length = 1;
        }
    }
    if (best == std::string_view::npos)
        return std::nullopt;
    return Split{text::trim(s.substr(0, best)), text::trim(s.substr(best + length))};
}

class Finder {
public:
    Finder(const BlockTree &tree, const HeadData &head, const Url &url)
        : m_tree(tree),
          m_head(head),
          m_siteKey(keyOf(head.siteName())),
          m_siteLetters(lettersOf(head.siteName())) {
        std::string host = url.host();
        // An archive's address holds the page's own.
        const std::string &target = url.target();
        if (const std::size_t inner = target.rfind("://"); inner != std::string::npos)
            host = target.substr(inner + 3, target.find('/', inner + 3) - inner - 3);
        m_host = lettersOf(host);
    }

    Field find() {
        readReferences();
        Field title;
        if (!m_named.empty()) {
            title = {m_named, "meta ArticleTitle", 0.97, {}};
        } else if (matchHeading()) {
            title = {m_best, m_bestRule, 0.95, {}};
        } else {
            title = withoutHeading();
        }
        for (const Reference &r : m_references) {
            if (keyOf(r.text) != keyOf(title.value) && title.others.size() < 8)
                title.others.push_back(std::string(r.rule) + ": " + r.text);
        }
        return title;
    }

private:
    struct Reference {
        std::string text; ///< the site's name taken off
        const char *rule;
        std::string key;
    };

    bool isSite(std::string_view part) const {
        const std::string key = keyOf(part);
        if (key.empty() || key == m_siteKey)
            return true;
        const std::string letters = lettersOf(part);
        if (letters.size() >= 3 && letters.size() * 3 >= part.size() * 2 && text::contains(m_host, letters))
            return true;
        return !m_siteLetters.empty() && letters == m_siteLetters;
    }

    /// The site's name at either end taken off; `eager`: also what stands last and is short beside the rest.
    std::string withoutSite(std::string_view s, bool eager) const {
        for (int round = 0; round < 3; ++round) {
            const auto tail = splitAt(s, true);
            if (!tail)
                break;
            const bool chinese = !s.empty() && m_tree.isCjk();
            const bool shortTail = tail->after.size() * 2 <= tail->before.size() + (chinese ? 24 : 0) &&
                                   std::count(tail->after.begin(), tail->after.end(), ' ') <= 5;
            const auto start = splitAt(s, false);
            const bool siteLast = isSite(tail->after) || isSitePhrase(tail->after);
            const bool siteFirst = !siteLast && start && isSite(start->before);
            if (siteFirst)
                s = start->after;
            else if (siteLast || (eager && shortTail && round < (chinese ? 3 : 1)))
                s = tail->before;
            else
                break;
        }
        return std::string(s);
    }

    /// "Der SeglerBlog aus Berlin" on seglerblog.example: a name with words around.
    bool isSitePhrase(std::string_view part) const {
        if (!m_siteKey.empty() && m_siteKey.size() >= 6 && text::startsWith(keyOf(part), m_siteKey))
            return true;
        if (std::count(part.begin(), part.end(), ' ') > 6)
            return false;
        std::size_t from = 0;
        while (from < part.size()) {
            const std::size_t blank = std::min(part.find(' ', from), part.size());
            const std::string word = lettersOf(part.substr(from, blank - from));
            if (word.size() >= 6 && text::contains(m_host, word))
                return true;
            from = blank + 1;
        }
        return false;
    }

    void addReference(std::string_view value, const char *rule, bool eager) {
        const std::string whole = text::collapse(value);
        if (whole.empty())
            return;
        std::string cut = withoutSite(whole, eager);
        if (cut.empty() || isSite(cut))
            return;
        std::string key = keyOf(cut);
        m_references.push_back({std::move(cut), rule, std::move(key)});
    }

    void readReferences() {
        const std::string named = text::collapse(m_head.meta("articletitle"));
        if (!named.empty() && !isSite(named))
            m_named = named;
        addReference(m_head.data().headline, "json-ld headline", false);
        addReference(m_head.meta("og:title"), "og:title", false);
        addReference(m_head.meta("twitter:title"), "twitter:title", false);
        addReference(m_head.meta("title"), "meta title", false);
        addReference(m_head.meta("dc.title"), "meta dc.title", false);
        addReference(m_head.meta("headline"), "meta headline", false);
        addReference(m_head.documentTitle(), "title", true);
        m_documentKey = keyOf(m_head.documentTitle());
    }

    static double tagWeight(Tag tag) {
        return tag == Tag::H1 ? 1.0 : tag == Tag::H2 ? 0.75 : tag == Tag::H3 ? 0.6 : 0.5;
    }

    /// How far a heading and a reference agree, and which of the two texts is the title.
    void compare(const std::string &heading, const std::string &key, double weight) {
        for (const Reference &r : m_references) {
            double agreement = 0;
            const std::string *better = &heading;
            if (key == r.key) {
                agreement = 1;
            } else if (key.size() >= 12 && text::contains(r.key, key)) {
                agreement = 0.5 + 0.4 * double(key.size()) / double(r.key.size());
            } else if (r.key.size() >= 12 && text::contains(key, r.key) && key.size() <= r.key.size() * 5) {
                // Kicker, subtitle or date inside the heading element.
                agreement = 0.5 + 0.4 * double(r.key.size()) / double(key.size());
                const bool behindKicker = r.key.size() * 4 >= key.size() && text::endsWith(key, r.key);
                if (behindKicker || text::startsWith(key, r.key))
                    better = &r.text;
            } else {
                continue;
            }
            if (agreement * weight > m_bestScore) {
                m_bestScore = agreement * weight;
                m_best = *better;
                m_bestRule = better == &heading ? "heading" : std::string("heading with ") + r.rule;
            }
        }
    }

    bool matchHeading() {
        std::size_t seen = 0;
        for (Index i : m_tree.landmarks().headings) {
            const Block &b = m_tree[i];
            if (b.chars == 0 || b.chars > 600 || b.hidden || ++seen > 40)
                continue;
            const std::string heading = text::collapse(m_tree.text(i));
            if (isSite(heading)) {
                if (b.tag == Tag::H1)
                    ++m_siteHeadings;
                continue;
            }
            const std::string key = keyOf(heading);
            if (b.tag == Tag::H1) {
                ++m_topHeadings;
                if (m_firstTop.empty())
                    m_firstTop = heading;
            }
            compare(heading, key, tagWeight(b.tag));
        }
        return m_bestScore > 0.4;
    }

    /// Elements of Chinese pages and old ones that show the title without a heading.
    Field withoutHeading() {
        if (Field shown = shownTitle(); !shown.value.empty())
            return shown;
        if (m_topHeadings == 1 && m_firstTop.size() >= 12)
            return {m_firstTop, "h1", 0.7, {}};
        for (const Reference &r : m_references) {
            if (std::string_view(r.rule) != "title")
                return {r.text, r.rule, 0.6, {}};
        }
        if (m_topHeadings >= 1)
            return {m_firstTop, "h1", 0.5, {}};
        if (!m_references.empty())
            return {m_references.back().text, m_references.back().rule, 0.5, {}};
        for (Index i : m_tree.landmarks().headings) {
            const std::string heading = text::collapse(m_tree.text(i, 300));
            if (m_tree[i].chars > 0 && m_tree[i].chars < 300 && !m_tree[i].hidden && !isSite(heading))
                return {heading, "heading", 0.4, {}};
        }
        return {m_head.documentTitle(), "title", 0.3, {}};
    }

    /// True when the title element begins with `key` and ends there or goes on with a separator.
    bool endsAtSeparator(const std::string &key) const {
        if (!text::startsWith(m_documentKey, key))
            return false;
        const std::string_view rest = std::string_view(m_documentKey).substr(key.size());
        return rest.empty() ||
               std::any_of(Separators.begin(), Separators.end(), [&](std::string_view separator) {
                   const std::string mark = keyOf(separator);
                   return !mark.empty() && text::startsWith(rest, mark);
               });
    }

    /// A text on the page that is the longest part of the title element.
    Field shownTitle() const {
        Field field;
        std::size_t longest = 8;
        for (Index i = m_tree.body(); i < m_tree.size(); ++i) {
            const Block &b = m_tree[i];
            if (!b.isText || b.hidden || b.chars <= longest || b.chars > m_documentKey.size() + 8)
                continue;
            const std::string key = keyOf(b.node.text());
            if (key.size() <= longest || !endsAtSeparator(key) || isSite(b.node.text()))
                continue;
            longest = key.size();
            field = {text::collapse(b.node.text()), "text as in the title", 0.8, {}};
        }
        if (longest * 3 < m_documentKey.size())
            return {};
        return field;
    }

    const BlockTree &m_tree;
    const HeadData &m_head;
    std::string m_siteKey, m_siteLetters, m_host, m_documentKey, m_named;
    std::vector<Reference> m_references;
    std::string m_best, m_bestRule, m_firstTop;
    double m_bestScore = 0;
    int m_topHeadings = 0, m_siteHeadings = 0;
};

} // namespace

Field findTitle(const BlockTree &tree, const HeadData &head, const Url &url) {
    return Finder(tree, head, url).find();
}

Index titleHeading(const BlockTree &tree, std::string_view title) {
    const std::string wanted = text::squash(text::lower(title));
    if (wanted.empty())
        return -1;
    for (Index i : tree.landmarks().headings) {
        const Block &b = tree[i];
        if (b.chars <= wanted.size() + 10 && text::squash(text::lower(tree.text(i))) == wanted)
            return i;
    }
    for (Index i = tree.body(); i < tree.size(); ++i) {
        const Block &b = tree[i];
        if (b.isText && b.chars + 4 >= wanted.size() && b.chars <= wanted.size() + 4 && !b.hidden &&
            text::squash(text::lower(b.node.text())) == wanted)
            return b.parent;
    }
    return -1;
}

} // namespace guiyi::page
