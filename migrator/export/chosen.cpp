#include "migrator/export/chosen.h"

#include "migrator/map/inputs.h"

#include <algorithm>

namespace guiyi {

namespace {

/// Of the chosen sites those with records; an error when there is none.
Result<std::vector<Site>> chosenSites(const StageContext &context) {
    std::vector<Site> chosen;
    for (const Site &site : stagedSites(context.workspace)) {
        if (std::any_of(context.sites.begin(), context.sites.end(),
                        [&](const Site &s) { return s.id == site.id; }))
            chosen.push_back(site);
    }
    if (chosen.empty())
        return Error{ErrorKind::Usage, "exporting", context.workspace.root(), "nothing is extracted yet",
                     "run `guiyi extract` first"};
    return chosen;
}

} // namespace

std::set<std::string> chosenIds(const StageContext &context) {
    std::set<std::string> ids;
    for (const Site &site : context.sites)
        ids.insert(site.id);
    return ids;
}

Status eachStaging(const StageContext &context, const std::function<Status(const Site &, Staging &)> &work) {
    const Result<std::vector<Site>> sites = chosenSites(context);
    if (!sites)
        return sites.error();
    for (const Site &site : sites.value()) {
        Result<Staging> staging = Staging::open(context.workspace.stagingFile(site.id));
        if (!staging)
            return staging.error();
        if (Status s = work(site, *staging); !s)
            return s;
    }
    return {};
}

Result<WorkspaceStore> mappedStore(const StageContext &context) {
    Result<WorkspaceStore> store = WorkspaceStore::open(context.workspace);
    if (!store)
        return store.error();
    const Result<std::vector<Site>> mapped = mappedSites(context.workspace, *store);
    if (!mapped)
        return mapped.error();
    if (mapped.value().empty())
        return Error{ErrorKind::Usage, "exporting", context.workspace.root(), "no site is mapped yet",
                     "run `guiyi map` first"};
    return store;
}

} // namespace guiyi
