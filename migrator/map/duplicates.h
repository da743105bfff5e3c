// The duplicates among the articles of all mapped sites: found, one survivor chosen, recorded.
#pragma once

#include "migrator/dedupe/duplicate_finder.h"
#include "migrator/map/address_book.h"
#include "migrator/map/duplicate_decisions.h"

#include <string>
#include <vector>

namespace guiyi {

/// Finds them. Articles that are dropped anyway and letters take no part. `book` answers where an article is
/// placed; `decisions` of people stand. Findings for people are appended to `findings`. The prints of all
/// sites must be fresh.
Result<Duplicates> findDuplicates(const Workspace &workspace, Database &database,
                                  const std::vector<MappedSite> &sites, const AddressBook &book,
                                  const mapping::HostRegistry &hosts, const DuplicateDecisions &decisions,
                                  int jobs, std::vector<Finding> &findings);

/// Writes duplicate_cluster, duplicate_member and article_relation, all empty before.
Status writeDuplicates(Database &database, const std::vector<MappedSite> &sites, const Duplicates &duplicates,
                       const AddressBook &book, Hasher &output);

} // namespace guiyi
