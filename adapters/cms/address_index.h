// Who has an address already.
#pragma once

#include "schema/base/scratch_file.h"
#include "schema/model/model.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::cms {

/// What stands for an address. In memory it keeps three to six bytes of each address: bits of its hash, and
/// where on disk the chains of addresses with like hashes begin. Most addresses are new, and of those the
/// bits say so. One thread.
class AddressIndex {
public:
    /// `hashBits` are the bits of a hash that count; for tests.
    explicit AddressIndex(std::string doing, std::string advice, std::uint64_t hashBits = ~std::uint64_t(0));

    /// `path` names a scratch file that may be made there. First of all calls.
    Status open(const std::string &path) { return m_file.open(path); }
    /// What went wrong with the disk so far.
    const Status &status() const { return m_file.status(); }

    enum class Role : std::uint32_t { Article, Column };
    void add(std::string_view url, Role role, RecordId record);

    struct Entry {
        RecordId article = 0; ///< that has the address; 0: none
        Role role = Role::Article;
        RecordId record = 0; ///< the first that was added, with its role; 0: none
    };
    Entry find(std::string_view url);

private:
    /// On disk, before the address.
    struct Head {
        std::uint64_t hash = 0, previous = 0; ///< of the same chain, counted from one
        RecordId record = 0;
        Role role = Role::Article;
        std::uint32_t size = 0;
    };
    /// A full one is followed by one of twice its size.
    struct Part {
        std::vector<std::uint64_t> words;  ///< bits of the hashes
        std::vector<std::uint64_t> chains; ///< places of the last entries, counted from one
        std::size_t left = 0;              ///< hashes until it is full
    };

    std::uint64_t hashOf(std::string_view url) const;

    ScratchFile m_file;
    std::uint64_t m_hashBits;
    std::vector<Part> m_parts; ///< the newest last
    std::string m_read;
};

} // namespace guiyi::cms
