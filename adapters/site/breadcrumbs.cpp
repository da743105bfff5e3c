#include "adapters/site/breadcrumbs.h"

#include "schema/base/text.h"

#include <algorithm>
#include <array>

namespace guiyi::site {

using html::Tag;

namespace {

constexpr std::size_t LongestCrumbLine = 220; // visible characters; beyond it is not a line of crumbs
constexpr std::size_t MostCrumbs = 10;

bool isHomeWord(const Knowledge &knowledge, std::string_view name) {
    const std::string squashed = text::squash(name);
    return std::any_of(knowledge.crumbHomeWords.begin(), knowledge.crumbHomeWords.end(),
                       [&](const std::string &word) { return text::equalsIgnoreCase(word, squashed); });
}

std::size_t linksBelow(const PageView &view, std::int32_t index) {
    std::size_t n = 0;
    for (std::int32_t i = index; i < view[index].end; ++i)
        n += view.isTag(i, Tag::A) ? 1 : 0;
    return n;
}

/// Climbs from a label to the smallest element that also holds links.
std::int32_t lineAround(const PageView &view, std::int32_t index) {
    for (std::int32_t i = index; i > 0; i = view[i].parent) {
        if (view[i].text + view[i].linkText > LongestCrumbLine)
            return -1;
        if (view[i].node.isElement() && linksBelow(view, i) > 0)
            return view.isTag(i, Tag::A) ? view[i].parent : i;
        // "当前位置" without any link: the whole path is plain text in the label's own line.
        if (view[i].node.isElement() && isBlockTag(view[i].node.tag()) &&
            view.text(i).find('>') != std::string::npos)
            return i;
    }
    return -1;
}

std::int32_t byLabel(const PageView &view, const Knowledge &knowledge) {
    for (std::int32_t i = 0; i < view.size(); ++i) {
        const PageItem &item = view[i];
        if (!item.node.isText() || item.silent || item.node.text().find("位置") == std::string_view::npos)
            continue;
        const std::string squashed = text::squash(item.node.text());
        if (squashed.size() > LongestCrumbLine)
            continue;
        const QRegularExpressionMatch match = knowledge.crumbLabel.match(text::toQString(squashed));
        // The label begins its text; "地理位置：" inside a sentence does not.
        if (!match.hasMatch() || match.capturedStart() > 4)
            continue;
        const std::int32_t line = lineAround(view, i);
        if (line >= 0)
            return line;
    }
    return -1;
}

bool startsWithSeparator(std::string_view s) {
    const std::string squashed = text::squash(s);
    for (std::string_view separator : {">", "＞", "»", "›", "→", "-", "/", "|", "·", "&gt;"}) {
        if (text::startsWith(squashed, separator))
            return true;
    }
    return false;
}

std::int32_t byHomeLink(const PageView &view, const Knowledge &knowledge) {
    for (std::int32_t i = 0; i < view.size(); ++i) {
        if (!view.isTag(i, Tag::A) || view[i].silent || view[i].linkText > 12 ||
            !isHomeWord(knowledge, view.text(i)))
            continue;
        const std::int32_t after = view[i].end;
        const std::int32_t line = view[i].parent;
        if (after >= view[line].end || view[line].text + view[line].linkText > LongestCrumbLine)
            continue;
        for (std::int32_t j = after; j < view[line].end; ++j) {
            if (view[j].node.isText() && text::visibleLength(view[j].node.text()) > 0) {
                if (startsWithSeparator(view[j].node.text()))
                    return line;
                break;
            }
        }
    }
    return -1;
}

std::int32_t byName(const PageView &view, const Knowledge &knowledge) {
    static constexpr std::array<std::string_view, 8> Names = {
        "breadcrumb", "crumb", "dqwz", "weizhi", "location", "position", "currentpath", "curpos"};
    for (std::int32_t i = 0; i < view.size(); ++i) {
        const PageItem &item = view[i];
        if (!item.named || item.silent || item.text + item.linkText > LongestCrumbLine || item.linkText == 0)
            continue;
        const std::string name = text::lower(std::string(item.node.attribute("class")) + " " +
                                             std::string(item.node.attribute("id")));
        if (std::none_of(Names.begin(), Names.end(),
                         [&](std::string_view n) { return text::contains(name, n); }))
            continue;
        for (std::int32_t j = i; j < item.end; ++j) {
            if (view.isTag(j, Tag::A) && isHomeWord(knowledge, view.text(j)))
                return i;
        }
    }
    return -1;
}

/// Plain text between links: cut at separators, the label removed.
void addPlain(std::string_view plain, const Knowledge &knowledge, std::vector<Crumb> &crumbs) {
    std::string s = text::halfWidth(plain);
    for (std::string_view separator : {"»", "›", "→", ">>", "->", "|", "/"})
        s = text::replaceAll(std::move(s), separator, ">");
    for (std::string piece : text::split(s, '>')) {
        piece = text::collapse(piece);
        const QRegularExpressionMatch label = knowledge.crumbLabel.match(text::toQString(piece));
        if (label.hasMatch() && label.capturedStart() <= 4)
            piece = text::collapse(text::fromQString(text::toQString(piece).mid(label.capturedEnd())));
        piece = std::string(text::trim(piece));
        if (piece.empty() || piece == "-" || piece == "·" || piece == ":" || piece == "：")
            continue;
        crumbs.push_back({piece, {}});
    }
}

/// The first crumb of many sites is their name, or "某某首页", with the address of the home page, at times of
/// the host they had before.
bool leadsHome(const Crumb &crumb, const PageLinks &links) {
    const auto url = Url::parse(crumb.url);
    if (!url)
        return false;
    const auto home = links.site().own(Url::of(links.page().scheme(), links.page().host(), "/"));
    if (home && *url == *home)
        return true;
    const std::string target = url->target();
    const std::string name = text::squash(crumb.name);
    return (target == "/" || text::startsWith(target, "/index.")) &&
           (text::endsWith(name, "首页") || text::endsWith(name, "主页"));
}

} // namespace

Breadcrumbs findBreadcrumbs(const PageView &view, const Knowledge &knowledge, const PageLinks &links) {
    Breadcrumbs found;
    found.item = byLabel(view, knowledge);
    if (found.item < 0)
        found.item = byHomeLink(view, knowledge);
    if (found.item < 0)
        found.item = byName(view, knowledge);
    if (found.item < 0)
        return found;
    const std::int32_t end = view[found.item].end;
    for (std::int32_t i = found.item; i < end && found.crumbs.size() < MostCrumbs; ++i) {
        const PageItem &item = view[i];
        if (item.silent)
            continue;
        if (view.isTag(i, Tag::A)) {
            const std::string name = text::collapse(view.text(i));
            const auto url = links.resolve(item.node.attribute("href"));
            const std::string href =
                url && formOf(item.node.attribute("href")) != HrefForm::Anchor ? url->text() : std::string();
            if (!name.empty())
                found.crumbs.push_back({name, href});
            i = item.end - 1;
        } else if (item.node.isText()) {
            addPlain(item.node.text(), knowledge, found.crumbs);
        }
    }
    // Everything up to the last home entry is not a column.
    for (std::size_t i = found.crumbs.size(); i-- > 0;) {
        const bool isHome =
            isHomeWord(knowledge, found.crumbs[i].name) || (i == 0 && leadsHome(found.crumbs[i], links));
        if (isHome) {
            found.crumbs.erase(found.crumbs.begin(),
                               found.crumbs.begin() + static_cast<std::ptrdiff_t>(i) + 1);
            break;
        }
    }
    return found;
}

} // namespace guiyi::site
