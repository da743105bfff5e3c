// mappings/<site>.yaml: the decisions of one site as people review, edit and approve them.
#pragma once

#include "mappings/taxonomy/planner.h"
#include "schema/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// The file: one short block per column in the order of the columns, the same bytes for the same decisions.
/// `check` is a hash of what the tool proposed: where decision and target no longer fit it, a person edited
/// them. Where a person decided otherwise, `proposed` shows what the tool would say.
std::string writeMappingFile(const Site &site, const std::vector<ColumnDecision> &decisions);

/// Short hash of a decision: tells a changed one from one as it was written.
std::string decisionCheck(const std::string &action, const std::string &target);
/// move, merge, page, link, drop or undecided.
bool isDecision(std::string_view action);

struct MappingFile {
    std::string site;
    std::vector<ColumnDecision> decisions; ///< byPerson: edited, added by hand, or approved
};

struct ParsedMapping {
    MappingFile file;
    std::vector<Error>
        errors; ///< kind Usage, where: "file:line", why: what is wrong, advice: the expected form
};

/// Reads what writeMappingFile wrote and people changed. All faults are reported in one pass; entries with
/// faults are left out. Targets are checked against `taxonomy`.
ParsedMapping readMappingFile(std::string_view bytes, std::string_view fileName,
                              const Taxonomy &taxonomy = Taxonomy::builtIn());

/// The new proposal with every decision of a person kept. Entries are found again by path and address, else
/// by address alone (renamed column), else by path alone (moved column) where that is unique. Columns that
/// inherit follow a parent that a person moved. `findings`, when given, receives: MAP-GONE (an edited entry
/// whose column is no longer there), MAP-DIFFERS (the tool would now propose something else than was
/// approved), MAP-RENAMED (an edited entry found again under another path), MAP-TARGET-GONE (an
/// approved entry whose standard column the taxonomy no longer has: proposed anew, not approved).
std::vector<ColumnDecision> respectEdits(std::vector<ColumnDecision> proposed, const MappingFile &existing,
                                         std::vector<Finding> *findings = nullptr,
                                         const Taxonomy &taxonomy = Taxonomy::builtIn());

} // namespace guiyi::mapping
