#include "adapters/cms/profile_check.h"

#include "schema/base/text.h"

#include <QtCore/qregularexpression.h>

#include <algorithm>
#include <set>

namespace guiyi::cms {

namespace {

/// Columns that the queries of a kind must give.
std::vector<std::string> wantedColumns(const std::string &kind) {
    if (kind == "columns")
        return {"id", "parent", "name", "url", "kind"};
    if (kind == "articles")
        return {"id", "column", "title", "url", "state", "link", "published", "body"};
    if (kind == "letters")
        return {"id", "column", "title", "url", "state", "asked", "question", "reply"};
    return {"id"};
}

class Checker {
public:
    Checker(Snapshot &snapshot, const Install &install, const std::string &site)
        : m_snapshot(snapshot),
          m_install(install),
          m_variables{{"site", site}, {"host", ""}, {"prefix", install.prefix}} {}

    ProfileCheck run() {
        ProfileCheck check;
        const Profile &profile = *m_install.profile;
        check.product = profile.id;
        check.prefix = m_install.prefix;
        if (!profile.sites.sql.empty())
            check.queries.push_back(
                one(profile.sites, "sites", m_variables, [this](const std::string &first) {
                    if (m_variables["site"].empty())
                        m_variables["site"] = first;
                }));
        for (const auto &[kind, list] :
             {std::pair("columns", &profile.columns), std::pair("articles", &profile.articles),
              std::pair("letters", &profile.letters)}) {
            for (const ProfileQuery &query : *list)
                each(query, kind, check.queries);
        }
        return check;
    }

private:
    using First = std::function<void(const std::string &)>;

    void each(const ProfileQuery &query, const std::string &kind, std::vector<QueryCheck> &checks) {
        const QueryContext context{m_variables, m_snapshot.tables(), m_install.prefix};
        if (!context.canRun(query)) {
            checks.push_back({name(query.file), true, 0, {}});
            return;
        }
        if (query.forEach.empty()) {
            checks.push_back(one(query, kind, m_variables, {}));
            return;
        }
        const Result<std::vector<Variables>> rounds =
            roundsOf(query, name(query.forEachFile), m_snapshot, context);
        checks.push_back(
            {name(query.forEachFile), false, rounds ? static_cast<std::int64_t>(rounds->size()) : 0, {}});
        if (!rounds) {
            checks.back().mistakes.push_back(rounds.error().why);
            return;
        }
        for (const Variables &variables : *rounds)
            checks.push_back(one(query, kind, variables, {}));
    }

    std::string name(const std::string &file) const { return m_install.profile->id + "/" + file; }

    QueryCheck one(const ProfileQuery &query, const std::string &kind, const Variables &variables,
                   const First &first) {
        QueryCheck check{name(query.file), false, 0, {}};
        const QueryContext context{variables, m_snapshot.tables(), m_install.prefix};
        const Result<std::string> sql = fillQuery(query.sql, check.query, context);
        if (!sql) {
            check.mistakes.push_back(sql.error().why);
            return check;
        }
        const Result<std::vector<std::string>> names = m_snapshot.columnsOf(*sql, check.query);
        if (!names) {
            check.mistakes = lacking(*sql, context);
            // What is lacking is found by the look of the query; SQLite's own word comes with it.
            check.mistakes.push_back(names.error().why);
            return check;
        }
        for (const std::string &wanted : wantedColumns(kind)) {
            if (std::find(names->begin(), names->end(), wanted) == names->end())
                check.mistakes.push_back("gives no column named " + wanted);
        }
        Status s = indexFor(*sql, context, m_snapshot);
        if (s)
            s = m_snapshot.query(*sql, check.query, variables, [&](const SnapshotRow &row) -> Status {
                if (check.rows++ == 0 && first)
                    first(std::string(row.text(0)));
                return {};
            });
        if (!s)
            check.mistakes.push_back(s.error().why);
        return check;
    }

