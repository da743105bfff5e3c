#include "adapters/site/site_preview.h"
#include "adapters/site/site_state.h"

#include "adapters/html/decode.h"
#include "adapters/mirror/naming.h"
#include "adapters/mirror/sniff.h"
#include "schema/base/text.h"

#include <algorithm>
#include <set>

namespace guiyi::site {

using html::Tag;

namespace {

constexpr std::int64_t LargestSamplePage = 512 << 10;
constexpr std::size_t SamplesPerShape = 8; ///< at least, where there are so many
constexpr std::size_t SamplePages = 64;    ///< of a site, whatever its size: learning must not grow with it

constexpr std::size_t LongestTail = 16 << 10; ///< bytes behind the end tag that are looked at

class Reader {
public:
    explicit Reader(SiteState &state) : m_s(state) {}

    /// A sample over all shapes of addresses, the more of a shape the more pages it has; the home page first.
    std::vector<std::int32_t> chooseSample() const {
        std::map<std::string, std::vector<std::int32_t>> shapes;
        std::vector<std::int32_t> sample;
        std::vector<std::int32_t> order;
        for (std::int32_t i = 0; i < static_cast<std::int32_t>(m_s.inventory.items().size()); ++i) {
            if (m_s.isPage(i) &&
                m_s.inventory.items()[static_cast<std::size_t>(i)].resource.bytes <= LargestSamplePage)
                order.push_back(i);
        }
        std::sort(order.begin(), order.end(),
                  [&](std::int32_t a, std::int32_t b) { return m_s.urlOf(a) < m_s.urlOf(b); });
        for (std::int32_t i : order)
            shapes[shapeOf(Url::parse(m_s.urlOf(i))->target())].push_back(i);
        const std::int32_t home = m_s.inventory.find(m_s.home());
        if (home >= 0 && m_s.isPage(home))
            sample.push_back(home);
        std::vector<const std::vector<std::int32_t> *> byCount;
        for (const auto &[shape, items] : shapes)
            byCount.push_back(&items);
        std::stable_sort(byCount.begin(), byCount.end(),
                         [](const auto *a, const auto *b) { return a->size() > b->size(); });
        const auto take = [&](const std::vector<std::int32_t> &items, std::size_t count) {
            count = std::min(count, items.size());
            for (std::size_t k = 0; k < count && sample.size() < SamplePages; ++k) {
                const std::int32_t item = items[k * items.size() / count];
                if (std::find(sample.begin(), sample.end(), item) == sample.end())
                    sample.push_back(item);
            }
        };
        for (std::size_t n = 0; n < byCount.size(); ++n)
            take(*byCount[n], n == 0 ? SamplesPerShape * 3 : SamplesPerShape);
        return sample;
    }

    Status learn() {
        const std::vector<std::int32_t> chosen = chooseSample();
        const std::set<std::int32_t> wanted(chosen.begin(), chosen.end());
        std::map<std::int32_t, html::Document> documents;
        m_s.encoding = m_s.inventory.encoding();
        html::DecodeHints hints;
        hints.siteEncoding = m_s.encoding;
        const Status s =
            m_s.inventory.readEach([&](std::int32_t i) { return wanted.contains(i); },
                                   [&](std::int32_t i, const Result<std::string> &bytes) {
                                       if (!bytes)
                                           return Status();
                                       html::Decoded decoded = html::decodeHtml(*bytes, hints);
                                       documents.emplace(i, html::Document::parse(std::move(decoded.text)));
                                       return Status();
                                   });
        if (!s)
            return s;
        std::vector<SamplePage> sample;
        int folders = 0, files = 0;
        for (std::int32_t i : chosen) {
            const auto it = documents.find(i);
            if (it == documents.end())
                continue;
            const html::Node root = it->second.root();
            for (html::Node node = root; node; node = node.following(root)) {
                if (!node.isElement(Tag::A))
                    continue;
                const std::string_view href = node.attribute("href");
                folders += text::endsWith(href, "/") ? 1 : 0;
                files += mirror::isDirectoryIndex(href) && !text::endsWith(href, "/") ? 1 : 0;
            }
        }
        m_s.inventory.preferDirectories(folders > files);
        const auto ends = std::count_if(documents.begin(), documents.end(),
                                        [](const auto &entry) { return hasEnd(entry.second); });
        m_pagesEnd = ends * 10 >= static_cast<std::ptrdiff_t>(documents.size()) * 9;
        for (std::int32_t i : chosen) {
            const auto it = documents.find(i);
            if (it != documents.end())
                sample.push_back({*Url::parse(m_s.urlOf(i)), &it->second});
        }
        m_s.model = learnSite(sample, m_s.knowledge, m_s.inventory);
        return {};
    }

