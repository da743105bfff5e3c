#include "adapters/site/page_parts.h"
#include "adapters/site/site_preview.h"
#include "adapters/site/site_state.h"
#include "adapters/site/unshown_files.h"

#include "adapters/mirror/naming.h"
#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::site {

namespace {

class Writer {
public:
    Writer(SiteState &state, RecordSink &sink) : m_s(state), m_sink(sink), m_unshown(state) {}

    Status emitFacts() {
        const std::pair<const char *, std::string> facts[] = {
            {"site", m_s.site.id},
            {"encoding", m_s.encoding},
            {"cms", m_s.model.product != nullptr ? m_s.model.product->id : ""},
            {"cms_name", m_s.model.product != nullptr ? m_s.model.product->name : ""},
            {"cms_score", std::to_string(m_s.model.productScore)},
            {"templates", templatesLearnt()},
        };
        for (const auto &[name, value] : facts) {
            if (Status s = m_sink.setFact(name, value); !s)
                return s;
        }
        return {};
    }

    Status emitColumns() {
        const std::vector<std::int32_t> order = m_s.columns.ordered();
        std::map<std::int32_t, int> positions;
        m_s.columnIds.assign(static_cast<std::size_t>(m_s.columns.size()), 0);
        RecordId next = 0;
        for (std::int32_t i : order) {
            const ColumnNode &node = m_s.columns[i];
            Column c;
            c.id = ++next;
            m_s.columnIds[static_cast<std::size_t>(i)] = c.id;
            c.parent = node.parent >= 0 ? m_s.columnIds[static_cast<std::size_t>(node.parent)] : 0;
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
                PageFacts &f = m_s.pages[node.url];
                Result<DraftFile::Draft> draft = m_s.drafts->read(f.draft);
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
                c.articles = m_s.articles[static_cast<std::size_t>(i)];
            }
            ++m_s.counts.columns;
            if (Status s = m_sink.add(c); !s)
                return s;
        }
        return {};
    }

    Status emitArticles() {
        for (auto &[url, f] : m_s.pages) {
            const bool columnPage = m_columnPages.contains(url);
            if (m_s.mainOf.contains(url) || f.draft < 0 ||
                (f.form != PageForm::Article && f.form != PageForm::Letter && !columnPage))
                continue;
            Result<DraftFile::Draft> draft = m_s.drafts->read(f.draft);
            if (!draft)
                return draft.error();
            Article &a = draft->article;
            a.id = ++m_lastArticle;
            m_s.articleIds[url] = a.id;
            if (columnPage) {
                a.kind = ArticleKind::Page;
                if (a.title.empty())
                    a.title = m_s.columns[f.column].path.back();
            }
            if (Status s = appendParts(a, url); !s)
                return s;
            fillFromLists(a, url);
            if (f.truncated)
                addFilesOfTruncated(a, url);
            if (a.title.empty()) {
                a.title = text::head(a.bodyText.substr(0, a.bodyText.find('\n')), 40);
                a.evidence["title"] = {0.3, "beginning of the body"};
                m_s.finding(url, "title.missing", "no title found; the beginning of the body stands for it",
                            Severity::Warning);
            }
            if (a.published.empty() && !columnPage)
                m_s.finding(url, "date.missing",
                            "no publish date found on the page or in its lists: give it by hand",
                            Severity::Warning);
            if (!m_s.listed.contains(url) && !columnPage && url.find('#') == std::string::npos)
                m_s.unlisted[SiteState::titleAndDate(a.title, a.published)].push_back(url);
            place(a, f, url);
            if (a.placements.empty())
                m_s.finding(url, "column.missing", "no column found for this article", Severity::Warning);
            else
                a.evidence["column"] = {f.column >= 0 ? 0.95 : 0.7,
                                        f.column >= 0 ? "breadcrumb, list or folder" : "list page"};
            for (FileReference &file : a.files) {
                if (m_s.inventory.settle(file) || m_s.inlineImages.contains(file.url))
                    m_s.usedFiles.insert(file.url);
                m_s.counts.attachments += file.role == FileRole::Attachment ? 1 : 0;
                m_s.counts.images += file.role == FileRole::Image ? 1 : 0;
                if (file.status == FileStatus::Html || file.status == FileStatus::Empty ||
                    file.status == FileStatus::Missing)
                    m_s.finding(url, std::string("file.") + std::string(toText(file.status)),
                                "file " + file.url + " of this record is " +
                                    (file.status == FileStatus::Html ? "a web page (an error or login page)"
                                     : file.status == FileStatus::Empty ? "empty"
                                                                        : "not in the source"),
                                Severity::Warning);
            }
            const bool letter = f.form == PageForm::Letter;
            draft->letter.article = a.id;
            m_s.counts.letters += letter ? 1 : 0;
            m_s.counts.articles += letter ? 0 : 1;
            if (Status s = m_sink.add(a, letter ? &draft->letter : nullptr); !s)
                return s;
        }
        return {};
    }

