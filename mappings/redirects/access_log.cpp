#include "mappings/redirects/access_log.h"

#include "schema/base/text.h"

#include <cstring>

namespace guiyi::mapping {

namespace {

/// The word up to the next blank; `at` moves behind it.
std::string_view word(std::string_view line, std::size_t &at) {
    if (at >= line.size())
        return {};
    const void *found = std::memchr(line.data() + at, ' ', line.size() - at);
    const std::size_t end = found == nullptr
                                ? line.size()
                                : static_cast<std::size_t>(static_cast<const char *>(found) - line.data());
    const std::string_view w = line.substr(at, end - at);
    at = end < line.size() ? end + 1 : end;
    return w;
}

/// A field between double quotes, from the opening one on; `at` moves behind the closing one. Servers write a
/// quote inside as \" or \x22. Nothing when it is not closed.
std::optional<std::string_view> quoted(std::string_view line, std::size_t &at) {
    if (at >= line.size() || line[at] != '"')
        return std::nullopt;
    const std::size_t begin = at + 1;
    std::size_t from = begin;
    for (;;) {
        const void *found =
            from < line.size() ? std::memchr(line.data() + from, '"', line.size() - from) : nullptr;
        if (found == nullptr)
            return std::nullopt;
        const auto end = static_cast<std::size_t>(static_cast<const char *>(found) - line.data());
        if (line[end - 1] == '\\' && end > begin && !(end > begin + 1 && line[end - 2] == '\\')) {
            from = end + 1;
            continue;
        }
        at = end + 1;
        return line.substr(begin, end - begin);
    }
}

int number(std::string_view digits) {
    if (digits.size() != 3)
        return 0;
    int n = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9')
            return 0;
        n = n * 10 + (c - '0');
    }
    return n;
}

void skipBlanks(std::string_view line, std::size_t &at) {
    while (at < line.size() && line[at] == ' ')
        ++at;
}

bool looksLikeHost(std::string_view w) {
    // The host in front of a combined line is followed by the client: a name has a letter, an IP address has
    // none beyond the hexadecimal ones of IPv6.
    const std::size_t colon = w.find(':');
    const std::string_view name = w.substr(0, colon);
    bool letter = false;
    for (const char c : name)
        letter = letter || ((c | 32) >= 'a' && (c | 32) <= 'z');
    return letter && name.find('.') != std::string_view::npos;
}

} // namespace

LogLine LogLineReader::read(std::string_view line, LogRequest &request) {
    if (!line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    request = LogRequest();
    if (line.empty() || line.front() == '#')
        return directive(line);
    return m_columns.empty() ? combined(line, request) : w3c(line, request);
}

LogLine LogLineReader::directive(std::string_view line) {
    constexpr std::string_view Fields = "#Fields:";
    if (!text::startsWith(line, Fields))
        return LogLine::Directive;
    m_columns.clear();
    for (const std::string &name : text::split(text::trim(line.substr(Fields.size())), ' ')) {
        const std::string folded = text::lower(name);
        m_columns.push_back(folded == "cs-method"        ? Column::Method
                            : folded == "cs-uri-stem"    ? Column::Stem
                            : folded == "cs-uri-query"   ? Column::Query
                            : folded == "cs-host"        ? Column::Host
                            : folded == "sc-status"      ? Column::Status
                            : folded == "cs(user-agent)" ? Column::Agent
                            : folded == "cs(referer)"    ? Column::Referrer
                                                         : Column::Other);
    }
    return LogLine::Directive;
}

LogLine LogLineReader::w3c(std::string_view line, LogRequest &request) {
    std::size_t at = 0;
    std::string_view stem, query;
    std::size_t seen = 0;
    for (const Column column : m_columns) {
        if (at >= line.size())
            break;
        std::string_view value = word(line, at);
        ++seen;
        if (value == "-")
            value = {};
        switch (column) {
        case Column::Other:
            break;
        case Column::Method:
            request.method = value;
            break;
        case Column::Stem:
            stem = value;
            break;
        case Column::Query:
            query = value;
            break;
        case Column::Host:
            request.host = value;
            break;
        case Column::Status:
            request.status = number(value);
            break;
        case Column::Agent:
            request.agent = value;
            break;
        case Column::Referrer:
            request.referrer = value;
            break;
        }
    }
    if (seen != m_columns.size() || stem.empty() || stem.front() != '/')
        return LogLine::Malformed;
    request.target = stem;
    if (!query.empty()) {
        m_target.assign(stem);
        m_target += '?';
        m_target += query;
        request.target = m_target;
    }
    return LogLine::Request;
}

LogLine LogLineReader::combined(std::string_view line, LogRequest &request) {
    std::size_t at = 0;
    const std::string_view first = word(line, at);
    if (looksLikeHost(first)) {
        // A client by name looks the same; then the next word is "-", and no IP address.
        if (at < line.size() && line[at] != '-')
            request.host = first;
    }
    const void *bracket = at < line.size() ? std::memchr(line.data() + at, ']', line.size() - at) : nullptr;
    if (bracket == nullptr)
        return LogLine::Malformed;
    at = static_cast<std::size_t>(static_cast<const char *>(bracket) - line.data()) + 1;
    skipBlanks(line, at);
    const auto wholeRequest = quoted(line, at);
    if (!wholeRequest)
        return LogLine::Malformed;
    skipBlanks(line, at);
    request.status = number(word(line, at));
    std::size_t inside = 0;
    request.method = word(*wholeRequest, inside);
    request.target = word(*wholeRequest, inside);
    if (request.status == 0 || request.target.empty())
        return LogLine::Malformed;
    // "GET http://host/path HTTP/1.1", as proxies log it.
    if (request.target.front() != '/') {
        const std::size_t scheme = request.target.find("://");
        const std::size_t slash =
            scheme == std::string_view::npos ? scheme : request.target.find('/', scheme + 3);
        if (slash == std::string_view::npos)
            return LogLine::Malformed;
        request.host = request.target.substr(scheme + 3, slash - scheme - 3);
        request.target = request.target.substr(slash);
    }
    word(line, at); // bytes
    skipBlanks(line, at);
    if (const auto referrer = quoted(line, at)) {
        request.referrer = *referrer;
        skipBlanks(line, at);
        if (const auto agent = quoted(line, at))
            request.agent = *agent;
    }
    return LogLine::Request;
}

} // namespace guiyi::mapping
