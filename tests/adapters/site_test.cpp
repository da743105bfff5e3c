// A whole small site through the adapter: columns, articles, letters, files, and a role for every address.
#include "adapters/site/site_extractor.h"
#include "schema/base/text.h"

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qstringconverter.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <map>

using namespace guiyi;

namespace {

/// Keeps all records; equal collections mean equal extractions.
struct Collected : RecordSink {
    std::map<std::string, std::string> facts;
    std::vector<Column> columns;
    std::map<std::string, Article> articles;
    std::map<std::string, Letter> letters;
    std::map<std::string, Resource> resources;
    std::vector<Finding> findings;

    Status setFact(std::string_view name, std::string_view value) override {
        facts[std::string(name)] = value;
        return {};
    }
    Status add(const Column &column) override {
        columns.push_back(column);
        return {};
    }
    Status add(const Article &article, const Letter *letter) override {
        articles[article.url] = article;
        if (letter != nullptr)
            letters[article.url] = *letter;
        return {};
    }
    Status add(const Resource &resource) override {
        resources[resource.url] = resource;
        return {};
    }
    Status add(const Finding &finding) override {
        findings.push_back(finding);
        return {};
    }
    const Column *column(const std::string &path) const {
        for (const Column &c : columns) {
            if (text::join(c.path, ">") == path)
                return &c;
        }
        return nullptr;
    }
    bool operator==(const Collected &o) const {
        return facts == o.facts && columns == o.columns && articles == o.articles && letters == o.letters &&
               resources == o.resources && findings == o.findings;
    }
};

/// Writes a GB18030 site of a TRS-like shape.
class SmallSite {
public:
    SmallSite() {
        const std::string menu =
            "<ul class=nav><li><a href='/'>首页</a></li><li><a href='/zwgk/'>政务公开</a><ul><li><a "
            "href='/zwgk/tzgg/'>通知公告</a></li>"
            "<li><a href='/zwgk/kong/'>规划计划</a></li><li><a "
            "href='http://zwfw.example.cn/'>网上办事</a></li></ul></li>"
            "<li><a href='/hdjl/'>互动交流</a><ul><li><a href='/hdjl/xx/'>领导信箱</a></li><li><a "
            "href='/hdjl/wm/'>联系我们</a></li></ul></li></ul>";
        const std::string foot = "<div class=foot>主办单位：某县人民政府 网站标识码：4400000001 <img "
                                 "src='/images/logo.gif'></div>";
        m_page = [=](const std::string &title, const std::string &crumbs, const std::string &content) {
            return "<html><head><meta charset=gb2312><title>" + title + "-某县人民政府</title></head><body>" +
                   menu + "<div class=pos>您当前的位置：<a href='/'>首页</a>" + crumbs + "</div>" + content +
                   foot + "</body></html>";
        };
        const std::string open = " &gt; <a href='/zwgk/'>政务公开</a>",
                          notices = open + " &gt; <a href='/zwgk/tzgg/'>通知公告</a>";
        write("index.html", m_page("首页", "", "<div>欢迎</div>"));
        write("zwgk/index.html",
              m_page("政务公开", open, "<ul><li><a href='/zwgk/tzgg/'>通知公告</a></li></ul>"));
        std::string rows;
        for (int i = 1; i <= 9; ++i)
            rows += "<li><a href='./2019/t201903" + two(i) + "_" + std::to_string(1000 + i) +
                    ".html' title='关于第" + std::to_string(i) + "项工作安排的通知'>关于第" +
                    std::to_string(i) + "项…</a><span>2019-03-" + two(i) + "</span></li>";
        write("zwgk/tzgg/index.html",
              m_page("通知公告", notices,
                     "<ul class=list>" + rows + "</ul><div>共2页 <a href='index_1.html'>下一页</a></div>"));
        write(
            "zwgk/tzgg/index_1.html",
            m_page(
                "通知公告", notices,
                "<ul class=list><li><a "
                "href='./2019/t20190310_1010.html'>已经不在的一篇文章</a><span>2019-03-10</span></li></ul>"));
        write("zwgk/kong/index.html", m_page("规划计划", open + " &gt; <a href='/zwgk/kong/'>规划计划</a>",
                                             "<p>栏目正在建设中……</p>"));
        write("hdjl/index.html", m_page("互动交流", " &gt; <a href='/hdjl/'>互动交流</a>",
                                        "<ul><li><a href='/hdjl/xx/'>领导信箱</a></li></ul>"));
        write(
            "hdjl/wm/index.html",
            m_page(
                "联系我们", " &gt; <a href='/hdjl/'>互动交流</a> &gt; <a href='/hdjl/wm/'>联系我们</a>",
                "<div "
                "class=con><h1>联系我们</"
                "h1><p>地址：某县城关镇解放路一号，邮政编码五一二〇〇〇，欢迎来信来访反映情况。</p></div>"));
        write("hdjl/xx/index.html",
              m_page("领导信箱", " &gt; <a href='/hdjl/'>互动交流</a> &gt; <a href='/hdjl/xx/'>领导信箱</a>",
                     "<ul class=list><li><a "
                     "href='/hdjl/xx/2019/t20190401_2001.html'>路灯何时修复</a><span>2019-04-01</span></li></"
                     "ul>"));
        write("hdjl/xx/2019/t20190401_2001.html",
              m_page("路灯何时修复",
                     " &gt; <a href='/hdjl/'>互动交流</a> &gt; <a href='/hdjl/xx/'>领导信箱</a>",
                     "<h1>路灯何时修复</h1><table><tr><th>来信人</th><td>李**</td></tr><tr><th>来信时间</"
                     "th><td>2019-04-01</td></tr><tr><th>办理状态</th><td>办理中</td></tr>"
                     "<tr><th>来信内容</th><td>解放路的路灯坏了两个月，请尽快修复。</td></tr></table>"));
        for (int i = 1; i <= 9; ++i)
            write("zwgk/tzgg/2019/t201903" + two(i) + "_" + std::to_string(1000 + i) + ".html",
                  article(i, notices));
        write(
            "zwgk/tzgg/2019/t20190309_1009_1.html",
            m_page("关于第9项工作安排的通知", notices,
                   frame(9, "<p>这是第九项工作安排的第二部分，说明责任分工和完成时限要求。</p>") + pager(2)));
        write("zwgk/tzgg/2019/P020190301.doc", std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 word", 13),
              true);
        write("zwgk/tzgg/2019/P020190302.doc", "<html><body>请登录</body></html>");
        write("images/logo.gif", "GIF89a", true);
        write("empty.html", "", true);
        write("gone.html",
              m_page("提示", "", "<div class=tip>对不起，您要访问的页面不存在或已被删除！</div>"));
        write("go.html", "<html><head><meta http-equiv=refresh "
                         "content='0;url=http://www.x.gov.cn/zwgk/'></head><body></body></html>");
        write("style.css", "body{}", true);
    }

