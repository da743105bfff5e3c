// "guiyi redirects serve": answers old addresses itself, for the time after the old servers are gone, and
// counts.
#pragma once

#include "mappings/redirects/servers.h"
#include "migrator/pipeline/stage.h"

#include <string>

namespace guiyi {

struct ServeOptions {
    std::string host = "127.0.0.1";
    int port = 8310;      ///< 0: any free one
    std::string hitsFile; ///< "from,hits" is written here when it stops and every minute; empty: not
    mapping::GoneNotice notice;
};

/// Answers until `cancel` is set; `started` is told the port. What stays has no old server here: 404, as all
/// unknown addresses. Only GET and HEAD. Failed when the address cannot be bound.
Status serveRedirects(const mapping::RedirectTable &table, const ServeOptions &options,
                      const CancelToken &cancel, const std::function<void(int port)> &started);

} // namespace guiyi
