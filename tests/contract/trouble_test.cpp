// Other writers, lost connections and failing operations lose and double nothing.
#include "tests/contract/engine_test.h"

#include <chrono>
#include <thread>

using namespace guiyi;

namespace {

std::unique_ptr<SqlEngine> connection(const TargetAddress &target) {
    Result<std::unique_ptr<SqlEngine>> opened = SqlEngine::open(target, SqlEngine::Access::Write);
    if (!opened)
        qFatal("%s", opened.error().text().c_str());
    return std::move(opened).value();
}

Status run(SqlEngine &engine, const std::string &sql) {
    return ran(engine.run(sql));
}

void need(const Status &s) {
    if (!s)
        qFatal("%s", s.error().text().c_str());
}

/// Until the server says that somebody waits for a lock.
void awaitWaiting(SqlEngine &engine) {
    const char *sql = engine.kind() == TargetKind::PostgreSql
                          ? "SELECT count(*) FROM pg_locks WHERE NOT granted"
                          : "SELECT count(*) FROM information_schema.innodb_trx WHERE trx_state='LOCK WAIT'";
    for (int i = 0; i < 6000; ++i) {
        const Result<std::int64_t> waiting = engine.number(sql);
        if (!waiting)
            qFatal("%s", waiting.error().text().c_str());
        if (waiting.value() > 0)
            return;
        // MariaDB renews this table only when nobody asked for a tenth of a second.
        std::this_thread::sleep_for(std::chrono::milliseconds(150));
    }
    qFatal("nobody waits for a lock");
}

} // namespace

class TroubleTest : public EngineTest {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { readTargets(); }

    void onlyOneWrites_data() { engines(); }
    void onlyOneWrites() {
        Load load(fresh(kind()));
        load.open();
        const Result<Platform> second = Platform::open(load.target);
        QVERIFY(!second.ok());
        QCOMPARE(second.error().kind, ErrorKind::Retry);
        load.platform.reset();
        QVERIFY(Platform::open(load.target).ok());
    }

    void goesOnAfterALostConnection_data() { engines(); }
    void goesOnAfterALostConnection() {
        if (kind() == TargetKind::Sqlite)
            return; // there is no connection to lose
        Load load = loaded(kind(), 2);
        load.startBatch("second");
        Result<std::unique_ptr<SqlEngine>> other = SqlEngine::open(load.target, SqlEngine::Access::Write);
        QVERIFY(other.ok());
        std::string id;
        const bool pg = kind() == TargetKind::PostgreSql;
        QVERIFY(load.platform->engine()
                    .each(pg ? "SELECT pg_backend_pid()" : "SELECT CONNECTION_ID()", {},
                          [&](const SqlRow &row) {
                              id = std::string(*row.front());
                              return Status();
                          })
                    .ok());
        std::vector<WriteItem> items;
        for (int i = 10; i < 30; ++i)
            items.push_back(load.item(articleOf("jia", i, "正文", {{"jia", "0101"}}), PlanAction::Create));
        const std::string kill = pg ? "SELECT pg_terminate_backend(" + id + ")" : "KILL " + id;
        int operations = 0;
        load.platform->engine().setFault([&](std::string_view) {
            if (++operations == 8)
                (void)other.value()->each(kill, {}, [](const SqlRow &) { return Status(); });
            return Status();
        });
        const Status s = load.load(std::move(items));
        QVERIFY2(s.ok(), s.ok() ? "" : s.error().text().c_str());
        QCOMPARE(load.platform->engine().number("SELECT count(*) FROM article").value(), 22);
        QCOMPARE(toText(load.written), toText(load.predicted));
    }

    /// Somebody holds an article that the loader wants, and wants what the loader holds: the server takes the
    /// loader's transaction back, which is written once more.
    void takesPartInADeadlock_data() { engines(); }
    void takesPartInADeadlock() {
        if (kind() == TargetKind::Sqlite)
            return; // one writer at a time
        const bool pg = kind() == TargetKind::PostgreSql;
        Load load = loaded(kind(), 12);
        load.startBatch("second");
        std::vector<WriteItem> items;
        items.push_back(load.item(articleOf("jia", 2, "改过", {{"jia", "0101"}}), PlanAction::Update));
        const std::unique_ptr<SqlEngine> other = connection(load.target), watcher = connection(load.target);
        if (pg) // then it is the loader that looks for the deadlock first, and gives way
            need(run(*other, "SET deadlock_timeout='1h'"));
        std::thread waiting;
        int begins = 0;
        load.platform->engine().setFault([&](std::string_view operation) {
            begins += operation == "begin" ? 1 : 0;
            if (operation != "insert" || waiting.joinable())
                return Status();
            // The loader holds the platform's revision by now. MariaDB gives up who wrote less: many rows
            // here.
            need(run(*other, pg ? "BEGIN" : "START TRANSACTION"));
            need(run(*other, pg ? "SELECT count(*) FROM (SELECT 1 FROM article FOR UPDATE) a"
                                : "UPDATE article SET keywords='x'"));
            waiting = std::thread([&other] {
                (void)run(*other, "UPDATE platform_revision SET value=value");
                other->rollback();
                (void)run(*other, "ROLLBACK");
            });
            awaitWaiting(*watcher);
            return Status();
        });
        const Status s = load.load(std::move(items));
        load.platform->engine().setFault({});
        QVERIFY(waiting.joinable());
        waiting.join();
        QVERIFY2(s.ok(), s ? "" : s.error().text().c_str());
        QVERIFY2(begins > 1, "the loader was not in a deadlock");
        QVERIFY(load.refused.empty());
        QCOMPARE(load.platform->engine().number("SELECT count(*) FROM article WHERE keywords='x'").value(),
                 0);
    }