    /// Rows that lead to other sites or straight to documents: a record each, whose body is the link.
    Status emitOutside() {
        std::map<std::int32_t, int> perColumn;
        for (const auto &[target, listed] : m_s.outside) {
            Article a;
            a.id = ++m_lastArticle;
            const std::int32_t column = listed.columns.front();
            const std::string &page = m_s.columns[column].url;
            FileReference file;
            file.role = FileRole::Attachment;
            file.name = listed.title;
            file.href = file.url = target;
            const bool isFile = m_s.inventory.settle(file);
            a.url = page + "#" + anchorOf(isFile ? "file" : "link", target);
            a.pageUrls = {page};
            a.title = listed.title;
            a.evidence["title"] = {0.9, "row of the list page"};
            a.published = listed.date;
            a.evidence["published"] = {0.9, "date of the list row"};
            a.bodyHtml = "<p><a href=\"" + text::escapeHtml(target) + "\">" + text::escapeHtml(listed.title) +
                         "</a></p>\n";
            a.evidence["body"] = {0.9,
                                  isFile ? "the document the row leads to" : "the row leads to another site"};
            a.links.push_back({page, target, target, "attr"});
            for (const std::int32_t placed : listed.columns)
                a.placements.push_back(m_s.columnIds[static_cast<std::size_t>(placed)]);
            std::sort(a.placements.begin() + 1, a.placements.end());
            a.column = a.placements.front();
            a.evidence["column"] = {0.95, "list page"};
            if (isFile) {
                m_s.usedFiles.insert(file.url);
                a.files.push_back(file);
                ++m_s.counts.attachments;
            }
            ++perColumn[column];
            ++m_s.counts.articles;
            if (Status s = m_sink.add(a, nullptr); !s)
                return s;
        }
        for (const auto &[column, rows] : perColumn)
            m_s.finding(m_s.columns[column].url, "list.outside",
                        std::to_string(rows) + " rows of this list lead to other sites or straight to "
                                               "documents: each is a record whose body is the link",
                        Severity::Info);
        return {};
    }

private:
    /// A line a template: shape of the addresses, sample pages that agree on body and title, share of the
    /// page's own text the body holds.
    std::string templatesLearnt() const {
        std::string lines;
        for (const TemplateSupport &t : supportOf(m_s.model))
            lines += t.shape + "\tbody " + std::to_string(t.bodySupport) + "\ttitle " +
                     std::to_string(t.titleSupport) + "\tcoverage " +
                     std::to_string(static_cast<int>(t.bodyCoverage * 100)) + " %\n";
        return lines;
    }

