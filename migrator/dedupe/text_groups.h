// Articles with one text, and clusters of such groups.
#pragma once

#include "migrator/dedupe/duplicate_finder.h"

namespace guiyi {

/// Articles that are one without any comparison, grouped; everything further is done once a group. Groups are
/// numbered by their contents, so the numbers do not depend on the order of the articles.
struct TextGroups {
    std::vector<DuplicateFinder::Ordinal> ordered; ///< articles, those of a group together
    std::vector<std::uint32_t> begin;              ///< [group] in `ordered`; one more at the end
    std::vector<TextKeys> keys;                    ///< [group]
    std::vector<bool> boilerplate; ///< [group] its text stands under too many titles to prove anything

    std::size_t size() const { return keys.size(); }
    DuplicateFinder::Ordinal first(std::uint32_t group) const { return ordered[begin[group]]; }
};

TextGroups groupTexts(const std::vector<ArticleKeys> &articles);

/// Groups joined to clusters (union-find that knows its members). One thread.
class GroupClusters {
public:
    explicit GroupClusters(std::size_t groups);
    std::uint32_t of(std::uint32_t group);
    const std::vector<std::uint32_t> &members(std::uint32_t cluster) const { return m_members[cluster]; }
    void join(std::uint32_t a, std::uint32_t b);

private:
    std::vector<std::uint32_t> m_parent;
    std::vector<std::vector<std::uint32_t>> m_members;
};

} // namespace guiyi
