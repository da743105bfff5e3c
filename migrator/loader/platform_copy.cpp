#include "migrator/loader/platform_copy.h"

#include "migrator/loader/platform_dump.h"

#include <algorithm>
#include <future>
#include <mutex>

namespace guiyi {

namespace {

using Clock = std::chrono::steady_clock;

std::chrono::milliseconds since(Clock::time_point start) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
}

Error cancelled() {
    return {
        ErrorKind::Cancelled, "copying the platform", {}, "stopped", "run the command again, it starts over"};
}

bool isNumbered(const PlatformTable &table) {
    const auto &numbered = numberedTables();
    return std::find(numbered.begin(), numbered.end(), table.name) != numbered.end();
}

class Copy {
public:
    /// `second`: another connection to `from`, or nothing.
    Copy(SqlEngine &from, SqlEngine *second, SqlEngine &to, Progress &progress, CancelToken &cancel,
         const CopyOptions &options)
        : m_from(from),
          m_second(second),
          m_to(to),
          m_progress(progress),
          m_cancel(cancel),
          m_options(options) {}

    Status run() {
        const Result<std::int64_t> revision = sourceRevision();
        if (!revision)
            return revision.error();
        if (Status s = start(); !s)
            return s;
        if (Status s = waitForDisk(false); !s)
            return s;
        const auto began = Clock::now();
        for (const PlatformTable &table : platformTables()) {
            if (Status s = copyTable(table); !s)
                return s;
        }
        m_result.copying = since(began);
        const Result<std::int64_t> now = sourceRevision();
        if (!now)
            return now.error();
        if (now.value() != revision.value())
            return Error{ErrorKind::Stale, "copying the platform", m_from.address().text(),
                         "somebody changed it meanwhile",
                         "let nobody edit and run the command again, it starts over"};
        if (Status s = compare(); !s)
            return s;
        if (Status s = waitForDisk(true); !s)
            return s;
        return finish(revision.value());
    }

    CopyResult take() { return std::move(m_result); }

private:
    Result<std::int64_t> sourceRevision() {
        return m_from.number("SELECT \"value\" FROM \"platform_revision\"");
    }

    /// The new platform without rows, marked as half copied.
    Status start() {
        const Result<bool> half = isHalfCopied(m_to);
        if (!half)
            return half.error();
        const auto &tables = platformTables();
        for (auto table = tables.rbegin(); half.value() && table != tables.rend(); ++table) {
            if (Status s = clear(*table); !s)
                return s;
        }
        for (const PlatformTable &table : tables) {
            const Result<std::int64_t> rows = m_to.number("SELECT count(*) FROM " + quoted(table.name));
            if (!rows)
                return rows.error();
            if (rows.value() != 0)
                return Error{ErrorKind::Usage, "copying the platform", m_to.address().text(),
                             "there is a platform already: table " + std::string(table.name) + " has rows",
                             "name an empty database"};
        }
        return mark(0, CopyUnderWay);
    }

    /// Whether each commit waits until it is on the disk. A copy that breaks off starts over, so only the
    /// last one must, which PostgreSQL puts there with all before it (manual, "Asynchronous Commit").
    Status waitForDisk(bool wait) {
        if (m_to.kind() != TargetKind::PostgreSql)
            return {};
        return ran(m_to.run(wait ? "SET synchronous_commit=on" : "SET synchronous_commit=off"));
    }

    Status clear(const PlatformTable &table) {
        for (const PlatformColumn &column : table.columns) {
            // MariaDB looks row by row whether others refer to what goes.
            const bool own = column.references == table.name;
            if (Status s = own ? ran(m_to.run("UPDATE " + quoted(table.name) + " SET " + quoted(column.name) +
                                              "=NULL"))
                               : Status();
                !s)
                return s;
        }
        return ran(m_to.run("DELETE FROM " + quoted(table.name)));
    }

    Status mark(std::int64_t revision, std::int64_t state) {
        return ran(m_to.run("UPDATE \"platform_revision\" SET \"value\"=" + std::to_string(revision) +
                            ",\"loading\"=" + std::to_string(state)));
    }

    /// While a batch is written the next ones are read.
    Status copyTable(const PlatformTable &table) {
        const Result<std::int64_t> middle = middleOf(table);
        if (!middle)
            return middle.error();
        std::future<Status> upper;
        std::string range;
        if (middle.value() != 0) {
            range = " WHERE \"id\"<=" + std::to_string(middle.value());
            upper = std::async(std::launch::async, [this, &table, &middle] {
                return read(*m_second, table, " WHERE \"id\">" + std::to_string(middle.value()));
            });
        }
        Status s = read(m_from, table, range);
        const Status other = upper.valid() ? upper.get() : Status();
        const Status written = finishWriting();
        for (const Status &part : {s, other, written}) {
            if (!part)
                return part;
        }
        if (!isNumbered(table))
            return {};
        const Result<std::int64_t> last = m_to.number("SELECT max(\"id\") FROM " + quoted(table.name));
        return last ? advanceIds(m_to, table.name, last.value()) : Status(last.error());
    }

