// Exports about columns as a whole: what the health checks would say, and which columns of all sites meet.
#pragma once

#include "migrator/export/table_writer.h"
#include "migrator/pipeline/stage.h"

namespace guiyi {

/// One row a site and rule: site, rule, name, at_least, before, after, veto_before, veto_after,
/// caused_by_plan, checked_on, before_columns[], after_columns[{column, why, causes[]}]. The check date is
/// the newest day any article of the chosen sites carries, so the same staging gives the same answer. Usage
/// error when nothing is mapped.
Status exportForecast(const StageContext &context, TableWriter &out);

/// One row a standard column in use, in order of code: code, target_path[], sites, columns, articles,
/// members[{site, path[], articles, decision, confidence}]; then one row a name the taxonomy lacks: columns
/// of the same normalised name on three or more sites that no rule or name fits, with proposed_name and under
/// (the code most of them were put in). Usage error when nothing is mapped.
Status exportClusters(const StageContext &context, TableWriter &out);

} // namespace guiyi
