// JSON as it goes out: keys in the order they are given, UTF-8, shortest numbers, the same bytes always.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi {

/// Writes one JSON value into a string. Commas are its business; keys and nesting are the caller's.
class JsonWriter {
public:
    JsonWriter &beginObject() { return open('{'); }
    JsonWriter &endObject() { return close('}'); }
    JsonWriter &beginArray() { return open('['); }
    JsonWriter &endArray() { return close(']'); }
    JsonWriter &key(std::string_view name);
    JsonWriter &string(std::string_view value);
    JsonWriter &number(std::int64_t value);
    JsonWriter &real(double value);
    JsonWriter &boolean(bool value);
    JsonWriter &null();
    /// Unknown values are empty inside and null outside.
    JsonWriter &textOrNull(std::string_view value) { return value.empty() ? null() : string(value); }
    JsonWriter &strings(const std::vector<std::string> &values);
    /// A value that is JSON already.
    JsonWriter &raw(std::string_view json);

    const std::string &text() const { return m_out; }
    std::string take();

private:
    JsonWriter &open(char bracket);
    JsonWriter &close(char bracket);
    void comma();
    std::string m_out;
    bool m_first = true;
};

/// `value` as a JSON string with its quotes.
void appendJsonString(std::string &out, std::string_view value);
/// Shortest decimal form that reads back as the same number.
std::string shortest(double value);

} // namespace guiyi
