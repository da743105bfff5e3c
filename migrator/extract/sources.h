// Where a site's saved files are, and reading them again.
#pragma once

#include "adapters/cms/handover.h"
#include "migrator/loader/file_provider.h"
#include "schema/config/workspace.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace guiyi::mirror {
class SourceReader;
}

namespace guiyi {

/// Where a site is read from, absolute.
struct SourceLocations {
    std::optional<cms::HandOver> handOver; ///< the CMS's database, when the site's first source is one
    std::vector<std::string> files; ///< folders and archives of saved files, or of the hand-over's uploads
};
/// Fails when the site names a source this program has no adapter for.
Result<SourceLocations> locateSources(const Workspace &workspace, const Site &site);

/// Files of saved sites and hand-overs, for apply.
class SourceFileProvider : public FileProvider {
public:
    explicit SourceFileProvider(const Workspace &workspace);
    ~SourceFileProvider() override;
    Result<std::string> read(const Site &site, const Resource &resource) override;

private:
    const Workspace &m_workspace;
    std::map<std::string, std::vector<std::unique_ptr<mirror::SourceReader>>> m_readers; ///< by site
};

} // namespace guiyi
