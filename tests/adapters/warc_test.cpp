// Web archives: what we write is read back, what others left is read as far as it is good.
#include "adapters/warc/cdxj.h"
#include "adapters/warc/mhtml.h"
#include "adapters/warc/reader.h"
#include "adapters/warc/warc_source.h"
#include "adapters/warc/writer.h"
#include "schema/base/sha256.h"

#include <QtCore/qfile.h>
#include <QtCore/qprocess.h>
#include <QtCore/qstandardpaths.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <zlib.h>

#include <algorithm>

using namespace guiyi;
using namespace guiyi::warc;

namespace {

std::string gzip(std::string_view plain) {
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    std::string packed(plain.size() + 1024, '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

std::string http(const std::string &body, const std::string &headers = "Content-Type: text/html\r\n") {
    return "HTTP/1.1 200 OK\r\n" + headers + "\r\n" + body;
}

std::string record(const std::string &url, const std::string &block, const std::string &version = "1.0",
                   std::ptrdiff_t wrong = 0) {
    return "WARC/" + version + "\r\nWARC-Type: response\r\nWARC-Target-URI: " + url +
           "\r\nWARC-Date: 2020-01-02T03:04:05Z\r\nContent-Type: application/http; msgtype=response\r\n"
           "Content-Length: " +
           std::to_string(static_cast<std::ptrdiff_t>(block.size()) + wrong) + "\r\n\r\n" + block +
           "\r\n\r\n";
}

struct Read {
    std::vector<std::string> urls;
    std::int64_t rejected = 0;
};

Read readAll(const std::string &bytes) {
    Read read;
    Reader reader(inputOf(bytes));
    while (std::optional<Record> r = reader.next())
        read.urls.emplace_back(r->targetUri());
    read.rejected = reader.rejected();
    return read;
}

using List = std::vector<std::string>;

void save(const QString &file, const std::string &bytes) {
    QFile f(file);
    QVERIFY(f.open(QIODevice::WriteOnly));
    f.write(bytes.data(), static_cast<qint64>(bytes.size()));
}

} // namespace

class WarcTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsEveryPacking();
    void recoversBehindDamage();
    void recoversWrongLengths();
    void readsArc();
    void recoversArc();
    void readsRecordsAtTheirPlace();
    void decodesPayloads();
    void boundsBombs();
    void writesAndReadsBack();
    void packsWhatDoesNotPack();
    void cutsOffWhatWasNotFinished();
    void isReadByLibarchive();
    void linesOfTheIndexReadBack();
    void isASource();
    void foldsFoldersAndDropsProbes();
    void readsMhtml();
};

void WarcTest::readsEveryPacking() {
    const std::string a = record("http://a.cn/1", http("one"), "0.17"),
                      b = record("<http://a.cn/2>", http("two"), "0.18");
    const std::string c = record("http://a.cn/3", http(std::string(300000, 'x')), "1.1");
    const List all{"http://a.cn/1", "http://a.cn/2", "http://a.cn/3"};
    for (const std::string &bytes :
         {a + b + c, gzip(a) + gzip(b) + gzip(c), gzip(a + b + c), gzip(a + b) + gzip(c),
          a + "\r\n\r\n" + b + std::string(512, '\0') + c}) {
        const Read read = readAll(bytes);
        QCOMPARE(read.urls, all);
        QCOMPARE(read.rejected, 0);
    }
}

void WarcTest::recoversBehindDamage() {
    std::string noise;
    for (unsigned i = 0; i < 40000; ++i)
        noise += static_cast<char>((i * 2654435761U) >> 13U);
    const std::string a = gzip(record("http://a.cn/1", http("one"))),
                      c = gzip(record("http://a.cn/3", http("three")));
    std::string b = gzip(record("http://a.cn/2", http(noise)));
    b[b.size() / 2] = static_cast<char>(~b[b.size() / 2]);
    b[b.size() / 2 + 1] = static_cast<char>(~b[b.size() / 2 + 1]);
    for (const std::string &middle : {b, b.substr(0, b.size() / 2), std::string("some bytes of nobody")}) {
        const Read read = readAll(a + middle + c);
        QCOMPARE(read.urls, (List{"http://a.cn/1", "http://a.cn/3"}));
    }
    QCOMPARE(readAll(a + b + c).rejected, 1);
    // Every byte of a packed record counts, but those of gzip's header that mean nothing: time and packer.
    const std::string two = gzip(record("http://a.cn/2", http("two")));
    for (std::size_t at = 0; at < two.size(); ++at) {
        std::string bytes = a + two + c;
        bytes[a.size() + at] = static_cast<char>(~bytes[a.size() + at]);
        const Read read = readAll(bytes);
        QCOMPARE(read.urls.front(), std::string("http://a.cn/1"));
        QCOMPARE(read.urls.back(), std::string("http://a.cn/3"));
        QCOMPARE(read.rejected > 0, at < 4 || at >= 10);
    }
    // A tail that was never written.
    for (const std::size_t cut : {std::size_t(3), c.size() / 2, c.size() - 12}) {
        const Read tail = readAll(a + c.substr(0, cut));
        QCOMPARE(tail.urls, List{"http://a.cn/1"});
        QCOMPARE(tail.rejected, 1);
    }
    const std::string plain = record("http://a.cn/1", http("one")) + record("http://a.cn/2", http("two"));
    const Read cut = readAll(plain.substr(0, plain.size() - 9));
    QCOMPARE(cut.urls, List{"http://a.cn/1"});
    QCOMPARE(cut.rejected, 1);
}

void WarcTest::recoversWrongLengths() {
    const std::string good = record("http://a.cn/1", http("one")),
                      last = record("http://a.cn/3", http("three"));
    for (const std::ptrdiff_t wrong :
         {std::ptrdiff_t(-20), std::ptrdiff_t(7), std::ptrdiff_t(250), std::ptrdiff_t(1) << 40}) {
        const std::string bad = record("http://a.cn/2", http("two and some more words"), "1.0", wrong);
        for (const std::string &bytes :
             {good + bad + last, gzip(good) + gzip(bad) + gzip(last), gzip(good + bad + last)}) {
            const Read read = readAll(bytes);
            QCOMPARE(read.urls, (List{"http://a.cn/1", "http://a.cn/3"}));
            QVERIFY(read.rejected >= 1);
        }
    }
    std::string none = record("http://a.cn/2", http("two"));
    none.replace(none.find("Content-Length"), 14, "Content-Breite");
    QCOMPARE(readAll(good + none + last).urls, (List{"http://a.cn/1", "http://a.cn/3"}));
}

namespace {

std::string arcRecord(const std::string &url, const std::string &block, bool two = false) {
    return url + " 192.0.2.1 20080430204825 text/html " + (two ? "200 abc - 0 x.arc " : "") +
           std::to_string(block.size()) + "\n" + block + "\n";
}

std::string arcHead(bool two = false) {
    const std::string block =
        two ? "2 0 Org\nURL IP-address Archive-date Content-type Result-code Checksum Location Offset "
              "Filename Archive-length\n"
            : "1 0 Org\nURL IP-address Archive-date Content-type Archive-length\n";
    return "filedesc://x.arc 0.0.0.0 20080430204825 text/plain " +
           std::string(two ? "200 - - 0 x.arc " : "") + std::to_string(block.size()) + "\n" + block + "\n";
}

} // namespace

void WarcTest::readsArc() {
    for (const bool two : {false, true}) {
        const std::string head = arcHead(two), a = arcRecord("http://a.cn/1", http("one"), two),
                          b = arcRecord("http://a.cn/b c", http("two\n\nhttp://x"), two);
        for (const std::string &bytes : {head + a + b, gzip(head) + gzip(a) + gzip(b), gzip(head + a + b)}) {
            Reader reader(inputOf(bytes));
            List urls;
            while (std::optional<Record> r = reader.next()) {
                if (r->type() != "response")
                    continue;
                urls.emplace_back(r->targetUri());
                QCOMPARE(r->date(), "2008-04-30T20:48:25Z");
                QVERIFY(parseHttp(r->block).has_value());
            }
            QCOMPARE(urls, (List{"http://a.cn/1", "http://a.cn/b c"}));
            QCOMPARE(reader.rejected(), 0);
        }
    }
}

void WarcTest::recoversArc() {
    std::string bad = arcRecord("http://a.cn/2", http("two"));
    bad.replace(bad.find("text/html ") + 10, 2, "99");
    const Read read = readAll(arcHead() + arcRecord("http://a.cn/1", http("one")) + bad +
                              arcRecord("http://a.cn/3", http("3")));
    QCOMPARE(read.urls, (List{"filedesc://x.arc", "http://a.cn/1", "http://a.cn/3"}));
    QVERIFY(read.rejected >= 1);
}

void WarcTest::readsRecordsAtTheirPlace() {
    const std::string a = record("http://a.cn/1", http("one")), b = record("http://a.cn/2", http("two")),
                      c = record("http://a.cn/3", http("3"));
    for (const std::string &bytes :
         {a + b + c, gzip(a) + gzip(b) + gzip(c), gzip(a + b + c),
          arcHead() + arcRecord("http://a.cn/1", http("one")) + arcRecord("http://a.cn/2", http("two")),
          arcHead(true) + arcRecord("http://a.cn/1", http("one"), true)}) {
        const std::shared_ptr<Input> input = inputOf(bytes);
        Reader reader(input);
        int records = 0;
        while (std::optional<Record> r = reader.next()) {
            const Result<Record> again = Reader::readAt(input, r->place, "x");
            QVERIFY2(again.ok(), again.ok() ? "" : again.error().text().c_str());
            QCOMPARE(again->block, r->block);
            QCOMPARE(again->targetUri(), r->targetUri());
            ++records;
        }
        QVERIFY(records >= 2);
    }
    QVERIFY(!Reader::readAt(inputOf(a), {7, 0}, "x").ok());
}

void WarcTest::decodesPayloads() {
    const auto payload = [](const std::string &block) { return decodePayload(*parseHttp(block), 1 << 20); };
    QCOMPARE(payload(http("plain")).bytes, "plain");
    const std::string chunked = "Transfer-Encoding: chunked\r\n";
    QCOMPARE(payload(http("5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n", chunked)).bytes, "hello world");
    QCOMPARE(payload(http("no chunks at all", chunked)).bytes, "no chunks at all");
    const Payload broken = payload(http("5\r\nhello\r\n6\r\n wo", chunked));
    QCOMPARE(broken.bytes, "hello wo");
    QVERIFY(!broken.damage.empty());
    const std::string packed = "Content-Encoding: gzip\r\n";
    QCOMPARE(payload(http(gzip("packed"), packed)).bytes, "packed");
    QCOMPARE(payload(http("not packed", packed)).bytes, "not packed");
    const std::string whole = gzip(std::string(5000, 'a') + "end");
    const Payload half = payload(http(whole.substr(0, whole.size() - 9), packed));
    QVERIFY(!half.damage.empty());
    QVERIFY(!parseHttp("no answer").has_value());
}

void WarcTest::boundsBombs() {
    std::string damage;
    const std::optional<std::string> bytes = unpack(gzip(std::string(8 << 20, '\0')), 1 << 20, damage);
    QCOMPARE(bytes->size(), std::size_t(1) << 20);
    QVERIFY(!damage.empty());
}

namespace {

Exchange exchangeOf(const std::string &url, std::string_view head, std::string_view body) {
    Exchange e;
    e.url = url;
    e.date = isoDate(1577934245678901);
    e.ip = "192.0.2.7";
    e.request = "GET / HTTP/1.1\r\nHost: a.cn\r\n\r\n";
    e.head = head;
    e.body = body;
    e.digest = sha256Hex(body);
    return e;
}

} // namespace

void WarcTest::writesAndReadsBack() {
    QTemporaryDir folder;
    const std::string path = folder.path().toStdString();
    Result<std::unique_ptr<Writer>> writer = Writer::open(path, "s", 2000, {}, "software: test\r\n");
    QVERIFY(writer.ok());
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
    std::vector<Written> places;
    for (int i = 0; i < 12; ++i) {
        const std::string body = "page " + std::to_string(i);
        const Result<Written> written =
            (*writer)->exchange(exchangeOf("http://a.cn/" + std::to_string(i), head, body));
        QVERIFY(written.ok());
        places.push_back(*written);
    }
    const Known known{false, "http://a.cn/3", "2020-01-02T03:04:05Z"};
    Exchange same = exchangeOf("http://a.cn/same", head, "page 3");
    same.known = &known;
    QVERIFY((*writer)->exchange(same).ok());
    QVERIFY((*writer)->flush().ok());
    QVERIFY((*writer)->position().file > 1);
    for (int i = 0; i < 12; ++i) {
        const Written &w = places[static_cast<std::size_t>(i)];
        const std::string file = path + "/" + Writer::fileName("s", w.file);
        const Result<Record> r = Reader::readAt(*openFile(file), {w.offset, 0}, file);
        QVERIFY(r.ok());
        QCOMPARE(parseHttp(r->block)->body, "page " + std::to_string(i));
        QCOMPARE(r->header("WARC-Block-Digest"), "sha256:" + sha256Hex(r->block));
        QCOMPARE(r->date(), "2020-01-02T03:04:05Z");
    }
    int infos = 0, revisits = 0;
    for (const std::string &file : archiveFiles(path)) {
        Result<Reader> reader = Reader::open(file);
        while (std::optional<Record> r = reader->next()) {
            infos += r->type() == "warcinfo" ? 1 : 0;
            revisits += r->type() == "revisit" ? 1 : 0;
        }
        QCOMPARE(reader->rejected(), 0);
    }
    QCOMPARE(infos, (*writer)->position().file);
    QCOMPARE(revisits, 1);
}

/// Pictures and packages are packed already: they come back whole and grow by little.
void WarcTest::packsWhatDoesNotPack() {
    QTemporaryDir folder;
    const std::string path = folder.path().toStdString();
    auto writer = Writer::open(path, "s", 1 << 30, {}, "x: y\r\n");
    const std::string head = "HTTP/1.1 200 OK\r\n\r\n";
    std::uint64_t state = 1;
    std::vector<std::string> bodies;
    for (const std::size_t size : {0, 1, 1000, 65535, 65536, 3000000}) {
        std::string body(size, '\0');
        for (char &c : body) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            c = static_cast<char>(state >> 56U);
        }
        QVERIFY((*writer)->exchange(exchangeOf("http://a.cn/" + std::to_string(size), head, body)).ok());
        bodies.push_back(std::move(body));
    }
    const std::int64_t all = 3000000 + 65536 + 65535 + 1000 + 1;
    QVERIFY((*writer)->flush().ok());
    QVERIFY((*writer)->position().size < all + all / 100 + 12 * 1000);
    Result<Reader> reader = Reader::open(path + "/s-00001.warc.gz");
    std::size_t at = 0;
    while (std::optional<Record> r = reader->next()) {
        if (r->type() == "response")
            QVERIFY(r->block == head + bodies.at(at++));
    }
    QCOMPARE(at, bodies.size());
    QVERIFY(reader->rejects().empty());
}

