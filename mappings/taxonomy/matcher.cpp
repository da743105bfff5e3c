#include "mappings/taxonomy/matcher.h"

#include "mappings/taxonomy/index.h"
#include "schema/base/text.h"

#include <QtCore/qstring.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

namespace guiyi::mapping {

namespace {

// Scores of evidence. What a name says outright is nearly sure; parts of names and content alone stay below
// AcceptScore unless the place in the tree, the address or the page tag agrees.
constexpr double OfficialName = 0.98;
constexpr double Synonym = 0.95;
constexpr double OtherOrder = 0.91;
constexpr double TypeTagAlone = 0.70;
constexpr double Agreement = 0.04;
constexpr double ParentSupport = 0.05;
constexpr double NarrowParentSupport = 0.11;
constexpr double SharedBranch = 0.02;
constexpr double SeveralHomes = 0.12;
// What the place and the titles add to the name model, in its logits.
constexpr double BelowNarrowParent = 3.0;
constexpr double BelowParent = 2.0;
constexpr double InBranch = 1.0;
constexpr double NarrowParentItself = 0.6;
constexpr double ParentItself = 0.2;
constexpr double TitlesSpeak = 2.5;
/// Share of the model in the score of a column that no name fits outright; the rest are hits on parts.
constexpr double ModelShare = 0.66;
/// Brings what model and hits agree on to the scale of names that fit outright, so one threshold serves both.
constexpr double Sharpness = 0.7;
/// Two readings of a name nearer than this, neither above the other in the taxonomy: a person decides.
constexpr double ClearLead = 0.08;
constexpr double Shown = 0.12; ///< candidates below are noise

/// A decision has to be this sure of the name itself before an attribute level is taken for a column.
constexpr double NameBeatsFold = 0.85;

std::string percent(double share) {
    return std::to_string(std::lround(share * 100)) + " %";
}

/// Typographic quotes: in the decisions file a reason then needs no escapes.
std::string quoted(std::string_view name) {
    return "“" + std::string(name) + "”";
}

/// Gathers evidence per standard column; the best name evidence counts, support is added to it.
class Gathering {
public:
    explicit Gathering(const Taxonomy &taxonomy) : m_taxonomy(taxonomy) {}

    void name(std::size_t column, double score, std::string_view rule, const std::string &reason) {
        Entry &e = m_entries[m_taxonomy.columns()[column].code];
        if (score > e.score) {
            e.score = score;
            e.rule = rule;
            e.reason = reason;
        }
    }
    void name(std::string_view code, double score, std::string_view rule, const std::string &reason) {
        const TaxonomyColumn *c = m_taxonomy.find(code);
        if (c)
            name(static_cast<std::size_t>(c - m_taxonomy.columns().data()), score, rule, reason);
    }
    /// Raises the columns that are named already and `fits` accepts.
    template <typename Fits>
    void support(double bonus, const std::string &reason, Fits fits) {
        for (auto &[code, e] : m_entries) {
            if (e.score > 0 && fits(code)) {
                e.bonus += bonus;
                if (!reason.empty() && bonus > 0)
                    e.reason += "; " + reason;
            }
        }
    }
    /// Keeps what `fits` accepts from scoring above `ceiling`.
    template <typename Fits>
    void cap(double ceiling, Fits fits) {
        for (auto &[code, e] : m_entries) {
            if (fits(code))
                e.score = std::min(e.score, ceiling);
        }
    }
    /// Replaces the name evidence of a column by a judgement that has weighed it.
    void judge(const std::string &code, double score, std::string_view rule, const std::string &reason) {
        Entry &e = m_entries[code];
        e.score = score;
        if (!rule.empty()) {
            e.rule = rule;
            e.reason = reason;
        }
    }
    double nameScore(std::string_view code) const {
        const auto it = m_entries.find(code);
        return it == m_entries.end() ? 0 : it->second.score;
    }
    bool has(std::string_view code) const { return m_entries.find(code) != m_entries.end(); }
    double bestName() const {
        double best = 0;
        for (const auto &[code, e] : m_entries)
            best = std::max(best, e.score);
        return best;
    }

