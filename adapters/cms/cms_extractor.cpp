#include "adapters/cms/cms_extractor.h"

#include "adapters/cms/address_ledger.h"
#include "adapters/cms/bodies.h"
#include "adapters/cms/column_rows.h"
#include "adapters/cms/sql_functions.h"
#include "adapters/html/decode.h"
#include "adapters/html/serialize.h"
#include "adapters/html/tree.h"
#include "adapters/mirror/sniff.h"
#include "adapters/site/body_writer.h"
#include "adapters/site/inventory.h"
#include "schema/base/text.h"
#include "schema/config/files.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace guiyi::cms {

namespace {

using site::ExtractCounts;

constexpr std::string_view Published = "published";

class CmsReader {
public:
    CmsReader(const Site &site, const site::Knowledge &knowledge, const CmsExtractOptions &options,
              RecordSink &sink)
        : m_site(site),
          m_knowledge(knowledge),
          m_options(options),
          m_sink(sink),
          m_inventory(site, options.handOver.files.empty()
                                ? std::vector<std::string>{}
                                : std::vector<std::string>{options.handOver.files}),
          m_home(Url::of("http", site.host, "/")),
          m_findings{site.id, {}},
          m_database(site, options.handOver, m_findings, options.cancelled),
          m_columns(m_findings),
          m_ledger(m_inventory, m_findings) {}

    Result<ExtractCounts> run() {
        for (auto step : {&CmsReader::open, &CmsReader::readColumns, &CmsReader::countArticles,
                          &CmsReader::emitColumns, &CmsReader::emitArticles, &CmsReader::emitLetters}) {
            if (Status s = (this->*step)(); !s)
                return s.error();
        }
        for (const auto &[state, rows] : m_unpublished)
            m_findings.add({}, "cms.unpublished",
                           std::to_string(rows) + " rows are not public in the CMS: " + state,
                           Severity::Info);
        if (Status s = m_ledger.emit(m_home.text(), m_sink, m_counts); !s)
            return s.error();
        return m_counts;
    }

private:
    Status open() {
        if (Status s = m_database.open(m_options.scratchFile); !s)
            return s;
        if (!m_options.handOver.files.empty()) {
            if (Status s = m_inventory.scan(); !s)
                return s;
        }
        return m_database.tellFacts(m_sink);
    }

    // ---- columns

    Status readColumns() {
        for (const ProfileQuery &query : m_database.profile().columns) {
            if (Status s =
                    m_database.each(query, [&](const RowNames &names,
                                               const SnapshotRow &row) { return readColumn(names, row); });
                !s)
                return s;
        }
        m_columns.order();
        return {};
    }

    Status readColumn(const RowNames &names, const SnapshotRow &row) {
        ColumnRow c;
        c.key = names.text(row, "id");
        c.parent = names.text(row, "parent");
        if (c.parent == "0")
            c.parent.clear();
        c.column.name = text::collapse(names.text(row, "name"));
        c.url = addressOf(names.text(row, "url"));
        c.urls = addressesOf(names.lines(row, "urls"));
        c.body = names.text(row, "body");
        c.updated = isoTime(names.text(row, "updated"));
        c.column.type = names.text(row, "type");
        c.column.slug = names.text(row, "slug");
        c.position = names.number(row, "position");
        const auto kind = fromText<ColumnKind>(names.text(row, "kind"));
        c.column.kind = kind.value_or(ColumnKind::List);
        c.column.evidence = "database";
        c.column.confidence = 1;
        if (names.text(row, "state") == "deleted") {
            ++m_unpublished["deleted columns"];
            return {};
        }
        if (c.column.name.empty())
            c.column.name = c.key;
        if (names.number(row, "hidden") != 0)
            c.column.evidence = "database, hidden in menus";
        m_columns.add(std::move(c));
        return {};
    }

    /// Before columns can be written it has to be known how many articles each has, and before articles can
    /// be, what rows that only lead to another address place what stands there.
    Status countArticles() {
        std::int64_t total = 0;
        const auto count = [&](std::string_view key) {
            if (ColumnRow *column = m_columns.find(std::string(key)))
                ++column->column.articles;
        };
        for (const ProfileQuery &query : m_database.profile().articles) {
            const CmsDatabase::Visit look = [&](const RowNames &, const SnapshotRow &row) -> Status {
                ++total;
                const bool published = row.text(1) == Published;
                if (published && row.text(2).empty())
                    count(row.text(0));
                else if (published)
                    noteLink(row.text(0), row.text(2));
                return {};
            };
            if (Status s = m_database.each(query, look, "SELECT \"column\", state, link FROM ()"); !s)
                return s;
        }
        for (const ProfileQuery &query : m_database.profile().letters) {
            const CmsDatabase::Visit look = [&](const RowNames &, const SnapshotRow &row) -> Status {
                ++total;
                count(row.text(0));
                return {};
            };
            if (Status s = m_database.each(query, look, "SELECT \"column\" FROM ()"); !s)
                return s;
        }
        if (m_options.onTotal)
            m_options.onTotal(total);
        return {};
    }

