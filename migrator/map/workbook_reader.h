// Reads the first sheet of an .xlsx file: a ZIP of XML. Foreign bytes: every size is bounded.
#pragma once

#include "schema/config/csv.h"

#include <string>
#include <string_view>

namespace guiyi {

/// The cells of the sheet with the lowest number as text, its first row that holds anything being the header.
/// Numbers come as written in the file, formulas as their last value. Rows are as wide as the header; what
/// stands right of it is left out. `errors` has one entry when the bytes are no readable workbook or exceed
/// the bounds: 64 MB a part, 200,000 rows, 256 columns.
CsvTable readWorkbook(std::string_view bytes, const std::string &fileName);

} // namespace guiyi
