// The workspace: a folder with guiyi.yaml, sites/*.yaml, mappings/*.yaml (kept by people, in git) and
// .guiyi/ (state, ours alone).
#pragma once

#include "schema/base/result.h"
#include "schema/config/file_store_address.h"
#include "schema/config/host_table.h"
#include "schema/model/model.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace guiyi {

/// What guiyi.yaml says of the batch.
struct BatchConfig {
    std::string name;                                 ///< of the batch, for reports
    std::string target = "sqlite:.guiyi/platform.db"; ///< where apply writes; relative to the workspace
    std::string files; ///< where the platform's file contents are; empty: a folder beside the database, or
                       ///< .guiyi/files
    std::string taxonomyFile;        ///< relative to the workspace; empty: the built-in taxonomy
    int keepLevel = 3;               ///< deepest level of the target columns (1..3)
    std::string flatten = "by-rule"; ///< by-rule|keep-level|keep-leaf, see docs/mapping.md
    std::map<std::string, std::string> flattenSites;  ///< site id → policy, where it differs
    std::string platformHost = "www.platform.gov.cn"; ///< for sites without a standard domain of their own
    std::vector<std::string> allowedRedirectHosts;    ///< further hosts a redirect may lead to
    bool droppedToParent =
        true; ///< addresses of dropped columns lead to the nearest kept column above; else 410
    bool rewriteText = false; ///< addresses in running text are changed like links; else only reported
    bool keepQuery = true;    ///< redirects of paths and directories append the request's query
    std::map<std::string, std::string> standardHosts; ///< site id or legacy host → standard host[/path]
};

/// An opened workspace. Value type; opening reads and checks all files and changes nothing.
class Workspace {
public:
    /// Creates guiyi.yaml, sites/, mappings/ and .guiyi/ in `root`. Refuses a folder that already has one.
    static Result<Workspace> create(const std::string &root, const std::string &name);
    /// Reads guiyi.yaml and all site files. Every mistake of every file is in `errors`, with file:line and
    /// the expected form; the workspace is usable only when there is none. `hostTable` stands in place of
    /// mappings/hosts.csv, to try a change of it.
    struct Opened;
    static Opened open(const std::string &root, const std::optional<std::string> &hostTable = std::nullopt);

    const std::string &root() const { return m_root; }
    const BatchConfig &config() const { return m_config; }
    const std::vector<Site> &sites() const { return m_sites; } ///< sorted by id
    const Site *site(const std::string &id) const;
    /// What mappings/hosts.csv knows of hosts. The hosts in it are already those of sites().
    const std::vector<HostRecord> &hostTable() const { return m_hosts; }

    /// Adds sites to sites/<id>.yaml, all or none; refuses ids, hosts or aliases that are taken.
    std::vector<Error> addSites(const std::vector<Site> &sites);

    std::string stagingFile(const std::string &site) const {
        return m_root + "/.guiyi/staging/" + site + ".db";
    }
    std::string hostTableFile() const { return m_root + "/mappings/hosts.csv"; }
    std::string mappingFile(const std::string &site) const { return m_root + "/mappings/" + site + ".yaml"; }
    std::string stateFile() const {
        return m_root + "/.guiyi/workspace.db";
    } ///< ledger, decisions, addresses
    std::string planFile() const { return m_root + "/.guiyi/plans/plan.db"; }
    std::string plansFolder() const { return m_root + "/.guiyi/plans"; }
    std::string reportsFolder() const { return m_root + "/.guiyi/reports"; }
    std::string rejectsFolder() const { return m_root + "/.guiyi/rejects"; }
    std::string blobsFolder() const { return m_root + "/.guiyi/blobs"; }
    /// Where the platform is; files are absolute. Usage error when guiyi.yaml names no known kind.
    Result<TargetAddress> target() const;
    /// Where the platform's file contents are; paths are absolute. Usage error when guiyi.yaml names no such
    /// place.
    Result<FileStoreAddress> files() const;

private:
    void readHosts(const std::optional<std::string> &hostTable, std::vector<Error> &errors);

    std::string m_root;
    BatchConfig m_config;
    std::vector<Site> m_sites;
    std::vector<HostRecord> m_hosts;
};

struct Workspace::Opened {
    Workspace workspace;
    std::vector<Error> errors;
};

/// Reads `id,name,code,level,host,aliases,source,wave` (RFC 4180, UTF-8 with or without BOM; aliases
/// separated by blanks). Every mistake of the file is in `errors` with its line.
struct SiteList {
    std::vector<Site> sites;
    std::vector<Error> errors;
};
SiteList readSitesCsv(std::string_view bytes, const std::string &fileName);

} // namespace guiyi
