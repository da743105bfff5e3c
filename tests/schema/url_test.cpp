#include "schema/base/text.h"
#include "schema/url/profile.h"
#include "tests/mappings/text_of.h"

#include <QtCore/qfile.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <random>

using namespace guiyi;

namespace {

QByteArray dataFile(const char *name) {
    QFile file(QStringLiteral(GUIYI_TEST_DATA "/url/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonArray jsonFile(const char *name) {
    return QJsonDocument::fromJson(dataFile(name)).array();
}

std::string field(const QJsonObject &o, const char *name) {
    return text::fromQString(o.value(QLatin1String(name)).toString());
}

/// Escapes in upper case: what Url adds to the form of the standard.
std::string upperEscapes(std::string s) {
    for (std::size_t i = 0; i + 2 < s.size(); ++i) {
        if (s[i] != '%' || hexDigit(s[i + 1]) < 0 || hexDigit(s[i + 2]) < 0)
            continue;
        for (std::size_t k = i + 1; k < i + 3; ++k)
            s[k] = s[k] >= 'a' ? static_cast<char>(s[k] - 32) : s[k];
    }
    return s;
}

std::string withoutFinalDot(std::string host) {
    const std::size_t colon = std::min(host.find(':'), host.size());
    std::size_t end = colon;
    while (end > 0 && host[end - 1] == '.')
        --end;
    return host.substr(0, end) + host.substr(colon);
}

struct Score {
    int passed = 0, of = 0;
    std::string misses;
    void add(const std::string &what, const std::string &got, const std::string &expected) {
        ++of;
        if (got == expected)
            ++passed;
        else
            misses += "\n  " + text::replaceAll(what, std::string(1, '\0'), "\\0") + "\n    got      " + got +
                      "\n    expected " + expected;
    }
};

std::string randomAddress(std::mt19937 &random) {
    static const std::vector<std::string> pieces{"http://",   "https:",
                                                 "//",        "/",
                                                 "\\",        "www.a.gov.cn",
                                                 "政务.政务", "A.CN.",
                                                 ":80",       ":443",
                                                 ":8080",     "@",
                                                 "?",         "#",
                                                 "&",         "=",
                                                 "..",        ".",
                                                 "%2e",       "%2E%2e",
                                                 "%c4%e3",    "%zz",
                                                 "你好",      "\xC4\xE3",
                                                 " ",         "\t",
                                                 "a b",       "'",
                                                 "\"",        "<",
                                                 "|",         "^",
                                                 "{",         ";jsessionid=0123456789ABCDEF0123456789ABCDEF",
                                                 "sid=1",     "(S(4hqa0555fwsecu455xqckv45))",
                                                 "id=5",      "ID=5",
                                                 "[::1]",     "0x7f.1",
                                                 "xn--",      "％４１"};
    std::string s = random() % 4 ? "http://www.a.gov.cn/" : "";
    for (unsigned n = random() % 12; n > 0; --n)
        s += pieces[random() % pieces.size()];
    return s;
}

} // namespace

class UrlTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// An address that is cut as it stands and the same one after a blank, which is read step by step, agree.
    void canonicalOnesAreOnlyCut() {
        const std::string_view alphabet[] = {
            "a",   "Z",   "9",    "/", ".",  "..",   "/./", "//", "?",
            "#",   "%41", "%2e",  "%", ":",  "@",    "-",   "_",  "~",
            "'",   "\"",  "|",    "{", "\\", "\x80", "\t",  " ",  "www.a.gov.cn/",
            "0x7", "1",   ":80/", "&", "=",  "+",    ";"};
        std::mt19937 random(1);
        for (int i = 0; i < 200000; ++i) {
            std::string address = random() % 2 ? "http://" : "https://";
            if (random() % 4 != 0)
                address += "www.old.gov.cn/";
            for (unsigned n = random() % 8; n > 0; --n)
                address += alphabet[random() % std::size(alphabet)];
            const auto quick = Url::parse(address), slow = Url::parse(" " + address);
            QVERIFY2(quick == slow, address.c_str());
        }
    }

    /// The browsers' tests, as far as the result is http(s): path, query, host and port, and what is refused.
    void webPlatform() {
        Score score;
        for (const QJsonValue value : jsonFile("urltestdata.json")) {
            const QJsonObject c = value.toObject();
            if (c.isEmpty())
                continue;
            const std::string input = field(c, "input"), base = field(c, "base");
            const std::string protocol = field(c, "protocol");
            const bool fails = c.value(QStringLiteral("failure")).toBool();
            const auto baseUrl = Url::parse(base);
            const std::string lower = text::lower(text::trim(input));
            const bool http = text::startsWith(lower, "http:") || text::startsWith(lower, "https:");
            if (fails ? !http && !baseUrl : protocol != "http:" && protocol != "https:")
                continue; // other schemes are no addresses of pages
            if (fails && !base.empty() && !baseUrl && base != "about:blank")
                continue;
            const auto url = baseUrl ? baseUrl->resolve(input) : Url::parse(input);
            const std::string expected = fails ? "failure"
                                               : protocol + "//" + withoutFinalDot(field(c, "host")) +
                                                     upperEscapes(field(c, "pathname") + field(c, "search"));
            score.add(input + " on " + base, url ? url->text() : "failure", expected);
        }
        qInfo("web-platform-tests urltestdata: %d of %d%s", score.passed, score.of, score.misses.c_str());
        QVERIFY(score.of > 400);
        QVERIFY(score.passed >= score.of - 4);
    }

    void domainToAscii() {
        Score score;
        for (const QJsonValue value : jsonFile("toascii.json")) {
            const QJsonObject c = value.toObject();
            if (c.isEmpty())
                continue;
            const auto host = parseHost(field(c, "input"));
            const QJsonValue output = c.value(QStringLiteral("output"));
            score.add(field(c, "input"), host.value_or("failure"),
                      output.isNull() ? "failure" : withoutFinalDot(field(c, "output")));
        }
        qInfo("web-platform-tests toascii: %d of %d%s", score.passed, score.of, score.misses.c_str());
        QVERIFY(score.of > 50);
        QVERIFY(score.passed * 100 >= score.of * 85);
    }

    void queryEncodings() {
        Score score;
        for (const QJsonValue value : jsonFile("percent-encoding.json")) {
            const QJsonObject c = value.toObject();
            const QJsonObject output = c.value(QStringLiteral("output")).toObject();
            for (const QString &charset : output.keys()) {
                const std::string name = text::fromQString(charset);
                if (name != "utf-8" && name != "gb18030" && name != "big5")
                    continue; // no encoding of Chinese pages
                const std::string escaped = encodeQuery(field(c, "input"), name);
                // The data show the path of a data: address: controls and backslashes are escaped by both.
                score.add(name + " " + field(c, "input"),
                          text::replaceAll(percentNormalise(escaped, UrlPart::Query), "%5C", "\\"),
                          field(output, name.c_str()));
            }
        }
        qInfo("web-platform-tests percent-encoding: %d of %d%s", score.passed, score.of,
              score.misses.c_str());
        QVERIFY(score.of >= 8);
        QCOMPARE(score.passed, score.of);
        const Url page = *Url::parse("http://www.a.gov.cn/d/");
        COMPARE_TEXT(page.resolve("s?q=你好", "gb2312")->text(), "http://www.a.gov.cn/d/s?q=%C4%E3%BA%C3");
        COMPARE_TEXT(page.resolve("你.htm?q=€𠀀", "gbk")->text(),
                     "http://www.a.gov.cn/d/%E4%BD%A0.htm?q=%80%26%23131072%3B");
        COMPARE_TEXT(page.resolve("s?q=你好")->text(), "http://www.a.gov.cn/d/s?q=%E4%BD%A0%E5%A5%BD");
    }

    /// Canonical forms and keys of web archives, as far as they keep the address itself: cases that undo
    /// escapes of ASCII characters again and again, drop empty labels or have no http(s) scheme say nothing
    /// here.
    void webArchives() {
        Score ordinary, key;
        int skipped = 0;
        for (const QByteArray &line : dataFile("iipc.jsonl").split('\n')) {
            const QJsonObject c = QJsonDocument::fromJson(line).object();
            if (c.isEmpty())
                continue;
            const std::string kind = field(c, "kind"), input = field(c, "input");
            std::string expected = field(c, "expected");
            if (kind == "session") {
                while (!expected.empty() && (expected.back() == '?' || expected.back() == '&'))
                    expected.pop_back();
                const bool bare = input[0] == '?';
                const std::string got = withoutSessionIds(bare ? "/" + input : input);
                ordinary.add(kind + " " + input, bare ? got.substr(1) : got, expected);
                continue;
            }
            const auto url = Url::parse(input);
            const bool emptyLabel =
                text::contains(input.substr(0, input.find('/', 8)), "..") || text::contains(input, "/.");
            const bool asciiEscape =
                text::contains(percentDecode(input), "%") || input.find_first_of("%") != std::string::npos;
            bool undone = false;
            for (std::size_t i = 0; asciiEscape && i + 2 < input.size(); ++i)
                undone = undone || (input[i] == '%' && hexDigit(input[i + 1]) < 8);
            if (!url || (kind != "key" && (emptyLabel || undone)) || text::contains(input, "// ")) {
                ++skipped;
                continue;
            }
            if (kind == "key" || kind == "aggressive") {
                const std::string want = kind == "key" ? expected : archiveKey(*Url::parse(expected));
                key.add(kind + " " + input, archiveKey(*url), want);
            } else {
                // "q?" and "q" are one address here.
                if (expected.find('?') == expected.size() - 1)
                    expected.pop_back();
                ordinary.add(kind + " " + input, canonical(*url, UrlRules()).text(), expected);
            }
        }
        qInfo("IIPC canonical forms: %d of %d%s", ordinary.passed, ordinary.of, ordinary.misses.c_str());
        qInfo("IIPC keys: %d of %d%s; %d cases of another kind", key.passed, key.of, key.misses.c_str(),
              skipped);
        QVERIFY(ordinary.of > 35 && key.of > 20);
        QVERIFY(ordinary.passed * 100 >= ordinary.of * 90);
        QCOMPARE(key.passed, key.of);
    }

    void chineseNames() {
        COMPARE_TEXT(Url::parse("http://广州市.政务/索引?名=值")->text(),
                     "http://xn--6rt0cqr.xn--zfr164b/%E7%B4%A2%E5%BC%95?%E5%90%8D=%E5%80%BC");
        COMPARE_TEXT(displayHost("xn--6rt0cqr.xn--zfr164b:81"), "广州市.政务:81");
        COMPARE_TEXT(
            Url::parse("http://ｗｗｗ.gz。gov．cn：８０").value_or(*Url::parse("http://refused/")).text(),
            "http://refused/"); // a full-width colon is no colon
        COMPARE_TEXT(Url::parse("http://ｗｗｗ.gz。gov．cn:080/")->text(), "http://www.gz.gov.cn/");
    }

    void octets() {
        const auto gbk = Url::parse("http://a.cn/%C4%E3%BA%C3/x%20y.doc?q=%c4%e3");
        COMPARE_TEXT(gbk->withOtherOctets()->text(), "http://a.cn/%E4%BD%A0%E5%A5%BD/x%20y.doc?q=%E4%BD%A0");
        COMPARE_TEXT(gbk->withOtherOctets()->withOtherOctets()->text(), gbk->text());
        QVERIFY(!Url::parse("http://a.cn/%20x")->withOtherOctets());
        // 丂 is 81 40 in GBK: its second byte is an ASCII character.
        COMPARE_TEXT(Url::parse("http://a.cn/%81@b")->withOtherOctets()->text(), "http://a.cn/%E4%B8%82b");
        // 乗 is 81 5C: a backslash that is no slash in a path, and stays as browsers leave it in a query.
        const auto slash = Url::parse("http://a.cn/乗/x?q=乗")->withOtherOctets();
        COMPARE_TEXT(slash->text(), "http://a.cn/%81%5C/x?q=%81\\");
        QCOMPARE(*Url::parse(slash->text()), *slash);
    }

    void suffixes() {
        COMPARE_TEXT(publicSuffix("tjj.gz.gov.cn"), "gov.cn");
        COMPARE_TEXT(registrableDomain("tjj.gz.gov.cn:81"), "gz.gov.cn");
        COMPARE_TEXT(registrableDomain("xn--6rt0cqr.xn--zfr164b"), "xn--6rt0cqr.xn--zfr164b");
        COMPARE_TEXT(registrableDomain("192.0.2.1"), "");
        COMPARE_TEXT(registrableDomain("gov.cn"), "");
    }

    /// canonical(canonical(x)) = canonical(x), whatever is typed, in every profile; and parse(text) = url.
    void idempotent() {
        const UrlRules rules[] = {{UrlProfile::Strict, {}},
                                  {UrlProfile::Govuk, {}},
                                  {UrlProfile::Govuk, {"id"}},
                                  {UrlProfile::Strict, {"id", "q"}}};
        int parsed = 0;
        for (unsigned seed = 1; seed <= 20000; ++seed) {
            std::mt19937 random(seed);
            const std::string s = randomAddress(random);
            const auto url = Url::parse(s);
            if (!url)
                continue;
            ++parsed;
            const auto again = Url::parse(url->text());
            QVERIFY2(again && *again == *url, (std::to_string(seed) + " " + s + " " + url->text()).c_str());
            for (const UrlRules &r : rules) {
                const Url once = canonical(*url, r);
                QVERIFY2(canonical(once, r) == once && Url::parse(once.text()) == once,
                         (std::to_string(seed) + " " + s + " " + once.text()).c_str());
            }
            if (const auto other = url->withOtherOctets())
                QVERIFY2(Url::parse(other->text()) == *other, s.c_str());
        }
        QVERIFY(parsed > 8000);
    }

    void profiles() {
        const auto form = [](const char *s, const UrlRules &rules) {
            return canonical(*Url::parse(s), rules).text();
        };
        COMPARE_TEXT(
            form("http://A.cn/B/;jsessionid=0A.n1?b=2&PHPSESSID=0123456789abcdef0123456789abcdef", {}),
            "http://a.cn/B/?b=2");
        COMPARE_TEXT(form("http://a.cn/Zwgk/?Id=5&x=1&%e4=1", {UrlProfile::Govuk, {"id"}}),
                     "http://a.cn/zwgk?id=5");
        const auto collisions =
            foldingCollisions({*Url::parse("http://a.cn/A"), *Url::parse("http://a.cn/a/"),
                               *Url::parse("http://a.cn/b"), *Url::parse("http://a.cn/b")},
                              {UrlProfile::Govuk, {}});
        QCOMPARE(collisions.size(), std::size_t(1));
        COMPARE_TEXT(text::join(collisions.at("http://a.cn/a"), " "), "http://a.cn/A http://a.cn/a/");
    }

    void parameters() {
        const auto page = [](const char *url, const char *content) {
            return AddressContent{*Url::parse(url), content};
        };
        const auto evidence = parameterEvidence(
            {page("http://a.cn/show.asp?id=1", "one"), page("http://a.cn/show.asp?id=2", "two"),
             page("http://a.cn/show.asp?id=1&from=wx", "one"),
             page("http://a.cn/show.asp?from=qq&id=1", "one"), page("http://a.cn/x.asp?only=1", "x")});
        std::string seen;
        for (const ParameterEvidence &e : evidence)
            seen += e.name + " " + std::to_string(e.different) + "/" + std::to_string(e.same) +
                    (e.significant() ? "! " : " ");
        COMPARE_TEXT(seen, "from 0/2 id 1/0! only 0/0 ");
    }
};

QTEST_GUILESS_MAIN(UrlTest)
#include "url_test.moc"
