// Exports about columns as a whole: what the health checks would say, and which columns of all sites meet.
#pragma once

#include "mappings/health/forecast.h"
#include "migrator/export/table_writer.h"
#include "migrator/pipeline/stage.h"

namespace guiyi {

/// What the official checks would say of one site.
struct SiteForecast {
    std::string site;
    std::string checkedOn; ///< the windows are counted back from this day
    std::vector<mapping::Forecast> rules;
};

/// Of the chosen sites that are mapped, by id. The check date is the newest day any article of them carries,
/// so the same staging gives the same answer. Usage error when nothing is mapped.
Result<std::vector<SiteForecast>> forecastSites(const StageContext &context);

/// One row a site and rule: site, rule, name, at_least, before, after, veto_before, veto_after,
/// caused_by_plan, checked_on, before_columns[], after_columns[{column, why, causes[]}].
Status exportForecast(const StageContext &context, TableWriter &out);

/// One row a standard column in use, in order of code: code, target_path[], sites, columns, articles,
/// members[{site, path[], articles, decision, confidence}]; then one row a name the taxonomy lacks: columns
/// of the same normalised name on three or more sites that no rule or name fits, with proposed_name and under
/// (the code most of them were put in). Usage error when nothing is mapped.
Status exportClusters(const StageContext &context, TableWriter &out);

} // namespace guiyi
