// What a finished capture leaves beside its archives.
#pragma once

#include "migrator/capture/frontier.h"
#include "migrator/capture/traps.h"

#include <map>
#include <string>

namespace guiyi::capture {

/// index.cdxj: one line an answer of every capture in the folder, sorted by bytes.
Status writeIndex(const std::string &folder, const std::string &prefix);

/// failures.jsonl: each address that has no document, who links to it and why. The number of lines.
Result<std::int64_t> writeFailures(const std::string &folder, Frontier &frontier);

/// delta.jsonl: what is new, changed or gone since the capture before.
Status writeDelta(const std::string &folder, Frontier &frontier);

/// traps.jsonl.
Status writeTraps(const std::string &folder, const std::map<std::string, Trap> &traps);

/// What `guiyi capture --verify` found.
struct Verified {
    std::int64_t files = 0, records = 0, lines = 0;
    std::vector<std::string> faults;
};
/// Reads every archive of the folder again: digests of blocks and payloads, and that each line of the index
/// leads to its record and each answer has a line.
Result<Verified> verifyCapture(const std::string &folder);

} // namespace guiyi::capture
