#include "mappings/mapping_file.h"
#include "schema/base/text.h"

#include <map>

namespace guiyi::mapping {

namespace {

std::string proposalOf(const ColumnDecision &d) {
    return d.target.empty() ? d.action : d.action + " " + d.target;
}

std::string shown(const std::vector<std::string> &path) {
    return text::join(path, " > ");
}

std::string pathKey(const std::vector<std::string> &path) {
    return text::join(path, "\n");
}

/// For each proposal the entry of the file that is about the same column.
class Pairing {
public:
    Pairing(const std::vector<ColumnDecision> &proposed, const std::vector<ColumnDecision> &entries)
        : m_proposed(proposed), m_entries(entries), m_entryOf(proposed.size()), m_used(entries.size()) {
        const auto url = [](const ColumnDecision &d) { return d.url; };
        const auto path = [](const ColumnDecision &d) { return pathKey(d.path); };
        by([&](const ColumnDecision &d) { return path(d) + "\n\n" + d.url; });
        by(url);
        by(path);
    }

    /// nullptr when the file says nothing of it.
    const ColumnDecision *entryOf(std::size_t proposal) const { return m_entryOf[proposal]; }
    bool used(std::size_t entry) const { return m_used[entry]; }

private:
    /// Pairs those still alone whose key is theirs alone, in the file as among the proposals.
    template <typename Key>
    void by(Key key) {
        struct Holders {
            std::vector<std::size_t> proposals, entries;
        };
        std::map<std::string, Holders> holders;
        for (std::size_t i = 0; i < m_proposed.size(); ++i)
            holders[key(m_proposed[i])].proposals.push_back(i);
        for (std::size_t i = 0; i < m_entries.size(); ++i)
            holders[key(m_entries[i])].entries.push_back(i);
        for (const auto &[value, h] : holders) {
            if (value.empty() || h.proposals.size() != 1 || h.entries.size() != 1)
                continue;
            const std::size_t proposal = h.proposals.front(), entry = h.entries.front();
            if (m_entryOf[proposal] || m_used[entry])
                continue;
            m_entryOf[proposal] = &m_entries[entry];
            m_used[entry] = true;
        }
    }

    const std::vector<ColumnDecision> &m_proposed, &m_entries;
    std::vector<const ColumnDecision *> m_entryOf;
    std::vector<bool> m_used;
};

/// Notes what became of the decisions of people.
class Notes {
public:
    Notes(const std::string &site, std::vector<Finding> *findings) : m_site(site), m_findings(findings) {}

    void add(const char *rule, const ColumnDecision &d, std::string message, std::string evidence,
             Severity severity) {
        if (!m_findings)
            return;
        Finding f;
        f.site = m_site;
        f.url = d.url;
        f.rule = rule;
        f.message = std::move(message);
        f.evidence = std::move(evidence);
        f.severity = severity;
        m_findings->push_back(std::move(f));
    }

private:
    const std::string &m_site;
    std::vector<Finding> *m_findings;
};

/// The proposal `d` becomes what a person decided in `entry`.
void decide(ColumnDecision &d, const ColumnDecision &entry, const std::string &proposal,
            const Taxonomy &taxonomy) {
    const bool tagsEdited = !entry.tags.empty() && entry.tags != d.tags;
    d.reason = "decided by a person" + (entry.note.empty() ? std::string() : ": " + entry.note) +
               "; proposed was " + proposal + ": " + d.reason;
    d.rule = "PERSON";
    d.action = entry.action;
    d.target = entry.target;
    d.targetPath = taxonomy.namePath(d.target);
    d.confidence = 1;
    d.inherits = false;
    if (tagsEdited)
        d.tags = entry.tags;
    if (!d.target.empty())
        d.fallbackTarget = d.target;
}

/// Keeps in the proposal `d` what a person said of the column.
void respect(ColumnDecision &d, const ColumnDecision &entry, const Taxonomy &taxonomy, Notes &notes) {
    const std::string proposal = proposalOf(d);
    d.note = entry.note;
    if (entry.path != d.path)
        notes.add("MAP-RENAMED", d,
                  "the decision for \"" + shown(entry.path) + "\" is applied to \"" + shown(d.path) +
                      "\": the same address",
                  shown(entry.path), Severity::Warning);
    if (entry.targetGone) {
        notes.add("MAP-TARGET-GONE", d,
                  "a person decided " + proposalOf(entry) + ", and the taxonomy has no " + entry.target +
                      " any more; the proposal is now " + proposal,
                  proposalOf(entry), Severity::Warning);
        return;
    }
    const bool differs = entry.action != d.action || entry.target != d.target;
    if (differs && entry.approved)
        notes.add("MAP-DIFFERS", d,
                  "approved as " + proposalOf(entry) + "; the proposal would now be " + proposal + ": " +
                      d.reason,
                  proposal, Severity::Info);
    d.byPerson = true;
    d.approved = entry.approved;
    d.editor = entry.editor;
    d.when = entry.when;
    d.proposed = differs ? proposal : std::string();
    if (differs)
        decide(d, entry, proposal, taxonomy);
}

/// A column that inherits goes where the column above goes now.
void follow(ColumnDecision &d, const ColumnDecision &above) {
    if (above.target.empty() || above.target == d.target)
        return;
    d.target = above.target;
    d.targetPath = above.targetPath;
    d.fallbackTarget = above.target;
    d.reason += "; follows the column above to " + above.target;
}

} // namespace

std::vector<ColumnDecision> respectEdits(std::vector<ColumnDecision> proposed, const MappingFile &existing,
                                         std::vector<Finding> *findings, const Taxonomy &taxonomy) {
    Notes notes(existing.site, findings);
    const Pairing pairing(proposed, existing.decisions);
    std::map<std::string, std::size_t> byPath;
    for (std::size_t i = 0; i < proposed.size(); ++i) {
        ColumnDecision &d = proposed[i];
        byPath.emplace(pathKey(d.path), i);
        const ColumnDecision *entry = pairing.entryOf(i);
        if (entry && entry->byPerson) {
            respect(d, *entry, taxonomy, notes);
            continue;
        }
        if (entry)
            d.note = entry->note;
        if (!d.inherits || d.path.size() < 2)
            continue;
        const auto parent = byPath.find(pathKey({d.path.begin(), d.path.end() - 1}));
        if (parent != byPath.end())
            follow(d, proposed[parent->second]);
    }
    for (std::size_t i = 0; i < existing.decisions.size(); ++i) {
        const ColumnDecision &d = existing.decisions[i];
        if (!pairing.used(i) && d.byPerson)
            notes.add("MAP-GONE", d,
                      "the column \"" + shown(d.path) + "\" with the decision " + proposalOf(d) +
                          " is no longer on the site",
                      proposalOf(d), Severity::Warning);
    }
    assignMoves(taxonomy, proposed);
    return proposed;
}

} // namespace guiyi::mapping
