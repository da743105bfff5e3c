#include "adapters/page/date_text.h"

#include "adapters/site/dates.h"
#include "schema/base/text.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <unordered_map>

namespace guiyi::page {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80) != 0;
}

/// Month names and their usual abbreviations in lower case.
int monthOf(std::string_view word) {
    static const std::unordered_map<std::string_view, int> Months = [] {
        constexpr std::array<std::string_view, 12> Names = {
            "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari ocak января январь "
            "січня styczeń stycznia led leden ledna januára tammikuu tammikuuta ianuarie január jaanuar "
            "ιανουαρίου siječnja januarja",
            "february feb februar februari fevrier février févr fév febrero febbraio fevereiro fev şubat "
            "февраля февраль лютого luty lutego únor února februára helmikuu helmikuuta februarie február "
            "φεβρουαρίου veljače februarja",
            "march mar märz maerz mrz mars marzo março marco maart mrt mart марта март березня marzec marca "
            "březen března maaliskuu maaliskuuta martie március μαρτίου ožujka",
            "april apr avril avr abril abr aprile nisan апреля апрель квітня kwiecień kwietnia duben dubna "
            "apríla huhtikuu huhtikuuta aprilie április απριλίου travnja",
            "may mai mayo maggio mag maio mei maj mayıs мая май травня maja květen května mája toukokuu "
            "toukokuuta május μαΐου μαίου svibnja",
            "june jun juni juin junio giugno giu junho haziran июня июнь червня czerwiec czerwca červen "
            "června júna kesäkuu kesäkuuta iunie június ιουνίου lipnja junija",
            "july jul juli juillet juil julio luglio lug julho temmuz июля июль липня lipiec lipca červenec "
            "července júla heinäkuu heinäkuuta iulie július ιουλίου srpnja julija",
            "august aug août aout agosto ago augustus augusti ağustos августа август серпня sierpień "
            "sierpnia srpen srpna augusta elokuu elokuuta augusztus αυγούστου kolovoza avgusta",
            "september sep sept septembre septiembre setiembre settembre set setembro eylül сентября "
            "сентябрь вересня wrzesień września září septembra syyskuu syyskuuta septembrie szeptember "
            "σεπτεμβρίου rujna",
            "october oct oktober okt octobre octubre ottobre ott outubro out ekim октября октябрь жовтня "
            "październik października říjen října októbra lokakuu lokakuuta octombrie október οκτωβρίου "
            "listopada oktobra",
            "november nov novembre noviembre novembro kasım ноября ноябрь листопада listopad listopadu "
            "novembra marraskuu marraskuuta noiembrie νοεμβρίου studenoga novembra",
            "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro aralık декабря "
            "декабрь грудня grudzień grudnia prosinec prosince decembra joulukuu joulukuuta decembrie "
            "δεκεμβρίου prosinca"};
        std::unordered_map<std::string_view, int> map;
        for (std::size_t m = 0; m < Names.size(); ++m) {
            std::string_view rest = Names[m];
            while (!rest.empty()) {
                const std::size_t blank = std::min(rest.find(' '), rest.size());
                map.emplace(rest.substr(0, blank), static_cast<int>(m) + 1);
                rest.remove_prefix(std::min(blank + 1, rest.size()));
            }
        }
        return map;
    }();
    const auto found = Months.find(word);
    return found == Months.end() ? 0 : found->second;
}

bool possible(int year, int month, int day) {
    static constexpr std::array<int, 12> Days = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1900 || year > 2100 || month < 1 || month > 12 || day < 1 ||
        day > Days[static_cast<std::size_t>(month - 1)])
        return false;
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month != 2 || day != 29 || leap;
}

std::string isoOf(int year, int month, int day) {
    char buffer[48];
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", year, month, day);
    return buffer;
}

/// Reads a date from its first character on.
class DateReader {
public:
    DateReader(std::string_view s, std::size_t at, DayOrder order)
        : m_text(s), m_begin(at), m_at(at), m_order(order) {}

