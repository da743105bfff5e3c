// Three versions of a record put together: as we last wrote it, as it should be now, as it is on the
// platform. Pure.
#pragma once

#include "migrator/plan/record.h"
#include "schema/config/conflict_policies.h"

#include <string>
#include <string_view>
#include <vector>

namespace guiyi {

/// The fields' values as we want them remembered for the next comparison: a short hash for each, in their
/// order. Of the fields named in `kept` (people's values, which we did not write) what `before` remembers
/// stays.
std::string baseOf(const Record &record, const std::vector<std::string> &kept = {},
                   std::string_view before = {});

struct Merge {
    Record record; ///< what should be written
    /// Fields people changed, by what becomes of them: theirs stays, ours takes its place, a person has to
    /// decide.
    std::vector<std::string> kept, replaced, asked;
    bool changedByPeople() const { return !kept.empty() || !replaced.empty() || !asked.empty(); }
};

/// A field that people left alone follows the source. One that they changed, to something else than the
/// source has now, follows its policy, whether the source changed it too or not. `base` is of baseOf() when
/// the record was written; without it every field that differs counts as changed by people. With Theirs for
/// one of the fields that go together (policyName()) all of them stay.
Merge mergeRecords(const Record &desired, const Record &current, std::string_view base,
                   const ConflictPolicies &policies);

/// The record with the platform's values in the fields `kept`.
Record withKept(Record desired, const Record &current, const std::vector<std::string> &kept);

/// "title, body": for people.
std::string fieldList(const std::vector<std::string> &fields);

} // namespace guiyi
