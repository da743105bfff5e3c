#include "migrator/map/duplicates.h"

#include "mappings/dedupe/survivor.h"
#include "migrator/map/article_prints.h"
#include "migrator/map/inputs.h"
#include "schema/base/text.h"

#include <QtCore/qdir.h>

#include <map>
#include <optional>

namespace guiyi {

namespace {

using mapping::Relation;
using Ordinal = DuplicateFinder::Ordinal;

/// Reads the texts of articles again; used by the thread that first reads.
class TextReader {
public:
    TextReader(const Workspace &workspace, const std::vector<MappedSite> &sites)
        : m_workspace(workspace), m_sites(sites), m_open(sites.size()) {}

    Result<mapping::ComparedText> read(const Duplicates::Member &where, bool withBody) {
        if (!m_open[where.site]) {
            Result<Staging> staging = Staging::open(m_workspace.stagingFile(m_sites[where.site].site.id));
            if (!staging)
                return staging.error();
            m_open[where.site].emplace(std::move(staging).value());
        }
        Database &database = m_open[where.site]->database();
        const ArticleFrame &frame = m_sites[where.site].scan.articles[where.article];
        const std::string id = std::to_string(frame.article);
        mapping::ComparedText text;
        Status s = database.each((withBody ? "SELECT title,body_text FROM article WHERE id="
                                           : "SELECT title,NULL FROM article WHERE id=") +
                                     id,
                                 {}, [&](const Statement &row) {
                                     text = mapping::comparedText(row.text(0), row.text(1));
                                     return false;
                                 });
        if (s)
            s = database.each("SELECT sha256 FROM file_reference WHERE role='attachment' AND sha256 IS NOT "
                              "NULL AND article=" +
                                  id + " ORDER BY position",
                              {}, [&](const Statement &row) {
                                  text.files.push_back(row.text(0));
                                  return true;
                              });
        if (!s)
            return s.error();
        text.documentNumber = frame.documentNumber;
        return text;
    }

private:
    const Workspace &m_workspace;
    const std::vector<MappedSite> &m_sites;
    std::vector<std::optional<Staging>> m_open;
};

class Run {
public:
    Run(const Workspace &workspace, Database &database, const std::vector<MappedSite> &sites,
        const mapping::HostRegistry &hosts)
        : m_workspace(workspace), m_database(database), m_sites(sites), m_hosts(hosts) {}

    Result<Duplicates> find(const AddressBook &book, const DuplicateDecisions &decisions, int jobs,
                            std::vector<Finding> &findings) {
        for (const DuplicateDecisions::Pair &pair : decisions.pairs) {
            m_decided.emplace(pair.a, Unknown);
            m_decided.emplace(pair.b, Unknown);
        }
        const std::string folder = m_workspace.root() + "/.guiyi/tmp";
        if (!QDir().mkpath(text::toQString(folder)))
            return Error{ErrorKind::Failed, "creating the folder", folder, "it cannot be created",
                         "make the workspace writable for this user and run the command again"};
        Result<std::unique_ptr<DuplicateFinder>> finder = DuplicateFinder::create(folder);
        if (!finder)
            return finder.error();
        for (std::size_t site = 0; site < m_sites.size(); ++site) {
            if (Status s = addSite(site, book, *finder.value()); !s)
                return s.error();
        }
        Result<DuplicateFinder::Found> found = finder.value()->find(
            [&] {
                return [this, reader = std::make_shared<TextReader>(m_workspace, m_sites)](Ordinal article,
                                                                                           bool withBody) {
                    return reader->read(m_where[article], withBody);
                };
            },
            [&](const std::vector<Ordinal> &members) { return mapping::chooseSurvivor(factsOf(members)); },
            decidedPairs(decisions, findings), jobs);
        if (!found)
            return found.error();
        return recorded(found.value());
    }

private:
    Status addSite(std::size_t site, const AddressBook &book, DuplicateFinder &finder) {
        const std::vector<ArticleFrame> &articles = m_sites[site].scan.articles;
        std::unordered_map<std::string_view, std::size_t> byAddress;
        for (std::size_t i = 0; i < articles.size(); ++i)
            byAddress.emplace(articles[i].url, i);
        return eachPrint(m_database, m_sites[site].site.id,
                         [&](std::string_view url, const mapping::TextPrint &print) -> Status {
                             const auto found = byAddress.find(url);
                             if (found == byAddress.end() || articles[found->second].isLetter ||
                                 book.placementsOf(site, found->second).empty())
                                 return {};
                             ArticleKeys keys = articles[found->second].keys;
                             keys.high = print.high;
                             keys.low = print.low;
                             keys.characters = print.characters;
                             const auto ordinal = static_cast<Ordinal>(m_where.size());
                             keys.alone = noteDecided(url, ordinal);
                             m_where.push_back({site, found->second, Relation::Exact, 1});
                             m_characters.push_back(print.characters);
                             return finder.add(keys, print.signature);
                         });
    }

