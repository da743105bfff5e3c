#include "mappings/urlmap/redirects.h"

#include "schema/url/url.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace guiyi::mapping {

namespace {

Finding finding(const Redirect &r, std::string rule, std::string message,
                Severity severity = Severity::Error) {
    Finding f;
    f.site = r.site;
    f.url = r.from;
    f.rule = std::move(rule);
    f.message = std::move(message);
    f.evidence = r.to;
    f.severity = severity;
    return f;
}

bool before(const Redirect &a, const Redirect &b) {
    return std::tie(a.from, a.to, a.status, a.site, a.reason) <
           std::tie(b.from, b.to, b.status, b.site, b.reason);
}

/// Where each redirect ends: every way is walked once, so that a chain of n costs n steps and not n².
class Ends {
public:
    explicit Ends(const std::map<std::string, Redirect> &map) : m_map(map) {}

    /// The last redirect on the way from `start`; null when the way leads into a circle.
    const Redirect *of(const Redirect &start) {
        std::vector<const Redirect *> way;
        const Redirect *at = &start;
        const Redirect *end = nullptr;
        for (;;) {
            const auto known = m_end.find(at);
            if (known != m_end.end()) { // null while it lies on this very way: a circle
                end = known->second;
                break;
            }
            m_end.emplace(at, nullptr);
            way.push_back(at);
            const auto next = at->to.empty() ? m_map.end() : m_map.find(at->to.substr(0, at->to.find('#')));
            if (next == m_map.end()) {
                end = at;
                break;
            }
            at = &next->second;
        }
        for (const Redirect *r : way)
            m_end[r] = end;
        return end;
    }

private:
    const std::map<std::string, Redirect> &m_map;
    std::map<const Redirect *, const Redirect *> m_end;
};

} // namespace

FoldedRedirects foldRedirects(std::vector<Redirect> redirects, const std::set<std::string> &allowedHosts) {
    FoldedRedirects out;
    std::map<std::string, std::vector<Redirect>> byFrom;
    for (Redirect &r : redirects) {
        const auto from = Url::parse(r.from);
        const bool gone = r.status == 410;
        if (!from || (r.status != 301 && r.status != 302 && !gone) || gone != r.to.empty()) {
            out.findings.push_back(
                finding(r, "REDIRECT-INVALID",
                        !from ? "the old address is no http address"
                              : "a redirect is 301 or 302 with a target, or 410 without one"));
            continue;
        }
        r.from = from->text();
        if (!gone) {
            const auto to = Url::parse(r.to);
            if (!to || allowedHosts.count(to->host()) == 0) {
                out.findings.push_back(finding(r, to ? "REDIRECT-HOST" : "REDIRECT-INVALID",
                                               to ? "the target's host " + to->host() +
                                                        " is not one of the platform's or the sites' hosts"
                                                  : std::string("the target is no http address")));
                continue;
            }
            const std::size_t hash = r.to.find('#');
            r.to = to->text() + (hash == std::string::npos ? std::string() : r.to.substr(hash));
        }
        byFrom[r.from].push_back(std::move(r));
    }

    std::map<std::string, Redirect> map;
    for (auto &[from, lines] : byFrom) {
        std::sort(lines.begin(), lines.end(), before);
        const Redirect &first = lines.front();
        const bool same = std::all_of(lines.begin(), lines.end(), [&first](const Redirect &r) {
            return r.to == first.to && r.status == first.status;
        });
        if (!same) {
            std::string targets;
            for (const Redirect &r : lines)
                targets += (targets.empty() ? "" : ", ") + (r.to.empty() ? std::string("gone") : r.to);
            Finding f = finding(lines.front(), "REDIRECT-CONTRADICTION",
                                "one address with several answers: " + targets);
            f.evidence = targets;
            out.findings.push_back(std::move(f));
            continue;
        }
        out.identical += lines.size() - 1;
        if (lines.front().to.substr(0, lines.front().to.find('#')) == from) {
            out.findings.push_back(
                finding(lines.front(), "REDIRECT-SELF", "the address stays as it is", Severity::Info));
            continue;
        }
        map.emplace(from, std::move(lines.front()));
    }

    Ends ends(map);
    for (const auto &[from, r] : map) {
        const Redirect *last = ends.of(r);
        if (!last) {
            out.findings.push_back(finding(r, "REDIRECT-LOOP", "following it comes back to where it was"));
            continue;
        }
        Redirect folded = r;
        if (last != &r) {
            ++out.chainsFolded;
            folded.to = last->to;
            folded.status = last->status == 410 ? 410 : r.status;
            folded.reason += (folded.reason.empty() ? "" : "; ") + std::string("chain folded");
        }
        out.redirects.push_back(std::move(folded));
    }
    std::sort(out.findings.begin(), out.findings.end(), [](const Finding &a, const Finding &b) {
        return std::tie(a.url, a.rule, a.evidence, a.site, a.message) <
               std::tie(b.url, b.rule, b.evidence, b.site, b.message);
    });
    return out;
}

} // namespace guiyi::mapping
