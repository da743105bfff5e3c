#include "migrator/map/site_scan.h"

#include "mappings/dedupe/fold.h"
#include "mappings/identity/policy.h"
#include "migrator/map/hasher.h"
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

/// yyyymmdd of an ISO date, 0 when there is none.
std::uint32_t dayNumber(std::string_view date) {
    std::uint32_t day = 0;
    for (const char c : date.substr(0, 10)) {
        if (c >= '0' && c <= '9')
            day = day * 10 + static_cast<std::uint32_t>(c - '0');
    }
    return day;
}

std::uint64_t keyOf(std::string_view text) {
    return text.empty() ? 0 : hash64(text);
}

/// What finding duplicates needs to know of an article besides its text.
void describe(const Site &site, const Article &a, bool hasLetter, ArticleFrame &frame) {
    frame.article = a.id;
    frame.url = a.url;
    frame.published = a.published.substr(0, 10);
    frame.documentNumber = mapping::normalisedDocumentNumber(a.document.number);
    frame.isLetter = hasLetter || a.kind == ArticleKind::Letter;
    const std::string name = text::squash(site.name), source = text::squash(a.source);
    frame.isIssuer = source == name || (!name.empty() && text::squash(a.document.issuer) == name);
    frame.isTakenOver = !source.empty() && source != name;
    for (const FileReference &file : a.files) {
        if (file.role == FileRole::Attachment && file.status == FileStatus::Ok)
            ++frame.attachments;
    }
    frame.keys.title = keyOf(mapping::normalisedTitleKey(a.title));
    frame.keys.number = keyOf(frame.documentNumber);
    frame.keys.files = keyOf(mapping::filesKeyOf(a.files));
    frame.keys.place = hash64(site.id + "\n" + a.url);
    frame.keys.day = dayNumber(a.published);
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
    const Status read = staging.eachArticle(false, [&](const Article &a, const Letter *letter) {
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
        describe(site, a, letter != nullptr, frame);
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
