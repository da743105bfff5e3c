#include "schema/store/workspace_store.h"

#include "schema/base/text.h"

#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>

namespace guiyi {

namespace {

std::string countsToJson(const StageCounts &counts) {
    QJsonArray array;
    for (const auto &[name, number] : counts)
        array.append(QJsonArray{text::toQString(name), static_cast<qint64>(number)});
    const QByteArray bytes = QJsonDocument(array).toJson(QJsonDocument::Compact);
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

StageCounts countsFromJson(const std::string &json) {
    StageCounts counts;
    const QJsonArray array = QJsonDocument::fromJson(QByteArray::fromStdString(json)).array();
    for (const auto &value : array) {
        const QJsonArray pair = value.toArray();
        counts.emplace_back(text::fromQString(pair.at(0).toString()), pair.at(1).toInteger());
    }
    return counts;
}

StageRun runOf(const Statement &row) {
    return {row.text(0), row.text(1), row.text(2), row.text(3), countsFromJson(row.text(4))};
}

} // namespace

std::int64_t countOf(const StageCounts &counts, std::string_view word) {
    std::int64_t sum = 0;
    for (const auto &[name, number] : counts)
        sum += name == word ? number : 0;
    return sum;
}

Result<WorkspaceStore> WorkspaceStore::open(const Workspace &workspace) {
    const QString folder = QFileInfo(text::toQString(workspace.stateFile())).absolutePath();
    if (!QDir().mkpath(folder))
        return Error{ErrorKind::Failed, "creating the folder", text::fromQString(folder),
                     "it cannot be created",
                     "make the workspace writable for this user and run the command again"};
    Result<Database> database = Database::open(workspace.stateFile());
    if (!database)
        return database.error();
    Status upgraded = database->upgrade("workspace");
    if (!upgraded) // another thread may have been making the same step: then it is there now
        upgraded = database->upgrade("workspace");
    if (!upgraded)
        return upgraded.error();
    return WorkspaceStore(std::move(database).value());
}

Status WorkspaceStore::recordStage(std::string_view site, std::string_view stage, std::string_view inputHash,
                                   std::string_view outputHash, const StageCounts &counts) {
    Result<Statement> statement = m_database.prepare(
        "INSERT OR REPLACE INTO stage_run(site,stage,input_hash,output_hash,counts) VALUES (?,?,?,?,?)");
    if (!statement)
        return statement.error();
    statement->bind(site).bind(stage).bind(inputHash).bind(outputHash).bind(countsToJson(counts));
    return statement->run();
}

Result<std::optional<StageRun>> WorkspaceStore::lastStage(std::string_view site, std::string_view stage) {
    std::optional<StageRun> found;
    const Status s = m_database.each(
        "SELECT site,stage,input_hash,output_hash,counts FROM stage_run WHERE site=? AND stage=?",
        {std::string(site), std::string(stage)}, [&](const Statement &row) {
            found = runOf(row);
            return false;
        });
    if (!s)
        return s.error();
    return found;
}

Result<std::vector<StageRun>> WorkspaceStore::stages() {
    std::vector<StageRun> runs;
    const Status s =
        m_database.each("SELECT site,stage,input_hash,output_hash,counts FROM stage_run ORDER BY site,stage",
                        {}, [&](const Statement &row) {
                            runs.push_back(runOf(row));
                            return true;
                        });
    if (!s)
        return s.error();
    return runs;
}

} // namespace guiyi
