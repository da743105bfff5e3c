// What is to be done with a record, from what should be and what is. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace guiyi {

enum class PlanAction { Create, Update, Unchanged, Retire, Conflict, None };
std::string_view toText(PlanAction action); ///< create|update|unchanged|retire|conflict; none

/// What the platform has for a key.
struct PlatformSide {
    bool known = false;      ///< we loaded it once
    bool present = false;    ///< its row is still there
    bool retired = false;    ///< we retired it
    bool occupied = false;   ///< not known, but its place (address, key) is held by a row of somebody else
    std::string appliedHash; ///< of the record as we last wrote it
    std::string currentHash; ///< of the row as it is now
};

struct Verdict {
    PlanAction action = PlanAction::None;
    std::string reason;
};

/// `desiredHash` is nothing when the old site no longer has the record. A row that others changed is never
/// overwritten or retired: that is a conflict, and a person decides.
Verdict classify(const std::optional<std::string> &desiredHash, const PlatformSide &platform);

} // namespace guiyi
