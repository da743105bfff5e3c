// Articles: each is there once, says what the old page said, shows its files, and its links lead somewhere.
#pragma once

#include "mappings/urlmap/hosts.h"
#include "migrator/verify/fault_list.h"
#include "schema/model/model.h"
#include "schema/store/staging.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace guiyi {

struct ArticleSides {
    const Workspace &workspace;
    WorkspaceStore &store;
    SqlEngine &engine;
    const mapping::HostRegistry &hosts;
    const ServedAddresses &served;
    const ListedLinks &listed;
    FaultList &faults;
    CancelToken &cancel;
};

/// One thread. count() every site, then draw(), then check() every site.
class ArticleCheck {
public:
    explicit ArticleCheck(const ArticleSides &sides) : m_sides(sides) {}

    /// Counts what the site should have into the result's counts.
    Status count(const Site &site);
    /// How many articles of each stratum ("site / kind") people will look at.
    void draw(std::map<std::string, std::int64_t> shares) { m_shares = std::move(shares); }
    Status check(const Site &site);
    std::vector<SampledArticle> takeSample();

private:
    /// An article as the source has it, and where it should be.
    struct Wanted {
        Article article;
        std::optional<Letter> letter;
        std::string target;
        std::vector<std::string> columns; ///< codes, the main one first
        std::string site;
    };
    struct Found;
    using Drawn = std::map<std::uint64_t, SampledArticle>; ///< by a hash: the smallest are the sample

    Status readColumns(const Site &site);
    Status prepare();
    Result<std::string> addressOf(const Site &site, RecordId article);
    std::vector<std::string> columnsOf(const Article &article) const;
    Status flush(const Site &site);
    Result<std::map<std::string, Found>> read();
    Status readParts(std::map<std::string, Found *> &byId);
    void compare(const Site &site, const Wanted &wanted, const Found &found);
    void compareFields(const Wanted &wanted, const Found &found);
    void compareFiles(const Wanted &wanted, const Found &found);
    void compareLetter(const Wanted &wanted, const Found &found);
    void checkLinks(const Site &site, const Wanted &wanted, const std::vector<std::string> &links);
    void sample(const Site &site, const Wanted &wanted, const Found &found);
    Status findExtra(const Site &site);
    void fault(const char *rule, const Wanted &wanted, std::string should, std::string is);

    ArticleSides m_sides;
    std::optional<Statement> m_address;
    std::unordered_map<RecordId, std::string> m_shownIn; ///< of one site: column → standard column
    std::vector<Wanted> m_wanted;
    std::size_t m_bytes = 0;
    std::unordered_set<std::uint64_t> m_expected; ///< new addresses of one site
    std::map<std::string, std::int64_t> m_shares;
    std::map<std::string, Drawn> m_drawn;
};

} // namespace guiyi
