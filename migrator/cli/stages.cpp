#include "migrator/cli/stages.h"

#include "migrator/extract/extract_stage.h"
#include "migrator/extract/sources.h"
#include "migrator/loader/apply_stage.h"
#include "migrator/map/map_stage.h"
#include "migrator/pipeline/words.h"
#include "migrator/plan/plan_stage.h"
#include "migrator/report/report.h"
#include "schema/base/text.h"

namespace guiyi {

namespace {

/// The stage's own result, or why its reports could not be written.
Result<StageResult> withReports(StageContext &context, Result<StageResult> result) {
    if (!result || context.cancel.cancelled())
        return result;
    const Result<std::vector<std::string>> files = makeReports(context);
    if (!files)
        return files.error();
    context.progress.note(PipelineText::tr("reports: %1")
                              .arg(text::toQString(context.workspace.reportsFolder()))
                              .toStdString());
    return result;
}

} // namespace

Result<std::vector<std::string>> makeReports(StageContext &context) {
    return writeReports(context);
}

Stage extractStage() {
    return {"extract", runExtract};
}

Stage mapStage() {
    return {"map", runMap};
}

Stage planStage(const PlanOptions &options) {
    return {"plan",
            [options](StageContext &context) { return withReports(context, runPlan(context, options)); }};
}

Stage applyStage(const ApplyOptions &options) {
    return {"apply", [options](StageContext &context) {
                SourceFileProvider files(context.workspace);
                return withReports(context, runApply(context, files, options));
            }};
}

Stage rollbackStage(const RollbackOptions &options) {
    return {"rollback", [options](StageContext &context) { return runRollback(context, options); }};
}

} // namespace guiyi
