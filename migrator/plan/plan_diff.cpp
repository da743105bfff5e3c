#include "migrator/plan/plan_diff.h"

namespace guiyi {

namespace {

// The same records stand in both, so one pass over each index is enough.
constexpr char Compared[] =
    "SELECT a.site,a.entity,a.key,coalesce(b.title,a.title),a.action,coalesce(b.action,''),"
    "CASE WHEN b.key IS NULL THEN 'removed' WHEN a.action<>b.action THEN 'action' "
    "WHEN a.desired_hash IS NOT b.desired_hash THEN 'content' "
    "WHEN a.platform_hash IS NOT b.platform_hash THEN 'platform' ELSE 'reason' END,"
    "coalesce(b.reason,a.reason),coalesce(b.changes,'{}') "
    "FROM main.plan_row a LEFT JOIN later.plan_row b ON b.entity=a.entity AND b.key=a.key "
    "WHERE b.key IS NULL OR a.action<>b.action OR a.desired_hash IS NOT b.desired_hash OR "
    "a.platform_hash IS NOT b.platform_hash OR a.reason<>b.reason "
    "UNION ALL SELECT b.site,b.entity,b.key,b.title,'',b.action,'added',b.reason,b.changes FROM "
    "later.plan_row b WHERE NOT EXISTS (SELECT 1 FROM main.plan_row a WHERE a.entity=b.entity AND "
    "a.key=b.key) ORDER BY 2,3";

} // namespace

Status comparePlans(const std::string &earlier, const std::string &later,
                    const std::function<Status(const PlanDifference &)> &visit) {
    for (const std::string *file : {&earlier, &later}) {
        Result<PlanStore> plan = PlanStore::open(*file);
        if (!plan)
            return plan.error();
        if (plan->info("hash").empty())
            return Error{ErrorKind::Usage, "comparing plans", *file, "it is no plan",
                         "give two files that `guiyi plan` left, such as .guiyi/plans/plan.db"};
    }
    Result<PlanStore> plan = PlanStore::open(earlier);
    if (!plan)
        return plan.error();
    Result<Statement> attach = plan->database().prepare("ATTACH DATABASE ? AS later");
    if (!attach)
        return attach.error();
    if (Status s = attach->bind(later).run(); !s)
        return s;
    Status inner;
    const Status read = plan->database().each(Compared, {}, [&](const Statement &row) {
        inner = visit({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5),
                       row.text(6), row.text(7), row.text(8)});
        return inner.ok();
    });
    return read ? inner : read;
}

} // namespace guiyi
