// Web archives read as a saved site.
#pragma once

#include "adapters/mirror/source_reader.h"

#include <memory>
#include <string>
#include <vector>

namespace guiyi::warc {

/// The archive files of `location`: itself, or those below the folder, by name. WACZ packages count too.
std::vector<std::string> archiveFiles(const std::string &location);

/// Opens a file or folder of archives (.warc, .arc, gzip or plain; .wacz) as a source: of every address the
/// newest answer, when the server gave the document (200). Answers that equal what the server said to a
/// made-up address (probePath()) are no documents.
Result<std::unique_ptr<mirror::SourceReader>> openWarcSource(const std::string &location);

/// The path a capture asks for to learn how a server answers to addresses it does not have begins with this.
inline constexpr const char *ProbePrefix = "/guiyi-probe-";

/// A hash of what a page says, whatever numbers stand in it and wherever it says its own address: two answers
/// "not found" are the same by it.
std::string answerKey(std::string_view body, std::string_view target);

} // namespace guiyi::warc
