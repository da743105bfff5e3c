// Where in a file something may stand, by its hash.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace guiyi::capture {

/// Hash → place in a file, eight bytes a slot; answers are candidates only.
class PlaceTable {
public:
    void add(std::uint64_t hash, std::uint64_t place);
    /// Calls `visit` with every place the hash may stand for until it returns true.
    bool find(std::uint64_t hash, const std::function<bool(std::uint64_t place)> &visit) const;

private:
    static constexpr unsigned PlaceBits = 42; // 4 TB
    void grow();
    std::size_t slotOf(std::uint64_t hash) const;
    std::vector<std::uint64_t> m_slots;
    std::size_t m_used = 0;
};

} // namespace guiyi::capture
