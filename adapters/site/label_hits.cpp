#include "adapters/site/label_hits.h"

#include "adapters/site/dates.h"
#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::site {

namespace {

constexpr std::size_t LongestLabel = 12; // visible characters
constexpr std::size_t LongestLine = 80;  // visible characters of label and value in one element

int fieldOf(std::span<const LabelWord> labels, std::string_view squashed) {
    std::string_view s = squashed;
    for (std::string_view colon : {":", "：", "∶"}) {
        if (text::endsWith(s, colon))
            s.remove_suffix(colon.size());
    }
    for (std::string_view open : {"【", "[", "〖"}) {
        if (text::startsWith(s, open))
            s.remove_prefix(open.size());
    }
    for (std::string_view close : {"】", "]", "〗"}) {
        if (text::endsWith(s, close))
            s.remove_suffix(close.size());
    }
    for (const LabelWord &label : labels) {
        if (label.word == s)
            return label.field;
    }
    return -1;
}

std::string tidyLines(std::string_view s) {
    std::string out;
    for (const std::string &line : text::split(s, '\n')) {
        const std::string tidy = text::collapse(line);
        if (tidy.empty())
            continue;
        if (!out.empty())
            out += '\n';
        out += tidy;
    }
    return out;
}

std::int32_t nextElementItem(const PageView &view, std::int32_t index) {
    const std::int32_t parent = view[index].parent;
    for (std::int32_t i = view[index].end; parent >= 0 && i < view[parent].end; i = view[i].end) {
        if (view[i].node.isElement())
            return i;
        if (view[i].node.isText() && text::visibleLength(view[i].node.text()) > 0)
            return -1; // plain text follows: label and value share an element
    }
    return -1;
}

/// A block whose text stands in no block below it.
bool isParagraph(const PageView &view, std::int32_t index) {
    if (!isBlockTag(view[index].node.tag()))
        return false;
    for (std::int32_t i = index + 1; i < view[index].end; ++i) {
        if (view[i].node.isElement() && isBlockTag(view[i].node.tag()) && view[i].text > 0)
            return false;
    }
    return true;
}

} // namespace

std::vector<ValueHit> collectValues(const PageView &view, std::int32_t begin, std::int32_t end,
                                    std::span<const LabelWord> labels, bool paragraphs) {
    std::vector<ValueHit> hits;
    for (std::int32_t i = begin; i < end; ++i) {
        const PageItem &item = view[i];
        if (item.silent || !item.node.isElement() || item.text == 0 || item.linkText > 0)
            continue;
        if (item.text <= LongestLabel) {
            const std::string squashed = text::squash(view.text(i));
            const int field = fieldOf(labels, squashed);
            if (field < 0)
                continue;
            // Climb while the label is alone in its element, to the one whose neighbour is the value.
            std::int32_t at = i, value = -1;
            for (int up = 0; up < 4 && value < 0 && view[at].text == item.text; ++up) {
                value = nextElementItem(view, at);
                if (value >= 0 && view[value].text + view[value].linkText == 0 &&
                    view[view[at].parent].text == item.text)
                    value = -1;
                if (value < 0)
                    at = view[at].parent;
            }
            if (value >= 0 &&
                fieldOf(labels, text::squash(view[value].text <= LongestLabel ? view.text(value)
                                                                              : std::string())) < 0) {
                hits.push_back({field, i, value, tidyLines(view.text(value))});
                i = item.end - 1;
            }
        } else if (item.text <= LongestLine || (paragraphs && isParagraph(view, i))) {
            const std::string line = tidyLines(view.text(i));
            const std::size_t colon = std::min(line.find("："), line.find(':'));
            if (colon == std::string::npos ||
                (line.find('\n') != std::string::npos && item.text <= LongestLine))
                continue;
            const int field = fieldOf(labels, text::squash(std::string_view(line).substr(0, colon)));
            if (field < 0)
                continue;
            const std::size_t skip = line[colon] == ':' ? 1 : 3;
            const std::string value(text::trim(std::string_view(line).substr(colon + skip)));
            hits.push_back({field, i, i, value});
            i = item.end - 1;
        }
    }
    return hits;
}

std::int32_t commonAncestor(const PageView &view, std::int32_t a, std::int32_t b) {
    while (a >= 0 && !view.contains(a, b))
        a = view[a].parent;
    return a;
}

const ValueHit *findValue(const std::vector<ValueHit> &hits, int field) {
    for (const ValueHit &hit : hits) {
        if (hit.field == field && !hit.value.empty())
            return &hit;
    }
    return nullptr;
}

std::string valueOf(const std::vector<ValueHit> &hits, int field) {
    const ValueHit *hit = findValue(hits, field);
    return hit != nullptr ? hit->value : std::string();
}

std::string dateOf(const std::vector<ValueHit> &hits, int field) {
    const auto date = findDate(valueOf(hits, field));
    return date ? date->iso : std::string();
}

} // namespace guiyi::site
