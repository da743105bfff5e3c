// mappings/duplicates.yaml: what it says, and all its mistakes at once with their lines.
#include "migrator/map/duplicate_decisions.h"
#include "schema/base/text.h"

#include <QtTest/qtest.h>

#include <algorithm>

using namespace guiyi;

namespace {

struct Read {
    DuplicateDecisions decisions;
    std::vector<Error> errors;
    /// Whether a mistake names `place` (file:line) and holds `words`.
    bool tells(const std::string &place, const std::string &words) const {
        return std::any_of(errors.begin(), errors.end(), [&](const Error &e) {
            return e.kind == ErrorKind::Usage && text::contains(e.where, place) &&
                   text::contains(e.what + " " + e.why + " " + e.advice, words);
        });
    }
};

Read read(const std::string &yaml) {
    Site site;
    site.id = "a";
    site.host = "www.a.gov.cn";
    site.aliases = {"a.gov.cn"};
    const mapping::HostRegistry hosts({site});
    Read result;
    result.decisions = readDuplicateDecisions(yaml, "mappings/duplicates.yaml", hosts, result.errors);
    return result;
}

} // namespace

class DuplicateDecisionsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothing() {
        for (const char *yaml : {"", "# nothing yet\n", "decisions:\n", "decisions: []\n"}) {
            const Read r = read(yaml);
            QVERIFY(r.errors.empty());
            QVERIFY(r.decisions.pairs.empty());
        }
    }

    void pairs() {
        const Read r =
            read("decisions:\n"
                 "  - decision: different\n"
                 "    articles: [http://a.gov.cn/1.html, http://www.a.gov.cn/2.html, http://b.cn/3]\n"
                 "    reason: three notices\n    who: 王敏\n    when: 2026-05-04\n"
                 "  - decision: same\n"
                 "    articles: [http://b.cn/4, http://b.cn/5, http://b.cn/6]\n");
        QVERIFY(r.errors.empty());
        // Every pair is different; what is the same is the same along the list. Aliases are the main host.
        QCOMPARE(r.decisions.pairs.size(), std::size_t(5));
        QCOMPARE(r.decisions.pairs[0].a, std::string("www.a.gov.cn/1.html"));
        QCOMPARE(r.decisions.pairs[0].b, std::string("www.a.gov.cn/2.html"));
        QVERIFY(!r.decisions.pairs[0].same);
        QVERIFY(r.decisions.pairs[3].same);
        QCOMPARE(r.decisions.pairs[3].line, 7);
    }

    void allMistakesAtOnce() {
        const Read r = read("decisions:\n"
                            "  - decision: maybe\n"
                            "    articles: [http://b.cn/1, http://b.cn/2]\n"
                            "  - articles: [http://b.cn/1, http://b.cn/2]\n"
                            "  - decision: same\n"
                            "    articles: [http://b.cn/1]\n"
                            "  - decision: same\n"
                            "    articles: [http://b.cn/1, nonsense, http://b.cn/1]\n"
                            "  - decision: different\n"
                            "    artikles: [http://b.cn/1, http://b.cn/2]\n"
                            "remarks: none\n");
        QVERIFY(r.tells("duplicates.yaml:2", "maybe"));
        QVERIFY(r.tells("duplicates.yaml:4", "same"));
        QVERIFY(r.tells("duplicates.yaml:5", "two"));
        QVERIFY(r.tells("duplicates.yaml:8", "nonsense"));
        QVERIFY(r.tells("duplicates.yaml:8", "twice"));
        QVERIFY(r.tells("duplicates.yaml:10", "artikles"));
        QVERIFY(r.tells("duplicates.yaml:11", "remarks"));
    }

    void contradictions() {
        const Read r = read("decisions:\n"
                            "  - {decision: same, articles: [http://b.cn/1, http://b.cn/2]}\n"
                            "  - {decision: same, articles: [http://b.cn/2, http://b.cn/3]}\n"
                            "  - {decision: different, articles: [http://b.cn/1, http://b.cn/3]}\n");
        QCOMPARE(r.errors.size(), std::size_t(1));
        QVERIFY(r.tells("duplicates.yaml:4", "different"));
    }

    void brokenFiles_data() {
        QTest::addColumn<QByteArray>("yaml");
        QTest::newRow("no yaml") << QByteArray("decisions: [");
        QTest::newRow("a list") << QByteArray("- decision: same\n");
        QTest::newRow("a word") << QByteArray("same\n");
        QTest::newRow("decisions is a word") << QByteArray("decisions: same\n");
        QTest::newRow("an entry is a word") << QByteArray("decisions: [same]\n");
        QTest::newRow("bytes") << QByteArray("decisions:\n  - \xFF\xFE\x00", 17);
    }
    void brokenFiles() {
        QFETCH(QByteArray, yaml);
        const Read r = read(yaml.toStdString());
        QVERIFY(!r.errors.empty());
        QVERIFY(text::contains(r.errors.front().where, "mappings/duplicates.yaml"));
        QVERIFY(r.decisions.pairs.empty());
    }
};

QTEST_GUILESS_MAIN(DuplicateDecisionsTest)
#include "duplicate_decisions_test.moc"
