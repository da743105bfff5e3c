// The URL value type: canonical by construction, used by capture, extraction, mapping and reports alike.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace guiyi {

/// An absolute http(s) address in canonical form: lower-case scheme and host, default port and fragment
/// removed, dot segments resolved, blanks and bytes outside ASCII percent-encoded (as UTF-8), percent
/// escapes in upper case, a path of at least "/". The query is kept as written. Value type, any thread.
class Url {
public:
    /// From an absolute address as people and pages write it ("HTTP:\\Host\a b.htm" is understood).
    /// Nothing when there is no host or the scheme is neither http nor https.
    static std::optional<Url> parse(std::string_view text);
    /// Resolves `href` against this page after RFC 3986 section 5.2 with the WHATWG leniencies (tabs and
    /// line ends removed, backslashes as slashes). Nothing for other schemes and for broken hosts.
    std::optional<Url> resolve(std::string_view href) const;
    /// From a host (with optional port) and a path with query that are already apart.
    static Url of(std::string_view scheme, std::string_view host, std::string_view pathAndQuery);

    const std::string &scheme() const { return m_scheme; }
    const std::string &host() const { return m_host; }     ///< with ":port" unless default
    const std::string &target() const { return m_target; } ///< path and query
    std::string_view path() const;
    std::string_view query() const; ///< without '?'; empty when none
    std::string text() const { return m_scheme + "://" + m_host + m_target; }

    Url withHost(std::string_view host) const;

    auto operator<=>(const Url &) const = default;

private:
    std::string m_scheme, m_host, m_target;
};

/// What an href is before any host is looked at.
enum class HrefForm { Http, Relative, Anchor, Mail, Script, Data, Other, Invalid };
HrefForm formOf(std::string_view href);

/// Percent-decodes; malformed escapes stay.
std::string percentDecode(std::string_view s);
/// Percent-encodes everything a path or query may not hold raw; existing escapes are upper-cased, not
/// doubled.
std::string percentNormalise(std::string_view s);

} // namespace guiyi
