#include "adapters/site/page_regions.h"

#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::site {

using html::Tag;

namespace {

/// The instance of a learnt region on this page: behind the title, the one with most text.
std::int32_t instanceOf(const PageView &view, std::uint64_t signature, std::int32_t title) {
    std::int32_t best = -1;
    for (std::int32_t i = std::max(0, title); i < view.size(); ++i) {
        const PageItem &item = view[i];
        if (!item.node.isElement() || item.silent || item.signature != signature ||
            (title >= 0 && view.contains(i, title)))
            continue;
        if (best < 0 || item.text > view[best].text)
            best = i;
    }
    return best;
}

/// Goes down to the smallest element that still holds nearly all fresh text.
std::int32_t dominantElement(const PageView &view) {
    std::int32_t at = view.body();
    for (;;) {
        std::int32_t next = -1;
        for (std::int32_t i = at + 1; i < view[at].end; i = view[i].end) {
            const PageItem &item = view[i];
            if (item.node.isElement() && !item.silent && item.fresh * 4 >= view[at].fresh * 3 &&
                item.fresh > 0) {
                next = i;
                break;
            }
        }
        const bool leaf = next >= 0 && (view.isTag(next, Tag::P) || !isBlockTag(view[next].node.tag()));
        if (next < 0 || leaf)
            return at;
        at = next;
    }
}

} // namespace

std::int32_t indexOf(const PageView &view, html::Node node) {
    for (std::int32_t i = 0; i < view.size(); ++i) {
        if (view[i].node == node)
            return i;
    }
    return -1;
}

Region findBody(const PageView &view, const PageTemplate *pageTemplate, const Knowledge &knowledge,
                const SiteModel &model, std::int32_t title) {
    if (pageTemplate != nullptr) {
        for (const LearntRegion &region : pageTemplate->bodies) {
            const std::int32_t item = instanceOf(view, region.signature, title);
            if (item >= 0)
                return {item, "template of the site, " + std::to_string(region.support) + " sample pages",
                        0.95, true};
        }
    }
    const auto bySelectors = [&](const std::vector<BodySelector> &selectors,
                                 const std::string &rule) -> Region {
        for (const auto &[css, selector] : selectors) {
            const html::Node node = selector.first(view[0].node);
            if (!node)
                continue;
            const std::int32_t item = indexOf(view, node);
            if (item >= 0 && view[item].fresh >= 8 && view[item].fresh * 3 >= view[view.body()].fresh)
                return {item, rule + " " + css, 0.85, false};
        }
        return {};
    };
    if (model.product != nullptr) {
        if (Region r = bySelectors(model.product->bodySelectors, "CMS " + model.product->id); r.item >= 0)
            return r;
    }
    if (Region r = bySelectors(knowledge.genericBodySelectors, "usual name"); r.item >= 0)
        return r;
    if (view[view.body()].fresh < 2)
        return {};
    return {dominantElement(view), "text density", 0.6, false};
}

std::string titleFromDocument(std::string_view documentTitle, const std::vector<Crumb> &crumbs,
                              std::string_view siteName) {
    std::string s(documentTitle);
    for (std::string_view separator : {"——", "--", "_", "|", "｜", " - ", "-", "—"}) {
        const std::size_t at = s.rfind(separator);
        if (at == std::string::npos || at == 0)
            continue;
        const std::string tail = text::squash(s.substr(at + separator.size()));
        const bool column = std::any_of(crumbs.begin(), crumbs.end(),
                                        [&](const Crumb &c) { return text::squash(c.name) == tail; });
        if (column ||
            (!siteName.empty() && (text::contains(tail, siteName) || text::contains(siteName, tail))))
            return titleFromDocument(s.substr(0, at), crumbs, siteName);
    }
    if (!siteName.empty() && text::startsWith(s, siteName) && s.size() > siteName.size() + 6)
        s = s.substr(siteName.size());
    return std::string(text::trim(s));
}

std::string findSubtitle(const PageView &view, std::int32_t begin, std::int32_t end) {
    for (std::int32_t i = begin; i < end; ++i) {
        const PageItem &item = view[i];
        if (!item.node.isElement() || item.silent || item.inLink || item.text < 4 || item.text > 80)
            continue;
        const std::string name = text::lower(std::string(item.node.attribute("class")) + " " +
                                             std::string(item.node.attribute("id")));
        const bool named = text::contains(name, "subtit") || text::contains(name, "futit") ||
                           text::contains(name, "fubiao") || text::contains(name, "fbt");
        const std::string shown = joinTitleLines(view.text(i));
        if (named || text::startsWith(shown, "——"))
            return shown;
    }
    return {};
}

} // namespace guiyi::site
