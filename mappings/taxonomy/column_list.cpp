#include "mappings/taxonomy/matcher.h"

#include <map>
#include <set>

namespace guiyi::mapping {

std::vector<Match> matchList(const Taxonomy &taxonomy, const std::vector<ListItem> &items) {
    using Path = std::vector<std::string>;
    std::set<Path> parents;
    for (const ListItem &item : items) {
        for (std::size_t n = 1; n < item.path.size(); ++n)
            parents.insert(Path(item.path.begin(), item.path.begin() + static_cast<std::ptrdiff_t>(n)));
    }
    const NameContext names;
    std::map<Path, std::string> codes; // of the levels above, by their names alone: the same for any order
    const auto ancestorsOf = [&](const Path &path, auto &&self) -> std::vector<Ancestor> {
        std::vector<Ancestor> chain;
        for (std::size_t n = path.size(); n-- > 1;) {
            const Path above(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(n));
            auto it = codes.find(above);
            if (it == codes.end()) {
                ColumnEvidence e;
                e.column.name = above.back();
                e.column.path = above;
                e.hasChildren = true;
                const Match m = matchColumn(taxonomy, names, e, self(above, self));
                const bool known = m.action == Match::Column || m.action == Match::Fold;
                it = codes
                         .emplace(above,
                                  known && !m.candidates.empty() ? m.candidates.front().code : std::string())
                         .first;
            }
            chain.push_back({above.back(), it->second});
        }
        return chain;
    };
    std::vector<Match> out;
    out.reserve(items.size());
    for (const ListItem &item : items) {
        ColumnEvidence e;
        e.column.name = item.path.empty() ? std::string() : item.path.back();
        e.column.path = item.path;
        e.column.slug = item.slug;
        e.column.type = item.type;
        e.sampleTitles = item.samples;
        e.hasChildren = parents.count(item.path) > 0;
        out.push_back(matchColumn(taxonomy, names, e, ancestorsOf(item.path, ancestorsOf)));
    }
    return out;
}

} // namespace guiyi::mapping
