// From the columns of a site to one decision for each: the proposal people review.
#pragma once

#include "mappings/taxonomy/matcher.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace guiyi::mapping {

/// What becomes of one source column.
struct ColumnDecision {
    RecordId column = 0;
    std::string url;
    std::vector<std::string> path;
    /// move|merge|page|link|drop|undecided. Of several columns of a site with one target the most natural one
    /// moves, the others merge into it.
    std::string action;
    /// Standard column. Also filled for dropped, blank and undecided columns when one is known: reports and
    /// later waves look at it.
    std::string target;
    std::vector<std::string> targetPath;
    std::string rule, reason;
    double confidence = 0;
    std::vector<std::pair<std::string, std::string>>
        tags; ///< year, term, month, publisher, doc_series, topic
    std::vector<Candidate> candidates;
    bool byPerson = false;
    bool approved = false;
    std::int64_t articles = 0;
    /// Where the articles of the column go while nobody has decided: never empty for a column with articles.
    /// Equal to `target` unless the action is `undecided` or `drop`.
    std::string fallbackTarget;
    bool inherits = false;          ///< the target is the parent's: it follows when a person changes that one
    std::string note, editor, when; ///< of the person who decided; free text, kept as written
    /// What the tool proposes when a person decided something else: "merge 0205"; empty otherwise.
    std::string proposed;
    /// Approved for a standard column that the taxonomy no longer has; only in decisions read from a file.
    bool targetGone = false;
    bool operator==(const ColumnDecision &) const = default;
};

/// How deep and how sure a plan is.
struct FlattenPolicy {
    enum Way {
        ByRule,    ///< what matches nothing takes the target of the column above it
        KeepLevel, ///< as ByRule; columns below level maxLevel of the source all go where their ancestor goes
        KeepLeaf ///< a column's own name outweighs its place: its best candidate is taken below `accept` too,
                 ///< and what still inherits keeps its name as the tag `leaf`
    };
    Way way = ByRule;
    int maxLevel = 3;            ///< a deeper standard column is replaced by its ancestor on this level
    double accept = AcceptScore; ///< below it a match is not taken
    /// Where articles of an undecided column without any decided ancestor are shown for the time being.
    /// 07 专题专栏 is the one standard branch without a fixed subject, so nothing there claims to be a policy
    /// document or a notice; the column stays `undecided` and on the list of what needs a person.
    std::string lastResort = "07";
};

/// What people decided before for columns of a name, on other sites: evidence where names alone do not
/// suffice.
struct Precedent {
    std::string code, site;
};
using Precedents = std::map<std::string, Precedent, std::less<>>; ///< by nameKey

/// One decision a column, in the order of the input, where parents precede their children.
///
/// In this order, the first that fits: External columns are links; blank subtrees are dropped (DROP-EMPTY);
/// test and navigation columns are dropped when nothing is in them, else undecided, because a name alone
/// never drops articles; attribute levels (years, terms, months, departments, document series, 更多, the
/// parent's own name) merge into their parent's target and leave a tag that their children carry on; a column
/// of kind Page is a page; other columns take their best match; a column that matches nothing takes the
/// target of the nearest mapped ancestor with low confidence; the rest is undecided. A group whose match is
/// the "other" leaf of an index column takes the index column. Targets are never deeper than the policy
/// allows.
std::vector<ColumnDecision> decideColumns(const Taxonomy &taxonomy, const Site &site,
                                          const std::vector<ColumnEvidence> &columns,
                                          const FlattenPolicy &policy = {},
                                          const Precedents &precedents = {});

/// Lets one column per target be `move` (a person's choice first, then the higher name score, more articles,
/// shorter path, first in order) and the others `merge`; page, link, drop and undecided stay as they are.
void assignMoves(const Taxonomy &taxonomy, std::vector<ColumnDecision> &decisions);

/// The three yardstick numbers of a plan, and columns per level before and after.
struct FlattenNumbers {
    std::int64_t before = 0, after = 0;
    std::int64_t droppedOrMerged = 0; ///< columns that no longer exist as such
    std::int64_t optimised = 0;       ///< kept under another name or place
    int deepestBefore = 0, deepestAfter = 0;
    std::vector<std::int64_t> beforePerLevel, afterPerLevel; ///< [0]: level 1
};
FlattenNumbers flattenNumbers(const Taxonomy &taxonomy, const std::vector<ColumnDecision> &decisions);

} // namespace guiyi::mapping
