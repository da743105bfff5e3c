#include "schema/url/url.h"

#include "schema/base/byte_set.h"
#include "schema/base/text.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace guiyi {

namespace {

/// Leniencies of the WHATWG URL standard 4.4: ends trimmed, tab and line ends removed anywhere.
std::string clean(std::string_view href) {
    std::string_view trimmed = text::trim(href);
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
    while (!trimmed.empty() && isControl(trimmed.front()))
        trimmed = text::trim(trimmed.substr(1));
    while (!trimmed.empty() && isControl(trimmed.back()))
        trimmed = text::trim(trimmed.substr(0, trimmed.size() - 1));
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

bool onlyDigits(std::string_view s) {
    return s.find_first_not_of("0123456789") == std::string_view::npos;
}

/// A host in lower case of letters, digits, dots and hyphens, its last label no number.
bool isCanonicalName(std::string_view host) {
    const auto isLetter = [](char c) { return c >= 'a' && c <= 'z'; };
    const std::string_view last = host.substr(host.rfind('.') + 1);
    return !last.empty() && isLetter(last.front()) && std::all_of(host.begin(), host.end(), [&](char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-';
    });
}

/// What stands as it is in a canonical path and query. No '%': escapes have a case and may hide dots.
constexpr ByteSet PlainTarget = ByteSet::graphic() - ByteSet("\"#%<>\\^`{|}'");

/// Host and port of an authority, in canonical form; empty when broken.
std::string normaliseHost(std::string_view scheme, std::string_view authority) {
    if (isCanonicalName(authority) && !text::contains(authority, "xn--"))
        return std::string(authority);
    const std::size_t at = authority.rfind('@');
    if (at != std::string_view::npos)
        authority.remove_prefix(at + 1);
    const std::string_view name = withoutPort(authority);
    std::string_view port = authority.substr(std::min(authority.size(), name.size() + 1));
    if (name.empty() || !onlyDigits(port))
        return {};
    while (port.size() > 1 && port.front() == '0')
        port.remove_prefix(1);
    if (port.size() > 5 || (port.size() == 5 && port > "65535"))
        return {};
    std::optional<std::string> host = parseHost(name);
    if (!host)
        return {};
    if (port.empty() || (scheme == "http" && port == "80") || (scheme == "https" && port == "443"))
        return *host;
    return *host + ":" + std::string(port);
}

/// "." also as "%2E" (WHATWG URL 4.3, "single-dot path segment").
bool isSingleDot(std::string_view segment) {
    return segment == "." || segment == "%2E";
}

bool isDoubleDot(std::string_view segment) {
    return segment == ".." || segment == ".%2E" || segment == "%2E." || segment == "%2E%2E";
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
        if (isDoubleDot(segment)) {
            if (!kept.empty())
                kept.pop_back();
            directory = last;
        } else if (isSingleDot(segment)) {
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

/// Plain bytes, no dot segment, no empty query.
bool Url::isCanonicalTarget(std::string_view pathAndQuery) {
    for (std::size_t i = 0; i < pathAndQuery.size(); ++i) {
        if (!PlainTarget.has(pathAndQuery[i]) ||
            (pathAndQuery[i] == '.' && i > 0 && pathAndQuery[i - 1] == '/'))
            return false;
    }
    return pathAndQuery.back() != '?';
}

Url Url::of(std::string_view scheme, std::string_view host, std::string_view pathAndQuery) {
    Url u;
    u.m_scheme = text::lower(scheme);
    u.m_host = normaliseHost(u.m_scheme, host);
    if (text::startsWith(pathAndQuery, "/") && isCanonicalTarget(pathAndQuery)) {
        u.m_target = pathAndQuery;
        return u;
    }
    const std::size_t hash = pathAndQuery.find('#');
    if (hash != std::string_view::npos)
        pathAndQuery = pathAndQuery.substr(0, hash);
    const std::size_t mark = pathAndQuery.find('?');
    const std::string_view path = pathAndQuery.substr(0, mark);
    u.m_target = removeDotSegments(
        percentNormalise(text::startsWith(path, "/") ? std::string(path) : "/" + std::string(path)));
    if (mark != std::string_view::npos && mark + 1 < pathAndQuery.size())
        u.m_target += percentNormalise(pathAndQuery.substr(mark), UrlPart::Query);
    return u;
}

namespace {

/// `s` with its query in the page's encoding; the fragment goes, canonical addresses have none.
std::string inCharset(std::string_view s, std::string_view charset) {
    const std::string_view whole = s.substr(0, s.find('#'));
    const std::size_t mark = whole.find('?');
    if (charset.empty() || mark == std::string_view::npos)
        return std::string(whole);
    return std::string(whole.substr(0, mark)) + encodeQuery(whole.substr(mark), charset);
}

} // namespace

std::optional<Url> Url::parse(std::string_view text) {
    // Maps and ledgers hold millions of addresses that are canonical already: those are only cut.
    const std::size_t scheme = text.starts_with("http://") ? 4 : text.starts_with("https://") ? 5 : 0;
    const std::size_t host = scheme + 3;
    const std::size_t target = scheme == 0 ? text.npos : text.find('/', host);
    if (target == text.npos || !isCanonicalName(text.substr(host, target - host)) ||
        !isCanonicalTarget(text.substr(target)))
        return parseClean(clean(text), {});
    Url u;
    u.m_scheme = text.substr(0, scheme);
    u.m_host = text.substr(host, target - host);
    u.m_target = text.substr(target);
    return u;
}

namespace {

/// Where most links lead: to a path of plain bytes, without a scheme, a host or dot segments. Empty for all
/// others.
std::string plainTarget(std::string_view base, std::string_view href) {
    if (href.empty() || href[0] == '?' || text::startsWith(href, "//") ||
        href.find(':') != std::string_view::npos)
        return {};
    std::string target;
    const std::string_view folder = href[0] == '/' ? std::string_view() : base.substr(0, base.rfind('/') + 1);
    target.reserve(folder.size() + href.size());
    target += folder;
    target += href;
    return Url::isCanonicalTarget(target) ? target : std::string();
}

} // namespace

std::optional<Url> Url::parseClean(const std::string &s, std::string_view charset) {
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
    Url u =
        of(scheme, authority,
           end == std::string::npos ? std::string("/") : inCharset(std::string_view(s).substr(end), charset));
    if (u.m_host.empty())
        return std::nullopt;
    return u;
}

std::optional<Url> Url::resolve(std::string_view href, std::string_view charset) const {
    if (std::string target = plainTarget(path(), href); !target.empty()) {
        Url u;
        u.m_scheme = m_scheme;
        u.m_host = m_host;
        u.m_target = std::move(target);
        return u;
    }
    const std::string s = clean(href);
    const std::string scheme = schemeOf(s);
    std::string_view rest = s;
    if (scheme == "http" || scheme == "https") {
        // "http:page.htm" without slashes is relative to a page of the same scheme.
        if (scheme != m_scheme || text::startsWith(rest.substr(scheme.size() + 1), "/"))
            return text::startsWith(rest.substr(scheme.size() + 1), "/") &&
                           !text::startsWith(rest.substr(scheme.size() + 1), "//") && scheme == m_scheme
                       ? of(m_scheme, m_host, inCharset(rest.substr(scheme.size() + 1), charset))
                       : parseClean(s, charset);
        rest.remove_prefix(scheme.size() + 1);
    } else if (!scheme.empty()) {
        return std::nullopt;
    }
    if (rest.empty() || rest[0] == '#')
        return *this;
    if (text::startsWith(rest, "//"))
        return parseClean(m_scheme + ":" + std::string(rest), charset);
    if (rest[0] == '/')
        return of(m_scheme, m_host, inCharset(rest, charset));
    if (rest[0] == '?')
        return of(m_scheme, m_host, std::string(path()) + inCharset(rest, charset));
    const std::string_view base = path();
    return of(m_scheme, m_host, std::string(base.substr(0, base.rfind('/') + 1)) + inCharset(rest, charset));
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

Url Url::withTarget(std::string_view pathAndQuery) const {
    Url u = of(m_scheme, {}, pathAndQuery);
    u.m_host = m_host;
    return u;
}

std::optional<Url> Url::withOtherOctets() const {
    const auto other = otherOctets(m_target);
    return other ? std::optional(withTarget(*other)) : std::nullopt;
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
