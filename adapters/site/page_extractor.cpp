#include "adapters/site/page_extractor.h"

#include "adapters/site/body_writer.h"
#include "adapters/site/dates.h"
#include "adapters/site/info_line.h"
#include "adapters/site/labelled_values.h"
#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::site {

using html::Tag;

namespace {

constexpr std::uint32_t ShortPage = 160; // visible fresh characters: a page that says more is no error page

/// The page tags of 国办发〔2017〕47号 and what platforms write beside them.
struct PageTags {
    std::string title, published, source, author, columnName, columnType, keywords, refresh;
    std::string base;
};

bool isEmptyTag(std::string_view value) { // meta-tags.yaml MT-R5
    return value.empty() || value == "null" || value == "undefined" || value == "无" ||
           value.find("{$") != std::string_view::npos || value.find("<$") != std::string_view::npos;
}

PageTags readTags(const html::Document &document) {
    PageTags tags;
    const html::Node root = document.root();
    for (html::Node node = root; node; node = node.following(root)) {
        if (node.isElement(Tag::Base) && tags.base.empty())
            tags.base = std::string(node.attribute("href"));
        if (!node.isElement(Tag::Meta))
            continue;
        const std::string name = text::lower(
            text::trim(node.hasAttribute("name") ? node.attribute("name") : node.attribute("property")));
        const std::string content = text::collapse(node.attribute("content"));
        if (text::equalsIgnoreCase(node.attribute("http-equiv"), "refresh"))
            tags.refresh = std::string(node.attribute("content"));
        if (isEmptyTag(content))
            continue;
        const auto take = [&](std::string &field, std::initializer_list<std::string_view> names) {
            if (field.empty() && std::find(names.begin(), names.end(), std::string_view(name)) != names.end())
                field = content;
        };
        take(tags.title, {"articletitle", "og:title"});
        take(tags.published,
             {"pubdate", "publishdate", "publishedtime", "firstpublishedtime", "article:published_time"});
        take(tags.source, {"contentsource"});
        take(tags.author, {"author"});
        take(tags.columnName, {"columnname"});
        take(tags.columnType, {"columntype"});
        take(tags.keywords, {"keywords"});
    }
    return tags;
}

/// Where a page sends its readers: meta refresh within 5 seconds, or a script that sets location on its own.
std::string redirectTarget(const PageView &view, const PageTags &tags) {
    if (!tags.refresh.empty()) {
        const std::string lower = text::lower(tags.refresh);
        const std::size_t at = lower.find("url=");
        if (at != std::string::npos && std::atoi(lower.c_str()) <= 5) {
            std::string target(text::trim(std::string_view(tags.refresh).substr(at + 4)));
            while (!target.empty() && (target.front() == '\'' || target.front() == '"'))
                target.erase(0, 1);
            while (!target.empty() && (target.back() == '\'' || target.back() == '"'))
                target.pop_back();
            return target;
        }
    }
    // Readers of pages with text are not sent away by a script that merely could.
    if (view[view.body()].text + view[view.body()].linkText > 60)
        return {};
    for (std::int32_t i = 0; i < view.size(); ++i) {
        if (!view.isTag(i, Tag::Script))
            continue;
        std::string script;
        for (std::int32_t j = i + 1; j < view[i].end; ++j)
            script += view[j].node.text();
        for (std::string_view call : {"location.href", "location.replace", "location.assign",
                                      "window.location", "document.location", "location"}) {
            const std::size_t at = script.find(call);
            if (at == std::string::npos)
                continue;
            const std::size_t open = script.find_first_of("\"'", at + call.size());
            if (open == std::string::npos || open - at - call.size() > 6)
                continue;
            const std::size_t end = script.find(script[open], open + 1);
            if (end != std::string::npos)
                return script.substr(open + 1, end - open - 1);
        }
    }
    return {};
}

bool saysMissing(const PageView &view, const Knowledge &knowledge, std::string_view title) {
    // Only what the page says beyond the site's chrome counts.
    if (view[view.body()].fresh > ShortPage)
        return false;
    std::string fresh(title);
    for (std::int32_t i = view.body(); i < view.size(); ++i) {
        if (view[i].node.isText() && view[i].fresh > 0)
            fresh += view[i].node.text();
    }
    fresh = text::squash(fresh);
    if (title == "404")
        return true;
    return std::any_of(knowledge.errorPageWords.begin(), knowledge.errorPageWords.end(),
                       [&](const std::string &word) { return text::contains(fresh, text::squash(word)); });
}

std::int32_t indexOf(const PageView &view, html::Node node) {
    for (std::int32_t i = 0; i < view.size(); ++i) {
        if (view[i].node == node)
            return i;
    }
    return -1;
}

struct Region {
    std::int32_t item = -1;
    std::string rule;
    double confidence = 0;
    bool learnt = false;
};

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

/// A title without the parts of <title> that are site or column names.
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

/// A 副标题 between title and body: an element of that name, or a line that begins with a dash.
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

bool isCut(std::string_view s) {
    return text::endsWith(s, "...") || text::endsWith(s, "…");
}

} // namespace

