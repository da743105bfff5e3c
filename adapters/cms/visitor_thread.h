// Rows handed on to a second thread, so that reading them and keeping them go on side by side.
#pragma once

#include "adapters/cms/sql_dump.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace guiyi::cms {

/// Passes everything on to `visitor` in the order it came; rows on a thread of its own, the rest on the
/// caller's while no row is under way. So `visitor` is used by one thread at a time. Waits when a few batches
/// are behind, so memory is bounded. What `visitor` refuses is answered by a later call, finish() at last.
class VisitorThread : public DumpVisitor {
public:
    explicit VisitorThread(DumpVisitor &visitor);
    VisitorThread(const VisitorThread &) = delete;
    VisitorThread &operator=(const VisitorThread &) = delete;
    ~VisitorThread() override;

    Status table(const TableShape &shape) override;
    /// Takes the cells and leaves others of the same number, whose values are of no meaning.
    Status row(const std::string &table, const std::vector<std::string> &columns,
               std::vector<Cell> &cells) override;
    Status bad(const BadStatement &statement) override;
    void encodingTrouble(std::int64_t lost, std::int64_t foreignLines) override;
    /// Waits for all that was given. `visitor` belongs to the caller again until the next row.
    Status finish();

private:
    /// Rows of one table by one list of columns. Those behind `used` are room to be filled again.
    struct Batch {
        std::string table;
        std::vector<std::string> columns;
        std::vector<std::vector<Cell>> rows;
        std::size_t used = 0, bytes = 0;
    };

    void serve();
    Status handOn();

    DumpVisitor &m_visitor;
    Batch m_filling;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Batch> m_full;   ///< the first is being handed on
    std::vector<Batch> m_empty; ///< whose memory is used again
    Status m_status;            ///< the first error of the visitor
    bool m_ended = false;
    std::thread m_thread;
};

} // namespace guiyi::cms
