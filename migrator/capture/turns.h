// Whose turn it is: which addresses may be asked for now, by what their hosts allow.
#pragma once

#include "migrator/capture/frontier.h"
#include "migrator/capture/pace.h"
#include "migrator/capture/robots.h"
#include "schema/config/network.h"
#include "schema/url/url.h"

#include <deque>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace guiyi::capture {

struct TurnSettings {
    int connections = 2;   ///< at once, a host
    double rate = 0;       ///< requests a second, a host; 0: no limit
    bool isCareful = true; ///< Crawl-delay and slow answers slow the crawl down
    bool obeyRobots = true;
    std::optional<TimeWindow> window;
    TotalPace *total = nullptr; ///< shared by all sites; may be null
};

/// An address whose turn it is.
struct Turn {
    Item item;
    Url url;
    std::string unreachable; ///< of a forbidden one: why robots.txt could not be read; empty: it forbids this
};

/// What take() hands over.
struct Turns {
    std::vector<Turn> start;     ///< count as started
    std::vector<Turn> forbidden; ///< by robots.txt
    Clock::time_point next;      ///< when more may be allowed
    bool outsideWindow = false;
};

/// The queue between the frontier and the fetcher. Asks for a host's robots.txt before anything else of it.
/// One thread.
class TurnQueue {
public:
    /// Adds the address of a robots.txt to the frontier: its id, nothing when it is known already.
    using AddRobots = std::function<std::optional<std::uint32_t>(const std::string &url)>;

    TurnQueue(TurnSettings settings, AddRobots addRobots);

    /// Takes what is next from the frontier, as far as there is room.
    Status fill(Frontier &frontier);
    Turns take(Clock::time_point now);
    /// Nothing waits but what may be running.
    bool empty() const { return m_ready.empty() && m_delayed.empty(); }

    /// Another attempt, not before `at`.
    void again(Item item, Clock::time_point at);
    /// An answer, or its failure, after `seconds`.
    void answered(const std::string &host, double seconds);
    /// 429 or 503.
    void refused(const std::string &host, Clock::time_point now, std::chrono::milliseconds pause);
    /// What waited for the host's robots.txt may go on.
    void setRobots(const std::string &host, Robots robots);

private:
    struct Host;
    /// What is in the queue, with what it is judged by.
    struct Ready {
        Item item;
        Url url;
        Host *host;
        bool isAllowed; ///< robots.txt was looked at
    };
    struct Host {
        Pace pace;
        Robots robots;
        bool robotsKnown = false, robotsAsked = false;
        std::vector<Ready> waiting; ///< for robots.txt
    };
    struct Delayed {
        Clock::time_point at;
        Item item;
    };
    enum class Verdict { Start, Forbidden, NotYet, Waits };

    Host &hostOf(const std::string &name);
    bool inWindow() const;
    void wake(Clock::time_point now, Clock::time_point &next);
    Ready readyOf(Item item);
    Verdict judge(Ready &ready, Clock::time_point now, Clock::time_point &next);
    void askRobots(const Url &url, Host &host);

    TurnSettings m_settings;
    AddRobots m_addRobots;
    std::map<std::string, Host> m_hosts;
    std::deque<Ready> m_ready;
    std::list<Delayed> m_delayed;
    std::set<std::uint32_t> m_early; ///< ids asked for before their turn
};

} // namespace guiyi::capture
