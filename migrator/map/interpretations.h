// Interpretations and the documents they explain.
#pragma once

#include "migrator/map/address_book.h"

namespace guiyi {

struct InterpretationCounts {
    std::int64_t linked = 0;
    std::int64_t open = 0; ///< their document is on none of the mapped sites: perhaps on one of a later wave
};

/// Links every interpretation (by kind or title) of the mapped sites to its document: by a link of its body,
/// by a title in 《》 or a document number, first in its own title, then in its text; on its own site first,
/// else where it is the only one. Writes article_relation rows `interprets`; `output` hashes them. Memory:
/// some forty bytes a document.
Result<InterpretationCounts> linkInterpretations(const Workspace &workspace, Database &database,
                                                 const std::vector<MappedSite> &sites, Hasher &output);

} // namespace guiyi