    struct Ranked {
        Candidate candidate;
        std::string rule;
        double nameScore;
    };
    std::vector<Ranked> ranked() const {
        std::vector<Ranked> out;
        for (const auto &[code, e] : m_entries) {
            const double score = std::min(0.99, e.score + e.bonus);
            if (score >= Shown)
                out.push_back({{code, std::round(score * 1000) / 1000, e.reason}, e.rule, e.score});
        }
        std::stable_sort(out.begin(), out.end(), [](const Ranked &a, const Ranked &b) {
            return a.candidate.score != b.candidate.score ? a.candidate.score > b.candidate.score
                                                          : a.candidate.code < b.candidate.code;
        });
        return out;
    }

private:
    struct Entry {
        double score = 0, bonus = 0;
        std::string rule, reason;
    };
    const Taxonomy &m_taxonomy;
    std::map<std::string, Entry, std::less<>> m_entries;
};

/// One column being matched; each method looks at one kind of evidence.
class Matching {
public:
    Matching(const Taxonomy &taxonomy, const NameContext &names, const ColumnEvidence &evidence,
             const std::vector<Ancestor> &ancestors, double accept)
        : m_taxonomy(taxonomy),
          m_index(taxonomy.index()),
          m_names(names),
          m_evidence(evidence),
          m_ancestors(ancestors),
          m_accept(accept),
          m_key(nameKey(evidence.column.name)),
          m_variants(names.variants(m_key)),
          m_found(taxonomy) {
        for (const Ancestor &a : ancestors) {
            if (!a.code.empty()) {
                m_parentCode = a.code;
                break;
            }
        }
    }

    Match run() {
        if (const auto dropped = dropByName())
            return *dropped;
        if (const auto folded = foldBeforeNames())
            return *folded;
        lookUpNames(m_found, m_evidence.column.name, m_key, m_variants, 0, "");
        lookUpPatterns();
        lookUpParts();
        lookUpSimilar();
        lookUpAmbiguous();
        if (const auto folded = foldAfterNames())
            return *folded;
        judgeByModel();
        weighTypeTag();
        weighSlug();
        weighContent();
        weighPlace();
        if (const auto topic = underTopics())
            return *topic;
        return decide();
    }

private:
    // -- attribute and navigation levels

    std::optional<Match> dropByName() const {
        for (const auto &drop : m_index.drops) {
            if (!drop.expression.match(text::toQString(m_key)).hasMatch())
                continue;
            Match m;
            m.action = Match::Drop;
            m.rule = drop.rule.id;
            m.reason = quoted(m_evidence.column.name) + " is a navigation or test column by its name";
            return m;
        }
        return std::nullopt;
    }

    Match fold(const std::string &rule, const std::string &keepAs, std::string value,
               const std::string &why) const {
        Match m;
        m.action = Match::Fold;
        m.rule = rule;
        m.keepAs = keepAs;
        m.keepValue = keepAs.empty() ? std::string() : std::move(value);
        m.reason = quoted(m_evidence.column.name) + " " + why;
        if (!keepAs.empty())
            m.reason += ", kept as " + keepAs;
        if (!m_parentCode.empty())
            m.candidates.push_back({m_parentCode, 0.9, "the column above"});
        return m;
    }

    std::optional<Match> foldByRule(bool scoped) const {
        for (const auto &f : m_index.folds) {
            if (f.rule.scope.empty() == scoped)
                continue;
            if (scoped && !Taxonomy::within(m_parentCode, f.rule.scope))
                continue;
            const auto match = f.expression.match(text::toQString(m_key));
            if (!match.hasMatch())
                continue;
            const std::string kept = match.lastCapturedIndex() > 0
                                         ? text::fromQString(match.captured(1))
                                         : std::string(text::trim(m_evidence.column.name));
            return fold(f.rule.id, f.rule.keepAs, kept, "is an attribute of the column above, not a column");
        }
        return std::nullopt;
    }

