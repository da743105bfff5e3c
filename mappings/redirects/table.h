// The decisions as a server looks them up: the one source of every server's files, and the simulator of all
// of them.
#pragma once

#include "mappings/redirects/decision.h"
#include "mappings/redirects/keys.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// How an answer goes on from a decision. The texts are views into the table's decisions.
struct RedirectEntry {
    RedirectAnswer answer = RedirectAnswer::Undecided;
    int status = 404;          ///< 301|302|410|404; 200 for Stays
    bool aliasesOnly = false;  ///< the main host keeps the address; only alias hosts are redirected
    bool carries = false;      ///< what follows the directory is appended
    char query = '-';          ///< '?' or '&': how the request's query is appended; '-': it is not
    std::string_view target;   ///< without fragment and '*'
    std::string_view fragment; ///< with '#'
    std::string_view suggested, archive;
    int depth = -1;             ///< slashes before the last one of the directory; -1: no directory
    std::uint32_t decision = 0; ///< index into decisions()

    /// The value of a map file: "STATUS FLAGS TARGET FRAGMENT", blanks never inside. FLAGS: 'a' aliases only,
    /// 'r' carries, 'q' and 'Q' append the query behind '?' and '&', '-' none. Empty words are "-". For 410
    /// the suggested page and the archive stand for target and fragment.
    std::string value() const;
};

/// Which rule answered.
enum class RedirectLevel { ForeignHost, BadRequest, Unknown, Site, Directory, Path, Query };
std::string_view toText(RedirectLevel level);

struct RedirectResponse {
    RedirectLevel level = RedirectLevel::Unknown;
    int status = 404;                     ///< 200: passed on to what serves the host
    std::string location;                 ///< for 301 and 302
    const RedirectEntry *entry = nullptr; ///< null unless a decision answered; lives as long as the table
};

/// Immutable; any thread. Moved, never copied: entries and keys are views into it.
///
/// A request is matched by its host (lower case; default port and final dot left out; aliases folded), and by
/// its path, percent-decoded, repeated slashes and dot segments resolved, letters compared without case.
/// Where old addresses differ in case only, the exact spelling wins, and other spellings get the first in
/// byte order. A query is compared as sent, in the spellings of querySpellings(). "/dir" is "/dir/", and a
/// directory is its index page, unless they have decisions of their own. Appended queries and rests of paths
/// are those of the request, unchanged; the rest is left out where the request's path holds doubled slashes,
/// dot segments or encoded slashes.
class RedirectTable {
public:
    /// `decisions` as checkRedirects() gives them.
    RedirectTable(std::vector<RedirectDecision> decisions, std::vector<OldHost> hosts, bool keepQuery = true);
    RedirectTable(RedirectTable &&) = default;
    RedirectTable &operator=(RedirectTable &&) = default;

    /// `host` as in the Host header; `target` as in the request line.
    RedirectResponse respond(std::string_view host, std::string_view target) const;
    /// The same for an absolute address.
    RedirectResponse respond(std::string_view address) const;

    using Keys = RedirectKeys;
    const std::vector<RedirectDecision> &decisions() const { return m_decisions; }
    /// Gives the decisions away; the table is of no use afterwards.
    std::vector<RedirectDecision> takeDecisions() { return std::move(m_decisions); }
    const std::vector<RedirectEntry> &entries() const { return m_entries; }
    const std::vector<OldHost> &hosts() const { return m_hosts; }
    // Keys in lower case: host + path of redirectPath(), for queries + "?" + query. The values index
    // entries().
    const Keys &queries() const { return m_queries; }
    const Keys &paths() const { return m_paths; }
    const Keys &directories() const { return m_directories; }
    // Keys with case, of those that differ in case only.
    const Keys &exactQueries() const { return m_exactQueries; }
    const Keys &exactPaths() const { return m_exactPaths; }
    /// Depths of directories in use, the deepest first.
    const std::vector<int> &depths() const { return m_depths; }
    /// Old addresses that differ in case only from one before them.
    const std::vector<std::string> &caseTwins() const { return m_caseTwins; }

private:
    void add(std::uint32_t index);
    void addSpelling(const std::string &path, std::string_view tail, bool isQuery, std::uint32_t index);
    void addDerived();
    /// The names of index pages in use, by host.
    std::map<std::string, std::vector<std::string_view>> addDirectoriesOfIndexPages();
    RedirectEntry entryOf(const RedirectDecision &decision, std::uint32_t index) const;
    const RedirectEntry *look(const std::string &key, std::size_t hostBytes, std::string_view query,
                              RedirectLevel &level) const;
    const RedirectEntry *in(const Keys &keys, std::string_view key) const;
    const OldHost *hostOf(std::string_view header) const;

    std::vector<RedirectDecision> m_decisions;
    std::vector<RedirectEntry> m_entries; ///< of the decision with the same index
    std::vector<OldHost> m_hosts;         ///< sorted by host
    Keys m_queries, m_paths, m_directories, m_exactQueries, m_exactPaths;
    std::vector<int> m_depths;
    std::vector<std::string> m_caseTwins;
    bool m_keepQuery;
};

/// The path of a request as servers see it: decoded, repeated slashes and dot segments resolved. Nothing
/// where servers answer 400: malformed escapes, zero bytes, no leading slash.
std::optional<std::string> requestPath(std::string_view rawPath);

/// Canonical form of a Host header: lower case, without default port and final dot.
std::string requestHost(std::string_view header);

/// File names servers answer a directory with, the usual ones first.
const std::vector<std::string_view> &indexNames();

} // namespace guiyi::mapping
