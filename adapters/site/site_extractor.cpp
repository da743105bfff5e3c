#include "adapters/site/site_extractor.h"

#include "adapters/html/decode.h"
#include "adapters/mirror/naming.h"
#include "adapters/mirror/sniff.h"
#include "adapters/site/column_tree.h"
#include "adapters/site/draft_file.h"
#include "adapters/site/inventory.h"
#include "adapters/site/page_extractor.h"
#include "schema/base/text.h"

#include <algorithm>
#include <set>

namespace guiyi::site {

using html::Tag;

namespace {

constexpr std::int64_t LargestSamplePage = 512 << 10;
constexpr std::size_t SamplePages = 64;    ///< of a site, whatever its size: learning must not grow with it
constexpr std::size_t SamplesPerShape = 8; ///< at least, where there are so many
constexpr std::uint32_t LeastBody = 20;    ///< visible characters that make a page worth keeping as content

/// What stays in memory of one page until the end.
struct PageFacts {
    PageForm form = PageForm::Other;
    std::string redirectTo;
    std::int32_t crumbs = -1; ///< index into the site's different crumbs
    std::string columnType;
    std::vector<ListRow> rows;
    std::vector<NumberedPage> parts;
    bool articleAddress = false; ///< its address has an article's shape
    std::uint32_t bodyCharacters = 0;
    bool crumbEndsHere = false, learntBody = false, hasFiles = false;
    long draft = -1;
    std::int32_t column = -1; ///< node of the column tree
    std::int32_t item = -1;
};

class SiteRun {
public:
    SiteRun(const Site &site, const Knowledge &knowledge, const ExtractOptions &options, RecordSink &sink)
        : m_site(site),
          m_knowledge(knowledge),
          m_options(options),
          m_sink(sink),
          m_inventory(site, options.locations) {}

    Result<ExtractCounts> run() {
        if (Status s = m_inventory.scan(); !s)
            return s.error();
        Result<DraftFile> drafts = DraftFile::create(m_options.scratchFolder);
        if (!drafts)
            return drafts.error();
        m_drafts = std::make_unique<DraftFile>(std::move(*drafts));
        for (auto step : {&SiteRun::learn, &SiteRun::readPages, &SiteRun::joinParts, &SiteRun::buildColumns,
                          &SiteRun::placeArticles, &SiteRun::emit}) {
            if (Status s = (this->*step)(); !s)
                return s.error();
        }
        return m_counts;
    }

private:
    bool isPage(std::int32_t item) const {
        const InventoryItem &i = m_inventory.items()[static_cast<std::size_t>(item)];
        return i.resource.kind == ResourceKind::Page && !i.unreadable;
    }
    const std::string &urlOf(std::int32_t item) const {
        return m_inventory.items()[static_cast<std::size_t>(item)].resource.url;
    }

    /// A sample over all shapes of addresses, the more of a shape the more pages it has; the home page first.
    std::vector<std::int32_t> chooseSample() const {
        std::map<std::string, std::vector<std::int32_t>> shapes;
        std::vector<std::int32_t> sample;
        std::vector<std::int32_t> order;
        for (std::int32_t i = 0; i < static_cast<std::int32_t>(m_inventory.items().size()); ++i) {
            if (isPage(i) &&
                m_inventory.items()[static_cast<std::size_t>(i)].resource.bytes <= LargestSamplePage)
                order.push_back(i);
        }
        std::sort(order.begin(), order.end(),
                  [&](std::int32_t a, std::int32_t b) { return urlOf(a) < urlOf(b); });
        for (std::int32_t i : order)
            shapes[shapeOf(Url::parse(urlOf(i))->target())].push_back(i);
        const std::int32_t home =
            m_inventory.find("http://" + Url::of("http", m_site.host, "/").host() + "/");
        if (home >= 0 && isPage(home))
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
        std::map<std::string, int> encodings;
        const Status s =
            m_inventory.readEach([&](std::int32_t i) { return wanted.contains(i); },
                                 [&](std::int32_t i, const Result<std::string> &bytes) {
                                     if (!bytes)
                                         return Status();
                                     html::Decoded decoded = html::decodeHtml(*bytes);
                                     if (decoded.malformed == 0)
                                         ++encodings[decoded.encoding];
                                     documents.emplace(i, html::Document::parse(std::move(decoded.text)));
                                     return Status();
                                 });
        if (!s)
            return s;
        int most = 0;
        for (const auto &[encoding, count] : encodings) {
            if (count > most) {
                most = count;
                m_encoding = encoding;
            }
        }
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
        m_inventory.preferDirectories(folders > files);
        for (std::int32_t i : chosen) {
            const auto it = documents.find(i);
            if (it != documents.end())
                sample.push_back({*Url::parse(urlOf(i)), &it->second});
        }
        m_model = learnSite(sample, m_knowledge, m_inventory);
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
            const auto url = links.own(href);
            if (!url || m_inventory.find(url->text()) >= 0)
                continue;
            if (kind == ResourceKind::Page && mirror::namesDocument(url->target()))
                kind = ResourceKind::Attachment;
            else if (kind == ResourceKind::Page && mirror::namesImage(url->target()))
                kind = ResourceKind::Image;
            m_inventory.noteMissing(*url, page, kind);
        }
    }

