#include "adapters/html/names.h"

namespace guiyi::html {

const StaticNames &StaticNames::instance() {
    static const StaticNames names;
    return names;
}

StaticNames::StaticNames() {
    m_names.reserve(512);
    m_names.emplace_back();
    m_hashes.push_back(0);
#define GUIYI_TAG(enumerator, name) add(name);
#include "adapters/html/tags.def"
#undef GUIYI_TAG
#define GUIYI_NAME(name) add(name);
#define GUIYI_SVG_TAG(lower, svg) add(lower);
#define GUIYI_SVG_ATTRIBUTE(lower, svg) add(lower);
#include "adapters/html/names.def"
#undef GUIYI_NAME
#undef GUIYI_SVG_TAG
#undef GUIYI_SVG_ATTRIBUTE
    // The SVG spellings come last: a few ("glyphRef") are both an element's and an attribute's.
    std::vector<std::pair<NameId, NameId>> elements;
    std::vector<std::pair<NameId, NameId>> attributes;
#define GUIYI_NAME(name)
#define GUIYI_SVG_TAG(lower, svg) elements.emplace_back(add(lower), add(svg));
#define GUIYI_SVG_ATTRIBUTE(lower, svg) attributes.emplace_back(add(lower), add(svg));
#include "adapters/html/names.def"
#undef GUIYI_NAME
#undef GUIYI_SVG_TAG
#undef GUIYI_SVG_ATTRIBUTE
    for (NameId id = 0; id < count(); ++id) {
        m_svgElements.push_back(id);
        m_svgAttributes.push_back(id);
    }
    for (const auto &[lower, svg] : elements)
        m_svgElements[lower] = svg;
    for (const auto &[lower, svg] : attributes)
        m_svgAttributes[lower] = svg;
}

NameId StaticNames::add(std::string_view name) {
    const std::uint32_t hash = hashName(name);
    if (const NameId known = find(name, hash))
        return known;
    const NameId id = count();
    m_names.push_back(name);
    m_hashes.push_back(hash);
    std::size_t slot = hash % slotCount;
    while (m_slots[slot] != 0)
        slot = (slot + 1) % slotCount;
    m_slots[slot] = static_cast<std::uint16_t>(id);
    return id;
}

NameId StaticNames::find(std::string_view name, std::uint32_t hash) const {
    for (std::size_t slot = hash % slotCount;; slot = (slot + 1) % slotCount) {
        const NameId id = m_slots[slot];
        if (id == 0)
            return 0;
        if (m_hashes[id] == hash && m_names[id] == name)
            return id;
    }
}

NameId NameTable::intern(std::string_view name, std::uint32_t hash) {
    if (const NameId known = m_static.find(name, hash))
        return known;
    if (m_slots.size() < 2 * (m_own.size() + 1))
        grow();
    const std::size_t mask = m_slots.size() - 1;
    std::size_t slot = hash & mask;
    for (; m_slots[slot] != 0; slot = (slot + 1) & mask) {
        const Own &own = m_own[m_slots[slot] - 1];
        if (own.hash == hash && text(own) == name)
            return m_static.count() + m_slots[slot] - 1;
    }
    if (count() == maxNames)
        return maxNames - 1;
    m_own.push_back(
        {static_cast<std::uint32_t>(m_text.size()), static_cast<std::uint32_t>(name.size()), hash});
    m_text.append(name);
    m_slots[slot] = static_cast<std::uint32_t>(m_own.size());
    return m_static.count() + static_cast<NameId>(m_own.size()) - 1;
}

NameId NameTable::find(std::string_view name) const {
    const std::uint32_t hash = hashName(name);
    if (const NameId known = m_static.find(name, hash))
        return known;
    if (m_slots.empty())
        return 0;
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t slot = hash & mask; m_slots[slot] != 0; slot = (slot + 1) & mask) {
        const Own &own = m_own[m_slots[slot] - 1];
        if (own.hash == hash && text(own) == name)
            return m_static.count() + m_slots[slot] - 1;
    }
    return 0;
}

void NameTable::grow() {
    const std::size_t size = m_slots.empty() ? 64 : m_slots.size() * 2;
    m_slots.assign(size, 0);
    for (std::size_t i = 0; i < m_own.size(); ++i) {
        std::size_t slot = m_own[i].hash & (size - 1);
        while (m_slots[slot] != 0)
            slot = (slot + 1) & (size - 1);
        m_slots[slot] = static_cast<std::uint32_t>(i + 1);
    }
}

void NameTable::clear() {
    if (m_own.empty())
        return;
    m_own.clear();
    m_text.clear();
    m_slots.assign(m_slots.size(), 0);
}

Tag tagOf(std::string_view name) {
    const NameId id = StaticNames::instance().find(name, hashName(name));
    return id < tagCount ? static_cast<Tag>(id) : Tag::Unknown;
}

std::string_view nameOf(Tag tag) {
    return StaticNames::instance().name(idOf(tag));
}

} // namespace guiyi::html
