#include "adapters/cms/ordered_work.h"

#include <algorithm>

namespace guiyi::cms {

namespace {

constexpr std::size_t JobsPerThread = 4; ///< under way, so that no thread waits for one long job

} // namespace

OrderedWork::OrderedWork(int threads)
    : m_most(JobsPerThread * static_cast<std::size_t>(std::max(threads, 1))) {
    for (int i = 1; i < threads; ++i)
        m_threads.emplace_back([this] { serve(); });
}

OrderedWork::~OrderedWork() {
    {
        const std::scoped_lock lock(m_mutex);
        m_ended = true;
    }
    m_given.notify_all();
    for (std::thread &thread : m_threads)
        thread.join();
}

bool OrderedWork::runOne(std::unique_lock<std::mutex> &lock) {
    const auto job =
        std::find_if(m_jobs.begin(), m_jobs.end(), [](const Job &j) { return j.state == State::Waiting; });
    if (job == m_jobs.end())
        return false;
    Job &mine = *job; // stays where it is: jobs leave at the front alone, and only when they are done
    mine.state = State::Running;
    lock.unlock();
    mine.work();
    lock.lock();
    mine.state = State::Done;
    m_done.notify_all();
    return true;
}

void OrderedWork::serve() {
    std::unique_lock lock(m_mutex);
    while (!m_ended) {
        if (!runOne(lock))
            m_given.wait(lock);
    }
}

Status OrderedWork::takeFirst() {
    std::unique_lock lock(m_mutex);
    while (m_jobs.front().state != State::Done) {
        if (!runOne(lock))
            m_done.wait(lock);
    }
    const std::function<Status()> take = std::move(m_jobs.front().take);
    m_jobs.pop_front();
    lock.unlock();
    return take();
}

Status OrderedWork::give(std::function<void()> work, std::function<Status()> take) {
    if (m_threads.empty()) {
        work();
        return take();
    }
    std::size_t underWay = 0;
    {
        const std::scoped_lock lock(m_mutex);
        m_jobs.push_back({std::move(work), std::move(take)});
        underWay = m_jobs.size();
    }
    m_given.notify_one();
    return underWay > m_most ? takeFirst() : Status();
}

Status OrderedWork::finish() {
    while (!m_jobs.empty()) { // only this thread adds and removes
        if (Status s = takeFirst(); !s)
            return s;
    }
    return {};
}

} // namespace guiyi::cms
