// The map stage: decisions for columns, duplicates across sites, and what every old address becomes.
#pragma once

#include "migrator/pipeline/stage.h"

namespace guiyi {

/// Decides every column of `context.sites` (and, when they were mapped before, of the other staged sites of
/// the workspace, since their records may have moved), keeps what people decided in mappings/<site>.yaml,
/// writes the file where its bytes change, clusters duplicates over all mapped sites, and assigns the new
/// addresses. The workspace database is replaced in one transaction. When a mapping file is broken all
/// mistakes of all files come back in `errors` (kind Usage) and nothing is changed. Same input, same output,
/// any `jobs`.
Result<StageResult> runMap(StageContext &context);

} // namespace guiyi
