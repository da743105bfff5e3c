// How often one host is asked.
#pragma once

#include "schema/config/network.h"

#include <chrono>
#include <mutex>
#include <optional>

namespace guiyi::capture {

using Clock = std::chrono::steady_clock;

/// Connections and rate of one host, slower when it says so or answers ever more slowly. Times come in by
/// parameter.
class Pace {
public:
    /// `isCareful`: slow answers take connections away.
    Pace(int connections, double rate, bool isCareful = true)
        : m_connections(connections), m_rate(rate), m_isCareful(isCareful), m_allowed(connections) {}

    /// robots.txt asks for more time between requests.
    void setDelay(double seconds);
    bool mayStart(Clock::time_point now) const { return m_running < m_allowed && now >= m_next; }
    /// When mayStart() may become true without an answer; only the rate is looked at.
    Clock::time_point next() const { return m_next; }
    bool isFull() const { return m_running >= m_allowed; }

    void started(Clock::time_point now);
    /// An answer after `seconds`. Three times slower than usual: one connection less; as usual: one more.
    void answered(double seconds);
    /// 429 or 503: nobody asks until `pause` is over, then more slowly.
    void refused(Clock::time_point now, std::chrono::milliseconds pause);

private:
    int m_connections;
    double m_rate;
    bool m_isCareful;
    int m_allowed, m_running = 0, m_quick = 0;
    double m_usual = 0; ///< seconds to the first byte, slowly following
    Clock::time_point m_next{};
};

/// Requests a second over all hosts and sites. Any thread.
class TotalPace {
public:
    explicit TotalPace(double rate) : m_rate(rate) {}
    /// Takes the next turn, or says when there is one.
    std::optional<Clock::time_point> take(Clock::time_point now);

private:
    double m_rate;
    std::mutex m_mutex;
    Clock::time_point m_next{};
};

} // namespace guiyi::capture
