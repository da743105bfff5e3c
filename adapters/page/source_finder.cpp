#include "adapters/page/author_finder.h"
#include "schema/base/text.h"

#include <algorithm>
#include <array>

namespace guiyi::page {

using html::Tag;

namespace {

using namespace std::string_view_literals;

constexpr std::array SourceLabels = {"信息来源"sv, "文章来源"sv, "新闻来源"sv, "稿件来源"sv, "资料来源"sv,
                                     "来源"sv,     "稿源"sv,     "来源于"sv,   "出处"sv};
constexpr std::array ValueEnds = {"作者"sv, "编辑"sv, "责任编辑"sv, "发布"sv, "时间"sv, "日期"sv, "浏览"sv,
                                  "点击"sv, "阅读"sv, "字号"sv,     "字体"sv, "打印"sv, "分享"sv, "记者"sv,
                                  "【"sv,   "（"sv,   "("sv,        "|"sv,    "\n"sv,   "  "sv,   "责编"sv,
                                  "参与"sv, "评论"sv, "手机看"sv,   "查看"sv, "T大"sv,  "我要"sv, "举报"sv,
                                  "收藏"sv, "纠错"sv, "关闭"sv};

/// A colon of any width behind blanks; the bytes taken, 0 when there is none.
std::size_t colonAt(std::string_view s, std::size_t at) {
    std::size_t i = at;
    while (i < s.size() && s[i] == ' ')
        ++i;
    for (std::string_view colon : {":"sv, "："sv, "丨"sv}) {
        if (s.substr(i, colon.size()) == colon)
            return i + colon.size() - at;
    }
    return 0;
}

std::string valueAfter(std::string_view s) {
    std::string_view value = text::trim(s);
    for (std::string_view end : ValueEnds) {
        const std::size_t at = value.find(end);
        if (at != std::string_view::npos && at > 0)
            value = value.substr(0, at);
    }
    if (const auto date = findTextDate(value, DayOrder::DayFirst))
        value = value.substr(0, date->begin);
    return text::collapse(value);
}

std::optional<std::string> labelledSource(std::string_view s) {
    for (std::string_view label : SourceLabels) {
        const std::size_t at = s.find(label);
        if (at == std::string_view::npos)
            continue;
        const std::size_t colon = colonAt(s, at + label.size());
        if (colon > 0)
            return valueAfter(s.substr(at + label.size() + colon));
    }
    return std::nullopt;
}

} // namespace

Field findSource(const BlockTree &tree, const HeadData &head, const PageParts &parts) {
    for (std::string_view name : {"contentsource"sv, "source"sv, "article:source"sv, "copyrightholder"sv}) {
        if (!head.meta(name).empty())
            return {text::collapse(head.meta(name)), "meta " + std::string(name), 0.8, {}};
    }
    if (!tree.isCjk())
        return {};
    const bool body = parts.body != nullptr && !parts.body->empty();
    const Index end = body ? std::min(tree[parts.body->roots.back()].end + 60, tree.size()) : tree.size();
    for (Index i = tree.body(); i < end; ++i) {
        const Block &b = tree[i];
        if (!b.isText || b.chars < 6 || b.chars > 300 || b.hidden)
            continue;
        if (!text::contains(b.node.text(), "源") && !text::contains(b.node.text(), "出处"))
            continue;
        // The value may stand in the elements behind the label.
        Index holder = b.parent;
        while (holder > tree.body() && !tree[holder].isBlock && tree[holder].chars < 60)
            holder = tree[holder].parent;
        std::string line = text::collapse(b.node.text());
        auto value = labelledSource(line);
        if (value && value->empty() && tree[holder].chars < 600) {
            line = tree.text(holder, 800);
            value = labelledSource(line);
        }
        if (value && !value->empty() && value->size() < 90)
            return {*value, "text", 0.8, {}};
    }
    return {};
}

std::vector<std::string> findBreadcrumb(const BlockTree &tree, const HeadData &head, std::string_view title,
                                        std::string &rule) {
    const auto withoutPage = [&](std::vector<std::string> names) {
        while (!names.empty() &&
               (text::squash(names.back()) == text::squash(title) || names.back() == "正文"))
            names.pop_back();
        return names;
    };
    for (Index i : tree.landmarks().crumbs) {
        const Block &b = tree[i];
        if (b.links == 0 || b.links > 10 || b.chars > 400)
            continue;
        std::vector<std::string> names;
        for (Index k = i; k < b.end; ++k) {
            if (tree[k].tag == Tag::A && tree[k].chars > 0)
                names.push_back(text::collapse(tree.text(k, 200)));
        }
        rule = "element named breadcrumb";
        return withoutPage(std::move(names));
    }
    if (!head.data().crumbs.empty()) {
        rule = "json-ld breadcrumb";
        return withoutPage(head.data().crumbs);
    }
    return {};
}

} // namespace guiyi::page
