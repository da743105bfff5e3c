#include "adapters/site/data_island.h"

#include "adapters/page/json_reader.h"
#include "adapters/site/dates.h"
#include "schema/base/text.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <initializer_list>

namespace guiyi::site {

using page::JsonMember;
using page::JsonValue;

namespace {

constexpr int DeepestList = 8;
constexpr std::size_t MostAttempts = 24;      // objects of a script that are looked at
constexpr std::uint32_t LeastPlainText = 100; // visible characters of a text without markup

constexpr std::array<std::string_view, 8> TitleKeys = {"title",    "infoTitle", "docTitle",  "doctitle",
                                                       "vc_title", "subject",   "infotitle", "articleTitle"};
constexpr std::array<std::string_view, 12> UrlKeys = {"url",      "post_url",  "linkUrl",   "linkurl",
                                                      "href",     "docPubUrl", "docpuburl", "pubUrl",
                                                      "visitUrl", "infoUrl",   "link",      "surl"};
constexpr std::array<std::string_view, 18> DateKeys = {"display_publish_time",
                                                       "publish_time",
                                                       "first_publish_time",
                                                       "published_at",
                                                       "publishTime",
                                                       "publishDate",
                                                       "pubDate",
                                                       "pubTime",
                                                       "pubtime",
                                                       "releaseTime",
                                                       "docRelTime",
                                                       "docreltime",
                                                       "deploytime",
                                                       "showdate",
                                                       "date",
                                                       "time",
                                                       "created_at",
                                                       "createTime"};
constexpr std::array<std::string_view, 10> ContentKeys = {
    "content",    "body",        "html",       "articleContent", "docContent",
    "docHtmlCon", "infoContent", "vc_content", "contents",       "txt"};
constexpr std::array<std::string_view, 8> SourceKeys = {
    "source", "docSource", "docSourceName", "infoSource", "comeFrom", "from", "contentSource", "publisher"};

template <std::size_t N>
std::string firstText(const JsonValue &object, const std::array<std::string_view, N> &keys) {
    for (const std::string_view key : keys) {
        std::string value = object.textOf(key);
        if (!value.empty())
            return value;
    }
    return {};
}

/// Seconds or milliseconds since 1970 as the date and time in Beijing.
std::string dateOfEpoch(const std::string &digits) {
    constexpr std::size_t Seconds = 10, Milliseconds = 13;
    if (digits.size() != Seconds && digits.size() != Milliseconds)
        return {};
    constexpr std::time_t Beijing = 8 * 3600;
    const std::time_t when =
        static_cast<std::time_t>(std::atoll(digits.substr(0, Seconds).c_str())) + Beijing;
    std::tm parts{};
    if (gmtime_r(&when, &parts) == nullptr)
        return {};
    std::array<char, 32> iso{};
    std::strftime(iso.data(), iso.size(), "%Y-%m-%dT%H:%M:%S+08:00", &parts);
    return iso.data();
}

std::string dateIn(const JsonValue &object) {
    for (const std::string_view key : DateKeys) {
        const std::string value = object.textOf(key);
        if (value.empty())
            continue;
        const bool digits = value.find_first_not_of("0123456789") == std::string::npos;
        std::string date = digits ? dateOfEpoch(value) : std::string();
        if (date.empty()) {
            const auto found = findDate(value);
            date = found ? found->iso : std::string();
        }
        if (!date.empty())
            return date;
    }
    return {};
}

/// Titles of lists may carry markup of their own (<font color=red>).
std::string withoutTags(const std::string &s) {
    std::string out;
    bool inTag = false;
    for (const char c : s) {
        if (c == '<')
            inTag = true;
        if (!inTag)
            out += c;
        if (c == '>')
            inTag = false;
    }
    return text::collapse(inTag ? s : out);
}

void addRow(const JsonValue &object, const PageLinks &links, std::vector<ListRow> &rows) {
    const std::string title = withoutTags(firstText(object, TitleKeys));
    const std::string href = firstText(object, UrlKeys);
    const auto url = href.empty() || title.empty() ? std::nullopt : links.own(href);
    if (!url)
        return;
    const TargetKind kind = links.site().kindOf(*url);
    if (kind == TargetKind::Page || kind == TargetKind::MissingPage)
        rows.push_back({url->text(), title, dateIn(object).substr(0, 10)});
}

void collectLists(const JsonValue &value, const PageLinks &links, int depth, std::vector<ListRow> &rows) {
    if (depth > DeepestList)
        return;
    for (const JsonValue &item : value.items) {
        if (item.kind == JsonValue::Kind::Object)
            addRow(item, links, rows);
        collectLists(item, links, depth + 1, rows);
    }
    for (const JsonMember &member : value.members)
        collectLists(member.value, links, depth + 1, rows);
}

/// The object with a title and a text, the outermost first.
const JsonValue *findArticle(const JsonValue &value, int depth) {
    if (depth > DeepestList)
        return nullptr;
    if (value.kind == JsonValue::Kind::Object && !firstText(value, TitleKeys).empty()) {
        for (const std::string_view key : ContentKeys) {
            const JsonValue *content = value.find(key);
            if (content != nullptr && content->kind == JsonValue::Kind::Text &&
                (content->raw.find('<') != std::string_view::npos ||
                 text::visibleLength(content->raw) >= LeastPlainText))
                return &value;
        }
    }
    for (const JsonMember &member : value.members) {
        if (const JsonValue *found = findArticle(member.value, depth + 1))
            return found;
    }
    return nullptr;
}

DataArticle articleOf(const JsonValue &object, const PageLinks &links) {
    DataArticle data;
    Article &a = data.article;
    a.title = withoutTags(firstText(object, TitleKeys));
    a.subtitle = withoutTags(object.textOf("subtitle"));
    a.published = dateIn(object);
    a.sourceShown = firstText(object, SourceKeys);
    a.author = object.textOf("author");
    a.document.number = object.textOf("document_number");
    a.document.indexNumber = object.textOf("identifier");
    if (!a.document.empty()) {
        a.kind = ArticleKind::Policy;
        a.document.issuer = object.textOf("publisher");
    }
    for (const std::string_view key : ContentKeys) {
        const JsonValue *content = object.find(key);
        if (content != nullptr && content->kind == JsonValue::Kind::Text && a.bodyHtml.empty())
            a.bodyHtml = page::unescapeJson(content->raw);
    }
    const std::string href = firstText(object, UrlKeys);
    if (const auto url = href.empty() ? std::nullopt : links.own(href))
        data.url = url->text();
    for (const char *field : {"title", "published", "source", "body"})
        a.evidence[field] = {0.9, "data of the page"};
    return data;
}

} // namespace

DataList readDataList(std::string_view json, const PageLinks &links) {
    const JsonValue root = page::readJson(json);
    DataList list;
    collectLists(root, links, 0, list.rows);
    if (const JsonValue *column = root.find("classify"))
        list.column = column->textOf("name");
    return list;
}

std::optional<DataArticle> readDataArticle(std::string_view script, const PageLinks &links) {
    std::size_t attempts = 0;
    for (std::size_t at = script.find('{'); at != std::string_view::npos && attempts < MostAttempts;
         at = script.find('{', at + 1)) {
        const std::size_t next = script.find_first_not_of(" \t\r\n", at + 1);
        if (next == std::string_view::npos || script[next] != '"')
            continue;
        ++attempts;
        const JsonValue root = page::readJson(script.substr(at));
        if (const JsonValue *found = findArticle(root, 0))
            return articleOf(*found, links);
    }
    return std::nullopt;
}

std::vector<ListRow> readDatastore(std::string_view source, const Knowledge &knowledge,
                                   const PageLinks &links) {
    std::vector<ListRow> rows;
    constexpr std::string_view Open = "<record><![CDATA[", Close = "]]>";
    for (std::size_t at = source.find(Open); at != std::string_view::npos; at = source.find(Open, at)) {
        at += Open.size();
        const std::size_t end = source.find(Close, at);
        if (end == std::string_view::npos)
            break;
        const html::Document fragment =
            html::Document::parse("<table><tr><td>" + std::string(source.substr(at, end - at)) + "</table>");
        const PageRows found = findListRows(PageView(fragment, nullptr), -1, nullptr, knowledge, links);
        rows.insert(rows.end(), found.own.begin(), found.own.end());
        at = end;
    }
    return rows;
}

std::string columnPageOfDatastore(const PageLinks &links) {
    const Url &page = links.page();
    for (const std::string &pair : text::split(page.query(), '&')) {
        constexpr std::string_view Key = "columnid=";
        if (!text::equalsIgnoreCase(std::string_view(pair).substr(0, Key.size()), Key))
            continue;
        const auto column = links.own("/col/col" + pair.substr(Key.size()) + "/index.html");
        if (column && links.site().kindOf(*column) == TargetKind::Page)
            return column->text();
    }
    return {};
}

} // namespace guiyi::site
