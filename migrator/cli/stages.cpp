#include "migrator/cli/stages.h"

#ifdef GUIYI_EXTRACT
#include "migrator/extract/extract_stage.h"
#endif
#ifdef GUIYI_STAGES
#include "migrator/loader/apply_stage.h"
#include "migrator/map/map_stage.h"
#include "migrator/plan/plan_stage.h"
#include "migrator/report/report.h"
#endif

namespace guiyi {

namespace {

#if !defined(GUIYI_EXTRACT) || !defined(GUIYI_STAGES)
Result<StageResult> notBuilt(StageContext &) {
    return Error{ErrorKind::Failed, "stage", {}, "not built", {}};
}
#endif

} // namespace

#ifdef GUIYI_EXTRACT
Stage extractStage() {
    return {"extract", runExtract};
}
#else
Stage extractStage() {
    return {"extract", notBuilt};
}
#endif
#ifdef GUIYI_STAGES
Stage mapStage() {
    return {"map", runMap};
}
Stage planStage() {
    return {"plan", runPlan};
}
Stage applyStage() {
    return {"apply", runApply};
}
#else
Stage mapStage() {
    return {"map", notBuilt};
}
Stage planStage() {
    return {"plan", notBuilt};
}
Stage applyStage() {
    return {"apply", notBuilt};
}
#endif

} // namespace guiyi
