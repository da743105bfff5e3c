#include "adapters/site/site_model.h"

#include "adapters/html/serialize.h"
#include "adapters/site/breadcrumbs.h"
#include "adapters/site/dates.h"
#include "adapters/site/info_line.h"
#include "adapters/site/labelled_values.h"
#include "schema/base/text.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace guiyi::site {

using html::Tag;

namespace {

constexpr std::size_t MinimumProductScore =
    30; // cms-fingerprints.yaml: the best above 30 is taken with low confidence

void learnChrome(const std::vector<SamplePage> &sample, SiteModel &model) {
    std::unordered_map<std::uint64_t, int> texts, images, titles;
    for (const SamplePage &page : sample) {
        std::unordered_set<std::uint64_t> seenTexts, seenImages;
        const html::Node root = page.document->root();
        for (html::Node node = root; node; node = node.following(root)) {
            if (node.isText()) {
                if (const std::uint64_t hash = textHash(node.text()); hash != 0)
                    seenTexts.insert(hash);
            } else if (node.isElement(Tag::Img)) {
                if (const auto url = page.url.resolve(node.attribute("src")))
                    seenImages.insert(hashOf(url->text()));
            }
        }
        ++titles[hashOf(documentTitle(*page.document))];
        for (std::uint64_t hash : seenTexts)
            ++texts[hash];
        for (std::uint64_t hash : seenImages)
            ++images[hash];
    }
    const int many = std::max(3, static_cast<int>(sample.size() / 4));
    for (const auto &[hash, count] : texts) {
        if (count >= many)
            model.chrome.insert(hash);
    }
    for (const auto &[hash, count] : titles) {
        if (count >= std::max(3, static_cast<int>(sample.size() / 5)))
            model.commonTitles.insert(hash);
    }
    for (const auto &[hash, count] : images) {
        if (count >= many)
            model.chromeImages.insert(hash);
    }
}

void recogniseProduct(const std::vector<SamplePage> &sample, const Knowledge &knowledge, SiteModel &model) {
    std::vector<int> scores(knowledge.products().size(), 0);
    // Markers count once a site; address shapes count by how many sample pages have them.
    std::vector<std::unordered_set<std::size_t>> seen(scores.size());
    std::vector<int> shaped(scores.size(), 0), best(scores.size(), 0);
    std::size_t looked = 0;
    for (const SamplePage &page : sample) {
        const QString target = text::toQString(page.url.target());
        const bool readSource = looked++ < 12;
        const QString source =
            readSource ? text::toQString(page.document->source().substr(0, 200000)) : QString();
        for (std::size_t p = 0; p < scores.size(); ++p) {
            const CmsKnowledge &cms = knowledge.products()[p];
            for (std::size_t m = 0; readSource && m < cms.markers.size(); ++m) {
                if (!seen[p].contains(m) && cms.markers[m].expression.match(source).hasMatch()) {
                    seen[p].insert(m);
                    scores[p] += cms.markers[m].score;
                }
            }
            for (const UrlPattern &pattern : cms.articleUrls) {
                if (pattern.expression.match(target).hasMatch()) {
                    ++shaped[p];
                    best[p] = std::max(best[p], pattern.score);
                    break;
                }
            }
        }
    }
    for (std::size_t p = 0; p < scores.size(); ++p) {
        const int score = scores[p] + (shaped[p] * 10 >= static_cast<int>(sample.size()) ? best[p] : 0);
        if (score >= static_cast<int>(MinimumProductScore) && score > model.productScore) {
            model.productScore = score;
            model.product = &knowledge.products()[p];
        }
    }
}

/// The longest end of <title>s, from a separator on, that most of the sample has.
std::string commonTail(const std::vector<SamplePage> &sample) {
    std::map<std::string, int> tails;
    int titles = 0;
    for (const SamplePage &page : sample) {
        const std::string title = documentTitle(*page.document);
        titles += title.empty() ? 0 : 1;
        for (std::size_t at = 1; at < title.size(); ++at) {
            if (title[at] == '_' || title[at] == '-' || title[at] == '|')
                ++tails[title.substr(at)];
        }
    }
    std::string longest;
    constexpr int LeastTitles = 5;
    for (const auto &[tail, count] : tails) {
        if (count >= LeastTitles && count * 5 >= titles * 3 && tail.size() > longest.size())
            longest = tail;
    }
    return longest;
}

struct RegionVotes {
    int pages = 0;
    double coverage = 0;
    std::int32_t depth = 0;
    bool named = false;
    bool unique = true;
};

std::int32_t depthOf(const PageView &view, std::int32_t index) {
    std::int32_t depth = 0;
    for (std::int32_t i = index; i >= 0; i = view[i].parent)
        ++depth;
    return depth;
}

/// True when a date or a source stands within the next few texts.
bool dateLineFollows(const PageView &view, std::int32_t from) {
    std::string near;
    for (std::int32_t i = from; i < view.size() && i < from + 30 && near.size() < 200; ++i) {
        if (view[i].node.isText() && !view[i].silent && !view[i].inLink)
            near += view[i].node.text();
    }
    return findDate(near).has_value() || text::contains(near, "来源");
}

/// Where the info line of an article page stands: the first date or label text behind the title.
std::int32_t infoItemAfter(const PageView &view, std::int32_t title, const Knowledge &knowledge) {
    for (std::int32_t i = view[title].end, seen = 0; i < view.size() && seen < 12; ++i) {
        if (!view[i].node.isText() || view[i].silent || view[i].inLink ||
            text::visibleLength(view[i].node.text()) < 4)
            continue;
        ++seen;
        const InfoLine info = readInfoLine(view[i].node.text(), knowledge);
        if (info.anyLabel)
            return i;
    }
    return -1;
}

void voteForBody(const PageView &view, std::int32_t title, const Knowledge &knowledge,
                 std::map<std::uint64_t, RegionVotes> &votes, int &voters) {
    if (!findLetterForms(view, title, view.size()).empty())
        return;
    const std::int32_t info = infoItemAfter(view, title, knowledge);
    if (info < 0)
        return;
    // The box of a document is data of its own, not body text.
    std::uint32_t boxed = 0;
    std::int32_t boxItem = -1;
    if (const auto box = findDocumentBox(view, view[title].end, view.size()); box && box->item >= 0) {
        boxItem = box->item;
        boxed = view[boxItem].fresh;
    }
    std::uint32_t total = 0;
    for (std::int32_t i = info + 1; i < view.size(); ++i)
        total += view[i].node.isText() ? view[i].fresh : 0;
    total -= std::min(total, boxed);
    if (total < 20)
        return;
    ++voters;
    std::map<std::uint64_t, std::pair<std::uint32_t, std::int32_t>> best; // signature -> fresh text, item
    std::map<std::uint64_t, int> instances;
    for (std::int32_t i = info + 1; i < view.size(); ++i) {
        const PageItem &item = view[i];
        if (!item.node.isElement() || item.silent || item.inLink || item.fresh == 0)
            continue;
        const Tag tag = item.node.tag();
        if (!item.named && tag != Tag::Td && tag != Tag::Div)
            continue;
        if (tag == Tag::P || tag == Tag::Span || tag == Tag::Font || tag == Tag::Tr || tag == Tag::Li)
            continue;
        if (boxItem >= 0 && view.contains(boxItem, i))
            continue;
        const std::uint32_t inside =
            item.fresh - (boxItem >= 0 && view.contains(i, boxItem) ? std::min(boxed, item.fresh) : 0);
        ++instances[item.signature];
        auto &entry = best[item.signature];
        if (inside > entry.first)
            entry = {inside, i};
    }
    for (const auto &[signature, entry] : best) {
        if (entry.first == 0)
            continue;
        RegionVotes &v = votes[signature];
        ++v.pages;
        v.coverage += static_cast<double>(entry.first) / total;
        v.depth = std::max(v.depth, depthOf(view, entry.second));
        v.named = view[entry.second].named;
        v.unique = v.unique && instances[signature] == 1;
    }
}

void learnTemplates(const std::vector<SamplePage> &sample, const Knowledge &knowledge, const SiteLinks &links,
                    SiteModel &model) {
    struct Shape {
        std::map<std::uint64_t, RegionVotes> bodies;
        std::map<std::uint64_t, int> titles;
        int voters = 0;
    };
    std::map<std::string, Shape> shapes;
    for (const SamplePage &page : sample) {
        const PageView view(*page.document, &model.chrome);
        const PageLinks pageLinks(links, page.url);
        const Breadcrumbs crumbs = findBreadcrumbs(view, knowledge, pageLinks);
        const TitleSpot title = findTitle(view, tellingTitle(*page.document, model), crumbs.item, nullptr);
        if (title.item < 0)
            continue;
        Shape &shape = shapes[shapeOf(page.url.target())];
        ++shape.titles[view[title.item].signature];
        voteForBody(view, title.item, knowledge, shape.bodies, shape.voters);
    }
    for (auto &[name, shape] : shapes) {
        PageTemplate &t = model.templates[name];
        for (const auto &[signature, support] : shape.titles)
            t.titles.push_back({signature, support, 0});
        std::stable_sort(t.titles.begin(), t.titles.end(),
                         [](const LearntRegion &a, const LearntRegion &b) { return a.support > b.support; });
        // A region must hold most of the text where it stands. Within a small margin the deeper and the named
        // one is the tighter frame.
        struct Ranked {
            LearntRegion region;
            double rank;
        };
        std::vector<Ranked> ranked;
        for (const auto &[signature, v] : shape.bodies) {
            const double coverage = v.coverage / v.pages;
            if (coverage < 0.5 || v.pages < 2)
                continue;
            const double support = static_cast<double>(v.pages) / std::max(1, shape.voters);
            const double rank = support * (std::round(coverage * 25) / 25) + (v.named ? 0.03 : 0) +
                                (v.unique ? 0.01 : -0.05) + v.depth * 0.0005;
            ranked.push_back({{signature, v.pages, coverage}, rank});
        }
        std::stable_sort(ranked.begin(), ranked.end(),
                         [](const Ranked &a, const Ranked &b) { return a.rank > b.rank; });
        for (std::size_t i = 0; i < ranked.size() && i < 4; ++i)
            t.bodies.push_back(ranked[i].region);
    }
}

/// Menu entries from nested lists: ul > li > a, with sub-lists in the li.
void readMenuList(const PageView &view, std::int32_t list, const std::vector<std::string> &path,
                  const PageLinks &links, const Knowledge &knowledge, std::vector<MenuEntry> &entries) {
    for (std::int32_t li = list + 1; li < view[list].end; li = view[li].end) {
        if (!view.isTag(li, Tag::Li))
            continue;
        std::vector<std::string> own = path;
        for (std::int32_t i = li + 1; i < view[li].end; ++i) {
            if (view.isTag(i, Tag::A) && own.size() == path.size()) {
                const std::string name = text::collapse(view.text(i));
                const auto url = links.resolve(view[i].node.attribute("href"));
                const HrefForm form = formOf(view[i].node.attribute("href"));
                const bool home =
                    std::any_of(knowledge.crumbHomeWords.begin(), knowledge.crumbHomeWords.end(),
                                [&](const std::string &word) { return word == name; });
                if (name.empty() || home)
                    break;
                own.push_back(name);
                const bool web = url && (form == HrefForm::Http || form == HrefForm::Relative);
                entries.push_back(
                    {own, web ? url->text() : std::string(), web && links.site().own(*url).has_value()});
                i = view[i].end - 1;
            } else if (view.isTag(i, Tag::Ul) || view.isTag(i, Tag::Ol)) {
                if (own.size() > path.size() && own.size() < 7)
                    readMenuList(view, i, own, links, knowledge, entries);
                i = view[i].end - 1;
            }
        }
    }
}

void learnMenu(const std::vector<SamplePage> &sample, const Knowledge &knowledge, const SiteLinks &links,
               SiteModel &model) {
    // The menu is the nested list with most entries that stands on most pages; the home page's comes first.
    for (const SamplePage &page : sample) {
        const PageView view(*page.document, nullptr);
        const PageLinks pageLinks(links, page.url);
        std::vector<MenuEntry> best;
        for (std::int32_t i = 0; i < view.size(); ++i) {
            if (!view.isTag(i, Tag::Ul) && !view.isTag(i, Tag::Ol))
                continue;
            std::vector<MenuEntry> entries;
            readMenuList(view, i, {}, pageLinks, knowledge, entries);
            const bool nested = std::any_of(entries.begin(), entries.end(),
                                            [](const MenuEntry &e) { return e.path.size() > 1; });
            const auto own =
                std::count_if(entries.begin(), entries.end(), [](const MenuEntry &e) { return e.own; });
            if (nested && own * 2 > static_cast<std::ptrdiff_t>(entries.size()) &&
                entries.size() > best.size())
                best = std::move(entries);
            i = view[i].end - 1;
        }
        if (!best.empty()) {
            model.menu = std::move(best);
            return;
        }
    }
}

} // namespace