    Status emitColumns() {
        std::set<std::string> taken;
        for (const std::size_t i : m_columns.ordered()) {
            ColumnRow &c = m_columns.rows()[i];
            Column &column = c.column;
            if (column.kind == ColumnKind::List && column.articles == 0 && c.children == 0)
                column.kind = c.body.empty() ? ColumnKind::Blank : ColumnKind::Page;
            if (column.kind == ColumnKind::Page) {
                if (c.body.empty())
                    column.kind =
                        column.articles > 0 || c.children > 0 ? ColumnKind::List : ColumnKind::Blank;
                else
                    column.articles = std::max<std::int64_t>(column.articles, 1);
            }
            column.url = c.url;
            if (column.kind != ColumnKind::External &&
                (column.url.empty() || !taken.insert(column.url).second)) {
                // Two columns of one directory: the later one is known by another of its addresses.
                const auto other = std::find_if(c.urls.begin(), c.urls.end(), [&](const std::string &url) {
                    return taken.insert(url).second;
                });
                if (other == c.urls.end()) {
                    m_findings.add(c.url, "cms.column.address",
                                   "column " + column.name + " (" + c.key + ") has no address of its own",
                                   Severity::Warning);
                    column.url = m_home.withTarget("/?column=" + c.key).text();
                } else {
                    column.url = *other;
                }
            }
            ++m_counts.columns;
            if (column.kind != ColumnKind::External) {
                m_ledger.add(column.url, "column", column.id);
                for (const std::string &url : c.urls)
                    m_ledger.add(url, "column", column.id);
                if (!c.url.empty() && c.url != column.url)
                    m_ledger.add(c.url, "column", column.id);
            }
            if (Status s = m_sink.add(column); !s)
                return s;
        }
        return {};
    }

    // ---- articles

    Status emitArticles() {
        for (const ProfileQuery &query : m_database.profile().articles) {
            if (Status s =
                    m_database.each(query, [&](const RowNames &names,
                                               const SnapshotRow &row) { return readArticle(names, row); });
                !s)
                return s;
        }
        for (const std::size_t i : m_columns.ordered()) {
            const ColumnRow &c = m_columns.rows()[i];
            if (c.column.kind != ColumnKind::Page)
                continue;
            Article a;
            a.kind = ArticleKind::Page;
            a.url = c.column.url;
            a.title = c.column.name;
            a.updated = c.updated;
            a.column = c.column.id;
            a.placements = {c.column.id};
            a.evidence["title"] = {1, "database"};
            if (Status s = writeArticle(a, c.body, {}, {}, nullptr); !s)
                return s;
        }
        return {};
    }

    /// An article that is only a link to one of the own articles is a second place of that.
    void noteLink(std::string_view columnKey, std::string_view link) {
        const std::string target = addressOf(text::trim(link));
        const ColumnRow *column = m_columns.find(std::string(columnKey));
        if (!target.empty() && column != nullptr && isOwn(target))
            m_placedByLink[target].insert(column->column.id);
    }

    bool isOwn(const std::string &url) const {
        const auto parsed = Url::parse(url);
        return parsed && m_database.isOwnHost(parsed->host());
    }

