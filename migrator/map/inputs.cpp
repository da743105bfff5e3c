#include "migrator/map/inputs.h"

#include "migrator/map/hasher.h"
#include "schema/base/text.h"

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qsavefile.h>

#include <algorithm>

namespace guiyi {

namespace {

/// Raised when the same input would give another map: then recorded hashes no longer fit.
constexpr std::string_view MapVersion = "4";

Status hashRows(Staging &staging, Hasher &hasher, const char *sql, int columns) {
    return staging.database().each(sql, {}, [&](const Statement &row) {
        for (int i = 0; i < columns; ++i)
            hasher.add(row.text(i));
        return true;
    });
}

} // namespace

Result<std::string> readFileIfAny(const std::string &path) {
    QFile file(text::toQString(path));
    if (!file.exists())
        return std::string();
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorKind::Failed, "reading the file", path, text::fromQString(file.errorString()),
                     "make it readable for this user"};
    const QByteArray bytes = file.readAll();
    return std::string(bytes.constData(), static_cast<std::size_t>(bytes.size()));
}

std::string duplicateDecisionsFile(const Workspace &workspace) {
    return workspace.mappingFile("duplicates");
}

Status replaceFile(const std::string &path, std::string_view bytes) {
    const QString name = text::toQString(path);
    if (!QDir().mkpath(QFileInfo(name).absolutePath()))
        return Error{ErrorKind::Failed, "creating the folder",
                     text::fromQString(QFileInfo(name).absolutePath()), "it cannot be created",
                     "make the workspace writable for this user and run the command again"};
    QSaveFile file(name);
    if (!file.open(QIODevice::WriteOnly) ||
        file.write(bytes.data(), static_cast<qint64>(bytes.size())) != static_cast<qint64>(bytes.size()) ||
        !file.commit())
        return Error{ErrorKind::Failed, "writing the file", path, text::fromQString(file.errorString()),
                     "free space or make the folder writable, then run the command again"};
    return {};
}

Result<std::shared_ptr<const mapping::Taxonomy>> loadTaxonomy(const Workspace &workspace) {
    const std::string &name = workspace.config().taxonomyFile;
    if (name.empty()) // the built-in one lives as long as the program
        return std::shared_ptr<const mapping::Taxonomy>(std::shared_ptr<void>(),
                                                        &mapping::Taxonomy::builtIn());
    const std::string path =
        text::fromQString(QDir(text::toQString(workspace.root())).absoluteFilePath(text::toQString(name)));
    Result<std::string> bytes = readFileIfAny(path);
    if (!bytes)
        return bytes.error();
    if (bytes.value().empty())
        return Error{ErrorKind::Usage, "reading the taxonomy", path, "it is missing or empty",
                     "correct `taxonomy` in guiyi.yaml, or remove it to use the built-in one"};
    Result<mapping::Taxonomy> parsed = mapping::Taxonomy::parse(bytes.value(), name);
    if (!parsed)
        return parsed.error();
    return std::shared_ptr<const mapping::Taxonomy>(
        std::make_shared<mapping::Taxonomy>(std::move(parsed).value()));
}

mapping::DomainPolicy domainPolicyOf(const Workspace &workspace) {
    return {workspace.config().platformHost, workspace.config().standardHosts};
}

std::vector<Site> stagedSites(const Workspace &workspace) {
    std::vector<Site> staged;
    for (const Site &site : workspace.sites()) {
        if (QFileInfo::exists(text::toQString(workspace.stagingFile(site.id))))
            staged.push_back(site);
    }
    return staged;
}