    Status readPages() {
        std::int64_t pages = 0;
        for (std::int32_t i = 0; i < static_cast<std::int32_t>(m_inventory.items().size()); ++i)
            pages += isPage(i) ? 1 : 0;
        if (m_options.onTotal)
            m_options.onTotal(pages);
        const PageExtractor extractor(m_knowledge, m_model, m_site.name);
        html::Parser parser;
        return m_inventory.readEach(
            [&](std::int32_t i) { return isPage(i); },
            [&](std::int32_t i, const Result<std::string> &bytes) -> Status {
                if (m_options.cancelled && m_options.cancelled())
                    return Error{ErrorKind::Cancelled, "extracting", m_site.id, "stopped by the user",
                                 "run the command again"};
                InventoryItem &item = m_inventory.items()[static_cast<std::size_t>(i)];
                ++m_counts.pages;
                if (m_options.onRead)
                    m_options.onRead(1);
                if (!bytes) {
                    item.unreadable = true;
                    item.resource.role = "failed";
                    item.resource.reason = bytes.error().text();
                    return {};
                }
                const Url url = *Url::parse(item.resource.url);
                html::DecodeHints hints;
                hints.siteEncoding = m_encoding;
                html::Decoded decoded = html::decodeHtml(*bytes, hints);
                if (decoded.malformed > 0)
                    m_findings.push_back({m_site.id, url.text(), "encoding.malformed",
                                          std::to_string(decoded.malformed) + " byte sequences are no " +
                                              decoded.encoding + ", the first at byte " +
                                              std::to_string(decoded.firstMalformedOffset) +
                                              "; shown as U+FFFD",
                                          decoded.evidence, Severity::Warning});
                const html::Document &document = parser.parse(std::move(decoded.text));
                PageDraft draft = extractor.extract(document, url, m_inventory, &m_linkCache);
                noteLinks(document, PageLinks(m_inventory, url, &m_linkCache), i);
                draft.article.evidence["encoding"] = {decoded.malformed == 0 ? 1.0 : 0.8,
                                                      decoded.encoding + " by " + decoded.evidence};
                return keep(i, std::move(draft));
            });
    }

    Status keep(std::int32_t i, PageDraft &&draft) {
        PageFacts f;
        f.item = i;
        f.form = draft.form;
        f.redirectTo = std::move(draft.redirectTo);
        f.crumbs = internCrumbs(draft);
        f.columnType = std::move(draft.columnType);
        f.rows = std::move(draft.rows);
        f.parts = std::move(draft.parts);
        f.articleAddress = draft.hint.article;
        f.bodyCharacters = draft.bodyCharacters;
        f.crumbEndsHere = draft.crumbEndsHere;
        f.learntBody = draft.learntBody;
        f.hasFiles = !draft.article.files.empty();
        for (Finding &finding : draft.findings) {
            finding.site = m_site.id;
            m_findings.push_back(std::move(finding));
        }
        const bool content = draft.form == PageForm::Article || draft.form == PageForm::Letter ||
                             (draft.form == PageForm::Other && (f.bodyCharacters > 0 || f.hasFiles));
        if (content) {
            Result<long> place = m_drafts->write(draft.article, draft.letter);
            if (!place)
                return place.error();
            f.draft = *place;
        }
        m_pages.emplace(draft.url, std::move(f));
        return {};
    }

