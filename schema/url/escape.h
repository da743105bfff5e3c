// Percent-encoding as browsers do it (WHATWG URL standard, sections 1.3 and 4.1), and the octets of old
// Chinese encodings inside addresses.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace guiyi {

/// Which characters a part of an address must escape.
enum class UrlPart { Path, Query };

/// The value of a hexadecimal digit; -1 for anything else.
int hexDigit(char c);

/// Percent-decodes; malformed escapes stay.
std::string percentDecode(std::string_view s);
/// Percent-encodes what `part` may not hold raw, bytes outside ASCII included; existing escapes are put in
/// upper case and not doubled.
std::string percentNormalise(std::string_view s, UrlPart part = UrlPart::Path);

/// The query of an href on a page in `charset`: characters outside ASCII become the octets of that encoding,
/// those it lacks decimal character references, as browsers send them (WHATWG URL 4.4, "query state"; GBK has
/// no four-byte forms there). ASCII bytes stay as they are. UTF-8 for unknown encodings and an empty label.
std::string encodeQuery(std::string_view utf8, std::string_view charset);

/// `escaped` with its percent-encoded octets read as GB18030 and written as UTF-8, or the other way round:
/// the same address as another encoding spells it. Nothing when no octet is outside ASCII or they are not
/// valid in the encoding they would come from.
std::optional<std::string> otherOctets(std::string_view escaped);

} // namespace guiyi
