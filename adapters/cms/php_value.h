// Settings as PHP programs store them, read as data only: nothing of them is ever run.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::cms {

struct PhpEntry;

/// A PHP value: a scalar in `text`, or an array or object in `entries`, in order.
struct PhpValue {
    bool isArray = false;
    bool isNull = false;
    std::string text;
    std::vector<PhpEntry> entries;

    /// The entry with this key; nothing when there is none.
    const PhpValue *find(std::string_view key) const;
};

/// One key of an array with its value.
struct PhpEntry {
    std::string key;
    PhpValue value;
};

/// Deepest nesting that is read; deeper values are refused.
constexpr int MaxPhpDepth = 64;

/// serialize(): `a:1:{s:1:"a";i:1;}`. Lengths that count bytes of another encoding (a GBK value in a UTF-8
/// dump) are mended by the closing quote. Nothing for what is broken.
std::optional<PhpValue> parseSerialized(std::string_view text);

/// var_export() and PHP source: `array ( 'a' => '1', … )` or `['a' => 1]`, an assignment or `return` before
/// it left out. Nothing for what is broken.
std::optional<PhpValue> parsePhpArray(std::string_view text);

} // namespace guiyi::cms
