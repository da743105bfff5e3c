// Three versions of a record put together.
#include "migrator/loader/platform_rows.h"
#include "migrator/plan/merge.h"

#include <QtTest/qtest.h>

#include <set>

using namespace guiyi;

namespace {

Record recordOf(const std::string &title, const std::string &author, const std::string &html,
                const std::string &plain) {
    Record record;
    record.entity = "article";
    record.fields = {{"title", title}, {"author", author}, {"body_html", html}, {"body_text", plain}};
    return record;
}

} // namespace

class MergeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void table_data() {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("ours");
        QTest::addColumn<QString>("theirs");
        QTest::addColumn<QString>("policy");
        QTest::addColumn<QString>("result");
        QTest::addColumn<QString>("fate"); // kept|replaced|asked or nothing
        const auto row = [](const char *name, const char *base, const char *ours, const char *theirs,
                            const char *policy, const char *result, const char *fate) {
            QTest::newRow(name) << QString::fromLatin1(base) << QString::fromLatin1(ours)
                                << QString::fromLatin1(theirs) << QString::fromLatin1(policy)
                                << QString::fromLatin1(result) << QString::fromLatin1(fate);
        };
        row("nobody", "a", "a", "a", "ask", "a", "");
        row("the source", "a", "b", "a", "ask", "b", "");
        row("the source, theirs", "a", "b", "a", "theirs", "b", "");
        row("both the same", "a", "b", "b", "ask", "b", "");
        row("people, ask", "a", "a", "x", "ask", "a", "asked");
        row("people, ours", "a", "a", "x", "ours", "a", "replaced");
        row("people, theirs", "a", "a", "x", "theirs", "x", "kept");
        row("both, ask", "a", "b", "x", "ask", "b", "asked");
        row("both, ours", "a", "b", "x", "ours", "b", "replaced");
        row("both, theirs", "a", "b", "x", "theirs", "x", "kept");
        row("emptied, theirs", "a", "a", "", "theirs", "", "kept");
    }
    void table() {
        QFETCH(QString, base);
        QFETCH(QString, ours);
        QFETCH(QString, theirs);
        QFETCH(QString, policy);
        QFETCH(QString, result);
        QFETCH(QString, fate);
        ConflictPolicies policies;
        policies.fields["title"] = policy == QLatin1String("ours")     ? ConflictPolicy::Ours
                                   : policy == QLatin1String("theirs") ? ConflictPolicy::Theirs
                                                                       : ConflictPolicy::Ask;
        const auto with = [](const QString &title) {
            return recordOf(title.toStdString(), "same", "<p>", "p");
        };
        const Merge merge = mergeRecords(with(ours), with(theirs), baseOf(with(base)), policies);
        QCOMPARE(merge.record.field("title"), result.toStdString());
        const std::vector<std::string> named{"title"};
        QCOMPARE(merge.kept == named, fate == QLatin1String("kept"));
        QCOMPARE(merge.replaced == named, fate == QLatin1String("replaced"));
        QCOMPARE(merge.asked == named, fate == QLatin1String("asked"));
        QCOMPARE(merge.changedByPeople(), !fate.isEmpty());
    }

    void fieldsThatGoTogetherStayTogether() {
        ConflictPolicies policies;
        policies.fields["body"] = ConflictPolicy::Theirs;
        const Record base = recordOf("t", "a", "<p>old", "old"), ours = recordOf("t2", "a", "<p>new", "new"),
                     theirs = recordOf("t", "a", "<p>edited", "old");
        const Merge merge = mergeRecords(ours, theirs, baseOf(base), policies);
        QCOMPARE(merge.kept, (std::vector<std::string>{"body_html", "body_text"}));
        QVERIFY(merge.record == recordOf("t2", "a", "<p>edited", "old"));
        // Written so, the kept fields are still people's the next time.
        const std::string next = baseOf(merge.record, merge.kept, baseOf(base));
        QVERIFY(mergeRecords(ours, merge.record, next, policies).record == merge.record);
        QVERIFY(mergeRecords(ours, merge.record, baseOf(merge.record), policies).record == ours);
    }

    void withoutABaseEveryDifferenceIsTheirs() {
        const Merge merge = mergeRecords(recordOf("b", "y", "", ""), recordOf("a", "x", "", ""), {}, {});
        QCOMPARE(fieldList(merge.asked), std::string("title, author"));
    }

    void everyFieldHasAPolicyName() {
        std::set<std::string_view> names, wanted;
        for (const std::string_view name : policyNames())
            names.insert(name);
        for (const EntityForm &form : entityForms()) {
            for (const std::string_view field : form.fields)
                wanted.insert(policyName(field));
            for (const PartForm &part : form.parts)
                wanted.insert(policyName(part.field));
        }
        for (const std::string_view name : wanted)
            QVERIFY2(names.count(name) == 1, std::string(name).c_str());
        for (const std::string_view name : names)
            QVERIFY2(wanted.count(name) == 1, std::string(name).c_str());
    }
};

QTEST_GUILESS_MAIN(MergeTest)
#include "merge_test.moc"
