#include "adapters/cms/profile.h"

#include "schema/base/text.h"
#include "schema/config/files.h"
#include "schema/config/yaml_map.h"

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qregularexpression.h>

#include <algorithm>

static void initCmsResources() {
    Q_INIT_RESOURCE(cms);
}

namespace guiyi::cms {

namespace {

class ProfileReader {
public:
    ProfileReader(const ProfileFile &file, const std::string &shownFolder, std::vector<Error> &errors)
        : m_file(file), m_folder(shownFolder), m_mistakes{shownFolder + "/profile.yaml", errors} {}

    Profile read() {
        Profile profile;
        const Result<std::string> bytes = m_file("profile.yaml");
        if (!bytes) {
            m_mistakes.errors.push_back(bytes.error());
            return profile;
        }
        const YAML::Node root = parseYaml(*bytes, m_mistakes);
        if (!root.IsDefined())
            return profile;
        YamlMap map(root, {}, m_mistakes);
        profile.id = map.required("id", QStringLiteral("a short name such as dedecms")).text;
        profile.name = map.required("name", QStringLiteral("the product and its versions")).text;
        profile.defaultPrefix = map.text("prefix").text;
        profile.uploads = map.text("uploads").text;
        profile.proof = texts(map.list("proof"));
        profile.proofColumns = texts(map.list("proof_columns"));
        if (profile.proof.empty())
            m_mistakes.add(map.line(), QStringLiteral("proof is missing"),
                           QStringLiteral("list the tables that prove this product, without prefix"));
        profile.pageBreak = anyOf(map, "page_breaks");
        profile.strip = anyOf(map, "strip");
        profile.linesAreParagraphs = map.text("paragraphs").text == "lines";
        if (const std::string file = map.text("sites").text; !file.empty())
            profile.sites = query(file, map.line());
        profile.columns = queries(map.child("columns"));
        profile.articles = queries(map.child("articles"));
        profile.letters = queries(map.child("letters"));
        if (profile.columns.empty() || profile.articles.empty())
            m_mistakes.add(map.line(), QStringLiteral("columns or articles have no query"),
                           QStringLiteral("name a .sql file for each of them"));
        return profile;
    }

private:
    static std::vector<std::string> texts(const std::vector<YamlText> &values) {
        std::vector<std::string> texts;
        for (const YamlText &value : values)
            texts.push_back(value.text);
        return texts;
    }

    /// The expressions under `key` as one that matches what any of them does; empty when there is none.
    TextPattern anyOf(YamlMap &map, const std::string &key) {
        std::string all;
        for (const YamlText &expression : map.list(key)) {
            if (!TextPattern::compile(expression.text))
                m_mistakes.add(expression.line,
                               QStringLiteral("%1 holds no regular expression").arg(text::toQString(key)),
                               QStringLiteral("correct it"));
            all += (all.empty() ? "(?:" : "|(?:") + expression.text + ")";
        }
        return all.empty() ? TextPattern() : TextPattern::compile(all).value_or(TextPattern());
    }

    std::string sqlOf(const std::string &file, int line) {
        const Result<std::string> sql = m_file(file);
        if (!sql)
            m_mistakes.add(line, QStringLiteral("query %1 cannot be read").arg(text::toQString(file)),
                           QStringLiteral("put it beside profile.yaml"));
        return sql ? *sql : std::string();
    }

    ProfileQuery query(const std::string &file, int line) { return {file, sqlOf(file, line), {}, {}, {}}; }

    /// One file name, or a list of mappings with `query`, `for` and `needs`.
    std::vector<ProfileQuery> queries(const YAML::Node &node) {
        std::vector<ProfileQuery> queries;
        if (!node.IsDefined() || node.IsNull())
            return queries;
        if (node.IsScalar())
            return {query(node.Scalar(), node.Mark().line + 1)};
        if (!node.IsSequence()) {
            m_mistakes.add(node.Mark().line + 1, QStringLiteral("expected a file name or a list of queries"),
                           QStringLiteral("see docs/adapters/writing-a-cms-profile.md"));
            return queries;
        }
        for (const YAML::Node &entry : node) {
            if (entry.IsScalar()) {
                queries.push_back(query(entry.Scalar(), entry.Mark().line + 1));
                continue;
            }
            YamlMap map(entry, "query", m_mistakes);
            ProfileQuery q = query(map.required("query", QStringLiteral("a .sql file")).text, map.line());
            q.forEachFile = map.text("for").text;
            if (!q.forEachFile.empty())
                q.forEach = sqlOf(q.forEachFile, map.line());
            q.needs = texts(map.list("needs"));
            queries.push_back(std::move(q));
        }
        return queries;
    }

