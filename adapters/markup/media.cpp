#include "adapters/markup/media.h"

#include "adapters/html/serialize.h"
#include "adapters/html/tag.h"
#include "schema/base/text.h"
#include "schema/url/escape.h"
#include "schema/url/url.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>

namespace guiyi::markup {

using html::Tag;

namespace {

/// The last part of an address' path, in lower case.
std::string fileName(std::string_view address) {
    const std::string_view path = address.substr(0, address.find_first_of("?#"));
    return text::lower(path.substr(path.rfind('/') + 1));
}

/// An address that loaders put into src until the true picture is there.
bool isPlaceholder(std::string_view source) {
    if (source.empty() || formOf(source) == HrefForm::Data)
        return true;
    static constexpr std::array<std::string_view, 10> Words = {
        "blank", "loading", "lazy", "placeholder", "spacer", "grey", "gray", "transparent", "pixel", "1x1"};
    const std::string name = fileName(source);
    return std::any_of(Words.begin(), Words.end(),
                       [&](std::string_view word) { return text::contains(name, word); });
}

} // namespace

std::string_view imageSource(html::Node image) {
    static constexpr std::array<std::string_view, 8> Lazy = {
        "data-src", "data-original", "data-lazy-src", "data-actualsrc",
        "data-url", "data-lazyload", "original",      "data-hi-res-src"};
    for (const std::string_view key : Lazy) {
        const std::string_view value = text::trim(image.attribute(key));
        if (!value.empty())
            return value;
    }
    const std::string_view source = text::trim(image.attribute("src"));
    if (!isPlaceholder(source))
        return source;
    // Names that mean other things elsewhere are believed only where src shows nothing.
    static constexpr std::array<std::string_view, 9> Rare = {"data-lazy", "data-echo",        "data-img",
                                                             "lay-src",   "lazy-src",         "lazysrc",
                                                             "_src",      "data-ks-lazyload", "file"};
    for (const std::string_view key : Rare) {
        const std::string_view value = text::trim(image.attribute(key));
        if (value.find('/') != std::string_view::npos || value.find('.') != std::string_view::npos)
            return value;
    }
    return source;
}

html::Node noscriptImage(html::Node image) {
    html::Node next = image.next();
    while (next && next.isText() && text::trim(next.text()).empty())
        next = next.next();
    if (!next || !next.isElement(Tag::Noscript) || !isPlaceholder(imageSource(image)))
        return {};
    for (html::Node node = next.following(next); node; node = node.following(next)) {
        if (node.isElement(Tag::Img))
            return node;
    }
    return {};
}

bool isIcon(html::Node image, int limit) {
    for (const std::string_view size : {image.attribute("width"), image.attribute("height")}) {
        const std::size_t digits = std::min(size.find_first_not_of("0123456789"), size.size());
        const bool share = digits < size.size() && size[digits] == '%';
        if (digits > 0 && digits <= 2 && !share &&
            std::atoi(std::string(size.substr(0, digits)).c_str()) <= limit)
            return true;
    }
    return false;
}

namespace {

struct PictureType {
    std::string_view mediaType, ending;
};
constexpr std::array<PictureType, 7> PictureTypes{{{"image/png", "png"},
                                                   {"image/jpeg", "jpg"},
                                                   {"image/jpg", "jpg"},
                                                   {"image/gif", "gif"},
                                                   {"image/bmp", "bmp"},
                                                   {"image/webp", "webp"},
                                                   {"image/x-icon", "ico"}}};

int sextet(char c) {
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

/// Blanks are passed over, as browsers do; nothing where another character stands.
std::optional<std::string> decodeBase64(std::string_view s) {
    std::string bytes;
    bytes.reserve(s.size() / 4 * 3);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : s) {
        if (c == '=')
            break;
        if (static_cast<unsigned char>(c) <= ' ')
            continue;
        const int value = sextet(c);
        if (value < 0)
            return std::nullopt;
        bits = (bits << 6) | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes += static_cast<char>((bits >> count) & 0xFF);
        }
    }
    return bytes;
}

} // namespace

std::optional<InlineImage> inlineImage(std::string_view address) {
    constexpr std::string_view Scheme = "data:";
    address = text::trim(address);
    if (!text::equalsIgnoreCase(address.substr(0, Scheme.size()), Scheme))
        return std::nullopt;
    const std::size_t comma = address.find(',');
    if (comma == std::string_view::npos)
        return std::nullopt;
    const std::string head = text::lower(text::squash(address.substr(Scheme.size(), comma - Scheme.size())));
    const std::string type = head.substr(0, head.find(';'));
    const auto *const known = std::find_if(PictureTypes.begin(), PictureTypes.end(),
                                           [&](const PictureType &p) { return p.mediaType == type; });
    if (known == PictureTypes.end() || !text::endsWith(head, ";base64"))
        return std::nullopt;
    const std::string_view data = address.substr(comma + 1);
    const std::optional<std::string> bytes =
        decodeBase64(data.find('%') == std::string_view::npos ? std::string(data) : percentDecode(data));
    constexpr std::size_t Spacer = 128; // bytes: no more than a pixel fits
    if (!bytes || bytes->size() < Spacer)
        return std::nullopt;
    return InlineImage{*bytes, type == "image/jpg" ? "image/jpeg" : type, known->ending};
}

