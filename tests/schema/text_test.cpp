#include "schema/base/text.h"

#include <QtTest/qtest.h>

#include <random>

using namespace guiyi;

namespace {

// One by one, as the definitions say.

std::size_t countedVisible(std::string_view s) {
    std::size_t n = 0;
    for (std::size_t at = 0; at < s.size();)
        n += text::isBlank(text::next(s, at)) ? 0 : 1;
    return n;
}

std::size_t firstBlankOrControl(std::string_view s, std::size_t pos) {
    while (pos < s.size()) {
        std::size_t after = pos;
        const char32_t c = text::next(s, after);
        if (text::isBlank(c) || c < 0x20 || c == 0x7F)
            return pos;
        pos = after;
    }
    return pos;
}

/// Runs of blanks become `between`; none at the ends.
std::string withBlanksAs(std::string_view s, std::string_view between) {
    std::string out;
    bool blank = false;
    for (std::size_t at = 0; at < s.size();) {
        const std::size_t begin = at;
        if (text::isBlank(text::next(s, at))) {
            blank = true;
            continue;
        }
        if (blank && !out.empty())
            out += between;
        blank = false;
        out.append(s, begin, at - begin);
    }
    return out;
}

/// Texts of all lengths about the sizes of blocks, of what does and does not look like a blank.
std::string someText(std::mt19937 &random) {
    static const char *const pieces[] = {
        "a",      " ",      "\t",     "\n",     "政",     "。",         "、",     "，",     "\u3000",
        "\u00A0", "\u00A9", "\u2003", "“",      "”",      "\uFEFF",     "\u1680", "\u2028", "\u202F",
        "\u205F", "\u2060", "\x01",   "\x7F",   "\x1F",   "\U0002000B", "…",      "０",     "é",
        "<",      "&",      "\u3002", "\u1681", "\uFEFE", "\v",         "\u0080"};
    std::string s;
    const bool mostlyPlain = random() % 2 == 0;
    for (unsigned left = random() % 60; left > 0; --left)
        s += mostlyPlain && random() % 20 != 0 ? "文" : pieces[random() % std::size(pieces)];
    return s;
}

} // namespace

class TextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void visibleLengthCountsWhatIsNoBlank() {
        std::mt19937 random(1);
        for (int round = 0; round < 20'000; ++round) {
            const std::string s = someText(random);
            const text::Visible visible = text::visible(s);
            QCOMPARE(visible.length, countedVisible(s));
            QCOMPARE(visible.plain, firstBlankOrControl(s, 0) == s.size());
        }
    }

    void blanksAreFoundWhereverTheyStand() {
        std::mt19937 random(2);
        for (int round = 0; round < 20'000; ++round) {
            const std::string s = someText(random);
            for (std::size_t at = 0; at < s.size();) {
                const std::size_t found = text::findBlankOrControl(s, at);
                QCOMPARE(found, firstBlankOrControl(s, at));
                std::size_t after = found;
                if (found < s.size()) {
                    const bool blank = text::isBlank(text::next(s, after));
                    QCOMPARE(text::blankLength(s, found), blank ? after - found : 0);
                }
                at = after;
            }
        }
        QCOMPARE(text::findBlankOrControl("", 0), std::size_t(0));
    }

    void blanksAreJoinedOrRemoved() {
        std::mt19937 random(3);
        for (int round = 0; round < 20'000; ++round) {
            const std::string s = someText(random);
            QCOMPARE(text::collapse(s), withBlanksAs(s, " "));
            QCOMPARE(text::squash(s), withBlanksAs(s, ""));
            const std::string_view trimmed = text::trim(s);
            QCOMPARE(text::squash(trimmed), text::squash(s));
            QVERIFY(trimmed.empty() || text::blankLength(trimmed, 0) == 0);
            QCOMPARE(text::collapse(std::string("x").append(trimmed) + "x"),
                     "x" + withBlanksAs(s, " ") + "x");
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
            std::string behind = "<";
            text::appendEscapedHtml(behind, s);
            QCOMPARE(behind, "<" + expected);
        }
    }
};

QTEST_GUILESS_MAIN(TextTest)
#include "text_test.moc"
