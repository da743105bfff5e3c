#include "adapters/cms/cms_extractor.h"

#include "adapters/cms/cms_rows.h"
#include "adapters/cms/sql_functions.h"
#include "adapters/html/serialize.h"
#include "adapters/html/tree.h"
#include "adapters/mirror/sniff.h"
#include "adapters/site/body_writer.h"
#include "adapters/site/inventory.h"
#include "schema/base/text.h"

#include <QtCore/qregularexpression.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>

namespace guiyi::cms {

namespace {

using site::ExtractCounts;
using site::Inventory;

constexpr std::string_view Published = "published";

/// A column of the CMS on its way to a record.
struct ColumnRow {
    std::string key, parent, url, body, updated;
    std::vector<std::string> urls;
    Column column;
    std::int64_t position = 0;
    std::int64_t children = 0;
};

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
          m_home(Url::of("http", site.host, "/")) {}

    Result<ExtractCounts> run() {
        for (auto step : {&CmsReader::open, &CmsReader::facts, &CmsReader::readColumns,
                          &CmsReader::countArticles, &CmsReader::emitColumns, &CmsReader::emitArticles,
                          &CmsReader::emitLetters, &CmsReader::emitResources}) {
            if (Status s = (this->*step)(); !s)
                return s.error();
        }
        return m_counts;
    }

private:
    // ---- the hand-over

    Status open() {
        Result<std::unique_ptr<Snapshot>> snapshot = Snapshot::create(m_options.scratchFile);
        if (!snapshot)
            return snapshot.error();
        m_snapshot = std::move(*snapshot);
        if (Status s = readHandOver(m_options.handOver, *m_snapshot, m_encoding, nullptr); !s)
            return s;
        for (const BadStatement &bad : m_snapshot->rejects())
            finding({}, "dump.row",
                    "table " + (bad.table.empty() ? std::string("(unknown)") : bad.table) + ", byte " +
                        std::to_string(bad.offset) + ": " + bad.why,
                    Severity::Error, bad.text);
        if (m_snapshot->repaired() > 0)
            finding({}, "dump.encoding",
                    std::to_string(m_snapshot->repaired()) +
                        " values of columns declared latin1 held GBK or UTF-8 and were put right",
                    Severity::Info);
        if (Status s = chooseInstall(); !s)
            return s;
        if (Status s = m_snapshot->usePrefix(m_install.prefix); !s)
            return s;
        if (Status s = chooseSite(); !s)
            return s;
        if (m_options.handOver.files.empty())
            return {};
        return m_inventory.scan();
    }

    Status chooseInstall() {
        const HandOver &handOver = m_options.handOver;
        const Result<std::vector<const Profile *>> profiles = profilesFor(handOver, m_ownProfile);
        if (!profiles)
            return profiles.error();
        std::vector<Install> installs = findInstalls(m_snapshot->tables(), *profiles);
        if (!handOver.prefix.empty())
            std::erase_if(installs, [&](const Install &i) {
                return !text::equalsIgnoreCase(i.prefix, handOver.prefix);
            });
        if (installs.empty()) {
            std::string names;
            for (const auto &[name, shape] : m_snapshot->tables())
                names += (names.empty() ? "" : ", ") + shape.name;
            return Error{
                ErrorKind::Rejected, "recognising the CMS", handOver.path,
                "no known product has these " + std::to_string(m_snapshot->tables().size()) +
                    " tables: " + text::head(names, 400),
                "name the product with ?cms=, or write a profile (docs/adapters/writing-a-cms-profile.md)"};
        }
        if (installs.size() > 1) {
            std::string found;
            for (const Install &install : installs)
                found += (found.empty() ? "" : ", ") + install.profile->id + " with prefix \"" +
                         install.prefix + "\"";
            return Error{ErrorKind::Rejected, "recognising the CMS", handOver.path,
                         "the hand-over holds several installs: " + found,
                         "choose one with ?prefix= or ?cms="};
        }
        m_install = installs.front();
        return {};
    }

