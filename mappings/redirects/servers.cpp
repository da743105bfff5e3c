#include "mappings/redirects/servers.h"

#include "schema/base/text.h"

namespace guiyi::mapping {

namespace {

std::string noticeLink(const std::string &label, std::string_view address) {
    if (address.empty())
        return {};
    const std::string safe = text::escapeHtml(address);
    return "<p>" + text::escapeHtml(label) + "<a href=\"" + safe + "\">" + safe + "</a></p>";
}

} // namespace

std::string gonePage(const GoneNotice &notice, std::string_view suggested, std::string_view archive) {
    return "<!DOCTYPE html><html lang=\"" + text::escapeHtml(notice.language) +
           "\"><head><meta charset=\"utf-8\"><title>" + text::escapeHtml(notice.title) +
           "</title></head><body><h1>" + text::escapeHtml(notice.title) + "</h1><p>" +
           text::escapeHtml(notice.text) + "</p>" + noticeLink(notice.suggested + "：", suggested) +
           noticeLink(notice.archive + "：", archive) + "</body></html>";
}

std::vector<std::string> hostSpellings(const std::string &host) {
    std::vector<std::string> all{host};
    if (host.find(':') == std::string::npos) {
        for (const char *tail : {":80", ":443", ".", ".:80", ".:443"})
            all.push_back(host + tail);
    }
    return all;
}

std::string mapValue(const RedirectEntry &entry) {
    return text::replaceAll(entry.value(), " ", "|");
}

} // namespace guiyi::mapping
