#include "mappings/redirects/table.h"

#include "schema/base/text.h"
#include "schema/url/url.h"

#include <algorithm>

namespace guiyi::mapping {

namespace {

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

/// Appends what keys hold of a request's path; false where servers answer 400.
bool appendRequestKey(std::string &key, std::string_view rawPath) {
    const bool resolved = !rawPath.empty() && rawPath.front() == '/' && isPlainRedirectPath(rawPath) &&
                          rawPath.find("//") == std::string_view::npos &&
                          rawPath.find("/.") == std::string_view::npos;
    if (resolved) { // most requests: nothing to decode or to resolve
        key += rawPath;
        return true;
    }
    const std::optional<std::string> path = requestPath(rawPath);
    if (path)
        key += redirectPath(*path);
    return path.has_value();
}

std::string_view orDash(std::string_view s) {
    return s.empty() ? "-" : s;
}

std::string_view hostOfKey(std::string_view key) {
    return key.substr(0, key.find('/'));
}

std::string_view lastSegment(std::string_view key) {
    return key.substr(key.rfind('/') + 1);
}

void lowerInPlace(std::string &s) {
    for (char &c : s) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + 32);
    }
}

/// By `from`. The order is settled over views: decisions are large, and each is moved once.
void sortByFrom(std::vector<RedirectDecision> &decisions) {
    const auto less = [](const RedirectDecision &a, const RedirectDecision &b) { return a.from < b.from; };
    if (std::is_sorted(decisions.begin(), decisions.end(), less))
        return;
    std::vector<std::pair<std::string_view, std::uint32_t>> order;
    order.reserve(decisions.size());
    for (std::size_t i = 0; i < decisions.size(); ++i)
        order.emplace_back(decisions[i].from, static_cast<std::uint32_t>(i));
    std::sort(order.begin(), order.end());
    std::vector<bool> placed(decisions.size());
    for (std::size_t start = 0; start < order.size(); ++start) {
        if (placed[start])
            continue;
        RedirectDecision first = std::move(decisions[start]);
        std::size_t at = start;
        for (placed[at] = true; order[at].second != start; at = order[at].second, placed[at] = true)
            decisions[at] = std::move(decisions[order[at].second]);
        decisions[at] = std::move(first);
    }
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
    std::string value = std::to_string(status);
    for (const std::string_view word :
         {std::string_view(flags), gone ? suggested : target, gone ? archive : fragment})
        value.append(" ").append(orDash(word));
    return value;
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
    sortByFrom(m_decisions);
    std::sort(m_hosts.begin(), m_hosts.end(),
              [](const OldHost &a, const OldHost &b) { return a.host < b.host; });
    m_entries.reserve(m_decisions.size());
    for (std::size_t i = 0; i < m_decisions.size(); ++i)
        add(static_cast<std::uint32_t>(i));
    addDerived();
    std::sort(m_depths.rbegin(), m_depths.rend());
    m_depths.erase(std::unique(m_depths.begin(), m_depths.end()), m_depths.end());
}

RedirectEntry RedirectTable::entryOf(const RedirectDecision &d, std::uint32_t index) const {
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
        const std::string_view to = d.to;
        const std::size_t hash = std::min(to.find('#'), to.size());
        entry.target = to.substr(0, hash);
        entry.fragment = to.substr(hash);
        if (entry.depth >= 0 && text::endsWith(entry.target, "/*")) {
            entry.target.remove_suffix(1);
            entry.carries = true;
        }
        if (m_keepQuery && scope != RedirectScope::Query)
            entry.query = entry.target.find('?') == std::string_view::npos ? '?' : '&';
    }
    return entry;
}

void RedirectTable::add(std::uint32_t index) {
    const RedirectDecision &d = m_decisions[index];
    m_entries.push_back(entryOf(d, index));
    std::string key = decisionKey(d);
    if (m_entries.back().depth >= 0) {
        lowerInPlace(key);
        m_depths.push_back(m_entries.back().depth);
        m_directories.emplace(key, index);
        return;
    }
    const std::size_t mark = key.find('?');
    if (mark == std::string::npos)
        return addSpelling(key, {}, false, index);
    // Letters of a query have no exact tier of their own: only the path's case is told apart, so that the
    // spellings of querySpellings() stay few.
    const std::vector<std::string> queries = querySpellings(std::string_view(key).substr(mark + 1));
    key.resize(mark);
    for (const std::string &query : queries)
        addSpelling(key, "?" + query, true, index);
}

/// `path` with its case; `tail` is "?" and the query, in lower case.
void RedirectTable::addSpelling(const std::string &path, std::string_view tail, bool isQuery,
                                std::uint32_t index) {
    std::string key = path;
    lowerInPlace(key);
    key += tail;
    const auto [there, isNew] = (isQuery ? m_queries : m_paths).emplace(key, index);
    if (isNew || there == index)
        return;
    Keys &exact = isQuery ? m_exactQueries : m_exactPaths;
    std::string first = decisionKey(m_decisions[there]);
    first.resize(std::min(first.find('?'), first.size()));
    exact.emplace(first.append(tail), there);
    exact.emplace(std::string(path).append(tail), index);
    if (m_caseTwins.empty() || m_caseTwins.back() != m_decisions[index].from)
        m_caseTwins.push_back(m_decisions[index].from);
}

