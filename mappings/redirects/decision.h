// What an old address answers after the cut over: one line of the decisions people keep, and its canonical
// form.
#pragma once

#include "schema/base/result.h"
#include "schema/model/model.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// What a decision covers. A later one wins over an earlier one: an address with its query over its path, a
/// path over directories, a longer directory over a shorter one, a directory over the whole site.
enum class RedirectScope { Site, Directory, Path, Query };

enum class RedirectAnswer {
    Redirect,  ///< 301 or 302 to `to`
    Gone,      ///< 410 with a notice
    Undecided, ///< nobody has decided: 404 after the cut over, and in the list of work
    Stays,     ///< the old server goes on answering (partial transition); alias hosts lead to `to` when given
};
std::string_view toText(RedirectAnswer answer); ///< redirect|gone|undecided|stays
std::string_view toText(RedirectScope scope);   ///< site|directory|path|query

/// One decision. `from` is "http://host/path?query", "http://host/dir/*" for a directory with all below it,
/// or "http://host/*" for the site; its host is the main host of its site, whatever alias it was written
/// with.
struct RedirectDecision {
    std::string from;
    /// Absolute; ends in '*' where what follows the directory is carried over. Empty for Gone and Undecided.
    std::string to;
    RedirectAnswer answer = RedirectAnswer::Redirect;
    int status = 301; ///< 301 or 302, for Redirect
    std::string reason, site;
    std::string suggested;  ///< for Gone: the page to look at instead
    std::string archive;    ///< for Gone: where the old page is kept
    std::int64_t hits = -1; ///< requests counted in access logs; -1: not counted
    int line = 0;           ///< of the file it was read from; 0: none
    bool operator==(const RedirectDecision &) const = default;
};
RedirectScope scopeOf(const RedirectDecision &decision);

/// A host whose old addresses are decided on.
struct OldHost {
    std::string host; ///< canonical
    std::string main; ///< the host its decisions are kept under; the same for a main host
    std::string site;
    bool operator==(const OldHost &) const = default;
};

/// What decisions are checked against.
struct RedirectPolicy {
    std::map<std::string, OldHost> hosts; ///< by canonical host
    std::set<std::string> allowedHosts;   ///< canonical hosts a redirect may lead to; no open redirect

    /// The main host of an old host and its site; null for a foreign host.
    const OldHost *find(const std::string &host) const;
    void add(OldHost host) { hosts.emplace(host.host, host); }
    std::vector<OldHost> hostList() const;
};

/// The longest address a decision may hold, in bytes: nginx reads at most 4,096 bytes of a word of its files.
constexpr std::size_t LongestRedirectAddress = 2000;

/// Brings a decision to its canonical form: `from` and `to` parsed, alias hosts folded, site filled in. Every
/// fault is a finding (REDIRECT-INVALID, REDIRECT-FOREIGN, REDIRECT-HOST, REDIRECT-LONG), and a decision with
/// any is left as it was given. A `from` that begins with '/' belongs to the main host
/// of `site`.
std::vector<Finding> canonicalise(RedirectDecision &decision, const RedirectPolicy &policy);

/// The key a decision is found by: host, path in the spelling of redirectPath() with case, "?" and query.
std::string decisionKey(const RedirectDecision &decision);

/// A decoded path as keys hold it: what Apache's "escape" leaves, every other byte in percent form. Letters
/// keep their case.
std::string redirectPath(std::string_view decoded);
/// A path as it stands in an address is what redirectPath() makes of it.
bool isPlainRedirectPath(std::string_view path);

/// The spellings browsers and old pages send a query in: as given, non-ASCII bytes raw, braces, bars and
/// quotes raw, '+' and %20. Sorted, each once, lower case; the given one is among them.
std::vector<std::string> querySpellings(std::string_view query);

} // namespace guiyi::mapping
