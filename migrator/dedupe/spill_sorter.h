// Sorts more than fits in memory: sorted runs in temporary files, merged while they are read.
#pragma once

#include "schema/base/result.h"
#include "schema/base/text.h"

#include <QtCore/qtemporaryfile.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <queue>
#include <string>
#include <type_traits>
#include <vector>

namespace guiyi {

/// Collects values of the plain type T and hands them over in the order of `<`. Holds at most `mostInMemory`
/// of them; the rest waits in files without a name in `folder`, which vanish with the sorter. One thread.
template <typename T>
class SpillSorter {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    explicit SpillSorter(std::string folder, std::size_t mostInMemory = 2'000'000)
        : m_folder(std::move(folder)), m_most(mostInMemory) {}

    Status add(const T &value) {
        if (m_values.size() >= m_most) {
            if (Status s = spill(); !s)
                return s;
        }
        m_values.push_back(value);
        return {};
    }

    /// Every value once, in order: equal ones are handed over as one. Ends early when `visit` fails.
    /// Afterwards the sorter is empty.
    Status drain(const std::function<Status(const T &)> &visit) {
        sortUnique();
        Status s = m_runs.empty() ? each(visit) : merge(visit);
        m_values.clear();
        m_runs.clear();
        return s;
    }

private:
    struct Run {
        std::unique_ptr<QTemporaryFile> file;
        std::vector<T> chunk;
        std::size_t next = 0;
    };
    static constexpr std::size_t ChunkSize = 16'384;

    Error fileError(const char *what, const QTemporaryFile &file) const {
        return {ErrorKind::Failed, what, m_folder, text::fromQString(file.errorString()),
                "free space there or make it writable, then run the command again"};
    }

    void sortUnique() {
        const auto equal = [](const T &a, const T &b) { return !(a < b) && !(b < a); };
        std::sort(m_values.begin(), m_values.end());
        m_values.erase(std::unique(m_values.begin(), m_values.end(), equal), m_values.end());
    }

    Status spill() {
        sortUnique();
        if (m_values.size() <= m_most / 2) // repeated values went away: there is room again
            return {};
        auto file = std::make_unique<QTemporaryFile>(text::toQString(m_folder + "/sort-XXXXXX"));
        if (!file->open())
            return fileError("sorting on disk", *file);
        const auto bytes = static_cast<qint64>(m_values.size()) * static_cast<qint64>(sizeof(T));
        if (file->write(reinterpret_cast<const char *>(m_values.data()), bytes) != bytes || !file->seek(0))
            return fileError("sorting on disk", *file);
        m_runs.push_back({std::move(file), {}, 0});
        m_values.clear();
        return {};
    }

    Status each(const std::function<Status(const T &)> &visit) {
        for (const T &value : m_values) {
            if (Status s = visit(value); !s)
                return s;
        }
        return {};
    }

    /// Makes sure that `run` has a value at `next`, or none left (an empty chunk).
    Status refill(Run &run) {
        if (run.next < run.chunk.size())
            return {};
        run.chunk.resize(ChunkSize);
        run.next = 0;
        const qint64 got = run.file->read(reinterpret_cast<char *>(run.chunk.data()),
                                          static_cast<qint64>(ChunkSize) * static_cast<qint64>(sizeof(T)));
        if (got < 0)
            return fileError("reading sorted values", *run.file);
        run.chunk.resize(static_cast<std::size_t>(got) / sizeof(T));
        return {};
    }

    Status merge(const std::function<Status(const T &)> &visit) {
        if (!m_values.empty())
            m_runs.push_back({nullptr, std::move(m_values), 0});
        const auto later = [this](std::size_t a, std::size_t b) {
            const T &x = m_runs[a].chunk[m_runs[a].next], &y = m_runs[b].chunk[m_runs[b].next];
            return y < x;
        };
        std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> open(later);
        for (std::size_t i = 0; i < m_runs.size(); ++i) {
            if (m_runs[i].file != nullptr) {
                if (Status s = refill(m_runs[i]); !s)
                    return s;
            }
            if (!m_runs[i].chunk.empty())
                open.push(i);
        }
        bool first = true;
        T last{};
        while (!open.empty()) {
            Run &run = m_runs[open.top()];
            const std::size_t index = open.top();
            open.pop();
            const T value = run.chunk[run.next++];
            if (run.file != nullptr) {
                if (Status s = refill(run); !s)
                    return s;
            }
            if (run.next < run.chunk.size())
                open.push(index);
            if (!first && !(last < value))
                continue;
            first = false;
            last = value;
            if (Status s = visit(value); !s)
                return s;
        }
        return {};
    }

    std::string m_folder;
    std::size_t m_most;
    std::vector<T> m_values;
    std::vector<Run> m_runs;
};

} // namespace guiyi