/// "/dir/" for "/dir/index.html".
std::map<std::string, std::vector<std::string_view>> RedirectTable::addDirectoriesOfIndexPages() {
    std::map<std::string, std::vector<std::string_view>> namesOf;
    struct IndexPage {
        std::size_t rank; ///< of its name: the usual ones win
        std::uint32_t row;
    };
    std::vector<IndexPage> pages;
    const std::vector<std::string_view> &names = indexNames();
    for (std::size_t i = 0; i < m_paths.size(); ++i) {
        const std::string_view segment = lastSegment(m_paths.rows()[i].key);
        const auto name = std::find(names.begin(), names.end(), segment);
        if (name != names.end())
            pages.push_back({static_cast<std::size_t>(name - names.begin()), static_cast<std::uint32_t>(i)});
    }
    std::stable_sort(pages.begin(), pages.end(),
                     [](const IndexPage &a, const IndexPage &b) { return a.rank < b.rank; });
    for (const IndexPage &page : pages) {
        const RedirectKeys::Row row = m_paths.rows()[page.row];
        std::vector<std::string_view> &used = namesOf[std::string(hostOfKey(row.key))];
        if (used.empty() || used.back() != names[page.rank])
            used.push_back(names[page.rank]);
        m_paths.emplace(row.key.substr(0, row.key.rfind('/') + 1), row.value);
    }
    return namesOf;
}

void RedirectTable::addDerived() {
    const auto namesOf = addDirectoriesOfIndexPages();
    std::string derived;
    const std::size_t given = m_paths.size();
    for (std::size_t i = 0; i < given; ++i) {
        const RedirectKeys::Row row = m_paths.rows()[i];
        const std::string_view host = hostOfKey(row.key);
        const bool root = row.key.size() == host.size() + 1;
        if (row.key.back() != '/') {
            if (lastSegment(row.key).find('.') == std::string_view::npos)
                m_paths.emplace(derived.assign(row.key).append("/"), row.value);
            continue;
        }
        if (!root)
            m_paths.emplace(row.key.substr(0, row.key.size() - 1), row.value);
        const auto used = namesOf.find(std::string(host));
        if (!root && used == namesOf.end())
            continue;
        for (const std::string_view name : root ? indexNames() : used->second)
            m_paths.emplace(derived.assign(row.key).append(name), row.value);
    }
}

const RedirectEntry *RedirectTable::in(const Keys &keys, std::string_view key) const {
    const std::optional<std::uint32_t> found = keys.find(key);
    return found ? &m_entries[*found] : nullptr;
}

/// `key` is host and path, letters with their case.
const RedirectEntry *RedirectTable::look(const std::string &key, std::size_t hostBytes,
                                         std::string_view query, RedirectLevel &level) const {
    const RedirectEntry *entry = nullptr;
    std::string folded = key;
    lowerInPlace(folded);
    if (!query.empty() && !m_queries.empty()) {
        const std::string tail = "?" + text::lower(query);
        level = RedirectLevel::Query;
        if (!m_exactQueries.empty() && (entry = in(m_exactQueries, key + tail)))
            return entry;
        if ((entry = in(m_queries, folded + tail)))
            return entry;
    }
    level = RedirectLevel::Path;
    if (!m_exactPaths.empty() && (entry = in(m_exactPaths, key)))
        return entry;
    if ((entry = in(m_paths, folded)))
        return entry;
    folded += '/'; // "/dir" is looked up as "/dir/": a directory's own address without its slash
    for (const int depth : m_depths) {
        std::size_t at = hostBytes;
        for (int i = 0; i < depth && at != std::string::npos; ++i)
            at = folded.find('/', at + 1);
        if (at == std::string::npos)
            continue;
        level = depth == 0 ? RedirectLevel::Site : RedirectLevel::Directory;
        if ((entry = in(m_directories, std::string_view(folded).substr(0, at + 1))))
            return entry;
    }
    level = RedirectLevel::Unknown;
    return nullptr;
}

const OldHost *RedirectTable::hostOf(std::string_view header) const {
    const std::string name = requestHost(header);
    const auto found = std::lower_bound(m_hosts.begin(), m_hosts.end(), name,
                                        [](const OldHost &a, const std::string &b) { return a.host < b; });
    return found == m_hosts.end() || found->host != name ? nullptr : &*found;
}

RedirectResponse RedirectTable::respond(std::string_view hostHeader, std::string_view target) const {
    RedirectResponse response;
    target = target.substr(0, target.find('#'));
    const std::size_t mark = std::min(target.find('?'), target.size());
    const std::string_view path = target.substr(0, mark);
    const std::string_view query = target.substr(std::min(mark + 1, target.size()));
    const OldHost *const old = hostOf(hostHeader);
    std::string key = old == nullptr ? std::string() : old->main;
    const std::size_t hostBytes = key.size();
    if (!appendRequestKey(key, path)) {
        response.level = RedirectLevel::BadRequest;
        response.status = 400;
        return response;
    }
    if (old == nullptr) {
        response.level = RedirectLevel::ForeignHost;
        response.status = 200;
        return response;
    }
    response.entry = look(key, hostBytes, query, response.level);
    if (response.entry == nullptr)
        return response;
    const RedirectEntry &entry = *response.entry;
    response.status = entry.aliasesOnly && old->host == old->main ? 200 : entry.status;
    if (response.status != 301 && response.status != 302)
        return response;
    response.location = entry.target;
    if (entry.carries && isPlain(path))
        response.location += restBelow(path, entry.depth);
    if (entry.query != '-' && !query.empty()) {
        response.location += entry.query;
        response.location += query;
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
