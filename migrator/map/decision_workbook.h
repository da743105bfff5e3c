// The decisions of many sites as one workbook or CSV file, written and read back.
#pragma once

#include "mappings/decision_sheet.h"
#include "schema/base/result.h"

#include <string>
#include <vector>

namespace guiyi {

/// Writes one sheet "decisions": headings frozen, everything text (a code keeps its leading zero), the
/// decision a list to choose from.
Status writeDecisionWorkbook(const std::string &path, const std::vector<std::vector<std::string>> &rows);
/// The same rows as CSV with a byte order mark, for spreadsheet programs.
std::string decisionCsv(const std::vector<std::vector<std::string>> &rows);

/// Rows of a sheet by heading; every mistake of form in `errors` (kind Usage, with the row).
struct DecisionSheet {
    std::vector<mapping::SheetRow> rows;
    std::vector<Error> errors;
};
/// `bytes` of an .xlsx file or of a CSV file, told by their first bytes.
DecisionSheet readDecisionSheet(std::string_view bytes, const std::string &fileName);

} // namespace guiyi
