#include "migrator/dedupe/duplicate_finder.h"

#include "migrator/dedupe/text_groups.h"
#include "migrator/pipeline/parallel.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace guiyi {

namespace {

using mapping::ComparedText;
using mapping::Relation;
using mapping::Verdict;

constexpr std::size_t PairsAtOnce = 16'384; ///< verified in parallel, then only what matters is kept
/// Clusters of more groups than this are checked against each other by their first ones only.
constexpr std::size_t MostChecked = 16;

struct Edge {
    TextPair pair;
    Verdict verdict;
};

/// The state of one find().
class Find {
public:
    Find(const std::vector<ArticleKeys> &articles, const SignatureFile &signatures, const std::string &folder,
         const DuplicateFinder::TextSource &texts, int jobs)
        : m_signatures(signatures),
          m_folder(folder),
          m_texts(texts),
          m_textOf(texts()),
          m_jobs(std::max(jobs, 1)),
          m_groups(groupTexts(articles)),
          m_clusters(m_groups.size()),
          m_groupOf(articles.size()) {
        for (std::uint32_t g = 0; g < m_groups.size(); ++g) {
            for (std::uint32_t i = m_groups.begin[g]; i < m_groups.begin[g + 1]; ++i)
                m_groupOf[m_groups.ordered[i]] = g;
        }
    }

    Status compareAll() {
        std::vector<TextPair> waiting;
        Status s = eachCandidate(m_groups.keys, m_signatures, m_folder, [&](TextPair pair) -> Status {
            if (sameBoilerplate(pair))
                return {};
            waiting.push_back(pair);
            if (waiting.size() < PairsAtOnce)
                return {};
            Status compared = compare(waiting);
            waiting.clear();
            return compared;
        });
        return s ? compare(waiting) : s;
    }

    Status cluster(const DuplicateFinder::Decided &decided) {
        for (const auto &[a, b] : decided.different)
            m_forbidden.insert(pairOf(a, b));
        for (const auto &[a, b] : decided.same) {
            m_decided.insert(m_groupOf[a]);
            m_decided.insert(m_groupOf[b]);
            m_clusters.join(m_groupOf[a], m_groupOf[b]);
        }
        // The surest first: whom a doubtful pair would join depends on nothing but the texts.
        std::sort(m_edges.begin(), m_edges.end(), [](const Edge &x, const Edge &y) {
            if (x.verdict.similarity != y.verdict.similarity)
                return x.verdict.similarity > y.verdict.similarity;
            return x.pair < y.pair;
        });
        for (const Edge &edge : m_edges) {
            if (edge.verdict.relation != Relation::Exact && edge.verdict.relation != Relation::Near)
                continue;
            const Result<bool> fits = mayJoin(edge.pair);
            if (!fits)
                return fits.error();
            if (!fits.value())
                continue;
            m_clusters.join(edge.pair.a, edge.pair.b);
            m_later.emplace(edge.pair, edge.verdict);
        }
        return {};
    }

    Status collect(const DuplicateFinder::Survivor &survivor, DuplicateFinder::Found &found) {
        std::vector<DuplicateFinder::Ordinal> keptOf(m_groups.size()); // [cluster]
        for (std::uint32_t g = 0; g < m_groups.size(); ++g) {
            if (m_clusters.of(g) != g)
                continue;
            const std::vector<DuplicateFinder::Ordinal> articles = articlesOf(g);
            const std::size_t kept = articles.size() > 1 ? survivor(articles) : 0;
            keptOf[g] = articles[kept];
            if (articles.size() < 2)
                continue;
            DuplicateFinder::Cluster cluster;
            cluster.survivor = kept;
            for (const DuplicateFinder::Ordinal article : articles) {
                Result<DuplicateFinder::Member> member = memberOf(article, articles[kept]);
                if (!member)
                    return member.error();
                cluster.members.push_back(member.value());
            }
            found.clusters.push_back(std::move(cluster));
        }
        collectLinks(keptOf, found);
        found.compared = m_compared;
        found.series = m_series;
        return {};
    }

private:
    TextPair pairOf(DuplicateFinder::Ordinal a, DuplicateFinder::Ordinal b) const {
        const std::uint32_t x = m_groupOf[a], y = m_groupOf[b];
        return {std::min(x, y), std::max(x, y)};
    }

