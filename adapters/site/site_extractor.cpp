#include "adapters/site/site_extractor.h"

#include "adapters/site/site_state.h"
#include "schema/base/text.h"

namespace guiyi::site {

bool SiteState::isPage(std::int32_t item) const {
    const InventoryItem &i = inventory.items()[static_cast<std::size_t>(item)];
    return i.resource.kind == ResourceKind::Page && !i.unreadable;
}

bool SiteState::isData(std::int32_t item) const {
    const InventoryItem &i = inventory.items()[static_cast<std::size_t>(item)];
    constexpr std::int64_t LargestAnswer = 16 << 20; // bytes
    return i.resource.mediaType == "application/json" && i.resource.bytes <= LargestAnswer && !i.unreadable;
}

const std::string &SiteState::urlOf(std::int32_t item) const {
    return inventory.items()[static_cast<std::size_t>(item)].resource.url;
}

std::string SiteState::home() const {
    return "http://" + Url::of("http", site.host, "/").host() + "/";
}

bool SiteState::isColumnPage(const std::string &url, const PageFacts &f) const {
    if (f.form != PageForm::Other)
        return false;
    const std::int32_t own = columns.byUrl(url);
    if (own >= 0)
        return true;
    if (f.column < 0)
        return false;
    // Later pages of a list: their crumbs end at the column's first page.
    return (!f.rows.empty() || !f.outside.empty() || f.hasParts) && !f.articleAddress;
}

std::int32_t SiteState::columnOfPage(const std::string &url, const PageFacts &f) const {
    const std::int32_t own = columns.byUrl(url);
    return own >= 0 ? own : f.column;
}

void SiteState::finding(const std::string &url, std::string_view rule, std::string message,
                        Severity severity) {
    findings.push_back({site.id, url, std::string(rule), std::move(message), {}, severity});
}

std::string SiteState::titleAndDate(const std::string &title, const std::string &date) {
    return text::squash(title) + "|" + date.substr(0, 10);
}

Result<ExtractCounts> extractSite(const Site &site, const Knowledge &knowledge, const ExtractOptions &options,
                                  RecordSink &sink) {
    SiteState state(site, knowledge, options);
    std::vector<Error> mistakes;
    state.rules = PageRules::compile(site, mistakes);
    if (!mistakes.empty())
        return mistakes.front();
    if (Status s = state.inventory.scan(); !s)
        return s.error();
    Result<DraftFile> drafts = DraftFile::create(options.scratchFolder);
    if (!drafts)
        return drafts.error();
    state.drafts = std::make_unique<DraftFile>(std::move(*drafts));
    if (Status s = readSite(state); !s)
        return s.error();
    settleSite(state);
    if (Status s = writeRecords(state, sink); !s)
        return s.error();
    if (Status s = writeOutcomes(state, sink); !s)
        return s.error();
    return state.counts;
}

} // namespace guiyi::site
