// A saved site turned into canonical records.
#pragma once

#include "adapters/site/knowledge.h"
#include "adapters/site/record_sink.h"
#include "schema/model/model.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace guiyi::site {

struct ExtractOptions {
    std::vector<std::string> locations; ///< folders or archives, the first is the authority
    std::string scratchFolder;          ///< on the workspace's disk
    /// Told how many pages are still to come and how many were read; may be null.
    std::function<void(std::int64_t total)> onTotal;
    std::function<void(std::int64_t read)> onRead;
    /// Asked between pages; true ends the extraction with a Cancelled error. May be null.
    std::function<bool()> cancelled;
    /// Takes the bytes of a file that stands inside a page (a base64 picture), to be given back by SHA-256.
    /// Null: such pictures are left out.
    std::function<Status(std::string_view bytes)> keepFile;
};

/// What came out, for the summary line.
struct ExtractCounts {
    std::int64_t files = 0, pages = 0, columns = 0, articles = 0, letters = 0, attachments = 0, images = 0,
                 failed = 0, findings = 0;
};

/// Reads the whole site: takes stock, learns from a sample, reads every page once, works out the columns and
/// hands the records to `sink`. The same bytes in give the same records out. Bad pages become failed
/// resources with a reason; only a source that cannot be opened, the scratch file and the sink can fail the
/// whole.
Result<ExtractCounts> extractSite(const Site &site, const Knowledge &knowledge, const ExtractOptions &options,
                                  RecordSink &sink);

} // namespace guiyi::site
