#include "mappings/taxonomy/planner.h"

#include "schema/base/text.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace guiyi::mapping {

namespace {

constexpr double InheritedConfidence = 0.4;
constexpr double PrecedentScore = 0.9;
/// Least a leaf's own candidate must say where the policy keeps leaves.
constexpr double LeafScore = 0.35;

/// What is below a column: counted once for all of them, children before parents.
struct Below {
    std::int64_t articles = 0;
    std::size_t children = 0;
    bool content = false; ///< a page or an outside column somewhere in the subtree, or articles
};

class Planning {
public:
    Planning(const Taxonomy &taxonomy, const Site &site, const std::vector<ColumnEvidence> &columns,
             const FlattenPolicy &policy, const Precedents &precedents)
        : m_taxonomy(taxonomy),
          m_names(site),
          m_columns(columns),
          m_policy(policy),
          m_precedents(precedents),
          m_below(columns.size()) {
        for (std::size_t i = 0; i < columns.size(); ++i)
            m_byId.emplace(columns[i].column.id, i);
        for (std::size_t i = columns.size(); i-- > 0;) {
            const Column &c = columns[i].column;
            Below &own = m_below[i];
            own.articles = std::max(own.articles + c.articles, columns[i].articlesInSubtree);
            own.content = own.content || own.articles > 0 || c.kind == ColumnKind::Page ||
                          c.kind == ColumnKind::External;
            const auto parent = parentOf(i);
            if (parent) {
                m_below[*parent].articles += own.articles;
                m_below[*parent].content = m_below[*parent].content || own.content;
                ++m_below[*parent].children;
            }
        }
    }

    std::vector<ColumnDecision> run() {
        std::vector<ColumnDecision> decisions;
        decisions.reserve(m_columns.size());
        for (std::size_t i = 0; i < m_columns.size(); ++i)
            decisions.push_back(decide(i, decisions));
        tellNamesApart(decisions);
        assignMoves(m_taxonomy, decisions);
        return decisions;
    }

private:
    std::optional<std::size_t> parentOf(std::size_t i) const {
        const RecordId parent = m_columns[i].column.parent;
        const auto it = parent == 0 ? m_byId.end() : m_byId.find(parent);
        // Only columns before this one count as parents: a broken list cannot make a circle.
        return it == m_byId.end() || it->second >= i ? std::nullopt : std::optional(it->second);
    }

    std::string cut(const std::string &code) const {
        const auto length = static_cast<std::size_t>(std::max(1, m_policy.maxLevel)) * 2;
        return code.substr(0, length);
    }

    ColumnDecision decide(std::size_t i, const std::vector<ColumnDecision> &done) const {
        const ColumnEvidence &evidence = m_columns[i];
        const Column &column = evidence.column;
        ColumnDecision d;
        d.column = column.id;
        d.url = column.url;
        d.path = column.path;
        d.articles = column.articles;

        std::vector<Ancestor> ancestors;
        std::string parentTarget;
        const auto parent = parentOf(i);
        for (auto p = parent; p; p = parentOf(*p)) {
            ancestors.push_back({m_columns[*p].column.name, done[*p].target});
            if (parentTarget.empty())
                parentTarget = done[*p].target;
        }
        if (parent)
            d.tags = done[*parent].tags;

        ColumnEvidence full = evidence;
        full.hasChildren = full.hasChildren || m_below[i].children > 0;
        full.articlesInSubtree = m_below[i].articles;
        Match match = matchColumn(m_taxonomy, m_names, full, ancestors, m_policy.accept);
        takePrecedent(column, match);
        takeLeaf(parentTarget, match);
        if (m_policy.way == FlattenPolicy::KeepLevel && parent && !parentTarget.empty() &&
            column.path.size() > static_cast<std::size_t>(m_policy.maxLevel))
            foldBelowKeptLevel(column, parentTarget, match);
        apply(match, parentTarget, parent && m_below[*parent].children == 1, d);
        if (match.action == Match::Drop)
            dropByName(match, m_below[i], d);
        byKind(column, m_below[i], d);
        d.targetPath = m_taxonomy.namePath(d.target);
        d.fallbackTarget = d.target.empty() ? cut(m_policy.lastResort) : d.target;
        return d;
    }

    static void setTag(ColumnDecision &d, const std::string &kind, const std::string &value) {
        const auto same =
            std::find_if(d.tags.begin(), d.tags.end(), [&](const auto &t) { return t.first == kind; });
        if (same == d.tags.end())
            d.tags.emplace_back(kind, value);
        else
            same->second = value;
    }

