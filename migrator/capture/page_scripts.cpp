#include "migrator/capture/page_scripts.h"

#include "adapters/mirror/naming.h"
#include "adapters/site/list_rows.h"
#include "schema/base/byte_block.h"
#include "schema/base/text.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <string>
#include <utility>

namespace guiyi::capture {

namespace {

constexpr int MostPagesByScript = 5000;
constexpr std::size_t LongestCall = 300;

/// What stands before a page's total, without a first letter that may be a capital. Of several in a page an
/// earlier one of the list counts.
constexpr std::array<std::string_view, 5> Names{"otalPage", "otalpage", "ageCount", "agecount", "ountPage"};
/// Part of all of them, and of the call of a pager.
constexpr std::string_view Common = "age", Call = "createPage";
constexpr std::string_view Location = "location", Open = "window.open";

/// The number at the end of `s` before its extension, or the value of its last parameter: where it stands.
std::pair<std::size_t, std::size_t> pageNumber(std::string_view target) {
    std::size_t end = target.find('?') == std::string_view::npos ? target.rfind('.') : target.size();
    if (end == std::string_view::npos)
        return {0, 0};
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    while (end > 0 && !isDigit(target[end - 1]) && target.find('?') != std::string_view::npos &&
           target[end - 1] != '?')
        --end;
    std::size_t begin = end;
    while (begin > 0 && isDigit(target[begin - 1]))
        --begin;
    return {begin, end};
}

int numberAt(std::string_view s, std::size_t &at) {
    while (at < s.size() && (s[at] == ' ' || s[at] == '\t'))
        ++at;
    int value = -1;
    const auto [end, code] = std::from_chars(s.data() + at, s.data() + s.size(), value);
    if (code != std::errc())
        return -1;
    at = static_cast<std::size_t>(end - s.data());
    while (at < s.size() && (s[at] == ' ' || s[at] == '\t'))
        ++at;
    return value;
}

/// The next string literal behind a comma; empty when there is none.
std::string_view literalAt(std::string_view s, std::size_t &at) {
    const std::size_t open = s.find_first_not_of(", \t", at);
    if (open == std::string_view::npos || (s[open] != '"' && s[open] != '\''))
        return {};
    const std::size_t close = s.find(s[open], open + 1);
    if (close == std::string_view::npos || close - open > 100)
        return {};
    at = close + 1;
    return s.substr(open + 1, close - open - 1);
}

/// createPageHTML(4, 0, "index", "html") and createPage(…).
void pagesOfCall(std::string_view call, const Url &base, std::vector<Link> &links) {
    std::size_t at = call.find('(');
    if (at == std::string_view::npos || at > 14)
        return;
    ++at;
    const int total = numberAt(call, at);
    if (total < 2 || total > MostPagesByScript || at >= call.size() || call[at] != ',')
        return;
    ++at;
    if (numberAt(call, at) < 0)
        return;
    const std::string name(literalAt(call, at));
    const std::string extension(literalAt(call, at));
    if (name.empty() || extension.empty())
        return;
    for (int n = 1; n < total; ++n) {
        if (const auto url = base.resolve(name + "_" + std::to_string(n) + "." + extension))
            links.push_back({*url, false, false});
    }
}

/// Calls `visit` with every place where two letters stand that one of the names above has: "ag" of the
/// pagers' names, "oc" of location, "w." of window.open.
template <typename Visit>
void eachHint(std::string_view text, Visit visit) {
    using text::Block;
    using text::Step;
    const Block::Byte a('a'), g('g'), o('o'), c('c'), w('w'), dot('.');
    std::array<char, Step + 1> rest{};
    for (std::size_t at = 0; at < text.size(); at += Step) {
        const char *bytes = text.data() + at;
        if (text.size() - at <= Step) {
            std::copy(bytes, text.data() + text.size(), rest.begin());
            bytes = rest.data();
        }
        const Block here(bytes), next(bytes + 1);
        std::uint64_t hints =
            (here.is(a) & next.is(g)) | (here.is(o) & next.is(c)) | (here.is(w) & next.is(dot));
        for (; hints != 0; hints &= hints - 1)
            visit(at + static_cast<std::size_t>(std::countr_zero(hints)));
    }
}

/// The number that follows `at` behind an equals sign or a colon; 0 when there is none that makes sense.
int totalAt(std::string_view text, std::size_t at) {
    const std::size_t end = std::min(text.size(), at + 6);
    while (at < end && std::string_view(" \t\"'s=:").find(text[at]) != std::string_view::npos)
        ++at;
    const int total = numberAt(text, at);
    return total > 1 && total <= MostPagesByScript ? total : 0;
}

/// Whether `name` stands in `text` so that the `Common` in it is at `at`.
bool isAround(std::string_view name, std::string_view text, std::size_t at) {
    const std::size_t within = name.find(Common);
    return at >= within && text::startsWith(text.substr(at - within), name);
}

/// What stands between the name of a navigation and its literal: ".href = ", ".replace(", "(".
std::size_t literalBehind(std::string_view page, std::size_t at) {
    for (const std::string_view part : {".href", ".replace", ".assign"}) {
        if (text::startsWith(page.substr(at), part)) {
            at += part.size();
            break;
        }
    }
    const auto skipBlanks = [&] {
        while (at < page.size() && (page[at] == ' ' || page[at] == '\t'))
            ++at;
    };
    skipBlanks();
    if (at >= page.size() || (page[at] != '=' && page[at] != '('))
        return std::string_view::npos;
    ++at;
    skipBlanks();
    return at;
}

} // namespace

bool PageScripts::read(std::string_view text) {
    bool any = false;
    eachHint(text, [&](std::size_t at) {
        const bool leads = text[at] == 'a' ? readPager(text, at) : readNavigation(text, at);
        any = any || leads;
    });
    return any;
}

/// What is called or counted where `Common` may begin.
bool PageScripts::readPager(std::string_view text, std::size_t at) {
    if (!text::startsWith(text.substr(at), Common))
        return false;
    bool any = false;
    if (isAround(Call, text, at)) {
        m_calls.push_back(text.substr(at - Call.find(Common), LongestCall));
        any = true;
    }
    for (std::size_t n = 0; n < Names.size(); ++n) {
        if (m_totals[n] > 0 || !isAround(Names[n], text, at))
            continue;
        m_totals[n] = totalAt(text, at - Names[n].find(Common) + Names[n].size());
        any = any || m_totals[n] > 0;
    }
    return any;
}

/// Where the second letter of location or the last one of "window" stands: the literal behind the name.
bool PageScripts::readNavigation(std::string_view text, std::size_t at) {
    const bool isOpen = text[at] == 'w';
    const std::string_view name = isOpen ? Open : Location;
    const std::size_t within = isOpen ? name.find('.') - 1 : 1;
    if (at < within || !text::startsWith(text.substr(at - within), name))
        return false;
    const std::size_t open = literalBehind(text, at - within + name.size());
    if (open >= text.size() || (text[open] != '"' && text[open] != '\''))
        return false;
    const std::size_t close = text.find_first_of("\"'<>\\\n", open + 1);
    if (close == std::string_view::npos || text[close] != text[open] || close == open + 1)
        return false;
    const std::size_t after = text.find_first_not_of(" \t", close + 1);
    if (after != std::string_view::npos && text[after] == '+')
        return false;
    m_navigations.push_back(text.substr(open + 1, close - open - 1));
    return true;
}

int PageScripts::total() const {
    const auto first = std::find_if(m_totals.begin(), m_totals.end(), [](int total) { return total > 0; });
    return first == m_totals.end() ? 0 : *first;
}

std::vector<Link> PageScripts::pages(const Url &page, const Url &base,
                                     const std::vector<Url> &siblings) const {
    std::vector<Link> links;
    for (const std::string_view call : m_calls)
        pagesOfCall(call, base, links);
    const int total = links.empty() ? this->total() : 0;
    if (total < 2)
        return links;
    const std::string own = site::withoutPageNumber(mirror::foldDirectoryIndex(page.target()));
    for (const Url &sibling : siblings) {
        const std::string &target = sibling.target();
        const auto [begin, end] = pageNumber(target);
        const std::string stem = site::withoutPageNumber(target);
        if (begin == end || (stem != own && mirror::foldDirectoryIndex(stem) != own) || stem == target)
            continue;
        for (int n = 1; n <= total; ++n)
            links.push_back(
                {sibling.withTarget(target.substr(0, begin) + std::to_string(n) + target.substr(end)), false,
                 true});
        return links;
    }
    // No numbered page is linked: as the pagers of static sites call them.
    const std::string folder(page.path().substr(0, page.path().rfind('/') + 1));
    if (mirror::isDirectoryIndex(page.target())) {
        for (int n = 1; n < total; ++n)
            links.push_back({page.withTarget(folder + "index_" + std::to_string(n) + ".html"), false, true});
    }
    return links;
}

} // namespace guiyi::capture