    std::optional<Match> foldBeforeNames() const {
        if (m_key.empty())
            return std::nullopt;
        if (!m_ancestors.empty() && nameKey(m_ancestors.front().name) == m_key)
            return fold("FOLD-SELF", {}, {}, "has the name of the column above");
        if (m_ancestors.empty())
            return std::nullopt; // nothing above to fold into
        return foldByRule(false);
    }

    std::optional<Match> foldAfterNames() const {
        if (m_ancestors.empty() || m_found.bestName() >= NameBeatsFold)
            return std::nullopt;
        if (auto folded = foldByRule(true))
            return folded;
        if (looksLikeBody(m_key) && !Taxonomy::within(m_parentCode, "07"))
            return fold("FOLD-DEPT", "publisher", std::string(text::trim(m_evidence.column.name)),
                        "is a body that publishes");
        return std::nullopt;
    }

    // -- evidence of the name

    void lookUpNames(Gathering &found, const std::string &shown, const std::string &key,
                     const std::vector<NameContext::Variant> &variants, double ceiling,
                     const std::string &what) {
        const auto capped = [&](double score) { return ceiling > 0 ? std::min(score, ceiling) : score; };
        const auto take = [&](const std::string &k, double penalty, const std::string &how) {
            const auto it = m_index.names.find(k);
            if (it == m_index.names.end())
                return;
            for (const auto &home : it->second) {
                double score = (home.official ? OfficialName : Synonym) - penalty;
                if (it->second.size() > 1 && !home.official)
                    score -= SeveralHomes;
                const TaxonomyColumn &c = m_taxonomy.columns()[home.column];
                found.name(home.column, capped(score),
                           what.empty() ? (home.official ? "NAME" : "SYNONYM") : "TYPE",
                           what + quoted(shown) + how +
                               (home.official ? " is the name of " : " is another name of ") + c.code + " " +
                               c.name);
            }
        };
        if (key.empty())
            return;
        take(key, 0, "");
        for (const auto &v : variants)
            take(v.key, v.penalty, " without " + quoted(v.dropped));
        const auto sorted =
            characters(key) >= 4 ? m_index.sortedNames.find(sortedKey(key)) : m_index.sortedNames.end();
        if (sorted != m_index.sortedNames.end()) {
            for (const auto &home : sorted->second) {
                const TaxonomyColumn &c = m_taxonomy.columns()[home.column];
                found.name(home.column, capped(OtherOrder), "SYNONYM",
                           what + quoted(shown) + " is a name of " + c.code + " " + c.name +
                               " in another order");
            }
        }
    }

    void lookUpPatterns() {
        const QString name = text::toQString(m_key);
        for (const auto &p : m_index.patterns) {
            const auto match = p.expression.match(name);
            if (!match.hasMatch())
                continue;
            double score = p.pattern.score;
            if (p.expression.namedCaptureGroups().contains(QStringLiteral("area"))) {
                const std::string area = text::fromQString(match.captured(QStringLiteral("area")));
                score += m_names.isArea(area) ? 0.18 : 0;
            }
            const TaxonomyColumn *c = m_taxonomy.find(p.pattern.code);
            m_found.name(p.pattern.code, score, "PATTERN",
                         quoted(m_evidence.column.name) + " has the form of " + c->code + " " + c->name);
        }
    }

