#include "migrator/dedupe/text_groups.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace guiyi {

namespace {

/// Texts shorter than this are one only with the same attachments, or after a comparison.
constexpr std::uint32_t BriefText = 200;
/// One text under more titles than this is a form letter.
constexpr std::uint32_t MostTitles = 32;

/// What has to be equal for two articles to be one without a look at their texts.
auto identityOf(const ArticleKeys &a) {
    const bool brief = a.characters < BriefText, shortText = a.characters < mapping::ShortText;
    const bool single =
        a.alone || (a.characters == 0 && a.files == 0) || (shortText && (a.title == 0 || a.day == 0));
    return std::tuple(a.high, a.low, a.title, brief ? a.files : 0, shortText ? a.day : 0,
                      single ? a.place : 0);
}

} // namespace

TextGroups groupTexts(const std::vector<ArticleKeys> &articles) {
    TextGroups groups;
    groups.ordered.resize(articles.size());
    std::iota(groups.ordered.begin(), groups.ordered.end(), 0);
    std::sort(groups.ordered.begin(), groups.ordered.end(), [&](std::uint32_t a, std::uint32_t b) {
        const auto x = identityOf(articles[a]), y = identityOf(articles[b]);
        return x != y ? x < y : articles[a].place < articles[b].place;
    });
    for (std::size_t i = 0; i < groups.ordered.size(); ++i) {
        const ArticleKeys &article = articles[groups.ordered[i]];
        if (i > 0 && identityOf(articles[groups.ordered[i - 1]]) == identityOf(article))
            continue;
        groups.begin.push_back(static_cast<std::uint32_t>(i));
        TextKeys keys;
        keys.signature = groups.ordered[i];
        keys.characters = article.characters;
        if (article.characters >= mapping::TitledText || article.alone) {
            keys.high = article.high;
            keys.low = article.low;
            keys.title = article.title;
            keys.number = article.number;
        }
        groups.keys.push_back(keys);
    }
    groups.begin.push_back(static_cast<std::uint32_t>(groups.ordered.size()));
    groups.boilerplate.resize(groups.size());
    for (std::size_t first = 0; first < groups.size();) {
        std::size_t end = first + 1;
        while (end < groups.size() && groups.keys[end].high == groups.keys[first].high &&
               groups.keys[end].low == groups.keys[first].low)
            ++end;
        std::fill(groups.boilerplate.begin() + static_cast<std::ptrdiff_t>(first),
                  groups.boilerplate.begin() + static_cast<std::ptrdiff_t>(end), end - first > MostTitles);
        first = end;
    }
    return groups;
}

GroupClusters::GroupClusters(std::size_t groups) : m_parent(groups), m_members(groups) {
    std::iota(m_parent.begin(), m_parent.end(), 0);
}

std::uint32_t GroupClusters::of(std::uint32_t group) {
    while (m_parent[group] != group)
        group = m_parent[group] = m_parent[m_parent[group]];
    return group;
}

void GroupClusters::join(std::uint32_t a, std::uint32_t b) {
    a = of(a);
    b = of(b);
    if (a == b)
        return;
    for (const std::uint32_t c : {a, b}) {
        if (m_members[c].empty())
            m_members[c].push_back(c);
    }
    if (b < a)
        std::swap(a, b);
    m_parent[b] = a;
    m_members[a].insert(m_members[a].end(), m_members[b].begin(), m_members[b].end());
    m_members[b] = {};
}

} // namespace guiyi
