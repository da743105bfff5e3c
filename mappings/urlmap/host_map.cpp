#include "mappings/urlmap/host_map.h"

#include "mappings/urlmap/hosts.h"
#include "schema/base/text.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace guiyi::mapping {

namespace {

std::uint32_t hashOf(std::string_view s) {
    std::uint32_t h = 2166136261U; // FNV-1a: hosts are short
    for (const char c : s)
        h = (h ^ static_cast<unsigned char>(c)) * 16777619U;
    return h;
}

struct HostAndPath {
    std::string host, path;
};

HostAndPath split(std::string_view written) {
    std::string_view s = text::trim(written);
    if (const std::size_t scheme = s.find("//"); scheme != std::string_view::npos)
        s.remove_prefix(scheme + 2);
    const std::size_t slash = std::min(s.find('/'), s.size());
    HostAndPath r{canonicalHost(s.substr(0, slash)), std::string(s.substr(slash))};
    while (!r.path.empty() && r.path.back() == '/')
        r.path.pop_back();
    return r;
}

Error badRule(const std::string &rule, std::string why, std::string advice) {
    return {ErrorKind::Usage, "reading the host map", rule, std::move(why), std::move(advice)};
}

constexpr std::array<bool, 256> PlainHost = [] {
    std::array<bool, 256> plain{};
    for (unsigned char c = 'a'; c <= 'z'; ++c)
        plain[c] = plain[c - 32U] = true;
    for (unsigned char c = '0'; c <= '9'; ++c)
        plain[c] = true;
    plain[static_cast<unsigned char>('.')] = plain[static_cast<unsigned char>('-')] = true;
    plain[static_cast<unsigned char>(':')] = plain[static_cast<unsigned char>('_')] = true;
    return plain;
}();

bool endsAuthority(char c) {
    return c == '/' || c == '?' || c == '#' || c == '\\';
}

/// Where the authority of an absolute address begins; npos when it is none.
std::size_t authorityBegin(std::string_view s) {
    std::size_t i = 0;
    while (i < s.size() && ascii::isSpace(s[i]))
        ++i;
    if (ascii::startsWithNoCase(s.substr(i), "http")) {
        i += 4;
        if (i < s.size() && (s[i] | 32) == 's')
            ++i;
        if (i >= s.size() || s[i] != ':')
            return std::string_view::npos;
        ++i;
    }
    if (i + 2 > s.size() || (s[i] != '/' && s[i] != '\\') || (s[i + 1] != '/' && s[i + 1] != '\\'))
        return std::string_view::npos;
    return i + 2;
}

} // namespace

Result<HostMap> HostMap::make(const std::map<std::string, std::string> &rules) {
    HostMap map;
    std::map<std::pair<std::string, std::string>, std::string> seen;
    for (const auto &[from, to] : rules) {
        const HostAndPath old = split(from), target = split(to);
        if (old.host.empty() || target.host.empty())
            return badRule(from + ": " + to, "no host name", "expected old.host[/path]: new.host[/path]");
        const std::string address = "https://" + target.host + target.path;
        const auto [it, fresh] = seen.emplace(std::pair(old.host, old.path), address);
        if (!fresh && it->second != address)
            return badRule(from, "the host has two targets: " + it->second + " and " + address,
                           "keep one of the two");
        if (fresh && "https://" + old.host + old.path != address)
            map.m_rules.push_back({old.host, old.path, address, from});
    }
    std::sort(map.m_rules.begin(), map.m_rules.end(), [](const Rule &a, const Rule &b) {
        const std::size_t sizeA = b.path.size(), sizeB = a.path.size(); // longest first
        return std::tie(a.host, sizeA, a.path) < std::tie(b.host, sizeB, b.path);
    });
    std::size_t size = 16;
    while (size < map.m_rules.size() * 4)
        size *= 2;
    map.m_slots.resize(size);
    for (std::size_t i = 0; i < map.m_rules.size();) {
        std::size_t end = i;
        while (end < map.m_rules.size() && map.m_rules[end].host == map.m_rules[i].host)
            ++end;
        const std::uint32_t hash = hashOf(map.m_rules[i].host);
        std::size_t at = hash & (size - 1);
        while (map.m_slots[at].count != 0)
            at = (at + 1) & (size - 1);
        map.m_slots[at] = {hash, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(end - i)};
        map.m_longest = std::max(map.m_longest, map.m_rules[i].host.size());
        i = end;
    }
    for (const Rule &rule : map.m_rules) {
        std::size_t tail = 0;
        if (const Rule *next = map.find(rule.target, tail); next != nullptr && next->target != rule.target)
            return badRule(rule.written,
                           "its target " + rule.target + " is changed again by the rule " + next->written,
                           "write the last address as the target");
    }
    return map;
}

const HostMap::Slot *HostMap::slotOf(std::string_view host) const {
    const std::uint32_t hash = hashOf(host);
    for (std::size_t at = hash & (m_slots.size() - 1); m_slots[at].count != 0;
         at = (at + 1) & (m_slots.size() - 1)) {
        if (m_slots[at].hash == hash && m_rules[m_slots[at].first].host == host)
            return &m_slots[at];
    }
    return nullptr;
}

