#include "migrator/plan/guards.h"

#include "schema/store/staging.h"

#include <cstdlib>
#include <map>

namespace guiyi {

namespace {

bool exceeds(std::int64_t lost, std::int64_t of, int percent) {
    return lost >= LossTooSmallToGuard && lost * 100 > of * percent;
}

std::string share(std::int64_t lost, std::int64_t of, int percent) {
    return std::to_string(lost) + " of " + std::to_string(of) + ", more than " + std::to_string(percent) +
           " %";
}

using Numbers = std::map<std::pair<std::string, std::string>, std::int64_t>; // site, entity

Result<Numbers> loadedNumbers(Platform *platform) {
    Numbers numbers;
    if (platform == nullptr)
        return numbers;
    const Status s = platform->engine().each(
        "SELECT \"site\",\"entity\",count(*) FROM \"identity\" WHERE \"retired\"=0 GROUP BY "
        "\"site\",\"entity\"",
        {}, [&](const SqlRow &row) {
            numbers[{std::string(row[0].value_or("")), std::string(row[1].value_or(""))}] =
                std::strtoll(std::string(row[2].value_or("0")).c_str(), nullptr, 10);
            return Status();
        });
    if (!s)
        return s.error();
    return numbers;
}

Result<Numbers> plannedNumbers(PlanStore &plan, const std::string &which) {
    Numbers numbers;
    const Status s = plan.database().each("SELECT site,entity,count(*) FROM plan_row WHERE " + which +
                                              " GROUP BY site,entity",
                                          {}, [&](const Statement &row) {
                                              numbers[{row.text(0), row.text(1)}] = row.integer(2);
                                              return true;
                                          });
    if (!s)
        return s.error();
    return numbers;
}

std::int64_t numberOf(const Numbers &numbers, const std::string &site, const char *entity) {
    const auto found = numbers.find({site, entity});
    return found == numbers.end() ? 0 : found->second;
}

/// Pages in the source, and those of them that could not be read.
Status readPages(const Workspace &workspace, SiteChange &change) {
    Result<Staging> staging = Staging::open(workspace.stagingFile(change.site));
    if (!staging)
        return staging.error();
    return staging->database().each("SELECT count(*),coalesce(sum(role='failed'),0) FROM resource WHERE "
                                    "kind='page' AND file IS NOT NULL",
                                    {}, [&](const Statement &row) {
                                        change.pages = row.integer(0);
                                        change.unreadable = row.integer(1);
                                        return false;
                                    });
}

} // namespace

std::vector<std::string> guardsTripped(const SiteChange &change, const GuardConfig &guards) {
    std::vector<std::string> why;
    if (exceeds(change.unreadable, change.pages, guards.unreadable))
        why.push_back("extraction could not read " +
                      share(change.unreadable, change.pages, guards.unreadable) + " of its pages");
    if (exceeds(change.loaded - change.kept, change.loaded, guards.shrunk))
        why.push_back("its source shrank: it lacks " +
                      share(change.loaded - change.kept, change.loaded, guards.shrunk) +
                      " of the articles on the platform");
    if (exceeds(change.retired, change.loaded, guards.retired))
        why.push_back("the plan retires " + share(change.retired, change.loaded, guards.retired) +
                      " of its articles");
    if (exceeds(change.retiredFiles, change.loadedFiles, guards.retired))
        why.push_back("the plan retires " + share(change.retiredFiles, change.loadedFiles, guards.retired) +
                      " of its files");
    return why;
}

Result<std::vector<SiteChange>> siteChanges(const Workspace &workspace, const std::vector<Site> &sites,
                                            PlanStore &plan, Platform *platform) {
    const Result<Numbers> loaded = loadedNumbers(platform);
    if (!loaded)
        return loaded.error();
    const Result<Numbers> retired = plannedNumbers(plan, "action='retire'");
    if (!retired)
        return retired.error();
    const Result<Numbers> kept = plannedNumbers(plan, "desired_hash IS NOT NULL");
    if (!kept)
        return kept.error();
    std::vector<SiteChange> changes;
    for (const Site &site : sites) {
        SiteChange change;
        change.site = site.id;
        change.loaded = numberOf(*loaded, site.id, "article");
        change.loadedFiles = numberOf(*loaded, site.id, "file");
        change.retired = numberOf(*retired, site.id, "article");
        change.retiredFiles = numberOf(*retired, site.id, "file");
        change.kept = numberOf(*kept, site.id, "article");
        if (Status s = readPages(workspace, change); !s)
            return s.error();
        changes.push_back(std::move(change));
    }
    return changes;
}

Error guardError(const std::string &site, const std::string &why) {
    return {ErrorKind::Failed, "planning", "site " + site, why,
            "see that the capture is whole and extract again; if the loss is meant, run `guiyi plan "
            "--accept-loss`, or raise the share under guards: in guiyi.yaml"};
}

} // namespace guiyi
