#include "migrator/audit/audit_report.h"

#include "migrator/export/table_writer.h"

#include <xlsxwriter.h>

namespace guiyi {

namespace {

void addKeys(JsonWriter &json, const std::vector<mapping::FindingKey> &keys) {
    json.beginArray();
    for (const mapping::FindingKey &k : keys)
        json.beginObject()
            .key("host")
            .string(k.host)
            .key("rule")
            .string(k.rule)
            .key("message")
            .string(k.message)
            .endObject();
    json.endArray();
}

void addHost(JsonWriter &json, const mapping::AuditedHost &h) {
    json.beginObject().key("host").string(h.display).key("ascii").textOrNull(h.host).key("domain").textOrNull(
        h.domain);
    json.key("site").textOrNull(h.entry.site).key("name").textOrNull(h.entry.name);
    json.key("proposal").textOrNull(h.proposal).key("proposal_reason").textOrNull(h.proposalReason);
    json.key("findings").number(static_cast<std::int64_t>(h.findings));
    json.key("facts").beginObject();
    for (const auto &[name, value] : h.facts)
        json.key(name).string(value);
    json.endObject().endObject();
}

void addFinding(JsonWriter &json, const mapping::AuditFinding &f) {
    json.beginObject().key("host").string(f.host).key("site").textOrNull(f.site).key("rule").string(f.rule);
    json.key("status")
        .string(f.status)
        .key("severity")
        .string(toText(f.severity))
        .key("message")
        .string(f.message);
    json.key("evidence").textOrNull(f.evidence).key("proposal").textOrNull(f.proposal);
    json.key("action").textOrNull(f.action).endObject();
}

void addResidual(JsonWriter &json, const ResidualUse &use) {
    json.beginObject().key("host").string(use.host).key("site").textOrNull(use.site).key("in").string(use.in);
    json.key("address")
        .string(use.address)
        .key("part")
        .textOrNull(use.part)
        .key("written")
        .string(use.written);
    json.key("reason").textOrNull(use.reason).endObject();
}

/// One sheet, row by row.
class Sheet {
public:
    Sheet(lxw_workbook *book, const char *name, const std::vector<std::string> &header,
          const std::vector<int> &widths)
        : m_sheet(workbook_add_worksheet(book, name)) {
        lxw_format *bold = workbook_add_format(book);
        format_set_bold(bold);
        for (std::size_t i = 0; i < header.size(); ++i) {
            const auto column = static_cast<lxw_col_t>(i);
            worksheet_set_column(m_sheet, column, column, widths[i], nullptr);
            worksheet_write_string(m_sheet, 0, column, header[i].c_str(), bold);
        }
        worksheet_freeze_panes(m_sheet, 1, 0);
    }
    void add(const std::vector<std::string> &cells) {
        if (m_row >= LXW_ROW_MAX - 1)
            return; // the CSV has all
        ++m_row;
        for (std::size_t i = 0; i < cells.size(); ++i)
            worksheet_write_string(m_sheet, m_row, static_cast<lxw_col_t>(i),
                                   cells[i].substr(0, 32000).c_str(), nullptr);
    }

private:
    lxw_worksheet *m_sheet;
    lxw_row_t m_row = 0;
};

} // namespace

Status writeAuditJson(const AuditReport &report, std::ostream &out) {
    const mapping::PortfolioAudit &a = report.audit;
    JsonWriter json;
    json.beginObject().key("rules_version").string(a.rulesVersion);
    json.key("hosts_total").number(static_cast<std::int64_t>(a.hosts.size()));
    json.key("compliant").number(static_cast<std::int64_t>(a.compliant));
    for (const Severity severity : {Severity::Error, Severity::Warning, Severity::Info})
        json.key(toText(severity)).number(static_cast<std::int64_t>(a.count(severity)));
    json.key("rules_not_tested").strings(a.untested).key("notes").strings(report.notes);
    json.key("findings").beginArray();
    for (const mapping::AuditFinding &f : a.findings)
        addFinding(json, f);
    json.endArray().key("hosts").beginArray();
    for (const mapping::AuditedHost &h : a.hosts)
        addHost(json, h);
    json.endArray();
    if (report.comparison) {
        json.key("comparison").beginObject().key("solved");
        addKeys(json, report.comparison->solved);
        json.key("added");
        addKeys(json, report.comparison->added);
        json.key("remaining").number(static_cast<std::int64_t>(report.comparison->remaining)).endObject();
    }
    if (report.residual) {
        json.key("residual").beginArray();
        for (const ResidualUse &use : *report.residual)
            addResidual(json, use);
        json.endArray();
    }
    json.endObject();
    out << json.text() << '\n';
    return {};
}

Status writeAuditCsv(const AuditReport &report, std::ostream &out) {
    TableWriter table(out, TableFormat::CsvForPeople);
    const std::vector<std::string> names{"host",    "site",     "rule",     "status", "severity",
                                         "message", "evidence", "proposal", "action"};
    if (Status s = table.header(names); !s)
        return s;
    for (const mapping::AuditFinding &f : report.audit.findings) {
        table.text("host", f.host).text("site", f.site).text("rule", f.rule).text("status", f.status);
        table.text("severity", toText(f.severity)).text("message", f.message).text("evidence", f.evidence);
        table.text("proposal", f.proposal).text("action", f.action);
        if (Status s = table.endRow(); !s)
            return s;
    }
    for (const ResidualUse &use : report.residual.value_or(std::vector<ResidualUse>())) {
        table.text("host", use.host)
            .text("site", use.site)
            .text("rule", "DR-015")
            .text("status", "CONFIRMED");
        table.text("severity", "warning").text("message", "still written in " + use.in + ": " + use.written);
        table.text("evidence", use.address + (use.part.empty() ? "" : ", " + use.part)).text("proposal", {});
        table.text("action", use.reason);
        if (Status s = table.endRow(); !s)
            return s;
    }
    return table.finish();
}

Status writeAuditXlsx(const AuditReport &report, const std::string &path) {
    lxw_workbook *book = workbook_new(path.c_str());
    if (book == nullptr)
        return Error{ErrorKind::Failed, "writing the audit", path, "the file cannot be made",
                     "check the folder"};
    Sheet hosts(book, "hosts", {"host", "site", "name", "severity", "findings", "proposal", "reason"},
                {32, 14, 30, 10, 9, 34, 50});
    for (const mapping::AuditedHost &h : report.audit.hosts)
        hosts.add({h.display, h.entry.site, h.entry.name, h.findings == 0 ? "" : std::string(toText(h.worst)),
                   std::to_string(h.findings), h.proposal, h.proposalReason});
    Sheet findings(
        book, "findings",
        {"host", "site", "rule", "status", "severity", "message", "evidence", "proposal", "action"},
        {32, 14, 9, 12, 10, 50, 40, 34, 50});
    for (const mapping::AuditFinding &f : report.audit.findings)
        findings.add({f.host, f.site, f.rule, f.status, std::string(toText(f.severity)), f.message,
                      f.evidence, f.proposal, f.action});
    Sheet rules(book, "rules", {"rule", "status", "severity", "title", "text", "source"},
                {9, 12, 10, 34, 80, 20});
    for (const mapping::DomainRule &r : report.rules->rules)
        rules.add({r.id, r.status, std::string(toText(r.severity)), r.title, r.text, r.source});
    if (report.residual) {
        Sheet residual(book, "residual use", {"host", "site", "in", "address", "part", "written", "reason"},
                       {28, 14, 8, 60, 16, 60, 30});
        for (const ResidualUse &use : *report.residual)
            residual.add({use.host, use.site, use.in, use.address, use.part, use.written, use.reason});
    }
    if (const lxw_error error = workbook_close(book); error != LXW_NO_ERROR)
        return Error{ErrorKind::Failed, "writing the audit", path, lxw_strerror(error),
                     "check the disk and the folder"};
    return {};
}

} // namespace guiyi
