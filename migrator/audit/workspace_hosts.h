// The hosts of a workspace as the audit wants them, with the facts only a workspace has.
#pragma once

#include "mappings/audit/portfolio.h"
#include "schema/config/workspace.h"

namespace guiyi {

/// Every host of the sites with what the host table knows. Hosts of sites that were cut over count as
/// redirecting unless the table says otherwise. On the main host of each site, as far as the stages they come
/// from have run:
///   undecided       old addresses are without an answer (plan)
///   outside_links   bodies link to sites that are no government sites (plan's ledger)
///   outside_files   pages show files of hosts that are not the batch's (extraction)
///   cut_over, verified, retention (short|long: days from the switch to the end of redirects), filing
Result<std::vector<mapping::HostEntry>> hostsOfWorkspace(const Workspace &workspace);

} // namespace guiyi
