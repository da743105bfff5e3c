// What became of every address of a CMS: of its records, of its files, of what it kept to itself.
#pragma once

#include "adapters/cms/cms_database.h"
#include "adapters/site/body_writer.h"
#include "adapters/site/inventory.h"
#include "adapters/site/site_extractor.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

struct sqlite3;

namespace guiyi::cms {

/// Belongs to one thread. Every address gets exactly one line. The lines are kept on disk: a site has several
/// addresses for each of its articles.
class AddressLedger {
public:
    AddressLedger(site::Inventory &inventory, Findings &findings);
    AddressLedger(const AddressLedger &) = delete;
    AddressLedger &operator=(const AddressLedger &) = delete;
    ~AddressLedger();

    /// `file` is scratch; removed at the end. First of all calls.
    Status open(const std::string &file);

    /// The first word on an address stands, but for one that something was made of.
    void add(const std::string &url, const char *role, RecordId record, std::string_view reason = {},
             ResourceKind kind = ResourceKind::Page);
    /// Gives an address to an article, with a line for it; false when another article has it.
    bool take(const std::string &url, RecordId article, const char *role = "article",
              std::string_view reason = {});
    /// Whether an article has this address.
    bool taken(const std::string &url);
    /// An address that only leads readers to another.
    void link(const std::string &from, const std::string &to) { m_links.emplace_back(from, to); }
    /// Completes a file a record refers to with what the hand-over's files say of it.
    void settle(FileReference &file, const std::string &record);
    /// A picture that stood inside a body, and whose bytes are kept.
    void addInline(const site::InlineImage &image);
    /// Puts the findings so far on disk too: a site may have one for each of its records.
    void keepFindings();
    /// What went wrong with the disk so far.
    const Status &status() const { return m_status; }
    /// Hands every line to `sink`; last of all calls.
    Status emit(const std::string &home, RecordSink &sink, site::ExtractCounts &counts);

private:
    class Query;
    struct Known {
        std::string role;
        RecordId record = 0, article = 0;
    };
    void failed();
    std::optional<Known> known(const std::string &url);
    RecordId columnOfListPage(const std::string &url);
    /// The line of a file of the hand-over, with what was said of its address before.
    Resource settled(const site::InventoryItem &item, const Resource *before);
    Status emitFindings(RecordSink &sink, site::ExtractCounts &counts);
    Status emitResources(RecordSink &sink, site::ExtractCounts &counts);

    site::Inventory &m_inventory;
    Findings &m_findings;
    std::string m_file;
    sqlite3 *m_db = nullptr;
    std::unique_ptr<Query> m_add, m_take, m_known, m_finding;
    Status m_status;
    std::vector<std::pair<std::string, std::string>> m_links;
    std::set<std::string> m_usedFiles;
};

} // namespace guiyi::cms
