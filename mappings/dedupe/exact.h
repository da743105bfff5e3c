// Articles with the same text: found across and within sites, one survivor each, nothing merged on doubt.
#pragma once

#include "schema/model/model.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// What is compared of an article. A few hundred bytes, whatever its length.
struct DuplicateCandidate {
    std::string site; ///< id
    RecordId article = 0;
    std::string url;
    std::string titleKey;         ///< normalisedTitleKey
    std::string published;        ///< ISO 8601; the first ten characters count
    std::string textKey;          ///< normalisedTextKey of the body text
    std::int64_t textLength = 0;  ///< visible characters of the body text
    std::string filesKey;         ///< filesKeyOf: its attachments and images
    std::string level;            ///< the site's level
    bool sourceIsOwnSite = false; ///< 来源 names the site it stands on: the origin
    bool isLetter = false;        ///< letters never merge: two citizens may write the same words
};

/// 128-bit key (32 hex digits) of a text as readers see it: blanks and zero-width characters removed, half
/// width, ASCII in lower case, punctuation folded to one form. Equal texts in other typography share the key.
std::string normalisedTextKey(std::string_view bodyText);
/// A title as compared: like the text, and without a status mark in front (【已失效】, [转载]).
std::string normalisedTitleKey(std::string_view title);
/// The readable form that both keys are made of.
std::string foldedText(std::string_view s);
/// A key of the files an article carries: their hashes in stable order; files without a hash count by name.
std::string filesKeyOf(const std::vector<FileReference> &files);

/// Texts shorter than this ("见附件", "详见下图") prove nothing by themselves.
inline constexpr std::int64_t ShortText = 50;

struct DuplicateCluster {
    std::vector<std::size_t> members; ///< indices into the input, in stable order (site, url), at least two
    std::size_t survivor = 0;         ///< one of `members`
    std::string reason;               ///< why these are one and why the survivor is it
};

/// Clusters articles with the same text. Short texts merge only when title, date and files agree too; a text
/// without characters merges never unless it carries files. The survivor is the origin (its 来源 is its own
/// site), else the earliest, else the one on the higher level, else by site id and address. The clusters,
/// ordered by the survivor's site and address, name the same articles for any order of `candidates`.
std::vector<DuplicateCluster> clusterExact(const std::vector<DuplicateCandidate> &candidates);

/// Rank of a site level: 0 for province, rising downwards; unknown levels come last.
int levelRank(std::string_view level);

} // namespace guiyi::mapping
