#include "adapters/mirror/sniff.h"

#include "adapters/mirror/naming.h"
#include "schema/base/text.h"

#include <algorithm>
#include <array>

namespace guiyi::mirror {

namespace {

struct Magic {
    std::string_view bytes;
    std::string_view mediaType;
    ResourceKind kind;
};

using namespace std::string_view_literals;

/// Signatures after the WHATWG MIME Sniffing standard, section 6, and the formats of Chinese offices.
constexpr Magic Magics[] = {
    {"%PDF-"sv, "application/pdf"sv, ResourceKind::Attachment},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "application/x-ole-storage"sv, ResourceKind::Attachment},
    {"PK\x03\x04"sv, "application/zip"sv, ResourceKind::Attachment},
    {"PK\x05\x06"sv, "application/zip"sv, ResourceKind::Attachment},
    {"Rar!\x1A\x07"sv, "application/vnd.rar"sv, ResourceKind::Attachment},
    {"7z\xBC\xAF\x27\x1C"sv, "application/x-7z-compressed"sv, ResourceKind::Attachment},
    {"\x1F\x8B"sv, "application/gzip"sv, ResourceKind::Attachment},
    {"Founder CEB"sv, "application/x-ceb"sv, ResourceKind::Attachment},
    {"{\\rtf"sv, "application/rtf"sv, ResourceKind::Attachment},
    {"\xFF\xD8\xFF"sv, "image/jpeg"sv, ResourceKind::Image},
    {"\x89PNG\r\n\x1A\n"sv, "image/png"sv, ResourceKind::Image},
    {"GIF87a"sv, "image/gif"sv, ResourceKind::Image},
    {"GIF89a"sv, "image/gif"sv, ResourceKind::Image},
    {"II*\0"sv, "image/tiff"sv, ResourceKind::Image},
    {"MM\0*"sv, "image/tiff"sv, ResourceKind::Image},
    {"ID3"sv, "audio/mpeg"sv, ResourceKind::Attachment},
    {"FLV\x01"sv, "video/x-flv"sv, ResourceKind::Attachment},
    {"FWS"sv, "application/x-shockwave-flash"sv, ResourceKind::Attachment},
    {"CWS"sv, "application/x-shockwave-flash"sv, ResourceKind::Attachment},
    {"\x30\x26\xB2\x75\x8E\x66\xCF\x11"sv, "video/x-ms-asf"sv, ResourceKind::Attachment},
    {"wOFF"sv, "font/woff"sv, ResourceKind::Other},
    {"wOF2"sv, "font/woff2"sv, ResourceKind::Other},
    {"\0\1\0\0\0"sv, "font/ttf"sv, ResourceKind::Other},
};

constexpr std::pair<std::string_view, std::string_view> DocumentTypes[] = {
    {"doc", "application/msword"},
    {"wps", "application/vnd.ms-works"},
    {"xls", "application/vnd.ms-excel"},
    {"et", "application/vnd.ms-excel"},
    {"ppt", "application/vnd.ms-powerpoint"},
    {"dps", "application/vnd.ms-powerpoint"},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {"pdf", "application/pdf"},
    {"ofd", "application/ofd"},
    {"ceb", "application/x-ceb"},
    {"caj", "application/x-caj"},
    {"rtf", "application/rtf"},
    {"csv", "text/csv"},
    {"zip", "application/zip"},
    {"rar", "application/vnd.rar"},
    {"7z", "application/x-7z-compressed"},
    {"gz", "application/gzip"},
    {"tar", "application/x-tar"},
    {"mp3", "audio/mpeg"},
    {"wav", "audio/wav"},
    {"wma", "audio/x-ms-wma"},
    {"mp4", "video/mp4"},
    {"flv", "video/x-flv"},
    {"wmv", "video/x-ms-wmv"},
    {"avi", "video/x-msvideo"},
    {"mov", "video/quicktime"},
    {"swf", "application/x-shockwave-flash"},
    {"exe", "application/x-msdownload"},
    {"txt", "text/plain"}};

constexpr std::array<std::string_view, 9> ImageExtensions = {"jpg",  "jpeg", "png", "gif", "bmp",
                                                             "webp", "ico",  "tif", "tiff"};

std::string_view documentType(std::string_view extension) {
    for (const auto &[e, type] : DocumentTypes) {
        if (e == extension)
            return type;
    }
    return {};
}

bool isImageExtension(std::string_view extension) {
    return std::find(ImageExtensions.begin(), ImageExtensions.end(), extension) != ImageExtensions.end();
}

/// The extension that names the content: of the path, or for download scripts of a query value.
std::string namedExtension(std::string_view target) {
    const std::string own = extensionOf(target);
    if (!documentType(own).empty() || isImageExtension(own))
        return own;
    const std::size_t mark = target.find('?');
    if (mark != std::string_view::npos) {
        for (const std::string &pair : text::split(target.substr(mark + 1), '&')) {
            const std::size_t dot = pair.rfind('.');
            if (dot == std::string::npos || pair.find('=') > dot)
                continue;
            const std::string e = text::lower(pair.substr(dot + 1));
            if (!documentType(e).empty() || isImageExtension(e))
                return e;
        }
    }
    return own;
}

/// JSON, or JSON as the argument of a function: `{"`, `[{"`, `callback({"`.
bool looksLikeJson(std::string_view head) {
    if (text::startsWith(head, "\xEF\xBB\xBF"))
        head.remove_prefix(3);
    constexpr std::string_view Name =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$. \t\r\n";
    constexpr std::size_t LongestName = 80;
    const std::size_t open = head.find_first_not_of(Name);
    if (open == std::string_view::npos || open > LongestName)
        return false;
    std::string start;
    for (std::size_t i = open; i < head.size() && start.size() < 3; ++i) {
        if (static_cast<unsigned char>(head[i]) > ' ')
            start += head[i];
    }
    if (text::startsWith(start, "("))
        start.erase(0, 1);
    else if (!text::trim(head.substr(0, open)).empty())
        return false;
    return start.substr(0, 2) == "{\"" || start.substr(0, 2) == "[{" || start.substr(0, 2) == "[]";
}

bool looksLikeHtml(std::string_view head) {
    std::size_t i = text::startsWith(head, "\xEF\xBB\xBF") ? 3 : 0;
    // UTF-16 pages: look at every other byte.
    std::string narrow;
    if (text::startsWith(head, "\xFF\xFE") || text::startsWith(head, "\xFE\xFF")) {
        for (char c : head.substr(2)) {
            if (c != '\0')
                narrow += c;
        }
        head = narrow;
        i = 0;
    }
    static constexpr std::array<std::string_view, 20> Starts = {
        "<!doctype html", "<html",    "<head", "<body", "<title", "<meta", "<script", "<table", "<div",
        "<iframe",        "<style",   "<h1",   "<p>",   "<p ",    "<br",   "<font",   "<a ",    "<center",
        "<form",          "<frameset"};
    for (int rounds = 0; rounds < 64 && i < head.size(); ++rounds) {
        while (i < head.size() && (static_cast<unsigned char>(head[i]) <= ' '))
            ++i;
        if (head.substr(i, 4) == "<!--") { // comments and server directives may come first
            const std::size_t end = head.find("-->", i);
            if (end == std::string_view::npos)
                return true;
            i = end + 3;
            continue;
        }
        if (head.substr(i, 2) == "<?" && !text::contains(text::lower(head.substr(i, 400)), "<html")) {
            const std::size_t end = head.find('>', i);
            if (end == std::string_view::npos)
                return false;
            i = end + 1;
            continue;
        }
        break;
    }
    const std::string lower = text::lower(head.substr(i, 1024));
    if (std::any_of(Starts.begin(), Starts.end(),
                    [&](std::string_view s) { return text::startsWith(lower, s); }))
        return true;
    return text::contains(lower, "<html") || text::contains(lower, "<!doctype html") ||
           (text::contains(lower, "<head") && text::contains(lower, "<title"));
}

} // namespace

