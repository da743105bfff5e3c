#include "schema/base/text.h"

#include <QtTest/qtest.h>

#include <random>

using namespace guiyi;

namespace {

/// One by one, as the definition says.
std::size_t countedVisible(std::string_view s) {
    std::size_t n = 0;
    for (std::size_t at = 0; at < s.size();)
        n += text::isBlank(text::next(s, at)) ? 0 : 1;
    return n;
}

} // namespace

class TextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void visibleLengthCountsWhatIsNoBlank() {
        const char *const pieces[] = {"a",  " ",  "\t",     "\n",     "政",     "。",
                                      "、", "，", "\u3000", "\u00A0", "\u00A9", "\u2003",
                                      "“",  "”",  "\uFEFF", "\u1680", "\u2028", "\U0002000B",
                                      "…",  "０", "é",      "<",      "&"};
        std::mt19937 random(1);
        for (int round = 0; round < 20'000; ++round) {
            std::string s;
            for (unsigned left = random() % 40; left > 0; --left)
                s += pieces[random() % std::size(pieces)];
            QCOMPARE(text::visibleLength(s), countedVisible(s));
        }
    }

    void escapesMarkupWhereverItStands() {
        QCOMPARE(text::escapeHtml(""), std::string());
        QCOMPARE(text::escapeHtml("a<b>&\"c"), std::string("a&lt;b&gt;&amp;&quot;c"));
        for (std::size_t at = 0; at < 40; ++at) {
            std::string s(40, 'x'), expected = s;
            s[at] = '<';
            expected.replace(at, 1, "&lt;");
            QCOMPARE(text::escapeHtml(s), expected);
        }
    }
};

QTEST_GUILESS_MAIN(TextTest)
#include "text_test.moc"
