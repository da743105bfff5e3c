#include "adapters/site/label_hits.h"

#include "adapters/site/dates.h"
#include "schema/base/text.h"

#include <algorithm>
#include <optional>
#include <utility>

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

/// The item whose text is the value of a label that stands alone in its element; -1 when there is none.
std::int32_t valueBeside(const PageView &view, std::int32_t label, std::span<const LabelWord> labels) {
    // Climb while the label is alone in its element, to the one whose neighbour is the value.
    std::int32_t at = label, value = -1;
    for (int up = 0; up < 4 && value < 0 && view[at].text == view[label].text; ++up) {
        value = nextElementItem(view, at);
        if (value >= 0 && view[value].text + view[value].linkText == 0 &&
            view[view[at].parent].text == view[label].text)
            value = -1;
        if (value < 0)
            at = view[at].parent;
    }
    const bool isLabel = value >= 0 && view[value].text <= LongestLabel &&
                         fieldOf(labels, text::squash(view.text(value))) >= 0;
    return isLabel ? -1 : value;
}

/// "文号：粤府〔2019〕1号": label and value in one element.
std::optional<ValueHit> valueInside(const PageView &view, std::int32_t index,
                                    std::span<const LabelWord> labels) {
    const std::string line = tidyLines(view.text(index));
    const std::size_t colon = std::min(line.find("："), line.find(':'));
    if (colon == std::string::npos ||
        (line.find('\n') != std::string::npos && view[index].text <= LongestLine))
        return std::nullopt;
    const int field = fieldOf(labels, text::squash(std::string_view(line).substr(0, colon)));
    const std::size_t skip = line[colon] == ':' ? 1 : 3;
    std::string value(text::trim(std::string_view(line).substr(colon + skip)));
    return field < 0 ? std::nullopt : std::optional(ValueHit{field, index, index, std::move(value)});
}

} // namespace

std::vector<ValueHit> collectValues(const PageView &view, std::int32_t begin, std::int32_t end,
                                    std::span<const LabelWord> labels, bool paragraphs) {
    std::vector<ValueHit> hits;
    for (std::int32_t i = begin; i < end; ++i) {
        const PageItem &item = view[i];
        if (item.silent || !item.node.isElement() || item.text == 0 || item.linkText > 0)
            continue;
        const int label = item.text <= LongestLabel ? fieldOf(labels, text::squash(view.text(i))) : -1;
        std::optional<ValueHit> hit;
        if (label >= 0) {
            const std::int32_t value = valueBeside(view, i, labels);
            if (value >= 0)
                hit = ValueHit{label, i, value, tidyLines(view.text(value))};
        } else if (item.text <= LongestLine || (paragraphs && isParagraph(view, i))) {
            hit = valueInside(view, i, labels);
            if (hit && hit->value.empty())
                hit.reset(); // the value stands in an element of its own
        }
        if (hit) {
            hits.push_back(std::move(*hit));
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
