#include "migrator/capture/traps.h"

#include "schema/base/byte_block.h"
#include "schema/base/text.h"
#include "schema/url/parameters.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <ctime>

namespace guiyi::capture {

namespace {

constexpr std::size_t LongestTarget = 2000;
constexpr std::size_t DeepestPath = 24;
constexpr unsigned MostRepeatedSegments = 3;
constexpr std::uint32_t SortBudget = 50;     ///< addresses of one script in an order somebody chose
constexpr std::uint32_t RepeatBudget = 200;  ///< pages of one shape before repetition counts
constexpr std::uint32_t CalendarBudget = 60; ///< months or days of one calendar outside of plausible years
constexpr std::size_t MostKinds = 64;
constexpr std::size_t MostShapes = 20000;
constexpr std::size_t Examples = 5;
constexpr int FirstYear = 1990;

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool sorts(std::string_view name) {
    static constexpr std::array<std::string_view, 10> Names{"sort", "order", "orderby", "sortby", "dir",
                                                            "desc", "asc",   "px",      "paixu",  "sorttype"};
    return isOneOf(name, Names);
}

/// A segment that comes three times, as in /a/b/a/b/a/b: relative links of a page served under any path.
bool nests(std::string_view path) {
    std::map<std::string, unsigned> segments;
    for (const std::string &segment : text::split(path, '/')) {
        if (!segment.empty() && ++segments[segment] > MostRepeatedSegments)
            return true;
    }
    return false;
}

/// `text` without its digits, in `buffer`, which keeps its room.
std::string_view withoutDigits(std::string_view text, std::string &buffer) {
    using text::Block;
    using text::Step;
    const Block::Byte nine('9'), belowZero('0' - 1);
    if (buffer.size() < text.size())
        buffer.resize(text.size());
    char *out = buffer.data();
    std::size_t at = 0;
    for (; text.size() - at >= Step; at += Step) {
        const Block block(text.data() + at);
        const std::uint64_t digits = block.isUpTo(nine) & ~block.isUpTo(belowZero);
        for (unsigned i = 0; i < Step;) {
            const auto run = std::min(static_cast<unsigned>(std::countr_zero(digits >> i)),
                                      static_cast<unsigned>(Step) - i);
            out = std::copy_n(text.data() + at + i, run, out);
            i += run;
            i += i < Step ? static_cast<unsigned>(std::countr_one(digits >> i)) : 0;
        }
    }
    out = std::remove_copy_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), out, isDigit);
    return std::string_view(buffer).substr(0, static_cast<std::size_t>(out - buffer.data()));
}

/// A year in a parameter that no document of the site can have.
bool isFarYear(std::string_view name, std::string_view value) {
    static constexpr std::array<std::string_view, 6> Names{"year", "y", "date", "month", "day", "nian"};
    if (value.size() < 4 || !std::all_of(value.begin(), value.begin() + 4, isDigit) || !isOneOf(name, Names))
        return false;
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    const int year = std::atoi(std::string(value.substr(0, 4)).c_str());
    return year < FirstYear || year > utc.tm_year + 1900 + 1;
}

} // namespace

std::string shapeOfAddress(const Url &url) {
    std::string shape;
    for (const char c : url.path()) {
        if (!isDigit(c))
            shape += c;
        else if (shape.empty() || shape.back() != '0')
            shape += '0';
    }
    if (url.query().empty())
        return shape;
    std::vector<std::string> names;
    for (const std::string &pair : text::split(url.query(), '&'))
        names.push_back(text::lower(pair.substr(0, pair.find('='))));
    std::sort(names.begin(), names.end());
    return shape + "?" + text::join(names, "&");
}

bool Traps::refuse(const std::string &rule, const std::string &message, const std::string &shape,
                   const Url &url) {
    Trap &trap = m_traps[rule + " " + shape];
    trap.rule = rule;
    trap.message = message;
    ++trap.refused;
    if (trap.examples.size() < Examples)
        trap.examples.push_back(url.text());
    return false;
}

