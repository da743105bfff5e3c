// Every old address answers: with the new place of what it was, or with "gone".
#pragma once

#include "mappings/urlmap/hosts.h"
#include "migrator/verify/fault_list.h"

namespace guiyi {

struct AddressSides {
    const Workspace &workspace;
    WorkspaceStore &store;
    SqlEngine &engine;
    const mapping::HostRegistry &hosts;
    const ServedAddresses &served;
    FaultList &faults;
};

/// Goes through every address extraction ever saw on the site's own hosts.
Status checkAddresses(const AddressSides &sides, const Site &site);

} // namespace guiyi
