#include "migrator/loader/platform_dump.h"

#include "schema/base/json_writer.h"
#include "schema/base/sha256.h"

#include <functional>
#include <ostream>

namespace guiyi {

namespace {

bool isDumped(const PlatformTable &table) {
    return table.content || table.name == "identity";
}

/// Which run wrote a record last is no content.
bool isDumped(const PlatformTable &table, const PlatformColumn &column) {
    return table.name != "identity" || column.name != "batch";
}

Status eachLine(SqlEngine &engine, const std::function<Status(const std::string &)> &visit) {
    for (const PlatformTable &table : platformTables()) {
        if (!isDumped(table))
            continue;
        const std::string sql = "SELECT " + quotedList(table.columnNames()) + " FROM " + quoted(table.name) +
                                " ORDER BY " + quotedList(table.primaryKey);
        const Status s = engine.each(sql, {}, [&](const SqlRow &row) {
            JsonWriter json;
            json.beginArray().string(table.name);
            for (std::size_t i = 0; i < row.size(); ++i) {
                if (!isDumped(table, table.columns[i]))
                    continue;
                if (!row[i])
                    json.null();
                else if (table.columns[i].type == ColumnType::Integer)
                    json.raw(*row[i]);
                else
                    json.string(*row[i]);
            }
            json.endArray();
            return visit(json.take() + "\n");
        });
        if (!s)
            return s;
    }
    return {};
}

} // namespace

Status dumpPlatform(SqlEngine &engine, std::ostream &out) {
    return eachLine(engine, [&out](const std::string &line) {
        out << line;
        return Status();
    });
}

Result<std::string> platformHash(SqlEngine &engine) {
    Sha256 hash;
    const Status s = eachLine(engine, [&hash](const std::string &line) {
        hash.add(line);
        return Status();
    });
    if (!s)
        return s.error();
    return hash.hex();
}

} // namespace guiyi
