// Two plans compared: what was decided otherwise.
#pragma once

#include "migrator/plan/plan_store.h"

#include <functional>
#include <string>

namespace guiyi {

/// A record two plans say different things of; the action is empty where a plan does not know the record.
struct PlanDifference {
    std::string site, entity, key, title;
    std::string before, after; ///< actions
    std::string what;          ///< added|removed|action|content|platform|reason
    std::string reason;        ///< of the later plan; of the earlier one when removed
    std::string changes;       ///< JSON object field → [old, new], of the later plan
};

/// Streams the differences by entity and key. `content`: what should be written differs; `platform`: only
/// what the platform had differs. Usage error when a file is no plan.
Status comparePlans(const std::string &earlier, const std::string &later,
                    const std::function<Status(const PlanDifference &)> &visit);

} // namespace guiyi
