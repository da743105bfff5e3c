#include "adapters/site/unshown_files.h"

#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::site {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

int number(std::string_view digits) {
    int n = 0;
    for (const char c : digits)
        n = n * 10 + (c - '0');
    return n;
}

/// Whether yyyymmdd is a day websites had.
bool isDay(std::string_view s) {
    const int year = number(s.substr(0, 4));
    const int month = number(s.substr(4, 2));
    const int day = number(s.substr(6, 2));
    return year >= 1990 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

std::string_view nameOf(std::string_view address) {
    return address.substr(address.rfind('/') + 1);
}

constexpr std::size_t DayLength = 8;
constexpr std::size_t ShortDayLength = 6;
constexpr std::size_t LeastNumber = 5; ///< digits; shorter numbers are counters within a page or a day

/// yyyymmdd of "2011-09-28T…"; empty for anything else.
std::string dayOf(std::string_view published) {
    std::string day = text::replaceAll(std::string(published.substr(0, 10)), "-", "");
    return day.size() == DayLength && std::all_of(day.begin(), day.end(), isDigit) ? day : std::string();
}

/// The runs of digits in a text.
std::vector<std::string_view> runsIn(std::string_view s) {
    std::vector<std::string_view> runs;
    for (std::size_t i = 0; i < s.size();) {
        std::size_t end = i;
        while (end < s.size() && isDigit(s[end]))
            ++end;
        if (end > i)
            runs.push_back(s.substr(i, end - i));
        i = std::max(end, i + 1);
    }
    return runs;
}

} // namespace

std::vector<std::string> daysIn(std::string_view address) {
    std::vector<std::string> days;
    const auto add = [&](std::string day) {
        if (day.size() == DayLength && isDay(day) && std::find(days.begin(), days.end(), day) == days.end())
            days.push_back(std::move(day));
    };
    const std::string_view path = address.substr(0, address.find('?'));
    // Folders: one that is a short day, or runs that stand next to each other and make up a day.
    std::string before;
    for (const std::string_view run : runsIn(path.substr(0, path.rfind('/') + 1))) {
        // 201109 is rather a month than the 9th of November 2020.
        if (run.size() == ShortDayLength && !isDay(std::string(run) + "01"))
            add("20" + std::string(run));
        add(std::string(run));
        before = before.size() + run.size() > DayLength || before.size() < 4 ? std::string(run)
                                                                             : before + std::string(run);
        add(before);
    }
    for (const std::string_view run : runsIn(nameOf(path))) {
        if (run.size() >= DayLength)
            add(std::string(run.substr(0, DayLength)));
        if (run.size() > DayLength && run.front() == '0')
            add(std::string(run.substr(1, DayLength)));
    }
    return days;
}

UnshownFiles::UnshownFiles(const SiteState &state) {
    for (const auto &[url, page] : state.pages) {
        if (!page.truncated || page.draft < 0)
            continue;
        if (const auto draft = state.drafts->read(page.draft))
            ++m_cutOff[dayOf(draft->article.published)];
    }
    if (m_cutOff.empty())
        return;
    for (const InventoryItem &item : state.inventory.items()) {
        const Resource &r = item.resource;
        const bool isFile = r.kind == ResourceKind::Image || r.kind == ResourceKind::Attachment;
        if (!isFile || item.named || state.attached.contains(r.url))
            continue;
        for (const std::string &day : daysIn(r.url))
            m_byDay[day].push_back(&r);
        const std::vector<std::string_view> runs = runsIn(nameOf(r.url));
        if (!runs.empty() && runs.front().size() >= LeastNumber)
            m_byNumber[std::string(runs.front())].push_back(&r);
    }
}

std::vector<const Resource *> UnshownFiles::of(const std::string &url, std::string_view published) const {
    const std::vector<std::string_view> runs = runsIn(nameOf(url));
    if (!runs.empty() && runs.back().size() >= LeastNumber) {
        if (const auto found = m_byNumber.find(std::string(runs.back())); found != m_byNumber.end())
            return found->second;
    }
    const std::string day = dayOf(published);
    const auto cutOff = m_cutOff.find(day);
    const auto found = m_byDay.find(day);
    const bool only = cutOff != m_cutOff.end() && cutOff->second == 1;
    return !day.empty() && only && found != m_byDay.end() ? found->second : std::vector<const Resource *>();
}

} // namespace guiyi::site
