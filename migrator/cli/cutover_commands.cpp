// cutover: what people need to switch a site's domain.
#include "migrator/cli/command.h"

#include "migrator/cutover/kit.h"
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

} // namespace

std::vector<Command> cutoverCommands() {
    return {{"cutover", CliText::tr("checklist, preview, notice and sitemaps for switching a site's domain"),
             QStringLiteral("SITE"), declareCutover, runCutover}};
}

} // namespace guiyi
