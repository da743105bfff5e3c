#include "schema/url/profile.h"

#include "schema/base/text.h"
#include "schema/url/parameters.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace guiyi {

namespace {

bool isAlnum(char c) {
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

bool allAlnum(std::string_view s, std::size_t length) {
    return s.size() == length && std::all_of(s.begin(), s.end(), isAlnum);
}

struct Parameter {
    std::string_view whole; ///< "name=value" as written
    std::string name;       ///< lower case
    std::string_view value;
};

std::vector<Parameter> parametersOf(std::string_view query) {
    std::vector<Parameter> all;
    for (std::size_t at = 0; at <= query.size();) {
        const std::size_t end = std::min(query.find('&', at), query.size());
        const std::string_view whole = query.substr(at, end - at);
        const std::size_t equals = std::min(whole.find('='), whole.size());
        all.push_back(
            {whole, text::lower(whole.substr(0, equals)), whole.substr(std::min(whole.size(), equals + 1))});
        at = end + 1;
    }
    return all;
}

/// Names of parameters that hold a visit's id, in lower case; aspsessionid has eight letters behind it.
constexpr std::array<std::string_view, 3> LongIds{"jsessionid", "phpsessid", "sid"};
constexpr std::array<std::string_view, 2> ColdFusionIds{"cfid", "cftoken"};
constexpr std::string_view AspId = "aspsessionid";
constexpr std::size_t AspIdLength = AspId.size() + 8;

bool isAspId(std::string_view name) {
    return name.size() == AspIdLength && text::equalsIgnoreCase(name.substr(0, AspId.size()), AspId);
}

/// The forms web archives know (the session rules of the IIPC's canonicalizers), and JBoss's node suffix.
bool isSessionId(const Parameter &p, bool coldFusion) {
    if (isOneOf(p.name, LongIds))
        return allAlnum(p.value.substr(0, p.value.find('.')), 32);
    if (isAspId(p.name))
        return allAlnum(p.value, 24);
    return coldFusion && isOneOf(p.name, ColdFusionIds);
}

std::string joined(const std::vector<Parameter> &parameters) {
    std::string out;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        out += i == 0 ? "" : "&";
        out += parameters[i].whole;
    }
    return out;
}

/// "(4hqa0555fwsecu455xqckv45)", "(S(…))", "(a(…)S(…)f(…))": a segment ASP.NET puts in for a visitor.
bool isAspNetSession(std::string_view segment) {
    if (segment.size() < 26 || segment.front() != '(' || segment.back() != ')')
        return false;
    std::string_view inner = segment.substr(1, segment.size() - 2);
    if (allAlnum(inner, 24))
        return true;
    while (!inner.empty()) {
        if (inner.size() < 27 || !isAlnum(inner[0]) || inner[1] != '(' ||
            !allAlnum(inner.substr(2, 24), 24) || inner[26] != ')')
            return false;
        inner.remove_prefix(27);
    }
    return true;
}

std::string pathWithoutSession(std::string_view path) {
    std::string out;
    for (std::size_t at = 0; at < path.size();) {
        const std::size_t end = std::min(path.find('/', at + 1), path.size());
        std::string_view segment = path.substr(at, end - at); // with its leading slash
        at = end;
        if (isAspNetSession(segment.substr(1)))
            continue;
        const std::size_t id = text::lower(segment).find(";jsessionid=");
        out += segment.substr(0, id);
    }
    return out.empty() ? "/" : out;
}

/// Whether there may be ids in it: nearly all addresses can be told to have none.
bool mayHoldSession(std::string_view pathAndQuery) {
    const std::size_t mark = std::min(pathAndQuery.find('?'), pathAndQuery.size());
    if (pathAndQuery.substr(0, mark).find_first_of(";(") != std::string_view::npos)
        return true;
    return anyParameter(pathAndQuery.substr(std::min(mark + 1, pathAndQuery.size())),
                        [](std::string_view name, std::string_view) {
                            return isOneOf(name, LongIds) || isOneOf(name, ColdFusionIds) || isAspId(name);
                        });
}

/// "www", "www12": the first label web archives leave out.
std::string_view withoutWww(std::string_view host) {
    if (!text::startsWith(host, "www"))
        return host;
    std::size_t i = 3;
    while (i < host.size() && host[i] >= '0' && host[i] <= '9')
        ++i;
    return i < host.size() && host[i] == '.' ? host.substr(i + 1) : host;
}

std::string lowerSorted(std::string_view query) {
    std::vector<Parameter> parameters = parametersOf(query);
    std::stable_sort(parameters.begin(), parameters.end(), [](const Parameter &a, const Parameter &b) {
        return std::tie(a.name, a.value) < std::tie(b.name, b.value);
    });
    return joined(parameters);
}

} // namespace

std::optional<UrlProfile> profileNamed(std::string_view name) {
    if (name == "strict")
        return UrlProfile::Strict;
    return name == "govuk" ? std::optional(UrlProfile::Govuk) : std::nullopt;
}

std::string withoutSessionIds(std::string_view pathAndQuery) {
    if (text::startsWith(pathAndQuery, "/") && !text::endsWith(pathAndQuery, "?") &&
        !mayHoldSession(pathAndQuery))
        return std::string(pathAndQuery);
    const std::size_t mark = pathAndQuery.find('?');
    std::string out = pathWithoutSession(pathAndQuery.substr(0, mark));
    if (mark == std::string_view::npos)
        return out;
    std::vector<Parameter> parameters = parametersOf(pathAndQuery.substr(mark + 1));
    const auto named = [&](std::string_view name) {
        return std::any_of(parameters.begin(), parameters.end(),
                           [&](const Parameter &p) { return p.name == name; });
    };
    const bool coldFusion = named("cfid") && named("cftoken");
    parameters.erase(std::remove_if(parameters.begin(), parameters.end(),
                                    [&](const Parameter &p) { return isSessionId(p, coldFusion); }),
                     parameters.end());
    const std::string query = joined(parameters);
    return query.empty() ? out : out + "?" + query;
}