    Status readArticle(const RowNames &names, const SnapshotRow &row) {
        if (m_options.onRead)
            m_options.onRead(1);
        Article a;
        const std::string key(names.text(row, "id"));
        std::vector<std::string> urls = addressesOf(names.lines(row, "urls"));
        a.url = addressOf(names.text(row, "url"));
        a.title = text::collapse(names.text(row, "title"));
        const std::string_view state = names.text(row, "state");
        const std::string_view link = names.text(row, "link");
        if (state != Published) {
            ++m_unpublished[std::string(state)];
            for (const std::string &url : withFirst(a.url, urls))
                m_ledger.add(url, "dropped", 0,
                             "not public in the CMS (" + std::string(state) +
                                 "): nothing unpublished is migrated");
            return {};
        }
        if (!link.empty()) {
            const std::string target = addressOf(link);
            for (const std::string &url : withFirst(a.url, urls)) {
                if (url != target)
                    m_ledger.link(url, target);
            }
            return {};
        }
        if (a.url.empty() || m_ledger.taken(a.url)) {
            const auto other = std::find_if(urls.begin(), urls.end(),
                                            [&](const std::string &url) { return !m_ledger.taken(url); });
            if (other == urls.end()) {
                m_findings.add(a.url, "cms.article.address",
                               "article " + key + " (" + a.title +
                                   ") has no address of its own and is left out",
                               Severity::Error);
                ++m_counts.failed;
                return {};
            }
            a.url = *other;
        }
        a.subtitle = text::collapse(names.text(row, "subtitle"));
        a.published = isoTime(names.text(row, "published"));
        a.updated = isoTime(names.text(row, "updated"));
        a.sourceShown = text::collapse(names.text(row, "source"));
        a.source = resolvedSource(a.sourceShown);
        a.author = text::collapse(names.text(row, "author"));
        a.editor = text::collapse(names.text(row, "editor"));
        a.keywords = keywordsOf(names.text(row, "keywords"));
        a.document.number = names.text(row, "document_number");
        a.document.indexNumber = names.text(row, "index_number");
        a.document.issuer = names.text(row, "issuer");
        a.document.status = names.text(row, "validity");
        a.document.subject = names.text(row, "subject");
        a.document.written = isoTime(names.text(row, "written"));
        a.document.effective = isoTime(names.text(row, "effective"));
        a.document.expires = isoTime(names.text(row, "expires"));
        a.extra = names.extra(row);
        place(a, names, row, key);
        for (const char *field : {"title", "published", "source", "column", "body"})
            a.evidence[field] = {1, "database"};
        if (a.title.empty())
            m_findings.add(a.url, "title.missing", "article " + key + " has no title", Severity::Warning);
        if (a.published.empty()) {
            a.evidence.erase("published");
            m_findings.add(a.url, "date.missing",
                           "article " + key + " has no usable publish date: \"" +
                               std::string(text::head(names.text(row, "published"), 40)) + "\"",
                           Severity::Warning);
        }
        Attached attached{names.lines(row, "attachments"), names.lines(row, "images")};
        return writeArticle(a, storedBody(names, row, a.url), attached, urls, nullptr,
                            names.text(row, "page_url"));
    }

    /// The body, or what stands in the file that the row names instead: EmpireCMS keeps long texts in PHP
    /// files that begin with an exit.
    std::string storedBody(const RowNames &names, const SnapshotRow &row, const std::string &url) {
        const std::string path(names.text(row, "body_file"));
        if (path.empty())
            return std::string(names.text(row, "body"));
        static constexpr std::string_view Guard = "<? exit();?>";
        const bool inside = !text::contains(path, "..") && !m_options.handOver.files.empty();
        const Result<std::string> bytes =
            inside
                ? readFile(m_options.handOver.files + path)
                : Result<std::string>(Error{ErrorKind::Rejected, "", "", "it is outside the hand-over", ""});
        if (!bytes) {
            m_findings.add(url, "cms.body.missing",
                           "the body stands in " + path + ", which the hand-over's files lack",
                           Severity::Error);
            return {};
        }
        const std::string body = html::decodeHtml(*bytes).text;
        return text::startsWith(body, Guard) ? body.substr(Guard.size()) : body;
    }

    static std::vector<std::string> withFirst(const std::string &first, std::vector<std::string> more) {
        if (!first.empty())
            more.insert(more.begin(), first);
        return more;
    }

    std::string resolvedSource(const std::string &shown) const {
        const bool local = std::find(m_knowledge.localSourceWords.begin(), m_knowledge.localSourceWords.end(),
                                     shown) != m_knowledge.localSourceWords.end();
        const bool unknown = std::find(m_knowledge.unknownWords.begin(), m_knowledge.unknownWords.end(),
                                       shown) != m_knowledge.unknownWords.end();
        return local ? m_site.name : unknown ? std::string() : shown;
    }

    static std::vector<std::string> keywordsOf(std::string_view value) {
        std::string separated = text::replaceAll(std::string(value), "，", ",");
        separated = text::replaceAll(separated, "、", ",");
        std::replace(separated.begin(), separated.end(),
                     value.find(',') == std::string_view::npos ? ' ' : ',', ',');
        std::vector<std::string> words;
        for (const std::string &part : text::split(separated, ',')) {
            const std::string word(text::trim(part));
            if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end())
                words.push_back(word);
        }
        return words;
    }

