// Rows of a CMS's articles and letters turned into records, each by itself.
#pragma once

#include "adapters/cms/cms_extractor.h"
#include "adapters/cms/column_rows.h"
#include "adapters/site/body_writer.h"
#include "adapters/site/inventory.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace guiyi::cms {

constexpr std::string_view Published = "published"; ///< the state of rows that become records

/// An address of one of an article's pages behind the first.
struct FurtherPage {
    int page = 2;
    bool twin = false; ///< by another address of the article than its own
    std::string url;
};

/// The address a rule with `{page}` or, where pages count from 0, `{page-1}` gives.
std::string pageAddress(std::string_view rule, std::int64_t page);

/// What one row gives; what became of its addresses is still to be settled, in the order of the rows.
struct MadeRecord {
    std::string key, state;
    std::string leadsTo;                ///< of a row that is only a link: the address it leads to
    bool onlyLink = false;              ///< true even where that address is none
    std::string address;                ///< the product's own one; may be empty
    std::vector<std::string> addresses; ///< of an article: all, the product's own first; of a letter: others
    Article article; ///< with url, files not looked up yet; empty for rows that become no record
    std::optional<Letter> letter;
    std::vector<FurtherPage> furtherPages; ///< page by page, those of the product's own address first
    std::vector<site::InlineImage> pictures;
    std::vector<Finding> findings;
};

/// By the address a row leads to: the columns such rows stand in.
using PlacedByLink = std::map<std::string, std::set<RecordId>>;

/// Makes records of rows. Changes nothing it is given: any number of threads may ask at once, as long as
/// nobody changes the columns, the inventory and the links.
class RecordMaker {
public:
    RecordMaker(const Site &site, const site::Knowledge &knowledge, const CmsExtractOptions &options,
                const Profile &profile, const site::Inventory &inventory, const ColumnRows &columns,
                const PlacedByLink &placedByLink);

    /// `url` is the address the article is to be known by; empty: its own or the first of the others.
    MadeRecord article(const KeptRow &row, const std::string &url = {}) const;
    /// The same of a letter, whose address is one made of its key where it has none.
    MadeRecord letter(const KeptRow &row, const std::string &url = {}) const;
    /// The record of a column that is a page.
    MadeRecord page(const ColumnRow &column) const;
    /// An address for a letter that has none of its own.
    std::string letterAddress(const std::string &key) const;

    /// An address of the CMS made absolute; empty for none and for what is no address.
    std::string addressOf(std::string_view path) const;
    std::vector<std::string> addressesOf(const std::vector<std::string_view> &lines) const;

private:
    struct Attached {
        std::vector<std::string_view> attachments, images; ///< lines of path, tab, name
    };
    struct Text {
        std::string_view body;
        std::vector<std::string_view> pageUrls; ///< rules
    };

    void find(MadeRecord &made, std::string_view rule, std::string message, Severity severity) const;
    void fill(Article &a, const RowNames &names, const SnapshotRow &row) const;
    void place(MadeRecord &made, const RowNames &names, const SnapshotRow &row) const;
    std::optional<std::string> storedBody(MadeRecord &made, const RowNames &names,
                                          const SnapshotRow &row) const;
    std::string resolvedSource(const std::string &shown) const;
    void write(MadeRecord &made, const Text &text, const Attached &attached) const;
    int writeBody(MadeRecord &made, std::string_view body) const;
    void addFile(Article &a, std::string_view line, FileRole role) const;

    const Site &m_site;
    const site::Knowledge &m_knowledge;
    const CmsExtractOptions &m_options;
    const Profile &m_profile;
    const site::Inventory &m_inventory;
    const ColumnRows &m_columns;
    const PlacedByLink &m_placedByLink;
    Url m_home;
};

} // namespace guiyi::cms
