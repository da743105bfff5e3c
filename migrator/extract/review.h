// The quality loop of extraction: the least certain values for people to look at, what they said kept as
// cases, and the quality those cases show.
#pragma once

#include "schema/base/result.h"
#include "schema/config/workspace.h"

#include <cstdint>
#include <string>
#include <vector>

namespace guiyi {

constexpr std::size_t LeastCertain = 5;  ///< values of a field and site that a review lists
constexpr std::size_t RandomSample = 20; ///< records of a site, chosen by hash, that measure its quality

struct ReviewReport {
    std::string html, list; ///< files written: for people, and JSON lines to fill in
    std::size_t values = 0; ///< listed
};

/// Lists from the newest extraction of a site, per field, the LeastCertain values and those of RandomSample
/// records that do not depend on confidence. Writes .guiyi/reports/review-<site>.html (page and result side
/// by side) and review-<site>.jsonl, a line a value with "correct": null. Fails when the site was not
/// extracted.
Result<ReviewReport> reviewSite(const Workspace &workspace, const Site &site);

/// Takes the lines of a filled-in list ("correct": true, or the right value as text) as cases of the
/// workspace, cases/<site>.jsonl; a later answer replaces an earlier one of the same address and field. Gives
/// how many lines held an answer.
Result<std::size_t> addCases(const Workspace &workspace, const std::string &file);

/// How many of a field's cases the newest extraction gets right. `low` and `high` bound the share over all
/// records with 95 % confidence (Wilson), from the cases of the random sample alone; 0 and 1 without any.
struct FieldQuality {
    std::string field;
    std::int64_t right = 0, cases = 0, sampleRight = 0, sample = 0;
    double low = 0, high = 1;
};

struct CaseReport {
    std::string site;
    std::vector<FieldQuality> fields; ///< by name
    std::vector<std::string> wrong;   ///< a line a case that is not met
};

/// Compares a site's cases with its newest extraction. A site without cases has an empty report.
Result<CaseReport> checkCases(const Workspace &workspace, const Site &site);

} // namespace guiyi