    void place(Article &a, const RowNames &names, const SnapshotRow &row, const std::string &key) {
        std::string keys = std::string(names.text(row, "column"));
        std::replace(keys.begin(), keys.end(), '\n', ',');
        keys += "," + text::replaceAll(std::string(names.text(row, "columns")), "\n", ",");
        for (const std::string &part : text::split(keys, ',')) {
            const std::string one(text::trim(part));
            if (one.empty() || one == "0")
                continue;
            const ColumnRow *column = m_columns.find(one);
            if (column == nullptr) {
                m_findings.add(a.url, "cms.article.column",
                               "article " + key + " stands in column " + one + ", which does not exist",
                               Severity::Warning);
                continue;
            }
            const RecordId id = column->column.id;
            if (std::find(a.placements.begin(), a.placements.end(), id) == a.placements.end())
                a.placements.push_back(id);
        }
        if (const auto more = m_placedByLink.find(a.url); more != m_placedByLink.end()) {
            for (const RecordId id : more->second) {
                if (std::find(a.placements.begin(), a.placements.end(), id) == a.placements.end())
                    a.placements.push_back(id);
            }
        }
        a.column = a.placements.empty() ? 0 : a.placements.front();
        if (a.placements.empty())
            m_findings.add(a.url, "column.missing", "article " + key + " stands in no column",
                           Severity::Warning);
    }

    struct Attached {
        std::vector<std::string> attachments, images; ///< lines of path, tab, name
    };

    Status writeArticle(Article &a, std::string_view body, const Attached &attached,
                        const std::vector<std::string> &urls, const Letter *letter,
                        std::string_view pageUrl = {}) {
        a.id = ++m_lastArticle;
        int pages = 1;
        if (Status s = writeBodyOf(a, body, pages); !s)
            return s;
        for (const auto &[list, role] : {std::pair(&attached.attachments, FileRole::Attachment),
                                         std::pair(&attached.images, FileRole::Image)}) {
            for (const std::string &line : *list)
                addFile(a, line, role);
        }
        for (FileReference &file : a.files) {
            (file.role == FileRole::Attachment ? m_counts.attachments : m_counts.images) += 1;
            m_ledger.settle(file, a.url);
        }
        a.pageUrls = {a.url};
        if (a.kind != ArticleKind::Page) {
            m_ledger.add(a.url, "article", a.id);
            (void)m_ledger.take(a.url, a.id);
        }
        for (const std::string &url : urls) {
            if (url != a.url && m_ledger.take(url, a.id))
                m_ledger.add(url, "article", a.id);
        }
        for (int page = 2; page <= pages && !pageUrl.empty(); ++page) {
            const std::string url =
                addressOf(text::replaceAll(std::string(pageUrl), "{page}", std::to_string(page)));
            if (url.empty() || !m_ledger.take(url, a.id))
                continue;
            m_ledger.add(url, "merged", a.id, "page " + std::to_string(page) + " of the article " + a.url);
            a.pageUrls.push_back(url);
        }
        (letter != nullptr ? m_counts.letters : m_counts.articles) += 1;
        return m_sink.add(a, letter);
    }

    Status writeBodyOf(Article &a, std::string_view body, int &pages) {
        const html::Document document =
            html::Document::parse("<!DOCTYPE html><body>" + markupOf(m_database.profile(), body, pages));
        const site::PageView view(document, nullptr);
        const site::PageLinks links(m_inventory, *Url::parse(a.url));
        site::BodyOptions options;
        options.keepInlineImages = m_options.keepFile != nullptr;
        site::WrittenBody written = site::writeBody(view, view.body(), m_knowledge, links, options);
        for (const site::InlineImage &image : written.inlineImages) {
            if (Status s = m_options.keepFile(image.bytes); !s)
                return s;
            m_ledger.addInline(image);
        }
        a.bodyHtml = std::move(written.html);
        a.bodyText = std::move(written.text);
        a.files = std::move(written.files);
        a.links = std::move(written.links);
        if (written.hiddenLinks > 0)
            m_findings.add(a.url, "content.hidden_links",
                           std::to_string(written.hiddenLinks) +
                               " links hidden from readers were left out of the body",
                           Severity::Warning);
        return {};
    }

