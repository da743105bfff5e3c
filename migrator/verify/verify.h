// Reads the platform back and compares it with what extraction and map left. Uses neither the loader's
// reading of records nor plan's making of them, so that a fault of theirs shows.
#pragma once

#include "migrator/loader/sql_engine.h"
#include "migrator/pipeline/stage.h"
#include "migrator/verify/sample.h"
#include "schema/store/workspace_store.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace guiyi {

/// Something that is not as it should be. The rules are listed in docs/verify.md.
struct VerifyFault {
    std::string rule;      ///< "TEXT-DIFFERS"
    std::string site, url; ///< old address
    std::string target;    ///< new address
    std::string wanted, found;
};

/// A link of a migrated body that leads nowhere and that the plan listed.
struct OpenLink {
    std::string site, target, link, status; ///< page's new address; dead|parked
};

/// Numbers of articles of one site, column, kind and year on both sides.
struct VerifyCount {
    std::int64_t wanted = 0, found = 0;
};

/// An article for people to compare.
struct SampledArticle {
    std::string stratum, site, url, target;
    std::vector<std::pair<std::string, std::pair<std::string, std::string>>> fields; ///< name → old, new
    std::string oldBody, newBody;
    std::vector<std::string> files; ///< "name (sha256)"
};

struct VerifyResult {
    std::map<std::string, std::int64_t> checked; ///< by check: articles, texts, files, contents, links, …
    std::map<std::string, std::int64_t> ruleCounts; ///< faults by rule, all of them
    std::vector<VerifyFault> faults;                ///< the first MostFaults of each rule
    std::vector<OpenLink> openLinks;                ///< the first MostFaults
    std::int64_t openLinkCount = 0;
    std::map<std::vector<std::string>, VerifyCount> counts; ///< by site, column, kind, year
    std::int64_t population = 0;                            ///< articles the sample was drawn from
    SamplePlan plan;
    std::vector<SampledArticle> sample;
    std::int64_t faultCount() const;
};

inline constexpr std::int64_t MostFaults = 10000;

struct VerifyOptions {
    SamplePlan sample;
};

/// Verifies the sites of the context that are mapped. Reads only. Failed or Stale when a side cannot be read;
/// differences are faults of the result, never errors.
Result<VerifyResult> verifyPlatform(StageContext &context, SqlEngine &engine, WorkspaceStore &store,
                                    const VerifyOptions &options);

/// Writes verify.html and verify.json into the workspace's reports folder; gives their paths.
Result<std::vector<std::string>> writeVerifyReports(const Workspace &workspace, const VerifyResult &result);

} // namespace guiyi
