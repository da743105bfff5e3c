// Decoding: the tables against ICU (through Qt), the choice of the encoding, broken and mixed pages.
#include "adapters/html/decode.h"
#include "adapters/html/encodings.h"
#include "tests/html/html5lib.h"

#include <QtCore/QStringDecoder>
#include <QtTest/QtTest>

#include <cstdio>
#include <ctime>
#include <string>

using namespace guiyi::html;

namespace {

/// In the encoding of that name, by Qt and ICU.
std::string encoded(const char *encoding, const QString &text) {
    QStringEncoder encoder(encoding);
    const QByteArray bytes = encoder(text);
    return bytes.toStdString();
}

QString ownDecoding(const std::string &bytes, const char *encoding) {
    DecoderOutput out;
    decodeBytes(bytes, encoding, out);
    return out.malformed == 0 ? QString::fromStdString(out.text) : QString();
}

QString icuDecoding(const std::string &bytes, const char *encoding) {
    QStringDecoder decoder(encoding);
    const QString text = decoder(QByteArrayView(bytes.data(), qsizetype(bytes.size())));
    return decoder.hasError() || text.contains(QChar(0xfffd)) ? QString() : text;
}

const QString chinese =
    QStringLiteral("关于印发《2018年政府信息公开工作要点》的通知，各区县人民政府，市政府各部门：");
const QString traditional =
    QStringLiteral("關於推動電子化政府與網站資訊公開之說明，請各機關配合辦理並於期限內回報。");

std::string page(const std::string &charset, const std::string &body) {
    const std::string meta =
        charset.empty() ? ""
                        : "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=" + charset + "\">";
    return "<html><head>" + meta + "</head><body><p>" + body + "</p></body></html>";
}

} // namespace

class HtmlDecodeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreesWithIcuOnGb18030Pairs();
    void agreesWithIcuOnGb18030FourBytes();
    void agreesWithIcuOnBig5();
    void choosesTheEncoding_data();
    void choosesTheEncoding();
    void findsInvalidUtf8Anywhere();
    void findsDeclarations();
    void replacesOnlyWhatIsMalformed();
    void mendsPastedParagraphs_data();
    void mendsPastedParagraphs();
    void keepsCutTextsAsTheyAre();
    void learnsFromTheSite();
    void repairsDoubleEncoding();
    void readsHostileBytesInTime();
};

void HtmlDecodeTest::agreesWithIcuOnGb18030Pairs() {
    // The standard follows GB 18030-2022: code points that ICU 72 still has in the private use area.
    int differ = 0;
    for (int lead = 0x81; lead <= 0xfe; ++lead) {
        for (int trail = 0x40; trail <= 0xfe; ++trail) {
            if (trail == 0x7f)
                continue;
            const std::string bytes{char(lead), char(trail)};
            const QString own = ownDecoding(bytes, "gb18030");
            const QString icu = icuDecoding(bytes, "GB18030");
            if (own == icu)
                continue;
            ++differ;
            // Every difference is one of these: ICU gives a private use character, or the standard's own
            // choice.
            const bool privateUse =
                icu.size() == 1 && icu[0].unicode() >= 0xe000 && icu[0].unicode() <= 0xf8ff;
            const bool documented = privateUse || bytes == "\xa3\xa0";
            if (!documented)
                std::fprintf(stderr, "%02x%02x own %04x icu %04x\n", lead, trail,
                             own.isEmpty() ? 0 : own[0].unicode(), icu.isEmpty() ? 0 : icu[0].unicode());
            QVERIFY(documented);
        }
    }
    std::fprintf(stderr, "gb18030 pairs that differ from ICU: %d\n", differ);
    QVERIFY(differ <= 30);
}

