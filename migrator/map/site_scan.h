// One pass over a site's staging: what deciding its columns and finding its duplicates needs, and no bodies.
#pragma once

#include "mappings/dedupe/exact.h"
#include "mappings/taxonomy/planner.h"
#include "schema/store/staging.h"

#include <string>
#include <vector>

namespace guiyi {

/// The frame of an article: a few hundred bytes, whatever its length.
struct ArticleFrame {
    mapping::DuplicateCandidate candidate;
    std::vector<RecordId> placements; ///< main column first
    ArticleKind kind = ArticleKind::Article;
};

struct SiteScan {
    std::string stagingHash;
    std::vector<mapping::ColumnEvidence> columns; ///< parents before their children
    std::vector<ArticleFrame> articles;           ///< by id
};

/// Reads `staging` of `site` once.
Result<SiteScan> scanSite(const Site &site, Staging &staging);

} // namespace guiyi
