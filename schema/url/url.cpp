#include "schema/url/url.h"

#include "schema/base/text.h"

#include <vector>

namespace guiyi {

namespace {

int hexValue(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

constexpr char HexDigits[] = "0123456789ABCDEF";

/// Leniencies of the WHATWG URL standard 4.4: ends trimmed, tab and line ends removed anywhere.
std::string clean(std::string_view href) {
    const std::string_view trimmed = text::trim(href);
    std::string out;
    out.reserve(trimmed.size());
    bool inQuery = false;
    for (char c : trimmed) {
        if (c == '\t' || c == '\n' || c == '\r')
            continue;
        inQuery = inQuery || c == '?' || c == '#';
        out += c == '\\' && !inQuery ? '/' : c;
    }
    return out;
}

/// The scheme of `s` in lower case, or "" when it has none (RFC 3986 section 3.1).
std::string schemeOf(std::string_view s) {
    if (s.empty() || !((s[0] | 32) >= 'a' && (s[0] | 32) <= 'z'))
        return {};
    for (std::size_t i = 1; i < s.size(); ++i) {
        const char c = s[i];
        if (c == ':')
            return text::lower(s.substr(0, i));
        const bool allowed = ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
                             c == '-' || c == '.';
        if (!allowed)
            return {};
    }
    return {};
}

std::string normaliseHost(std::string_view scheme, std::string_view authority) {
    const std::size_t at = authority.rfind('@');
    if (at != std::string_view::npos)
        authority.remove_prefix(at + 1);
    std::string host = text::lower(text::halfWidth(authority));
    const std::size_t colon = host.rfind(':');
    if (colon != std::string::npos) {
        const std::string port = host.substr(colon + 1);
        if (port.empty() || (scheme == "http" && port == "80") || (scheme == "https" && port == "443"))
            host.resize(colon);
        else if (port.find_first_not_of("0123456789") != std::string::npos)
            return {};
    }
    while (!host.empty() && host.back() == '.')
        host.pop_back();
    for (char c : host) {
        if (c == ' ' || c == '<' || c == '>' || c == '"' || c == '%')
            return {};
    }
    return host;
}

std::string removeDotSegments(std::string_view path) {
    std::vector<std::string_view> kept;
    bool directory = false;
    std::size_t begin = 1;
    while (begin <= path.size()) {
        std::size_t end = path.find('/', begin);
        if (end == std::string_view::npos)
            end = path.size();
        const std::string_view segment = path.substr(begin, end - begin);
        const bool last = end == path.size();
        if (segment == "..") {
            if (!kept.empty())
                kept.pop_back();
            directory = last;
        } else if (segment == ".") {
            directory = last;
        } else {
            kept.push_back(segment);
            directory = false;
        }
        begin = end + 1;
    }
    std::string out;
    for (std::string_view segment : kept) {
        out += '/';
        out += segment;
    }
    if (directory || out.empty())
        out += '/';
    return out;
}

} // namespace

std::string percentDecode(std::string_view s) {
    std::string out;
    out.reserve(s.size());
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (s[i] == '%' && i + 2 < s.size() && hexValue(s[i + 1]) >= 0 && hexValue(s[i + 2]) >= 0) {
            out += static_cast<char>(hexValue(s[i + 1]) * 16 + hexValue(s[i + 2]));
            i += 2;
        } else {
            out += s[i];
        }
    }
    return out;
}

std::string percentNormalise(std::string_view s) {
    std::string out;
    out.reserve(s.size());
    for (std::size_t i = 0; i < s.size(); ++i) {
        const unsigned char c = static_cast<unsigned char>(s[i]);
        if (c == '%' && i + 2 < s.size() && hexValue(s[i + 1]) >= 0 && hexValue(s[i + 2]) >= 0) {
            out += '%';
            out += HexDigits[hexValue(s[i + 1])];
            out += HexDigits[hexValue(s[i + 2])];
            i += 2;
        } else if (c <= 0x20 || c >= 0x7F || c == '"' || c == '<' || c == '>' || c == '`' || c == '{' ||
                   c == '}' || c == '^' || c == '|' || c == '\\') {
            out += '%';
            out += HexDigits[c >> 4];
            out += HexDigits[c & 15];
        } else {
            out += s[i];
        }
    }
    return out;
}

Url Url::of(std::string_view scheme, std::string_view host, std::string_view pathAndQuery) {
    Url u;
    u.m_scheme = text::lower(scheme);
    u.m_host = normaliseHost(u.m_scheme, host);
    const std::size_t hash = pathAndQuery.find('#');
    if (hash != std::string_view::npos)
        pathAndQuery = pathAndQuery.substr(0, hash);
    const std::size_t mark = pathAndQuery.find('?');
    const std::string_view path = pathAndQuery.substr(0, mark);
    u.m_target = removeDotSegments(
        percentNormalise(text::startsWith(path, "/") ? std::string(path) : "/" + std::string(path)));
    if (mark != std::string_view::npos && mark + 1 < pathAndQuery.size())
        u.m_target += percentNormalise(pathAndQuery.substr(mark));
    return u;
}

std::optional<Url> Url::parse(std::string_view text) {
    const std::string s = clean(text);
    const std::string scheme = schemeOf(s);
    if (scheme != "http" && scheme != "https")
        return std::nullopt;
    std::size_t begin = scheme.size() + 1;
    // Pages write http:/host and http:////host; browsers read both as http://host (WHATWG URL 4.4, special
    // schemes).
    while (begin < s.size() && s[begin] == '/')
        ++begin;
    const std::size_t end = s.find_first_of("/?#", begin);
    const std::string_view authority =
        std::string_view(s).substr(begin, end == std::string::npos ? end : end - begin);
    Url u = of(scheme, authority,
               end == std::string::npos ? std::string_view("/") : std::string_view(s).substr(end));
    if (u.m_host.empty())
        return std::nullopt;
    return u;
}

std::optional<Url> Url::resolve(std::string_view href) const {
    const std::string s = clean(href);
    const std::string scheme = schemeOf(s);
    if (scheme == "http" || scheme == "https") {
        // "http:page.htm" without slashes is relative to a page of the same scheme.
        if (scheme == m_scheme && s.size() > scheme.size() + 1 && s[scheme.size() + 1] != '/')
            return resolve(std::string_view(s).substr(scheme.size() + 1));
        return parse(s);
    }
    if (!scheme.empty())
        return std::nullopt;
    if (s.empty())
        return *this;
    if (text::startsWith(s, "//"))
        return parse(m_scheme + ":" + s);
    if (s[0] == '#')
        return *this;
    if (s[0] == '/')
        return of(m_scheme, m_host, s);
    if (s[0] == '?')
        return of(m_scheme, m_host, std::string(path()) + s);
    const std::string_view base = path();
    return of(m_scheme, m_host, std::string(base.substr(0, base.rfind('/') + 1)) + s);
}

std::string_view Url::path() const {
    return std::string_view(m_target).substr(0, m_target.find('?'));
}

std::string_view Url::query() const {
    const std::size_t mark = m_target.find('?');
    return mark == std::string::npos ? std::string_view() : std::string_view(m_target).substr(mark + 1);
}

Url Url::withHost(std::string_view host) const {
    Url u = *this;
    u.m_host = normaliseHost(m_scheme, host);
    return u;
}

HrefForm formOf(std::string_view href) {
    const std::string s = clean(href);
    if (s.empty())
        return HrefForm::Invalid;
    if (s[0] == '#')
        return HrefForm::Anchor;
    const std::string scheme = schemeOf(s);
    if (scheme.empty())
        return HrefForm::Relative;
    if (scheme == "http" || scheme == "https")
        return Url::parse(s) || (s.size() > scheme.size() + 1 && s[scheme.size() + 1] != '/')
                   ? HrefForm::Http
                   : HrefForm::Invalid;
    if (scheme == "mailto")
        return HrefForm::Mail;
    if (scheme == "javascript" || scheme == "vbscript")
        return HrefForm::Script;
    if (scheme == "data")
        return HrefForm::Data;
    return HrefForm::Other;
}

} // namespace guiyi
