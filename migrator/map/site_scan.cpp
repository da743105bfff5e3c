#include "migrator/map/site_scan.h"

#include "migrator/map/inputs.h"
#include "schema/base/text.h"

#include <algorithm>
#include <unordered_map>

namespace guiyi {

namespace {

constexpr std::size_t SampleTitles = 20;

/// Parents before children, otherwise the adapter's order.
std::vector<Column> parentsFirst(const std::vector<Column> &columns) {
    std::unordered_map<RecordId, std::vector<const Column *>> children;
    std::unordered_map<RecordId, const Column *> byId;
    for (const Column &column : columns)
        byId.emplace(column.id, &column);
    for (const Column &column : columns)
        children[byId.count(column.parent) != 0 ? column.parent : 0].push_back(&column);
    std::vector<Column> ordered;
    ordered.reserve(columns.size());
    std::vector<const Column *> open(children[0].rbegin(), children[0].rend());
    while (!open.empty()) {
        const Column *column = open.back();
        open.pop_back();
        ordered.push_back(*column);
        const auto found = children.find(column->id);
        if (found != children.end())
            open.insert(open.end(), found->second.rbegin(), found->second.rend());
    }
    return ordered;
}

} // namespace

Result<SiteScan> scanSite(const Site &site, Staging &staging) {
    SiteScan scan;
    Result<std::string> hash = stagingHash(staging);
    if (!hash)
        return hash.error();
    scan.stagingHash = std::move(hash).value();
    Result<std::vector<Column>> columns = staging.columns();
    if (!columns)
        return columns.error();
    struct Tally {
        std::vector<std::string> titles;
        std::int64_t articles = 0, numbered = 0;
    };
    std::unordered_map<RecordId, Tally> tallies;
    const Status read = staging.eachArticle(true, [&](const Article &a, const Letter *letter) {
        ArticleFrame frame;
        frame.kind = a.kind;
        frame.placements = a.placements;
        if (frame.placements.empty() && a.column != 0)
            frame.placements.push_back(a.column);
        for (const RecordId column : frame.placements) {
            Tally &tally = tallies[column];
            ++tally.articles;
            tally.numbered += a.document.number.empty() ? 0 : 1;
            if (tally.titles.size() < SampleTitles)
                tally.titles.push_back(a.title);
        }
        mapping::DuplicateCandidate &c = frame.candidate;
        c.site = site.id;
        c.article = a.id;
        c.url = a.url;
        c.titleKey = mapping::normalisedTitleKey(a.title);
        c.published = a.published.substr(0, 10);
        c.textKey = mapping::normalisedTextKey(a.bodyText);
        c.textLength = static_cast<std::int64_t>(text::visibleLength(a.bodyText));
        c.filesKey = mapping::filesKeyOf(a.files);
        c.level = site.level;
        c.sourceIsOwnSite = !a.source.empty() && text::squash(a.source) == text::squash(site.name);
        c.isLetter = letter != nullptr || a.kind == ArticleKind::Letter;
        scan.articles.push_back(std::move(frame));
        return Status();
    });
    if (!read)
        return read.error();
    const std::vector<Column> ordered = parentsFirst(columns.value());
    std::unordered_map<RecordId, std::size_t> index;
    for (const Column &column : ordered) {
        mapping::ColumnEvidence evidence;
        evidence.column = column;
        if (const auto tally = tallies.find(column.id); tally != tallies.end()) {
            evidence.sampleTitles = std::move(tally->second.titles);
            evidence.documentNumberShare =
                static_cast<double>(tally->second.numbered) / static_cast<double>(tally->second.articles);
            evidence.articlesInSubtree = tally->second.articles;
        }
        index.emplace(column.id, scan.columns.size());
        scan.columns.push_back(std::move(evidence));
    }
    for (std::size_t i = scan.columns.size(); i-- > 0;) {
        const auto parent = index.find(scan.columns[i].column.parent);
        if (parent == index.end() || parent->second == i)
            continue;
        scan.columns[parent->second].hasChildren = true;
        scan.columns[parent->second].articlesInSubtree += scan.columns[i].articlesInSubtree;
    }
    return scan;
}

} // namespace guiyi