void HtmlDecodeTest::agreesWithIcuOnGb18030FourBytes() {
    int differ = 0;
    QString previous;
    for (int lead = 0x81; lead <= 0xfe; ++lead) {
        for (int second = 0x30; second <= 0x39; ++second) {
            // One row of 1260 at a time: ICU costs too much for a call each.
            std::string row;
            for (int third = 0x81; third <= 0xfe; ++third) {
                for (int fourth = 0x30; fourth <= 0x39; ++fourth)
                    row += {char(lead), char(second), char(third), char(fourth)};
            }
            DecoderOutput out;
            decodeBytes(row, "gb18030", out);
            QStringDecoder decoder("GB18030");
            const QString icu = decoder(QByteArrayView(row.data(), qsizetype(row.size())));
            const QString own = QString::fromStdString(out.text);
            if (own == icu)
                continue;
            for (std::size_t at = 0; at < row.size(); at += 4) {
                const QString one = ownDecoding(row.substr(at, 4), "gb18030");
                const QString other = icuDecoding(row.substr(at, 4), "GB18030");
                if (one != other) {
                    ++differ;
                    const char32_t ours = one.isEmpty() ? 0 : one.toUcs4()[0];
                    const char32_t theirs = other.isEmpty() ? 0 : other.toUcs4()[0];
                    // Surrogates, non-characters and what GB 18030-2022 moved.
                    const auto odd = [](char32_t c) {
                        return c == 0 || (c >= 0xe000 && c <= 0xf8ff) || (c & 0xfffe) == 0xfffe ||
                               (c >= 0xfdd0 && c <= 0xfdef) || (c >= 0xfe10 && c <= 0xfe19) || c == 0x1e3f ||
                               (c >= 0x9fb4 && c <= 0x9fbb);
                    };
                    if (!odd(ours) && !odd(theirs))
                        std::fprintf(stderr, "four bytes at %zu of row %02x%02x: %x, ICU %x\n", at, lead,
                                     second, unsigned(ours), unsigned(theirs));
                    QVERIFY(odd(ours) || odd(theirs));
                }
            }
        }
    }
    std::fprintf(stderr, "gb18030 four-byte sequences that differ from ICU: %d\n", differ);
}

void HtmlDecodeTest::agreesWithIcuOnBig5() {
    int differ = 0;
    int both = 0;
    for (int lead = 0x81; lead <= 0xfe; ++lead) {
        for (int trail = 0x40; trail <= 0xfe; ++trail) {
            if (trail == 0x7f || (trail > 0x7f && trail < 0xa1))
                continue;
            const std::string bytes{char(lead), char(trail)};
            const QString own = ownDecoding(bytes, "big5");
            const QString icu = icuDecoding(bytes, "Big5-HKSCS");
            // Where ICU has no character or one of the private use area the standard may have one, and the
            // reverse.
            if (own.isEmpty() || icu.isEmpty() || (icu[0].unicode() >= 0xe000 && icu[0].unicode() <= 0xf8ff))
                continue;
            ++both;
            if (own == icu)
                continue;
            ++differ;
            std::fprintf(stderr, "big5 %02x%02x: %s, ICU %s\n", lead, trail, qPrintable(own),
                         qPrintable(icu));
        }
    }
    std::fprintf(stderr, "big5: %d sequences known to both, %d differ\n", both, differ);
    QVERIFY(both > 13000);
    QVERIFY(differ <= 40);
}

