// The words, names and values SQL statements are made of.
#pragma once

#include "adapters/cms/sql_dump.h"
#include "schema/base/text.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace guiyi::cms {

inline bool isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\v';
}
inline bool isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

/// How far a piece of the text could be read.
enum class Reading { Whole, Cut, Malformed };

/// Reads pieces of SQL from `text`, never beyond its end; Cut means that more text is needed.
class Pieces {
public:
    Pieces(std::string_view text, std::size_t at, SqlDialect dialect)
        : m_text(text), m_at(at), m_sqlServer(dialect == SqlDialect::SqlServer) {}

    bool sqlServer() const { return m_sqlServer; }

    std::size_t at() const { return m_at; }
    bool atEnd() const { return m_at >= m_text.size(); }
    char peek() const { return m_text[m_at]; }
    void step() { ++m_at; }

    /// Passes blanks and comments. A comment that is not closed is Cut.
    Reading space() {
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (isSpace(c)) {
                ++m_at;
            } else if ((c == '#' && !m_sqlServer) || startsLineComment()) {
                const std::size_t end = m_text.find('\n', m_at);
                if (end == std::string_view::npos)
                    return Reading::Cut;
                m_at = end + 1;
            } else if (m_text.substr(m_at, 2) == "/*") {
                const std::size_t end = m_text.find("*/", m_at + 2);
                if (end == std::string_view::npos)
                    return Reading::Cut;
                m_at = end + 2;
            } else {
                // "-" and "/" at the very end may begin a comment
                return m_at + 2 >= m_text.size() && (c == '-' || c == '/') ? Reading::Cut : Reading::Whole;
            }
        }
        return Reading::Cut;
    }

    /// A bare word in lower case; empty when none stands here.
    std::string word() {
        std::size_t end = m_at;
        while (end < m_text.size() && isWordCharacter(m_text[end]))
            ++end;
        std::string word = text::lower(m_text.substr(m_at, end - m_at));
        m_at = end;
        return word;
    }

    /// A name, in backticks, double quotes, brackets or bare, with its database left out.
    Reading name(std::string &name) {
        for (;;) {
            name.clear();
            if (atEnd())
                return Reading::Cut;
            const char open = peek();
            if (open == '`' || open == '"' || open == '[') {
                const char close = open == '[' ? ']' : open;
                for (std::size_t p = m_at + 1;; ++p) {
                    if (p >= m_text.size())
                        return Reading::Cut;
                    if (m_text[p] == close) {
                        if (p + 1 < m_text.size() && m_text[p + 1] == close)
                            ++p;
                        else {
                            m_at = p + 1;
                            break;
                        }
                    }
                    name += m_text[p];
                }
            } else {
                const std::size_t begin = m_at;
                while (!atEnd() && isWordCharacter(peek()))
                    step();
                name = m_text.substr(begin, m_at - begin);
            }
            if (atEnd())
                return Reading::Cut;
            if (peek() != '.')
                return name.empty() ? Reading::Malformed : Reading::Whole;
            step();
        }
    }

    /// A string literal in its quotes, unescaped as MySQL does.
    Reading quoted(std::string &value) {
        const char quote = peek();
        std::size_t p = m_at + 1;
        for (;;) {
            std::size_t stop = p;
            while (stop < m_text.size() && m_text[stop] != quote && (m_sqlServer || m_text[stop] != '\\'))
                ++stop;
            value.append(m_text, p, stop - p);
            if (stop + 1 >= m_text.size())
                return Reading::Cut; // a quote at the very end may be the first of two
            if (m_text[stop] == '\\') {
                appendEscaped(value, m_text[stop + 1]);
                p = stop + 2;
            } else if (m_text[stop + 1] == quote) {
                value += quote;
                p = stop + 2;
            } else {
                m_at = stop + 1;
                return Reading::Whole;
            }
        }
    }

    /// A value of a row: a literal, NULL, or anything else up to the next comma or parenthesis.
    Reading cell(Cell &cell) {
        if (const Reading r = space(); r != Reading::Whole)
            return r;
        const char c = peek();
        if (c == '\'' || c == '"') {
            cell.emplace();
            return quoted(*cell);
        }
        const std::size_t begin = m_at;
        int depth = 0;
        while (!atEnd() && (depth > 0 || (peek() != ',' && peek() != ')'))) {
            if (peek() == '\'' || peek() == '"') {
                std::string literal;
                const std::string before = text::lower(m_text.substr(begin, m_at - begin));
                if (const Reading r = quoted(literal); r != Reading::Whole)
                    return r;
                if (depth == 0 && isIntroducer(before)) {
                    cell = before == "x" ? bytesOfHex(literal) : before == "b" ? bitsOf(literal) : literal;
                    return Reading::Whole;
                }
                continue;
            }
            depth += peek() == '(' ? 1 : peek() == ')' ? -1 : 0;
            step();
        }
        if (atEnd())
            return Reading::Cut;
        if (m_sqlServer && text::startsWith(text::lower(m_text.substr(begin, 5)), "cast(")) {
            cell = castValue(m_text.substr(begin + 5, m_at - begin - 5));
            return Reading::Whole;
        }
        std::string_view bare = text::trim(m_text.substr(begin, m_at - begin));
        if (const std::size_t blank = bare.find(' '); blank != std::string_view::npos &&
                                                      isIntroducer(text::lower(bare.substr(0, blank))) &&
                                                      text::trim(bare.substr(blank)).starts_with("0x"))
            bare = text::trim(bare.substr(blank)); // _utf8mb4 0x…
        if (bare.empty())
            return Reading::Malformed;
        if (text::equalsIgnoreCase(bare, "null"))
            cell.reset();
        else if (bare.size() > 2 && bare.starts_with("0x"))
            cell = bytesOfHex(bare.substr(2));
        else
            cell = std::string(bare);
        return Reading::Whole;
    }

    /// What `item` reads, parted by commas, from the parenthesis that opens here to the one that closes it.
    template <typename Item>
    Reading list(Item item) {
        for (;;) {
            step();
            if (const Reading r = space(); r != Reading::Whole)
                return r;
            if (const Reading r = item(); r != Reading::Whole)
                return r;
            if (const Reading r = space(); r != Reading::Whole)
                return r;
            if (peek() == ')') {
                step();
                return Reading::Whole;
            }
            if (peek() != ',')
                return Reading::Malformed;
        }
    }

    /// Up to and with the ';' that ends the statement, minding literals and comments.
    Reading restOfStatement() {
        while (true) {
            if (const Reading r = space(); r != Reading::Whole)
                return r;
            const char c = peek();
            if (c == ';') {
                step();
                return Reading::Whole;
            }
            if (m_sqlServer && startsBatchEnd())
                return m_at + 2 < m_text.size() ? (m_at += 2, Reading::Whole) : Reading::Cut;
            if (c == '\'' || c == '"') {
                std::string literal;
                if (const Reading r = quoted(literal); r != Reading::Whole)
                    return r;
            } else {
                step();
            }
        }
    }

    /// Whether a line begins here that is only "GO": the end of a batch of SQL Server.
    bool startsBatchEnd() const {
        const bool atLineBegin = m_at == 0 || m_text[m_at - 1] == '\n';
        return atLineBegin && text::equalsIgnoreCase(m_text.substr(m_at, 2), "go") &&
               (m_at + 2 >= m_text.size() || isSpace(m_text[m_at + 2]));
    }