    /// Where an administrator made "serializable" the usual level, whatever others write fails the loader's
    /// transaction.
    void repeatsWhatCouldNotBeSerialized_data() { engines(); }
    void repeatsWhatCouldNotBeSerialized() {
        if (kind() != TargetKind::PostgreSql)
            return; // MariaDB has no such failure; SQLite one writer
        Load load = loaded(kind(), 4);
        need(run(load.platform->engine(), "SET default_transaction_isolation='serializable'"));
        load.startBatch("second");
        std::vector<WriteItem> items;
        items.push_back(load.item(articleOf("jia", 2, "改过", {{"jia", "0101"}}), PlanAction::Update));
        const std::unique_ptr<SqlEngine> other = connection(load.target);
        need(run(*other, "SET session_replication_role=replica")); // past the trigger that counts edits
        int begins = 0;
        bool written = false;
        load.platform->engine().setFault([&](std::string_view operation) {
            begins += operation == "begin" ? 1 : 0;
            if (operation == "insert" && !std::exchange(written, true))
                need(run(*other, "UPDATE article SET title=title"));
            return Status();
        });
        const Status s = load.load(std::move(items));
        load.platform->engine().setFault({});
        QVERIFY2(s.ok(), s ? "" : s.error().text().c_str());
        QCOMPARE(begins, 2);
        QVERIFY(load.refused.empty());
    }

    /// A deadlock, a serialization failure, a server without a free connection: each operation once.
    void triesAgainWhatMayPass_data() { engines(); }
    void triesAgainWhatMayPass() {
        Load whole = loaded(kind(), 4);
        const std::string wanted = whole.dump();
        int operations = 0;
        for (int n = 1; n == 1 || n <= operations; n += kind() == TargetKind::Sqlite ? 5 : 15) {
            Load load(fresh(kind()));
            load.open();
            load.startBatch("try " + std::to_string(n));
            std::vector<Record> records = taxonomy();
            for (Record &record : siteRecords("jia", 4))
                records.push_back(std::move(record));
            std::vector<WriteItem> items;
            for (const Record &record : records)
                items.push_back(load.item(record, PlanAction::Create));
            int at = 0;
            load.platform->engine().setFault([&at, n](std::string_view) -> Status {
                if (++at != n)
                    return {};
                return Error{ErrorKind::Retry, "injected", "", "deadlock", ""};
            });
            const Status s = load.load(std::move(items));
            load.platform->engine().setFault({});
            QVERIFY2(s.ok(), s ? "" : s.error().text().c_str());
            operations = std::max(operations, at);
            const std::string got = load.dump();
            QVERIFY2(got == wanted, firstDifference(got, wanted).c_str());
        }
        QVERIFY(operations > 20);
    }

    void faultLoop_data() { engines(); }
    void faultLoop() {
        Load whole = loaded(kind(), 4);
        const std::string wanted = whole.dump();
        Load load(fresh(kind()));
        load.open();
        load.startBatch("first");
        std::vector<Record> records = taxonomy();
        for (Record &record : siteRecords("jia", 4))
            records.push_back(std::move(record));
        std::vector<WriteItem> items;
        for (const Record &record : records)
            items.push_back(load.item(record, PlanAction::Create));
        int failures = 0;
        for (int n = 1;; ++n) {
            int left = n;
            load.platform->engine().setFault([&left](std::string_view) -> Status {
                if (--left == 0)
                    return Error{ErrorKind::Failed, "injected", "", "", ""};
                return {};
            });
            std::set<std::int64_t> done;
            Status s = load.platform->engine().each("SELECT seq FROM journal", {}, [&](const SqlRow &row) {
                done.insert(std::atoll(std::string(*row.front()).c_str()));
                return Status();
            });
            std::vector<WriteItem> open;
            for (const WriteItem &one : items) {
                if (done.count(one.row.seq) == 0)
                    open.push_back(one);
            }
            s = s ? load.load(std::move(open)) : s;
            if (s.ok())
                break;
            QCOMPARE(s.error().what, std::string("injected"));
            ++failures;
        }
        load.platform->engine().setFault({});
        QVERIFY(failures > 20);
        const std::string got = load.dump();
        QVERIFY2(got == wanted, firstDifference(got, wanted).c_str());
    }
};

QTEST_GUILESS_MAIN(TroubleTest)
#include "trouble_test.moc"
