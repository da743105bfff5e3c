// Progress for people: a bar with rate and time left on a terminal, plain lines elsewhere.
#pragma once

#include "migrator/pipeline/stage.h"

#include <chrono>
#include <iosfwd>
#include <memory>
#include <mutex>
#include <string>

namespace guiyi {

/// How far a stage is.
struct ProgressState {
    std::string stage, unit;
    std::int64_t done = 0;
    std::int64_t total = 0; ///< 0: unknown
    std::chrono::milliseconds elapsed{0};
};

/// One line of at most `columns` terminal cells: "extract [####----]  50%  1,200/2,400 pages  812/s  0:01
/// left".
std::string progressBar(const ProgressState &state, int columns);
/// The same facts without a bar, for logs.
std::string progressLine(const ProgressState &state);

/// Cells a text takes on a terminal: Han characters and full-width forms take two.
int displayWidth(std::string_view text);
/// `text` with blanks up to `width` cells.
std::string padded(std::string_view text, int width, bool right = false);
/// 1234567 → "1,234,567".
std::string grouped(std::int64_t number);

/// Says nothing, for --json and tests.
class SilentProgress final : public Progress {
public:
    void begin(const std::string &, std::int64_t, const std::string &) override {}
    void addTotal(std::int64_t) override {}
    void advance(std::int64_t) override {}
    void end() override {}
    void note(const std::string &) override {}
};

/// Writes to `out`: redraws one line there when `columns` > 0 (a terminal), else a line every ten seconds.
class TextProgress final : public Progress {
public:
    TextProgress(std::ostream &out, int columns);
    void begin(const std::string &stage, std::int64_t total, const std::string &unit) override;
    void addTotal(std::int64_t more) override;
    void advance(std::int64_t count) override;
    void end() override;
    void note(const std::string &line) override;

private:
    using Clock = std::chrono::steady_clock;
    void show(bool last);
    void wipe();

    std::mutex m_mutex;
    std::ostream &m_out;
    int m_columns;
    ProgressState m_state;
    Clock::time_point m_started, m_shown;
    bool m_running = false;
};

/// For standard error: a bar when it is a terminal, lines when not, nothing when `silent`.
std::unique_ptr<Progress> progressForStandardError(bool silent);

} // namespace guiyi
