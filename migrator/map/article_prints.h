// Prints of all articles of a site, made once for each content and kept: mapping again reads no body that did
// not change.
#pragma once

#include "mappings/dedupe/signature.h"
#include "schema/store/staging.h"
#include "schema/store/workspace_store.h"

#include <functional>
#include <string>
#include <string_view>

namespace guiyi {

/// Makes the prints that are missing or of another content, and forgets those of articles that are gone.
/// Answers how many were made. Threads: each with its own `workspaceDatabase`; sites one at a time.
Result<std::int64_t> refreshPrints(Database &workspaceDatabase, const std::string &site, Staging &staging);

/// The prints of a site as refreshPrints left them, by address.
Status eachPrint(Database &workspaceDatabase, const std::string &site,
                 const std::function<Status(std::string_view url, const mapping::TextPrint &)> &visit);

} // namespace guiyi