private:
    bool startsLineComment() const {
        return m_text.substr(m_at, 2) == "--" && m_at + 2 < m_text.size() && isSpace(m_text[m_at + 2]);
    }
    /// What may stand before a literal: a charset, or the x and b of hexadecimal and bit values, or N.
    static bool isIntroducer(std::string_view before) {
        const std::string_view word = text::trim(before);
        return word == "x" || word == "b" || word == "n" || word == "_binary" ||
               (word.size() > 1 && word[0] == '_' &&
                std::all_of(word.begin(), word.end(), [](char c) { return isWordCharacter(c); }));
    }
    static void appendEscaped(std::string &value, char c) {
        switch (c) {
        case '0':
            value += '\0';
            break;
        case 'b':
            value += '\b';
            break;
        case 'n':
            value += '\n';
            break;
        case 'r':
            value += '\r';
            break;
        case 't':
            value += '\t';
            break;
        case 'Z':
            value += '\x1a';
            break;
        default:
            value += c;
        }
    }
    /// The value of `CAST(N'text' AS …)`, or the time of `CAST(0x… AS DateTime)`: days since 1900 and 300ths
    /// of a second.
    static std::string castValue(std::string_view inside) {
        if (const std::size_t open = inside.find('\''); open != std::string_view::npos)
            return text::replaceAll(std::string(inside.substr(open + 1, inside.rfind('\'') - open - 1)), "''",
                                    "'");
        const std::string_view value = text::trim(inside.substr(0, inside.find(' ')));
        if (!value.starts_with("0x") || value.size() != 18)
            return std::string(value);
        const std::string bytes = bytesOfHex(value.substr(2));
        std::int64_t days = 0, ticks = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            days = days * 256 + static_cast<unsigned char>(bytes[i]);
            ticks = ticks * 256 + static_cast<unsigned char>(bytes[i + 4]);
        }
        constexpr std::int64_t DaysTo1970 = 25'567, TicksPerSecond = 300, HoursEast = 8;
        return std::to_string((days - DaysTo1970) * 86'400 + ticks / TicksPerSecond - HoursEast * 3'600);
    }
    static int digitOf(char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : 0;
    }
    static std::string bytesOfHex(std::string_view digits) {
        std::string bytes;
        bytes.reserve(digits.size() / 2);
        for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
            bytes += static_cast<char>(digitOf(digits[i]) * 16 + digitOf(digits[i + 1]));
        return bytes;
    }
    static std::string bitsOf(std::string_view bits) {
        std::uint64_t value = 0;
        for (const char bit : bits)
            value = value * 2 + (bit == '1' ? 1 : 0);
        return std::to_string(value);
    }

    std::string_view m_text;
    std::size_t m_at;
    bool m_sqlServer;
};

} // namespace guiyi::cms
