#include "adapters/warc/record.h"

#include "schema/base/text.h"
#include "schema/url/escape.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace guiyi::warc {

namespace {

/// The next line of `s` without its end, which is taken off `s`.
std::string_view takeLine(std::string_view &s) {
    const std::size_t end = s.find('\n');
    std::string_view line = s.substr(0, end);
    s.remove_prefix(end == std::string_view::npos ? s.size() : end + 1);
    if (!line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    return line;
}

/// A chunked body without its chunks; nothing when it is not chunked. `broken`: it ends too early.
std::optional<std::string> joinChunks(std::string_view body, std::size_t most, bool &broken) {
    std::string joined;
    broken = true;
    bool first = true;
    while (!body.empty()) {
        const std::string_view line = takeLine(body);
        std::size_t size = 0;
        const auto [end, code] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
        const bool isSize = code == std::errc() && end != line.data() &&
                            (end == line.data() + line.size() || *end == ';' || *end == ' ');
        if (!isSize)
            return first ? std::nullopt : std::optional(joined);
        first = false;
        if (size == 0) {
            broken = false;
            return joined;
        }
        joined += body.substr(0, std::min(size, most - joined.size()));
        if (size > body.size() || joined.size() >= most)
            return joined;
        body.remove_prefix(size);
        takeLine(body);
    }
    return first ? std::nullopt : std::optional(joined);
}

} // namespace

std::string_view headerOf(const Headers &headers, std::string_view name) {
    const auto it = std::find_if(headers.begin(), headers.end(),
                                 [&](const auto &h) { return text::equalsIgnoreCase(h.first, name); });
    return it == headers.end() ? std::string_view() : std::string_view(it->second);
}

std::string_view Record::targetUri() const {
    std::string_view uri = header("WARC-Target-URI");
    if (uri.size() >= 2 && uri.front() == '<' && uri.back() == '>')
        uri = uri.substr(1, uri.size() - 2);
    return uri;
}

Headers parseHeaders(std::string_view lines) {
    Headers headers;
    while (!lines.empty()) {
        const std::string_view line = takeLine(lines);
        if (line.empty())
            break;
        if ((line.front() == ' ' || line.front() == '\t') && !headers.empty()) {
            headers.back().second += " " + std::string(text::trim(line));
            continue;
        }
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos)
            headers.emplace_back(text::trim(line.substr(0, colon)), text::trim(line.substr(colon + 1)));
    }
    return headers;
}

std::optional<HttpResponse> parseHttp(std::string_view block) {
    if (!text::startsWith(block, "HTTP/") && !text::startsWith(block, "ICY "))
        return std::nullopt;
    std::string_view rest = block;
    const std::string_view first = takeLine(rest);
    HttpResponse response;
    const std::size_t blank = first.find(' ');
    if (blank == std::string_view::npos)
        return std::nullopt;
    const std::string_view number = text::trim(first.substr(blank));
    const auto [end, code] = std::from_chars(number.data(), number.data() + number.size(), response.status);
    if (code != std::errc() || end == number.data())
        return std::nullopt;
    const std::string_view headers = rest;
    while (!rest.empty() && !takeLine(rest).empty()) {
    }
    response.headers = parseHeaders(headers.substr(0, headers.size() - rest.size()));
    response.body = rest;
    return response;
}

std::optional<std::string> unpack(std::string_view packed, std::size_t most, std::string &damage) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(packed[i]); };
    const bool isGzip = packed.size() > 2 && byte(0) == 0x1F && byte(1) == 0x8B && byte(2) == 8;
    const bool isZlib = packed.size() > 2 && (byte(0) & 0x0F) == 8 && (byte(0) * 256 + byte(1)) % 31 == 0;
    if (!isGzip && !isZlib)
        return std::nullopt;
    z_stream stream{};
    if (inflateInit2(&stream, MAX_WBITS + 32) != Z_OK)
        return std::nullopt;
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(packed.data()));
    stream.avail_in = static_cast<uInt>(std::min<std::size_t>(packed.size(), UINT32_MAX));
    std::string out;
    std::array<char, 1 << 16> chunk{};
    for (;;) {
        stream.next_out = reinterpret_cast<Bytef *>(chunk.data());
        stream.avail_out = chunk.size();
        const int code = inflate(&stream, Z_NO_FLUSH);
        out.append(chunk.data(), chunk.size() - stream.avail_out);
        if (out.size() > most) {
            out.resize(most);
            damage = "unpacks to more than " + std::to_string(most) + " bytes";
            break;
        }
        if (code == Z_STREAM_END) {
            // Another member may follow; anything else behind the end is padding.
            if (stream.avail_in > 2 && stream.next_in[0] == 0x1F && stream.next_in[1] == 0x8B &&
                inflateReset(&stream) == Z_OK)
                continue;
            break;
        }
        if (code != Z_OK) {
            damage = code == Z_BUF_ERROR ? "the packed data ends too early" : "the packed data is broken";
            break;
        }
    }
    inflateEnd(&stream);
    return out;
}

Payload decodePayload(const HttpResponse &response, std::size_t most) {
    Payload payload;
    bool broken = false;
    std::optional<std::string> joined;
    if (text::contains(text::lower(response.header("Transfer-Encoding")), "chunked"))
        joined = joinChunks(response.body, most, broken);
    if (joined && broken)
        payload.damage = "the last chunk is missing";
    const std::string encoding = text::lower(response.header("Content-Encoding"));
    if (text::contains(encoding, "gzip") || text::contains(encoding, "deflate")) {
        const std::string_view packed = joined ? std::string_view(*joined) : response.body;
        if (std::optional<std::string> bytes = unpack(packed, most, payload.damage)) {
            payload.bytes = std::move(*bytes);
            return payload;
        }
    }
    payload.bytes = joined ? std::move(*joined) : std::string(response.body.substr(0, most));
    return payload;
}

} // namespace guiyi::warc
