// Which standard column a source column is, from its name, place, address, page tags and content.
#pragma once

#include "mappings/taxonomy/names.h"
#include "mappings/taxonomy/taxonomy.h"
#include "schema/model/model.h"

#include <cstdint>
#include <string>
#include <vector>

namespace guiyi::mapping {

/// What is known of a source column.
struct ColumnEvidence {
    Column column;
    bool hasChildren = false;
    std::vector<std::string> sampleTitles;
    double documentNumberShare = 0;     ///< share of its articles that carry a 文号, 0..1
    std::int64_t articlesInSubtree = 0; ///< its own and those of all columns below
};

/// A standard column that may be meant, with the reason in words.
struct Candidate {
    std::string code;
    double score = 0; ///< 0..1
    std::string reason;
    bool operator==(const Candidate &) const = default;
};

/// A column above the one looked at, and what was decided for it.
struct Ancestor {
    std::string name;
    std::string code; ///< its target; empty when none is known
};

/// What a column is.
struct Match {
    enum Action {
        Column, ///< candidates[0] is the answer
        Fold,   ///< an attribute level: belongs to its parent, keepAs/keepValue stay as a tag
        Drop,   ///< navigation or test column
        Ask     ///< below the threshold: a person decides, candidates say what it might be
    };
    Action action = Ask;
    std::vector<Candidate> candidates; ///< best first, at most three
    std::string rule;                  ///< NAME, SYNONYM, PATTERN, CONTENT, FOLD-YEAR, DROP-TEST, ...
    std::string reason;
    std::string keepAs;    ///< year|term|month|publisher|doc_series|topic
    std::string keepValue; ///< as written
};
std::string_view toText(Match::Action action); ///< column|fold|drop|ask

/// At and above this score a candidate is taken; below it the matcher abstains.
inline constexpr double AcceptScore = 0.64;

/// Matches one column. `ancestors` nearest first. Pure: equal arguments give equal answers.
Match matchColumn(const Taxonomy &taxonomy, const NameContext &names, const ColumnEvidence &evidence,
                  const std::vector<Ancestor> &ancestors, double accept = AcceptScore);
Match matchColumn(const Taxonomy &taxonomy, const Site &site, const ColumnEvidence &evidence,
                  const std::vector<Ancestor> &ancestors, double accept = AcceptScore);

/// One line of a plain list of columns, for `guiyi taxonomy match`.
struct ListItem {
    std::string id;
    std::vector<std::string> path;
    std::vector<std::string> samples; ///< titles
    std::string slug, type;           ///< optional
};
/// Matches each item by itself, the names above it in its path matched first; whether a column has children
/// is seen from the other paths of the list. Answers in the order of `items`, the same for any order.
std::vector<Match> matchList(const Taxonomy &taxonomy, const std::vector<ListItem> &items);

} // namespace guiyi::mapping
