// A plan file: written once under another name and put in place when whole, then only read.
#pragma once

#include "migrator/plan/classify.h"
#include "migrator/plan/desired.h"
#include "migrator/plan/record.h"
#include "schema/store/database.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace guiyi {

/// A line of a plan.
struct PlanRow {
    std::int64_t seq = 0;
    std::string site, entity, key;
    PlanAction action = PlanAction::None;
    std::string source, target, title;
    std::string desiredHash, platformHash; ///< empty where there is none
    std::string changes;                   ///< JSON object field → [old, new]
    std::string reason;
    std::string rows;              ///< rows it writes on the platform, by table: "article 1 placement 2"
    std::vector<std::string> kept; ///< fields in which people's values on the platform stay
};

/// One answer per old address, on the main host of its site. Status 301, 302, 410; 404 undecided, 200 stays.
/// Of a directory with all below it `url` and `key` end in "/*".
struct PlanRedirect {
    std::string key, site, url, target;
    int status = 301;
    std::string reason;
    bool self = false;                  ///< the address stays; only alias hosts lead to it
    std::string suggested{}, archive{}; ///< for the notice of a 410
};

/// The plan database. One thread.
class PlanStore {
public:
    /// Starts a plan in `file` + ".new".
    static Result<PlanStore> create(const std::string &file);
    /// Opens a finished plan; Usage error when there is none.
    static Result<PlanStore> open(const std::string &file);
    /// Everything on disk, the new plan in place of the old one.
    Status publish();

    Status setInfo(const std::string &name, const std::string &value);
    std::string info(const std::string &name);
    Status add(const PlanRow &row);
    Status add(const LinkLine &line);
    Status add(const PlanRedirect &redirect);
    Status add(const Finding &finding);

    /// The row of a record; nothing when the plan does not know it.
    Result<std::optional<PlanRow>> row(const std::string &entity, const std::string &key);
    Result<bool> has(const std::string &entity, const std::string &key);
    /// Rows that change something, of one site and entity ("" any site), in the order of execution.
    Status eachRow(const std::string &where, const std::vector<std::string> &parameters,
                   const std::function<Status(const PlanRow &)> &visit);
    /// Numbers of rows by action of an entity; all entities with "".
    Result<std::map<std::string, std::int64_t>> actions(const std::string &site, const std::string &entity);

    /// Number of rows that change something.
    Result<std::int64_t> changes();
    /// Number of links that wait for their site to be moved in a later wave.
    Result<std::int64_t> linksParked();

    Database &database() { return *m_database; }

private:
    struct Writers;
    explicit PlanStore(Database database);
    std::unique_ptr<Database> m_database; ///< behind the statements below, so that those go first
    std::shared_ptr<Writers> m_writers;
    std::optional<Statement> m_row, m_has;
    std::string m_target;
};

} // namespace guiyi
