#include "migrator/loader/platform_schema.h"

#include "schema/base/text.h"
#include "schema/store/database.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>

namespace guiyi {

namespace {

constexpr bool Needed = false, Null = true;

std::string_view folderOf(TargetKind kind) {
    switch (kind) {
    case TargetKind::Sqlite:
        return "platform/sqlite";
    case TargetKind::PostgreSql:
        return "platform/postgresql";
    case TargetKind::MariaDb:
        return "platform/mariadb";
    }
    return "platform/sqlite";
}

/// Where each engine lists its tables.
std::string_view tableCount(TargetKind kind) {
    switch (kind) {
    case TargetKind::Sqlite:
        return "SELECT count(*) FROM sqlite_master WHERE name='platform_version'";
    case TargetKind::PostgreSql:
        return "SELECT count(*) FROM information_schema.tables WHERE table_schema=current_schema() AND "
               "table_name='platform_version'";
    case TargetKind::MariaDb:
        return "SELECT count(*) FROM information_schema.tables WHERE table_schema=database() AND "
               "table_name='platform_version'";
    }
    return {};
}

/// Runs the statements of a version from `done` on, noting each step, for where they are not done together.
Status runSteps(SqlEngine &engine, const SchemaVersion &version, std::int64_t done) {
    const auto note = [&](std::int64_t number, std::int64_t step) {
        return ran(engine.run("UPDATE platform_version SET version=" + std::to_string(number) +
                              ", step=" + std::to_string(step)));
    };
    return define(engine, [&] {
        Status s;
        for (std::size_t i = static_cast<std::size_t>(done); s && i < version.statements.size(); ++i) {
            s = ran(engine.run(version.statements[i]));
            if (s)
                s = note(version.number - 1, static_cast<std::int64_t>(i) + 1);
        }
        return s ? note(version.number, 0) : s;
    });
}

} // namespace

const std::vector<PlatformTable> &platformTables() {
    static const std::vector<PlatformTable> Tables{
        {"taxonomy_column",
         {{"code", ColumnType::Text, 64, Needed},
          {"parent", ColumnType::Text, 64, Null, "taxonomy_column"},
          {"name", ColumnType::Text, 0, Needed},
          {"level", ColumnType::Integer, 0, Needed}},
         {"code"},
         {},
         true},
        {"tenant",
         {{"id", ColumnType::Integer, 0, Needed},
          {"site", ColumnType::Text, 64, Needed},
          {"name", ColumnType::Text, 0, Needed},
          {"code", ColumnType::Text, 0, Null},
          {"level", ColumnType::Text, 0, Null},
          {"host", ColumnType::Text, 0, Needed},
          {"base_path", ColumnType::Text, 0, Needed},
          {"home", ColumnType::Text, 680, Needed}},
         {"id"},
         {{"site"}, {"home"}},
         true},
        {"tenant_host",
         {{"host", ColumnType::Text, 255, Needed},
          {"tenant", ColumnType::Integer, 0, Needed, "tenant"},
          {"position", ColumnType::Integer, 0, Needed}},
         {"host"},
         {},
         true},
        {"tenant_column",
         {{"id", ColumnType::Integer, 0, Needed},
          {"tenant", ColumnType::Integer, 0, Needed, "tenant"},
          {"code", ColumnType::Text, 64, Needed, "taxonomy_column"},
          {"url", ColumnType::Text, 680, Needed},
          {"retired", ColumnType::Text, 0, Null}},
         {"id"},
         {{"url"}, {"tenant", "code"}},
         true},
        {"file",
         {{"sha256", ColumnType::Text, 64, Needed}, {"bytes", ColumnType::Integer, 0, Needed}},
         {"sha256"},
         {},
         true},
        {"tenant_file",
         {{"id", ColumnType::Integer, 0, Needed},
          {"tenant", ColumnType::Integer, 0, Needed, "tenant"},
          {"sha256", ColumnType::Text, 64, Needed, "file"},
          {"url", ColumnType::Text, 680, Needed},
          {"media_type", ColumnType::Text, 0, Null},
          {"retired", ColumnType::Text, 0, Null}},
         {"id"},
         {{"url"}, {"tenant", "sha256"}},
         true},
        {"article",
         {{"id", ColumnType::Integer, 0, Needed},
          {"tenant", ColumnType::Integer, 0, Needed, "tenant"},
          {"main_column", ColumnType::Integer, 0, Needed, "tenant_column"},
          {"url", ColumnType::Text, 680, Needed},
          {"source_url", ColumnType::Text, 0, Needed},
          {"kind", ColumnType::Text, 0, Needed},
          {"title", ColumnType::Text, 0, Needed},
          {"subtitle", ColumnType::Text, 0, Null},
          {"published", ColumnType::Text, 32, Null},
          {"updated", ColumnType::Text, 0, Null},
          {"source", ColumnType::Text, 0, Null},
          {"author", ColumnType::Text, 0, Null},
          {"editor", ColumnType::Text, 0, Null},
          {"language", ColumnType::Text, 0, Null},
          {"document", ColumnType::Text, 0, Null},
          {"keywords", ColumnType::Text, 0, Null},
          {"body_html", ColumnType::Text, 0, Needed},
          {"body_text", ColumnType::Text, 0, Needed},
          {"retired", ColumnType::Text, 0, Null}},
         {"id"},
         {{"url"}},
         true},
        {"placement",
         {{"article", ColumnType::Integer, 0, Needed, "article"},
          {"position", ColumnType::Integer, 0, Needed},
          {"tenant_column", ColumnType::Integer, 0, Needed, "tenant_column"}},
         {"article", "position"},
         {},
         true},
        {"attachment",
         {{"article", ColumnType::Integer, 0, Needed, "article"},
          {"position", ColumnType::Integer, 0, Needed},
          {"role", ColumnType::Text, 0, Needed},
          {"name", ColumnType::Text, 0, Null},
          {"url", ColumnType::Text, 0, Null},
          {"sha256", ColumnType::Text, 64, Null, "file"},
          {"bytes", ColumnType::Integer, 0, Needed},
          {"media_type", ColumnType::Text, 0, Null},
          {"status", ColumnType::Text, 0, Needed}},
         {"article", "position"},
         {},
         true},
        {"letter",
         {{"article", ColumnType::Integer, 0, Needed, "article"},
          {"number", ColumnType::Text, 0, Null},
          {"sender", ColumnType::Text, 0, Null},
          {"type", ColumnType::Text, 0, Null},
          {"question", ColumnType::Text, 0, Needed},
          {"asked", ColumnType::Text, 0, Null},
          {"reply", ColumnType::Text, 0, Null},
          {"replied", ColumnType::Text, 0, Null},
          {"replier", ColumnType::Text, 0, Null},
          {"status", ColumnType::Text, 0, Null},
          {"is_public", ColumnType::Integer, 0, Needed}},
         {"article"},
         {},
         true},
        {"old_url",
         {{"key", ColumnType::Text, 680, Needed},
          {"tenant", ColumnType::Integer, 0, Needed, "tenant"},
          {"url", ColumnType::Text, 0, Needed},
          {"target", ColumnType::Text, 0, Null},
          {"status", ColumnType::Integer, 0, Needed},
          {"reason", ColumnType::Text, 0, Null}},
         {"key"},
         {},
         true},
        {"batch",
         {{"id", ColumnType::Integer, 0, Needed},
          {"kind", ColumnType::Text, 16, Needed},
          {"plan_hash", ColumnType::Text, 64, Needed},
          {"state", ColumnType::Text, 16, Needed},
          {"revision", ColumnType::Integer, 0, Needed},
          {"clean", ColumnType::Integer, 0, Needed},
          {"records", ColumnType::Integer, 0, Needed},
          {"written", ColumnType::Text, 0, Needed}},
         {"id"},
         {{"plan_hash"}},
         false},
        {"identity",
         {{"entity", ColumnType::Text, 16, Needed},
          {"key", ColumnType::Text, 680, Needed},
          {"site", ColumnType::Text, 64, Needed},
          {"id", ColumnType::Integer, 0, Needed},
          {"hash", ColumnType::Text, 64, Needed},
          {"batch", ColumnType::Integer, 0, Needed, "batch"},
          {"retired", ColumnType::Integer, 0, Needed},
          {"fields", ColumnType::Text, 0, Needed}},
         {"entity", "key"},
         {},
         false},
        {"journal",
         {{"batch", ColumnType::Integer, 0, Needed, "batch"},
          {"seq", ColumnType::Integer, 0, Needed},
          {"site", ColumnType::Text, 64, Needed},
          {"entity", ColumnType::Text, 16, Needed},
          {"key", ColumnType::Text, 680, Needed},
          {"action", ColumnType::Text, 16, Needed},
          {"before_hash", ColumnType::Text, 64, Null},
          {"hash", ColumnType::Text, 64, Null},
          {"before", ColumnType::Text, 0, Null},
          {"undone", ColumnType::Integer, 0, Needed}},
         {"batch", "seq"},
         {},
         false}};
    return Tables;
}

const std::vector<std::string_view> &numberedTables() {
    static const std::vector<std::string_view> Tables{"tenant", "tenant_column", "tenant_file", "article"};
    return Tables;
}

Status advanceIds(SqlEngine &engine, std::string_view table, std::int64_t last) {
    if (engine.kind() != TargetKind::PostgreSql || last == 0)
        return {};
    return engine.each("SELECT setval(pg_get_serial_sequence('" + std::string(table) + "','id')," +
                           std::to_string(last) + ")",
                       {}, [](const SqlRow &) { return Status(); });
}

Result<bool> isHalfCopied(SqlEngine &engine) {
    const Result<std::int64_t> state = engine.number("SELECT \"loading\" FROM \"platform_revision\"");
    if (!state)
        return state.error();
    return state.value() == CopyUnderWay;
}

const PlatformTable &platformTable(std::string_view name) {
    const auto &tables = platformTables();
    const auto found =
        std::find_if(tables.begin(), tables.end(), [&](const PlatformTable &t) { return t.name == name; });
    assert(found != tables.end());
    return *found;
}

std::vector<std::string_view> PlatformTable::columnNames() const {
    std::vector<std::string_view> names;
    for (const PlatformColumn &one : columns)
        names.push_back(one.name);
    return names;
}

const PlatformColumn *PlatformTable::column(std::string_view wanted) const {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const PlatformColumn &c) { return c.name == wanted; });
    return found == columns.end() ? nullptr : &*found;
}

