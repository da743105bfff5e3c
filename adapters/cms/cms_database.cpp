#include "adapters/cms/cms_database.h"

#include "schema/base/text.h"

#include <QtCore/qregularexpression.h>

#include <algorithm>
#include <optional>

namespace guiyi::cms {

namespace {

constexpr int MostMissing = 100; ///< tables and columns a query may lack

} // namespace

void Findings::add(const std::string &url, std::string_view rule, std::string message, Severity severity,
                   std::string evidence) {
    list.push_back({site, url, std::string(rule), std::move(message), std::move(evidence), severity});
}

CmsDatabase::CmsDatabase(const Site &site, const HandOver &handOver, Findings &findings,
                         std::function<bool()> cancelled)
    : m_site(site),
      m_handOver(handOver),
      m_findings(findings),
      m_cancelled(std::move(cancelled)),
      m_home(Url::of("http", site.host, "/")) {}

Status CmsDatabase::open(const std::string &scratchFile) {
    Result<std::unique_ptr<Snapshot>> snapshot = Snapshot::create(scratchFile);
    if (!snapshot)
        return snapshot.error();
    m_snapshot = std::move(*snapshot);
    if (Status s = readHandOver(m_handOver, *m_snapshot, m_encoding, nullptr); !s)
        return s;
    for (const BadStatement &bad : m_snapshot->rejects())
        m_findings.add({}, "dump.row",
                       "table " + (bad.table.empty() ? std::string("(unknown)") : bad.table) + ", byte " +
                           std::to_string(bad.offset) + ": " + bad.why,
                       Severity::Error, bad.text);
    if (m_snapshot->lost() > 0)
        m_findings.add({}, "encoding.loss",
                       std::to_string(m_snapshot->lost()) +
                           " characters of the hand-over could not be read as " + m_encoding +
                           "; each stands as U+FFFD: get the dump anew in the database's own charset",
                       Severity::Warning);
    if (m_snapshot->foreignLines() > 0)
        m_findings.add({}, "encoding.mixed",
                       std::to_string(m_snapshot->foreignLines()) +
                           " lines of the dump were in GB18030 and not in UTF-8 as the rest; read as that",
                       Severity::Info);
    for (const RepairedColumn &repaired : m_snapshot->repaired())
        m_findings.add(
            {}, "dump.encoding",
            "table " + repaired.table + ", column " + repaired.column + ": declared latin1, holds " +
                repaired.encoding + "; " + std::to_string(repaired.values) + " values were put right, " +
                std::to_string(repaired.lost) + " characters could not be read and stand as U+FFFD",
            repaired.lost > 0 ? Severity::Warning : Severity::Info);
    if (Status s = chooseInstall(); !s)
        return s;
    if (Status s = m_snapshot->usePrefix(m_install.prefix); !s)
        return s;
    return chooseSite();
}

Status CmsDatabase::chooseInstall() {
    const Result<std::vector<const Profile *>> profiles =
        profilesFor(m_handOver.profile, m_handOver.cms, m_ownProfile);
    if (!profiles)
        return profiles.error();
    const std::vector<Install> installs = findInstalls(m_snapshot->tables(), *profiles, m_handOver.prefix);
    if (installs.empty()) {
        std::string names;
        for (const auto &[name, shape] : m_snapshot->tables())
            names += (names.empty() ? "" : ", ") + shape.name;
        std::string nearly;
        for (const Install &near : nearInstalls(m_snapshot->tables(), *profiles, m_handOver.prefix))
            nearly += "; for " + near.profile->id + " with prefix \"" + near.prefix + "\" it lacks " +
                      text::join(missingProof(m_snapshot->tables(), *near.profile, near.prefix), ", ");
        return Error{
            ErrorKind::Rejected, "recognising the CMS", m_handOver.path,
            "no known product has these " + std::to_string(m_snapshot->tables().size()) +
                " tables: " + text::head(names, 400) + nearly,
            "name the product with ?cms=, or write a profile (docs/adapters/writing-a-cms-profile.md)"};
    }
    if (installs.size() > 1) {
        std::string found;
        for (const Install &install : installs)
            found +=
                (found.empty() ? "" : ", ") + install.profile->id + " with prefix \"" + install.prefix + "\"";
        return Error{ErrorKind::Rejected, "recognising the CMS", m_handOver.path,
                     "the hand-over holds several installs: " + found, "choose one with ?prefix= or ?cms="};
    }
    m_install = installs.front();
    return {};
}

/// Which of the sites of a database this is: the one named, the one with its host, or the only one.
Status CmsDatabase::chooseSite() {
    m_variables = {{"site", m_handOver.site}, {"host", m_site.host}, {"prefix", m_install.prefix}};
    const ProfileQuery &query = m_install.profile->sites;
    if (query.sql.empty())
        return {};
    std::string only, list;
    int sites = 0;
    bool chosen = !m_handOver.site.empty();
    if (Status s =
            each(query,
                 [&](const std::shared_ptr<const RowNames> &names, const SnapshotRow &row) -> Status {
                     const std::string id(names->text(row, "id"));
                     const auto url = m_home.resolve(names->text(row, "host"));
                     if (!chosen && !names->text(row, "host").empty() && url && isOwnHost(url->host())) {
                         m_variables["site"] = id;
                         chosen = true;
                     }
                     only = sites++ == 0 ? id : only;
                     list +=
                         (list.empty() ? "" : ", ") + id + " (" + std::string(names->text(row, "name")) + ")";
                     return {};
                 });
        !s)
        return s;
    if (!chosen && sites == 1)
        m_variables["site"] = only;
    else if (!chosen)
        return Error{ErrorKind::Rejected, "choosing the site", m_handOver.path,
                     "the database holds " + std::to_string(sites) + " sites, and none has the host " +
                         m_site.host + ": " + list,
                     "name its key with ?site="};
    return {};
}

bool CmsDatabase::isOwnHost(const std::string &host) const {
    return host == m_home.host() ||
           std::find(m_site.aliases.begin(), m_site.aliases.end(), host) != m_site.aliases.end();
}

Status CmsDatabase::each(const ProfileQuery &query, const Visit &visit, std::string_view wrap) {
    const QueryContext all{m_variables, m_snapshot->tables(), m_install.prefix};
    if (!all.canRun(query))
        return {};
    if (query.forEach.empty())
        return once(query, m_variables, visit, wrap);
    const Result<std::vector<Variables>> rounds =
        roundsOf(query, shownName(query.forEachFile), *m_snapshot, all);
    if (!rounds)
        return rounds.error();
    for (const Variables &variables : *rounds) {
        // A model whose table the hand-over lacks has no articles to lose, but people should know.
        const auto table = variables.find("table");
        const QueryContext context{variables, m_snapshot->tables(), m_install.prefix};
        if (table != variables.end() && !context.hasTable(table->second)) {
            if (wrap.empty())
                m_findings.add({}, "cms.table.missing",
                               "the model names table " + table->second + ", which the hand-over lacks",
                               Severity::Warning);
            continue;
        }
        if (Status s = once(query, variables, visit, wrap); !s)
            return s;
    }
    return {};
}

Status CmsDatabase::once(const ProfileQuery &query, const Variables &variables, const Visit &visit,
                         std::string_view wrap) {
    const QueryContext context{variables, m_snapshot->tables(), m_install.prefix};
    Result<std::string> sql = fillQuery(query.sql, shownName(query.file), context);
    if (!sql)
        return sql.error();
    // Who asks for few of a query's columns need not have the rest worked out, which `LIMIT -1` would do.
    if (!wrap.empty())
        *sql = text::replaceAll(std::string(wrap), "()",
                                "(\n" + text::replaceAll(*sql, " LIMIT -1", "") + "\n)");
    const Result<std::vector<std::string>> names = namesOf(*sql, query.file);
    if (!names)
        return names.error();
    if (Status s = indexFor(*sql, context, *m_snapshot); !s)
        return s;
    const auto rowNames = std::make_shared<const RowNames>(*names);
    return m_snapshot->query(*sql, shownName(query.file), variables, [&](const SnapshotRow &row) -> Status {
        if (m_cancelled && m_cancelled())
            return Error{ErrorKind::Cancelled, "extract", "", "stopped by the user", "run the command again"};
        return visit(rowNames, row);
    });
}

/// The columns the query gives. Tables and columns that this version or hand-over lacks are taken as empty,
/// and told: the rest of the query may well be what is wanted.
Result<std::vector<std::string>> CmsDatabase::namesOf(std::string &sql, const std::string &file) {
    static constexpr std::string_view NoColumn = "no such column: ", NoTable = "no such table: ";
    Result<std::vector<std::string>> names = m_snapshot->columnsOf(sql, shownName(file));
    std::optional<Error> first;
    for (int rounds = 0; !names && rounds < MostMissing; ++rounds) {
        const std::string why = names.error().why;
        first = first.value_or(names.error());
        std::string missing;
        if (text::startsWith(why, NoTable)) {
            missing = why.substr(NoTable.size());
            missing.erase(0, missing.rfind('.') + 1);
            if (Status s = m_snapshot->emptyTable(missing); !s)
                return s.error();
        } else if (text::startsWith(why, NoColumn)) {
            missing = why.substr(NoColumn.size());
            QStringList parts = text::toQString(missing).split(QLatin1Char('.'));
            for (QString &part : parts)
                part = QStringLiteral("\"?%1\"?").arg(QRegularExpression::escape(part));
            const QRegularExpression reference(
                QStringLiteral("(?<![\\w.\"])%1(?![\\w(])").arg(parts.join(QStringLiteral("\\."))),
                QRegularExpression::CaseInsensitiveOption);
            sql = text::fromQString(text::toQString(sql).replace(reference, QStringLiteral("NULL")));
        } else {
            break;
        }
        if (m_told.insert(file + missing).second)
            m_findings.add({}, "cms.schema",
                           shownName(file) + ": this install has no " + missing + "; it is taken as empty",
                           Severity::Warning);
        names = m_snapshot->columnsOf(sql, shownName(file));
    }
    if (!names && first)
        return *first;
    return names;
}

Status CmsDatabase::tellFacts(RecordSink &sink) const {
    const std::pair<const char *, std::string> facts[] = {{"site", m_site.id},
                                                          {"encoding", m_encoding},
                                                          {"cms", m_install.profile->id},
                                                          {"cms_name", m_install.profile->name},
                                                          {"cms_prefix", m_install.prefix},
                                                          {"cms_site", m_variables.at("site")}};
    for (const auto &[name, value] : facts) {
        if (Status s = sink.setFact(name, value); !s)
            return s;
    }
    return {};
}

} // namespace guiyi::cms
