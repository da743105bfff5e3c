#include "mappings/urlmap/bare_hosts.h"
#include "mappings/urlmap/rewrite.h"
#include "text_of.h"

#include <QtCore/qelapsedtimer.h>

#include <random>

using namespace guiyi;
using namespace guiyi::mapping;

namespace {

const HostRegistry &hosts() {
    static const HostRegistry registry([] {
        Site a, b;
        a.id = "a";
        a.host = "www.a.gov.cn";
        a.aliases = {"old.a.com:81"};
        b.id = "b";
        b.host = "www.b.gov.cn";
        return std::vector<Site>{a, b};
    }());
    return registry;
}

/// Own, alias and sibling links go to "https://new/" + path; others stay.
LinkTarget toNew(const LinkClass &link, std::string_view) {
    if (link.kind == LinkKind::External)
        return {};
    return {true, "https://new.gov.cn/" + link.site->id + Url::parse(link.canonical)->target(), "ok"};
}
LinkTarget never(const LinkClass &, std::string_view) {
    return {};
}

Rewritten html(const std::string &s, const LinkResolver &resolver = toNew) {
    return rewriteHtml(s, *Url::parse("http://www.a.gov.cn/d/p.html"), hosts(), hosts().sites()[0], resolver);
}

} // namespace

class RewriteTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rewrites_data() {
        QTest::addColumn<QString>("in");
        QTest::addColumn<QString>("out");
        const auto row = [](const char *label, const char *in, const char *out) {
            QTest::newRow(label) << QString::fromUtf8(in) << QString::fromUtf8(out);
        };
        row("double quotes", "<a href=\"x.html\">x</a>", "<a href=\"https://new.gov.cn/a/d/x.html\">x</a>");
        row("single quotes", "<a href='/x?a=1&amp;b=2'>x</a>",
            "<a href='https://new.gov.cn/a/x?a=1&amp;b=2'>x</a>");
        row("bare ampersand", "<a href=\"/x?a=1&b=2\">", "<a href=\"https://new.gov.cn/a/x?a=1&amp;b=2\">");
        row("unquoted", "<IMG SRC=/i.gif width=1>", "<IMG SRC=https://new.gov.cn/a/i.gif width=1>");
        row("fragment", "<a href=\"x.html#s2\">", "<a href=\"https://new.gov.cn/a/d/x.html#s2\">");
        row("alias and sibling", "<a href=\"http://OLD.a.com:81/x\"><a href=//www.b.gov.cn/>",
            "<a href=\"https://new.gov.cn/a/x\"><a href=https://new.gov.cn/b/>");
        row("host boundary", "<a href=\"http://www.a.gov.cn.evil.com/\"><a href=\"http://xwww.a.gov.cn/\">",
            "<a href=\"http://www.a.gov.cn.evil.com/\"><a href=\"http://xwww.a.gov.cn/\">");
        row("blanks and case", "<A\n HREF = \"x\"  >", "<A\n HREF = \"https://new.gov.cn/a/d/x\"  >");
        row("srcset", "<img srcset=\"a.jpg 1x, /b,c.jpg 2x,http://x.com/y.jpg\">",
            "<img srcset=\"https://new.gov.cn/a/d/a.jpg 1x, https://new.gov.cn/a/b,c.jpg "
            "2x,http://x.com/y.jpg\">");
        row("meta refresh", "<meta http-equiv=\"Refresh\" content=\"0; URL='/new.html'\">",
            "<meta http-equiv=\"Refresh\" content=\"0; URL='https://new.gov.cn/a/new.html'\">");
        row("other meta", "<meta name=\"description\" content=\"/new.html\">",
            "<meta name=\"description\" content=\"/new.html\">");
        row("meta address", "<meta property=\"og:url\" content=\"http://www.a.gov.cn/x\">",
            "<meta property=\"og:url\" content=\"https://new.gov.cn/a/x\">");
        row("style attribute", "<p style=\"background:url(&quot;/b.png&quot;) no-repeat\">",
            "<p style=\"background:url(&quot;https://new.gov.cn/a/b.png&quot;) no-repeat\">");
        row("style block",
            "<style>p{background:URL( '/b.png' )} /* url(/c.png) */ @import \"x.css\";</style>",
            "<style>p{background:URL( 'https://new.gov.cn/a/b.png' )} /* url(/c.png) */ @import "
            "\"https://new.gov.cn/a/d/x.css\";</style>");
        row("script literals",
            "<script>var u=\"http://www.a.gov.cn/x\", t='see http://www.a.gov.cn/x'; // "
            "\"http://www.a.gov.cn/c\"\n</script>",
            "<script>var u=\"https://new.gov.cn/a/x\", t='see http://www.a.gov.cn/x'; // "
            "\"http://www.a.gov.cn/c\"\n</script>");
        row("escaped slashes", "<script>{\"u\":\"http:\\/\\/www.a.gov.cn\\/x\"}</script>",
            "<script>{\"u\":\"https:\\/\\/new.gov.cn\\/a\\/x\"}</script>");
        row("event handler", "<a onclick=\"window.open('/x.html');f('/y.html')\">",
            "<a onclick=\"window.open('https://new.gov.cn/a/x.html');f('/y.html')\">");
        row("location", "<script>window.location.href = \"/x/\"; a == \"/y/\"</script>",
            "<script>window.location.href = \"https://new.gov.cn/a/x/\"; a == \"/y/\"</script>");
        row("running text", "见 http://www.a.gov.cn/x。", "见 http://www.a.gov.cn/x。");
        row("comment", "<!-- <a href=\"x\"> --><a href=\"y\">",
            "<!-- <a href=\"x\"> --><a href=\"https://new.gov.cn/a/d/y\">");
        row("text elements", "<title><a href=\"x\"></title><textarea><a href=\"x\"></textarea>",
            "<title><a href=\"x\"></title><textarea><a href=\"x\"></textarea>");
        row("list data",
            "<script type=\"text/xml\"><record><![CDATA[<li><a href=\"/art/1.html\">x]]></record></script>",
            "<script type=\"text/xml\"><record><![CDATA[<li><a "
            "href=\"https://new.gov.cn/a/art/1.html\">x]]></record></script>");
        row("base", "<base href=\"http://www.b.gov.cn/q/\"><a href=\"x\">",
            "<base href=\"http://www.b.gov.cn/q/\"><a href=\"https://new.gov.cn/b/q/x\">");
        row("data attributes", "<img data-src=\"/i.jpg\" data-id=\"/5\" data-any=\"http://www.a.gov.cn/z\">",
            "<img data-src=\"https://new.gov.cn/a/i.jpg\" data-id=\"/5\" "
            "data-any=\"https://new.gov.cn/a/z\">");
        row("player", "<param name=\"movie\" value=\"/m.swf\"><input value=\"/x\">",
            "<param name=\"movie\" value=\"https://new.gov.cn/a/m.swf\"><input value=\"/x\">");
        row("jump menu",
            "<select onchange=\"window.open(this.value)\"><option value='http://www.b.gov.cn/'>b<option "
            "value=\"//www.a.gov.cn/x?a=1&amp;b=2\"><option value=5><option value=\"/x\">",
            "<select onchange=\"window.open(this.value)\"><option value='https://new.gov.cn/b/'>b<option "
            "value=\"https://new.gov.cn/a/x?a=1&amp;b=2\"><option value=5><option value=\"/x\">");
        row("form data", "<input type=hidden name=back value=\"http://www.a.gov.cn/x\">",
            "<input type=hidden name=back value=\"http://www.a.gov.cn/x\">");
        row("script address",
            "<a href=\"javascript:go('http://www.b.gov.cn/x')\"><a href=' JavaScript:window.open(&quot;/y/z"
            "&quot;)'><a href=\"javascript:f('http://www.a.gov.cn/?id='+n)\">",
            "<a href=\"javascript:go('https://new.gov.cn/b/x')\"><a href=' JavaScript:window.open(&quot;"
            "https://new.gov.cn/a/y/z&quot;)'><a href=\"javascript:f('http://www.a.gov.cn/?id='+n)\">");
        row("refresh without url", "<meta http-equiv=refresh content=\"5;/new.html\">",
            "<meta http-equiv=refresh content=\"5;https://new.gov.cn/a/new.html\">");
        row("refresh with a comma", "<meta http-equiv=refresh content=\"1.5 , url = 'new.html'\">",
            "<meta http-equiv=refresh content=\"1.5 , url = 'https://new.gov.cn/a/d/new.html'\">");
        row("reload", "<meta http-equiv=refresh content=\"600\"><meta http-equiv=refresh content=\"600; \">",
            "<meta http-equiv=refresh content=\"600\"><meta http-equiv=refresh content=\"600; \">");
        row("frames", "<frame src=top.html><iframe src='http://old.a.com:81/f?x#y'></iframe>",
            "<frame src=https://new.gov.cn/a/d/top.html><iframe src='https://new.gov.cn/a/f?x#y'></iframe>");
        row("objects",
            "<object data=/m.swf codebase=\"http://www.a.gov.cn/c/\"><embed src=\"m.swf\" "
            "pluginspage=\"http://x.com/\"><param name=FlashVars value=\"f=1\"><param name=any "
            "value=\"http://www.b.gov.cn/v.flv\">",
            "<object data=https://new.gov.cn/a/m.swf codebase=\"https://new.gov.cn/a/c/\"><embed "
            "src=\"https://new.gov.cn/a/d/m.swf\" pluginspage=\"http://x.com/\"><param name=FlashVars "
            "value=\"f=1\"><param name=any value=\"https://new.gov.cn/b/v.flv\">");
        row("VML",
            "<!--[if gte vml 1]><v:shape><v:imagedata src=\"a.files/i.png\" "
            "o:href=\"http://www.a.gov.cn/i.png\"/>"
            "</v:shape><![endif]--><![if !vml]><img src=\"i.png\"><![endif]>",
            "<!--[if gte vml 1]><v:shape><v:imagedata src=\"https://new.gov.cn/a/d/a.files/i.png\" "
            "o:href=\"https://new.gov.cn/a/i.png\"/></v:shape><![endif]--><![if !vml]><img "
            "src=\"https://new.gov.cn/a/d/i.png\"><![endif]>");
        row("image filter",
            "<p style=\"filter:progid:DXImageTransform.Microsoft.AlphaImageLoader(src='/b.png',sizingMethod="
            "'crop')\"><style>.a{_filter:x(SRC=\"http://www.a.gov.cn/c.png\")}</style>",
            "<p "
            "style=\"filter:progid:DXImageTransform.Microsoft.AlphaImageLoader(src='https://new.gov.cn/a/"
            "b.png',"
            "sizingMethod='crop')\"><style>.a{_filter:x(SRC=\"https://new.gov.cn/a/c.png\")}</style>");
        row("JSON in an attribute",
            "<div data-cfg='{\"u\":\"http:\\/\\/www.a.gov.cn\\/x\",\"t\":\"/y\"}' "
            "data-n=\"[&quot;//www.b.gov.cn/z&quot;]\">",
            "<div data-cfg='{\"u\":\"https:\\/\\/new.gov.cn\\/a\\/x\",\"t\":\"/y\"}' "
            "data-n=\"[&quot;https://new.gov.cn/b/z&quot;]\">");
        row("location of a frame", "<a onclick=\"parent.location='/x/';top.location.replace('/y/z')\">",
            "<a "
            "onclick=\"parent.location='https://new.gov.cn/a/x/';top.location.replace('https://new.gov.cn/a/"
            "y/z')\">");
        row("joined literals", "<a onclick=\"location='http://www.a.gov.cn/x?id='+id\">",
            "<a onclick=\"location='http://www.a.gov.cn/x?id='+id\">");
        row("old attributes",
            "<body background=/b.gif><table background='c.gif'><area href=/m><form action=\"/s.jsp\"><q "
            "cite=/q>"
            "<img lowsrc=/l.gif dynsrc=/v.avi longdesc=/d.html><bgsound src=/s.mid>",
            "<body background=https://new.gov.cn/a/b.gif><table "
            "background='https://new.gov.cn/a/d/c.gif'><area "
            "href=https://new.gov.cn/a/m><form action=\"https://new.gov.cn/a/s.jsp\"><q "
            "cite=https://new.gov.cn/a/q><img lowsrc=https://new.gov.cn/a/l.gif "
            "dynsrc=https://new.gov.cn/a/v.avi longdesc=https://new.gov.cn/a/d.html><bgsound "
            "src=https://new.gov.cn/a/s.mid>");
        row("never asked",
            "<a href=\"#x\"><a href=\"javascript:f()\"><a href=\"mailto:x@y\"><img "
            "src=\"data:image/png;base64,AA\">",
            "<a href=\"#x\"><a href=\"javascript:f()\"><a href=\"mailto:x@y\"><img "
            "src=\"data:image/png;base64,AA\">");
        row("unfinished", "<a href=\"x", "<a href=\"x");
        row("unfinished script", "<script>var a=\"http://www.a.gov.cn/x",
            "<script>var a=\"http://www.a.gov.cn/x");
        row("slash before the end", "<br/><img src=/a.gif/>", "<br/><img src=https://new.gov.cn/a/a.gif/>");
    }
    void rewrites() {
        const std::string in = fetched("in");
        COMPARE_TEXT(html(in).text, fetched("out"));
        COMPARE_TEXT(html(in, never).text, in);
    }

    void ledger() {
        const Rewritten r = html("<a href=\"x?a=1&amp;b\">http://www.b.gov.cn/t, </a>"
                                 "<img srcset=\"i.jpg 2x\"><a href=\"#k\"><p style=\"a:url(b)\">");
        std::vector<std::string> lines;
        for (const RewriteEntry &e : r.ledger)
            lines.push_back(e.foundIn + " " + std::string(toText(e.kind)) + " " + e.href + " " + e.url +
                            (e.rewritten ? " *" : ""));
        COMPARE_TEXT(text::join(lines, "\n"), "attr own x?a=1&b http://www.a.gov.cn/d/x?a=1&b *\n"
                                              "text sibling http://www.b.gov.cn/t http://www.b.gov.cn/t\n"
                                              "srcset own i.jpg http://www.a.gov.cn/d/i.jpg *\n"
                                              "attr anchor #k http://www.a.gov.cn/d/p.html\n"
                                              "css own b http://www.a.gov.cn/d/b *");
    }

    void css() {
        const Rewritten r =
            rewriteCss("a{b:url(/x.png);c:url(\"y\\20 z.png\")}@import url(q.css);",
                       *Url::parse("http://www.a.gov.cn/s/a.css"), hosts(), hosts().sites()[0], toNew);
        COMPARE_TEXT(r.text,
                     "a{b:url(https://new.gov.cn/a/x.png);c:url(\"https://new.gov.cn/a/s/y%20z.png\")}"
                     "@import url(https://new.gov.cn/a/s/q.css);");
    }

    void bareHosts_data() {
        QTest::addColumn<QString>("in");
        QTest::addColumn<QString>("hosts");
        const auto row = [](const char *label, const char *in, const char *hosts) {
            QTest::newRow(label) << QString::fromUtf8(in) << QString::fromUtf8(hosts);
        };
        row("between Chinese characters", "请登录www.a.gov.cn查询", "www.a.gov.cn");
        row("brackets, full stops", "网址（www.a.gov.cn）、(a.gov.cn). 见 b.gov.cn.",
            "www.a.gov.cn a.gov.cn b.gov.cn");
        row("behind a colon", "网址:www.a.gov.cn，网址：WWW.A.GOV.CN。", "www.a.gov.cn WWW.A.GOV.CN");
        row("port and path", "www.a.gov.cn:81/x/y.html?a=1，www.a.gov.cn/。",
            "www.a.gov.cn:81/x/y.html?a=1 www.a.gov.cn/");
        row("colon behind", "www.a.gov.cn:见附件", "www.a.gov.cn");
        row("part of something longer",
            "x@mail.a.gov.cn a.gov.cn@x ftp://www.a.gov.cn/ x/www.a.gov.cn ?u=www.a.gov.cn", "");
        row("other names", "www. www.x x.gov.cnx a.gov.cn.x www..a.gov.cn v1.gov.cn2 www.10.0 _x.gov.cn", "");
        row("not of the government", "www.a.com 和 a.com", "www.a.com");
    }
    void bareHosts() {
        const std::string text = fetched("in");
        std::string names;
        for (TextRange r = nextBareHost(text, 0, text.size()); r.end > r.begin;
             r = nextBareHost(text, r.end, text.size()))
            names += (names.empty() ? "" : " ") + text.substr(r.begin, r.end - r.begin);
        COMPARE_TEXT(names, fetched("hosts"));
    }

    /// Known hosts alone are reported, between the addresses with a scheme, and changed by policy.
    void bareHostsInText() {
        const std::string page =
            "<p title=\"www.a.gov.cn\">请登录www.a.gov.cn查询，http://www.a.gov.cn/x 或"
            "xwww.a.gov.cn、www.a.gov.cn.evil.com、www.a.gov.cn/y。<!-- www.a.gov.cn --></p>";
        const LinkResolver resolver = [](const LinkClass &link, std::string_view) {
            return LinkTarget{true, "https://n.gov.cn" + link.url.substr(sizeof "http://www.a.gov.cn" - 1),
                              "ok"};
        };
        const Rewritten reported = html(page, resolver);
        COMPARE_TEXT(reported.text, page);
        std::string found;
        for (const RewriteEntry &e : reported.ledger)
            found += e.foundIn + " " + e.href + " " + e.url + "\n";
        COMPARE_TEXT(
            found,
            "text www.a.gov.cn http://www.a.gov.cn/\ntext http://www.a.gov.cn/x http://www.a.gov.cn/x\n"
            "text www.a.gov.cn/y http://www.a.gov.cn/y\n");
        RewriteOptions options;
        options.text = TextPolicy::Rewrite;
        const Rewritten changed = rewriteHtml(page, *Url::parse("http://www.a.gov.cn/d/p.html"), hosts(),
                                              hosts().sites()[0], resolver, options);
        COMPARE_TEXT(changed.text,
                     "<p title=\"www.a.gov.cn\">请登录https://n.gov.cn/查询，https://n.gov.cn/x 或"
                     "xwww.a.gov.cn、www.a.gov.cn.evil.com、https://n.gov.cn/y。<!-- www.a.gov.cn --></p>");
    }

    /// Random soup of markup pieces: nothing changes without a rewrite; with one, every byte outside the
    /// ledger's ranges is kept, and rewriting again changes nothing, since the new host is not a legacy one.
    void soup() {
        const std::vector<std::string> pieces{"<a href=",
                                              "\"",
                                              "'",
                                              ">",
                                              "<",
                                              "http://www.a.gov.cn/x",
                                              " ",
                                              "src=/y",
                                              "<script>",
                                              "</script>",
                                              "<style>",
                                              "</style>",
                                              "url(",
                                              ")",
                                              "&amp;",
                                              "&apos;",
                                              "&quot;",
                                              "<!--",
                                              "-->",
                                              "style=",
                                              "\\",
                                              "\n",
                                              "公告",
                                              "\xC4\xE3\x5C",
                                              "/*",
                                              "*/",
                                              "//",
                                              "<base href=",
                                              "<![CDATA[",
                                              "]]>",
                                              "url=/k",
                                              "content=",
                                              "<meta http-equiv=refresh ",
                                              "onclick=\"location='/x/'\"",
                                              "srcset=\"a 1x, b 2x\"",
                                              std::string(1, '\0')};
        const std::string target = "https://n.gov.cn/@";
        const auto always = [&](const LinkClass &, std::string_view) {
            return LinkTarget{true, target, "ok"};
        };
        for (unsigned seed = 1; seed <= 5000; ++seed) {
            std::mt19937 random(seed);
            std::string s;
            for (unsigned n = 1 + random() % 30; n > 0; --n)
                s += pieces[random() % pieces.size()];
            QVERIFY2(html(s, never).text == s, std::to_string(seed).c_str());
            const Rewritten r = html(s, always);
            std::string spliced;
            std::size_t copied = 0;
            for (const RewriteEntry &e : r.ledger) {
                QVERIFY2(e.begin <= e.end && e.end <= s.size() && e.begin >= copied,
                         std::to_string(seed).c_str());
                if (!e.rewritten)
                    continue;
                const std::string raw = s.substr(e.begin, e.end - e.begin);
                const bool escaped = e.foundIn == "script" && text::contains(raw, "\\/");
                spliced += s.substr(copied, e.begin - copied) +
                           (escaped ? text::replaceAll(target, "/", "\\/") : target);
                copied = e.end;
            }
            spliced += s.substr(copied);
            QVERIFY2(r.text == spliced, std::to_string(seed).c_str());
        }
    }

    void speed() {
        std::string page;
        while (page.size() < 4'000'000) {
            page += "<p "
                    "style=\"text-indent:2em\">"
                    "为进一步规范本行政区域内的建设项目管理，依据有关法律、法规，结合实际，制定本办法。";
            page += "本办法自发布之日起施行，有效期五年，由主管部门负责解释。各有关单位要认真贯彻落实，确保各"
                    "项工作取得实效。</p>\n";
            if (page.size() % 5 == 0)
                page += "<li><a href=\"/zwgk/tzgg/201903/t20190305_1234.html\" "
                        "target=\"_blank\">关于开展检查的通知</a><span>2019-03-05</span></li>\n";
        }
        QElapsedTimer timer;
        timer.start();
        const Rewritten r = html(page);
        const double seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
        qInfo("%.0f MB/s, %zu links", static_cast<double>(page.size()) / 1e6 / seconds, r.ledger.size());
        QVERIFY(r.text.size() > page.size());
    }
};

QTEST_GUILESS_MAIN(RewriteTest)
#include "rewrite_test.moc"
