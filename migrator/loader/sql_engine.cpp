#include "migrator/loader/sql_engine.h"

#include "schema/base/text.h"

#include <cstdlib>

namespace guiyi {

Result<std::unique_ptr<SqlEngine>> SqlEngine::open(const TargetAddress &address, Access access) {
    switch (address.kind) {
    case TargetKind::Sqlite:
        return openSqlite(address, access);
    case TargetKind::PostgreSql:
        return openPostgreSql(address);
    case TargetKind::MariaDb:
        return openMariaDb(address);
    }
    return openSqlite(address, access);
}

Error SqlEngine::error(ErrorKind kind, std::string_view doingWhat, std::string_view why,
                       std::string advice) const {
    return {kind, std::string(doingWhat), m_address.text(), text::head(text::collapse(why), 400),
            std::move(advice)};
}

std::string SqlEngine::doing(std::string_view sql) {
    return "running SQL \"" + text::head(text::collapse(sql), 80) + "\"";
}

Result<std::int64_t> SqlEngine::run(std::string_view sql, const SqlRow &parameters) {
    if (Status s = fault("run"); !s)
        return s.error();
    return doRun(sql, parameters);
}

Status SqlEngine::each(std::string_view sql, const SqlRow &parameters, const Visit &visit) {
    if (Status s = fault("each"); !s)
        return s;
    return doEach(sql, parameters, visit);
}

Result<std::int64_t> SqlEngine::number(std::string_view sql, const SqlRow &parameters) {
    std::int64_t value = 0;
    bool first = true;
    const Status s = each(sql, parameters, [&](const SqlRow &row) -> Status {
        if (first && row.front())
            value = std::strtoll(std::string(*row.front()).c_str(), nullptr, 10);
        first = false;
        return {};
    });
    if (!s)
        return s.error();
    return value;
}

Result<std::int64_t> SqlEngine::insert(std::string_view table, const RowSet &rows) {
    if (rows.empty())
        return std::int64_t{0};
    if (Status s = fault("insert"); !s)
        return s.error();
    return doInsert(table, rows);
}

Result<std::int64_t> SqlEngine::update(std::string_view table, std::size_t keys, const RowSet &rows) {
    if (rows.empty())
        return std::int64_t{0};
    if (Status s = fault("update"); !s)
        return s.error();
    return doUpdate(table, keys, rows);
}

Status SqlEngine::begin() {
    if (Status s = fault("begin"); !s)
        return s;
    if (const Result<std::int64_t> done = doRun(beginSql(), {}); !done)
        return done.error();
    m_open = true;
    return {};
}

Status SqlEngine::commit() {
    if (Status s = fault("commit"); !s)
        return s;
    if (const Result<std::int64_t> done = doRun("COMMIT", {}); !done)
        return done.error();
    m_open = false;
    return {};
}

void SqlEngine::rollback() {
    if (m_open && connected())
        (void)doRun("ROLLBACK", {});
    m_open = false;
}

std::int64_t numberFrom(const SqlValue &value) {
    return value ? std::strtoll(std::string(*value).c_str(), nullptr, 10) : 0;
}

Status ran(const Result<std::int64_t> &result) {
    return result ? Status() : Status(result.error());
}

Status define(SqlEngine &engine, const std::function<Status()> &statements) {
    const bool atOnce = engine.kind() != TargetKind::MariaDb;
    Status s = atOnce ? engine.begin() : Status();
    if (s)
        s = statements();
    if (s && atOnce)
        s = engine.commit();
    if (!s)
        engine.rollback();
    return s;
}

std::string quoted(std::string_view name) {
    return "\"" + std::string(name) + "\"";
}

std::string quotedList(const std::vector<std::string_view> &names) {
    std::string list;
    for (const std::string_view name : names)
        list += (list.empty() ? "" : ",") + quoted(name);
    return list;
}

std::string placeholders(std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i)
        list += i == 0 ? "?" : ",?";
    return list;
}

} // namespace guiyi
