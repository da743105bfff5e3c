// Loading articles with bodies of 20 KB beside each engine's bare bulk path on the same rows.
//   load_bench load TARGET COUNT      the loader alone, records made on the way
//   load_bench bare TARGET COUNT      COPY, a prepared insert, LOAD DATA into a table of the same columns
//   load_bench stage FILE HOST COUNT  the same articles as the staging database of a site, for the whole line
// Each tells one line of JSON: seconds, MB of texts, articles.
#include "migrator/loader/batch_loader.h"
#include "migrator/plan/record_json.h"
#include "schema/store/staging.h"

#include <libpq-fe.h>
#include <mysql.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <random>

using namespace guiyi;

namespace {

constexpr std::size_t BodyBytes = 20U << 10U, PieceBytes = 300, RowsAtOnce = 10000;

/// Chinese text of words drawn as in a language: few often, many seldom. Every character has three bytes.
std::string makePool() {
    std::mt19937_64 random(1);
    std::vector<std::string> words(20000);
    for (std::string &word : words) {
        for (std::size_t i = 0, length = 1 + random() % 3; i < length; ++i) {
            const unsigned code = 0x4E00 + static_cast<unsigned>(random() % 3500);
            word += static_cast<char>(0xE0U | code >> 12U);
            word += static_cast<char>(0x80U | (code >> 6U & 0x3FU));
            word += static_cast<char>(0x80U | (code & 0x3FU));
        }
    }
    std::string pool;
    while (pool.size() < (8U << 20U)) {
        const double u = static_cast<double>(random() % 1000000) / 1e6;
        pool += words[static_cast<std::size_t>(u * u * u * 19999)];
    }
    return pool;
}

/// Article `number` of the one site there is: the same in every run.
Article articleAt(std::int64_t number) {
    static const std::string Pool = makePool();
    std::mt19937_64 random(static_cast<std::uint64_t>(number));
    Article a;
    a.id = number;
    a.url = "http://www.bench.gov.cn/xwzx/" + std::to_string(number) + ".html";
    a.title = Pool.substr(random() % 2000000 * 3, 60) + std::to_string(number);
    a.published = "20" + std::to_string(10 + number % 10) + "-05-1" + std::to_string(number % 10);
    a.source = "本站";
    a.column = 1;
    a.placements = {1};
    a.pageUrls = {a.url};
    while (a.bodyHtml.size() < BodyBytes) {
        const std::string piece = Pool.substr(random() % 2000000 * 3, PieceBytes);
        a.bodyHtml += "<p>" + piece + "</p>\n";
        a.bodyText += piece + "\n";
    }
    return a;
}

Record recordOf(const Article &a) {
    Record r;
    r.entity = "article";
    r.site = "bench";
    r.key = r.source = a.url;
    r.fields = {{"tenant", "bench"},
                {"url", "https://www.bench.gov.cn/a/" + std::to_string(a.id)},
                {"source_url", a.url},
                {"kind", "article"},
                {"title", a.title},
                {"subtitle", ""},
                {"published", a.published},
                {"updated", ""},
                {"source", a.source},
                {"author", ""},
                {"editor", ""},
                {"language", "zh-CN"},
                {"document", ""},
                {"keywords", ""},
                {"column", "0101"},
                {"body_html", a.bodyHtml},
                {"body_text", a.bodyText},
                {"retired", ""},
                {"placements", placementsJson({{"bench", "0101"}})},
                {"attachments", ""},
                {"letter", ""}};
    return r;
}

/// The values of the article's row, in the order of the table's columns.
std::vector<std::optional<std::string>> rowOf(const Article &a) {
    const Record r = recordOf(a);
    std::vector<std::optional<std::string>> row;
    for (const PlatformColumn &c : platformTable("article").columns) {
        if (c.name == "id" || c.name == "tenant" || c.name == "main_column")
            row.emplace_back(c.name == "id" ? std::to_string(a.id) : "1");
        else if (c.nullable && r.field(c.name).empty())
            row.emplace_back();
        else
            row.emplace_back(r.field(c.name));
    }
    return row;
}

template <typename T>
T need(Result<T> result) {
    if (!result) {
        std::cerr << result.error().text() << '\n';
        std::exit(1);
    }
    return std::move(result).value();
}
void need(const Status &status) {
    if (!status) {
        std::cerr << status.error().text() << '\n';
        std::exit(1);
    }
}
void need(bool good, const char *why) {
    if (!good) {
        std::cerr << why << '\n';
        std::exit(1);
    }
}

class Clock {
public:
    void tell(std::int64_t count, std::size_t bytes) const {
        const double seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
        std::printf("{\"articles\":%lld,\"seconds\":%.3f,\"mb\":%.1f}\n", static_cast<long long>(count),
                    seconds, static_cast<double>(bytes) / 1e6);
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

std::size_t textBytes(const Article &a) {
    return a.bodyHtml.size() + a.bodyText.size() + a.title.size() + a.url.size() * 2;
}

WriteItem itemOf(Record record, std::int64_t seq) {
    WriteItem item;
    item.row.seq = seq;
    item.row.site = record.site;
    item.row.entity = record.entity;
    item.row.key = item.row.source = record.key;
    item.row.action = PlanAction::Create;
    item.row.desiredHash = hashOf(record);
    item.row.rows = toText(rowsOfAction("create", &record, nullptr, false));
    item.record = std::move(record);
    return item;
}

std::vector<Record> frame() {
    Record code, parent, tenant, column;
    parent.entity = code.entity = "taxonomy";
    parent.key = "01";
    parent.fields = {{"name", "栏目"}, {"parent", ""}, {"level", "1"}};
    code.key = "0101";
    code.fields = {{"name", "栏目"}, {"parent", "01"}, {"level", "2"}};
    tenant.entity = "tenant";
    tenant.key = tenant.site = "bench";
    tenant.fields = {{"name", "测试"},   {"code", ""},
                     {"level", ""},      {"host", "www.bench.gov.cn"},
                     {"base_path", "/"}, {"home", "https://www.bench.gov.cn/"},
                     {"old_hosts", "[]"}};
    column.entity = "column";
    column.site = "bench";
    column.key = "bench/0101";
    column.fields = {{"code", "0101"}, {"url", "https://www.bench.gov.cn/0101/"}, {"retired", ""}};
    return {parent, code, tenant, column};
}

void load(const TargetAddress &address, std::int64_t count) {
    std::size_t bytes = 0;
    Platform platform = need(Platform::open(address));
    PlatformBatch batch = need(platform.startBatch("apply", "bench", true));
    const Clock clock;
    {
        BatchLoader loader(
            platform, batch, LoadLimits(), [](const WriteItem &, const Error &why) { return Status(why); },
            [](std::int64_t) {});
        std::int64_t seq = 0;
        for (Record &record : frame())
            need(loader.add(itemOf(std::move(record), ++seq)));
        for (std::int64_t number = 1; number <= count; ++number) {
            const Article a = articleAt(number);
            bytes += textBytes(a);
            need(loader.add(itemOf(recordOf(a), ++seq)));
        }
        need(loader.flush());
        batch.done = true;
        need(platform.updateBatch(batch));
    }
    clock.tell(count, bytes);
}

/// Text form of COPY and of LOAD DATA: both escape alike.
void appendRow(std::string &out, const Article &a) {
    bool first = true;
    for (const std::optional<std::string> &value : rowOf(a)) {
        if (!first)
            out += '\t';
        first = false;
        if (!value) {
            out += "\\N";
            continue;
        }
        for (const char c : *value) {
            if (c == '\n')
                out += "\\n";
            else
                out += c;
        }
    }
    out += '\n';
}

void bareCopy(const TargetAddress &address, std::int64_t count) {
    PGconn *c = PQsetdbLogin(address.host.c_str(), std::to_string(address.port).c_str(), nullptr, nullptr,
                             address.database.c_str(), address.user.c_str(), nullptr);
    need(PQstatus(c) == CONNECTION_OK, PQerrorMessage(c));
    PGresult *made = PQexec(c, "CREATE TABLE bare (LIKE article INCLUDING COMPRESSION)");
    need(PQresultStatus(made) == PGRES_COMMAND_OK, PQerrorMessage(c));
    PQclear(made);
    std::size_t bytes = 0;
    const Clock clock;
    PQclear(PQexec(c, "COPY bare FROM STDIN"));
    std::string buffer;
    for (std::int64_t number = 1; number <= count; ++number) {
        const Article a = articleAt(number);
        bytes += textBytes(a);
        appendRow(buffer, a);
        if (buffer.size() < (256U << 10U) && number < count)
            continue;
        need(PQputCopyData(c, buffer.data(), static_cast<int>(buffer.size())) == 1, PQerrorMessage(c));
        buffer.clear();
    }
    PQputCopyEnd(c, nullptr);
    PGresult *end = PQgetResult(c);
    need(PQresultStatus(end) == PGRES_COMMAND_OK, PQerrorMessage(c));
    PQclear(end);
    clock.tell(count, bytes);
    PQfinish(c);
}

/// Into a database of its own, made as the platform makes its.
void bareInsert(const TargetAddress &address, std::int64_t count) {
    need(Platform::open(address)).engine(); // tables and indexes
    sqlite3 *db = nullptr;
    need(sqlite3_open(address.file.c_str(), &db) == SQLITE_OK, "sqlite3_open");
    std::string triggers;
    sqlite3_exec(
        db, "SELECT name FROM sqlite_master WHERE type='trigger'",
        [](void *list, int, char **values, char **) {
            *static_cast<std::string *>(list) += std::string("DROP TRIGGER \"") + values[0] + "\";";
            return 0;
        },
        &triggers, nullptr);
    need(sqlite3_exec(db, (triggers + "PRAGMA synchronous=NORMAL").c_str(), nullptr, nullptr, nullptr) ==
             SQLITE_OK,
         sqlite3_errmsg(db));
    const std::size_t width = platformTable("article").columns.size();
    sqlite3_stmt *insert = nullptr;
    const std::string sql = "INSERT INTO article VALUES (" + placeholders(width) + ")";
    need(sqlite3_prepare_v2(db, sql.c_str(), -1, &insert, nullptr) == SQLITE_OK, sqlite3_errmsg(db));
    std::size_t bytes = 0;
    const Clock clock;
    sqlite3_exec(db, "BEGIN", nullptr, nullptr, nullptr);
    for (std::int64_t number = 1; number <= count; ++number) {
        const Article a = articleAt(number);
        bytes += textBytes(a);
        const auto row = rowOf(a);
        for (std::size_t i = 0; i < width; ++i) {
            if (row[i])
                sqlite3_bind_text64(insert, static_cast<int>(i) + 1, row[i]->data(), row[i]->size(),
                                    SQLITE_STATIC, SQLITE_UTF8);
            else
                sqlite3_bind_null(insert, static_cast<int>(i) + 1);
        }
        need(sqlite3_step(insert) == SQLITE_DONE, sqlite3_errmsg(db));
        sqlite3_reset(insert);
        if (number % static_cast<std::int64_t>(RowsAtOnce) == 0)
            sqlite3_exec(db, "COMMIT;BEGIN", nullptr, nullptr, nullptr);
    }
    sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
    sqlite3_finalize(insert);
    clock.tell(count, bytes);
    sqlite3_close(db);
}

/// Feeds LOAD DATA LOCAL.
struct Feed {
    std::int64_t next = 1, count = 0;
    std::size_t bytes = 0, sent = 0;
    std::string buffer;
};

void bareLoadData(const TargetAddress &address, std::int64_t count) {
    MYSQL *c = mysql_init(nullptr);
    const unsigned on = 1;
    mysql_options(c, MYSQL_OPT_LOCAL_INFILE, &on);
    mysql_options(c, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    need(mysql_real_connect(c, address.host.c_str(), address.user.c_str(), "", address.database.c_str(),
                            address.port, nullptr, 0) != nullptr,
         mysql_error(c));
    need(mysql_query(c, "CREATE TABLE bare LIKE article") == 0, mysql_error(c));
    Feed feed;
    feed.count = count;
    mysql_set_local_infile_handler(
        c,
        [](void **state, const char *, void *given) {
            *state = given;
            return 0;
        },
        [](void *state, char *to, unsigned room) {
            Feed &f = *static_cast<Feed *>(state);
            if (f.sent == f.buffer.size()) {
                f.buffer.clear();
                f.sent = 0;
                for (; f.next <= f.count && f.buffer.size() < (256U << 10U); ++f.next) {
                    const Article a = articleAt(f.next);
                    f.bytes += textBytes(a);
                    appendRow(f.buffer, a);
                }
            }
            const std::size_t part = std::min<std::size_t>(room, f.buffer.size() - f.sent);
            std::copy_n(f.buffer.data() + f.sent, part, to);
            f.sent += part;
            return static_cast<int>(part);
        },
        [](void *) {}, [](void *, char *, unsigned) { return 0; }, &feed);
    const Clock clock;
    need(mysql_query(c, "LOAD DATA LOCAL INFILE 'x' INTO TABLE bare CHARACTER SET utf8mb4") == 0,
         mysql_error(c));
    clock.tell(count, feed.bytes);
    mysql_close(c);
}

void stage(const std::string &file, const std::string &host, std::int64_t count) {
    Staging staging = need(Staging::create(file));
    Column column;
    column.id = 1;
    column.url = "http://" + host + "/xwzx/";
    column.name = "新闻中心";
    column.path = {"新闻中心"};
    column.articles = count;
    column.confidence = 1;
    need(staging.add(column));
    std::size_t bytes = 0;
    const Clock clock;
    for (std::int64_t number = 1; number <= count; ++number) {
        Article a = articleAt(number);
        a.url = "http://" + host + "/xwzx/" + std::to_string(number) + ".html";
        a.pageUrls = {a.url};
        bytes += textBytes(a);
        need(staging.add(a, nullptr));
        Resource page;
        page.id = number;
        page.url = a.url;
        page.file = std::to_string(number) + ".html";
        page.kind = ResourceKind::Page;
        page.mediaType = "text/html";
        page.bytes = static_cast<std::int64_t>(a.bodyHtml.size());
        page.role = "article";
        page.record = number;
        need(staging.add(page));
    }
    need(staging.publish());
    clock.tell(count, bytes);
}

} // namespace

int main(int argc, char **argv) {
    const std::string what = argc > 1 ? argv[1] : "";
    if (what == "stage" && argc == 5) {
        stage(argv[2], argv[3], std::atoll(argv[4]));
        return 0;
    }
    if ((what != "load" && what != "bare") || argc != 4) {
        std::cerr << "load_bench load|bare TARGET COUNT, load_bench stage FILE HOST COUNT\n";
        return 2;
    }
    const TargetAddress address = need(TargetAddress::parse(argv[2]));
    const std::int64_t count = std::atoll(argv[3]);
    if (what == "load")
        load(address, count);
    else if (address.kind == TargetKind::PostgreSql)
        bareCopy(address, count);
    else if (address.kind == TargetKind::MariaDb)
        bareLoadData(address, count);
    else
        bareInsert(address, count);
    return 0;
}
