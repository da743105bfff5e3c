#include "adapters/warc/mhtml.h"

#include "schema/base/text.h"
#include "schema/url/escape.h"

#include <QtCore/qbytearray.h>

namespace guiyi::warc {

namespace {

constexpr std::size_t Largest = std::size_t(256) << 20;
constexpr int DeepestNesting = 8;

std::string readAll(Input &input) {
    std::string bytes;
    std::string chunk(1 << 16, '\0');
    for (;;) {
        const std::size_t got =
            input.read(static_cast<std::int64_t>(bytes.size()), chunk.data(), chunk.size());
        if (got == 0 || bytes.size() > Largest)
            return bytes;
        bytes.append(chunk, 0, got);
    }
}

/// The value of a parameter of a header: boundary="…".
std::string parameterOf(std::string_view header, std::string_view name) {
    const std::size_t at = text::lower(header).find(std::string(name) + "=");
    if (at == std::string::npos)
        return {};
    std::string_view value = header.substr(at + name.size() + 1);
    if (!value.empty() && value.front() == '"') {
        value.remove_prefix(1);
        return std::string(value.substr(0, value.find('"')));
    }
    return std::string(text::trim(value.substr(0, value.find(';'))));
}

/// Where the header of a part ends.
std::size_t headerEnd(std::string_view part) {
    const std::size_t crlf = part.find("\r\n\r\n");
    const std::size_t lf = part.find("\n\n");
    if (crlf != std::string_view::npos && (lf == std::string_view::npos || crlf < lf))
        return crlf + 4;
    return lf == std::string_view::npos ? part.size() : lf + 2;
}

std::string decoded(std::string_view body, std::string_view encoding) {
    const std::string name = text::lower(text::trim(encoding));
    if (name == "quoted-printable")
        return decodeQuotedPrintable(body);
    if (name == "base64")
        return QByteArray::fromBase64(QByteArray(body.data(), static_cast<qsizetype>(body.size())))
            .toStdString();
    return std::string(body);
}

void appendParts(std::string_view message, int depth, std::string &warc, std::vector<std::string> &rejects) {
    const std::size_t end = headerEnd(message);
    const Headers headers = parseHeaders(message.substr(0, end));
    const std::string_view type = headerOf(headers, "Content-Type");
    const std::string boundary = parameterOf(type, "boundary");
    const std::string_view body = message.substr(end);
    if (!boundary.empty() && depth < DeepestNesting) {
        const std::string mark = "--" + boundary;
        std::size_t at = body.find(mark);
        while (at != std::string_view::npos) {
            const std::size_t begin = body.find('\n', at);
            const std::size_t next = begin == std::string_view::npos ? begin : body.find("\n" + mark, begin);
            if (begin == std::string_view::npos || body.substr(at + mark.size(), 2) == "--")
                return;
            if (next == std::string_view::npos) {
                const Headers cut = parseHeaders(body.substr(begin + 1));
                rejects.push_back("the message ends within the part " +
                                  std::string(headerOf(cut, "Content-Location")));
                return;
            }
            std::string_view part = body.substr(begin + 1, next - begin - 1);
            if (!part.empty() && part.back() == '\r')
                part.remove_suffix(1);
            appendParts(part, depth + 1, warc, rejects);
            at = next + 1;
        }
        return;
    }
    const std::string location(headerOf(headers, "Content-Location"));
    if (location.empty())
        return;
    const std::string bytes = decoded(body, headerOf(headers, "Content-Transfer-Encoding"));
    warc += "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: " + location +
            "\r\nWARC-Date: 1970-01-01T00:00:00Z\r\nContent-Type: " + std::string(type) +
            "\r\nContent-Length: " + std::to_string(bytes.size()) + "\r\n\r\n" + bytes + "\r\n\r\n";
}

} // namespace

std::string warcOfMhtml(Input &input, std::vector<std::string> &rejects) {
    const std::string message = readAll(input);
    std::string warc;
    appendParts(message, 0, warc, rejects);
    return warc;
}

std::string decodeQuotedPrintable(std::string_view s) {
    std::string out;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (s[i] != '=') {
            out += s[i];
            continue;
        }
        if (i + 1 < s.size() && s[i + 1] == '\n') {
            i += 1;
        } else if (i + 2 < s.size() && s[i + 1] == '\r' && s[i + 2] == '\n') {
            i += 2;
        } else if (i + 2 < s.size() && hexDigit(s[i + 1]) >= 0 && hexDigit(s[i + 2]) >= 0) {
            out += static_cast<char>(hexDigit(s[i + 1]) * 16 + hexDigit(s[i + 2]));
            i += 2;
        } else {
            out += s[i];
        }
    }
    return out;
}

} // namespace guiyi::warc
