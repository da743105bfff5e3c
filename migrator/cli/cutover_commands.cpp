// cutover: what people need to switch a site's domain; the freeze before it, and what changed after that.
#include "migrator/cli/command.h"

#include "migrator/cutover/freeze.h"
#include "migrator/cutover/kit.h"
#include "migrator/pipeline/words.h"
#include "schema/base/text.h"

#include <QtCore/qdatetime.h>

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

void declareFreeze(QCommandLineParser &parser) {
    declareWave(parser);
    parser.addOption(
        {QStringLiteral("again"), CliText::tr("Forget the earlier freeze and what changed since.")});
}

/// Gives `work` the chosen sites under the workspace's lock.
ExitCode withSites(Session &session, const std::function<ExitCode(StageContext &, WorkspaceStore &)> &work) {
    return withLockedWorkspace(session, [&](StageContext &context) {
        Result<WorkspaceStore> store = WorkspaceStore::open(context.workspace);
        return store ? work(context, *store) : session.fail(store.error());
    });
}

ExitCode runFreeze(Session &session) {
    return withSites(session, [&](StageContext &context, WorkspaceStore &store) {
        const QDateTime now = QDateTime::currentDateTimeUtc().toOffsetFromUtc(8 * 3600);
        const std::string moment = text::fromQString(now.toString(Qt::ISODate));
        for (const Site &site : context.sites) {
            const Result<Freeze> frozen =
                freezeSite(context.workspace, store, site, moment, session.isSet("again"));
            if (!frozen) {
                session.fail(frozen.error());
                continue;
            }
            session.say(CliText::tr("%1: frozen at %2 with %3 articles")
                            .arg(text::toQString(site.id), text::toQString(frozen->moment),
                                 text::toQString(grouped(frozen->articles)))
                            .toStdString());
            session.tell({{QStringLiteral("site"), text::toQString(site.id)},
                          {QStringLiteral("frozen"), text::toQString(frozen->moment)},
                          {QStringLiteral("articles"), static_cast<qint64>(frozen->articles)}});
        }
        return session.failure();
    });
}

void tellDelta(Session &session, const DeltaReport &report) {
    TextTable table({CliText::tr("site").toStdString(), CliText::tr("record").toStdString(),
                     CliText::tr("change").toStdString(), CliText::tr("records").toStdString()});
    for (const auto &[site, counts] : report.counts) {
        QJsonObject numbers;
        for (const auto &[what, count] : counts) {
            table.add(
                {site, translated("Report", what.first), translated("Report", what.second), grouped(count)});
            numbers.insert(text::toQString(what.first + " " + what.second), static_cast<qint64>(count));
        }
        session.tell({{QStringLiteral("site"), text::toQString(site)},
                      {QStringLiteral("frozen"), text::toQString(report.moments.at(site))},
                      {QStringLiteral("changes"), numbers}});
    }
    if (report.changes() == 0)
        session.say(CliText::tr("the old sites changed nothing since the freeze").toStdString());
    else
        session.say(table.text());
    for (const std::string &file : report.files)
        session.say(file);
}

ExitCode runDelta(Session &session) {
    return withSites(session, [&](StageContext &context, WorkspaceStore &store) -> ExitCode {
        const Result<DeltaReport> report = writeDeltaReport(context.workspace, store, context.sites);
        if (!report)
            return session.fail(report.error());
        tellDelta(session, *report);
        return report->changes() == 0 ? ExitCode::Done : ExitCode::Findings;
    });
}

} // namespace

std::vector<Command> cutoverCommands() {
    return {{"cutover", CliText::tr("checklist, preview, notice and sitemaps for switching a site's domain"),
             QStringLiteral("SITE"), declareCutover, runCutover},
            {"cutover freeze",
             CliText::tr("note what the old sites hold when their editing stops"),
             {},
             declareFreeze,
             runFreeze},
            {"cutover delta",
             CliText::tr("what the old sites changed after the freeze, by a new capture and extraction"),
             {},
             declareWave,
             runDelta}};
}

} // namespace guiyi
