#include "migrator/capture/http_headers.h"

#include "schema/base/text.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>

namespace guiyi::capture {

double retryAfter(std::string_view value) {
    if (value.empty())
        return 0;
    if (value.find_first_not_of("0123456789") == std::string_view::npos)
        return std::atof(std::string(value).c_str());
    std::tm date{};
    if (strptime(std::string(value).c_str(), "%a, %d %b %Y %H:%M:%S", &date) == nullptr)
        return 0;
    return std::max(0.0, std::difftime(timegm(&date), std::time(nullptr)));
}

bool isTransient(int status) {
    return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
}

std::string charsetOf(std::string_view contentType) {
    const std::string lower = text::lower(contentType);
    const std::size_t at = lower.find("charset=");
    if (at == std::string::npos)
        return {};
    std::string charset = lower.substr(at + 8, lower.find(';', at) - at - 8);
    std::erase(charset, '"');
    return std::string(text::trim(charset));
}

std::string mimeOf(std::string_view contentType) {
    return text::lower(text::trim(contentType.substr(0, contentType.find(';'))));
}

} // namespace guiyi::capture
