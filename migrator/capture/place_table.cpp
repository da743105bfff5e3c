#include "migrator/capture/place_table.h"

#include <algorithm>

namespace guiyi::capture {

void PlaceTable::add(std::uint64_t hash, std::uint64_t place) {
    if ((m_used + 1) * 5 > m_slots.size() * 4)
        grow();
    // What is kept of the hash chooses the slot, so that the table can grow. Places count from one.
    std::size_t at = slotOf(hash);
    while (m_slots[at] != 0)
        at = (at + 1) & (m_slots.size() - 1);
    m_slots[at] = (hash >> PlaceBits << PlaceBits) | (place + 1);
    ++m_used;
}

bool PlaceTable::find(std::uint64_t hash, const std::function<bool(std::uint64_t)> &visit) const {
    if (m_slots.empty())
        return false;
    constexpr std::uint64_t Mask = (std::uint64_t(1) << PlaceBits) - 1;
    for (std::size_t at = slotOf(hash); m_slots[at] != 0; at = (at + 1) & (m_slots.size() - 1)) {
        if (m_slots[at] >> PlaceBits == hash >> PlaceBits && visit((m_slots[at] & Mask) - 1))
            return true;
    }
    return false;
}

/// The bits that are kept, spread over the table: 22 of them are too few for the slots of a large one.
std::size_t PlaceTable::slotOf(std::uint64_t hash) const {
    const std::uint64_t kept = hash >> PlaceBits;
    return static_cast<std::size_t>(
               kept * (m_slots.size() >> (64 - PlaceBits) == 0 ? 1 : m_slots.size() >> (64 - PlaceBits))) &
           (m_slots.size() - 1);
}

void PlaceTable::grow() {
    std::vector<std::uint64_t> old(std::max<std::size_t>(1024, m_slots.size() * 2), 0);
    old.swap(m_slots);
    for (const std::uint64_t slot : old) {
        if (slot == 0)
            continue;
        std::size_t at = slotOf(slot);
        while (m_slots[at] != 0)
            at = (at + 1) & (m_slots.size() - 1);
        m_slots[at] = slot;
    }
}

} // namespace guiyi::capture
