// Gives every old address of all mapped sites its answer: a new address, or the reason why there is none.
#pragma once

#include "mappings/taxonomy/planner.h"
#include "mappings/urlmap/domains.h"
#include "mappings/urlmap/hosts.h"
#include "migrator/map/hasher.h"
#include "migrator/map/site_scan.h"
#include "schema/store/workspace_store.h"

#include <unordered_map>
#include <unordered_set>

namespace guiyi {

/// What map knows of a site while it runs.
struct MappedSite {
    Site site;
    SiteScan scan;
    std::vector<mapping::ColumnDecision> decisions;
    mapping::TenantAddress tenant;
    std::vector<Finding> findings;
    std::string mappingBytes; ///< what mappings/<site>.yaml is to be
    bool mappingChanged = false;
};

/// Where an article's duplicates went.
struct Duplicates {
    struct Member {
        std::size_t site = 0, article = 0;                     ///< indices
        mapping::Relation relation = mapping::Relation::Exact; ///< to the survivor
        double similarity = 1;
    };
    struct Cluster {
        std::vector<Member> members;
        std::size_t survivor = 0; ///< index into members
        std::string reason;
    };
    /// Related articles that stay apart, each the survivor of its cluster.
    struct Link {
        mapping::Relation relation = mapping::Relation::Unsure;
        Member from, to; ///< an excerpt is `from` the whole it is a part of
        double similarity = 0;
        std::string reason;
    };
    std::vector<Cluster> clusters; ///< by site and address of their survivors
    std::vector<Link> links;
    std::int64_t compared = 0, series = 0; ///< pairs compared on their texts; of them kept apart as a series
    /// [site][article]: cluster + 1; 0 for articles that stand alone.
    std::vector<std::vector<std::uint32_t>> clusterOf;
};

/// The standard column the articles of `decision` are placed in; empty when they are dropped.
std::string shownIn(const mapping::ColumnDecision &decision);

/// The ending of a file's new address, from its content type, else from its old address. Without a dot.
std::string extensionOf(const Resource &resource);

/// Writes article_address and address of all sites. Call inside a transaction with both tables empty.
class AddressBook {
public:
    AddressBook(Database &database, const mapping::HostRegistry &hosts, const std::vector<MappedSite> &sites,
                const Duplicates &duplicates);
    /// Standard columns an article is placed in, the main one first; empty: dropped with `reason`.
    std::vector<std::string> placementsOf(std::size_t site, std::size_t article,
                                          std::string *reason = nullptr) const;
    /// Pass 1 of 3: notes the addresses in use.
    Status note(std::size_t site, Staging &staging);
    /// Pass 2, after note() of all sites: the articles' new addresses. `output` hashes what is written.
    Status assignArticles(std::size_t site, Hasher &output);
    /// Pass 3, after assignArticles() of all sites: what becomes of every address.
    Status answer(std::size_t site, Staging &staging, Hasher &output);
    /// Marks the one row of each key that links and redirects follow. Last.
    Status settle();

    struct Counts {
        std::int64_t loaded = 0, merged = 0, dropped = 0, failed = 0;
    };
    const Counts &counts() const { return m_counts; }

private:
    struct Answer {
        std::string entity, outcome, target, reason;
        std::string parent{}; ///< for what is dropped with its column: the nearest kept column above
    };
    struct ArticleAnswer {
        std::string target, reason; ///< target empty: dropped
        bool merged = false;
        ArticleKind kind = ArticleKind::Article;
        std::string parent{};
    };
    Result<ArticleAnswer> articleAnswer(std::size_t site, RecordId article);
    Result<Answer> answerOf(std::size_t site, const Resource &resource);
    /// The address of the nearest kept column above `column`; empty when there is none.
    std::string keptAbove(std::size_t site, RecordId column) const;
    Answer columnAnswer(std::size_t site, const Resource &resource) const;
    Answer fileAnswer(std::size_t site, const Resource &resource);
    Result<std::string> addressOf(std::size_t site, RecordId article);

    Database &m_database;
    const mapping::HostRegistry &m_hosts;
    const std::vector<MappedSite> &m_sites;
    const Duplicates &m_duplicates;
    std::vector<std::unordered_map<RecordId, std::size_t>> m_decisionOf; ///< [site]: column id → decision
    std::vector<std::unordered_map<RecordId, std::size_t>> m_articleOf;  ///< [site]: article id → frame
    std::vector<std::unordered_map<RecordId, RecordId>>
        m_parentOf;                                         ///< [site]: column id → the one above, or 0
    std::unordered_set<std::uint64_t> m_taken;              ///< hashes of addresses in use
    std::unordered_map<std::uint64_t, std::string> m_files; ///< of one site: content → ending
    std::size_t m_filesOfSite = static_cast<std::size_t>(-1);
    Counts m_counts;
};

} // namespace guiyi
