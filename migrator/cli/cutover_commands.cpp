// cutover: what people need to switch a site's domain, and what is asked for in vain afterwards.
#include "migrator/cli/command.h"

#include "mappings/urlmap/hosts.h"
#include "migrator/cutover/kit.h"
#include "migrator/cutover/log_tally.h"
#include "migrator/plan/redirects.h"
#include "schema/base/text.h"
#include "schema/url/url.h"

#include <QtCore/qdatetime.h>

#include <algorithm>
#include <set>

namespace guiyi {

namespace {

void declareCutover(QCommandLineParser &parser) {
    parser.addPositionalArgument(QStringLiteral("SITE"), CliText::tr("The site to switch."),
                                 QStringLiteral("SITE"));
    parser.addOptions(
        {{QStringLiteral("date"), CliText::tr("The day of the switch; without it today."),
          QStringLiteral("YYYY-MM-DD")},
         {QStringLiteral("address"), CliText::tr("The platform's IP address, for the preview."),
          QStringLiteral("IP")},
         {QStringLiteral("output"), CliText::tr("The folder to write to; without it .guiyi/cutover/SITE."),
          QStringLiteral("FOLDER")},
         {QStringLiteral("done"),
          CliText::tr("Only note that the site was cut over on the day of --date.")}});
}

ExitCode runCutover(Session &session) {
    const std::vector<std::string> arguments = session.arguments();
    if (arguments.size() != 1)
        return session.usage(CliText::tr("cutover takes one site"));
    const std::optional<Workspace> workspace = session.openWorkspace();
    if (!workspace)
        return session.failure();
    const Site *site = workspace->site(arguments.front());
    if (site == nullptr)
        return session.usage(CliText::tr("there is no site \"%1\"").arg(text::toQString(arguments.front())));
    CutoverOptions options;
    options.date = session.isSet("date") ? session.value("date")
                                         : text::fromQString(QDate::currentDate().toString(Qt::ISODate));
    options.address = session.value("address");
    options.folder =
        session.isSet("output") ? session.value("output") : workspace->root() + "/.guiyi/cutover/" + site->id;
    if (session.isSet("done")) {
        if (!isDay(options.date))
            return session.usage(
                CliText::tr("--date %1: expected YYYY-MM-DD").arg(text::toQString(options.date)));
        const Status s = noteCutover(*workspace, site->id, options.date);
        return s ? ExitCode::Done : session.fail(s.error());
    }
    const Result<std::vector<std::string>> files = writeCutoverKit(*workspace, *site, options);
    if (!files)
        return session.fail(files.error());
    for (const std::string &file : *files) {
        session.say(file);
        session.tell({{QStringLiteral("file"), text::toQString(file)}});
    }
    return ExitCode::Done;
}

void declareLeaderboard(QCommandLineParser &parser) {
    parser.addPositionalArgument(QStringLiteral("FILES"), CliText::tr("Further logs."),
                                 QStringLiteral("[FILES...]"));
    parser.addOptions(
        {{QStringLiteral("log"),
          CliText::tr("An access log of after the cut over; may be repeated, more may follow."),
          QStringLiteral("FILE")},
         {QStringLiteral("host"), CliText::tr("The host of lines that name none."), QStringLiteral("HOST")},
         {QStringLiteral("top"), CliText::tr("How many addresses to list."), QStringLiteral("N"),
          QStringLiteral("50")},
         {QStringLiteral("wave"), CliText::tr("Only the sites of this wave."), QStringLiteral("N")}});
}

/// The failed addresses with the site that owns them: by the owner's sum of hits, then by hits.
struct Failed {
    std::string site, address;
    std::uint64_t hits = 0, ofSite = 0;
};

std::vector<Failed> failedByOwner(const Workspace &workspace, const LogTally &tally) {
    const mapping::HostRegistry hosts(workspace.sites());
    std::vector<Failed> all;
    std::map<std::string, std::uint64_t> sums;
    for (TopAddresses::Row &row : tally.failedAddresses().rows()) {
        const auto url = Url::parse(row.address);
        const auto owner = url ? hosts.find(url->host()) : std::nullopt;
        all.push_back({owner ? owner->site->id : std::string(), std::move(row.address), row.hits, 0});
        sums[all.back().site] += row.hits;
    }
    for (Failed &failed : all)
        failed.ofSite = sums[failed.site];
    std::stable_sort(all.begin(), all.end(), [](const Failed &a, const Failed &b) {
        return a.ofSite != b.ofSite ? a.ofSite > b.ofSite
               : a.site != b.site   ? a.site < b.site
                                    : a.hits > b.hits;
    });
    return all;
}

ExitCode runLeaderboard(Session &session) {
    std::vector<std::string> files = session.values("log");
    const std::vector<std::string> more = session.arguments();
    files.insert(files.end(), more.begin(), more.end());
    if (files.empty())
        return session.usage(CliText::tr("cutover leaderboard needs --log FILE"));
    const std::optional<Workspace> workspace = session.openWorkspace();
    if (!workspace)
        return session.failure();
    const std::optional<std::vector<Site>> sites = session.chosenSites(*workspace);
    if (!sites)
        return session.failure();
    const Result<mapping::RedirectTable> table = redirectTable(*workspace, *sites);
    if (!table)
        return session.fail(table.error());
    const Result<LogNoise> noise = LogNoise::builtIn();
    if (!noise)
        return session.fail(noise.error());
    LogTally tally(*table, *noise, session.value("host"));
    for (const std::string &file : files) {
        if (Status s = readLog(file, tally, [&] { return session.cancel().cancelled(); }); !s)
            session.fail(s.error());
    }
    TextTable shown({CliText::tr("site").toStdString(), CliText::tr("hits").toStdString(),
                     CliText::tr("not found").toStdString()});
    const std::vector<Failed> all = failedByOwner(*workspace, tally);
    const auto most = static_cast<std::size_t>(std::max(0, text::toQString(session.value("top")).toInt()));
    for (std::size_t i = 0; i < std::min(most, all.size()); ++i) {
        shown.add({all[i].site.empty() ? "-" : all[i].site, std::to_string(all[i].hits), all[i].address});
        session.tell({{QStringLiteral("site"),
                       all[i].site.empty() ? QJsonValue() : QJsonValue(text::toQString(all[i].site))},
                      {QStringLiteral("url"), text::toQString(all[i].address)},
                      {QStringLiteral("hits"), static_cast<qint64>(all[i].hits)}});
    }
    session.say(shown.text());
    return std::max(session.failure(), all.empty() ? ExitCode::Done : ExitCode::Findings);
}

} // namespace

std::vector<Command> cutoverCommands() {
    return {{"cutover leaderboard", CliText::tr("what is asked for in vain after the cut over, by site"),
             QStringLiteral("[FILES...]"), declareLeaderboard, runLeaderboard},
            {"cutover", CliText::tr("checklist, preview, notice and sitemaps for switching a site's domain"),
             QStringLiteral("SITE"), declareCutover, runCutover}};
}

} // namespace guiyi
