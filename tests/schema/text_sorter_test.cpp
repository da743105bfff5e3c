#include "schema/base/text_sorter.h"
#include "tests/schema/file_limit.h"

#include <QtCore/qdir.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <algorithm>
#include <random>
#include <utility>

using namespace guiyi;

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string pathIn(const QTemporaryDir &folder) {
    return folder.filePath(QStringLiteral("sort")).toStdString();
}

Pairs drained(TextSorter &sorter) {
    Pairs got;
    const Status s = sorter.drain([&](std::string_view key, std::string_view value) -> Status {
        got.emplace_back(key, value);
        return {};
    });
    if (!s)
        got.emplace_back("failed", s.error().text());
    return got;
}

} // namespace

class TextSorterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Whatever is written already and whatever still waits.
    void readsAnywhere() {
        const QTemporaryDir folder;
        ScratchFile file("writing", "make room");
        QVERIFY(file.open(pathIn(folder)).ok());
        QVERIFY2(QDir(folder.path()).isEmpty(), "the file has no name");
        std::string all;
        std::mt19937 random(3);
        for (const std::size_t size : {1U, 0U, 60'000U, 5'000U, 65'535U, 65'536U, 65'537U, 200'000U, 7U}) {
            std::string bytes(size, '\0');
            std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<char>(random()); });
            QCOMPARE(file.add(bytes), std::uint64_t(all.size()));
            all += bytes;
            QCOMPARE(file.size(), std::uint64_t(all.size()));
            for (int i = 0; i < 200; ++i) {
                const std::size_t place = random() % (all.size() + 10), most = random() % 70'000;
                std::string got(most, '\0');
                got.resize(file.read(place, got.data(), most));
                QVERIFY(got == (place < all.size() ? all.substr(place, most) : std::string()));
            }
        }
        QVERIFY(file.status().ok());
    }

    void sortsWithAnyRoom_data() {
        QTest::addColumn<int>("room");
        for (const int room : {1, 100, 3'000, 100'000, 10'000'000})
            QTest::addRow("%d bytes", room) << room;
    }
    /// Keys in the order of their bytes, values of one key in the order they came: within runs and across.
    void sortsWithAnyRoom() {
        QFETCH(int, room);
        const QTemporaryDir folder;
        TextSorter sorter("sorting", "make room", static_cast<std::size_t>(room));
        QVERIFY(sorter.open(pathIn(folder)).ok());
        std::mt19937 random(7);
        Pairs expected;
        for (int i = 0; i < 1'500; ++i) {
            std::string key = "http://a/" + std::to_string(random() % 700);
            if (i % 50 == 0)
                key = std::string(random() % 3, '\0');
            if (i % 51 == 0)
                key += "\xe4\xb8\xad";
            expected.emplace_back(key, i % 7 == 0 ? std::string() : std::to_string(i));
            if (i == 600)
                expected.back().second = std::string(50'000, 'x');
            sorter.add(expected.back().first, expected.back().second);
        }
        std::stable_sort(expected.begin(), expected.end(),
                         [](const auto &a, const auto &b) { return a.first < b.first; });
        QVERIFY(drained(sorter) == expected);
    }

    void sortsNothing() {
        const QTemporaryDir folder;
        TextSorter sorter("sorting", "make room");
        QVERIFY(sorter.open(pathIn(folder)).ok());
        QVERIFY(drained(sorter).empty());
    }

    void stopsWhereItIsTold() {
        const QTemporaryDir folder;
        for (const std::size_t room : {std::size_t(64), std::size_t(1) << 20}) {
            TextSorter sorter("sorting", "make room", room);
            QVERIFY(sorter.open(pathIn(folder)).ok());
            for (int i = 0; i < 100; ++i)
                sorter.add(std::to_string(i), "value");
            int seen = 0;
            const Status s = sorter.drain([&](std::string_view, std::string_view) -> Status {
                return ++seen < 5 ? Status() : Status(Error{ErrorKind::Failed, "taking", "", "", ""});
            });
            QVERIFY(!s.ok());
            QCOMPARE(s.error().what, "taking");
            QCOMPARE(seen, 5);
        }
    }

    void saysWhatTheDiskLacks() {
        const QTemporaryDir folder;
        TextSorter sorter("sorting lines", "make room", 1'000);
        QVERIFY(!sorter.open("/no/such/folder/sort").ok());
        QCOMPARE(sorter.status().error().text(),
                 "sorting lines: /no/such/folder/sort: No such file or directory; make room");

        TextSorter full("sorting lines", "make room", 1'000);
        QVERIFY(full.open(pathIn(folder)).ok());
        const FileLimit limit(100'000);
        for (int i = 0; i < 20'000; ++i)
            full.add("key " + std::to_string(i), "value");
        QVERIFY(!full.status().ok());
        QCOMPARE(full.status().error().text(),
                 "sorting lines: " + pathIn(folder) + ": File too large; make room");
        const Pairs got = drained(full);
        QVERIFY(!got.empty() && got.back().first == "failed");
    }
};

QTEST_GUILESS_MAIN(TextSorterTest)
#include "text_sorter_test.moc"
