// Stretches of markup that were read before: what the pages of a site have in common is read once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace guiyi::capture {

/// Remembers stretches by their bytes, in bounded memory: 192 KiB. What was met again stays, what was met
/// once makes room. Forgetting costs time only. One thread.
class KnownMarkup {
public:
    KnownMarkup() : m_slots(Slots) {}

    /// Whether a stretch may begin or end at `at`, the beginning of markup. What is chosen depends on the
    /// next bytes alone, so pages that have a stretch in common cut it at the same places, wherever it
    /// stands.
    static bool mayCut(std::string_view page, std::size_t at);
    /// What a stretch that stands at `at` is known by, whatever it means; 0 where none does.
    static std::uint64_t nameAt(std::string_view page, std::size_t at);
    /// The length of a stretch that has this name, was remembered under `seed` and stands at `at`; 0 when
    /// there is none.
    std::size_t lengthAt(std::string_view page, std::size_t at, std::uint64_t name, std::uint64_t seed);
    /// Stretches shorter than 64 bytes are not worth it.
    void remember(std::string_view stretch, std::uint64_t seed);

private:
    static constexpr std::size_t Slots = 1 << 13;
    struct Slot {
        std::uint64_t begin = 0;  ///< hash of the first bytes, with the seed
        std::uint64_t whole = 0;  ///< hash of all
        std::uint32_t length = 0; ///< 0: the slot is empty
        std::uint32_t uses = 0;
    };
    static std::size_t slotOf(std::uint64_t begin) { return begin / 2 % Slots; } // the lowest bit is no hash
    std::vector<Slot> m_slots;
};

} // namespace guiyi::capture