    std::optional<TextDate> read() {
        if (!isDigit(m_text[m_at]))
            return monthFirst();
        int digits = 0;
        const int first = number(digits);
        if (digits == 4)
            return yearFirst(first);
        if (digits <= 2)
            return dayFirst(first);
        return std::nullopt;
    }

private:
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool accept(std::string_view s) {
        if (m_text.substr(m_at, s.size()) != s)
            return false;
        m_at += s.size();
        return true;
    }
    void skipBlanks() {
        for (;;) {
            if (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r')
                ++m_at;
            else if (!accept("\xC2\xA0"))
                return;
        }
    }
    int number(int &digits) {
        int value = 0;
        for (digits = 0; isDigit(peek()) && digits < 9; ++digits)
            value = value * 10 + (m_text[m_at++] - '0');
        return digits == 0 ? -1 : value;
    }
    std::string word() {
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && isLetter(m_text[m_at]) && m_at - begin < 40)
            ++m_at;
        return text::lower(m_text.substr(begin, m_at - begin));
    }

    std::optional<TextDate> finish(int year, int month, int day) {
        if (isDigit(peek()) || !possible(year, month, day))
            return std::nullopt;
        TextDate date{isoOf(year, month, day), m_begin, m_at};
        readTime(date);
        return date;
    }

    /// "T08:05:30+01:00", " 08:05".
    void readTime(TextDate &date) {
        if (!accept("T"))
            accept(" ");
        int digits = 0;
        const int hour = number(digits);
        if (digits != 2 || hour > 23 || !accept(":"))
            return;
        const int minute = number(digits);
        if (digits != 2 || minute > 59)
            return;
        int second = 0;
        if (accept(":")) {
            second = number(digits);
            if (digits != 2 || second > 59)
                second = 0;
            if (accept("."))
                number(digits);
        }
        char buffer[48];
        std::snprintf(buffer, sizeof buffer, "T%02d:%02d:%02d", hour, minute, second);
        date.iso += buffer;
        date.end = m_at;
        readZone(date);
    }
    void readZone(TextDate &date) {
        if (accept("Z")) {
            date.iso += 'Z';
        } else if (peek() == '+' || peek() == '-') {
            const char sign = m_text[m_at++];
            int digits = 0;
            int value = number(digits);
            if (digits == 2 && accept(":"))
                value = value * 100 + std::max(0, number(digits));
            if (value < 0 || value > 1400)
                return;
            char buffer[32];
            std::snprintf(buffer, sizeof buffer, "%c%02d:%02d", sign, value / 100, value % 100);
            date.iso += buffer;
        } else {
            return;
        }
        date.end = m_at;
    }

    std::optional<TextDate> yearFirst(int year) {
        int digits = 0;
        const std::size_t afterYear = m_at;
        const char separator = peek();
        if (separator == '-' || separator == '/' || separator == '.') {
            ++m_at;
            skipBlanks();
            const int month = number(digits);
            if (digits < 1 || digits > 2)
                return std::nullopt;
            skipBlanks();
            if (!accept(std::string_view(&separator, 1)))
                return std::nullopt;
            skipBlanks();
            const int day = number(digits);
            if (digits < 1 || digits > 2)
                return std::nullopt;
            return finish(year, month, day);
        }
        skipBlanks();
        if (accept("년"))
            return korean(year);
        m_at = afterYear;
        return chinese();
    }

    std::optional<TextDate> korean(int year) {
        int digits = 0;
        skipBlanks();
        const int month = number(digits);
        skipBlanks();
        if (!accept("월"))
            return std::nullopt;
        skipBlanks();
        const int day = number(digits);
        return finish(year, month, day);
    }

    /// 2019年3月5日 and what else the dates of Chinese pages may be.
    std::optional<TextDate> chinese() const {
        if (const auto found =
                site::findDate(m_text.substr(0, std::min(m_text.size(), m_begin + 60)), m_begin);
            found && found->begin == m_begin)
            return TextDate{found->iso, found->begin, found->end};
        return std::nullopt;
    }

    static int fullYear(int year, int digits) {
        if (digits == 4)
            return year;
        if (digits != 2)
            return -1;
        return year < 40 ? 2000 + year : year >= 90 ? 1900 + year : -1;
    }

