#include "adapters/page/subtitle_finder.h"

#include "schema/base/text.h"

#include <algorithm>
#include <array>

namespace guiyi::page {

namespace {

constexpr std::uint32_t LongestLine = 360; // bytes: 120 Han characters
constexpr Index FarthestElement = 40;      // nodes between the title and a line that belongs to it

constexpr std::array<std::string_view, 17> SubtitleNames = {
    "subtitle",     "sub-title",  "sub_title", "subtit",    "subhead",  "subheadline",
    "sub-headline", "futit",      "fubiao",    "fbt",       "fu-title", "futitle",
    "secondtitle",  "standfirst", "dek",       "xiabiaoti", "title2"};
constexpr std::array<std::string_view, 12> KickerNames = {"kicker",    "eyebrow", "overline", "pretitle",
                                                          "pre-title", "yinti",   "jianti",   "yintit",
                                                          "shoulder",  "uptitle", "toptitle", "introtitle"};

/// True when a class or id is one of the names.
template <std::size_t N>
bool isNamed(html::Node node, const std::array<std::string_view, N> &names) {
    const std::string words =
        text::lower(std::string(node.attribute("class")) + " " + std::string(node.attribute("id")));
    for (const std::string &word : text::split(words, ' ')) {
        if (std::find(names.begin(), names.end(), std::string_view(word)) != names.end())
            return true;
    }
    return false;
}

bool isLine(const Block &b) {
    return !b.isText && b.chars > 3 && b.chars <= LongestLine && !b.hidden && b.linkChars * 2 < b.chars;
}

void take(Field &field, const BlockTree &tree, Index i, const char *rule, double confidence,
          const std::string &title) {
    std::string line = text::collapse(tree.text(i));
    if (line.empty() || text::squash(line) == text::squash(title))
        return;
    field.value = std::move(line);
    field.rule = rule;
    field.confidence = confidence;
}

} // namespace

void findTitleLines(const BlockTree &tree, Index titleAt, PageRecord &record) {
    if (titleAt < 0)
        return;
    const Index end = std::min(tree.size(), tree[titleAt].end + FarthestElement);
    for (Index i = tree[titleAt].end; i < end && record.subtitle.value.empty(); ++i) {
        if (!isLine(tree[i]))
            continue;
        const std::string line = tree.text(i, LongestLine);
        if (isNamed(tree[i].node, SubtitleNames))
            take(record.subtitle, tree, i, "name of the element", 0.9, record.title.value);
        else if (text::startsWith(line, "——") && line.find('\n') == std::string::npos)
            take(record.subtitle, tree, i, "dash below the title", 0.8, record.title.value);
    }
    for (Index i = titleAt - 1; i >= std::max(tree.body(), titleAt - FarthestElement); --i) {
        if (isLine(tree[i]) && !tree.contains(i, titleAt) && isNamed(tree[i].node, KickerNames)) {
            take(record.kicker, tree, i, "name of the element", 0.9, record.title.value);
            return;
        }
    }
}

} // namespace guiyi::page
