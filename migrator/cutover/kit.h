// What people need to switch a site's domain: checklist, preview, sitemaps of the old host, notice, idle
// names.
#pragma once

#include "schema/base/result.h"
#include "schema/config/workspace.h"

#include <map>
#include <string>
#include <vector>

namespace guiyi {

/// Days the redirects and the notice stay at least (domain-rules.yaml, redirect_defaults: defaults, no
/// citation).
constexpr int RedirectDays = 90;
constexpr int NoticeDays = 30;
/// Days before the switch by which the DNS records' time to live is lowered.
constexpr int TtlDays = 2;
/// Addresses a sitemap may hold (sitemaps.org protocol 0.9).
constexpr std::size_t MostSitemapAddresses = 50000;

struct CutoverOptions {
    std::string folder;
    std::string date;    ///< of the switch, YYYY-MM-DD
    std::string address; ///< IP address of the platform, for the preview
};

/// Writes checklist.md, notice.html, hosts.preview, sitemap.xml with its parts, and idle-names.csv of a
/// planned site; gives their paths. The same plan and options give the same bytes. Usage error for a wrong
/// date or before a plan.
Result<std::vector<std::string>> writeCutoverKit(const Workspace &workspace, const Site &site,
                                                 const CutoverOptions &options);

/// The dates sites were cut over, by site id: mappings/cutover.csv, kept in the workspace's git.
Result<std::map<std::string, std::string>> cutoverDates(const Workspace &workspace);
/// Notes that a site was cut over.
Status noteCutover(const Workspace &workspace, const std::string &site, const std::string &date);
/// Whether `date` is a day, YYYY-MM-DD.
bool isDay(const std::string &date);

} // namespace guiyi
