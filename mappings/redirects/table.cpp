#include "mappings/redirects/table.h"

#include "schema/base/text.h"
#include "schema/url/url.h"

#include <algorithm>

namespace guiyi::mapping {

namespace {

/// The path of a request in three views: what keys are made of, and what a rest is cut from.
struct ParsedTarget {
    std::string path;         ///< decoded, resolved
    std::string_view rawPath; ///< as sent
    std::string_view query;   ///< as sent, without '?'
};

std::optional<ParsedTarget> parseTarget(std::string_view target) {
    target = target.substr(0, target.find('#'));
    ParsedTarget parsed;
    const std::size_t mark = target.find('?');
    parsed.rawPath = target.substr(0, mark);
    if (mark != std::string_view::npos)
        parsed.query = target.substr(mark + 1);
    std::optional<std::string> path = requestPath(parsed.rawPath);
    if (!path)
        return std::nullopt;
    parsed.path = std::move(*path);
    return parsed;
}

bool isHex(char c) {
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

/// Whether the raw path has the same segments as the decoded one.
bool isPlain(std::string_view rawPath) {
    if (text::contains(rawPath, "//"))
        return false;
    const std::string folded = text::lower(rawPath) + "/";
    for (const char *odd : {"/./", "/../", "%2f", "%2e"}) {
        if (text::contains(folded, odd))
            return false;
    }
    return true;
}

/// What follows the directory of `depth` in a raw path; "" for the directory itself.
std::string_view restBelow(std::string_view rawPath, int depth) {
    std::size_t at = 0;
    for (int i = 0; i <= depth; ++i) {
        at = rawPath.find('/', at);
        if (at == std::string_view::npos)
            return {};
        ++at;
    }
    return rawPath.substr(at);
}

std::string orDash(const std::string &s) {
    return s.empty() ? "-" : s;
}

/// The directory name "index.html" stands in; nothing when the last segment is no index page.
std::optional<std::string> directoryOfIndex(const std::string &key) {
    const std::size_t slash = key.rfind('/');
    const std::string name = text::lower(key.substr(slash + 1));
    const auto &names = indexNames();
    if (std::find(names.begin(), names.end(), name) == names.end())
        return std::nullopt;
    return key.substr(0, slash + 1);
}

std::string hostOfKey(const std::string &key) {
    return key.substr(0, key.find('/'));
}

} // namespace

const std::vector<std::string_view> &indexNames() {
    static const std::vector<std::string_view> Names{
        "index.html", "index.htm",    "index.shtml", "index.jsp",   "index.asp",    "index.aspx",
        "index.php",  "default.html", "default.htm", "default.asp", "default.aspx", "default.jsp"};
    return Names;
}

std::string_view toText(RedirectLevel level) {
    switch (level) {
    case RedirectLevel::ForeignHost:
        return "foreign host";
    case RedirectLevel::BadRequest:
        return "bad request";
    case RedirectLevel::Unknown:
        return "unknown";
    case RedirectLevel::Site:
        return "site";
    case RedirectLevel::Directory:
        return "directory";
    case RedirectLevel::Path:
        return "path";
    case RedirectLevel::Query:
        break;
    }
    return "query";
}

std::string RedirectEntry::value() const {
    std::string flags;
    if (aliasesOnly)
        flags += 'a';
    if (carries)
        flags += 'r';
    if (query != '-')
        flags += query == '?' ? 'q' : 'Q';
    const bool gone = answer == RedirectAnswer::Gone;
    return std::to_string(status) + " " + orDash(flags) + " " + orDash(gone ? suggested : target) + " " +
           orDash(gone ? archive : fragment);
}

std::optional<std::string> requestPath(std::string_view rawPath) {
    if (rawPath.empty() || rawPath.front() != '/')
        return std::nullopt;
    std::string decoded;
    decoded.reserve(rawPath.size());
    for (std::size_t i = 0; i < rawPath.size(); ++i) {
        if (rawPath[i] != '%') {
            decoded += rawPath[i];
            continue;
        }
        if (i + 2 >= rawPath.size() || !isHex(rawPath[i + 1]) || !isHex(rawPath[i + 2]))
            return std::nullopt;
        decoded += percentDecode(rawPath.substr(i, 3));
        i += 2;
    }
    if (decoded.find('\0') != std::string::npos)
        return std::nullopt;
    std::vector<std::string_view> kept;
    const std::string_view all = decoded;
    bool directory = true;
    for (std::size_t begin = 1; begin <= all.size();) {
        const std::size_t end = std::min(all.find('/', begin), all.size());
        const std::string_view segment = all.substr(begin, end - begin);
        directory = true;
        if (segment == "..") {
            if (kept.empty())
                return std::nullopt; // servers refuse what leaves the root
            kept.pop_back();
        } else if (!segment.empty() && segment != ".") {
            kept.push_back(segment);
            directory = end < all.size();
        }
        begin = end + 1;
    }
    std::string path;
    path.reserve(decoded.size());
    for (const std::string_view segment : kept) {
        path += '/';
        path += segment;
    }
    if (directory)
        path += '/';
    return path;
}

std::string requestHost(std::string_view header) {
    std::string host = text::lower(text::trim(header));
    for (const std::string_view port : {":80", ":443"}) {
        if (text::endsWith(host, port))
            host.resize(host.size() - port.size());
    }
    if (!host.empty() && host.back() == '.')
        host.pop_back();
    return host;
}

RedirectTable::RedirectTable(std::vector<RedirectDecision> decisions, std::vector<OldHost> hosts,
                             bool keepQuery)
    : m_decisions(std::move(decisions)), m_hosts(std::move(hosts)), m_keepQuery(keepQuery) {
    std::sort(m_decisions.begin(), m_decisions.end(),
              [](const RedirectDecision &a, const RedirectDecision &b) { return a.from < b.from; });
    std::sort(m_hosts.begin(), m_hosts.end(),
              [](const OldHost &a, const OldHost &b) { return a.host < b.host; });
    for (std::size_t i = 0; i < m_hosts.size(); ++i)
        m_hostIndex.emplace(m_hosts[i].host, static_cast<std::uint32_t>(i));
    m_entries.reserve(m_decisions.size());
    m_paths.reserve(m_decisions.size());
    for (std::size_t i = 0; i < m_decisions.size(); ++i)
        add(static_cast<std::uint32_t>(i));
    addDerived(keepQuery);
    std::sort(m_depths.rbegin(), m_depths.rend());
    m_depths.erase(std::unique(m_depths.begin(), m_depths.end()), m_depths.end());
}

std::uint32_t RedirectTable::addEntry(const RedirectDecision &d, std::uint32_t index, bool keepQuery) {
    RedirectEntry entry;
    entry.answer = d.answer;
    entry.decision = index;
    entry.suggested = d.suggested;
    entry.archive = d.archive;
    const RedirectScope scope = scopeOf(d);
    if (scope == RedirectScope::Site || scope == RedirectScope::Directory)
        entry.depth = static_cast<int>(std::count(d.from.begin(), d.from.end(), '/')) - 3;
    switch (d.answer) {
    case RedirectAnswer::Redirect:
        entry.status = d.status;
        break;
    case RedirectAnswer::Gone:
        entry.status = 410;
        break;
    case RedirectAnswer::Undecided:
        entry.status = 404;
        break;
    case RedirectAnswer::Stays:
        entry.status = d.to.empty() ? 200 : 301;
        entry.aliasesOnly = !d.to.empty();
        break;
    }
    if (!d.to.empty()) {
        const std::size_t hash = std::min(d.to.find('#'), d.to.size());
        entry.target = d.to.substr(0, hash);
        entry.fragment = d.to.substr(hash);
        if (text::endsWith(entry.target, "/*") && entry.depth >= 0) {
            entry.target.pop_back();
            entry.carries = true;
        }
        if (keepQuery && scope != RedirectScope::Query)
            entry.query = entry.target.find('?') == std::string::npos ? '?' : '&';
    }
    m_entries.push_back(std::move(entry));
    return static_cast<std::uint32_t>(m_entries.size() - 1);
}

void RedirectTable::add(std::uint32_t index) {
    const RedirectDecision &d = m_decisions[index];
    const std::string key = decisionKey(d);
    const std::uint32_t entry = addEntry(d, index, m_keepQuery);
    std::vector<std::string> exact, folded;
    Keys *exactKeys = &m_exactPaths, *keys = &m_paths;
    switch (scopeOf(d)) {
    case RedirectScope::Site:
    case RedirectScope::Directory:
        m_depths.push_back(m_entries[entry].depth);
        m_directories.emplace(text::lower(key), entry);
        return;
    case RedirectScope::Path:
        break;
    case RedirectScope::Query:
        exactKeys = &m_exactQueries;
        keys = &m_queries;
        break;
    }
    // Letters of a query have no exact tier of their own: only the path's case is told apart, so that the
    // spellings of querySpellings() stay few.
    const std::size_t mark = key.find('?');
    const std::string path = key.substr(0, mark);
    const std::vector<std::string> queries = mark == std::string::npos
                                                 ? std::vector<std::string>{""}
                                                 : querySpellings(std::string_view(key).substr(mark + 1));
    for (const std::string &query : queries) {
        const std::string tail = mark == std::string::npos ? std::string() : "?" + query;
        const auto [there, isNew] = keys->emplace(text::lower(path) + tail, entry);
        if (isNew || m_entries[there->second].decision == index)
            continue;
        const std::string first = decisionKey(m_decisions[m_entries[there->second].decision]);
        exactKeys->emplace(first.substr(0, first.find('?')) + tail, there->second);
        exactKeys->emplace(path + tail, entry);
        if (m_caseTwins.empty() || m_caseTwins.back() != d.from)
            m_caseTwins.push_back(d.from);
    }
}

void RedirectTable::addDerived(bool) {
    std::unordered_map<std::string, std::vector<std::string_view>> names; // index pages in use, by host
    std::vector<std::pair<std::string, std::uint32_t>> derived;
    const std::vector<const Keys::value_type *> all = sorted(m_paths);
    for (const std::string_view name : indexNames()) { // the usual names first: they win
        for (const Keys::value_type *entry : all) {
            if (!text::endsWith(entry->first, name))
                continue;
            const auto directory = directoryOfIndex(entry->first);
            if (!directory || entry->first.size() != directory->size() + name.size())
                continue;
            auto &used = names[hostOfKey(entry->first)];
            if (used.empty() || used.back() != name)
                used.push_back(name);
            derived.emplace_back(*directory, entry->second);
        }
    }
    for (auto &[key, entry] : derived)
        m_paths.emplace(std::move(key), entry);
    derived.clear();
    for (const Keys::value_type *entry : sorted(m_paths)) {
        const std::string &key = entry->first;
        const std::string host = hostOfKey(key);
        const bool root = key.size() == host.size() + 1;
        if (key.back() != '/') {
            if (key.find('.', key.rfind('/')) == std::string::npos)
                derived.emplace_back(key + "/", entry->second);
            continue;
        }
        if (!root)
            derived.emplace_back(key.substr(0, key.size() - 1), entry->second);
        const auto used = names.find(host);
        if (root || used != names.end()) {
            for (const std::string_view name : root ? indexNames() : used->second)
                derived.emplace_back(key + std::string(name), entry->second);
        }
    }
    for (auto &[key, entry] : derived)
        m_paths.emplace(std::move(key), entry);
}

std::vector<const RedirectTable::Keys::value_type *> RedirectTable::sorted(const Keys &keys) {
    std::vector<const Keys::value_type *> all;
    all.reserve(keys.size());
    for (const auto &entry : keys)
        all.push_back(&entry);
    std::sort(all.begin(), all.end(), [](const auto *a, const auto *b) { return a->first < b->first; });
    return all;
}

const RedirectEntry *RedirectTable::look(const std::string &host, const std::string &path,
                                         std::string_view query, RedirectLevel &level) const {
    const std::string exact = host + path;
    const std::string folded = host + text::lower(path);
    const auto in = [this](const Keys &keys, const std::string &key) -> const RedirectEntry * {
        const auto found = keys.find(key);
        return found == keys.end() ? nullptr : &m_entries[found->second];
    };
    const RedirectEntry *entry = nullptr;
    if (!query.empty() && !m_queries.empty()) {
        const std::string tail = "?" + text::lower(query);
        level = RedirectLevel::Query;
        if (!m_exactQueries.empty() && (entry = in(m_exactQueries, exact + tail)))
            return entry;
        if ((entry = in(m_queries, folded + tail)))
            return entry;
    }
    level = RedirectLevel::Path;
    if (!m_exactPaths.empty() && (entry = in(m_exactPaths, exact)))
        return entry;
    if ((entry = in(m_paths, folded)))
        return entry;
    // "/dir" is looked up as "/dir/": a directory's own address without its slash.
    const std::string slashed = folded + "/";
    for (const int depth : m_depths) {
        std::size_t at = host.size();
        for (int i = 0; i < depth && at != std::string::npos; ++i)
            at = slashed.find('/', at + 1);
        if (at == std::string::npos)
            continue;
        level = depth == 0 ? RedirectLevel::Site : RedirectLevel::Directory;
        if ((entry = in(m_directories, slashed.substr(0, at + 1))))
            return entry;
    }
    level = RedirectLevel::Unknown;
    return nullptr;
}

RedirectResponse RedirectTable::respond(std::string_view hostHeader, std::string_view target) const {
    RedirectResponse response;
    const auto host = m_hostIndex.find(requestHost(hostHeader));
    const std::optional<ParsedTarget> parsed = parseTarget(target);
    if (!parsed) {
        response.level = RedirectLevel::BadRequest;
        response.status = 400;
        return response;
    }
    if (host == m_hostIndex.end()) {
        response.level = RedirectLevel::ForeignHost;
        response.status = 200;
        return response;
    }
    const OldHost &old = m_hosts[host->second];
    response.entry = look(old.main, redirectPath(parsed->path), parsed->query, response.level);
    if (response.entry == nullptr)
        return response;
    const RedirectEntry &entry = *response.entry;
    response.status = entry.aliasesOnly && old.host == old.main ? 200 : entry.status;
    if (response.status != 301 && response.status != 302)
        return response;
    response.location = entry.target;
    if (entry.carries && isPlain(parsed->rawPath))
        response.location += restBelow(parsed->rawPath, entry.depth);
    if (entry.query != '-' && !parsed->query.empty()) {
        response.location += entry.query;
        response.location += parsed->query;
    }
    response.location += entry.fragment;
    return response;
}

RedirectResponse RedirectTable::respond(std::string_view address) const {
    const std::size_t scheme = address.find("://");
    std::string_view rest = scheme == std::string_view::npos ? address : address.substr(scheme + 3);
    const std::size_t slash = std::min(rest.find_first_of("/?#"), rest.size());
    const std::string_view host = rest.substr(0, slash);
    rest = rest.substr(slash);
    rest = rest.substr(0, rest.find('#'));
    if (rest.empty() || rest.front() == '?')
        return respond(host, "/" + std::string(rest));
    return respond(host, rest);
}

} // namespace guiyi::mapping
