#include "migrator/cli/command.h"

#include "migrator/pipeline/words.h"
#include "schema/base/text.h"
#include "schema/config/files.h"
#include "schema/config/site_checks.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <thread>

namespace guiyi {

namespace {

std::string_view toText(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::Usage:
        return "usage";
    case ErrorKind::Rejected:
        return "rejected";
    case ErrorKind::Retry:
        return "retry";
    case ErrorKind::Failed:
        return "failed";
    case ErrorKind::Stale:
        return "stale";
    case ErrorKind::Cancelled:
        return "cancelled";
    }
    return "failed";
}

} // namespace

ExitCode exitCodeOf(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::Usage:
        return ExitCode::Usage;
    case ErrorKind::Rejected:
        return ExitCode::Findings;
    case ErrorKind::Retry:
    case ErrorKind::Failed:
    case ErrorKind::Stale:
    case ErrorKind::Cancelled:
        return ExitCode::Failed;
    }
    return ExitCode::Failed;
}

QJsonObject toJson(const Error &error) {
    return {{QStringLiteral("kind"), text::toQString(toText(error.kind))},
            {QStringLiteral("what"), text::toQString(error.what)},
            {QStringLiteral("where"), text::toQString(error.where)},
            {QStringLiteral("why"), text::toQString(error.why)},
            {QStringLiteral("advice"), text::toQString(error.advice)}};
}

std::string TextTable::text() const {
    std::vector<int> widths;
    const auto measure = [&widths](const std::vector<std::string> &cells) {
        widths.resize(std::max(widths.size(), cells.size()), 0);
        for (std::size_t i = 0; i < cells.size(); ++i)
            widths[i] = std::max(widths[i], displayWidth(cells[i]));
    };
    measure(m_header);
    std::for_each(m_rows.begin(), m_rows.end(), measure);
    std::string out;
    const auto write = [&](const std::vector<std::string> &cells) {
        std::string line = " ";
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const bool number =
                !cells[i].empty() && cells[i].find_first_not_of("0123456789,.%-") == std::string::npos;
            line += " " + padded(cells[i], widths[i], number) + " ";
        }
        out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    };
    if (!m_header.empty())
        write(m_header);
    for (const std::vector<std::string> &row : m_rows)
        write(row);
    return out;
}

std::string Session::root() const {
    const QString folder = m_parser.value(QStringLiteral("C"));
    return folder.isEmpty() ? "." : folder.toStdString();
}

std::vector<std::string> Session::values(const char *option) const {
    std::vector<std::string> all;
    const QStringList given = m_parser.values(QLatin1String(option));
    for (const QString &one : given)
        all.push_back(one.toStdString());
    return all;
}

std::vector<std::string> Session::arguments() const {
    std::vector<std::string> all;
    const QStringList given = m_parser.positionalArguments();
    for (const QString &one : given)
        all.push_back(one.toStdString());
    return all;
}

std::optional<Workspace> Session::openWorkspace() {
    Workspace::Opened opened = Workspace::open(root());
    if (opened.errors.empty())
        return std::move(opened.workspace);
    fail(opened.errors);
    return std::nullopt;
}

std::optional<std::vector<Site>> Session::chosenSites(const Workspace &workspace) {
    std::vector<Site> chosen;
    const std::vector<std::string> ids = values("site");
    for (const std::string &id : ids) {
        if (workspace.site(id) == nullptr) {
            usage(CliText::tr("--site %1: there is no such site in the workspace").arg(text::toQString(id)));
            return std::nullopt;
        }
    }
    const std::string wave =
        m_parser.optionNames().contains(QStringLiteral("wave")) ? value("wave") : std::string();
    if (!wave.empty() && checkWave(wave).any()) {
        usage(CliText::tr("--wave %1: expected a number from 1 on").arg(text::toQString(wave)));
        return std::nullopt;
    }
    for (const Site &site : workspace.sites()) {
        const bool named = ids.empty() || std::find(ids.begin(), ids.end(), site.id) != ids.end();
        if (named && (wave.empty() || site.wave == waveNumber(wave)))
            chosen.push_back(site);
    }
    if (chosen.empty()) {
        usage(workspace.sites().empty()
                  ? CliText::tr("the workspace has no sites yet; add some with \"guiyi add-site\"")
                  : CliText::tr("no site is in that wave"));
        return std::nullopt;
    }
    return chosen;
}

