// export, redirects export, report and status: what reads a workspace and changes nothing in it.
#include "migrator/cli/command.h"

#include "migrator/cli/stages.h"
#include "migrator/cutover/kit.h"
#include "migrator/export/export.h"
#include "migrator/pipeline/words.h"
#include "migrator/report/status.h"
#include "schema/base/text.h"

#include <QtCore/qiodevice.h>

#include <ostream>
#include <streambuf>

namespace guiyi {

namespace {

/// Lets the exports, which write to a standard stream, write to the command's output device.
class DeviceBuffer : public std::streambuf {
public:
    explicit DeviceBuffer(QIODevice &device) : m_device(device) {}

protected:
    std::streamsize xsputn(const char *text, std::streamsize length) override {
        return m_device.write(text, length);
    }
    int_type overflow(int_type character) override {
        const char byte = traits_type::to_char_type(character);
        return m_device.write(&byte, 1) == 1 ? character : traits_type::eof();
    }

private:
    QIODevice &m_device;
};

void declareFormat(QCommandLineParser &parser, const QString &formats, const QString &usual) {
    parser.addOptions({{QStringLiteral("format"), formats, QStringLiteral("FORMAT"), usual}, outputOption()});
    declareWave(parser);
}

void declareExport(QCommandLineParser &parser) {
    declareFormat(parser, CliText::tr("jsonl or csv."), QStringLiteral("jsonl"));
    parser.addPositionalArgument(QStringLiteral("WHAT"), text::toQString(text::join(exportTables(), ", ")),
                                 QStringLiteral("WHAT"));
}

ExitCode runExport(Session &session) {
    const std::vector<std::string> arguments = session.arguments();
    if (arguments.size() != 1)
        return session.usage(
            CliText::tr("export takes one of: %1").arg(text::toQString(text::join(exportTables(), ", "))));
    const Result<TableFormat> format = tableFormat(session.value("format"));
    if (!format)
        return session.fail(format.error());
    return withWorkspace(session, [&](StageContext &context) {
        return writeOutput(session, [&](std::ostream &out) {
            return exportTable(context, arguments.front(), *format, out);
        });
    });
}

/// One line of the status: a stage of a site, or of the batch ("").
void showStage(Session &session, TextTable &table, const std::string &site, const StageStatus &stage) {
    std::vector<std::string> words;
    QJsonObject numbers;
    for (const auto &[word, number] : stage.counts) {
        words.push_back(translated("Count", word) + " " + grouped(number));
        numbers.insert(text::toQString(word), static_cast<qint64>(number));
    }
    const std::string state(toText(stage.state));
    table.add({site.empty() ? CliText::tr("(batch)").toStdString() : site, translated("Stage", stage.stage),
               translated("State", state), text::join(words, ", ")});
    session.tell({{QStringLiteral("site"), site.empty() ? QJsonValue() : QJsonValue(text::toQString(site))},
                  {QStringLiteral("stage"), text::toQString(stage.stage)},
                  {QStringLiteral("state"), text::toQString(state)},
                  {QStringLiteral("counts"), numbers}});
}

/// Which sites are still to be switched.
ExitCode showNotCutOver(Session &session, const Workspace &workspace) {
    const Result<std::map<std::string, std::string>> dates = cutoverDates(workspace);
    if (!dates)
        return session.fail(dates.error());
    std::vector<std::string> open;
    for (const Site &site : workspace.sites()) {
        const auto date = dates->find(site.id);
        const bool done = date != dates->end();
        session.tell(
            {{QStringLiteral("site"), text::toQString(site.id)},
             {QStringLiteral("stage"), QStringLiteral("cut over")},
             {QStringLiteral("state"), done ? QStringLiteral("fresh") : QStringLiteral("never")},
             {QStringLiteral("date"), done ? QJsonValue(text::toQString(date->second)) : QJsonValue()},
             {QStringLiteral("counts"), QJsonObject()}});
        if (!done)
            open.push_back(site.id);
    }
    if (!open.empty())
        session.say(
            CliText::tr("not yet cut over: %1").arg(text::toQString(text::join(open, ", "))).toStdString());
    return ExitCode::Done;
}

ExitCode runStatus(Session &session) {
    const std::optional<Workspace> workspace = session.openWorkspace();
    if (!workspace)
        return session.failure();
    const Result<StatusData> status = statusOf(*workspace);
    if (!status)
        return session.fail(status.error());
    session.say(
        CliText::tr("%1: %n site(s), target %2", nullptr, static_cast<int>(workspace->sites().size()))
            .arg(text::toQString(workspace->config().name), text::toQString(workspace->config().target))
            .toStdString());
    TextTable table({CliText::tr("site").toStdString(), CliText::tr("stage").toStdString(),
                     CliText::tr("state").toStdString(), CliText::tr("what it left").toStdString()});
    for (const SiteStatus &site : status->sites) {
        for (const StageStatus &stage : site.stages)
            showStage(session, table, site.site.id, stage);
    }
    for (const StageStatus &stage : status->stages)
        showStage(session, table, {}, stage);
    session.say(table.text());
    return showNotCutOver(session, *workspace);
}

ExitCode runReport(Session &session) {
    return withWorkspace(session, [&](StageContext &context) -> ExitCode {
        const Result<WorkspaceLock> lock = WorkspaceLock::take(context.workspace);
        if (!lock)
            return session.fail(lock.error());
        const Result<std::vector<std::string>> files = makeReports(context);
        if (!files)
            return session.fail(files.error());
        for (const std::string &file : *files) {
            session.say(file);
            session.tell({{QStringLiteral("report"), text::toQString(file)}});
        }
        return ExitCode::Done;
    });
}

} // namespace

std::vector<Command> reportCommands() {
    return {{"export", CliText::tr("a table of the workspace for other tools"), QStringLiteral("WHAT"),
             declareExport, runExport},
            {"report", CliText::tr("write the reports of the newest plan again"), {}, {}, runReport},
            {"status", CliText::tr("which stage ran for which site, and what it left"), {}, {}, runStatus}};
}

} // namespace guiyi