void WarcTest::cutsOffWhatWasNotFinished() {
    QTemporaryDir folder;
    const std::string path = folder.path().toStdString();
    const std::string head = "HTTP/1.1 200 OK\r\n\r\n";
    Writer::Position position;
    {
        auto writer = Writer::open(path, "s", 1 << 30, {}, "x: y\r\n");
        QVERIFY((*writer)->exchange(exchangeOf("http://a.cn/1", head, "1")).ok());
        position = (*writer)->position();
        QVERIFY((*writer)->exchange(exchangeOf("http://a.cn/2", head, "2")).ok());
        QVERIFY((*writer)->flush().ok());
        // What was not handed to the disk before a kill is not there at all.
        QVERIFY((*writer)->exchange(exchangeOf("http://a.cn/never", head, "x")).ok());
    }
    QFile later(folder.filePath(QStringLiteral("s-00002.warc.gz")));
    QVERIFY(later.open(QIODevice::WriteOnly));
    later.write("half");
    later.close();
    auto writer = Writer::open(path, "s", 1 << 30, position, "x: y\r\n");
    QVERIFY(writer.ok());
    QVERIFY((*writer)->exchange(exchangeOf("http://a.cn/3", head, "3")).ok());
    QVERIFY((*writer)->flush().ok());
    QVERIFY(!later.exists());
    Result<Reader> reader = Reader::open(path + "/s-00001.warc.gz");
    List urls;
    while (std::optional<Record> r = reader->next()) {
        if (r->type() == "response")
            urls.emplace_back(r->targetUri());
    }
    QCOMPARE(urls, (List{"http://a.cn/1", "http://a.cn/3"}));
    QVERIFY(!Writer::open(path, "s", 1 << 30, {1, 1 << 20}, "x: y\r\n").ok());
}

