// Where old hosts are still written in what was migrated.
#pragma once

#include "migrator/audit/audit_report.h"
#include "schema/config/workspace.h"

namespace guiyi {

struct ResidualScan {
    std::vector<ResidualUse> uses; ///< in order of the platform's rows, files after articles
    std::int64_t articles = 0, files = 0;
    std::vector<Error> rejected; ///< files nobody could look into
};

/// Looks through every record of the consolidated platform that is shown: links and text of bodies, titles
/// and other fields, names of attachments, letters, e-mail addresses on old hosts, and inside the files. An
/// old host is one of the workspace's sites' hosts that is not the tenant's own new host. Reads only. Usage
/// error when nothing was applied yet.
Result<ResidualScan> scanResidualUse(const Workspace &workspace);

} // namespace guiyi
