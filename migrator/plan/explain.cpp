#include "migrator/plan/explain.h"

#include "mappings/urlmap/domains.h"
#include "migrator/map/inputs.h"
#include "schema/base/text.h"
#include "schema/store/staging.h"

#include <QtCore/qfileinfo.h>

#include <cstdlib>

namespace guiyi {

namespace {

Status readOutcomes(WorkspaceStore &store, const std::string &key, Explanation &found) {
    return store.database().each(
        "SELECT site,url,entity,outcome,target,reason FROM address WHERE key=? ORDER BY answers DESC,site",
        {key}, [&](const Statement &row) {
            found.outcomes.push_back(
                {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5)});
            return true;
        });
}

Status readRedirect(PlanStore &plan, const std::string &key, Explanation &found) {
    return plan.database().each("SELECT key,site,url,target,status,reason,self FROM redirect WHERE key=?",
                                {key}, [&](const Statement &row) {
                                    PlanRedirect redirect;
                                    redirect.key = row.text(0);
                                    redirect.site = row.text(1);
                                    redirect.url = row.text(2);
                                    redirect.target = row.text(3);
                                    redirect.status = static_cast<int>(row.integer(4));
                                    redirect.reason = row.text(5);
                                    redirect.self = row.integer(6) != 0;
                                    found.redirect = std::move(redirect);
                                    return false;
                                });
}

/// The columns the site's article of this address stands in, with map's decisions on them.
Status readColumns(const Workspace &workspace, WorkspaceStore &store, const std::string &site,
                   const std::string &url, Explanation &found) {
    const std::string file = workspace.stagingFile(site);
    if (!QFileInfo::exists(text::toQString(file)))
        return {};
    Result<Staging> staging = Staging::open(file);
    if (!staging)
        return staging.error();
    std::vector<std::string> columns;
    const Status read = staging->database().each(
        "SELECT column_id FROM article WHERE url=? AND column_id IS NOT NULL UNION SELECT p.column_id FROM "
        "placement p JOIN article a ON a.id=p.article WHERE a.url=?",
        {url, url}, [&](const Statement &row) {
            columns.push_back(std::to_string(row.integer(0)));
            return true;
        });
    if (!read)
        return read;
    for (const std::string &column : columns) {
        const Status s = store.database().each(
            "SELECT path,target,target_path,action,rule,reason FROM decision WHERE site=? AND column_id=?",
            {site, column}, [&](const Statement &row) {
                const std::string target = text::join(fromJsonArray(row.text(2)), " > ");
                found.columns.push_back({site, text::join(fromJsonArray(row.text(0)), " > "),
                                         row.text(3) + " " + row.text(1) + " " + target, row.text(4),
                                         row.text(5)});
                return true;
            });
        if (!s)
            return s;
    }
    return {};
}

Status readDuplicates(WorkspaceStore &store, const std::string &url, Explanation &found) {
    std::int64_t cluster = 0;
    const Status read = store.database().each("SELECT cluster FROM duplicate_member WHERE url=? LIMIT 1",
                                              {url}, [&](const Statement &row) {
                                                  cluster = row.integer(0);
                                                  return false;
                                              });
    if (!read || cluster == 0)
        return read;
    return store.database().each(
        "SELECT m.site,m.url,m.relation,c.reason,m.similarity,m.survivor FROM duplicate_member m JOIN "
        "duplicate_cluster c ON c.id=m.cluster WHERE m.cluster=? ORDER BY m.position",
        {std::to_string(cluster)}, [&](const Statement &row) {
            found.duplicates.push_back({row.text(0), row.text(1), row.text(2), row.text(3),
                                        std::strtod(row.text(4).c_str(), nullptr), row.integer(5) != 0});
            return true;
        });
}

/// Rows about the address, about where it leads and about the survivor it was merged into.
Status readRows(PlanStore &plan, const std::string &key, Explanation &found) {
    std::vector<std::string> addresses{found.url};
    for (const Explanation::Outcome &outcome : found.outcomes)
        addresses.push_back(outcome.url);
    for (const Explanation::Duplicate &duplicate : found.duplicates) {
        if (duplicate.survivor)
            addresses.push_back(duplicate.url);
    }
    std::string list;
    for (std::size_t i = 0; i < addresses.size(); ++i)
        list += i == 0 ? "?" : ",?";
    std::vector<std::string> parameters{key, found.url};
    parameters.insert(parameters.end(), addresses.begin(), addresses.end());
    return plan.eachRow(
        "WHERE (entity='address' AND key=?) OR target=? OR (entity<>'address' AND source IN (" + list + "))",
        parameters, [&](const PlanRow &row) {
            found.rows.push_back(row);
            return Status();
        });
}

} // namespace

Result<Explanation> explain(const Workspace &workspace, WorkspaceStore &store, PlanStore &plan,
                            const std::string &url) {
    Explanation found;
    found.url = url;
    const auto parsed = Url::parse(url);
    if (!parsed)
        return Error{ErrorKind::Usage, "explaining", url, "it is no address",
                     "give the whole address, with http:// and host"};
    const mapping::HostRegistry hosts(workspace.sites());
    const std::string key = addressKey(hosts.fold(*parsed));
    if (Status s = readOutcomes(store, key, found); !s)
        return s.error();
    if (Status s = readRedirect(plan, key, found); !s)
        return s.error();
    for (const Explanation::Outcome &outcome : found.outcomes) {
        if (Status s = readColumns(workspace, store, outcome.site, outcome.url, found); !s)
            return s.error();
    }
    const std::string seen = found.outcomes.empty() ? url : found.outcomes.front().url;
    if (Status s = readDuplicates(store, seen, found); !s)
        return s.error();
    if (Status s = readRows(plan, key, found); !s)
        return s.error();
    return found;
}

} // namespace guiyi