bool Traps::allows(const Url &url) {
    if (url.target().size() > LongestTarget)
        return refuse("trap.length", "addresses longer than 2000 bytes", "", url);
    const std::string_view path = url.path();
    const auto folders = static_cast<std::size_t>(std::count(path.begin(), path.end(), '/'));
    if (folders > DeepestPath || (folders > MostRepeatedSegments && nests(path)))
        return refuse("trap.nesting",
                      "paths that repeat a folder more than three times or are deeper than 24", "", url);
    if (url.query().empty()) // shapes are those of addresses with a query
        return true;
    const std::string key = shapeOfAddress(url);
    const auto known = m_shapes.find(key);
    if (known != m_shapes.end() && known->second.pages >= RepeatBudget &&
        known->second.repeats * 10 > known->second.pages * 9)
        return refuse("trap.repeating",
                      "more than nine of ten pages of this kind say the same but for numbers, after " +
                          std::to_string(RepeatBudget) + " of them",
                      key, url);
    const bool far = anyParameter(url.query(), isFarYear);
    const bool sorted =
        anyParameter(url.query(), [](std::string_view name, std::string_view) { return sorts(name); });
    if (!far && !sorted)
        return true;
    if (m_shapes.size() >= MostShapes)
        return true;
    const std::uint32_t asked = ++m_shapes[(far ? "far " : "sort ") + key].asked;
    if (far && asked > CalendarBudget)
        return refuse("trap.calendar", "dates before 1990 or in the future, after 60 of them", key, url);
    if (sorted && asked > SortBudget)
        return refuse("trap.sorting", "the same list in another order, after 50 of them", key, url);
    return true;
}

void Traps::learn(const Url &url, std::string_view body) {
    // Static pages are as many as there are files; only what a program makes is endless.
    if (url.query().empty() || (m_shapes.size() >= MostShapes))
        return;
    const std::string_view plain = withoutDigits(body, m_plain);
    const auto kind = static_cast<std::uint32_t>(XXH3_64bits(plain.data(), plain.size()));
    Shape &shape = m_shapes[shapeOfAddress(url)];
    ++shape.pages;
    if (std::find(shape.kinds.begin(), shape.kinds.end(), kind) != shape.kinds.end())
        ++shape.repeats;
    else if (shape.kinds.size() < MostKinds)
        shape.kinds.push_back(kind);
}

std::string Traps::saved() const {
    std::vector<std::string> lines;
    for (const auto &[key, shape] : m_shapes) {
        std::string line = "shape\t" + key;
        for (const std::uint32_t number : {shape.asked, shape.pages, shape.repeats})
            line += "\t" + std::to_string(number);
        for (const std::uint32_t kind : shape.kinds)
            line += "\t" + std::to_string(kind);
        lines.push_back(std::move(line));
    }
    std::sort(lines.begin(), lines.end());
    for (const auto &[key, trap] : m_traps)
        lines.push_back(text::join({"trap", key, trap.rule, trap.message, std::to_string(trap.refused),
                                    text::join(trap.examples, "\t")},
                                   "\t"));
    return lines.empty() ? std::string() : text::join(lines, "\n") + "\n";
}

void Traps::restore(std::string_view saved) {
    constexpr std::size_t ShapeFields = 5, TrapFields = 5;
    for (const std::string &line : text::split(saved, '\n')) {
        const std::vector<std::string> fields = text::split(line, '\t');
        const auto number = [&](std::size_t i) {
            return static_cast<std::uint32_t>(std::strtoul(fields[i].c_str(), nullptr, 10));
        };
        if (fields.size() >= ShapeFields && fields[0] == "shape") {
            Shape &shape = m_shapes[fields[1]];
            shape = {number(2), number(3), number(4), {}};
            for (std::size_t i = ShapeFields; i < fields.size(); ++i)
                shape.kinds.push_back(number(i));
        } else if (fields.size() >= TrapFields && fields[0] == "trap") {
            m_traps[fields[1]] = {
                fields[2], fields[3], number(4), {fields.begin() + TrapFields, fields.end()}};
        }
    }
}

} // namespace guiyi::capture
