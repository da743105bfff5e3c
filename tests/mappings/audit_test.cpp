#include "mappings/audit/portfolio.h"
#include "text_of.h"

#include <QtCore/qelapsedtimer.h>

#include <algorithm>

using namespace guiyi;
using namespace guiyi::mapping;

namespace {

HostEntry host(std::string name, std::string body, std::string level = {}, std::string site = {}) {
    HostEntry e;
    e.host = std::move(name);
    e.name = std::move(body);
    e.level = std::move(level);
    e.site = std::move(site);
    return e;
}

/// "host: rules → proposal" of one host.
std::string verdict(const PortfolioAudit &audit, std::size_t index) {
    std::string out;
    for (const AuditFinding &f : audit.findings) {
        if (f.host == audit.hosts[index].display)
            out += (out.empty() ? "" : " ") + f.rule;
    }
    return out + " > " + audit.hosts[index].proposal;
}

PortfolioAudit auditOf(const std::vector<HostEntry> &hosts) {
    return auditPortfolio(hosts, DomainRules::builtIn(), DomainRegister::builtIn());
}

} // namespace

class AuditTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rulesAreData() {
        const DomainRules &rules = DomainRules::builtIn();
        QVERIFY(rules.rules.size() >= 30);
        for (const DomainRule &rule : rules.rules)
            QVERIFY2(rule.status == "CONFIRMED" || rule.status == "RECALLED" || rule.status == "DERIVED" ||
                         rule.status == "DESIGN",
                     rule.id.c_str());
        const auto own =
            DomainRules::parse("version: 9\nrules:\n  - {id: X-1, title: t, severity: error, status: "
                               "DESIGN, violations: [{when: {port: yes}, message: a port}]}\n",
                               "own.yaml");
        QVERIFY(own.ok());
        const PortfolioAudit audit = auditPortfolio({host("a.cn:81", "x"), host("a.cn", "y")}, *own, {});
        QCOMPARE(audit.findings.size(), std::size_t(1));
        COMPARE_TEXT(audit.findings[0].rule + " " + audit.findings[0].evidence, "X-1 port=yes");
        for (const char *broken : {"rules: 1", "version: 1\nrules: [{id: a}]",
                                   "rules: [{id: a, title: b, severity: bad, status: c}]", "{"}) {
            const auto parsed = DomainRules::parse(broken, "f.yaml");
            QVERIFY(!parsed.ok() && parsed.error().kind == ErrorKind::Usage &&
                    text::contains(parsed.error().where, "f.yaml:"));
        }
    }

    void findingsAndProposals() {
        const PortfolioAudit audit = auditOf({
            host("www.gz.gov.cn", "广州市人民政府", "city"),
            host("www.gzmz.com", "广州市民政局", "department"),
            host("192.0.2.1:8080", "某某局", "department"),
            host("www.tianhe.gov.cn", "天河区人民政府", "district"),
            host("www.thsfj.cn", "天河区司法局", "county_department"),
            host("政务.公益", "某单位", "department"),
            host("zwfw.gd.gov.cn", "广东政务服务网", "province"),
            host("sfj.tianhe.gov.cn", "天河区司法局网", "department"),
        });
        COMPARE_TEXT(verdict(audit, 0), " > www.gz.gov.cn");
        COMPARE_TEXT(verdict(audit, 1), "DR-001 > mzj.gz.gov.cn");
        COMPARE_TEXT(verdict(audit, 2), "DR-001 DR-001 DR-028 > ");
        COMPARE_TEXT(verdict(audit, 4), "DR-001 DR-006 DR-007 > www.tianhe.gov.cn/sfj");
        COMPARE_TEXT(verdict(audit, 5), "DR-001 DR-002 DR-028 > ");
        QVERIFY(text::contains(verdict(audit, 6), "DR-025"));
        COMPARE_TEXT(audit.hosts[6].proposal, "");
    }

    void collisions() {
        const PortfolioAudit audit = auditOf(
            {host("a.com", "广州市科技局", "department"), host("b.com", "广州市科学技术局", "department")});
        COMPARE_TEXT(verdict(audit, 0), "DR-001 DR-028 > kjj.gz.gov.cn");
        COMPARE_TEXT(verdict(audit, 1), "DR-001 DR-028 > kjj.gz.gov.cn");
    }

    /// Rules about what pages and links say, each broken, kept, and with nothing known.
    void factsOfPages() {
        const auto ofRule = [](HostEntry entry, const char *rule) {
            const PortfolioAudit audit = auditOf({std::move(entry)});
            if (std::count(audit.untested.begin(), audit.untested.end(), rule) != 0)
                return std::string("untested");
            std::string out;
            for (const AuditFinding &f : audit.findings)
                out += f.rule == rule ? std::string(toText(f.severity)) + " " : "";
            return out;
        };
        const HostEntry plain = host("www.gz.gov.cn", "广州市人民政府", "city");
        const auto withFact = [&](const char *name, const char *value) {
            HostEntry entry = plain;
            entry.measured[name] = value;
            entry.measured["cut_over"] = "yes";
            return entry;
        };
        for (const char *rule : {"DR-017", "DR-018", "DR-019", "DR-020", "DR-021", "DR-027"})
            COMPARE_TEXT(ofRule(plain, rule), "untested");
        COMPARE_TEXT(ofRule(withFact("left_links", "yes"), "DR-017"), "error ");
        COMPARE_TEXT(ofRule(withFact("reported_links", "yes"), "DR-017"), "info ");
        COMPARE_TEXT(ofRule(withFact("left_links", "no"), "DR-017"), "");
        COMPARE_TEXT(ofRule(withFact("plain_targets", "yes"), "DR-018"), "error ");
        COMPARE_TEXT(ofRule(withFact("plain_targets", "no"), "DR-018"), "");
        COMPARE_TEXT(ofRule(withFact("footer", "no"), "DR-021"), "error ");
        COMPARE_TEXT(ofRule(withFact("footer", "yes"), "DR-021"), "");
        COMPARE_TEXT(ofRule(withFact("delta_run", "no"), "DR-027"), "warning ");
        COMPARE_TEXT(ofRule(withFact("delta_run", "yes"), "DR-027"), "");
        HostEntry entry = plain;
        for (const char *same : {"www.gz.gov.cn", "http://WWW.gz.gov.cn/", "https://www.gz.gov.cn:443"}) {
            entry.siteDomain = same;
            COMPARE_TEXT(ofRule(entry, "DR-019"), "");
        }
        entry.siteDomain = "http://gz.gov.cn/";
        COMPARE_TEXT(ofRule(entry, "DR-019"), "error ");
        entry.siteIdCode = "4401000001";
        COMPARE_TEXT(ofRule(entry, "DR-020"), "untested"); // the site's own code is not known
        entry.code = "4401000002";
        COMPARE_TEXT(ofRule(entry, "DR-020"), "error ");
        entry.code = entry.siteIdCode;
        COMPARE_TEXT(ofRule(entry, "DR-020"), "");
    }

    void severalHosts() {
        HostEntry main = host("www.gz.gov.cn", "广州市人民政府", "city", "gz");
        const HostEntry alias = host("www.gzgov.com", "广州市人民政府", "city", "gz");
        const auto eight = [](const PortfolioAudit &audit) {
            std::string out;
            for (const AuditFinding &f : audit.findings)
                out += f.rule == "DR-008" ? f.host + " " + std::string(toText(f.severity)) + " " : "";
            return out;
        };
        COMPARE_TEXT(eight(auditOf({main, alias})),
                     "www.gz.gov.cn error www.gz.gov.cn warning www.gzgov.com error www.gzgov.com warning ");
        main.main = true;
        COMPARE_TEXT(eight(auditOf({main, alias})), "www.gzgov.com warning ");
    }

    void beforeAndAfter() {
        const PortfolioAudit before = auditOf({host("www.gzmz.com", "广州市民政局", "department")});
        std::vector<FindingKey> keys;
        for (const AuditFinding &f : before.findings)
            keys.push_back({f.host, f.rule, f.message});
        const PortfolioAudit after = auditOf({host("mzj.gz.gov.cn", "广州市民政局", "department"),
                                              host("www.gzsf.com", "广州市司法局", "department")});
        const AuditComparison c = compareAudits(keys, after);
        QCOMPARE(c.solved.size(), std::size_t(1));
        QCOMPARE(c.added.size(), std::size_t(1));
        QCOMPARE(c.remaining, std::size_t(0));
    }

    void speed() {
        std::vector<HostEntry> hosts;
        for (int i = 0; i < 5000; ++i)
            hosts.push_back(host("www.h" + std::to_string(i) + (i % 3 ? ".gov.cn" : ".com"),
                                 "第" + std::to_string(i / 3) + "区司法局", "department"));
        QElapsedTimer timer;
        timer.start();
        const PortfolioAudit audit = auditOf(hosts);
        qInfo("5000 hosts, %zu findings: %lld ms", audit.findings.size(),
              static_cast<long long>(timer.elapsed()));
        QCOMPARE(audit.hosts.size(), std::size_t(5000));
    }
};

QTEST_GUILESS_MAIN(AuditTest)
#include "audit_test.moc"