    void addFile(Article &a, const std::string &line, FileRole role) {
        const std::size_t tab = line.find('\t');
        FileReference file;
        file.role = role;
        file.href = line.substr(0, tab);
        const auto url = Url::parse(a.url)->resolve(file.href);
        if (!url)
            return;
        const auto own = m_inventory.own(*url);
        file.url = own ? own->text() : url->text();
        file.status = own ? FileStatus::Missing : FileStatus::External;
        file.name = tab == std::string::npos ? std::string() : std::string(text::trim(line.substr(tab + 1)));
        if (file.name.empty())
            file.name = percentDecode(file.url.substr(file.url.rfind('/') + 1));
        const bool known = std::any_of(a.files.begin(), a.files.end(),
                                       [&](const FileReference &f) { return f.url == file.url; });
        if (!known)
            a.files.push_back(std::move(file));
    }

    // ---- letters

    Status emitLetters() {
        for (const ProfileQuery &query : m_database.profile().letters) {
            if (Status s =
                    m_database.each(query, [&](const RowNames &names,
                                               const SnapshotRow &row) { return readLetter(names, row); });
                !s)
                return s;
        }
        return {};
    }

    Status readLetter(const RowNames &names, const SnapshotRow &row) {
        if (m_options.onRead)
            m_options.onRead(1);
        Article a;
        Letter letter;
        a.kind = ArticleKind::Letter;
        a.url = addressOf(names.text(row, "url"));
        const std::string key(names.text(row, "id"));
        const std::string_view state = names.text(row, "state");
        if (a.url.empty() || m_ledger.taken(a.url))
            a.url = m_home.withTarget("/?letter=" + key).text();
        if (state != Published) {
            ++m_unpublished[std::string(state) + " letters"];
            m_ledger.add(a.url, "dropped", 0,
                         "not public in the CMS (" + std::string(state) +
                             "): nothing unpublished is migrated");
            return {};
        }
        letter.article = m_lastArticle + 1;
        letter.number = names.text(row, "number");
        letter.sender = names.text(row, "sender");
        letter.type = names.text(row, "type");
        letter.question = plainText(names.text(row, "question"));
        letter.reply = plainText(names.text(row, "reply"));
        letter.asked = isoTime(names.text(row, "asked"));
        letter.replied = isoTime(names.text(row, "replied"));
        letter.replier = names.text(row, "replier");
        letter.status = letter.reply.empty() ? "" : "已答复";
        a.title = text::collapse(names.text(row, "title"));
        if (a.title.empty())
            a.title = text::head(letter.question.substr(0, letter.question.find('\n')), 40);
        a.published = letter.asked;
        for (const char *field : {"title", "question", "reply"})
            a.evidence[field] = {1, "database"};
        place(a, names, row, key);
        std::string body = "<p>" + text::escapeHtml(letter.question) + "</p>";
        if (!letter.reply.empty())
            body += "<p>" + text::escapeHtml(letter.reply) + "</p>";
        return writeArticle(a, body, {}, addressesOf(names.lines(row, "urls")), &letter);
    }

    static std::string plainText(std::string_view markup) {
        const html::Document document = html::Document::parse(markup);
        const site::PageView view(document, nullptr);
        return std::string(text::trim(view.text(view.body())));
    }

    // ---- addresses

    /// An address of the CMS made absolute; empty for none and for what is no address.
    std::string addressOf(std::string_view path) const {
        if (path.empty())
            return {};
        const auto url = m_home.resolve(path);
        if (!url)
            return {};
        const auto own = m_inventory.own(*url);
        return own ? own->text() : url->text();
    }
    std::vector<std::string> addressesOf(const std::vector<std::string> &lines) const {
        std::vector<std::string> urls;
        for (const std::string &line : lines) {
            std::string url = addressOf(line);
            if (!url.empty() && std::find(urls.begin(), urls.end(), url) == urls.end())
                urls.push_back(std::move(url));
        }
        return urls;
    }

    const Site &m_site;
    const site::Knowledge &m_knowledge;
    const CmsExtractOptions &m_options;
    RecordSink &m_sink;
    site::Inventory m_inventory;
    Url m_home;
    Findings m_findings;
    CmsDatabase m_database;
    ColumnRows m_columns;
    AddressLedger m_ledger;
    std::map<std::string, std::set<RecordId>> m_placedByLink; ///< by the address the link leads to
    std::map<std::string, std::int64_t> m_unpublished;        ///< rows by state
    RecordId m_lastArticle = 0;
    ExtractCounts m_counts;
};

} // namespace

Result<ExtractCounts> extractCms(const Site &site, const site::Knowledge &knowledge,
                                 const CmsExtractOptions &options, RecordSink &sink) {
    return CmsReader(site, knowledge, options, sink).run();
}

} // namespace guiyi::cms
