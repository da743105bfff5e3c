// What became of every address of a CMS: of its records, of its files, of what it kept to itself.
#pragma once

#include "adapters/cms/address_index.h"
#include "adapters/cms/cms_database.h"
#include "adapters/site/body_writer.h"
#include "adapters/site/inventory.h"
#include "adapters/site/site_extractor.h"
#include "schema/base/text_sorter.h"

#include <set>
#include <string>
#include <vector>

namespace guiyi::cms {

/// Belongs to one thread. Every address gets exactly one line. What is said of addresses is kept on disk in
/// the order it is said, and settled when all of it is read in the order of the addresses: a site has several
/// for each of its articles. Only who has an address is known before.
class AddressLedger {
public:
    AddressLedger(site::Inventory &inventory, Findings &findings);

    /// `file` begins the names of scratch files. First of all calls.
    Status open(const std::string &file);

    /// The first word on an address stands, but for one that something was made of.
    void add(std::string_view url, std::string_view role, RecordId record, std::string_view reason = {},
             ResourceKind kind = ResourceKind::Page);
    void addColumn(std::string_view url, RecordId column);
    /// Gives an address to an article, with a line for it; false when another article has it.
    bool take(std::string_view url, RecordId article, std::string_view role = "article",
              std::string_view reason = {});
    /// Whether an article has this address.
    bool taken(std::string_view url) { return m_index.find(url).article != 0; }
    /// An address that only leads readers to another.
    void link(const std::string &from, const std::string &to) { m_links.emplace_back(from, to); }
    /// Completes a file a record refers to with what the hand-over's files say of it.
    void settle(FileReference &file, const std::string &record);
    /// A picture that stood inside a body, and whose bytes are kept.
    void addInline(const site::InlineImage &image);
    /// Puts the findings so far on disk too: a site may have one for each of its records.
    void keepFindings();
    /// What went wrong with the disk so far.
    Status status() const;
    /// Hands every line to `sink`; last of all calls.
    Status emit(const std::string &home, RecordSink &sink, site::ExtractCounts &counts);

private:
    enum class Word : char { Added, Taken, Inline };
    void say(Word word, std::string_view url, std::string_view role, RecordId record, std::string_view reason,
             ResourceKind kind, const Resource *file = nullptr);
    static void apply(std::string_view said, bool fresh, Resource &line);
    RecordId columnOfListPage(const std::string &url);
    /// The line of a file of the hand-over, with what was said of its address before.
    Resource settled(const site::InventoryItem &item, const Resource *before);
    Status emitFindings(RecordSink &sink, site::ExtractCounts &counts);
    Status emitResources(RecordSink &sink, site::ExtractCounts &counts);

    site::Inventory &m_inventory;
    Findings &m_findings;
    AddressIndex m_index;
    TextSorter m_words, m_keptFindings;
    std::string m_said, m_key; ///< room for what is being kept
    std::vector<std::pair<std::string, std::string>> m_links;
    std::set<std::string> m_usedFiles;
};

} // namespace guiyi::cms
