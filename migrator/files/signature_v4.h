// Signatures of requests to S3 servers, version 4: "Signature Calculations for the Authorization Header" of
// the Amazon S3 API Reference, payload in one piece. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace guiyi::s3 {

struct Credentials {
    std::string accessKey, secret, region;
};

/// A request before it is signed. Header names are in lower case.
struct Request {
    std::string method = "GET";
    std::string path = "/";                   ///< encoded by encodePath()
    std::map<std::string, std::string> query; ///< names and values, not encoded
    std::map<std::string, std::string> headers;
    std::string_view body; ///< must outlive the request
};

/// Percent-encodes everything but A-Z a-z 0-9 - . _ ~ (and `/` in paths), with upper case digits.
std::string encodePath(std::string_view path);
std::string encodeQueryValue(std::string_view value);
/// `a=1&b=`, encoded, in the order of the names.
std::string encodeQuery(const std::map<std::string, std::string> &query);

/// `seconds` since 1970 as 20130524T000000Z.
std::string timestamp(std::int64_t seconds);

/// Adds `x-amz-date`, `x-amz-content-sha256` (of the body) and `authorization`; the other headers, `host`
/// among them, must be there. `time` is of timestamp().
void sign(Request &request, const Credentials &credentials, const std::string &time);

} // namespace guiyi::s3
