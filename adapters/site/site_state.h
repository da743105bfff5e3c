// What is known of a site while it is turned into records, and the steps that fill it.
#pragma once

#include "adapters/site/column_tree.h"
#include "adapters/site/draft_file.h"
#include "adapters/site/inventory.h"
#include "adapters/site/page_extractor.h"
#include "adapters/site/site_extractor.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace guiyi::site {

constexpr std::uint32_t LeastBody = 20; ///< visible characters that make a page worth keeping as content

/// What stays in memory of one page until the end.
struct PageFacts {
    PageForm form = PageForm::Other;
    std::string redirectTo;
    std::int32_t crumbs = -1; ///< index into the site's different crumbs
    std::string columnType;
    std::vector<ListRow> rows;
    std::vector<NumberedPage> parts;
    bool articleAddress = false; ///< its address has an article's shape
    std::uint32_t bodyCharacters = 0;
    bool crumbEndsHere = false, learntBody = false, hasFiles = false;
    long draft = -1;
    bool truncated = false; ///< the page stops in the middle
    bool hasParts = false;  ///< records of their own stand on this page
    std::string listOf;     ///< address of the column page whose further rows this page gives
    std::vector<ListRow> outside;
    std::int32_t column = -1; ///< node of the column tree
    std::int32_t item = -1;
};

/// What the rows of list pages say of an address.
struct Listed {
    std::string title, date;
    std::vector<std::int32_t> columns;
};

/// Belongs to one thread; readSite() fills the pages, settleSite() columns and placements, the writers the
/// ids.
struct SiteState {
    SiteState(const Site &of, const Knowledge &known, const ExtractOptions &given)
        : site(of), knowledge(known), options(given), inventory(of, given.locations) {}

    bool isPage(std::int32_t item) const;
    bool isData(std::int32_t item) const; ///< JSON, which may be the answer of a list service
    const std::string &urlOf(std::int32_t item) const;
    std::string home() const; ///< address of the home page
    bool isColumnPage(const std::string &url, const PageFacts &f) const;
    /// Node of the column a column page belongs to; -1 when there is none.
    std::int32_t columnOfPage(const std::string &url, const PageFacts &f) const;
    void finding(const std::string &url, std::string_view rule, std::string message, Severity severity);
    static std::string titleAndDate(const std::string &title, const std::string &date);

    const Site &site;
    const Knowledge &knowledge;
    const ExtractOptions &options;
    Inventory inventory;
    std::unique_ptr<DraftFile> drafts;
    SiteModel model;
    PageRules rules; ///< given by people
    std::string encoding;
    std::map<std::string, PageFacts> pages;                  ///< by address
    std::map<std::string, std::map<int, std::string>> parts; ///< main page -> number -> address
    std::map<std::string, std::string> mainOf;               ///< later page -> main page
    std::vector<std::vector<Crumb>> crumbs;                  ///< the different crumbs of the site
    ColumnTree columns;
    std::map<std::string, Listed> listed;
    std::vector<std::int64_t> articles, children; ///< per node of the column tree
    std::vector<RecordId> columnIds;              ///< per node of the column tree
    std::map<std::string, RecordId> articleIds;
    std::map<std::string, std::vector<std::string>>
        unlisted; ///< title and date -> articles that no list names
    std::set<std::string> usedFiles;
    std::map<std::string, Resource> inlineImages; ///< by address: pictures that stood inside pages
    std::set<std::string> attached;               ///< files and pictures of articles and letters
    std::map<std::string, std::string> dataOf;    ///< answer of a content service -> page that shows it
    std::map<std::string, Listed> outside;        ///< rows that lead elsewhere or straight to documents
    std::vector<Finding> findings;
    ExtractCounts counts;
};

/// Learns the site from a sample, then reads every page once.
Status readSite(SiteState &state);
/// Joins the parts of articles, builds the columns and says which page is what and belongs where.
void settleSite(SiteState &state);
/// Facts, columns, articles and letters.
Status writeRecords(SiteState &state, RecordSink &sink);
/// What became of every address, and the findings; after writeRecords().
Status writeOutcomes(SiteState &state, RecordSink &sink);

} // namespace guiyi::site
