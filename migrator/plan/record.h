// A platform record as values: what should be, or what is. Both sides are made of the same fields in the same
// order, so that equal records have equal hashes and a difference can be shown field by field.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace guiyi {

/// Kinds of records in the order they are written: each refers only to earlier ones.
inline constexpr std::string_view RecordEntities[] = {"taxonomy", "tenant",  "column",
                                                      "file",     "article", "address"};

struct Record {
    std::string entity; ///< one of RecordEntities
    std::string key;    ///< stable identity, unique within the entity
    std::string site;   ///< owner; empty for the taxonomy
    std::string source; ///< old address
    std::string target; ///< new address
    std::string title;  ///< for people
    std::vector<std::pair<std::string_view, std::string>> fields; ///< names are literals; "" is NULL

    /// Value of a field; "" when there is none of that name.
    const std::string &field(std::string_view name) const;
    bool operator==(const Record &) const = default;
};

/// Stable hash of the fields (not of source, target and title, which say where the record came from).
std::string hashOf(const Record &record);

/// JSON object field -> [old, new] of the fields that differ. Long values are cut, with their length and
/// hash, so that a changed tail still shows.
std::string changesBetween(const Record &before, const Record &after);

} // namespace guiyi
