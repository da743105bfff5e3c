// Trying a profile on a hand-over before anything is extracted with it.
#pragma once

#include "adapters/cms/handover.h"
#include "adapters/cms/profile.h"

namespace guiyi::cms {

/// How one query of a profile does on a hand-over.
struct QueryCheck {
    std::string query;    ///< "dedecms/articles.sql"
    bool leftOut = false; ///< a table it needs is not there, as the profile foresees
    std::int64_t rows = 0;
    std::vector<std::string>
        mistakes; ///< every table and column it lacks, columns it should give, its SQL error
};

struct ProfileCheck {
    std::string product, prefix;
    std::vector<QueryCheck> queries;
    bool ok() const;
};

/// What `guiyi adapter check` says of a hand-over.
struct HandOverCheck {
    std::string encoding;
    std::int64_t tables = 0, rows = 0;
    std::vector<TableShape> shapes; ///< all tables by name, where no install is found
    std::vector<BadStatement> rejects;
    std::vector<ProfileCheck>
        installs; ///< one for each install found; of a profile of one's own even if none is
    /// Proving tables and columns the hand-over lacks: of that profile; where no install is found, of the
    /// products that nearly fit.
    std::vector<std::string> missing;
};

/// Reads the hand-over and runs every query of each profile that fits.
Result<HandOverCheck> checkHandOver(const HandOver &handOver, const std::string &scratchFile);

} // namespace guiyi::cms
