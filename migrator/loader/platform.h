// The consolidated platform: what it holds, as records the plan knows, and the account of what was loaded.
// The same for every engine.
#pragma once

#include "migrator/loader/platform_rows.h"
#include "migrator/plan/classify.h"
#include "migrator/plan/record.h"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

namespace guiyi {

/// One run of apply (of one plan) or of rollback.
struct PlatformBatch {
    std::int64_t id = 0;
    std::string kind = "apply"; ///< apply|rollback
    std::string planHash;
    bool done = false;
    std::int64_t revision = 0; ///< of the platform after its newest transaction
    bool clean = true;         ///< nothing that others had changed was found
    std::int64_t records = 0;
    RowCounts written;
    bool startedEarlier = false; ///< by a run that did not come to its end

    std::int64_t rows() const; ///< written content rows, without id map and journal
};

/// What the platform has for one key.
struct StoredRecord {
    bool known = false; ///< in the id map
    bool present = false, retired = false;
    std::int64_t id = 0, batch = 0;
    std::string hash; ///< as last written by us
    std::string base; ///< of baseOf(), for telling what people changed
    StoredRows rows;  ///< the id map's row, the record's own and its parts; only when contents were read
    Record record;    ///< only when contents were read and the row is there
};

/// A platform database. One thread, one connection.
class Platform {
public:
    /// Opens, creates or upgrades, and becomes the only writer. Retry when another one is at work.
    static Result<Platform> open(const TargetAddress &address);
    /// Opens without changing anything; nothing when there is no platform yet.
    static Result<std::optional<Platform>> openForReading(const TargetAddress &address);

    SqlEngine &engine() { return *m_engine; }

    /// Counts changes of content rows, by whomever.
    Result<std::int64_t> revision();
    Result<std::optional<PlatformBatch>> batchOf(const std::string &planHash);
    Result<std::optional<PlatformBatch>> batch(std::int64_t id);
    Result<std::optional<PlatformBatch>> lastBatch();
    Result<PlatformBatch> startBatch(const std::string &kind, const std::string &planHash, bool clean);
    /// Notes progress (and the revision reached) in the transaction that made it.
    Status updateBatch(PlatformBatch &batch);
    /// Starts a transaction of the loader: it counts as one change, and others wait with theirs.
    Status beginLoading();
    Status commitLoading();
    /// Takes back what the open transaction did.
    void rollback();

    /// What is stored under these keys, by key; keys that were never loaded are left out. Without contents
    /// rows count as present and as last written.
    Result<std::unordered_map<std::string, StoredRecord>>
    read(const std::string &entity, const std::vector<std::string> &keys, bool contents);
    /// The keys of those records whose place (address, code) a row of somebody else holds.
    Result<std::set<std::string>> occupied(const std::vector<const Record *> &records);
    /// Those of the contents that the platform knows already.
    Result<std::set<std::string>> knownContents(const std::vector<std::string> &sha256);
    /// Keys we loaded for a site, in order, those not retired. `visit` must not use the platform.
    Status eachLoadedKey(const std::string &site, const std::string &entity,
                         const std::function<Status(const std::string &)> &visit);

    /// Tenants and columns by id; read once, kept up by the writer.
    Result<Places *> places();
    /// After tenants or columns went.
    void forgetPlaces() { m_places.reset(); }

private:
    explicit Platform(std::unique_ptr<SqlEngine> engine) : m_engine(std::move(engine)) {}
    Result<std::optional<PlatformBatch>> findBatch(const std::string &where, const SqlRow &parameters);
    Status readRows(const EntityForm &form, std::unordered_map<std::string, StoredRecord> &records);
    Status readTable(std::string_view table, std::string_view column, const std::string &order,
                     const std::vector<std::string_view> &values,
                     const std::function<void(const SqlRow &)> &visit);

    std::unique_ptr<SqlEngine> m_engine;
    std::optional<Places> m_places;
};

/// What the plan has to know of a stored record; of one that was never loaded with nullptr.
PlatformSide sideOf(const StoredRecord *stored, bool occupied, bool contents);

} // namespace guiyi
