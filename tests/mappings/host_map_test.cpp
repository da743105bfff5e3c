#include "mappings/urlmap/host_map.h"
#include "mappings/urlmap/hosts.h"
#include "text_of.h"

#include <random>

using namespace guiyi;
using namespace guiyi::mapping;

namespace {

const HostMap &map() {
    static const HostMap rules = *HostMap::make({{"a.gov.cn", "www.new.gov.cn/a"},
                                                 {"www.a.gov.cn", "www.new.gov.cn/a"},
                                                 {"www.a.gov.cn/tjj", "tjj.new.gov.cn"},
                                                 {"192.0.2.1:81", "old.new.gov.cn"},
                                                 {"政务.政务", "zw.new.gov.cn"}});
    return rules;
}

std::string rewritten(const std::string &page, bool text = false) {
    HostRewriter rewriter(map(), text);
    return std::string(rewriter.page(page));
}

} // namespace

class HostMapTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pages_data() {
        QTest::addColumn<QString>("in");
        QTest::addColumn<QString>("out");
        const auto row = [](const char *label, const char *in, const char *out) {
            QTest::newRow(label) << QString::fromUtf8(in) << QString::fromUtf8(out);
        };
        row("path, query, fragment", "<a href=\"http://www.a.gov.cn/x?a=1&b=2#k\">",
            "<a href=\"https://www.new.gov.cn/a/x?a=1&b=2#k\">");
        row("https, case, port", "<a href=HTTPS://WWW.A.gov.cn:443/x>",
            "<a href=https://www.new.gov.cn/a/x>");
        row("no scheme", "<img src='//a.gov.cn/i.gif'>", "<img src='https://www.new.gov.cn/a/i.gif'>");
        row("longest rule", "<a href=\"http://www.a.gov.cn/tjj/x\"><a href=\"http://www.a.gov.cn/tjjx\">",
            "<a href=\"https://tjj.new.gov.cn/x\"><a href=\"https://www.new.gov.cn/a/tjjx\">");
        row("bare host", "<a href=\"http://www.a.gov.cn\"><a href=\"http://www.a.gov.cn/tjj?x\">",
            "<a href=\"https://www.new.gov.cn/a\"><a href=\"https://tjj.new.gov.cn/?x\">");
        row("host boundary",
            "<a href=\"http://xa.gov.cn/\"><a href=\"http://a.gov.cn.evil.com/\"><a "
            "href=\"http://a.gov.cn@evil.com/\">"
            "<a href=\"http://a.gov.cnx/\"><a href=\"http://192.0.2.1:8181/\"><a href=\"http://192.0.2.1/\">",
            "<a href=\"http://xa.gov.cn/\"><a href=\"http://a.gov.cn.evil.com/\"><a "
            "href=\"http://a.gov.cn@evil.com/\">"
            "<a href=\"http://a.gov.cnx/\"><a href=\"http://192.0.2.1:8181/\"><a "
            "href=\"http://192.0.2.1/\">");
        row("port of its own", "<a href=\"http://192.0.2.1:81/x\">", "<a href=\"https://old.new.gov.cn/x\">");
        row("names in Chinese",
            "<a href=\"http://政务.政务/x\"><a href=\"http://xn--3bst00m.xn--zfr164b/x\">",
            "<a href=\"https://zw.new.gov.cn/x\"><a href=\"http://xn--3bst00m.xn--zfr164b/x\">");
        row("in a query", "<a href=\"http://x.cn/?to=http://a.gov.cn/\">",
            "<a href=\"http://x.cn/?to=http://a.gov.cn/\">");
        row("text and comment", "<p>http://a.gov.cn/x</p><!-- <a href=\"http://a.gov.cn/\"> -->",
            "<p>http://a.gov.cn/x</p><!-- <a href=\"http://a.gov.cn/\"> -->");
        row("script", "<script>open('http://a.gov.cn/x');u='http://a.gov.cn/x?id='+n</script>",
            "<script>open('https://www.new.gov.cn/a/x');u='http://a.gov.cn/x?id='+n</script>");
        row("JSON in an attribute", "<div data-set='{\"u\":\"http:\\/\\/a.gov.cn\\/x\"}'>",
            "<div data-set='{\"u\":\"https:\\/\\/www.new.gov.cn\\/a\\/x\"}'>");
        row("vml",
            "<!--[if gte vml 1]><v:imagedata src=\"http://a.gov.cn/i.png\" o:href=\"http://a.gov.cn/\"/>"
            "<![endif]-->",
            "<!--[if gte vml 1]><v:imagedata src=\"https://www.new.gov.cn/a/i.png\" "
            "o:href=\"https://www.new.gov.cn/a/\"/><![endif]-->");
        row("style",
            "<td "
            "style=\"background:url(http://a.gov.cn/b.gif)\"><style>p{background:url(//a.gov.cn/c)}</style>",
            "<td style=\"background:url(https://www.new.gov.cn/a/b.gif)\"><style>p{background:url(https://"
            "www.new.gov.cn/a/c)}</style>");
        row("base and frame", "<base href=\"http://a.gov.cn/\"><iframe src=\"http://a.gov.cn/f\">",
            "<base href=\"https://www.new.gov.cn/a/\"><iframe src=\"https://www.new.gov.cn/a/f\">");
        row("references", "<a href=\"http&#58;&#47;&#47;a.gov.cn/x\">",
            "<a href=\"https://www.new.gov.cn/a/x\">");
    }
    void pages() {
        COMPARE_TEXT(rewritten(fetched("in")), fetched("out"));
        COMPARE_TEXT(rewritten(fetched("out")), fetched("out"));
    }

    void textByPolicy() {
        COMPARE_TEXT(rewritten("见 http://a.gov.cn/x。", true), "见 https://www.new.gov.cn/a/x。");
    }

    void refusals() {
        QVERIFY(!HostMap::make({{"a.cn", "b.cn"}, {"b.cn", "c.cn"}}));
        QVERIFY(!HostMap::make({{"a.cn", ""}}));
        QVERIFY(!HostMap::make({{"a.cn", "b.cn"}, {"http://A.cn/", "c.cn"}}));
    }

    /// No rewrite crosses a host boundary: whatever stands around a host, what changed was an address whose
    /// host, as Url reads it, has a rule; and nothing but the ranges in the ledger changed.
    void boundary() {
        const std::vector<std::string> pieces{
            "a.gov.cn", "www.",    "x",      ".evil.com", "@",         ":81",       ":443",     "/",
            "tjj",      "?u=",     "#",      "\\",        "192.0.2.1", "%2e",       "&amp;",    "-",
            ".",        "http://", "https:", "//",        " ",         "政务.政务", "a.gov.cnx"};
        std::size_t changed = 0;
        for (unsigned seed = 1; seed <= 20000; ++seed) {
            std::mt19937 random(seed);
            std::string href = random() % 3 ? "http://" : "//";
            for (unsigned n = 1 + random() % 6; n > 0; --n)
                href += pieces[random() % pieces.size()];
            const std::string page = "<a href=\"" + href + "\">" + href + "</a>";
            HostRewriter rewriter(map());
            const std::string out(rewriter.page(page));
            for (auto hit = rewriter.hits().rbegin(); hit != rewriter.hits().rend(); ++hit) {
                const std::string raw = page.substr(hit->begin, hit->end - hit->begin);
                const auto url = Url::parse(raw[0] == '/' ? "http:" + text::replaceAll(raw, "&amp;", "&")
                                                          : text::replaceAll(raw, "&amp;", "&"));
                QVERIFY2(url && canonicalHost(url->host()) == hit->rule->host,
                         (std::to_string(seed) + " " + raw).c_str());
                changed += hit->rewritten ? 1 : 0;
            }
            // The tag's end and the text behind it are untouched.
            QVERIFY(text::startsWith(out, "<a href=\"") && text::endsWith(out, "\">" + href + "</a>"));
        }
        QVERIFY(changed > 500);
    }

    /// The quick way over a page finds what the thorough one finds, whatever the page is made of.
    void quickAndThorough() {
        const std::vector<std::string> pieces{"<a href=",
                                              "<a href=\"",
                                              "\"",
                                              "\" ",
                                              "'",
                                              "\">",
                                              ">",
                                              "<",
                                              "</a",
                                              "</a>",
                                              "</a href=\"",
                                              "<a title=\"",
                                              "<p class=x\"",
                                              "<b\"",
                                              " a=\"b\"",
                                              " a=b=\"c",
                                              " c= ",
                                              "http://a.gov.cn/x",
                                              "http://a.gov.cn.",
                                              "HTTPS://WWW.a.gov.cn:443?x",
                                              "http:\\\\a.gov.cn\\",
                                              "http&#58;&#47;/a.gov.cn",
                                              "http://u:p@a.gov.cn/",
                                              "http://a%2egov.cn/",
                                              "http://192.0.2.1:81/",
                                              "http://192.0.513:81/",
                                              "http://政务.政务",
                                              "http://b.gov.cn/",
                                              "//a.gov.cn'x",
                                              "&nbsp;&#160;",
                                              "&#8226;&#x4e2d;",
                                              "http:&#x02F;&#0047;a.gov.cn",
                                              " ",
                                              "src=//a.gov.cn/y",
                                              "<script>",
                                              "<script src=\"",
                                              "</script>",
                                              "<style>",
                                              "</style>",
                                              "url(http://a.gov.cn)",
                                              "url(http:\\2f\\2f a.gov.cn/x)",
                                              "<!--",
                                              "-->",
                                              "<!x",
                                              "<?",
                                              "<![CDATA[",
                                              "]]>",
                                              "\n",
                                              "<td>",
                                              "<span class=x>",
                                              "</td>",
                                              "=",
                                              "/",
                                              "<title>",
                                              "</title>",
                                              "<textarea>",
                                              "<xmp>",
                                              "onclick=\"location='http://a.gov.cn/'\"",
                                              "<option value=\"",
                                              "javascript:go('",
                                              "data-x='{\"a\":\"http:\\/\\/a.gov.cn\"}'",
                                              std::string(61, 'x')};
        struct Collect : AddressSink {
            explicit Collect(std::string_view html) : page(html) {}
            void base(const FoundAddress &found) override { address(found); }
            void address(const FoundAddress &found) override {
                std::size_t tail = 0;
                const std::string value =
                    decode(page.substr(found.begin, found.end - found.begin), found.syntax);
                if (map().find(value, tail))
                    seen += std::to_string(found.begin) + "-" + std::to_string(found.end) + " ";
            }
            std::string_view page;
            std::string seen;
        };
        std::size_t found = 0;
        HostRewriter rewriter(map());
        PageIndex wide, narrow(false);
        for (unsigned seed = 1; seed <= 40000; ++seed) {
            std::mt19937 random(seed);
            std::string page;
            for (unsigned n = random() % 30; n > 0; --n)
                page += pieces[random() % pieces.size()];
            wide.read(page);
            narrow.read(page);
            QVERIFY(std::equal(wide.marks().begin(), wide.marks().end(), narrow.marks().begin(),
                               narrow.marks().end()));
            using Kind = PageIndex::Kind;
            for (const Kind kind : {Kind::LessThan, Kind::TagBreak, Kind::Odd}) {
                for (std::size_t at = 0; at < page.size(); ++at) {
                    at = wide.next(kind, at);
                    QCOMPARE(narrow.next(kind, at), at);
                }
            }
            Collect thorough(page);
            AddressWalk(page, thorough).html();
            rewriter.page(page);
            std::string quick;
            for (const HostHit &hit : rewriter.hits())
                quick += std::to_string(hit.begin) + "-" + std::to_string(hit.end) + " ";
            QVERIFY2(quick == thorough.seen,
                     (std::to_string(seed) + "\n" + page + "\n" + quick + "\n" + thorough.seen).c_str());
            found += rewriter.hits().size();
        }
        QVERIFY(found > 10000);
    }

    /// Positions over the borders of words, and what is asked for behind the end.
    /// Of numeric references those that may be ASCII are marks, wherever the words' borders are.
    void references() {
        PageIndex wide, narrow(false);
        for (std::size_t before = 0; before < 140; ++before) {
            for (const std::string reference :
                 {"&#47;", "&#0047;", "&#x2f;", "&#X02F", "&#58", "&#12", "&#"}) {
                const std::string page = std::string(before, 'x') + reference;
                for (PageIndex *index : {&wide, &narrow}) {
                    index->read(page);
                    QCOMPARE(index->marks().size(), std::size_t{1});
                    QCOMPARE(std::size_t{index->marks()[0]}, before);
                }
            }
            for (const std::string reference : {"&#8226;", "&#20013;", "&#x4e2d;", "&#XFF0", "&amp;", "&"}) {
                for (PageIndex *index : {&wide, &narrow}) {
                    index->read(std::string(before, 'x') + reference);
                    QVERIFY(index->marks().empty());
                }
            }
        }
    }

    void index() {
        using Kind = PageIndex::Kind;
        PageIndex index;
        for (std::size_t size = 0; size < 200; ++size) {
            for (std::size_t at = 0; at < size; at += 3) {
                std::string page(size, 'x');
                page[at] = '<';
                index.read(page);
                for (std::size_t from = 0; from < size + 70; from += 7) {
                    const std::size_t expected = from <= at ? at : size;
                    QCOMPARE(index.next(Kind::LessThan, from), expected);
                    QCOMPARE(index.next(Kind::Odd, from), at + 1 < size ? size : expected);
                    QCOMPARE(index.plane(Kind::LessThan).last(from, size), expected);
                    QCOMPARE(index.plane(Kind::LessThan).last(0, std::min(from, size)),
                             from > at ? at : size);
                    QCOMPARE(index.next(Kind::TagBreak, from), size);
                }
                if (at + 2 >= size)
                    continue;
                page[at + 1] = '/'; // an end tag never closed: nothing behind it is in question
                index.read(page);
                QCOMPARE(index.next(Kind::Odd, 0), size);
                page[size - 1] = '<';
                index.read(page);
                QCOMPARE(index.next(Kind::Odd, 0), size - 1);
                page[at] = '/';
                index.read(page);
                QVERIFY(!index.marks().empty() && index.marks()[0] == at);
            }
        }
    }
};

QTEST_GUILESS_MAIN(HostMapTest)
#include "host_map_test.moc"