    /// People decided for the same name on another site: nearly as good as a name of the taxonomy.
    void takePrecedent(const Column &column, Match &match) const {
        const bool open = match.action == Match::Ask ||
                          (match.action == Match::Column && match.candidates.front().score < PrecedentScore);
        const auto it = open ? m_precedents.find(nameKey(column.name)) : m_precedents.end();
        if (it == m_precedents.end() || !m_taxonomy.find(it->second.code))
            return;
        const std::string why = "people decided so for this name on " + it->second.site;
        std::vector<Candidate> candidates{{it->second.code, PrecedentScore, why}};
        for (Candidate &c : match.candidates) {
            if (c.code != it->second.code && candidates.size() < 3)
                candidates.push_back(std::move(c));
        }
        match.action = Match::Column;
        match.candidates = std::move(candidates);
        match.rule = "PRECEDENT";
        match.reason = why;
    }

    void takeLeaf(const std::string &parentTarget, Match &match) const {
        if (m_policy.way != FlattenPolicy::KeepLeaf || match.action != Match::Ask ||
            match.candidates.empty() || match.candidates.front().code == parentTarget ||
            match.candidates.front().score < LeafScore)
            return;
        match.action = Match::Column;
        match.rule = "KEEP-LEAF";
        match.reason = "the policy keeps leaves: " + match.candidates.front().reason;
    }

    void foldBelowKeptLevel(const Column &column, const std::string &parentTarget, Match &match) const {
        if (match.action == Match::Fold || match.action == Match::Drop)
            return;
        match.action = Match::Fold;
        match.rule = "KEEP-LEVEL";
        match.reason = "below level " + std::to_string(m_policy.maxLevel) +
                       ", which the policy keeps: its articles go to the column above";
        match.keepAs = "leaf";
        match.keepValue = column.name;
        match.candidates.insert(match.candidates.begin(), {parentTarget, 0.9, "the column above"});
        match.candidates.resize(std::min<std::size_t>(match.candidates.size(), 3));
    }

    /// Two columns that are shown under one name in one standard column: the later ones get the name of the
    /// column above them as a suffix, and their reason says so.
    static void tellNamesApart(std::vector<ColumnDecision> &decisions) {
        std::map<std::string, std::size_t> seen;
        for (std::size_t i = 0; i < decisions.size(); ++i) {
            ColumnDecision &d = decisions[i];
            for (auto &[kind, value] : d.tags) {
                const bool name = (kind == "leaf" || kind == "topic") && !d.path.empty();
                if (!name || value != d.path.back() ||
                    seen.emplace(d.target + "\n" + kind + "\n" + nameKey(value), i).second)
                    continue;
                const std::string suffix = d.path.size() > 1 ? d.path[d.path.size() - 2] : "";
                std::string apart = value + "（" + suffix + "）";
                for (int n = 2; !seen.emplace(d.target + "\n" + kind + "\n" + nameKey(apart), i).second; ++n)
                    apart = value + "（" + (suffix.empty() ? "" : suffix + " ") + std::to_string(n) + "）";
                d.reason += "; the name \"" + value + "\" stands in " + d.target + " already: shown as \"" +
                            apart + "\"";
                value = apart;
            }
        }
    }

    void apply(const Match &match, const std::string &parentTarget, bool onlyChild, ColumnDecision &d) const {
        d.candidates = match.candidates;
        d.rule = match.rule;
        d.reason = match.reason;
        if (!match.keepAs.empty())
            setTag(d, match.keepAs, match.keepValue);
        if (match.action == Match::Column) {
            d.action = "move";
            d.target = cut(match.candidates.front().code);
            d.confidence = match.candidates.front().score;
            if (d.target.size() < match.candidates.front().code.size())
                d.reason += "; cut to level " + std::to_string(m_policy.maxLevel);
            return;
        }
        if (match.action == Match::Fold && !parentTarget.empty()) {
            d.action = "merge";
            d.target = parentTarget;
            d.confidence = 0.9;
            d.inherits = true;
            return;
        }
        d.target = parentTarget;
        d.inherits = !parentTarget.empty();
        if (match.action == Match::Drop)
            return;
        if (parentTarget.empty()) {
            d.action = "undecided";
            d.rule = d.rule.empty() ? "NONE" : d.rule;
            d.confidence = match.candidates.empty() ? 0 : match.candidates.front().score;
            d.reason += "; no column above it is mapped: a person decides";
            if (match.action == Match::Ask && !match.candidates.empty())
                d.rule = "BELOW-THRESHOLD";
            return;
        }
        d.action = "merge";
        d.rule = onlyChild ? "FOLD-ONLY" : "INHERIT";
        if (m_policy.way == FlattenPolicy::KeepLeaf && !d.path.empty())
            setTag(d, "leaf", d.path.back());
        d.confidence = InheritedConfidence;
        d.reason = "merged into parent's target: no own match (" + match.reason + ")";
    }

