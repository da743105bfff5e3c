// The capture stage: every chosen site that is read over HTTP.
#pragma once

#include "migrator/capture/crawl.h"
#include "migrator/pipeline/stage.h"

namespace guiyi {

struct CaptureOptions {
    bool retryFailed = false;
    bool fast = false;
    bool unfinishedOnly = false;   ///< leaves captures alone that have come to their end
    double totalRate = 0;          ///< requests a second over all sites; 0: no limit
    std::vector<std::string> urls; ///< further seeds; each site takes those of its hosts
    std::vector<std::string> logs; ///< access logs, whose addresses are seeds too
    /// What to tell of a site from time to time; any thread.
    std::function<void(const Site &, const capture::CrawlState &)> onState;
};

/// The address of a site's source crawl:http://…; empty when it has none.
std::string crawlSource(const Site &site);

/// A site read over HTTP whose capture has not come to its end.
bool awaitsCapture(const Workspace &workspace, const Site &site);

/// Captures the sites of the context that have a source crawl:; as many at once as there are jobs.
Result<StageResult> runCapture(StageContext &context, const CaptureOptions &options);

} // namespace guiyi