    ColumnKind kindOf(std::int32_t i) const {
        const ColumnNode &node = m_s.columns[i];
        if (node.external)
            return ColumnKind::External;
        if (m_s.articles[static_cast<std::size_t>(i)] > 0 || m_s.children[static_cast<std::size_t>(i)] > 0)
            return ColumnKind::List;
        const auto page = m_s.pages.find(node.url);
        if (page == m_s.pages.end())
            return ColumnKind::Blank;
        const PageFacts &f = page->second;
        const auto dated =
            std::count_if(f.rows.begin(), f.rows.end(), [](const ListRow &row) { return !row.date.empty(); });
        const auto listed = std::count_if(f.rows.begin(), f.rows.end(),
                                          [&](const ListRow &row) { return m_s.columns.byUrl(row.url) < 0; });
        if (dated >= 1 || listed >= 3)
            return ColumnKind::List;
        if (f.form == PageForm::Article || (f.draft >= 0 && f.bodyCharacters >= LeastBody))
            return ColumnKind::Page;
        return ColumnKind::Blank;
    }

    bool saysEmpty(const std::string &bodyText) const {
        return text::visibleLength(bodyText) < 60 &&
               std::any_of(m_s.knowledge.emptyColumnWords.begin(), m_s.knowledge.emptyColumnWords.end(),
                           [&](const std::string &word) { return text::contains(bodyText, word); });
    }

    Status appendParts(Article &article, const std::string &url) {
        const auto parts = m_s.parts.find(url);
        if (parts == m_s.parts.end())
            return {};
        for (const auto &[number, part] : parts->second) {
            const auto page = m_s.pages.find(part);
            if (part == url || page == m_s.pages.end() || page->second.draft < 0)
                continue;
            Result<DraftFile::Draft> draft = m_s.drafts->read(page->second.draft);
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

    /// A page that was cut off lacks what showed its last files.
    void addFilesOfTruncated(Article &article, const std::string &url) {
        const std::vector<const Resource *> files = m_unshown.of(url, article.published);
        for (const Resource *r : files) {
            FileReference file;
            file.role = r->kind == ResourceKind::Image ? FileRole::Image : FileRole::Attachment;
            file.href = file.url = r->url;
            if (file.role == FileRole::Image)
                article.bodyHtml += "<p><img src=\"" + text::escapeHtml(r->url) + "\" alt=\"\"></p>\n";
            article.files.push_back(std::move(file));
        }
        if (!files.empty())
            m_s.finding(url, "page.truncated.files",
                        std::to_string(files.size()) +
                            " files that carry the number or the day of this cut-off page, and that no page "
                            "shows, were added to it: compare with the old page",
                        Severity::Warning);
    }

    void fillFromLists(Article &article, const std::string &url) {
        const auto listed = m_s.listed.find(url);
        if (listed == m_s.listed.end())
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
            article.placements.push_back(m_s.columnIds[static_cast<std::size_t>(f.column)]);
        article.column = article.placements.empty() ? 0 : article.placements.front();
        const auto listed = m_s.listed.find(url);
        if (listed == m_s.listed.end())
            return;
        std::vector<RecordId> more;
        for (std::int32_t column : listed->second.columns) {
            // A parent's page repeats what its children hold; that is no second placement.
            if (column == f.column || m_s.columns.isAncestor(column, f.column))
                continue;
            more.push_back(m_s.columnIds[static_cast<std::size_t>(column)]);
        }
        std::sort(more.begin(), more.end());
        article.placements.insert(article.placements.end(), more.begin(), more.end());
        if (article.column == 0 && !article.placements.empty())
            article.column = article.placements.front();
    }

    SiteState &m_s;
    RecordSink &m_sink;
    UnshownFiles m_unshown;
    RecordId m_lastArticle = 0;
    std::map<std::string, std::int32_t> m_columnPages; ///< single-page columns by address
};

} // namespace

Status writeRecords(SiteState &state, RecordSink &sink) {
    Writer writer(state, sink);
    for (auto step :
         {&Writer::emitFacts, &Writer::emitColumns, &Writer::emitArticles, &Writer::emitOutside}) {
        if (Status s = (writer.*step)(); !s)
            return s;
    }
    return {};
}

} // namespace guiyi::site
