#include "migrator/export/column_exports.h"

#include "mappings/health/forecast.h"
#include "mappings/taxonomy/names.h"
#include "migrator/map/inputs.h"
#include "schema/base/text.h"
#include "schema/store/staging.h"

#include <algorithm>
#include <map>
#include <set>

namespace guiyi {

namespace {

/// A name on so many sites that the taxonomy should have a column for it.
constexpr std::size_t ManySites = 3;

/// A decided column with what the checks look at.
struct Decided {
    std::string site;
    RecordId id = 0, parent = 0;
    std::vector<std::string> path;
    ColumnKind kind = ColumnKind::List;
    std::string action, target, shownIn, rule;
    double confidence = 0;
    std::int64_t articles = 0; ///< in it alone
    std::string newest;
};

Status readDecided(const Site &site, Database &store, Staging &staging, std::vector<Decided> &all) {
    std::map<RecordId, std::pair<std::int64_t, std::string>> articles;
    Status s =
        staging.database().each("SELECT p.column_id, COUNT(*), MAX(a.published) FROM placement p JOIN "
                                "article a ON a.id = p.article GROUP BY p.column_id",
                                {}, [&](const Statement &row) {
                                    articles[row.integer(0)] = {row.integer(1), row.text(2).substr(0, 10)};
                                    return true;
                                });
    if (!s)
        return s;
    const Result<std::vector<Column>> columns = staging.columns();
    if (!columns)
        return columns.error();
    std::map<RecordId, const Column *> byId;
    for (const Column &c : columns.value())
        byId.emplace(c.id, &c);
    return store.each("SELECT column_id,path,action,target,shown_in,rule,confidence FROM decision WHERE "
                      "site=? ORDER BY position",
                      {site.id}, [&](const Statement &row) {
                          Decided d;
                          d.site = site.id;
                          d.id = row.integer(0);
                          d.path = fromJsonArray(row.text(1));
                          d.action = row.text(2);
                          d.target = row.text(3);
                          d.shownIn = row.text(4);
                          d.rule = row.text(5);
                          d.confidence = row.real(6);
                          if (const auto c = byId.find(d.id); c != byId.end()) {
                              d.kind = c->second->kind;
                              d.parent = c->second->parent;
                          }
                          if (const auto a = articles.find(d.id); a != articles.end()) {
                              d.articles = a->second.first;
                              d.newest = a->second.second;
                          }
                          all.push_back(std::move(d));
                          return true;
                      });
}

/// The decisions of the chosen sites in order of site and position.
Result<std::vector<std::vector<Decided>>> decidedBySite(const StageContext &context) {
    Result<WorkspaceStore> store = WorkspaceStore::open(context.workspace);
    if (!store)
        return store.error();
    const Result<std::vector<Site>> mapped = mappedSites(context.workspace, *store);
    if (!mapped)
        return mapped.error();
    std::vector<std::vector<Decided>> all;
    for (const Site &site : mapped.value()) {
        const bool chosen = std::any_of(context.sites.begin(), context.sites.end(),
                                        [&](const Site &s) { return s.id == site.id; });
        if (!chosen)
            continue;
        Result<Staging> staging = Staging::open(context.workspace.stagingFile(site.id));
        if (!staging)
            return staging.error();
        all.emplace_back();
        if (Status s = readDecided(site, store->database(), *staging, all.back()); !s)
            return s.error();
    }
    if (all.empty())
        return Error{ErrorKind::Usage, "exporting", context.workspace.root(), "no site is mapped yet",
                     "run `guiyi map` first"};
    return all;
}

std::string shownPath(const std::vector<std::string> &path) {
    return text::join(path, " > ");
}

/// Adds a column's articles to it and everything above it.
template <typename Key, typename Above>
void addUpwards(std::map<Key, mapping::CheckedColumn *> &columns, Key key, const Decided &d, Above above) {
    for (std::size_t guard = 0; guard < 64; ++guard) {
        const auto it = columns.find(key);
        if (it == columns.end())
            return;
        it->second->articles += d.articles;
        it->second->newest = std::max(it->second->newest, d.newest);
        key = above(key);
    }
}

std::vector<mapping::CheckedColumn> columnsBefore(const mapping::Taxonomy &taxonomy,
                                                  const std::vector<Decided> &decided) {
    std::vector<mapping::CheckedColumn> columns(decided.size());
    std::map<RecordId, mapping::CheckedColumn *> byId;
    std::map<RecordId, RecordId> parents;
    for (std::size_t i = 0; i < decided.size(); ++i) {
        const Decided &d = decided[i];
        const mapping::TaxonomyColumn *standard = taxonomy.find(d.target);
        columns[i].name = shownPath(d.path);
        columns[i].columnClass = standard ? standard->columnClass : "other";
        columns[i].page = d.kind == ColumnKind::Page || d.kind == ColumnKind::External;
        columns[i].group = d.articles == 0;
        byId[d.id] = &columns[i];
        parents[d.id] = d.parent;
    }
    for (const Decided &d : decided)
        addUpwards(byId, d.id, d, [&](RecordId id) { return parents[id]; });
    // A group over a page is not blank: its page is there to be read.
    for (const Decided &d : decided) {
        if (!byId[d.id]->page)
            continue;
        RecordId above = parents[d.id];
        for (std::size_t guard = 0; guard < 64 && byId.count(above) > 0; ++guard, above = parents[above])
            byId[above]->page = byId[above]->page || byId[above]->articles == 0;
    }
    return columns;
}

std::vector<mapping::CheckedColumn> columnsAfter(const mapping::Taxonomy &taxonomy,
                                                 const std::vector<Decided> &decided) {
    std::map<std::string, mapping::CheckedColumn> byCode;
    for (const Decided &d : decided) {
        for (std::string code = d.shownIn; code.size() >= 2; code.resize(code.size() - 2))
            byCode[code];
    }
    std::map<std::string, mapping::CheckedColumn *> columns;
    for (auto &[code, column] : byCode) {
        const mapping::TaxonomyColumn *standard = taxonomy.find(code);
        column.name = code + (standard ? " " + standard->name : std::string());
        column.columnClass = standard ? standard->columnClass : "other";
        column.group = true;
        columns[code] = &column;
    }
    for (const Decided &d : decided) {
        if (d.shownIn.empty())
            continue;
        mapping::CheckedColumn &own = byCode[d.shownIn];
        own.group = own.group && d.articles == 0;
        for (std::string code = d.shownIn; code.size() >= 2; code.resize(code.size() - 2))
            byCode[code].page = byCode[code].page || d.action == "page" || d.action == "link";
        own.causes.push_back(d.action + " " + shownPath(d.path) + " (" + std::to_string(d.articles) +
                             " articles" + (d.newest.empty() ? "" : ", newest " + d.newest) + ")");
        addUpwards(columns, d.shownIn, d, [](const std::string &code) {
            return code.size() > 2 ? code.substr(0, code.size() - 2) : std::string();
        });
    }
    std::vector<mapping::CheckedColumn> after;
    for (auto &[code, column] : byCode) {
        // Pages speak only for columns that hold nothing else.
        column.page = column.page && column.articles == 0;
        after.push_back(std::move(column));
    }
    return after;
}

std::string hitsJson(const std::vector<mapping::Forecast::Hit> &hits) {
    JsonWriter json;
    json.beginArray();
    for (const mapping::Forecast::Hit &hit : hits) {
        json.beginObject().key("column").string(hit.column).key("why").string(hit.why);
        json.key("causes").beginArray();
        for (const std::string &cause : hit.causes)
            json.string(cause);
        json.endArray().endObject();
    }
    json.endArray();
    return std::string(json.text());
}

} // namespace

Result<std::vector<SiteForecast>> forecastSites(const StageContext &context) {
    const auto taxonomy = loadTaxonomy(context.workspace);
    if (!taxonomy)
        return taxonomy.error();
    const auto decided = decidedBySite(context);
    if (!decided)
        return decided.error();
    std::string checkDate;
    for (const auto &site : decided.value()) {
        for (const Decided &d : site)
            checkDate = std::max(checkDate, d.newest);
    }
    std::vector<SiteForecast> forecasts;
    for (const auto &site : decided.value()) {
        if (site.empty())
            continue;
        forecasts.push_back(
            {site.front().site, checkDate,
             mapping::forecastHealth(mapping::builtInHealthRules(), columnsBefore(*taxonomy.value(), site),
                                     columnsAfter(*taxonomy.value(), site), checkDate)});
    }
    return forecasts;
}

Status exportForecast(const StageContext &context, TableWriter &out) {
    const Result<std::vector<SiteForecast>> sites = forecastSites(context);
    if (!sites)
        return sites.error();
    for (const SiteForecast &site : sites.value()) {
        for (const mapping::Forecast &f : site.rules) {
            out.text("site", site.site).text("rule", f.rule).text("name", f.name);
            out.number("at_least", f.atLeast)
                .number("before", static_cast<std::int64_t>(f.before.size()))
                .number("after", static_cast<std::int64_t>(f.after.size()));
            out.boolean("veto_before", f.vetoBefore)
                .boolean("veto_after", f.vetoAfter)
                .boolean("caused_by_plan", f.causedByPlan())
                .text("checked_on", site.checkedOn);
            out.json("before_columns", hitsJson(f.before)).json("after_columns", hitsJson(f.after));
            if (Status s = out.endRow(); !s)
                return s;
        }
    }
    return {};
}

namespace {

struct Cluster {
    std::string code, proposedName, under;
    std::vector<const Decided *> members;
};

Status writeCluster(const mapping::Taxonomy &taxonomy, const Cluster &cluster, TableWriter &out) {
    std::set<std::string> sites;
    std::int64_t articles = 0;
    JsonWriter members;
    members.beginArray();
    for (const Decided *d : cluster.members) {
        sites.insert(d->site);
        articles += d->articles;
        members.beginObject().key("site").string(d->site).key("path").beginArray();
        for (const std::string &name : d->path)
            members.string(name);
        members.endArray().key("articles").number(d->articles).key("decision").string(d->action);
        members.key("confidence").real(d->confidence).endObject();
    }
    members.endArray();
    out.text("code", cluster.code)
        .strings("target_path", taxonomy.namePath(cluster.code))
        .text("proposed_name", cluster.proposedName)
        .text("under", cluster.under);
    out.number("sites", static_cast<std::int64_t>(sites.size()))
        .number("columns", static_cast<std::int64_t>(cluster.members.size()))
        .number("articles", articles)
        .json("members", members.text());
    return out.endRow();
}

/// Columns no name or rule fits, by name; only names that many sites have.
std::vector<Cluster> lackingNames(const std::vector<std::vector<Decided>> &decided) {
    std::map<std::string, std::vector<const Decided *>> byName;
    for (const auto &site : decided) {
        for (const Decided &d : site) {
            const bool unmatched = d.rule == "INHERIT" || d.rule == "NONE" || d.rule == "BELOW-THRESHOLD";
            if (unmatched && !d.path.empty())
                byName[mapping::nameKey(d.path.back())].push_back(&d);
        }
    }
    std::vector<Cluster> clusters;
    for (auto &[key, members] : byName) {
        std::set<std::string> sites;
        std::map<std::string, int> under;
        for (const Decided *d : members) {
            sites.insert(d->site);
            ++under[d->shownIn];
        }
        if (sites.size() < ManySites)
            continue;
        const auto most = std::max_element(under.begin(), under.end(),
                                           [](const auto &a, const auto &b) { return a.second < b.second; });
        clusters.push_back({{}, members.front()->path.back(), most->first, std::move(members)});
    }
    return clusters;
}

} // namespace

Status exportClusters(const StageContext &context, TableWriter &out) {
    const auto taxonomy = loadTaxonomy(context.workspace);
    if (!taxonomy)
        return taxonomy.error();
    const auto decided = decidedBySite(context);
    if (!decided)
        return decided.error();
    std::map<std::string, Cluster> byCode;
    for (const auto &site : decided.value()) {
        for (const Decided &d : site) {
            if (d.shownIn.empty())
                continue;
            byCode[d.shownIn].code = d.shownIn;
            byCode[d.shownIn].members.push_back(&d);
        }
    }
    for (const auto &[code, cluster] : byCode) {
        if (Status s = writeCluster(*taxonomy.value(), cluster, out); !s)
            return s;
    }
    for (const Cluster &cluster : lackingNames(decided.value())) {
        if (Status s = writeCluster(*taxonomy.value(), cluster, out); !s)
            return s;
    }
    return {};
}

} // namespace guiyi
