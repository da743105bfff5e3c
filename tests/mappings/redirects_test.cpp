#include "mappings/redirects/access_log.h"
#include "mappings/redirects/check.h"
#include "mappings/redirects/table.h"
#include "text_of.h"

#include <algorithm>
#include <map>
#include <random>

using namespace guiyi;
using namespace guiyi::mapping;

namespace {

RedirectDecision line(const std::string &from, const std::string &to, int status = 301) {
    RedirectDecision d;
    d.from = from;
    d.to = to;
    d.answer = status == 410 ? RedirectAnswer::Gone : RedirectAnswer::Redirect;
    d.status = status == 410 ? 301 : status;
    return d;
}

RedirectPolicy policy() {
    RedirectPolicy p;
    p.add({"old", "old", "s"});
    p.add({"alias", "old", "s"});
    p.allowedHosts = {"old", "new"};
    return p;
}

std::string shown(const CheckedRedirects &f) {
    std::string s;
    for (const RedirectDecision &r : f.decisions)
        s += r.from + " " +
             (r.answer == RedirectAnswer::Redirect ? std::to_string(r.status)
                                                   : std::string(toText(r.answer))) +
             " " + r.to + "\n";
    for (const Finding &x : f.findings)
        s += x.rule + " " + x.url + "\n";
    return s;
}

} // namespace

class RedirectsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void folds_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("answer");
        const auto row = [](const char *label, const char *lines, const char *answer) {
            QTest::newRow(label) << QString::fromUtf8(lines) << QString::fromUtf8(answer);
        };
        row("plain", "http://old/a http://new/a", "http://old/a 301 http://new/a\n");
        row("canonical", "HTTP://OLD:80/b/../a http://new/a", "http://old/a 301 http://new/a\n");
        row("fragment", "http://old/a#x http://new/a", "REDIRECT-INVALID http://old/a#x\n");
        row("chain", "http://old/a http://old/b,http://old/b http://old/c,http://old/c http://new/c",
            "http://old/a 301 http://new/c\nhttp://old/b 301 http://new/c\nhttp://old/c 301 http://new/c\n");
        row("chain to gone", "http://old/a http://old/b,http://old/b -",
            "http://old/a gone \nhttp://old/b gone \n");
        row("loop",
            "http://old/a http://old/b,http://old/b http://old/a,http://old/c http://old/a,http://old/d "
            "http://new/d",
            "http://old/d 301 http://new/d\nREDIRECT-LOOP http://old/a\nREDIRECT-LOOP "
            "http://old/b\nREDIRECT-LOOP http://old/c\n");
        row("itself", "http://old/a http://old/a",
            "http://old/a stays http://old/a\nREDIRECT-SELF http://old/a\n");
        row("contradiction", "http://old/a http://new/1,http://old/a http://new/2",
            "REDIRECT-CONTRADICTION http://old/a\n");
        row("twice the same", "http://old/a http://new/1,http://old/a http://new/1",
            "http://old/a 301 http://new/1\n");
        row("open redirect", "http://old/a http://evil/1,http://old/b http://new.evil/1",
            "REDIRECT-HOST http://old/a\nREDIRECT-HOST http://old/b\n");
        row("directories compose", "http://old/a/* http://old/b/*,http://old/b/* http://new/c/*",
            "http://old/a/* 301 http://new/c/*\nhttp://old/b/* 301 http://new/c/*\n");
        row("directory below a directory", "http://old/a/* http://old/b/x/*,http://old/b/* http://new/c/*",
            "http://old/a/* 301 http://new/c/x/*\nhttp://old/b/* 301 http://new/c/*\n");
        row("page into a directory", "http://old/p.htm http://old/b/q.htm,http://old/b/* http://new/c/*",
            "http://old/b/* 301 http://new/c/*\nhttp://old/p.htm 301 http://new/c/q.htm\n");
        row("two steps for some", "http://old/a/* http://old/b/*,http://old/b/x http://new/x",
            "http://old/b/x 301 http://new/x\nREDIRECT-CHAIN http://old/a/*\n");
        row("directory into itself", "http://old/* http://old/index.htm", "REDIRECT-LOOP http://old/*\n");
        row("alias is the same", "http://alias/a http://new/1,http://old/a http://new/2",
            "REDIRECT-CONTRADICTION http://old/a\n");
        row("foreign", "http://other/a http://new/1", "REDIRECT-FOREIGN http://other/a\n");
        row("case", "http://old/A http://new/1,http://old/a http://new/2",
            "http://old/A 301 http://new/1\nhttp://old/a 301 http://new/2\nREDIRECT-CASE http://old/a\n");
        row("broken", "ftp://old/a http://new/1,http://old/b javascript:x",
            "REDIRECT-INVALID ftp://old/a\nREDIRECT-INVALID http://old/b\n");
    }
    void folds() {
        std::vector<RedirectDecision> lines;
        for (const std::string &l : text::split(fetched("lines"), ',')) {
            const auto parts = text::split(l, ' ');
            lines.push_back(parts[1] == "-" ? line(parts[0], "", 410) : line(parts[0], parts[1]));
        }
        COMPARE_TEXT(shown(checkRedirects(lines, policy())), fetched("answer"));
        std::reverse(lines.begin(), lines.end());
        COMPARE_TEXT(shown(checkRedirects(lines, policy())), fetched("answer"));
    }

    /// Random maps: after folding no target is an old address of the map, folding again changes nothing, and
    /// the order of the lines does not matter.
    void properties() {
        for (unsigned seed = 1; seed <= 200; ++seed) {
            std::mt19937 random(seed);
            std::vector<RedirectDecision> lines;
            for (int i = 0; i < 40; ++i) {
                const std::string to = random() % 3 ? "http://old/" + std::to_string(random() % 30)
                                                    : "http://new/" + std::to_string(random() % 30);
                lines.push_back(
                    line("http://old/" + std::to_string(random() % 30), to, random() % 5 ? 301 : 302));
            }
            const CheckedRedirects folded = checkRedirects(lines, policy());
            std::map<std::string, int> froms;
            for (const RedirectDecision &r : folded.decisions)
                QVERIFY2(++froms[r.from] == 1, std::to_string(seed).c_str());
            std::map<std::string, RedirectAnswer> answers;
            for (const RedirectDecision &r : folded.decisions)
                answers.emplace(r.from, r.answer);
            for (const RedirectDecision &r : folded.decisions)
                QVERIFY2(r.answer != RedirectAnswer::Redirect || !answers.count(r.to) ||
                             answers[r.to] == RedirectAnswer::Stays,
                         std::to_string(seed).c_str());
            const CheckedRedirects again = checkRedirects(folded.decisions, policy());
            QCOMPARE(again.decisions.size(), folded.decisions.size());
            QCOMPARE(again.chainsFolded, std::size_t(0));
            std::shuffle(lines.begin(), lines.end(), random);
            COMPARE_TEXT(shown(checkRedirects(lines, policy())), shown(folded));
        }
    }

    void longChain() {
        std::vector<RedirectDecision> lines;
        for (int i = 0; i < 100000; ++i)
            lines.push_back(line("http://old/" + std::to_string(i), "http://old/" + std::to_string(i + 1)));
        lines.back().to = "http://new/end";
        const CheckedRedirects folded = checkRedirects(lines, policy());
        QCOMPARE(folded.decisions.size(), lines.size());
        COMPARE_TEXT(folded.decisions.front().to, "http://new/end");
        QCOMPARE(folded.chainsFolded, lines.size() - 1);
    }

    void answers_data() {
        QTest::addColumn<QString>("request");
        QTest::addColumn<QString>("answer");
        const auto row = [](const char *label, const char *request, const char *answer) {
            QTest::newRow(label) << QString::fromUtf8(request) << QString::fromUtf8(answer);
        };
        row("exact", "http://old/a.htm", "301 http://new/a#f");
        row("query kept before the fragment", "http://old/a.htm?x=1", "301 http://new/a?x=1#f");
        row("query appended", "http://old/q.htm?x=1", "301 http://new/q?y=2&x=1");
        row("exact query wins and is not appended", "http://old/a.htm?id=5", "301 http://new/5");
        row("alias, port, final dot, case", "http://ALIAS.:80/A.HTM", "301 http://new/a#f");
        row("directory", "http://old/d/e/f.htm?k=v", "302 http://new/d/e/f.htm?k=v");
        row("directory without slash", "http://old/d", "302 http://new/d/");
        row("longest directory", "http://old/d/gone/x", "410 ");
        row("doubled slashes lose the rest", "http://old//d//x", "302 http://new/d/");
        row("dot segments", "http://old/z/../a.htm", "301 http://new/a#f");
        row("index page", "http://old/i/", "301 http://new/i");
        row("escaped and raw", "http://old/%c4%E3.htm", "301 http://new/gbk");
        row("unknown", "http://old/none", "404 ");
        row("undecided", "http://old/u", "404 ");
        row("stays", "http://old/s", "200 ");
        row("malformed", "http://old/%zz", "400 ");
        row("foreign host", "http://elsewhere/a.htm", "200 ");
    }
    void answers() {
        std::vector<RedirectDecision> lines{line("http://old/a.htm", "http://new/a#f"),
                                            line("http://old/q.htm", "http://new/q?y=2"),
                                            line("http://old/a.htm?id=5", "http://new/5"),
                                            line("http://old/d/*", "http://new/d/*", 302),
                                            line("http://old/d/gone/*", "", 410),
                                            line("http://old/i/index.html", "http://new/i"),
                                            line("http://old/%C4%E3.htm", "http://new/gbk"),
                                            line("http://old/u", ""),
                                            line("http://old/s", "")};
        lines[7].answer = RedirectAnswer::Undecided;
        lines[8].answer = RedirectAnswer::Stays;
        const CheckedRedirects checked = checkRedirects(lines, policy());
        QCOMPARE(checked.findings.size(), std::size_t(0));
        const RedirectTable table(checked.decisions, policy().hostList());
        const RedirectResponse r = table.respond(fetched("request"));
        COMPARE_TEXT(std::to_string(r.status) + " " + r.location, fetched("answer"));
    }

    void keysStayWhereTheyAre() {
        RedirectKeys keys;
        std::map<std::string, std::uint32_t> real;
        std::mt19937 random(1);
        QVERIFY(!keys.find("") && keys.empty());
        for (std::uint32_t i = 0; i < 50000; ++i) {
            const std::string key(random() % 60, static_cast<char>('a' + random() % 26));
            const std::string whole = key + std::to_string(random() % 20000);
            const auto [value, isNew] = keys.emplace(whole, i);
            QCOMPARE(isNew, real.emplace(whole, i).second);
            QCOMPARE(value, real[whole]);
        }
        const std::string huge(3000000, 'x');
        QVERIFY(keys.emplace(huge, 7).second);
        QVERIFY(keys.emplace("", 8).second && !keys.emplace("", 9).second);
        const RedirectKeys moved = std::move(keys);
        QCOMPARE(moved.find(huge).value_or(0), 7U);
        QCOMPARE(moved.find("").value_or(0), 8U);
        for (const auto &[key, value] : real)
            QCOMPARE(moved.find(key).value_or(~0U), value);
        const std::vector<RedirectKeys::Row> rows = moved.sorted();
        QCOMPARE(rows.size(), real.size() + 2);
        QVERIFY(std::is_sorted(rows.begin(), rows.end(),
                               [](const auto &a, const auto &b) { return a.key < b.key; }));
    }

    void refusedLinesAreLeftAsGiven() {
        RedirectDecision d = line(" HTTP://ALIAS/a ", " http://evil/x ");
        d.suggested = "javascript:x";
        const RedirectDecision given = d;
        QCOMPARE(canonicalise(d, policy()).size(), std::size_t(2));
        QVERIFY(d == given);
    }

    void logLines() {
        LogLineReader reader;
        LogRequest r;
        QVERIFY(reader.read("1.2.3.4 - - [10/Oct/2020:13:55:36 +0800] \"GET /a?b=1 HTTP/1.0\" 200 23", r) ==
                LogLine::Request);
        COMPARE_TEXT(std::string(r.target), "/a?b=1");
        QCOMPARE(r.status, 200);
        QVERIFY(reader.read(
                    "www.a.gov.cn:80 1.2.3.4 - - [x] \"GET /\\\" HTTP/1.0\" 404 - \"http://r/\" \"Baidu\"\r",
                    r) == LogLine::Request);
        COMPARE_TEXT(std::string(r.host), "www.a.gov.cn:80");
        COMPARE_TEXT(std::string(r.agent), "Baidu");
        for (const char *bad : {"x", "1.2.3.4 - - [x] \"GET", "1.2.3.4 - - [x] \"\" 200 1", "[]"})
            QVERIFY2(reader.read(bad, r) == LogLine::Malformed, bad);
        QVERIFY(reader.read("#Fields: date cs-method cs-uri-stem cs-uri-query cs-host sc-status", r) ==
                LogLine::Directive);
        QVERIFY(reader.read("2020-01-01 GET /x.asp id=2 www.a.gov.cn 200", r) == LogLine::Request);
        COMPARE_TEXT(std::string(r.target), "/x.asp?id=2");
        QVERIFY(reader.read("2020-01-01 GET /x.asp", r) == LogLine::Malformed);
    }
};

QTEST_GUILESS_MAIN(RedirectsTest)
#include "redirects_test.moc"
