// Labelled lists of real column names, scored as a whole: what is decided, what is asked, what is offered.
#include "mappings/taxonomy/matcher.h"
#include "mappings/taxonomy/name_model.h"
#include "mappings/taxonomy/names.h"
#include "schema/base/text.h"

#include <QtCore/qfile.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtTest/qtest.h>

#include <algorithm>
#include <set>

using namespace guiyi::mapping;

namespace {

struct Labelled {
    std::vector<ListItem> items;
    std::vector<std::set<std::string>> expected;
};

std::vector<std::string> strings(const QJsonValue &value) {
    std::vector<std::string> all;
    for (const auto &item : value.toArray())
        all.push_back(item.toString().toStdString());
    return all;
}

Labelled read(const QString &path) {
    Labelled list;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return list;
    while (!file.atEnd()) {
        const QJsonObject o = QJsonDocument::fromJson(file.readLine()).object();
        list.items.push_back({o.value(QStringLiteral("id")).toString().toStdString(),
                              strings(o.value(QStringLiteral("path"))),
                              strings(o.value(QStringLiteral("samples"))),
                              {},
                              {}});
        const auto expected = strings(o.value(QStringLiteral("expected")));
        list.expected.emplace_back(expected.begin(), expected.end());
    }
    return list;
}

} // namespace

class ColumnListsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lists_data() {
        QTest::addColumn<int>("atLeast");
        QTest::newRow("portals.jsonl") << 200;
        QTest::newRow("departments.jsonl") << 150;
        QTest::newRow("county.jsonl") << 75;
        QTest::newRow("districts.jsonl") << 150;
        QTest::newRow("province.jsonl") << 85;
        QTest::newRow("towns.jsonl") << 75;
    }

    void lists() {
        QFETCH(int, atLeast);
        const QString path =
            QStringLiteral(GUIYI_COLUMN_LISTS "/") + QString::fromUtf8(QTest::currentDataTag());
        const Labelled list = read(path);
        QVERIFY(static_cast<int>(list.items.size()) >= atLeast);
        const std::vector<Match> matches = matchList(Taxonomy::builtIn(), list.items);
        double right = 0, asked = 0, offered = 0;
        for (std::size_t i = 0; i < matches.size(); ++i) {
            const Match &m = matches[i];
            const auto &want = list.expected[i];
            const bool inThree = std::any_of(m.candidates.begin(), m.candidates.end(),
                                             [&](const Candidate &c) { return want.count(c.code) > 0; });
            bool ok = m.action == Match::Column && want.count(m.candidates.front().code) > 0;
            ok = ok || (m.action == Match::Fold && want.count("FOLD") > 0) ||
                 (m.action == Match::Drop && want.count("DROP") > 0);
            right += ok ? 1 : 0;
            asked += m.action == Match::Ask ? 1 : 0;
            offered += ok || inThree ? 1 : 0;
        }
        const auto n = static_cast<double>(matches.size());
        const double precision = right / (n - asked);
        qInfo("precision %.3f, asked %.3f, among three %.3f", precision, asked / n, offered / n);
        QVERIFY(precision >= 0.95);
        QVERIFY(asked / n <= 0.20);
        QVERIFY(offered / n >= 0.95);
    }

    /// None of the names may be one the taxonomy lists: the figures are about names it has not seen.
    void namesAreUnknown() {
        std::set<std::string> listed;
        for (const TaxonomyColumn &c : Taxonomy::builtIn().columns()) {
            listed.insert(c.name);
            listed.insert(c.synonyms.begin(), c.synonyms.end());
        }
        for (const char *name : {"portals.jsonl", "departments.jsonl", "county.jsonl", "districts.jsonl",
                                 "province.jsonl", "towns.jsonl"}) {
            for (const ListItem &item :
                 read(QStringLiteral(GUIYI_COLUMN_LISTS "/") + QLatin1String(name)).items)
                QVERIFY2(listed.count(item.path.back()) == 0, item.path.back().c_str());
        }
    }

    /// A team's own taxonomy is learnt from as well, and the words that decided are told.
    void modelLearnsFromAnyNames() {
        const NameModel model({{nameKey("渔船检验"), 0},
                               {nameKey("渔船登记"), 0},
                               {nameKey("渔船信息"), 0},
                               {nameKey("种子检验"), 1},
                               {nameKey("种子登记"), 1},
                               {nameKey("种子信息"), 1}},
                              2);
        const auto z = model.logits(nameKey("渔船转让公告"));
        QVERIFY(z[0] > z[1] + 1);
        QCOMPARE(model.decidingParts(nameKey("渔船转让公告"), 0).at(0), std::string("渔船"));
        QVERIFY(model.known(nameKey("渔船转让公告")) > 0.3);
        const auto nothing = model.logits("abc");
        QVERIFY(nothing[0] == 0 && nothing[1] == 0);
    }
};

QTEST_GUILESS_MAIN(ColumnListsTest)
#include "column_lists_test.moc"
