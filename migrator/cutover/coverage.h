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

/// The open addresses of a tally by hits, at most `most`, each with a suggested target out of `table`: that
/// of the only redirect of the site with the same file name, else with the same number of four digits or more
/// in it; else of the nearest directory above that is redirected.
std::vector<OpenAddress> openAddresses(const LogTally &tally, const mapping::RedirectTable &table,
                                       std::size_t most);

/// `part` of `whole` in percent with two decimals; "-" when there is nothing.
std::string percent(std::uint64_t part, std::uint64_t whole);

} // namespace guiyi
