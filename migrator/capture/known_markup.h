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
    /// The length of a stretch that was remembered under `seed` and stands at `at`; 0 when there is none.
    std::size_t lengthAt(std::string_view page, std::size_t at, std::uint64_t seed);
    /// Stretches shorter than 64 bytes are not worth it.
    void remember(std::string_view stretch, std::uint64_t seed);

private:
    static constexpr std::size_t Slots = 1 << 13;
    struct Slot {
        std::uint64_t begin = 0; ///< hash of the first bytes
        std::uint64_t whole = 0; ///< hash of all; 0: the slot is empty
        std::uint32_t length = 0;
        std::uint32_t uses = 0;
    };
    std::vector<Slot> m_slots;
};

} // namespace guiyi::capture
