// What a command of the program is, and what it is given to work with.
#pragma once

#include "migrator/pipeline/lock.h"
#include "migrator/pipeline/progress.h"
#include "migrator/pipeline/stage.h"

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qjsonobject.h>

#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace guiyi {

/// What scripts can rely on.
enum class ExitCode { Done = 0, Findings = 1, Usage = 2, Failed = 3 };
/// The exit code an error asks for.
ExitCode exitCodeOf(ErrorKind kind);

class CliText {
    Q_DECLARE_TR_FUNCTIONS(CliText)
};

/// A text table for people; the first column to the left, numbers to the right.
class TextTable {
public:
    explicit TextTable(std::vector<std::string> header) : m_header(std::move(header)) {}
    void add(std::vector<std::string> cells) { m_rows.push_back(std::move(cells)); }
    std::string text() const;

private:
    std::vector<std::string> m_header;
    std::vector<std::vector<std::string>> m_rows;
};

/// One run of a command: its arguments, the options all commands share, where words go.
class Session {
public:
    Session(const QCommandLineParser &parser, CancelToken &cancel) : m_parser(parser), m_cancel(cancel) {}

    bool json() const { return m_parser.isSet(QStringLiteral("json")); }
    std::string root() const; ///< the folder of -C, or the current one
    bool isSet(const char *option) const { return m_parser.isSet(QLatin1String(option)); }
    std::string value(const char *option) const {
        return m_parser.value(QLatin1String(option)).toStdString();
    }
    std::vector<std::string> values(const char *option) const;
    /// The words that are no options, without the command's own name.
    std::vector<std::string> arguments() const;

    /// The workspace, or nothing after its mistakes were shown.
    std::optional<Workspace> openWorkspace();
    /// The sites of --site and --wave, all without them; nothing after a wrong --site was shown.
    std::optional<std::vector<Site>> chosenSites(const Workspace &workspace);
    int jobs() const;
    CancelToken &cancel() { return m_cancel; }
    Progress &progress();

    /// Shows the error on standard error and remembers it for --json; gives its exit code.
    ExitCode fail(const Error &error);
    ExitCode fail(const std::vector<Error> &errors);
    /// A mistake in the arguments.
    ExitCode usage(const QString &why);
    /// A line for people on standard output; nothing with --json.
    void say(const std::string &line);
    /// A line of JSON on standard output, with --json only.
    void tell(const QJsonObject &object);
    /// Errors shown so far, for --json.
    void tellErrors();
    /// The worst exit code of the errors shown so far.
    ExitCode failure() const { return m_failure; }

private:
    const QCommandLineParser &m_parser;
    CancelToken &m_cancel;
    std::unique_ptr<Progress> m_progress;
    std::vector<Error> m_errors;
    ExitCode m_failure = ExitCode::Done;
};

/// A command of the program.
struct Command {
    std::string name; ///< "page extract"
    QString summary;
    QString arguments; ///< "WHAT": for the usage line
    std::function<void(QCommandLineParser &)> declare;
    std::function<ExitCode(Session &)> run;
};

/// Every command, in the order of the help text.
std::vector<Command> allCommands();

// The families of commands, one file each.
std::vector<Command> workspaceCommands(); ///< init, add-site
std::vector<Command> captureCommands();   ///< capture
std::vector<Command> stageCommands();     ///< extract, map, plan, apply, run
std::vector<Command> reportCommands();    ///< export, status, report
std::vector<Command> redirectCommands();  ///< redirects import, fold, export, check, serve
std::vector<Command> coverageCommands();  ///< redirects coverage, cutover leaderboard
std::vector<Command> cutoverCommands();   ///< cutover
std::vector<Command> pageCommands();      ///< page extract, page tree
std::vector<Command> platformCommands();  ///< platform dump, hash, batches
std::vector<Command> domainCommands();    ///< domains audit, audit domains, rewrite
std::vector<Command> mappingCommands();   ///< taxonomy match
std::vector<Command> urlCommands();       ///< url canonicalize, explain, rewrite, collisions, parameters
std::vector<Command> hostCommands();      ///< hosts export, hosts import, domains probe
std::vector<Command> adapterCommands();   ///< adapter check

/// The options of `guiyi map` that write decisions to a sheet or take them from one, and running them;
/// nothing when none of them is given.
void declareSheets(QCommandLineParser &parser);
std::optional<ExitCode> runSheets(Session &session);

QJsonObject toJson(const Error &error);

/// Finds the command in `arguments` (program name left out) and runs it; never asks anything.
ExitCode runProgram(const QStringList &arguments, CancelToken &cancel);

/// --wave, by which Session::chosenSites() goes.
void declareWave(QCommandLineParser &parser);
/// --output FILE, which writeOutput() writes.
QCommandLineOption outputOption();

/// Opens the workspace, chooses the sites and hands both to `work`.
ExitCode withWorkspace(Session &session, const std::function<ExitCode(StageContext &)> &work);
/// The same under the workspace's lock, for commands that take no arguments.
ExitCode withLockedWorkspace(Session &session, const std::function<ExitCode(StageContext &)> &work);

/// A word of JSON; null for "".
QJsonValue orNull(std::string_view value);

/// Gives `write` the file of --output, or standard output. A file is put in place only when all went well.
ExitCode writeOutput(Session &session, const std::function<Status(std::ostream &)> &write);

} // namespace guiyi