    std::optional<TextDate> dayFirst(int first) {
        if (first < 1 || first > 31)
            return std::nullopt;
        int digits = 0;
        const std::size_t back = m_at;
        const char separator = peek();
        if (separator == '.' || separator == '/' || separator == '-') {
            ++m_at;
            skipBlanks();
            if (isDigit(peek())) {
                const int second = number(digits);
                skipBlanks();
                if (digits <= 2 && peek() == separator) {
                    ++m_at;
                    skipBlanks();
                    const int year = number(digits);
                    if (m_order == DayOrder::YearFirst && digits <= 2)
                        return finish(fullYear(first, 2), second, year);
                    return dayAndMonth(first, second, fullYear(year, digits), separator);
                }
                return std::nullopt;
            }
            m_at = back;
        }
        return dayThenName(first);
    }

    std::optional<TextDate> dayAndMonth(int first, int second, int year, char separator) {
        const bool swap = second > 12 || (first <= 12 && separator != '.' && m_order == DayOrder::MonthFirst);
        return swap ? finish(year, first, second) : finish(year, second, first);
    }

    /// The little words and marks between day, month and year, and the ordinal behind a day.
    void skipFiller() {
        static constexpr std::array<std::string_view, 11> Fillers = {".",   "º",   "ª",   ",",    "-", "/",
                                                                     "of ", "de ", "di ", "del ", "'"};
        for (std::string_view ordinal : {"st", "nd", "rd", "th", "er"}) {
            if (m_text.substr(m_at, 2) == ordinal &&
                !(m_at + 2 < m_text.size() && isLetter(m_text[m_at + 2])))
                m_at += 2;
        }
        for (bool found = true; found;) {
            found = false;
            skipBlanks();
            for (std::string_view filler : Fillers) {
                if (m_text.substr(m_at, filler.size()) == filler) {
                    m_at += filler.size();
                    found = true;
                    break;
                }
            }
        }
    }

    std::optional<TextDate> dayThenName(int day) {
        skipFiller();
        if (!isLetter(peek()))
            return std::nullopt;
        const int month = monthOf(word());
        if (month == 0)
            return std::nullopt;
        skipFiller();
        int digits = 0;
        const int year = number(digits);
        return finish(fullYear(year, digits), month, day);
    }

    std::optional<TextDate> monthFirst() {
        const int month = monthOf(word());
        if (month == 0)
            return std::nullopt;
        skipFiller();
        int digits = 0;
        const int day = number(digits);
        if (digits < 1 || digits > 2)
            return std::nullopt;
        skipFiller();
        const int year = number(digits);
        if (digits != 4)
            return std::nullopt;
        return finish(year, month, day);
    }

    std::string_view m_text;
    std::size_t m_begin, m_at;
    DayOrder m_order;
};

int digitsAt(std::string_view s, std::size_t at, std::size_t count) {
    int value = 0;
    if (at + count > s.size())
        return -1;
    for (std::size_t i = at; i < at + count; ++i) {
        if (!isDigit(s[i]))
            return -1;
        value = value * 10 + (s[i] - '0');
    }
    return value;
}

std::optional<std::string> compactDay(std::string_view s, std::size_t at) {
    const int year = digitsAt(s, at, 4), month = digitsAt(s, at + 4, 2), day = digitsAt(s, at + 6, 2);
    if (year < 1990 || !possible(year, month, day))
        return std::nullopt;
    return isoOf(year, month, day);
}

std::optional<TextDate> fromEpoch(std::string_view digits) {
    std::int64_t value = 0;
    for (char c : digits)
        value = value * 10 + (c - '0');
    const auto seconds = static_cast<std::time_t>(digits.size() == 13 ? value / 1000 : value);
    std::tm parts{};
    if (gmtime_r(&seconds, &parts) == nullptr)
        return std::nullopt;
    return TextDate{isoOf(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday), 0, digits.size()};
}

} // namespace