    /// Which of the sites of a database this is: the one named, the one with its host, or the only one.
    Status chooseSite() {
        m_variables = {
            {"site", m_options.handOver.site}, {"host", m_site.host}, {"prefix", m_install.prefix}};
        const ProfileQuery &query = m_install.profile->sites;
        if (query.sql.empty())
            return {};
        std::string only, list;
        int sites = 0;
        bool chosen = !m_options.handOver.site.empty();
        if (Status s = each(query,
                            [&](const RowNames &names, const SnapshotRow &row) -> Status {
                                const std::string id(names.text(row, "id"));
                                const auto url = m_home.resolve(names.text(row, "host"));
                                if (!chosen && !names.text(row, "host").empty() && url &&
                                    (url->host() == m_home.host() || isAlias(url->host()))) {
                                    m_variables["site"] = id;
                                    chosen = true;
                                }
                                only = sites++ == 0 ? id : only;
                                list += (list.empty() ? "" : ", ") + id + " (" +
                                        std::string(names.text(row, "name")) + ")";
                                return {};
                            });
            !s)
            return s;
        if (!chosen && sites == 1)
            m_variables["site"] = only;
        else if (!chosen)
            return Error{ErrorKind::Rejected, "choosing the site", m_options.handOver.path,
                         "the database holds " + std::to_string(sites) + " sites, and none has the host " +
                             m_site.host + ": " + list,
                         "name its key with ?site="};
        return {};
    }

    bool isAlias(const std::string &host) const {
        return std::find(m_site.aliases.begin(), m_site.aliases.end(), host) != m_site.aliases.end();
    }

    // ---- queries

    using Visit = std::function<Status(const RowNames &names, const SnapshotRow &row)>;

    std::string shownName(const std::string &file) const { return m_install.profile->id + "/" + file; }

    bool canRun(const ProfileQuery &query) const {
        const QueryContext context{m_variables, m_snapshot->tables(), m_install.prefix};
        return std::all_of(query.needs.begin(), query.needs.end(),
                           [&](const std::string &table) { return context.hasTable(table); });
    }

    /// Runs a query, once for each row of its `for`.
    Status each(const ProfileQuery &query, const Visit &visit, std::string_view wrap = {}) {
        if (!canRun(query))
            return {};
        if (query.forEach.empty())
            return once(query, m_variables, visit, wrap);
        std::vector<std::map<std::string, std::string>> rounds;
        ProfileQuery outer{query.forEachFile, query.forEach, {}, {}, {}};
        if (Status s = once(outer, m_variables,
                            [&](const RowNames &, const SnapshotRow &row) -> Status {
                                rounds.push_back(m_variables);
                                for (std::size_t i = 0; i < m_lastNames.size(); ++i)
                                    rounds.back()[m_lastNames[i]] = row.text(static_cast<int>(i));
                                return {};
                            },
                            {});
            !s)
            return s;
        for (const auto &variables : rounds) {
            // A model whose table the hand-over lacks has no articles to lose, but people should know.
            const auto table = variables.find("table");
            const QueryContext context{variables, m_snapshot->tables(), m_install.prefix};
            if (table != variables.end() && !context.hasTable(table->second)) {
                if (wrap.empty())
                    finding({}, "cms.table.missing",
                            "the model names table " + table->second + ", which the hand-over lacks",
                            Severity::Warning);
                continue;
            }
            if (Status s = once(query, variables, visit, wrap); !s)
                return s;
        }
        return {};
    }

    Status once(const ProfileQuery &query, const std::map<std::string, std::string> &variables,
                const Visit &visit, std::string_view wrap) {
        const QueryContext context{variables, m_snapshot->tables(), m_install.prefix};
        Result<std::string> sql = fillQuery(query.sql, shownName(query.file), context);
        if (!sql)
            return sql.error();
        if (!wrap.empty())
            *sql = text::replaceAll(std::string(wrap), "()", "(" + *sql + ")");
        const Result<std::vector<std::string>> names = m_snapshot->columnsOf(*sql, shownName(query.file));
        if (!names)
            return names.error();
        m_lastNames = *names;
        const RowNames rowNames(*names);
        return m_snapshot->query(*sql, shownName(query.file), variables,
                                 [&](const SnapshotRow &row) -> Status {
                                     if (m_options.cancelled && m_options.cancelled())
                                         return Error{ErrorKind::Cancelled, "extract", "",
                                                      "stopped by the user", "run the command again"};
                                     return visit(rowNames, row);
                                 });
    }

