// Old hosts to new ones, on pages of any origin: the change of domains alone, without a workspace.
#pragma once

#include "mappings/urlmap/address_walk.h"
#include "schema/base/result.h"

#include <cstdint>
#include <cstring>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// Rules "old host[/path] → new host[/path]". Hosts match whole and in any case, by http, https and without a
/// scheme; paths match at a segment's border, the longest rule first. Immutable, any thread.
class HostMap {
public:
    struct Rule {
        std::string host, path; ///< canonical host (with port unless default); "" or "/…" without final slash
        std::string target;     ///< "https://host[/path]" without final slash
        std::string written;    ///< the rule's left side as people wrote it
    };

    /// `rules`: old → new, as in a domain policy. Usage errors for hosts that are none, for a host with two
    /// targets, and for a rule whose target another rule changes again (a chain).
    static Result<HostMap> make(const std::map<std::string, std::string> &rules);

    /// What becomes of an absolute address, or null when its host has no rule. `tail` receives where the part
    /// that stays begins.
    const Rule *find(std::string_view address, std::size_t &tail) const;
    /// The rules of one host, longest path first.
    using HostRules = std::span<const Rule>;
    /// What can be said of an address when only the place is known where its host begins.
    struct Guess {
        bool foreign = false; ///< find() has no rule for it, however it ends and whatever it is written in
        HostRules rules;      ///< of the host that stands there in full, if it has any
    };
    Guess guess(std::string_view authority) const;
    /// The rule for an address on the host of `rules`, whose path begins at `path`.
    static const Rule *pick(HostRules rules, std::string_view path);
    const std::vector<Rule> &rules() const { return m_rules; }

private:
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t first = 0, count = 0; ///< of m_rules; 0: free
    };
    HostRules rulesOf(std::string_view host) const;

    std::vector<Rule> m_rules; ///< by host, longest path first
    std::vector<Slot> m_slots; ///< open addressing, a power of two
};

/// One address on a mapped host.
struct HostHit {
    std::size_t begin = 0, end = 0; ///< of the value in the input
    const HostMap::Rule *rule = nullptr;
    FoundIn where = FoundIn::Attribute;
    bool rewritten = false; ///< not: running text, or part of a script's expression
};

/// A page put together from pieces, most of them shorter than a call to copy them is worth.
class PageText {
public:
    void clear() { m_size = 0; }
    std::string_view text() const { return {m_bytes.data(), m_size}; }
    PageText &operator+=(std::string_view piece) {
        if (m_bytes.size() < m_size + piece.size() + Block)
            m_bytes.resize(2 * (m_size + piece.size()) + Block);
        char *to = m_bytes.data() + m_size;
        const char *from = piece.data();
        std::size_t left = piece.size();
        for (; left >= Block; left -= Block, from += Block, to += Block)
            std::memcpy(to, from, Block);
        for (; left >= 8; left -= 8, from += 8, to += 8)
            std::memcpy(to, from, 8);
        for (; left > 0; --left)
            *to++ = *from++;
        m_size += piece.size();
        return *this;
    }

private:
    static constexpr std::size_t Block = 64;
    std::vector<char> m_bytes;
    std::size_t m_size = 0;
};

/// Rewrites one page after another; keeps its buffers. One thread.
class HostRewriter {
public:
    /// `map` must outlive it. `rewriteText`: addresses in running text are changed too, else reported.
    explicit HostRewriter(const HostMap &map, bool rewriteText = false)
        : m_map(map), m_rewriteText(rewriteText) {}

    /// The page with its addresses on mapped hosts changed; every other byte as it was. Valid until the next
    /// call. The scheme becomes https; path, query and fragment stay.
    std::string_view page(std::string_view html);
    /// What was found on the last page, in order.
    const std::vector<HostHit> &hits() const { return m_hits; }

private:
    class Sink;
    bool keepMark(std::string_view html, std::size_t mark);
    HostMap::Guess guess(std::string_view authority);

    const HostMap &m_map;
    const bool m_rewriteText;
    HostMap::HostRules m_last;                   ///< of the host met last: pages link to few hosts
    std::vector<HostMap::HostRules> m_markRules; ///< beside the marks of m_index
    PageIndex m_index;
    PageText m_out;
    std::vector<HostHit> m_hits;
};

} // namespace guiyi::mapping
