#include "mappings/taxonomy/matcher.h"

#include "mappings/taxonomy/gathering.h"
#include "mappings/taxonomy/index.h"
#include "mappings/taxonomy/levels.h"
#include "mappings/taxonomy/verdict.h"
#include "schema/base/text.h"

#include <QtCore/qstring.h>

#include <algorithm>
#include <cmath>

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

std::string percent(double share) {
    return std::to_string(std::lround(share * 100)) + " %";
}

/// One column being matched; each method looks at one kind of evidence.
class Matching {
public:
    Matching(const Taxonomy &taxonomy, const NameContext &names, const ColumnEvidence &evidence,
             const std::vector<Ancestor> &ancestors)
        : m_column(taxonomy, evidence, ancestors),
          m_index(taxonomy.index()),
          m_names(names),
          m_variants(names.variants(m_column.key)),
          m_found(taxonomy) {}

    Match run(double accept) {
        if (const auto dropped = droppedLevel(m_column))
            return *dropped;
        if (const auto folded = foldedLevel(m_column))
            return *folded;
        lookUpNames(m_found, m_column.name(), m_column.key, m_variants, 0, "");
        lookUpPatterns();
        lookUpParts();
        lookUpSimilar();
        lookUpAmbiguous();
        if (m_found.bestName() < FitsOutright) {
            if (const auto folded = foldedLevelByPlace(m_column))
                return *folded;
        }
        judgeByModel();
        weighTypeTag();
        weighSlug();
        weighContent();
        weighPlace();
        const auto ranked = m_found.ranked();
        if (const auto topic = columnOfTopic(m_column, ranked))
            return *topic;
        return decide(m_column, ranked, accept);
    }

private:
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
                const TaxonomyColumn &c = m_column.taxonomy.columns()[home.column];
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
                const TaxonomyColumn &c = m_column.taxonomy.columns()[home.column];
                found.name(home.column, capped(OtherOrder), "SYNONYM",
                           what + quoted(shown) + " is a name of " + c.code + " " + c.name +
                               " in another order");
            }
        }
    }

    void lookUpPatterns() {
        const QString name = text::toQString(m_column.key);
        for (const auto &p : m_index.patterns) {
            const auto match = p.expression.match(name);
            if (!match.hasMatch())
                continue;
            double score = p.pattern.score;
            if (p.expression.namedCaptureGroups().contains(QStringLiteral("area"))) {
                const std::string area = text::fromQString(match.captured(QStringLiteral("area")));
                score += m_names.isArea(area) ? 0.18 : 0;
            }
            const TaxonomyColumn *c = m_column.taxonomy.find(p.pattern.code);
            m_found.name(p.pattern.code, score, "PATTERN",
                         quoted(m_column.name()) + " has the form of " + c->code + " " + c->name);
        }
    }

    /// Names that contain a known name. The head of a Chinese noun stands last, so an ending says most.
    void lookUpParts() {
        const double whole = static_cast<double>(characters(m_column.key));
        for (const auto &f : m_index.fuzzy) {
            const double part = static_cast<double>(characters(f.key));
            if (part < 2 || part >= whole)
                continue;
            const std::size_t at = m_column.key.rfind(f.key);
            if (at == std::string::npos)
                continue;
            const double share = part / whole;
            const bool atEnd = at + f.key.size() == m_column.key.size();
            double score = 0;
            // 省级地方性法规 is 地方性法规, whoever it is of; first-level names are too broad for that.
            const TaxonomyColumn &known = m_column.taxonomy.columns()[f.column];
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
                         quoted(m_column.name()) + (atEnd ? " ends in " : " contains ") + quoted(f.key) +
                             ", a name of " + known.code + " " + known.name);
        }
    }

    /// Names that share pairs of characters; rare pairs weigh more.
    void lookUpSimilar() {
        if (m_found.bestName() >= FitsOutright)
            return;
        const std::vector<std::string> grams = gramsOf(m_column.key);
        if (grams.empty())
            return;
        const double unseen = std::log(1.0 + static_cast<double>(m_column.taxonomy.columns().size()));
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
            const TaxonomyColumn &c = m_column.taxonomy.columns()[f.column];
            m_found.name(f.column, 0.75 * dice, "SIMILAR",
                         quoted(m_column.name()) + " resembles " + quoted(f.key) + ", a name of " + c.code +
                             " " + c.name);
        }
    }

    /// What the place in the tree and the titles say beforehand, in the unit of the model's logits.
    double expectation(const std::string &code) const {
        double e = 0;
        if (!m_column.parentCode.empty() && !Taxonomy::within(m_column.parentCode, "07")) {
            if (code == m_column.parentCode)
                e += m_column.parentCode.size() >= 4 ? NarrowParentItself : ParentItself;
            else if (Taxonomy::within(code, m_column.parentCode))
                e += m_column.parentCode.size() >= 4 ? BelowNarrowParent : BelowParent;
            else if (Taxonomy::within(code, m_column.parentCode.substr(0, 2)))
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
        if (m_column.key.empty() || m_ambiguous || m_found.bestName() >= FitsOutright)
            return;
        const NameModel &model = m_index.nameModel(m_column.taxonomy.columns().size());
        // Without the words that say whose the column is.
        const std::string &key = m_variants.empty() ? m_column.key : m_variants.front().key;
        std::vector<double> p = model.logits(key);
        if (std::all_of(p.begin(), p.end(), [](double v) { return v == 0; }))
            return;
        for (std::size_t i = 0; i < p.size(); ++i)
            p[i] += expectation(m_column.taxonomy.columns()[i].code);
        const double top = *std::max_element(p.begin(), p.end());
        double sum = 0;
        for (double &v : p)
            sum += v = std::exp(v - top);
        m_judged = true;
        const double trust = 0.45 + 0.55 * model.known(key);
        for (std::size_t i = 0; i < p.size(); ++i) {
            const TaxonomyColumn &c = m_column.taxonomy.columns()[i];
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
                              ? quoted(m_column.name()) + " fits " + c.code + " " + c.name +
                                    " by its place and titles"
                              : words + " in " + quoted(m_column.name()) + " speak" +
                                    (parts.size() == 1 ? "s" : "") + " for " + c.code + " " + c.name);
        }
    }

    void lookUpAmbiguous() {
        auto it = m_index.ambiguous.find(m_column.key);
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
        const std::string lead = quoted(m_column.name()) + " is the name of several columns; ";
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
            if (!Taxonomy::within(m_column.parentCode, c.parent))
                return false;
            why = "it stands under " + m_column.parentCode;
        }
        if (!c.titles.empty()) {
            const double share = titleShare(titles);
            if (share < 0.4)
                return false;
            why = percent(share) + " of its titles speak for this one";
        }
        if (c.documentNumberShare > 0) {
            if (m_column.evidence.documentNumberShare < c.documentNumberShare)
                return false;
            why = percent(m_column.evidence.documentNumberShare) + " of its articles carry a document number";
        }
        if (c.hasChildren) {
            if (!m_column.evidence.hasChildren)
                return false;
            why = "it has columns below";
        }
        return !why.empty();
    }

    // -- evidence beside the name

    double titleShare(const QRegularExpression &expression) const {
        if (m_column.evidence.sampleTitles.empty())
            return 0;
        const auto hits = std::count_if(
            m_column.evidence.sampleTitles.begin(), m_column.evidence.sampleTitles.end(),
            [&](const std::string &t) { return expression.match(text::toQString(t)).hasMatch(); });
        return static_cast<double>(hits) / static_cast<double>(m_column.evidence.sampleTitles.size());
    }

    void weighTypeTag() {
        const std::string &type = m_column.evidence.column.type;
        const std::string key = nameKey(type);
        if (key.empty() || key == m_column.key)
            return;
        Gathering tag(m_column.taxonomy);
        lookUpNames(tag, type, key, m_names.variants(key), TypeTagAlone, "its ColumnType tag ");
        for (const auto &r : tag.ranked()) {
            if (m_found.has(r.candidate.code))
                m_found.support(Agreement, r.candidate.reason,
                                [&](const std::string &code) { return code == r.candidate.code; });
            m_found.name(r.candidate.code, r.nameScore, "TYPE", r.candidate.reason);
        }
    }

    void weighSlug() {
        std::string slug = text::lower(m_column.evidence.column.slug);
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
            const std::string &code = m_column.taxonomy.columns()[column].code;
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
        if (m_column.evidence.documentNumberShare >= 0.6)
            m_found.support(Agreement,
                            percent(m_column.evidence.documentNumberShare) +
                                " of its articles carry a document number",
                            [](const std::string &code) { return Taxonomy::within(code, "0204"); });
    }

    void weighPlace() {
        if (m_column.parentCode.empty() || m_judged)
            return; // the model has weighed it
        const std::string branch = m_column.parentCode.substr(0, 2);
        const auto below = [&](const std::string &code) {
            return code != m_column.parentCode && Taxonomy::within(code, m_column.parentCode);
        };
        // A narrow parent says more than a first-level one: 审批公示 under 行政执法 is no general notice.
        m_found.support(m_column.parentCode.size() >= 4 ? NarrowParentSupport : ParentSupport,
                        "fits under " + m_column.parentCode, below);
        m_found.support(SharedBranch, {}, [&](const std::string &code) {
            return Taxonomy::within(code, branch) && code != m_column.parentCode && !below(code);
        });
        if (m_found.bestName() >= FitsOutright)
            return;
        // Parts of names and likeness mislead most where the tree says something else, and a column that only
        // resembles its parent is rather one of the parent's columns.
        m_found.support(-0.04, {}, [&](const std::string &code) { return !Taxonomy::within(code, branch); });
        m_found.support(-0.04, {}, [&](const std::string &code) { return code == m_column.parentCode; });
    }

    const SubjectColumn m_column;
    const Taxonomy::Index &m_index;
    const NameContext &m_names;
    const std::vector<NameContext::Variant> m_variants;
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
    return Matching(taxonomy, names, evidence, ancestors).run(accept);
}

Match matchColumn(const Taxonomy &taxonomy, const Site &site, const ColumnEvidence &evidence,
                  const std::vector<Ancestor> &ancestors, double accept) {
    return matchColumn(taxonomy, NameContext(site), evidence, ancestors, accept);
}

} // namespace guiyi::mapping
