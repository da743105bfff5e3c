#include "adapters/cms/cms_extractor.h"

#include "adapters/cms/address_ledger.h"
#include "adapters/cms/column_rows.h"
#include "adapters/cms/ordered_work.h"
#include "adapters/cms/record_maker.h"
#include "adapters/cms/sql_functions.h"
#include "adapters/site/inventory.h"
#include "schema/base/text.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace guiyi::cms {

namespace {

using site::ExtractCounts;

/// Rows are made into records batch by batch: whatever their size, threads meet seldom and memory is bounded.
constexpr std::size_t RowsPerBatch = 64, BytesPerBatch = std::size_t(1) << 20;

constexpr std::int64_t MostListPages =
    10'000; ///< of one column; the source says how many articles a page has

struct Batch {
    std::vector<KeptRow> rows;
    std::vector<MadeRecord> made;
    std::size_t bytes = 0;
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
          m_home(Url::of("http", site.host, "/")),
          m_findings{site.id, {}},
          m_database(site, options.handOver, m_findings, options.cancelled),
          m_columns(m_findings),
          m_ledger(m_inventory, m_findings),
          m_work(options.threads) {}

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
        if (Status s = m_ledger.open(m_options.scratchFile + ".addresses"); !s)
            return s;
        m_maker.emplace(m_site, m_knowledge, m_options, m_database.profile(), m_inventory, m_columns,
                        m_placedByLink);
        if (!m_options.handOver.files.empty()) {
            if (m_options.handOver.uploadsAlone)
                m_inventory.mountAt(uploadsPath());
            if (Status s = m_inventory.scan(); !s)
                return s;
        }
        return m_database.tellFacts(m_sink);
    }

    /// Where the folder of uploads stands on the site: as the product has it, or by its own name; "/" when it
    /// turns out to be a copy of the web root.
    std::string uploadsPath() const {
        const std::string &folder = m_options.handOver.files;
        const std::string &known = m_database.profile().uploads;
        const std::string path = known.empty() ? folder.substr(folder.rfind('/')) : known;
        return std::filesystem::is_directory(folder + path) ? "/" : path + "/";
    }

    // ---- columns