Result<std::string> stagingHash(Staging &staging) {
    Hasher hasher;
    struct Part {
        const char *sql;
        int columns;
    };
    static constexpr Part Parts[] = {
        {"SELECT name,value FROM site_fact ORDER BY name", 2},
        {"SELECT id,url,file,kind,media_type,bytes,sha256,role,record,reason FROM resource ORDER BY id", 10},
        {"SELECT id,parent,url,name,path,kind,position,articles,type,slug,evidence,confidence FROM "
         "site_column "
         "ORDER BY id",
         12},
        {"SELECT id,url,content_hash,evidence FROM article ORDER BY id", 4},
        {"SELECT url,rule,severity,message,evidence FROM finding ORDER BY id", 5},
    };
    for (const Part &part : Parts) {
        if (Status s = hashRows(staging, hasher, part.sql, part.columns); !s)
            return s.error();
        hasher.add("--");
    }
    return hasher.hex();
}

Result<std::string> mapInputHash(const Workspace &workspace, const std::vector<Site> &sites,
                                 const std::vector<std::string> &stagingHashes) {
    Hasher hasher;
    hasher.add(MapVersion);
    const BatchConfig &config = workspace.config();
    hasher.add(config.keepLevel).add(config.platformHost);
    hasher.add(config.flatten);
    for (const auto &[site, policy] : config.flattenSites)
        hasher.add(site).add(policy);
    for (const auto &[key, host] : config.standardHosts)
        hasher.add(key).add(host);
    hasher.add(config.droppedToParent ? 1 : 0).add(config.keepQuery ? 1 : 0).add(config.rewriteText ? 1 : 0);
    for (const std::string &host : config.allowedRedirectHosts)
        hasher.add(host);
    const Result<std::string> redirects = readFileIfAny(redirectDecisionsFile(workspace));
    if (!redirects)
        return redirects.error();
    hasher.add(*redirects);
    if (config.taxonomyFile.empty()) {
        hasher.add("built in").add(mapping::Taxonomy::builtIn().version());
    } else {
        const QString path =
            QDir(text::toQString(workspace.root())).absoluteFilePath(text::toQString(config.taxonomyFile));
        Result<std::string> bytes = readFileIfAny(text::fromQString(path));
        if (!bytes)
            return bytes.error();
        hasher.add(bytes.value());
    }
    Result<std::string> decisions = readFileIfAny(duplicateDecisionsFile(workspace));
    if (!decisions)
        return decisions.error();
    hasher.add(decisions.value());
    for (std::size_t i = 0; i < sites.size(); ++i) {
        const Site &site = sites[i];
        hasher.add(site.id)
            .add(site.name)
            .add(site.code)
            .add(site.level)
            .add(site.host)
            .add(site.standardHost)
            .add(site.basePath);
        for (const std::string &alias : site.aliases)
            hasher.add(alias);
        Result<std::string> file = readFileIfAny(workspace.mappingFile(site.id));
        if (!file)
            return file.error();
        hasher.add(file.value()).add(stagingHashes.at(i));
    }
    return hasher.hex();
}

Result<std::vector<Site>> mappedSites(const Workspace &workspace, WorkspaceStore &store) {
    std::vector<Site> mapped;
    const Status s =
        store.database().each("SELECT site FROM tenant ORDER BY site", {}, [&](const Statement &row) {
            if (const Site *site = workspace.site(row.text(0)); site != nullptr)
                mapped.push_back(*site);
            return true;
        });
    if (!s)
        return s.error();
    return mapped;
}

const std::vector<std::string_view> &indexPageNames() {
    static const std::vector<std::string_view> Names{
        "index.html", "index.htm",    "index.shtml", "index.jsp",   "index.asp",    "index.aspx",
        "index.php",  "default.html", "default.htm", "default.asp", "default.aspx", "default.jsp"};
    return Names;
}

bool isIndexPage(std::string_view fileName) {
    const std::vector<std::string_view> &names = indexPageNames();
    return std::find(names.begin(), names.end(), fileName) != names.end();
}

std::string redirectDecisionsFile(const Workspace &workspace) {
    return workspace.root() + "/mappings/redirects.csv";
}

std::string addressKey(const Url &url) {
    return url.host() + url.target();
}

} // namespace guiyi