    /// Every own address a page names; those the source lacks are remembered, so that each gets an outcome.
    void noteLinks(const html::Document &document, const PageLinks &links, std::int32_t page) {
        const html::Node root = document.root();
        for (html::Node node = root; node; node = node.following(root)) {
            if (!node.isElement())
                continue;
            std::string_view href;
            ResourceKind kind = ResourceKind::Page;
            switch (node.tag()) {
            case Tag::A:
            case Tag::Area:
                href = node.attribute("href");
                break;
            case Tag::Img:
                href = node.attribute("src");
                kind = ResourceKind::Image;
                break;
            case Tag::Link:
                href = node.attribute("href");
                kind = ResourceKind::Style;
                break;
            case Tag::Script:
                href = node.attribute("src");
                kind = ResourceKind::Script;
                break;
            case Tag::Iframe:
            case Tag::Frame:
            case Tag::Embed:
                href = node.attribute("src");
                break;
            default:
                continue;
            }
            if (href.empty())
                continue;
            // Menus and footers repeat the same links on every page: those the source has are asked for once.
            const bool everywhere = href[0] == '/' || text::startsWith(href, "http");
            if (everywhere && m_presentLinks.contains(href))
                continue;
            const std::optional<Url> &url = links.ownRef(href);
            const std::int32_t present = url ? m_s.inventory.find(url->text()) : -1;
            if (present >= 0) {
                m_s.inventory.items()[static_cast<std::size_t>(present)].named = true;
                if (everywhere && m_presentLinks.size() < MostPresentLinks)
                    m_presentLinks.emplace(href);
                continue;
            }
            if (!url)
                continue;
            if (kind == ResourceKind::Page && mirror::namesDocument(url->target()))
                kind = ResourceKind::Attachment;
            else if (kind == ResourceKind::Page && mirror::namesImage(url->target()))
                kind = ResourceKind::Image;
            m_s.inventory.noteMissing(*url, page, kind);
        }
    }

    /// Reads a few pages of the sample: those that rules name, then addresses of articles, then others.
    Status preview(std::size_t most, std::vector<PreviewPage> &pages) {
        std::vector<std::int32_t> chosen = chooseSample();
        const auto rank = [&](std::int32_t i) {
            const std::string target = Url::parse(m_s.urlOf(i))->target();
            return m_s.rules.of(target) != nullptr                         ? 0
                   : m_s.knowledge.hint(target, m_s.model.product).article ? 1
                                                                           : 2;
        };
        std::stable_sort(chosen.begin(), chosen.end(),
                         [&](std::int32_t a, std::int32_t b) { return rank(a) < rank(b); });
        chosen.resize(std::min(chosen.size(), most));
        const std::set<std::int32_t> wanted(chosen.begin(), chosen.end());
        const PageExtractor extractor(m_s.knowledge, m_s.model, m_s.site.name, &m_s.rules);
        const Status s = m_s.inventory.readEach(
            [&](std::int32_t i) { return wanted.contains(i); },
            [&](std::int32_t i, const Result<std::string> &bytes) -> Status {
                if (!bytes)
                    return {};
                html::DecodeHints hints;
                hints.siteEncoding = m_s.encoding;
                html::Decoded decoded = html::decodeHtml(*bytes, hints);
                const Url url = *Url::parse(m_s.urlOf(i));
                PreviewPage page;
                page.source = decoded.text;
                const html::Document document = html::Document::parse(std::move(decoded.text));
                page.draft = extractor.extract(document, url, m_s.inventory, &m_linkCache, decoded.encoding);
                const PageRule *rule = m_s.rules.of(url.target());
                page.rule = rule != nullptr ? rule->given.name : std::string();
                pages.push_back(std::move(page));
                return {};
            });
        std::sort(pages.begin(), pages.end(),
                  [](const PreviewPage &a, const PreviewPage &b) { return a.draft.url < b.draft.url; });
        return s;
    }

