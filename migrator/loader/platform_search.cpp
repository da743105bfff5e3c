#include "migrator/loader/platform_search.h"

#include "schema/store/database.h"

#include <string>
#include <vector>

namespace guiyi {

namespace {

std::string_view folderOf(TargetKind kind) {
    switch (kind) {
    case TargetKind::Sqlite:
        return "platform_search/sqlite";
    case TargetKind::PostgreSql:
        return "platform_search/postgresql";
    case TargetKind::MariaDb:
        return "platform_search/mariadb";
    }
    return {};
}

std::vector<std::string> dropping(TargetKind kind) {
    switch (kind) {
    case TargetKind::Sqlite:
        return {"DROP TRIGGER IF EXISTS article_search_insert",
                "DROP TRIGGER IF EXISTS article_search_update",
                "DROP TRIGGER IF EXISTS article_search_delete", "DROP TABLE IF EXISTS article_search"};
    case TargetKind::PostgreSql:
        return {"DROP INDEX IF EXISTS article_search"};
    case TargetKind::MariaDb:
        return {"DROP INDEX IF EXISTS article_search ON article"};
    }
    return {};
}

Status runAll(SqlEngine &engine, const std::vector<std::string> &statements) {
    return define(engine, [&] {
        Status s;
        for (auto statement = statements.begin(); s && statement != statements.end(); ++statement)
            s = ran(engine.run(*statement));
        return s;
    });
}

} // namespace

Status createSearchIndexes(SqlEngine &engine) {
    const Result<std::vector<SchemaVersion>> versions = schemaVersions(folderOf(engine.kind()));
    if (!versions)
        return versions.error();
    return runAll(engine, versions->back().statements);
}

Status dropSearchIndexes(SqlEngine &engine) {
    return runAll(engine, dropping(engine.kind()));
}

} // namespace guiyi