    // ---- facts and columns

    Status facts() {
        const std::pair<const char *, std::string> facts[] = {{"site", m_site.id},
                                                              {"encoding", m_encoding},
                                                              {"cms", m_install.profile->id},
                                                              {"cms_name", m_install.profile->name},
                                                              {"cms_prefix", m_install.prefix},
                                                              {"cms_site", m_variables["site"]}};
        for (const auto &[name, value] : facts) {
            if (Status s = m_sink.setFact(name, value); !s)
                return s;
        }
        return {};
    }

    Status readColumns() {
        for (const ProfileQuery &query : m_install.profile->columns) {
            if (Status s = each(query, [&](const RowNames &names,
                                           const SnapshotRow &row) { return readColumn(names, row); });
                !s)
                return s;
        }
        return orderColumns();
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
        if (m_columnAt.contains(c.key)) {
            finding(c.url, "cms.column.twice",
                    "two columns have the key " + c.key + "; the first one is taken", Severity::Warning);
            return {};
        }
        m_columnAt.emplace(c.key, m_columns.size());
        m_columns.push_back(std::move(c));
        return {};
    }

    /// Parents first, siblings by position; parents that are missing or lead in a circle become none.
    Status orderColumns() {
        std::map<std::string, std::vector<std::size_t>> children;
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            ColumnRow &c = m_columns[i];
            if (!c.parent.empty() && !m_columnAt.contains(c.parent)) {
                finding(c.url, "cms.column.orphan",
                        "column " + c.column.name + " (" + c.key + ") stands below " + c.parent +
                            ", which does not exist; it is taken as a top column",
                        Severity::Warning);
                c.parent.clear();
            }
            if (leadsToItself(i)) {
                finding(c.url, "cms.column.circle",
                        "column " + c.column.name + " (" + c.key +
                            ") stands below itself; it is taken as a top column",
                        Severity::Warning);
                c.parent.clear();
            }
            children[c.parent].push_back(i);
        }
        for (auto &[parent, list] : children)
            std::stable_sort(list.begin(), list.end(), [&](std::size_t a, std::size_t b) {
                return m_columns[a].position < m_columns[b].position;
            });
        // No recursion: the depth of a tree is the source's.
        std::vector<std::size_t> stack(children[""].rbegin(), children[""].rend());
        std::map<std::string, int> positions;
        while (!stack.empty()) {
            const std::size_t i = stack.back();
            stack.pop_back();
            ColumnRow &c = m_columns[i];
            c.column.id = static_cast<RecordId>(m_order.size()) + 1;
            c.column.position = positions[c.parent]++;
            if (!c.parent.empty()) {
                ColumnRow &parent = m_columns[m_columnAt.at(c.parent)];
                c.column.parent = parent.column.id;
                c.column.path = parent.column.path;
                ++parent.children;
            }
            c.column.path.push_back(c.column.name);
            m_order.push_back(i);
            const auto below = children.find(c.key);
            if (below != children.end())
                stack.insert(stack.end(), below->second.rbegin(), below->second.rend());
        }
        return {};
    }

    bool leadsToItself(std::size_t start) const {
        std::size_t at = start;
        for (std::size_t steps = 0; steps <= m_columns.size(); ++steps) {
            const auto parent = m_columnAt.find(m_columns[at].parent);
            if (m_columns[at].parent.empty() || parent == m_columnAt.end())
                return false;
            at = parent->second;
            if (at == start)
                return true;
        }
        return true;
    }

