#include "migrator/cli/redirect_source.h"

#include "mappings/urlmap/hosts.h"
#include "migrator/cutover/decision_file.h"
#include "migrator/plan/redirects.h"
#include "schema/config/files.h"

#include <iostream>
#include <set>

namespace guiyi {

namespace {

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

} // namespace

void declareRedirectSource(QCommandLineParser &parser) {
    parser.addOptions(
        {{QStringLiteral("map"),
          CliText::tr(
              "Take the decisions of this CSV file instead of the workspace's plan; every host of an old "
              "address is then an old host of its own."),
          QStringLiteral("FILE")},
         {QStringLiteral("allow"),
          CliText::tr("With --map: a host redirects may lead to; may be repeated. Without it "
                      "every host of a target."),
          QStringLiteral("HOST")}});
    declareWave(parser);
}

void showRedirectFindings(const std::vector<Finding> &findings) {
    for (const Finding &f : findings) {
        if (f.severity != Severity::Info)
            std::cerr << "guiyi: " << f.rule << ' ' << f.url << ": " << f.message << '\n';
    }
}

Result<mapping::CheckedRedirects> checkedRedirectFile(Session &session, const std::string &file,
                                                      mapping::RedirectPolicy &policy) {
    Result<std::string> bytes = readFile(file);
    if (!bytes)
        return bytes.error();
    DecisionFile read = readDecisions(*bytes, file);
    bytes = std::string(); // checking needs the memory
    for (const Error &error : read.errors)
        session.fail(error);
    policy = policyOfFile(session, read.decisions);
    mapping::CheckedRedirects checked = checkRedirects(std::move(read.decisions), policy);
    checked.rejected.insert(checked.rejected.end(), read.rejected.begin(), read.rejected.end());
    return checked;
}

std::optional<mapping::RedirectTable> openRedirectTable(Session &session) {
    if (session.isSet("map")) {
        mapping::RedirectPolicy policy;
        Result<mapping::CheckedRedirects> checked =
            checkedRedirectFile(session, session.value("map"), policy);
        if (!checked) {
            session.fail(checked.error());
            return std::nullopt;
        }
        showRedirectFindings(checked->findings);
        return mapping::RedirectTable(std::move(checked->decisions), policy.hostList());
    }
    const std::optional<Workspace> workspace = session.openWorkspace();
    if (!workspace)
        return std::nullopt;
    const std::optional<std::vector<Site>> sites = session.chosenSites(*workspace);
    if (!sites)
        return std::nullopt;
    Result<mapping::RedirectTable> table = redirectTable(*workspace, *sites);
    if (!table) {
        session.fail(table.error());
        return std::nullopt;
    }
    return std::move(*table);
}

} // namespace guiyi
