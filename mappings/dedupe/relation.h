// What two articles are to each other, judged on their texts.
#pragma once

#include "mappings/dedupe/differences.h"

#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

enum class Relation {
    Exact,     ///< the same text
    Repost,    ///< the same text or nearly so, taken over from another publisher
    Near,      ///< the same text with a few edits
    Revision,  ///< the same document number, changed text: linked, never merged
    Excerpt,   ///< one is a part of the other: linked, never merged
    Series,    ///< the same form with another period, number, sum or name: never merged
    Unsure,    ///< much alike, and what differs may matter: a person decides
    Different, ///< two texts
};

std::string_view toText(Relation relation);

/// An article as it is judged. Made once for each article that has a candidate.
struct ComparedText {
    TokenText title, body;
    std::string titleKey;           ///< normalisedTitleKey
    std::string documentNumber;     ///< normalised; empty when it has none
    std::vector<std::string> files; ///< hashes of its attachments
};

ComparedText comparedText(std::string_view title, std::string_view bodyText);

struct Verdict {
    Relation relation = Relation::Different;
    double similarity = 0; ///< common tokens as a share of the longer text
    /// Certainly two documents (other number, period, names): they may not meet in a cluster by way of a
    /// third.
    bool apart = false;
    std::string reason; ///< for people: what is the same, what differs
};

/// The same for two articles that are known to have equal texts; the body of `b` may be left empty.
Verdict relationOfEqualTexts(const ComparedText &a, const ComparedText &b);

/// Symmetric. Exact is answered for equal texts, Repost never: who took a text over is not in the text.
Verdict relationOf(const ComparedText &a, const ComparedText &b);

} // namespace guiyi::mapping