void HtmlDecodeTest::choosesTheEncoding_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("encoding");
    QTest::addColumn<QString>("evidence");
    QTest::addColumn<bool>("declaredWrong");
    const auto row = [](const char *name, const std::string &bytes, const char *encoding,
                        const char *evidence, bool wrong) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString::fromLatin1(encoding)
                            << QString::fromLatin1(evidence) << wrong;
    };
    const std::string utf8 = chinese.toStdString();
    const std::string gbk = encoded("GB18030", chinese);
    const std::string big5 = encoded("Big5", traditional);
    row("utf-8 declared", page("utf-8", utf8), "utf-8", "utf-8 valid", false);
    row("utf-8 undeclared", page("", utf8), "utf-8", "utf-8 valid", false);
    row("utf-8 declared gb2312", page("gb2312", utf8), "utf-8", "utf-8 valid", true);
    row("utf-8 declared gb2312, one bad byte", page("gb2312", utf8 + "\xff" + utf8), "utf-8", "statistics",
        true);
    row("utf-8 declared gb2312, cut character", page("gb2312", utf8 + utf8.substr(0, 4)), "utf-8",
        "statistics", true);
    row("gbk declared", page("gbk", gbk), "gb18030", "meta gbk", false);
    row("gbk declared gb2312", page("gb2312", gbk), "gb18030", "meta gb2312", false);
    row("gbk undeclared", page("", gbk), "gb18030", "statistics", false);
    row("gbk declared utf-8", page("utf-8", gbk), "gb18030", "statistics", true);
    row("gbk declared iso-8859-1", page("iso-8859-1", gbk), "gb18030", "statistics", true);
    row("big5 declared", page("big5", big5), "big5", "meta big5", false);
    row("big5 undeclared", page("", big5), "big5", "statistics", false);
    row("big5 declared gb2312", page("gb2312", big5), "big5", "statistics", true);
    row("ascii", page("gb2312", "hello"), "gb18030", "ascii", false);
    row("bom", "\xef\xbb\xbf" + page("gb2312", utf8), "utf-8", "bom", true);
    row("latin", page("iso-8859-1", "caf\xe9 na\xefve r\xe9sum\xe9"), "windows-1252", "meta iso-8859-1",
        false);
    row("one symbol", page("gb2312", "\xa1\xa4"), "gb18030", "meta gb2312", false);
    row("copyright sign in latin 1", page("", "\xa9 2008"), "windows-1252", "", false);
    row("meta beyond 1024 bytes",
        "<html><head><style>" + std::string(3000, 'x') + "</style>" + page("gbk", gbk), "gb18030", "meta gbk",
        false);
    QByteArray utf16("\xff\xfe", 2);
    for (const QChar c : QStringLiteral("<p>中文</p>"))
        utf16.append(char(c.unicode() & 0xff)).append(char(c.unicode() >> 8));
    row("utf-16 with a mark", utf16.toStdString(), "utf-16le", "bom", false);
}

void HtmlDecodeTest::choosesTheEncoding() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, encoding);
    QFETCH(QString, evidence);
    QFETCH(bool, declaredWrong);
    const Decoded decoded = decodeHtml(bytes.toStdString());
    if (encoding != u"windows-1252" || !evidence.isEmpty())
        QCOMPARE(QString::fromStdString(decoded.encoding), encoding);
    if (!evidence.isEmpty())
        QCOMPARE(QString::fromStdString(decoded.evidence), evidence);
    QCOMPARE(decoded.declaredWrong, declaredWrong);
    QVERIFY(findInvalidUtf8(decoded.text.data(), decoded.text.data() + decoded.text.size()) ==
            decoded.text.data() + decoded.text.size());
}

/// Runs of Chinese are looked at five characters at a time: all lengths of them, before and behind all else.
void HtmlDecodeTest::findsInvalidUtf8Anywhere() {
    const auto slowly = [](const std::string &text) {
        std::size_t at = 0;
        while (at < text.size()) {
            const std::size_t length = utf8SequenceLength(text.data() + at, text.data() + text.size());
            if (length == 0)
                break;
            at += length;
        }
        return at;
    };
    const std::string run = "关于做好春耕，工作。的通知！龥豈";
    const std::string others[] = {"",
                                  "a",
                                  "é",
                                  "ก",  // E0
                                  "한", // ED
                                  "😀",
                                  "\x80",
                                  "\xe5",
                                  "\xe5\x85",
                                  "\xe5\x85z",
                                  "\xe5z\x85",
                                  "\xe0\x80\x80",
                                  "\xed\xa0\x80",
                                  "\xf5\x80\x80\x80",
                                  "\xc0\x80",
                                  "\xff"};
    for (const std::string &before : others) {
        for (const std::string &inside : others) {
            for (std::size_t first = 0; first <= run.size(); first += 3) {
                for (std::size_t second = 0; second <= run.size(); second += 3) {
                    const std::string text = before + run.substr(0, first) + inside + run.substr(0, second);
                    const char *const found = findInvalidUtf8(text.data(), text.data() + text.size());
                    if (static_cast<std::size_t>(found - text.data()) != slowly(text))
                        QFAIL(QByteArray::fromStdString(text).toPercentEncoding().constData());
                }
            }
        }
    }
}

