// What an answer's headers say to a crawler.
#pragma once

#include <string>
#include <string_view>

namespace guiyi::capture {

/// Seconds of a Retry-After header, as a number or as a date (RFC 9110, 10.2.3); 0 when there is none.
double retryAfter(std::string_view value);

/// Statuses that may be others at another attempt.
bool isTransient(int status);

/// The charset parameter of a Content-Type, in lower case; empty when there is none.
std::string charsetOf(std::string_view contentType);

/// The media type alone, in lower case.
std::string mimeOf(std::string_view contentType);

} // namespace guiyi::capture