namespace {

Url canonicalOnce(const Url &url, const UrlRules &rules) {
    std::string target = withoutSessionIds(url.target());
    const bool govuk = rules.profile == UrlProfile::Govuk;
    const std::size_t mark = std::min(target.find('?'), target.size());
    std::string path = target.substr(0, mark);
    std::string query = mark < target.size() ? target.substr(mark + 1) : std::string();
    if (govuk || !rules.significant.empty()) {
        std::vector<Parameter> kept;
        for (const Parameter &p : parametersOf(query)) {
            if (!p.whole.empty() && rules.significant.count(p.name) != 0)
                kept.push_back(p);
        }
        query = joined(kept);
    }
    if (!govuk)
        return url.withTarget(query.empty() ? path : path + "?" + query);
    path = text::lower(path);
    while (path.size() > 1 && path.back() == '/')
        path.pop_back();
    query = lowerSorted(text::lower(query));
    // Escapes stay in upper case: Url writes them so.
    return url.withTarget(query.empty() ? path : path + "?" + query);
}

} // namespace

Url canonical(const Url &url, const UrlRules &rules) {
    if (rules.profile == UrlProfile::Strict && rules.significant.empty() && !mayHoldSession(url.target()))
        return url;
    // What is left of an id may be an id or a dot segment again ("..;jsessionid=…"); each round makes the
    // address shorter, so this ends.
    Url last = url;
    for (;;) {
        Url next = canonicalOnce(last, rules);
        if (next == last)
            return next;
        last = std::move(next);
    }
}

std::string archiveKey(const Url &url) {
    const std::string_view host = withoutWww(withoutPort(url.host()));
    std::string key;
    if (formOfHost(host) == HostForm::Ipv6) {
        key = std::string(host.substr(1, host.size() - 2));
    } else {
        std::vector<std::string> labels = text::split(host, '.');
        std::reverse(labels.begin(), labels.end());
        key = text::join(labels, ",");
    }
    const std::string_view port = std::string_view(url.host()).substr(withoutPort(url.host()).size());
    const std::string target = text::lower(withoutSessionIds(url.target()));
    const std::size_t mark = std::min(target.find('?'), target.size());
    std::string path = target.substr(0, mark);
    while (path.size() > 1 && path.back() == '/')
        path.pop_back();
    const std::string query = mark < target.size() ? lowerSorted(target.substr(mark + 1)) : std::string();
    return key + std::string(port) + ")" + path + (query.empty() ? "" : "?" + query);
}

std::map<std::string, std::vector<std::string>> foldingCollisions(const std::vector<Url> &addresses,
                                                                  const UrlRules &rules) {
    std::map<std::string, std::set<std::string>> groups;
    for (const Url &url : addresses)
        groups[canonical(url, rules).text()].insert(canonical(url, UrlRules()).text());
    std::map<std::string, std::vector<std::string>> collisions;
    for (const auto &[folded, spellings] : groups) {
        if (spellings.size() > 1)
            collisions.emplace(folded, std::vector<std::string>(spellings.begin(), spellings.end()));
    }
    return collisions;
}

std::vector<ParameterEvidence> parameterEvidence(const std::vector<AddressContent> &pages) {
    struct Seen {
        const AddressContent *page;
        std::string value;
    };
    std::map<std::string, ParameterEvidence> evidence;
    // By address without the parameter: what was seen with which value. A page without the parameter counts
    // as one with an empty value.
    std::map<std::string, std::map<std::string, std::vector<Seen>>> groups;
    std::map<std::string, const AddressContent *> bare;
    for (const AddressContent &page : pages) {
        const std::string where = page.url.host() + std::string(page.url.path()) + "?";
        std::vector<Parameter> parameters = parametersOf(page.url.query());
        bare.emplace(where + lowerSorted(page.url.query()), &page);
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            if (parameters[i].name.empty())
                continue;
            std::vector<Parameter> others = parameters;
            others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
            groups[parameters[i].name][where + lowerSorted(joined(others))].push_back(
                {&page, std::string(parameters[i].value)});
        }
    }
    for (auto &[name, byAddress] : groups) {
        ParameterEvidence &e = evidence[name];
        e.name = name;
        for (auto &[rest, seen] : byAddress) {
            if (const auto without = bare.find(rest); without != bare.end())
                seen.push_back({without->second, {}});
            const Seen &first = seen.front();
            for (const Seen &other : seen) {
                if (other.value == first.value)
                    continue;
                const bool differs = other.page->content != first.page->content;
                if (e.exampleA.empty() || (differs && e.different == 0)) {
                    e.exampleA = first.page->url.text();
                    e.exampleB = other.page->url.text();
                }
                ++(differs ? e.different : e.same);
            }
        }
    }
    std::vector<ParameterEvidence> all;
    for (auto &[name, e] : evidence)
        all.push_back(std::move(e));
    return all;
}

std::string canonicalHost(std::string_view host) {
    const std::string_view trimmed = text::trim(host);
    if (trimmed.empty())
        return {};
    if (const auto url = Url::parse(trimmed))
        return url->host();
    const std::string plain = Url::of("http", trimmed.substr(0, trimmed.find('/')), "/").host();
    // A list of hosts does not say the scheme: 443 is as much a default there as 80.
    return text::endsWith(plain, ":443") ? plain.substr(0, plain.size() - 4) : plain;
}

} // namespace guiyi
