// The consolidated platform on SQLite: records read and written as the plan knows them, batches and the id
// map.
#pragma once

#include "migrator/plan/classify.h"
#include "migrator/plan/record.h"
#include "schema/store/database.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

namespace guiyi {

/// One apply run of one plan.
struct PlatformBatch {
    std::int64_t id = 0;
    std::string planHash;
    bool done = false;
    std::int64_t revision = 0; ///< of the platform after its newest transaction
    bool clean = true;         ///< the plan found nothing that others had changed
    std::int64_t records = 0, rows = 0;
};

/// A platform database. Writes happen inside the caller's transaction, so that a record and all its parts
/// come together or not at all. One thread.
class Platform {
public:
    /// Called before each writing statement; an Error makes it fail. For tests.
    using Fault = std::function<Status()>;

    /// Opens, creates or upgrades.
    static Result<Platform> open(const std::string &file);
    /// Opens without changing anything; nothing when there is no platform yet.
    static Result<std::optional<Platform>> openForReading(const std::string &file);
    /// The folder file contents are kept in.
    static std::string filesFolder(const std::string &platformFile) { return platformFile + ".files"; }

    /// Counts every change of a content row, by whomever.
    Result<std::int64_t> revision();
    Result<std::optional<PlatformBatch>> batchOf(const std::string &planHash);
    Result<std::optional<PlatformBatch>> lastBatch();
    Result<PlatformBatch> startBatch(const std::string &planHash, bool clean);
    /// Notes progress (and the revision reached) in the transaction that made it.
    Status updateBatch(PlatformBatch &batch);

    /// What the platform has for `entity`/`key`. `desired`, when given, is checked for a place held by
    /// others. With `readContent` false the rows are taken to be as they were last written: right only when
    /// nobody else has written since.
    Result<PlatformSide> sideOf(const std::string &entity, const std::string &key, const Record *desired,
                                bool readContent);
    /// The record as it is now; nothing when its row is gone.
    Result<std::optional<Record>> read(const std::string &entity, const std::string &key);
    /// Keys we loaded for a site, in order, those not retired.
    Status eachLoadedKey(const std::string &site, const std::string &entity,
                         const std::function<Status(const std::string &)> &visit);

    /// Each returns the number of table rows written and notes the record in the id map.
    Result<std::int64_t> create(const Record &record, const PlatformBatch &batch);
    Result<std::int64_t> update(const Record &record, const PlatformBatch &batch);
    Result<std::int64_t> retire(const std::string &entity, const std::string &key, const std::string &reason,
                                const PlatformBatch &batch);
    Status journal(const PlatformBatch &batch, std::int64_t seq, const std::string &entity,
                   const std::string &key, PlanAction action, const std::string &beforeHash,
                   const std::string &hash, std::int64_t rows);
    /// Whether this batch has done the plan row already.
    Result<bool> journalHas(const PlatformBatch &batch, std::int64_t seq);

    /// Ids learnt inside a transaction are wrong after its rollback.
    void forgetIds() { m_tenants.clear(), m_columns.clear(); }
    void setFault(Fault fault) { m_fault = std::move(fault); }
    Database &database() { return m_database; }

private:
    struct Identity {
        std::int64_t id = 0;
        std::string hash;
        bool retired = false;
    };
    explicit Platform(Database database) : m_database(std::move(database)) {}
    Result<Statement *> statement(const char *sql);
    /// Runs and counts; `statement` has its values bound.
    Result<std::int64_t> write(Statement &statement);
    Result<std::optional<Identity>> identity(const std::string &entity, const std::string &key);
    Status remember(const Record &record, std::int64_t id, const std::string &hash, bool retired,
                    const PlatformBatch &batch);
    Result<std::int64_t> tenantId(const std::string &site);
    Result<std::int64_t> columnId(const std::string &site, const std::string &code);
    Result<bool> occupied(const Record &desired);
    Result<std::int64_t> writeTaxonomy(const Record &record);
    Result<std::int64_t> writeTenant(const Record &record, std::int64_t &id);
    Result<std::int64_t> writeColumn(const Record &record, std::int64_t &id);
    Result<std::int64_t> writeFile(const Record &record, std::int64_t &id);
    Result<std::int64_t> writeArticle(const Record &record, std::int64_t &id);
    Result<std::int64_t> writeArticleParts(const Record &record, std::int64_t id);
    Result<std::int64_t> writeAddress(const Record &record);
    /// `id` 0: insert.
    Result<std::int64_t> put(const Record &record, std::int64_t &id);
    Result<bool> readRow(const std::string &entity, const std::string &key, std::int64_t id, Record &record);
    Status readArticleParts(std::int64_t id, Record &record);

    Database m_database;
    std::unordered_map<const char *, Statement> m_statements; ///< by the address of their literal
    std::unordered_map<std::string, std::int64_t> m_tenants, m_columns;
    Fault m_fault;
};

} // namespace guiyi