    /// The id up to which the first connection reads when the second reads the rest; 0 when one reads all.
    Result<std::int64_t> middleOf(const PlatformTable &table) {
        const bool inAnyOrder =
            std::none_of(table.columns.begin(), table.columns.end(),
                         [&](const PlatformColumn &column) { return column.references == table.name; });
        if (m_second == nullptr || !inAnyOrder || !isNumbered(table))
            return 0;
        const std::string of = "(\"id\") FROM " + quoted(table.name);
        const Result<std::int64_t> first = m_from.number("SELECT min" + of);
        const Result<std::int64_t> last = first ? m_from.number("SELECT max" + of) : first;
        return last ? Result<std::int64_t>((*first + *last) / 2) : last;
    }

    /// In the thread that `from` belongs to meanwhile.
    Status read(SqlEngine &from, const PlatformTable &table, const std::string &range) {
        Batch batch(table);
        const std::string query = "SELECT " + quotedList(batch.rows.columns()) + " FROM " +
                                  quoted(table.name) + range + " ORDER BY " + quotedList(table.primaryKey);
        Status s = from.each(query, {}, [&](const SqlRow &row) -> Status {
            for (const SqlValue &value : row)
                batch.add(value);
            return batch.held < m_options.bytesAtOnce ? Status()
                                                      : startWriting(std::exchange(batch, Batch(table)));
        });
        s = s ? startWriting(std::move(batch)) : s;
        const std::lock_guard<std::mutex> turn(m_turn);
        m_failed = m_failed ? s : m_failed;
        return m_failed;
    }

    struct Batch {
        explicit Batch(const PlatformTable &of) : table(of.name), rows(of.columnNames()) {}
        void add(const SqlValue &value) {
            if (value)
                rows.addOwned(std::string(*value));
            else
                rows.add({});
            bytes += value ? value->size() : 0;
            held += (value ? value->size() : 0) + sizeof(SqlValue) + sizeof(std::string);
        }
        std::string_view table;
        RowSet rows;
        std::size_t bytes = 0; ///< of texts
        std::size_t held = 0;  ///< in memory
    };

    /// Waits for the batch before this one, so that each reader holds one and one is written. What failed for
    /// one reader stops the other.
    Status startWriting(Batch batch) {
        const std::lock_guard<std::mutex> turn(m_turn);
        m_failed = m_failed ? finishWriting() : m_failed;
        m_failed = m_failed && m_cancel.cancelled() ? Status(cancelled()) : m_failed;
        if (!m_failed)
            return m_failed;
        m_writing = std::async(std::launch::async, [this, given = std::move(batch)] { return write(given); });
        return {};
    }

    Status finishWriting() { return m_writing.valid() ? m_writing.get() : Status(); }

    /// In a thread of its own; what it changes is read after finishWriting() only.
    Status write(const Batch &batch) {
        if (batch.rows.empty())
            return {};
        Status s = m_to.begin();
        Result<std::int64_t> added =
            s ? m_to.insert(batch.table, batch.rows) : Result<std::int64_t>(s.error());
        if (added && added.value() != static_cast<std::int64_t>(batch.rows.size()))
            added = Error{ErrorKind::Failed, "copying the platform", std::string(batch.table),
                          "the server took " + std::to_string(added.value()) + " of " +
                              std::to_string(batch.rows.size()) + " rows",
                          "look at the server's log, then run the command again"};
        s = added ? m_to.commit() : Status(added.error());
        if (!s) {
            m_to.rollback();
            return s;
        }
        m_result.rows[std::string(batch.table)] += added.value();
        m_result.bytes += batch.bytes;
        m_progress.advance(added.value());
        return {};
    }

    /// Both are read at the same time, each over its own connection.
    Status compare() {
        const auto began = Clock::now();
        std::future<Result<std::string>> old =
            std::async(std::launch::async, [this] { return platformHash(m_from); });
        const Result<std::string> now = platformHash(m_to);
        const Result<std::string> was = old.get();
        if (!now)
            return now.error();
        if (!was)
            return was.error();
        if (now.value() != was.value())
            return Error{ErrorKind::Failed, "comparing the platforms", m_to.address().text(),
                         "its contents are not those of " + m_from.address().text(),
                         "don't use it; look at the server's log and run the command again, it starts over"};
        m_result.hash = now.value();
        m_result.comparing = since(began);
        return {};
    }

