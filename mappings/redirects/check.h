// Decisions checked together: one answer per address, one step to it, only to hosts we own.
#pragma once

#include "mappings/redirects/decision.h"

#include <functional>

namespace guiyi::mapping {

/// What map found out about an address no decision covers: its final answer, or nothing.
using OtherAnswers = std::function<std::optional<RedirectDecision>(const std::string &address)>;

/// A line that was refused, as it was given.
struct RejectedRedirect {
    RedirectDecision decision;
    std::string problem; ///< all of its faults
};

struct CheckedRedirects {
    std::vector<RedirectDecision> decisions; ///< sorted by `from`, each once, no chain, no loop
    std::size_t chainsFolded = 0;            ///< answers moved to the end of a chain
    std::size_t identical = 0;               ///< lines given twice with the same answer
    /// REDIRECT-INVALID, -FOREIGN, -HOST, -LONG, -CONTRADICTION, -LOOP and -CHAIN: errors, and none of the
    /// lines they name is in `decisions`; of contradicting lines none is taken. REDIRECT-SELF and
    /// REDIRECT-CASE: information.
    std::vector<Finding> findings;
    std::vector<RejectedRedirect> rejected; ///< the lines behind the errors, as given, in the order of `line`
};

/// Canonicalises, folds chains (a → b → c gives a → c; a → b with b gone gives a gone), and refuses loops,
/// contradictions and targets on hosts that are not allowed, so that a wrong file cannot become an open
/// redirect. A redirect of an address to itself becomes "stays", and alias hosts lead to it. `other` tells
/// where an address leads that has no decision here. The answer does not depend on the order of the input.
CheckedRedirects checkRedirects(std::vector<RedirectDecision> decisions, const RedirectPolicy &policy,
                                const OtherAnswers &other = {});

/// Makes every host of a `from` an old host of its own: for files checked outside of a workspace.
void addOldHosts(RedirectPolicy &policy, const std::vector<RedirectDecision> &decisions);

/// Scheme and host of an address as it is written, without parsing it; empty when it has no "://".
std::string_view originOf(std::string_view address);

} // namespace guiyi::mapping
