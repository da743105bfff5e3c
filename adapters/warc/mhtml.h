// MHTML (RFC 2557): a page and its files in one message, as old browsers saved them.
#pragma once

#include "adapters/warc/byte_source.h"

#include <string>
#include <vector>

namespace guiyi::warc {

/// The parts of the message as resource records of a plain WARC, one for each part with a Content-Location.
/// Empty when it is no such message. A part that no boundary ends was cut off: it goes to `rejects`, with the
/// reason.
std::string warcOfMhtml(Input &input, std::vector<std::string> &rejects);

/// Text in quoted-printable (RFC 2045, 6.7) as bytes; what is no escape stays.
std::string decodeQuotedPrintable(std::string_view text);

} // namespace guiyi::warc
