// The parts of a capture: what robots.txt allows, what a page leads to, what is endless, what is remembered.
#include "migrator/capture/discovery.h"
#include "migrator/capture/fetcher.h"
#include "migrator/capture/frontier.h"
#include "migrator/capture/http_headers.h"
#include "migrator/capture/pace.h"
#include "migrator/capture/robots.h"
#include "migrator/capture/scope.h"
#include "migrator/capture/traps.h"
#include "migrator/capture/turns.h"

#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <set>

using namespace guiyi;
using namespace guiyi::capture;

namespace {

using List = std::vector<std::string>;

/// As text, so that a failure shows both sides.
QByteArray joined(List links) {
    std::sort(links.begin(), links.end());
    QByteArray text;
    for (const std::string &link : links)
        text += QByteArray::fromStdString(link) + "\n";
    return text;
}

QByteArray linksOf(const std::string &page, const std::string &html) {
    Discovery discovery;
    List links;
    discovery.read(*Url::parse(page), html, {}, [&](const Link &link) {
        links.push_back(link.url.text() + (link.guess ? " guess" : link.requisite ? " file" : ""));
    });
    return joined(links);
}

Finished finished(const Item &item, int status, const std::string &digest) {
    Finished f;
    f.id = item.id;
    f.url = item.url;
    f.status = status;
    f.digest = digest;
    f.date = "2020-01-02T03:04:05Z";
    f.etag = "\"a\tb\"";
    f.record = f.payload = {1, 100 + item.id, 50};
    return f;
}

} // namespace

class CaptureTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void robots();
    void patternsEnd();
    void discoversLinks();
    void discoversPagers();
    void commonMarkupHidesNothing();
    void repeatedLinksKeepTheirMeaning();
    void frontierGoesOn();
    void frontierRetries();
    void frontierStartsOver();
    void manyAddresses();
    void trapsRunDry();
    void trapsGoOn();
    void paceIsKept();
    void slowServersAreSpared();
    void totalPaceIsKept();
    void robotsComeFirst();
    void changes();
    void headers();
    void privateAddresses();
    void scope();
};

void CaptureTest::robots() {
    const Robots r =
        Robots::parse("\xEF\xBB\xBFUser-agent: other\nDisallow: /\n\nUSER-AGENT: *\nDisallow: /admin/ # no\n"
                      "Allow: /admin/open\nDisallow: /*.jsp$\nDisallow:\nCrawl-delay: 2\n"
                      "Sitemap: http://a.cn/s.xml\n",
                      "guiyi");
    QVERIFY(r.allows("/"));
    QVERIFY(!r.allows("/admin/x"));
    QVERIFY(r.allows("/admin/open/x"));
    QVERIFY(!r.allows("/search.jsp"));
    QVERIFY(r.allows("/search.jsp?q=1"));
    QVERIFY(r.allows("/robots.txt"));
    QCOMPARE(r.delaySeconds(), 2.0);
    QCOMPARE(r.sitemaps(), List{"http://a.cn/s.xml"});
    const Robots own = Robots::parse(
        "User-agent: *\nDisallow: /\nUser-agent: x\nUser-agent: Guiyi\nDisallow: /a\nAllow: /a\n", "guiyi");
    QVERIFY(own.allows("/b"));
    QVERIFY(own.allows("/a")); // as long: Allow holds
    QVERIFY(!Robots::disallowAll("timeout").allows("/x"));
    QCOMPARE(Robots::disallowAll("timeout").unreachable(), "timeout");
    QVERIFY(Robots().allows("/x"));
}

void CaptureTest::patternsEnd() {
    QVERIFY(matchesPattern("/a*b*c", "/axxbyyc and more"));
    QVERIFY(!matchesPattern("/a*b$", "/axbx"));
    QVERIFY(matchesPattern("/a*b$", "/abxb"));
    QVERIFY(!matchesPattern("/" + std::string(2000, '*') + "b$", std::string(5000, '/')));
}

