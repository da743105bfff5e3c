#include "adapters/site/page_regions.h"

#include "adapters/markup/media.h"
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

constexpr std::uint32_t LittleText = 60; ///< visible characters: date, source and the like

/// The smallest element behind the title with all own pictures there that are no part of the
/// layout; -1 when there is none.
std::int32_t elementOfPictures(const PageView &view, const SiteModel &model, std::int32_t title,
                               const PageLinks &links) {
    constexpr int IconSize = 20; // pixels
    std::int32_t holder = -1;
    for (std::int32_t i = view[title].end; i < view.size(); ++i) {
        if (!view.isTag(i, Tag::Img) || view[i].silent || markup::isIcon(view[i].node, IconSize))
            continue;
        const auto url = links.own(markup::imageSource(view[i].node));
        if (!url || model.chromeImages.contains(hashOf(url->text())))
            continue;
        const TargetKind kind = links.site().kindOf(*url);
        if (kind != TargetKind::Image && kind != TargetKind::MissingImage)
            continue;
        holder = holder < 0 ? view[i].parent : holder;
        while (holder > 0 && !view.contains(holder, i))
            holder = view[holder].parent;
    }
    // A paragraph or a link is no container: its neighbours may be captions.
    while (holder > 0 && (!isBlockTag(view[holder].node.tag()) || view.isTag(holder, Tag::P)))
        holder = view[holder].parent;
    return holder > 0 && !view.contains(holder, title) ? holder : -1;
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
                const SiteModel &model, std::int32_t title, const PageLinks &links) {
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
    const std::int32_t dominant = dominantElement(view);
    const std::uint32_t heading = title >= 0 && view.contains(dominant, title) ? view[title].fresh : 0;
    if (title >= 0 && view[dominant].fresh < heading + LittleText) {
        const std::int32_t pictures = elementOfPictures(view, model, title, links);
        if (pictures >= 0)
            return {pictures, "pictures of a page without text", 0.6, false};
    }
    if (view[view.body()].fresh < 2)
        return {};
    return {dominant, "text density", 0.6, false};
}

std::string titleFromDocument(std::string_view documentTitle, const std::vector<Crumb> &crumbs,
                              std::string_view siteName, std::string_view siteTail) {
    std::string s(documentTitle);
    if (!siteTail.empty() && text::endsWith(s, siteTail))
        s.resize(s.size() - siteTail.size());
    // "联系我们_联系我们": a page of a column that bears its name.
    const std::size_t half = s.size() / 2;
    if (s.size() > 2 && s.size() % 2 == 1 && (s[half] == '_' || s[half] == '-' || s[half] == '|') &&
        s.compare(0, half, s, half + 1, half) == 0)
        s.resize(half);
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
