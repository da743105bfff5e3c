// The domain audit as one page that needs nothing from anywhere.
#include "migrator/audit/audit_report.h"

#include "schema/base/text.h"

#include <QtCore/qcoreapplication.h>

#include <set>

namespace guiyi {

namespace {

/// Rows of a table the page shows; CSV and XLSX have all.
constexpr std::size_t RowsShown = 2000;

constexpr char Style[] =
    R"(:root{--ink:#1d2430;--soft:#5c6675;--line:#dfe3e8}*{box-sizing:border-box}
body{margin:0;background:#f5f7f9;color:var(--ink);font:15px/1.6 system-ui,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:92rem;margin:0 auto;padding:2rem 1.25rem 4rem}h1{font-size:1.8rem;margin:0}h2{font-size:1.2rem;margin:2.2rem 0 .5rem}
p{margin:.3rem 0 .8rem;max-width:48rem}.soft{color:var(--soft)}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.8rem;margin:1.2rem 0}
.card{background:#fff;border:1px solid var(--line);border-radius:6px;padding:.7rem 1rem}.card b{display:block;font-size:1.55rem}
.card span{color:var(--soft)}.sheet{background:#fff;border:1px solid var(--line);border-radius:6px;overflow:auto;max-height:40rem}
table{border-collapse:collapse;width:100%;font-size:.88rem}th,td{text-align:left;vertical-align:top;padding:.38rem .65rem;border-bottom:1px solid var(--line)}
th{position:sticky;top:0;background:#eef1f4;white-space:nowrap}td.u{overflow-wrap:anywhere;min-width:10.5rem}td.n{white-space:nowrap}
td.t{min-width:11rem}td.r{white-space:nowrap}
.tag{display:inline-block;padding:0 .5em;border-radius:3px;background:#e9edf1;white-space:nowrap}
.error{background:#f6dedb}.warning{background:#f3ead2}.info{background:#dfe9f6}
input{margin:.2rem 0 .6rem;padding:.4rem .6rem;width:min(24rem,100%);font:inherit;border:1px solid var(--line);border-radius:4px}
@media print{.sheet{overflow:visible;max-height:none}input{display:none}})";

constexpr char Script[] =
    R"(document.querySelectorAll('input').forEach(function(i){i.addEventListener('input',function(){
var q=i.value.toLowerCase();Array.prototype.forEach.call(document.getElementById(i.dataset.of).rows,function(r){
r.hidden=r.textContent.toLowerCase().indexOf(q)<0})})});)";

/// Sentences of the engine and of the rules, listed for lupdate: they are shown in the reader's language.
[[maybe_unused]] constexpr const char *DataWords[] = {
    QT_TRANSLATE_NOOP("DomainAudit", "error"),
    QT_TRANSLATE_NOOP("DomainAudit", "warning"),
    QT_TRANSLATE_NOOP("DomainAudit", "info"),
    QT_TRANSLATE_NOOP("DomainAudit", "an IP address is no domain"),
    QT_TRANSLATE_NOOP("DomainAudit", "this is no host name"),
    QT_TRANSLATE_NOOP("DomainAudit", "the domain does not end in .gov.cn"),
    QT_TRANSLATE_NOOP("DomainAudit", "the host is reached through an explicit port"),
    QT_TRANSLATE_NOOP("DomainAudit", "a Chinese domain of a government site ends in .政务"),
    QT_TRANSLATE_NOOP("DomainAudit", "the Chinese domain is not the full or short name of the body"),
    QT_TRANSLATE_NOOP("DomainAudit", "a portal is www.<area>.gov.cn"),
    QT_TRANSLATE_NOOP("DomainAudit", "the label after www is not the one registered for the area"),
    QT_TRANSLATE_NOOP("DomainAudit", "a department is <body>.<area>.gov.cn"),
    QT_TRANSLATE_NOOP("DomainAudit", "the area label is not that of the portal of the same level"),
    QT_TRANSLATE_NOOP("DomainAudit",
                      "a unit of a vertically managed department is <unit>.<department>.gov.cn"),
    QT_TRANSLATE_NOOP("DomainAudit",
                      "bodies of this level have no site of their own: a path of the county portal"),
    QT_TRANSLATE_NOOP("DomainAudit", "the body has more than one site"),
    QT_TRANSLATE_NOOP("DomainAudit", "several hosts are active and none is declared the main one"),
    QT_TRANSLATE_NOOP("DomainAudit", "links have a new address and stay as written"),
    QT_TRANSLATE_NOOP("DomainAudit",
                      "addresses in running text or scripts stay as written: they are reported"),
    QT_TRANSLATE_NOOP("DomainAudit", "links were changed to addresses without HTTPS"),
    QT_TRANSLATE_NOOP("DomainAudit", "SiteDomain names another host"),
    QT_TRANSLATE_NOOP("DomainAudit", "SiteIDCode is not that of the site"),
    QT_TRANSLATE_NOOP("DomainAudit", "the footer lacks one of the six marks, or shows that of a closed site"),
    QT_TRANSLATE_NOOP("DomainAudit", "the site was cut over without a further run after the first load"),
    QT_TRANSLATE_NOOP("DomainAudit", "a further host of the site does not redirect to the main one"),
    QT_TRANSLATE_NOOP("DomainAudit", "an idle domain is to be cancelled"),
    QT_TRANSLATE_NOOP("DomainAudit", "a column, channel or topic has a host of its own"),
    QT_TRANSLATE_NOOP("DomainAudit", "a business system has a host of its own"),
    QT_TRANSLATE_NOOP("DomainAudit", "the target domain does not comply either"),
    QT_TRANSLATE_NOOP("DomainAudit", "an institution without administrative functions uses .gov.cn"),
    QT_TRANSLATE_NOOP("DomainAudit", "the domain is registered for another body"),
    QT_TRANSLATE_NOOP("DomainAudit", "the change has no approval reference"),
    QT_TRANSLATE_NOOP("DomainAudit",
                      "the name does not resolve: links to it lead nowhere, or some day elsewhere"),
    QT_TRANSLATE_NOOP("DomainAudit", "no answer over HTTPS"),
    QT_TRANSLATE_NOOP("DomainAudit", "the certificate is not valid"),
    QT_TRANSLATE_NOOP("DomainAudit", "HTTP is not redirected to HTTPS"),
    QT_TRANSLATE_NOOP("DomainAudit", "no address in IPv6"),
    QT_TRANSLATE_NOOP("DomainAudit", "a service platform: not to be folded into a portal automatically"),
    QT_TRANSLATE_NOOP("DomainAudit", "two sites would get the same domain"),
    QT_TRANSLATE_NOOP("DomainAudit", "no domain is proposed: the area or body is not in the register"),
    QT_TRANSLATE_NOOP("DomainAudit", "the host is in the list twice"),
    QT_TRANSLATE_NOOP("DomainAudit", "the redirects end less than 90 days after the switch"),
    QT_TRANSLATE_NOOP("DomainAudit",
                      "bodies link to sites that are no government sites: opening them needs a prompt"),
    QT_TRANSLATE_NOOP("DomainAudit", "old addresses of the site have no answer yet"),
    QT_TRANSLATE_NOOP("DomainAudit", "the site was cut over without a verification that passed"),
    QT_TRANSLATE_NOOP("DomainAudit", "pages show files of hosts outside of the batch"),
    QT_TRANSLATE_NOOP("DomainAudit", "the change is not filed in the national information system"),
    QT_TRANSLATE_NOOP("DomainAudit", "Domain audit"),
    QT_TRANSLATE_NOOP("DomainAudit", "Rules version"),
    QT_TRANSLATE_NOOP("DomainAudit",
                      "Proposals come from the register of areas and departments, never from pinyin alone."),
    QT_TRANSLATE_NOOP("DomainAudit", "hosts"),
    QT_TRANSLATE_NOOP("DomainAudit", "hosts without an error"),
    QT_TRANSLATE_NOOP("DomainAudit", "errors"),
    QT_TRANSLATE_NOOP("DomainAudit", "warnings"),
    QT_TRANSLATE_NOOP("DomainAudit", "remarks"),
    QT_TRANSLATE_NOOP("DomainAudit", "solved since"),
    QT_TRANSLATE_NOOP("DomainAudit", "new since"),
    QT_TRANSLATE_NOOP("DomainAudit", "places with old hosts"),
    QT_TRANSLATE_NOOP("DomainAudit", "Filter"),
    QT_TRANSLATE_NOOP("DomainAudit", "Rules"),
    QT_TRANSLATE_NOOP("DomainAudit", "Rule"),
    QT_TRANSLATE_NOOP("DomainAudit", "Status"),
    QT_TRANSLATE_NOOP("DomainAudit", "Severity"),
    QT_TRANSLATE_NOOP("DomainAudit", "What it asks"),
    QT_TRANSLATE_NOOP("DomainAudit", "Findings"),
    QT_TRANSLATE_NOOP("DomainAudit", "not tested: nothing is known"),
    QT_TRANSLATE_NOOP("DomainAudit", "Host"),
    QT_TRANSLATE_NOOP("DomainAudit", "Site"),
    QT_TRANSLATE_NOOP("DomainAudit", "What is wrong"),
    QT_TRANSLATE_NOOP("DomainAudit", "Evidence"),
    QT_TRANSLATE_NOOP("DomainAudit", "Proposed domain"),
    QT_TRANSLATE_NOOP("DomainAudit", "What to do"),
    QT_TRANSLATE_NOOP("DomainAudit", "Proposed domains"),
    QT_TRANSLATE_NOOP("DomainAudit", "Why"),
    QT_TRANSLATE_NOOP("DomainAudit", "Since the audit before"),
    QT_TRANSLATE_NOOP("DomainAudit", "Change"),
    QT_TRANSLATE_NOOP("DomainAudit", "solved"),
    QT_TRANSLATE_NOOP("DomainAudit", "new"),
    QT_TRANSLATE_NOOP("DomainAudit", "Old hosts still written in migrated content"),
    QT_TRANSLATE_NOOP("DomainAudit", "In"),
    QT_TRANSLATE_NOOP("DomainAudit", "Address"),
    QT_TRANSLATE_NOOP("DomainAudit", "Part"),
    QT_TRANSLATE_NOOP("DomainAudit", "As written"),
    QT_TRANSLATE_NOOP("DomainAudit", "Why it is there"),
    QT_TRANSLATE_NOOP("DomainAudit", "page"),
    QT_TRANSLATE_NOOP("DomainAudit", "name"),
    QT_TRANSLATE_NOOP("DomainAudit", "script"),
    QT_TRANSLATE_NOOP("DomainAudit", "text"),
    QT_TRANSLATE_NOOP("DomainAudit", "file"),
    QT_TRANSLATE_NOOP("DomainAudit", "mail"),
    QT_TRANSLATE_NOOP("DomainAudit", "an e-mail address: its domain needs a decision of its own"),
    QT_TRANSLATE_NOOP("DomainAudit", "an address in running text: reported, never changed silently"),
    QT_TRANSLATE_NOOP("DomainAudit", "in a script"),
    QT_TRANSLATE_NOOP("DomainAudit", "no new address: its target was dropped, failed or is of a later wave"),
    QT_TRANSLATE_NOOP("DomainAudit", "an address in text: reported, never changed silently"),
    QT_TRANSLATE_NOOP("DomainAudit", "inside a file, which stays as it was published"),
    QT_TRANSLATE_NOOP("DomainAudit", "decided for the site"),
    QT_TRANSLATE_NOOP("DomainAudit", "a service platform keeps its host until people decide (DR-025)"),
    QT_TRANSLATE_NOOP(
        "DomainAudit",
        "a path of the county portal (DR-006); the register names no portal or no label for it"),
    QT_TRANSLATE_NOOP("DomainAudit", "a path of the portal of %1 (DR-006)"),
    QT_TRANSLATE_NOOP("DomainAudit", "complies already"),
    QT_TRANSLATE_NOOP("DomainAudit", "another host of the site complies"),
    QT_TRANSLATE_NOOP("DomainAudit", "the area of an unnamed body is not in the register"),
    QT_TRANSLATE_NOOP("DomainAudit", "the area of %1 is not in the register"),
    QT_TRANSLATE_NOOP("DomainAudit", "the register's label of %1"),
    QT_TRANSLATE_NOOP("DomainAudit", "the department of %1 is not in the register"),
    QT_TRANSLATE_NOOP("DomainAudit", "the register's labels of %1 and %2"),
    QT_TRANSLATE_NOOP("DomainAudit", "%1 sites would get it"),
    QT_TRANSLATE_NOOP("DomainAudit", "say which site it belongs to"),
    QT_TRANSLATE_NOOP("DomainAudit",
                      "map the host to the standard host, rewrite links, add to the cancel list"),
    QT_TRANSLATE_NOOP("DomainAudit", "report only (registration is outside the tool)"),
    QT_TRANSLATE_NOOP("DomainAudit", "rewrite to the registered main host"),
    QT_TRANSLATE_NOOP("DomainAudit", "rewrite e.g. www.gz???.gov.cn -> <dept>.gz.gov.cn per mapping table"),
    QT_TRANSLATE_NOOP(
        "DomainAudit",
        "target is a path of the county portal, /<slug>/…; exception only with recorded approval"),
    QT_TRANSLATE_NOOP("DomainAudit", "301 from every alias to the main host with path and query kept"),
    QT_TRANSLATE_NOOP("DomainAudit", "propose a path slug; flag systems for manual decision"),
    QT_TRANSLATE_NOOP("DomainAudit", "report only"),
    QT_TRANSLATE_NOOP("DomainAudit",
                      "rewrite if a mapping exists, else unlink and keep the text, list in the report"),
    QT_TRANSLATE_NOOP("DomainAudit", "configurable, default 90 days"),
    QT_TRANSLATE_NOOP("DomainAudit", "regenerate SiteDomain; old values may hold a scheme and a slash"),
};

std::string said(const char *words) {
    return text::escapeHtml(text::fromQString(QCoreApplication::translate("DomainAudit", words)));
}
std::string said(const std::string &words) {
    return words.empty() ? std::string() : said(words.c_str());
}
std::string cell(std::string_view value, const char *kind = nullptr) {
    return std::string("<td") + (kind ? std::string(" class=") + kind : "") + ">" + text::escapeHtml(value) +
           "</td>";
}
std::string tag(Severity severity) {
    const std::string word(toText(severity));
    return "<td><span class=\"tag " + word + "\">" + said(word) + "</span></td>";
}
std::string card(std::size_t number, const char *words) {
    return "<div class=card><b>" + std::to_string(number) + "</b><span>" + said(words) + "</span></div>";
}

void beginTable(std::ostream &out, const char *id, const char *title, std::size_t rows,
                std::initializer_list<const char *> header) {
    out << "<h2>" << said(title) << "</h2>\n";
    if (rows > RowsShown)
        out << "<p class=soft>"
            << text::escapeHtml(text::fromQString(
                   QCoreApplication::translate("DomainAudit", "The first %1 of %2 rows; the CSV has all.")
                       .arg(RowsShown)
                       .arg(rows)))
            << "</p>";
    out << "<input data-of=" << id << " placeholder=\"" << said("Filter")
        << "\"><div class=sheet><table><thead><tr>";
    for (const char *name : header)
        out << "<th>" << said(name) << "</th>";
    out << "</tr></thead><tbody id=" << id << ">\n";
}

void endTable(std::ostream &out) {
    out << "</tbody></table></div>\n";
}

void rulesTable(const AuditReport &report, std::ostream &out) {
    std::map<std::string, std::size_t> counts;
    for (const mapping::AuditFinding &f : report.audit.findings)
        ++counts[f.rule];
    // The titles are those of the documents, in Chinese; the texts say the same in English.
    const bool isEnglish = QCoreApplication::translate("DomainAudit", "en") == QLatin1String("en");
    const std::set<std::string> untested(report.audit.untested.begin(), report.audit.untested.end());
    beginTable(out, "rules", "Rules", report.rules->rules.size(),
               {"Rule", "Status", "Severity", "What it asks", "Findings"});
    for (const mapping::DomainRule &rule : report.rules->rules) {
        out << "<tr>" << cell(rule.id, "r") << cell(rule.status) << tag(rule.severity)
            << cell(isEnglish ? rule.text : rule.title, "t") << "<td class=n>"
            << (untested.count(rule.id) != 0 ? said("not tested: nothing is known")
                                             : std::to_string(counts[rule.id]))
            << "</td></tr>\n";
    }
    endTable(out);
}

void findingsTable(const AuditReport &report, std::ostream &out) {
    const auto &findings = report.audit.findings;
    beginTable(
        out, "findings", "Findings", findings.size(),
        {"Host", "Site", "Rule", "Severity", "What is wrong", "Evidence", "Proposed domain", "What to do"});
    // Errors first: of a long list the page shows the beginning.
    std::size_t shown = 0;
    for (const Severity severity : {Severity::Error, Severity::Warning, Severity::Info}) {
        for (const mapping::AuditFinding &f : findings) {
            if (f.severity != severity || shown >= RowsShown)
                continue;
            ++shown;
            out << "<tr>" << cell(f.host, "u") << cell(f.site) << cell(f.rule, "r") << tag(f.severity)
                << "<td class=t>" << said(f.message) << "</td>" << cell(f.evidence) << cell(f.proposal, "u")
                << "<td class=t>" << said(f.action) << "</td></tr>\n";
        }
    }
    endTable(out);
}

std::string reasonOf(const mapping::AuditedHost &h) {
    const auto translated = [](const std::string &form) {
        return text::fromQString(QCoreApplication::translate("DomainAudit", form.c_str()));
    };
    std::string reason =
        h.reasonForm.empty() ? std::string() : mapping::filledForm(translated(h.reasonForm), h.reasonWords);
    if (h.claims > 1)
        reason += "; " + mapping::filledForm(translated("%1 sites would get it"), {std::to_string(h.claims)});
    return reason;
}

void proposalsTable(const AuditReport &report, std::ostream &out) {
    std::size_t rows = 0, shown = 0;
    for (const mapping::AuditedHost &h : report.audit.hosts)
        rows += h.proposal != h.host ? 1 : 0;
    beginTable(out, "proposals", "Proposed domains", rows, {"Host", "Site", "Proposed domain", "Why"});
    for (const mapping::AuditedHost &h : report.audit.hosts) {
        if (h.proposal == h.host || shown++ >= RowsShown)
            continue;
        out << "<tr>" << cell(h.display, "u") << cell(h.entry.name.empty() ? h.entry.site : h.entry.name)
            << cell(h.proposal, "u") << cell(reasonOf(h), "t") << "</tr>\n";
    }
    endTable(out);
}

void comparisonTable(const mapping::AuditComparison &c, std::ostream &out) {
    beginTable(out, "comparison", "Since the audit before", c.solved.size() + c.added.size(),
               {"Change", "Host", "Rule", "What is wrong"});
    const auto rows = [&out](const std::vector<mapping::FindingKey> &keys, const char *change) {
        for (const mapping::FindingKey &key : keys)
            out << "<tr><td>" << said(change) << "</td>" << cell(key.host, "u") << cell(key.rule, "r")
                << "<td>" << said(key.message) << "</td></tr>\n";
    };
    rows(c.solved, "solved");
    rows(c.added, "new");
    endTable(out);
}

void residualTable(const std::vector<ResidualUse> &uses, std::ostream &out) {
    beginTable(out, "residual", "Old hosts still written in migrated content", uses.size(),
               {"Host", "Site", "In", "Address", "Part", "As written", "Why it is there"});
    for (std::size_t i = 0; i < std::min(uses.size(), RowsShown); ++i) {
        const ResidualUse &use = uses[i];
        out << "<tr>" << cell(use.host, "u") << cell(use.site) << "<td>" << said(use.in) << "</td>"
            << cell(use.address, "u") << cell(use.part) << cell(use.written, "u") << "<td class=t>"
            << said(use.reason) << "</td></tr>\n";
    }
    endTable(out);
}

} // namespace