void CaptureTest::discoversLinks() {
    QCOMPARE(
        linksOf("http://a.cn/d/p.html",
                "<base href='/e/'><body background=b.gif><a href=1.html>x</a><a href='javascript:go()'>y</a>"
                "<a href=\"mailto:x@y\">z</a><img srcset='s.png 2x' src=&#x2F;i.png><frame src=f.htm>"
                "<script>location.href='w.html';window.open(\"o.html\")</script>"
                "<style>@import 'c.css'; p{background:url(u.gif)}</style><meta http-equiv=refresh "
                "content='0; url=m.html'>"
                "<param name=movie value=p.swf><form action=send.asp></form>"),
        joined(List{"http://a.cn/e/1.html", "http://a.cn/e/b.gif file", "http://a.cn/e/c.css file",
                    "http://a.cn/e/f.htm", "http://a.cn/e/m.html", "http://a.cn/e/o.html",
                    "http://a.cn/e/p.swf file", "http://a.cn/e/s.png file", "http://a.cn/e/u.gif file",
                    "http://a.cn/e/w.html", "http://a.cn/i.png file"}));
    // A query in the page's encoding, as browsers send it: GBK "你好".
    QCOMPARE(linksOf("http://a.cn/p.asp",
                     "<meta charset=gb2312><p>\xD5\xE2\xCA\xC7\xD2\xBB\xB8\xF6\xCD\xF8\xD2\xB3</p><a "
                     "href='s.asp?q=\xC4\xE3\xBA\xC3'>x</a>"),
             joined(List{"http://a.cn/s.asp?q=%C4%E3%BA%C3"}));
    QCOMPARE(linksOf("http://a.cn/sitemap.xml",
                     "<?xml version='1.0'?><urlset><url><loc>http://a.cn/1?a=1&amp;b=2</loc></url></urlset>"),
             joined(List{"http://a.cn/1?a=1&b=2"}));
    QCOMPARE(linksOf("http://a.cn/c.css", "a{background:url('x/y.png')}"),
             joined(List{"http://a.cn/x/y.png file"}));
    QCOMPARE(linksOf("http://a.cn/f.pdf", "%PDF-1.4 http://a.cn/no"), joined(List{}));
}

void CaptureTest::discoversPagers() {
    QCOMPARE(linksOf("http://a.cn/zw/", "<html><script>createPageHTML(4, 0, \"index\", \"html\");</script>"),
             joined(List{"http://a.cn/zw/index_1.html", "http://a.cn/zw/index_2.html",
                         "http://a.cn/zw/index_3.html"}));
    QCOMPARE(
        linksOf("http://a.cn/list.asp?cid=3",
                "<html><script>var totalPage=3;</script><a href='list.asp?cid=3&page=2'>2</a>"),
        joined(List{"http://a.cn/list.asp?cid=3&page=1 guess", "http://a.cn/list.asp?cid=3&page=2",
                    "http://a.cn/list.asp?cid=3&page=2 guess", "http://a.cn/list.asp?cid=3&page=3 guess"}));
    QCOMPARE(linksOf("http://a.cn/col/col1/index.html",
                     "<html><script type='text/xml'><datastore><nextgroup><![CDATA[<a "
                     "href=\"/module/web/jpage/dataproxy.jsp?page=2\"></a>]]>"
                     "</nextgroup><recordset><record><![CDATA[<li><a "
                     "href='/art/1.html'>t</a></li>]]></record></recordset></datastore></script>"),
             joined(List{"http://a.cn/art/1.html", "http://a.cn/module/web/jpage/dataproxy.jsp?page=2"}));
    QCOMPARE(
        linksOf("http://a.cn/x/", "<html><script>createPageHTML(900000, 0, \"index\", \"html\");</script>"),
        joined(List{}));
}

/// What all pages of a site have in common is read once: of all pages together the same links are found as by
/// reading each alone.
void CaptureTest::commonMarkupHidesNothing() {
    std::string head = "<html><head><title>", menu = "<div class=nav>";
    for (int i = 0; i < 60; ++i) {
        const std::string n = std::to_string(i);
        menu += "<li class=i" + n + "><a href='/menu/" + n + ".html'>m</a><a href=\"side" + n +
                ".htm\">s</a></li>\n";
        if (i % 9 == 0)
            menu += "<script>if(x" + n + "){location.href='go" + n + ".asp'}</script><!-- <a href=no" + n +
                    ">-->";
    }
    std::vector<std::pair<std::string, std::string>> pages;
    for (int i = 0; i < 120; ++i) {
        const std::string n = std::to_string(i);
        std::string page = head + n + "</title>" + menu;
        // Something of its own at another place of each page.
        page.insert(page.find('<', head.size() + static_cast<std::size_t>(i * 53) % menu.size()),
                    "<p><a href='own" + n + ".html'>o</a>http://a.cn/text" + (i % 2 == 0 ? "" : n) +
                        (i % 3 == 0 ? "<a href='\xD6\xD0" + n + ".doc'>gbk</a>" : "") + "</p>");
        pages.emplace_back("http://a.cn/d" + std::to_string(i % 4) + "/" + n + ".html", std::move(page));
    }
    Discovery common;
    std::set<std::string> together, alone;
    for (const auto &[address, html] : pages) {
        Discovery fresh;
        common.read(*Url::parse(address), html, {}, [&](const Link &l) { together.insert(l.url.text()); });
        fresh.read(*Url::parse(address), html, {}, [&](const Link &l) { alone.insert(l.url.text()); });
    }
    QVERIFY(alone.size() > 300);
    QCOMPARE(joined({together.begin(), together.end()}), joined({alone.begin(), alone.end()}));
}

