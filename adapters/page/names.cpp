#include "adapters/page/names.h"

#include "adapters/page/date_text.h"
#include "schema/base/text.h"

#include <algorithm>
#include <array>

namespace guiyi::page {

namespace {

using namespace std::string_view_literals;

constexpr std::array Prefixes = {"written by:"sv,
                                 "written by"sv,
                                 "posted by:"sv,
                                 "posted by"sv,
                                 "published by:"sv,
                                 "published by"sv,
                                 "by:"sv,
                                 "by "sv,
                                 "geschrieben von:"sv,
                                 "geschrieben von"sv,
                                 "veröffentlicht von"sv,
                                 "ein artikel von"sv,
                                 "ein beitrag von"sv,
                                 "ein gastbeitrag von"sv,
                                 "gastbeitrag von"sv,
                                 "eine analyse von"sv,
                                 "ein kommentar von"sv,
                                 "kommentar von"sv,
                                 "interview von"sv,
                                 "erstellt von"sv,
                                 "verfasst von"sv,
                                 "aufgezeichnet von"sv,
                                 "eine reportage von"sv,
                                 "text von"sv,
                                 "text:"sv,
                                 "von:"sv,
                                 "von "sv,
                                 "autor*in:"sv,
                                 "autor/in:"sv,
                                 "autor:"sv,
                                 "autorin:"sv,
                                 "autoren:"sv,
                                 "autor "sv,
                                 "autorin "sv,
                                 "author:"sv,
                                 "authors:"sv,
                                 "author "sv,
                                 "foto:"sv,
                                 "écrit par"sv,
                                 "publié par"sv,
                                 "propos recueillis par"sv,
                                 "par:"sv,
                                 "par "sv,
                                 "auteur :"sv,
                                 "auteur:"sv,
                                 "escrito por"sv,
                                 "publicado por"sv,
                                 "por:"sv,
                                 "por "sv,
                                 "redactado por"sv,
                                 "autore:"sv,
                                 "scritto da"sv,
                                 "pubblicato da"sv,
                                 "di "sv,
                                 "a cura di"sv,
                                 "da "sv,
                                 "door:"sv,
                                 "door "sv,
                                 "av "sv,
                                 "af "sv,
                                 "автор:"sv,
                                 "tekst:"sv,
                                 "yazan:"sv,
                                 "yazar:"sv,
                                 "作者："sv,
                                 "作者:"sv,
                                 "作者"sv,
                                 "文/"sv,
                                 "文／"sv,
                                 "撰文："sv,
                                 "撰文/"sv,
                                 "记者："sv,
                                 "记者:"sv,
                                 "本报记者"sv,
                                 "通讯员"sv,
                                 "submitted by"sv,
                                 "contributed by"sv,
                                 "reported by"sv,
                                 "words by"sv,
                                 "story by"sv,
                                 "text by"sv,
                                 "reviewed by"sv,
                                 "redaktion:"sv};

/// Where a name ends and something else begins.
constexpr std::array Cuts = {
    " | "sv,     " • "sv,      " · "sv,        " – "sv,       " — "sv,         " - "sv,      "\n"sv,
    " on "sv,    " am "sv,     " um "sv,       " posted "sv,  " published "sv, " updated"sv, " for "sv,
    " über "sv,  " in "sv,     " @"sv,         " ("sv,        " aus "sv,       " le "sv,     " el "sv,
    " at "sv,    " vom "sv,    " uhr"sv,       "责任编辑"sv,  "编辑"sv,        "来源"sv,     "发布"sv,
    "时间"sv,    "photo by"sv, "photograph"sv, "fotos:"sv,    "foto:"sv,       " schrieb"sv, " hat "sv,
    "bilder:"sv, " /dpa"sv,    " comment"sv,   " kommentar"sv};

/// Never names of authors.
constexpr std::array Refused = {"admin"sv,
                                "administrator"sv,
                                "webmaster"sv,
                                "editor"sv,
                                "author"sv,
                                "autor"sv,
                                "staff"sv,
                                "anonymous"sv,
                                "unknown"sv,
                                "guest"sv,
                                "home"sv,
                                "null"sv,
                                "undefined"sv,
                                "by"sv,
                                "von"sv,
                                "about the author"sv,
                                "über den autor"sv,
                                "read more"sv,
                                "follow"sv,
                                "view all posts"sv,
                                "more"sv,
                                "share"sv,
                                "comments"sv,
                                "contact"sv,
                                "about"sv,
                                "profile"sv,
                                "all posts"sv,
                                "kontakt"sv,
                                "impressum"sv,
                                "artikel"sv,
                                "alle artikel"sv,
                                "posts"sv,
                                "twitter"sv,
                                "facebook"sv,
                                "email"sv,
                                "e-mail"sv,
                                "website"sv,
                                "佚名"sv,
                                "网络"sv,
                                "未知"sv,
                                "本站"sv,
                                "本网"sv};

constexpr std::array Separators = {", "sv,  ";"sv,      " and "sv, " und "sv, " & "sv,  " et "sv,
                                   " y "sv, " e "sv,    " / "sv,   "/"sv,     "、"sv,   "，"sv,
                                   "；"sv,  " with "sv, " mit "sv, " og "sv,  " en "sv, " i "sv};

std::string_view withoutPrefix(std::string_view s, bool &found) {
    for (bool again = true; again;) {
        again = false;
        const std::string low = text::lower(s.substr(0, 60));
        for (std::string_view prefix : Prefixes) {
            if (text::startsWith(low, prefix)) {
                s = text::trim(s.substr(prefix.size()));
                found = again = true;
                break;
            }
        }
    }
    return s;
}

std::string_view trimMarks(std::string_view s) {
    static constexpr std::string_view Marks = " \t\r\n.,;:|-_/()[]<>*\"'";
    const std::size_t begin = s.find_first_not_of(Marks);
    if (begin == std::string_view::npos)
        return {};
    s = s.substr(begin, s.find_last_not_of(Marks) - begin + 1);
    for (bool again = true; again;) {
        again = false;
        for (std::string_view mark :
             {"：", "，", "。", "•", "·", "–", "—", "|", "（", "）", "【", "】", "»", "«"}) {
            if (text::startsWith(s, mark)) {
                s = text::trim(s.substr(mark.size()));
                again = true;
            }
            if (text::endsWith(s, mark)) {
                s = text::trim(s.substr(0, s.size() - mark.size()));
                again = true;
            }
        }
    }
    return s;
}

std::string_view cutTail(std::string_view s) {
    const std::string low = text::lower(s);
    std::size_t end = s.size();
    for (std::string_view cut : Cuts) {
        const std::size_t at = low.find(cut, 1);
        if (at != std::string::npos)
            end = std::min(end, at);
    }
    if (const auto date = findTextDate(s.substr(0, end), DayOrder::DayFirst))
        end = std::min(end, date->begin);
    return s.substr(0, end);
}

bool canBeName(std::string_view s) {
    if (s.size() < 2 || s.size() > 70 || text::contains(s, "http") || text::contains(s, "www.") ||
        text::contains(s, "@") || text::contains(s, "{") || text::contains(s, "="))
        return false;
    if (std::find(Refused.begin(), Refused.end(), text::lower(s)) != Refused.end())
        return false;
    const auto digits = std::count_if(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits * 3 > static_cast<std::ptrdiff_t>(s.size()))
        return false;
    return std::count(s.begin(), s.end(), ' ') <= 6;
}

std::vector<std::string> splitNames(std::string_view s) {
    std::vector<std::string> parts{std::string(s)};
    for (std::string_view separator : Separators) {
        std::vector<std::string> next;
        for (const std::string &part : parts) {
            std::size_t from = 0;
            for (;;) {
                const std::size_t at = text::lower(part).find(separator, from);
                next.push_back(part.substr(from, at == std::string::npos ? at : at - from));
                if (at == std::string::npos)
                    break;
                from = at + separator.size();
            }
        }
        parts = std::move(next);
    }
    return parts;
}

} // namespace

std::vector<std::string> authorNames(std::string_view byline) {
    std::vector<std::string> names;
    bool prefixed = false;
    // A name that stands on a line of its own has a role, a place or a date under it.
    std::string_view s = withoutPrefix(text::trim(byline), prefixed);
    if (text::contains(s, "://"))
        return names;
    s = cutTail(s);
    for (const std::string &part : splitNames(s)) {
        bool again = false;
        const std::string name = text::collapse(trimMarks(withoutPrefix(text::trim(part), again)));
        if (canBeName(name) && std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
    }
    return names;
}

std::optional<std::string> labelledAuthor(std::string_view s) {
    bool found = false;
    const std::string padded = std::string(s) + " "; // "By" alone
    std::string_view rest = withoutPrefix(text::trim(s), found);
    if (!found) {
        rest = withoutPrefix(padded, found);
        if (!found)
            return std::nullopt;
    }
    return std::string(text::trim(rest));
}

} // namespace guiyi::page
