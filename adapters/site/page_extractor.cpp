#include "adapters/site/page_extractor.h"

#include "adapters/site/body_writer.h"
#include "adapters/site/data_island.h"
#include "adapters/site/dates.h"
#include "adapters/site/info_line.h"
#include "adapters/site/labelled_values.h"
#include "adapters/site/page_regions.h"
#include "adapters/site/page_tags.h"
#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::site {

namespace {

constexpr std::uint32_t LeastShown = 20; // visible characters: a page that shows less is filled by a script

bool isCut(std::string_view s) {
    return text::endsWith(s, "...") || text::endsWith(s, "…");
}

/// The markup that data give for a body, cleaned as a page's is.
void cleanDataBody(Article &a, const Knowledge &knowledge, const PageLinks &links, const BodyOptions &options,
                   PageDraft &draft) {
    const html::Document document = html::Document::parse("<!DOCTYPE html><body>" + a.bodyHtml);
    const PageView view(document, nullptr);
    BodyOptions own;
    own.keepInlineImages = options.keepInlineImages;
    WrittenBody written = writeBody(view, view.body(), knowledge, links, own);
    a.bodyHtml = std::move(written.html);
    a.bodyText = std::move(written.text);
    a.files = std::move(written.files);
    a.links = std::move(written.links);
    draft.inlineImages = std::move(written.inlineImages);
    draft.bodyCharacters = static_cast<std::uint32_t>(text::visibleLength(a.bodyText));
}

/// The reading of one page, step by step; lives as long as the call.
class PageReading {
public:
    PageReading(const html::Document &document, const Url &page, const SiteLinks &links, LinkCache *cache,
                std::string_view charset, const Knowledge &knowledge, const SiteModel &model,
                const std::string &siteName, bool keepInlineImages)
        : m_document(document),
          m_page(page),
          m_knowledge(knowledge),
          m_model(model),
          m_siteName(siteName),
          m_view(document, &model.chrome),
          m_tags(readTags(document)),
          m_links(links, page, cache, charset) {
        if (!m_tags.base.empty())
            m_links.setBase(m_tags.base);
        m_options.chromeImages = &model.chromeImages;
        m_options.keepInlineImages = keepInlineImages;
    }

    PageDraft read(const PageRule *rule) {
        m_draft.url = m_page.text();
        m_draft.base = m_tags.base;
        if (readDatastoreAnswer())
            return std::move(m_draft);
        m_draft.hint = m_knowledge.hint(m_page.target(), m_model.product);
        m_draft.documentTitle = documentTitle(m_document);
        m_draft.columnTag = m_tags.columnName;
        m_draft.columnType = m_tags.columnType;
        if (readsNothing())
            return std::move(m_draft);
        findFrame();
        if (readLetters() || readSurvey())
            return std::move(m_draft);
        std::optional<RuleOnPage> given;
        if (rule != nullptr)
            given.emplace(*rule, m_document);
        const Region region = bodyRegion(given);
        if (region.item >= 0) {
            readBody(region, given);
            readInfo();
            decideForm(region);
        }
        if (m_draft.bodyCharacters < LeastShown && m_draft.article.files.empty())
            readDataIsland();
        if (given)
            obey(*rule, *given);
        if (m_draft.form != PageForm::Article) {
            readRows();
            m_draft.pageParts = findListedTexts(parts(), m_view.body(), m_view.size());
            keepImagesOfParts();
        }
        return std::move(m_draft);
    }

private:
    /// Redirects, empty pages and pages that say that something is missing.
    bool readsNothing() {
        if (const std::string target = redirectTarget(m_view, m_tags); !target.empty()) {
            const auto url = m_links.resolve(target);
            if (url && !(url->text() == m_page.text())) {
                m_draft.form = PageForm::Redirect;
                m_draft.redirectTo = url->text();
                return true;
            }
        }
        const PageItem &body = m_view[m_view.body()];
        if (body.text + body.linkText == 0 && m_draft.documentTitle.empty()) {
            m_draft.form = PageForm::Empty;
            return true;
        }
        if (saysMissing(m_view, m_knowledge, m_draft.documentTitle)) {
            m_draft.form = PageForm::ErrorPage;
            return true;
        }
        return false;
    }

