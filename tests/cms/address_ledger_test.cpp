#include "adapters/cms/address_index.h"
#include "adapters/cms/address_ledger.h"
#include "tests/schema/file_limit.h"

#include <QtCore/qdir.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <algorithm>
#include <tuple>

using namespace guiyi;
using guiyi::cms::AddressIndex;
using guiyi::cms::AddressLedger;

namespace {

const std::string Home = "http://www.x.cn/";

std::string pageOf(int number) {
    return Home + "page/" + std::to_string(number) + ".html";
}

struct Lines : RecordSink {
    std::vector<Resource> resources;
    std::vector<Finding> findings;
    Status setFact(std::string_view, std::string_view) override { return {}; }
    Status add(const Column &) override { return {}; }
    Status add(const Article &, const Letter *) override { return {}; }
    Status add(const Resource &resource) override {
        resources.push_back(resource);
        return {};
    }
    Status add(const Finding &finding) override {
        findings.push_back(finding);
        return {};
    }
    /// "role record reason" of an address.
    std::string of(const std::string &url) const {
        for (const Resource &r : resources) {
            if (r.url == url)
                return r.role + " " + std::to_string(r.record) + (r.reason.empty() ? "" : " " + r.reason);
        }
        return "no line";
    }
};

Site siteOf() {
    Site site;
    site.id = "x";
    site.host = "www.x.cn";
    return site;
}

/// A ledger of a site without files.
struct Kept {
    Kept() : inventory(siteOf(), {}), findings{"x", {}}, ledger(inventory, findings) {}
    Status open() { return ledger.open(folder.filePath(QStringLiteral("addresses")).toStdString()); }
    Lines emitted() {
        Lines lines;
        status = ledger.emit(Home, lines, counts);
        return lines;
    }
    QTemporaryDir folder;
    site::Inventory inventory;
    cms::Findings findings;
    AddressLedger ledger;
    site::ExtractCounts counts;
    Status status;
};

} // namespace

class AddressLedgerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWhoHasAnAddress_data() {
        QTest::addColumn<quint64>("hashBits");
        QTest::addRow("hashes as they are") << ~quint64(0);
        QTest::addRow("four hashes for all") << quint64(3);
        QTest::addRow("one hash for all") << quint64(0);
        QTest::addRow("one chain") << (quint64(1) << 30) - 1;
    }
    void findsWhoHasAnAddress() {
        QFETCH(quint64, hashBits);
        const QTemporaryDir folder;
        AddressIndex index("keeping", "make room", hashBits);
        QVERIFY(index.open(folder.filePath(QStringLiteral("index")).toStdString()).ok());
        QCOMPARE(index.find("").article, 0);
        constexpr int Most = 500;
        for (int i = 1; i <= Most; ++i)
            index.add(pageOf(i), i % 3 == 0 ? AddressIndex::Role::Column : AddressIndex::Role::Article, i);
        for (int i = 0; i <= Most + 50; i += 7) {
            const AddressIndex::Entry entry = index.find(pageOf(i));
            const bool there = i > 0 && i <= Most, column = i % 3 == 0;
            QCOMPARE(entry.record, there ? i : 0);
            QCOMPARE(entry.article, there && !column ? i : 0);
            if (there)
                QCOMPARE(entry.role == AddressIndex::Role::Column, column);
        }
        QCOMPARE(index.find(pageOf(1).substr(0, 10)).record, 0);
        QVERIFY(index.status().ok());
    }

    /// More than the first filters hold.
    void findsAmongMany() {
        const QTemporaryDir folder;
        AddressIndex index("keeping", "make room");
        QVERIFY(index.open(folder.filePath(QStringLiteral("index")).toStdString()).ok());
        constexpr int Most = 200'000;
        for (int i = 1; i <= Most; ++i)
            index.add(pageOf(i), AddressIndex::Role::Article, i);
        for (int i = 1; i <= 2 * Most; i += 13)
            QCOMPARE(index.find(pageOf(i)).article, i <= Most ? i : 0);
    }

    void keepsTheFirstOfARoleAndTheArticle() {
        const QTemporaryDir folder;
        AddressIndex index("keeping", "make room");
        QVERIFY(index.open(folder.filePath(QStringLiteral("index")).toStdString()).ok());
        index.add("a", AddressIndex::Role::Column, 3);
        index.add("a", AddressIndex::Role::Column, 4);
        index.add("a", AddressIndex::Role::Article, 9);
        const AddressIndex::Entry entry = index.find("a");
        QCOMPARE(entry.article, 9);
        QCOMPARE(entry.record, 3);
        QVERIFY(entry.role == AddressIndex::Role::Column);
    }

    void firstWordStandsButForRecords() {
        Kept kept;
        QVERIFY(kept.open().ok());
        AddressLedger &ledger = kept.ledger;
        ledger.add(Home + "a", "dropped", 0, "first");
        ledger.add(Home + "a", "failed", 0, "second", ResourceKind::Image);
        ledger.add(Home + "b", "dropped", 0, "first");
        QVERIFY(ledger.take(Home + "b", 7));
        ledger.addColumn(Home + "c", 2);
        ledger.addColumn(Home + "c", 3);
        QVERIFY(!ledger.taken(Home + "c"));
        QVERIFY2(ledger.take(Home + "c", 8), "an article may stand at a column's address");
        QVERIFY(ledger.taken(Home + "c"));
        QVERIFY(!ledger.take(Home + "c", 9));
        QVERIFY(!ledger.take(Home + "b", 7));
        QVERIFY(ledger.take(Home + "d", 8, "merged", "page 2"));
        ledger.add(Home + "d", "dropped", 0, "later");
        ledger.add({}, "dropped", 0, "no address");
        ledger.link(Home + "e", Home + "b");
        ledger.link(Home + "f", Home + "gone");
        ledger.link(Home + "d", Home + "b");
        const Lines lines = kept.emitted();
        QVERIFY(kept.status.ok());
        QCOMPARE(lines.of(Home + "a"), "dropped 0 first");
        QVERIFY(lines.resources[1].kind == ResourceKind::Page);
        QCOMPARE(lines.of(Home + "b"), "article 7");
        QCOMPARE(lines.of(Home + "c"), "column 2");
        QCOMPARE(lines.of(Home + "d"), "merged 8 page 2");
        QCOMPARE(lines.of(Home + "e"), "merged 7 only a link to the article " + Home + "b");
        QCOMPARE(lines.of(Home + "f"), "dropped 0 only sends readers on to " + Home + "gone");
        QCOMPARE(lines.of(Home), "home 0 the home page is made anew by the platform");
        QCOMPARE(lines.resources.size(), std::size_t(7));
    }

    void keepsPicturesOnce() {
        Kept kept;
        QVERIFY(kept.open().ok());
        site::InlineImage image;
        image.url = Home + "inline/1.png";
        image.mediaType = "image/png";
        image.sha256 = "5a";
        image.bytes = "bytes";
        kept.ledger.addInline(image);
        kept.ledger.addInline(image);
        kept.ledger.add(image.url, "failed", 0, "missing", ResourceKind::Image);
        QVERIFY(kept.ledger.take(image.url + "2", 1));
        const Lines lines = kept.emitted();
        QCOMPARE(lines.resources.size(), std::size_t(3));
        Resource expected = image.resource();
        expected.id = 2;
        expected.role = "file";
        QVERIFY(lines.resources[1] == expected);
        QVERIFY2(lines.resources[2].sha256.empty(), "nothing is left of the line before");
    }

    /// In the order of the addresses, whatever the disk held meanwhile; one line for each.
    void emitsManyInOrder() {
        Kept kept;
        QVERIFY(kept.open().ok());
        constexpr int Most = 60'000;
        for (int i = Most; i > 0; --i) {
            QVERIFY(kept.ledger.take(pageOf(i), i));
            kept.ledger.add(pageOf(i / 2), "dropped", 0, "said again and again");
            if (i % 3 == 0) {
                kept.findings.add(pageOf(i % 100), "b.rule", "message " + std::to_string(i),
                                  Severity::Warning, "evidence");
                kept.findings.add(pageOf(i % 100), "a.rule", "message", Severity::Info);
                kept.ledger.keepFindings();
            }
        }
        QVERIFY(!kept.ledger.take(pageOf(1), Most + 1));
        QVERIFY2(QDir(kept.folder.path()).isEmpty(), "scratch files have no names");
        const Lines lines = kept.emitted();
        QVERIFY(kept.status.ok());
        QCOMPARE(lines.resources.size(), std::size_t(Most + 2)); // page 0 and the home page
        for (std::size_t i = 1; i < lines.resources.size(); ++i) {
            QVERIFY(lines.resources[i - 1].url < lines.resources[i].url);
            QCOMPARE(lines.resources[i].id, RecordId(i + 1));
        }
        for (int i = 1; i <= Most; i += 997)
            QCOMPARE(lines.of(pageOf(i)), "article " + std::to_string(i));
        QCOMPARE(lines.of(pageOf(0)), "dropped 0 said again and again");
        QCOMPARE(lines.findings.size(), std::size_t(2 * (Most / 3)));
        QCOMPARE(kept.counts.findings, std::int64_t(2 * (Most / 3)));
        for (std::size_t i = 1; i < lines.findings.size(); ++i) {
            const Finding &a = lines.findings[i - 1], &b = lines.findings[i];
            QVERIFY(std::tie(a.url, a.rule, a.message) <= std::tie(b.url, b.rule, b.message));
        }
        const Finding expected{"x", pageOf(99), "b.rule", "message 99", "evidence", Severity::Warning};
        QCOMPARE(std::count(lines.findings.begin(), lines.findings.end(), expected), 1);
    }

    void saysThatTheDiskIsFull() {
        Kept kept;
        QVERIFY(kept.open().ok());
        const FileLimit limit(1 << 20);
        for (int i = 1; i < 100'000; ++i)
            (void)kept.ledger.take(pageOf(i), i);
        const Status status = kept.ledger.status();
        const Lines lines = kept.emitted();
        QVERIFY(!status.ok());
        QVERIFY(status.error().kind == ErrorKind::Failed);
        QVERIFY(status.error().text().starts_with(
            "keeping the addresses: " + kept.folder.path().toStdString() + "/addresses"));
        QVERIFY(status.error().text().ends_with(
            ": File too large; make room on the workspace's disk and run again"));
        QVERIFY(!kept.status.ok());
        QVERIFY(lines.resources.empty());
    }
};

QTEST_GUILESS_MAIN(AddressLedgerTest)
#include "address_ledger_test.moc"
