// How a site may be asked over the network: `network:` in sites/<id>.yaml.
#pragma once

#include "schema/config/yaml_map.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace guiyi {

/// Minutes of the day; a window may reach over midnight.
struct TimeWindow {
    int from = 0, to = 0;
    bool contains(int minute) const {
        return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
    }
};

/// The defaults are safe for an old server.
struct NetworkSettings {
    /// Host ("*": every one) → address and port to connect to instead, as curl's --connect-to. Hosts that
    /// stand here may have private addresses.
    std::map<std::string, std::string> resolve;
    int connections = 2;               ///< at once, a host
    double rate = 4;                   ///< requests a second, a host; 0: no limit
    int retries = 3;                   ///< after the first attempt
    int timeoutSeconds = 30;           ///< without progress
    int lowestBytesPerSecond = 100;    ///< slower answers are given up after the timeout
    int longestSeconds = 3600;         ///< for one answer, however steadily it comes
    std::int64_t maxBytes = 256 << 20; ///< of one answer; the rest is cut and recorded as cut
    std::optional<TimeWindow> window;  ///< requests only then, local time
    std::string robotsOverride;        ///< who decided that robots.txt does not hold; empty: it holds
    bool acceptBadTls = false;
    std::string userAgent; ///< empty: the program's own
};

/// Reads the mapping `network`; mistakes with their lines.
NetworkSettings readNetwork(const YAML::Node &node, YamlMistakes &mistakes);

/// Where the capture of a site is kept, in the workspace at `root`.
inline std::string captureFolder(const std::string &root, const std::string &site) {
    return root + "/.guiyi/captures/" + site;
}

/// The settings of one site, from sites/<id>.yaml below `root`.
Result<NetworkSettings> networkOf(const std::string &root, const std::string &site);

} // namespace guiyi
