#include "migrator/map/interpretations.h"

#include "mappings/dedupe/fold.h"
#include "mappings/identity/policy.h"
#include "schema/base/text.h"

#include <algorithm>
#include <optional>

namespace guiyi {

namespace {

struct Place {
    std::uint32_t site = 0, article = 0; ///< indices
};

struct Match {
    Place place;
    std::string reason;
};

class Linker {
public:
    Linker(const Workspace &workspace, const std::vector<MappedSite> &sites)
        : m_workspace(workspace), m_sites(sites) {}

    /// Notes everything an interpretation of any site may be about.
    Status noteDocuments(std::uint32_t site) {
        Result<Staging> staging = Staging::open(m_workspace.stagingFile(m_sites[site].site.id));
        if (!staging)
            return staging.error();
        std::uint32_t index = 0;
        return staging->database().each(
            "SELECT title,kind FROM article ORDER BY id", {}, [&](const Statement &row) {
                const Place place{site, index++};
                const std::string title = row.text(0);
                const std::string &number = frameOf(place).documentNumber;
                if (isInterpretation(title, row.text(1)) || frameOf(place).isLetter)
                    return true;
                m_byKey.emplace(hash64(mapping::normalisedTitleKey(title)), place);
                if (!number.empty())
                    m_byKey.emplace(hash64(number), place);
                for (const std::string &quoted : mapping::quotedTitlesIn(title)) // 关于印发《…办法》的通知
                    m_byKey.emplace(hash64(quoted), place);
                return true;
            });
    }

    Status link(std::uint32_t site, Statement &insert, Hasher &output, InterpretationCounts &counts) {
        Result<Staging> staging = Staging::open(m_workspace.stagingFile(m_sites[site].site.id));
        if (!staging)
            return staging.error();
        noteAddresses(site);
        std::uint32_t index = 0;
        Status inner;
        const Status s = staging->database().each(
            "SELECT id,title,kind FROM article ORDER BY id", {}, [&](const Statement &row) {
                const Place place{site, index++};
                if (!isInterpretation(row.text(1), row.text(2)))
                    return true;
                const Result<std::optional<Match>> match = find(*staging, place, row.text(1));
                inner = !match ? Status(match.error()) : Status();
                const bool known = match && match->has_value();
                if (known)
                    inner = write(insert, place, **match, output);
                ++(known ? counts.linked : counts.open);
                return inner.ok();
            });
        return s ? inner : s;
    }

private:
    const ArticleFrame &frameOf(const Place &place) const {
        return m_sites[place.site].scan.articles[place.article];
    }

    static bool isInterpretation(const std::string &title, const std::string &kind) {
        return kind == toText(ArticleKind::Interpretation) || mapping::isInterpretationTitle(title);
    }

    void noteAddresses(std::uint32_t site) {
        m_byAddress.clear();
        const std::vector<ArticleFrame> &articles = m_sites[site].scan.articles;
        for (std::uint32_t i = 0; i < articles.size(); ++i)
            m_byAddress.emplace(articles[i].url, i);
    }

    using Linked = std::vector<std::uint32_t>; ///< articles of the own site an interpretation links to

    /// The document of this key: on the own site, of several the one its body links to; else the only one
    /// there is.
    std::optional<Place> lookUp(const std::string &key, const Place &from, const Linked &linked) const {
        const auto [begin, end] = m_byKey.equal_range(hash64(key));
        std::optional<Place> own, only;
        const auto rank = [&](const Place &place) {
            const bool isLinked = std::find(linked.begin(), linked.end(), place.article) != linked.end();
            return std::pair(!isLinked, place.article);
        };
        int count = 0;
        for (auto it = begin; it != end; ++it) {
            const Place &place = it->second;
            if (place.site == from.site && (!own || rank(place) < rank(*own)))
                own = place;
            only = place;
            ++count;
        }
        return own ? own : count == 1 ? only : std::nullopt;
    }

    static std::string reasonOf(std::string_view what, std::string_view name, std::string_view where) {
        std::string reason(what);
        reason.append(name).append(" in its ").append(where);
        return reason;
    }

    std::optional<Match> named(const std::string &text, const Place &from, const Linked &linked,
                               const char *where) const {
        for (const std::string &number : mapping::documentNumbersIn(text)) {
            if (const auto place = lookUp(number, from, linked))
                return Match{*place, reasonOf("the document number ", number, where)};
        }
        for (const std::string &title : mapping::quotedTitlesIn(text)) {
            if (const auto place = lookUp(title, from, linked))
                return Match{*place, reasonOf("the title ", title, where)};
        }
        return {};
    }

    /// Articles of the own site the body links to, in order.
    Result<Linked> linkedFrom(Staging &staging, const Place &from) const {
        Linked linked;
        const Status s =
            staging.database().each("SELECT url FROM body_link WHERE url IS NOT NULL AND article=" +
                                        std::to_string(frameOf(from).article) + " ORDER BY position",
                                    {}, [&](const Statement &row) {
                                        const auto found = m_byAddress.find(row.text(0));
                                        if (found != m_byAddress.end() && found->second != from.article)
                                            linked.push_back(found->second);
                                        return true;
                                    });
        if (!s)
            return s.error();
        return linked;
    }

    Result<std::optional<Match>> find(Staging &staging, const Place &from, const std::string &title) const {
        const Result<Linked> linked = linkedFrom(staging, from);
        if (!linked)
            return linked.error();
        if (std::optional<Match> match = named(title, from, linked.value(), "title"))
            return match;
        for (const std::uint32_t article : linked.value()) {
            if (!frameOf({from.site, article}).documentNumber.empty())
                return std::optional<Match>(Match{{from.site, article}, "a link in its body"});
        }
        std::optional<Match> match;
        const Status s = staging.database().each("SELECT body_text FROM article WHERE id=" +
                                                     std::to_string(frameOf(from).article),
                                                 {}, [&](const Statement &row) {
                                                     match = named(row.text(0), from, linked.value(), "text");
                                                     return false;
                                                 });
        if (!s)
            return s.error();
        return match;
    }

    Status write(Statement &insert, const Place &from, const Match &match, Hasher &output) const {
        const ArticleFrame &a = frameOf(from), &b = frameOf(match.place);
        insert.bind(m_sites[from.site].site.id).bind(a.article).bind(a.url);
        insert.bind(m_sites[match.place.site].site.id).bind(b.article).bind(b.url).bind(match.reason);
        output.add(a.url).add("interprets").add(b.url).add(match.reason);
        return insert.run();
    }

    const Workspace &m_workspace;
    const std::vector<MappedSite> &m_sites;
    std::unordered_multimap<std::uint64_t, Place> m_byKey; ///< by hash of title or number
    std::unordered_map<std::string, std::uint32_t> m_byAddress;
};

} // namespace

Result<InterpretationCounts> linkInterpretations(const Workspace &workspace, Database &database,
                                                 const std::vector<MappedSite> &sites, Hasher &output) {
    Result<Statement> insert =
        database.prepare("INSERT INTO article_relation(site,article,url,relation,other_site,other_article,"
                         "other_url,similarity,reason) VALUES (?,?,?,'interprets',?,?,?,NULL,?)");
    if (!insert)
        return insert.error();
    Linker linker(workspace, sites);
    InterpretationCounts counts;
    for (std::uint32_t site = 0; site < sites.size(); ++site) {
        if (Status s = linker.noteDocuments(site); !s)
            return s.error();
    }
    for (std::uint32_t site = 0; site < sites.size(); ++site) {
        if (Status s = linker.link(site, *insert, output, counts); !s)
            return s.error();
    }
    return counts;
}

} // namespace guiyi