void HtmlDecodeTest::findsDeclarations() {
    const std::string folder = html5lib::folder();
    if (folder.empty())
        QSKIP("html5lib-tests are not there: set GUIYI_SHARED to the folder that holds them");
    int run = 0;
    int failed = 0;
    for (const std::string &file : html5lib::filesIn(folder + "/encoding", ".dat")) {
        for (const html5lib::EncodingCase &one : html5lib::readEncodingCases(file)) {
            // A byte order mark is none of the prescan's business, but the cases ask for both.
            std::string got = one.data.starts_with("\xef\xbb\xbf") ? decodeHtml(one.data).encoding
                                                                   : declaredEncoding(one.data);
            if (got.empty())
                got = "windows-1252";
            std::string want(encodingOf(one.encoding));
            ++run;
            if (got == want)
                continue;
            ++failed;
            std::fprintf(stderr, "%s:%d wants %s, got %s\n%s\n", file.c_str(), one.line, one.encoding.c_str(),
                         got.c_str(), one.data.c_str());
        }
    }
    std::fprintf(stderr, "encoding: %d of %d cases pass\n", run - failed, run);
    QCOMPARE(failed, 0);
}

void HtmlDecodeTest::replacesOnlyWhatIsMalformed() {
    Decoded decoded = decodeAs("a\xff"
                               "b\x80\xd6\xd0\xd6",
                               "gbk");
    QCOMPARE(decoded.text, std::string("a\xef\xbf\xbd"
                                       "b\xe2\x82\xac\xe4\xb8\xad\xef\xbf\xbd"));
    QCOMPARE(decoded.malformed, std::size_t(2));
    QCOMPARE(decoded.firstMalformedOffset, std::size_t(1));
    decoded = decodeAs("\xe4\xb8<\xe4\xb8\xad\xc0\x80\xed\xa0\x80", "utf-8");
    QCOMPARE(
        decoded.text,
        std::string("\xef\xbf\xbd<\xe4\xb8\xad\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"));
    decoded = decodeAs("\xd6<p>", "gb2312");
    QCOMPARE(decoded.text, std::string("\xef\xbf\xbd<p>"));
    decoded = decodeAs("\x81\x30\x81", "gb18030");
    QCOMPARE(decoded.text, std::string("\xef\xbf\xbd"
                                       "0\xef\xbf\xbd"));
}

void HtmlDecodeTest::mendsPastedParagraphs_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("encoding");
    const std::string utf8 = chinese.toStdString();
    const std::string gbk = encoded("GB18030", chinese);
    QTest::newRow("gbk in utf-8") << QByteArray::fromStdString(
                                         page("utf-8", utf8 + utf8 + "</p><p>" + gbk + "</p><p>" + utf8))
                                  << QStringLiteral("utf-8");
    QTest::newRow("utf-8 in gbk") << QByteArray::fromStdString(
                                         page("gb2312", gbk + gbk + "</p><p>" + utf8 + "</p><p>" + gbk))
                                  << QStringLiteral("gb18030");
}

void HtmlDecodeTest::mendsPastedParagraphs() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, encoding);
    const Decoded decoded = decodeHtml(bytes.toStdString());
    QCOMPARE(QString::fromStdString(decoded.encoding), encoding);
    QCOMPARE(decoded.malformed, std::size_t(0));
    QVERIFY(decoded.mixedRuns > 0);
    QCOMPARE(QString::fromStdString(decoded.text).count(chinese), 4);
}

void HtmlDecodeTest::keepsCutTextsAsTheyAre() {
    // An excerpt cut within a character: its bytes would make pairs of GB18030, but it is UTF-8.
    const std::string utf8 = chinese.toStdString();
    const Decoded decoded = decodeHtml(page("utf-8", utf8.substr(0, 11) + "<br>" + utf8));
    QCOMPARE(decoded.malformed, std::size_t(1));
    QCOMPARE(decoded.mixedRuns, std::size_t(0));
    QVERIFY(decoded.text.find(utf8.substr(0, 9) + "\xef\xbf\xbd<br>") != std::string::npos);
}

