// The capture of one site: from its seeds over all it links, into web archives that can be continued.
#pragma once

#include "migrator/capture/pace.h"
#include "migrator/pipeline/stage.h"
#include "schema/base/result.h"
#include "schema/config/network.h"
#include "schema/model/model.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace guiyi::capture {

struct CrawlOptions {
    NetworkSettings network;
    std::string folder;            ///< of the site's capture
    std::string seedUrl;           ///< of the source crawl:http://host/
    std::vector<std::string> urls; ///< further seeds, absolute
    std::vector<std::string> logs; ///< access logs; what they say was given to readers is a seed
    bool onlySite = true;          ///< log lines without a host are this site's
    TotalPace *total = nullptr;    ///< shared by all sites; null: no limit over all of them
    bool retryFailed = false;
    bool fast = false; ///< own or local copies: no pauses, many connections
    std::int64_t rotateBytes = std::int64_t(1) << 30;
    std::vector<std::string>
        assetHosts; ///< hosts besides the site's own domain whose files its pages may need
};

struct CrawlCounts {
    std::int64_t requests = 0, ended = 0, known = 0, bytes = 0, pages = 0;
    std::int64_t failures = 0, unchanged = 0, changed = 0, added = 0, gone = 0, traps = 0;
};

/// What is told from time to time, and at the end.
struct CrawlState {
    CrawlCounts counts;
    double seconds = 0;
    std::map<std::string, std::int64_t> errors; ///< by kind: "404", "timeout"
};

struct CrawlHooks {
    std::function<void(std::int64_t more)> onKnown;  ///< addresses found
    std::function<void(std::int64_t ended)> onEnded; ///< addresses that ended
    std::function<void(const CrawlState &)> onState; ///< every two seconds
    std::function<bool()> cancelled;
    std::function<void(const std::string &line)> note;
};

/// Begins a capture, goes on with one that was stopped, or looks for what changed since one that is complete.
/// Leaves in the folder: <site>-NNNNN.warc.gz, index.cdxj, failures.jsonl, traps.jsonl, delta.jsonl, and
/// `complete` when it came to its end. Fails only for trouble of this machine.
Result<CrawlCounts> crawlSite(const Site &site, const CrawlOptions &options, const CrawlHooks &hooks);

/// The name and version sent to servers, and where to complain.
std::string defaultUserAgent();

} // namespace guiyi::capture
