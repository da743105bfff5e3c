#include "adapters/site/dates.h"

#include "schema/base/text.h"

#include <array>
#include <cstdio>
#include <vector>

namespace guiyi::site {

namespace {

/// Walks a text by code points with one-step views; positions are bytes.
class Cursor {
public:
    Cursor(std::string_view s, std::size_t at) : m_text(s), m_at(at) {}
    bool atEnd() const { return m_at >= m_text.size(); }
    std::size_t position() const { return m_at; }
    char32_t peek() const {
        std::size_t p = m_at;
        return atEnd() ? 0 : text::next(m_text, p);
    }
    char32_t take() { return atEnd() ? 0 : text::next(m_text, m_at); }
    void skipBlanks() {
        while (!atEnd() && text::isBlank(peek()))
            take();
    }
    bool accept(char32_t c) {
        if (peek() != c)
            return false;
        take();
        return true;
    }

private:
    std::string_view m_text;
    std::size_t m_at;
};

int digitOf(char32_t c) {
    if (c >= '0' && c <= '9')
        return static_cast<int>(c - '0');
    if (c >= 0xFF10 && c <= 0xFF19)
        return static_cast<int>(c - 0xFF10);
    return -1;
}

/// 〇 as the standard has it, and what typists use for it.
int hanDigitOf(char32_t c) {
    switch (c) {
    case U'〇':
    case U'○':
    case U'О':
    case U'零':
    case U'Ｏ':
    case U'O':
        return 0;
    case U'一':
        return 1;
    case U'二':
        return 2;
    case U'三':
        return 3;
    case U'四':
        return 4;
    case U'五':
        return 5;
    case U'六':
        return 6;
    case U'七':
        return 7;
    case U'八':
        return 8;
    case U'九':
        return 9;
    default:
        return digitOf(c);
    }
}

/// Up to `most` Arabic digits; -1 when there is none.
int number(Cursor &in, int most) {
    int value = -1;
    for (int i = 0; i < most && digitOf(in.peek()) >= 0; ++i)
        value = (value < 0 ? 0 : value * 10) + digitOf(in.take());
    return value;
}

/// 一 … 三十一 (also 廿, 卅, and plain digits); -1 when there is none.
int hanNumber(Cursor &in) {
    int value = -1;
    for (int i = 0; i < 4; ++i) {
        const char32_t c = in.peek();
        if (c == U'十')
            value = value <= 0 ? 10 : value * 10;
        else if (c == U'廿')
            value = 20;
        else if (c == U'卅')
            value = 30;
        else if (hanDigitOf(c) > 0 || digitOf(c) == 0) {
            const int d = hanDigitOf(c);
            value = value < 0 ? d : value % 10 == 0 && value >= 10 ? value + d : value * 10 + d;
        } else {
            break;
        }
        in.take();
    }
    return value;
}

bool possible(int year, int month, int day) {
    static constexpr std::array<int, 12> Days = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1949 || year > 2100 || month < 1 || month > 12 || day < 1 || day > Days[month - 1])
        return false;
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month != 2 || day != 29 || leap;
}

std::string iso(int year, int month, int day, int hour = -1, int minute = 0, int second = 0) {
    char buffer[64];
    if (hour < 0)
        std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", year, month, day);
    else
        std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02dT%02d:%02d:%02d+08:00", year, month, day, hour,
                      minute, second);
    return buffer;
}

bool isColon(char32_t c) {
    return c == ':' || c == U'：';
}

/// A time directly behind a date; leaves the cursor where it was when there is none.
void readTime(Cursor &in, int &hour, int &minute, int &second) {
    Cursor t = in;
    t.skipBlanks();
    if (t.peek() == 'T')
        t.take();
    const int h = number(t, 2);
    if (h < 0 || h > 23)
        return;
    const bool han = t.peek() == U'时' || t.peek() == U'點' || t.peek() == U'点';
    if (!han && !isColon(t.peek()))
        return;
    t.take();
    const int m = number(t, 2);
    if (m > 59 || (m < 0 && !han))
        return;
    hour = h;
    minute = m < 0 ? 0 : m;
    if (han)
        t.accept(U'分');
    Cursor s = t;
    if (isColon(s.peek())) {
        s.take();
        const int value = number(s, 2);
        if (value >= 0 && value < 60) {
            second = value;
            t = s;
        }
    }
    in = t;
}

std::optional<FoundDate> dateAt(std::string_view s, std::size_t begin) {
    Cursor in(s, begin);
    int year = 0;
    for (int i = 0; i < 4; ++i) {
        const int d = hanDigitOf(in.take());
        if (d < 0)
            return std::nullopt;
        year = year * 10 + d;
    }
    const bool hanYear = digitOf(Cursor(s, begin).peek()) < 0;
    in.skipBlanks();
    int month = -1, day = -1;
    const char32_t separator = in.peek();
    if (separator == U'年') {
        in.take();
        in.skipBlanks();
        month = hanNumber(in);
        in.skipBlanks();
        if (!in.accept(U'月'))
            return std::nullopt;
        in.skipBlanks();
        day = hanNumber(in);
        in.skipBlanks();
        if (!in.accept(U'日') && !in.accept(U'号'))
            return std::nullopt;
    } else if (!hanYear && (separator == '-' || separator == '/' || separator == '.' || separator == U'－' ||
                            separator == U'．')) {
        in.take();
        in.skipBlanks();
        month = number(in, 2);
        in.skipBlanks();
        if (in.take() != separator)
            return std::nullopt;
        in.skipBlanks();
        day = number(in, 2);
        if (digitOf(in.peek()) >= 0)
            return std::nullopt;
    } else {
        return std::nullopt;
    }
    if (!possible(year, month, day))
        return std::nullopt;
    int hour = -1, minute = 0, second = 0;
    readTime(in, hour, minute, second);
    return FoundDate{iso(year, month, day, hour, minute, second), begin, in.position()};
}

} // namespace

std::optional<FoundDate> findDate(std::string_view s, std::size_t from) {
    bool afterDigit = false;
    for (std::size_t at = from; at < s.size();) {
        const std::size_t begin = at;
        const char32_t c = text::next(s, at);
        const bool digit = digitOf(c) >= 0;
        const int value = hanDigitOf(c);
        if (!afterDigit && (value == 1 || value == 2)) {
            if (auto found = dateAt(s, begin))
                return found;
        }
        afterDigit = digit;
    }
    return std::nullopt;
}

std::optional<std::string> dateFromDigits(std::string_view year, std::string_view month,
                                          std::string_view day) {
    const auto value = [](std::string_view s) {
        int v = 0;
        for (char c : s) {
            if (c < '0' || c > '9')
                return -1;
            v = v * 10 + (c - '0');
        }
        return s.empty() ? -1 : v;
    };
    if (year.size() == 8 && month.empty())
        return dateFromDigits(year.substr(0, 4), year.substr(4, 2), year.substr(6, 2));
    if (month.size() == 4 && day.empty())
        return dateFromDigits(year, month.substr(0, 2), month.substr(2, 2));
    const int y = value(year), m = value(month), d = value(day);
    if (!possible(y, m, d))
        return std::nullopt;
    return iso(y, m, d);
}

} // namespace guiyi::site