    /// Pages of one article point at each other by numbers; the page that number 1 names is the article.
    Status joinParts() {
        for (auto &[url, f] : m_pages) {
            if (f.parts.empty() || (f.form != PageForm::Article && f.form != PageForm::Other))
                continue;
            int own = 1;
            for (const NumberedPage &p : f.parts)
                own += p.number == own ? 1 : 0;
            std::vector<NumberedPage> all = f.parts;
            all.push_back({own, url});
            const auto first =
                std::min_element(all.begin(), all.end(), [](const NumberedPage &a, const NumberedPage &b) {
                    return a.number < b.number;
                });
            const auto main = m_pages.find(first->url);
            if (main == m_pages.end() ||
                (main->second.form != PageForm::Article && f.form != PageForm::Article))
                continue;
            auto &group = m_parts[first->url];
            for (const NumberedPage &p : all)
                group.emplace(p.number, p.url);
        }
        for (auto it = m_parts.begin(); it != m_parts.end();) {
            std::set<std::string> members;
            for (const auto &[number, url] : it->second) {
                const auto page = m_pages.find(url);
                if (page != m_pages.end() && page->second.draft >= 0)
                    members.insert(url);
            }
            if (members.size() < 2) {
                it = m_parts.erase(it);
                continue;
            }
            for (const std::string &url : members) {
                if (url != it->first)
                    m_mainOf[url] = it->first;
            }
            ++it;
        }
        for (const auto &[main, group] : m_parts)
            m_pages[main].form = PageForm::Article;
        return {};
    }