    /// Crumbs, the template and the title.
    void findFrame() {
        m_crumbs = findBreadcrumbs(m_view, m_knowledge, m_links);
        m_draft.crumbs = m_crumbs.crumbs;
        m_draft.crumbEndsHere = !m_draft.crumbs.empty() && m_draft.crumbs.back().url == m_page.text();
        auto found = m_model.templates.find(shapeOf(m_page.target()));
        // Later pages of an article have its template, though their addresses have one number more.
        if (found == m_model.templates.end() || found->second.bodies.empty())
            found = m_model.templates.find(shapeOf(withoutPageNumber(m_page.target())));
        m_template = found != m_model.templates.end() ? &found->second : nullptr;
        const std::string telling = tellingTitle(m_document, m_model);
        m_title = findTitle(m_view, telling, m_crumbs.item, m_template);
        m_afterTitle = m_title.item >= 0    ? m_view[m_title.item].end
                       : m_crumbs.item >= 0 ? m_view[m_crumbs.item].end
                                            : m_view.body();
        Article &a = m_draft.article;
        a.url = m_draft.url;
        a.pageUrls = {m_draft.url};
        a.title = m_title.text;
        a.evidence["title"] = {0.95, "heading that agrees with <title>"};
        const std::string fromDocument =
            titleFromDocument(telling, m_draft.crumbs, m_siteName, m_model.titleTail);
        const bool tagged = !m_tags.title.empty() && !isCut(m_tags.title);
        if (a.title.empty() || isCut(a.title)) {
            const std::string &witness = tagged ? m_tags.title : fromDocument;
            if (!witness.empty()) {
                a.title = witness;
                a.evidence["title"] = {0.7, tagged ? "page tag ArticleTitle" : "<title>"};
            }
        }
    }

    /// The page is an answer of 大汉's list service that was saved.
    bool readDatastoreAnswer() {
        const std::string_view source = m_document.source();
        constexpr std::size_t Head = 512; // bytes
        if (!text::contains(source.substr(0, Head), "<datastore>"))
            return false;
        m_draft.rows = readDatastore(source, m_knowledge, m_links);
        m_draft.listOf = columnPageOfDatastore(m_links);
        return true;
    }

    bool readLetters() {
        const std::int32_t from = m_crumbs.item >= 0 ? m_view[m_crumbs.item].end : m_view.body();
        const std::vector<LetterForm> forms = findLetterForms(m_view, from, m_view.size());
        if (forms.size() == 1)
            takeLetter(forms.front());
        if (forms.size() < 2)
            return !forms.empty();
        m_draft.pageParts = lettersAsParts(parts(), forms);
        readRows();
        return true;
    }

    /// A survey is read as a letter: what is asked, what came out. Its questions, options and results are in
    /// the body too.
    bool readSurvey() {
        const bool named = text::contains(m_draft.article.title, "征集") ||
                           text::contains(m_draft.article.title, "调查") ||
                           text::contains(m_draft.article.title, "问卷") ||
                           text::contains(m_draft.article.title, "征求意见");
        std::optional<LetterForm> form =
            named ? findSurvey(m_view, m_view.body(), m_view.size()) : std::nullopt;
        if (!form)
            return false;
        const bool poll =
            text::contains(m_draft.article.title, "调查") || text::contains(m_draft.article.title, "问卷");
        form->letter.type = poll ? "网上调查" : "意见征集";
        const std::string title = m_draft.article.title;
        takeLetter(*form);
        if (!title.empty())
            m_draft.article.title = title;
        return true;
    }

    void takeLetter(const LetterForm &form) {
        Article &a = m_draft.article;
        m_draft.form = PageForm::Letter;
        m_draft.letter = form.letter;
        a.kind = ArticleKind::Letter;
        if (!form.title.empty())
            a.title = form.title;
        a.published = form.letter.asked;
        a.evidence["published"] = {0.9, "date of the letter"};
        a.bodyText = form.letter.question + (form.letter.reply.empty() ? "" : "\n" + form.letter.reply);
        WrittenBody written = writeBody(m_view, form.item, m_knowledge, m_links, m_options);
        a.bodyHtml = std::move(written.html);
        a.files = std::move(written.files);
        a.links = std::move(written.links);
        m_draft.inlineImages = std::move(written.inlineImages);
        m_draft.bodyCharacters = static_cast<std::uint32_t>(text::visibleLength(a.bodyText));
    }

    PartContext parts() const { return {m_view, m_knowledge, m_links, m_options}; }

    void keepImagesOfParts() {
        for (PagePart &part : m_draft.pageParts) {
            for (InlineImage &image : part.inlineImages)
                m_draft.inlineImages.push_back(std::move(image));
            part.inlineImages.clear();
        }
    }