    Status readPages() {
        std::int64_t pages = 0;
        for (std::int32_t i = 0; i < static_cast<std::int32_t>(m_s.inventory.items().size()); ++i)
            pages += m_s.isPage(i) ? 1 : 0;
        if (m_s.options.onTotal)
            m_s.options.onTotal(pages);
        const PageExtractor extractor(m_s.knowledge, m_s.model, m_s.site.name, &m_s.rules,
                                      m_s.options.keepFile != nullptr);
        html::Parser parser;
        return m_s.inventory.readEach(
            [&](std::int32_t i) { return m_s.isPage(i) || m_s.isData(i); },
            [&](std::int32_t i, const Result<std::string> &bytes) -> Status {
                if (m_s.options.cancelled && m_s.options.cancelled())
                    return Error{ErrorKind::Cancelled, "extracting", m_s.site.id, "stopped by the user",
                                 "run the command again"};
                InventoryItem &item = m_s.inventory.items()[static_cast<std::size_t>(i)];
                if (m_s.isData(i))
                    return readData(i, extractor, bytes);
                ++m_s.counts.pages;
                if (m_s.options.onRead)
                    m_s.options.onRead(1);
                if (!bytes) {
                    item.unreadable = true;
                    item.resource.role = "failed";
                    item.resource.reason = bytes.error().text();
                    return {};
                }
                const Url url = *Url::parse(item.resource.url);
                html::DecodeHints hints;
                hints.siteEncoding = m_s.encoding;
                html::Decoded decoded = html::decodeHtml(*bytes, hints);
                if (decoded.malformed > 0)
                    m_s.findings.push_back({m_s.site.id, url.text(), "encoding.malformed",
                                            std::to_string(decoded.malformed) + " byte sequences are no " +
                                                decoded.encoding + ", the first at byte " +
                                                std::to_string(decoded.firstMalformedOffset) +
                                                "; shown as U+FFFD",
                                            decoded.evidence, Severity::Warning});
                const html::Document &document = parser.parse(std::move(decoded.text));
                if (m_pagesEnd && !hasEnd(document))
                    m_s.finding(url.text(), "page.truncated",
                                "the page stops in the middle, without the end the site's other pages have: "
                                "capture it again",
                                Severity::Warning);
                PageDraft draft =
                    extractor.extract(document, url, m_s.inventory, &m_linkCache, decoded.encoding);
                draft.truncated = m_pagesEnd && !hasEnd(document);
                PageLinks links(m_s.inventory, url, &m_linkCache, decoded.encoding);
                if (!draft.base.empty())
                    links.setBase(draft.base);
                noteLinks(document, links, i);
                draft.article.evidence["encoding"] = {decoded.malformed == 0 ? 1.0 : 0.8,
                                                      decoded.encoding + " by " + decoded.evidence};
                return keep(i, std::move(draft));
            });
    }

