#include "adapters/cms/address_index.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstring>
#include <utility>

namespace guiyi::cms {

namespace {

constexpr std::size_t FirstWords = std::size_t(1) << 14;
constexpr std::size_t HashesPerWord = 5; ///< one in about a hundred new addresses is looked for in vain

/// The bits of a hash in its word; the word is chosen by others.
std::uint64_t bitsOf(std::uint64_t hash) {
    const auto bit = [&](unsigned from) { return std::uint64_t(1) << (hash >> from & 63U); };
    return bit(0) | bit(6) | bit(12) | bit(18) | bit(24);
}

std::size_t wordOf(std::uint64_t hash, std::size_t words) {
    return static_cast<std::size_t>(hash >> 30U) & (words - 1);
}

} // namespace

AddressIndex::AddressIndex(std::string doing, std::string advice, std::uint64_t hashBits)
    : m_file(std::move(doing), std::move(advice)), m_hashBits(hashBits) {}

std::uint64_t AddressIndex::hashOf(std::string_view url) const {
    return XXH3_64bits(url.data(), url.size()) & m_hashBits;
}

void AddressIndex::add(std::string_view url, Role role, RecordId record) {
    const std::uint64_t hash = hashOf(url);
    if (m_parts.empty() || m_parts.back().left == 0) {
        const std::size_t words = m_parts.empty() ? FirstWords : m_parts.back().words.size() * 2;
        m_parts.push_back({std::vector<std::uint64_t>(words, 0), std::vector<std::uint64_t>(words, 0),
                           words * HashesPerWord});
    }
    Part &part = m_parts.back();
    const std::size_t word = wordOf(hash, part.words.size());
    part.words[word] |= bitsOf(hash);
    --part.left;
    std::uint64_t &chain = part.chains[word];
    const Head head{hash, chain, record, role, static_cast<std::uint32_t>(url.size())};
    chain = m_file.add({reinterpret_cast<const char *>(&head), sizeof head}) + 1;
    m_file.add(url);
}

AddressIndex::Entry AddressIndex::find(std::string_view url) {
    Entry found;
    const std::uint64_t hash = hashOf(url), bits = bitsOf(hash);
    Head head;
    for (auto part = m_parts.rbegin(); part != m_parts.rend(); ++part) {
        const std::size_t word = wordOf(hash, part->words.size());
        if ((part->words[word] & bits) != bits)
            continue;
        m_read.resize(sizeof(Head) + url.size());
        for (std::uint64_t at = part->chains[word]; at != 0; at = head.previous) {
            const std::size_t got = m_file.read(at - 1, m_read.data(), m_read.size());
            if (got < sizeof head)
                break;
            std::memcpy(&head, m_read.data(), sizeof head);
            if (head.hash != hash || head.size != url.size() || got < m_read.size() ||
                std::string_view(m_read).substr(sizeof head) != url)
                continue;
            // The newest come first.
            found.role = head.role;
            found.record = head.record;
            if (head.role == Role::Article)
                found.article = head.record;
        }
    }
    return found;
}

} // namespace guiyi::cms
