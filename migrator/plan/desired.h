// What the platform should hold: records streamed from staging, decisions and addresses, always in one order.
// Plan compares them, apply writes them; both make them here, so that the rehearsal is the performance.
#pragma once

#include "mappings/urlmap/rewrite.h"
#include "migrator/map/inputs.h"
#include "migrator/plan/record.h"
#include "migrator/plan/record_json.h"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace guiyi {

class OldAddresses;

/// A line of the link ledger.
struct LinkLine {
    std::string site, page, href, url;
    LinkKind kind = LinkKind::Invalid;
    std::string foundIn;
    bool rewritten = false;
    std::string target, status;
};

/// Desired records of a workspace. Holds no bodies beyond the article at hand. One thread.
class Desired {
public:
    Desired(const Desired &) = delete;
    Desired &operator=(const Desired &) = delete;
    using Visit = std::function<Status(const Record &)>;
    using VisitLink = std::function<Status(const LinkLine &)>;
    /// Whether the record of this key is wanted; articles that are not are skipped before the costly part.
    using Wanted = std::function<Result<bool>(const std::string &key)>;

    /// `workspace` and `store` must outlive it. Reads decisions and addresses as map left them.
    static Result<std::unique_ptr<Desired>> open(const Workspace &workspace, WorkspaceStore &store);

    const std::vector<Site> &sites() const { return m_sites; } ///< mapped ones, by id

    /// The standard columns in use by any tenant, parents first.
    Status taxonomy(const Visit &visit);
    Status tenant(const Site &site, const Visit &visit);
    Status columns(const Site &site, const Visit &visit);
    Status files(const Site &site, const Visit &visit);
    /// Articles that are loaded themselves, by their staging order. `link`, when given, receives the ledger
    /// of every article that is not dropped (merged ones too) before its record. `findings` receives what was
    /// odd.
    Status articles(const Site &site, const Wanted &wanted, const Visit &visit, const VisitLink &link = {},
                    std::vector<Finding> *findings = nullptr);
    /// What each old address of the site answers, one record an address.
    Status addresses(const Site &site, const Visit &visit);
    ~Desired();

    /// The staged file with this content, for reading it from the source again.
    Result<std::optional<Resource>> staged(const Site &site, const std::string &sha256);

private:
    struct Known {
        bool found = false;
        std::string target; ///< empty: dropped or failed
        std::string parent; ///< of what was dropped with its column: the nearest kept column above
    };
    Desired(const Workspace &workspace, WorkspaceStore &store);

    Result<Known> lookUp(const std::string &key);
    /// The new address of a link; directory and index page count as one.
    Result<Known> targetOf(const mapping::LinkClass &link);
    mapping::LinkTarget answerFor(const mapping::LinkClass &link, Status &failure);
    Result<std::string> newAddressOf(const Site &site, RecordId article);
    Result<PlatformPlacements> placementsOf(const Site &site, const Article &article);
    Status addMerged(const Site &site, RecordId article, PlatformPlacements &placements);
    Result<std::vector<PlatformFile>> filesOf(const Site &site, const Article &article,
                                              std::vector<Finding> *findings);
    /// The attachments of articles merged into this one that it lacks, by content.
    Status addMergedFiles(const Site &site, RecordId article, std::vector<PlatformFile> &files);
    /// The articles merged with this one, itself among them, as rows of duplicate_member in their order.
    Status eachOfCluster(const Site &site, RecordId article,
                         const std::function<void(const Statement &)> &visit);
    Status rewrite(const Site &site, const Article &article, std::string &body, const VisitLink &link);
    Status ledger(const Site &site, const Article &article, const std::vector<mapping::RewriteEntry> &found,
                  const VisitLink &link);

    const Workspace &m_workspace;
    WorkspaceStore &m_store;
    mapping::HostRegistry m_hosts;
    std::shared_ptr<const mapping::Taxonomy> m_taxonomy;
    std::vector<Site> m_sites;
    std::set<std::string> m_mapped;               ///< ids of m_sites
    std::unique_ptr<OldAddresses> m_oldAddresses; ///< opened when first asked for
    std::optional<Statement> m_lookUp, m_articleAddress, m_member, m_merged;
    std::unordered_map<std::string, Known> m_recent; ///< a bounded memory of lookUp
    std::string m_shownOfSite;
    std::unordered_map<RecordId, std::string> m_shownIn; ///< of one site: column → standard column
};

} // namespace guiyi
