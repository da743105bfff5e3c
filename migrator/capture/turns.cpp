#include "migrator/capture/turns.h"

#include <algorithm>
#include <ctime>
#include <utility>

namespace guiyi::capture {

namespace {

constexpr std::size_t ReadyItems = 256; ///< of the queue in memory
constexpr int MostBlocked = 32;         ///< items looked at whose hosts must not be asked yet

} // namespace

TurnQueue::TurnQueue(TurnSettings settings, AddRobots addRobots)
    : m_settings(settings), m_addRobots(std::move(addRobots)) {}

Status TurnQueue::fill(Frontier &frontier) {
    while (m_ready.size() < ReadyItems) {
        Result<std::optional<Item>> item = frontier.next();
        if (!item)
            return item.error();
        if (!*item)
            return {};
        if (m_early.erase((*item)->id) > 0)
            continue;
        m_ready.push_back(readyOf(std::move(**item)));
        if (m_ready.back().url.target() == "/robots.txt")
            m_ready.back().item.reason = Reason::Robots;
    }
    return {};
}

TurnQueue::Ready TurnQueue::readyOf(Item item) {
    Url url = *Url::parse(item.url);
    Host &host = hostOf(url.host());
    return {std::move(item), std::move(url), &host, false};
}

TurnQueue::Host &TurnQueue::hostOf(const std::string &name) {
    const auto it = m_hosts.find(name);
    if (it != m_hosts.end())
        return it->second;
    Host host{Pace(m_settings.connections, m_settings.rate, m_settings.isCareful), {}, false, false, {}};
    return m_hosts.emplace(name, std::move(host)).first->second;
}

/// False outside of the hours in which the site may be asked.
bool TurnQueue::inWindow() const {
    if (!m_settings.window)
        return true;
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    return m_settings.window->contains(local.tm_hour * 60 + local.tm_min);
}

/// Puts what has waited long enough in front.
void TurnQueue::wake(Clock::time_point now, Clock::time_point &next) {
    for (auto it = m_delayed.begin(); it != m_delayed.end();) {
        if (it->at <= now) {
            m_ready.push_front(readyOf(std::move(it->item)));
            it = m_delayed.erase(it);
        } else {
            next = std::min(next, it->at);
            ++it;
        }
    }
}

Turns TurnQueue::take(Clock::time_point now) {
    Turns turns;
    turns.next = now + std::chrono::seconds(1);
    wake(now, turns.next);
    turns.outsideWindow = !inWindow();
    if (turns.outsideWindow)
        return turns;
    int blocked = 0;
    const Host *busy = nullptr; // seen last that must not be asked now
    for (auto it = m_ready.begin(); it != m_ready.end() && blocked < MostBlocked;) {
        const Verdict verdict =
            it->isAllowed && it->host == busy ? Verdict::NotYet : judge(*it, now, turns.next);
        if (verdict == Verdict::NotYet) {
            busy = it->host;
            ++it;
            ++blocked;
            continue;
        }
        if (verdict == Verdict::Start)
            turns.start.push_back({std::move(it->item), std::move(it->url), {}});
        else if (verdict == Verdict::Forbidden)
            turns.forbidden.push_back(
                {std::move(it->item), std::move(it->url), it->host->robots.unreachable()});
        it = m_ready.erase(it);
    }
    return turns;
}

TurnQueue::Verdict TurnQueue::judge(Ready &ready, Clock::time_point now, Clock::time_point &next) {
    Host &host = *ready.host;
    const bool isRobots = ready.item.reason == Reason::Robots;
    if (!host.robotsKnown && !isRobots) {
        if (!host.robotsAsked) {
            askRobots(ready.url, host);
            next = now;
        }
        host.waiting.push_back(std::move(ready));
        return Verdict::Waits;
    }
    if (!ready.isAllowed && !isRobots && m_settings.obeyRobots && !host.robots.allows(ready.url.target()))
        return Verdict::Forbidden;
    ready.isAllowed = true;
    if (!host.pace.mayStart(now)) {
        if (!host.pace.isFull())
            next = std::min(next, host.pace.next());
        return Verdict::NotYet;
    }
    if (m_settings.total != nullptr) {
        if (const std::optional<Clock::time_point> later = m_settings.total->take(now)) {
            next = std::min(next, *later);
            return Verdict::NotYet;
        }
    }
    host.pace.started(now);
    return Verdict::Start;
}

void TurnQueue::askRobots(const Url &url, Host &host) {
    host.robotsAsked = true;
    Item item;
    item.url = url.withTarget("/robots.txt").text();
    item.reason = Reason::Robots;
    // One that is known already comes by itself.
    if (const std::optional<std::uint32_t> id = m_addRobots(item.url)) {
        item.id = *id;
        m_early.insert(*id);
        m_delayed.push_back({Clock::time_point::min(), std::move(item)});
    }
}

void TurnQueue::again(Item item, Clock::time_point at) {
    m_delayed.push_back({at, std::move(item)});
}

void TurnQueue::answered(const std::string &host, double seconds) {
    hostOf(host).pace.answered(seconds);
}

void TurnQueue::refused(const std::string &host, Clock::time_point now, std::chrono::milliseconds pause) {
    hostOf(host).pace.refused(now, pause);
}

void TurnQueue::setRobots(const std::string &name, Robots robots) {
    Host &host = hostOf(name);
    host.robotsKnown = host.robotsAsked = true;
    host.robots = std::move(robots);
    if (m_settings.isCareful)
        host.pace.setDelay(host.robots.delaySeconds());
    for (Ready &ready : host.waiting)
        m_ready.push_back(std::move(ready));
    host.waiting.clear();
}

} // namespace guiyi::capture