    bool haveEqualTexts(const TextPair &pair) const {
        const TextKeys &a = m_groups.keys[pair.a], &b = m_groups.keys[pair.b];
        return a.high == b.high && a.low == b.low;
    }

    bool sameBoilerplate(const TextPair &pair) const {
        return m_groups.boilerplate[pair.a] && haveEqualTexts(pair);
    }

    /// Runs of pairs with the same first text go to one thread, which then reads that text once.
    Status compare(const std::vector<TextPair> &pairs) {
        std::vector<Verdict> verdicts(pairs.size());
        const auto share = [&](std::size_t job) {
            return pairs.size() * job / static_cast<std::size_t>(m_jobs);
        };
        Status s = forEachIndex(static_cast<std::size_t>(m_jobs), m_jobs, [&](std::size_t job) -> Status {
            const DuplicateFinder::TextOf textOf = m_texts();
            std::uint32_t loaded = 0;
            ComparedText first;
            bool any = false;
            for (std::size_t i = share(job); i < share(job + 1); ++i) {
                if (!any || loaded != pairs[i].a) {
                    Result<ComparedText> text = textOf(m_groups.first(pairs[i].a), true);
                    if (!text)
                        return text.error();
                    first = std::move(text).value();
                    loaded = pairs[i].a;
                    any = true;
                }
                const bool equal = haveEqualTexts(pairs[i]);
                const Result<ComparedText> second = textOf(m_groups.first(pairs[i].b), !equal);
                if (!second)
                    return second.error();
                verdicts[i] = equal ? mapping::relationOfEqualTexts(first, second.value())
                                    : mapping::relationOf(first, second.value());
            }
            return {};
        });
        if (!s)
            return s;
        m_compared += static_cast<std::int64_t>(pairs.size());
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            if (verdicts[i].relation == Relation::Series)
                ++m_series;
            else if (verdicts[i].relation != Relation::Different)
                m_edges.push_back({pairs[i], std::move(verdicts[i])});
        }
        return {};
    }

    Result<Verdict> verdictOf(std::uint32_t a, std::uint32_t b) {
        const TextPair pair{std::min(a, b), std::max(a, b)};
        const auto known = m_later.find(pair);
        if (known != m_later.end())
            return known->second;
        const Result<ComparedText> x = m_textOf(m_groups.first(pair.a), true);
        if (!x)
            return x.error();
        const Result<ComparedText> y = m_textOf(m_groups.first(pair.b), true);
        if (!y)
            return y.error();
        Verdict verdict = mapping::relationOf(x.value(), y.value());
        m_later.emplace(pair, verdict);
        return verdict;
    }

    std::vector<std::uint32_t> groupsOf(std::uint32_t group) {
        const std::uint32_t cluster = m_clusters.of(group);
        const std::vector<std::uint32_t> &members = m_clusters.members(cluster);
        return members.empty() ? std::vector<std::uint32_t>{cluster} : members;
    }

    /// No two members of a cluster may certainly be two documents, though a third resembles both.
    Result<bool> mayJoin(const TextPair &pair) {
        if (m_clusters.of(pair.a) == m_clusters.of(pair.b))
            return false;
        const std::vector<std::uint32_t> left = groupsOf(pair.a), right = groupsOf(pair.b);
        for (std::size_t i = 0; i < left.size(); ++i) {
            for (std::size_t k = 0; k < right.size(); ++k) {
                const TextPair between{std::min(left[i], right[k]), std::max(left[i], right[k])};
                if (m_forbidden.count(between) != 0)
                    return false;
                if (between == pair || i >= MostChecked || k >= MostChecked)
                    continue;
                const Result<Verdict> verdict = verdictOf(left[i], right[k]);
                if (!verdict)
                    return verdict.error();
                if (verdict->apart || verdict->relation == Relation::Excerpt)
                    return false;
            }
        }
        return true;
    }

