#include "migrator/plan/redirects.h"

#include "migrator/map/hasher.h"
#include "migrator/map/inputs.h"

#include <set>
#include <unordered_set>

namespace guiyi {

namespace {

std::string keyOf(const std::string &address) {
    const auto url = Url::parse(address);
    return url ? addressKey(*url) : address;
}

/// Hashes of the keys of all new addresses: eight bytes each, however many there are.
Result<std::unordered_set<std::uint64_t>> newAddresses(Database &database) {
    std::unordered_set<std::uint64_t> keys;
    for (const char *sql :
         {"SELECT home FROM tenant", "SELECT url FROM tenant_column", "SELECT url FROM article_address",
          "SELECT target FROM address WHERE target IS NOT NULL AND outcome='loaded'"}) {
        const Status s = database.each(sql, {}, [&](const Statement &row) {
            keys.insert(hash64(keyOf(row.text(0))));
            return true;
        });
        if (!s)
            return s.error();
    }
    return keys;
}

Finding finding(const PlanRedirect &redirect, std::string rule, std::string message, Severity severity) {
    return {redirect.site, redirect.url, std::move(rule), std::move(message), redirect.target, severity};
}

} // namespace

Result<RedirectCounts> planRedirects(const Workspace &workspace, WorkspaceStore &store, PlanStore &plan) {
    RedirectCounts counts;
    const mapping::HostRegistry hosts(workspace.sites());
    const Result<std::unordered_set<std::uint64_t>> taken = newAddresses(store.database());
    if (!taken)
        return taken.error();
    std::set<std::string> allowed;
    Status s = store.database().each("SELECT host FROM tenant", {}, [&](const Statement &row) {
        allowed.insert(row.text(0));
        return true;
    });
    Status inner;
    if (s)
        s = store.database().each(
            "SELECT key,site,url,target,reason FROM address WHERE own=1 AND answers=1 ORDER BY site,resource",
            {}, [&](const Statement &row) {
                const auto url = Url::parse(row.text(2));
                if (!url)
                    return true;
                PlanRedirect redirect{row.text(0), row.text(1), hosts.fold(*url).text(), row.text(3), 301,
                                      row.text(4), false};
                const auto to = Url::parse(redirect.target);
                if (redirect.target.empty())
                    redirect.status = 410;
                // Where the home page keeps its address, so do its index pages: the platform serves both.
                const auto old = Url::parse(redirect.url);
                if (to && old && to->host() == old->host() && to->target() == "/" &&
                    isIndexPage(old->target().substr(1))) {
                    redirect.target = "https://" + redirect.key;
                    redirect.self = true;
                } else {
                    redirect.self = to && addressKey(*to) == redirect.key;
                }
                if (!redirect.self && taken.value().count(hash64(redirect.key)) != 0) {
                    inner = plan.add(
                        finding(redirect, "REDIRECT-SHADOWED",
                                "the new site uses this address itself: the old page cannot answer there",
                                Severity::Warning));
                    ++counts.findings;
                    return inner.ok();
                }
                if (to && allowed.count(to->host()) == 0) {
                    inner = plan.add(finding(redirect, "REDIRECT-HOST",
                                             "the target is on no host of a tenant", Severity::Error));
                    ++counts.findings;
                    return inner.ok();
                }
                ++(redirect.status == 410 ? counts.gone : counts.redirects);
                inner = plan.add(redirect);
                return inner.ok();
            });
    if (!s)
        return s.error();
    if (!inner)
        return inner.error();
    return counts;
}

} // namespace guiyi