    /// Whether people decided on the article of this address.
    bool noteDecided(std::string_view address, Ordinal ordinal) {
        if (m_decided.empty())
            return false;
        const auto url = Url::parse(address);
        const auto decided = url ? m_decided.find(addressKey(m_hosts.fold(*url))) : m_decided.end();
        if (decided == m_decided.end())
            return false;
        decided->second = ordinal;
        return true;
    }

    /// Decisions on articles that are not there (any more) are reported and kept for later.
    DuplicateFinder::Decided decidedPairs(const DuplicateDecisions &decisions,
                                          std::vector<Finding> &findings) const {
        DuplicateFinder::Decided pairs;
        for (const DuplicateDecisions::Pair &pair : decisions.pairs) {
            const Ordinal a = m_decided.at(pair.a), b = m_decided.at(pair.b);
            if (a != Unknown && b != Unknown)
                (pair.same ? pairs.same : pairs.different).emplace_back(a, b);
        }
        for (const auto &[address, ordinal] : m_decided) {
            if (ordinal == Unknown)
                findings.push_back({m_sites.front().site.id, "", "DUPLICATE-DECISION-UNKNOWN",
                                    "mappings/duplicates.yaml decides on an article that is not there: " +
                                        address + "; correct the address or remove it",
                                    address, Severity::Warning});
        }
        return pairs;
    }

    std::vector<mapping::SurvivorFacts> factsOf(const std::vector<Ordinal> &members) const {
        std::vector<mapping::SurvivorFacts> facts;
        for (const Ordinal member : members) {
            const MappedSite &mapped = m_sites[m_where[member].site];
            const ArticleFrame &frame = mapped.scan.articles[m_where[member].article];
            facts.push_back({mapped.site.id, frame.url, mapped.site.level, frame.published, frame.isIssuer,
                             m_characters[member], frame.attachments});
        }
        return facts;
    }

    Duplicates recorded(const DuplicateFinder::Found &found) const {
        Duplicates duplicates;
        duplicates.clusterOf.resize(m_sites.size());
        for (std::size_t s = 0; s < m_sites.size(); ++s)
            duplicates.clusterOf[s].resize(m_sites[s].scan.articles.size());
        for (const DuplicateFinder::Cluster &cluster : found.clusters)
            duplicates.clusters.push_back(recordedCluster(cluster));
        const auto keptAt = [&](const Duplicates::Cluster &c) {
            const Duplicates::Member &m = c.members[c.survivor];
            return std::pair(m.site, std::string_view(m_sites[m.site].scan.articles[m.article].url));
        };
        std::sort(duplicates.clusters.begin(), duplicates.clusters.end(),
                  [&](const Duplicates::Cluster &a, const Duplicates::Cluster &b) {
                      return keptAt(a) < keptAt(b);
                  });
        for (std::size_t c = 0; c < duplicates.clusters.size(); ++c) {
            for (const Duplicates::Member &m : duplicates.clusters[c].members)
                duplicates.clusterOf[m.site][m.article] = static_cast<std::uint32_t>(c + 1);
        }
        for (const DuplicateFinder::Link &link : found.links)
            duplicates.links.push_back(
                {link.relation, m_where[link.a], m_where[link.b], link.similarity, link.reason});
        duplicates.compared = found.compared;
        duplicates.series = found.series;
        return duplicates;
    }

    Duplicates::Cluster recordedCluster(const DuplicateFinder::Cluster &cluster) const {
        Duplicates::Cluster recorded;
        std::vector<Ordinal> members;
        bool edited = false, byPerson = false;
        for (const DuplicateFinder::Member &m : cluster.members) {
            Duplicates::Member member = m_where[m.article];
            member.relation = m.relation;
            member.similarity = m.similarity;
            edited = edited || m.relation == Relation::Near;
            byPerson = byPerson || m.byPerson;
            members.push_back(m.article);
            recorded.members.push_back(member);
        }
        recorded.survivor = cluster.survivor;
        const Duplicates::Member kept = recorded.members[cluster.survivor];
        for (Duplicates::Member &m : recorded.members) {
            if (m.site != kept.site && m_sites[m.site].scan.articles[m.article].isTakenOver)
                m.relation = Relation::Repost;
        }
        recorded.reason = std::string(byPerson ? "one by decision of a person"
                                      : edited ? "the same text with few edits"
                                               : "the same text") +
                          "; " + mapping::survivorReason(factsOf(members), cluster.survivor);
        // By site and address, the order exports and the platform use.
        const std::string keptUrl = m_sites[kept.site].scan.articles[kept.article].url;
        std::sort(
            recorded.members.begin(), recorded.members.end(),
            [&](const Duplicates::Member &a, const Duplicates::Member &b) {
                return std::pair(a.site, std::string_view(m_sites[a.site].scan.articles[a.article].url)) <
                       std::pair(b.site, std::string_view(m_sites[b.site].scan.articles[b.article].url));
            });
        for (std::size_t i = 0; i < recorded.members.size(); ++i) {
            if (recorded.members[i].site == kept.site && recorded.members[i].article == kept.article)
                recorded.survivor = i;
        }
        return recorded;
    }

