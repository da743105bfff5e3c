// One pass over a site's staging: what deciding its columns and finding its duplicates needs, and no bodies.
#pragma once

#include "mappings/taxonomy/planner.h"
#include "migrator/dedupe/duplicate_finder.h"
#include "schema/store/staging.h"

#include <string>
#include <vector>

namespace guiyi {

/// The frame of an article: a few hundred bytes, whatever its length.
struct ArticleFrame {
    RecordId article = 0;
    std::string url;
    std::string published;            ///< the day, ISO 8601
    std::string documentNumber;       ///< normalised; empty when it has none
    std::vector<RecordId> placements; ///< main column first
    ArticleKeys keys;                 ///< without the print
    std::uint32_t attachments = 0;    ///< that are there
    ArticleKind kind = ArticleKind::Article;
    bool isLetter = false;    ///< letters never merge: two citizens may write the same words
    bool isIssuer = false;    ///< its 来源 or its document's 发布机构 is the site it stands on
    bool isTakenOver = false; ///< its 来源 names somebody else
};

struct SiteScan {
    std::string stagingHash;
    std::vector<mapping::ColumnEvidence> columns; ///< parents before their children
    std::vector<ArticleFrame> articles;           ///< by id
};

/// Reads `staging` of `site` once.
Result<SiteScan> scanSite(const Site &site, Staging &staging);

} // namespace guiyi
