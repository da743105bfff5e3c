#include "schema/url/host.h"

#include "schema/base/text.h"
#include "schema/url/escape.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <libpsl.h>
#include <memory>
#include <unicode/uidna.h>
#include <vector>

namespace guiyi {

namespace {

/// Forbidden domain code points of the WHATWG URL standard (3.1).
bool forbidden(char c) {
    const auto u = static_cast<unsigned char>(c);
    return u <= 0x20 || u == 0x7F || std::string_view("#/:<>?@[\\]^|%").find(c) != std::string_view::npos;
}

bool plainAscii(std::string_view s) {
    for (const char c : s) {
        if (static_cast<unsigned char>(c) >= 0x80)
            return false;
    }
    return true;
}

/// ICU's UTS #46 with what the WHATWG asks for; null when ICU has no data. Shared, immutable, any thread.
const UIDNA *idna() {
    static const std::unique_ptr<UIDNA, void (*)(UIDNA *)> instance(
        [] {
            UErrorCode error = U_ZERO_ERROR;
            const std::uint32_t options = UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
                                          UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE;
            return uidna_openUTS46(options, &error);
        }(),
        uidna_close);
    return instance.get();
}

using IdnaConversion = int32_t (*)(const UIDNA *, const char *, int32_t, char *, int32_t, UIDNAInfo *,
                                   UErrorCode *);

/// Nothing when a label is not allowed. Hyphens and lengths are not checked (WHATWG URL 3.3: CheckHyphens and
/// VerifyDnsLength are false).
std::optional<std::string> convert(IdnaConversion conversion, std::string_view name) {
    constexpr std::uint32_t tolerated = UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN |
                                        UIDNA_ERROR_HYPHEN_3_4 | UIDNA_ERROR_EMPTY_LABEL |
                                        UIDNA_ERROR_LABEL_TOO_LONG | UIDNA_ERROR_DOMAIN_NAME_TOO_LONG;
    // Page text is no name: without this bound a megabyte in place of a host would be converted.
    if (idna() == nullptr || name.size() > 4096)
        return std::nullopt;
    std::string out(name.size() * 4 + 64, '\0');
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UErrorCode error = U_ZERO_ERROR;
    const int32_t length = conversion(idna(), name.data(), static_cast<int32_t>(name.size()), out.data(),
                                      static_cast<int32_t>(out.size()), &info, &error);
    if (U_FAILURE(error) || (info.errors & ~tolerated) != 0 || length > static_cast<int32_t>(out.size()))
        return std::nullopt;
    out.resize(static_cast<std::size_t>(length));
    return out;
}

/// A number of an IPv4 address: decimal, 0x hexadecimal or 0 octal.
std::optional<std::uint64_t> ipv4Number(std::string_view s) {
    unsigned base = 10;
    if (s.size() >= 2 && s[0] == '0' && (s[1] | 32) == 'x') {
        s.remove_prefix(2);
        base = 16;
    } else if (s.size() >= 2 && s[0] == '0') {
        s.remove_prefix(1);
        base = 8;
    }
    std::uint64_t n = 0;
    for (const char c : s) {
        const int digit = hexDigit(c);
        if (digit < 0 || static_cast<unsigned>(digit) >= base)
            return std::nullopt;
        n = std::min<std::uint64_t>(n * base + static_cast<unsigned>(digit), 0xFFFFFFFFFFU); // too big anyway
    }
    return n;
}

bool allDigits(std::string_view s) {
    return !s.empty() && s.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The host's last label is a number: the whole is an IPv4 address or nothing.
bool endsInNumber(std::string_view host) {
    const std::string_view last = host.substr(host.rfind('.') + 1);
    return allDigits(last) ||
           (last.size() >= 2 && last[0] == '0' && (last[1] | 32) == 'x' && ipv4Number(last).has_value());
}

std::optional<std::string> parseIpv4(std::string_view host) {
    const std::vector<std::string> parts = text::split(host, '.');
    if (parts.size() > 4)
        return std::nullopt;
    std::uint64_t address = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto number = parts[i].empty() ? std::nullopt : ipv4Number(parts[i]);
        if (!number)
            return std::nullopt;
        const bool last = i + 1 == parts.size();
        const unsigned bits = last ? 8 * static_cast<unsigned>(5 - parts.size()) : 8;
        if (*number >= (std::uint64_t(1) << bits))
            return std::nullopt;
        address |= last ? *number : *number << (8 * (3 - i));
    }
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8)
        out += (out.empty() ? "" : ".") + std::to_string((address >> shift) & 255);
    return out;
}

using Ipv6 = std::array<std::uint16_t, 8>;

/// "1.2.3.4" at the end of an IPv6 address; no leading zeros.
bool readEmbeddedIpv4(std::string_view s, std::uint32_t &address) {
    const std::vector<std::string> parts = text::split(s, '.');
    if (parts.size() != 4)
        return false;
    address = 0;
    for (const std::string &part : parts) {
        if (!allDigits(part) || part.size() > 3 || (part.size() > 1 && part[0] == '0') ||
            std::stoi(part) > 255)
            return false;
        address = address << 8 | static_cast<std::uint32_t>(std::stoi(part));
    }
    return true;
}

/// WHATWG URL 3.5, the IPv6 parser; `s` without brackets.
std::optional<Ipv6> parseIpv6(std::string_view s) {
    Ipv6 pieces{};
    std::size_t count = 0;
    int compressedAt = -1;
    std::size_t i = 0;
    if (text::startsWith(s, ":")) {
        if (!text::startsWith(s, "::"))
            return std::nullopt;
        i = 2;
        compressedAt = 0;
    }
    while (i < s.size()) {
        if (count == 8)
            return std::nullopt;
        if (s[i] == ':') {
            if (compressedAt >= 0)
                return std::nullopt;
            ++i;
            compressedAt = static_cast<int>(count);
            continue;
        }
        unsigned value = 0;
        std::size_t n = 0;
        while (n < 4 && i + n < s.size() && hexDigit(s[i + n]) >= 0) {
            value = value * 16 + static_cast<unsigned>(hexDigit(s[i + n]));
            ++n;
        }
        if (i + n < s.size() && s[i + n] == '.') {
            std::uint32_t v4 = 0;
            if (n == 0 || count > 6 || !readEmbeddedIpv4(s.substr(i), v4))
                return std::nullopt;
            pieces[count++] = static_cast<std::uint16_t>(v4 >> 16);
            pieces[count++] = static_cast<std::uint16_t>(v4 & 0xFFFF);
            i = s.size();
            break;
        }
        if (n == 0)
            return std::nullopt;
        pieces[count++] = static_cast<std::uint16_t>(value);
        i += n;
        if (i < s.size()) {
            if (s[i] != ':' || i + 1 == s.size())
                return std::nullopt;
            ++i;
        }
    }
    if (compressedAt < 0)
        return count == 8 ? std::optional(pieces) : std::nullopt;
    if (count == 8)
        return std::nullopt;
    Ipv6 full{};
    const auto at = static_cast<std::size_t>(compressedAt);
    for (std::size_t k = 0; k < at; ++k)
        full[k] = pieces[k];
    for (std::size_t k = at; k < count; ++k)
        full[8 - count + k] = pieces[k];
    return full;
}

std::string writeIpv6(const Ipv6 &pieces) {
    std::size_t best = 8, bestLength = 1;
    for (std::size_t i = 0; i < 8; ++i) {
        std::size_t length = 0;
        while (i + length < 8 && pieces[i + length] == 0)
            ++length;
        if (length > bestLength) {
            best = i;
            bestLength = length;
        }
    }
    std::string out = "[";
    for (std::size_t i = 0; i < 8; ++i) {
        if (i == best) {
            out += i == 0 ? "::" : ":";
            i += bestLength - 1;
            continue;
        }
        char digits[5];
        std::size_t n = 0;
        for (unsigned v = pieces[i]; n == 0 || v != 0; v >>= 4)
            digits[n++] = "0123456789abcdef"[v & 15];
        while (n > 0)
            out += digits[--n];
        if (i < 7)
            out += ':';
    }
    return out + "]";
}

const psl_ctx_t *suffixList() {
    // The system's list when it is newer than the library's own; either is read once.
    static const std::unique_ptr<psl_ctx_t, void (*)(psl_ctx_t *)> list(psl_latest(nullptr), psl_free);
    return list ? list.get() : psl_builtin();
}

} // namespace

