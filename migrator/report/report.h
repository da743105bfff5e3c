// Reports of a plan: one self-contained HTML page, JSON, CSV and XLSX, all with the same numbers.
#pragma once

#include "migrator/pipeline/stage.h"
#include "migrator/report/report_data.h"

#include <string>
#include <vector>

namespace guiyi {

/// Writes report.html, report.json, report.xlsx and one CSV per list into the workspace's reports folder and
/// returns their paths. Each file is put in place when it is whole. The language is the one of the installed
/// translator. Errors as computeReport.
Result<std::vector<std::string>> writeReports(const StageContext &context);

} // namespace guiyi
