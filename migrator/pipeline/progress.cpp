#include "migrator/pipeline/progress.h"

#include "migrator/pipeline/words.h"
#include "schema/base/text.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <sys/ioctl.h>
#include <unistd.h>

namespace guiyi {

namespace {

constexpr std::chrono::milliseconds RedrawPause{100};
constexpr std::chrono::seconds LinePause{10};

double perSecond(const ProgressState &state) {
    const double seconds = std::chrono::duration<double>(state.elapsed).count();
    return seconds > 0 ? static_cast<double>(state.done) / seconds : 0;
}

std::string clock(double seconds) {
    constexpr std::int64_t Minute = 60, Hour = 3600;
    const auto whole = static_cast<std::int64_t>(std::ceil(seconds));
    const auto twoDigits = [](std::int64_t n) {
        return std::string(n < 10 ? "0" : "").append(std::to_string(n));
    };
    if (whole >= Hour)
        return std::to_string(whole / Hour) + ":" + twoDigits(whole % Hour / Minute) + ":" +
               twoDigits(whole % Minute);
    return std::to_string(whole / Minute) + ":" + twoDigits(whole % Minute);
}

std::string amount(const ProgressState &state) {
    const std::string unit = translated("Unit", state.unit);
    std::string out = grouped(state.done);
    if (state.total > 0)
        out.append("/").append(grouped(state.total));
    return out.append(" ").append(unit);
}

/// "812/s  0:12 left", or what of it can be said.
std::string pace(const ProgressState &state) {
    const double rate = perSecond(state);
    if (rate <= 0 || state.elapsed < std::chrono::seconds(1))
        return {};
    const std::string perSecondText =
        rate >= 10 ? grouped(std::llround(rate)) : text::fromQString(QString::number(rate, 'f', 1));
    std::string out("  ");
    out.append(perSecondText).append("/s");
    if (state.total > state.done) {
        const double left = static_cast<double>(state.total - state.done) / rate;
        out.append("  ").append(PipelineText::tr("%1 left").arg(text::toQString(clock(left))).toStdString());
    }
    return out;
}

bool isWide(char32_t c) {
    return text::isHan(c) || (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0x303E) ||
           (c >= 0x3041 && c <= 0x33FF) || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFE30 && c <= 0xFE4F) || (c >= 0xFF00 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6);
}

/// The first characters of `s` that fit into `width` cells.
std::string cut(std::string_view s, int width) {
    int used = 0;
    std::size_t at = 0;
    while (at < s.size()) {
        std::size_t after = at;
        used += isWide(text::next(s, after)) ? 2 : 1;
        if (used > width)
            break;
        at = after;
    }
    return std::string(s.substr(0, at));
}

} // namespace

std::string grouped(std::int64_t number) {
    std::string digits = std::to_string(number);
    const std::ptrdiff_t first = number < 0 ? 1 : 0;
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > first; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

int displayWidth(std::string_view s) {
    int width = 0;
    for (std::size_t at = 0; at < s.size();)
        width += isWide(text::next(s, at)) ? 2 : 1;
    return width;
}

std::string padded(std::string_view s, int width, bool right) {
    const auto blanks = static_cast<std::size_t>(std::max(0, width - displayWidth(s)));
    std::string out(right ? blanks : 0, ' ');
    out.append(s);
    out.append(right ? 0 : blanks, ' ');
    return out;
}

std::string progressBar(const ProgressState &state, int columns) {
    constexpr int BarWidth = 24;
    std::string line = translated("Stage", state.stage) + " ";
    if (state.total > 0) {
        const double share =
            std::clamp(static_cast<double>(state.done) / static_cast<double>(state.total), 0.0, 1.0);
        const auto filled = static_cast<std::size_t>(share * BarWidth);
        line += '[';
        line.append(filled, '#').append(BarWidth - filled, '-').append("] ");
        line += padded(std::to_string(static_cast<int>(share * 100)) + "%", 4, true) + "  ";
    }
    return cut(line + amount(state) + pace(state), columns);
}

std::string progressLine(const ProgressState &state) {
    return translated("Stage", state.stage) + ": " + amount(state) + pace(state);
}

TextProgress::TextProgress(std::ostream &out, int columns) : m_out(out), m_columns(columns) {}

void TextProgress::begin(const std::string &stage, std::int64_t total, const std::string &unit) {
    const std::lock_guard lock(m_mutex);
    m_state = {stage, unit, 0, total, {}};
    m_started = m_shown = Clock::now();
    m_running = true;
    if (m_columns > 0)
        show(false);
}

void TextProgress::addTotal(std::int64_t more) {
    const std::lock_guard lock(m_mutex);
    m_state.total += more;
}

void TextProgress::advance(std::int64_t count) {
    const std::lock_guard lock(m_mutex);
    m_state.done += count;
    const auto now = Clock::now();
    if (m_running && now - m_shown >= (m_columns > 0 ? RedrawPause : std::chrono::milliseconds(LinePause))) {
        m_shown = now;
        show(false);
    }
}

void TextProgress::end() {
    const std::lock_guard lock(m_mutex);
    if (!m_running)
        return;
    m_running = false;
    show(true);
}

void TextProgress::note(const std::string &line) {
    const std::lock_guard lock(m_mutex);
    wipe();
    m_out << line << '\n';
    if (m_running && m_columns > 0)
        show(false);
    m_out.flush();
}

void TextProgress::show(bool last) {
    m_state.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_started);
    if (m_columns > 0)
        wipe();
    if (m_columns > 0 && !last)
        m_out << progressBar(m_state, m_columns - 1);
    else
        m_out << progressLine(m_state) << '\n';
    m_out.flush();
}

void TextProgress::wipe() {
    if (m_columns > 0)
        m_out << "\r\033[K";
}

std::unique_ptr<Progress> progressForStandardError(bool silent) {
    if (silent)
        return std::make_unique<SilentProgress>();
    constexpr int UsualColumns = 80;
    int columns = 0;
    if (::isatty(STDERR_FILENO) == 1) {
        winsize size{};
        columns =
            ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : UsualColumns;
    }
    return std::make_unique<TextProgress>(std::cerr, columns);
}

} // namespace guiyi
