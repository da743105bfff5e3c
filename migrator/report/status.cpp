#include "migrator/report/status.h"

#include "migrator/map/inputs.h"
#include "migrator/plan/plan_stage.h"
#include "migrator/plan/plan_store.h"
#include "schema/base/text.h"
#include "schema/store/staging.h"

#include <QtCore/qfileinfo.h>

namespace guiyi {

std::string_view toText(StageState state) {
    switch (state) {
    case StageState::Never:
        return "never";
    case StageState::Stale:
        return "stale";
    case StageState::Fresh:
        break;
    }
    return "fresh";
}

namespace {

Result<StageStatus> ledgerLine(WorkspaceStore &store, const std::string &site, const std::string &stage) {
    Result<std::optional<StageRun>> run = store.lastStage(site, stage);
    if (!run)
        return run.error();
    StageStatus status;
    status.stage = stage;
    if (run.value()) {
        status.state = StageState::Fresh;
        status.counts = run.value()->counts;
        status.inputHash = run.value()->inputHash;
    }
    return status;
}

Result<SiteStatus> siteStatus(const Workspace &workspace, WorkspaceStore &store, const Site &site) {
    SiteStatus status;
    status.site = site;
    Result<StageStatus> extract = ledgerLine(store, site.id, "extract");
    if (!extract)
        return extract.error();
    Result<StageStatus> map = ledgerLine(store, site.id, "map");
    if (!map)
        return map.error();
    const std::string file = workspace.stagingFile(site.id);
    const bool staged = QFileInfo::exists(text::toQString(file));
    if (!staged)
        extract->state = StageState::Never;
    if (map->state == StageState::Fresh) {
        map->state = StageState::Stale;
        if (staged) {
            Result<Staging> staging = Staging::open(file);
            if (!staging)
                return staging.error();
            const Result<std::string> hash = stagingHash(*staging);
            if (!hash)
                return hash.error();
            if (hash.value() == map->inputHash)
                map->state = StageState::Fresh;
        }
    }
    status.stages = {std::move(extract).value(), std::move(map).value()};
    return status;
}

} // namespace

Result<StatusData> statusOf(const Workspace &workspace) {
    Result<WorkspaceStore> store = WorkspaceStore::open(workspace);
    if (!store)
        return store.error();
    StatusData data;
    data.batch = workspace.config().name;
    for (const Site &site : workspace.sites()) {
        Result<SiteStatus> status = siteStatus(workspace, *store, site);
        if (!status)
            return status.error();
        data.sites.push_back(std::move(status).value());
    }
    for (const char *stage : {"map", "plan", "apply"}) {
        Result<StageStatus> status = ledgerLine(*store, "*", stage);
        if (!status)
            return status.error();
        data.stages.push_back(std::move(status).value());
    }
    StageStatus &map = data.stages[0], &plan = data.stages[1], &apply = data.stages[2];
    std::string mapOutput;
    if (map.state == StageState::Fresh) {
        const Result<std::string> fresh = checkMapIsFresh(workspace, *store);
        if (!fresh && fresh.error().kind != ErrorKind::Stale && fresh.error().kind != ErrorKind::Usage)
            return fresh.error();
        if (fresh)
            mapOutput = fresh.value();
        else
            map.state = StageState::Stale;
    }
    std::string planHash;
    if (QFileInfo::exists(text::toQString(workspace.planFile()))) {
        Result<PlanStore> file = PlanStore::open(workspace.planFile());
        if (!file)
            return file.error();
        planHash = file->info("hash");
        if (plan.state == StageState::Fresh && (mapOutput.empty() || file->info("map_output") != mapOutput))
            plan.state = StageState::Stale;
    } else {
        plan.state = StageState::Never;
    }
    if (apply.state == StageState::Fresh && (plan.state != StageState::Fresh || apply.inputHash != planHash))
        apply.state = StageState::Stale;
    return data;
}

} // namespace guiyi
