#include "migrator/verify/verify.h"

#include "mappings/taxonomy/planner.h"
#include "mappings/urlmap/hosts.h"
#include "migrator/files/file_store.h"
#include "migrator/map/hasher.h"
#include "migrator/map/inputs.h"
#include "migrator/plan/plan_store.h"
#include "migrator/verify/address_check.h"
#include "migrator/verify/article_check.h"
#include "migrator/verify/fault_list.h"
#include "schema/base/text.h"
#include "schema/store/staging.h"

#include <QtCore/qfileinfo.h>

#include <algorithm>
#include <cstdlib>

namespace guiyi {

namespace {

/// Every address the platform serves.
Result<ServedAddresses> readServed(SqlEngine &engine) {
    ServedAddresses served;
    // A home page is served under the usual names of index pages too.
    const Status homes = engine.each("SELECT \"home\" FROM \"tenant\"", {}, [&](const SqlRow &row) {
        const std::string home(row.front().value_or(""));
        served.add(home);
        for (const std::string_view name : indexPageNames())
            served.add(home + std::string(name));
        return Status();
    });
    if (!homes)
        return homes.error();
    for (const char *sql : {"SELECT \"url\" FROM \"tenant_column\" WHERE \"retired\" IS NULL",
                            "SELECT \"url\" FROM \"tenant_file\" WHERE \"retired\" IS NULL",
                            "SELECT \"url\" FROM \"article\" WHERE \"retired\" IS NULL"}) {
        const Status s = engine.each(sql, {}, [&](const SqlRow &row) {
            served.add(row.front().value_or(""));
            return Status();
        });
        if (!s)
            return s.error();
    }
    const Status hosts = engine.each("SELECT \"host\" FROM \"tenant\"", {}, [&](const SqlRow &row) {
        served.addHost(row.front().value_or(""));
        return Status();
    });
    if (!hosts)
        return hosts.error();
    return served;
}

/// Links the plan listed as leading nowhere.
Result<ListedLinks> readListed(const Workspace &workspace) {
    ListedLinks listed;
    if (!QFileInfo::exists(text::toQString(workspace.planFile())))
        return listed;
    Result<PlanStore> plan = PlanStore::open(workspace.planFile());
    if (!plan)
        return plan.error();
    const Status s = plan->database().each(
        "SELECT href,coalesce(url,''),status FROM link WHERE status IN ('dead','parked')", {},
        [&](const Statement &row) {
            for (const int column : {0, 1}) {
                if (!row.text(column).empty())
                    listed[hash64(row.text(column))] = row.text(2) == "parked";
            }
            return true;
        });
    if (!s)
        return s.error();
    return listed;
}

/// Articles of ours by site, column, kind and year, as the platform counts them.
Status countPlatform(SqlEngine &engine, const std::set<std::string> &sites, VerifyResult &result) {
    return engine.each(
        "SELECT t.\"site\",c.\"code\",a.\"kind\",substr(a.\"published\",1,4),count(*) FROM \"article\" a "
        "JOIN "
        "\"tenant\" t ON t.\"id\"=a.\"tenant\" JOIN \"tenant_column\" c ON c.\"id\"=a.\"main_column\" WHERE "
        "a.\"retired\" IS NULL AND a.\"id\" IN (SELECT \"id\" FROM \"identity\" WHERE \"entity\"='article') "
        "GROUP BY t.\"site\",c.\"code\",a.\"kind\",substr(a.\"published\",1,4)",
        {}, [&](const SqlRow &row) {
            std::vector<std::string> key;
            for (std::size_t i = 0; i < 4; ++i)
                key.emplace_back(row[i].value_or(""));
            if (sites.count(key.front()) != 0)
                result.counts[key].found +=
                    std::strtoll(std::string(row[4].value_or("0")).c_str(), nullptr, 10);
            return Status();
        });
}

void compareCounts(FaultList &faults) {
    VerifyResult &result = faults.result();
    for (const auto &[key, count] : result.counts) {
        ++result.checked["counts"];
        if (count.wanted != count.found)
            faults.add({"COUNT-DIFFERS",
                        key[0],
                        {},
                        text::join(key, " / "),
                        std::to_string(count.wanted),
                        std::to_string(count.found)});
    }
}

/// Every content the platform knows is in the store, whole.
Status checkContents(SqlEngine &engine, FileStore &files, CancelToken &cancel, FaultList &faults) {
    return engine.each(
        "SELECT \"sha256\",\"bytes\" FROM \"file\" ORDER BY \"sha256\"", {},
        [&](const SqlRow &row) -> Status {
            if (cancel.cancelled())
                return Error{ErrorKind::Cancelled, "verifying", "", "stopped", "run the command again"};
            const std::string sha256(row[0].value_or("")), bytes(row[1].value_or(""));
            ++faults.result().checked["contents"];
            const Result<bool> there = files.contains(sha256);
            if (!there)
                return there.error();
            if (!there.value()) {
                faults.add({"CONTENT-MISSING", {}, {}, sha256, bytes + " bytes", "no file"});
                return {};
            }
            const Result<std::string> content = files.get(sha256);
            if (!content)
                faults.add({"CONTENT-DIFFERS", {}, {}, sha256, sha256, content.error().why});
            else if (std::to_string(content->size()) != bytes)
                faults.add({"CONTENT-DIFFERS",
                            {},
                            {},
                            sha256,
                            bytes + " bytes",
                            std::to_string(content->size()) + " bytes"});
            return {};
        });
}

/// How many articles of the sites are expected, by stratum of the sample: site and kind.
std::map<std::string, std::int64_t> strataOf(const VerifyResult &result) {
    std::map<std::string, std::int64_t> strata;
    for (const auto &[key, count] : result.counts)
        strata[key[0] + " / " + key[2]] += count.wanted;
    return strata;
}

} // namespace

std::int64_t VerifyResult::faultCount() const {
    std::int64_t sum = 0;
    for (const auto &[rule, count] : ruleCounts)
        sum += count;
    return sum;
}

Result<VerifyResult> verifyPlatform(StageContext &context, SqlEngine &engine, WorkspaceStore &store,
                                    const VerifyOptions &options) {
    VerifyResult result;
    result.plan = options.sample;
    FaultList faults(result);
    const Result<std::vector<Site>> mapped = mappedSites(context.workspace, store);
    if (!mapped)
        return mapped.error();
    std::vector<Site> sites;
    std::set<std::string> ids;
    for (const Site &site : mapped.value()) {
        const bool chosen = std::any_of(context.sites.begin(), context.sites.end(),
                                        [&](const Site &one) { return one.id == site.id; });
        if (chosen && ids.insert(site.id).second)
            sites.push_back(site);
    }
    const Result<ServedAddresses> served = readServed(engine);
    if (!served)
        return served.error();
    const Result<ListedLinks> listed = readListed(context.workspace);
    if (!listed)
        return listed.error();
    const mapping::HostRegistry hosts(context.workspace.sites());
    const Result<std::unique_ptr<OldAddresses>> decided = OldAddresses::open(context.workspace, store);
    if (!decided)
        return decided.error();
    ArticleCheck articles(
        {context.workspace, store, engine, hosts, *served, *listed, faults, context.cancel});
    context.progress.begin("verify", static_cast<std::int64_t>(sites.size()), "sites");
    for (const Site &site : sites) {
        if (Status s = articles.count(site); !s)
            return s.error();
    }
    const std::map<std::string, std::int64_t> strata = strataOf(result);
    for (const auto &[name, count] : strata)
        result.population += count;
    articles.draw(allocate(strata, sampleSize(result.population, options.sample)));
    if (Status s = countPlatform(engine, ids, result); !s)
        return s.error();
    compareCounts(faults);
    for (const Site &site : sites) {
        if (Status s = articles.check(site); !s)
            return s.error();
        if (Status s = checkAddresses(
                {context.workspace, store, engine, hosts, *served, *decided.value(), faults}, site);
            !s)
            return s.error();
        context.progress.advance(1);
    }
    result.sample = articles.takeSample();
    const Result<std::unique_ptr<FileStore>> fileStore = FileStore::open(context.workspace);
    if (!fileStore)
        return fileStore.error();
    if (Status s = checkContents(engine, *fileStore.value(), context.cancel, faults); !s)
        return s.error();
    context.progress.end();
    return result;
}

} // namespace guiyi
