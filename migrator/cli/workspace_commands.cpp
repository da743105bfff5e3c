// init and add-site: the workspace as people set it up.
#include "migrator/cli/command.h"

#include "schema/base/text.h"
#include "schema/config/files.h"
#include "schema/config/site_checks.h"

#include <QtCore/qjsonarray.h>

#include <filesystem>

namespace guiyi {

namespace {

void declareInit(QCommandLineParser &parser) {
    parser.addOption({QStringLiteral("name"), CliText::tr("Name of the batch; without it the folder's name."),
                      QStringLiteral("NAME")});
}

ExitCode runInit(Session &session) {
    const std::vector<std::string> arguments = session.arguments();
    if (arguments.size() > 1)
        return session.usage(CliText::tr("init takes one folder"));
    const std::string root = arguments.empty() ? session.root() : arguments.front();
    std::string name = session.value("name");
    if (name.empty())
        name = std::filesystem::absolute(root + "/.").lexically_normal().parent_path().filename().string();
    const Result<Workspace> made = Workspace::create(root, name);
    if (!made)
        return session.fail(made.error());
    session.say(CliText::tr("workspace created in %1").arg(text::toQString(made->root())).toStdString());
    session.tell({{QStringLiteral("workspace"), text::toQString(made->root())}});
    return ExitCode::Done;
}

void declareAddSite(QCommandLineParser &parser) {
    parser.addOptions(
        {{QStringLiteral("from"),
          CliText::tr("A CSV file with a line per site: id,name,code,level,host,aliases,source,wave."),
          QStringLiteral("FILE")},
         {QStringLiteral("name"), CliText::tr("Full name of the site."), QStringLiteral("NAME")},
         {QStringLiteral("code"), CliText::tr("Government website identification code."),
          QStringLiteral("CODE")},
         {QStringLiteral("level"),
          CliText::tr("province, city, district, department, county_department, township or subdistrict."),
          QStringLiteral("LEVEL")},
         {QStringLiteral("host"), CliText::tr("Main host, without http://."), QStringLiteral("HOST")},
         {QStringLiteral("alias"),
          CliText::tr("A further host of the same site; may be given several times."),
          QStringLiteral("HOST")},
         {QStringLiteral("source"),
          CliText::tr("Where the site is read from, such as mirror:/folder; the first is the "
                      "authority when given several times."),
          QStringLiteral("SOURCE")},
         {QStringLiteral("wave"), CliText::tr("The wave it moves in."), QStringLiteral("N"),
          QStringLiteral("1")},
         {QStringLiteral("standard-host"), CliText::tr("Its host on the platform, when people decided it."),
          QStringLiteral("HOST")},
         {QStringLiteral("base-path"), CliText::tr("Its path on a shared host, such as /minzheng."),
          QStringLiteral("PATH")}});
}

Site siteFromOptions(Session &session, const std::string &id) {
    Site site;
    site.id = id;
    site.name = session.value("name");
    site.code = session.value("code");
    site.level = session.value("level");
    site.host = text::lower(session.value("host"));
    for (const std::string &alias : session.values("alias"))
        site.aliases.push_back(text::lower(alias));
    for (const std::string &source : session.values("source"))
        site.sources.push_back(absoluteSource(source, "."));
    site.standardHost = text::lower(session.value("standard-host"));
    site.basePath = session.value("base-path");
    return site;
}

/// All that is wrong with a site given by options.
std::vector<Error> mistakesOf(const Site &site, const std::string &wave) {
    std::vector<FieldMistake> mistakes{checkId(site.id),       checkCode(site.code),
                                       checkLevel(site.level), checkHost(site.host),
                                       checkWave(wave),        checkBasePath(site.basePath)};
    if (site.name.empty())
        mistakes.push_back(
            {CliText::tr("name is missing").toStdString(), CliText::tr("give --name").toStdString()});
    if (site.sources.empty())
        mistakes.push_back(checkSource({}));
    for (const std::string &source : site.sources)
        mistakes.push_back(checkSource(source));
    for (const std::string &alias : site.aliases)
        mistakes.push_back(checkHost(alias));
    if (!site.standardHost.empty())
        mistakes.push_back(checkHost(site.standardHost));
    std::vector<Error> errors;
    for (const FieldMistake &mistake : mistakes) {
        if (mistake.any())
            errors.push_back({ErrorKind::Usage, CliText::tr("adding a site").toStdString(), site.id,
                              mistake.why, mistake.advice});
    }
    return errors;
}

ExitCode runAddSite(Session &session) {
    const std::vector<std::string> arguments = session.arguments();
    const std::string file = session.value("from");
    if (arguments.size() != (file.empty() ? 1U : 0U))
        return session.usage(CliText::tr("add-site takes the id of one site, or --from FILE"));
    std::optional<Workspace> workspace = session.openWorkspace();
    if (!workspace)
        return session.failure();
    SiteList list;
    if (file.empty()) {
        list.sites = {siteFromOptions(session, arguments.front())};
        list.errors = mistakesOf(list.sites.front(), session.value("wave"));
        if (list.errors.empty())
            list.sites.front().wave = waveNumber(session.value("wave"));
    } else {
        const Result<std::string> bytes = readFile(file);
        if (!bytes) {
            Error error = bytes.error();
            error.kind = ErrorKind::Usage;
            return session.fail(error);
        }
        list = readSitesCsv(*bytes, file);
    }
    if (!list.errors.empty())
        return session.fail(list.errors);
    const Result<WorkspaceLock> lock = WorkspaceLock::take(*workspace);
    if (!lock)
        return session.fail(lock.error());
    if (const std::vector<Error> errors = workspace->addSites(list.sites); !errors.empty())
        return session.fail(errors);
    QJsonArray added;
    for (const Site &site : list.sites)
        added.append(text::toQString(site.id));
    session.tell({{QStringLiteral("added"), added}});
    session.say(CliText::tr("%n site(s) added", nullptr, static_cast<int>(list.sites.size())).toStdString());
    return ExitCode::Done;
}

} // namespace

std::vector<Command> workspaceCommands() {
    return {{"init", CliText::tr("create a workspace"), QStringLiteral("[FOLDER]"), declareInit, runInit},
            {"add-site", CliText::tr("add one site, or all of a list"), QStringLiteral("[ID]"),
             declareAddSite, runAddSite}};
}

} // namespace guiyi
