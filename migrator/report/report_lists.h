// The lists of a report, each defined once and streamed to every form of it.
#pragma once

#include "migrator/report/report_data.h"

#include <functional>
#include <string>
#include <vector>

namespace guiyi {

/// A column of a list: its key in JSON and CSV, its heading for people (untranslated, context "Report").
struct ListColumn {
    const char *key;
    const char *heading;
    bool number = false;
};

using ListRow = std::vector<std::string>; ///< one cell a column; "" is unknown

/// What a list reads.
struct ListSource {
    const StageContext &context;
    const ReportData &data;
    WorkspaceStore &store;
    PlanStore &plan;
};

/// A list of the report.
struct ReportList {
    const char *name;    ///< of its CSV file and JSON key
    const char *heading; ///< context "Report"
    const char *note;    ///< what it is good for; context "Report"
    std::vector<ListColumn> columns;
    /// Hands over every row in a stable order; stops at the first error.
    Status (*each)(const ListSource &source, const std::function<Status(const ListRow &)> &visit);
};

/// All lists, in the order to show: people, changes, decisions, domains, not_loaded, duplicates,
/// relations, policies, forecast, findings.
const std::vector<ReportList> &reportLists();

} // namespace guiyi
