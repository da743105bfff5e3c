// The host of an address: letters, IDN, IPv4 and IPv6 as browsers read them, and what a registry sells.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace guiyi {

/// A host name in canonical ASCII form, after the host parser of the WHATWG URL standard (3.5): percent
/// escapes decoded, full-width forms and other scripts by UTS #46 (non-transitional) to "xn--", lower case,
/// IPv4 in dotted decimal whatever the notation, IPv6 in brackets and compressed after RFC 5952. Final dots
/// are dropped: they name the same host. Nothing for forbidden characters and broken addresses. No port.
std::optional<std::string> parseHost(std::string_view written);

/// The form people read: "xn--…" labels in their own script (政务.cn). Other hosts as they are.
std::string displayHost(std::string_view host);

/// What `host` is an address of, not a name.
enum class HostForm { Name, Ipv4, Ipv6 };
HostForm formOfHost(std::string_view host);

/// The host without ":port".
std::string_view withoutPort(std::string_view host);

/// The public suffix of a canonical host by the list of publicsuffix.org as the system has it ("gov.cn",
/// "xn--zfr164b"); empty for IP addresses.
std::string publicSuffix(std::string_view host);
/// The name someone registered: the suffix and one label ("gz.gov.cn"); empty when the host is a suffix
/// itself or an address.
std::string registrableDomain(std::string_view host);

} // namespace guiyi