    /// A page that its script fills from data in the page.
    void readDataIsland() {
        for (std::int32_t i = 0; i < m_view.size(); ++i) {
            if (!m_view.isTag(i, html::Tag::Script))
                continue;
            const html::Node content = m_view[i].node.firstChild();
            std::optional<DataArticle> data =
                content.isText() ? readDataArticle(content.text(), m_links) : std::nullopt;
            if (!data)
                continue;
            takeData(*data);
            return;
        }
    }

    void takeData(DataArticle &data) {
        Article &a = m_draft.article;
        const std::string url = a.url, title = a.title;
        cleanDataBody(data.article, m_knowledge, m_links, m_options, m_draft);
        data.article.keywords = std::move(a.keywords);
        a = std::move(data.article);
        a.url = url;
        a.pageUrls = {url};
        if (a.title.empty())
            a.title = title;
        a.source = resolved(a.sourceShown);
        m_draft.form = PageForm::Article;
    }

    Region bodyRegion(const std::optional<RuleOnPage> &given) const {
        if (given && given->has("body")) {
            const std::vector<html::Node> nodes = given->nodes("body");
            const std::int32_t item = nodes.empty() ? -1 : indexOf(m_view, nodes.front());
            if (item >= 0)
                return {item, "rule of the site's file", 1, true};
        }
        return findBody(m_view, m_template, m_knowledge, m_model, m_title.item, m_links);
    }

    /// Where title and info line stand inside the region the body begins behind them. Sets where the info
    /// line may end.
    void findBodyStart(std::int32_t region) {
        m_infoEnd = region;
        if (m_title.item < 0 || !m_view.contains(region, m_title.item))
            return;
        const std::int32_t end = m_view[region].end;
        m_options.from = m_view[m_title.item].end;
        for (std::int32_t i = m_options.from; i < end; ++i) {
            const PageItem &item = m_view[i];
            if (item.node.isText() && !item.silent && item.text >= 6 &&
                readInfoLine(item.node.text(), m_knowledge).anyLabel) {
                std::int32_t line = i;
                while (m_view[m_view[line].parent].text + m_view[m_view[line].parent].linkText < 150 &&
                       m_view[line].parent > region)
                    line = m_view[line].parent;
                m_options.from = m_infoEnd = m_view[line].end;
                return;
            }
            if (item.node.isText() && item.text > 60)
                break;
        }
        m_infoEnd = std::min(end, m_options.from + 40);
    }

    void readBody(const Region &region, const std::optional<RuleOnPage> &given) {
        Article &a = m_draft.article;
        const std::int32_t regionEnd = m_view[region.item].end;
        findBodyStart(region.item);
        m_regionStart = region.item;
        m_box = findDocumentBox(m_view, std::min(m_afterTitle, region.item), regionEnd);
        if (m_box) {
            a.document = m_box->info;
            if (m_box->item >= 0) {
                m_options.skip.push_back(m_box->item);
                m_infoSkip.push_back(m_box->item);
            }
        }
        if (m_crumbs.item >= 0)
            m_options.skip.push_back(m_crumbs.item);
        if (given) {
            for (const html::Node node : given->allNodes("remove"))
                m_options.skip.push_back(indexOf(m_view, node));
        }
        const std::int32_t pagerEnd = std::min(m_view.size(), regionEnd + 400);
        const ArticlePager pager = findArticlePager(m_view, region.item, pagerEnd, m_links);
        m_draft.parts = pager.pages;
        if (pager.item >= 0 && m_view[pager.item].text + m_view[pager.item].linkText < 80)
            m_options.skip.push_back(pager.item);
        if (!region.learnt && !m_model.chrome.empty())
            m_options.chrome = &m_model.chrome;
        WrittenBody written = writeBody(m_view, region.item, m_knowledge, m_links, m_options);
        a.bodyHtml = std::move(written.html);
        a.bodyText = std::move(written.text);
        a.files = std::move(written.files);
        a.links = std::move(written.links);
        m_draft.inlineImages = std::move(written.inlineImages);
        m_draft.learntBody = region.learnt;
        m_draft.bodyCharacters = static_cast<std::uint32_t>(text::visibleLength(a.bodyText));
        // Where nothing marks the body, chrome inside the region is no content.
        if (!region.learnt)
            m_draft.bodyCharacters = std::min(m_draft.bodyCharacters, m_view[region.item].fresh);
        a.evidence["body"] = {region.confidence, region.rule};
        if (written.hiddenLinks > 0)
            finding("content.hidden-links",
                    std::to_string(written.hiddenLinks) + " links hidden from readers were left out",
                    Severity::Warning);
    }