void CaptureTest::repeatedLinksKeepTheirMeaning() {
    Discovery discovery;
    std::set<std::string> links;
    for (const char *address : {"http://a.cn/d/a.asp", "http://a.cn/d/b.asp", "http://a.cn/e/c.asp"})
        discovery.read(*Url::parse(address),
                       "<a href='?p=2'>2</a><a href='httpd.html'>h</a><a href='/x'>x</a>", {},
                       [&](const Link &link) { links.insert(link.url.text()); });
    QCOMPARE(joined({links.begin(), links.end()}),
             joined(List{"http://a.cn/d/a.asp?p=2", "http://a.cn/d/b.asp?p=2", "http://a.cn/e/c.asp?p=2",
                         "http://a.cn/d/httpd.html", "http://a.cn/e/httpd.html", "http://a.cn/x"}));
}

void CaptureTest::frontierGoesOn() {
    QTemporaryDir folder;
    const std::string path = folder.path().toStdString();
    {
        Result<Frontier> f = Frontier::open(path, false);
        QVERIFY(f.ok());
        QVERIFY(f->add("http://a.cn/", Reason::Page, std::nullopt));
        QVERIFY(!f->add("http://a.cn/", Reason::Page, std::nullopt));
        const std::optional<Item> first = *f->next();
        QCOMPARE(first->url, "http://a.cn/");
        QVERIFY(f->add("http://a.cn/1", Reason::Page, first->id));
        QVERIFY(f->add("http://a.cn/2", Reason::Guess, first->id));
        f->finish(finished(*first, 200, "d0"), {1, 500});
        QVERIFY(f->withDigest("d0") && f->withDigest("d0")->url == "http://a.cn/");
        QVERIFY(f->flush().ok());
        QVERIFY(f->add("http://a.cn/lost", Reason::Page, first->id));
        QVERIFY((*f->next())->id == 1);
        f->finish(finished({1, Reason::Page, 0, "http://a.cn/1", 0}, 200, "d1"), {1, 700});
        // Killed before it was written: it has not ended.
    }
    // A line that was being written when the process was killed.
    QFile log(folder.filePath(QStringLiteral("done.log")));
    QVERIFY(log.open(QIODevice::Append));
    log.write("1\thttp://a.cn/1\t20");
    log.close();
    Result<Frontier> again = Frontier::open(path, false);
    QVERIFY(again.ok());
    QCOMPARE(again->archive(), (warc::Writer::Position{1, 500}));
    QCOMPARE(again->known(), 4U);
    QCOMPARE(again->ended(), 1U);
    QVERIFY(!again->add("http://a.cn/2", Reason::Page, std::nullopt));
    QCOMPARE((*again->next())->url, "http://a.cn/1");
    const std::optional<Item> guess = *again->next();
    QVERIFY(guess->reason == Reason::Guess && guess->referrer == 0);
    QCOMPARE((*again->next())->url, "http://a.cn/lost");
    QVERIFY(!again->next()->has_value());
    const std::optional<Finished> same = again->withDigest("d0");
    QVERIFY(same && same->url == "http://a.cn/" && same->etag == "\"a b\"" && same->payload.offset == 100);
    QVERIFY(!again->withDigest("d1"));
}