bool namesDocument(std::string_view target) {
    const std::string e = namedExtension(target);
    return !documentType(e).empty() && !isImageExtension(e);
}

bool namesImage(std::string_view target) {
    return isImageExtension(namedExtension(target));
}

Sniffed sniff(std::string_view bytes, std::string_view target) {
    const std::string extension = namedExtension(target);
    const std::string_view head = bytes.substr(0, 4096);
    const std::string_view promised = documentType(extension);
    for (const Magic &magic : Magics) {
        if (!text::startsWith(head, magic.bytes))
            continue;
        Sniffed s{magic.kind, std::string(magic.mediaType), false};
        const bool container = s.mediaType == "application/x-ole-storage" || s.mediaType == "application/zip";
        if (s.mediaType == "application/zip") {
            if (text::contains(head, "word/"))
                s.mediaType = documentType("docx");
            else if (text::contains(head, "xl/"))
                s.mediaType = documentType("xlsx");
            else if (text::contains(head, "ppt/"))
                s.mediaType = documentType("pptx");
            else if (text::contains(head, "OFD.xml"))
                s.mediaType = documentType("ofd");
            else if (!promised.empty() && (extension == "docx" || extension == "xlsx" ||
                                           extension == "pptx" || extension == "ofd"))
                s.mediaType = promised;
        } else if (container && !promised.empty()) {
            s.mediaType = promised;
        }
        return s;
    }
    if (head.size() > 12 && text::startsWith(head, "RIFF") && head.substr(8, 4) == "WEBP")
        return {ResourceKind::Image, "image/webp", false};
    if (head.size() > 8 && head.substr(4, 4) == "ftyp")
        return {ResourceKind::Attachment, "video/mp4", false};
    if (text::startsWith(head, "BM") && extension == "bmp")
        return {ResourceKind::Image, "image/bmp", false};
    if (extension == "css")
        return {ResourceKind::Style, "text/css", false};
    if (extension == "js")
        return {ResourceKind::Script, "text/javascript", false};
    if (looksLikeJson(head) || extension == "json")
        return {ResourceKind::Other, "application/json", false};
    if (text::contains(head.substr(0, 256), "<datastore>")) // 大汉's list service
        return {ResourceKind::Page, "text/html", false};
    const bool pageName =
        extension.empty() || extension.find("htm") != std::string::npos ||
        extension.find("asp") != std::string::npos || extension.find("php") != std::string::npos ||
        extension.find("jsp") != std::string::npos || extension == "do" || extension == "action";
    if (looksLikeHtml(head)) {
        const bool fileName = (!promised.empty() && extension != "txt") || isImageExtension(extension);
        if (fileName)
            return {isImageExtension(extension) ? ResourceKind::Image : ResourceKind::Attachment, "text/html",
                    true};
        return {ResourceKind::Page, "text/html", false};
    }
    if (bytes.empty()) {
        if (!promised.empty())
            return {ResourceKind::Attachment, std::string(promised), false};
        if (isImageExtension(extension))
            return {ResourceKind::Image, "image/" + extension, false};
        return {pageName ? ResourceKind::Page : ResourceKind::Other,
                pageName ? "text/html" : "application/octet-stream", false};
    }
    if (text::startsWith(head, "<?xml") || extension == "xml")
        return {ResourceKind::Other, text::contains(head, "<svg") ? "image/svg+xml" : "text/xml", false};
    if (text::startsWith(head, "<svg"))
        return {ResourceKind::Image, "image/svg+xml", false};
    if (extension == "txt" && target.substr(0, 11) == "/robots.txt")
        return {ResourceKind::Other, "text/plain", false};
    if (!promised.empty())
        return {ResourceKind::Attachment, std::string(promised), false};
    if (isImageExtension(extension))
        return {ResourceKind::Image, "image/" + extension, false};
    if (pageName) {
        // A page name without a tag near its start: a fragment with tags further on, or the output of a
        // counter.
        const bool tags = head.find("</") != std::string_view::npos &&
                          head.find("document.write") == std::string_view::npos;
        return {tags ? ResourceKind::Page : ResourceKind::Script, tags ? "text/html" : "text/javascript",
                false};
    }
    return {ResourceKind::Other, "application/octet-stream", false};
}

} // namespace guiyi::mirror