std::string shapeOf(std::string_view target) {
    std::string out;
    const std::size_t mark = target.find('?');
    const std::string_view path = target.substr(0, mark);
    std::string_view name = path.substr(path.rfind('/') + 1);
    bool digits = false;
    std::size_t hex = 0;
    for (char c : name) {
        const bool digit = c >= '0' && c <= '9';
        hex = digit || (c >= 'a' && c <= 'f') ? hex + 1 : 0;
        if (hex >= 16) { // hashed ids
            while (!out.empty() && out.back() != '_' && out.back() != '-')
                out.pop_back();
            out += 'h';
            digits = true;
            continue;
        }
        if (digit) {
            if (!digits)
                out += '9';
        } else {
            out += c;
        }
        digits = digit;
    }
    if (mark != std::string_view::npos) {
        for (const std::string &pair : text::split(target.substr(mark + 1), '&'))
            out += "&" + text::lower(pair.substr(0, pair.find('=')));
    }
    return out;
}

SiteModel learnSite(const std::vector<SamplePage> &sample, const Knowledge &knowledge,
                    const SiteLinks &links) {
    SiteModel model;
    learnChrome(sample, model);
    model.titleTail = commonTail(sample);
    recogniseProduct(sample, knowledge, model);
    learnTemplates(sample, knowledge, links, model);
    learnMenu(sample, knowledge, links, model);
    return model;
}