    /// From now on it is a platform, at the revision of the old one.
    Status finish(std::int64_t revision) {
        if (Status s = m_to.begin(); !s)
            return s;
        Status s = mark(revision, 0);
        s = s ? m_to.commit() : s;
        if (!s)
            m_to.rollback();
        return s;
    }

    SqlEngine &m_from;
    SqlEngine *m_second;
    SqlEngine &m_to;
    Progress &m_progress;
    CancelToken &m_cancel;
    const CopyOptions &m_options;
    CopyResult m_result;
    std::mutex m_turn;             ///< of the readers
    Status m_failed;               ///< what happened first
    std::future<Status> m_writing; ///< last, so that it ends before what it writes to
};

/// The platform that is there, locked so that no other Guiyi writes to it.
Result<std::unique_ptr<SqlEngine>> openSource(const TargetAddress &from) {
    Result<std::unique_ptr<SqlEngine>> engine = SqlEngine::open(from, SqlEngine::Access::Write);
    if (!engine)
        return engine;
    if (Status s = engine.value()->lockWriter(); !s)
        return s.error();
    const Result<std::int64_t> version = platformVersion(*engine.value());
    if (!version)
        return version.error();
    if (version.value() == 0)
        return Error{ErrorKind::Usage, "copying the platform", from.text(), "there is none yet",
                     "run `guiyi apply` first"};
    if (Status s = upgradePlatform(*engine.value()); !s)
        return s.error();
    const Result<bool> half = isHalfCopied(*engine.value());
    if (!half)
        return half.error();
    if (half.value())
        return Error{ErrorKind::Usage, "copying the platform", from.text(), "it is itself half a copy",
                     "copy the platform it came from"};
    return engine;
}

} // namespace

Result<CopyResult> copyPlatform(const TargetAddress &from, const TargetAddress &to, Progress &progress,
                                CancelToken &cancel, const CopyOptions &options) {
    if (from.text() == to.text())
        return Error{ErrorKind::Usage, "copying the platform", to.text(), "it is the same database",
                     "name another, empty one"};
    Result<std::unique_ptr<SqlEngine>> source = openSource(from);
    if (!source)
        return source.error();
    Result<std::unique_ptr<SqlEngine>> target = SqlEngine::open(to, SqlEngine::Access::Write);
    if (!target)
        return target.error();
    if (Status s = target.value()->lockWriter(); !s)
        return s.error();
    if (Status s = upgradePlatform(*target.value()); !s)
        return s.error();
    target.value()->setFault(options.fault);
    std::int64_t total = 0;
    for (const PlatformTable &table : platformTables()) {
        const Result<std::int64_t> rows =
            source.value()->number("SELECT count(*) FROM " + quoted(table.name));
        if (!rows)
            return rows.error();
        total += rows.value();
    }
    progress.begin("copy", total, "rows");
    // A server answers two readers faster than one. SQLite's own reading is no wait, and as a target it wants
    // its rows in order.
    std::unique_ptr<SqlEngine> second;
    if (from.kind != TargetKind::Sqlite && to.kind != TargetKind::Sqlite) {
        Result<std::unique_ptr<SqlEngine>> opened = SqlEngine::open(from, SqlEngine::Access::Read);
        if (opened) // a server without another free connection is read by one
            second = std::move(opened).value();
    }
    Copy copy(*source.value(), second.get(), *target.value(), progress, cancel, options);
    if (Status s = copy.run(); !s)
        return s.error();
    progress.end();
    return copy.take();
}

Result<std::int64_t> copyContents(SqlEngine &platform, FileStore &from, FileStore &to, Progress &progress,
                                  CancelToken &cancel) {
    const Result<std::int64_t> total = platform.number("SELECT count(*) FROM \"file\"");
    if (!total)
        return total;
    progress.begin("copy", total.value(), "files");
    std::int64_t done = 0;
    const Status s =
        platform.each("SELECT \"sha256\" FROM \"file\" ORDER BY \"sha256\"", {}, [&](const SqlRow &row) {
            if (cancel.cancelled())
                return Status(cancelled());
            const std::string sha256(row.front().value_or(""));
            const Result<bool> there = to.contains(sha256);
            if (!there)
                return Status(there.error());
            if (!there.value()) {
                const Result<std::string> content = from.get(sha256);
                if (!content)
                    return Status(content.error());
                const Result<std::string> stored = to.put(*content);
                if (!stored)
                    return Status(stored.error());
            }
            ++done;
            progress.advance(1);
            return Status();
        });
    if (!s)
        return s.error();
    progress.end();
    return done;
}

} // namespace guiyi