namespace {

/// "video", "audio" or nothing, by the ending of an address.
std::string_view mediaByName(std::string_view address) {
    static constexpr std::array<std::string_view, 10> Films = {".mp4", ".m4v", ".webm", ".ogv",  ".flv",
                                                               ".wmv", ".avi", ".mov",  ".rmvb", ".m3u8"};
    static constexpr std::array<std::string_view, 5> Sounds = {".mp3", ".m4a", ".wav", ".wma", ".ogg"};
    const std::string name = fileName(address);
    const auto ends = [&](std::string_view ending) {
        return name.size() > ending.size() && text::endsWith(name, ending);
    };
    if (std::any_of(Films.begin(), Films.end(), ends))
        return "video";
    return std::any_of(Sounds.begin(), Sounds.end(), ends) ? "audio" : std::string_view();
}

/// An address, or one among settings: "f=/a.flv&c=0", "player.swf?vcastr_file=/a.flv".
Media mediaInSettings(std::string_view value) {
    value = text::trim(value);
    constexpr std::size_t Longest = 4096;
    if (value.empty() || value.size() > Longest)
        return {};
    if (const std::string_view element = mediaByName(value); !element.empty())
        return {element, std::string(value)};
    std::size_t begin = 0;
    while (begin < value.size()) {
        const std::size_t end = std::min(value.find_first_of("?&;|", begin), value.size());
        const std::string_view piece = value.substr(begin, end - begin);
        const std::size_t equals = piece.find('=');
        if (equals != std::string_view::npos) {
            std::string address = percentDecode(piece.substr(equals + 1));
            if (const std::string_view element = mediaByName(address); !element.empty())
                return {element, std::move(address)};
        }
        begin = end + 1;
    }
    return {};
}

Media mediaOfObject(html::Node node) {
    for (const std::string_view key : {std::string_view("src"), std::string_view("data")}) {
        const std::string_view source = text::trim(node.attribute(key));
        if (const std::string_view element = mediaByName(source); !element.empty())
            return {element, std::string(source)};
    }
    for (const std::string_view key :
         {std::string_view("flashvars"), std::string_view("src"), std::string_view("data")}) {
        if (Media media = mediaInSettings(node.attribute(key)); !media.element.empty())
            return media;
    }
    static constexpr std::array<std::string_view, 8> Names = {"flashvars", "movie", "src",   "url",
                                                              "filename",  "file",  "value", "source"};
    for (html::Node child = node.firstElementChild(); child; child = child.nextElement()) {
        const std::string name = text::lower(text::trim(child.attribute("name")));
        if (child.name() != "param" || std::find(Names.begin(), Names.end(), name) == Names.end())
            continue;
        if (Media media = mediaInSettings(child.attribute("value")); !media.element.empty())
            return media;
    }
    return {};
}

} // namespace

Media mediaOf(html::Node node) {
    const bool video = node.isElement(Tag::Video), audio = node.isElement(Tag::Audio);
    if (video || audio) {
        std::string_view source = text::trim(node.attribute("src"));
        for (html::Node n = node.firstElementChild(); n && source.empty(); n = n.nextElement())
            source = n.isElement(Tag::Source) ? text::trim(n.attribute("src")) : std::string_view();
        return source.empty() ? Media{} : Media{video ? "video" : "audio", std::string(source)};
    }
    if (node.isElement(Tag::Iframe))
        return mediaInSettings(node.attribute("src"));
    if (!node.isElement(Tag::Embed) && !node.isElement(Tag::Object))
        return {};
    return mediaOfObject(node);
}

namespace {

/// Hands over the strings of a script that stand for themselves: those that "+" joins to others are parts of
/// something.
template <typename Visit>
void eachLiteral(std::string_view script, Visit visit) {
    constexpr std::size_t Longest = 1024; // bytes of an address or a caption
    constexpr std::string_view Blanks = " \t\r\n";
    for (std::size_t at = script.find_first_of("'\""); at != std::string_view::npos;) {
        const std::size_t end = script.find(script[at], at + 1);
        if (end == std::string_view::npos)
            return;
        const std::string_view literal = script.substr(at + 1, end - at - 1);
        const std::size_t after = script.find_first_not_of(Blanks, end + 1);
        const std::size_t before = at == 0 ? std::string_view::npos : script.find_last_not_of(Blanks, at - 1);
        const bool joined = (after != std::string_view::npos && script[after] == '+') ||
                            (before != std::string_view::npos && script[before] == '+');
        if (!literal.empty() && literal.size() <= Longest && !joined &&
            literal.find_first_of("<>\n{}") == std::string_view::npos)
            visit(text::replaceAll(std::string(literal), "\\/", "/"));
        at = script.find_first_of("'\"", end + 1);
    }
}

bool isPicture(std::string_view address) {
    static constexpr std::array<std::string_view, 6> Endings = {".jpg", ".jpeg", ".png",
                                                                ".gif", ".bmp",  ".webp"};
    const std::string name = fileName(address);
    return std::any_of(Endings.begin(), Endings.end(), [&](std::string_view ending) {
        return name.size() > ending.size() && text::endsWith(name, ending);
    });
}

/// Words for readers: Chinese at least in part.
bool isCaption(std::string_view s) {
    for (std::size_t at = 0; at < s.size();) {
        if (text::isHan(text::next(s, at)))
            return true;
    }
    return false;
}

} // namespace

