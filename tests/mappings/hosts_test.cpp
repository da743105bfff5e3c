#include "mappings/urlmap/addresses.h"
#include "mappings/urlmap/domains.h"
#include "mappings/urlmap/hosts.h"
#include "text_of.h"

#include <random>
#include <set>

using namespace guiyi;
using namespace guiyi::mapping;

namespace {

Site site(const std::string &id, const std::string &host, std::vector<std::string> aliases = {}) {
    Site s;
    s.id = id;
    s.name = id;
    s.level = "district";
    s.host = host;
    s.aliases = std::move(aliases);
    return s;
}

} // namespace

class HostsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void classify_data() {
        QTest::addColumn<QString>("href");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("canonical");
        const auto row = [](const char *href, const char *kind, const char *canonical) {
            QTest::newRow(href) << QString::fromUtf8(href) << QString::fromUtf8(kind)
                                << QString::fromUtf8(canonical);
        };
        row("a.html", "own", "http://www.a.gov.cn/d/a.html");
        row("../x/?q=1#top", "own", "http://www.a.gov.cn/x/?q=1");
        row("//WWW.A.gov.cn:80/b", "own", "http://www.a.gov.cn/b");
        row("http://old.a.com:8080/b", "alias", "http://www.a.gov.cn/b");
        row("http://old.a.com/b", "external", "http://old.a.com/b");
        row("http://www.b.gov.cn/", "sibling", "http://www.b.gov.cn/");
        row("http://b.gov.cn/p", "sibling", "http://www.b.gov.cn/p");
        row("http://www.xa.gov.cn/", "external", "http://www.xa.gov.cn/");
        row("http://www.a.gov.cn.evil.com/", "external", "http://www.a.gov.cn.evil.com/");
        row("http://a.gov.cn/", "external", "http://a.gov.cn/");
        row("mailto:a@a.gov.cn", "mailto", "");
        row("javascript:void(0)", "javascript", "");
        row("#top", "anchor", "http://www.a.gov.cn/d/p.html");
        row("tel:12345", "external", "tel:12345");
        row("", "invalid", "");
        row("http://", "invalid", "");
    }
    void classify() {
        const std::vector<Site> sites{site("a", "www.a.gov.cn", {"old.a.com:8080"}),
                                      site("b", "www.b.gov.cn", {"B.gov.cn"})};
        const HostRegistry hosts(sites);
        const auto page = Url::parse("http://www.a.gov.cn/d/p.html");
        const LinkClass link = classifyLink(hosts, hosts.sites()[0], *page, fetched("href"));
        COMPARE_TEXT(std::string(toText(link.kind)), fetched("kind"));
        COMPARE_TEXT(link.canonical, fetched("canonical"));
    }

    /// The short way for plain addresses answers as the URL type does.
    void classifyAgreesWithUrl() {
        const std::vector<std::string> pieces{"http://",
                                              "https://",
                                              "//",
                                              "www.a.gov.cn",
                                              "OLD.a.com:8080",
                                              "old.a.com",
                                              "/",
                                              "a",
                                              ".",
                                              "..",
                                              "./",
                                              "../",
                                              "?",
                                              "q=1",
                                              "&",
                                              "#",
                                              "top",
                                              "%7e",
                                              "%7E",
                                              "公告",
                                              " ",
                                              ":80",
                                              ":",
                                              "\\",
                                              "b.html",
                                              "@",
                                              "\n",
                                              "mailto:",
                                              "b.gov.cn",
                                              "'",
                                              ";x"};
        const HostRegistry hosts({site("a", "www.a.gov.cn", {"old.a.com:8080", "old.a.com"}),
                                  site("b", "www.b.gov.cn", {"b.gov.cn"})});
        for (const char *at :
             {"http://www.a.gov.cn/d/p.html", "https://old.a.com/?x=1", "http://www.a.gov.cn/d/e/?q=/.."}) {
            const auto page = Url::parse(at);
            for (unsigned seed = 1; seed <= 20000; ++seed) {
                std::mt19937 random(seed);
                std::string href;
                for (unsigned n = 1 + random() % 6; n > 0; --n)
                    href += pieces[random() % pieces.size()];
                const LinkClass link = classifyLink(hosts, hosts.sites()[0], *page, href);
                const HrefForm form = formOf(href);
                if (form != HrefForm::Http && form != HrefForm::Relative)
                    continue;
                const auto url = page->resolve(href);
                QVERIFY2(link.url == (url ? url->text() : std::string()),
                         (href + " on " + at + ": " + link.url).c_str());
                QVERIFY2(link.canonical == (url ? hosts.fold(*url).text() : std::string()), href.c_str());
            }
        }
    }

    void registry() {
        const HostRegistry hosts({site("a", "www.a.gov.cn"), site("b", "WWW.A.GOV.CN:80", {"b.cn:81"})});
        QCOMPARE(hosts.conflicts().size(), std::size_t(1));
        COMPARE_TEXT(hosts.find("www.a.gov.cn")->site->id, "a");
        QVERIFY(hosts.find("B.cn:81")->alias);
        QVERIFY(!hosts.find("b.cn"));
        QVERIFY(!hosts.find(""));
        COMPARE_TEXT(canonicalHost(" HTTP://A.cn:80/x "), "a.cn");
        COMPARE_TEXT(canonicalHost("a.cn:443"), "a.cn");
        COMPARE_TEXT(canonicalHost("a.cn:8443"), "a.cn:8443");
    }

    void tenants_data() {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("alias");
        QTest::addColumn<QString>("level");
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("rule");
        const auto row = [](const char *label, const char *host, const char *alias, const char *level,
                            const char *address, const char *rule) {
            QTest::newRow(label) << QString::fromUtf8(host) << QString::fromUtf8(alias)
                                 << QString::fromUtf8(level) << QString::fromUtf8(address)
                                 << QString::fromUtf8(rule);
        };
        row("main host complies", "www.szlh.gov.cn", "", "district", "https://www.szlh.gov.cn/", "MAIN-HOST");
        row("department", "slj.bd.gov.cn", "", "department", "https://slj.bd.gov.cn/", "MAIN-HOST");
        row("alias complies", "www.lh.com", "www.szlh.gov.cn", "district", "https://www.szlh.gov.cn/",
            "ALIAS-HOST");
        row("port", "www.szlh.gov.cn:8080", "", "district", "https://www.p.gov.cn/s/x1/", "PLATFORM-PATH");
        row("address", "203.0.113.1:81", "", "district", "https://www.p.gov.cn/s/x1/", "PLATFORM-PATH");
        row("org.cn", "www.lh.org.cn", "", "district", "https://www.p.gov.cn/s/x1/", "PLATFORM-PATH");
        row("too many labels", "a.b.sz.gov.cn", "", "district", "https://www.p.gov.cn/s/x1/",
            "PLATFORM-PATH");
        row("no site of its own", "jyj.lh.gov.cn", "", "county_department", "https://www.p.gov.cn/s/x1/",
            "PLATFORM-PATH");
        row("mapped", "mapped.com", "", "district", "https://www.m.gov.cn/m/", "HOST-MAP");
    }
    void tenants() {
        Site s = site("x1", fetched("host"));
        s.level = fetched("level");
        if (!fetched("alias").empty())
            s.aliases = {fetched("alias")};
        const DomainPolicy policy{"www.p.gov.cn/s", {{"mapped.com", "https://WWW.m.gov.cn/m/"}}};
        const TenantAddress t = tenantAddress(s, policy);
        COMPARE_TEXT(homeAddress(t), fetched("address"));
        COMPARE_TEXT(t.rule, fetched("rule"));
        QVERIFY(t.standard);
        QVERIFY(!t.reason.empty());
        s.standardHost = "given.gov.cn";
        COMPARE_TEXT(tenantAddress(s, policy).rule, "GIVEN");
    }

    void nothingDecides() {
        const TenantAddress t = tenantAddress(site("x", "1.2.3.4"), {});
        COMPARE_TEXT(t.rule, "NONE");
        QVERIFY(!t.standard);
        QCOMPARE(t.findings.front().severity, Severity::Error);
    }

    void tenantsAreApart() {
        std::vector<Site> sites{site("a", "www.a.gov.cn"), site("b", "b.com"), site("c", "c.com"),
                                site("d", "www.a.gov.cn")};
        sites[1].basePath = "/x";
        sites[2].basePath = "/x/y/";
        const auto found = addressConflicts(sites, {"www.p.gov.cn", {}});
        QCOMPARE(found.size(), std::size_t(2));
        COMPARE_TEXT(found[0].rule, "TENANT-ADDRESS-NESTED");
        COMPARE_TEXT(found[1].rule, "TENANT-ADDRESS-TWICE");
    }

    void addresses() {
        TenantAddress t;
        t.host = "www.a.gov.cn";
        t.basePath = "/x";
        COMPARE_TEXT(columnAddress(t, "0205"), "https://www.a.gov.cn/x/c/0205/");
        const std::string a = articleAddress(t, "http://old/1", "2019-03-05T10:00:00+08:00");
        QVERIFY(text::startsWith(a, "https://www.a.gov.cn/x/content/2019/03/t20190305_"));
        COMPARE_TEXT(articleAddress(t, "http://old/1", "2019-03-05"), a);
        QVERIFY(articleAddress(t, "http://old/2", "2019-03-05") != a);
        QVERIFY(text::contains(articleAddress(t, "http://old/1", ""), "/content/undated/t_"));
        const std::set<std::string, std::less<>> used{a};
        const std::string other = articleAddress(t, "http://old/1", "2019-03-05",
                                                 [&](std::string_view u) { return used.count(u) > 0; });
        COMPARE_TEXT(other, a.substr(0, a.size() - 5) + "_2.html");
        COMPARE_TEXT(fileAddress(t, "AB12", ".PDF"), "https://www.a.gov.cn/x/files/ab/ab12.pdf");
        COMPARE_TEXT(fileAddress(t, "ab12", "jsp"), "https://www.a.gov.cn/x/files/ab/ab12");
        COMPARE_TEXT(fileAddress(t, "ab12", "../../x"), "https://www.a.gov.cn/x/files/ab/ab12.x");
    }
};

QTEST_GUILESS_MAIN(HostsTest)
#include "hosts_test.moc"