std::string documentTitle(const html::Document &document) {
    const html::Node root = document.root();
    for (html::Node node = root; node; node = node.following(root)) {
        if (node.isElement(Tag::Title))
            return text::collapse(html::textContent(node));
        if (node.isElement(Tag::Body))
            break;
    }
    return {};
}

std::string tellingTitle(const html::Document &document, const SiteModel &model) {
    std::string title = documentTitle(document);
    return model.commonTitles.contains(hashOf(title)) ? std::string() : title;
}

std::string joinTitleLines(std::string_view s) {
    std::string out;
    std::string flat(s);
    std::replace(flat.begin(), flat.end(), '\t', '\n');
    for (const std::string &raw : text::split(flat, '\n')) {
        const std::string line = text::collapse(raw);
        if (line.empty())
            continue;
        const bool words = !out.empty() && static_cast<unsigned char>(out.back()) < 0x80 &&
                           static_cast<unsigned char>(line[0]) < 0x80;
        if (words)
            out += ' ';
        out += line;
    }
    return out;
}

TitleSpot findTitle(const PageView &view, std::string_view documentTitle, std::int32_t crumbs,
                    const PageTemplate *pageTemplate) {
    const std::string wanted = text::squash(documentTitle);
    const std::size_t wantedLength = text::visibleLength(wanted);
    TitleSpot best;
    double bestScore = 0;
    for (std::int32_t i = view.body(); i < view.size(); ++i) {
        const PageItem &item = view[i];
        if (i == crumbs) {
            i = item.end - 1;
            continue;
        }
        if (!item.node.isElement() || item.silent || item.inLink || item.text < 3 ||
            item.linkText > item.text || item.text > 200)
            continue;
        const Tag tag = item.node.tag();
        const bool heading = tag == Tag::H1 || tag == Tag::H2 || tag == Tag::H3;
        const std::string name = text::lower(std::string(item.node.attribute("class")) + " " +
                                             std::string(item.node.attribute("id")));
        const bool named =
            text::contains(name, "tit") || text::contains(name, "biaoti") || text::contains(name, "headline");
        const bool learnt = pageTemplate != nullptr && !pageTemplate->titles.empty() &&
                            pageTemplate->titles.front().signature == item.signature &&
                            pageTemplate->titles.front().support >= 2;
        double score = 0;
        const std::string shown = text::squash(view.text(i));
        // Its text is part of <title>, or <title> was cut.
        const bool inTitle = item.text <= wantedLength && text::contains(wanted, shown);
        const bool dots = text::endsWith(wanted, "...") || text::endsWith(wanted, "…");
        const bool cut =
            wantedLength >= 10 && item.text > wantedLength && (dots || heading) &&
            text::startsWith(shown, text::replaceAll(text::replaceAll(wanted, "...", ""), "…", ""));
        if (inTitle || cut)
            score = static_cast<double>(std::min<std::size_t>(item.text, wantedLength)) /
                    std::max<std::size_t>(wantedLength, 1) * 100;
        if (item.fresh == 0)
            score -= 60; // the site's name stands in <title> as well
        const bool blind = wantedLength == 0;
        if (score <= 0 && !learnt && !heading && !(blind && named))
            continue;
        if (blind && (i < crumbs || item.fresh == 0))
            continue;
        score += (heading ? 20 : 0) + (named ? 10 : 0) + (learnt ? 25 : 0);
        if (blind)
            score += dateLineFollows(view, item.end) ? 40 : 0;
        if (score > bestScore) {
            bestScore = score;
            best = {i, joinTitleLines(view.text(i))};
        }
    }
    return best;
}

} // namespace guiyi::site