/// An independent reader: bsdtar of libarchive knows WARC up to 1.0, whose records have the same form.
void WarcTest::isReadByLibarchive() {
    const QString tar = QStandardPaths::findExecutable(QStringLiteral("bsdtar"));
    if (tar.isEmpty())
        QSKIP("bsdtar (libarchive-tools) is not installed");
    QTemporaryDir folder;
    const std::string path = folder.path().toStdString();
    auto writer = Writer::open(path, "s", 1 << 30, {}, "x: y\r\n");
    const std::string body = "<html>\xE5\xBD\x92\xE4\xB8\x80</html>";
    QVERIFY((*writer)
                ->exchange(exchangeOf("http://a.cn/zw/1.html",
                                      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", body))
                .ok());
    QVERIFY((*writer)
                ->exchange(exchangeOf("http://a.cn/2.doc",
                                      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", "two"))
                .ok());
    QVERIFY((*writer)->flush().ok());
    QFile packed(folder.filePath(QStringLiteral("s-00001.warc.gz")));
    QVERIFY(packed.open(QIODevice::ReadOnly));
    std::string damage;
    const std::string plain = *unpack(packed.readAll().toStdString(), 1 << 20, damage);
    QVERIFY(damage.empty());
    std::string older = plain;
    for (std::size_t at = older.find("WARC/1.1\r\n"); at != std::string::npos;
         at = older.find("WARC/1.1\r\n"))
        older.replace(at, 8, "WARC/1.0");
    save(folder.filePath(QStringLiteral("o.warc")), older);
    const auto run = [&](const QStringList &arguments) {
        QProcess process;
        process.start(tar, arguments);
        process.waitForFinished();
        return process.readAllStandardOutput();
    };
    const QString file = folder.filePath(QStringLiteral("o.warc"));
    const QByteArray names = run({QStringLiteral("-tf"), file});
    QVERIFY2(names.contains("zw/1.html") && names.contains("2.doc"), names.constData());
    // It hands over the whole block, HTTP headers included.
    QVERIFY(run({QStringLiteral("-xOf"), file, QStringLiteral("*1.html")}).contains(body.c_str()));
}

void WarcTest::linesOfTheIndexReadBack() {
    CdxLine line;
    line.key = "cn,a)/x";
    line.time = cdxTime("2020-01-02T03:04:05.678Z");
    line.url = "http://a.cn/x?\xE5\xBD\x92=\"";
    line.mime = "text/html";
    line.digest = "sha256:00";
    line.file = "s-00001.warc.gz";
    line.status = 200;
    line.offset = 123456789012;
    line.length = 99;
    QCOMPARE(line.time, "20200102030405");
    QCOMPARE(*parseCdxLine(line.text()), line);
    QVERIFY(!parseCdxLine("!OpenWayback-CDXJ 1.0"));
    QVERIFY(!parseCdxLine("cn,a)/x 20200102030405 {}"));
}

namespace {

std::map<std::string, std::string> contentsOf(const std::string &location, List *rejects = nullptr) {
    std::map<std::string, std::string> contents;
    const auto source = mirror::SourceReader::open("warc:" + location);
    if (!source)
        return {{"error", source.error().text()}};
    (void)(*source)->each([](const mirror::Entry &) { return true; },
                          [&](const mirror::Entry &entry, const Result<std::string> &bytes) {
                              contents[entry.url] = bytes ? *bytes : bytes.error().text();
                              if (!(*source)->read(entry.path).ok())
                                  contents[entry.url] = "not found again";
                              return Status();
                          });
    if (rejects != nullptr)
        *rejects = (*source)->rejects();
    return contents;
}

} // namespace

void WarcTest::isASource() {
    QTemporaryDir folder;
    std::string later = record("http://a.cn/1.html", http("new"));
    later.replace(later.find("2020-"), 5, "2021-");
    std::string gone = record("http://a.cn/gone.html", "HTTP/1.1 404 Not Found\r\n\r\nno");
    std::string revisit = record("http://a.cn/copy.html", "HTTP/1.1 200 OK\r\n\r\n");
    revisit.replace(revisit.find("response"), 8, "revisit");
    revisit.insert(revisit.find("WARC-Date"), "WARC-Refers-To-Target-URI: http://a.cn/2.html\r\n");
    save(folder.filePath(QStringLiteral("b.warc.gz")), gzip(later + gone + revisit));
    save(folder.filePath(QStringLiteral("a.warc")),
         record("http://a.cn/1.html", http("old")) +
             record("http://a.cn/2.html", http("5\r\nhello\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n")) +
             record("http://a.cn/bad", http("bad"), "1.0", 9) +
             record("http://a.cn/show.asp?id=1", http("three")));
    List rejects;
    const auto contents = contentsOf(folder.path().toStdString(), &rejects);
    QCOMPARE(contents, (std::map<std::string, std::string>{{"http://a.cn/1.html", "new"},
                                                           {"http://a.cn/2.html", "hello"},
                                                           {"http://a.cn/copy.html", "hello"},
                                                           {"http://a.cn/show.asp?id=1", "three"}}));
    QCOMPARE(rejects.size(), 1U);
    QTemporaryDir empty;
    QVERIFY(!mirror::SourceReader::open("warc:" + empty.path().toStdString()).ok());
}

void WarcTest::foldsFoldersAndDropsProbes() {
    QTemporaryDir folder;
    const std::string missing = "<html>page 404 /x.html is not here</html>";
    std::string probed = missing, other = missing;
    probed.replace(probed.find("/x.html"), 7, "/guiyi-probe-ab.html");
    other.replace(other.find("/x.html"), 7, "/lost/9.html");
    save(folder.filePath(QStringLiteral("a.warc")),
         record("http://a.cn/", http("home")) + record("http://a.cn/zw/", http("zw")) +
             record("http://a.cn/zw/index.htm", http("zw")) + record("http://a.cn/xx/", http("xx")) +
             record("http://a.cn/guiyi-probe-ab.html", http(probed)) +
             record("http://a.cn/lost/9.html", http(other)));
    QCOMPARE(contentsOf(folder.path().toStdString()),
             (std::map<std::string, std::string>{{"http://a.cn/index.htm", "home"},
                                                 {"http://a.cn/xx/index.htm", "xx"},
                                                 {"http://a.cn/zw/index.htm", "zw"}}));
}

void WarcTest::readsMhtml() {
    QCOMPARE(decodeQuotedPrintable("a=3Db=\r\nc=E5=BD=92=zz"), "a=bc\xE5\xBD\x92=zz");
    QTemporaryDir folder;
    save(folder.filePath(QStringLiteral("p.mht")),
         "From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\"; "
         "boundary=\"--B\"\r\n\r\n"
         "text\r\n----B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
         "Content-Location: http://a.cn/p.html\r\n\r\n<p class=3Dx>page</p>\r\n----B\r\nContent-Type: "
         "image/gif\r\n"
         "Content-Transfer-Encoding: base64\r\nContent-Location: "
         "http://a.cn/i.gif\r\n\r\nR0lGODlh\r\n----B--\r\n");
    QCOMPARE(contentsOf(folder.path().toStdString()),
             (std::map<std::string, std::string>{{"http://a.cn/i.gif", "GIF89a"},
                                                 {"http://a.cn/p.html", "<p class=x>page</p>"}}));
}

QTEST_GUILESS_MAIN(WarcTest)
#include "warc_test.moc"
