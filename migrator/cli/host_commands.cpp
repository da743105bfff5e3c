// hosts ... and domains probe: the host table in and out, and what the network says of hosts.
#include "migrator/cli/command.h"

#include "migrator/audit/host_list.h"
#include "migrator/audit/probe.h"
#include "migrator/audit/workspace_hosts.h"
#include "migrator/export/export.h"
#include "schema/base/text.h"
#include "schema/config/files.h"
#include "schema/url/profile.h"

#include <algorithm>
#include <map>

namespace guiyi {

namespace {

// ---- the host table

void declareExport(QCommandLineParser &parser) {
    parser.addOptions({{QStringLiteral("format"), CliText::tr("csv or jsonl."), QStringLiteral("FORMAT"),
                        QStringLiteral("csv")},
                       outputOption()});
    declareWave(parser);
}

Status writeRecords(const std::vector<HostRecord> &records, TableFormat format, std::ostream &out) {
    if (format == TableFormat::Csv) { // the form that is imported
        out << writeHostTable(records);
        return {};
    }
    TableWriter table(out, format);
    for (const HostRecord &r : records) {
        table.text("host", r.host).text("site", r.site).boolean("main", r.main).text("owner", r.owner);
        table.text("standard_host", r.standardHost).text("state", r.state).text("registrant", r.registrant);
        table.text("approval", r.approval).text("filing", r.filing).text("registered", r.registered);
        table.text("expires", r.expires).text("redirects_until", r.redirectsUntil);
        if (const Status s = table.endRow(); !s)
            return s;
    }
    return table.finish();
}

ExitCode runExport(Session &session) {
    const Result<TableFormat> format = tableFormat(session.value("format"));
    if (!format)
        return session.fail(format.error());
    return withWorkspace(session, [&](StageContext &context) {
        return writeOutput(session, [&](std::ostream &out) {
            return writeRecords(allHosts(context.sites, context.workspace.hostTable()), *format, out);
        });
    });
}

void declareImport(QCommandLineParser &parser) {
    parser.addPositionalArgument(QStringLiteral("FILE"), CliText::tr("A CSV file of hosts."),
                                 QStringLiteral("FILE"));
    parser.addOption({QStringLiteral("preview"), CliText::tr("Only tell what would change.")});
}

/// The table with the rows of a file put in: a host's new row replaces the old one.
struct MergedHosts {
    std::vector<HostRecord> records;
    std::size_t added = 0, changed = 0, unchanged = 0;
};

MergedHosts merged(const std::vector<HostRecord> &known, const std::vector<HostRecord> &given) {
    std::map<std::string, HostRecord> all;
    for (const HostRecord &record : known)
        all.emplace(canonicalHost(record.host), record);
    MergedHosts result;
    for (const HostRecord &record : given) {
        const auto [place, isNew] = all.emplace(canonicalHost(record.host), record);
        ++(isNew ? result.added : place->second == record ? result.unchanged : result.changed);
        place->second = record;
    }
    for (auto &[host, record] : all)
        result.records.push_back(std::move(record));
    std::stable_sort(result.records.begin(), result.records.end(), [](const auto &a, const auto &b) {
        return std::tie(a.site, b.main) < std::tie(b.site, a.main); // main hosts first
    });
    return result;
}

ExitCode runImport(Session &session) {
    const std::vector<std::string> arguments = session.arguments();
    if (arguments.size() != 1)
        return session.usage(CliText::tr("hosts import takes one file"));
    const std::optional<Workspace> workspace = session.openWorkspace();
    if (!workspace)
        return session.failure();
    const Result<std::string> bytes = readFile(arguments.front());
    if (!bytes)
        return session.fail(bytes.error());
    const HostTable given = readHostTable(*bytes, arguments.front());
    if (!given.errors.empty())
        return session.fail(given.errors);
    // Checked against the sites' own files, so that a row may be changed.
    const Workspace::Opened bare = Workspace::open(workspace->root(), writeHostTable({}));
    std::vector<Site> sites = bare.workspace.sites();
    if (const std::vector<Error> mistakes = joinHosts(given, arguments.front(), sites); !mistakes.empty())
        return session.fail(mistakes);
    const Result<WorkspaceLock> lock = WorkspaceLock::take(*workspace);
    if (!lock)
        return session.fail(lock.error());
    const MergedHosts result = merged(workspace->hostTable(), given.records);
    const std::string table = writeHostTable(result.records);
    const Workspace::Opened tried = Workspace::open(workspace->root(), table);
    if (!tried.errors.empty())
        return session.fail(tried.errors);
    const bool write = !session.isSet("preview");
    if (write) {
        if (const Status s = writeFile(workspace->hostTableFile(), table); !s)
            return session.fail(s.error());
    }
    session.say(CliText::tr("%1 new, %2 changed, %3 unchanged")
                    .arg(result.added)
                    .arg(result.changed)
                    .arg(result.unchanged)
                    .toStdString());
    if (!write)
        session.say(CliText::tr("preview: nothing was written").toStdString());
    session.tell({{QStringLiteral("new"), static_cast<qint64>(result.added)},
                  {QStringLiteral("changed"), static_cast<qint64>(result.changed)},
                  {QStringLiteral("unchanged"), static_cast<qint64>(result.unchanged)},
                  {QStringLiteral("written"), write}});
    return ExitCode::Done;
}

// ---- the network

void declareProbe(QCommandLineParser &parser) {
    parser.addOptions(
        {{QStringLiteral("input"),
          CliText::tr("The hosts, as for domains audit; without it those of the workspace."),
          QStringLiteral("FILE")},
         {QStringLiteral("hosts-file"),
          CliText::tr("Names and addresses as in /etc/hosts, in place of a resolver."),
          QStringLiteral("FILE")},
         {QStringLiteral("ca"), CliText::tr("Trusted authorities (PEM); without it the system's."),
          QStringLiteral("FILE")},
         {QStringLiteral("http-port"), CliText::tr("Where HTTP is answered."), QStringLiteral("PORT"),
          QStringLiteral("80")},
         {QStringLiteral("https-port"), CliText::tr("Where HTTPS is answered."), QStringLiteral("PORT"),
          QStringLiteral("443")},
         {QStringLiteral("timeout"), CliText::tr("Seconds to wait for an answer."), QStringLiteral("N"),
          QStringLiteral("5")},
         outputOption()});
}

/// A number from 1 to `most`; a wrong one is shown.
std::optional<int> numberOf(Session &session, const char *option, int most) {
    bool isNumber = false;
    const int number = text::toQString(session.value(option)).toInt(&isNumber);
    if (isNumber && number >= 1 && number <= most)
        return number;
    session.usage(CliText::tr("--%1 %2: expected a number from 1 to %3")
                      .arg(QLatin1String(option), text::toQString(session.value(option)))
                      .arg(most));
    return std::nullopt;
}

std::optional<std::vector<mapping::HostEntry>> hostsToProbe(Session &session) {
    if (const std::string input = session.value("input"); !input.empty()) {
        const Result<std::string> bytes = readFile(input);
        if (!bytes) {
            session.fail(bytes.error());
            return std::nullopt;
        }
        HostList list = readHostList(*bytes, input);
        if (list.errors.empty())
            return std::move(list.hosts);
        session.fail(list.errors);
        return std::nullopt;
    }
    const std::optional<Workspace> workspace = session.openWorkspace();
    if (!workspace)
        return std::nullopt;
    Result<std::vector<mapping::HostEntry>> hosts = hostsOfWorkspace(*workspace);
    if (hosts) {
        for (mapping::HostEntry &entry : hosts.value())
            entry.measured.clear();
        return std::move(hosts).value();
    }
    session.fail(hosts.error());
    return std::nullopt;
}

ExitCode runProbe(Session &session) {
    constexpr int MostPort = 65535, MostSeconds = 300;
    const std::optional<int> http = numberOf(session, "http-port", MostPort);
    const std::optional<int> https = numberOf(session, "https-port", MostPort);
    const std::optional<int> timeout = numberOf(session, "timeout", MostSeconds);
    if (!http || !https || !timeout)
        return session.failure();
    ProbeOptions options{std::nullopt, true, *http, *https, session.value("ca"), *timeout};
    if (const std::string file = session.value("hosts-file"); !file.empty()) {
        const Result<std::string> bytes = readFile(file);
        if (!bytes)
            return session.fail(bytes.error());
        options.names = readHostsFile(*bytes);
    }
    std::optional<std::vector<mapping::HostEntry>> hosts = hostsToProbe(session);
    if (!hosts)
        return session.failure();
    probeHosts(*hosts, options);
    return writeOutput(session, [&](std::ostream &out) {
        writeFacts(*hosts, out);
        return Status();
    });
}

} // namespace

std::vector<Command> hostCommands() {
    return {{"hosts export",
             CliText::tr("the host table: every host of the sites and what is known of it"),
             {},
             declareExport,
             runExport},
            {"hosts import", CliText::tr("take hosts and what is known of them from a CSV file"),
             QStringLiteral("FILE"), declareImport, runImport},
            {"domains probe",
             CliText::tr("ask the network for names, TLS and redirects of hosts, as a file of facts"),
             {},
             declareProbe,
             runProbe}};
}

} // namespace guiyi
