#include "migrator/loader/platform.h"

#include "schema/base/json_writer.h"
#include "schema/base/text.h"

#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <cstdlib>
#include <filesystem>

namespace guiyi {

namespace {

std::string countsJson(const RowCounts &counts) {
    JsonWriter json;
    json.beginObject();
    for (const auto &[table, rows] : counts)
        json.key(table).number(rows);
    json.endObject();
    return json.take();
}

RowCounts countsFromJson(const std::string &json) {
    RowCounts counts;
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
    for (auto one = object.begin(); one != object.end(); ++one)
        counts[text::fromQString(one.key())] = one.value().toInteger();
    return counts;
}

Status checkWhole(SqlEngine &engine) {
    const Result<bool> half = isHalfCopied(engine);
    if (!half)
        return half.error();
    if (!half.value())
        return {};
    return Error{ErrorKind::Failed, "opening the platform", engine.address().text(),
                 "a copy of another platform was begun here and not finished",
                 "run `guiyi platform copy` again, it starts over"};
}

} // namespace

std::int64_t PlatformBatch::rows() const {
    std::int64_t sum = 0;
    for (const auto &[table, rows] : written)
        sum += platformTable(table).content ? rows : 0;
    return sum;
}

Result<Platform> Platform::open(const TargetAddress &address) {
    Result<std::unique_ptr<SqlEngine>> engine = SqlEngine::open(address, SqlEngine::Access::Write);
    if (!engine)
        return engine.error();
    if (Status s = engine.value()->lockWriter(); !s)
        return s.error();
    if (Status s = upgradePlatform(*engine.value()); !s)
        return s.error();
    if (Status s = checkWhole(*engine.value()); !s)
        return s.error();
    return Platform(std::move(engine).value());
}

Result<std::optional<Platform>> Platform::openForReading(const TargetAddress &address) {
    std::error_code unused;
    if (address.kind == TargetKind::Sqlite && !std::filesystem::exists(address.file, unused))
        return std::optional<Platform>();
    Result<std::unique_ptr<SqlEngine>> engine = SqlEngine::open(address, SqlEngine::Access::Read);
    if (!engine)
        return engine.error();
    const Result<std::int64_t> version = platformVersion(*engine.value());
    if (!version)
        return version.error();
    if (version.value() == 0) // an empty database that apply has yet to fill
        return std::optional<Platform>();
    if (Status s = checkPlatformVersion(*engine.value(), version.value()); !s)
        return s.error();
    if (Status s = checkWhole(*engine.value()); !s)
        return s.error();
    return std::optional<Platform>(Platform(std::move(engine).value()));
}

Result<std::int64_t> Platform::revision() {
    return m_engine->number("SELECT \"value\" FROM \"platform_revision\"");
}

Result<std::optional<PlatformBatch>> Platform::findBatch(const std::string &where, const SqlRow &parameters) {
    std::optional<PlatformBatch> batch;
    const Status s = m_engine->each(
        "SELECT \"id\",\"kind\",\"plan_hash\",\"state\",\"revision\",\"clean\",\"records\",\"written\" FROM "
        "\"batch\" " +
            where,
        parameters, [&](const SqlRow &row) {
            batch = PlatformBatch{numberFrom(row[0]),
                                  std::string(row[1].value_or("")),
                                  std::string(row[2].value_or("")),
                                  row[3].value_or("") == "done",
                                  numberFrom(row[4]),
                                  numberFrom(row[5]) != 0,
                                  numberFrom(row[6]),
                                  countsFromJson(std::string(row[7].value_or("")))};
            return Status();
        });
    if (!s)
        return s.error();
    return batch;
}

Result<std::optional<PlatformBatch>> Platform::batchOf(const std::string &planHash) {
    return findBatch("WHERE \"plan_hash\"=?", {planHash});
}
Result<std::optional<PlatformBatch>> Platform::batch(std::int64_t id) {
    const std::string number = std::to_string(id);
    return findBatch("WHERE \"id\"=?", {number});
}
Result<std::optional<PlatformBatch>> Platform::lastBatch() {
    return findBatch("ORDER BY \"id\" DESC LIMIT 1", {});
}

Result<PlatformBatch> Platform::startBatch(const std::string &kind, const std::string &planHash, bool clean) {
    PlatformBatch batch;
    batch.kind = kind;
    batch.planHash = planHash;
    batch.clean = clean;
    const Result<std::int64_t> now = revision();
    if (!now)
        return now.error();
    batch.revision = now.value();
    const Result<std::int64_t> last = m_engine->number("SELECT max(\"id\") FROM \"batch\"");
    if (!last)
        return last.error();
    batch.id = last.value() + 1;
    RowSet row(platformTable("batch").columnNames());
    row.addNumber(batch.id).add(batch.kind).add(batch.planHash).add("running").addNumber(batch.revision);
    row.addNumber(clean ? 1 : 0).addNumber(0).add("{}");
    if (const Result<std::int64_t> s = m_engine->insert("batch", row); !s)
        return s.error();
    return batch;
}

Status Platform::updateBatch(PlatformBatch &batch) {
    const Result<std::int64_t> now = revision();
    if (!now)
        return now.error();
    batch.revision = now.value();
    const std::string written = countsJson(batch.written), id = std::to_string(batch.id);
    return ran(m_engine->run(
        "UPDATE \"batch\" SET \"state\"=?,\"revision\"=" + std::to_string(batch.revision) +
            ",\"clean\"=" + (batch.clean ? "1" : "0") + ",\"records\"=" + std::to_string(batch.records) +
            ",\"written\"=? WHERE \"id\"=" + id,
        {batch.done ? "done" : "running", written}));
}

Status Platform::beginLoading() {
    if (Status s = m_engine->begin(); !s)
        return s;
    // Holding this row keeps others from changing contents until the transaction ends.
    return ran(m_engine->run("UPDATE \"platform_revision\" SET \"value\"=\"value\"+1,\"loading\"=1"));
}

Status Platform::commitLoading() {
    if (Status s = ran(m_engine->run("UPDATE \"platform_revision\" SET \"loading\"=0")); !s)
        return s;
    return m_engine->commit();
}

void Platform::rollback() {
    m_engine->rollback();
    m_places.reset();
}

Result<Places *> Platform::places() {
    if (!m_places) {
        Result<Places> loaded = Places::load(*m_engine);
        if (!loaded)
            return loaded.error();
        m_places = std::move(loaded).value();
    }
    return &*m_places;
}

PlatformSide sideOf(const StoredRecord *stored, bool occupied, bool contents) {
    PlatformSide side;
    side.occupied = occupied;
    if (stored == nullptr)
        return side;
    side.known = true;
    side.present = stored->present;
    side.retired = stored->retired;
    side.appliedHash = stored->hash;
    if (!contents)
        side.currentHash = stored->hash;
    else if (stored->present)
        side.currentHash = hashOf(stored->record);
    return side;
}

} // namespace guiyi
