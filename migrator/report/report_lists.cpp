#include "migrator/report/report_lists.h"

#include "migrator/export/column_exports.h"
#include "schema/base/json_writer.h"
#include "schema/base/text.h"
#include "schema/store/staging.h"

#include <QtCore/qcoreapplication.h>

#include <cmath>

namespace guiyi {

namespace {

using Visit = std::function<Status(const ListRow &)>;

/// Every row of `sql` as cells made by `cells`.
Status eachRow(Database &database, const std::string &sql, const std::vector<std::string> &parameters,
               const Visit &visit, const std::function<ListRow(const Statement &)> &cells) {
    Status inner;
    const Status s = database.each(sql, parameters, [&](const Statement &row) {
        inner = visit(cells(row));
        return inner.ok();
    });
    return s ? inner : s;
}

Status eachSite(const ListSource &source, const std::function<Status(const SiteReport &)> &work) {
    for (const SiteReport &site : source.data.sites) {
        if (Status s = work(site); !s)
            return s;
    }
    return {};
}

std::string pathText(const std::string &json) {
    return text::join(fromJsonArray(json), " > ");
}

std::string percent(double share) {
    return std::to_string(std::lround(share * 100));
}

Status eachDecision(const ListSource &source, const Visit &visit) {
    return eachSite(source, [&](const SiteReport &site) {
        return eachRow(source.store.database(),
                       "SELECT "
                       "path,kind,articles,action,target,target_path,shown_in,confidence,by_person,rule,"
                       "reason,url FROM decision "
                       "WHERE site=? ORDER BY position",
                       {site.site.id}, visit, [&](const Statement &row) -> ListRow {
                           return {site.site.id,          pathText(row.text(0)),
                                   row.text(1),           std::to_string(row.integer(2)),
                                   row.text(3),           row.text(4),
                                   pathText(row.text(5)), row.text(6),
                                   percent(row.real(7)),  row.integer(8) != 0 ? "person" : "tool",
                                   row.text(9),           row.text(10),
                                   row.text(11)};
                       });
    });
}

Status eachChange(const ListSource &source, const Visit &visit) {
    const auto rows = [&](const std::string &site) {
        return source.plan.eachRow("WHERE site=? AND action<>'unchanged'", {site}, [&](const PlanRow &row) {
            return visit({row.site, std::string(toText(row.action)), row.entity, row.title, row.source,
                          row.target, row.changes == "{}" ? std::string() : row.changes, row.reason});
        });
    };
    if (Status s = rows({}); !s) // the taxonomy belongs to no site
        return s;
    return eachSite(source, [&](const SiteReport &site) { return rows(site.site.id); });
}

/// What a person has to look at, of one site, the weightier kinds first.
Status eachForPeople(const ListSource &source, const SiteReport &site, const Visit &visit) {
    const std::string &id = site.site.id;
    Database &state = source.store.database();
    const auto row = [&](const char *kind, const std::string &weight, const std::string &what,
                         const std::string &where, const std::string &why,
                         const std::string &action) -> ListRow {
        return {id, kind, weight, what, where, why, action};
    };
    Status s = eachRow(
        source.plan.database(),
        "SELECT title,source,reason,entity FROM plan_row WHERE site=? AND action='conflict' ORDER BY seq",
        {id}, visit, [&](const Statement &r) {
            return row("conflict", "1", r.text(0).empty() ? r.text(3) : r.text(0), r.text(1), r.text(2),
                       "decide which version stays; the platform's one is kept until then");
        });
    if (s)
        s = eachRow(state,
                    "SELECT path,articles,url,reason,candidates FROM decision WHERE site=? AND "
                    "action='undecided' ORDER BY articles DESC,position",
                    {id}, visit, [&](const Statement &r) {
                        return row("undecided", std::to_string(r.integer(1)), pathText(r.text(0)), r.text(2),
                                   r.text(3), "set action and target in mappings/" + id + ".yaml");
                    });
    if (s)
        s = eachRow(state,
                    // below three quarters a proposal is shown although it was taken
                    "SELECT path,articles,url,reason,target FROM decision WHERE site=? AND by_person=0 AND "
                    "approved=0 AND action IN ('move','merge','page') AND confidence<0.75 ORDER BY articles "
                    "DESC,position",
                    {id}, visit, [&](const Statement &r) {
                        return row("low confidence", std::to_string(r.integer(1)),
                                   pathText(r.text(0)) + " → " + r.text(4), r.text(2), r.text(3),
                                   "check it in mappings/" + id + ".yaml and set approved");
                    });
    if (s)
        s = eachRow(
            state,
            "SELECT entity,url,reason FROM address WHERE site=? AND outcome='failed' ORDER BY resource", {id},
            visit, [&](const Statement &r) {
                return row("failed", "1", r.text(0), r.text(1), r.text(2),
                           "get it from the old server while it runs");
            });
    if (!s)
        return s;
    Result<Staging> staging = Staging::open(source.context.workspace.stagingFile(id));
    if (!staging)
        return staging.error();
    s = eachRow(staging->database(),
                "SELECT title,url FROM article WHERE published IS NULL OR published='' ORDER BY id", {},
                visit, [&](const Statement &r) {
                    return row("no date", "1", r.text(0), r.text(1), "the page gives no date of publication",
                               "look it up, or leave it undated");
                });
    if (s)
        s = eachRow(staging->database(),
                    "SELECT f.name,f.url,f.status,a.url FROM file_reference f JOIN article a ON "
                    "a.id=f.article WHERE f.status NOT IN ('ok','external') "
                    "ORDER BY f.article,f.position",
                    {}, visit, [&](const Statement &r) {
                        return row("missing file", "1", r.text(0), r.text(3), r.text(2) + ": " + r.text(1),
                                   "get the file from the old server and extract again");
                    });
    return s;
}

Status eachPerson(const ListSource &source, const Visit &visit) {
    return eachSite(source, [&](const SiteReport &site) { return eachForPeople(source, site, visit); });
}

Status eachDomain(const ListSource &source, const Visit &visit) {
    return eachSite(source, [&](const SiteReport &site) {
        return visit({site.site.id, site.site.name, site.site.host, text::join(site.site.aliases, " "),
                      site.home, site.standardAddress ? "yes" : "no", site.addressRule, site.addressReason});
    });
}

Status eachNotLoaded(const ListSource &source, const Visit &visit) {
    return eachSite(source, [&](const SiteReport &site) {
        return eachRow(source.store.database(),
                       "SELECT outcome,entity,url,reason FROM address WHERE site=? AND outcome IN "
                       "('dropped','failed') ORDER BY outcome DESC,resource",
                       {site.site.id}, visit, [&](const Statement &row) -> ListRow {
                           return {site.site.id, row.text(0), row.text(1), row.text(2), row.text(3)};
                       });
    });
}

Status eachDuplicate(const ListSource &source, const Visit &visit) {
    return eachRow(source.store.database(),
                   "SELECT m.cluster,m.site,m.url,m.relation,m.similarity,m.survivor,c.url,c.reason FROM "
                   "duplicate_member m "
                   "JOIN duplicate_cluster c ON c.id=m.cluster ORDER BY m.cluster,m.position",
                   {}, visit, [](const Statement &row) -> ListRow {
                       return {std::to_string(row.integer(0)),
                               row.text(1),
                               row.text(2),
                               row.text(3),
                               percent(row.real(4)),
                               row.integer(5) != 0 ? "survivor" : "merged",
                               row.text(6),
                               row.text(7)};
                   });
}

Status eachRelation(const ListSource &source, const Visit &visit) {
    return eachSite(source, [&](const SiteReport &site) {
        return eachRow(
            source.store.database(),
            "SELECT relation,url,other_site,other_url,similarity,reason FROM article_relation WHERE site=? "
            "ORDER BY relation,article,other_site,other_article",
            {site.site.id}, visit, [&](const Statement &row) -> ListRow {
                return {site.site.id, row.text(0), row.text(1),
                        row.text(2),  row.text(3), row.isNull(4) ? std::string() : percent(row.real(4)),
                        row.text(5)};
            });
    });
}

Status eachPolicy(const ListSource &source, const Visit &visit) {
    return eachSite(source, [&](const SiteReport &site) {
        return eachRow(source.store.database(),
                       "SELECT number,title,issuer,written,effective,expires,validity,(SELECT count(*) FROM "
                       "article_relation r WHERE r.relation='interprets' AND r.other_site=p.site AND "
                       "r.other_article=p.article),url FROM policy_document p WHERE site=? ORDER BY article",
                       {site.site.id}, visit, [&](const Statement &row) -> ListRow {
                           return {site.site.id, row.text(0), row.text(1),
                                   row.text(2),  row.text(3), row.text(4),
                                   row.text(5),  row.text(6), std::to_string(row.integer(7)),
                                   row.text(8)};
                       });
    });
}

/// The columns a rule hits after the plan, with the decisions behind them.
std::string shownHits(const std::vector<mapping::Forecast::Hit> &hits) {
    std::string shown;
    for (const mapping::Forecast::Hit &hit : hits) {
        shown += (shown.empty() ? "" : "; ") + hit.column + ": " + hit.why;
        if (!hit.causes.empty())
            shown += " (" + text::join(hit.causes, ", ") + ")";
    }
    return shown;
}

Status eachForecast(const ListSource &source, const Visit &visit) {
    const Result<std::vector<SiteForecast>> sites = forecastSites(source.context);
    if (!sites)
        return sites.error();
    const auto yes = [](bool flag) { return std::string(flag ? "yes" : "no"); };
    for (const SiteForecast &site : sites.value()) {
        for (const mapping::Forecast &f : site.rules) {
            const Status s =
                visit({site.site, f.rule, f.name, std::to_string(f.atLeast), std::to_string(f.before.size()),
                       std::to_string(f.after.size()), yes(f.vetoBefore), yes(f.vetoAfter),
                       yes(f.causedByPlan()), site.checkedOn, shownHits(f.after)});
            if (!s)
                return s;
        }
    }
    return {};
}

Status eachFindingOf(const ListSource &source, const Visit &visit) {
    const auto visitFinding = [&](const std::string &site, const std::string &severity,
                                  const std::string &rule, const std::string &url, const std::string &message,
                                  const std::string &evidence) {
        return visit({site, severity, rule, url, message, evidence});
    };
    return eachSite(source, [&](const SiteReport &site) -> Status {
        Result<Staging> staging = Staging::open(source.context.workspace.stagingFile(site.site.id));
        if (!staging)
            return staging.error();
        Status s = staging->eachFinding([&](const Finding &f) {
            return visitFinding(site.site.id, std::string(toText(f.severity)), f.rule, f.url, f.message,
                                f.evidence);
        });
        for (Database *database : {&source.store.database(), &source.plan.database()}) {
            if (!s)
                return s;
            const char *sql =
                database == &source.plan.database()
                    ? "SELECT severity,rule,url,message,evidence FROM plan_finding WHERE site=? ORDER BY id"
                    : "SELECT severity,rule,url,message,evidence FROM map_finding WHERE site=? ORDER BY id";
            s = eachRow(*database, sql, {site.site.id}, visit, [&](const Statement &row) -> ListRow {
                return {site.site.id, row.text(0), row.text(1), row.text(2), row.text(3), row.text(4)};
            });
        }
        return s;
    });
}

} // namespace

const std::vector<ReportList> &reportLists() {
    static const std::vector<ReportList> Lists{
        {"people",
         QT_TRANSLATE_NOOP("Report", "What needs a person"),
         QT_TRANSLATE_NOOP(
             "Report",
             "Undecided columns, conflicts, weak proposals, and what the old site no longer gives."),
         {{"site", QT_TRANSLATE_NOOP("Report", "Site")},
          {"kind", QT_TRANSLATE_NOOP("Report", "Kind")},
          {"articles", QT_TRANSLATE_NOOP("Report", "Articles concerned"), true},
          {"what", QT_TRANSLATE_NOOP("Report", "What")},
          {"where", QT_TRANSLATE_NOOP("Report", "Where")},
          {"why", QT_TRANSLATE_NOOP("Report", "Why")},
          {"advice", QT_TRANSLATE_NOOP("Report", "What to do")}},
         eachPerson},
        {"changes",
         QT_TRANSLATE_NOOP("Report", "What apply will do"),
         QT_TRANSLATE_NOOP(
             "Report",
             "Every record that is new, changed, retired or in conflict, with the fields that differ."),
         {{"site", QT_TRANSLATE_NOOP("Report", "Site")},
          {"action", QT_TRANSLATE_NOOP("Report", "Action")},
          {"entity", QT_TRANSLATE_NOOP("Report", "Record")},
          {"title", QT_TRANSLATE_NOOP("Report", "Title")},
          {"source", QT_TRANSLATE_NOOP("Report", "Old address")},
          {"target", QT_TRANSLATE_NOOP("Report", "New address")},
          {"changes", QT_TRANSLATE_NOOP("Report", "Changes")},
          {"reason", QT_TRANSLATE_NOOP("Report", "Why")}},
         eachChange},
        {"decisions",
         QT_TRANSLATE_NOOP("Report", "Decisions on columns"),
         QT_TRANSLATE_NOOP("Report", "What becomes of every column of every site, and why. Edit "
                                     "mappings/<site>.yaml to decide otherwise."),
         {{"site", QT_TRANSLATE_NOOP("Report", "Site")},
          {"column", QT_TRANSLATE_NOOP("Report", "Column")},
          {"kind", QT_TRANSLATE_NOOP("Report", "Kind")},
          {"articles", QT_TRANSLATE_NOOP("Report", "Articles"), true},
          {"decision", QT_TRANSLATE_NOOP("Report", "Decision")},
          {"target", QT_TRANSLATE_NOOP("Report", "Code")},
          {"target_path", QT_TRANSLATE_NOOP("Report", "Standard column")},
          {"shown_in", QT_TRANSLATE_NOOP("Report", "Shown in")},
          {"confidence", QT_TRANSLATE_NOOP("Report", "Confidence %"), true},
          {"decided_by", QT_TRANSLATE_NOOP("Report", "Decided by")},
          {"rule", QT_TRANSLATE_NOOP("Report", "Rule")},
          {"reason", QT_TRANSLATE_NOOP("Report", "Why")},
          {"url", QT_TRANSLATE_NOOP("Report", "Old address")}},
         eachDecision},
        {"domains",
         QT_TRANSLATE_NOOP("Report", "Domains before and after"),
         QT_TRANSLATE_NOOP("Report", "Where each site is found today and where it will be."),
         {{"site", QT_TRANSLATE_NOOP("Report", "Site")},
          {"name", QT_TRANSLATE_NOOP("Report", "Name")},
          {"host", QT_TRANSLATE_NOOP("Report", "Host today")},
          {"aliases", QT_TRANSLATE_NOOP("Report", "Other hosts")},
          {"home", QT_TRANSLATE_NOOP("Report", "New home page")},
          {"standard", QT_TRANSLATE_NOOP("Report", "Standard")},
          {"rule", QT_TRANSLATE_NOOP("Report", "Rule")},
          {"reason", QT_TRANSLATE_NOOP("Report", "Why")}},
         eachDomain},
        {"not_loaded",
         QT_TRANSLATE_NOOP("Report", "Dropped and failed"),
         QT_TRANSLATE_NOOP("Report", "Every address that gets no new one, with the reason."),
         {{"site", QT_TRANSLATE_NOOP("Report", "Site")},
          {"outcome", QT_TRANSLATE_NOOP("Report", "Outcome")},
          {"entity", QT_TRANSLATE_NOOP("Report", "Record")},
          {"url", QT_TRANSLATE_NOOP("Report", "Old address")},
          {"reason", QT_TRANSLATE_NOOP("Report", "Why")}},
         eachNotLoaded},
        {"duplicates",
         QT_TRANSLATE_NOOP("Report", "Duplicates merged"),
         QT_TRANSLATE_NOOP(
             "Report",
             "Articles with the same text: one stays, the others' columns and addresses lead to it."),
         {{"cluster", QT_TRANSLATE_NOOP("Report", "Cluster"), true},
          {"site", QT_TRANSLATE_NOOP("Report", "Site")},
          {"url", QT_TRANSLATE_NOOP("Report", "Old address")},
          {"relation", QT_TRANSLATE_NOOP("Report", "Relation")},
          {"similarity", QT_TRANSLATE_NOOP("Report", "Similarity %"), true},
          {"role", QT_TRANSLATE_NOOP("Report", "Role")},
          {"survivor", QT_TRANSLATE_NOOP("Report", "Survivor")},
          {"reason", QT_TRANSLATE_NOOP("Report", "Why")}},
         eachDuplicate},
        {"relations",
         QT_TRANSLATE_NOOP("Report", "Related articles"),
         QT_TRANSLATE_NOOP("Report",
                           "Articles that belong together and stay apart: interpretations of documents, "
                           "revisions, excerpts, and what may be the same."),
         {{"site", QT_TRANSLATE_NOOP("Report", "Site")},
          {"relation", QT_TRANSLATE_NOOP("Report", "Relation")},
          {"url", QT_TRANSLATE_NOOP("Report", "Old address")},
          {"other_site", QT_TRANSLATE_NOOP("Report", "Other site")},
          {"other_url", QT_TRANSLATE_NOOP("Report", "Other address")},
          {"similarity", QT_TRANSLATE_NOOP("Report", "Similarity %"), true},
          {"reason", QT_TRANSLATE_NOOP("Report", "Why")}},
         eachRelation},
        {"policies",
         QT_TRANSLATE_NOOP("Report", "Policy documents"),
         QT_TRANSLATE_NOOP("Report",
                           "What each says of itself, in its box or its text; empty where it says nothing."),
         {{"site", QT_TRANSLATE_NOOP("Report", "Site")},
          {"number", QT_TRANSLATE_NOOP("Report", "Document number")},
          {"title", QT_TRANSLATE_NOOP("Report", "Title")},
          {"issuer", QT_TRANSLATE_NOOP("Report", "Issuer")},
          {"written", QT_TRANSLATE_NOOP("Report", "Written")},
          {"effective", QT_TRANSLATE_NOOP("Report", "In force from")},
          {"expires", QT_TRANSLATE_NOOP("Report", "Valid until")},
          {"validity", QT_TRANSLATE_NOOP("Report", "Validity")},
          {"interpretations", QT_TRANSLATE_NOOP("Report", "Interpretations"), true},
          {"url", QT_TRANSLATE_NOOP("Report", "Old address")}},
         eachPolicy},
        {"forecast",
         QT_TRANSLATE_NOOP("Report", "What the official checks would say"),
         QT_TRANSLATE_NOOP("Report",
                           "Blank and stale columns before and after, and the decisions behind them. A veto "
                           "caused by the plan has to be solved before apply."),
         {{"site", QT_TRANSLATE_NOOP("Report", "Site")},
          {"rule", QT_TRANSLATE_NOOP("Report", "Rule")},
          {"name", QT_TRANSLATE_NOOP("Report", "Name")},
          {"at_least", QT_TRANSLATE_NOOP("Report", "A veto from"), true},
          {"before", QT_TRANSLATE_NOOP("Report", "Before"), true},
          {"after", QT_TRANSLATE_NOOP("Report", "After"), true},
          {"veto_before", QT_TRANSLATE_NOOP("Report", "Veto before")},
          {"veto_after", QT_TRANSLATE_NOOP("Report", "Veto after")},
          {"caused_by_plan", QT_TRANSLATE_NOOP("Report", "Caused by the plan")},
          {"checked_on", QT_TRANSLATE_NOOP("Report", "Counted back from")},
          {"after_columns", QT_TRANSLATE_NOOP("Report", "Columns after, and why")}},
         eachForecast},
        {"findings",
         QT_TRANSLATE_NOOP("Report", "Findings"),
         QT_TRANSLATE_NOOP("Report", "What the stages noticed on the way."),
         {{"site", QT_TRANSLATE_NOOP("Report", "Site")},
          {"severity", QT_TRANSLATE_NOOP("Report", "Severity")},
          {"rule", QT_TRANSLATE_NOOP("Report", "Rule")},
          {"url", QT_TRANSLATE_NOOP("Report", "Old address")},
          {"message", QT_TRANSLATE_NOOP("Report", "Message")},
          {"evidence", QT_TRANSLATE_NOOP("Report", "Evidence")}},
         eachFindingOf},
    };
    return Lists;
}

} // namespace guiyi