    const Workspace &m_workspace;
    Database &m_database;
    const std::vector<MappedSite> &m_sites;
    const mapping::HostRegistry &m_hosts;
    static constexpr Ordinal Unknown = 0xFFFFFFFF;
    std::map<std::string, Ordinal> m_decided; ///< addresses people decided on
    std::vector<Duplicates::Member> m_where;  ///< [ordinal]
    std::vector<std::uint32_t> m_characters;  ///< [ordinal]
};

Status writeLinks(Database &database, const std::vector<MappedSite> &sites, const Duplicates &duplicates,
                  Hasher &output) {
    Result<Statement> insert =
        database.prepare("INSERT INTO article_relation(site,article,url,relation,other_site,other_article,"
                         "other_url,similarity,reason) VALUES (?,?,?,?,?,?,?,?,?)");
    if (!insert)
        return insert.error();
    for (const Duplicates::Link &link : duplicates.links) {
        const ArticleFrame &from = sites[link.from.site].scan.articles[link.from.article];
        const ArticleFrame &to = sites[link.to.site].scan.articles[link.to.article];
        insert->bind(sites[link.from.site].site.id).bind(from.article).bind(from.url);
        insert->bind(toText(link.relation)).bind(sites[link.to.site].site.id).bind(to.article).bind(to.url);
        if (Status s = insert->bind(link.similarity).bind(link.reason).run(); !s)
            return s;
        output.add(from.url).add(toText(link.relation)).add(to.url).add(link.reason);
    }
    return {};
}

} // namespace

Result<Duplicates> findDuplicates(const Workspace &workspace, Database &database,
                                  const std::vector<MappedSite> &sites, const AddressBook &book,
                                  const mapping::HostRegistry &hosts, const DuplicateDecisions &decisions,
                                  int jobs, std::vector<Finding> &findings) {
    Result<Duplicates> duplicates =
        Run(workspace, database, sites, hosts).find(book, decisions, jobs, findings);
    if (!duplicates)
        return duplicates;
    for (const Duplicates::Link &link : duplicates->links) {
        if (link.relation != Relation::Unsure)
            continue;
        const std::string &other = sites[link.to.site].scan.articles[link.to.article].url;
        findings.push_back(
            {sites[link.from.site].site.id, sites[link.from.site].scan.articles[link.from.article].url,
             "DUPLICATE-UNSURE",
             "it may be the same as " + other + ", and was not merged; decide in mappings/duplicates.yaml",
             link.reason, Severity::Warning});
    }
    return duplicates;
}

Status writeDuplicates(Database &database, const std::vector<MappedSite> &sites, const Duplicates &duplicates,
                       const AddressBook &book, Hasher &output) {
    Result<Statement> cluster =
        database.prepare("INSERT INTO duplicate_cluster(id,site,url,reason) VALUES (?,?,?,?)");
    if (!cluster)
        return cluster.error();
    Result<Statement> member =
        database.prepare("INSERT INTO duplicate_member(cluster,position,site,article,url,relation,similarity,"
                         "survivor,shown_in) VALUES (?,?,?,?,?,?,?,?,?)");
    if (!member)
        return member.error();
    for (std::size_t c = 0; c < duplicates.clusters.size(); ++c) {
        const Duplicates::Cluster &found = duplicates.clusters[c];
        const Duplicates::Member &survivor = found.members[found.survivor];
        const auto id = static_cast<std::int64_t>(c + 1);
        const std::string &url = sites[survivor.site].scan.articles[survivor.article].url;
        if (Status s =
                cluster->bind(id).bind(sites[survivor.site].site.id).bind(url).bind(found.reason).run();
            !s)
            return s;
        output.add(url).add(found.reason);
        for (std::size_t i = 0; i < found.members.size(); ++i) {
            const Duplicates::Member &m = found.members[i];
            const ArticleFrame &frame = sites[m.site].scan.articles[m.article];
            const std::string shown = toJsonArray(book.placementsOf(m.site, m.article));
            output.add(frame.url).add(shown).add(toText(m.relation));
            member->bind(id)
                .bind(static_cast<std::int64_t>(i))
                .bind(sites[m.site].site.id)
                .bind(frame.article)
                .bind(frame.url)
                .bind(toText(m.relation))
                .bind(m.similarity);
            if (Status s = member->bind(i == found.survivor).bind(shown).run(); !s)
                return s;
        }
    }
    return writeLinks(database, sites, duplicates, output);
}

} // namespace guiyi