    const ProfileFile &m_file;
    std::string m_folder;
    YamlMistakes m_mistakes;
};

std::vector<Profile> readBuiltIn() {
    initCmsResources();
    std::vector<Profile> profiles;
    const QDir root(QStringLiteral(":/guiyi/cms"));
    for (const QString &name : root.entryList(QDir::Dirs, QDir::Name)) {
        std::vector<Error> mistakes;
        const ProfileFile file = [&](const std::string &wanted) -> Result<std::string> {
            QFile resource(root.filePath(name + QStringLiteral("/") + text::toQString(wanted)));
            if (!resource.open(QIODevice::ReadOnly))
                return Error{ErrorKind::Failed, "reading a built-in CMS profile",
                             name.toStdString() + "/" + wanted, "it is missing", "report this fault"};
            return resource.readAll().toStdString();
        };
        profiles.push_back(readProfile(file, name.toStdString(), mistakes));
        for (const Error &mistake : mistakes)
            qFatal("%s", mistake.text().c_str());
    }
    return profiles;
}

} // namespace

Profile readProfile(const ProfileFile &file, const std::string &shownFolder, std::vector<Error> &mistakes) {
    return ProfileReader(file, shownFolder, mistakes).read();
}

const std::vector<Profile> &builtInProfiles() {
    static const std::vector<Profile> profiles = readBuiltIn();
    return profiles;
}

Result<Profile> profileFrom(const std::string &folder) {
    std::vector<Error> mistakes;
    const ProfileFile file = [&](const std::string &name) { return readFile(folder + "/" + name); };
    Profile profile = readProfile(file, folder, mistakes);
    if (!mistakes.empty())
        return mistakes.front();
    return profile;
}

Result<std::vector<const Profile *>> profilesFor(const std::string &folder, const std::string &cms,
                                                 Profile &own) {
    std::vector<const Profile *> profiles;
    if (!folder.empty()) {
        Result<Profile> profile = profileFrom(folder);
        if (!profile)
            return profile.error();
        own = std::move(*profile);
        profiles.push_back(&own);
        return profiles;
    }
    std::string known;
    for (const Profile &profile : builtInProfiles()) {
        known += (known.empty() ? "" : ", ") + profile.id;
        if (cms.empty() || profile.id == cms || text::startsWith(profile.id, cms + "-"))
            profiles.push_back(&profile);
    }
    if (profiles.empty())
        return Error{ErrorKind::Rejected, "choosing the CMS", cms, "no profile has this name",
                     "expected one of: " + known};
    return profiles;
}

std::vector<std::string> missingProof(const std::map<std::string, TableShape> &tables, const Profile &profile,
                                      const std::string &prefix) {
    const QueryContext context{{}, tables, prefix};
    std::vector<std::string> missing;
    for (const std::string &table : profile.proof) {
        if (!context.hasTable(table))
            missing.push_back("table " + prefix + table);
    }
    for (const std::string &column : profile.proofColumns) {
        const std::size_t dot = std::min(column.find('.'), column.size());
        const std::string table = column.substr(0, dot);
        if (context.hasColumn(table, std::string_view(column).substr(std::min(dot + 1, column.size()))))
            continue;
        const bool isTold =
            !context.hasTable(table) &&
            std::any_of(profile.proof.begin(), profile.proof.end(),
                        [&](const std::string &proof) { return text::equalsIgnoreCase(proof, table); });
        if (!isTold)
            missing.push_back("column " + prefix + column);
    }
    return missing;
}

std::vector<Install> nearInstalls(const std::map<std::string, TableShape> &tables,
                                  const std::vector<const Profile *> &profiles, std::string_view wanted) {
    std::vector<Install> near;
    for (const Profile *profile : profiles) {
        std::map<std::string, std::size_t> found; // tables of the proof by prefix
        for (const auto &[name, shape] : tables) {
            for (const std::string &table : profile->proof) {
                if (text::endsWith(name, text::lower(table)))
                    ++found[name.substr(0, name.size() - table.size())];
            }
        }
        for (const auto &[prefix, count] : found) {
            if (count * 2 > profile->proof.size() &&
                (wanted.empty() || text::equalsIgnoreCase(prefix, wanted)) &&
                !missingProof(tables, *profile, prefix).empty())
                near.push_back({profile, prefix});
        }
    }
    return near;
}

std::vector<Install> findInstalls(const std::map<std::string, TableShape> &tables,
                                  const std::vector<const Profile *> &profiles, std::string_view wanted) {
    std::vector<Install> installs;
    for (const Profile *profile : profiles) {
        if (profile->proof.empty())
            continue;
        const std::string first = text::lower(profile->proof.front());
        for (const auto &[name, shape] : tables) {
            if (!text::endsWith(name, first))
                continue;
            const std::string prefix = name.substr(0, name.size() - first.size());
            if ((wanted.empty() || text::equalsIgnoreCase(prefix, wanted)) &&
                missingProof(tables, *profile, prefix).empty())
                installs.push_back({profile, prefix});
        }
    }
    std::stable_sort(installs.begin(), installs.end(),
                     [](const Install &a, const Install &b) { return a.prefix < b.prefix; });
    return installs;
}

} // namespace guiyi::cms
