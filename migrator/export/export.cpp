#include "migrator/export/export.h"

#include "mappings/urlmap/hosts.h"
#include "migrator/export/article_exports.h"
#include "migrator/export/chosen.h"
#include "migrator/export/column_exports.h"
#include "migrator/plan/plan_store.h"
#include "schema/base/text.h"

#include <QtCore/qfileinfo.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace guiyi {

namespace {

using ColumnPaths = std::unordered_map<RecordId, std::vector<std::string>>;

Result<ColumnPaths> columnPaths(Staging &staging) {
    const Result<std::vector<Column>> columns = staging.columns();
    if (!columns)
        return columns.error();
    ColumnPaths paths;
    for (const Column &column : columns.value())
        paths.emplace(column.id, column.path);
    return paths;
}

// ---- columns

Status exportColumns(const StageContext &context, TableWriter &out) {
    Result<WorkspaceStore> store = WorkspaceStore::open(context.workspace);
    if (!store)
        return store.error();
    struct Decided {
        std::string action, target, reason, targetPath;
        double confidence = 0;
    };
    return eachStaging(context, [&](const Site &site, Staging &staging) -> Status {
        std::unordered_map<RecordId, Decided> decisions;
        Status read = store->database().each(
            "SELECT column_id,action,target,reason,target_path,confidence FROM decision WHERE site=?",
            {site.id}, [&](const Statement &row) {
                decisions[row.integer(0)] = {row.text(1), row.text(2), row.text(3), row.text(4), row.real(5)};
                return true;
            });
        if (!read)
            return read;
        const Result<std::vector<Column>> columns = staging.columns();
        if (!columns)
            return columns.error();
        std::unordered_map<RecordId, std::string> urls;
        for (const Column &column : columns.value())
            urls.emplace(column.id, column.url);
        for (const Column &column : columns.value()) {
            const auto found = decisions.find(column.id);
            const bool decided = found != decisions.end();
            const Decided d = decided ? found->second : Decided();
            const auto parent = urls.find(column.parent);
            out.text("site", site.id)
                .text("url", column.url)
                .text("name", column.name)
                .strings("path", column.path);
            out.text("parent_url", parent == urls.end() ? std::string() : parent->second)
                .text("kind", toText(column.kind));
            out.number("articles", column.articles).text("decision", d.action).text("target", d.target);
            out.strings("target_path",
                        d.target.empty() ? std::vector<std::string>() : fromJsonArray(d.targetPath));
            if (decided)
                out.real("confidence", d.confidence);
            else
                out.null("confidence");
            out.text("reason", d.reason);
            if (Status s = out.endRow(); !s)
                return s;
        }
        return {};
    });
}

// ---- articles and letters

std::string filesOf(const Article &article, FileRole role) {
    JsonWriter json;
    json.beginArray();
    for (const FileReference &file : article.files) {
        if (file.role != role)
            continue;
        json.beginObject();
        json.key("url").textOrNull(file.url).key("name").textOrNull(file.name).key("sha256").textOrNull(
            file.sha256);
        json.key("bytes");
        if (file.sha256.empty())
            json.null();
        else
            json.number(file.bytes);
        json.key("media_type").textOrNull(file.mediaType).key("status").string(toText(file.status));
        json.endObject();
    }
    json.endArray();
    return json.take();
}

std::string documentOf(const DocumentInfo &d) {
    if (d.empty())
        return "null";
    JsonWriter json;
    json.beginObject();
    json.key("number").textOrNull(d.number).key("issuer").textOrNull(d.issuer).key("written").textOrNull(
        d.written);
    json.key("effective")
        .textOrNull(d.effective)
        .key("expires")
        .textOrNull(d.expires)
        .key("status")
        .textOrNull(d.status);
    json.key("index_number").textOrNull(d.indexNumber).key("subject").textOrNull(d.subject);
    json.endObject();
    return json.take();
}

Status exportArticle(const Site &site, const Article &a, const ColumnPaths &paths, TableWriter &out) {
    JsonWriter columns, confidence, provenance;
    columns.beginArray();
    for (const RecordId id : a.placements) {
        if (const auto path = paths.find(id); path != paths.end())
            columns.strings(path->second);
    }
    columns.endArray();
    confidence.beginObject();
    provenance.beginObject();
    for (const auto &[field, evidence] : a.evidence) {
        confidence.key(field).real(evidence.confidence);
        provenance.key(field).textOrNull(evidence.rule);
    }
    confidence.endObject();
    provenance.endObject();
    const RecordId main = a.column != 0 || a.placements.empty() ? a.column : a.placements.front();
    const auto path = paths.find(main);
    out.text("site", site.id).text("url", a.url).text("title", a.title).text("subtitle", a.subtitle);
    out.text("published", a.published)
        .text("updated", a.updated)
        .text("source", a.source)
        .text("source_shown", a.sourceShown);
    out.text("author", a.author)
        .strings("column_path", path == paths.end() ? std::vector<std::string>() : path->second);
    out.json("columns", columns.text())
        .text("kind", toText(a.kind))
        .text("body_html", a.bodyHtml)
        .text("body_text", a.bodyText);
    out.json("attachments", filesOf(a, FileRole::Attachment)).json("images", filesOf(a, FileRole::Image));
    out.number("pages", std::max<std::int64_t>(1, static_cast<std::int64_t>(a.pageUrls.size())));
    JsonWriter extra;
    extra.beginObject();
    for (const auto &[name, value] : a.extra)
        extra.key(name).string(value);
    extra.endObject();
    out.json("document", documentOf(a.document)).text("language", a.language);
    out.text("editor", a.editor).strings("keywords", a.keywords).json("extra", extra.text());
    out.json("confidence", confidence.text()).json("provenance", provenance.text());
    return out.endRow();
}

Status exportArticles(const StageContext &context, TableWriter &out) {
    return eachStaging(context, [&](const Site &site, Staging &staging) -> Status {
        const Result<ColumnPaths> paths = columnPaths(staging);
        if (!paths)
            return paths.error();
        return staging.eachArticle(true, [&](const Article &a, const Letter *) {
            return exportArticle(site, a, paths.value(), out);
        });
    });
}

Status exportLetters(const StageContext &context, TableWriter &out) {
    return eachStaging(context, [&](const Site &site, Staging &staging) {
        return staging.eachArticle(false, [&](const Article &a, const Letter *letter) -> Status {
            if (letter == nullptr)
                return {};
            out.text("site", site.id)
                .text("url", a.url)
                .text("title", a.title)
                .text("question", letter->question);
            out.text("asked", letter->asked).text("reply", letter->reply).text("replied", letter->replied);
            out.text("replier", letter->replier)
                .text("status", letter->status)
                .boolean("public", letter->isPublic);
            out.null("deadline").null("overdue");
            return out.endRow();
        });
    });
}

// ---- outcomes, duplicates, findings

Status exportOutcomes(const StageContext &context, TableWriter &out) {
    Result<WorkspaceStore> store = mappedStore(context);
    if (!store)
        return store.error();
    for (const Site &site : context.sites) {
        Status inner;
        const Status s = store->database().each(
            "SELECT url,entity,outcome,target,reason FROM address WHERE site=? ORDER BY resource", {site.id},
            [&](const Statement &row) {
                out.text("site", site.id)
                    .text("url", row.text(0))
                    .text("entity", row.text(1))
                    .text("outcome", row.text(2));
                inner = out.text("into", row.text(3)).text("reason", row.text(4)).endRow();
                return inner.ok();
            });
        if (!s || !inner)
            return s ? inner : s;
    }
    return {};
}

Status exportDuplicates(const StageContext &context, TableWriter &out) {
    Result<WorkspaceStore> store = mappedStore(context);
    if (!store)
        return store.error();
    const std::set<std::string> chosen = chosenIds(context);
    std::int64_t cluster = 0;
    std::string canonical;
    JsonWriter members;
    bool wanted = false;
    const auto endCluster = [&]() -> Status {
        if (cluster == 0)
            return {};
        members.endArray();
        const std::string list = members.take();
        if (!wanted)
            return {};
        return out.number("cluster", cluster).text("canonical", canonical).json("members", list).endRow();
    };
    Status inner;
    const Status s = store->database().each(
        "SELECT m.cluster,c.url,m.site,m.url,m.relation,m.similarity FROM duplicate_member m JOIN "
        "duplicate_cluster c ON c.id=m.cluster "
        "ORDER BY m.cluster,m.position",
        {}, [&](const Statement &row) {
            if (row.integer(0) != cluster) {
                inner = endCluster();
                if (!inner)
                    return false;
                cluster = row.integer(0);
                canonical = row.text(1);
                wanted = false;
                members.beginArray();
            }
            wanted = wanted || chosen.count(row.text(2)) != 0;
            members.beginObject().key("site").string(row.text(2)).key("url").string(row.text(3));
            members.key("relation").string(row.text(4)).key("similarity").real(row.real(5)).endObject();
            return true;
        });
    if (!s || !inner)
        return s ? inner : s;
    return endCluster();
}

Status exportFinding(TableWriter &out, const Finding &f) {
    out.text("site", f.site).text("url", f.url).text("rule", f.rule).text("severity", toText(f.severity));
    return out.text("message", f.message).text("evidence", f.evidence).endRow();
}

Status exportFindingTable(Database &database, const char *table, const std::string &site, TableWriter &out) {
    Status inner;
    const Status s = database.each(
        std::string("SELECT url,rule,severity,message,evidence FROM ") + table + " WHERE site=? ORDER BY id",
        {site}, [&](const Statement &row) {
            inner = exportFinding(out, {site, row.text(0), row.text(1), row.text(3), row.text(4),
                                        fromText<Severity>(row.text(2)).value_or(Severity::Info)});
            return inner.ok();
        });
    return s ? inner : s;
}

Status exportFindings(const StageContext &context, TableWriter &out) {
    Result<WorkspaceStore> store = WorkspaceStore::open(context.workspace);
    if (!store)
        return store.error();
    std::optional<PlanStore> plan;
    if (QFileInfo::exists(text::toQString(context.workspace.planFile()))) {
        Result<PlanStore> opened = PlanStore::open(context.workspace.planFile());
        if (!opened)
            return opened.error();
        plan.emplace(std::move(opened).value());
    }
    return eachStaging(context, [&](const Site &site, Staging &staging) -> Status {
        Status s = staging.eachFinding([&](const Finding &finding) {
            Finding f = finding;
            f.site = site.id;
            return exportFinding(out, f);
        });
        if (s)
            s = exportFindingTable(store->database(), "map_finding", site.id, out);
        if (s && plan)
            s = exportFindingTable(plan->database(), "plan_finding", site.id, out);
        return s;
    });
}

// ---- links, redirects, plan

Status exportLinks(const StageContext &context, TableWriter &out) {
    Result<PlanStore> plan = PlanStore::open(context.workspace.planFile());
    if (!plan)
        return plan.error();
    const std::set<std::string> chosen = chosenIds(context);
    Status inner;
    const Status s = plan->database().each(
        "SELECT site,page,href,url,kind,found_in,rewritten,target,status FROM link ORDER BY seq", {},
        [&](const Statement &row) {
            if (chosen.count(row.text(0)) == 0)
                return true;
            out.text("site", row.text(0)).text("page", row.text(1)).json("href", [&] {
                std::string json; // an empty href is a value, not an unknown one
                appendJsonString(json, row.text(2));
                return json;
            }());
            out.text("url", row.text(3)).text("kind", row.text(4)).text("found_in", row.text(5));
            out.boolean("rewritten", row.integer(6) != 0).text("target", row.text(7));
            inner = out.text("status", row.text(8)).endRow();
            return inner.ok();
        });
    return s ? inner : s;
}

Status exportPlan(const StageContext &context, TableWriter &out) {
    Result<PlanStore> plan = PlanStore::open(context.workspace.planFile());
    if (!plan)
        return plan.error();
    const std::set<std::string> chosen = chosenIds(context);
    return plan->eachRow({}, {}, [&](const PlanRow &row) -> Status {
        if (!row.site.empty() && chosen.count(row.site) == 0)
            return {};
        out.text("site", row.site)
            .text("action", toText(row.action))
            .text("entity", row.entity)
            .text("source", row.source);
        return out.text("target", row.target)
            .json("changes", row.changes)
            .text("reason", row.reason)
            .endRow();
    });
}

Status exportRedirectTable(const StageContext &context, TableWriter &out) {
    Result<PlanStore> plan = PlanStore::open(context.workspace.planFile());
    if (!plan)
        return plan.error();
    std::map<std::string, std::vector<std::string>> hosts;
    for (const Site &site : context.sites)
        hosts.emplace(site.id, mapping::HostRegistry::hostsOf(site));
    Status inner;
    const Status s = plan->database().each(
        "SELECT site,url,target,status,reason,self FROM redirect WHERE status IN (301,302,410) ORDER BY key",
        {}, [&](const Statement &row) {
            const auto site = hosts.find(row.text(0));
            const auto url = Url::parse(row.text(1));
            if (site == hosts.end() || !url)
                return true;
            for (const std::string &host : site->second) {
                if (row.integer(5) != 0 && host == url->host())
                    continue; // the address stays
                out.text("from", url->withHost(host).text())
                    .text("to", row.text(2))
                    .number("status", row.integer(3));
                inner = out.text("reason", row.text(4)).text("site", row.text(0)).null("hits").endRow();
                if (!inner)
                    return false;
            }
            return true;
        });
    return s ? inner : s;
}

struct Table {
    const char *name;
    Status (*write)(const StageContext &, TableWriter &);
};

constexpr Table Tables[] = {{"columns", exportColumns},
                            {"articles", exportArticles},
                            {"letters", exportLetters},
                            {"outcomes", exportOutcomes},
                            {"duplicates", exportDuplicates},
                            {"relations", exportRelations},
                            {"policies", exportPolicies},
                            {"redirects", exportRedirectTable},
                            {"links", exportLinks},
                            {"findings", exportFindings},
                            {"plan", exportPlan},
                            {"forecast", exportForecast},
                            {"clusters", exportClusters}};

} // namespace

const std::vector<std::string> &exportTables() {
    static const std::vector<std::string> Names = [] {
        std::vector<std::string> names;
        for (const Table &table : Tables)
            names.emplace_back(table.name);
        return names;
    }();
    return Names;
}

Status exportTable(const StageContext &context, std::string_view what, TableFormat format,
                   std::ostream &out) {
    for (const Table &table : Tables) {
        if (what != table.name)
            continue;
        TableWriter writer(out, format);
        if (Status s = table.write(context, writer); !s)
            return s;
        return writer.finish();
    }
    return Error{ErrorKind::Usage, "exporting", std::string(what), "there is no such table",
                 "one of: " + text::join(exportTables(), ", ")};
}

Result<TableFormat> tableFormat(std::string_view word) {
    if (word == "jsonl" || word == "json")
        return TableFormat::Jsonl;
    if (word == "csv")
        return TableFormat::Csv;
    return Error{ErrorKind::Usage, "exporting", std::string(word), "there is no such format",
                 "one of: jsonl, csv"};
}

} // namespace guiyi
