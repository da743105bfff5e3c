// One record of a web archive, and the HTTP message inside it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace guiyi::warc {

/// Where a record begins: the byte of the file at which its gzip member starts (of plain files: the record
/// itself), and how many unpacked bytes lie between.
struct Place {
    std::int64_t member = 0;
    std::int64_t skip = 0;
    bool operator==(const Place &) const = default;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

/// The value of the first header of that name, whatever its case; empty when there is none.
std::string_view headerOf(const Headers &headers, std::string_view name);

/// A record as it stands in the archive. ARC records come with the WARC headers that say the same.
struct Record {
    std::string version; ///< "WARC/1.1", "ARC/1"
    Headers headers;
    std::string block;
    Place place;

    std::string_view header(std::string_view name) const { return headerOf(headers, name); }
    std::string_view type() const { return header("WARC-Type"); }
    /// Without the angle brackets some writers put around it.
    std::string_view targetUri() const;
    /// ISO 8601 in UTC.
    std::string_view date() const { return header("WARC-Date"); }
};

/// Lines "Name: value" up to the first empty line; continued lines are joined. Lines without a colon are
/// passed over.
Headers parseHeaders(std::string_view lines);

/// A response as a server sent it.
struct HttpResponse {
    int status = 0;
    Headers headers;
    std::string_view body; ///< as transferred; lasts as long as the block it was parsed from
    std::string_view header(std::string_view name) const { return headerOf(headers, name); }
};

/// Nothing when `block` does not begin with a status line. The block must outlive the answer.
std::optional<HttpResponse> parseHttp(std::string_view block);

/// The body of a response as a reader would see it.
struct Payload {
    std::string bytes;
    std::string damage; ///< what is wrong with it (broken chunks, broken or endless gzip); empty: nothing
};

/// Undoes chunking and Content-Encoding (gzip, deflate). A body whose coding is broken keeps what could be
/// read; one that does not have the coding its headers name is taken as it is, as browsers and other tools'
/// archives do. At most `most` bytes.
Payload decodePayload(const HttpResponse &response, std::size_t most);

/// Unpacks gzip or zlib data, several gzip members too; nothing when it is neither. `damage` is set when the
/// data ends early, is broken or unpacks to more than `most` bytes.
std::optional<std::string> unpack(std::string_view packed, std::size_t most, std::string &damage);

} // namespace guiyi::warc