const HostMap::Rule *HostMap::find(std::string_view address, std::size_t &tail) const {
    const std::size_t begin = authorityBegin(address);
    if (begin == std::string_view::npos)
        return nullptr;
    std::size_t end = begin;
    bool plain = true;
    std::array<char, 256> lower{};
    while (end < address.size() && !endsAuthority(address[end])) {
        const char c = address[end];
        plain = plain && PlainHost[static_cast<unsigned char>(c)] && end - begin < lower.size();
        if (plain)
            lower[end - begin] = ascii::lower(c);
        ++end;
    }
    std::string_view host(lower.data(), plain ? end - begin : 0);
    // Blanks around a value are no part of it; blanks inside make it no address.
    while (end == address.size() && end > begin && ascii::isSpace(address[end - 1])) {
        address.remove_suffix(1);
        --end;
    }
    const Slot *slot = plain ? slotOf(host) : nullptr;
    std::string canonical;
    // Users, IDN, escapes, default ports and final dots: the long way, which most addresses need not go.
    const bool odd =
        !plain || host.find(':') != std::string_view::npos || (!host.empty() && host.back() == '.');
    if (slot == nullptr && odd) {
        if (end == begin || std::any_of(address.begin() + static_cast<std::ptrdiff_t>(begin),
                                        address.begin() + static_cast<std::ptrdiff_t>(end), ascii::isSpace))
            return nullptr;
        const bool https = ascii::startsWithNoCase(ascii::trim(address), "https");
        const auto url = Url::parse((https ? "https://" : "http://") +
                                    std::string(address.substr(begin, end - begin)) + "/");
        if (!url)
            return nullptr;
        canonical = canonicalHost(url->host());
        slot = slotOf(canonical);
    }
    if (slot == nullptr)
        return nullptr;
    const std::string_view path = address.substr(end);
    for (std::uint32_t i = slot->first; i < slot->first + slot->count; ++i) {
        const Rule &rule = m_rules[i];
        const std::string_view after = path.substr(std::min(path.size(), rule.path.size()));
        if (path.substr(0, rule.path.size()) != rule.path ||
            (!rule.path.empty() && !after.empty() && !endsAuthority(after[0])))
            continue;
        tail = end + rule.path.size();
        return &rule;
    }
    return nullptr;
}

/// Looks every address up and copies the page around those that change.
class HostRewriter::Sink : public AddressSink {
public:
    Sink(HostRewriter &owner, std::string_view input) : m_owner(owner), m_input(input) {}

    void base(const FoundAddress &found) override { address(found); }

    void address(const FoundAddress &found) override {
        const std::string_view raw = m_input.substr(found.begin, found.end - found.begin);
        std::size_t tail = 0;
        // Nearly always only the tail has escapes, and stays as it is.
        if (const HostMap::Rule *rule = m_owner.m_map.find(raw, tail)) {
            take(found, *rule, raw.substr(tail), raw);
            return;
        }
        if (isPlain(raw, found.syntax))
            return;
        const std::string decoded = decode(raw, found.syntax);
        if (const HostMap::Rule *rule = m_owner.m_map.find(decoded, tail))
            take(found, *rule, encode(std::string_view(decoded).substr(tail), raw, found.syntax), raw);
    }

    std::size_t copied() const { return m_copied; }

private:
    void take(const FoundAddress &found, const HostMap::Rule &rule, std::string_view rest,
              std::string_view raw) {
        const bool change = found.exact && (found.where != FoundIn::Text || m_owner.m_rewriteText);
        m_owner.m_hits.push_back({found.begin, found.end, &rule, found.where, change});
        if (!change)
            return;
        std::string &out = m_owner.m_out;
        out.append(m_input, m_copied, found.begin - m_copied);
        const std::size_t lead = std::min(raw.find_first_not_of(" \t\n\r\f"), raw.size());
        out.append(raw, 0, lead);
        if (found.syntax == Syntax::Script || found.syntax == Syntax::ScriptInAttribute)
            out += encode(rule.target, raw, found.syntax);
        else
            out += rule.target;
        // "https://new.host?x" and "https://new.host" are whole addresses; a path on the new host wants its
        // slash.
        if ((rest.empty() || rest[0] == '?' || rest[0] == '#') && !rule.path.empty())
            out += '/';
        out += rest;
        m_copied = found.end;
    }

    HostRewriter &m_owner;
    const std::string_view m_input;
    std::size_t m_copied = 0;
};

std::string_view HostRewriter::page(std::string_view html) {
    m_out.clear();
    m_hits.clear();
    Sink sink(*this, html);
    AddressWalk(html, sink, true).html();
    if (sink.copied() == 0)
        return html;
    m_out.append(html, sink.copied(), html.size() - sink.copied());
    return m_out;
}

} // namespace guiyi::mapping
