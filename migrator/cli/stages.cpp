#include "migrator/cli/stages.h"

#include "migrator/extract/extract_stage.h"
#include "migrator/extract/sources.h"
#include "migrator/loader/apply_stage.h"
#include "migrator/map/map_stage.h"
#include "migrator/plan/plan_stage.h"
#if __has_include("migrator/report/report.h")
#include "migrator/report/report.h"
#endif

namespace guiyi {

namespace {

/// The stage's own result, or why its reports could not be written.
Result<StageResult> withReports(StageContext &context, Result<StageResult> result) {
    if (!result || context.cancel.cancelled())
        return result;
    if (const Status written = makeReports(context); !written)
        return written.error();
    return result;
}

} // namespace

Status makeReports(StageContext &context) {
#if __has_include("migrator/report/report.h")
    return writeReports(context);
#else
    static_cast<void>(context);
    return {};
#endif
}

Stage extractStage() {
    return {"extract", runExtract};
}

Stage mapStage() {
    return {"map", runMap};
}

Stage planStage() {
    return {"plan", [](StageContext &context) { return withReports(context, runPlan(context)); }};
}

Stage applyStage() {
    return {"apply", [](StageContext &context) {
                MirrorFileProvider files(context.workspace);
                return withReports(context, runApply(context, files));
            }};
}

} // namespace guiyi
