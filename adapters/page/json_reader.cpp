#include "adapters/page/json_reader.h"

#include "adapters/html/references.h"
#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::page {

namespace {

constexpr int DeepestValue = 40;
constexpr std::size_t MostValues = 20000;

class Reader {
public:
    explicit Reader(std::string_view source) : m_text(source) {}

    JsonValue read() {
        const std::size_t start = m_text.find_first_of("[{");
        if (start == std::string_view::npos)
            return {};
        m_at = start;
        return value(0);
    }

private:
    void skipBlanks() {
        while (m_at < m_text.size() && static_cast<unsigned char>(m_text[m_at]) <= ' ')
            ++m_at;
    }
    char peek() {
        skipBlanks();
        return m_at < m_text.size() ? m_text[m_at] : '\0';
    }

    /// The quote was not yet taken. Gives the bytes up to the closing quote.
    std::string_view quoted() {
        const std::size_t begin = ++m_at;
        while (m_at < m_text.size() && m_text[m_at] != '"')
            m_at += m_text[m_at] == '\\' ? 2 : 1;
        if (m_at > m_text.size())
            m_at = m_text.size();
        const std::string_view s = m_text.substr(begin, m_at - begin);
        if (m_at < m_text.size())
            ++m_at;
        return s;
    }

    JsonValue value(int depth) {
        JsonValue v;
        const char c = peek();
        if (depth > DeepestValue || ++m_count > MostValues) {
            m_at = m_text.size();
        } else if (c == '"') {
            v.kind = JsonValue::Kind::Text;
            v.raw = quoted();
        } else if (c == '{') {
            v.kind = JsonValue::Kind::Object;
            ++m_at;
            members(v, depth);
        } else if (c == '[') {
            v.kind = JsonValue::Kind::Array;
            ++m_at;
            items(v, depth);
        } else {
            const std::size_t begin = m_at;
            while (m_at < m_text.size() &&
                   std::string_view(",]}:\"").find(m_text[m_at]) == std::string_view::npos)
                ++m_at;
            v.raw = text::trim(m_text.substr(begin, m_at - begin));
            v.kind = v.raw.empty() || v.raw == "null" ? JsonValue::Kind::Nothing : JsonValue::Kind::Number;
        }
        return v;
    }

    void members(JsonValue &object, int depth) {
        for (;;) {
            const char c = peek();
            if (c == '\0')
                return;
            if (c == '}') {
                ++m_at;
                return;
            }
            if (c != '"') {
                ++m_at;
                continue;
            }
            const std::string_view key = quoted();
            if (peek() != ':')
                continue;
            ++m_at;
            object.members.push_back({key, value(depth + 1)});
        }
    }

    void items(JsonValue &array, int depth) {
        for (;;) {
            const char c = peek();
            if (c == '\0')
                return;
            if (c == ']') {
                ++m_at;
                return;
            }
            if (c == ',' || c == ':' || c == '}') {
                ++m_at;
                continue;
            }
            array.items.push_back(value(depth + 1));
        }
    }

    std::string_view m_text;
    std::size_t m_at = 0, m_count = 0;
};

int hexDigit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    const char l = static_cast<char>(c | 0x20);
    return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

/// Four hexadecimal digits at `at`; -1 when they are not there.
int codeUnit(std::string_view s, std::size_t at) {
    int value = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
        const int d = i < s.size() ? hexDigit(s[i]) : -1;
        if (d < 0)
            return -1;
        value = value * 16 + d;
    }
    return value;
}

/// Writers of JSON-LD escape for HTML first as often as not.
std::string resolveReferences(std::string s) {
    if (!text::contains(s, "&"))
        return s;
    std::string out;
    for (std::size_t at = 0; at < s.size();) {
        const std::size_t taken = s[at] == '&' ? html::readReference(s, at, false, out) : 0;
        if (taken == 0)
            out += s[at];
        at += std::max<std::size_t>(taken, 1);
    }
    return out;
}

/// Appends the character escaped at `at` (behind "\u") and moves `at` past it.
void appendEscaped(std::string &out, std::string_view s, std::size_t &at) {
    const int unit = codeUnit(s, at);
    if (unit < 0)
        return;
    at += 4;
    char32_t c = static_cast<char32_t>(unit);
    if (unit >= 0xD800 && unit < 0xDC00 && s.substr(at, 2) == "\\u") {
        const int low = codeUnit(s, at + 2);
        if (low >= 0xDC00 && low < 0xE000) {
            at += 6;
            c = 0x10000 + ((c - 0xD800) << 10) + (static_cast<char32_t>(low) - 0xDC00);
        }
    }
    text::append(out, c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
}

} // namespace

const JsonValue *JsonValue::find(std::string_view key) const {
    for (const auto &[name, value] : members) {
        if (name == key)
            return &value;
    }
    return nullptr;
}

std::string JsonValue::text() const {
    if (kind == Kind::Text)
        return text::collapse(unescapeJson(raw));
    return kind == Kind::Number ? std::string(raw) : std::string();
}

std::string JsonValue::textOf(std::string_view key) const {
    const JsonValue *value = find(key);
    return value == nullptr ? std::string() : value->text();
}

JsonValue readJson(std::string_view source) {
    return Reader(source).read();
}

std::string unescapeJson(std::string_view raw) {
    std::string out;
    out.reserve(raw.size());
    for (std::size_t at = 0; at < raw.size();) {
        const char c = raw[at++];
        if (c != '\\' || at >= raw.size()) {
            out += c;
            continue;
        }
        const char e = raw[at++];
        if (e == 'u')
            appendEscaped(out, raw, at);
        else if (e == 'n' || e == 'r')
            out += '\n';
        else if (e == 't')
            out += ' ';
        else
            out += e;
    }
    return resolveReferences(std::move(out));
}

} // namespace guiyi::page
