// The policy documents (规范性文件) among the articles.
#pragma once

#include "migrator/map/address_book.h"

namespace guiyi {

/// Writes a policy_document row for each policy document of the mapped sites; `output` hashes them. Reads the
/// texts of those with a document box or a title in the form of a document. Answers how many there are.
Result<std::int64_t> notePolicies(const Workspace &workspace, Database &database,
                                  const std::vector<MappedSite> &sites, Hasher &output);

} // namespace guiyi