    Site site() const {
        Site s;
        s.id = "x";
        s.name = "某县人民政府";
        s.host = "www.x.gov.cn";
        s.aliases = {"x.gov.cn"};
        return s;
    }
    Collected extract() const {
        Collected collected;
        site::ExtractOptions options;
        options.locations = {m_dir.path().toStdString()};
        options.scratchFolder = QDir::tempPath().toStdString();
        const auto counts = site::extractSite(site(), site::Knowledge::builtIn(), options, collected);
        if (!counts)
            qFatal("%s", counts.error().text().c_str());
        return collected;
    }

private:
    static std::string two(int i) { return (i < 10 ? "0" : "") + std::to_string(i); }
    static std::string frame(int i, const std::string &body) {
        return "<div class=bt><h1>关于第" + std::to_string(i) +
               "项<br>工作安排的通知</h1></div><div class=info>发布时间：2019年3月" + std::to_string(i) +
               "日　来源：" + (i % 2 ? "本站" : "某县教育局") +
               "　浏览次数：<script>x()</script></div><div class=view id=zoom>" + body + "</div>";
    }
    static std::string pager(int self) {
        return self == 1 ? "<div><b>1</b> <a href='t20190309_1009_1.html'>2</a></div>"
                         : "<div><a href='t20190309_1009.html'>1</a> <b>2</b></div>";
    }
    std::string article(int i, const std::string &crumbs) const {
        std::string body = "<p>各镇人民政府，县直有关单位：</p><p>现将第" + std::to_string(i) +
                           "项工作的具体安排通知如下，编号为" + std::to_string(i * 7919) +
                           "，请认真贯彻执行。</p>";
        if (i == 1)
            body += "<p>附件：<a href='./P020190301.doc'>任务分工表.doc</a></p>";
        if (i == 2)
            body += "<p>附件：<a href='./P020190302.doc'>登记表.doc</a></p><p><a "
                    "href='http://X.gov.cn/zwgk/tzgg/2019/t20190301_1001.html'>相关通知</a></p>";
        return m_page("关于第" + std::to_string(i) + "项工作安排的通知", crumbs + " &gt; 正文",
                      frame(i, body) + (i == 9 ? pager(1) : ""));
    }
    void write(const std::string &path, const std::string &content, bool raw = false) {
        const QString file = m_dir.filePath(QString::fromStdString(path));
        QDir().mkpath(QFileInfo(file).path());
        QFile out(file);
        if (!out.open(QIODevice::WriteOnly))
            qFatal("cannot write %s", path.c_str());
        if (raw) {
            out.write(content.data(), static_cast<qint64>(content.size()));
        } else {
            QStringEncoder encoder("GB18030");
            out.write(encoder(QString::fromStdString(content)));
        }
    }

