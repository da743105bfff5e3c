// Fields of single pages: dates, the info line, document boxes, letters, crumbs, clean bodies.
#include "adapters/site/body_writer.h"
#include "adapters/site/breadcrumbs.h"
#include "adapters/site/dates.h"
#include "adapters/site/info_line.h"
#include "adapters/site/labelled_values.h"
#include "adapters/site/list_rows.h"
#include "adapters/site/site_model.h"
#include "adapters/site/unshown_files.h"
#include "schema/base/text.h"

#include <QtTest/qtest.h>

using namespace guiyi;
using namespace guiyi::site;

namespace {

/// Links of a small site: everything on www.x.gov.cn is its own; names decide what stands behind.
class FakeLinks : public SiteLinks {
public:
    std::optional<Url> own(const Url &url) const override {
        return url.host() == "www.x.gov.cn" ? std::optional(url) : std::nullopt;
    }
    TargetKind kindOf(const Url &url) const override {
        if (text::endsWith(url.target(), ".doc"))
            return TargetKind::Document;
        if (url.target() == "/saved.jsp?q=%C4%E3")
            return TargetKind::MissingPage; // it was saved as UTF-8
        return text::endsWith(url.target(), ".jpg") ? TargetKind::Image : TargetKind::Page;
    }
};

const FakeLinks &fakeLinks() {
    static const FakeLinks links;
    return links;
}

PageLinks linksOf(const char *page) {
    return {fakeLinks(), *Url::parse(page)};
}

/// The body of `<div id=b>…</div>`.
WrittenBody bodyOf(const std::string &inside, const char *page = "http://www.x.gov.cn/a/t1.html") {
    const html::Document document = html::Document::parse("<body><div id=b>" + inside + "</div></body>");
    const PageView view(document, nullptr);
    std::int32_t container = 0;
    for (std::int32_t i = 0; i < view.size(); ++i) {
        if (view[i].node.attribute("id") == "b")
            container = i;
    }
    return writeBody(view, container, Knowledge::builtIn(), linksOf(page), {});
}

} // namespace

class FieldsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void dates_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("iso");
        QTest::newRow("dashes") << QStringLiteral("发布 2019-03-05 止") << "2019-03-05";
        QTest::newRow("slashes") << QStringLiteral("2019/3/5") << "2019-03-05";
        QTest::newRow("dots") << QStringLiteral("2019.03.05") << "2019-03-05";
        QTest::newRow("with time") << QStringLiteral("2019-3-5 08:05") << "2019-03-05T08:05:00+08:00";
        QTest::newRow("with seconds") << QStringLiteral("2019-03-05 08:05:09") << "2019-03-05T08:05:09+08:00";
        QTest::newRow("Chinese") << QStringLiteral("2019年3月5日") << "2019-03-05";
        QTest::newRow("Chinese with time")
            << QStringLiteral("2019年3月5日 8时5分") << "2019-03-05T08:05:00+08:00";
        QTest::newRow("numerals") << QStringLiteral("二〇一九年三月五日") << "2019-03-05";
        QTest::newRow("numerals with a typed circle")
            << QStringLiteral("二○○九年十二月三十一日") << "2009-12-31";
        QTest::newRow("numerals, tens") << QStringLiteral("二〇一九年十月二十日") << "2019-10-20";
        QTest::newRow("full width") << QStringLiteral("２０１９－０３－０５") << "2019-03-05";
        QTest::newRow("bracketed") << QStringLiteral("〔2019-03-05〕") << "2019-03-05";
        QTest::newRow("impossible day") << QStringLiteral("2019-02-30") << "";
        QTest::newRow("impossible month") << QStringLiteral("2019年13月1日") << "";
        QTest::newRow("leap day") << QStringLiteral("2016-02-29") << "2016-02-29";
        QTest::newRow("no leap day") << QStringLiteral("2019-02-29") << "";
        QTest::newRow("part of a longer number") << QStringLiteral("12019-03-05") << "";
        QTest::newRow("document number is no date") << QStringLiteral("粤府〔2019〕12号") << "";
        QTest::newRow("second one when the first is impossible")
            << QStringLiteral("2019-99-99 2018-01-02") << "2018-01-02";
    }
    void dates() {
        QFETCH(QString, text);
        const auto found = findDate(text.toStdString());
        QTEST(QString::fromStdString(found ? found->iso : std::string()), "iso");
    }

    void infoLines_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("published");
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("author");
        QTest::newRow("wide gaps") << QStringLiteral(
                                          "发布时间：2013-03-03　来源：东兴镇　作者：郑勇　字体：大 中 小")
                                   << "2013-03-03" << QStringLiteral("东兴镇") << QStringLiteral("郑勇");
        QTest::newRow("single blanks")
            << QStringLiteral("时间：2013-03-03 来源：县残联 作者：王芳 点击: 12 次") << "2013-03-03"
            << QStringLiteral("县残联") << QStringLiteral("王芳");
        QTest::newRow("brackets") << QStringLiteral("日期:2013-03-03 【来源:县水务局】 浏览次数：")
                                  << "2013-03-03" << QStringLiteral("县水务局") << "";
        QTest::newRow("longer label wins") << QStringLiteral("信息来源：县教育局\t发布日期：2010.01.02")
                                           << "2010-01-02" << QStringLiteral("县教育局") << "";
        QTest::newRow("spaced label") << QStringLiteral("来 源： 本站　日 期：2010年1月2日") << "2010-01-02"
                                      << QStringLiteral("本站") << "";
        QTest::newRow("empty source") << QStringLiteral("来源：\t作者：\t日期：2016-12-19") << "2016-12-19"
                                      << ""
                                      << "";
        QTest::newRow("source before a bare date") << QStringLiteral("来源：市政府办 2016-12-19")
                                                   << "2016-12-19" << QStringLiteral("市政府办") << "";
        QTest::newRow("nothing") << QStringLiteral("字体：大 中 小") << ""
                                 << ""
                                 << "";
    }
    void infoLines() {
        QFETCH(QString, text);
        const InfoLine info = readInfoLine(text.toStdString(), Knowledge::builtIn());
        QTEST(QString::fromStdString(info.published), "published");
        QTEST(QString::fromStdString(info.source), "source");
        QTEST(QString::fromStdString(info.author), "author");
    }

    void crumbs_data() {
        QTest::addColumn<QString>("html");
        QTest::addColumn<QString>("names");
        QTest::newRow("links")
            << QStringLiteral("<div>您当前的位置：<a href='/'>首页</a> &gt; <a href='/a/'>政务公开</a> &gt; "
                              "<a href='/a/b/'>通知公告</a> &gt; 正文</div>")
            << QStringLiteral("政务公开|通知公告|正文");
        QTest::newRow("plain text") << QStringLiteral("<div>当前位置：首页 >> 政务公开 >> 通知公告</div>")
                                    << QStringLiteral("政务公开|通知公告");
        QTest::newRow("label in an element of its own")
            << QStringLiteral(
                   "<div><span>当前位置：</span><ul><li><a href='http://www.x.gov.cn'>某某首页</a> > <a "
                   "href='/a/'>新闻</a> > </ul></div>")
            << QStringLiteral("新闻");
        QTest::newRow("no label") << QStringLiteral(
                                         "<p><a href='/'>首页</a>&nbsp;»&nbsp;<a href='/a/'>新闻</a></p>")
                                  << QStringLiteral("新闻");
        QTest::newRow("by name")
            << QStringLiteral(
                   "<ul class='breadcrumb'><li><a href='/'>首页</a></li><li><a href='/a/'>新闻</a></li></ul>")
            << QStringLiteral("新闻");
        QTest::newRow("a sentence with the word")
            << QStringLiteral("<p>我县地理位置：东经一百一十三度，北纬二十三度，交通便利。</p>") << "";
    }
    void crumbs() {
        QFETCH(QString, html);
        const html::Document document = html::Document::parse(html.toStdString());
        const PageView view(document, nullptr);
        std::vector<std::string> names;
        for (const Crumb &crumb :
             findBreadcrumbs(view, Knowledge::builtIn(), linksOf("http://www.x.gov.cn/a/b/1.html")).crumbs)
            names.push_back(crumb.name);
        QTEST(QString::fromStdString(text::join(names, "|")), "names");
    }

    void documentBox() {
        const html::Document document =
            html::Document::parse("<body><h1>关于印发办法的通知</h1><table><tr><td><b>索 引 "
                                  "号：</b></td><td>440000/2019-00001</td></tr>"
                                  "<tr><td>文　　号：</td><td>某府[2019]12号</td></tr><tr><td>成文日期：</"
                                  "td><td>二〇一九年三月一日</td></tr>"
                                  "<tr><td>发布机构：</td><td>某县人民政府办公室</td></tr></"
                                  "table><div>正文第一段，说明本办法的适用范围和基本原则。</div></body>");
        const PageView view(document, nullptr);
        const auto box = findDocumentBox(view, 0, view.size());
        QVERIFY(box.has_value());
        QCOMPARE(box->info.number, std::string("某府〔2019〕12号"));
        QCOMPARE(box->info.indexNumber, std::string("440000/2019-00001"));
        QCOMPARE(box->info.written, std::string("2019-03-01"));
        QCOMPARE(box->info.issuer, std::string("某县人民政府办公室"));
        QVERIFY(box->item > 0 && view.isTag(box->item, html::Tag::Table));
    }

    void letter() {
        const html::Document document = html::Document::parse(
            "<body><table><tr><th>来信人</th><td>李**</td></tr><tr><th>来信时间</th><td>2019-03-05</td></"
            "tr><tr><th>办理状态</th><td>已答复</td></tr>"
            "<tr><th>来信内容</th><td>路灯坏了。</td></tr><tr><th>答复单位</th><td>县城管局</td></"
            "tr><tr><th>答复时间</th><td>2019-03-09</td></tr>"
            "<tr><th>答复内容</th><td><p>已修复。</p><p>感谢来信。</p></td></tr></table></body>");
        const PageView view(document, nullptr);
        const auto forms = findLetterForms(view, 0, view.size());
        QCOMPARE(forms.size(), std::size_t(1));
        const LetterForm *const form = &forms.front();
        QCOMPARE(form->letter.question, std::string("路灯坏了。"));
        QCOMPARE(form->letter.reply, std::string("已修复。\n感谢来信。"));
        QCOMPARE(form->letter.asked, std::string("2019-03-05"));
        QCOMPARE(form->letter.replied, std::string("2019-03-09"));
        QCOMPARE(form->letter.status, std::string("已答复"));
        QCOMPARE(form->letter.replier, std::string("县城管局"));
    }

    void anOrdinaryTableIsNoLetter() {
        const html::Document document = html::Document::parse(
            "<table><tr><td>标题</td><td>甲</td></tr><tr><td>内容</td><td>乙</td></tr></table>");
        const PageView view(document, nullptr);
        QVERIFY(findLetterForms(view, 0, view.size()).empty());
    }

    void lettersOneAfterTheOther_data() {
        QTest::addColumn<QString>("page");
        QTest::newRow("one table") << QStringLiteral(
            "<table><tr><td>留言人</td><td>甲</td></tr><tr><td>留言时间</td><td>2019-03-05</td></tr>"
            "<tr><td>留言内容</td><td>第一个问题。</td></tr><tr><td>回复内容</td><td>第一个回复。</td></tr>"
            "<tr><td>留言人</td><td>乙</td></tr><tr><td>留言时间</td><td>2019-03-06</td></tr>"
            "<tr><td>留言内容</td><td>第二个问题。</td></tr><tr><td>回复内容</td><td>第二个回复。</td></tr></"
            "table>");
        QTest::newRow("lines") << QStringLiteral(
            "<div><p>咨询人：甲</p><p>咨询时间：2019-03-05 "
            "08:00</p><p>咨询内容：第一个问题。</p><p>答复：第一个回复。"
            "</p></div><div><p>咨询人：乙</p><p>咨询时间：2019-03-06</p><p>咨询内容：第二个问题。</p>"
            "<p>答复：第二个回复。</p></div>");
    }
    void lettersOneAfterTheOther() {
        QFETCH(QString, page);
        const html::Document document = html::Document::parse(page.toStdString());
        const PageView view(document, nullptr);
        const auto forms = findLetterForms(view, 0, view.size());
        QCOMPARE(forms.size(), std::size_t(2));
        QCOMPARE(forms[0].letter.question, std::string("第一个问题。"));
        QCOMPARE(forms[1].letter.question, std::string("第二个问题。"));
        QCOMPARE(forms[1].letter.reply, std::string("第二个回复。"));
        QCOMPARE(forms[1].letter.asked, std::string("2019-03-06"));
        QCOMPARE(forms[1].letter.sender, std::string("乙"));
    }

    void daysOfAddresses_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("days");
        const auto row = [](const char *address, const char *days) {
            QTest::newRow(address) << QString::fromLatin1(address) << QString::fromLatin1(days);
        };
        row("http://a.cn/xw/201109/W020110921702506255001.png", "20110921");
        row("http://a.cn/UploadFile/200508/200508311763265240.jpg", "20050831");
        row("http://a.cn/uploads/soft/110928/1-x.rar", "20110928");
        row("http://a.cn/attach/2011/09/28/x.doc", "20110928");
        row("http://a.cn/attach/201109/28/x.doc", "20110928");
        row("http://a.cn/attach/2011-09-28/x.doc", "20110928");
        row("http://a.cn/attach/20110928/x.doc", "20110928");
        row("http://a.cn/attach/201109/x.doc", "");
        row("http://a.cn/20119928/99999999.doc?d=20110928", "");
        row("http://a.cn/img/0/69/343069/3309231_0.gif", "");
    }
    void daysOfAddresses() {
        QFETCH(QString, address);
        QFETCH(QString, days);
        QCOMPARE(text::toQString(text::join(daysIn(address.toStdString()), ",")), days);
    }

    void survey() {
        const html::Document document = html::Document::parse(
            "<div>征集时间：2021-03-01 至 2021-03-31</div><div>征集状态：已结束</div><div>征集说明</div>"
            "<div>现公开征求意见。</div><div>结果反馈</div><div>采纳九条。</div>");
        const PageView view(document, nullptr);
        const auto form = findSurvey(view, 0, view.size());
        QVERIFY(form.has_value());
        QCOMPARE(form->letter.asked, std::string("2021-03-01"));
        QCOMPARE(form->letter.replied, std::string("2021-03-31"));
        QCOMPARE(form->letter.question, std::string("现公开征求意见。"));
        QCOMPARE(form->letter.reply, std::string("采纳九条。"));
    }

    void players_data() {
        QTest::addColumn<QString>("in");
        QTest::addColumn<QString>("html");
        QTest::newRow("iframe of a service")
            << QStringLiteral("<iframe src='https://v.qq.com/iframe/player.html?vid=x'></iframe>")
            << QStringLiteral("<p><a href=\"https://v.qq.com/iframe/player.html?vid=x\">视频</a></p>\n");
        QTest::newRow("host that only ends alike")
            << QStringLiteral("甲<iframe src='https://evilyouku.com/x'></iframe>")
            << QStringLiteral("<p>甲</p>\n");
        QTest::newRow("settings of a player")
            << QStringLiteral("<embed src='/p.swf?file=/v/a%2Db.mp4&x=1'>")
            << QStringLiteral("<p><video controls=\"\" src=\"http://www.x.gov.cn/v/a-b.mp4\"></video></p>\n");
        QTest::newRow("address put together by a script")
            << QStringLiteral("甲<script>play('/v/' + id + '.mp4')</script>")
            << QStringLiteral("<p>甲</p>\n");
        QTest::newRow("series with captions before")
            << QStringLiteral("<script>a=[['会场','/1.jpg'],['合影','/2.jpg']]</script>")
            << QStringLiteral("<p><img src=\"http://www.x.gov.cn/1.jpg\" alt=\"会场\"><br>会场<br>"
                              "<img src=\"http://www.x.gov.cn/2.jpg\" alt=\"合影\"><br>合影<br></p>\n");
        QTest::newRow("one picture is no series")
            << QStringLiteral("甲<script>a='/1.jpg'</script>") << QStringLiteral("<p>甲</p>\n");
    }
    void players() {
        QFETCH(QString, in);
        QFETCH(QString, html);
        QCOMPARE(QString::fromStdString(bodyOf(in.toStdString()).html), html);
    }

    void bodies_data() {
        QTest::addColumn<QString>("in");
        QTest::addColumn<QString>("html");
        QTest::addColumn<QString>("text");
        QTest::newRow("paragraphs") << QStringLiteral(
                                           "<p>&nbsp;&nbsp;甲</p><p style='text-align:right'>乙</p>")
                                    << QStringLiteral("<p>甲</p>\n<p style=\"text-align:right\">乙</p>\n")
                                    << QStringLiteral("甲\n乙");
        QTest::newRow("breaks") << QStringLiteral("&nbsp;&nbsp;<FONT>甲</FONT><BR><BR>乙<br/>")
                                << QStringLiteral("<p>甲</p>\n<p>乙</p>\n") << QStringLiteral("甲\n乙");
        QTest::newRow("Word paste")
            << QStringLiteral("<p class=MsoNormal><span lang=EN-US style='mso-x:1'>甲<o:p></o:p></span></p>")
            << QStringLiteral("<p>甲</p>\n") << QStringLiteral("甲");
        QTest::newRow("script, style and handlers go")
            << QStringLiteral("<p onclick='x()'>甲</p><script>evil()</script><style>p{}</style>")
            << QStringLiteral("<p>甲</p>\n") << QStringLiteral("甲");
        QTest::newRow("script links keep their text")
            << QStringLiteral("<p><a href='javascript:evil()'>甲</a>乙</p>")
            << QStringLiteral("<p>甲乙</p>\n") << QStringLiteral("甲乙");
        QTest::newRow("emphasis") << QStringLiteral("<p>甲<b>乙</b>丙</p>")
                                  << QStringLiteral("<p>甲<strong>乙</strong>丙</p>\n")
                                  << QStringLiteral("甲乙丙");
        QTest::newRow("data table")
            << QStringLiteral("<table><tr><th colspan=2>甲</th></tr><tr><td>1</td><td></td></tr></table>")
            << QStringLiteral(
                   "<table>\n<tr><th colspan=\"2\">甲</th></tr>\n<tr><td>1</td><td></td></tr>\n</table>\n")
            << QStringLiteral("甲\n1\t");
        QTest::newRow("layout table unwrapped")
            << QStringLiteral("<table><tr><td><p>甲</p></td></tr></table>") << QStringLiteral("<p>甲</p>\n")
            << QStringLiteral("甲");
        QTest::newRow("files at the end are no text")
            << QStringLiteral("<p>甲</p><p>附件：<a href='f.doc'>表.doc</a></p>")
            << QStringLiteral("<p>甲</p>\n<p>附件：<a href=\"http://www.x.gov.cn/a/f.doc\">表.doc</a></p>\n")
            << QStringLiteral("甲");
        QTest::newRow("hidden parts go")
            << QStringLiteral(
                   "<p>甲</p><div style='display: none'><a href='http://bad.example/'>赌</a></div>")
            << QStringLiteral("<p>甲</p>\n") << QStringLiteral("甲");
        QTest::newRow("list") << QStringLiteral("<ul><li>甲</li><li>乙</li></ul>")
                              << QStringLiteral("<ul><li>甲</li>\n<li>乙</li>\n</ul>\n")
                              << QStringLiteral("甲\n乙");
        QTest::newRow("text is escaped")
            << QStringLiteral("<p>&lt;script&gt; &amp; 1&lt;2</p>")
            << QStringLiteral("<p>&lt;script&gt; &amp; 1&lt;2</p>\n") << QStringLiteral("<script> & 1<2");
        QTest::newRow("a tail of related links goes")
            << QStringLiteral("<p>甲</p><div>相关文章</div><ul><li>2016/12/19<a "
                              "href='1.html'>乙乙乙乙乙乙乙乙乙乙乙乙</a></li></ul>")
            << QStringLiteral("<p>甲</p>\n") << QStringLiteral("甲");
        QTest::newRow("players")
            << QStringLiteral("<p>甲</p><p><video width=600 autoplay><source src='v.mp4'>请升级</video></p>"
                              "<object data='w.swf'><embed src='/w.flv'></object>"
                              "<div style='display:none'><video src=x.mp4></video></div>")
            << QStringLiteral(
                   "<p>甲</p>\n<p><video controls=\"\" src=\"http://www.x.gov.cn/a/v.mp4\"></video>"
                   "</p>\n<p><video controls=\"\" src=\"http://www.x.gov.cn/w.flv\"></video></p>\n")
            << QStringLiteral("甲");
        QTest::newRow("icons by pixels, not by share")
            << QStringLiteral("<p><img src=a.gif width=16><img src=b.jpg width='20%'></p>")
            << QStringLiteral("<p><img src=\"http://www.x.gov.cn/a/b.jpg\" alt=\"\"></p>\n") << QString();
        QTest::newRow("the address that was, and the lazy one")
            << QStringLiteral("<p><img src=b.jpg oldsrc=W0201.jpg><img src=wait.png data-src=c.jpg></p>")
            << QStringLiteral("<p><img src=\"http://www.x.gov.cn/a/b.jpg\" alt=\"\">"
                              "<img src=\"http://www.x.gov.cn/a/c.jpg\" alt=\"\"></p>\n")
            << QString();
        QTest::newRow("previous and next go")
            << QStringLiteral("<p>甲</p><p>上一篇：<a href='2.html'>乙乙乙乙</a></p>")
            << QStringLiteral("<p>甲</p>\n") << QStringLiteral("甲");
    }
    void bodies() {
        QFETCH(QString, in);
        const WrittenBody body = bodyOf(in.toStdString());
        QTEST(QString::fromStdString(body.html), "html");
        QTEST(QString::fromStdString(body.text), "text");
    }

    void bodyFilesAndLinks() {
        const WrittenBody body = bodyOf("<p>甲<a href='./f.doc' title='t'>附件 1.doc</a><img src='p.jpg'><a "
                                        "href='mailto:a@b.cn'>信</a><a href='#top'>顶</a></p>");
        QCOMPARE(body.files.size(), std::size_t(2));
        QCOMPARE(body.files[0].url, std::string("http://www.x.gov.cn/a/f.doc"));
        QCOMPARE(body.files[0].name, std::string("附件 1.doc"));
        QCOMPARE(body.files[0].href, std::string("./f.doc"));
        QVERIFY(body.files[1].role == FileRole::Image);
        QCOMPARE(body.links.size(), std::size_t(4));
        QCOMPARE(body.links[0].href, std::string("./f.doc"));
        QCOMPARE(body.links[2].href, std::string("mailto:a@b.cn"));
    }

    void scriptRows() {
        const html::Document document = html::Document::parse(
            "<div><script "
            "type='text/xml'><datastore><recordset><record><![CDATA[<li><span>2019-03-05</span><a "
            "href='/art/1.html' title='全标题'>标…</a></li>]]></record>"
            "<record><![CDATA[<TR><TD><A "
            "href='/art/2.html'>乙</A></TD><TD>2019-03-06</TD></TR>]]></record></recordset></datastore></"
            "script></div>");
        const PageView view(document, nullptr);
        const auto rows =
            findScriptRows(view, Knowledge::builtIn(), linksOf("http://www.x.gov.cn/col/col1/index.html"));
        QCOMPARE(rows.size(), std::size_t(2));
        QCOMPARE(rows[0].title, std::string("全标题"));
        QCOMPARE(rows[0].date, std::string("2019-03-05"));
        QCOMPARE(rows[1].url, std::string("http://www.x.gov.cn/art/2.html"));
        QCOMPARE(rows[1].date, std::string("2019-03-06"));
    }

    void articlePager() {
        const html::Document document =
            html::Document::parse("<div><p>甲</p><div class=p><a href='t1.html'>1</a> <b>2</b> <a "
                                  "href='t1_2.html'>3</a> <a href='t9.html'>4</a></div></div>");
        const PageView view(document, nullptr);
        const ArticlePager pager =
            findArticlePager(view, 0, view.size(), linksOf("http://www.x.gov.cn/a/t1_1.html"));
        QCOMPARE(pager.pages.size(), std::size_t(2));
        QCOMPARE(pager.pages[0].number, 1);
        QCOMPARE(pager.pages[1].url, std::string("http://www.x.gov.cn/a/t1_2.html"));
        QCOMPARE(withoutPageNumber("/show.asp?id=1&page=2"), std::string("/show.asp?id=1"));
        QCOMPARE(withoutPageNumber("/a/t20190305_1234567.html"), std::string("/a/t20190305_1234567.html"));
    }

    void urlHints_data() {
        QTest::addColumn<QString>("target");
        QTest::addColumn<bool>("article");
        QTest::addColumn<QString>("date");
        QTest::newRow("TRS") << "/zwgk/tzgg/201901/t20190105_123456.html" << true << "2019-01-05";
        QTest::newRow("Hanweb") << "/art/2019/1/5/art_123_456.html" << true << "2019-01-05";
        QTest::newRow("query") << "/show.asp?id=5" << true << "";
        QTest::newRow("column") << "/zwgk/tzgg/index.html" << false << "";
        QTest::newRow("impossible date") << "/zwgk/201913/t20191345_123456.html" << true << "";
    }
    void urlHints() {
        QFETCH(QString, target);
        const UrlHint hint = Knowledge::builtIn().hint(target.toStdString(), nullptr);
        QTEST(hint.article, "article");
        QTEST(QString::fromStdString(hint.date), "date");
    }

    void titles_data() {
        QTest::addColumn<QString>("html");
        QTest::addColumn<QString>("title");
        QTest::newRow("over two lines")
            << QStringLiteral("<title>关于开展检查的通知-某县</title><body><div>某县</div><h1>关于开展<br/"
                              ">检查的通知</h1><p>正文</p>")
            << QStringLiteral("关于开展检查的通知");
        QTest::newRow("in a cell")
            << QStringLiteral("<title>某县 关于开展检查的通知</title><body><table><tr><td "
                              "class=biaoti><font><b>关于开展检查的通知</b></font></td></tr></table>")
            << QStringLiteral("关于开展检查的通知");
        QTest::newRow("related links do not count")
            << QStringLiteral("<title>关于开展检查的通知</title><body><a "
                              "href='1.html'>关于开展检查的通知</a><h2>关于开展检查的通知</h2>")
            << QStringLiteral("关于开展检查的通知");
    }
    void titles() {
        QFETCH(QString, html);
        const html::Document document = html::Document::parse(html.toStdString());
        const PageView view(document, nullptr);
        QTEST(QString::fromStdString(findTitle(view, documentTitle(document), -1, nullptr).text), "title");
    }

    /// Browsers write queries in the page's encoding and paths in UTF-8.
    void queriesInThePagesEncoding() {
        LinkCache cache;
        const Url page = *Url::parse("http://www.x.gov.cn/a/t1.html");
        const PageLinks gbk(fakeLinks(), page, &cache, "gbk"), utf8(fakeLinks(), page, &cache, "utf-8");
        for (const char *href : {"/你.jsp?q=你", "list.jsp?q=你", "http://y.cn/?q=你"}) {
            const std::string inGbk = gbk.resolve(href)->text(), inUtf8 = utf8.resolve(href)->text();
            QVERIFY2(text::endsWith(inGbk, "?q=%C4%E3"), inGbk.c_str());
            QVERIFY2(text::endsWith(inUtf8, "?q=%E4%BD%A0"), inUtf8.c_str());
        }
        QCOMPARE(gbk.resolve("/你.jsp?q=你")->text(),
                 std::string("http://www.x.gov.cn/%E4%BD%A0.jsp?q=%C4%E3"));
        QCOMPARE(gbk.own("/saved.jsp?q=你")->target(), std::string("/saved.jsp?q=%E4%BD%A0"));
    }
};

QTEST_GUILESS_MAIN(FieldsTest)
#include "fields_test.moc"
