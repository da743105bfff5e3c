#include "migrator/export/article_exports.h"

#include "migrator/export/chosen.h"

#include <map>
#include <set>

namespace guiyi {

namespace {

/// A related article as a policy document shows it.
struct Related {
    std::string site, url, reason;
};
/// By site and article of the document.
using RelatedTo = std::map<std::pair<std::string, RecordId>, std::vector<Related>>;

/// Every row of `sql`: site and article of a document, then site, address and reason of what is related.
Result<RelatedTo> readRelated(Database &database, const char *sql) {
    RelatedTo related;
    const Status s = database.each(sql, {}, [&](const Statement &row) {
        related[{row.text(0), row.integer(1)}].push_back({row.text(2), row.text(3), row.text(4)});
        return true;
    });
    if (!s)
        return s.error();
    return related;
}

std::string relatedJson(const RelatedTo &related, const std::string &site, RecordId article) {
    JsonWriter json;
    json.beginArray();
    if (const auto found = related.find({site, article}); found != related.end()) {
        for (const Related &r : found->second)
            json.beginObject()
                .key("site")
                .string(r.site)
                .key("url")
                .string(r.url)
                .key("reason")
                .string(r.reason)
                .endObject();
    }
    json.endArray();
    return json.take();
}

} // namespace

Status exportRelations(const StageContext &context, TableWriter &out) {
    Result<WorkspaceStore> store = WorkspaceStore::open(context.workspace);
    if (!store)
        return store.error();
    const std::set<std::string> chosen = chosenIds(context);
    Status inner;
    const Status s = store->database().each(
        "SELECT site,url,relation,other_site,other_url,similarity,reason FROM article_relation ORDER BY "
        "site,article,relation,other_site,other_article",
        {}, [&](const Statement &row) {
            if (chosen.count(row.text(0)) == 0 && chosen.count(row.text(3)) == 0)
                return true;
            out.text("site", row.text(0)).text("url", row.text(1)).text("relation", row.text(2));
            out.text("other_site", row.text(3)).text("other_url", row.text(4));
            out.json("similarity", row.isNull(5) ? "null" : shortest(row.real(5)));
            inner = out.text("reason", row.text(6)).endRow();
            return inner.ok();
        });
    return s ? inner : s;
}

Status exportPolicies(const StageContext &context, TableWriter &out) {
    Result<WorkspaceStore> store = mappedStore(context);
    if (!store)
        return store.error();
    const Result<RelatedTo> interpretations = readRelated(
        store->database(), "SELECT other_site,other_article,site,url,reason FROM article_relation WHERE "
                           "relation='interprets' ORDER BY site,article");
    if (!interpretations)
        return interpretations.error();
    const Result<RelatedTo> revisions =
        readRelated(store->database(),
                    "SELECT site,article,other_site,other_url,reason FROM article_relation WHERE "
                    "relation='revision' UNION ALL SELECT other_site,other_article,site,url,reason FROM "
                    "article_relation WHERE relation='revision' ORDER BY 3,4");
    if (!revisions)
        return revisions.error();
    const std::set<std::string> chosen = chosenIds(context);
    Status inner;
    const Status s = store->database().each(
        "SELECT site,article,url,title,number,issuer,written,effective,expires,validity,index_number,subject,"
        "found_by FROM policy_document ORDER BY site,article",
        {}, [&](const Statement &row) {
            const std::string site = row.text(0);
            if (chosen.count(site) == 0)
                return true;
            out.text("site", site)
                .text("url", row.text(2))
                .text("title", row.text(3))
                .text("number", row.text(4));
            out.text("issuer", row.text(5)).text("written", row.text(6)).text("effective", row.text(7));
            out.text("expires", row.text(8)).text("validity", row.text(9)).text("index_number", row.text(10));
            out.text("subject", row.text(11));
            out.json("interpretations", relatedJson(interpretations.value(), site, row.integer(1)));
            out.json("revisions", relatedJson(revisions.value(), site, row.integer(1)));
            inner = out.text("found_by", row.text(12)).endRow();
            return inner.ok();
        });
    return s ? inner : s;
}

} // namespace guiyi
