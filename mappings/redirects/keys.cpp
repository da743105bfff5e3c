#include "mappings/redirects/keys.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace guiyi::mapping {

namespace {

std::uint32_t hashOf(std::string_view key) {
    return static_cast<std::uint32_t>(XXH3_64bits(key.data(), key.size()));
}

} // namespace

std::size_t RedirectKeys::slotOf(std::string_view key, std::uint32_t hash) const {
    const std::size_t mask = m_slots.size() - 1;
    std::size_t slot = hash & mask;
    while (m_slots[slot] != 0) {
        const Row &row = m_rows[m_slots[slot] - 1];
        if (row.hash == hash && row.key == key)
            return slot;
        slot = (slot + 1) & mask;
    }
    return slot;
}

std::optional<std::uint32_t> RedirectKeys::find(std::string_view key) const {
    if (m_rows.empty())
        return std::nullopt;
    const std::uint32_t row = m_slots[slotOf(key, hashOf(key))];
    return row == 0 ? std::nullopt : std::optional(m_rows[row - 1].value);
}

std::pair<std::uint32_t, bool> RedirectKeys::emplace(std::string_view key, std::uint32_t value) {
    if (m_slots.size() < 2 * (m_rows.size() + 1))
        rebuild(std::max<std::size_t>(16, 4 * m_rows.size()));
    const std::uint32_t hash = hashOf(key);
    const std::size_t slot = slotOf(key, hash);
    if (m_slots[slot] != 0)
        return {m_rows[m_slots[slot] - 1].value, false};
    m_rows.push_back({store(key), value, hash});
    m_slots[slot] = static_cast<std::uint32_t>(m_rows.size());
    return {value, true};
}

std::vector<RedirectKeys::Row> RedirectKeys::sorted() const {
    std::vector<Row> rows = m_rows;
    std::sort(rows.begin(), rows.end(), [](const Row &a, const Row &b) { return a.key < b.key; });
    return rows;
}

void RedirectKeys::reserve(std::size_t rows) {
    m_rows.reserve(rows);
    if (m_slots.size() < 2 * rows)
        rebuild(2 * rows);
}

void RedirectKeys::rebuild(std::size_t slots) {
    m_slots.assign(std::bit_ceil(slots), 0);
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        std::size_t slot = m_rows[i].hash & mask;
        while (m_slots[slot] != 0)
            slot = (slot + 1) & mask;
        m_slots[slot] = static_cast<std::uint32_t>(i + 1);
    }
}

std::string_view RedirectKeys::store(std::string_view key) {
    if (key.empty())
        return {};
    if (key.size() > m_left) {
        m_left = std::max(BlockBytes, key.size());
        m_blocks.push_back(std::make_unique_for_overwrite<char[]>(m_left));
        m_free = m_blocks.back().get();
    }
    char *const place = m_free;
    std::memcpy(place, key.data(), key.size());
    m_free += key.size();
    m_left -= key.size();
    return {place, key.size()};
}

} // namespace guiyi::mapping