void addCounts(RowCounts &to, const RowCounts &more) {
    for (const auto &[table, rows] : more)
        to[table] += rows;
}

std::string toText(const RowCounts &counts) {
    std::string text;
    for (const auto &[table, rows] : counts) {
        if (rows != 0)
            text += (text.empty() ? "" : " ") + table + " " + std::to_string(rows);
    }
    return text;
}

RowCounts rowCountsFrom(std::string_view text) {
    RowCounts counts;
    const std::vector<std::string> words = text::split(text, ' ');
    for (std::size_t i = 0; i + 1 < words.size(); i += 2)
        counts[words[i]] += std::strtoll(words[i + 1].c_str(), nullptr, 10);
    return counts;
}

Result<std::int64_t> platformVersion(SqlEngine &engine) {
    const Result<std::int64_t> there = engine.number(tableCount(engine.kind()));
    if (!there || there.value() == 0)
        return there;
    return engine.number("SELECT version FROM platform_version");
}

Status checkPlatformVersion(const SqlEngine &engine, std::int64_t version) {
    const Result<std::vector<SchemaVersion>> known = schemaVersions(folderOf(engine.kind()));
    if (!known)
        return known.error();
    if (version <= known->back().number)
        return {};
    return Error{ErrorKind::Failed, "opening the platform", engine.address().text(),
                 "its schema is version " + std::to_string(version) + ", this program knows " +
                     std::to_string(known->back().number),
                 "use the newer guiyi that wrote it"};
}

Status upgradePlatform(SqlEngine &engine) {
    const Result<std::int64_t> have = platformVersion(engine);
    if (!have)
        return have.error();
    if (Status s = checkPlatformVersion(engine, have.value()); !s)
        return s;
    for (const char *sql :
         {"CREATE TABLE IF NOT EXISTS platform_version (version BIGINT NOT NULL, step BIGINT NOT NULL)",
          "INSERT INTO platform_version SELECT 0,0 WHERE NOT EXISTS (SELECT 1 FROM platform_version)"}) {
        if (have.value() > 0)
            break;
        if (Status s = ran(engine.run(sql)); !s)
            return s;
    }
    const Result<std::int64_t> step = engine.number("SELECT step FROM platform_version");
    if (!step)
        return step.error();
    const Result<std::vector<SchemaVersion>> versions = schemaVersions(folderOf(engine.kind()));
    if (!versions)
        return versions.error();
    std::int64_t done = step.value();
    for (const SchemaVersion &version : *versions) {
        if (version.number <= have.value())
            continue;
        if (Status s = runSteps(engine, version, done); !s)
            return s;
        done = 0;
    }
    return {};
}

} // namespace guiyi
