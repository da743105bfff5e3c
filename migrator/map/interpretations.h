// Interpretations and the documents they explain.
#pragma once

#include "migrator/map/address_book.h"

namespace guiyi {

/// Links every interpretation (by kind or title) of the mapped sites to its document: by a link of its body,
/// by a title in 《》 or a document number, first in its own title, then in its text; on its own site first,
/// else where it is the only one. Writes article_relation rows `interprets`; `output` hashes them. Answers
/// how many were linked. Memory: some forty bytes a document.
Result<std::int64_t> linkInterpretations(const Workspace &workspace, Database &database,
                                         const std::vector<MappedSite> &sites, Hasher &output);

} // namespace guiyi