    void dropByName(const Match &match, const Below &below, ColumnDecision &d) const {
        if (below.articles > 0) {
            d.action = "undecided";
            d.confidence = 0;
            d.reason = match.reason + ", but it holds " + std::to_string(below.articles) +
                       " articles: a name alone drops none of them, a person decides";
            return;
        }
        d.action = "drop";
        d.confidence = 0.95;
        d.reason = match.reason + "; it holds no articles";
    }

    void byKind(const Column &column, const Below &below, ColumnDecision &d) const {
        if (column.kind == ColumnKind::External) {
            d.action = "link";
            d.reason = "leads to another site: becomes a link; " + d.reason;
            d.confidence = std::max(d.confidence, 0.9);
            return;
        }
        if (d.action == "drop")
            return;
        if (!below.content) {
            d.action = "drop";
            d.rule = "DROP-EMPTY";
            d.confidence = 0.95;
            d.reason = "no articles in it or below it" +
                       (d.target.empty() ? std::string() : "; would have been: " + d.reason);
            return;
        }
        if (column.kind == ColumnKind::Page && d.action != "undecided") {
            d.action = "page";
            if (d.rule.empty())
                d.rule = "PAGE";
        }
    }

    const Taxonomy &m_taxonomy;
    const NameContext m_names;
    const std::vector<ColumnEvidence> &m_columns;
    const FlattenPolicy m_policy;
    const Precedents &m_precedents;
    std::map<RecordId, std::size_t> m_byId;
    std::vector<Below> m_below;
};

bool competes(const ColumnDecision &d) {
    return (d.action == "move" || d.action == "merge") && !d.target.empty();
}

} // namespace

std::vector<ColumnDecision> decideColumns(const Taxonomy &taxonomy, const Site &site,
                                          const std::vector<ColumnEvidence> &columns,
                                          const FlattenPolicy &policy, const Precedents &precedents) {
    return Planning(taxonomy, site, columns, policy, precedents).run();
}

void assignMoves(const Taxonomy &taxonomy, std::vector<ColumnDecision> &decisions) {
    std::map<std::string, std::vector<std::size_t>> byTarget;
    for (std::size_t i = 0; i < decisions.size(); ++i) {
        if (competes(decisions[i]))
            byTarget[decisions[i].target].push_back(i);
    }
    for (const auto &[target, members] : byTarget) {
        const TaxonomyColumn *column = taxonomy.find(target);
        const std::string officialKey = column ? nameKey(column->name) : std::string();
        const auto rank = [&](std::size_t i) {
            const ColumnDecision &d = decisions[i];
            const bool official = !d.path.empty() && nameKey(d.path.back()) == officialKey;
            return std::tuple(!(d.byPerson && d.action == "move"), d.byPerson, d.inherits, !official,
                              -d.confidence, -d.articles, d.path.size(), i);
        };
        const std::size_t best = *std::min_element(
            members.begin(), members.end(), [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
        for (std::size_t i : members) {
            ColumnDecision &d = decisions[i];
            if (d.byPerson)
                continue;
            d.action = i == best ? "move" : "merge";
            if (i != best && !d.inherits) {
                const std::string into = text::join(decisions[best].path, " > ");
                const std::string note = "; merged with " + into + ", which has the same target";
                if (!text::endsWith(d.reason, note))
                    d.reason += note;
            }
        }
    }
}

FlattenNumbers flattenNumbers(const Taxonomy &taxonomy, const std::vector<ColumnDecision> &decisions) {
    FlattenNumbers n;
    const auto count = [](std::vector<std::int64_t> &levels, std::size_t level) {
        if (level == 0)
            return;
        if (levels.size() < level)
            levels.resize(level);
        ++levels[level - 1];
    };
    std::set<std::string> targets;
    for (const ColumnDecision &d : decisions) {
        ++n.before;
        count(n.beforePerLevel, d.path.size());
        if (d.action == "drop" || d.action == "merge")
            ++n.droppedOrMerged;
        else if (d.action != "undecided" && d.path != d.targetPath)
            ++n.optimised;
        if (d.action == "move" || d.action == "merge" || d.action == "page" || d.action == "link") {
            for (std::string code = d.target; !code.empty(); code.resize(code.size() - 2))
                targets.insert(code);
        }
    }
    for (const std::string &code : targets) {
        const TaxonomyColumn *c = taxonomy.find(code);
        if (!c)
            continue;
        ++n.after;
        count(n.afterPerLevel, static_cast<std::size_t>(c->level));
    }
    n.deepestBefore = static_cast<int>(n.beforePerLevel.size());
    n.deepestAfter = static_cast<int>(n.afterPerLevel.size());
    return n;
}

} // namespace guiyi::mapping
