// Finds which articles of all sites are one, in bounded memory: about a hundred bytes an article; signatures
// and pairs wait on disk, texts are read again only for the few that have a candidate.
#pragma once

#include "mappings/dedupe/relation.h"
#include "migrator/dedupe/candidates.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace guiyi {

/// What the finder knows of an article. 0 stands for "none" in every key.
struct ArticleKeys {
    std::uint64_t high = 0, low = 0; ///< TextPrint
    std::uint64_t title = 0;         ///< hash of normalisedTitleKey
    std::uint64_t number = 0;        ///< hash of the document number
    std::uint64_t files = 0;         ///< hash of filesKeyOf
    std::uint64_t place = 0;         ///< hash of site and address: orders what is equal otherwise
    std::uint32_t characters = 0;
    std::uint32_t day = 0; ///< yyyymmdd; 0: unknown
    bool alone = false;    ///< named in a decision of a person: equal only by decision or comparison
};

class DuplicateFinder {
public:
    using Ordinal = std::uint32_t; ///< of add(), from 0

    struct Member {
        Ordinal article = 0;
        mapping::Relation relation = mapping::Relation::Exact; ///< to the survivor: Exact or Near
        double similarity = 1;
        bool byPerson = false; ///< a person put it here
    };
    struct Cluster {
        std::vector<Member> members; ///< at least two
        std::size_t survivor = 0;    ///< index into members
    };
    /// Two articles (survivors of their clusters) that are related and stay apart.
    struct Link {
        mapping::Relation relation = mapping::Relation::Unsure; ///< Revision, Excerpt or Unsure
        Ordinal a = 0, b = 0;                                   ///< Excerpt: a is the part
        double similarity = 0;
        std::string reason;
    };
    struct Found {
        std::vector<Cluster> clusters;
        std::vector<Link> links;
        std::int64_t compared = 0; ///< pairs verified on their texts
        std::int64_t series = 0;   ///< of them kept apart for a value (period, number, name)
    };
    /// The text of an article; the body only when asked for.
    using TextOf = std::function<Result<mapping::ComparedText>(Ordinal article, bool withBody)>;
    /// Makes a TextOf. Called by several threads at once; each uses and destroys what it got.
    using TextSource = std::function<TextOf()>;
    /// Which of these articles survives, as an index.
    using Survivor = std::function<std::size_t(const std::vector<Ordinal> &)>;
    using Pairs = std::vector<std::pair<Ordinal, Ordinal>>;
    /// What people decided: pairs that are one, pairs that are not. Their articles are added as `alone`.
    struct Decided {
        Pairs same, different;
    };

    /// Temporary files go to `folder`, which must exist.
    static Result<std::unique_ptr<DuplicateFinder>> create(const std::string &folder);

    Status add(const ArticleKeys &article, const mapping::Signature &signature);
    /// Once, after the last add(). The same articles give the same answer in any order of add() and for any
    /// `jobs`, but for the ordinals.
    Result<Found> find(const TextSource &texts, const Survivor &survivor, const Decided &decided, int jobs);

private:
    explicit DuplicateFinder(std::string folder) : m_folder(std::move(folder)) {}
    std::string m_folder;
    std::unique_ptr<SignatureFile> m_signatures;
    std::vector<ArticleKeys> m_articles;
};

} // namespace guiyi
