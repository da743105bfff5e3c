// Any bytes as an access log: every view lies inside, and looking the target up never fails.
#include "mappings/redirects/access_log.h"
#include "mappings/redirects/table.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size) {
    using namespace guiyi::mapping;
    static const RedirectTable Table({{"http://old/d/*", "http://new/d/*", {}, 301, {}, {}, {}, {}, -1, 0}},
                                     {{"old", "old", "s"}});
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    LogLineReader reader;
    LogRequest request;
    for (std::size_t at = 0; at <= bytes.size();) {
        const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
        if (reader.read(bytes.substr(at, end - at), request) == LogLine::Request) {
            if (request.target.empty())
                std::abort();
            const RedirectResponse response = Table.respond("old", request.target);
            if (response.location.find('\n') != std::string::npos)
                std::abort();
        }
        at = end + 1;
    }
    return 0;
}
