// CSV as spreadsheet programs write it (RFC 4180, UTF-8 with or without BOM).
#pragma once

#include "schema/base/result.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi {

struct CsvRow {
    int line = 0; ///< of its first character, from 1
    std::vector<std::string> fields;
};

/// Header and rows apart; blank lines are left out. `errors` holds every mistake of form with its line:
/// text that is not UTF-8, an unclosed quote, a stray quote, a row of the wrong width.
struct CsvTable {
    std::vector<std::string> header;
    int headerLine = 0;
    std::vector<CsvRow> rows;
    std::vector<Error> errors;

    /// Index of a header field; -1 when it is not there.
    int column(std::string_view name) const;
};

CsvTable readCsv(std::string_view bytes, const std::string &fileName);

/// Hands over row by row, blank lines left out, the header like any other; for files too large to hold twice.
/// `separator` is one ASCII character. Mistakes of form are appended to `errors`; a text that is not UTF-8
/// gives no row at all.
void eachCsvRow(std::string_view bytes, const std::string &fileName, char separator,
                const std::function<void(CsvRow &&)> &visit, std::vector<Error> &errors);

} // namespace guiyi