void CaptureTest::frontierRetries() {
    QTemporaryDir folder;
    const std::string path = folder.path().toStdString();
    {
        Result<Frontier> f = Frontier::open(path, false);
        for (const char *url : {"http://a.cn/0", "http://a.cn/1", "http://a.cn/2"})
            f->add(url, Reason::Page, std::nullopt);
        for (const int status : {200, 503, 0})
            f->finish(finished(**f->next(), status, status == 200 ? "d" : ""), {1, 1});
        QVERIFY(f->flush().ok());
    }
    Result<Frontier> plain = Frontier::open(path, false);
    QVERIFY(!plain->next()->has_value());
    Result<Frontier> retry = Frontier::open(path, true);
    QCOMPARE((*retry->next())->url, "http://a.cn/1");
    retry->finish(finished({1, Reason::Page, 1, "http://a.cn/1", 0}, 200, "e"), {1, 2});
    List ends;
    QVERIFY(retry
                ->eachFinished([&](const Finished &f) {
                    ends.push_back(f.url + " " + std::to_string(f.status));
                    return Status();
                })
                .ok());
    QCOMPARE(ends, (List{"http://a.cn/0 200", "http://a.cn/2 0", "http://a.cn/1 200"}));
}

void CaptureTest::frontierStartsOver() {
    QTemporaryDir folder;
    const std::string path = folder.path().toStdString();
    {
        Result<Frontier> f = Frontier::open(path, false);
        f->add("http://a.cn/0", Reason::Page, std::nullopt);
        f->finish(finished(**f->next(), 200, "d"), {2, 77});
        QVERIFY(f->flush().ok());
    }
    for (int twice = 0; twice < 2; ++twice) // killed between its steps
        QVERIFY(Frontier::startOver(path).ok());
    Result<Frontier> f = Frontier::open(path, false);
    QCOMPARE(f->known(), 0U);
    QCOMPARE(f->archive(), (warc::Writer::Position{2, 77}));
    QVERIFY(f->before("http://a.cn/0").has_value());
    QVERIFY(!f->before("http://a.cn/1").has_value());
}

void CaptureTest::manyAddresses() {
    QTemporaryDir folder;
    Result<Frontier> f = Frontier::open(folder.path().toStdString(), false);
    constexpr int Count = 20000;
    for (int i = 0; i < Count; ++i)
        QVERIFY(f->add("http://a.cn/" + std::to_string(i), Reason::Page, std::nullopt));
    for (int i = 0; i < Count; ++i) {
        const std::optional<Item> item = *f->next();
        QCOMPARE(item->url, "http://a.cn/" + std::to_string(i));
        f->finish(finished(*item, 200, "digest" + std::to_string(i)), {1, 1});
        if (i % 7 == 0)
            QVERIFY(f->flush().ok());
    }
    for (int i = 0; i < Count; i += 97)
        QCOMPARE(f->withDigest("digest" + std::to_string(i))->url, "http://a.cn/" + std::to_string(i));
}

void CaptureTest::trapsRunDry() {
    Traps traps;
    const auto url = [](const std::string &target) { return *Url::parse("http://a.cn" + target); };
    QVERIFY(!traps.allows(url("/a/b/a/b/a/b/a/b/x.html")));
    QVERIFY(traps.allows(url("/2019/01/01/2019.html")));
    QVERIFY(!traps.allows(url("/" + std::string(3000, 'a'))));
    int calendar = 0, sorted = 0;
    for (int i = 0; i < 500; ++i) {
        calendar += traps.allows(url("/cal.asp?year=" + std::to_string(3000 + i) + "&month=1")) ? 1 : 0;
        sorted += traps.allows(url("/list.asp?order=" + std::to_string(i))) ? 1 : 0;
    }
    QVERIFY(calendar > 0 && calendar <= 60);
    QVERIFY(sorted > 0 && sorted <= 50);
    for (int i = 0; i < 400; ++i) {
        traps.learn(url("/empty.asp?d=" + std::to_string(i)), "no news on day " + std::to_string(i));
        traps.learn(url("/show.asp?id=" + std::to_string(i)),
                    "article " + std::string(static_cast<std::size_t>(i), 'x'));
    }
    QVERIFY(!traps.allows(url("/empty.asp?d=7000")));
    QVERIFY(traps.allows(url("/show.asp?id=7000")));
    QVERIFY(traps.traps().size() >= 5);
    for (const auto &[key, trap] : traps.traps())
        QVERIFY(trap.refused > 0 && !trap.examples.empty() && trap.examples.size() <= 5);
}