std::optional<std::string> parseHost(std::string_view written) {
    if (text::startsWith(written, "[")) {
        if (written.back() != ']')
            return std::nullopt;
        const auto address = parseIpv6(written.substr(1, written.size() - 2));
        return address ? std::optional(writeIpv6(*address)) : std::nullopt;
    }
    std::string host = text::contains(written, "%") ? percentDecode(written) : std::string(written);
    const bool ascii = plainAscii(host);
    if (ascii)
        host = text::lower(host);
    if (!ascii) {
        auto converted = convert(uidna_nameToASCII_UTF8, host);
        if (!converted)
            return std::nullopt;
        host = text::lower(*converted);
    }
    while (!host.empty() && host.back() == '.')
        host.pop_back();
    if (host.empty())
        return std::nullopt;
    for (const char c : host) {
        if (forbidden(c))
            return std::nullopt;
    }
    return endsInNumber(host) ? parseIpv4(host) : std::optional(std::move(host));
}

std::string displayHost(std::string_view host) {
    if (!text::contains(host, "xn--"))
        return std::string(host);
    const std::string_view name = withoutPort(host);
    return convert(uidna_nameToUnicodeUTF8, name).value_or(std::string(name)) +
           std::string(host.substr(name.size()));
}

HostForm formOfHost(std::string_view host) {
    if (text::startsWith(host, "["))
        return HostForm::Ipv6;
    const std::string_view name = withoutPort(host);
    return !name.empty() && endsInNumber(name) ? HostForm::Ipv4 : HostForm::Name;
}

std::string_view withoutPort(std::string_view host) {
    const std::size_t bracket = host.rfind(']');
    const std::size_t colon = host.rfind(':');
    if (colon == std::string_view::npos || (bracket != std::string_view::npos && colon < bracket))
        return host;
    return host.substr(0, colon);
}

std::string publicSuffix(std::string_view host) {
    if (formOfHost(host) != HostForm::Name)
        return {};
    const std::string name(withoutPort(host));
    const char *suffix = psl_unregistrable_domain(suffixList(), name.c_str());
    return suffix == nullptr ? std::string() : std::string(suffix);
}

std::string registrableDomain(std::string_view host) {
    if (formOfHost(host) != HostForm::Name)
        return {};
    const std::string name(withoutPort(host));
    const char *domain = psl_registrable_domain(suffixList(), name.c_str());
    return domain == nullptr ? std::string() : std::string(domain);
}

} // namespace guiyi
