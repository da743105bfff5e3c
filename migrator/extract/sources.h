// Where a site's saved files are, and reading them again.
#pragma once

#include "migrator/loader/file_provider.h"
#include "schema/config/workspace.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace guiyi::mirror {
class SourceReader;
}

namespace guiyi {

/// Folders and archives of a site's `mirror:` sources, absolute. Fails when the site names a source this
/// program has no adapter for.
Result<std::vector<std::string>> mirrorLocations(const Workspace &workspace, const Site &site);

/// Files of mirrored sites, for apply.
class MirrorFileProvider : public FileProvider {
public:
    explicit MirrorFileProvider(const Workspace &workspace);
    ~MirrorFileProvider() override;
    Result<std::string> read(const Site &site, const Resource &resource) override;

private:
    const Workspace &m_workspace;
    std::map<std::string, std::vector<std::unique_ptr<mirror::SourceReader>>> m_readers; ///< by site
};

} // namespace guiyi
