// The parameters of a query, looked at where they stand.
#pragma once

#include "schema/base/text.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace guiyi {

/// Whether the name of a parameter is one of these, letters of either case.
template <std::size_t Count>
bool isOneOf(std::string_view name, const std::array<std::string_view, Count> &names) {
    return std::any_of(names.begin(), names.end(),
                       [name](std::string_view one) { return text::equalsIgnoreCase(name, one); });
}

/// Whether `holds(name, value)` of any parameter of a query (without its question mark), as written.
template <typename Predicate>
bool anyParameter(std::string_view query, Predicate holds) {
    for (std::size_t at = 0; at < query.size();) {
        const std::size_t end = std::min(query.find('&', at), query.size());
        const std::string_view whole = query.substr(at, end - at);
        const std::size_t equals = std::min(whole.find('='), whole.size());
        if (holds(whole.substr(0, equals), whole.substr(std::min(whole.size(), equals + 1))))
            return true;
        at = end + 1;
    }
    return false;
}

} // namespace guiyi