    Status readColumns() {
        for (const ProfileQuery &query : m_database.profile().columns) {
            const CmsDatabase::Visit read = [&](const std::shared_ptr<const RowNames> &names,
                                                const SnapshotRow &row) { return readColumn(*names, row); };
            if (Status s = m_database.each(query, read); !s)
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
        c.url = m_maker->addressOf(names.text(row, "url"));
        c.urls = m_maker->addressesOf(names.lines(row, "urls"));
        const std::vector<std::string_view> listPages = names.lines(row, "list_pages");
        c.listPages.assign(listPages.begin(), listPages.end());
        c.listSize = names.number(row, "list_size");
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
            if (ColumnRow *column = m_columns.find(key))
                ++column->column.articles;
        };
        for (const ProfileQuery &query : m_database.profile().articles) {
            const CmsDatabase::Visit look = [&](const std::shared_ptr<const RowNames> &,
                                                const SnapshotRow &row) -> Status {
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
            const CmsDatabase::Visit look = [&](const std::shared_ptr<const RowNames> &,
                                                const SnapshotRow &row) -> Status {
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

    /// The pages 2…n of a column's list: as many as its articles and those below it fill.
    void addListPages(const ColumnRow &c) {
        if (c.listPages.empty() || c.listSize <= 0)
            return;
        const std::int64_t pages = std::min(MostListPages, (c.listed + c.listSize - 1) / c.listSize);
        for (const std::string &rule : c.listPages) {
            if (!text::contains(rule, "{page"))
                continue;
            for (std::int64_t page = 2; page <= pages; ++page) {
                m_ledger.addColumn(m_maker->addressOf(pageAddress(rule, page)), c.column.id);
            }
        }
    }

    Status emitColumns() {
        m_columns.countBelow();
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
                m_ledger.addColumn(column.url, column.id);
                for (const std::string &url : c.urls)
                    m_ledger.addColumn(url, column.id);
                if (!c.url.empty() && c.url != column.url)
                    m_ledger.addColumn(c.url, column.id);
                addListPages(c);
            }
            if (Status s = m_sink.add(column); !s)
                return s;
        }
        return {};
    }

    // ---- articles

    Status emitArticles() {
        if (Status s = makeAll(m_database.profile().articles, &RecordMaker::article, &CmsReader::takeArticle);
            !s)
            return s;
        for (const std::size_t i : m_columns.ordered()) {
            const ColumnRow &c = m_columns.rows()[i];
            if (c.column.kind != ColumnKind::Page)
                continue;
            MadeRecord made = m_maker->page(c);
            if (Status s = finish(made); !s)
                return s;
        }
        return {};
    }

    Status emitLetters() {
        return makeAll(m_database.profile().letters, &RecordMaker::letter, &CmsReader::takeLetter);
    }

    using Make = MadeRecord (RecordMaker::*)(const KeptRow &, const std::string &) const;
    using Take = Status (CmsReader::*)(MadeRecord &, const KeptRow &);

    /// Rows are read here, made into records on all threads, and taken here again in their order.
    Status makeAll(const std::vector<ProfileQuery> &queries, Make make, Take take) {
        auto batch = std::make_shared<Batch>();
        const auto give = [&]() -> Status {
            const std::shared_ptr<Batch> full = std::exchange(batch, std::make_shared<Batch>());
            const auto makeRecords = [this, full, make] {
                full->made.reserve(full->rows.size());
                for (const KeptRow &row : full->rows)
                    full->made.push_back(((*m_maker).*make)(row, {}));
            };
            return m_work.give(makeRecords, [this, full, take]() -> Status {
                for (std::size_t i = 0; i < full->made.size(); ++i) {
                    if (m_options.onRead)
                        m_options.onRead(1);
                    if (Status s = (this->*take)(full->made[i], full->rows[i]); !s)
                        return s;
                }
                m_ledger.keepFindings();
                return m_ledger.status();
            });
        };
        const CmsDatabase::Visit keep = [&](const std::shared_ptr<const RowNames> &names,
                                            const SnapshotRow &row) -> Status {
            batch->rows.emplace_back(names, row);
            batch->bytes += batch->rows.back().bytes();
            return batch->rows.size() >= RowsPerBatch || batch->bytes >= BytesPerBatch ? give() : Status();
        };
        for (const ProfileQuery &query : queries) {
            if (Status s = m_database.each(query, keep); !s)
                return s;
        }
        if (Status s = give(); !s)
            return s;
        return m_work.finish();
    }

    /// An article that is only a link to one of the own articles is a second place of that.
    void noteLink(std::string_view columnKey, std::string_view link) {
        const std::string target = m_maker->addressOf(text::trim(link));
        const ColumnRow *column = m_columns.find(columnKey);
        if (!target.empty() && column != nullptr && isOwn(target))
            m_placedByLink[target].insert(column->column.id);
    }

    bool isOwn(const std::string &url) const {
        const auto parsed = Url::parse(url);
        return parsed && m_database.isOwnHost(parsed->host());
    }

    void drop(const std::string &url, const std::string &state) {
        m_ledger.add(url, "dropped", 0,
                     "not public in the CMS (" + state + "): nothing unpublished is migrated");
    }

    /// An article gets the first of its addresses that no other has.
    Status takeArticle(MadeRecord &made, const KeptRow &row) {
        const std::vector<std::string> &addresses = made.addresses;
        if (made.state != Published) {
            ++m_unpublished[made.state];
            for (const std::string &url : addresses)
                drop(url, made.state);
            return {};
        }
        if (made.onlyLink) {
            for (const std::string &url : addresses) {
                if (url != made.leadsTo)
                    m_ledger.link(url, made.leadsTo);
            }
            return {};
        }
        const RecordId id = m_lastArticle + 1;
        const auto url = std::find_if(addresses.begin(), addresses.end(),
                                      [&](const std::string &address) { return m_ledger.take(address, id); });
        if (url == addresses.end()) {
            m_findings.add(made.address, "cms.article.address",
                           "article " + made.key + " (" + made.article.title +
                               ") has no address of its own and is left out",
                           Severity::Error);
            ++m_counts.failed;
            return {};
        }
        if (*url != made.article.url)
            made = m_maker->article(row, *url);
        return finish(made);
    }

    Status takeLetter(MadeRecord &made, const KeptRow &row) {
        const std::string own = m_maker->letterAddress(made.key);
        if (made.state != Published) {
            ++m_unpublished[made.state + " letters"];
            drop(m_ledger.taken(made.article.url) ? own : made.article.url, made.state);
            return {};
        }
        if (!m_ledger.take(made.article.url, m_lastArticle + 1)) {
            made = m_maker->letter(row, own);
            (void)m_ledger.take(own, m_lastArticle + 1);
        }
        return finish(made);
    }

    /// Numbers the record, settles its files and further addresses, and hands it on.
    Status finish(MadeRecord &made) {
        Article &a = made.article;
        a.id = ++m_lastArticle;
        m_findings.list.insert(m_findings.list.end(), std::make_move_iterator(made.findings.begin()),
                               std::make_move_iterator(made.findings.end()));
        for (const site::InlineImage &picture : made.pictures) {
            if (Status s = m_options.keepFile(picture.bytes); !s)
                return s;
            m_ledger.addInline(picture);
        }
        for (FileReference &file : a.files) {
            (file.role == FileRole::Attachment ? m_counts.attachments : m_counts.images) += 1;
            m_ledger.settle(file, a.url);
        }
        a.pageUrls = {a.url};
        for (const std::string &url : made.addresses) {
            if (url != a.url)
                (void)m_ledger.take(url, a.id);
        }
        for (const FurtherPage &further : made.furtherPages) {
            if (further.url.empty() ||
                !m_ledger.take(further.url, a.id, "merged",
                               "page " + std::to_string(further.page) + " of the article " + a.url))
                continue;
            if (!further.twin)
                a.pageUrls.push_back(further.url);
        }
        if (made.letter)
            made.letter->article = a.id;
        (made.letter ? m_counts.letters : m_counts.articles) += 1;
        return m_sink.add(a, made.letter ? &*made.letter : nullptr);
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
    PlacedByLink m_placedByLink;
    std::map<std::string, std::int64_t> m_unpublished; ///< rows by state
    RecordId m_lastArticle = 0;
    ExtractCounts m_counts;
    std::optional<RecordMaker> m_maker; ///< since open()
    OrderedWork m_work;                 ///< ends before everything it works on
};

} // namespace

Result<ExtractCounts> extractCms(const Site &site, const site::Knowledge &knowledge,
                                 const CmsExtractOptions &options, RecordSink &sink) {
    return CmsReader(site, knowledge, options, sink).run();
}

} // namespace guiyi::cms