/// A capture that goes on has the budgets it had used up, and the account of what they refused.
void CaptureTest::trapsGoOn() {
    const auto url = [](const std::string &target) { return *Url::parse("http://a.cn" + target); };
    Traps before;
    for (int i = 0; i < 300; ++i) {
        before.allows(url("/list.asp?order=" + std::to_string(i % 100)));
        before.learn(url("/empty.asp?d=" + std::to_string(i)), "no news on day " + std::to_string(i));
    }
    QVERIFY(!before.allows(url("/empty.asp?d=7000")));
    Traps after;
    after.restore(before.saved());
    QCOMPARE(after.saved(), before.saved());
    QCOMPARE(after.traps().begin()->second.examples, before.traps().begin()->second.examples);
    QVERIFY(!after.allows(url("/list.asp?order=7")));
    QVERIFY(!after.allows(url("/empty.asp?d=7001")));
    Traps none;
    none.restore("");
    QCOMPARE(none.saved(), "");
    none.restore("shape\ntrap\tx\nnonsense\nshape\ta\t1\t2\tx\n");
    QVERIFY(none.allows(url("/list.asp?order=1")));
}

/// Answers that come ever more slowly take connections away, down to one; own servers are trusted.
void CaptureTest::slowServersAreSpared() {
    const Clock::time_point t{};
    for (const bool isCareful : {true, false}) {
        Pace pace(4, 0, isCareful);
        for (int i = 0; i < 10; ++i) {
            pace.started(t);
            pace.answered(i < 5 ? 0.1 : 5.0);
        }
        int running = 0;
        for (; pace.mayStart(t); ++running)
            pace.started(t);
        QCOMPARE(running, isCareful ? 1 : 4);
    }
}

void CaptureTest::totalPaceIsKept() {
    using namespace std::chrono_literals;
    const Clock::time_point t{};
    TotalPace pace(10);
    QVERIFY(!pace.take(t + 1s));
    QVERIFY(pace.take(t + 1050ms) == t + 1100ms);
    QVERIFY(!pace.take(t + 1100ms));
    QVERIFY(pace.take(t + 1150ms) == t + 1200ms);
}

/// Nothing of a host is asked for before its robots.txt, what that forbids is not, and hosts wait alone.
void CaptureTest::robotsComeFirst() {
    using namespace std::chrono_literals;
    QTemporaryDir folder;
    Result<Frontier> frontier = Frontier::open(folder.path().toStdString(), false);
    QVERIFY(frontier.ok());
    for (const char *url : {"http://a.cn/1", "http://a.cn/no/2", "http://b.cn/3"})
        QVERIFY(frontier->add(url, Reason::Page, std::nullopt));
    TurnQueue queue({1, 0, true, true, std::nullopt, nullptr}, [&](const std::string &url) {
        return frontier->add(url, Reason::Robots, std::nullopt) ? std::optional(frontier->known() - 1)
                                                                : std::nullopt;
    });
    QVERIFY(queue.fill(*frontier).ok());
    const Clock::time_point now = Clock::now();
    Turns turns = queue.take(now);
    QVERIFY(turns.start.empty() && turns.next <= now); // robots.txt of both hosts are next, at once
    turns = queue.take(now);
    QCOMPARE(turns.start.size(), 2U);
    for (const Turn &turn : turns.start)
        QCOMPARE(turn.url.target(), "/robots.txt");
    queue.answered("a.cn", 0.01);
    queue.setRobots("a.cn", Robots::parse("User-agent: *\nDisallow: /no/\n", "guiyi"));
    QVERIFY(queue.fill(*frontier).ok()); // their turns in the frontier are over
    turns = queue.take(now);
    QCOMPARE(turns.start.size(), 1U);
    QCOMPARE(turns.start.front().item.url, "http://a.cn/1");
    QCOMPARE(turns.forbidden.size(), 1U);
    QCOMPARE(turns.forbidden.front().item.url, "http://a.cn/no/2");
    QVERIFY(queue.empty()); // b.cn waits for what is running
    queue.again(turns.start.front().item, now + 5s);
    QVERIFY(!queue.empty());
    queue.answered("a.cn", 0.01);
    QVERIFY(queue.take(now + 4s).start.empty());
    QCOMPARE(queue.take(now + 5s).start.size(), 1U);
}

