#include "adapters/cms/visitor_thread.h"

#include <utility>

namespace guiyi::cms {

namespace {

constexpr std::size_t RowsPerBatch = 256, BytesPerBatch = std::size_t(1) << 20, MostBatches = 3;

} // namespace

VisitorThread::VisitorThread(DumpVisitor &visitor) : m_visitor(visitor), m_thread([this] { serve(); }) {}

VisitorThread::~VisitorThread() {
    {
        const std::scoped_lock lock(m_mutex);
        m_ended = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void VisitorThread::serve() {
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return m_ended || !m_full.empty(); });
        if (m_ended)
            return;
        Batch &batch = m_full.front(); // stays where it is: batches leave at the front alone, and here
        Status status = m_status;
        lock.unlock();
        for (std::size_t i = 0; i < batch.used && status.ok(); ++i)
            status = m_visitor.row(batch.table, batch.columns, batch.rows[i]);
        lock.lock();
        m_status = std::move(status);
        m_empty.push_back(std::move(batch));
        m_full.pop_front();
        m_changed.notify_all();
    }
}

Status VisitorThread::handOn() {
    std::unique_lock lock(m_mutex);
    m_full.push_back(std::move(m_filling));
    m_changed.notify_all();
    m_changed.wait(lock, [this] { return m_full.size() < MostBatches; });
    m_filling = {};
    if (!m_empty.empty()) {
        m_filling = std::move(m_empty.back());
        m_empty.pop_back();
        m_filling.used = m_filling.bytes = 0;
    }
    return m_status;
}

Status VisitorThread::finish() {
    if (m_filling.used > 0) {
        if (Status s = handOn(); !s)
            return s;
    }
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_full.empty(); });
    return m_status;
}

Status VisitorThread::row(const std::string &table, const std::vector<std::string> &columns,
                          std::vector<Cell> &cells) {
    if (m_filling.used > 0 && (m_filling.table != table || m_filling.columns != columns)) {
        if (Status s = handOn(); !s)
            return s;
    }
    if (m_filling.used == 0) {
        m_filling.table = table;
        m_filling.columns = columns;
    }
    for (const Cell &cell : cells)
        m_filling.bytes += sizeof(Cell) + (cell ? cell->size() : 0);
    if (m_filling.used == m_filling.rows.size())
        m_filling.rows.emplace_back();
    std::vector<Cell> &kept = m_filling.rows[m_filling.used++];
    kept.swap(cells);
    cells.resize(kept.size());
    return m_filling.used >= RowsPerBatch || m_filling.bytes >= BytesPerBatch ? handOn() : Status();
}

Status VisitorThread::table(const TableShape &shape) {
    const Status s = finish();
    return s ? m_visitor.table(shape) : s;
}

Status VisitorThread::bad(const BadStatement &statement) {
    const Status s = finish();
    return s ? m_visitor.bad(statement) : s;
}

void VisitorThread::encodingTrouble(std::int64_t lost, std::int64_t foreignLines) {
    if (finish().ok()) // else the next call answers with the error
        m_visitor.encodingTrouble(lost, foreignLines);
}

} // namespace guiyi::cms
