#include "mappings/redirects/decision.h"

#include "schema/base/byte_set.h"
#include "schema/base/text.h"
#include "schema/url/url.h"

#include <algorithm>
#include <utility>

namespace guiyi::mapping {

namespace {

constexpr char LowerHex[] = "0123456789abcdef";

/// What ap_escape_uri() of Apache leaves as it is; the keys of all servers are made with the same set.
constexpr ByteSet PlainPathBytes = ByteSet::alnum() + ByteSet("$-_.+!*'(),:;@&=/~");

bool hasControls(std::string_view s) {
    return std::any_of(s.begin(), s.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

Finding fault(const RedirectDecision &d, std::string rule, std::string message) {
    return {d.site, d.from, std::move(rule), std::move(message), d.to, Severity::Error};
}

/// The part after '#', with it.
std::string_view fragmentOf(std::string_view address) {
    const std::size_t hash = address.find('#');
    return hash == std::string_view::npos ? std::string_view() : address.substr(hash);
}

/// Percent form of what a Location header may not hold raw.
std::string headerSafe(std::string_view s) {
    std::string out = percentNormalise(s);
    return text::replaceAll(std::move(out), " ", "%20");
}

/// Parses an http address that a server is to send people to; empty when it is none.
std::string canonicalTarget(std::string_view address, std::string &host) {
    const std::string_view trimmed = text::trim(address);
    const auto url = Url::parse(trimmed);
    if (!url)
        return {};
    host = url->host();
    const std::string_view fragment = fragmentOf(trimmed);
    return fragment.empty() ? url->text() : url->text() + headerSafe(fragment);
}

class Canonicaliser {
public:
    Canonicaliser(RedirectDecision &decision, const RedirectPolicy &policy)
        : m_d(decision), m_policy(policy) {}

    std::vector<Finding> run() {
        m_givenSite = m_d.site;
        from();
        if (m_d.answer == RedirectAnswer::Redirect || !m_d.to.empty())
            to();
        for (std::string *address : {&m_d.suggested, &m_d.archive})
            shown(*address);
        if (m_d.answer == RedirectAnswer::Redirect && m_d.status != 301 && m_d.status != 302)
            add("REDIRECT-INVALID", "a redirect is 301 or 302");
        if ((m_d.answer == RedirectAnswer::Gone || m_d.answer == RedirectAnswer::Undecided) &&
            !m_d.to.empty())
            add("REDIRECT-INVALID",
                "only a redirect has a target; name a page to look at instead as \"suggested\"");
        if (!m_findings.empty())
            restore();
        return std::move(m_findings);
    }

private:
    void add(std::string rule, std::string message) {
        m_findings.push_back(fault(m_d, std::move(rule), std::move(message)));
    }

    void set(std::string &field, std::string canonical) {
        m_given.emplace_back(&field, std::exchange(field, std::move(canonical)));
    }

    void restore() {
        for (auto &[field, given] : m_given)
            *field = std::move(given);
        m_d.site = m_givenSite;
    }

    void from() {
        std::string written(text::trim(m_d.from));
        if (!written.empty() && written.front() == '/' && !text::startsWith(written, "//"))
            written = "http://" + mainHostOfSite() + written;
        const bool below = text::endsWith(written, "/*");
        if (below)
            written.pop_back();
        const auto url = Url::parse(written);
        if (!url)
            return add("REDIRECT-INVALID", "the old address is no http address");
        if (!fragmentOf(written).empty())
            return add("REDIRECT-INVALID", "servers never see what follows '#' of an old address");
        if (below && !url->query().empty())
            return add("REDIRECT-INVALID", "a directory has no query");
        if (text::contains(url->path(), "%") && hasControls(percentDecode(url->path())))
            return add("REDIRECT-INVALID", "the old address holds control characters");
        std::string host = url->host();
        if (const OldHost *known = m_policy.find(host)) {
            host = known->main;
            if (!m_d.site.empty() && !known->site.empty() && m_d.site != known->site)
                add("REDIRECT-FOREIGN", "the host " + host + " belongs to the site " + known->site);
            if (m_d.site.empty())
                m_d.site = known->site;
        } else {
            add("REDIRECT-FOREIGN", "the host " + host + " belongs to no site");
        }
        set(m_d.from, "http://" + host + url->target() + (below ? "*" : ""));
        m_directory = below;
        checkLength(m_d.from);
    }

    std::string mainHostOfSite() const {
        for (const auto &[name, host] : m_policy.hosts) {
            if (!m_d.site.empty() && host.site == m_d.site)
                return host.main;
        }
        return {};
    }

    void to() {
        std::string written(text::trim(m_d.to));
        const bool carried = text::endsWith(written, "/*");
        if (carried)
            written.pop_back();
        std::string host;
        const std::string target = canonicalTarget(written, host);
        if (target.empty())
            return add("REDIRECT-INVALID", "the target is no http address");
        if (m_policy.allowedHosts.count(host) == 0)
            add("REDIRECT-HOST",
                "the target's host " + host + " is not one of the platform's or the sites' hosts");
        if (carried && (!m_directory || target.find_first_of("?#") != std::string::npos))
            add("REDIRECT-INVALID", "a target ends in * only where the old address is a directory");
        set(m_d.to, target + (carried ? "*" : ""));
        checkLength(m_d.to);
    }

    /// An address that is only shown on the notice: any host, but http, so that it is no script.
    void shown(std::string &address) {
        if (address.empty())
            return;
        std::string host;
        const std::string target = canonicalTarget(address, host);
        if (target.empty())
            add("REDIRECT-INVALID", "\"" + text::head(address, 80) + "\" is no http address");
        else
            set(address, target);
        checkLength(address);
    }

    void checkLength(const std::string &address) {
        if (address.size() > LongestRedirectAddress)
            add("REDIRECT-LONG", "the address has " + std::to_string(address.size()) +
                                     " bytes; web servers read " + std::to_string(LongestRedirectAddress) +
                                     " at most");
    }

    RedirectDecision &m_d;
    const RedirectPolicy &m_policy;
    bool m_directory = false;
    std::string m_givenSite;
    std::vector<std::pair<std::string *, std::string>> m_given; ///< what canonical texts replaced
    std::vector<Finding> m_findings;
};

/// `query` with every escape that `raw` accepts written as its byte.
template <typename Accepts>
std::string unescaped(std::string_view query, Accepts raw) {
    std::string out;
    for (std::size_t i = 0; i < query.size(); ++i) {
        if (query[i] == '%' && i + 2 < query.size()) {
            const std::string byte = percentDecode(query.substr(i, 3));
            if (byte.size() == 1 && raw(static_cast<unsigned char>(byte[0]))) {
                out += byte[0];
                i += 2;
                continue;
            }
        }
        out += query[i];
    }
    return out;
}

} // namespace

std::string_view toText(RedirectAnswer answer) {
    switch (answer) {
    case RedirectAnswer::Redirect:
        return "redirect";
    case RedirectAnswer::Gone:
        return "gone";
    case RedirectAnswer::Undecided:
        return "undecided";
    case RedirectAnswer::Stays:
        break;
    }
    return "stays";
}

std::string_view toText(RedirectScope scope) {
    switch (scope) {
    case RedirectScope::Site:
        return "site";
    case RedirectScope::Directory:
        return "directory";
    case RedirectScope::Path:
        return "path";
    case RedirectScope::Query:
        break;
    }
    return "query";
}

RedirectScope scopeOf(const RedirectDecision &decision) {
    const std::string &from = decision.from;
    if (text::endsWith(from, "/*"))
        return std::count(from.begin(), from.end(), '/') == 3 ? RedirectScope::Site
                                                              : RedirectScope::Directory;
    return from.find('?') == std::string::npos ? RedirectScope::Path : RedirectScope::Query;
}

const OldHost *RedirectPolicy::find(const std::string &host) const {
    const auto found = hosts.find(host);
    return found == hosts.end() ? nullptr : &found->second;
}

std::vector<OldHost> RedirectPolicy::hostList() const {
    std::vector<OldHost> list;
    for (const auto &[name, host] : hosts)
        list.push_back(host);
    return list;
}

std::vector<Finding> canonicalise(RedirectDecision &decision, const RedirectPolicy &policy) {
    return Canonicaliser(decision, policy).run();
}

std::string decisionKey(const RedirectDecision &decision) {
    std::string_view rest = decision.from;
    rest.remove_prefix(std::min(rest.size(), std::string_view("http://").size()));
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::size_t mark = std::min(rest.find('?'), rest.size());
    std::string_view path = rest.substr(slash, mark - slash);
    if (text::endsWith(path, "/*") && mark == rest.size())
        path.remove_suffix(1);
    if (isPlainRedirectPath(path))
        return std::string(rest.substr(0, slash)).append(path).append(rest.substr(mark));
    return std::string(rest.substr(0, slash)) + redirectPath(percentDecode(path)) +
           std::string(rest.substr(mark));
}

std::string redirectPath(std::string_view decoded) {
    std::string out;
    out.reserve(decoded.size() + 8);
    for (const char c : decoded) {
        const auto byte = static_cast<unsigned char>(c);
        if (PlainPathBytes.has(c)) {
            out += c;
        } else {
            out += '%';
            out += LowerHex[byte >> 4];
            out += LowerHex[byte & 15];
        }
    }
    return out;
}

bool isPlainRedirectPath(std::string_view path) {
    return std::all_of(path.begin(), path.end(), [](char c) { return PlainPathBytes.has(c); });
}

std::vector<std::string> querySpellings(std::string_view query) {
    const std::string given = text::lower(query);
    if (std::none_of(given.begin(), given.end(), [](char c) { return c == '%' || c == '+' || c == '\''; }))
        return {given};
    std::set<std::string> all{given};
    const auto foreign = [](unsigned char c) { return c >= 0x80; };
    // What browsers leave raw in a query though it is escaped in canonical addresses (WHATWG URL, query
    // state).
    const auto soft = [](unsigned char c) {
        return c == '{' || c == '}' || c == '|' || c == '^' || c == '`' || c == '\\' || c == '\'';
    };
    all.insert(text::lower(unescaped(query, foreign)));
    all.insert(text::lower(unescaped(query, soft)));
    all.insert(text::lower(unescaped(query, [&](unsigned char c) { return foreign(c) || soft(c); })));
    for (const std::string &spelling : std::set<std::string>(all)) {
        all.insert(text::replaceAll(spelling, "'", "%27"));
        all.insert(text::replaceAll(spelling, "+", "%20"));
        all.insert(text::replaceAll(spelling, "%20", "+"));
    }
    return {all.begin(), all.end()};
}

} // namespace guiyi::mapping
