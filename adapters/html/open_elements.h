// The stack of open elements (WHATWG HTML 13.2.4.2). Internal to adapters/html.
//
// "Has an element in scope" and its like walk the stack in the standard; on a page of ten thousand unclosed
// tags that is a walk of ten thousand for each of them. Here every entry remembers where such walks would
// stop, so that each of the questions is answered at once.
#pragma once

#include "adapters/html/arena.h"

#include <cstdint>
#include <vector>

namespace guiyi::html {

/// What tree construction must know of an element by its name alone.
enum ElementTrait : std::uint16_t {
    Special = 1 << 0,       ///< 13.2.4.2, "special"
    ScopeStop = 1 << 1,     ///< ends "in scope"
    ListScopeStop = 1 << 2, ///< ol and ul: end "in list item scope" as well
    ButtonScopeStop = 1 << 3,
    TableScopeStop = 1 << 4,
    ImpliedEnd = 1 << 5, ///< 13.2.6.3, "generate implied end tags"
    ImpliedEndThoroughly = 1 << 6,
    Formatting = 1 << 7, ///< 13.2.4.2, "formatting"
    ModeStop = 1 << 8,   ///< decides "reset the insertion mode appropriately"
    ItemStop = 1 << 9,   ///< special but not address, div or p: ends the search for an open li, dd or dt
    TablePart = 1 << 10, ///< table, tbody, tfoot, thead, tr: text does not belong there
    Heading = 1 << 11,
};

std::uint16_t traitsOf(Namespace ns, NameId name);

/// Where "has an element in … scope" stops.
enum class Scope : std::uint8_t { Default, ListItem, Button, Table };

class OpenElements {
public:
    static constexpr std::int32_t none = -1;

    struct Entry {
        NodeId node = noNode;
        NameId name = 0;
        std::uint16_t traits = 0;
        Namespace ns = Namespace::Html;
        std::int32_t previousSame = none; ///< the entry below with this name
        // The nearest entry, itself included, that is …
        std::int32_t scope[4] = {none, none, none, none}; ///< … a stop of Scope
        std::int32_t special = none;
        std::int32_t itemStop = none;
        std::int32_t modeStop = none;
        std::int32_t html = none; ///< … in the HTML namespace

        bool is(Tag tag) const { return name == idOf(tag) && ns == Namespace::Html; }
        bool has(ElementTrait trait) const { return (traits & trait) != 0; }
    };

    explicit OpenElements(Tree *tree) : m_tree(tree) {}

    void clear();
    bool empty() const { return m_entries.empty(); }
    std::int32_t size() const { return static_cast<std::int32_t>(m_entries.size()); }
    const Entry &top() const { return m_entries.back(); }
    const Entry &at(std::int32_t index) const { return m_entries[static_cast<std::size_t>(index)]; }
    std::int32_t topIndex() const { return size() - 1; }

    void push(NodeId node);
    void pop();
    /// Pops until the entry at `index` is gone.
    void popFrom(std::int32_t index);
    void remove(std::int32_t index);
    /// Takes entries out and puts others in: `change` gets the bare list from `from` up.
    template <typename Change>
    void rebuild(std::int32_t from, Change change) {
        m_spare.clear();
        m_rebuilt += static_cast<std::size_t>(size() - from);
        for (std::int32_t i = from; i < size(); ++i)
            m_spare.push_back(at(i).node);
        popFrom(from);
        change(m_spare);
        for (const NodeId node : m_spare)
            push(node);
    }

    /// How many entries rebuild() has moved since clear(): what hostile misnesting costs.
    std::size_t rebuilt() const { return m_rebuilt; }

    bool contains(NodeId node) const { return m_tree->nodes[node].flag != 0; }
    /// The topmost HTML (or foreign) element of that name, none when there is none.
    std::int32_t last(NameId name) const { return name < m_last.size() ? m_last[name] : none; }
    std::int32_t last(Tag tag) const { return last(idOf(tag)); }
    std::int32_t lastForeign(NameId name) const {
        return name < m_lastForeign.size() ? m_lastForeign[name] : none;
    }
    /// Where a node that is on the stack stands.
    std::int32_t indexOf(NodeId node) const;
    bool inScope(Tag tag, Scope scope = Scope::Default) const { return inScope(idOf(tag), scope); }
    bool inScope(NameId name, Scope scope = Scope::Default) const {
        const std::int32_t index = last(name);
        return index != none && index >= top().scope[static_cast<std::size_t>(scope)];
    }

private:
    Tree *m_tree;
    std::vector<Entry> m_entries;
    std::vector<std::int32_t> m_last;
    std::vector<std::int32_t> m_lastForeign;
    std::vector<NodeId> m_spare;
    std::size_t m_rebuilt = 0;
};

} // namespace guiyi::html