    /// The saved answer of a list or content service.
    Status readData(std::int32_t i, const PageExtractor &extractor, const Result<std::string> &bytes) {
        if (!bytes)
            return {}; // stays what it was: a technical file
        const Url address = *Url::parse(m_s.urlOf(i));
        PageDraft draft = extractor.extractData(html::decodeHtml(*bytes).text, address, m_s.inventory);
        if (draft.rows.empty() && draft.form != PageForm::Article)
            return {};
        if (draft.form == PageForm::Article && draft.article.url != draft.url)
            m_s.dataOf[draft.url] = draft.article.url;
        return keep(i, std::move(draft));
    }

    /// Whether the source ends as pages do. What stands behind the end (counters, injected links) may be
    /// long.
    static bool hasEnd(const html::Document &document) {
        const std::string_view source = document.source();
        for (std::size_t at = source.rfind("</"); at != std::string_view::npos && at > 0;
             at = source.rfind("</", at - 1)) {
            const std::string_view name = source.substr(at + 2, 4);
            if (text::equalsIgnoreCase(name, "html") || text::equalsIgnoreCase(name, "body"))
                return true;
            if (at + LongestTail < source.size())
                break;
        }
        return false;
    }

    /// Records that share a page stand beside it, each under an address of its own.
    Status keepParts(PageDraft &draft, const PageFacts &page) {
        for (const PagePart &part : draft.pageParts) {
            PageFacts f;
            f.item = page.item;
            f.form = part.isLetter ? PageForm::Letter : PageForm::Article;
            f.crumbs = page.crumbs;
            f.bodyCharacters = static_cast<std::uint32_t>(text::visibleLength(part.article.bodyText));
            f.hasFiles = !part.article.files.empty();
            Result<long> place = m_s.drafts->write(part.article, part.letter);
            if (!place)
                return place.error();
            f.draft = *place;
            m_s.pages.emplace(part.article.url, std::move(f));
        }
        return {};
    }

    /// Pictures that stood in the page become files, each content once.
    Status keepInlineImages(const PageDraft &draft) {
        for (const InlineImage &image : draft.inlineImages) {
            if (m_s.inlineImages.contains(image.url))
                continue;
            if (Status s = m_s.options.keepFile(image.bytes); !s)
                return s;
            m_s.inlineImages.emplace(image.url, image.resource());
        }
        return {};
    }

    Status keep(std::int32_t i, PageDraft &&draft) {
        PageFacts f;
        f.item = i;
        f.form = draft.form;
        f.redirectTo = std::move(draft.redirectTo);
        f.columnType = std::move(draft.columnType);
        f.rows = std::move(draft.rows);
        f.outside = std::move(draft.outside);
        f.listOf = std::move(draft.listOf);
        f.truncated = draft.truncated;
        f.hasParts = !draft.pageParts.empty();
        f.parts = std::move(draft.parts);
        f.articleAddress = draft.hint.article;
        f.bodyCharacters = draft.bodyCharacters;
        f.crumbEndsHere = draft.crumbEndsHere;
        f.learntBody = draft.learntBody;
        f.hasFiles = !draft.article.files.empty();
        for (Finding &finding : draft.findings) {
            finding.site = m_s.site.id;
            m_s.findings.push_back(std::move(finding));
        }
        const bool record = f.form == PageForm::Article || f.form == PageForm::Letter;
        if (record || (f.form == PageForm::Other && (f.bodyCharacters > 0 || f.hasFiles))) {
            Result<long> place = m_s.drafts->write(draft.article, draft.letter);
            if (!place)
                return place.error();
            f.draft = *place;
        }
        // Cut off above its content, a page may be cut off in its crumbs: what is taken for them then is a
        // menu.
        if (record || !draft.truncated)
            f.crumbs = internCrumbs(draft);
        // A column's page shows the documents its rows lead to; they are no attachments of it.
        if (record) {
            for (const FileReference &file : draft.article.files)
                m_s.attached.insert(file.url);
        }
        if (Status s = keepInlineImages(draft); !s)
            return s;
        if (Status s = keepParts(draft, f); !s)
            return s;
        m_s.pages.emplace(draft.url, std::move(f));
        return {};
    }

private:
    bool isTailWord(const std::string &name, const std::string &title) const {
        const std::string squashed = text::squash(name);
        if (std::any_of(m_s.knowledge.crumbTailWords.begin(), m_s.knowledge.crumbTailWords.end(),
                        [&](const std::string &w) { return w == squashed; }))
            return true;
        const std::string whole = text::squash(title);
        return !whole.empty() && squashed.size() >= 6 &&
               (whole == squashed || text::startsWith(whole, text::replaceAll(squashed, "...", "")));
    }

