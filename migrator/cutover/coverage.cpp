#include "migrator/cutover/coverage.h"

#include "schema/base/text.h"

#include <algorithm>
#include <cstdio>
#include <unordered_map>

namespace guiyi {

namespace {

constexpr std::size_t FewestDigits = 4;

struct NameParts {
    std::string name;        ///< last segment without its ending, lower case; empty for index pages
    std::string_view number; ///< longest run of digits in last segment and query
};

std::string_view longestNumber(std::string_view s) {
    std::string_view best;
    for (std::size_t i = 0; i < s.size();) {
        std::size_t end = i;
        while (end < s.size() && s[end] >= '0' && s[end] <= '9')
            ++end;
        if (end - i > best.size())
            best = s.substr(i, end - i);
        i = std::max(end, i + 1);
    }
    return best.size() < FewestDigits ? std::string_view() : best;
}

NameParts partsOf(std::string_view target) {
    NameParts parts;
    const std::string_view path = target.substr(0, target.find('?'));
    const std::size_t slash = path.rfind('/');
    const std::string last = text::lower(path.substr(slash == std::string_view::npos ? 0 : slash + 1));
    const auto &index = mapping::indexNames();
    const std::string_view name = std::string_view(last).substr(0, last.rfind('.'));
    if (name.size() >= FewestDigits && std::find(index.begin(), index.end(), last) == index.end())
        parts.name = name;
    parts.number = longestNumber(target.substr(path.size() - last.size()));
    return parts;
}

std::string mainHost(const mapping::RedirectTable &table, std::string_view host) {
    const std::string canonical = mapping::requestHost(host);
    for (const mapping::OldHost &old : table.hosts()) {
        if (old.host == canonical)
            return old.main;
    }
    return canonical;
}

struct HostAndTarget {
    std::string_view host, target;
};

/// The parts of an address that begins with "http://".
HostAndTarget cut(std::string_view address) {
    constexpr std::size_t Begin = std::string_view("http://").size();
    const std::size_t slash = std::min(address.find('/', Begin), address.size());
    return {address.substr(Begin, slash - Begin), address.substr(slash)};
}

/// Finds the redirects that share a name or number with an open address: only what is asked for is indexed.
class Suggestions {
public:
    Suggestions(const mapping::RedirectTable &table, const std::vector<OpenAddress> &open) : m_table(table) {
        for (const OpenAddress &o : open) {
            const auto [host, target] = cut(o.address);
            const std::string site = mainHost(table, host);
            const NameParts parts = partsOf(target);
            if (!parts.name.empty())
                m_names.emplace(key(site, parts.name), Match());
            if (!parts.number.empty())
                m_numbers.emplace(key(site, parts.number), Match());
        }
        for (std::size_t i = 0; i < table.decisions().size(); ++i)
            add(table.decisions()[i]);
    }

    void suggest(OpenAddress &open) const {
        const auto [host, target] = cut(open.address);
        const std::string site = mainHost(m_table, host);
        const NameParts parts = partsOf(target);
        if (take(m_names, key(site, parts.name), "same file name", open) ||
            take(m_numbers, key(site, parts.number), "same number", open))
            return;
        for (std::string_view path = target.substr(0, target.find('?')); path.size() > 1;) {
            path = path.substr(0, path.find_last_of('/', path.size() - 2) + 1);
            mapping::RedirectResponse response = m_table.respond(site, path);
            if (!response.location.empty() && path.size() > 1) {
                open.suggested = std::move(response.location);
                open.suggestedBy = "directory";
                return;
            }
        }
    }

private:
    struct Match {
        const std::string *target = nullptr;
        bool several = false; ///< with different targets
    };
    using Index = std::unordered_map<std::string, Match>;

    static std::string key(std::string_view site, std::string_view word) {
        return std::string(site).append(" ").append(word);
    }

    void add(const mapping::RedirectDecision &d) {
        if (d.answer != mapping::RedirectAnswer::Redirect || text::endsWith(d.from, "/*"))
            return;
        const auto [host, target] = cut(d.from);
        const NameParts parts = partsOf(target);
        for (auto &[index, word] : {std::pair<Index &, std::string_view>(m_names, parts.name),
                                    std::pair<Index &, std::string_view>(m_numbers, parts.number)}) {
            const auto wanted = word.empty() ? index.end() : index.find(key(host, word));
            if (wanted == index.end())
                continue;
            Match &match = wanted->second;
            match.several = match.several || (match.target != nullptr && *match.target != d.to);
            match.target = &d.to;
        }
    }

    static bool take(const Index &index, const std::string &key, const char *how, OpenAddress &open) {
        const auto found = index.find(key);
        if (found == index.end() || found->second.target == nullptr || found->second.several)
            return false;
        open.suggested = *found->second.target;
        open.suggestedBy = how;
        return true;
    }

    const mapping::RedirectTable &m_table;
    Index m_names, m_numbers;
};

} // namespace

std::vector<OpenAddress> openAddresses(const LogTally &tally, const mapping::RedirectTable &table,
                                       std::size_t most) {
    std::vector<OpenAddress> all;
    for (TopAddresses::Row &row : tally.openAddresses().rows()) {
        if (all.size() == most)
            break;
        all.push_back({std::move(row.address), row.hits, row.over, {}, {}});
    }
    const Suggestions suggestions(table, all);
    for (OpenAddress &open : all)
        suggestions.suggest(open);
    return all;
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
    if (whole == 0)
        return "-";
    char words[32];
    std::snprintf(words, sizeof words, "%.2f%%",
                  100.0 * static_cast<double>(part) / static_cast<double>(whole));
    return words;
}

} // namespace guiyi
