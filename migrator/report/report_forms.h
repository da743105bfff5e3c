// The forms a report is written in. Each takes the same numbers and streams the same lists.
#pragma once

#include "migrator/report/report_lists.h"

#include <ostream>
#include <string>

namespace guiyi {

/// A word or sentence of the report in the reader's language (context "Report").
std::string reportText(const char *words);
/// The same with HTML's own characters escaped.
std::string said(const char *words);
/// 12345 → "12,345", as both languages group digits in tables.
std::string withSeparators(std::int64_t number);

/// Rows of a list that stand in the page as such; of longer lists the page's program shows a part at a time.
inline constexpr std::int64_t RowsShown = 300;
/// Rows of a list the page holds at most; the CSV has all.
inline constexpr std::int64_t RowsInPage = 150000;

Status writeHtml(const ListSource &source, std::ostream &out);
Status writeJson(const ListSource &source, std::ostream &out);
Status writeCsv(const ListSource &source, const ReportList &list, std::ostream &out);
/// Funnel and numbers of every site, one line each.
Status writeSitesCsv(const ReportData &data, std::ostream &out);
/// `path` is written by libxlsxwriter with constant memory.
Status writeXlsx(const ListSource &source, const std::string &path);

} // namespace guiyi
