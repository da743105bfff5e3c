// verify: the platform read back and compared with the source.
#include "migrator/cli/plan_commands.h"

#include "migrator/loader/platform_schema.h"
#include "migrator/verify/verify.h"
#include "schema/base/text.h"

#include <filesystem>

namespace guiyi {

namespace {

void declareVerify(QCommandLineParser &parser) {
    declareWave(parser);
    parser.addOptions(
        {{QStringLiteral("confidence"), CliText::tr("Of the sample for people, in percent (95 without it)."),
          QStringLiteral("PERCENT"), QStringLiteral("95")},
         {QStringLiteral("tolerated"),
          CliText::tr("Share of wrong articles the sample must be able to show, in percent (1 without it)."),
          QStringLiteral("PERCENT"), QStringLiteral("1")}});
}

/// A share from percent strictly between 0 and 100; nothing after a mistake was shown.
std::optional<double> shareOf(Session &session, const char *option) {
    bool ok = false;
    const double percent = text::toQString(session.value(option)).toDouble(&ok);
    if (ok && percent > 0 && percent < 100)
        return percent / 100;
    session.usage(CliText::tr("--%1 %2: expected percent between 0 and 100")
                      .arg(QLatin1String(option), text::toQString(session.value(option))));
    return std::nullopt;
}

Result<std::unique_ptr<SqlEngine>> openPlatform(const Workspace &workspace) {
    const Result<TargetAddress> target = workspace.target();
    if (!target)
        return target.error();
    const Error none{ErrorKind::Usage, "verifying", target->text(), "there is no platform yet",
                     "run `guiyi apply` first"};
    std::error_code unused;
    if (target->kind == TargetKind::Sqlite && !std::filesystem::exists(target->file, unused))
        return none;
    Result<std::unique_ptr<SqlEngine>> engine = SqlEngine::open(*target, SqlEngine::Access::Read);
    if (!engine)
        return engine;
    const Result<std::int64_t> version = platformVersion(**engine);
    if (!version)
        return version.error();
    if (version.value() == 0)
        return none;
    if (Status s = checkPlatformVersion(**engine, version.value()); !s)
        return s.error();
    return engine;
}

ExitCode show(Session &session, const VerifyResult &result, const std::vector<std::string> &files) {
    TextTable table({CliText::tr("check").toStdString(), CliText::tr("checked").toStdString()});
    QJsonObject checked, rules;
    for (const auto &[name, count] : result.checked) {
        table.add({name, std::to_string(count)});
        checked.insert(text::toQString(name), static_cast<qint64>(count));
    }
    session.say(table.text());
    TextTable faults({CliText::tr("fault").toStdString(), CliText::tr("times").toStdString()});
    for (const auto &[rule, count] : result.ruleCounts) {
        faults.add({rule, std::to_string(count)});
        rules.insert(text::toQString(rule), static_cast<qint64>(count));
    }
    if (result.ruleCounts.empty())
        session.say(CliText::tr("everything that was checked is as it should be").toStdString());
    else
        session.say(faults.text());
    session.say(CliText::tr("links that lead nowhere, as the plan listed them: %1")
                    .arg(result.openLinkCount)
                    .toStdString());
    session.say(CliText::tr("sample for people: %1 of %2 articles")
                    .arg(result.sample.size())
                    .arg(result.population)
                    .toStdString());
    for (const std::string &file : files)
        session.say(file);
    session.tell({{QStringLiteral("checked"), checked},
                  {QStringLiteral("faults"), rules},
                  {QStringLiteral("open_links"), static_cast<qint64>(result.openLinkCount)},
                  {QStringLiteral("sample"), static_cast<qint64>(result.sample.size())}});
    return result.ruleCounts.empty() ? ExitCode::Done : ExitCode::Findings;
}

ExitCode runVerify(Session &session) {
    VerifyOptions options;
    const std::optional<double> confidence = shareOf(session, "confidence");
    const std::optional<double> tolerated = confidence ? shareOf(session, "tolerated") : std::nullopt;
    if (!tolerated)
        return session.failure();
    options.sample = {*confidence, *tolerated};
    const std::optional<Workspace> workspace = session.openWorkspace();
    if (!workspace)
        return session.failure();
    std::optional<std::vector<Site>> sites = session.chosenSites(*workspace);
    if (!sites)
        return session.failure();
    Result<std::unique_ptr<SqlEngine>> engine = openPlatform(*workspace);
    if (!engine)
        return session.fail(engine.error());
    Result<WorkspaceStore> store = WorkspaceStore::open(*workspace);
    if (!store)
        return session.fail(store.error());
    StageContext context{*workspace, std::move(*sites), session.jobs(), session.progress(), session.cancel()};
    const Result<VerifyResult> result = verifyPlatform(context, **engine, *store, options);
    if (!result)
        return session.fail(result.error());
    const Result<std::vector<std::string>> files = writeVerifyReports(*workspace, *result);
    if (!files)
        return session.fail(files.error());
    return show(session, *result, *files);
}

} // namespace

std::vector<Command> verifyCommands() {
    return {{"verify",
             CliText::tr("read the platform back and compare it with the source"),
             {},
             declareVerify,
             runVerify}};
}

} // namespace guiyi
