#include "schema/base/json_writer.h"

#include <charconv>
#include <cmath>
#include <utility>

namespace guiyi {

void appendJsonString(std::string &out, std::string_view value) {
    static constexpr char Digits[] = "0123456789abcdef";
    out += '"';
    std::size_t plain = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const unsigned char c = static_cast<unsigned char>(value[i]);
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F)
            continue;
        out.append(value, plain, i - plain);
        plain = i + 1;
        out += '\\';
        switch (c) {
        case '"':
            out += '"';
            break;
        case '\\':
            out += '\\';
            break;
        case '\n':
            out += 'n';
            break;
        case '\r':
            out += 'r';
            break;
        case '\t':
            out += 't';
            break;
        default:
            out += "u00";
            out += Digits[c >> 4U];
            out += Digits[c & 15U];
        }
    }
    out.append(value, plain, value.size() - plain);
    out += '"';
}

std::string shortest(double value) {
    if (!std::isfinite(value))
        return "0";
    char buffer[40];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value);
    return {buffer, end.ptr};
}

void JsonWriter::comma() {
    if (!m_first)
        m_out += ',';
    m_first = false;
}

JsonWriter &JsonWriter::open(char bracket) {
    comma();
    m_out += bracket;
    m_first = true;
    return *this;
}

JsonWriter &JsonWriter::close(char bracket) {
    m_out += bracket;
    m_first = false;
    return *this;
}

JsonWriter &JsonWriter::key(std::string_view name) {
    comma();
    appendJsonString(m_out, name);
    m_out += ':';
    m_first = true;
    return *this;
}

JsonWriter &JsonWriter::string(std::string_view value) {
    comma();
    appendJsonString(m_out, value);
    return *this;
}

JsonWriter &JsonWriter::number(std::int64_t value) {
    comma();
    m_out += std::to_string(value);
    return *this;
}

JsonWriter &JsonWriter::real(double value) {
    comma();
    m_out += shortest(value);
    return *this;
}

JsonWriter &JsonWriter::boolean(bool value) {
    comma();
    m_out += value ? "true" : "false";
    return *this;
}

JsonWriter &JsonWriter::null() {
    comma();
    m_out += "null";
    return *this;
}

JsonWriter &JsonWriter::strings(const std::vector<std::string> &values) {
    beginArray();
    for (const std::string &value : values)
        string(value);
    return endArray();
}

JsonWriter &JsonWriter::raw(std::string_view json) {
    comma();
    m_out += json;
    return *this;
}

std::string JsonWriter::take() {
    m_first = true;
    return std::exchange(m_out, {});
}

} // namespace guiyi