Status writeAuditHtml(const AuditReport &report, std::ostream &out) {
    const mapping::PortfolioAudit &a = report.audit;
    const std::string language = text::fromQString(QCoreApplication::translate("DomainAudit", "en"));
    out << "<!DOCTYPE html>\n<html lang=\"" << language << "\"><head><meta charset=utf-8><title>"
        << said("Domain audit") << "</title><style>" << Style << "</style></head><body><main>\n<h1>"
        << said("Domain audit") << "</h1>\n<p class=soft>" << said("Rules version") << ' '
        << text::escapeHtml(a.rulesVersion) << " · "
        << said("Proposals come from the register of areas and departments, never from pinyin alone.")
        << "</p>\n";
    out << "<div class=cards>" << card(a.hosts.size(), "hosts") << card(a.compliant, "hosts without an error")
        << card(a.count(Severity::Error), "errors") << card(a.count(Severity::Warning), "warnings")
        << card(a.count(Severity::Info), "remarks");
    if (report.comparison)
        out << card(report.comparison->solved.size(), "solved since")
            << card(report.comparison->added.size(), "new since");
    if (report.residual)
        out << card(report.residual->size(), "places with old hosts");
    out << "</div>\n";
    for (const std::string &note : report.notes)
        out << "<p class=soft>" << text::escapeHtml(note) << "</p>\n";
    if (report.comparison)
        comparisonTable(*report.comparison, out);
    findingsTable(report, out);
    proposalsTable(report, out);
    if (report.residual)
        residualTable(*report.residual, out);
    rulesTable(report, out);
    out << "</main><script>" << Script << "</script></body></html>\n";
    return {};
}

} // namespace guiyi
