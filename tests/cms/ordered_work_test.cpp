#include "adapters/cms/ordered_work.h"

#include <QtTest/qtest.h>

#include <atomic>

using namespace guiyi;
using guiyi::cms::OrderedWork;

class OrderedWorkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesAnswersInOrder_data() {
        QTest::addColumn<int>("threads");
        for (const int threads : {1, 2, 4})
            QTest::addRow("%d threads", threads) << threads;
    }
    void takesAnswersInOrder() {
        QFETCH(int, threads);
        constexpr int Jobs = 500;
        std::vector<int> squares(Jobs), taken;
        std::atomic<int> underWay{0}, most{0};
        OrderedWork work(threads);
        for (int i = 0; i < Jobs; ++i) {
            ++underWay;
            most = std::max(most.load(), underWay.load());
            const Status s = work.give([&squares, i] { squares[static_cast<std::size_t>(i)] = i * i; },
                                       [&, i]() -> Status {
                                           --underWay;
                                           taken.push_back(squares[static_cast<std::size_t>(i)]);
                                           return {};
                                       });
            QVERIFY(s.ok());
        }
        QVERIFY(work.finish().ok());
        QCOMPARE(taken, squares);
        QVERIFY2(most <= threads * 4 + 1, "what is under way is bounded");
    }

    void endsWithWorkLeft() {
        std::atomic<int> done{0};
        int taken = 0;
        {
            OrderedWork work(2);
            Status s;
            for (int i = 0; i < 100 && s.ok(); ++i)
                s = work.give([&done] { ++done; },
                              [&taken]() -> Status {
                                  return ++taken < 5 ? Status()
                                                     : Status(Error{ErrorKind::Failed, "taking", "", "", ""});
                              });
            QVERIFY(!s.ok());
        }
        QCOMPARE(taken, 5);
        QVERIFY(done >= taken);
    }
};

QTEST_GUILESS_MAIN(OrderedWorkTest)
#include "ordered_work_test.moc"
