#include "adapters/page/phrases.h"

#include "schema/base/text.h"

#include <algorithm>
#include <array>
#include <string>

namespace guiyi::page {

namespace {

using namespace std::string_view_literals;

/// Whole paragraphs, without punctuation at the ends.
constexpr std::array Whole = {"advertisement"sv,
                              "advertisements"sv,
                              "advertisement - continue reading below"sv,
                              "ad"sv,
                              "anzeige"sv,
                              "werbung"sv,
                              "publicidad"sv,
                              "publicité"sv,
                              "pubblicità"sv,
                              "reklama"sv,
                              "story continues below"sv,
                              "story continues"sv,
                              "article continues after ad"sv,
                              "continue reading"sv,
                              "read more"sv,
                              "share"sv,
                              "share this"sv,
                              "teilen"sv,
                              "drucken"sv,
                              "print"sv,
                              "email"sv,
                              "facebook"sv,
                              "twitter"sv,
                              "whatsapp"sv,
                              "loading"sv,
                              "loading..."sv,
                              "comments"sv,
                              "kommentare"sv,
                              "back to top"sv,
                              "nach oben"sv,
                              "mehr"sv,
                              "weiterlesen"sv,
                              "related"sv,
                              "related articles"sv,
                              "related stories"sv,
                              "more"sv,
                              "tags"sv,
                              "广告"sv,
                              "mehr zum thema"sv,
                              "lesen sie auch"sv,
                              "das könnte sie auch interessieren"sv,
                              "à lire aussi"sv,
                              "lire aussi"sv,
                              "lee también"sv,
                              "leggi anche"sv,
                              "read also"sv,
                              "see also"sv,
                              "you may also like"sv,
                              "recommended"sv,
                              "externer inhalt"sv,
                              "see all photos"sv,
                              "zum newsletter anmelden"sv,
                              "newsletter"sv,
                              "hide caption"sv,
                              "toggle caption"sv,
                              "返回搜狐，查看更多"sv,
                              "查看更多"sv,
                              "写真拡大"sv,
                              "正文"sv,
                              "打印"sv,
                              "关闭"sv,
                              "分享"sv,
                              "分享到"sv,
                              "返回顶部"sv};

/// Beginnings of paragraphs that point elsewhere.
constexpr std::array Beginnings = {"read more:"sv,
                                   "read more about"sv,
                                   "read also"sv,
                                   "also read"sv,
                                   "see also:"sv,
                                   "read next"sv,
                                   "related:"sv,
                                   "more:"sv,
                                   "watch:"sv,
                                   "recommended:"sv,
                                   "lesen sie auch"sv,
                                   "lesen sie hier"sv,
                                   "lesen sie mehr"sv,
                                   "mehr zum thema"sv,
                                   "mehr dazu"sv,
                                   "siehe auch"sv,
                                   "auch interessant"sv,
                                   "lire aussi"sv,
                                   "à lire aussi"sv,
                                   "lee también"sv,
                                   "lea más"sv,
                                   "lea:"sv,
                                   "weitere artikel"sv,
                                   "more on this"sv,
                                   "lea también"sv,
                                   "leer también"sv,
                                   "te puede interesar"sv,
                                   "leggi anche"sv,
                                   "leia também"sv,
                                   "lees ook"sv,
                                   "читайте также"sv,
                                   "czytaj także"sv,
                                   "相关阅读"sv,
                                   "相关新闻"sv,
                                   "相关报道"sv,
                                   "延伸阅读"sv,
                                   "更多精彩"sv,
                                   "点击进入"sv,
                                   "推荐阅读"sv};

/// Beginnings of the furniture at the end of an article.
constexpr std::array Furniture = {"follow us on"sv,
                                  "follow me on"sv,
                                  "sign up for"sv,
                                  "subscribe to"sv,
                                  "sign up to"sv,
                                  "copyright ©"sv,
                                  "© "sv,
                                  "all rights reserved"sv,
                                  "share this"sv,
                                  "filed under"sv,
                                  "posted in"sv,
                                  "tagged"sv,
                                  "tags:"sv,
                                  "tagged with"sv,
                                  "like us on"sv,
                                  "download our app"sv,
                                  "download the app"sv,
                                  "join the conversation"sv,
                                  "leave a comment"sv,
                                  "responsible editor"sv,
                                  "责任编辑"sv,
                                  "【责任编辑"sv,
                                  "(责任编辑"sv,
                                  "（责任编辑"sv,
                                  "责编："sv,
                                  "编辑："sv,
                                  "【打印"sv,
                                  "上一篇"sv,
                                  "下一篇"sv,
                                  "分享到"sv,
                                  "扫一扫"sv,
                                  "本文来源"sv,
                                  "版权声明"sv,
                                  "免责声明"sv,
                                  "特别声明"sv,
                                  "返回搜狐"sv,
                                  "举报"sv,
                                  "关键词："sv,
                                  "标签："sv};

/// Beginnings of the headings over what follows an article.
constexpr std::array Openers = {"related"sv,
                                "more from"sv,
                                "more on"sv,
                                "more stories"sv,
                                "more news"sv,
                                "read more"sv,
                                "read next"sv,
                                "read also"sv,
                                "also read"sv,
                                "you may also"sv,
                                "you might also"sv,
                                "recommended"sv,
                                "about the author"sv,
                                "about the writer"sv,
                                "leave a reply"sv,
                                "leave a comment"sv,
                                "share this"sv,
                                "comments"sv,
                                "mehr zum thema"sv,
                                "mehr von"sv,
                                "weitere beiträge"sv,
                                "weitere artikel"sv,
                                "weitere themen"sv,
                                "weitere aktuelle"sv,
                                "weitere nachrichten"sv,
                                "weitere meldungen"sv,
                                "lesen sie auch"sv,
                                "das könnte"sv,
                                "auch interessant"sv,
                                "ähnliche"sv,
                                "über den autor"sv,
                                "über die autor"sv,
                                "kommentare"sv,
                                "à lire aussi"sv,
                                "lire aussi"sv,
                                "sur le même sujet"sv,
                                "articles similaires"sv,
                                "te puede interesar"sv,
                                "lee también"sv,
                                "notas relacionadas"sv,
                                "noticias relacionadas"sv,
                                "leia também"sv,
                                "leggi anche"sv,
                                "potrebbe interessarti"sv,
                                "lees ook"sv,
                                "читайте также"sv,
                                "czytaj także"sv,
                                "zobacz także"sv,
                                "相关阅读"sv,
                                "相关新闻"sv,
                                "相关报道"sv,
                                "相关文章"sv,
                                "相关链接"sv,
                                "推荐阅读"sv,
                                "延伸阅读"sv,
                                "猜你喜欢"sv,
                                "热门推荐"sv};

bool begins(std::string_view s, const auto &list) {
    return std::any_of(list.begin(), list.end(), [&](std::string_view p) { return text::startsWith(s, p); });
}

} // namespace

bool isBoilerplatePhrase(std::string_view paragraph, double links) {
    const std::string s = text::lower(text::collapse(paragraph));
    std::string_view bare = s;
    while (!bare.empty() && std::string_view(" .:!>-[]()|*").find(bare.back()) != std::string_view::npos)
        bare.remove_suffix(1);
    while (!bare.empty() && std::string_view(" <>-[]()|*").find(bare.front()) != std::string_view::npos)
        bare.remove_prefix(1);
    if (std::find(Whole.begin(), Whole.end(), bare) != Whole.end())
        return true;
    return (links > 0.3 && begins(s, Beginnings)) || begins(s, Furniture);
}

bool opensOtherThings(std::string_view line) {
    return begins(text::lower(text::collapse(line)), Openers);
}

} // namespace guiyi::page
