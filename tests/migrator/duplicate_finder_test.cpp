#include "mappings/dedupe/fold.h"
#include "migrator/dedupe/duplicate_finder.h"
#include "migrator/dedupe/spill_sorter.h"
#include "migrator/map/hasher.h"

#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <algorithm>
#include <random>
#include <set>

using namespace guiyi;
using namespace guiyi::mapping;

namespace {

struct Sample {
    std::string url, title, body;
};

/// A paragraph that shares no sentence with those of other seeds.
std::string paragraph(unsigned seed, int sentences) {
    static const std::vector<std::string> Words{"项目", "资金", "监督", "群众", "会议", "学校", "道路",
                                                "环境", "安全", "农村", "服务", "管理", "检查", "建设",
                                                "培训", "医疗", "水利", "治理", "企业", "干部", "工作",
                                                "推进", "落实", "开展", "加强", "组织"};
    std::mt19937 random(seed);
    std::string text;
    for (int s = 0; s < sentences; ++s) {
        for (int w = 0; w < 9; ++w)
            text += Words[random() % Words.size()];
        text += "。";
    }
    return text;
}

std::vector<Sample> samples() {
    std::vector<Sample> all;
    for (unsigned i = 0; i < 60; ++i) {
        const std::string id = std::to_string(i), title = "关于第" + id + "号事项的情况通报";
        const std::string body = paragraph(i, 8) + "\n" + paragraph(1000 + i, 8);
        all.push_back({"http://a/" + id, title, body});
        if (i % 4 == 1)
            all.push_back({"http://b/" + id, title, body});
        if (i % 4 == 2)
            all.push_back({"http://c/" + id, title, body + "请各单位认真抓好落实，确保取得实效。"});
        if (i % 4 == 3)
            all.push_back({"http://d/" + id, title, paragraph(i, 8)});
    }
    for (unsigned week = 1; week <= 40; ++week) { // a form with another value each time
        const std::string n = std::to_string(week);
        all.push_back({"http://w/" + n, "价格周报",
                       "本周大米每斤" + n + ".5元，面粉每斤" + n + ".2元。" + paragraph(7777, 10)});
    }
    return all;
}

/// The answer as text, with addresses in place of ordinals.
std::vector<std::string> answerOf(const std::vector<Sample> &all, int jobs,
                                  const std::set<std::set<std::string>> &same = {},
                                  const std::set<std::set<std::string>> &different = {}) {
    QTemporaryDir folder;
    auto finder = DuplicateFinder::create(folder.path().toStdString());
    if (!finder)
        qFatal("%s", finder.error().text().c_str());
    DuplicateFinder::Decided decided;
    const auto ordinalOf = [&](const std::string &url) {
        const auto it = std::find_if(all.begin(), all.end(), [&](const Sample &s) { return s.url == url; });
        return static_cast<std::uint32_t>(it - all.begin());
    };
    std::set<std::string> named;
    for (const auto *pairs : {&same, &different}) {
        for (const std::set<std::string> &pair : *pairs) {
            (pairs == &same ? decided.same : decided.different)
                .emplace_back(ordinalOf(*pair.begin()), ordinalOf(*pair.rbegin()));
            named.insert(pair.begin(), pair.end());
        }
    }
    for (const Sample &sample : all) {
        const TextPrint print = printOf(sample.body);
        ArticleKeys keys;
        keys.high = print.high;
        keys.low = print.low;
        keys.characters = print.characters;
        keys.title = hash64(normalisedTitleKey(sample.title));
        keys.place = hash64(sample.url);
        keys.alone = named.count(sample.url) != 0;
        if (Status s = finder.value()->add(keys, print.signature); !s)
            qFatal("%s", s.error().text().c_str());
    }
    const auto byUrl = [&](std::uint32_t a, std::uint32_t b) { return all[a].url < all[b].url; };
    const auto found = finder.value()->find(
        [&] {
            return [&](std::uint32_t i, bool withBody) -> Result<ComparedText> {
                return comparedText(all[i].title, withBody ? all[i].body : std::string());
            };
        },
        [&](const std::vector<std::uint32_t> &members) {
            return static_cast<std::size_t>(std::min_element(members.begin(), members.end(), byUrl) -
                                            members.begin());
        },
        decided, jobs);
    if (!found)
        qFatal("%s", found.error().text().c_str());
    std::vector<std::string> lines;
    for (const DuplicateFinder::Cluster &cluster : found->clusters) {
        std::vector<std::string> members;
        for (const DuplicateFinder::Member &m : cluster.members)
            members.push_back(all[m.article].url + " " + std::string(toText(m.relation)));
        std::sort(members.begin(), members.end());
        std::string line = all[cluster.members[cluster.survivor].article].url + " <-";
        for (const std::string &m : members)
            line += " " + m;
        lines.push_back(line);
    }
    for (const DuplicateFinder::Link &link : found->links)
        lines.push_back(all[link.a].url + " " + std::string(toText(link.relation)) + " " + all[link.b].url);
    std::sort(lines.begin(), lines.end());
    return lines;
}

} // namespace

class DuplicateFinderTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsEveryKind() {
        const std::vector<std::string> lines = answerOf(samples(), 1);
        const auto has = [&](const std::string &line) {
            return std::find(lines.begin(), lines.end(), line) != lines.end();
        };
        QCOMPARE(lines.size(), std::size_t(45));
        QVERIFY(has("http://a/1 <- http://a/1 exact http://b/1 exact"));
        QVERIFY(has("http://a/2 <- http://a/2 exact http://c/2 near"));
        QVERIFY(has("http://d/3 excerpt http://a/3"));
    }

    /// Any order of the articles and any number of threads give the same answer.
    void orderAndThreadsDoNotMatter() {
        std::vector<Sample> all = samples();
        const std::vector<std::string> expected = answerOf(all, 1);
        for (unsigned seed = 1; seed <= 10; ++seed) {
            std::shuffle(all.begin(), all.end(), std::mt19937(seed));
            QVERIFY2(answerOf(all, static_cast<int>(seed % 4 + 1)) == expected, std::to_string(seed).c_str());
        }
    }

    void peopleDecide() {
        const std::vector<Sample> all = samples();
        const std::vector<std::string> lines =
            answerOf(all, 2, {{"http://a/4", "http://a/8"}}, {{"http://a/1", "http://b/1"}});
        const auto named = [&](const char *url) {
            return std::count_if(lines.begin(), lines.end(), [&](const std::string &line) {
                return line.find(url) != std::string::npos;
            });
        };
        QCOMPARE(named("http://b/1 "), 0);
        QVERIFY(std::find(lines.begin(), lines.end(), "http://a/4 <- http://a/4 exact http://a/8 near") !=
                lines.end());
    }

    void nothing() { QVERIFY(answerOf({}, 2).empty()); }

    /// The sorter gives the same for any room in memory.
    void sortsOnDisk() {
        QTemporaryDir folder;
        std::mt19937_64 random(5);
        std::vector<std::uint64_t> values(20'000);
        for (std::uint64_t &v : values)
            v = random() % 15'000;
        std::vector<std::uint64_t> expected = values;
        std::sort(expected.begin(), expected.end());
        expected.erase(std::unique(expected.begin(), expected.end()), expected.end());
        for (const std::size_t room : {std::size_t(64), std::size_t(3000), std::size_t(100'000)}) {
            SpillSorter<std::uint64_t> sorter(folder.path().toStdString(), room);
            for (const std::uint64_t v : values)
                QVERIFY(sorter.add(v).ok());
            std::vector<std::uint64_t> got;
            QVERIFY(sorter
                        .drain([&](const std::uint64_t &v) {
                            got.push_back(v);
                            return Status();
                        })
                        .ok());
            QVERIFY(got == expected);
        }
    }

    void sortsNowhere() {
        SpillSorter<std::uint64_t> sorter("/no/such/folder", 2);
        Status s;
        for (std::uint64_t v = 0; v < 10 && s; ++v)
            s = sorter.add(v);
        QVERIFY(!s.ok());
    }
};

QTEST_GUILESS_MAIN(DuplicateFinderTest)
#include "duplicate_finder_test.moc"
