#include "migrator/capture/pace.h"

#include <algorithm>

namespace guiyi::capture {

namespace {

constexpr double Slow = 3.0;          ///< times the usual latency
constexpr double LeastLatency = 0.05; ///< below it nothing is slow
constexpr double Follow = 0.02;
constexpr int QuickOnes = 20; ///< answers as usual before another connection is opened again
constexpr double SlowestRate = 0.2;

/// The time between two turns.
Clock::duration gap(double rate) {
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1 / rate));
}

} // namespace

void Pace::setDelay(double seconds) {
    if (seconds > 0)
        m_rate = m_rate > 0 ? std::min(m_rate, 1 / seconds) : 1 / seconds;
}

void Pace::started(Clock::time_point now) {
    ++m_running;
    if (m_rate > 0)
        m_next = std::max(now, m_next) + gap(m_rate);
}

void Pace::answered(double seconds) {
    --m_running;
    if (seconds <= 0)
        return;
    if (m_isCareful && m_usual > 0 && seconds > LeastLatency && seconds > m_usual * Slow) {
        m_allowed = std::max(1, m_allowed - 1);
        m_quick = 0;
    } else if (++m_quick >= QuickOnes && m_allowed < m_connections) {
        ++m_allowed;
        m_quick = 0;
    }
    m_usual = m_usual == 0 ? seconds : m_usual * (1 - Follow) + seconds * Follow;
}

void Pace::refused(Clock::time_point now, std::chrono::milliseconds pause) {
    m_next = std::max(m_next, now + pause);
    m_allowed = 1;
    m_quick = 0;
    if (m_rate > SlowestRate)
        m_rate = std::max(SlowestRate, m_rate / 2);
}

std::optional<Clock::time_point> TotalPace::take(Clock::time_point now) {
    const std::scoped_lock lock(m_mutex);
    if (now < m_next)
        return m_next;
    m_next = now + gap(m_rate);
    return std::nullopt;
}

} // namespace guiyi::capture
