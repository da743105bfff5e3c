// domains audit, audit domains and rewrite: hosts against the rules, and pages from old hosts to new ones.
#include "migrator/cli/command.h"

#include "mappings/urlmap/host_map.h"
#include "migrator/audit/host_list.h"
#include "migrator/audit/probe.h"
#include "migrator/audit/residual_use.h"
#include "migrator/audit/workspace_hosts.h"
#include "schema/base/json_writer.h"
#include "schema/base/text.h"
#include "schema/config/files.h"

#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <fstream>
#include <iostream>

namespace guiyi {

namespace {

QCommandLineOption fileOption(const char *name, const QString &help) {
    return {QLatin1String(name), help, QStringLiteral("FILE")};
}

void declareAudit(QCommandLineParser &parser) {
    parser.addOptions(
        {{QStringLiteral("format"), CliText::tr("html, xlsx, json or csv."), QStringLiteral("FORMAT"),
          QStringLiteral("json")},
         outputOption(),
         fileOption("facts", CliText::tr("Measured facts: CSV with host,dns,ipv6,https,certificate,"
                                         "https_redirect, each yes or no.")),
         {QStringLiteral("resolve"), CliText::tr("Ask the system's resolver for addresses of every host.")},
         fileOption("hosts-file",
                    CliText::tr("Names and addresses as in /etc/hosts, in place of a resolver.")),
         fileOption("register", CliText::tr("Further labels of areas and departments (YAML).")),
         fileOption("rules", CliText::tr("Other domain rules; without it the built-in ones.")),
         fileOption("before", CliText::tr("An earlier audit in JSON, to compare with.")),
         {QStringLiteral("gate"),
          CliText::tr("Exit with 1 at findings of this severity: error, warn or none."),
          QStringLiteral("SEVERITY"), QStringLiteral("error")}});
}

void declarePortfolio(QCommandLineParser &parser) {
    parser.addOption(
        fileOption("input", CliText::tr("The hosts: CSV with host,site,name,body,level,kind,state,"
                                        "main,standard_host,aliases, or a host a line.")));
    declareAudit(parser);
}

/// The whole text of the file an option names; "" without the option.
Result<std::string> optionText(Session &session, const char *option) {
    const std::string file = session.value(option);
    return file.empty() ? Result<std::string>(std::string()) : readFile(file);
}

ExitCode writeReport(Session &session, const AuditReport &report) {
    const std::string format = session.value("format");
    if (format == "xlsx") {
        if (session.value("output").empty())
            return session.usage(CliText::tr("xlsx needs --output FILE"));
        const Status written = writeAuditXlsx(report, session.value("output"));
        return written ? ExitCode::Done : session.fail(written.error());
    }
    const auto form = format == "html" ? writeAuditHtml : format == "csv" ? writeAuditCsv : writeAuditJson;
    return writeOutput(session, [&](std::ostream &out) { return form(report, out); });
}

/// Rules, register and comparison of the options; then the audit, its report, and the exit code of the gate.
ExitCode auditHosts(Session &session, std::vector<mapping::HostEntry> hosts,
                    std::optional<ResidualScan> residual) {
    const std::string format = session.value("format"), gate = session.value("gate");
    if (format != "html" && format != "xlsx" && format != "json" && format != "csv")
        return session.usage(CliText::tr("--format is html, xlsx, json or csv"));
    if (gate != "error" && gate != "warn" && gate != "none")
        return session.usage(CliText::tr("--gate is error, warn or none"));
    AuditReport report;
    for (const char *option : {"facts", "register", "rules", "before", "hosts-file"}) {
        const Result<std::string> bytes = optionText(session, option);
        if (!bytes)
            return session.fail(bytes.error());
    }
    if (!session.value("facts").empty()) {
        std::size_t unknown = 0;
        const std::string file = session.value("facts");
        const std::vector<Error> errors = addFacts(*optionText(session, "facts"), file, hosts, unknown);
        if (!errors.empty())
            return session.fail(errors);
        if (unknown > 0)
            report.notes.push_back(CliText::tr("%n line(s) of the facts are of hosts outside the list",
                                               nullptr, static_cast<int>(unknown))
                                       .toStdString());
    }
    if (session.isSet("resolve") || session.isSet("hosts-file")) {
        ProbeOptions probe;
        if (session.isSet("hosts-file"))
            probe.names = readHostsFile(*optionText(session, "hosts-file"));
        probeHosts(hosts, probe);
    }
    std::optional<mapping::DomainRules> own;
    if (!session.value("rules").empty()) {
        Result<mapping::DomainRules> parsed =
            mapping::DomainRules::parse(*optionText(session, "rules"), session.value("rules"));
        if (!parsed)
            return session.fail(parsed.error());
        own = std::move(parsed).value();
    }
    report.rules = own ? &*own : &mapping::DomainRules::builtIn();
    mapping::DomainRegister known = mapping::DomainRegister::builtIn();
    if (!session.value("register").empty()) {
        if (const Status s = known.add(*optionText(session, "register"), session.value("register")); !s)
            return session.fail(s.error());
    }
    report.audit = mapping::auditPortfolio(hosts, *report.rules, std::move(known));
    if (!session.value("before").empty()) {
        const auto before = readFindings(*optionText(session, "before"), session.value("before"));
        if (!before)
            return session.fail(before.error());
        report.comparison = mapping::compareAudits(*before, report.audit);
    }
    if (residual) {
        for (const Error &e : residual->rejected)
            report.notes.push_back(e.text());
        report.notes.push_back(CliText::tr("%1 articles and %2 files were looked through")
                                   .arg(residual->articles)
                                   .arg(residual->files)
                                   .toStdString());
        report.residual = std::move(residual->uses);
    }
    if (const ExitCode written = writeReport(session, report); written != ExitCode::Done)
        return written;
    const std::size_t errors = report.audit.count(Severity::Error);
    const std::size_t warnings = report.audit.count(Severity::Warning);
    std::cerr << CliText::tr("%1 hosts, %2 errors, %3 warnings")
                     .arg(report.audit.hosts.size())
                     .arg(errors)
                     .arg(warnings)
                     .toStdString()
              << '\n';
    const bool closed = (gate != "none" && errors > 0) || (gate == "warn" && warnings > 0);
    return closed ? ExitCode::Findings : ExitCode::Done;
}

ExitCode runPortfolioAudit(Session &session) {
    const std::string input = session.value("input");
    if (input.empty())
        return session.usage(CliText::tr("domains audit needs --input FILE"));
    const Result<std::string> bytes = readFile(input);
    if (!bytes)
        return session.fail(bytes.error());
    HostList list = readHostList(*bytes, input);
    if (!list.errors.empty())
        return session.fail(list.errors);
    return auditHosts(session, std::move(list.hosts), std::nullopt);
}

ExitCode runWorkspaceAudit(Session &session) {
    const std::optional<Workspace> workspace = session.openWorkspace();
    if (!workspace)
        return session.failure();
    Result<ResidualScan> residual = scanResidualUse(*workspace);
    const bool applied = residual.ok();
    if (!applied && residual.error().kind != ErrorKind::Usage)
        return session.fail(residual.error());
    if (!applied)
        std::cerr
            << CliText::tr("nothing is applied yet: the hosts are audited, content is not").toStdString()
            << '\n';
    Result<std::vector<mapping::HostEntry>> hosts = hostsOfWorkspace(*workspace);
    if (!hosts)
        return session.fail(hosts.error());
    return auditHosts(session, std::move(hosts).value(),
                      applied ? std::optional(std::move(residual).value()) : std::nullopt);
}

void declareRewrite(QCommandLineParser &parser) {
    parser.addOptions(
        {fileOption("map", CliText::tr("YAML: old.host[/path]: new.host[/path], a rule a line.")),
         {QStringLiteral("output"),
          CliText::tr("Folder for the pages; one page without it goes to standard output."),
          QStringLiteral("FOLDER")},
         fileOption("ledger", CliText::tr("Write a line of JSON for every address found.")),
         {QStringLiteral("text"), CliText::tr("Change addresses in running text too.")}});
    parser.addPositionalArgument(QStringLiteral("FILE"), CliText::tr("Pages to rewrite."),
                                 QStringLiteral("FILE…"));
}

Result<std::map<std::string, std::string>> readMap(const std::string &file) {
    const Result<std::string> bytes = readFile(file);
    if (!bytes)
        return bytes.error();
    std::map<std::string, std::string> rules;
    const auto bad = [&](int line, const std::string &why) {
        return Error{ErrorKind::Usage, "reading the host map", file + ":" + std::to_string(line + 1), why,
                     "expected old.host: new.host, a rule a line"};
    };
    try {
        YAML::Node root = YAML::Load(*bytes);
        if (root.IsMap() && root["hosts"].IsMap())
            root = root["hosts"];
        if (!root.IsMap())
            return bad(0, "no rules");
        for (const auto &rule : root) {
            if (!rule.second.IsScalar())
                return bad(rule.first.Mark().line, "no host: " + rule.first.Scalar());
            if (!rules.emplace(rule.first.Scalar(), rule.second.Scalar()).second)
                return bad(rule.first.Mark().line, rule.first.Scalar() + " has two rules");
        }
    } catch (const YAML::Exception &e) {
        return bad(e.mark.line, e.msg);
    }
    return rules;
}

void addLedger(std::string &ledger, const std::string &file, std::string_view page,
               const std::vector<mapping::HostHit> &hits) {
    for (const mapping::HostHit &hit : hits) {
        JsonWriter json;
        json.beginObject().key("file").string(file).key("at").number(static_cast<std::int64_t>(hit.begin));
        json.key("href").string(page.substr(hit.begin, hit.end - hit.begin));
        json.key("found_in").string(toText(hit.where)).key("rule").string(hit.rule->written);
        json.key("target").string(hit.rule->target).key("rewritten").boolean(hit.rewritten).endObject();
        ledger += json.text() + "\n";
    }
}

ExitCode runRewrite(Session &session) {
    const std::vector<std::string> files = session.arguments();
    if (session.value("map").empty() || files.empty())
        return session.usage(CliText::tr("rewrite needs --map FILE and pages"));
    const std::string folder = session.value("output");
    if (folder.empty() && files.size() > 1)
        return session.usage(CliText::tr("several pages need --output FOLDER"));
    const auto rules = readMap(session.value("map"));
    if (!rules)
        return session.fail(rules.error());
    const Result<mapping::HostMap> map = mapping::HostMap::make(*rules);
    if (!map)
        return session.fail(map.error());
    std::error_code error;
    if (!folder.empty())
        std::filesystem::create_directories(folder, error);
    mapping::HostRewriter rewriter(*map, session.isSet("text"));
    std::ofstream ledgerFile;
    if (!session.value("ledger").empty())
        ledgerFile.open(session.value("ledger"), std::ios::binary | std::ios::trunc);
    std::int64_t found = 0, left = 0;
    for (const std::string &file : files) {
        const Result<std::string> page = readFile(file);
        if (!page) {
            session.fail(page.error());
            continue;
        }
        const std::string_view out = rewriter.page(*page);
        for (const mapping::HostHit &hit : rewriter.hits()) {
            ++found;
            left += hit.rewritten ? 0 : 1;
        }
        if (ledgerFile.is_open()) {
            std::string ledger;
            addLedger(ledger, file, *page, rewriter.hits());
            ledgerFile << ledger;
        }
        if (folder.empty()) {
            std::cout.write(out.data(), static_cast<std::streamsize>(out.size()));
            continue;
        }
        // Pages of one name in different folders keep their folders.
        const std::filesystem::path target =
            std::filesystem::path(folder) / std::filesystem::path(file).relative_path();
        std::filesystem::create_directories(target.parent_path(), error);
        std::ofstream written(target, std::ios::binary | std::ios::trunc);
        written.write(out.data(), static_cast<std::streamsize>(out.size()));
        if (!written.flush())
            session.fail(Error{ErrorKind::Failed, "writing a page", target.string(),
                               "it could not be written", "check the disk and the folder"});
    }
    std::cout.flush();
    std::cerr << CliText::tr("%1 pages, %2 addresses on mapped hosts, %3 of them only reported")
                     .arg(files.size())
                     .arg(found)
                     .arg(left)
                     .toStdString()
              << '\n';
    return session.failure();
}

} // namespace

std::vector<Command> domainCommands() {
    return {{"domains audit",
             CliText::tr("a list of hosts against the domain rules"),
             {},
             declarePortfolio,
             runPortfolioAudit},
            {"audit domains",
             CliText::tr("the workspace's hosts against the domain rules, and old hosts left in content"),
             {},
             declareAudit,
             runWorkspaceAudit},
            {"rewrite", CliText::tr("pages with their old hosts changed to new ones, and the ledger"),
             QStringLiteral("FILE…"), declareRewrite, runRewrite}};
}

} // namespace guiyi