PageDraft PageExtractor::extract(const html::Document &document, const Url &page, const SiteLinks &links,
                                 LinkCache *cache) const {
    PageDraft draft;
    draft.url = page.text();
    draft.hint = m_knowledge.hint(page.target(), m_model.product);
    const PageView view(document, &m_model.chrome);
    const PageTags tags = readTags(document);
    PageLinks pageLinks(links, page, cache);
    if (!tags.base.empty())
        pageLinks.setBase(tags.base);
    draft.documentTitle = documentTitle(document);
    draft.columnTag = tags.columnName;
    draft.columnType = tags.columnType;

    const std::string target = redirectTarget(view, tags);
    if (!target.empty()) {
        const auto url = pageLinks.resolve(target);
        if (url && !(url->text() == page.text())) {
            draft.form = PageForm::Redirect;
            draft.redirectTo = url->text();
            return draft;
        }
    }
    const PageItem &body = view[view.body()];
    if (body.text + body.linkText == 0 && draft.documentTitle.empty()) {
        draft.form = PageForm::Empty;
        return draft;
    }
    if (saysMissing(view, m_knowledge, draft.documentTitle)) {
        draft.form = PageForm::ErrorPage;
        return draft;
    }

    const Breadcrumbs crumbs = findBreadcrumbs(view, m_knowledge, pageLinks);
    draft.crumbs = crumbs.crumbs;
    draft.crumbEndsHere = !draft.crumbs.empty() && draft.crumbs.back().url == page.text();
    auto found = m_model.templates.find(shapeOf(page.target()));
    // Later pages of an article have its template, though their addresses have one number more.
    if (found == m_model.templates.end() || found->second.bodies.empty())
        found = m_model.templates.find(shapeOf(withoutPageNumber(page.target())));
    const PageTemplate *pageTemplate = found != m_model.templates.end() ? &found->second : nullptr;
    const std::string telling = tellingTitle(document, m_model);
    const TitleSpot title = findTitle(view, telling, crumbs.item, pageTemplate);
    const std::int32_t afterTitle = title.item >= 0    ? view[title.item].end
                                    : crumbs.item >= 0 ? view[crumbs.item].end
                                                       : view.body();

    Article &a = draft.article;
    a.url = draft.url;
    a.pageUrls = {draft.url};
    a.title = title.text;
    a.evidence["title"] = {0.95, "heading that agrees with <title>"};
    const std::string fromDocument = titleFromDocument(telling, draft.crumbs, m_siteName);
    if (a.title.empty() || isCut(a.title)) {
        const std::string &witness = !tags.title.empty() && !isCut(tags.title) ? tags.title : fromDocument;
        if (!witness.empty()) {
            a.title = witness;
            a.evidence["title"] = {0.7, !tags.title.empty() ? "page tag ArticleTitle" : "<title>"};
        }
    }

    if (auto form =
            findLetterForm(view, crumbs.item >= 0 ? view[crumbs.item].end : view.body(), view.size())) {
        draft.form = PageForm::Letter;
        draft.letter = form->letter;
        a.kind = ArticleKind::Letter;
        if (!form->title.empty())
            a.title = form->title;
        a.published = form->letter.asked;
        a.evidence["published"] = {0.9, "date of the letter"};
        a.bodyText = draft.letter.question + (draft.letter.reply.empty() ? "" : "\n" + draft.letter.reply);
        BodyOptions options;
        options.chromeImages = &m_model.chromeImages;
        WrittenBody written = writeBody(view, form->item, m_knowledge, pageLinks, options);
        a.bodyHtml = std::move(written.html);
        a.files = std::move(written.files);
        a.links = std::move(written.links);
        draft.bodyCharacters = static_cast<std::uint32_t>(text::visibleLength(a.bodyText));
        return draft;
    }

    const Region region = findBody(view, pageTemplate, m_knowledge, m_model, title.item);
    if (region.item >= 0) {
        BodyOptions options;
        options.chromeImages = &m_model.chromeImages;
        const std::int32_t regionEnd = view[region.item].end;
        std::int32_t infoEnd = region.item;
        if (title.item >= 0 && view.contains(region.item, title.item)) {
            // Title and info line stand inside the region: the body begins behind them.
            options.from = view[title.item].end;
            infoEnd = regionEnd;
            for (std::int32_t i = options.from; i < regionEnd; ++i) {
                if (view[i].node.isText() && !view[i].silent && view[i].text >= 6 &&
                    readInfoLine(view[i].node.text(), m_knowledge).anyLabel) {
                    std::int32_t line = i;
                    while (view[view[line].parent].text + view[view[line].parent].linkText < 150 &&
                           view[line].parent > region.item)
                        line = view[line].parent;
                    options.from = view[line].end;
                    infoEnd = options.from;
                    break;
                }
                if (view[i].node.isText() && view[i].text > 60)
                    break;
            }
            if (infoEnd == regionEnd)
                infoEnd = std::min(regionEnd, options.from + 40);
        }
        const std::int32_t boxFrom = std::min(afterTitle, region.item);
        std::vector<std::int32_t> infoSkip;
        const auto box = findDocumentBox(view, boxFrom, regionEnd);
        if (box) {
            a.document = box->info;
            if (box->item >= 0) {
                options.skip.push_back(box->item);
                infoSkip.push_back(box->item);
            }
        }
        if (crumbs.item >= 0)
            options.skip.push_back(crumbs.item);
        std::int32_t pagerEnd = std::min(view.size(), regionEnd + 400);
        const ArticlePager pager = findArticlePager(view, region.item, pagerEnd, pageLinks);
        draft.parts = pager.pages;
        if (pager.item >= 0 && view[pager.item].text + view[pager.item].linkText < 80)
            options.skip.push_back(pager.item);
        if (!region.learnt && !m_model.chrome.empty())
            options.chrome = &m_model.chrome;
        WrittenBody written = writeBody(view, region.item, m_knowledge, pageLinks, options);
        a.bodyHtml = std::move(written.html);
        a.bodyText = std::move(written.text);
        a.files = std::move(written.files);
        a.links = std::move(written.links);
        draft.learntBody = region.learnt;
        draft.bodyCharacters = static_cast<std::uint32_t>(text::visibleLength(a.bodyText));
        // Where nothing marks the body, chrome inside the region is no content.
        if (!region.learnt)
            draft.bodyCharacters = std::min(draft.bodyCharacters, view[region.item].fresh);
        a.evidence["body"] = {region.confidence, region.rule};
        if (written.hiddenLinks > 0)
            draft.findings.push_back(
                {{},
                 draft.url,
                 "content.hidden-links",
                 std::to_string(written.hiddenLinks) + " links hidden from readers were left out",
                 {},
                 Severity::Warning});

        const InfoLine info =
            readInfoLine(view.textBetween(afterTitle, std::max(afterTitle, infoEnd), infoSkip), m_knowledge);
        if (title.item >= 0 && region.item > afterTitle)
            a.subtitle = findSubtitle(view, afterTitle, region.item);
        a.updated = info.updated;
        const auto tagDate = findDate(tags.published);
        const std::string boxDate = box ? box->published : std::string();
        const auto publish = [&](const std::string &date, double confidence, const char *rule) {
            if (a.published.empty() && !date.empty()) {
                a.published = date;
                a.evidence["published"] = {confidence, rule};
            }
        };
        publish(info.publishedLabelled ? info.published : std::string(), 0.98, "label under the title");
        publish(boxDate, 0.9, "document box");
        publish(tagDate ? tagDate->iso : std::string(), 0.85, "page tag PubDate");
        publish(info.published, 0.7, "date under the title");
        publish(draft.hint.date, 0.5, "date in the address");
        if (tagDate && !a.published.empty() && tagDate->iso.substr(0, 10) != a.published.substr(0, 10))
            draft.findings.push_back({{},
                                      draft.url,
                                      "date.contradiction",
                                      "page tag PubDate says " + tagDate->iso.substr(0, 10) +
                                          ", the page shows " + a.published.substr(0, 10),
                                      {},
                                      Severity::Info});

        // CMSs fill fields nobody filled: 未知, admin.
        const auto known = [&](const std::string &value) {
            const auto &words = m_knowledge.unknownWords;
            return std::find(words.begin(), words.end(), text::squash(value)) == words.end() ? value
                                                                                             : std::string();
        };
        a.sourceShown = known(info.source);
        a.evidence["source"] = {0.95, "label under the title"};
        if (a.sourceShown.empty() && !info.anyLabel && !tags.source.empty()) {
            a.sourceShown = tags.source;
            a.evidence["source"] = {0.8, "page tag ContentSource"};
        }
        const bool local = std::find(m_knowledge.localSourceWords.begin(), m_knowledge.localSourceWords.end(),
                                     text::squash(a.sourceShown)) != m_knowledge.localSourceWords.end();
        a.source = local && !m_siteName.empty() ? m_siteName : a.sourceShown;
        if (a.source.empty())
            a.evidence.erase("source");
        a.author = known(info.author);
        a.editor = known(info.editor);
        if (!a.author.empty())
            a.evidence["author"] = {0.9, "label under the title"};
        for (const std::string &word : text::split(
                 text::replaceAll(text::replaceAll(text::replaceAll(tags.keywords, "，", ","), "；", ","),
                                  ";", ","),
                 ',')) {
            const std::string keyword = text::collapse(word);
            if (!keyword.empty())
                a.keywords.push_back(keyword);
        }
        if (!a.document.empty())
            a.kind = ArticleKind::Policy;
        else if (text::contains(a.title, "解读"))
            a.kind = ArticleKind::Interpretation;

        const bool hasBody = draft.bodyCharacters > 0 || !a.files.empty();
        const bool frame = (info.publishedLabelled || !info.source.empty()) && title.item >= 0;
        const bool placed = !draft.crumbEndsHere && (frame || draft.hint.article);
        if (hasBody && (placed || (frame && region.learnt)))
            draft.form = PageForm::Article;
        else if (!hasBody && frame && info.publishedLabelled && !draft.crumbEndsHere) {
            draft.form = PageForm::Article;
            draft.findings.push_back({{},
                                      draft.url,
                                      "body.empty",
                                      "title and date, but no text, picture or file: look at the old page",
                                      {},
                                      Severity::Warning});
        }
    }
    if (draft.form != PageForm::Article) {
        draft.rows = findListRows(view, crumbs.item, &m_model.chrome, m_knowledge, pageLinks);
        std::vector<ListRow> scripted = findScriptRows(view, m_knowledge, pageLinks);
        draft.rows.insert(draft.rows.end(), scripted.begin(), scripted.end());
    }
    return draft;
}

} // namespace guiyi::site
