#include "mappings/urlmap/redirects.h"
#include "text_of.h"

#include <algorithm>
#include <map>
#include <random>

using namespace guiyi;
using namespace guiyi::mapping;

namespace {

Redirect line(const std::string &from, const std::string &to, int status = 301) {
    return {from, to, status, "r", "s"};
}

std::string shown(const FoldedRedirects &f) {
    std::string s;
    for (const Redirect &r : f.redirects)
        s += r.from + " " + std::to_string(r.status) + " " + r.to + "\n";
    for (const Finding &x : f.findings)
        s += x.rule + " " + x.url + "\n";
    return s;
}

const std::set<std::string> Allowed{"old", "new"};

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
        row("canonical", "HTTP://OLD:80/a#x http://new/a", "http://old/a 301 http://new/a\n");
        row("chain", "http://old/a http://old/b,http://old/b http://old/c,http://old/c http://new/c",
            "http://old/a 301 http://new/c\nhttp://old/b 301 http://new/c\nhttp://old/c 301 http://new/c\n");
        row("chain to gone", "http://old/a http://old/b,http://old/b -",
            "http://old/a 410 \nhttp://old/b 410 \n");
        row("loop",
            "http://old/a http://old/b,http://old/b http://old/a,http://old/c http://old/a,http://old/d "
            "http://new/d",
            "http://old/d 301 http://new/d\nREDIRECT-LOOP http://old/a\nREDIRECT-LOOP "
            "http://old/b\nREDIRECT-LOOP http://old/c\n");
        row("itself", "http://old/a http://old/a", "REDIRECT-SELF http://old/a\n");
        row("contradiction", "http://old/a http://new/1,http://old/a http://new/2",
            "REDIRECT-CONTRADICTION http://old/a\n");
        row("twice the same", "http://old/a http://new/1,http://old/a http://new/1",
            "http://old/a 301 http://new/1\n");
        row("open redirect", "http://old/a http://evil/1,http://old/b http://new.evil/1",
            "REDIRECT-HOST http://old/a\nREDIRECT-HOST http://old/b\n");
        row("broken", "ftp://old/a http://new/1,http://old/b javascript:x",
            "REDIRECT-INVALID ftp://old/a\nREDIRECT-INVALID http://old/b\n");
    }
    void folds() {
        std::vector<Redirect> lines;
        for (const std::string &l : text::split(fetched("lines"), ',')) {
            const auto parts = text::split(l, ' ');
            lines.push_back(parts[1] == "-" ? line(parts[0], "", 410) : line(parts[0], parts[1]));
        }
        COMPARE_TEXT(shown(foldRedirects(lines, Allowed)), fetched("answer"));
        std::reverse(lines.begin(), lines.end());
        COMPARE_TEXT(shown(foldRedirects(lines, Allowed)), fetched("answer"));
    }

    /// Random maps: after folding no target is an old address of the map, folding again changes nothing, and
    /// the order of the lines does not matter.
    void properties() {
        for (unsigned seed = 1; seed <= 200; ++seed) {
            std::mt19937 random(seed);
            std::vector<Redirect> lines;
            for (int i = 0; i < 40; ++i) {
                const std::string to = random() % 3 ? "http://old/" + std::to_string(random() % 30)
                                                    : "http://new/" + std::to_string(random() % 30);
                lines.push_back(
                    line("http://old/" + std::to_string(random() % 30), to, random() % 5 ? 301 : 302));
            }
            const FoldedRedirects folded = foldRedirects(lines, Allowed);
            std::map<std::string, int> froms;
            for (const Redirect &r : folded.redirects)
                QVERIFY2(++froms[r.from] == 1, std::to_string(seed).c_str());
            for (const Redirect &r : folded.redirects)
                QVERIFY2(r.to.empty() || !froms.count(r.to), std::to_string(seed).c_str());
            const FoldedRedirects again = foldRedirects(folded.redirects, Allowed);
            QVERIFY(again.redirects == folded.redirects && again.chainsFolded == 0 && again.findings.empty());
            std::shuffle(lines.begin(), lines.end(), random);
            COMPARE_TEXT(shown(foldRedirects(lines, Allowed)), shown(folded));
        }
    }

    void longChain() {
        std::vector<Redirect> lines;
        for (int i = 0; i < 100000; ++i)
            lines.push_back(line("http://old/" + std::to_string(i), "http://old/" + std::to_string(i + 1)));
        lines.back().to = "http://new/end";
        const FoldedRedirects folded = foldRedirects(lines, Allowed);
        QCOMPARE(folded.redirects.size(), lines.size());
        COMPARE_TEXT(folded.redirects.front().to, "http://new/end");
        QCOMPARE(folded.chainsFolded, lines.size() - 1);
    }
};

QTEST_GUILESS_MAIN(RedirectsTest)
#include "redirects_test.moc"
