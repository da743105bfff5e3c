// Redirects as the web servers get them: one answer per address, one step to it, only to hosts we own.
#pragma once

#include "schema/base/result.h"
#include "schema/model/model.h"

#include <set>
#include <string>
#include <vector>

namespace guiyi::mapping {

struct Redirect {
    std::string from, to; ///< absolute; `to` is empty for 410
    int status = 301;     ///< 301|302|410
    std::string reason, site;
    bool operator==(const Redirect &) const = default;
};

struct FoldedRedirects {
    std::vector<Redirect> redirects; ///< sorted by `from`, each address once, no chain, no loop
    std::size_t chainsFolded = 0;    ///< redirects whose answer was moved to the end of a chain
    std::size_t identical = 0;       ///< lines given twice with the same answer
    /// REDIRECT-LOOP, REDIRECT-CONTRADICTION, REDIRECT-HOST, REDIRECT-SELF, REDIRECT-INVALID. None of the
    /// lines they name are in `redirects`; of contradicting lines none is taken.
    std::vector<Finding> findings;
};

/// Canonicalises, folds chains (a → b → c gives a → c and b → c; a → b with b gone gives a gone), and refuses
/// loops, contradictions and targets whose host is not in `allowedHosts` (canonical hosts; empty set: none
/// allowed), so that a wrong map cannot become an open redirect. A redirect of an address to itself is left
/// out with a finding of severity Info: the old address stays. The answer does not depend on the order of the
/// input.
FoldedRedirects foldRedirects(std::vector<Redirect> redirects, const std::set<std::string> &allowedHosts);

} // namespace guiyi::mapping