    std::vector<DuplicateFinder::Ordinal> articlesOf(std::uint32_t cluster) {
        std::vector<DuplicateFinder::Ordinal> articles;
        std::vector<std::uint32_t> groups = groupsOf(cluster);
        std::sort(groups.begin(), groups.end());
        for (const std::uint32_t g : groups)
            articles.insert(articles.end(), m_groups.ordered.begin() + m_groups.begin[g],
                            m_groups.ordered.begin() + m_groups.begin[g + 1]);
        return articles;
    }

    Result<DuplicateFinder::Member> memberOf(DuplicateFinder::Ordinal article,
                                             DuplicateFinder::Ordinal kept) {
        DuplicateFinder::Member member;
        member.article = article;
        const std::uint32_t own = m_groupOf[article], other = m_groupOf[kept];
        member.byPerson = m_decided.count(own) != 0;
        if (own == other)
            return member;
        const Result<Verdict> verdict = verdictOf(own, other);
        if (!verdict)
            return verdict.error();
        member.similarity = verdict->similarity;
        if (!haveEqualTexts({own, other}))
            member.relation = Relation::Near;
        return member;
    }

    void collectLinks(const std::vector<DuplicateFinder::Ordinal> &keptOf, DuplicateFinder::Found &found) {
        std::set<std::pair<std::uint32_t, std::uint32_t>> linked;
        for (Edge &edge : m_edges) { // the most alike first
            std::uint32_t a = edge.pair.a, b = edge.pair.b;
            if (edge.verdict.relation == Relation::Excerpt &&
                m_groups.keys[a].characters > m_groups.keys[b].characters)
                std::swap(a, b);
            const std::uint32_t x = m_clusters.of(a), y = m_clusters.of(b);
            if (x == y || !linked.emplace(std::min(x, y), std::max(x, y)).second)
                continue;
            Relation relation = edge.verdict.relation;
            if (relation == Relation::Exact || relation == Relation::Near) {
                if (m_forbidden.count(edge.pair) != 0)
                    continue;
                relation = Relation::Unsure; // kept apart because of a third one
                edge.verdict.reason += ", but not the same as others that one of them is the same as";
            }
            found.links.push_back(
                {relation, keptOf[x], keptOf[y], edge.verdict.similarity, std::move(edge.verdict.reason)});
        }
    }

    const SignatureFile &m_signatures;
    const std::string &m_folder;
    const DuplicateFinder::TextSource &m_texts;
    DuplicateFinder::TextOf m_textOf; ///< of the calling thread
    int m_jobs;
    TextGroups m_groups;
    GroupClusters m_clusters;
    std::vector<std::uint32_t> m_groupOf; ///< [article]
    std::vector<Edge> m_edges;
    std::set<TextPair> m_forbidden;
    std::set<std::uint32_t> m_decided;
    std::map<TextPair, Verdict> m_later; ///< pairs that were compared outside compareAll()
    std::int64_t m_compared = 0, m_series = 0;
};

} // namespace

Result<std::unique_ptr<DuplicateFinder>> DuplicateFinder::create(const std::string &folder) {
    std::unique_ptr<DuplicateFinder> finder(new DuplicateFinder(folder));
    Result<std::unique_ptr<SignatureFile>> signatures = SignatureFile::create(folder);
    if (!signatures)
        return signatures.error();
    finder->m_signatures = std::move(signatures).value();
    return finder;
}

Status DuplicateFinder::add(const ArticleKeys &article, const mapping::Signature &signature) {
    m_articles.push_back(article);
    return m_signatures->add(signature);
}

Result<DuplicateFinder::Found> DuplicateFinder::find(const TextSource &texts, const Survivor &survivor,
                                                     const Decided &decided, int jobs) {
    if (Status s = m_signatures->finish(); !s)
        return s.error();
    Find run(m_articles, *m_signatures, m_folder, texts, jobs);
    Found found;
    Status s = run.compareAll();
    if (s)
        s = run.cluster(decided);
    if (s)
        s = run.collect(survivor, found);
    if (!s)
        return s.error();
    return found;
}

} // namespace guiyi
