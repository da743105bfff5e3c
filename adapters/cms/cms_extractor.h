// A CMS's database turned into canonical records.
#pragma once

#include "adapters/cms/handover.h"
#include "adapters/site/site_extractor.h"

namespace guiyi::cms {

struct CmsExtractOptions {
    HandOver handOver;
    std::string scratchFile; ///< for the tables, on the workspace's disk; removed at the end
    std::function<void(std::int64_t total)> onTotal;
    std::function<void(std::int64_t read)> onRead;
    std::function<bool()> cancelled; ///< asked between records; may be null
    /// Keeps the bytes of a picture that stood inside a body; null: such pictures are left out.
    std::function<Status(std::string_view bytes)> keepFile;
    int threads = 1; ///< that make records; the records are the same whatever their number
};

/// Reads the hand-over, finds the product and hands the site's records to `sink`. The same hand-over gives
/// the same records. Nothing unpublished becomes a record: its address is dropped with the reason. Rows that
/// can't be read are findings with table and byte. Fails when the hand-over can't be opened, no profile fits,
/// several installs fit and none was named, or a query of the profile fails.
Result<site::ExtractCounts> extractCms(const Site &site, const site::Knowledge &knowledge,
                                       const CmsExtractOptions &options, RecordSink &sink);

} // namespace guiyi::cms