    /// Names that contain a known name. The head of a Chinese noun stands last, so an ending says most.
    void lookUpParts() {
        const double whole = static_cast<double>(characters(m_key));
        for (const auto &f : m_index.fuzzy) {
            const double part = static_cast<double>(characters(f.key));
            if (part < 2 || part >= whole)
                continue;
            const std::size_t at = m_key.rfind(f.key);
            if (at == std::string::npos)
                continue;
            const double share = part / whole;
            const bool atEnd = at + f.key.size() == m_key.size();
            double score = 0;
            // 省级地方性法规 is 地方性法规, whoever it is of; first-level names are too broad for that.
            const TaxonomyColumn &known = m_taxonomy.columns()[f.column];
            const bool official = known.code.size() >= 4 && nameKey(known.name) == f.key;
            if (atEnd)
                score = part >= 4 && official ? 0.74 + 0.20 * share
                        : part >= 4           ? 0.62 + 0.30 * share
                        : part >= 3           ? 0.55 + 0.28 * share
                                              : 0.42 + 0.20 * share;
            else if (part >= 3)
                score = (at == 0 ? 0.42 : 0.38) + 0.30 * share;
            else
                score = 0.25 + 0.20 * share;
            m_found.name(f.column, score, "PART",
                         quoted(m_evidence.column.name) + (atEnd ? " ends in " : " contains ") +
                             quoted(f.key) + ", a name of " + known.code + " " + known.name);
        }
    }

    /// Names that share pairs of characters; rare pairs weigh more.
    void lookUpSimilar() {
        if (m_found.bestName() >= NameBeatsFold)
            return;
        const std::vector<std::string> grams = gramsOf(m_key);
        if (grams.empty())
            return;
        const double unseen = std::log(1.0 + static_cast<double>(m_taxonomy.columns().size()));
        const auto weight = [&](const std::string &g) {
            const auto it = m_index.gramWeight.find(g);
            return it == m_index.gramWeight.end() ? unseen : it->second;
        };
        double own = 0;
        for (const std::string &g : grams)
            own += weight(g);
        for (const auto &f : m_index.fuzzy) {
            double common = 0, other = 0;
            auto it = grams.begin();
            for (const std::string &g : f.grams) {
                const double w = weight(g);
                other += w;
                while (it != grams.end() && *it < g)
                    ++it;
                if (it != grams.end() && *it == g) {
                    common += w;
                    ++it;
                }
            }
            if (common <= 0)
                continue;
            const double dice = 2 * common / (own + other);
            const TaxonomyColumn &c = m_taxonomy.columns()[f.column];
            m_found.name(f.column, 0.75 * dice, "SIMILAR",
                         quoted(m_evidence.column.name) + " resembles " + quoted(f.key) + ", a name of " +
                             c.code + " " + c.name);
        }
    }

    /// What the place in the tree and the titles say beforehand, in the unit of the model's logits.
    double expectation(const std::string &code) const {
        double e = 0;
        if (!m_parentCode.empty() && !Taxonomy::within(m_parentCode, "07")) {
            if (code == m_parentCode)
                e += m_parentCode.size() >= 4 ? NarrowParentItself : ParentItself;
            else if (Taxonomy::within(code, m_parentCode))
                e += m_parentCode.size() >= 4 ? BelowNarrowParent : BelowParent;
            else if (Taxonomy::within(code, m_parentCode.substr(0, 2)))
                e += InBranch;
        }
        for (const auto &content : m_index.contents) {
            const bool same = content.rule.code == code;
            if (same || Taxonomy::within(content.rule.code, code))
                e += (same ? TitlesSpeak : TitlesSpeak / 2) * titleShare(content.expression);
        }
        return e;
    }

