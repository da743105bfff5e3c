// Rows as JSON lines or as CSV, from the same calls.
#pragma once

#include "schema/base/json_writer.h"
#include "schema/base/result.h"

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi {

enum class TableFormat { Jsonl, Csv, CsvForPeople };

/// Writes a table row by row. Every row gives the same fields in the same order. In CSV lists and objects are
/// JSON text, unknown values are empty, and what a spreadsheet would run as a formula gets an apostrophe in
/// front; CsvForPeople begins with a byte order mark, which spreadsheet programs need for UTF-8, and joins
/// lists of words by " > ". Buffered: finish() tells whether all was written.
class TableWriter {
public:
    TableWriter(std::ostream &out, TableFormat format);

    /// The head of a CSV that may stay without rows; ignored in JSON lines.
    Status header(const std::vector<std::string> &names);
    TableWriter &text(std::string_view name, std::string_view value); ///< "" is null
    TableWriter &number(std::string_view name, std::int64_t value);
    TableWriter &real(std::string_view name, double value);
    TableWriter &boolean(std::string_view name, bool value);
    TableWriter &null(std::string_view name);
    TableWriter &strings(std::string_view name, const std::vector<std::string> &values);
    TableWriter &json(std::string_view name, std::string_view value); ///< a value that is JSON already
    Status endRow();
    Status finish();
    std::int64_t rows() const { return m_rows; }

private:
    bool csv() const { return m_format != TableFormat::Jsonl; }
    void cell(std::string_view name, std::string_view value, bool fromSource);
    Status flush();

    std::ostream &m_out;
    TableFormat m_format;
    std::string m_buffer, m_header, m_line;
    JsonWriter m_json;
    bool m_inRow = false;
    bool m_headed = false;
    std::int64_t m_rows = 0;
};

} // namespace guiyi
