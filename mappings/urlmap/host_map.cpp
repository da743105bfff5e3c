#include "mappings/urlmap/host_map.h"

#include "mappings/urlmap/hosts.h"
#include "schema/base/text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <tuple>

namespace guiyi::mapping {

namespace {

std::uint64_t eightBytes(const char *from) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, from, sizeof bytes);
    return bytes | 0x2020202020202020U; // capitals as small letters
}

/// Of the first, the middle and the last eight bytes: hosts differ there, and it takes no loop.
std::uint32_t hashOf(std::string_view host) {
    std::uint64_t h = host.size();
    if (host.size() >= 8) {
        const char *const s = host.data();
        h ^= eightBytes(s) * 0x9E3779B97F4A7C15U;
        h ^= std::rotl(eightBytes(s + (host.size() - 8) / 2) * 0xC2B2AE3D27D4EB4FU, 21);
        h ^= std::rotl(eightBytes(s + host.size() - 8) * 0x165667B19E3779F9U, 43);
    } else {
        for (const char c : host)
            h = h * 131 + static_cast<unsigned char>(c | 0x20);
    }
    h ^= h >> 29;
    return static_cast<std::uint32_t>((h * 0x9E3779B97F4A7C15U) >> 32);
}

bool sameHost(std::string_view lower, std::string_view host) {
    if (lower.size() != host.size())
        return false;
    return std::memcmp(lower.data(), host.data(), host.size()) == 0 || ascii::startsWithNoCase(host, lower);
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

/// What a byte is where a host stands.
enum class HostByte : unsigned char {
    Other, ///< a user part, an escape, an IDN: only Url knows
    Plain,
    Ends,     ///< of the address, the host ends here
    NoAddress ///< a quote, an angle bracket, a blank: whatever has it before its path is no address
};
constexpr std::array<HostByte, 256> HostBytes = [] {
    std::array<HostByte, 256> bytes{};
    for (unsigned char c = 'a'; c <= 'z'; ++c)
        bytes[c] = bytes[c - 32U] = HostByte::Plain;
    for (unsigned char c = '0'; c <= '9'; ++c)
        bytes[c] = HostByte::Plain;
    for (const unsigned char c : {'.', '-', ':', '_'})
        bytes[c] = HostByte::Plain;
    for (const unsigned char c : {'/', '?', '#', '\\'})
        bytes[c] = HostByte::Ends;
    for (const unsigned char c : {'"', '\'', '<', '>', ' ', '\t', '\n', '\r', '\f'})
        bytes[c] = HostByte::NoAddress;
    return bytes;
}();

HostByte hostByte(char c) {
    return HostBytes[static_cast<unsigned char>(c)];
}

bool endsAuthority(char c) {
    return hostByte(c) == HostByte::Ends;
}

std::size_t plainLength(std::string_view s) {
    std::size_t i = 0;
    while (i < s.size() && hostByte(s[i]) == HostByte::Plain)
        ++i;
    return i;
}

bool allDigits(std::string_view s) {
    return std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether a plain host (any case) is written as canonicalHost() writes it: no default port, no final dot, no
/// number that may be an IPv4 address in another notation.
bool isCanonical(std::string_view host) {
    if (const std::size_t colon = host.find(':'); colon != std::string_view::npos) {
        const std::string_view port = host.substr(colon + 1);
        if (port.empty() || port.size() > 5 || !allDigits(port) || port[0] == '0' || port == "80" ||
            port == "443")
            return false;
        host = host.substr(0, colon);
    }
    if (host.empty() || host.back() == '.')
        return false;
    const char last = host[host.rfind('.') + 1]; // of no dot: the first
    if (last < '0' || last > '9')
        return true;
    // Four decimal numbers without leading zeros.
    std::size_t parts = 0;
    for (std::size_t i = 0; i <= host.size(); ++parts) {
        const std::size_t dot = std::min(host.find('.', i), host.size());
        const std::string_view part = host.substr(i, dot - i);
        if (part.empty() || part.size() > 3 || !allDigits(part) || (part.size() > 1 && part[0] == '0'))
            return false;
        i = dot + 1;
    }
    return parts == 4;
}

/// "http:", "https:" or nothing.
bool isScheme(std::string_view s) {
    return s.empty() || (s.size() == 5 && std::memcmp(s.data(), "http:", 5) == 0) ||
           (s.size() == 6 && std::memcmp(s.data(), "https:", 6) == 0);
}

/// Where the authority of an absolute address begins; npos when it is none.
std::size_t authorityBegin(std::string_view s) {
    std::size_t i = 0;
    while (i < s.size() && ascii::isSpace(s[i]))
        ++i;
    if (i < s.size() && (s[i] | 32) == 'h') {
        if (!ascii::startsWithNoCase(s.substr(i), "http"))
            return std::string_view::npos;
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
        std::string address;
        if (const auto url = Url::parse("https://" + target.host + target.path + "/"))
            address = url->text();
        while (!address.empty() && address.back() == '/')
            address.pop_back();
        if (address.empty())
            return badRule(from + ": " + to, "the target is no address", "expected new.host[/path]");
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

HostMap::HostRules HostMap::rulesOf(std::string_view host) const {
    const std::uint32_t hash = hashOf(host);
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t at = hash & mask; m_slots[at].count != 0; at = (at + 1) & mask) {
        const Slot &slot = m_slots[at];
        if (slot.hash == hash && sameHost(m_rules[slot.first].host, host))
            return {&m_rules[slot.first], slot.count};
    }
    return {};
}

HostMap::Guess HostMap::guess(std::string_view authority) const {
    const std::size_t length = plainLength(authority);
    const std::string_view host = authority.substr(0, length);
    const char after = length < authority.size() ? authority[length] : ' ';
    // What follows may be an escape, a user part, or belong to a name in other letters.
    const bool whole = hostByte(after) != HostByte::Other && after != '\\';
    const HostRules rules = rulesOf(host);
    if (!rules.empty())
        return {false, whole ? rules : HostRules()};
    return {whole && (host.empty() || isCanonical(host)), {}};
}

const HostMap::Rule *HostMap::pick(HostRules rules, std::string_view path) {
    for (const Rule &rule : rules) {
        if (rule.path.empty())
            return &rule;
        if (text::startsWith(path, rule.path) &&
            (path.size() == rule.path.size() || endsAuthority(path[rule.path.size()])))
            return &rule;
    }
    return nullptr;
}

const HostMap::Rule *HostMap::find(std::string_view address, std::size_t &tail) const {
    const std::size_t begin = authorityBegin(address);
    if (begin == std::string_view::npos)
        return nullptr;
    // Blanks around a value are no part of it.
    while (address.size() > begin && ascii::isSpace(address.back()))
        address.remove_suffix(1);
    std::size_t end = begin + plainLength(address.substr(begin));
    const bool plain = end == address.size() || endsAuthority(address[end]);
    const std::string_view host = address.substr(begin, end - begin);
    HostRules rules = plain ? rulesOf(host) : HostRules();
    // Users, IDN, escapes, default ports and final dots: the long way, which most addresses need not go.
    if (rules.empty() && (!plain || (!host.empty() && !isCanonical(host)))) {
        for (; end < address.size() && !endsAuthority(address[end]); ++end) {
            if (hostByte(address[end]) == HostByte::NoAddress)
                return nullptr;
        }
        const bool https = ascii::startsWithNoCase(ascii::trim(address), "https");
        const auto url = Url::parse((https ? "https://" : "http://") +
                                    std::string(address.substr(begin, end - begin)) + "/");
        if (!url)
            return nullptr;
        rules = rulesOf(canonicalHost(url->host()));
    }
    const Rule *rule = pick(rules, address.substr(end));
    if (rule != nullptr)
        tail = end + rule->path.size();
    return rule;
}

/// Looks every address up and copies the page around those that change.
class HostRewriter::Sink : public AddressSink {
public:
    Sink(HostRewriter &owner, std::string_view input) : m_owner(owner), m_input(input) {}

    void base(const FoundAddress &found) override { address(found); }

    void address(const FoundAddress &found) override {
        if (found.bare)
            return; // reported by the stages that look through all text
        const std::string_view raw = m_input.substr(found.begin, found.end - found.begin);
        std::size_t tail = 0;
        const HostMap::Rule *rule = marked(found, tail);
        // Nearly always only the tail has escapes, and stays as it is.
        if (rule == nullptr) {
            rule = m_owner.m_map.find(raw, tail);
            if (rule != nullptr && !isPlain(raw.substr(0, tail), found.syntax))
                rule = nullptr;
        }
        if (rule != nullptr) {
            take(found, *rule, raw.substr(tail), raw, found.begin + tail);
            return;
        }
        if (isPlain(raw, found.syntax))
            return;
        const std::string decoded = decode(raw, found.syntax);
        rule = m_owner.m_map.find(decoded, tail);
        if (rule != nullptr)
            take(found, *rule, encode(std::string_view(decoded).substr(tail), raw, found.syntax), raw,
                 found.end);
    }

    std::size_t copied() const { return m_copied; }

private:
    /// The rule of the host that was found at the mark of the index, when the address is "http://", or
    /// "https://", or "//" and that host, without escapes up to where the rule ends.
    const HostMap::Rule *marked(const FoundAddress &found, std::size_t &tail) {
        const std::span<const std::uint32_t> marks = m_owner.m_index.marks();
        while (m_mark < marks.size() && marks[m_mark] < found.begin)
            ++m_mark;
        if (m_mark == marks.size() || m_owner.m_markRules[m_mark].empty())
            return nullptr;
        const HostMap::HostRules rules = m_owner.m_markRules[m_mark];
        const std::string_view scheme = m_input.substr(found.begin, marks[m_mark] - found.begin);
        const std::size_t path = marks[m_mark] + 2 + rules[0].host.size();
        if (path > found.end || (path < found.end && !endsAuthority(m_input[path])) || !isScheme(scheme) ||
            m_input[marks[m_mark] + 1] != '/')
            return nullptr;
        const HostMap::Rule *rule = HostMap::pick(rules, m_input.substr(path, found.end - path));
        if (rule == nullptr || (!rule->path.empty() && !isPlain(rule->path, found.syntax)))
            return nullptr;
        tail = path - found.begin + rule->path.size();
        return rule;
    }

    /// `rest` of the address stays; from `copyFrom` on it stands in the page as it is to be written.
    void take(const FoundAddress &found, const HostMap::Rule &rule, std::string_view rest,
              std::string_view raw, std::size_t copyFrom) {
        const bool change = found.exact && (found.where != FoundIn::Text || m_owner.m_rewriteText);
        m_owner.m_hits.push_back({found.begin, found.end, &rule, found.where, change});
        if (!change)
            return;
        PageText &out = m_owner.m_out;
        std::size_t lead = 0; // blanks before the address stay
        while (lead < raw.size() && ascii::isSpace(raw[lead]))
            ++lead;
        out += m_input.substr(m_copied, found.begin + lead - m_copied);
        const bool script = found.syntax == Syntax::Script || found.syntax == Syntax::ScriptInAttribute;
        if (script && text::contains(raw, "\\/"))
            out += encode(rule.target, raw, found.syntax);
        else
            out += rule.target;
        // "https://new.host?x" and "https://new.host" are whole addresses; a path on the new host wants its
        // slash.
        if ((rest.empty() || rest[0] == '?' || rest[0] == '#') && !rule.path.empty())
            out += "/";
        if (copyFrom == found.end)
            out += rest;
        m_copied = copyFrom;
    }

    HostRewriter &m_owner;
    const std::string_view m_input;
    std::size_t m_copied = 0;
    std::size_t m_mark = 0; ///< the first mark that is not behind
};

HostMap::Guess HostRewriter::guess(std::string_view authority) {
    if (!m_last.empty()) {
        const std::string &host = m_last[0].host;
        if (authority.size() > host.size() && authority[host.size()] == '/' &&
            text::startsWith(authority, host))
            return {false, m_last};
    }
    const HostMap::Guess guess = m_map.guess(authority);
    if (!guess.rules.empty())
        m_last = guess.rules;
    return guess;
}

/// Whether what stands at the mark may be an address on a mapped host.
bool HostRewriter::keepMark(std::string_view html, std::size_t mark) {
    const std::string_view at = html.substr(mark);
    if (at[0] == '&') { // "&#160;" and the like are no part of a host
        std::string character;
        if (referenceAt(at, character) > 0 && (character.size() != 1 || character[0] <= ' '))
            return false;
    }
    if (at[0] == '/') {
        const HostMap::Guess there = guess(at.substr(text::startsWith(at, "/\\/") ? 3 : 2));
        if (!there.foreign)
            m_markRules.push_back(there.rules);
        return !there.foreign;
    }
    m_markRules.emplace_back();
    return true;
}

std::string_view HostRewriter::page(std::string_view html) {
    m_out.clear();
    m_hits.clear();
    Sink sink(*this, html);
    if (html.size() < UINT32_MAX) {
        m_index.read(html);
        m_markRules.clear();
        m_index.keepMarks([&](std::uint32_t mark) { return keepMark(html, mark); });
        AddressWalk(html, sink, m_index).html();
    } else {
        AddressWalk(html, sink).html();
    }
    if (sink.copied() == 0)
        return html;
    m_out += html.substr(sink.copied());
    return m_out.text();
}

} // namespace guiyi::mapping