    QTemporaryDir m_dir;
    std::function<std::string(const std::string &, const std::string &, const std::string &)> m_page;
};

constexpr char Base[] = "http://www.x.gov.cn";

} // namespace

class SiteTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_records = m_site.extract(); }

    void columns() {
        QStringList found;
        for (const Column &c : m_records.columns)
            found << QString::fromStdString(text::join(c.path, ">") + ":" + std::string(toText(c.kind)) +
                                            ":" + std::to_string(c.articles));
        QCOMPARE(found,
                 QStringList({QStringLiteral("政务公开:list:0"), QStringLiteral("政务公开>通知公告:list:9"),
                              QStringLiteral("政务公开>规划计划:blank:0"),
                              QStringLiteral("政务公开>网上办事:external:0"),
                              QStringLiteral("互动交流:list:0"), QStringLiteral("互动交流>领导信箱:list:1"),
                              QStringLiteral("互动交流>联系我们:page:1")}));
    }

    void articleFields() {
        const Article &a = m_records.articles.at(std::string(Base) + "/zwgk/tzgg/2019/t20190301_1001.html");
        QCOMPARE(a.title, std::string("关于第1项工作安排的通知"));
        QCOMPARE(a.published, std::string("2019-03-01"));
        QCOMPARE(a.sourceShown, std::string("本站"));
        QCOMPARE(a.source, std::string("某县人民政府"));
        QCOMPARE(a.bodyText, std::string("各镇人民政府，县直有关单位：\n现将第1项工作的具体安排通知如下，编号"
                                         "为7919，请认真贯彻执行。"));
        QCOMPARE(a.files.size(), std::size_t(1));
        QVERIFY(a.files[0].status == FileStatus::Ok);
        QCOMPARE(a.files[0].sha256.size(), std::size_t(64));
        QCOMPARE(a.placements, std::vector<RecordId>{m_records.column("政务公开>通知公告")->id});
        QVERIFY(a.evidence.at("published").confidence > 0.9);
    }

    void attachmentThatIsAWebPage() {
        const Article &a = m_records.articles.at(std::string(Base) + "/zwgk/tzgg/2019/t20190302_1002.html");
        QVERIFY(a.files[0].status == FileStatus::Html);
        QVERIFY(a.files[0].sha256.empty());
        QCOMPARE(m_records.resources.at(std::string(Base) + "/zwgk/tzgg/2019/P020190302.doc").role,
                 std::string("failed"));
        QCOMPARE(a.links.size(), std::size_t(2));
        QCOMPARE(a.links[1].url, std::string(Base) + "/zwgk/tzgg/2019/t20190301_1001.html");
        QCOMPARE(a.links[1].href, std::string("http://X.gov.cn/zwgk/tzgg/2019/t20190301_1001.html"));
    }

    void partsAreJoined() {
        const std::string main = std::string(Base) + "/zwgk/tzgg/2019/t20190309_1009.html",
                          part = std::string(Base) + "/zwgk/tzgg/2019/t20190309_1009_1.html";
        const Article &a = m_records.articles.at(main);
        QCOMPARE(a.pageUrls, (std::vector<std::string>{main, part}));
        QCOMPARE(QString::fromStdString(a.bodyText),
                 QStringLiteral("各镇人民政府，县直有关单位：\n现将第9项工作的具体安排通知如下，编号为71271，"
                                "请认真贯彻执行。\n"
                                "这是第九项工作安排的第二部分，说明责任分工和完成时限要求。"));
        QCOMPARE(m_records.resources.at(part).role, std::string("merged"));
        QCOMPARE(m_records.resources.at(part).record, a.id);
        QVERIFY(!m_records.articles.contains(part));
    }

    void letterAndSinglePage() {
        const std::string url = std::string(Base) + "/hdjl/xx/2019/t20190401_2001.html";
        QCOMPARE(m_records.letters.at(url).question, std::string("解放路的路灯坏了两个月，请尽快修复。"));
        QCOMPARE(m_records.letters.at(url).reply, std::string());
        QVERIFY(m_records.articles.at(url).kind == ArticleKind::Letter);
        QVERIFY(m_records.articles.at(std::string(Base) + "/hdjl/wm/").kind == ArticleKind::Page);
    }

    void everyAddressHasARole_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("role");
        QTest::newRow("home") << "/"
                              << "home";
        QTest::newRow("home by name") << "/index.html"
                                      << "home";
        QTest::newRow("column") << "/zwgk/"
                                << "column";
        QTest::newRow("column by name") << "/zwgk/index.html"
                                        << "column";
        QTest::newRow("second list page") << "/zwgk/tzgg/index_1.html"
                                          << "column";
        QTest::newRow("listed, not in the source") << "/zwgk/tzgg/2019/t20190310_1010.html"
                                                   << "failed";
        QTest::newRow("empty") << "/empty.html"
                               << "failed";
        QTest::newRow("soft 404") << "/gone.html"
                                  << "dropped";
        QTest::newRow("redirect") << "/go.html"
                                  << "dropped";
        QTest::newRow("layout picture") << "/images/logo.gif"
                                        << "dropped";
        QTest::newRow("style") << "/style.css"
                               << "dropped";
        QTest::newRow("attachment") << "/zwgk/tzgg/2019/P020190301.doc"
                                    << "file";
    }
    void everyAddressHasARole() {
        QFETCH(QString, path);
        const auto it = m_records.resources.find(Base + path.toStdString());
        QVERIFY(it != m_records.resources.end());
        QTEST(QString::fromStdString(it->second.role), "role");
        if (it->second.role == "failed" || it->second.role == "dropped")
            QVERIFY(!it->second.reason.empty());
    }

    void noAddressWithoutARole() {
        for (const auto &[url, resource] : m_records.resources)
            QVERIFY2(!resource.role.empty(), url.c_str());
        for (const auto &[url, article] : m_records.articles)
            QCOMPARE(m_records.resources.at(url).record, article.id);
    }

    void sameBytesSameRecords() { QVERIFY(m_site.extract() == m_records); }

    void missingSourceIsAnError() {
        Collected collected;
        site::ExtractOptions options;
        options.locations = {"/nowhere/at/all"};
        options.scratchFolder = QDir::tempPath().toStdString();
        const auto counts = site::extractSite(m_site.site(), site::Knowledge::builtIn(), options, collected);
        QVERIFY(!counts.ok());
        QVERIFY(text::contains(counts.error().text(), "/nowhere/at/all"));
    }

private:
    SmallSite m_site;
    Collected m_records;
};

QTEST_GUILESS_MAIN(SiteTest)
#include "site_test.moc"
