#include "adapters/cms/php_value.h"

#include "schema/base/text.h"

#include <algorithm>
#include <charconv>

namespace guiyi::cms {

namespace {

class Serialized {
public:
    explicit Serialized(std::string_view text) : m_text(text) {}

    std::optional<PhpValue> whole() {
        PhpValue value;
        if (!read(value, 0))
            return std::nullopt;
        return value;
    }

private:
    bool take(char c) {
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }
    /// Text up to `stop`, which is passed.
    bool until(char stop, std::string_view &found) {
        const std::size_t end = m_text.find(stop, m_at);
        if (end == std::string_view::npos)
            return false;
        found = m_text.substr(m_at, end - m_at);
        m_at = end + 1;
        return true;
    }
    bool number(char stop, std::size_t &value) {
        std::string_view digits;
        if (!until(stop, digits))
            return false;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return error == std::errc() && end == digits.data() + digits.size();
    }
    /// A text of so many bytes in quotes, with `behind` after them.
    bool counted(std::string_view behind, std::string &value) {
        std::size_t length = 0;
        if (!number(':', length) || !take('"'))
            return false;
        const std::string closing = std::string("\"").append(behind);
        if (length > m_text.size() - m_at || m_text.substr(m_at + length, closing.size()) != closing) {
            const std::size_t end = m_text.find(closing, m_at);
            if (end == std::string_view::npos)
                return false;
            length = end - m_at;
        }
        value = m_text.substr(m_at, length);
        m_at += length + closing.size();
        return true;
    }

    bool read(PhpValue &value, int depth) {
        if (depth > MaxPhpDepth || m_at + 1 >= m_text.size())
            return false;
        const char kind = m_text[m_at];
        if (kind == 'N') {
            value.isNull = true;
            ++m_at;
            return take(';');
        }
        if (m_text[m_at + 1] != ':')
            return false;
        m_at += 2;
        std::string_view scalar;
        switch (kind) {
        case 'i':
        case 'b':
        case 'd':
        case 'r':
        case 'R':
            if (!until(';', scalar))
                return false;
            value.text = scalar;
            return true;
        case 's':
            return counted(";", value.text);
        case 'a':
            return entries(value, depth);
        case 'O': {
            std::string className;
            return counted(":", className) && entries(value, depth);
        }
        default:
            return false;
        }
    }

    bool entries(PhpValue &value, int depth) {
        std::size_t count = 0;
        if (!number(':', count) || !take('{'))
            return false;
        value.isArray = true;
        for (std::size_t i = 0; i < count; ++i) {
            PhpValue key;
            PhpValue entry;
            if (!read(key, depth + 1) || key.isArray || !read(entry, depth + 1))
                return false;
            value.entries.push_back({std::move(key.text), std::move(entry)});
        }
        return take('}');
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

class Source {
public:
    explicit Source(std::string_view text) : m_text(text) {}

    std::optional<PhpValue> whole() {
        const std::string lower = text::lower(m_text);
        m_at = std::min(lower.find("array"), lower.find('['));
        PhpValue value;
        if (m_at == std::string_view::npos || !read(value, 0) || !value.isArray)
            return std::nullopt;
        return value;
    }

private:
    void space() {
        while (m_at < m_text.size()) {
            if (std::string_view(" \t\r\n").find(m_text[m_at]) != std::string_view::npos)
                ++m_at;
            else if (m_text.substr(m_at, 2) == "//" || m_text[m_at] == '#')
                m_at = std::min(m_text.find('\n', m_at), m_text.size());
            else if (const std::size_t end = m_text.find("*/", m_at);
                     m_text.substr(m_at, 2) == "/*" && end != std::string_view::npos)
                m_at = end + 2;
            else
                return;
        }
    }
    bool atEnd() {
        space();
        return m_at >= m_text.size();
    }

    bool read(PhpValue &value, int depth) {
        if (depth > MaxPhpDepth || atEnd())
            return false;
        const char c = m_text[m_at];
        if (c == '\'' || c == '"')
            return quoted(c, value.text);
        if (c == '[') {
            ++m_at;
            return entries(']', value, depth);
        }
        const std::size_t begin = m_at;
        while (m_at < m_text.size() &&
               std::string_view(" \t\r\n,)]=>(").find(m_text[m_at]) == std::string_view::npos)
            ++m_at;
        const std::string word = text::lower(m_text.substr(begin, m_at - begin));
        if (word == "array") {
            if (atEnd() || m_text[m_at] != '(')
                return false;
            ++m_at;
            return entries(')', value, depth);
        }
        value.isNull = word == "null";
        value.text = word == "true"                    ? "1"
                     : word == "false" || value.isNull ? ""
                                                       : m_text.substr(begin, m_at - begin);
        return !word.empty();
    }

    bool quoted(char quote, std::string &value) {
        for (++m_at; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            if (c == quote) {
                ++m_at;
                return true;
            }
            if (c == '\\' && m_at + 1 < m_text.size()) {
                const char next = m_text[m_at + 1];
                // Single quotes know only \\ and \'.
                if (next == '\\' || next == quote)
                    ++m_at;
                else if (quote == '"' && (next == 'n' || next == 't' || next == 'r' || next == '$')) {
                    value += next == 'n' ? '\n' : next == 't' ? '\t' : next == 'r' ? '\r' : '$';
                    ++m_at;
                    continue;
                }
                value += m_text[m_at];
                continue;
            }
            value += c;
        }
        return false;
    }

    bool entries(char close, PhpValue &value, int depth) {
        value.isArray = true;
        std::int64_t index = 0;
        for (;;) {
            if (atEnd())
                return false;
            if (m_text[m_at] == close) {
                ++m_at;
                return true;
            }
            PhpValue first;
            if (!read(first, depth + 1) || atEnd())
                return false;
            if (m_text.substr(m_at, 2) == "=>") {
                m_at += 2;
                PhpValue entry;
                if (first.isArray || !read(entry, depth + 1))
                    return false;
                value.entries.push_back({first.text, std::move(entry)});
            } else {
                value.entries.push_back({std::to_string(index++), std::move(first)});
            }
            if (atEnd())
                return false;
            if (m_text[m_at] == ',')
                ++m_at;
            else if (m_text[m_at] != close)
                return false;
        }
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

const PhpValue *PhpValue::find(std::string_view key) const {
    const auto it =
        std::find_if(entries.begin(), entries.end(), [&](const PhpEntry &entry) { return entry.key == key; });
    return it == entries.end() ? nullptr : &it->value;
}

std::optional<PhpValue> parseSerialized(std::string_view text) {
    return Serialized(text::trim(text)).whole();
}

std::optional<PhpValue> parsePhpArray(std::string_view text) {
    return Source(text).whole();
}

} // namespace guiyi::cms
