// redirects ...: decisions on old addresses in and out, the web servers' files, the simulator.
#include "migrator/cli/redirect_source.h"

#include "mappings/redirects/servers.h"
#include "migrator/cutover/decision_file.h"
#include "migrator/cutover/serve.h"
#include "migrator/export/export.h"
#include "migrator/map/inputs.h"
#include "migrator/pipeline/words.h"
#include "schema/base/text.h"
#include "schema/config/files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace guiyi {

namespace {

namespace fs = std::filesystem;
using mapping::CheckedRedirects;
using mapping::RedirectTable;

QString q(std::string_view s) {
    return text::toQString(s);
}

// ---- import, fold

std::size_t errorsIn(const std::vector<Finding> &findings) {
    return static_cast<std::size_t>(std::count_if(
        findings.begin(), findings.end(), [](const Finding &f) { return f.severity != Severity::Info; }));
}

void declareImport(QCommandLineParser &parser) {
    parser.addPositionalArgument(QStringLiteral("FILE"), CliText::tr("A CSV file of decisions."),
                                 QStringLiteral("FILE"));
    parser.addOptions({{QStringLiteral("preview"), CliText::tr("Only tell what would change.")},
                       {QStringLiteral("overwrite"),
                        CliText::tr("The file wins over decisions made before; without it they are kept.")},
                       {QStringLiteral("rejects"),
                        CliText::tr("Write refused lines here; without it to .guiyi/rejects/redirects.csv."),
                        QStringLiteral("FILE")}});
}

void tellImport(Session &session, const ImportResult &result, bool written) {
    const std::pair<const char *, std::size_t> counts[] = {{"rows", result.file.rows},
                                                           {"new", result.added},
                                                           {"changed", result.changed},
                                                           {"kept", result.kept},
                                                           {"unchanged", result.unchanged},
                                                           {"given twice", result.checked.identical},
                                                           {"chains folded", result.checked.chainsFolded},
                                                           {"refused", result.checked.rejected.size()},
                                                           {"decisions", result.store.size()}};
    TextTable table({});
    QJsonObject numbers;
    for (const auto &[word, number] : counts) {
        table.add({translated("Count", word), std::to_string(number)});
        numbers.insert(QLatin1String(word), static_cast<qint64>(number));
    }
    session.say(CliText::tr("separator: %1").arg(q(result.file.separator)).toStdString());
    session.say(table.text());
    if (!written)
        session.say(CliText::tr("preview: nothing was written").toStdString());
    session.tell({{QStringLiteral("separator"), q(result.file.separator)},
                  {QStringLiteral("counts"), numbers},
                  {QStringLiteral("written"), written}});
}

Status writeRejects(const std::string &file, const std::vector<mapping::RejectedRedirect> &rejected) {
    std::ostringstream out;
    writeRejected(out, rejected);
    const fs::path folder = fs::path(file).parent_path();
    if (!folder.empty()) {
        if (Status s = makeFolder(folder.string()); !s)
            return s;
    }
    return writeFile(file, out.str());
}

ExitCode runImport(Session &session) {
    const std::vector<std::string> arguments = session.arguments();
    if (arguments.size() != 1)
        return session.usage(CliText::tr("redirects import takes one file"));
    const std::optional<Workspace> workspace = session.openWorkspace();
    if (!workspace)
        return session.failure();
    const Result<std::string> bytes = readFile(arguments.front());
    if (!bytes)
        return session.fail(bytes.error());
    const Result<WorkspaceLock> lock = WorkspaceLock::take(*workspace);
    if (!lock)
        return session.fail(lock.error());
    Result<ImportResult> result =
        importDecisions(*workspace, *bytes, arguments.front(),
                        session.isSet("overwrite") ? OnConflict::Overwrite : OnConflict::Keep);
    if (!result)
        return session.fail(result.error());
    for (const Error &error : result->file.errors)
        std::cerr << "guiyi: " << error.text() << '\n';
    showRedirectFindings(result->checked.findings);
    std::vector<mapping::RejectedRedirect> rejected = result->file.rejected;
    rejected.insert(rejected.end(), result->checked.rejected.begin(), result->checked.rejected.end());
    result->checked.rejected = rejected;
    const bool write = !session.isSet("preview");
    if (write) {
        std::ostringstream out;
        writeDecisions(out, result->store);
        if (Status s = writeFile(redirectDecisionsFile(*workspace), out.str()); !s)
            return session.fail(s.error());
        const std::string file = session.isSet("rejects") ? session.value("rejects")
                                                          : workspace->rejectsFolder() + "/redirects.csv";
        if (!rejected.empty()) {
            if (Status s = writeRejects(file, rejected); !s)
                return session.fail(s.error());
            session.say(CliText::tr("refused lines: %1").arg(q(file)).toStdString());
        }
    }
    tellImport(session, *result, write);
    return rejected.empty() && result->file.errors.empty() ? ExitCode::Done : ExitCode::Findings;
}

void declareFold(QCommandLineParser &parser) {
    declareRedirectSource(parser);
    parser.addOptions(
        {outputOption(),
         {QStringLiteral("rejects"), CliText::tr("Write refused lines here."), QStringLiteral("FILE")}});
}

ExitCode runFold(Session &session) {
    if (!session.isSet("map"))
        return session.usage(CliText::tr("redirects fold needs --map FILE"));
    mapping::RedirectPolicy policy;
    const Result<CheckedRedirects> checked = checkedRedirectFile(session, session.value("map"), policy);
    if (!checked)
        return session.fail(checked.error());
    showRedirectFindings(checked->findings);
    if (session.isSet("rejects")) {
        if (Status s = writeRejects(session.value("rejects"), checked->rejected); !s)
            return session.fail(s.error());
    }
    const ExitCode code = writeOutput(session, [&](std::ostream &out) {
        writeDecisions(out, checked->decisions);
        return Status();
    });
    return std::max(code, errorsIn(checked->findings) == 0 && checked->rejected.empty() ? ExitCode::Done
                                                                                        : ExitCode::Findings);
}

// ---- export

void declareRedirectExport(QCommandLineParser &parser) {
    declareRedirectSource(parser);
    parser.addOptions(
        {{QStringLiteral("format"),
          CliText::tr("nginx, apache, apache-dbm, haproxy, caddy, iis, csv or jsonl."),
          QStringLiteral("FORMAT"), QStringLiteral("nginx")},
         {QStringLiteral("output"),
          CliText::tr("The file to write, or the folder for servers that read several."),
          QStringLiteral("PATH")},
         {QStringLiteral("folder"),
          CliText::tr(
              "Where the server will find the files, when that is not the folder they are written to."),
          QStringLiteral("FOLDER")}});
}

std::optional<std::vector<mapping::ServerFile>>
serverFiles(const std::string &format, const RedirectTable &table, const std::string &folder) {
    const mapping::GoneNotice notice;
    if (format == "nginx")
        return nginxFiles(table, notice);
    if (format == "apache" || format == "apache-dbm")
        return apacheFiles(table, notice, folder, format == "apache-dbm");
    if (format == "haproxy")
        return haproxyFiles(table, notice, folder);
    if (format == "caddy")
        return caddyFiles(table, notice);
    if (format == "iis")
        return iisFiles(table, notice);
    return std::nullopt;
}

Status writeServerFile(const fs::path &path, const mapping::ServerFile &file) {
    const std::string made = path.string() + ".new";
    std::ofstream out(made, std::ios::binary | std::ios::trunc);
    file.write(out);
    out.close();
    std::error_code failure;
    if (out)
        fs::rename(made, path, failure);
    if (!out || failure)
        return Error{ErrorKind::Failed, "writing the redirects", path.string(), "the file cannot be written",
                     "free space or choose another place, then run the command again"};
    return {};
}

ExitCode exportToFolder(Session &session, const std::vector<mapping::ServerFile> &files,
                        const std::string &folder) {
    if (Status s = makeFolder(folder); !s)
        return session.fail(s.error());
    for (const mapping::ServerFile &file : files) {
        if (Status s = writeServerFile(fs::path(folder) / file.name, file); !s)
            return session.fail(s.error());
        session.say((fs::path(folder) / file.name).string());
        session.tell({{QStringLiteral("file"), q((fs::path(folder) / file.name).string())}});
    }
    return ExitCode::Done;
}

ExitCode exportTableForm(Session &session, const std::string &word) {
    const Result<TableFormat> format = tableFormat(word);
    if (!format)
        return session.usage(
            CliText::tr("--format %1: expected nginx, apache, apache-dbm, haproxy, caddy, iis, csv or jsonl")
                .arg(q(word)));
    return withWorkspace(session, [&](StageContext &context) {
        return writeOutput(
            session, [&](std::ostream &out) { return exportTable(context, "redirects", *format, out); });
    });
}

ExitCode runRedirectsExport(Session &session) {
    const std::string format = session.value("format");
    const std::string output = session.value("output");
    const bool server = format != "csv" && format != "json" && format != "jsonl";
    if (!server && !session.isSet("map"))
        return exportTableForm(session, format);
    const std::optional<RedirectTable> table = openRedirectTable(session);
    if (!table)
        return session.failure();
    if (format == "csv")
        return writeOutput(session, [&](std::ostream &out) {
            writeDecisions(out, table->decisions());
            return Status();
        });
    const std::string folder =
        session.isSet("folder") || output.empty() ? session.value("folder") : fs::absolute(output).string();
    const auto files = serverFiles(format, *table, folder);
    if (!files)
        return exportTableForm(session, format);
    if (format == "caddy" && table->decisions().size() > mapping::MostCaddyLines)
        return session.fail(Error{ErrorKind::Usage, "exporting redirects", "caddy",
                                  std::to_string(table->decisions().size()) +
                                      " decisions are too many for it: it looks through them one by one",
                                  "let Caddy pass the old hosts on to \"guiyi redirects serve\""});
    // One file to one file; several need a folder. nginx's first file alone is what the http block needs.
    const bool isFolder = !output.empty() && (output.back() == '/' || fs::is_directory(output));
    if (!isFolder && (files->size() == 1 || format == "nginx"))
        return writeOutput(session, [&](std::ostream &out) {
            files->front().write(out);
            return Status();
        });
    if (output.empty())
        return session.usage(
            CliText::tr("--format %1 writes several files: name a folder with --output").arg(q(format)));
    return exportToFolder(session, *files, output);
}

// ---- check: the simulator

void declareCheck(QCommandLineParser &parser) {
    declareRedirectSource(parser);
    parser.addPositionalArgument(QStringLiteral("URL"), CliText::tr("Addresses to look up."),
                                 QStringLiteral("[URL...]"));
    parser.addOption({QStringLiteral("file"),
                      CliText::tr("Look up the addresses of this file, one a line; - for standard input."),
                      QStringLiteral("FILE")});
}

void showAnswer(Session &session, const RedirectTable &table, const std::string &address) {
    const mapping::RedirectResponse r = table.respond(address);
    const std::string rule = r.entry == nullptr ? std::string() : table.decisions()[r.entry->decision].from;
    if (!session.json()) {
        session.say(std::to_string(r.status) + "\t" + (r.location.empty() ? "-" : r.location) + "\t" +
                    std::string(toText(r.level)) + "\t" + (rule.empty() ? "-" : rule) + "\t" + address);
        return;
    }
    session.tell({{QStringLiteral("url"), q(address)},
                  {QStringLiteral("status"), r.status},
                  {QStringLiteral("location"), orNull(r.location)},
                  {QStringLiteral("level"), q(toText(r.level))},
                  {QStringLiteral("rule"), orNull(rule)},
                  {QStringLiteral("reason"),
                   r.entry == nullptr ? QJsonValue() : orNull(table.decisions()[r.entry->decision].reason)}});
}

ExitCode runCheck(Session &session) {
    const std::vector<std::string> addresses = session.arguments();
    if (addresses.empty() && !session.isSet("file"))
        return session.usage(CliText::tr("redirects check takes addresses, or --file FILE"));
    const std::optional<RedirectTable> table = openRedirectTable(session);
    if (!table)
        return session.failure();
    for (const std::string &address : addresses)
        showAnswer(session, *table, address);
    if (session.isSet("file")) {
        const std::string name = session.value("file");
        std::ifstream file;
        if (name != "-") {
            file.open(name, std::ios::binary);
            if (!file)
                return session.fail(Error{ErrorKind::Usage, "reading addresses", name, "it cannot be opened",
                                          "check its name"});
        }
        std::istream &in = name == "-" ? std::cin : file;
        for (std::string line; std::getline(in, line);) {
            if (!line.empty())
                showAnswer(session, *table, line);
        }
    }
    return session.failure();
}

// ---- serve

void declareServe(QCommandLineParser &parser) {
    declareRedirectSource(parser);
    parser.addOptions(
        {{QStringLiteral("listen"), CliText::tr("Address and port to answer on."),
          QStringLiteral("HOST:PORT"), QStringLiteral("127.0.0.1:8310")},
         {QStringLiteral("hits"),
          CliText::tr("Write the number of requests by decision here, every minute and at the end."),
          QStringLiteral("FILE")}});
}

ExitCode runServe(Session &session) {
    ServeOptions options;
    const std::string listen = session.value("listen");
    const std::size_t colon = listen.rfind(':');
    bool isNumber = false;
    if (colon != std::string::npos)
        options.port = q(listen.substr(colon + 1)).toInt(&isNumber);
    if (!isNumber || options.port < 0 || options.port > 65535)
        return session.usage(CliText::tr("--listen %1: expected HOST:PORT").arg(q(listen)));
    options.host = listen.substr(0, colon);
    options.hitsFile = session.value("hits");
    const std::optional<RedirectTable> table = openRedirectTable(session);
    if (!table)
        return session.failure();
    const Status s = serveRedirects(*table, options, session.cancel(), [&](int port) {
        session.say(CliText::tr("answering %1 decisions on http://%2:%3/")
                        .arg(table->decisions().size())
                        .arg(q(options.host))
                        .arg(port)
                        .toStdString());
        session.tell({{QStringLiteral("port"), port}});
        std::cout.flush();
    });
    return s ? ExitCode::Done : session.fail(s.error());
}

} // namespace

std::vector<Command> redirectCommands() {
    return {
        {"redirects import", CliText::tr("take decisions on old addresses from a CSV file"),
         QStringLiteral("FILE"), declareImport, runImport},
        {"redirects fold",
         CliText::tr("check a file of decisions and fold its chains"),
         {},
         declareFold,
         runFold},
        {"redirects export",
         CliText::tr("the redirects for a web server"),
         {},
         declareRedirectExport,
         runRedirectsExport},
        {"redirects check", CliText::tr("what old addresses answer"), QStringLiteral("[URL...]"),
         declareCheck, runCheck},
        {"redirects serve", CliText::tr("answer old addresses, and count them"), {}, declareServe, runServe}};
}

} // namespace guiyi
