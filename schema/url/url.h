// The URL value type: canonical by construction, used by capture, extraction, mapping and reports alike.
#pragma once

#include "schema/url/escape.h"
#include "schema/url/host.h"

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace guiyi {

/// An absolute http(s) address in canonical form, as the WHATWG URL standard parses and writes it, and
/// further: no user, default port, fragment or empty query, no final dot of the host, percent escapes in
/// upper case. Hosts are ASCII (IDN as "xn--"), dot segments resolved, blanks and bytes outside ASCII
/// percent-encoded (as UTF-8), the path is at least "/". Value type, any thread.
class Url {
public:
    /// From an absolute address as people and pages write it ("HTTP:\\Host\a b.htm" is understood).
    /// Nothing when there is no host or the scheme is neither http nor https.
    static std::optional<Url> parse(std::string_view text);
    /// Resolves `href` against this page after RFC 3986 section 5.2 with the WHATWG leniencies (tabs and
    /// line ends removed, backslashes as slashes). Nothing for other schemes and for broken hosts. `charset`
    /// is the page's encoding: the query of an href is written in it, as browsers do; empty: UTF-8.
    std::optional<Url> resolve(std::string_view href, std::string_view charset = {}) const;
    /// From a host (with optional port) and a path with query that are already apart.
    static Url of(std::string_view scheme, std::string_view host, std::string_view pathAndQuery);

    /// Whether a path with query that begins with "/" is what target() makes of it. Says so of most, not of
    /// all.
    static bool isCanonicalTarget(std::string_view pathAndQuery);

    const std::string &scheme() const { return m_scheme; }
    const std::string &host() const { return m_host; }     ///< with ":port" unless default
    const std::string &target() const { return m_target; } ///< path and query
    std::string_view path() const;
    std::string_view query() const; ///< without '?'; empty when none
    std::string text() const { return m_scheme + "://" + m_host + m_target; }

    Url withHost(std::string_view host) const;
    Url withTarget(std::string_view pathAndQuery) const;
    /// The same address with its octets in the other encoding: %C4%E3 (GBK) as %E4%BD%A0 (UTF-8) and back.
    /// Nothing when it has no octets outside ASCII or they are not valid.
    std::optional<Url> withOtherOctets() const;

    auto operator<=>(const Url &) const = default;

private:
    static std::optional<Url> parseClean(const std::string &s, std::string_view charset);
    std::string m_scheme, m_host, m_target;
};

/// What an href is before any host is looked at.
enum class HrefForm { Http, Relative, Anchor, Mail, Script, Data, Other, Invalid };
HrefForm formOf(std::string_view href);

} // namespace guiyi
