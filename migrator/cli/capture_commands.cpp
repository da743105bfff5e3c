// capture: fetching sites into web archives, and checking them.
#include "migrator/cli/command.h"

#include "migrator/capture/capture_stage.h"
#include "migrator/capture/crawl_files.h"
#include "migrator/cli/stages.h"
#include "schema/base/text.h"
#include "schema/config/files.h"

#include <iostream>

namespace guiyi {

namespace {

void declareCapture(QCommandLineParser &parser) {
    declareWave(parser);
    parser.addOptions(
        {{QStringLiteral("verify"), CliText::tr("Ask nobody: check digests and index of what was captured.")},
         {QStringLiteral("retry-failed"), CliText::tr("Ask again for what failed.")},
         {QStringLiteral("fast"),
          CliText::tr("No pauses and many connections: for own or local servers only.")},
         {QStringLiteral("urls"), CliText::tr("Further addresses to ask for, one a line."),
          QStringLiteral("FILE")},
         {QStringLiteral("logs"),
          CliText::tr("An access log; what the server gave to readers is asked for too. May be given again."),
          QStringLiteral("FILE")},
         {QStringLiteral("rate"), CliText::tr("At most this many requests a second over all sites."),
          QStringLiteral("N")}});
}

QJsonObject toJson(const Site &site, const capture::CrawlState &state) {
    QJsonObject errors;
    for (const auto &[kind, number] : state.errors)
        errors.insert(text::toQString(kind), static_cast<qint64>(number));
    const double rate = state.seconds > 0 ? static_cast<double>(state.counts.requests) / state.seconds : 0;
    const std::int64_t queue = state.counts.known - state.counts.ended;
    return {{QStringLiteral("site"), text::toQString(site.id)},
            {QStringLiteral("requests"), static_cast<qint64>(state.counts.requests)},
            {QStringLiteral("pages"), static_cast<qint64>(state.counts.pages)},
            {QStringLiteral("bytes"), static_cast<qint64>(state.counts.bytes)},
            {QStringLiteral("queue"), static_cast<qint64>(queue)},
            {QStringLiteral("rate"), rate},
            {QStringLiteral("seconds_left"), rate > 0 ? static_cast<double>(queue) / rate : -1},
            {QStringLiteral("errors"), errors}};
}

ExitCode verify(Session &session, const Workspace &workspace, const std::vector<Site> &sites) {
    ExitCode code = ExitCode::Done;
    for (const Site &site : sites) {
        if (crawlSource(site).empty())
            continue;
        const Result<capture::Verified> verified =
            capture::verifyCapture(captureFolder(workspace.root(), site.id));
        if (!verified)
            return session.fail(verified.error());
        for (const std::string &fault : verified->faults)
            std::cerr << "guiyi: " << site.id << ": " << fault << '\n';
        if (!verified->faults.empty())
            code = ExitCode::Findings;
        session.say(CliText::tr("%1: %2 archives, %3 records, %4 index lines, %5 faults")
                        .arg(text::toQString(site.id))
                        .arg(verified->files)
                        .arg(verified->records)
                        .arg(verified->lines)
                        .arg(verified->faults.size())
                        .toStdString());
        session.tell({{QStringLiteral("site"), text::toQString(site.id)},
                      {QStringLiteral("archives"), static_cast<qint64>(verified->files)},
                      {QStringLiteral("records"), static_cast<qint64>(verified->records)},
                      {QStringLiteral("lines"), static_cast<qint64>(verified->lines)},
                      {QStringLiteral("faults"), static_cast<qint64>(verified->faults.size())}});
    }
    return code;
}

ExitCode runCaptureCommand(Session &session) {
    CaptureOptions options;
    options.retryFailed = session.isSet("retry-failed");
    options.fast = session.isSet("fast");
    if (session.isSet("verify")) {
        const std::optional<Workspace> workspace = session.openWorkspace();
        if (!workspace)
            return session.failure();
        const std::optional<std::vector<Site>> sites = session.chosenSites(*workspace);
        return sites ? verify(session, *workspace, *sites) : session.failure();
    }
    if (session.isSet("urls")) {
        const Result<std::string> bytes = readFile(session.value("urls"));
        if (!bytes)
            return session.fail(bytes.error());
        for (const std::string &line : text::split(*bytes, '\n')) {
            if (const std::string_view url = text::trim(line); !url.empty())
                options.urls.emplace_back(url);
        }
    }
    options.logs = session.values("logs");
    if (session.isSet("rate")) {
        bool ok = false;
        options.totalRate = text::toQString(session.value("rate")).toDouble(&ok);
        if (!ok || !(options.totalRate > 0))
            return session.usage(CliText::tr("--rate %1: expected a number above 0")
                                     .arg(text::toQString(session.value("rate"))));
    }
    if (session.json())
        options.onState = [&session](const Site &site, const capture::CrawlState &state) {
            session.tell(toJson(site, state));
        };
    return runChain(session, {captureStage(options)});
}

} // namespace

Stage captureStage(const CaptureOptions &options) {
    return {"capture", [options](StageContext &context) { return runCapture(context, options); }};
}

std::vector<Command> captureCommands() {
    return {{"capture",
             CliText::tr("fetch the sites that are read over HTTP, politely, into web archives"),
             {},
             declareCapture,
             runCaptureCommand}};
}

} // namespace guiyi
