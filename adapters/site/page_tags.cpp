#include "adapters/site/page_tags.h"

#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::site {

using html::Tag;

namespace {

constexpr std::uint32_t ShortPage = 160; // visible fresh characters: a page that says more is no error page

bool isEmptyTag(std::string_view value) { // meta-tags.yaml MT-R5
    return value.empty() || value == "null" || value == "undefined" || value == "无" ||
           value.find("{$") != std::string_view::npos || value.find("<$") != std::string_view::npos;
}

} // namespace

PageTags readTags(const html::Document &document) {
    PageTags tags;
    const html::Node root = document.root();
    for (html::Node node = root; node; node = node.following(root)) {
        if (node.isElement(Tag::Base) && tags.base.empty())
            tags.base = std::string(node.attribute("href"));
        if (!node.isElement(Tag::Meta))
            continue;
        const std::string name = text::lower(
            text::trim(node.hasAttribute("name") ? node.attribute("name") : node.attribute("property")));
        const std::string content = text::collapse(node.attribute("content"));
        if (text::equalsIgnoreCase(node.attribute("http-equiv"), "refresh"))
            tags.refresh = std::string(node.attribute("content"));
        if (isEmptyTag(content))
            continue;
        const auto take = [&](std::string &field, std::initializer_list<std::string_view> names) {
            if (field.empty() && std::find(names.begin(), names.end(), std::string_view(name)) != names.end())
                field = content;
        };
        take(tags.title, {"articletitle", "og:title"});
        take(tags.published,
             {"pubdate", "publishdate", "publishedtime", "firstpublishedtime", "article:published_time"});
        take(tags.source, {"contentsource"});
        take(tags.author, {"author"});
        take(tags.columnName, {"columnname"});
        take(tags.columnType, {"columntype"});
        take(tags.keywords, {"keywords"});
    }
    return tags;
}

std::string redirectTarget(const PageView &view, const PageTags &tags) {
    if (!tags.refresh.empty()) {
        const std::string lower = text::lower(tags.refresh);
        const std::size_t at = lower.find("url=");
        if (at != std::string::npos && std::atoi(lower.c_str()) <= 5) {
            std::string target(text::trim(std::string_view(tags.refresh).substr(at + 4)));
            while (!target.empty() && (target.front() == '\'' || target.front() == '"'))
                target.erase(0, 1);
            while (!target.empty() && (target.back() == '\'' || target.back() == '"'))
                target.pop_back();
            return target;
        }
    }
    // Readers of pages with text are not sent away by a script that merely could.
    if (view[view.body()].text + view[view.body()].linkText > 60)
        return {};
    for (std::int32_t i = 0; i < view.size(); ++i) {
        if (!view.isTag(i, Tag::Script))
            continue;
        std::string script;
        for (std::int32_t j = i + 1; j < view[i].end; ++j)
            script += view[j].node.text();
        for (std::string_view call : {"location.href", "location.replace", "location.assign",
                                      "window.location", "document.location", "location"}) {
            const std::size_t at = script.find(call);
            if (at == std::string::npos)
                continue;
            const std::size_t open = script.find_first_of("\"'", at + call.size());
            if (open == std::string::npos || open - at - call.size() > 6)
                continue;
            const std::size_t end = script.find(script[open], open + 1);
            if (end != std::string::npos)
                return script.substr(open + 1, end - open - 1);
        }
    }
    return {};
}

bool saysMissing(const PageView &view, const Knowledge &knowledge, std::string_view title) {
    // Only what the page says beyond the site's chrome counts.
    if (view[view.body()].fresh > ShortPage)
        return false;
    std::string fresh(title);
    for (std::int32_t i = view.body(); i < view.size(); ++i) {
        if (view[i].node.isText() && view[i].fresh > 0)
            fresh += view[i].node.text();
    }
    fresh = text::squash(fresh);
    if (title == "404")
        return true;
    return std::any_of(knowledge.errorPageWords.begin(), knowledge.errorPageWords.end(),
                       [&](const std::string &word) { return text::contains(fresh, text::squash(word)); });
}

} // namespace guiyi::site