std::vector<Media> mediaInScript(std::string_view script) {
    std::vector<Media> found;
    eachLiteral(script, [&](const std::string &literal) {
        Media media = mediaInSettings(literal);
        if (!media.element.empty() && std::none_of(found.begin(), found.end(), [&](const Media &known) {
                return known.source == media.source;
            }))
            found.push_back(std::move(media));
    });
    return found;
}

std::vector<ScriptPicture> picturesInScript(std::string_view script) {
    std::vector<ScriptPicture> found;
    std::vector<std::string> before; // the words before each picture
    std::string words;
    eachLiteral(script, [&](const std::string &literal) {
        if (isPicture(literal)) {
            if (std::none_of(found.begin(), found.end(),
                             [&](const ScriptPicture &known) { return known.source == literal; })) {
                found.push_back({literal, {}});
                before.push_back(words);
            }
            words.clear();
        } else if (isCaption(literal) && words.empty()) {
            words = text::collapse(literal);
            if (!found.empty() && found.back().caption.empty())
                found.back().caption = words;
        }
    });
    // "title" stands before "src": what follows a picture belongs to the next one.
    if (!found.empty() && words.empty()) {
        for (std::size_t i = 0; i < found.size(); ++i)
            found[i].caption = before[i];
    }
    return found;
}

std::string mediaHtml(const Media &media, std::string_view address) {
    std::string tag = "<" + std::string(media.element) + " controls=\"\" src=\"";
    html::appendEscapedAttribute(tag, address);
    return tag + "\"></" + std::string(media.element) + ">";
}

std::string_view playerAddress(html::Node node) {
    if (!node.isElement(Tag::Iframe) && !node.isElement(Tag::Embed) && !node.isElement(Tag::Object))
        return {};
    std::string_view source;
    for (const std::string_view key :
         {std::string_view("src"), std::string_view("data-src"), std::string_view("data")}) {
        if (source.empty())
            source = text::trim(node.attribute(key));
    }
    for (html::Node child = node.firstElementChild(); child && source.empty(); child = child.nextElement()) {
        if (child.name() == "param" && text::equalsIgnoreCase(child.attribute("name"), "movie"))
            source = text::trim(child.attribute("value"));
    }
    static const Url Anywhere = Url::of("https", "page.invalid", "/");
    const auto url = source.empty() ? std::nullopt : Anywhere.resolve(source);
    if (!url)
        return {};
    static constexpr std::array<std::string_view, 30> Services = {"youku.com",
                                                                  "v.qq.com",
                                                                  "imgcache.qq.com",
                                                                  "video.qq.com",
                                                                  "bilibili.com",
                                                                  "iqiyi.com",
                                                                  "qiyi.com",
                                                                  "tudou.com",
                                                                  "ku6.com",
                                                                  "tv.sohu.com",
                                                                  "vrs.sohu.com",
                                                                  "cctv.com",
                                                                  "cntv.cn",
                                                                  "cctv.cn",
                                                                  "ixigua.com",
                                                                  "56.com",
                                                                  "mgtv.com",
                                                                  "letv.com",
                                                                  "le.com",
                                                                  "pptv.com",
                                                                  "haokan.baidu.com",
                                                                  "video.sina.com.cn",
                                                                  "douyin.com",
                                                                  "bokecc.com",
                                                                  "polyv.net",
                                                                  "music.163.com",
                                                                  "ximalaya.com",
                                                                  "youtube.com",
                                                                  "youtube-nocookie.com",
                                                                  "player.vimeo.com"};
    const std::string &host = url->host();
    const bool known = std::any_of(Services.begin(), Services.end(), [&](std::string_view service) {
        return host == service || (host.size() > service.size() && text::endsWith(host, service) &&
                                   host[host.size() - service.size() - 1] == '.');
    });
    return known ? source : std::string_view();
}

std::string playerHtml(std::string_view address, std::string_view name) {
    std::string link = "<a href=\"";
    html::appendEscapedAttribute(link, address);
    link += "\">";
    html::appendEscapedText(link, name.empty() ? std::string_view("视频") : name);
    return link + "</a>";
}

} // namespace guiyi::markup
