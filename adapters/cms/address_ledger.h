// What became of every address of a CMS: of its records, of its files, of what it kept to itself.
#pragma once

#include "adapters/cms/cms_database.h"
#include "adapters/site/body_writer.h"
#include "adapters/site/inventory.h"
#include "adapters/site/site_extractor.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace guiyi::cms {

/// Belongs to one thread. Every address gets exactly one line.
class AddressLedger {
public:
    AddressLedger(site::Inventory &inventory, Findings &findings)
        : m_inventory(inventory), m_findings(findings) {}

    /// The first word on an address stands, but for one that something was made of.
    void add(const std::string &url, const char *role, RecordId record, std::string reason = {},
             ResourceKind kind = ResourceKind::Page);
    /// Gives an address to an article; false when another one has it.
    bool take(const std::string &url, RecordId article) { return m_articles.emplace(url, article).second; }
    bool taken(const std::string &url) const { return m_articles.contains(url); }
    /// An address that only leads readers to another.
    void link(const std::string &from, const std::string &to) { m_links.emplace_back(from, to); }
    /// Completes a file a record refers to with what the hand-over's files say of it.
    void settle(FileReference &file, const std::string &record);
    /// A picture that stood inside a body, and whose bytes are kept.
    void addInline(const site::InlineImage &image);
    /// Hands every line to `sink`; last of all calls.
    Status emit(const std::string &home, RecordSink &sink, site::ExtractCounts &counts);

private:
    RecordId columnOfListPage(const std::string &url) const;
    void settleItem(const site::InventoryItem &item);

    site::Inventory &m_inventory;
    Findings &m_findings;
    std::map<std::string, Resource> m_resources;
    std::map<std::string, RecordId> m_articles;
    std::vector<std::pair<std::string, std::string>> m_links;
    std::set<std::string> m_usedFiles;
};

} // namespace guiyi::cms
