// The new addresses of columns, articles and files. Stable: made of what does not change between runs.
#pragma once

#include "mappings/urlmap/domains.h"

#include <functional>
#include <string>
#include <string_view>

namespace guiyi::mapping {

/// Says whether an address is already in use, by an old page of the same host or by another new one.
using AddressTaken = std::function<bool(std::string_view url)>;

/// "https://host/base/": the tenant's home page.
std::string homeAddress(const TenantAddress &tenant);
/// "https://host/base/c/0205/" for a standard column. "c" is no directory name any of the CMS we know uses.
std::string columnAddress(const TenantAddress &tenant, std::string_view code);
/// "https://host/base/content/2019/03/t20190305_0f3a9c21d4b7.html": the date of publication and 48 bits of a
/// hash of `stableId` (the canonical source address), so that it depends neither on the column nor on the
/// run. Without a date: "content/undated/t_<hash>.html". When `taken` says yes "_2", "_3", ... is added
/// before ".html".
std::string articleAddress(const TenantAddress &tenant, std::string_view stableId, std::string_view published,
                           const AddressTaken &taken = {});
/// "https://host/base/files/0f/0f3a9c….pdf": one address for one content (DR-023). `extension` with or
/// without its dot; anything but letters and digits, and what browsers would run (html, js, svg ...), is left
/// out.
std::string fileAddress(const TenantAddress &tenant, std::string_view sha256, std::string_view extension);

} // namespace guiyi::mapping