std::optional<TextDate> findTextDate(std::string_view s, DayOrder order, std::size_t from) {
    bool inWord = false, inNumber = false;
    for (std::size_t at = from; at < s.size(); ++at) {
        const char c = s[at];
        const bool digit = isDigit(c), letter = isLetter(c);
        const bool starts = (digit && !inNumber) || (letter && !inWord);
        if (starts) {
            if (const auto found = DateReader(s, at, order).read())
                return found;
            // Years in Han digits, and the marks of Chinese text, are letters to the rest of this.
            const auto byte = static_cast<unsigned char>(c);
            if (byte == 0xE3 || byte == 0xE4) {
                const auto found = site::findDate(s.substr(0, std::min(s.size(), at + 60)), at);
                if (found && found->begin == at)
                    return TextDate{found->iso, found->begin, found->end};
            }
        }
        inNumber = digit;
        // Han characters are no word: the next one may begin a date.
        inWord = letter && static_cast<unsigned char>(c) < 0xE3;
    }
    return std::nullopt;
}

std::optional<TextDate> readMachineDate(std::string_view value, DayOrder order) {
    const std::string_view s = text::trim(value);
    const bool allDigits = !s.empty() && s.find_first_not_of("0123456789") == std::string_view::npos;
    if (allDigits && (s.size() == 8 || s.size() == 12 || s.size() == 14)) {
        if (const auto day = compactDay(s, 0))
            return TextDate{*day, 0, s.size()};
        return std::nullopt;
    }
    if (allDigits && (s.size() == 10 || s.size() == 13))
        return fromEpoch(s);
    if (s.size() >= 15 && s[8] == 'T') { // 20190305T080500Z
        if (const auto day = compactDay(s, 0))
            return TextDate{*day, 0, s.size()};
    }
    return findTextDate(s, order);
}

std::optional<std::string> dateInAddress(std::string_view address) {
    if (const std::size_t inner = address.rfind("http"); inner != std::string_view::npos)
        address.remove_prefix(inner);
    const std::size_t host = address.find("://");
    std::size_t at = host == std::string_view::npos ? 0 : address.find('/', host + 3);
    for (; at < address.size(); ++at) {
        if (!isDigit(address[at]) || (at > 0 && isDigit(address[at - 1])))
            continue;
        std::size_t end = at;
        while (end < address.size() && isDigit(address[end]))
            ++end;
        if (end - at == 4) { // 2019/03/05, 2019-03/05, 2019/0305
            std::size_t m = end;
            const auto separator = [&](std::size_t i) {
                return i < address.size() &&
                       (address[i] == '/' || address[i] == '-' || address[i] == '_' || address[i] == '.');
            };
            if (separator(m)) {
                ++m;
                std::size_t monthEnd = m;
                while (monthEnd < address.size() && isDigit(address[monthEnd]))
                    ++monthEnd;
                const int year = digitsAt(address, at, 4);
                if (monthEnd - m == 4 && year >= 1990 &&
                    possible(year, digitsAt(address, m, 2), digitsAt(address, m + 2, 2)))
                    return isoOf(year, digitsAt(address, m, 2), digitsAt(address, m + 2, 2));
                if (monthEnd - m <= 2 && monthEnd > m && separator(monthEnd)) {
                    std::size_t dayEnd = monthEnd + 1;
                    while (dayEnd < address.size() && isDigit(address[dayEnd]))
                        ++dayEnd;
                    const std::size_t dayDigits = dayEnd - monthEnd - 1;
                    const int month = digitsAt(address, m, monthEnd - m);
                    const int day =
                        dayDigits >= 1 && dayDigits <= 2 ? digitsAt(address, monthEnd + 1, dayDigits) : -1;
                    if (year >= 1990 && possible(year, month, day))
                        return isoOf(year, month, day);
                }
            }
        } else if (end - at == 8) {
            if (auto day = compactDay(address, at))
                return day;
        } else if (end - at == 6 && end < address.size() && address[end] == '/') { // 201903/05
            const int year = digitsAt(address, at, 4), month = digitsAt(address, at + 4, 2);
            const int day = digitsAt(address, end + 1, 2);
            const bool ends = end + 3 >= address.size() || !isDigit(address[end + 3]);
            if (year >= 1990 && ends && possible(year, month, day))
                return isoOf(year, month, day);
        }
        at = end;
    }
    return std::nullopt;
}

} // namespace guiyi::page