    bool isTailWord(const std::string &name, const std::string &title) const {
        const std::string squashed = text::squash(name);
        if (std::any_of(m_knowledge.crumbTailWords.begin(), m_knowledge.crumbTailWords.end(),
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
        const auto [it, fresh] = m_crumbIndex.emplace(key, static_cast<std::int32_t>(m_crumbs.size()));
        if (fresh)
            m_crumbs.push_back(std::move(crumbs));
        return it->second;
    }

    Status buildColumns() {
        for (auto &[url, f] : m_pages) {
            if (f.crumbs < 0)
                continue;
            f.column = m_columns.addCrumbs(m_crumbs[static_cast<std::size_t>(f.crumbs)]);
            if (!f.columnType.empty() && f.crumbEndsHere)
                m_columns[f.column].type = f.columnType;
        }
        m_columns.addMenu(m_model.menu, "http://" + Url::of("http", m_site.host, "/").host() + "/");
        orderByParents();
        return {};
    }

    /// The order in which a column's page lists its sub-columns.
    void orderByParents() {
        for (std::int32_t i = 0; i < m_columns.size(); ++i) {
            const auto page = m_pages.find(m_columns[i].url);
            if (page == m_pages.end())
                continue;
            int position = 0;
            for (const ListRow &row : page->second.rows) {
                const std::int32_t child = m_columns.byUrl(row.url);
                if (child >= 0 && m_columns[child].parent == i && m_columns[child].listed < 0)
                    m_columns[child].listed = position++;
            }
        }
    }

    bool isColumnPage(const std::string &url, const PageFacts &f) const {
        if (f.form != PageForm::Other)
            return false;
        const std::int32_t own = m_columns.byUrl(url);
        if (own >= 0)
            return true;
        if (f.column < 0)
            return false;
        // Later pages of a list: their crumbs end at the column's first page.
        return !f.rows.empty() && !f.articleAddress;
    }

    std::int32_t columnOfPage(const std::string &url, const PageFacts &f) const {
        const std::int32_t own = m_columns.byUrl(url);
        return own >= 0 ? own : f.column;
    }

    /// The column whose folder holds an address, the deepest one.
    std::int32_t columnByFolder(const std::string &url) const {
        std::string folder = url.substr(0, url.find('?'));
        for (;;) {
            const std::size_t slash =
                folder.rfind('/', folder.size() - (text::endsWith(folder, "/") ? 2 : 1));
            if (slash == std::string::npos || slash < 8)
                return -1;
            folder.resize(slash + 1);
            if (text::visibleLength(folder) <= ("http://" + m_site.host + "/").size())
                return -1;
            const auto it = m_byFolder.find(folder);
            if (it != m_byFolder.end())
                return it->second;
        }
    }

    Status placeArticles() {
        std::map<std::string, int> ambiguous;
        for (std::int32_t i = 0; i < m_columns.size(); ++i) {
            const std::string &url = m_columns[i].url;
            if (url.empty() || m_columns[i].external || url.find('?') != std::string::npos)
                continue;
            const std::string folder = url.substr(0, url.rfind('/') + 1);
            if (!mirror::isDirectoryIndex(url))
                continue;
            const auto [it, fresh] = m_byFolder.emplace(folder, i);
            if (!fresh && m_columns.isAncestor(it->second, i))
                it->second = i;
        }
        // Rows of list pages: title, date and column of what they list.
        for (const auto &[url, f] : m_pages) {
            if (!isColumnPage(url, f))
                continue;
            const std::int32_t column = columnOfPage(url, f);
            for (const ListRow &row : f.rows) {
                if (m_columns.byUrl(row.url) >= 0)
                    continue;
                Listed &listed = m_listed[row.url];
                if (text::visibleLength(row.title) > text::visibleLength(listed.title))
                    listed.title = row.title;
                if (listed.date.empty())
                    listed.date = row.date;
                if (column >= 0 &&
                    std::find(listed.columns.begin(), listed.columns.end(), column) == listed.columns.end())
                    listed.columns.push_back(column);
            }
        }
        for (auto &[url, f] : m_pages) {
            const bool listed = m_listed.contains(url);
            // A page with a body that a list names is an article even without a date line of its own.
            if (f.form == PageForm::Other && f.draft >= 0 && m_columns.byUrl(url) < 0 &&
                !m_mainOf.contains(url) && (f.bodyCharacters >= LeastBody || f.hasFiles) &&
                (f.articleAddress || (listed && f.rows.size() < 3) || (listed && f.learntBody)))
                f.form = PageForm::Article;
            if (f.form != PageForm::Article && f.form != PageForm::Letter)
                continue;
            if (f.column < 0) {
                if (listed && !m_listed[url].columns.empty())
                    f.column = deepest(m_listed[url].columns);
                else
                    f.column = columnByFolder(url);
            }
        }
        countArticles();
        return {};
    }

    std::int32_t deepest(const std::vector<std::int32_t> &columns) const {
        return *std::max_element(columns.begin(), columns.end(), [&](std::int32_t a, std::int32_t b) {
            return std::pair(m_columns[a].path.size(), m_columns[b].path) <
                   std::pair(m_columns[b].path.size(), m_columns[a].path);
        });
    }

    void countArticles() {
        m_articles.assign(static_cast<std::size_t>(m_columns.size()), 0);
        m_children.assign(static_cast<std::size_t>(m_columns.size()), 0);
        for (std::int32_t i = 0; i < m_columns.size(); ++i) {
            if (m_columns[i].parent >= 0)
                ++m_children[static_cast<std::size_t>(m_columns[i].parent)];
        }
        for (const auto &[url, f] : m_pages) {
            if ((f.form == PageForm::Article || f.form == PageForm::Letter) && f.column >= 0 &&
                !m_mainOf.contains(url))
                ++m_articles[static_cast<std::size_t>(f.column)];
        }
    }

    ColumnKind kindOf(std::int32_t i) const {
        const ColumnNode &node = m_columns[i];
        if (node.external)
            return ColumnKind::External;
        if (m_articles[static_cast<std::size_t>(i)] > 0 || m_children[static_cast<std::size_t>(i)] > 0)
            return ColumnKind::List;
        const auto page = m_pages.find(node.url);
        if (page == m_pages.end())
            return ColumnKind::Blank;
        const PageFacts &f = page->second;
        const auto dated =
            std::count_if(f.rows.begin(), f.rows.end(), [](const ListRow &row) { return !row.date.empty(); });
        const auto listed = std::count_if(f.rows.begin(), f.rows.end(),
                                          [&](const ListRow &row) { return m_columns.byUrl(row.url) < 0; });
        if (dated >= 1 || listed >= 3)
            return ColumnKind::List;
        if (f.form == PageForm::Article || (f.draft >= 0 && f.bodyCharacters >= LeastBody))
            return ColumnKind::Page;
        return ColumnKind::Blank;
    }

    bool saysEmpty(const std::string &bodyText) const {
        return text::visibleLength(bodyText) < 60 &&
               std::any_of(m_knowledge.emptyColumnWords.begin(), m_knowledge.emptyColumnWords.end(),
                           [&](const std::string &word) { return text::contains(bodyText, word); });
    }

    Status emit() {
        if (Status s = emitFacts(); !s)
            return s;
        if (Status s = emitColumns(); !s)
            return s;
        if (Status s = emitArticles(); !s)
            return s;
        return emitResources();
    }

    Status emitFacts() {
        const std::pair<const char *, std::string> facts[] = {
            {"site", m_site.id},
            {"encoding", m_encoding},
            {"cms", m_model.product != nullptr ? m_model.product->id : ""},
            {"cms_name", m_model.product != nullptr ? m_model.product->name : ""},
            {"cms_score", std::to_string(m_model.productScore)},
        };
        for (const auto &[name, value] : facts) {
            if (Status s = m_sink.setFact(name, value); !s)
                return s;
        }
        return {};
    }

    Status emitColumns() {
        const std::vector<std::int32_t> order = m_columns.ordered();
        std::map<std::int32_t, int> positions;
        m_columnIds.assign(static_cast<std::size_t>(m_columns.size()), 0);
        RecordId next = 0;
        for (std::int32_t i : order) {
            const ColumnNode &node = m_columns[i];
            Column c;
            c.id = ++next;
            m_columnIds[static_cast<std::size_t>(i)] = c.id;
            c.parent = node.parent >= 0 ? m_columnIds[static_cast<std::size_t>(node.parent)] : 0;
            c.url = node.url;
            c.name = node.path.back();
            c.path = node.path;
            c.kind = kindOf(i);
            c.position = positions[node.parent]++;
            c.type = node.type;
            c.evidence = text::join(node.evidence, ", ");
            c.confidence = node.crumbs > 0 ? std::min(0.99, 0.8 + 0.02 * node.crumbs) : 0.6;
            if (const auto url = Url::parse(node.url); url && !node.external) {
                const std::string folder = mirror::foldDirectoryIndex(url->target());
                const std::vector<std::string> parts = text::split(folder.substr(0, folder.find('?')), '/');
                if (text::endsWith(folder, "/") && parts.size() > 2)
                    c.slug = parts[parts.size() - 2];
            }
            if (c.kind == ColumnKind::Page) {
                PageFacts &f = m_pages[node.url];
                Result<DraftFile::Draft> draft = m_drafts->read(f.draft);
                if (!draft)
                    return draft.error();
                if (saysEmpty(draft->article.bodyText))
                    c.kind = ColumnKind::Blank;
                else {
                    m_columnPages[node.url] = i;
                    f.column = i;
                    c.articles = 1;
                }
            } else {
                c.articles = m_articles[static_cast<std::size_t>(i)];
            }
            ++m_counts.columns;
            if (Status s = m_sink.add(c); !s)
                return s;
        }
        return {};
    }

    /// A file reference gets what the inventory knows of the file.
    void settleFile(FileReference &file, std::set<std::string> &used) {
        const std::int32_t index = m_inventory.find(file.url);
        if (index < 0)
            return;
        InventoryItem &item = m_inventory.items()[static_cast<std::size_t>(index)];
        file.url = item.resource.url;
        used.insert(file.url);
        file.bytes = item.resource.bytes;
        file.mediaType = item.resource.mediaType;
        if (item.unreadable)
            file.status = FileStatus::Missing;
        else if (item.htmlInsteadOfFile)
            file.status = FileStatus::Html;
        else if (item.resource.bytes == 0)
            file.status = FileStatus::Empty;
        else {
            file.status = FileStatus::Ok;
            file.sha256 = item.resource.sha256;
        }
    }

    Status appendParts(Article &article, const std::string &url) {
        const auto parts = m_parts.find(url);
        if (parts == m_parts.end())
            return {};
        for (const auto &[number, part] : parts->second) {
            const auto page = m_pages.find(part);
            if (part == url || page == m_pages.end() || page->second.draft < 0)
                continue;
            Result<DraftFile::Draft> draft = m_drafts->read(page->second.draft);
            if (!draft)
                return draft.error();
            const Article &more = draft->article;
            article.bodyHtml += more.bodyHtml;
            if (!more.bodyText.empty())
                article.bodyText += (article.bodyText.empty() ? "" : "\n") + more.bodyText;
            article.files.insert(article.files.end(), more.files.begin(), more.files.end());
            article.links.insert(article.links.end(), more.links.begin(), more.links.end());
            article.pageUrls.push_back(part);
        }
        // The same file linked from several parts is one file.
        std::vector<FileReference> unique;
        for (const FileReference &f : article.files) {
            if (std::none_of(unique.begin(), unique.end(),
                             [&](const FileReference &u) { return u.url == f.url && u.role == f.role; }))
                unique.push_back(f);
        }
        article.files = std::move(unique);
        return {};
    }

    void fillFromLists(Article &article, const std::string &url) {
        const auto listed = m_listed.find(url);
        if (listed == m_listed.end())
            return;
        if (article.title.empty() ||
            (text::endsWith(article.title, "...") && !listed->second.title.empty())) {
            article.title = listed->second.title;
            article.evidence["title"] = {0.7, "row of the list page"};
        }
        const bool weak =
            !article.evidence.contains("published") || article.evidence["published"].confidence < 0.6;
        if (weak && !listed->second.date.empty()) {
            article.published = listed->second.date;
            article.evidence["published"] = {0.75, "date of the list row"};
        }
    }

    void place(Article &article, const PageFacts &f, const std::string &url) {
        if (f.column >= 0)
            article.placements.push_back(m_columnIds[static_cast<std::size_t>(f.column)]);
        article.column = article.placements.empty() ? 0 : article.placements.front();
        const auto listed = m_listed.find(url);
        if (listed == m_listed.end())
            return;
        std::vector<RecordId> more;
        for (std::int32_t column : listed->second.columns) {
            // A parent's page repeats what its children hold; that is no second placement.
            if (column == f.column || m_columns.isAncestor(column, f.column))
                continue;
            more.push_back(m_columnIds[static_cast<std::size_t>(column)]);
        }
        std::sort(more.begin(), more.end());
        article.placements.insert(article.placements.end(), more.begin(), more.end());
        if (article.column == 0 && !article.placements.empty())
            article.column = article.placements.front();
    }

    Status emitArticles() {
        RecordId next = 0;
        for (auto &[url, f] : m_pages) {
            const bool columnPage = m_columnPages.contains(url);
            if (m_mainOf.contains(url) || f.draft < 0 ||
                (f.form != PageForm::Article && f.form != PageForm::Letter && !columnPage))
                continue;
            Result<DraftFile::Draft> draft = m_drafts->read(f.draft);
            if (!draft)
                return draft.error();
            Article &a = draft->article;
            a.id = ++next;
            m_articleIds[url] = a.id;
            if (columnPage) {
                a.kind = ArticleKind::Page;
                if (a.title.empty())
                    a.title = m_columns[f.column].path.back();
            }
            if (Status s = appendParts(a, url); !s)
                return s;
            fillFromLists(a, url);
            if (a.title.empty()) {
                a.title = text::head(a.bodyText.substr(0, a.bodyText.find('\n')), 40);
                a.evidence["title"] = {0.3, "beginning of the body"};
                finding(url, "title.missing", "no title found; the beginning of the body stands for it",
                        Severity::Warning);
            }
            if (a.published.empty() && !columnPage)
                finding(url, "date.missing",
                        "no publish date found on the page or in its lists: give it by hand",
                        Severity::Warning);
            if (!m_listed.contains(url) && !columnPage)
                m_unlisted[titleAndDate(a.title, a.published)].push_back(url);
            place(a, f, url);
            if (a.placements.empty())
                finding(url, "column.missing", "no column found for this article", Severity::Warning);
            else
                a.evidence["column"] = {f.column >= 0 ? 0.95 : 0.7,
                                        f.column >= 0 ? "breadcrumb, list or folder" : "list page"};
            for (FileReference &file : a.files) {
                settleFile(file, m_usedFiles);
                m_counts.attachments += file.role == FileRole::Attachment ? 1 : 0;
                m_counts.images += file.role == FileRole::Image ? 1 : 0;
                if (file.status == FileStatus::Html || file.status == FileStatus::Empty ||
                    file.status == FileStatus::Missing)
                    finding(url, std::string("file.") + std::string(toText(file.status)),
                            "file " + file.url + " of this record is " +
                                (file.status == FileStatus::Html    ? "a web page (an error or login page)"
                                 : file.status == FileStatus::Empty ? "empty"
                                                                    : "not in the source"),
                            Severity::Warning);
            }
            const bool letter = f.form == PageForm::Letter;
            draft->letter.article = a.id;
            m_counts.letters += letter ? 1 : 0;
            m_counts.articles += letter ? 0 : 1;
            if (Status s = m_sink.add(a, letter ? &draft->letter : nullptr); !s)
                return s;
        }
        return {};
    }

    void finding(const std::string &url, std::string_view rule, std::string message, Severity severity) {
        m_findings.push_back({m_site.id, url, std::string(rule), std::move(message), {}, severity});
    }

    /// What became of one page of the source.
    void settlePage(Resource &r) {
        const auto page = m_pages.find(r.url);
        if (page == m_pages.end())
            return;
        const PageFacts &f = page->second;
        const auto set = [&](const char *role, RecordId record, std::string reason = {}) {
            r.role = role;
            r.record = record;
            r.reason = std::move(reason);
        };
        if (const auto id = m_articleIds.find(r.url); id != m_articleIds.end())
            return set("article", id->second);
        if (const auto main = m_mainOf.find(r.url);
            main != m_mainOf.end() && m_articleIds.contains(main->second))
            return set("merged", m_articleIds[main->second], "a later page of the article " + main->second);
        switch (f.form) {
        case PageForm::Redirect:
            return set("dropped", 0, "only sends readers on to " + f.redirectTo);
        case PageForm::Empty:
            return set("failed", 0,
                       "the page is empty: capture it again, or confirm that it was empty on the old site");
        case PageForm::ErrorPage:
            return set("dropped", 0, "the old site itself says here that the page does not exist (soft 404)");
        default:
            break;
        }
        if (r.url == "http://" + Url::of("http", m_site.host, "/").host() + "/" || isHomeTwin(r.url))
            return set("home", 0, "the home page is made anew by the platform");
        if (isColumnPage(r.url, f))
            return set("column", m_columnIds[static_cast<std::size_t>(columnOfPage(r.url, f))]);
        if (f.bodyCharacters >= LeastBody || f.hasFiles)
            finding(r.url, "page.unassigned",
                    "a page with text that belongs to no column and no list: look whether it should be kept",
                    Severity::Warning);
        set("dropped", 0,
            "no article, letter or column: a form, frame or tool page without content of its own");
    }

    bool isHomeTwin(const std::string &url) const {
        const auto parsed = Url::parse(url);
        return parsed && mirror::foldDirectoryIndex(parsed->target()) == "/";
    }

    /// Where an article went whose list row leads to an address the source lacks: the one article of the same
    /// title and date that no list names. Empty when there is none or more than one.
    std::string movedTo(const std::string &url) const {
        const auto listed = m_listed.find(url);
        if (listed == m_listed.end() || listed->second.title.empty() || listed->second.date.empty())
            return {};
        const auto it = m_unlisted.find(titleAndDate(listed->second.title, listed->second.date));
        return it != m_unlisted.end() && it->second.size() == 1 ? it->second.front() : std::string();
    }
    /// "list.asp?cid=2&page=1" is "list.asp?cid=2": the first page of a list under another name. Empty when
    /// it is not.
    static std::string firstPageOf(const std::string &url) {
        const auto parsed = Url::parse(url);
        if (!parsed || parsed->query().empty())
            return {};
        const std::string base = withoutPageNumber(parsed->target());
        const std::string page =
            std::string(parsed->target()).substr(std::min(base.size(), parsed->target().size()));
        return base != parsed->target() && text::endsWith(page, "=1")
                   ? Url::of("http", parsed->host(), base).text()
                   : std::string();
    }
    static std::string titleAndDate(const std::string &title, const std::string &date) {
        return text::squash(title) + "|" + date.substr(0, 10);
    }

    Status emitResources() {
        std::map<std::string, Resource> lines;
        for (InventoryItem &item : m_inventory.items()) {
            Resource &r = item.resource;
            if (item.unreadable) {
                finding(r.url, "source.unreadable", r.reason, Severity::Error);
            } else if (r.kind == ResourceKind::Page) {
                settlePage(r);
            } else if (r.kind == ResourceKind::Attachment || r.kind == ResourceKind::Image) {
                if (item.htmlInsteadOfFile) {
                    r.role = "failed";
                    r.reason = "the file is a web page (an error or login page) instead of a document: get "
                               "the true file from the department";
                } else if (r.bytes == 0) {
                    r.role = "failed";
                    r.reason = "the file is empty: capture it again or get it from the department";
                } else if (m_usedFiles.contains(r.url)) {
                    r.role = "file";
                } else if (r.kind == ResourceKind::Image) {
                    r.role = "dropped";
                    r.reason = "picture of the old layout, not used by any migrated record";
                } else {
                    r.role = "dropped";
                    r.reason = "no migrated record refers to this file";
                    finding(r.url, "file.orphan",
                            "a document that no migrated record refers to: look whether it should be kept",
                            Severity::Info);
                }
            } else {
                r.role = "dropped";
                r.reason = r.kind == ResourceKind::Style || r.kind == ResourceKind::Script
                               ? "style or script of the old layout: the platform brings its own"
                               : "technical file of the old site, not content";
            }
            if (!item.twin.empty() && item.twin != r.url) {
                Resource twin = r;
                twin.url = item.twin;
                lines.emplace(twin.url, std::move(twin));
            }
            lines.insert_or_assign(r.url, r);
        }
        for (const auto &[url, missing] : m_inventory.missing()) {
            Resource r;
            r.url = url;
            r.kind = missing.kind;
            if (r.kind == ResourceKind::Style || r.kind == ResourceKind::Script) {
                r.role = "dropped";
                r.reason = "style or script of the old layout: the platform brings its own";
                lines.emplace(url, std::move(r));
                continue;
            }
            const auto same = lines.find(firstPageOf(url));
            if (same != lines.end() && same->second.role == "column") {
                r.role = "column";
                r.record = same->second.record;
                lines.emplace(url, std::move(r));
                continue;
            }
            if (const std::string moved = movedTo(url); !moved.empty()) {
                r.role = "merged";
                r.record = m_articleIds[moved];
                r.reason = "not in the source, but its list row has the title and date of " + moved +
                           ", which no list names";
                lines.emplace(url, std::move(r));
                continue;
            }
            r.role = "failed";
            r.reason = "linked from " + urlOf(missing.referrer) +
                       " but not in the source (not captured, or dead on the old site): capture it, or "
                       "confirm that it is gone";
            lines.emplace(url, std::move(r));
        }
        RecordId next = 0;
        for (auto &[url, r] : lines) {
            r.id = ++next;
            m_counts.failed += r.role == "failed" ? 1 : 0;
            if (Status s = m_sink.add(r); !s)
                return s;
        }
        m_counts.files = static_cast<std::int64_t>(m_inventory.items().size());
        std::stable_sort(m_findings.begin(), m_findings.end(), [](const Finding &a, const Finding &b) {
            return std::tie(a.url, a.rule, a.message) < std::tie(b.url, b.rule, b.message);
        });
        m_counts.findings = static_cast<std::int64_t>(m_findings.size());
        for (const Finding &f : m_findings) {
            if (Status s = m_sink.add(f); !s)
                return s;
        }
        return {};
    }

    struct Listed {
        std::string title, date;
        std::vector<std::int32_t> columns;
    };

    const Site &m_site;
    const Knowledge &m_knowledge;
    const ExtractOptions &m_options;
    RecordSink &m_sink;
    Inventory m_inventory;
    LinkCache m_linkCache;
    std::unique_ptr<DraftFile> m_drafts;
    SiteModel m_model;
    std::string m_encoding;
    std::map<std::string, PageFacts> m_pages;                  ///< by address
    std::map<std::string, std::map<int, std::string>> m_parts; ///< main page -> number -> address
    std::map<std::string, std::string> m_mainOf;               ///< later page -> main page
    std::vector<std::vector<Crumb>> m_crumbs;                  ///< the different crumbs of the site
    std::map<std::string, std::int32_t> m_crumbIndex;
    ColumnTree m_columns;
    std::map<std::string, std::int32_t> m_byFolder;
    std::map<std::string, Listed> m_listed;
    std::vector<std::int64_t> m_articles, m_children;
    std::vector<RecordId> m_columnIds;
    std::map<std::string, std::int32_t> m_columnPages; ///< single-page columns by address
    std::map<std::string, RecordId> m_articleIds;
    std::map<std::string, std::vector<std::string>>
        m_unlisted; ///< title and date -> articles that no list names
    std::set<std::string> m_usedFiles;
    std::vector<Finding> m_findings;
    ExtractCounts m_counts;
};

} // namespace

Result<ExtractCounts> extractSite(const Site &site, const Knowledge &knowledge, const ExtractOptions &options,
                                  RecordSink &sink) {
    return SiteRun(site, knowledge, options, sink).run();
}

} // namespace guiyi::site
