#include "adapters/html/open_elements.h"

#include <array>
#include <initializer_list>

namespace guiyi::html {
namespace {

using Traits = std::array<std::uint16_t, tagCount>;

constexpr void mark(Traits &traits, std::uint16_t trait, std::initializer_list<Tag> tags) {
    for (const Tag tag : tags)
        traits[idOf(tag)] = static_cast<std::uint16_t>(traits[idOf(tag)] | trait);
}

constexpr Traits htmlTraits = [] {
    using enum Tag;
    Traits traits{};
    mark(traits, Special | ItemStop,
         {Applet,      Area,   Article, Aside,     Base,       Basefont, Bgsound,  Blockquote, Body,
          Br,          Button, Caption, Center,    Col,        Colgroup, Dd,       Details,    Dir,
          Dl,          Dt,     Embed,   Fieldset,  Figcaption, Figure,   Footer,   Form,       Frame,
          Frameset,    H1,     H2,      H3,        H4,         H5,       H6,       Head,       Header,
          Hgroup,      Hr,     Html,    Iframe,    Img,        Input,    Keygen,   Li,         Link,
          Listing,     Main,   Marquee, Menu,      Meta,       Nav,      Noembed,  Noframes,   Noscript,
          Object,      Ol,     Param,   Plaintext, Pre,        Script,   Search,   Section,    Select,
          Tag::Source, Style,  Summary, Table,     Tbody,      Td,       Template, Textarea,   Tfoot,
          Th,          Thead,  Title,   Tr,        Track,      Ul,       Wbr,      Xmp});
    mark(traits, Special, {Address, Div, P});
    mark(traits, ScopeStop, {Applet, Caption, Html, Table, Td, Th, Marquee, Object, Select, Template});
    mark(traits, ListScopeStop, {Ol, Ul});
    mark(traits, ButtonScopeStop, {Button});
    mark(traits, TableScopeStop, {Html, Table, Template});
    mark(traits, ImpliedEnd | ImpliedEndThoroughly, {Dd, Dt, Li, Optgroup, Option, P, Rb, Rp, Rt, Rtc});
    mark(traits, ImpliedEndThoroughly, {Caption, Colgroup, Tbody, Td, Tfoot, Th, Thead, Tr});
    mark(traits, Formatting, {A, B, Big, Code, Em, Font, I, Nobr, S, Small, Strike, Strong, Tt, U});
    mark(traits, ModeStop,
         {Td, Th, Tr, Tbody, Thead, Tfoot, Caption, Colgroup, Table, Template, Head, Body, Frameset, Html});
    mark(traits, TablePart, {Table, Tbody, Tfoot, Thead, Tr});
    mark(traits, Heading, {H1, H2, H3, H4, H5, H6});
    return traits;
}();

} // namespace

std::uint16_t traitsOf(Namespace ns, NameId name) {
    if (ns == Namespace::Html)
        return name < tagCount ? htmlTraits[name] : std::uint16_t(0);
    constexpr std::uint16_t stops = Special | ItemStop | ScopeStop;
    using enum Tag;
    if (name >= tagCount)
        return 0;
    switch (static_cast<Tag>(name)) {
    case Mi:
    case Mo:
    case Mn:
    case Ms:
    case Mtext:
    case AnnotationXml:
        return ns == Namespace::MathMl ? stops : std::uint16_t(0);
    case ForeignObject:
    case Desc:
    case Title:
        return ns == Namespace::Svg ? stops : std::uint16_t(0);
    default:
        return 0;
    }
}

void OpenElements::clear() {
    while (!empty())
        pop();
    m_rebuilt = 0;
}

void OpenElements::push(NodeId node) {
    NodeRecord &record = m_tree->nodes[node];
    record.flag = 1;
    const std::int32_t index = size();
    const Entry *below = empty() ? nullptr : &m_entries.back();
    Entry entry = below ? *below : Entry{};
    entry.node = node;
    entry.name = record.name;
    entry.ns = static_cast<Namespace>(record.ns);
    entry.traits = traitsOf(entry.ns, entry.name);

    auto &lasts = entry.ns == Namespace::Html ? m_last : m_lastForeign;
    if (entry.name >= lasts.size())
        lasts.resize(entry.name + 64, none);
    entry.previousSame = lasts[entry.name];
    lasts[entry.name] = index;

    if (entry.traits != 0) {
        if (entry.has(ScopeStop))
            entry.scope[0] = entry.scope[1] = entry.scope[2] = index;
        if (entry.has(ListScopeStop))
            entry.scope[1] = index;
        if (entry.has(ButtonScopeStop))
            entry.scope[2] = index;
        if (entry.has(TableScopeStop))
            entry.scope[3] = index;
        if (entry.has(Special))
            entry.special = index;
        if (entry.has(ItemStop))
            entry.itemStop = index;
        if (entry.has(ModeStop))
            entry.modeStop = index;
    }
    if (entry.ns == Namespace::Html)
        entry.html = index;
    m_entries.push_back(entry);
}

void OpenElements::pop() {
    const Entry &entry = m_entries.back();
    m_tree->nodes[entry.node].flag = 0;
    (entry.ns == Namespace::Html ? m_last : m_lastForeign)[entry.name] = entry.previousSame;
    m_entries.pop_back();
}

void OpenElements::popFrom(std::int32_t index) {
    while (size() > index)
        pop();
}

void OpenElements::remove(std::int32_t index) {
    if (index == topIndex()) {
        pop();
        return;
    }
    rebuild(index, [](std::vector<NodeId> &nodes) { nodes.erase(nodes.begin()); });
}

std::int32_t OpenElements::indexOf(NodeId node) const {
    const NodeRecord &record = m_tree->nodes[node];
    std::int32_t index = record.ns == 0 ? last(record.name) : lastForeign(record.name);
    while (index != none && at(index).node != node)
        index = at(index).previousSame;
    return index;
}

} // namespace guiyi::html
