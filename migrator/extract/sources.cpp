#include "migrator/extract/sources.h"

#include "adapters/mirror/source_reader.h"
#include "schema/base/text.h"

namespace guiyi {

Result<std::vector<std::string>> mirrorLocations(const Workspace &workspace, const Site &site) {
    std::vector<std::string> locations;
    for (const std::string &source : site.sources) {
        if (!text::startsWith(source, "mirror:"))
            return Error{ErrorKind::Rejected, "opening the source", source,
                         "this program reads mirror: sources (a folder, zip or tar.gz of saved files)",
                         "save the site as files and name them with mirror:/folder"};
        std::string location = source.substr(7);
        const std::size_t mark = location.find('?');
        if (mark != std::string::npos)
            location.resize(mark);
        locations.push_back(text::startsWith(location, "/") ? location : workspace.root() + "/" + location);
    }
    if (locations.empty())
        return Error{ErrorKind::Rejected, "opening the source", "site " + site.id, "it names no source",
                     "add `source: mirror:/folder` to sites/" + site.id + ".yaml"};
    return locations;
}

MirrorFileProvider::MirrorFileProvider(const Workspace &workspace) : m_workspace(workspace) {}
MirrorFileProvider::~MirrorFileProvider() = default;

Result<std::string> MirrorFileProvider::read(const Site &site, const Resource &resource) {
    auto it = m_readers.find(site.id);
    if (it == m_readers.end()) {
        const Result<std::vector<std::string>> locations = mirrorLocations(m_workspace, site);
        if (!locations)
            return locations.error();
        std::vector<std::unique_ptr<mirror::SourceReader>> readers;
        for (const std::string &location : *locations) {
            Result<std::unique_ptr<mirror::SourceReader>> reader = mirror::SourceReader::open(location);
            if (!reader)
                return reader.error();
            readers.push_back(std::move(*reader));
        }
        it = m_readers.emplace(site.id, std::move(readers)).first;
    }
    Result<std::string> bytes = Error{ErrorKind::Rejected, "reading a saved file", resource.file,
                                      "the site has no source", "extract again"};
    for (const auto &reader : it->second) {
        bytes = reader->read(resource.file);
        if (bytes)
            return bytes;
    }
    return bytes;
}

} // namespace guiyi