    /// No name fits outright: what the parts of the name, the place and the titles say together decides, and
    /// the hits on parts of names above only count along.
    void judgeByModel() {
        if (m_key.empty() || m_ambiguous || m_found.bestName() >= NameBeatsFold)
            return;
        const NameModel &model = m_index.nameModel(m_taxonomy.columns().size());
        // Without the words that say whose the column is.
        const std::string &key = m_variants.empty() ? m_key : m_variants.front().key;
        std::vector<double> p = model.logits(key);
        if (std::all_of(p.begin(), p.end(), [](double v) { return v == 0; }))
            return;
        for (std::size_t i = 0; i < p.size(); ++i)
            p[i] += expectation(m_taxonomy.columns()[i].code);
        const double top = *std::max_element(p.begin(), p.end());
        double sum = 0;
        for (double &v : p)
            sum += v = std::exp(v - top);
        m_judged = true;
        const double trust = 0.45 + 0.55 * model.known(key);
        for (std::size_t i = 0; i < p.size(); ++i) {
            const TaxonomyColumn &c = m_taxonomy.columns()[i];
            const double likely = p[i] / sum;
            const double before = m_found.nameScore(c.code);
            const double score = std::pow(ModelShare * likely * trust + (1 - ModelShare) * before, Sharpness);
            if (likely < 0.02) {
                if (before > 0)
                    m_found.judge(c.code, score, {}, {});
                continue;
            }
            const std::vector<std::string> parts = model.decidingParts(key, i);
            std::string words;
            for (const std::string &part : parts)
                words += (words.empty() ? "" : " and ") + quoted(part);
            m_found.judge(c.code, score, "MODEL",
                          words.empty()
                              ? quoted(m_evidence.column.name) + " fits " + c.code + " " + c.name +
                                    " by its place and titles"
                              : words + " in " + quoted(m_evidence.column.name) + " speak" +
                                    (parts.size() == 1 ? "s" : "") + " for " + c.code + " " + c.name);
        }
    }

    void lookUpAmbiguous() {
        auto it = m_index.ambiguous.find(m_key);
        for (const auto &v : m_variants) {
            if (it != m_index.ambiguous.end())
                break;
            it = m_index.ambiguous.find(v.key);
        }
        if (it == m_index.ambiguous.end())
            return;
        m_ambiguous = true;
        const AmbiguousName &a = it->second.name;
        std::string chosen, why;
        for (std::size_t i = 0; i < a.conditions.size() && chosen.empty(); ++i) {
            why.clear();
            if (holds(a.conditions[i], it->second.titles[i], why))
                chosen = a.conditions[i].code;
        }
        const std::string lead = quoted(m_evidence.column.name) + " is the name of several columns; ";
        // Every other reading stays visible below the chosen one.
        m_found.cap(0.55, [&](const std::string &code) {
            return std::find(a.candidates.begin(), a.candidates.end(), code) != a.candidates.end();
        });
        const double score = chosen.empty() ? 0.70 : 0.86;
        for (const std::string &code : a.candidates) {
            if (code == chosen)
                m_found.name(code, score, "AMBIGUOUS", lead + why);
            else
                m_found.name(code, chosen.empty() && code == a.candidates.front() ? score : 0.55, "AMBIGUOUS",
                             lead + "nothing here tells which");
        }
    }

    bool holds(const AmbiguousName::Condition &c, const QRegularExpression &titles, std::string &why) const {
        if (!c.parent.empty()) {
            if (!Taxonomy::within(m_parentCode, c.parent))
                return false;
            why = "it stands under " + m_parentCode;
        }
        if (!c.titles.empty()) {
            const double share = titleShare(titles);
            if (share < 0.4)
                return false;
            why = percent(share) + " of its titles speak for this one";
        }
        if (c.documentNumberShare > 0) {
            if (m_evidence.documentNumberShare < c.documentNumberShare)
                return false;
            why = percent(m_evidence.documentNumberShare) + " of its articles carry a document number";
        }
        if (c.hasChildren) {
            if (!m_evidence.hasChildren)
                return false;
            why = "it has columns below";
        }
        return !why.empty();
    }

    // -- evidence beside the name

    double titleShare(const QRegularExpression &expression) const {
        if (m_evidence.sampleTitles.empty())
            return 0;
        const auto hits = std::count_if(
            m_evidence.sampleTitles.begin(), m_evidence.sampleTitles.end(),
            [&](const std::string &t) { return expression.match(text::toQString(t)).hasMatch(); });
        return static_cast<double>(hits) / static_cast<double>(m_evidence.sampleTitles.size());
    }

