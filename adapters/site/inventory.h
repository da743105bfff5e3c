// Every file of a saved site by its address, and every address that only links name.
#pragma once

#include "adapters/html/decode.h"
#include "adapters/mirror/source_reader.h"
#include "adapters/site/link_context.h"
#include "schema/model/model.h"

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace guiyi::site {

struct InventoryItem {
    Resource resource;
    bool htmlInsteadOfFile = false;
    bool unreadable = false;
    bool named = false; ///< a page shows or links it
    int reader = 0;     ///< which source it is in
    std::string twin;   ///< the other spelling of a directory's page ("/x/" and "/x/index.html")
};

/// An own address that pages link to and the source lacks.
struct MissingAddress {
    ResourceKind kind = ResourceKind::Page;
    std::int32_t referrer = -1; ///< item of a page that links to it, the first by address
};

/// Built in two steps: scan() looks at every file once; then addresses resolve.
class Inventory : public SiteLinks {
public:
    Inventory(Site site, std::vector<std::string> locations);

    /// The path on the site, ended by a slash, that the source's files stand at; those whose names begin with
    /// it stand where they say. Before scan().
    void mountAt(std::string path) { m_mount = std::move(path); }
    /// Opens the sources and takes stock. Files that cannot be read become failed resources.
    Status scan();
    /// Which spelling of directory pages the site's own links use; call before reading pages.
    void preferDirectories(bool directories);

    std::optional<Url> own(const Url &url) const override;
    /// own() of a canonical path with query of this site's main host, as text.
    std::string ownText(std::string_view target) const;
    TargetKind kindOf(const Url &canonical) const override;

    /// Index of the item with this canonical address; -1 when the source has none.
    std::int32_t find(std::string_view url) const;
    /// Completes a file a record refers to with what the source holds of it; false when it holds nothing.
    bool settle(FileReference &file) const;
    /// Notes an own address that a page links to and the source lacks.
    void noteMissing(const Url &canonical, std::int32_t referrer, ResourceKind kind);

    std::vector<InventoryItem> &items() { return m_items; }
    const std::vector<InventoryItem> &items() const { return m_items; }
    const std::map<std::string, MissingAddress> &missing() const { return m_missing; }
    const Site &site() const { return m_site; }
    /// What the bytes of all pages together are encoded in; empty when they don't tell.
    std::string encoding() const { return m_encoding.encoding(); }

    /// What the sources hold that could not be read and has no address.
    std::vector<std::string> rejects() const;

    /// Hands over the files of the given items, source by source in source order.
    Status readEach(const std::function<bool(std::int32_t item)> &wanted,
                    const std::function<Status(std::int32_t item, const Result<std::string> &bytes)> &visit);

private:
    std::string canonicalText(std::string_view target) const;
    std::int32_t findTarget(std::string_view target) const;
    std::int32_t ownTarget(std::string_view target) const;
    std::optional<std::string> targetOf(const mirror::Entry &entry) const;
    std::int32_t findFile(int reader, const mirror::Entry &entry) const;

    Site m_site;
    std::string m_mainHost;
    std::vector<std::string> m_hosts; ///< lower case, with ports
    std::vector<std::string> m_locations;
    std::string m_mount = "/";
    std::vector<std::unique_ptr<mirror::SourceReader>> m_readers;
    std::vector<InventoryItem> m_items;
    html::SiteEncoding m_encoding;
    /// By hash of the target, exact ones and twins; an answer is compared with the item's address.
    std::unordered_map<std::uint64_t, std::int32_t> m_byTarget;
    std::unordered_map<std::uint64_t, std::int32_t> m_byLowerTarget; ///< -2 when ambiguous
    std::map<std::string, MissingAddress> m_missing;
};

} // namespace guiyi::site
