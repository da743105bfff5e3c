// url ...: addresses as the program reads and compares them.
#include "migrator/cli/command.h"

#include "mappings/urlmap/hosts.h"
#include "migrator/export/export.h"
#include "migrator/map/inputs.h"
#include "schema/base/text.h"
#include "schema/store/database.h"
#include "schema/store/staging.h"
#include "schema/url/host.h"
#include "schema/url/profile.h"

#include <algorithm>
#include <iostream>
#include <iterator>

namespace guiyi {

namespace {

/// Runs `answer` on every line of standard input; 1 when a line was no address.
ExitCode eachAddress(Session &session, const std::function<bool(const std::string &)> &answer) {
    bool all = true;
    int number = 0;
    for (std::string line; std::getline(std::cin, line);) {
        ++number;
        if (!line.empty() && line.back() == '\r')
            line.pop_back();
        if (answer(line))
            continue;
        all = false;
        std::cerr << "guiyi: "
                  << CliText::tr("line %1: no http address: %2")
                         .arg(number)
                         .arg(text::toQString(line))
                         .toStdString()
                  << '\n';
    }
    std::cout.flush();
    return all ? session.failure() : std::max(session.failure(), ExitCode::Findings);
}

// ---- the rules of the options

void declareRules(QCommandLineParser &parser, const QString &usualProfile) {
    parser.addOptions(
        {{QStringLiteral("profile"),
          CliText::tr("strict keeps case and order; govuk is lower case, without a final slash and without "
                      "insignificant parameters."),
          QStringLiteral("PROFILE"), usualProfile},
         {QStringLiteral("parameters"),
          CliText::tr("The significant query parameters, with commas between them; the others are dropped."),
          QStringLiteral("NAMES")}});
}

/// Nothing after a wrong --profile was shown.
std::optional<UrlRules> rulesOf(Session &session) {
    UrlRules rules;
    const std::optional<UrlProfile> profile = profileNamed(session.value("profile"));
    if (!profile) {
        session.usage(CliText::tr("--profile %1: expected strict or govuk")
                          .arg(text::toQString(session.value("profile"))));
        return std::nullopt;
    }
    rules.profile = *profile;
    for (const std::string &name : text::split(session.value("parameters"), ',')) {
        if (!text::trim(name).empty())
            rules.significant.insert(text::lower(text::trim(name)));
    }
    return rules;
}

void declareCanonicalize(QCommandLineParser &parser) {
    declareRules(parser, QStringLiteral("strict"));
    parser.addOption({QStringLiteral("surt"), CliText::tr("The key of web archives' indexes (SURT).")});
}

ExitCode runCanonicalize(Session &session) {
    const std::optional<UrlRules> rules = rulesOf(session);
    if (!rules)
        return session.failure();
    // Without a rule named, the address alone: session ids are part of it.
    const bool plain = !session.isSet("profile") && rules->significant.empty();
    return eachAddress(session, [&](const std::string &line) {
        const std::optional<Url> url = Url::parse(line);
        std::string shown;
        if (url)
            shown = session.isSet("surt") ? archiveKey(*url)
                    : plain               ? url->text()
                                          : canonical(*url, *rules).text();
        session.say(shown);
        session.tell(
            {{QStringLiteral("input"), text::toQString(line)}, {QStringLiteral("url"), orNull(shown)}});
        return url.has_value();
    });
}

/// The sites whose hosts are known: those of the workspace, none outside of one.
std::optional<Workspace> workspaceIfAny(Session &session) {
    Workspace::Opened opened = Workspace::open(session.root());
    if (opened.errors.empty())
        return std::move(opened.workspace);
    if (session.isSet("C"))
        session.fail(opened.errors);
    return std::nullopt;
}

ExitCode runExplain(Session &session) {
    const std::optional<Workspace> workspace = workspaceIfAny(session);
    if (session.failure() != ExitCode::Done)
        return session.failure();
    const mapping::HostRegistry hosts(workspace ? workspace->sites() : std::vector<Site>());
    UrlRules folding;
    folding.profile = UrlProfile::Govuk;
    return eachAddress(session, [&](const std::string &line) {
        const std::optional<Url> url = Url::parse(line);
        const auto hit = url ? hosts.find(url->host()) : std::nullopt;
        const QJsonObject facts{
            {QStringLiteral("input"), text::toQString(line)},
            {QStringLiteral("url"), url ? orNull(url->text()) : QJsonValue()},
            {QStringLiteral("host"), url ? orNull(url->host()) : QJsonValue()},
            {QStringLiteral("path"), url ? orNull(url->path()) : QJsonValue()},
            {QStringLiteral("query"), url ? orNull(url->query()) : QJsonValue()},
            {QStringLiteral("shown_host"), url ? orNull(displayHost(url->host())) : QJsonValue()},
            {QStringLiteral("suffix"), url ? orNull(publicSuffix(url->host())) : QJsonValue()},
            {QStringLiteral("domain"), url ? orNull(registrableDomain(url->host())) : QJsonValue()},
            {QStringLiteral("strict"), url ? orNull(canonical(*url, UrlRules()).text()) : QJsonValue()},
            {QStringLiteral("govuk"), url ? orNull(canonical(*url, folding).text()) : QJsonValue()},
            {QStringLiteral("surt"), url ? orNull(archiveKey(*url)) : QJsonValue()},
            {QStringLiteral("site"), hit ? orNull(hit->site->id) : QJsonValue()},
            {QStringLiteral("alias"), hit ? QJsonValue(hit->alias) : QJsonValue()},
            {QStringLiteral("folded"), url ? orNull(hosts.fold(*url).text()) : QJsonValue()}};
        session.tell(facts);
        session.say(line);
        for (const char *name : {"url", "host", "shown_host", "suffix", "domain", "path", "query", "strict",
                                 "govuk", "surt", "site", "alias", "folded"}) {
            const QJsonValue value = facts.value(QLatin1String(name));
            if (!value.isNull())
                session.say("  " + padded(name, 12) + value.toVariant().toString().toStdString());
        }
        return url.has_value();
    });
}

/// What map decided about an address.
struct Answer {
    std::string site, outcome, target, reason;
};

Result<std::optional<Answer>> lookUp(Database &database, const std::string &key) {
    std::optional<Answer> answer;
    const Status done =
        database.each("SELECT site, outcome, target, reason FROM address WHERE key = ? AND answers = 1",
                      {key}, [&](const Statement &row) {
                          answer = {row.text(0), row.text(1), row.text(2), row.text(3)};
                          return false;
                      });
    if (!done)
        return done.error();
    return answer;
}

ExitCode runRewrite(Session &session) {
    const std::optional<Workspace> workspace = session.openWorkspace();
    if (!workspace)
        return session.failure();
    Result<Database> database = Database::open(workspace->stateFile(), Database::Mode::ReadOnly);
    if (!database)
        return session.fail(Error{ErrorKind::Usage, CliText::tr("looking up addresses").toStdString(),
                                  workspace->root(), CliText::tr("nothing is mapped yet").toStdString(),
                                  CliText::tr("run \"guiyi run --to map\" first").toStdString()});
    const mapping::HostRegistry hosts(workspace->sites());
    return eachAddress(session, [&](const std::string &line) {
        const std::optional<Url> url = Url::parse(line);
        std::optional<Answer> answer;
        if (url && hosts.find(url->host())) {
            Result<std::optional<Answer>> found = lookUp(*database, addressKey(hosts.fold(*url)));
            if (!found)
                session.fail(found.error());
            else
                answer = std::move(found).value();
        }
        session.say(answer && !answer->target.empty() ? answer->target : line);
        session.tell({{QStringLiteral("input"), text::toQString(line)},
                      {QStringLiteral("site"), answer ? orNull(answer->site) : QJsonValue()},
                      {QStringLiteral("outcome"), answer ? orNull(answer->outcome) : QJsonValue()},
                      {QStringLiteral("target"), answer ? orNull(answer->target) : QJsonValue()},
                      {QStringLiteral("reason"), answer ? orNull(answer->reason) : QJsonValue()}});
        return url.has_value();
    });
}

// ---- what folding makes one, and which parameters choose the content

void declareTable(QCommandLineParser &parser) {
    parser.addOptions(
        {{QStringLiteral("workspace"),
          CliText::tr("Take the addresses of the workspace's extracted sites instead of standard input.")},
         {QStringLiteral("format"), CliText::tr("csv or jsonl."), QStringLiteral("FORMAT"),
          QStringLiteral("csv")},
         outputOption()});
    declareWave(parser);
}

/// The addresses of one site, with what the server answered where that is known.
struct SiteAddresses {
    std::string site; ///< "" of standard input
    std::vector<AddressContent> pages;
};

/// Lines "address" or "address TAB content" (a hash, or anything that is the same for the same content).
SiteAddresses addressesOfInput(Session &session) {
    SiteAddresses all;
    eachAddress(session, [&all](const std::string &line) {
        const std::size_t tab = std::min(line.find('\t'), line.size());
        const std::optional<Url> url = Url::parse(line.substr(0, tab));
        if (url)
            all.pages.push_back({*url, line.substr(std::min(line.size(), tab + 1))});
        return url.has_value();
    });
    return all;
}

Result<SiteAddresses> addressesOfSite(const Workspace &workspace, const Site &site) {
    SiteAddresses all{site.id, {}};
    Result<Staging> staging = Staging::open(workspace.stagingFile(site.id));
    if (!staging)
        return staging.error();
    const Status read = staging->eachResource([&all](const Resource &resource) -> Status {
        if (const auto url = Url::parse(resource.url))
            all.pages.push_back({*url, resource.sha256});
        return {};
    });
    if (!read)
        return read.error();
    return all;
}

/// Hands over standard input, or site after site of the workspace; then the exit code of both.
ExitCode eachSite(Session &session, const std::function<Status(const SiteAddresses &)> &visit) {
    if (!session.isSet("workspace")) {
        const Status s = visit(addressesOfInput(session));
        return s ? session.failure() : session.fail(s.error());
    }
    return withWorkspace(session, [&](StageContext &context) {
        for (const Site &site : context.sites) {
            const Result<SiteAddresses> addresses = addressesOfSite(context.workspace, site);
            if (!addresses) {
                session.fail(addresses.error());
                continue;
            }
            if (const Status s = visit(*addresses); !s)
                return session.fail(s.error());
        }
        return session.failure();
    });
}

/// Runs `rows` over every site with a table to write to; Findings when a row was written.
ExitCode writeAddressTable(Session &session, const std::vector<std::string> &header,
                           const std::function<Status(const SiteAddresses &, TableWriter &)> &rows) {
    const Result<TableFormat> format = tableFormat(session.value("format"));
    if (!format)
        return session.fail(format.error());
    std::int64_t written = 0;
    const ExitCode code = writeOutput(session, [&](std::ostream &out) -> Status {
        TableWriter table(out, *format);
        Status s = table.header(header);
        if (s)
            eachSite(session, [&](const SiteAddresses &site) { return rows(site, table); });
        written = table.rows();
        return s ? table.finish() : s;
    });
    return std::max({code, session.failure(), written > 0 ? ExitCode::Findings : ExitCode::Done});
}

std::vector<ParameterEvidence> evidenceOf(const SiteAddresses &site) {
    std::vector<AddressContent> known;
    std::copy_if(site.pages.begin(), site.pages.end(), std::back_inserter(known),
                 [](const AddressContent &page) { return !page.content.empty(); });
    return parameterEvidence(known);
}

/// What nothing was compared for is kept, to be safe.
bool isKept(const ParameterEvidence &e) {
    return e.significant() || e.different + e.same == 0;
}

void declareCollisions(QCommandLineParser &parser) {
    declareRules(parser, QStringLiteral("govuk"));
    declareTable(parser);
}

ExitCode runCollisions(Session &session) {
    const std::optional<UrlRules> rules = rulesOf(session);
    if (!rules)
        return session.failure();
    return writeAddressTable(
        session, {"site", "folded", "addresses", "contents"},
        [&rules](const SiteAddresses &site, TableWriter &table) -> Status {
            UrlRules own = *rules;
            if (own.significant.empty()) {
                for (const ParameterEvidence &e : evidenceOf(site)) {
                    if (isKept(e))
                        own.significant.insert(e.name);
                }
            }
            std::vector<Url> urls;
            std::map<std::string, std::set<std::string>> contents;
            for (const AddressContent &page : site.pages) {
                urls.push_back(page.url);
                if (!page.content.empty())
                    contents[canonical(page.url, own).text()].insert(page.content);
            }
            for (const auto &[folded, spellings] : foldingCollisions(urls, own)) {
                table.text("site", site.site).text("folded", folded).strings("addresses", spellings);
                table.number("contents", static_cast<std::int64_t>(contents[folded].size()));
                if (const Status s = table.endRow(); !s)
                    return s;
            }
            return {};
        });
}

ExitCode runParameters(Session &session) {
    const ExitCode code =
        writeAddressTable(session, {"site", "parameter", "different", "same", "proposal", "example", "other"},
                          [](const SiteAddresses &site, TableWriter &table) -> Status {
                              for (const ParameterEvidence &e : evidenceOf(site)) {
                                  table.text("site", site.site).text("parameter", e.name);
                                  table.number("different", static_cast<std::int64_t>(e.different));
                                  table.number("same", static_cast<std::int64_t>(e.same));
                                  table.text("proposal", isKept(e) ? "significant" : "drop");
                                  table.text("example", e.exampleA).text("other", e.exampleB);
                                  if (const Status s = table.endRow(); !s)
                                      return s;
                              }
                              return {};
                          });
    // A list of proposals is no list of findings.
    return code == ExitCode::Findings ? session.failure() : code;
}

} // namespace

std::vector<Command> urlCommands() {
    return {{"url canonicalize",
             CliText::tr("addresses on standard input in their canonical form"),
             {},
             declareCanonicalize,
             runCanonicalize},
            {"url explain",
             CliText::tr("what the parts of an address are, and whose host it is"),
             {},
             {},
             runExplain},
            {"url rewrite",
             CliText::tr("addresses on standard input as they are on the platform"),
             {},
             {},
             runRewrite},
            {"url collisions",
             CliText::tr("addresses that become one under a profile"),
             {},
             declareCollisions,
             runCollisions},
            {"url parameters",
             CliText::tr("which query parameters choose the content, by what was answered"),
             {},
             declareTable,
             runParameters}};
}

} // namespace guiyi
