// Hundreds of thousands of keys and what each stands for, in little memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace guiyi::mapping {

/// A map from text to a number that only grows. The texts lie one behind the other in blocks that never move,
/// so a row costs its text and 32 bytes. Movable; finding is safe from any thread while nobody adds.
class RedirectKeys {
public:
    struct Row {
        std::string_view key; ///< lives as long as the map
        std::uint32_t value = 0;
        std::uint32_t hash = 0;
    };

    RedirectKeys() = default;
    RedirectKeys(RedirectKeys &&) = default;
    RedirectKeys &operator=(RedirectKeys &&) = default;

    std::optional<std::uint32_t> find(std::string_view key) const;
    /// Adds the row unless its key is there; what the key stands for now, and whether that is new.
    std::pair<std::uint32_t, bool> emplace(std::string_view key, std::uint32_t value);

    std::size_t size() const { return m_rows.size(); }
    bool empty() const { return m_rows.empty(); }
    /// In the order they were added.
    const std::vector<Row> &rows() const { return m_rows; }
    /// In byte order of the keys, so that files come out the same each time.
    std::vector<Row> sorted() const;
    void reserve(std::size_t rows);

private:
    static constexpr std::size_t BlockBytes = std::size_t(1) << 20;
    /// Where the key is, or the free slot it belongs to.
    std::size_t slotOf(std::string_view key, std::uint32_t hash) const;
    void rebuild(std::size_t slots);
    std::string_view store(std::string_view key);

    std::vector<Row> m_rows;
    std::vector<std::uint32_t> m_slots; ///< index into m_rows + 1; 0: free. A power of two, half filled
    std::vector<std::unique_ptr<char[]>> m_blocks;
    char *m_free = nullptr; ///< of the last block
    std::size_t m_left = 0; ///< bytes free there
};

} // namespace guiyi::mapping
