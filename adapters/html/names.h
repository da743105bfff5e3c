// Names as numbers: element and attribute names share one space, so that comparing and finding them costs
// nothing.
#pragma once

#include "adapters/html/tag.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::html {

/// 0 is no name; 1 .. (tags) are the Tag values; then the other known names; then those met in the page.
using NameId = std::uint32_t;

constexpr NameId idOf(Tag tag) {
    return static_cast<NameId>(tag);
}

/// So many names a page may have (a node keeps its own in 23 bits): those beyond are read as the last of
/// them.
constexpr NameId maxNames = NameId(1) << 23;

/// One past the last Tag value.
constexpr NameId tagCount = 1
#define GUIYI_TAG(enumerator, name) +1 // NOLINT(bugprone-macro-parentheses): one term of a sum
#include "adapters/html/tags.def"
#undef GUIYI_TAG
    ;

constexpr std::uint32_t hashStep(std::uint32_t hash, unsigned char byte) {
    return (hash ^ byte) * 0x01000193u;
}
constexpr std::uint32_t hashSeed = 0x811c9dc5u;

constexpr std::uint32_t hashName(std::string_view name) {
    std::uint32_t hash = hashSeed;
    for (const char c : name)
        hash = hashStep(hash, static_cast<unsigned char>(c));
    return hash;
}

/// The names every page shares: fixed, made once.
class StaticNames {
public:
    static const StaticNames &instance();

    NameId find(std::string_view name, std::uint32_t hash) const; ///< 0 when not there
    std::string_view name(NameId id) const { return m_names[id]; }
    NameId count() const { return static_cast<NameId>(m_names.size()); }
    /// The id of a name that must be there (a known attribute).
    NameId require(std::string_view name) const { return find(name, hashName(name)); }
    /// The SVG spelling of a lower-case element or attribute name; the same id when it has none.
    NameId svgElementName(NameId id) const { return m_svgElements[id]; }
    NameId svgAttributeName(NameId id) const { return m_svgAttributes[id]; }

private:
    StaticNames();
    NameId add(std::string_view name);

    static constexpr std::size_t slotCount = 2048;
    std::vector<std::string_view> m_names;
    std::vector<std::uint32_t> m_hashes;
    std::vector<NameId> m_svgElements;
    std::vector<NameId> m_svgAttributes;
    std::array<std::uint16_t, slotCount> m_slots{};
};

/// The names of one page: the fixed ones and those it brings itself.
class NameTable {
public:
    NameTable() : m_static(StaticNames::instance()) {}

    /// Finds or adds a name; the bytes are copied when it is new.
    NameId intern(std::string_view name, std::uint32_t hash);
    NameId intern(std::string_view name) { return intern(name, hashName(name)); }
    std::string_view name(NameId id) const {
        return id < m_static.count() ? m_static.name(id) : text(m_own[id - m_static.count()]);
    }
    /// Id of a name if some page used it or it is fixed; 0 otherwise.
    NameId find(std::string_view name) const;
    NameId count() const { return m_static.count() + static_cast<NameId>(m_own.size()); }
    void clear();
    std::size_t bytes() const {
        return m_own.capacity() * sizeof(Own) + m_slots.capacity() * 4 + m_text.capacity();
    }

private:
    struct Own {
        std::uint32_t begin;
        std::uint32_t length;
        std::uint32_t hash;
    };
    std::string_view text(const Own &own) const {
        return std::string_view(m_text).substr(own.begin, own.length);
    }
    void grow();

    const StaticNames &m_static;
    std::vector<Own> m_own;
    std::vector<std::uint32_t> m_slots; ///< index + 1 into m_own, open addressing
    std::string m_text;
};

} // namespace guiyi::html
