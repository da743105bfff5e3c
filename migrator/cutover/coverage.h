// How much of what readers ask for has an answer: logs against the redirects.
#pragma once

#include "migrator/cutover/log_tally.h"

#include <iosfwd>

namespace guiyi {

/// An address nobody has decided on, with what it may lead to.
struct OpenAddress {
    std::string address;
    std::uint64_t hits = 0;
    std::uint64_t over = 0;  ///< the count may be this much too high
    std::string suggested;   ///< empty: nothing found
    std::string suggestedBy; ///< "same file name", "same number", "directory": how
};

/// Proposes targets from the table's own redirects. Immutable; any thread; the table outlives it.
class TargetSuggestions {
public:
    explicit TargetSuggestions(const mapping::RedirectTable &table);
    /// The target of the only redirect of the site with the same file name, else with the same number of four
    /// digits or more in it; else of the nearest directory above that is redirected.
    void suggest(OpenAddress &open) const;

private:
    using Index = std::unordered_map<std::string, std::int64_t>; ///< -1: several with different targets
    void add(Index &index, const std::string &key, std::size_t decision);
    const mapping::RedirectTable &m_table;
    Index m_names, m_numbers;
};

/// The open addresses of a tally by hits, at most `most`.
std::vector<OpenAddress> openAddresses(const LogTally &tally, const TargetSuggestions &suggestions,
                                       std::size_t most);

/// `part` of `whole` in percent with two decimals; "-" when there is nothing.
std::string percent(std::uint64_t part, std::uint64_t whole);

} // namespace guiyi
