#include "migrator/loader/batch_loader.h"

#include <chrono>
#include <thread>
#include <utility>

namespace guiyi {

namespace {

constexpr std::size_t MostDeferred = 200; ///< held in memory

Error rejected(const WriteItem &item, const std::string &why, const std::string &advice) {
    return {ErrorKind::Rejected, "loading " + item.row.entity,
            item.row.source.empty() ? item.row.key : item.row.source, why, advice};
}

} // namespace

Status BatchLoader::add(WriteItem item) {
    for (const auto &[name, value] : item.record.fields)
        m_bytes += value.size();
    m_items.push_back(std::move(item));
    return m_items.size() >= m_limits.records || m_bytes >= m_limits.bytes ? writeCollected() : Status();
}

Status BatchLoader::flush() {
    if (Status s = writeCollected(); !s)
        return s;
    const std::vector<std::pair<WriteItem, Error>> deferred = std::exchange(m_deferred, {});
    PlatformWriter::Items items;
    for (const auto &one : deferred)
        items.push_back(&one.first);
    m_lastTry = true;
    const Status s = items.empty() ? Status() : load(items);
    m_lastTry = false;
    return s;
}

/// Two records may want each other's places, so those that fail alone are tried together at the end.
Status BatchLoader::refuseOrDefer(const WriteItem &item, const Error &why) {
    if (m_lastTry || m_deferred.size() >= MostDeferred)
        return m_refused(item, why);
    m_deferred.emplace_back(item, why);
    return {};
}

Status BatchLoader::writeCollected() {
    PlatformWriter::Items items;
    items.reserve(m_items.size());
    for (const WriteItem &item : m_items)
        items.push_back(&item);
    const Status s = items.empty() ? Status() : load(items);
    m_items.clear();
    m_bytes = 0;
    return s;
}

Result<WriteOutcome> BatchLoader::attempt(const PlatformWriter::Items &items) {
    int pause = m_limits.firstPauseMilliseconds;
    for (int left = m_limits.attempts;; --left) {
        Result<WriteOutcome> outcome = m_writer.write(items, m_batch);
        if (outcome || outcome.error().kind != ErrorKind::Retry || left <= 1)
            return outcome;
        std::this_thread::sleep_for(std::chrono::milliseconds(pause));
        pause *= 2;
        if (!m_platform.engine().connected())
            (void)m_platform.engine().reconnect(); // if not yet, the next attempt says why
    }
}

Status BatchLoader::load(const PlatformWriter::Items &items) {
    const Result<WriteOutcome> outcome = attempt(items);
    if (outcome)
        return account(items, *outcome);
    const Error &error = outcome.error();
    if (error.kind != ErrorKind::Rejected)
        return error;
    if (items.size() == 1)
        return refuseOrDefer(*items.front(), rejected(*items.front(), error.why, error.advice));
    const auto middle = items.begin() + static_cast<std::ptrdiff_t>(items.size() / 2);
    if (Status s = load({items.begin(), middle}); !s)
        return s;
    return load({middle, items.end()});
}

Status BatchLoader::account(const PlatformWriter::Items &items, const WriteOutcome &outcome) {
    const auto refused = static_cast<std::int64_t>(outcome.conflicts.size() + outcome.refused.size());
    const std::int64_t done = static_cast<std::int64_t>(items.size()) - refused;
    m_records += done;
    addCounts(m_written, outcome.written);
    addCounts(m_predicted, outcome.predicted);
    m_committed(done);
    for (const auto &[index, why] : outcome.refused) {
        const WriteItem &item = *items[index];
        if (Status s = m_refused(item, rejected(item, why, "load it first, then run `guiyi apply` again"));
            !s)
            return s;
    }
    for (const std::size_t index : outcome.conflicts) {
        const WriteItem &item = *items[index];
        const Error conflict{ErrorKind::Stale, "loading " + item.row.entity, item.row.key,
                             "somebody changed it on the platform since the plan was made",
                             "run `guiyi plan` again and decide"};
        if (Status s = m_refused(item, conflict); !s)
            return s;
    }
    return {};
}

} // namespace guiyi