void HtmlDecodeTest::learnsFromTheSite() {
    SiteEncoding site;
    QVERIFY(site.encoding().empty());
    for (int i = 0; i < 3; ++i)
        site.add(page("", encoded("GB18030", chinese)));
    site.add(page("", chinese.toStdString()));
    QCOMPARE(site.encoding(), std::string("gb18030"));
    // Two characters alone say nothing; the site does.
    DecodeHints hints;
    hints.siteEncoding = site.encoding();
    QCOMPARE(decodeHtml("<p>\xc4\xa3\xca\xbd</p>\xb5", hints).evidence, std::string("site"));
    SiteEncoding hongKong;
    hongKong.add(page("", encoded("Big5", traditional)));
    QCOMPARE(hongKong.encoding(), std::string("big5"));
    // Pages that look like none of these: what most declare, else what uchardet takes them for.
    SiteEncoding western;
    western.add("<meta charset=iso-8859-1><p>na\xefve caf\xe9, d\xe9j\xe0 vu</p>");
    western.add("<p>plain</p>");
    QCOMPARE(western.encoding(), std::string("windows-1252"));
    SiteEncoding ascii;
    ascii.add("<meta charset=gbk><p>plain</p>");
    QCOMPARE(ascii.encoding(), std::string("gb18030"));
    SiteEncoding wide;
    wide.add("\xff\xfe\x87\x65\x65\x67\x87\x65\x65\x67");
    QVERIFY(wide.encoding().empty());
}

void HtmlDecodeTest::repairsDoubleEncoding() {
    const QString original = QStringLiteral("信息公开");
    QStringDecoder gb("GB18030");
    const QString misread = gb(original.toUtf8());
    QCOMPARE(repairDoubleEncoding(misread.toStdString()).value_or(""), original.toStdString());
    const QString latin = QString::fromLatin1(QByteArray::fromStdString(encoded("GB18030", original)));
    QCOMPARE(repairDoubleEncoding(latin.toStdString()).value_or(""), original.toStdString());
    QCOMPARE(repairDoubleEncoding(QString::fromLatin1(original.toUtf8()).toStdString()).value_or(""),
             original.toStdString());
    QVERIFY(!repairDoubleEncoding(original.toStdString()));
    QVERIFY(!repairDoubleEncoding(chinese.toStdString()));
    QVERIFY(!repairDoubleEncoding("plain"));
    QVERIFY(!repairDoubleEncoding("caf\xc3\xa9"));
    QVERIFY(!repairDoubleEncoding("\xe9\x94\x9f\xe6\x96\xa4\xe6\x8b\xb7")); // what replaced characters become

    // A whole page; one that has a single character which cannot have come from there stays as it is.
    const std::string whole =
        page("utf-8", (original + QStringLiteral("</p><p>") + original + original).toStdString());
    const std::string wrong = QString(gb(QByteArray::fromStdString(whole))).toStdString();
    QCOMPARE(decodeHtml(wrong).evidence, std::string("utf-8 twice"));
    QCOMPARE(decodeHtml(wrong).text, whole);
    QCOMPARE(decodeHtml(wrong + "\xf0\x9f\x98\x80").evidence, std::string("utf-8 valid"));
    const std::string gbPage = page("gb2312", encoded("GB18030", chinese));
    const std::string asLatin = QString::fromLatin1(QByteArray::fromStdString(gbPage)).toStdString();
    QCOMPARE(decodeHtml(asLatin).text, page("gb2312", chinese.toStdString()));
    QCOMPARE(decodeHtml(whole).evidence, std::string("utf-8 valid"));
}

void HtmlDecodeTest::readsHostileBytesInTime() {
    std::string pairs;
    for (int i = 0; i < 500'000; ++i)
        pairs += "\xd6\xd0";
    for (const std::string &bytes :
         {std::string(1'000'000, '\xff'), std::string(1'000'000, '\x80'), pairs + "\xff",
          std::string(1'000'000, '\xe4'), std::string(1'000'000, '<')}) {
        const std::clock_t start = std::clock();
        decodeHtml(bytes);
        decodeAs(bytes, "utf-8");
        QVERIFY2((std::clock() - start) / CLOCKS_PER_SEC < 10, "decoding must be linear");
    }
}

QTEST_GUILESS_MAIN(HtmlDecodeTest)
#include "decode_test.moc"