    /// The columns a page's crumbs name, without what names the page itself; pages of one column share them.
    std::int32_t internCrumbs(const PageDraft &draft) {
        if (draft.crumbs.empty() || draft.form == PageForm::Redirect || draft.form == PageForm::ErrorPage ||
            draft.form == PageForm::Empty)
            return -1;
        std::vector<Crumb> crumbs = draft.crumbs;
        const bool content = draft.form != PageForm::Other;
        while (content && !crumbs.empty() && (crumbs.back().url.empty() || crumbs.back().url == draft.url) &&
               isTailWord(crumbs.back().name, draft.article.title))
            crumbs.pop_back();
        if (!content && !crumbs.empty() && crumbs.back().url.empty()) {
            if (isTailWord(crumbs.back().name, {}) && crumbs.size() > 1)
                crumbs.pop_back();
            else if (!draft.hint.article)
                crumbs.back().url = draft.url; // a column page names itself in plain text
        }
        // What is still longer than any column name is the title of something.
        while (!crumbs.empty() && text::visibleLength(crumbs.back().name) > 30)
            crumbs.pop_back();
        if (crumbs.empty())
            return -1;
        std::string key;
        for (const Crumb &crumb : crumbs)
            key += crumb.name + '\x1f' + crumb.url + '\x1e';
        const auto [it, fresh] = m_crumbIndex.emplace(key, static_cast<std::int32_t>(m_s.crumbs.size()));
        if (fresh)
            m_s.crumbs.push_back(std::move(crumbs));
        return it->second;
    }

    SiteState &m_s;
    bool m_pagesEnd = false; ///< the site's pages have their end tags
    LinkCache m_linkCache;
    static constexpr std::size_t MostPresentLinks = 65536;
    std::set<std::string, std::less<>> m_presentLinks; ///< as written, not relative, to what the source has
    std::map<std::string, std::int32_t> m_crumbIndex;
};

} // namespace

std::vector<TemplateSupport> supportOf(const SiteModel &model) {
    std::vector<TemplateSupport> supports;
    for (const auto &[shape, learnt] : model.templates) {
        TemplateSupport support;
        support.shape = shape;
        if (!learnt.bodies.empty()) {
            support.bodySupport = learnt.bodies.front().support;
            support.bodyCoverage = learnt.bodies.front().coverage;
        }
        if (!learnt.titles.empty())
            support.titleSupport = learnt.titles.front().support;
        supports.push_back(std::move(support));
    }
    return supports;
}

Result<SitePreview> previewSite(const Site &site, const Knowledge &knowledge, const ExtractOptions &options,
                                std::size_t most) {
    SiteState state(site, knowledge, options);
    std::vector<Error> mistakes;
    state.rules = PageRules::compile(site, mistakes);
    if (!mistakes.empty())
        return mistakes.front();
    if (Status s = state.inventory.scan(); !s)
        return s.error();
    Reader reader(state);
    if (Status s = reader.learn(); !s)
        return s.error();
    SitePreview preview;
    if (Status s = reader.preview(most, preview.pages); !s)
        return s.error();
    preview.encoding = state.encoding;
    preview.product = state.model.product != nullptr ? state.model.product->name : std::string();
    preview.templates = supportOf(state.model);
    return preview;
}

Status readSite(SiteState &state) {
    Reader reader(state);
    if (Status s = reader.learn(); !s)
        return s;
    return reader.readPages();
}

} // namespace guiyi::site
