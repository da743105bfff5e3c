// One kept connection to an HTTP server, a request at a time.
#pragma once

#include "schema/base/result.h"
#include "schema/config/file_store_address.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace guiyi::s3 {

struct Answer {
    long status = 0;
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;
};

/// libcurl rather than Qt's network access manager: it blocks the caller's thread, as the loader wants, where
/// the other needs an event loop; it sends a body without copying it; and its slow-transfer limit ends a dead
/// server's wait.
class HttpConnection {
public:
    /// Uses host, port, tls and caFile of the address.
    explicit HttpConnection(const FileStoreAddress &address);
    ~HttpConnection();
    HttpConnection(const HttpConnection &) = delete;
    HttpConnection &operator=(const HttpConnection &) = delete;

    /// `target` is path and query, encoded. Any status is an answer. Errors: Retry when the server cannot be
    /// reached or the connection broke off, Usage when its certificate is not trusted.
    Result<Answer> send(const std::string &method, const std::string &target,
                        const std::map<std::string, std::string> &headers, std::string_view body);
    /// `host` or `host:port`, as it stands in the Host header.
    const std::string &authority() const { return m_authority; }

private:
    struct Handle;
    FileStoreAddress m_address;
    std::string m_authority;
    std::unique_ptr<Handle> m_handle;
};

} // namespace guiyi::s3
