#include "migrator/plan/classify.h"

namespace guiyi {

std::string_view toText(PlanAction action) {
    switch (action) {
    case PlanAction::Create:
        return "create";
    case PlanAction::Update:
        return "update";
    case PlanAction::Unchanged:
        return "unchanged";
    case PlanAction::Retire:
        return "retire";
    case PlanAction::Conflict:
        return "conflict";
    case PlanAction::None:
        break;
    }
    return "none";
}

Verdict classify(const std::optional<std::string> &desiredHash, const PlatformSide &platform) {
    if (!desiredHash) {
        if (!platform.known || !platform.present || platform.retired)
            return {};
        if (platform.currentHash != platform.appliedHash)
            return {PlanAction::Conflict,
                    "no longer on the old site, but changed on the platform since it was loaded"};
        return {PlanAction::Retire, "no longer on the old site"};
    }
    if (!platform.known) {
        if (platform.occupied)
            return {PlanAction::Conflict,
                    "its place on the platform is held by a row that was not loaded by Guiyi"};
        return {PlanAction::Create, "not on the platform yet"};
    }
    if (!platform.present)
        return {PlanAction::Conflict, "removed from the platform since it was loaded"};
    if (platform.currentHash == *desiredHash)
        return {PlanAction::Unchanged, "the platform has it already"};
    if (platform.currentHash != platform.appliedHash)
        return {PlanAction::Conflict, "changed on the platform since it was loaded"};
    if (platform.retired)
        return {PlanAction::Update, "back on the old site"};
    return {PlanAction::Update, "changed since it was loaded"};
}

} // namespace guiyi
