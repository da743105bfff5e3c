// The platform's tables, described once: statements are generated from this, and a test holds every engine's
// .sql files against it.
#pragma once

#include "migrator/loader/sql_engine.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi {

enum class ColumnType { Integer, Text };

/// Value of platform_revision.loading while a copy of another platform comes in.
inline constexpr std::int64_t CopyUnderWay = 2;

struct PlatformColumn {
    std::string_view name;
    ColumnType type = ColumnType::Text;
    int longest = 0; ///< characters; 0: no limit. Indexed columns have one, as servers cannot index more.
    bool nullable = false;
    std::string_view references = {}; ///< a table, by its primary key
};

struct PlatformTable {
    std::string_view name;
    std::vector<PlatformColumn> columns;
    std::vector<std::string_view> primaryKey; ///< the first columns, in order
    std::vector<std::vector<std::string_view>> uniques;
    bool content = true; ///< false: the loader's own account

    std::vector<std::string_view> columnNames() const;
    const PlatformColumn *column(std::string_view name) const;
};

/// All tables, each after those it refers to.
const std::vector<PlatformTable> &platformTables();
/// Of platformTables(); the name must be known.
const PlatformTable &platformTable(std::string_view name);

/// Those whose ids we give.
const std::vector<std::string_view> &numberedTables();
/// Lets ids given by others (editors) come after `last`; for engines whose counters don't see ids given by
/// us.
Status advanceIds(SqlEngine &engine, std::string_view table, std::int64_t last);

/// Rows written (inserted, changed or removed) by table. `file` rows are shared by the tenants.
using RowCounts = std::map<std::string, std::int64_t, std::less<>>;
void addCounts(RowCounts &to, const RowCounts &more);
/// "article 1 placement 2", and back.
std::string toText(const RowCounts &counts);
RowCounts rowCountsFrom(std::string_view text);

/// Version of the platform's schema; 0 when there is none yet.
Result<std::int64_t> platformVersion(SqlEngine &engine);
/// Creates the tables or brings them to this program's version. An interrupted upgrade goes on at its step; a
/// platform newer than the program is refused.
Status upgradePlatform(SqlEngine &engine);
/// Whether a copy of another platform was begun here and not finished: its rows are of no use.
Result<bool> isHalfCopied(SqlEngine &engine);
/// Failed when the platform is newer than this program.
Status checkPlatformVersion(const SqlEngine &engine, std::int64_t version);

} // namespace guiyi
