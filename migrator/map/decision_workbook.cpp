#include "migrator/map/decision_workbook.h"

#include "migrator/map/workbook_reader.h"
#include "schema/base/text.h"
#include "schema/config/csv.h"

#include <xlsxwriter.h>

#include <algorithm>

namespace guiyi {

namespace {

/// What a spreadsheet program would run as a formula gets an apostrophe in front, taken off again on reading.
bool looksLikeFormula(const std::string &cell) {
    return !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
}

std::string csvCell(const std::string &cell) {
    const std::string safe = looksLikeFormula(cell) ? "'" + cell : cell;
    return "\"" + text::replaceAll(safe, "\"", "\"\"") + "\"";
}

std::string plainCell(const std::string &cell) {
    return cell.size() > 1 && cell.front() == '\'' && looksLikeFormula(cell.substr(1)) ? cell.substr(1)
                                                                                       : cell;
}

double widthOf(const std::string &heading) {
    if (heading == "path" || heading == "reason")
        return 44;
    return heading == "url" || heading == "candidates" || heading == "target_name" || heading == "note" ? 28
                                                                                                        : 12;
}

} // namespace

Status writeDecisionWorkbook(const std::string &path, const std::vector<std::vector<std::string>> &rows) {
    lxw_workbook *book = workbook_new(path.c_str());
    lxw_worksheet *sheet = book ? workbook_add_worksheet(book, "decisions") : nullptr;
    if (!sheet)
        return Error{ErrorKind::Failed, "writing the workbook", path, "it cannot be created",
                     "name a folder this user may write to"};
    lxw_format *bold = workbook_add_format(book);
    format_set_bold(bold);
    lxw_format *asText = workbook_add_format(book);
    format_set_num_format(asText, "@");
    worksheet_freeze_panes(sheet, 1, 2);
    const std::vector<std::string> &headings = mapping::sheetHeadings();
    for (std::size_t i = 0; i < headings.size(); ++i) {
        const auto column = static_cast<lxw_col_t>(i);
        worksheet_set_column(sheet, column, column, widthOf(headings[i]), asText);
        worksheet_write_string(sheet, 0, column, headings[i].c_str(), bold);
    }
    for (std::size_t r = 0; r < rows.size(); ++r) {
        for (std::size_t i = 0; i < rows[r].size(); ++i) {
            // A cell holds 32,767 characters; only reasons could come near.
            worksheet_write_string(sheet, static_cast<lxw_row_t>(r + 1), static_cast<lxw_col_t>(i),
                                   text::head(rows[r][i], 32000).c_str(), asText);
        }
    }
    if (!rows.empty()) {
        // The library takes the words as writable though it only reads them.
        std::vector<std::string> decisions{"move", "merge", "page", "link", "drop", "undecided"};
        std::vector<char *> words;
        for (std::string &decision : decisions)
            words.push_back(decision.data());
        words.push_back(nullptr);
        lxw_data_validation choice{};
        choice.validate = LXW_VALIDATION_TYPE_LIST;
        choice.value_list = words.data();
        const auto at = static_cast<lxw_col_t>(std::find(headings.begin(), headings.end(), "decision") -
                                               headings.begin());
        worksheet_data_validation_range(sheet, 1, at, static_cast<lxw_row_t>(rows.size()), at, &choice);
        worksheet_autofilter(sheet, 0, 0, static_cast<lxw_row_t>(rows.size()),
                             static_cast<lxw_col_t>(headings.size() - 1));
    }
    if (const lxw_error closed = workbook_close(book); closed != LXW_NO_ERROR)
        return Error{ErrorKind::Failed, "writing the workbook", path, lxw_strerror(closed),
                     "free space or make the folder writable, then run the command again"};
    return {};
}

std::string decisionCsv(const std::vector<std::vector<std::string>> &rows) {
    std::string out = "\xEF\xBB\xBF";
    const auto line = [&out](const std::vector<std::string> &cells) {
        for (std::size_t i = 0; i < cells.size(); ++i)
            out += (i ? "," : "") + csvCell(cells[i]);
        out += "\r\n";
    };
    line(mapping::sheetHeadings());
    for (const auto &row : rows)
        line(row);
    return out;
}

DecisionSheet readDecisionSheet(std::string_view bytes, const std::string &fileName) {
    const bool workbook = text::startsWith(bytes, "PK\x03\x04");
    CsvTable table = workbook ? readWorkbook(bytes, fileName) : readCsv(bytes, fileName);
    DecisionSheet sheet;
    sheet.errors = std::move(table.errors);
    for (const char *needed : {"site", "path", "url", "decision", "target", "check"}) {
        if (table.column(needed) < 0 && sheet.errors.empty())
            sheet.errors.push_back({ErrorKind::Usage, "reading decisions",
                                    fileName + ":" + std::to_string(table.headerLine),
                                    std::string("the heading \"") + needed + "\" is missing",
                                    "keep the headings as guiyi map --to-xlsx wrote them"});
    }
    if (!sheet.errors.empty())
        return sheet;
    for (const CsvRow &row : table.rows) {
        mapping::SheetRow out;
        out.line = row.line;
        for (std::size_t i = 0; i < table.header.size() && i < row.fields.size(); ++i)
            out.cells[table.header[i]] = plainCell(row.fields[i]);
        sheet.rows.push_back(std::move(out));
    }
    return sheet;
}

} // namespace guiyi