int Session::jobs() const {
    const int given = m_parser.value(QStringLiteral("jobs")).toInt();
    return given > 0 ? given : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

Progress &Session::progress() {
    if (!m_progress)
        m_progress = progressForStandardError(json());
    return *m_progress;
}

ExitCode Session::fail(const Error &error) {
    std::cerr << "guiyi: " << error.text() << '\n';
    m_errors.push_back(error);
    m_failure = std::max(m_failure, exitCodeOf(error.kind));
    return exitCodeOf(error.kind);
}

ExitCode Session::fail(const std::vector<Error> &errors) {
    ExitCode worst = ExitCode::Done;
    for (const Error &error : errors)
        worst = std::max(worst, fail(error));
    return worst;
}

ExitCode Session::usage(const QString &why) {
    return fail(Error{ErrorKind::Usage, {}, {}, why.toStdString(), {}});
}

void Session::say(const std::string &line) {
    if (!json())
        std::cout << line << '\n';
}

void Session::tell(const QJsonObject &object) {
    if (json())
        std::cout << QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString() << std::endl;
}

void Session::tellErrors() {
    if (m_errors.empty())
        return;
    QJsonArray all;
    for (const Error &error : m_errors)
        all.append(toJson(error));
    tell({{QStringLiteral("errors"), all}});
    m_errors.clear();
}

void declareWave(QCommandLineParser &parser) {
    parser.addOption(
        {QStringLiteral("wave"), CliText::tr("Only the sites of this wave."), QStringLiteral("N")});
}

QCommandLineOption outputOption() {
    return {QStringLiteral("output"), CliText::tr("Write to this file; without it to standard output."),
            QStringLiteral("FILE")};
}

ExitCode withWorkspace(Session &session, const std::function<ExitCode(StageContext &)> &work) {
    const std::optional<Workspace> workspace = session.openWorkspace();
    if (!workspace)
        return session.failure();
    std::optional<std::vector<Site>> sites = session.chosenSites(*workspace);
    if (!sites)
        return session.failure();
    StageContext context{*workspace, std::move(*sites), session.jobs(), session.progress(), session.cancel()};
    return work(context);
}

ExitCode withLockedWorkspace(Session &session, const std::function<ExitCode(StageContext &)> &work) {
    if (!session.arguments().empty())
        return session.usage(
            CliText::tr("unexpected argument \"%1\"").arg(text::toQString(session.arguments().front())));
    return withWorkspace(session, [&](StageContext &context) {
        const Result<WorkspaceLock> lock = WorkspaceLock::take(context.workspace);
        return lock ? work(context) : session.fail(lock.error());
    });
}

QJsonValue orNull(std::string_view value) {
    return value.empty() ? QJsonValue() : QJsonValue(text::toQString(value));
}

ExitCode writeOutput(Session &session, const std::function<Status(std::ostream &)> &write) {
    const std::string file = session.value("output");
    const std::string what = CliText::tr("writing the output").toStdString();
    if (file.empty() || file == "-") {
        const Status done = write(std::cout);
        std::cout.flush();
        if (!done)
            return session.fail(done.error());
        return std::cout ? ExitCode::Done : session.fail(systemError(errno != 0 ? errno : EIO, what, {}));
    }
    const std::string unfinished = file + ".part";
    errno = 0;
    std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
    const Status done = out ? write(out) : Status();
    out.close();
    if (done && out && std::rename(unfinished.c_str(), file.c_str()) == 0)
        return ExitCode::Done;
    const int code = errno != 0 ? errno : EIO;
    std::remove(unfinished.c_str());
    return session.fail(done ? systemError(code, what, file) : done.error());
}

} // namespace guiyi
