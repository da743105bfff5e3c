// Decisions as the rows of a spreadsheet, and rows that came back from one. Pure values.
#pragma once

#include "mappings/mapping_file.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// The headings of the sheet, in order. People edit decision, target, note, by, when and approved; `check`
/// tells whether the mapping file changed since the sheet was written.
const std::vector<std::string> &sheetHeadings();

/// A row for each decision, cells in the order of the headings.
std::vector<std::vector<std::string>>
sheetRows(const std::string &site, const std::vector<ColumnDecision> &decisions, const Taxonomy &taxonomy);

/// A row that came back: cells by heading; `line` is its number in the sheet, from 1.
struct SheetRow {
    int line = 0;
    std::map<std::string, std::string, std::less<>> cells;
};

/// What taking a sheet in does, or would do.
struct SheetMerge {
    struct Change {
        std::string site;
        std::vector<std::string> path;
        std::string before, after; ///< "merge 0205"
        std::int64_t articles = 0;
        bool operator==(const Change &) const = default;
    };
    struct Stale {
        int line = 0;
        std::string site, path, why;
        bool operator==(const Stale &) const = default;
    };
    std::vector<Change> changes;
    std::vector<Stale> stale;   ///< rows left out: the file changed since, or the column is gone
    std::vector<Error> errors;  ///< kind Usage, where: "file:line"; with any, nothing is to be written
    std::int64_t unchanged = 0; ///< rows nobody touched
};

/// Takes the rows into `files` (mapping files by site). A row is applied where a person changed it and the
/// file is as it was when the sheet was written; a row that no longer fits is stale and listed, never
/// applied. Decisions may be written in Chinese (移动 合并 单页 链接 删除 待定), and a code that a
/// spreadsheet program took for a number gets its leading zero back.
SheetMerge mergeSheet(const std::vector<SheetRow> &rows, const std::string &fileName,
                      std::map<std::string, MappingFile> &files, const Taxonomy &taxonomy);

} // namespace guiyi::mapping
