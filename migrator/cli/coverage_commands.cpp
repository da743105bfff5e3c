// redirects coverage and cutover leaderboard: access logs against the redirects, before and after the cut
// over.
#include "migrator/cli/redirect_source.h"

#include "mappings/urlmap/hosts.h"
#include "migrator/cutover/coverage.h"
#include "migrator/cutover/decision_file.h"
#include "migrator/cutover/log_tally.h"
#include "migrator/pipeline/words.h"
#include "migrator/plan/redirects.h"
#include "schema/base/text.h"
#include "schema/config/files.h"
#include "schema/url/url.h"

#include <algorithm>
#include <array>
#include <sstream>

namespace guiyi {

namespace {

using mapping::RedirectTable;

QString q(std::string_view s) {
    return text::toQString(s);
}

// ---- the logs

void declareLogs(QCommandLineParser &parser) {
    parser.addOption(
        {QStringLiteral("log"),
         CliText::tr("An access log, plain or gzip; may be repeated, more may follow; - for standard input."),
         QStringLiteral("FILE")});
    parser.addPositionalArgument(QStringLiteral("FILES"), CliText::tr("Further logs."),
                                 QStringLiteral("[FILES...]"));
}

std::vector<std::string> logFiles(Session &session) {
    std::vector<std::string> files = session.values("log");
    const std::vector<std::string> more = session.arguments();
    files.insert(files.end(), more.begin(), more.end());
    return files;
}

/// Counts what the logs ask for; what cannot be read, or that it was stopped, is remembered by the session.
void readLogs(Session &session, LogTally &tally) {
    for (const std::string &file : logFiles(session)) {
        if (Status s = readLog(file, tally, [&] { return session.cancel().cancelled(); }); !s)
            session.fail(s.error());
    }
    if (session.cancel().cancelled())
        session.fail(Error{ErrorKind::Cancelled, "reading access logs", {}, "stopped", ""});
}

// ---- before: coverage

void declareCoverage(QCommandLineParser &parser) {
    declareRedirectSource(parser);
    parser.addOptions(
        {{QStringLiteral("host"),
          CliText::tr("The host of lines that name none; without it the main host of the only site."),
          QStringLiteral("HOST")},
         {QStringLiteral("noise"),
          CliText::tr("What is junk and who is a robot, instead of the built-in list."),
          QStringLiteral("FILE")},
         {QStringLiteral("top"), CliText::tr("How many open addresses to list."), QStringLiteral("N"),
          QStringLiteral("50")},
         {QStringLiteral("todo"),
          CliText::tr("Write the open addresses with suggested targets as a file of decisions."),
          QStringLiteral("FILE")}});
    declareLogs(parser);
}

struct CoverageRow {
    const char *name;
    Share share;
};

std::array<CoverageRow, 6> coverageRows(const LogTally &tally) {
    using mapping::RedirectAnswer;
    const Share redirect = tally.decided(RedirectAnswer::Redirect),
                gone = tally.decided(RedirectAnswer::Gone), stays = tally.decided(RedirectAnswer::Stays),
                all = tally.all(), open = tally.open();
    const Share covered{all.addresses - std::min(all.addresses, open.addresses), all.hits - open.hits};
    return {{{"redirected", redirect},
             {"gone", gone},
             {"stays", stays},
             {"covered", covered},
             {"open", open},
             {"all", all}}};
}

void showCoverage(Session &session, const LogTally &tally) {
    const Share all = tally.all();
    TextTable table({std::string(), CliText::tr("addresses").toStdString(),
                     CliText::tr("share").toStdString(), CliText::tr("hits").toStdString(),
                     CliText::tr("share").toStdString()});
    QJsonObject told;
    for (const CoverageRow &row : coverageRows(tally)) {
        table.add({translated("Count", row.name), std::to_string(row.share.addresses),
                   percent(row.share.addresses, all.addresses), std::to_string(row.share.hits),
                   percent(row.share.hits, all.hits)});
        told.insert(QLatin1String(row.name),
                    QJsonObject{{QStringLiteral("addresses"), static_cast<qint64>(row.share.addresses)},
                                {QStringLiteral("hits"), static_cast<qint64>(row.share.hits)}});
    }
    session.say(table.text());
    const std::pair<const char *, std::uint64_t> rest[] = {{"lines", tally.lineCount()},
                                                           {"malformed", tally.malformed()},
                                                           {"junk", tally.junk()},
                                                           {"robots", tally.bots()},
                                                           {"other methods", tally.otherMethods()},
                                                           {"other hosts", tally.foreign()},
                                                           {"failed before", tally.failed()}};
    TextTable counts({});
    for (const auto &[word, number] : rest) {
        counts.add({translated("Count", word), std::to_string(number)});
        told.insert(QLatin1String(word), static_cast<qint64>(number));
    }
    session.say(counts.text());
    session.tell({{QStringLiteral("coverage"), told}});
}

void showOpen(Session &session, const LogTally &tally, const std::vector<OpenAddress> &open) {
    const Share all = tally.all();
    TextTable table({CliText::tr("hits").toStdString(), CliText::tr("share").toStdString(),
                     CliText::tr("open address").toStdString(), CliText::tr("suggested").toStdString(),
                     CliText::tr("because").toStdString()});
    for (const OpenAddress &o : open) {
        table.add({std::to_string(o.hits), percent(o.hits, all.hits), o.address, o.suggested, o.suggestedBy});
        session.tell({{QStringLiteral("url"), q(o.address)},
                      {QStringLiteral("hits"), static_cast<qint64>(o.hits)},
                      {QStringLiteral("at_most_too_high_by"), static_cast<qint64>(o.over)},
                      {QStringLiteral("suggested"), orNull(o.suggested)},
                      {QStringLiteral("suggested_by"), orNull(o.suggestedBy)}});
    }
    session.say(table.text());
    if (!tally.openAddresses().exact())
        session.say(CliText::tr("More open addresses were asked for than are kept: their numbers may be too "
                                "high, never too low.")
                        .toStdString());
}

Status writeTodo(const std::string &file, const std::vector<OpenAddress> &open) {
    std::vector<mapping::RedirectDecision> decisions;
    for (const OpenAddress &o : open) {
        mapping::RedirectDecision d;
        d.from = o.address;
        d.answer = mapping::RedirectAnswer::Undecided;
        d.suggested = o.suggested;
        d.reason = o.suggestedBy.empty() ? std::string() : "suggested: " + o.suggestedBy;
        d.hits = static_cast<std::int64_t>(o.hits);
        decisions.push_back(std::move(d));
    }
    std::ostringstream out;
    writeDecisions(out, decisions);
    return writeFile(file, out.str());
}

Result<LogNoise> noiseOf(Session &session) {
    if (!session.isSet("noise"))
        return LogNoise::builtIn();
    const Result<std::string> bytes = readFile(session.value("noise"));
    if (!bytes)
        return bytes.error();
    return LogNoise::read(*bytes, session.value("noise"));
}

std::string defaultHost(Session &session, const RedirectTable &table) {
    if (session.isSet("host"))
        return session.value("host");
    std::string only;
    for (const mapping::OldHost &host : table.hosts()) {
        if (!only.empty() && host.main != only)
            return {};
        only = host.main;
    }
    return only;
}

ExitCode runCoverage(Session &session) {
    if (logFiles(session).empty())
        return session.usage(CliText::tr("redirects coverage needs --log FILE"));
    const std::optional<RedirectTable> table = openRedirectTable(session);
    if (!table)
        return session.failure();
    const Result<LogNoise> noise = noiseOf(session);
    if (!noise)
        return session.fail(noise.error());
    LogTally tally(*table, *noise, defaultHost(session, *table));
    readLogs(session, tally);
    if (session.cancel().cancelled())
        return session.failure();
    showCoverage(session, tally);
    const std::vector<OpenAddress> open =
        openAddresses(tally, *table, static_cast<std::size_t>(std::max(0, q(session.value("top")).toInt())));
    showOpen(session, tally, open);
    if (session.isSet("todo")) {
        if (Status s = writeTodo(session.value("todo"), open); !s)
            return session.fail(s.error());
    }
    return std::max(session.failure(), tally.open().hits == 0 ? ExitCode::Done : ExitCode::Findings);
}

// ---- after: the leaderboard

void declareLeaderboard(QCommandLineParser &parser) {
    declareLogs(parser);
    parser.addOptions(
        {{QStringLiteral("host"), CliText::tr("The host of lines that name none."), QStringLiteral("HOST")},
         {QStringLiteral("top"), CliText::tr("How many addresses to list."), QStringLiteral("N"),
          QStringLiteral("50")}});
    declareWave(parser);
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

ExitCode showLeaderboard(Session &session, StageContext &context) {
    const Result<mapping::RedirectTable> table = redirectTable(context.workspace, context.sites);
    if (!table)
        return session.fail(table.error());
    const Result<LogNoise> noise = LogNoise::builtIn();
    if (!noise)
        return session.fail(noise.error());
    LogTally tally(*table, *noise, session.value("host"));
    readLogs(session, tally);
    TextTable shown({CliText::tr("site").toStdString(), CliText::tr("hits").toStdString(),
                     CliText::tr("not found").toStdString()});
    const std::vector<Failed> all = failedByOwner(context.workspace, tally);
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

ExitCode runLeaderboard(Session &session) {
    if (logFiles(session).empty())
        return session.usage(CliText::tr("cutover leaderboard needs --log FILE"));
    return withWorkspace(session, [&](StageContext &context) { return showLeaderboard(session, context); });
}

} // namespace

std::vector<Command> coverageCommands() {
    return {{"redirects coverage", CliText::tr("how much of what access logs ask for has an answer"),
             QStringLiteral("[FILES...]"), declareCoverage, runCoverage},
            {"cutover leaderboard", CliText::tr("what is asked for in vain after the cut over, by site"),
             QStringLiteral("[FILES...]"), declareLeaderboard, runLeaderboard}};
}

} // namespace guiyi
