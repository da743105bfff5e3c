#include "migrator/extract/sources.h"

#include "adapters/mirror/source_reader.h"
#include "schema/base/text.h"
#include "schema/config/network.h"
#include "schema/store/blob_store.h"

#include <filesystem>

namespace guiyi {

namespace {

/// A capture that was stopped lacks pages without a word: it is to be finished before it is read.
Status captureEnded(const std::string &folder, const std::string &site) {
    if (std::filesystem::exists(folder + "/complete"))
        return {};
    const bool begun = std::filesystem::exists(folder);
    return Error{ErrorKind::Rejected, "opening the source", folder,
                 begun ? "the capture has not ended" : "the site was not captured yet",
                 "run guiyi capture --site " + site + ", then extract again"};
}

} // namespace

Result<SourceLocations> locateSources(const Workspace &workspace, const Site &site) {
    SourceLocations locations;
    for (const std::string &source : site.sources) {
        if (cms::isHandOver(source)) {
            if (site.sources.size() > 1)
                return Error{ErrorKind::Rejected, "opening the source", source,
                             "a database can't be joined with another source yet",
                             "name the database alone, with ?files= for its uploads"};
            Result<cms::HandOver> handOver = cms::parseHandOver(source, workspace.root());
            if (!handOver)
                return handOver.error();
            if (!handOver->files.empty())
                locations.files.push_back(handOver->files);
            locations.handOver = std::move(*handOver);
            continue;
        }
        const std::size_t colon = source.find(':');
        const std::string scheme = source.substr(0, colon);
        if (scheme == "crawl") {
            if (Status s = captureEnded(captureFolder(workspace.root(), site.id), site.id); !s)
                return s.error();
            locations.files.push_back("warc:" + captureFolder(workspace.root(), site.id));
            continue;
        }
        if (scheme != "mirror" && scheme != "warc")
            return Error{
                ErrorKind::Rejected, "opening the source", source,
                "this program reads mirror: (a folder, zip or tar.gz of saved files), warc: (a web "
                "archive or a folder of them), crawl:, dump:, sqlite:, access:, wxr:, ghost:, mysql:, "
                "postgresql: and odbc:",
                "save the site as files and name them with mirror:/folder"};
        std::string location = source.substr(colon + 1);
        const std::size_t mark = location.find('?');
        if (mark != std::string::npos)
            location.resize(mark);
        if (!text::startsWith(location, "/"))
            location.insert(0, workspace.root() + "/");
        locations.files.push_back(scheme == "warc" ? "warc:" + location : location);
    }
    if (locations.files.empty() && !locations.handOver)
        return Error{ErrorKind::Rejected, "opening the source", "site " + site.id, "it names no source",
                     "add `source: mirror:/folder` to sites/" + site.id + ".yaml"};
    return locations;
}

SourceFileProvider::SourceFileProvider(const Workspace &workspace) : m_workspace(workspace) {}
SourceFileProvider::~SourceFileProvider() = default;

Result<std::string> SourceFileProvider::read(const Site &site, const Resource &resource) {
    constexpr std::string_view Blob = "blob:"; // a file that stood inside a page, kept by extraction
    if (text::startsWith(resource.file, Blob))
        return BlobStore(m_workspace.blobsFolder()).get(std::string_view(resource.file).substr(Blob.size()));
    auto it = m_readers.find(site.id);
    if (it == m_readers.end()) {
        const Result<SourceLocations> locations = locateSources(m_workspace, site);
        if (!locations)
            return locations.error();
        std::vector<std::unique_ptr<mirror::SourceReader>> readers;
        for (const std::string &location : locations->files) {
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