    void weighTypeTag() {
        const std::string &type = m_evidence.column.type;
        const std::string key = nameKey(type);
        if (key.empty() || key == m_key)
            return;
        Gathering tag(m_taxonomy);
        lookUpNames(tag, type, key, m_names.variants(key), TypeTagAlone, "its ColumnType tag ");
        for (const auto &r : tag.ranked()) {
            if (m_found.has(r.candidate.code))
                m_found.support(Agreement, r.candidate.reason,
                                [&](const std::string &code) { return code == r.candidate.code; });
            m_found.name(r.candidate.code, r.nameScore, "TYPE", r.candidate.reason);
        }
    }

    void weighSlug() {
        std::string slug = text::lower(m_evidence.column.slug);
        const auto isEdge = [](char c) { return (c >= '0' && c <= '9') || c == '_' || c == '-'; };
        while (!slug.empty() && isEdge(slug.back()))
            slug.pop_back();
        while (!slug.empty() && isEdge(slug.front()))
            slug.erase(slug.begin());
        const auto it = m_index.slugs.find(slug);
        if (slug.size() < 2 || it == m_index.slugs.end())
            return;
        const double alone = slug.size() >= 4 ? 0.60 : slug.size() == 3 ? 0.50 : 0.40;
        for (std::size_t column : it->second) {
            const std::string &code = m_taxonomy.columns()[column].code;
            const std::string reason = "its address has the directory " + quoted(slug);
            if (m_found.has(code))
                m_found.support(Agreement, reason, [&](const std::string &c) { return c == code; });
            m_found.name(column, alone, "SLUG", reason);
        }
    }

    void weighContent() {
        for (const auto &content : m_index.contents) {
            const double share = titleShare(content.expression);
            if (share < content.rule.share)
                continue;
            const std::string &wanted = content.rule.code;
            const std::string reason = percent(share) + " of its titles speak for " + wanted;
            const bool named = m_found.has(wanted);
            if (named)
                m_found.support(Agreement, reason, [&](const std::string &code) { return code == wanted; });
            m_found.name(wanted, content.rule.alone, "CONTENT", reason);
        }
        if (m_evidence.documentNumberShare >= 0.6)
            m_found.support(Agreement,
                            percent(m_evidence.documentNumberShare) +
                                " of its articles carry a document number",
                            [](const std::string &code) { return Taxonomy::within(code, "0204"); });
    }

    void weighPlace() {
        if (m_parentCode.empty() || m_judged)
            return; // the model has weighed it
        const std::string branch = m_parentCode.substr(0, 2);
        const auto below = [&](const std::string &code) {
            return code != m_parentCode && Taxonomy::within(code, m_parentCode);
        };
        // A narrow parent says more than a first-level one: 审批公示 under 行政执法 is no general notice.
        m_found.support(m_parentCode.size() >= 4 ? NarrowParentSupport : ParentSupport,
                        "fits under " + m_parentCode, below);
        m_found.support(SharedBranch, {}, [&](const std::string &code) {
            return Taxonomy::within(code, branch) && code != m_parentCode && !below(code);
        });
        if (m_found.bestName() >= NameBeatsFold)
            return;
        // Parts of names and likeness mislead most where the tree says something else, and a column that only
        // resembles its parent is rather one of the parent's columns.
        m_found.support(-0.04, {}, [&](const std::string &code) { return !Taxonomy::within(code, branch); });
        m_found.support(-0.04, {}, [&](const std::string &code) { return code == m_parentCode; });
    }

    // -- decisions

