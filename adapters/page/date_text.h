// Dates in running text, addresses and machine-made values, in the languages of the web.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace guiyi::page {

/// How dates of three small numbers are meant; YearFirst is East Asia's: 18-03-08.
enum class DayOrder { DayFirst, MonthFirst, YearFirst };

struct TextDate {
    std::string iso;       ///< yyyy-mm-dd, with Thh:mm:ss and the zone as far as they are written
    std::size_t begin = 0; ///< bytes of the text it stands in
    std::size_t end = 0;
    std::string_view day() const { return std::string_view(iso).substr(0, 10); }
};

/// The first date at or after `from`: 2019-03-05 (also with / and .), 5.3.2019, 3/5/19, 5 March 2019,
/// March 5th, 2019, 5 de marzo de 2019, 2019年3月5日 and its forms in Han digits, 2019년 3월 5일. Two-digit
/// years are of 1990..2039. `order` decides where both numbers could be the day. Impossible dates are passed
/// over.
std::optional<TextDate> findTextDate(std::string_view text, DayOrder order, std::size_t from = 0);

/// A value made for machines: one of the above, 20190305, 20190305080500, seconds or milliseconds since 1970.
std::optional<TextDate> readMachineDate(std::string_view value, DayOrder order);

/// The day in an address: /2019/03/05/, /2019-03/05/, 20190305, t20190305_1.html. An address that holds
/// another one (an archive's) speaks by the inner one.
std::optional<std::string> dateInAddress(std::string_view address);

} // namespace guiyi::page
