#include "adapters/html/decode.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace guiyi::html {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char &c : out)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

void convert(std::string_view bytes, const char *from, Decoded &out) {
    iconv_t converter = iconv_open("UTF-8", from);
    char *in = const_cast<char *>(bytes.data());
    std::size_t left = bytes.size();
    std::array<char, 16384> buffer;
    while (left > 0) {
        char *to = buffer.data();
        std::size_t room = buffer.size();
        const std::size_t result = iconv(converter, &in, &left, &to, &room);
        out.text.append(buffer.data(), buffer.size() - room);
        if (result != static_cast<std::size_t>(-1) || left == 0 || room < 8)
            continue;
        if (out.malformed++ == 0)
            out.firstMalformedOffset = bytes.size() - left;
        if (*in == '\x80')
            out.text.append("€");
        else
            out.text.append("\xef\xbf\xbd");
        ++in;
        --left;
    }
    iconv_close(converter);
}

} // namespace

std::string_view encodingOf(std::string_view label) {
    static constexpr std::pair<std::string_view, std::string_view> labels[] = {
        {"utf-8", "utf-8"},         {"utf8", "utf-8"},        {"gb2312", "gb18030"}, {"gbk", "gb18030"},
        {"gb18030", "gb18030"},     {"x-gbk", "gb18030"},     {"big5", "big5"},      {"big5-hkscs", "big5"},
        {"utf-16le", "utf-16le"},   {"utf-16be", "utf-16be"}, {"utf-16", "utf-16le"}, {"iso-8859-1", "windows-1252"},
        {"windows-1252", "windows-1252"}};
    const std::string wanted = lower(label);
    for (const auto &[name, encoding] : labels) {
        if (name == wanted)
            return encoding;
    }
    return {};
}

std::string declaredEncoding(std::string_view bytes) {
    const std::string head = lower(bytes.substr(0, 4096));
    std::size_t at = head.find("charset=");
    if (at == std::string::npos)
        return {};
    at += 8;
    while (at < head.size() && (head[at] == '"' || head[at] == '\'' || head[at] == ' '))
        ++at;
    return std::string(encodingOf(std::string_view(head).substr(at, head.find_first_of("\"'; />", at) - at)));
}

Decoded decodeAs(std::string_view bytes, std::string_view label) {
    Decoded out;
    out.encoding = encodingOf(label);
    if (out.encoding.empty())
        out.encoding = "windows-1252";
    out.evidence = "label";
    std::string name = out.encoding == "big5" ? "BIG5-HKSCS" : out.encoding;
    convert(bytes, name.c_str(), out);
    return out;
}

Decoded decodeHtml(std::string_view bytes, const DecodeHints &hints) {
    if (bytes.substr(0, 3) == "\xef\xbb\xbf") {
        Decoded out = decodeAs(bytes.substr(3), "utf-8");
        out.evidence = "bom";
        return out;
    }
    const std::string declared = declaredEncoding(bytes);
    Decoded best = decodeAs(bytes, "utf-8");
    best.evidence = "utf-8 valid";
    for (const std::string &label : {declared, hints.siteEncoding, std::string("gb18030"), std::string("big5")}) {
        if (best.malformed == 0)
            break;
        if (label.empty())
            continue;
        Decoded other = decodeAs(bytes, label);
        if (other.malformed < best.malformed) {
            best = std::move(other);
            best.evidence = label == declared ? "meta " + label : "statistics";
        }
    }
    best.declared = declared;
    best.declaredWrong = !declared.empty() && declared != best.encoding;
    return best;
}

} // namespace guiyi::html