    /// Below 专题专栏 a name is a subject: 安全生产 there is a campaign, not the disclosure column. Columns
    /// of a topic that are named after what they hold (通知公告, 工作动态) are those standard columns all the
    /// same.
    std::optional<Match> underTopics() const {
        if (!Taxonomy::within(m_parentCode, "07"))
            return std::nullopt;
        const auto ranked = m_found.ranked();
        // An ambiguous name has only functions for meanings, whichever it is.
        if (!ranked.empty() &&
            (ranked.front().nameScore >= NameBeatsFold || ranked.front().rule == "AMBIGUOUS")) {
            static constexpr std::string_view functions[] = {"01",   "0204", "0205", "0206", "0207", "0208",
                                                             "0209", "03",   "04",   "05",   "07"};
            for (std::string_view f : functions) {
                if (Taxonomy::within(ranked.front().candidate.code, f))
                    return std::nullopt;
            }
        }
        const bool topic = m_parentCode == "07";
        Match m;
        m.action = Match::Column;
        m.rule = "TOPIC";
        m.keepAs = topic ? "topic" : "";
        m.keepValue = topic ? std::string(text::trim(m_evidence.column.name)) : std::string();
        const std::string code = topic ? "0701" : m_parentCode;
        m.candidates.push_back(
            {code, topic ? 0.86 : 0.66, topic ? "a subject under " + m_parentCode : "part of a topic"});
        for (const auto &r : ranked) {
            if (r.candidate.code != code && m.candidates.size() < 3)
                m.candidates.push_back(
                    {r.candidate.code, std::min(r.candidate.score, 0.6), r.candidate.reason});
        }
        m.reason = quoted(m_evidence.column.name) + " is " + m.candidates.front().reason;
        return m;
    }

    Match decide() const {
        auto ranked = m_found.ranked();
        Match m;
        if (ranked.empty()) {
            offerParent(m);
            m.reason = m_key.empty() ? "the column has no name"
                                     : quoted(m_evidence.column.name) + " matches no standard column";
            return m;
        }
        liftSiblings(ranked);
        liftOthers(ranked);
        for (const auto &r : ranked) {
            if (m.candidates.size() < 3)
                m.candidates.push_back(r.candidate);
        }
        m.rule = ranked.front().rule;
        m.reason = m.candidates.front().reason;
        offerParent(m);
        if (m.candidates.front().score >= m_accept && !undecidedBetweenTwo(m)) {
            m.action = Match::Column;
        } else {
            m.action = Match::Ask;
            m.reason = "nothing is sure enough; best: " + m.reason;
        }
        return m;
    }

    bool undecidedBetweenTwo(const Match &m) const {
        if (!m_judged || m.rule != "MODEL" || m.candidates.size() < 2)
            return false;
        const Candidate &a = m.candidates[0];
        const Candidate &b = m.candidates[1];
        return a.score - b.score < ClearLead && !Taxonomy::within(a.code, b.code) &&
               !Taxonomy::within(b.code, a.code);
    }

    /// A person who finds no better column takes the one above.
    void offerParent(Match &m) const {
        if (m_parentCode.empty() || m.candidates.size() >= 3)
            return;
        for (const Candidate &c : m.candidates) {
            if (c.code == m_parentCode)
                return;
        }
        const double last = m.candidates.empty() ? 0.2 : m.candidates.back().score;
        m.candidates.push_back({m_parentCode, std::min(last, 0.2), "the column above"});
    }

    /// A name made of two siblings (人大建议政协提案) is their parent.
    void liftSiblings(std::vector<Gathering::Ranked> &ranked) const {
        if (ranked.size() < 2 || ranked[0].nameScore >= NameBeatsFold)
            return;
        const Candidate &a = ranked[0].candidate;
        const Candidate &b = ranked[1].candidate;
        const bool siblings =
            a.code.size() == 6 && b.code.size() == 6 && a.code.substr(0, 4) == b.code.substr(0, 4);
        if (!siblings || a.score - b.score > 0.06 || b.score < 0.5)
            return;
        const std::string parent = a.code.substr(0, 4);
        Gathering::Ranked lifted{
            {parent, a.score + 0.03, a.reason + "; and " + b.code + " as much: their parent"}, "SIBLINGS", 0};
        ranked.erase(std::remove_if(ranked.begin(), ranked.end(),
                                    [&](const Gathering::Ranked &r) { return r.candidate.code == parent; }),
                     ranked.end());
        ranked.insert(ranked.begin(), std::move(lifted));
    }

