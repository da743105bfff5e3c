// The domain audit as files: JSON, CSV, XLSX and a page for people.
#pragma once

#include "mappings/audit/portfolio.h"

#include <optional>
#include <ostream>

namespace guiyi {

/// A place where an address on an old host is still written in migrated content.
struct ResidualUse {
    std::string host;    ///< the old host
    std::string site;    ///< whose content it is
    std::string in;      ///< page|name|script|text|file|mail
    std::string address; ///< the record: an article's new address, or a file's
    std::string part;    ///< page, sheet or element: "page 3", "sheet 名单", "a href"; may be empty
    std::string written; ///< as it stands there
    std::string reason;  ///< why it is still there: the ledger's status, "inside a file"
};

struct AuditReport {
    mapping::PortfolioAudit audit;
    const mapping::DomainRules *rules = nullptr;
    std::optional<mapping::AuditComparison> comparison;
    std::optional<std::vector<ResidualUse>> residual; ///< only of a workspace
    std::vector<std::string> notes; ///< what could not be looked into, in the reader's language
};

Status writeAuditJson(const AuditReport &report, std::ostream &out);
/// Findings, one a line; with residual use a second kind of lines in the same columns.
Status writeAuditCsv(const AuditReport &report, std::ostream &out);
Status writeAuditHtml(const AuditReport &report, std::ostream &out);
/// Sheets: hosts, findings, rules, and residual use when there is any.
Status writeAuditXlsx(const AuditReport &report, const std::string &path);

} // namespace guiyi
