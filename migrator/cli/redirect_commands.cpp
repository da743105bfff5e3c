// redirects ...: decisions on old addresses in and out, the web servers' files, the simulator, coverage by
// logs.
#include "migrator/cli/command.h"

#include "mappings/redirects/servers.h"
#include "migrator/cutover/coverage.h"
#include "migrator/cutover/decision_file.h"
#include "migrator/cutover/serve.h"
#include "migrator/export/export.h"
#include "migrator/map/inputs.h"
#include "migrator/pipeline/words.h"
#include "migrator/plan/redirects.h"
#include "schema/base/text.h"
#include "schema/config/files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

namespace guiyi {

namespace {

namespace fs = std::filesystem;
using mapping::CheckedRedirects;
using mapping::RedirectTable;

QString q(std::string_view s) {
    return text::toQString(s);
}

QJsonValue orNull(std::string_view s) {
    return s.empty() ? QJsonValue() : QJsonValue(q(s));
}

// ---- where the redirects come from

void declareSource(QCommandLineParser &parser) {
    parser.addOptions(
        {{QStringLiteral("map"),
          CliText::tr(
              "Take the decisions of this CSV file instead of the workspace's plan; every host of an old "
              "address is then an old host of its own."),
          QStringLiteral("FILE")},
         {QStringLiteral("allow"),
          CliText::tr("With --map: a host redirects may lead to; may be repeated. Without it "
                      "every host of a target."),
          QStringLiteral("HOST")},
         {QStringLiteral("wave"), CliText::tr("Only the sites of this wave."), QStringLiteral("N")}});
}

/// The hosts a file names: of old addresses, and of targets where --allow names none.
mapping::RedirectPolicy policyOfFile(Session &session,
                                     const std::vector<mapping::RedirectDecision> &decisions) {
    mapping::RedirectPolicy policy;
    for (const std::string &host : session.values("allow"))
        policy.allowedHosts.insert(mapping::canonicalHost(host));
    mapping::addOldHosts(policy, decisions);
    std::set<std::string, std::less<>> seen; // many addresses, few hosts: each is parsed once
    for (const mapping::RedirectDecision &d : decisions) {
        const std::string_view origin = mapping::originOf(d.to);
        if (session.isSet("allow") || seen.find(origin) != seen.end())
            continue;
        seen.emplace(origin);
        if (const auto to = Url::parse(d.to))
            policy.allowedHosts.insert(to->host());
    }
    return policy;
}

void showFindings(const std::vector<Finding> &findings) {
    for (const Finding &f : findings) {
        if (f.severity != Severity::Info)
            std::cerr << "guiyi: " << f.rule << ' ' << f.url << ": " << f.message << '\n';
    }
}

std::size_t errorsIn(const std::vector<Finding> &findings) {
    return static_cast<std::size_t>(std::count_if(
        findings.begin(), findings.end(), [](const Finding &f) { return f.severity != Severity::Info; }));
}

Result<CheckedRedirects> checkedFile(Session &session, const std::string &file,
                                     mapping::RedirectPolicy &policy) {
    Result<std::string> bytes = readFile(file);
    if (!bytes)
        return bytes.error();
    DecisionFile read = readDecisions(*bytes, file);
    bytes = std::string(); // checking needs the memory
    for (const Error &error : read.errors)
        session.fail(error);
    policy = policyOfFile(session, read.decisions);
    CheckedRedirects checked = checkRedirects(std::move(read.decisions), policy);
    checked.rejected.insert(checked.rejected.end(), read.rejected.begin(), read.rejected.end());
    return checked;
}

/// The table of --map, or of the workspace's plan.
std::optional<RedirectTable> openTable(Session &session) {
    if (session.isSet("map")) {
        mapping::RedirectPolicy policy;
        Result<CheckedRedirects> checked = checkedFile(session, session.value("map"), policy);
        if (!checked) {
            session.fail(checked.error());
            return std::nullopt;
        }
        showFindings(checked->findings);
        return RedirectTable(std::move(checked->decisions), policy.hostList());
    }
    const std::optional<Workspace> workspace = session.openWorkspace();
    if (!workspace)
        return std::nullopt;
    const std::optional<std::vector<Site>> sites = session.chosenSites(*workspace);
    if (!sites)
        return std::nullopt;
    Result<RedirectTable> table = redirectTable(*workspace, *sites);
    if (!table) {
        session.fail(table.error());
        return std::nullopt;
    }
    return std::move(*table);
}

// ---- import, fold

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
    showFindings(result->checked.findings);
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
    declareSource(parser);
    parser.addOptions(
        {{QStringLiteral("output"), CliText::tr("Write to this file; without it to standard output."),
          QStringLiteral("FILE")},
         {QStringLiteral("rejects"), CliText::tr("Write refused lines here."), QStringLiteral("FILE")}});
}

ExitCode runFold(Session &session) {
    if (!session.isSet("map"))
        return session.usage(CliText::tr("redirects fold needs --map FILE"));
    mapping::RedirectPolicy policy;
    const Result<CheckedRedirects> checked = checkedFile(session, session.value("map"), policy);
    if (!checked)
        return session.fail(checked.error());
    showFindings(checked->findings);
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
    declareSource(parser);
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
    const std::optional<Workspace> workspace = session.openWorkspace();
    if (!workspace)
        return session.failure();
    std::optional<std::vector<Site>> sites = session.chosenSites(*workspace);
    if (!sites)
        return session.failure();
    StageContext context{*workspace, std::move(*sites), session.jobs(), session.progress(), session.cancel()};
    return writeOutput(session,
                       [&](std::ostream &out) { return exportTable(context, "redirects", *format, out); });
}

ExitCode runRedirectsExport(Session &session) {
    const std::string format = session.value("format");
    const std::string output = session.value("output");
    const bool server = format != "csv" && format != "json" && format != "jsonl";
    if (!server && !session.isSet("map"))
        return exportTableForm(session, format);
    const std::optional<RedirectTable> table = openTable(session);
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
    declareSource(parser);
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
    const std::optional<RedirectTable> table = openTable(session);
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
    declareSource(parser);
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
    const std::optional<RedirectTable> table = openTable(session);
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

// ---- coverage

void declareCoverage(QCommandLineParser &parser) {
    declareSource(parser);
    parser.addOptions(
        {{QStringLiteral("log"),
          CliText::tr(
              "An access log, plain or gzip; may be repeated, more may follow; - for standard input."),
          QStringLiteral("FILE")},
         {QStringLiteral("host"),
          CliText::tr("The host of lines that name none; without it the main host of the only site."),
          QStringLiteral("HOST")},
         {QStringLiteral("noise"),
          CliText::tr("What is junk and who is a robot, instead of the built-in list."),
          QStringLiteral("FILE")},
         {QStringLiteral("top"), CliText::tr("How many open addresses to list."), QStringLiteral("N"),
          QStringLiteral("50")},
         {QStringLiteral("todo"),
          CliText::tr("Write the open addresses with suggested targets as a file of decisions."),
          QStringLiteral("FILE")}});
    parser.addPositionalArgument(QStringLiteral("FILES"), CliText::tr("Further logs."),
                                 QStringLiteral("[FILES...]"));
}

struct CoverageRow {
    const char *name;
    Share share;
};

std::array<CoverageRow, 6> coverageRows(const LogTally &tally) {
    using mapping::RedirectAnswer;
    const Share redirect = tally.decided(RedirectAnswer::Redirect),
                gone = tally.decided(RedirectAnswer::Gone), stays = tally.decided(RedirectAnswer::Stays),
                all = tally.all(), open = tally.open();
    const Share covered{all.addresses - std::min(all.addresses, open.addresses), all.hits - open.hits};
    return {{{"redirected", redirect},
             {"gone", gone},
             {"stays", stays},
             {"covered", covered},
             {"open", open},
             {"all", all}}};
}

void showCoverage(Session &session, const LogTally &tally) {
    const Share all = tally.all();
    TextTable table({std::string(), CliText::tr("addresses").toStdString(),
                     CliText::tr("share").toStdString(), CliText::tr("hits").toStdString(),
                     CliText::tr("share").toStdString()});
    QJsonObject told;
    for (const CoverageRow &row : coverageRows(tally)) {
        table.add({translated("Count", row.name), std::to_string(row.share.addresses),
                   percent(row.share.addresses, all.addresses), std::to_string(row.share.hits),
                   percent(row.share.hits, all.hits)});
        told.insert(QLatin1String(row.name),
                    QJsonObject{{QStringLiteral("addresses"), static_cast<qint64>(row.share.addresses)},
                                {QStringLiteral("hits"), static_cast<qint64>(row.share.hits)}});
    }
    session.say(table.text());
    const std::pair<const char *, std::uint64_t> rest[] = {{"lines", tally.lineCount()},
                                                           {"malformed", tally.malformed()},
                                                           {"junk", tally.junk()},
                                                           {"robots", tally.bots()},
                                                           {"other methods", tally.otherMethods()},
                                                           {"other hosts", tally.foreign()},
                                                           {"failed before", tally.failed()}};
    TextTable counts({});
    for (const auto &[word, number] : rest) {
        counts.add({translated("Count", word), std::to_string(number)});
        told.insert(QLatin1String(word), static_cast<qint64>(number));
    }
    session.say(counts.text());
    session.tell({{QStringLiteral("coverage"), told}});
}

void showOpen(Session &session, const LogTally &tally, const std::vector<OpenAddress> &open) {
    const Share all = tally.all();
    TextTable table({CliText::tr("hits").toStdString(), CliText::tr("share").toStdString(),
                     CliText::tr("open address").toStdString(), CliText::tr("suggested").toStdString(),
                     CliText::tr("because").toStdString()});
    for (const OpenAddress &o : open) {
        table.add({std::to_string(o.hits), percent(o.hits, all.hits), o.address, o.suggested, o.suggestedBy});
        session.tell({{QStringLiteral("url"), q(o.address)},
                      {QStringLiteral("hits"), static_cast<qint64>(o.hits)},
                      {QStringLiteral("at_most_too_high_by"), static_cast<qint64>(o.over)},
                      {QStringLiteral("suggested"), orNull(o.suggested)},
                      {QStringLiteral("suggested_by"), orNull(o.suggestedBy)}});
    }
    session.say(table.text());
    if (!tally.openAddresses().exact())
        session.say(CliText::tr("More open addresses were asked for than are kept: their numbers may be too "
                                "high, never too low.")
                        .toStdString());
}

Status writeTodo(const std::string &file, const std::vector<OpenAddress> &open) {
    std::vector<mapping::RedirectDecision> decisions;
    for (const OpenAddress &o : open) {
        mapping::RedirectDecision d;
        d.from = o.address;
        d.answer = mapping::RedirectAnswer::Undecided;
        d.suggested = o.suggested;
        d.reason = o.suggestedBy.empty() ? std::string() : "suggested: " + o.suggestedBy;
        d.hits = static_cast<std::int64_t>(o.hits);
        decisions.push_back(std::move(d));
    }
    std::ostringstream out;
    writeDecisions(out, decisions);
    return writeFile(file, out.str());
}

Result<LogNoise> noiseOf(Session &session) {
    if (!session.isSet("noise"))
        return LogNoise::builtIn();
    const Result<std::string> bytes = readFile(session.value("noise"));
    if (!bytes)
        return bytes.error();
    return LogNoise::read(*bytes, session.value("noise"));
}

std::string defaultHost(Session &session, const RedirectTable &table) {
    if (session.isSet("host"))
        return session.value("host");
    std::string only;
    for (const mapping::OldHost &host : table.hosts()) {
        if (!only.empty() && host.main != only)
            return {};
        only = host.main;
    }
    return only;
}

ExitCode runCoverage(Session &session) {
    std::vector<std::string> files = session.values("log");
    const std::vector<std::string> more = session.arguments();
    files.insert(files.end(), more.begin(), more.end());
    if (files.empty())
        return session.usage(CliText::tr("redirects coverage needs --log FILE"));
    const std::optional<RedirectTable> table = openTable(session);
    if (!table)
        return session.failure();
    const Result<LogNoise> noise = noiseOf(session);
    if (!noise)
        return session.fail(noise.error());
    LogTally tally(*table, *noise, defaultHost(session, *table));
    for (const std::string &file : files) {
        if (Status s = readLog(file, tally, [&] { return session.cancel().cancelled(); }); !s)
            session.fail(s.error());
    }
    if (session.cancel().cancelled())
        return session.fail(Error{ErrorKind::Cancelled, "reading access logs", {}, "stopped", ""});
    showCoverage(session, tally);
    const std::vector<OpenAddress> open =
        openAddresses(tally, *table, static_cast<std::size_t>(std::max(0, q(session.value("top")).toInt())));
    showOpen(session, tally, open);
    if (session.isSet("todo")) {
        if (Status s = writeTodo(session.value("todo"), open); !s)
            return session.fail(s.error());
    }
    return std::max(session.failure(), tally.open().hits == 0 ? ExitCode::Done : ExitCode::Findings);
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
        {"redirects serve", CliText::tr("answer old addresses, and count them"), {}, declareServe, runServe},
        {"redirects coverage", CliText::tr("how much of what access logs ask for has an answer"),
         QStringLiteral("[FILES...]"), declareCoverage, runCoverage}};
}

} // namespace guiyi
