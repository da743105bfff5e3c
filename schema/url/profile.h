// When two spellings are one address: session ids, significant parameters, and the forms other tools use.
#pragma once

#include "schema/url/url.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi {

/// Strict: case and order kept, session ids dropped. Govuk: as the mapping tools of GOV.UK hold addresses:
/// path and query in lower case, no final slash, parameters sorted and only the significant ones kept.
enum class UrlProfile { Strict, Govuk };

/// Nothing for unknown names ("strict", "govuk").
std::optional<UrlProfile> profileNamed(std::string_view name);

struct UrlRules {
    UrlProfile profile = UrlProfile::Strict;
    /// Parameters that choose the content, in lower case. Empty: all are (Strict), none is (Govuk).
    std::set<std::string, std::less<>> significant;
};

/// `url` under the rules. canonical(canonical(x)) = canonical(x).
Url canonical(const Url &url, const UrlRules &rules);

/// Path and query without the ids servers put in for a visit: ";jsessionid=…", ASP.NET's "/(S(…))/",
/// and the parameters jsessionid, phpsessid, aspsessionid…, sid, cfid with cftoken, when their value has the
/// form of one.
std::string withoutSessionIds(std::string_view pathAndQuery);

/// The key of an address in the indexes of web archives (SURT, as CDX files have it):
/// "cn,gov,gz)/zwgk/index.html?id=5". Host without "www", lower case, parameters sorted, no session ids.
std::string archiveKey(const Url &url);

/// Groups of addresses that become one under the rules though they differ in more than a session id, each
/// sorted; the groups in order of their canonical address. `addresses` may hold doubles.
std::map<std::string, std::vector<std::string>> foldingCollisions(const std::vector<Url> &addresses,
                                                                  const UrlRules &rules);

/// An address and a hash of what the server answered.
struct AddressContent {
    Url url;
    std::string content;
};

/// What the contents say of one parameter: how often two addresses that differ in it alone (its value, or its
/// being there) had different or the same content.
struct ParameterEvidence {
    std::string name; ///< lower case
    std::size_t different = 0, same = 0;
    std::string exampleA, exampleB; ///< two addresses with different content, else with the same
    /// One pair with another content is enough: a parameter may do nothing on most pages.
    bool significant() const { return different > 0; }
};

/// Evidence for every parameter of a site's addresses, sorted by name. A parameter nothing was compared for
/// (different + same = 0) is to be kept.
std::vector<ParameterEvidence> parameterEvidence(const std::vector<AddressContent> &pages);

/// The host of an address or of a line in a list of hosts as it is compared: parseHost() with its port
/// unless that is the default of http or https, without scheme, user and path. Empty when there is none.
std::string canonicalHost(std::string_view host);

} // namespace guiyi
