// extract, map, plan, apply and run: the stages that write.
#include "migrator/cli/command.h"

#include "migrator/cli/stages.h"
#include "migrator/pipeline/words.h"
#include "schema/base/text.h"

#include <QtCore/qjsonarray.h>

#include <algorithm>
#include <array>
#include <iostream>

namespace guiyi {

namespace {

void declareWave(QCommandLineParser &parser) {
    parser.addOption(
        {QStringLiteral("wave"), CliText::tr("Only the sites of this wave."), QStringLiteral("N")});
}

void declareRun(QCommandLineParser &parser) {
    declareWave(parser);
    parser.addOption({QStringLiteral("to"), CliText::tr("The last stage to run: extract, map or plan."),
                      QStringLiteral("GATE"), QStringLiteral("plan")});
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

ExitCode runChain(Session &session, const std::vector<Stage> &chain) {
    if (!session.arguments().empty())
        return session.usage(
            CliText::tr("unexpected argument \"%1\"").arg(text::toQString(session.arguments().front())));
    const std::optional<Workspace> workspace = session.openWorkspace();
    if (!workspace)
        return session.failure();
    std::optional<std::vector<Site>> sites = session.chosenSites(*workspace);
    if (!sites)
        return session.failure();
    const Result<WorkspaceLock> lock = WorkspaceLock::take(*workspace);
    if (!lock)
        return session.fail(lock.error());
    StageContext context{*workspace, std::move(*sites), session.jobs(), session.progress(), session.cancel()};
    ExitCode code = ExitCode::Done;
    runStages(chain, context,
              [&](const StageReport &report) { code = std::max(code, show(session, report)); });
    return code;
}

std::function<ExitCode(Session &)> only(Stage (*stage)()) {
    return [stage](Session &session) { return runChain(session, {stage()}); };
}

ExitCode runRun(Session &session) {
    const std::array chain{extractStage(), mapStage(), planStage()};
    const auto gate = std::find_if(chain.begin(), chain.end(),
                                   [&](const Stage &stage) { return stage.name == session.value("to"); });
    if (gate == chain.end())
        return session.usage(
            CliText::tr("--to %1: expected extract, map or plan; only \"guiyi apply\" writes to the platform")
                .arg(text::toQString(session.value("to"))));
    return runChain(session, std::vector<Stage>(chain.begin(), gate + 1));
}

} // namespace

std::vector<Command> stageCommands() {
    return {
        {"extract",
         CliText::tr("read the sites into canonical records"),
         {},
         declareWave,
         only(extractStage)},
        {"map",
         CliText::tr("propose columns, duplicates and new addresses"),
         {},
         declareWave,
         only(mapStage)},
        {"plan", CliText::tr("dry run: what apply would do, row by row"), {}, declareWave, only(planStage)},
        {"apply", CliText::tr("execute the plan on the platform"), {}, declareWave, only(applyStage)},
        {"run",
         CliText::tr("run the stages up to a gate; never writes to the platform"),
         {},
         declareRun,
         runRun}};
}

} // namespace guiyi
