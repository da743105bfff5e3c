// Addresses inside attached files, with the page or sheet they stand on.
#pragma once

#include "schema/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace guiyi {

struct FileLink {
    std::string address; ///< as written: http(s)://…
    std::string part;    ///< "page 3", "word/document.xml", "sheet 2"; empty when the form has no parts
};

/// The addresses in a file's text and link annotations, in order. PDF by pdftotext and qpdf, Word and Excel
/// of 1997-2003 by catdoc and xls2csv, OOXML and OpenDocument by libarchive, plain text, HTML, CSS and
/// scripts as they are. Nothing for other types. An error (Rejected) when the program for the type is not
/// installed, takes longer than half a minute or refuses the file; parts of archives beyond 64 MB are not
/// read.
Result<std::vector<FileLink>> linksInFile(const std::string &path, std::string_view mediaType);

/// The http(s) addresses of a text, in order; behind them the names of hosts without a scheme (nextBareHost).
std::vector<std::string> addressesIn(std::string_view text);

} // namespace guiyi
