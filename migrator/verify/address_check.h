// Every old address answers: with the new place of what it was, or with "gone".
#pragma once

#include "mappings/urlmap/hosts.h"
#include "migrator/plan/redirects.h"
#include "migrator/verify/fault_list.h"

namespace guiyi {

struct AddressSides {
    const Workspace &workspace;
    WorkspaceStore &store;
    SqlEngine &engine;
    const mapping::HostRegistry &hosts;
    const ServedAddresses &served;
    OldAddresses &decided;
    FaultList &faults;
};

/// Every address extraction ever saw on the site's own hosts answers and leads somewhere; every answer is the
/// one that map and people decided.
Status checkAddresses(const AddressSides &sides, const Site &site);

} // namespace guiyi
