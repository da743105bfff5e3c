// Many requests at once over libcurl, with what a web archive needs: header bytes and body as they came.
#pragma once

#include "schema/base/result.h"
#include "schema/config/network.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

struct sockaddr;

namespace guiyi::capture {

struct Fetch {
    std::uint64_t tag = 0; ///< the caller's
    std::string url;
    std::string host;                 ///< with port unless default
    std::vector<std::string> headers; ///< further request headers
};

struct Reply {
    std::uint64_t tag = 0;
    int status = 0;       ///< 0: no answer
    std::string trouble;  ///< why the transfer failed; empty: it did not
    bool mayPass = false; ///< trouble that may be over at another attempt
    std::string head;     ///< status line and headers
    std::string body;     ///< as transferred
    std::string request;  ///< head of the request
    std::string ip;
    std::string truncated;  ///< length|time|disconnect when the body is not whole
    double seconds = 0;     ///< to the first byte
    std::int64_t began = 0; ///< microseconds of UTC
};

/// Belongs to one thread.
class Fetcher {
public:
    Fetcher(const NetworkSettings &settings, std::string userAgent, int connections);
    ~Fetcher();
    Fetcher(const Fetcher &) = delete;
    Fetcher &operator=(const Fetcher &) = delete;

    void start(const Fetch &fetch);
    std::size_t running() const;
    /// Waits at most `milliseconds` for something to happen; the transfers that ended. As few at a time as
    /// there may be: what came last is still in the processor's cache.
    std::vector<Reply> poll(int milliseconds);
    /// The next poll() need not wait.
    bool hasMore() const;

private:
    struct Transfer;
    struct State;
    std::unique_ptr<State> m_state;
};

/// True for addresses no site on the open network has: loopback, private, link-local, multicast and the like
/// (RFC 1122, 1918, 3927, 4193, 4291, 6598).
bool isPrivateAddress(const sockaddr *address);

} // namespace guiyi::capture
