// A lenient JSON reader for the data islands of pages, which are often not quite JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace guiyi::page {

struct JsonMember;

/// A JSON value whose texts are views into what was read.
struct JsonValue {
    enum class Kind { Nothing, Text, Number, Object, Array };
    Kind kind = Kind::Nothing;
    std::string_view raw; ///< of texts: between the quotes, escapes as written; of numbers and words: as is
    std::vector<JsonMember> members;
    std::vector<JsonValue> items;

    /// Null when there is no such member.
    const JsonValue *find(std::string_view key) const;
    /// The text with its escapes resolved and blanks collapsed; numbers as written; else empty.
    std::string text() const;
    /// As text(), of the member `key`.
    std::string textOf(std::string_view key) const;
};

struct JsonMember {
    std::string_view name;
    JsonValue value;
};

/// Reads the first value in `source`; what stands before the first bracket is passed over, a value that
/// breaks off keeps what came before. Never fails; depth and count are bounded.
JsonValue readJson(std::string_view source);

/// Escapes of a JSON string resolved, character references too; tags and blanks as they are.
std::string unescapeJson(std::string_view raw);

} // namespace guiyi::page
