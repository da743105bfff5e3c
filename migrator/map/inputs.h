// What map, plan and apply read: opened in one way, hashed in one way, so that each can tell when it is
// stale.
#pragma once

#include "mappings/taxonomy/taxonomy.h"
#include "mappings/urlmap/domains.h"
#include "migrator/pipeline/stage.h"
#include "schema/store/staging.h"
#include "schema/store/workspace_store.h"
#include "schema/url/url.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi {

/// The taxonomy guiyi.yaml names, or the built-in one. Usage error with file and line when it is broken.
Result<std::shared_ptr<const mapping::Taxonomy>> loadTaxonomy(const Workspace &workspace);

/// The domain policy of the batch.
mapping::DomainPolicy domainPolicyOf(const Workspace &workspace);

/// The whole file; "" when there is none. Failed when it cannot be read.
Result<std::string> readFileIfAny(const std::string &path);
/// mappings/duplicates.yaml: what people decided on duplicates. No site may have this id.
std::string duplicateDecisionsFile(const Workspace &workspace);
/// Writes beside the target, syncs, renames: readers see the old bytes or the new ones.
Status replaceFile(const std::string &path, std::string_view bytes);

/// Sites of the workspace that extraction has left records of, sorted by id.
std::vector<Site> stagedSites(const Workspace &workspace);

/// Hash of all records in a site's staging.
Result<std::string> stagingHash(Staging &staging);

/// Hash of everything map reads for `sites`, the mapping files included; `stagingHashes` in the order of
/// `sites`.
Result<std::string> mapInputHash(const Workspace &workspace, const std::vector<Site> &sites,
                                 const std::vector<std::string> &stagingHashes);

/// The workspace's one store of redirect decisions, kept in its git.
std::string redirectDecisionsFile(const Workspace &workspace);

/// Sites map has decided for, sorted by id.
Result<std::vector<Site>> mappedSites(const Workspace &workspace, WorkspaceStore &store);

/// File names servers answer a directory with, the usual ones first.
const std::vector<std::string_view> &indexPageNames();
bool isIndexPage(std::string_view fileName);

/// The key an old address is found by: host and target, without scheme; alias hosts are to be folded before.
std::string addressKey(const Url &url);

} // namespace guiyi
