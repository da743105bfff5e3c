// extract, map, plan, apply and run: the stages that write.
#include "migrator/cli/command.h"

#include "migrator/cli/plan_commands.h"
#include "migrator/cli/quality.h"
#include "migrator/cli/stages.h"
#include "migrator/pipeline/words.h"
#include "schema/base/text.h"

#include <QtCore/qjsonarray.h>

#include <algorithm>
#include <array>
#include <iostream>

namespace guiyi {

namespace {

void declareRun(QCommandLineParser &parser) {
    declareWave(parser);
    parser.addOption({QStringLiteral("to"), CliText::tr("The last stage to run: extract, map or plan."),
                      QStringLiteral("GATE"), QStringLiteral("plan")});
}

void declarePlan(QCommandLineParser &parser) {
    declareWave(parser);
    parser.addOption({QStringLiteral("accept-loss"),
                      CliText::tr("Plan even when a site lost more than the guards of guiyi.yaml allow.")});
    declareExplain(parser);
}

void declareApply(QCommandLineParser &parser) {
    declareWave(parser);
    parser.addOptions(
        {{QStringLiteral("limit"), CliText::tr("Write at most this many records."), QStringLiteral("N")},
         {QStringLiteral("only"),
          CliText::tr("Only what belongs to site=ID, column=CODE or url=ADDRESS; may be given for each."),
          QStringLiteral("WHAT")},
         {QStringLiteral("rejects"), CliText::tr("Load the repaired records of this file."),
          QStringLiteral("FILE")}});
}

void declareRollback(QCommandLineParser &parser) {
    parser.addOptions(
        {{QStringLiteral("batch"),
          CliText::tr("Only what this batch did; without any choice the newest one."), QStringLiteral("N")},
         {QStringLiteral("record"), CliText::tr("Only the record of this old address."),
          QStringLiteral("URL")}});
}

/// A whole number from 1 on; 0 when the option was not given, nothing after a mistake was shown.
std::optional<std::int64_t> numberOf(Session &session, const char *option) {
    if (!session.isSet(option))
        return 0;
    bool ok = false;
    const qlonglong number = text::toQString(session.value(option)).toLongLong(&ok);
    if (ok && number > 0)
        return number;
    session.usage(CliText::tr("--%1 %2: expected a number from 1 on")
                      .arg(QLatin1String(option), text::toQString(session.value(option))));
    return std::nullopt;
}

bool readOnly(Session &session, ApplyFilter &only) {
    for (const std::string &what : session.values("only")) {
        const std::string::size_type equals = what.find('=');
        const std::string name = what.substr(0, equals);
        std::string *value = name == "site"     ? &only.site
                             : name == "column" ? &only.column
                             : name == "url"    ? &only.url
                                                : nullptr;
        if (value == nullptr || equals == std::string::npos || equals + 1 == what.size()) {
            session.usage(CliText::tr("--only %1: expected site=ID, column=CODE or url=ADDRESS")
                              .arg(text::toQString(what)));
            return false;
        }
        *value = what.substr(equals + 1);
    }
    return true;
}

std::string countTable(const StageReport &report) {
    TextTable table({});
    for (const auto &[word, number] : report.result.counts)
        table.add({translated("Count", word), grouped(number)});
    if (report.result.findings > 0)
        table.add({CliText::tr("for people to look at").toStdString(), grouped(report.result.findings)});
    return table.text();
}

QJsonObject toJson(const StageReport &report) {
    QJsonObject counts;
    for (const auto &[word, number] : report.result.counts)
        counts.insert(text::toQString(word), static_cast<qint64>(number));
    QJsonArray errors;
    for (const std::vector<Error> *list : {&report.result.errors, &report.failure}) {
        for (const Error &error : *list)
            errors.append(toJson(error));
    }
    return {{QStringLiteral("stage"), text::toQString(report.stage)},
            {QStringLiteral("counts"), counts},
            {QStringLiteral("findings"), static_cast<qint64>(report.result.findings)},
            {QStringLiteral("errors"), errors}};
}

/// Shows a stage that ended; gives its exit code.
ExitCode show(Session &session, const StageReport &report) {
    ExitCode code = report.result.findings > 0 ? ExitCode::Findings : ExitCode::Done;
    for (const std::vector<Error> *list : {&report.result.errors, &report.failure}) {
        for (const Error &error : *list) {
            std::cerr << "guiyi: " << error.text() << '\n';
            // A site that failed alone is a finding of the run, whatever may be done about it.
            code = std::max(code, stopsRun(error) ? exitCodeOf(error.kind) : ExitCode::Findings);
        }
    }
    if (report.failure.empty())
        session.say(
            CliText::tr("%1: done").arg(text::toQString(translated("Stage", report.stage))).toStdString() +
            "\n" + countTable(report));
    session.tell(toJson(report));
    return code;
}

ExitCode runPlanCommand(Session &session) {
    if (session.isSet("explain"))
        return runExplain(session);
    PlanOptions options;
    options.acceptLoss = session.isSet("accept-loss");
    return runChain(session, {planStage(options)});
}

ExitCode runApplyCommand(Session &session) {
    ApplyOptions options;
    const std::optional<std::int64_t> limit = numberOf(session, "limit");
    if (!limit || !readOnly(session, options.only))
        return session.failure();
    options.limit = *limit;
    options.rejectsFile = session.value("rejects");
    return runChain(session, {applyStage(options)});
}

ExitCode runRollbackCommand(Session &session) {
    RollbackOptions options;
    const std::optional<std::int64_t> batch = numberOf(session, "batch");
    if (!batch)
        return session.failure();
    options.batch = *batch;
    const std::vector<std::string> sites = session.values("site");
    if (sites.size() > 1)
        return session.usage(CliText::tr("rollback takes one --site at a time"));
    options.site = sites.empty() ? std::string() : sites.front();
    options.record = session.value("record");
    return runChain(session, {rollbackStage(options)});
}

void declareExtract(QCommandLineParser &parser) {
    declareWave(parser);
    declareQuality(parser);
}

ExitCode runExtractCommand(Session &session) {
    const std::optional<ExitCode> looked = runQuality(session);
    return looked ? *looked : runChain(session, {extractStage()});
}

void declareMap(QCommandLineParser &parser) {
    declareWave(parser);
    declareSheets(parser);
}

ExitCode runMapCommand(Session &session) {
    if (const std::optional<ExitCode> sheets = runSheets(session))
        return *sheets;
    return runChain(session, {mapStage()});
}

ExitCode runShown(Session &session, StageContext &context, const std::vector<Stage> &chain) {
    ExitCode code = ExitCode::Done;
    runStages(chain, context,
              [&](const StageReport &report) { code = std::max(code, show(session, report)); });
    return code;
}

ExitCode runRun(Session &session) {
    const std::array chain{extractStage(), mapStage(), planStage()};
    const auto gate = std::find_if(chain.begin(), chain.end(),
                                   [&](const Stage &stage) { return stage.name == session.value("to"); });
    if (gate == chain.end())
        return session.usage(
            CliText::tr("--to %1: expected extract, map or plan; only \"guiyi apply\" writes to the platform")
                .arg(text::toQString(session.value("to"))));
    std::vector<Stage> stages(chain.begin(), gate + 1);
    return withLockedWorkspace(session, [&](StageContext &context) {
        // Sites that are read over HTTP are captured first; what was captured is asked for again by capture
        // alone.
        if (std::any_of(context.sites.begin(), context.sites.end(),
                        [&](const Site &site) { return awaitsCapture(context.workspace, site); })) {
            CaptureOptions options;
            options.unfinishedOnly = true;
            stages.insert(stages.begin(), captureStage(options));
        }
        return runShown(session, context, stages);
    });
}

} // namespace

ExitCode runChain(Session &session, const std::vector<Stage> &chain) {
    return withLockedWorkspace(session,
                               [&](StageContext &context) { return runShown(session, context, chain); });
}

std::vector<Command> stageCommands() {
    return {
        {"extract",
         CliText::tr("read the sites into canonical records"),
         {},
         declareExtract,
         runExtractCommand},
        {"map", CliText::tr("propose columns, duplicates and new addresses"), {}, declareMap, runMapCommand},
        {"plan", CliText::tr("dry run: what apply would do, row by row"), {}, declarePlan, runPlanCommand},
        {"apply", CliText::tr("execute the plan on the platform"), {}, declareApply, runApplyCommand},
        {"rollback", CliText::tr("take back what apply did"), {}, declareRollback, runRollbackCommand},
        {"run",
         CliText::tr("run the stages up to a gate; never writes to the platform"),
         {},
         declareRun,
         runRun}};
}

} // namespace guiyi