    Status countArticles() {
        std::int64_t total = 0;
        for (const auto *list : {&m_install.profile->articles, &m_install.profile->letters}) {
            const bool letters = list == &m_install.profile->letters;
            for (const ProfileQuery &query : *list) {
                const Visit count = [&](const RowNames &, const SnapshotRow &row) -> Status {
                    total += row.number(1);
                    const auto column = m_columnAt.find(std::string(row.text(0)));
                    if (column != m_columnAt.end())
                        m_columns[column->second].column.articles += letters ? row.number(1) : row.number(2);
                    return {};
                };
                // Both are asked, as a query may lack either.
                const std::string states = letters
                                               ? "SELECT \"column\", count(*) FROM () GROUP BY 1"
                                               : "SELECT \"column\", count(*), sum(state = 'published' AND "
                                                 "coalesce(link, '') = '') FROM () GROUP BY 1";
                if (Status s = each(query, count, states); !s)
                    return s;
            }
        }
        if (m_options.onTotal)
            m_options.onTotal(total);
        return {};
    }

    Status emitColumns() {
        std::set<std::string> taken;
        for (const std::size_t i : m_order) {
            ColumnRow &c = m_columns[i];
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
                    finding(c.url, "cms.column.address",
                            "column " + column.name + " (" + c.key + ") has no address of its own",
                            Severity::Warning);
                    column.url = m_home.withTarget("/?column=" + c.key).text();
                } else {
                    column.url = *other;
                }
            }
            ++m_counts.columns;
            if (column.kind != ColumnKind::External) {
                addResource(column.url, "column", column.id);
                for (const std::string &url : c.urls)
                    addResource(url, "column", column.id);
                if (!c.url.empty() && c.url != column.url)
                    addResource(c.url, "column", column.id);
            }
            if (Status s = m_sink.add(column); !s)
                return s;
        }
        return {};
    }

    // ---- articles

    Status emitArticles() {
        // Rows that only lead to another address place what stands there; they are known before it is
        // written.
        for (const ProfileQuery &query : m_install.profile->articles) {
            if (Status s = each(
                    query,
                    [&](const RowNames &names, const SnapshotRow &row) { return noteLink(names, row); },
                    "SELECT * FROM () WHERE coalesce(link, '') <> '' AND state = 'published'");
                !s)
                return s;
        }
        for (const ProfileQuery &query : m_install.profile->articles) {
            if (Status s = each(query, [&](const RowNames &names,
                                           const SnapshotRow &row) { return readArticle(names, row); });
                !s)
                return s;
        }
        for (const std::size_t i : m_order) {
            const ColumnRow &c = m_columns[i];
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
    Status noteLink(const RowNames &names, const SnapshotRow &row) {
        const std::string target = addressOf(names.text(row, "link"));
        const auto column = m_columnAt.find(std::string(names.text(row, "column")));
        if (!target.empty() && column != m_columnAt.end() && isOwn(target))
            m_placedByLink[target].insert(m_columns[column->second].column.id);
        return {};
    }

    bool isOwn(const std::string &url) const {
        const auto parsed = Url::parse(url);
        return parsed && (parsed->host() == m_home.host() || isAlias(parsed->host()));
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
                addResource(url, "dropped", 0,
                            "not public in the CMS (" + std::string(state) +
                                "): nothing unpublished is migrated");
            return {};
        }
        if (!link.empty()) {
            const std::string target = addressOf(link);
            for (const std::string &url : withFirst(a.url, urls)) {
                if (url != target)
                    m_links.emplace_back(url, target);
            }
            return {};
        }
        if (a.url.empty() || m_addresses.contains(a.url)) {
            const auto other = std::find_if(
                urls.begin(), urls.end(), [&](const std::string &url) { return !m_addresses.contains(url); });
            if (other == urls.end()) {
                finding(a.url, "cms.article.address",
                        "article " + key + " (" + a.title + ") has no address of its own and is left out",
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
        place(a, names, row, key);
        for (const char *field : {"title", "published", "source", "column", "body"})
            a.evidence[field] = {1, "database"};
        if (a.title.empty())
            finding(a.url, "title.missing", "article " + key + " has no title", Severity::Warning);
        if (a.published.empty()) {
            a.evidence.erase("published");
            finding(a.url, "date.missing",
                    "article " + key + " has no usable publish date: \"" +
                        std::string(text::head(names.text(row, "published"), 40)) + "\"",
                    Severity::Warning);
        }
        Attached attached{names.lines(row, "attachments"), names.lines(row, "images")};
        return writeArticle(a, names.text(row, "body"), attached, urls, nullptr, names.text(row, "page_url"));
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
            const auto column = m_columnAt.find(one);
            if (column == m_columnAt.end()) {
                finding(a.url, "cms.article.column",
                        "article " + key + " stands in column " + one + ", which does not exist",
                        Severity::Warning);
                continue;
            }
            const RecordId id = m_columns[column->second].column.id;
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
            finding(a.url, "column.missing", "article " + key + " stands in no column", Severity::Warning);
    }

    struct Attached {
        std::vector<std::string> attachments, images; ///< lines of path, tab, name
    };

    Status writeArticle(Article &a, std::string_view body, const Attached &attached,
                        const std::vector<std::string> &urls, const Letter *letter,
                        std::string_view pageUrl = {}) {
        a.id = ++m_lastArticle;
        int pages = 1;
        writeBodyOf(a, body, pages);
        for (const auto &[list, role] : {std::pair(&attached.attachments, FileRole::Attachment),
                                         std::pair(&attached.images, FileRole::Image)}) {
            for (const std::string &line : *list)
                addFile(a, line, role);
        }
        for (FileReference &file : a.files)
            settle(file, a);
        a.pageUrls = {a.url};
        if (a.kind != ArticleKind::Page) {
            addResource(a.url, "article", a.id);
            m_addresses.emplace(a.url, a.id);
        }
        for (const std::string &url : urls) {
            if (url != a.url && m_addresses.emplace(url, a.id).second)
                addResource(url, "article", a.id);
        }
        for (int page = 2; page <= pages && !pageUrl.empty(); ++page) {
            const std::string url =
                addressOf(text::replaceAll(std::string(pageUrl), "{page}", std::to_string(page)));
            if (url.empty() || !m_addresses.emplace(url, a.id).second)
                continue;
            addResource(url, "merged", a.id, "page " + std::to_string(page) + " of the article " + a.url);
            a.pageUrls.push_back(url);
        }
        (letter != nullptr ? m_counts.letters : m_counts.articles) += 1;
        return m_sink.add(a, letter);
    }

    /// The body without the marks of the CMS, as HTML; `pages` becomes the number of pages it was shown on.
    std::string markupOf(std::string_view body, int &pages) const {
        const Profile &profile = *m_install.profile;
        constexpr auto Options =
            QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption;
        QString whole = text::toQString(body);
        for (const std::string &expression : profile.strip)
            whole.remove(QRegularExpression(text::toQString(expression), Options));
        if (!profile.pageBreaks.empty()) {
            const QRegularExpression pageBreak(
                text::toQString("(?:" + text::join(profile.pageBreaks, ")|(?:") + ")"), Options);
            const QStringList parts = whole.split(pageBreak);
            // A mark before the first text, which gives the first page its title, parts nothing.
            static const QRegularExpression tags(QStringLiteral("<[^>]*>|&nbsp;|\\s"));
            pages = std::max(
                1, static_cast<int>(std::count_if(parts.begin(), parts.end(), [](const QString &part) {
                    return !QString(part).remove(tags).isEmpty() || part.contains(QStringLiteral("<img"));
                })));
            whole = parts.join(QStringLiteral("\n"));
        }
        return profile.linesAreParagraphs ? paragraphsOfLines(whole.toStdString()) : whole.toStdString();
    }

    /// Blank lines part paragraphs and line ends break lines, where no block element says so already.
    static std::string paragraphsOfLines(const std::string &body) {
        static const QRegularExpression blankLines(QStringLiteral("\\n\\s*\\n"));
        static const QRegularExpression block(
            QStringLiteral(
                "^\\s*</?(?:p|div|h[1-6]|ul|ol|li|dl|table|thead|tbody|tr|td|th|blockquote|pre|figure|"
                "section|article|hr|!--|form|iframe|video|audio|address)\\b"),
            QRegularExpression::CaseInsensitiveOption);
        std::string html;
        for (const QString &part : text::toQString(text::replaceAll(body, "\r\n", "\n")).split(blankLines)) {
            const QString trimmed = part.trimmed();
            if (trimmed.isEmpty())
                continue;
            if (block.match(trimmed).hasMatch() || trimmed.startsWith(QStringLiteral("<!--")))
                html += trimmed.toStdString() + "\n";
            else
                html += "<p>" + text::replaceAll(trimmed.toStdString(), "\n", "<br>\n") + "</p>\n";
        }
        return html;
    }

    void writeBodyOf(Article &a, std::string_view body, int &pages) {
        const html::Document document =
            html::Document::parse("<!DOCTYPE html><body>" + markupOf(body, pages));
        const site::PageView view(document, nullptr);
        const site::PageLinks links(m_inventory, *Url::parse(a.url));
        site::WrittenBody written = site::writeBody(view, view.body(), m_knowledge, links, {});
        a.bodyHtml = std::move(written.html);
        a.bodyText = std::move(written.text);
        a.files = std::move(written.files);
        a.links = std::move(written.links);
        if (written.hiddenLinks > 0)
            finding(a.url, "content.hidden_links",
                    std::to_string(written.hiddenLinks) +
                        " links hidden from readers were left out of the body",
                    Severity::Warning);
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

    void settle(FileReference &file, const Article &a) {
        (file.role == FileRole::Attachment ? m_counts.attachments : m_counts.images) += 1;
        const std::int32_t index = m_inventory.find(file.url);
        if (index < 0) {
            if (file.status != FileStatus::Missing)
                return;
            addResource(file.url, "failed", 0,
                        "the record " + a.url +
                            " refers to this file, and the hand-over's files lack it: get it from "
                            "the department",
                        file.role == FileRole::Image ? ResourceKind::Image : ResourceKind::Attachment);
            finding(a.url, "file.missing", "file " + file.url + " of this record is not in the hand-over",
                    Severity::Warning);
            return;
        }
        const site::InventoryItem &item = m_inventory.items()[static_cast<std::size_t>(index)];
        file.url = item.resource.url;
        file.bytes = item.resource.bytes;
        file.mediaType = item.resource.mediaType;
        m_usedFiles.insert(file.url);
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

    // ---- letters

    Status emitLetters() {
        for (const ProfileQuery &query : m_install.profile->letters) {
            if (Status s = each(query, [&](const RowNames &names,
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
        if (a.url.empty() || m_addresses.contains(a.url))
            a.url = m_home.withTarget("/?letter=" + key).text();
        if (state != Published) {
            ++m_unpublished[std::string(state) + " letters"];
            addResource(a.url, "dropped", 0,
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

    /// The first word on an address stands, but for one that something was made of.
    void addResource(const std::string &url, const char *role, RecordId record, std::string reason = {},
                     ResourceKind kind = ResourceKind::Page) {
        if (url.empty())
            return;
        Resource r;
        r.url = url;
        r.kind = kind;
        r.role = role;
        r.record = record;
        r.reason = std::move(reason);
        const auto [it, added] = m_resources.emplace(url, r);
        if (!added && it->second.record == 0 && record != 0)
            it->second = std::move(r);
    }

    Status emitResources() {
        for (const auto &[url, target] : m_links) {
            const auto own = m_addresses.find(target);
            if (own != m_addresses.end())
                addResource(url, "merged", own->second, "only a link to the article " + target);
            else
                addResource(url, "dropped", 0, "only sends readers on to " + target);
        }
        addResource(m_home.text(), "home", 0, "the home page is made anew by the platform");
        for (site::InventoryItem &item : m_inventory.items())
            settleItem(item);
        for (const auto &[state, rows] : m_unpublished)
            finding({}, "cms.unpublished", std::to_string(rows) + " rows are not public in the CMS: " + state,
                    Severity::Info);
        RecordId next = 0;
        for (auto &[url, r] : m_resources) {
            r.id = ++next;
            m_counts.failed += r.role == "failed" ? 1 : 0;
            if (Status s = m_sink.add(r); !s)
                return s;
        }
        std::stable_sort(m_findings.begin(), m_findings.end(), [](const Finding &a, const Finding &b) {
            return std::tie(a.url, a.rule, a.message) < std::tie(b.url, b.rule, b.message);
        });
        m_counts.files = static_cast<std::int64_t>(m_inventory.items().size());
        m_counts.findings = static_cast<std::int64_t>(m_findings.size());
        for (const Finding &f : m_findings) {
            if (Status s = m_sink.add(f); !s)
                return s;
        }
        return {};
    }

    /// A file of the hand-over: what the records made of it.
    void settleItem(site::InventoryItem &item) {
        Resource r = item.resource;
        const auto known = m_resources.find(r.url);
        if (known != m_resources.end()) {
            r.role = known->second.role;
            r.record = known->second.record;
            r.reason = known->second.reason;
        } else if (item.unreadable) {
            r.role = "failed";
            finding(r.url, "source.unreadable", r.reason, Severity::Error);
        } else if (r.kind == ResourceKind::Page) {
            r.role = "dropped";
            r.reason = "a page of the old site without a row in the database";
            finding(r.url, "cms.page.without_row",
                    "a static page that no row of the database makes: look whether it should be kept",
                    Severity::Info);
        } else if (r.kind == ResourceKind::Attachment || r.kind == ResourceKind::Image) {
            const bool used = m_usedFiles.contains(r.url);
            r.role = item.htmlInsteadOfFile || r.bytes == 0 ? "failed" : used ? "file" : "dropped";
            r.reason = item.htmlInsteadOfFile ? "the file is a web page (an error or login page) instead of "
                                                "a document: get the true file "
                                                "from the department"
                       : r.bytes == 0         ? "the file is empty: get it from the department"
                       : used                 ? ""
                                              : "no migrated record refers to this file";
        } else {
            r.role = "dropped";
            r.reason = "technical file of the old site, not content";
        }
        m_resources.insert_or_assign(r.url, std::move(r));
    }

    void finding(const std::string &url, std::string_view rule, std::string message, Severity severity,
                 std::string evidence = {}) {
        m_findings.push_back(
            {m_site.id, url, std::string(rule), std::move(message), std::move(evidence), severity});
    }

    const Site &m_site;
    const site::Knowledge &m_knowledge;
    const CmsExtractOptions &m_options;
    RecordSink &m_sink;
    Inventory m_inventory;
    Url m_home;
    std::unique_ptr<Snapshot> m_snapshot;
    std::string m_encoding;
    Profile m_ownProfile;
    Install m_install;
    std::map<std::string, std::string> m_variables;
    std::vector<std::string> m_lastNames; ///< columns of the query that runs
    std::vector<ColumnRow> m_columns;
    std::map<std::string, std::size_t> m_columnAt; ///< by the CMS's key
    std::vector<std::size_t> m_order;              ///< of m_columns: parents first
    std::map<std::string, std::set<RecordId>> m_placedByLink;
    std::map<std::string, RecordId> m_addresses;              ///< of articles and letters
    std::vector<std::pair<std::string, std::string>> m_links; ///< addresses that only lead to another
    std::map<std::string, Resource> m_resources;
    std::map<std::string, std::int64_t> m_unpublished;
    std::set<std::string> m_usedFiles;
    std::vector<Finding> m_findings;
    RecordId m_lastArticle = 0;
    ExtractCounts m_counts;
};

} // namespace

Result<ExtractCounts> extractCms(const Site &site, const site::Knowledge &knowledge,
                                 const CmsExtractOptions &options, RecordSink &sink) {
    return CmsReader(site, knowledge, options, sink).run();
}

Result<std::vector<const Profile *>> profilesFor(const HandOver &handOver, Profile &own) {
    std::vector<const Profile *> profiles;
    if (!handOver.profile.empty()) {
        Result<Profile> profile = profileFrom(handOver.profile);
        if (!profile)
            return profile.error();
        own = std::move(*profile);
        profiles.push_back(&own);
        return profiles;
    }
    std::string known;
    for (const Profile &profile : builtInProfiles()) {
        known += (known.empty() ? "" : ", ") + profile.id;
        if (handOver.cms.empty() || profile.id == handOver.cms ||
            text::startsWith(profile.id, handOver.cms + "-"))
            profiles.push_back(&profile);
    }
    if (profiles.empty())
        return Error{ErrorKind::Rejected, "choosing the CMS", handOver.cms, "no profile has this name",
                     "expected one of: " + known};
    return profiles;
}

} // namespace guiyi::cms
