#include "migrator/cutover/coverage.h"

#include "schema/base/text.h"
#include "schema/url/url.h"

#include <algorithm>
#include <cstdio>

namespace guiyi {

namespace {

constexpr std::size_t FewestDigits = 4;

struct NameParts {
    std::string site;   ///< main host
    std::string name;   ///< last segment without its ending, lower case
    std::string number; ///< longest run of digits in last segment and query
};

std::string longestNumber(std::string_view s) {
    std::string_view best;
    for (std::size_t i = 0; i < s.size();) {
        std::size_t end = i;
        while (end < s.size() && s[end] >= '0' && s[end] <= '9')
            ++end;
        if (end - i > best.size())
            best = s.substr(i, end - i);
        i = std::max(end, i + 1);
    }
    return best.size() < FewestDigits ? std::string() : std::string(best);
}

NameParts partsOf(const std::string &host, std::string_view target) {
    NameParts parts;
    parts.site = host;
    const std::string_view path = target.substr(0, target.find('?'));
    const std::string_view last =
        path.substr(path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/') + 1);
    std::string name = text::lower(last.substr(0, last.rfind('.')));
    const auto &index = mapping::indexNames();
    if (std::find(index.begin(), index.end(), text::lower(last)) == index.end() &&
        name.size() >= FewestDigits)
        parts.name = std::move(name);
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

} // namespace

TargetSuggestions::TargetSuggestions(const mapping::RedirectTable &table) : m_table(table) {
    for (std::size_t i = 0; i < table.decisions().size(); ++i) {
        const mapping::RedirectDecision &d = table.decisions()[i];
        const auto url = Url::parse(d.from);
        if (!url || d.answer != mapping::RedirectAnswer::Redirect || text::endsWith(d.from, "/*"))
            continue;
        const NameParts parts = partsOf(url->host(), url->target());
        if (!parts.name.empty())
            add(m_names, parts.site + " " + parts.name, i);
        if (!parts.number.empty())
            add(m_numbers, parts.site + " " + parts.number, i);
    }
}

void TargetSuggestions::add(Index &index, const std::string &key, std::size_t decision) {
    const auto [there, isNew] = index.emplace(key, static_cast<std::int64_t>(decision));
    if (!isNew && there->second >= 0 &&
        m_table.decisions()[static_cast<std::size_t>(there->second)].to != m_table.decisions()[decision].to)
        there->second = -1;
}

void TargetSuggestions::suggest(OpenAddress &open) const {
    const std::size_t begin = open.address.find("://");
    if (begin == std::string::npos)
        return;
    const std::size_t slash = std::min(open.address.find('/', begin + 3), open.address.size());
    const std::string host =
        mainHost(m_table, std::string_view(open.address).substr(begin + 3, slash - begin - 3));
    const std::string target = open.address.substr(slash);
    const NameParts parts = partsOf(host, target);
    const auto take = [&](const Index &index, const std::string &word, const char *how) {
        const auto found = word.empty() ? index.end() : index.find(host + " " + word);
        if (found == index.end() || found->second < 0)
            return false;
        open.suggested = m_table.decisions()[static_cast<std::size_t>(found->second)].to;
        open.suggestedBy = how;
        return true;
    };
    if (take(m_names, parts.name, "same file name") || take(m_numbers, parts.number, "same number"))
        return;
    std::string path = target.substr(0, target.find('?'));
    while (path.size() > 1) {
        path = path.substr(0, path.find_last_of('/', path.size() - 2) + 1);
        const mapping::RedirectResponse response = m_table.respond(host, path);
        if (!response.location.empty() && path.size() > 1) {
            open.suggested = response.location;
            open.suggestedBy = "directory";
            return;
        }
        if (path.empty())
            return;
    }
}

std::vector<OpenAddress> openAddresses(const LogTally &tally, const TargetSuggestions &suggestions,
                                       std::size_t most) {
    std::vector<OpenAddress> all;
    for (TopAddresses::Row &row : tally.openAddresses().rows()) {
        if (all.size() == most)
            break;
        OpenAddress open{std::move(row.address), row.hits, row.over, {}, {}};
        suggestions.suggest(open);
        all.push_back(std::move(open));
    }
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
