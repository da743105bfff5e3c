// Exports: a workspace's tables for other tools, in the interchange form of docs/formats.
#pragma once

#include "migrator/export/table_writer.h"
#include "migrator/pipeline/stage.h"

#include <string>
#include <string_view>
#include <vector>

namespace guiyi {

/// What exportTable knows: columns, articles, letters, outcomes, duplicates, redirects, links, findings,
/// plan, forecast, clusters.
const std::vector<std::string> &exportTables();

/// Writes table `what` of `context.sites` to `out`, in a stable order. Usage error for unknown names and when
/// the stage that makes the table has not run. One article is in memory at a time.
Status exportTable(const StageContext &context, std::string_view what, TableFormat format, std::ostream &out);

/// "jsonl" or "csv".
Result<TableFormat> tableFormat(std::string_view word);

} // namespace guiyi
