// From the words of the command line to a command: one parser per command, shared options anywhere.
#include "migrator/cli/command.h"
#include "migrator/cli/plan_commands.h"

#include "schema/base/text.h"
#include "schema/config/yaml_map.h"

#include <QtCore/qcoreapplication.h>

#include <algorithm>
#include <iostream>
#include <iterator>

namespace guiyi {

namespace {

// Words of Qt's own parser, so that they are translated with ours.
[[maybe_unused]] constexpr const char *QtWords[] = {
    QT_TRANSLATE_NOOP("QCommandLineParser", "Usage: %1"),
    QT_TRANSLATE_NOOP("QCommandLineParser", "Options:"),
    QT_TRANSLATE_NOOP("QCommandLineParser", "Arguments:"),
    QT_TRANSLATE_NOOP("QCommandLineParser", "[options]"),
    QT_TRANSLATE_NOOP("QCommandLineParser", "Unknown option '%1'."),
    QT_TRANSLATE_NOOP("QCommandLineParser", "Missing value after '%1'."),
    QT_TRANSLATE_NOOP("QCommandLineParser", "Unexpected value after '%1'.")};

QList<QCommandLineOption> sharedOptions() {
    return {
        {QStringList{QStringLiteral("h"), QStringLiteral("help")}, CliText::tr("Show this help.")},
        {QStringLiteral("C"), CliText::tr("The workspace folder; without it the current folder."),
         QStringLiteral("WORKSPACE")},
        {QStringLiteral("jobs"), CliText::tr("How many threads to use; without it one per processor."),
         QStringLiteral("N")},
        {QStringLiteral("site"), CliText::tr("Only this site; may be given several times."),
         QStringLiteral("ID")},
        {QStringLiteral("json"), CliText::tr("One JSON object per line on standard output, for machines.")},
        {QStringLiteral("lang"),
         CliText::tr("Language of the screen: en or zh_CN; without it that of the system."),
         QStringLiteral("LANG")}};
}

bool takesValue(const QString &word) {
    return word == QLatin1String("-C") || word == QLatin1String("--jobs") ||
           word == QLatin1String("--site") || word == QLatin1String("--lang");
}

struct Chosen {
    const Command *command = nullptr;
    QStringList rest; ///< the words without the command's name
    QString word;     ///< the first word that could have been a command
};

/// The command whose name stands first among the words that are no options; longest name first.
Chosen chooseCommand(const std::vector<Command> &commands, const QStringList &arguments) {
    std::vector<qsizetype> words;
    for (qsizetype i = 0; i < arguments.size() && words.size() < 2; ++i) {
        const QString &word = arguments.at(i);
        if (takesValue(word))
            ++i;
        else if (!word.startsWith(QLatin1Char('-')) || word.size() == 1)
            words.push_back(i);
        else if (!words.empty())
            break; // an option after the first word ends the name
    }
    Chosen chosen{nullptr, arguments, words.empty() ? QString() : arguments.at(words.front())};
    for (std::size_t length = words.size(); length > 0 && chosen.command == nullptr; --length) {
        QString name = arguments.at(words[0]);
        if (length == 2)
            name += QLatin1Char(' ') + arguments.at(words[1]);
        const auto found = std::find_if(commands.begin(), commands.end(),
                                        [&](const Command &c) { return c.name == name.toStdString(); });
        if (found == commands.end())
            continue;
        chosen.command = &*found;
        for (std::size_t i = length; i > 0; --i)
            chosen.rest.removeAt(words[i - 1]);
    }
    return chosen;
}

std::string generalHelp(const std::vector<Command> &commands) {
    std::string out =
        CliText::tr("Guiyi moves legacy government sites onto one platform and proves that nothing was lost.")
            .toStdString() +
        "\n\n" + CliText::tr("Usage: guiyi [-C WORKSPACE] COMMAND [options]").toStdString() + "\n\n" +
        CliText::tr("Commands:").toStdString() + "\n";
    int widest = 0;
    for (const Command &command : commands)
        widest = std::max(widest, displayWidth(command.name));
    for (const Command &command : commands)
        out += "  " + padded(command.name, widest + 2) + command.summary.toStdString() + "\n";
    out += "\n" + CliText::tr("\"guiyi COMMAND --help\" tells the options of a command.").toStdString() +
           "\n" + CliText::tr("Exit codes: 0 done, 1 done with findings, 2 usage, 3 failed.").toStdString() +
           "\n";
    return out;
}

ExitCode unknownCommand(const std::vector<Command> &commands, const QString &word) {
    std::set<std::string> names;
    std::set<std::string> members; // of a family such as "page"
    for (const Command &command : commands) {
        names.insert(command.name);
        if (text::startsWith(command.name, word.toStdString() + " "))
            members.insert(command.name);
    }
    QString advice = CliText::tr("\"guiyi --help\" lists the commands");
    const std::string nearest = nearestWord(word.toStdString(), names);
    if (!members.empty())
        advice = CliText::tr("expected one of: %1")
                     .arg(text::toQString(
                         text::join(std::vector<std::string>(members.begin(), members.end()), ", ")));
    else if (!nearest.empty())
        advice = CliText::tr("did you mean \"%1\"?").arg(text::toQString(nearest));
    std::cerr << "guiyi: " << CliText::tr("unknown command \"%1\"; %2").arg(word, advice).toStdString()
              << '\n';
    return ExitCode::Usage;
}

/// What is wrong with the shared options; empty: nothing.
QString sharedMistake(const QCommandLineParser &parser) {
    bool isNumber = true;
    const QString jobs = parser.value(QStringLiteral("jobs"));
    constexpr int Most = 1024;
    if (parser.isSet(QStringLiteral("jobs")) &&
        (jobs.toInt(&isNumber) < 1 || !isNumber || jobs.toInt() > Most))
        return CliText::tr("--jobs %1: expected a number from 1 on").arg(jobs);
    const QString language = parser.value(QStringLiteral("lang"));
    if (!language.isEmpty() && !language.startsWith(QLatin1String("en")) &&
        !language.startsWith(QLatin1String("zh")))
        return CliText::tr("--lang %1: expected en or zh_CN").arg(language);
    return {};
}

} // namespace

std::vector<Command> allCommands() {
    std::vector<Command> all;
    for (auto family :
         {workspaceCommands, captureCommands, stageCommands, planCommands, verifyCommands, reportCommands,
          platformCommands, redirectCommands, coverageCommands, cutoverCommands, pageCommands,
          mappingCommands, urlCommands, domainCommands, hostCommands, adapterCommands}) {
        std::vector<Command> commands = family();
        std::move(commands.begin(), commands.end(), std::back_inserter(all));
    }
    return all;
}

ExitCode runProgram(const QStringList &arguments, CancelToken &cancel) {
    const std::vector<Command> commands = allCommands();
    const Chosen chosen = chooseCommand(commands, arguments);
    if (chosen.command == nullptr) {
        if (!chosen.word.isEmpty())
            return unknownCommand(commands, chosen.word);
        if (arguments.contains(QStringLiteral("--version"))) {
            std::cout << "guiyi " << QCoreApplication::applicationVersion().toStdString() << '\n';
            return ExitCode::Done;
        }
        const bool asked =
            arguments.contains(QStringLiteral("--help")) || arguments.contains(QStringLiteral("-h"));
        (asked ? std::cout : std::cerr) << generalHelp(commands);
        return asked ? ExitCode::Done : ExitCode::Usage;
    }
    QCommandLineParser parser;
    parser.setApplicationDescription(chosen.command->summary);
    parser.addOptions(sharedOptions());
    if (chosen.command->declare)
        chosen.command->declare(parser);
    const QString name = text::toQString(chosen.command->name);
    if (!parser.parse(QStringList{QStringLiteral("guiyi ") + name} + chosen.rest)) {
        std::cerr << "guiyi: " << parser.errorText().toStdString() << ' '
                  << CliText::tr("\"guiyi %1 --help\" tells the options.").arg(name).toStdString() << '\n';
        return ExitCode::Usage;
    }
    if (parser.isSet(QStringLiteral("help"))) {
        QString help = parser.helpText();
        // Qt names the program only; the usage line is to name the command and its arguments.
        const QString options = QCoreApplication::translate("QCommandLineParser", "[options]");
        const QString usage =
            QStringLiteral("guiyi %1 %2 %3").arg(name, options, chosen.command->arguments).trimmed();
        help.replace(0, help.indexOf(QLatin1Char('\n')),
                     QCoreApplication::translate("QCommandLineParser", "Usage: %1").arg(usage));
        std::cout << help.trimmed().toStdString() << '\n';
        return ExitCode::Done;
    }
    if (const QString mistake = sharedMistake(parser); !mistake.isEmpty()) {
        std::cerr << "guiyi: " << mistake.toStdString() << '\n';
        return ExitCode::Usage;
    }
    Session session(parser, cancel);
    const ExitCode code = chosen.command->run(session);
    session.tellErrors();
    return code;
}

} // namespace guiyi
