#include "adapters/site/inventory.h"

#include "adapters/mirror/naming.h"
#include "adapters/mirror/sniff.h"
#include "adapters/site/page_view.h"
#include "schema/base/sha256.h"
#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::site {

Inventory::Inventory(Site site, std::vector<std::string> locations)
    : m_site(std::move(site)), m_locations(std::move(locations)) {
    m_mainHost = Url::of("http", m_site.host, "/").host();
    m_hosts.push_back(m_mainHost);
    for (const std::string &alias : m_site.aliases)
        m_hosts.push_back(Url::of("http", alias, "/").host());
}

std::string Inventory::canonicalText(std::string_view target) const {
    constexpr std::string_view Scheme = "http://";
    std::string text;
    text.reserve(Scheme.size() + m_mainHost.size() + target.size());
    text += Scheme;
    text += m_mainHost;
    text += target;
    return text;
}

Status Inventory::scan() {
    for (const std::string &location : m_locations) {
        Result<std::unique_ptr<mirror::SourceReader>> reader = mirror::SourceReader::open(location);
        if (!reader)
            return reader.error();
        m_readers.push_back(std::move(*reader));
    }
    for (std::size_t r = 0; r < m_readers.size(); ++r) {
        const Status s =
            m_readers[r]->each([this](const mirror::Entry &entry) { return targetOf(entry).has_value(); },
                               [&](const mirror::Entry &entry, const Result<std::string> &bytes) {
                                   InventoryItem item;
                                   item.reader = static_cast<int>(r);
                                   const std::optional<std::string> place = targetOf(entry);
                                   if (!place)
                                       return Status();
                                   const std::string &target = *place;
                                   // A later source only fills the gaps of the first; of one address on
                                   // several hosts the first counts.
                                   if ((r > 0 || !entry.url.empty()) && findTarget(target) >= 0)
                                       return Status();
                                   Resource &res = item.resource;
                                   res.file = entry.path;
                                   res.url = canonicalText(target);
                                   res.bytes = entry.bytes;
                                   if (bytes) {
                                       const mirror::Sniffed sniffed = mirror::sniff(*bytes, target);
                                       res.kind = sniffed.kind;
                                       res.mediaType = sniffed.mediaType;
                                       res.bytes = static_cast<std::int64_t>(bytes->size());
                                       res.sha256 = sha256Hex(*bytes);
                                       item.htmlInsteadOfFile = sniffed.htmlInsteadOfFile;
                                       if (res.kind == ResourceKind::Page)
                                           m_encoding.add(*bytes);
                                   } else {
                                       item.unreadable = true;
                                       res.kind = mirror::namesDocument(target) ? ResourceKind::Attachment
                                                  : mirror::namesImage(target)  ? ResourceKind::Image
                                                                                : ResourceKind::Page;
                                       res.role = "failed";
                                       res.reason = bytes.error().text();
                                   }
                                   const auto index = static_cast<std::int32_t>(m_items.size());
                                   m_byTarget.emplace(hashOf(target), index);
                                   m_items.push_back(std::move(item));
                                   return Status();
                               });
        if (!s)
            return s;
    }
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const Url url = *Url::parse(m_items[i].resource.url);
        if (mirror::isDirectoryIndex(url.target())) {
            const std::string folder = mirror::foldDirectoryIndex(url.target());
            // Two index files in one folder: the first by name answers for the folder.
            if (folder != url.target() &&
                m_byTarget.emplace(hashOf(folder), static_cast<std::int32_t>(i)).second)
                m_items[i].twin = canonicalText(folder);
        }
        const auto [it, fresh] = m_byLowerTarget.emplace(hashOf(text::lower(percentDecode(url.target()))),
                                                         static_cast<std::int32_t>(i));
        if (!fresh)
            it->second = -2;
    }
    return {};
}

void Inventory::preferDirectories(bool directories) {
    for (InventoryItem &item : m_items) {
        const bool isFolder = text::endsWith(item.resource.url, "/");
        const bool home = !item.twin.empty() &&
                          (item.twin == canonicalText("/") || item.resource.url == canonicalText("/"));
        if (!item.twin.empty() && isFolder != (directories || home))
            std::swap(item.twin, item.resource.url);
    }
}

std::optional<Url> Inventory::own(const Url &url) const {
    if (std::find(m_hosts.begin(), m_hosts.end(), url.host()) == m_hosts.end())
        return std::nullopt;
    const std::int32_t index = ownTarget(url.target());
    if (index < 0)
        return url.scheme() == "http" && url.host() == m_mainHost ? url
                                                                  : Url::of("http", m_mainHost, url.target());
    return Url::parse(m_items[static_cast<std::size_t>(index)].resource.url);
}

std::string Inventory::ownText(std::string_view target) const {
    const std::int32_t index = ownTarget(target);
    return index < 0 ? canonicalText(target)
                     : Url::parse(m_items[static_cast<std::size_t>(index)].resource.url)->text();
}

/// The item an own address leads to, by whatever spelling; -1 for none.
std::int32_t Inventory::ownTarget(std::string_view target) const {
    if (m_items.empty())
        return -1;
    std::int32_t index = findTarget(target);
    if (index < 0 && mirror::isDirectoryIndex(target))
        index = findTarget(mirror::foldDirectoryIndex(target));
    if (index < 0 && !m_byLowerTarget.empty()) {
        // Windows servers take any case; GBK and UTF-8 escapes of one name are told apart by the source
        // alone.
        const auto lower = m_byLowerTarget.find(hashOf(text::lower(percentDecode(target))));
        if (lower != m_byLowerTarget.end() && lower->second >= 0)
            index = lower->second;
    }
    return index;
}