    /// A group is not the "other documents" leaf of an index column, it is the index column.
    void liftOthers(std::vector<Gathering::Ranked> &ranked) const {
        if (!m_evidence.hasChildren)
            return;
        const TaxonomyColumn *c = m_taxonomy.find(ranked.front().candidate.code);
        const TaxonomyColumn *parent = c ? m_taxonomy.find(c->parent) : nullptr;
        if (!parent || parent->kind != "index" || !text::startsWith(c->name, "其他"))
            return;
        Gathering::Ranked lifted = ranked.front();
        lifted.candidate.code = parent->code;
        lifted.candidate.reason += "; it has columns below: " + parent->code + " " + parent->name;
        ranked.erase(
            std::remove_if(ranked.begin(), ranked.end(),
                           [&](const Gathering::Ranked &r) { return r.candidate.code == parent->code; }),
            ranked.end());
        ranked.front().candidate.score -= 0.05;
        ranked.insert(ranked.begin(), std::move(lifted));
    }

    const Taxonomy &m_taxonomy;
    const Taxonomy::Index &m_index;
    const NameContext &m_names;
    const ColumnEvidence &m_evidence;
    const std::vector<Ancestor> &m_ancestors;
    const double m_accept;
    const std::string m_key;
    const std::vector<NameContext::Variant> m_variants;
    std::string m_parentCode; ///< target of the nearest ancestor that has one
    Gathering m_found;
    bool m_ambiguous = false; ///< the taxonomy says how to tell the name's homes apart
    bool m_judged = false;    ///< by the name model, place and titles included
};

} // namespace

std::string_view toText(Match::Action action) {
    switch (action) {
    case Match::Column:
        return "column";
    case Match::Fold:
        return "fold";
    case Match::Drop:
        return "drop";
    case Match::Ask:
        return "ask";
    }
    return "ask";
}

Match matchColumn(const Taxonomy &taxonomy, const NameContext &names, const ColumnEvidence &evidence,
                  const std::vector<Ancestor> &ancestors, double accept) {
    return Matching(taxonomy, names, evidence, ancestors, accept).run();
}

Match matchColumn(const Taxonomy &taxonomy, const Site &site, const ColumnEvidence &evidence,
                  const std::vector<Ancestor> &ancestors, double accept) {
    return matchColumn(taxonomy, NameContext(site), evidence, ancestors, accept);
}

std::vector<Match> matchList(const Taxonomy &taxonomy, const std::vector<ListItem> &items) {
    using Path = std::vector<std::string>;
    std::set<Path> parents;
    for (const ListItem &item : items) {
        for (std::size_t n = 1; n < item.path.size(); ++n)
            parents.insert(Path(item.path.begin(), item.path.begin() + static_cast<std::ptrdiff_t>(n)));
    }
    const NameContext names;
    std::map<Path, std::string> codes; // of the levels above, by their names alone: the same for any order
    const auto ancestorsOf = [&](const Path &path, auto &&self) -> std::vector<Ancestor> {
        std::vector<Ancestor> chain;
        for (std::size_t n = path.size(); n-- > 1;) {
            const Path above(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(n));
            auto it = codes.find(above);
            if (it == codes.end()) {
                ColumnEvidence e;
                e.column.name = above.back();
                e.column.path = above;
                e.hasChildren = true;
                const Match m = matchColumn(taxonomy, names, e, self(above, self));
                const bool known = m.action == Match::Column || m.action == Match::Fold;
                it = codes
                         .emplace(above,
                                  known && !m.candidates.empty() ? m.candidates.front().code : std::string())
                         .first;
            }
            chain.push_back({above.back(), it->second});
        }
        return chain;
    };
    std::vector<Match> out;
    out.reserve(items.size());
    for (const ListItem &item : items) {
        ColumnEvidence e;
        e.column.name = item.path.empty() ? std::string() : item.path.back();
        e.column.path = item.path;
        e.column.slug = item.slug;
        e.column.type = item.type;
        e.sampleTitles = item.samples;
        e.hasChildren = parents.count(item.path) > 0;
        out.push_back(matchColumn(taxonomy, names, e, ancestorsOf(item.path, ancestorsOf)));
    }
    return out;
}

} // namespace guiyi::mapping