void CaptureTest::changes() {
    const Item item{1, Reason::Page, 1, "http://a.cn/1", 0};
    const Finished here = finished(item, 200, "a"), other = finished(item, 200, "b"),
                   gone = finished(item, 404, "c");
    Finished soft = here;
    soft.soft404 = true;
    QVERIFY(changeSince(std::nullopt, here) == Change::New);
    QVERIFY(changeSince(std::nullopt, gone) == Change::None);
    QVERIFY(changeSince(here, here) == Change::Unchanged);
    QVERIFY(changeSince(here, other) == Change::Changed);
    QVERIFY(changeSince(here, gone) == Change::Gone);
    QVERIFY(changeSince(here, soft) == Change::Gone);
    QVERIFY(changeSince(soft, here) == Change::New);
    QVERIFY(isSpecial(*Url::parse("http://a.cn/robots.txt")) &&
            !isSpecial(*Url::parse("http://a.cn/x/robots.txt")));
}

void CaptureTest::headers() {
    QCOMPARE(retryAfter("120"), 120.0);
    QCOMPARE(retryAfter(""), 0.0);
    QCOMPARE(retryAfter("soon"), 0.0);
    QCOMPARE(retryAfter("Wed, 01 Jan 2020 00:00:00 GMT"), 0.0); // over
    QVERIFY(retryAfter("Fri, 01 Jan 2100 00:00:00 GMT") > 1e8);
    QCOMPARE(charsetOf("text/html; Charset=\"GB2312\" ; x=y"), "gb2312");
    QCOMPARE(mimeOf(" Text/HTML ;charset=x"), "text/html");
    QVERIFY(isTransient(503) && isTransient(429) && !isTransient(404));
}

void CaptureTest::paceIsKept() {
    using namespace std::chrono_literals;
    const Clock::time_point t{};
    Pace pace(2, 10);
    QVERIFY(pace.mayStart(t));
    pace.started(t);
    QVERIFY(!pace.mayStart(t + 50ms));
    QVERIFY(pace.mayStart(t + 100ms));
    pace.started(t + 100ms);
    QVERIFY(!pace.mayStart(t + 10s)); // two run
    pace.answered(0.1);
    pace.answered(0.1);
    pace.refused(t + 10s, 5s);
    QVERIFY(!pace.mayStart(t + 14s));
    QVERIFY(pace.mayStart(t + 15s));
    pace.started(t + 15s);
    QVERIFY(!pace.mayStart(t + 20s)); // one at a time after a refusal
    pace.answered(0.1);
    QVERIFY(!pace.mayStart(t + 15s + 150ms)); // at half the rate
    QVERIFY(pace.mayStart(t + 15s + 200ms));
}

void CaptureTest::privateAddresses() {
    const auto isPrivate4 = [](const char *text) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        inet_pton(AF_INET, text, &address.sin_addr);
        return isPrivateAddress(reinterpret_cast<const sockaddr *>(&address));
    };
    const auto isPrivate6 = [](const char *text) {
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        inet_pton(AF_INET6, text, &address.sin6_addr);
        return isPrivateAddress(reinterpret_cast<const sockaddr *>(&address));
    };
    for (const char *text : {"127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254",
                             "100.64.0.1", "0.0.0.0", "224.0.0.1"})
        QVERIFY2(isPrivate4(text), text);
    for (const char *text : {"8.8.8.8", "172.32.0.1", "192.169.0.1", "100.128.0.1"})
        QVERIFY2(!isPrivate4(text), text);
    for (const char *text : {"::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::"})
        QVERIFY2(isPrivate6(text), text);
    for (const char *text : {"2400:3200::1", "::ffff:8.8.8.8"})
        QVERIFY2(!isPrivate6(text), text);
}

void CaptureTest::scope() {
    Site site;
    site.host = "www.x.gov.cn";
    site.aliases = {"x.gov.cn", "192.0.2.1:8080"};
    const Scope scope(site, "http://www.x.gov.cn/", {"img.other.cn"});
    QCOMPARE(scope.own(*Url::parse("https://x.gov.cn/a;jsessionid=0123456789ABCDEF0123456789ABCDEF"))->text(),
             "http://www.x.gov.cn/a");
    QCOMPARE(scope.own(*Url::parse("http://192.0.2.1:8080/b"))->text(), "http://www.x.gov.cn/b");
    QVERIFY(!scope.own(*Url::parse("http://y.gov.cn/")));
    QVERIFY(scope.isNear(*Url::parse("http://img.x.gov.cn/i.png")));
    QVERIFY(scope.isNear(*Url::parse("http://img.other.cn/i.png")));
    QVERIFY(!scope.isNear(*Url::parse("http://y.gov.cn/i.png")));
}

QTEST_GUILESS_MAIN(CaptureTest)
#include "capture_test.moc"