    /// Every table and every `alias.column` of the query that the hand-over lacks: SQLite names only the
    /// first.
    std::vector<std::string> lacking(const std::string &sql, const QueryContext &context) const {
        static const QRegularExpression from(
            QStringLiteral(
                "\\b(?:FROM|JOIN)\\s+\"?(\\w+)\"?(?:\\s+(?:AS\\s+)?(?!WHERE|ON|LEFT|JOIN|ORDER|GROUP|LIMIT|"
                "INNER|UNION|CROSS)(\\w+))?"),
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression commonTable(
            QStringLiteral("\\b(\\w+)\\s*(?:\\([^()]*\\))?\\s+AS\\s*\\("),
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression column(QStringLiteral("\\b(\\w+)\\.\"?(\\w+)\"?"));
        const QString text = text::toQString(sql);
        std::set<std::string> made, missing;
        std::map<std::string, std::string> aliases;
        for (auto it = commonTable.globalMatch(text); it.hasNext();)
            made.insert(text::lower(it.next().captured(1).toStdString()));
        for (auto it = from.globalMatch(text); it.hasNext();) {
            const QRegularExpressionMatch match = it.next();
            const std::string table = text::lower(match.captured(1).toStdString());
            if (made.contains(table))
                continue;
            aliases[table] = table;
            if (!match.captured(2).isEmpty())
                aliases[text::lower(match.captured(2).toStdString())] = table;
            if (!context.hasTable(table))
                missing.insert("table " + m_install.prefix + table + " is missing");
        }
        for (auto it = column.globalMatch(text); it.hasNext();) {
            const QRegularExpressionMatch match = it.next();
            const auto table = aliases.find(text::lower(match.captured(1).toStdString()));
            const std::string name = match.captured(2).toStdString();
            if (table != aliases.end() && context.hasTable(table->second) &&
                !context.hasColumn(table->second, name) && text::lower(name) != "rowid")
                missing.insert("column " + m_install.prefix + table->second + "." + name + " is missing");
        }
        return {missing.begin(), missing.end()};
    }

    Snapshot &m_snapshot;
    const Install &m_install;
    Variables m_variables;
};

} // namespace

bool ProfileCheck::ok() const {
    return std::all_of(queries.begin(), queries.end(),
                       [](const QueryCheck &q) { return q.mistakes.empty(); });
}

Result<HandOverCheck> checkHandOver(const HandOver &handOver, const std::string &scratchFile) {
    Result<std::unique_ptr<Snapshot>> snapshot = Snapshot::create(scratchFile);
    if (!snapshot)
        return snapshot.error();
    HandOverCheck check;
    if (Status s = readHandOver(handOver, **snapshot, check.encoding, nullptr); !s)
        return s.error();
    Profile own;
    const Result<std::vector<const Profile *>> profiles = profilesFor(handOver.profile, handOver.cms, own);
    if (!profiles)
        return profiles.error();
    check.tables = static_cast<std::int64_t>((*snapshot)->tables().size());
    check.rows = (*snapshot)->rows();
    check.rejects = (*snapshot)->rejects();
    std::vector<Install> installs = findInstalls((*snapshot)->tables(), *profiles, handOver.prefix);
    if (installs.empty()) {
        for (const auto &[name, shape] : (*snapshot)->tables())
            check.shapes.push_back(shape);
    }
    if (installs.empty() && profiles->size() == 1) {
        // One profile was asked for: what it misses is what its author wants to know.
        const Profile &profile = *profiles->front();
        const std::string prefix = handOver.prefix.empty() ? profile.defaultPrefix : handOver.prefix;
        check.missing = missingProof((*snapshot)->tables(), profile, prefix);
        installs.push_back({&profile, prefix});
    } else if (installs.empty()) {
        for (const Install &near : nearInstalls((*snapshot)->tables(), *profiles, handOver.prefix)) {
            for (const std::string &what : missingProof((*snapshot)->tables(), *near.profile, near.prefix))
                check.missing.push_back(what + " of " + near.profile->id);
        }
    }
    for (const Install &install : installs) {
        if (Status s = (*snapshot)->usePrefix(install.prefix); !s)
            return s.error();
        check.installs.push_back(Checker(**snapshot, install, handOver.site).run());
    }
    return check;
}

} // namespace guiyi::cms