std::int32_t Inventory::findTarget(std::string_view target) const {
    const auto it = m_byTarget.find(hashOf(target));
    if (it == m_byTarget.end())
        return -1;
    const InventoryItem &item = m_items[static_cast<std::size_t>(it->second)];
    const std::size_t prefix = 7 + m_mainHost.size(); // "http://" and the host
    const bool same = std::string_view(item.resource.url).substr(prefix) == target ||
                      (!item.twin.empty() && std::string_view(item.twin).substr(prefix) == target);
    return same ? it->second : -1;
}

/// Where the site has a file of a source; nothing for files of other hosts.
std::optional<std::string> Inventory::targetOf(const mirror::Entry &entry) const {
    if (entry.url.empty()) {
        const std::string target = mirror::targetOfFile(entry.path);
        return text::startsWith(target, m_mount) ? target : m_mount + target.substr(1);
    }
    const std::optional<Url> url = Url::parse(entry.url);
    if (!url || std::find(m_hosts.begin(), m_hosts.end(), url->host()) == m_hosts.end())
        return std::nullopt;
    return url->target();
}

std::vector<std::string> Inventory::rejects() const {
    std::vector<std::string> all;
    for (const auto &reader : m_readers) {
        const std::vector<std::string> some = reader->rejects();
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

std::int32_t Inventory::findFile(int reader, const mirror::Entry &entry) const {
    const std::optional<std::string> target = targetOf(entry);
    const std::int32_t index = target ? findTarget(*target) : -1;
    if (index < 0)
        return -1;
    const std::string &file = entry.path;
    const InventoryItem &item = m_items[static_cast<std::size_t>(index)];
    if (item.reader == reader && item.resource.file == file)
        return index;
    // Two files of one address ("a%20b" and "a b"): the second is rare enough to be looked for.
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        if (m_items[i].reader == reader && m_items[i].resource.file == file)
            return static_cast<std::int32_t>(i);
    }
    return -1;
}

std::int32_t Inventory::find(std::string_view url) const {
    const std::string prefix = "http://" + m_mainHost;
    if (!text::startsWith(url, prefix))
        return -1;
    return findTarget(url.substr(prefix.size()));
}

TargetKind Inventory::kindOf(const Url &canonical) const {
    const std::int32_t index = find(canonical.text());
    if (index < 0) {
        if (mirror::namesDocument(canonical.target()))
            return TargetKind::MissingDocument;
        return mirror::namesImage(canonical.target()) ? TargetKind::MissingImage : TargetKind::MissingPage;
    }
    switch (m_items[static_cast<std::size_t>(index)].resource.kind) {
    case ResourceKind::Page:
        return TargetKind::Page;
    case ResourceKind::Attachment:
        return TargetKind::Document;
    case ResourceKind::Image:
        return TargetKind::Image;
    case ResourceKind::Style:
    case ResourceKind::Script:
        return TargetKind::Other;
    case ResourceKind::Other:
        return mirror::namesDocument(canonical.target()) ? TargetKind::Document : TargetKind::Other;
    }
    return TargetKind::Other;
}

bool Inventory::settle(FileReference &file) const {
    const std::int32_t index = find(file.url);
    if (index < 0)
        return false;
    const InventoryItem &item = m_items[static_cast<std::size_t>(index)];
    file.url = item.resource.url;
    file.bytes = item.resource.bytes;
    file.mediaType = item.resource.mediaType;
    if (item.unreadable) {
        file.status = FileStatus::Missing;
    } else if (item.htmlInsteadOfFile) {
        file.status = FileStatus::Html;
    } else if (item.resource.bytes == 0) {
        file.status = FileStatus::Empty;
    } else {
        file.status = FileStatus::Ok;
        file.sha256 = item.resource.sha256;
    }
    return true;
}

void Inventory::noteMissing(const Url &canonical, std::int32_t referrer, ResourceKind kind) {
    const auto [it, fresh] = m_missing.try_emplace(canonical.text(), MissingAddress{kind, referrer});
    const auto address = [&](std::int32_t item) -> const std::string & {
        return m_items[static_cast<std::size_t>(item)].resource.url;
    };
    // The first referrer by address, so that the order of reading does not show.
    if (!fresh && address(referrer) < address(it->second.referrer))
        it->second.referrer = referrer;
}

Status Inventory::readEach(const std::function<bool(std::int32_t)> &wanted,
                           const std::function<Status(std::int32_t, const Result<std::string> &)> &visit) {
    for (std::size_t r = 0; r < m_readers.size(); ++r) {
        const auto indexOf = [&](const mirror::Entry &entry) { return findFile(static_cast<int>(r), entry); };
        const Status s = m_readers[r]->each(
            [&](const mirror::Entry &entry) { return indexOf(entry) >= 0 && wanted(indexOf(entry)); },
            [&](const mirror::Entry &entry, const Result<std::string> &bytes) {
                return visit(indexOf(entry), bytes);
            });
        if (!s)
            return s;
    }
    return {};
}

} // namespace guiyi::site