    void readInfo() {
        Article &a = m_draft.article;
        m_info = readInfoLine(m_view.textBetween(m_afterTitle, std::max(m_afterTitle, m_infoEnd), m_infoSkip),
                              m_knowledge);
        if (m_title.item >= 0 && m_regionStart > m_afterTitle)
            a.subtitle = findSubtitle(m_view, m_afterTitle, m_regionStart);
        a.updated = m_info.updated;
        readDate();
        readSource();
        a.author = known(m_info.author);
        a.editor = known(m_info.editor);
        if (!a.author.empty())
            a.evidence["author"] = {0.9, "label under the title"};
        readKeywords();
        if (!a.document.empty())
            a.kind = ArticleKind::Policy;
        else if (text::contains(a.title, "解读"))
            a.kind = ArticleKind::Interpretation;
    }

    void readDate() {
        Article &a = m_draft.article;
        const auto tagged = findDate(m_tags.published);
        const std::string tagDate = tagged ? tagged->iso : std::string();
        const auto publish = [&](const std::string &date, double confidence, const char *rule) {
            if (a.published.empty() && !date.empty()) {
                a.published = date;
                a.evidence["published"] = {confidence, rule};
            }
        };
        publish(m_info.publishedLabelled ? m_info.published : std::string(), 0.98, "label under the title");
        publish(m_box ? m_box->published : std::string(), 0.9, "document box");
        publish(tagDate, 0.85, "page tag PubDate");
        publish(m_info.published, 0.7, "date under the title");
        publish(m_draft.hint.date, 0.5, "date in the address");
        if (!tagDate.empty() && tagDate.substr(0, 10) != a.published.substr(0, 10))
            finding("date.contradiction",
                    "page tag PubDate says " + tagDate.substr(0, 10) + ", the page shows " +
                        a.published.substr(0, 10),
                    Severity::Info);
        // Pages are often made a day or two after the date they show; more than that is worth a look.
        const std::string &address = m_draft.hint.date;
        if (tagDate.empty() && address.size() >= 7 && !a.published.empty() &&
            address.substr(0, 4) != a.published.substr(0, 4))
            finding("date.contradiction",
                    "the address says " + address + ", the page shows " + a.published.substr(0, 10),
                    Severity::Info);
    }

    void readSource() {
        Article &a = m_draft.article;
        a.sourceShown = known(m_info.source);
        a.evidence["source"] = {0.95, "label under the title"};
        if (a.sourceShown.empty() && !m_info.anyLabel && !m_tags.source.empty()) {
            a.sourceShown = m_tags.source;
            a.evidence["source"] = {0.8, "page tag ContentSource"};
        }
        a.source = resolved(a.sourceShown);
        if (a.source.empty())
            a.evidence.erase("source");
        else if (!m_tags.source.empty() && text::squash(resolved(m_tags.source)) != text::squash(a.source))
            finding("source.contradiction",
                    "page tag ContentSource says " + m_tags.source + ", the page shows " + a.sourceShown,
                    Severity::Info);
    }

    /// 本站 and 本网 are the site itself.
    std::string resolved(const std::string &shown) const {
        const auto &words = m_knowledge.localSourceWords;
        const bool local = std::find(words.begin(), words.end(), text::squash(shown)) != words.end();
        return local && !m_siteName.empty() ? m_siteName : shown;
    }

    /// CMSs fill fields nobody filled: 未知, admin.
    std::string known(const std::string &value) const {
        const auto &words = m_knowledge.unknownWords;
        return std::find(words.begin(), words.end(), text::squash(value)) == words.end() ? value
                                                                                         : std::string();
    }

    void readKeywords() {
        std::string all = m_tags.keywords;
        for (std::string_view separator : {"，", "；", ";"})
            all = text::replaceAll(std::move(all), separator, ",");
        for (const std::string &word : text::split(all, ',')) {
            std::string keyword = text::collapse(word);
            if (!keyword.empty())
                m_draft.article.keywords.push_back(std::move(keyword));
        }
    }

    void decideForm(const Region &region) {
        const bool hasBody = m_draft.bodyCharacters > 0 || !m_draft.article.files.empty();
        const bool frame = (m_info.publishedLabelled || !m_info.source.empty()) && m_title.item >= 0;
        const bool placed = !m_draft.crumbEndsHere && (frame || m_draft.hint.article);
        if (hasBody && (placed || (frame && region.learnt))) {
            m_draft.form = PageForm::Article;
        } else if (!hasBody && frame && m_info.publishedLabelled && !m_draft.crumbEndsHere) {
            m_draft.form = PageForm::Article;
            finding("body.empty", "title and date, but no text, picture or file: look at the old page",
                    Severity::Warning);
        }
    }

