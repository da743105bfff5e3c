// Where the commands on redirects take them from: the workspace's plan, or a file of decisions.
#pragma once

#include "mappings/redirects/check.h"
#include "mappings/redirects/table.h"
#include "migrator/cli/command.h"

namespace guiyi {

/// --map, --allow and --wave.
void declareRedirectSource(QCommandLineParser &parser);

/// The decisions of a file, checked; `policy` receives the hosts it names. What is wrong with single lines
/// is shown and among the rejected.
Result<mapping::CheckedRedirects> checkedRedirectFile(Session &session, const std::string &file,
                                                      mapping::RedirectPolicy &policy);
/// The table of --map, or of the workspace's plan; nothing after what is wrong was shown.
std::optional<mapping::RedirectTable> openRedirectTable(Session &session);
/// Warnings and errors, a line each, on standard error.
void showRedirectFindings(const std::vector<Finding> &findings);

} // namespace guiyi
