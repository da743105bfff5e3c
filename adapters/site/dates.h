// Dates as Chinese pages write them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace guiyi::site {

struct FoundDate {
    std::string iso;       ///< "2019-03-05", or "2019-03-05T08:05:00+08:00" when the text has a time
    std::size_t begin = 0; ///< bytes of the text it stands in
    std::size_t end = 0;
};

/// The first date at or after `from`: 2019-03-05, 2019/3/5, 2019.03.05, 2019年3月5日, 二〇一九年三月五日,
/// each with an optional time (08:05, 08:05:30, 8时5分). Full-width digits are understood. Impossible dates
/// and years outside 1949..2100 are passed over. Times are read as Beijing time (UTC+8).
std::optional<FoundDate> findDate(std::string_view text, std::size_t from = 0);

/// A date from digit groups of an address: "20190305", or year, month, day apart (month and day may be empty:
/// nothing).
std::optional<std::string> dateFromDigits(std::string_view year, std::string_view month,
                                          std::string_view day);

} // namespace guiyi::site
