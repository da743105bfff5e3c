#include "mappings/taxonomy/verdict.h"

#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::mapping {

namespace {

/// Two readings of a name nearer than this, neither above the other in the taxonomy: a person decides.
constexpr double ClearLead = 0.08;

bool undecidedBetweenTwo(const Match &m) {
    if (m.rule != "MODEL" || m.candidates.size() < 2)
        return false;
    const Candidate &a = m.candidates[0];
    const Candidate &b = m.candidates[1];
    return a.score - b.score < ClearLead && !Taxonomy::within(a.code, b.code) &&
           !Taxonomy::within(b.code, a.code);
}

/// A person who finds no better column takes the one above.
void offerParent(const SubjectColumn &column, Match &m) {
    if (column.parentCode.empty() || m.candidates.size() >= 3)
        return;
    for (const Candidate &c : m.candidates) {
        if (c.code == column.parentCode)
            return;
    }
    const double last = m.candidates.empty() ? 0.2 : m.candidates.back().score;
    m.candidates.push_back({column.parentCode, std::min(last, 0.2), "the column above"});
}

/// A name made of two siblings (人大建议政协提案) is their parent.
void liftSiblings(std::vector<Gathering::Ranked> &ranked) {
    if (ranked.size() < 2 || ranked[0].nameScore >= FitsOutright)
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
void liftOthers(const SubjectColumn &column, std::vector<Gathering::Ranked> &ranked) {
    if (!column.evidence.hasChildren)
        return;
    const TaxonomyColumn *c = column.taxonomy.find(ranked.front().candidate.code);
    const TaxonomyColumn *parent = c ? column.taxonomy.find(c->parent) : nullptr;
    if (!parent || parent->kind != "index" || !text::startsWith(c->name, "其他"))
        return;
    Gathering::Ranked lifted = ranked.front();
    lifted.candidate.code = parent->code;
    lifted.candidate.reason += "; it has columns below: " + parent->code + " " + parent->name;
    ranked.erase(std::remove_if(ranked.begin(), ranked.end(),
                                [&](const Gathering::Ranked &r) { return r.candidate.code == parent->code; }),
                 ranked.end());
    ranked.front().candidate.score -= 0.05;
    ranked.insert(ranked.begin(), std::move(lifted));
}

} // namespace

std::optional<Match> columnOfTopic(const SubjectColumn &column,
                                   const std::vector<Gathering::Ranked> &ranked) {
    if (!Taxonomy::within(column.parentCode, "07"))
        return std::nullopt;
    // An ambiguous name has only functions for meanings, whichever it is.
    if (!ranked.empty() && (ranked.front().nameScore >= FitsOutright || ranked.front().rule == "AMBIGUOUS")) {
        static constexpr std::string_view functions[] = {"01",   "0204", "0205", "0206", "0207", "0208",
                                                         "0209", "03",   "04",   "05",   "07"};
        for (std::string_view f : functions) {
            if (Taxonomy::within(ranked.front().candidate.code, f))
                return std::nullopt;
        }
    }
    const bool topic = column.parentCode == "07";
    Match m;
    m.action = Match::Column;
    m.rule = "TOPIC";
    m.keepAs = topic ? "topic" : "";
    m.keepValue = topic ? std::string(text::trim(column.name())) : std::string();
    const std::string code = topic ? "0701" : column.parentCode;
    m.candidates.push_back(
        {code, topic ? 0.86 : 0.66, topic ? "a subject under " + column.parentCode : "part of a topic"});
    for (const auto &r : ranked) {
        if (r.candidate.code != code && m.candidates.size() < 3)
            m.candidates.push_back({r.candidate.code, std::min(r.candidate.score, 0.6), r.candidate.reason});
    }
    m.reason = quoted(column.name()) + " is " + m.candidates.front().reason;
    return m;
}

Match decide(const SubjectColumn &column, std::vector<Gathering::Ranked> ranked, double accept) {
    Match m;
    if (ranked.empty()) {
        offerParent(column, m);
        m.reason = column.key.empty() ? "the column has no name"
                                      : quoted(column.name()) + " matches no standard column";
        return m;
    }
    liftSiblings(ranked);
    liftOthers(column, ranked);
    for (const auto &r : ranked) {
        if (m.candidates.size() < 3)
            m.candidates.push_back(r.candidate);
    }
    m.rule = ranked.front().rule;
    m.reason = m.candidates.front().reason;
    offerParent(column, m);
    if (m.candidates.front().score >= accept && !undecidedBetweenTwo(m)) {
        m.action = Match::Column;
    } else {
        m.action = Match::Ask;
        m.reason = "nothing is sure enough; best: " + m.reason;
    }
    return m;
}

} // namespace guiyi::mapping
