// The redirect decisions as a file people edit: CSV in, CSV out.
#pragma once

#include "mappings/redirects/check.h"
#include "schema/base/result.h"
#include "schema/config/workspace.h"

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi {

/// A file of decisions as it was read.
struct DecisionFile {
    std::vector<mapping::RedirectDecision> decisions; ///< not yet canonical
    std::string separator;                            ///< "," ";" "tab" "|" or "｜"
    bool header = false;                              ///< the first line named the fields
    std::size_t rows = 0;
    /// Rows that are no decision at all, each with its line and what is wrong; Rejected, or Usage where
    /// nothing of the file can be read.
    std::vector<Error> errors;
    /// Those rows as they stand, to be put right and read again.
    std::vector<mapping::RejectedRedirect> rejected;
};

/// Reads from, to, status, reason, site, hits, suggested, archive (or their Chinese names) in any order,
/// separated by comma, semicolon, tab or bar, whichever the first lines use; without a header the order is
/// from, to, status. Status is 301, 302, 410 or gone, undecided, stays; empty: 301 where there is a target,
/// else undecided.
DecisionFile readDecisions(std::string_view bytes, const std::string &fileName);

/// Writes decisions as readDecisions() reads them, in the given order. Fields a spreadsheet would run as a
/// formula are quoted with an apostrophe; readDecisions() takes it off again.
void writeDecisions(std::ostream &out, const std::vector<mapping::RedirectDecision> &decisions);
/// The same with a last field "problem" that says per row what is wrong; it is not read again.
void writeRejected(std::ostream &out, const std::vector<mapping::RejectedRedirect> &rejected);

/// What is in the workspace's store of decisions (redirectDecisionsFile()); empty when there is no file.
/// Usage error with every wrong line when people broke it by hand.
Result<std::vector<mapping::RedirectDecision>> storedDecisions(const Workspace &workspace);

/// Hosts and allowed targets of a workspace: its sites' hosts, their tenants' hosts, and those guiyi.yaml
/// allows.
mapping::RedirectPolicy redirectPolicy(const Workspace &workspace);

/// What to do with an address that is decided already.
enum class OnConflict { Keep, Overwrite };

struct ImportResult {
    DecisionFile file;
    mapping::CheckedRedirects checked;                           ///< of the file merged with the store
    std::size_t added = 0, changed = 0, kept = 0, unchanged = 0; ///< rows of the file against the store
    std::vector<mapping::RedirectDecision> store;                ///< as it would be written, sorted by `from`
};

/// Merges `bytes` with the store and checks the whole; writes nothing. Chains inside the file are folded;
/// those that lead through decisions of the store, or through what map decided, are folded by every plan
/// anew.
Result<ImportResult> importDecisions(const Workspace &workspace, std::string_view bytes,
                                     const std::string &fileName, OnConflict onConflict);

} // namespace guiyi
