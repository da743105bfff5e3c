#include "adapters/mirror/naming.h"

#include "schema/base/text.h"
#include "schema/url/url.h"

#include <algorithm>
#include <array>

namespace guiyi::mirror {

namespace {

constexpr std::array<std::string_view, 14> DynamicExtensions = {"asp",  "aspx",  "php",   "php3",   "jsp",
                                                                "jspx", "jhtml", "do",    "action", "cgi",
                                                                "pl",   "cfm",   "shtml", "html"};

bool isDynamic(std::string_view extension) {
    return std::find(DynamicExtensions.begin(), DynamicExtensions.end(), extension) !=
           DynamicExtensions.end();
}

/// Where the query begins in a saved name, with the length of what stands for '?'. npos: none.
std::pair<std::size_t, std::size_t> queryMark(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    const std::size_t begin = slash == std::string_view::npos ? 0 : slash + 1;
    constexpr std::string_view FullWidthMark = "？";
    for (std::string_view mark :
         {std::string_view("?"), std::string_view("%3F"), std::string_view("%3f"), FullWidthMark}) {
        const std::size_t at = path.find(mark, begin);
        if (at != std::string_view::npos)
            return {at, mark.size()};
    }
    // '@' is a query only behind a dynamic page and before key=value: names with '@' are otherwise real.
    const std::size_t at = path.find('@', begin);
    if (at != std::string_view::npos && path.find('=', at) != std::string_view::npos) {
        const std::string_view name = path.substr(begin, at - begin);
        const std::size_t dot = name.rfind('.');
        if (dot != std::string_view::npos && isDynamic(text::lower(name.substr(dot + 1))))
            return {at, 1};
    }
    return {std::string_view::npos, 0};
}

} // namespace

std::string targetOfFile(std::string_view path) {
    const auto [at, length] = queryMark(path);
    std::string target = "/" + std::string(path.substr(0, at));
    if (at != std::string_view::npos) {
        std::string query(path.substr(at + length));
        // wget -E appends .html to pages whose address has no such extension.
        const std::size_t equals = query.rfind('=');
        if (text::endsWith(query, ".html") && equals != std::string::npos) {
            const std::string value = query.substr(equals + 1, query.size() - equals - 6);
            if (!value.empty() && value.find_first_not_of("0123456789") == std::string::npos)
                query.resize(query.size() - 5);
        }
        target += "?" + query;
    }
    return percentNormalise(target);
}

std::string extensionOf(std::string_view target) {
    const std::string_view path = target.substr(0, target.find('?'));
    const std::size_t slash = path.rfind('/');
    const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
    const std::size_t dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string() : text::lower(name.substr(dot + 1));
}

bool isDirectoryIndex(std::string_view target) {
    if (target.find('?') != std::string_view::npos)
        return false;
    const std::string_view name = target.substr(target.rfind('/') + 1);
    if (name.empty())
        return true;
    static constexpr std::array<std::string_view, 9> Names = {"index.html",   "index.htm",   "index.shtml",
                                                              "default.html", "default.htm", "index.asp",
                                                              "default.asp",  "index.php",   "index.jsp"};
    const std::string lower = text::lower(name);
    return std::find(Names.begin(), Names.end(), lower) != Names.end();
}

std::string foldDirectoryIndex(std::string_view target) {
    return isDirectoryIndex(target) ? std::string(target.substr(0, target.rfind('/') + 1))
                                    : std::string(target);
}

} // namespace guiyi::mirror
