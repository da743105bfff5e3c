// Extract: sources → staging, one database a site.
#pragma once

#include "migrator/pipeline/stage.h"
#include "schema/base/result.h"

namespace guiyi {

/// Reads every site's source and fills its staging. Sites are worked in parallel; a site whose source and
/// registration did not change since its last extraction is left as it is. A site that fails keeps its old
/// staging, and the others go on.
Result<StageResult> runExtract(StageContext &context);

} // namespace guiyi
