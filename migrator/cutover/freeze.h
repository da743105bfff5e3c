// What the old sites changed after the freeze: the staged records of that moment are kept, and compared with
// what a later capture and extraction found.
#pragma once

#include "schema/base/result.h"
#include "schema/config/workspace.h"
#include "schema/store/staging.h"
#include "schema/store/workspace_store.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace guiyi {

struct Freeze {
    std::string moment;        ///< ISO 8601, +08:00
    std::int64_t articles = 0; ///< of the site at that moment
};

/// Keeps what the site's last extraction left as its frozen state (a second name of the same file where the
/// file system can, a copy otherwise). Usage error when it is not extracted yet, or frozen already and not
/// `again`.
Result<Freeze> freezeSite(const Workspace &workspace, WorkspaceStore &store, const Site &site,
                          const std::string &moment, bool again);
/// The site's freeze; nothing when there is none.
Result<std::optional<Freeze>> freezeOf(const Workspace &workspace, WorkspaceStore &store, const Site &site);

/// A record that is not what it was at the freeze.
struct SourceChange {
    std::string site;
    std::string entity;  ///< article|column|file
    std::string change;  ///< new|changed|gone; reread: the page is the same, what was read in it differs
    std::string url;     ///< of a column without one its path
    std::string title;   ///< a column's path
    std::string date;    ///< an article's
    std::string changes; ///< JSON object field → [then, now]
    std::string now; ///< what became of a gone article's address: the role and reason of the new extraction
};

/// Hands over what differs between two extractions of a site: articles, columns, files, each by address.
Status eachSourceChange(const std::string &site, Staging &before, Staging &after,
                        const std::function<Status(const SourceChange &)> &visit);
/// Between the site's frozen state and its newest extraction.
Status eachSourceChange(const Workspace &workspace, const Site &site,
                        const std::function<Status(const SourceChange &)> &visit);

/// Numbers by site, entity and change.
using DeltaCounts = std::map<std::string, std::map<std::pair<std::string, std::string>, std::int64_t>>;

struct DeltaReport {
    std::map<std::string, std::string> moments; ///< of the freeze, by site
    DeltaCounts counts;             ///< every compared site, with an empty map when nothing changed
    std::vector<std::string> files; ///< that were written

    std::int64_t changes() const;
};

/// Compares the sites with their frozen state and writes delta.jsonl, delta.csv and delta.html into the
/// reports folder. Usage error when one of them was not frozen.
Result<DeltaReport> writeDeltaReport(const Workspace &workspace, WorkspaceStore &store,
                                     const std::vector<Site> &sites);

} // namespace guiyi
