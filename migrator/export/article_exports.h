// Exports about what articles are to each other and say of themselves.
#pragma once

#include "migrator/export/table_writer.h"
#include "migrator/pipeline/stage.h"

namespace guiyi {

/// Articles that are related and stay apart: site, url, relation (revision|excerpt|unsure|interprets),
/// other_site, other_url, similarity, reason.
Status exportRelations(const StageContext &context, TableWriter &out);

/// One row a policy document, by site and article: site, url, title, number, issuer, written, effective,
/// expires, validity, index_number, subject, interpretations[{site, url, reason}], revisions[{site, url,
/// reason}], found_by. Usage error when nothing is mapped.
Status exportPolicies(const StageContext &context, TableWriter &out);

} // namespace guiyi
