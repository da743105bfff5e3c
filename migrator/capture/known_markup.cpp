#include "migrator/capture/known_markup.h"

#define XXH_INLINE_ALL // the length of what is hashed most is known when this is compiled
#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <limits>

namespace guiyi::capture {

namespace {

constexpr std::size_t Begin = 64; ///< bytes a stretch is looked up by
constexpr std::size_t Look = 16;  ///< bytes that decide where to cut: a name and some of what follows
constexpr unsigned OneIn = 1;     ///< bits: half of all places
constexpr std::uint32_t MostUses = 8;

std::uint64_t wordAt(std::string_view page, std::size_t at) {
    std::uint64_t word = 0;
    std::memcpy(&word, page.data() + at, sizeof word);
    return word;
}

} // namespace

bool KnownMarkup::mayCut(std::string_view page, std::size_t at) {
    if (page.size() - at < Look)
        return false;
    constexpr std::uint64_t Spread = 0x9E3779B97F4A7C15; // 2^64 divided by the golden ratio
    const std::uint64_t mixed =
        (wordAt(page, at) * Spread ^ wordAt(page, at + sizeof(std::uint64_t))) * Spread;
    return mixed >> (64 - OneIn) == 0;
}

std::uint64_t KnownMarkup::nameAt(std::string_view page, std::size_t at) {
    return page.size() - at < Begin ? 0 : XXH3_64bits(page.data() + at, Begin) | 1U;
}

std::size_t KnownMarkup::lengthAt(std::string_view page, std::size_t at, std::uint64_t name,
                                  std::uint64_t seed) {
    const std::uint64_t begin = name ^ seed;
    Slot &slot = m_slots[slotOf(begin)];
    if (slot.begin != begin || slot.length == 0 || slot.length > page.size() - at ||
        XXH3_64bits(page.data() + at, slot.length) != slot.whole)
        return 0;
    slot.uses = std::min(slot.uses + 1, MostUses);
    return slot.length;
}

void KnownMarkup::remember(std::string_view stretch, std::uint64_t seed) {
    if (stretch.size() < Begin || stretch.size() > std::numeric_limits<std::uint32_t>::max())
        return;
    const std::uint64_t begin = nameAt(stretch, 0) ^ seed;
    Slot &slot = m_slots[slotOf(begin)];
    if (slot.uses > 0) {
        --slot.uses;
        return;
    }
    slot = {begin, XXH3_64bits(stretch.data(), stretch.size()), static_cast<std::uint32_t>(stretch.size()),
            0};
}

} // namespace guiyi::capture