    /// What people wrote about this kind of page beats what was learnt.
    void obey(const PageRule &rule, const RuleOnPage &given) {
        Article &a = m_draft.article;
        const FieldEvidence evidence{1, "rule " + rule.given.name + " of the site's file"};
        const auto take = [&](const char *field, const char *name, std::string &value) {
            if (!given.has(field))
                return;
            const std::string found = given.text(field);
            if (found.empty()) {
                finding("rule.nothing", "the rule " + rule.given.name + " finds no " + field + " here",
                        Severity::Info);
                return;
            }
            value = found;
            a.evidence[name] = evidence;
        };
        take("title", "title", a.title);
        take("subtitle", "subtitle", a.subtitle);
        take("author", "author", a.author);
        take("editor", "editor", a.editor);
        std::string date;
        take("date", "published", date);
        if (const auto read = findDate(date))
            a.published = read->iso;
        std::string source;
        take("source", "source", source);
        if (!source.empty()) {
            const InfoLine labelled = readInfoLine(source, m_knowledge);
            a.sourceShown = labelled.source.empty() ? source : labelled.source;
            a.source = resolved(a.sourceShown);
        }
        if (given.has("body") && given.nodes("body").empty())
            finding("rule.nothing", "the rule " + rule.given.name + " finds no body here", Severity::Info);
        if (rule.given.kind == "article")
            m_draft.form = PageForm::Article;
        else if (rule.given.kind == "other")
            m_draft.form = PageForm::Other;
    }

    void readRows() {
        PageRows rows = findListRows(m_view, m_crumbs.item, &m_model.chrome, m_knowledge, m_links);
        m_draft.rows = std::move(rows.own);
        m_draft.outside = std::move(rows.outside);
        std::vector<ListRow> scripted = findScriptRows(m_view, m_knowledge, m_links);
        m_draft.rows.insert(m_draft.rows.end(), scripted.begin(), scripted.end());
    }

    void finding(std::string rule, std::string message, Severity severity) {
        m_draft.findings.push_back({{}, m_draft.url, std::move(rule), std::move(message), {}, severity});
    }

    const html::Document &m_document;
    const Url &m_page;
    const Knowledge &m_knowledge;
    const SiteModel &m_model;
    const std::string &m_siteName;
    PageView m_view;
    PageTags m_tags;
    PageLinks m_links;
    PageDraft m_draft;
    Breadcrumbs m_crumbs;
    const PageTemplate *m_template = nullptr;
    TitleSpot m_title;
    BodyOptions m_options;
    std::optional<DocumentBox> m_box;
    InfoLine m_info;
    std::vector<std::int32_t> m_infoSkip;
    std::int32_t m_afterTitle = 0, m_infoEnd = 0, m_regionStart = 0;
};

} // namespace

PageDraft PageExtractor::extract(const html::Document &document, const Url &page, const SiteLinks &links,
                                 LinkCache *cache, std::string_view charset) const {
    const PageRule *rule = m_rules != nullptr ? m_rules->of(page.target()) : nullptr;
    PageReading reading(document, page, links, cache, charset, m_knowledge, m_model, m_siteName,
                        m_keepInlineImages);
    return reading.read(rule);
}

PageDraft PageExtractor::extractData(std::string_view json, const Url &address,
                                     const SiteLinks &links) const {
    const PageLinks pageLinks(links, address);
    PageDraft draft;
    draft.url = address.text();
    if (std::optional<DataArticle> data = readDataArticle(json, pageLinks)) {
        BodyOptions options;
        options.keepInlineImages = m_keepInlineImages;
        cleanDataBody(data->article, m_knowledge, pageLinks, options, draft);
        draft.article = std::move(data->article);
        draft.article.url = data->url.empty() ? draft.url : data->url;
        draft.article.pageUrls = {draft.article.url};
        draft.article.source = draft.article.sourceShown;
        draft.form = PageForm::Article;
        return draft;
    }
    DataList list = readDataList(json, pageLinks);
    draft.rows = std::move(list.rows);
    if (!list.column.empty() && !draft.rows.empty()) {
        draft.crumbs = {{list.column, draft.url}};
        draft.crumbEndsHere = true;
    }
    return draft;
}

} // namespace guiyi::site
