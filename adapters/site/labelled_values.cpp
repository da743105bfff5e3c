#include "adapters/site/labelled_values.h"

#include "adapters/site/dates.h"
#include "schema/base/text.h"

#include <algorithm>
#include <array>

namespace guiyi::site {

using html::Tag;

namespace {

constexpr std::size_t LongestLabel = 12; // visible characters

struct LabelWord {
    std::string_view word;
    int field;
};

enum DocumentField {
    IndexNumber,
    Number,
    Issuer,
    Written,
    Published,
    Effective,
    Expires,
    Validity,
    Subject,
    DocumentTitle
};

constexpr LabelWord DocumentLabels[] = {
    {"索引号", IndexNumber},  {"信息索引号", IndexNumber}, {"公开索引号", IndexNumber},
    {"文号", Number},         {"发文字号", Number},        {"发文文号", Number},
    {"文件编号", Number},     {"文件字号", Number},        {"发布文号", Number},
    {"发布机构", Issuer},     {"发文机关", Issuer},        {"发文单位", Issuer},
    {"发布单位", Issuer},     {"制发机关", Issuer},        {"公开机构", Issuer},
    {"公开责任部门", Issuer}, {"发文机构", Issuer},        {"信息来源", Issuer},
    {"成文日期", Written},    {"发文日期", Written},       {"生成日期", Written},
    {"成文时间", Written},    {"印发日期", Written},       {"发布日期", Published},
    {"公开日期", Published},  {"发布时间", Published},     {"公开时间", Published},
    {"生效日期", Effective},  {"实施日期", Effective},     {"生效时间", Effective},
    {"施行日期", Effective},  {"有效期", Expires},         {"失效日期", Expires},
    {"有效期至", Expires},    {"失效时间", Expires},       {"废止日期", Expires},
    {"有效性", Validity},     {"效力状态", Validity},      {"是否有效", Validity},
    {"文件状态", Validity},   {"时效性", Validity},        {"时效", Validity},
    {"主题分类", Subject},    {"信息分类", Subject},       {"分类", Subject},
    {"主题词", Subject},      {"组配分类", Subject},       {"体裁分类", Subject},
    {"名称", DocumentTitle},  {"信息名称", DocumentTitle}, {"文件名称", DocumentTitle},
    {"标题", DocumentTitle},
};

enum LetterField {
    LetterNumber,
    LetterTitle,
    Sender,
    Asked,
    LetterType,
    LetterStatus,
    Question,
    Replier,
    Replied,
    Reply,
    PublicState
};

constexpr LabelWord LetterLabels[] = {
    {"信件编号", LetterNumber},
    {"编号", LetterNumber},
    {"受理编号", LetterNumber},
    {"办件编号", LetterNumber},
    {"来信编号", LetterNumber},
    {"流水号", LetterNumber},
    {"来信标题", LetterTitle},
    {"信件标题", LetterTitle},
    {"留言标题", LetterTitle},
    {"咨询标题", LetterTitle},
    {"标题", LetterTitle},
    {"来信主题", LetterTitle},
    {"信件主题", LetterTitle},
    {"主题", LetterTitle},
    {"问题标题", LetterTitle},
    {"留言主题", LetterTitle},
    {"来信人", Sender},
    {"写信人", Sender},
    {"姓名", Sender},
    {"留言人", Sender},
    {"咨询人", Sender},
    {"网友", Sender},
    {"提问人", Sender},
    {"来信者", Sender},
    {"来信时间", Asked},
    {"来信日期", Asked},
    {"写信时间", Asked},
    {"写信日期", Asked},
    {"留言时间", Asked},
    {"留言日期", Asked},
    {"提交时间", Asked},
    {"提交日期", Asked},
    {"咨询时间", Asked},
    {"咨询日期", Asked},
    {"提问时间", Asked},
    {"投诉时间", Asked},
    {"信件类型", LetterType},
    {"来信类型", LetterType},
    {"类型", LetterType},
    {"类别", LetterType},
    {"信件类别", LetterType},
    {"咨询类型", LetterType},
    {"诉求类型", LetterType},
    {"办理状态", LetterStatus},
    {"处理状态", LetterStatus},
    {"状态", LetterStatus},
    {"回复状态", LetterStatus},
    {"受理状态", LetterStatus},
    {"信件状态", LetterStatus},
    {"答复状态", LetterStatus},
    {"来信内容", Question},
    {"信件内容", Question},
    {"留言内容", Question},
    {"咨询内容", Question},
    {"问题内容", Question},
    {"投诉内容", Question},
    {"诉求内容", Question},
    {"内容", Question},
    {"提问内容", Question},
    {"写信内容", Question},
    {"反映内容", Question},
    {"问题描述", Question},
    {"来信正文", Question},
    {"建议内容", Question},
    {"答复单位", Replier},
    {"回复单位", Replier},
    {"处理单位", Replier},
    {"办理单位", Replier},
    {"答复部门", Replier},
    {"回复部门", Replier},
    {"承办单位", Replier},
    {"回复人", Replier},
    {"受理单位", Replier},
    {"答复机构", Replier},
    {"答复时间", Replied},
    {"回复时间", Replied},
    {"答复日期", Replied},
    {"回复日期", Replied},
    {"办结时间", Replied},
    {"办理时间", Replied},
    {"处理时间", Replied},
    {"答复内容", Reply},
    {"回复内容", Reply},
    {"处理结果", Reply},
    {"办理结果", Reply},
    {"答复", Reply},
    {"回复", Reply},
    {"处理意见", Reply},
    {"办理情况", Reply},
    {"答复意见", Reply},
    {"处理情况", Reply},
    {"回复意见", Reply},
    {"官方回复", Reply},
    {"单位回复", Reply},
    {"部门回复", Reply},
    {"是否公开", PublicState},
    {"公开情况", PublicState},
};

struct ValueHit {
    int field;
    std::int32_t label;     ///< item of the label
    std::int32_t valueItem; ///< item of the value; the label's own when it stands in the same element
    std::string value;      ///< as read, lines kept
};

template <std::size_t N>
int fieldOf(const LabelWord (&labels)[N], std::string_view squashed) {
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

/// All label-value pairs of [begin, end) whose label is known. A label is an element of its own
/// ("<th>来信人</th> <td>…</td>", "<b>文号：</b>" in a cell) or the beginning of a short line
/// ("文号：粤府〔2019〕1号").
template <std::size_t N>
std::vector<ValueHit> collect(const PageView &view, std::int32_t begin, std::int32_t end,
                              const LabelWord (&labels)[N]) {
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
        } else if (item.text <= 80 && item.node.isElement()) {
            const std::string line = tidyLines(view.text(i));
            const std::size_t colon = std::min(line.find("："), line.find(':'));
            if (colon == std::string::npos || line.find('\n') != std::string::npos)
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

const ValueHit *find(const std::vector<ValueHit> &hits, int field) {
    for (const ValueHit &hit : hits) {
        if (hit.field == field && !hit.value.empty())
            return &hit;
    }
    return nullptr;
}

std::string valueOf(const std::vector<ValueHit> &hits, int field) {
    const ValueHit *hit = find(hits, field);
    return hit != nullptr ? hit->value : std::string();
}

std::string dateOf(const std::vector<ValueHit> &hits, int field) {
    const auto date = findDate(valueOf(hits, field));
    return date ? date->iso : std::string();
}

/// The element that holds the box: the smallest around its most telling label that has three known fields.
std::int32_t boxAround(const PageView &view, std::int32_t label, const std::vector<ValueHit> &hits) {
    for (std::int32_t item = view[label].parent; item > 0; item = view[item].parent) {
        std::vector<int> fields;
        for (const ValueHit &hit : hits) {
            if (view.contains(item, hit.label) && view.contains(item, hit.valueItem) &&
                std::find(fields.begin(), fields.end(), hit.field) == fields.end())
                fields.push_back(hit.field);
        }
        if (fields.size() < 3)
            continue;
        // A table holds all its rows, a list all its items.
        for (std::int32_t up = item; up > 0 && view[up].text <= view[item].text * 3 + 60;
             up = view[up].parent) {
            const Tag tag = view[up].node.tag();
            if (tag == Tag::Table || tag == Tag::Ul || tag == Tag::Dl)
                return up;
        }
        return item;
    }
    return -1;
}

} // namespace

std::optional<DocumentBox> findDocumentBox(const PageView &view, std::int32_t begin, std::int32_t end) {
    std::vector<ValueHit> hits = collect(view, begin, end, DocumentLabels);
    const ValueHit *telling = nullptr;
    for (int field : {IndexNumber, Number, Written}) {
        if (telling == nullptr)
            telling = find(hits, field);
    }
    if (telling == nullptr)
        return std::nullopt;
    DocumentBox box;
    box.item = boxAround(view, telling->label, hits);
    if (box.item < 0)
        return std::nullopt;
    std::erase_if(hits, [&](const ValueHit &hit) { return !view.contains(box.item, hit.label); });
    std::size_t boxed = 0;
    for (const ValueHit &hit : hits)
        boxed += text::visibleLength(hit.value) + 8;
    // An element with much more text than its labels and values holds the body too: the box cannot be cut out
    // whole.
    if (view[box.item].text > boxed * 2 + 120)
        box.item = -1;
    box.info.indexNumber = text::squash(valueOf(hits, IndexNumber));
    std::string number = text::squash(valueOf(hits, Number));
    for (std::string_view open : {"[", "（", "【", "("})
        number = text::replaceAll(std::move(number), open, "〔");
    for (std::string_view close : {"]", "）", "】", ")"})
        number = text::replaceAll(std::move(number), close, "〕");
    box.info.number = number;
    box.info.issuer = text::collapse(valueOf(hits, Issuer));
    box.info.written = dateOf(hits, Written).substr(0, 10);
    box.info.effective = dateOf(hits, Effective).substr(0, 10);
    box.info.expires = dateOf(hits, Expires).substr(0, 10);
    box.info.status = text::collapse(valueOf(hits, Validity));
    box.info.subject = text::collapse(valueOf(hits, Subject));
    box.published = dateOf(hits, Published);
    return box;
}

std::optional<LetterForm> findLetterForm(const PageView &view, std::int32_t begin, std::int32_t end) {
    const std::vector<ValueHit> hits = collect(view, begin, end, LetterLabels);
    const ValueHit *question = find(hits, Question);
    if (question == nullptr)
        return std::nullopt;
    int others = 0;
    for (int field : {LetterTitle, Sender, Asked, LetterNumber, LetterStatus, Replied, Replier})
        others += find(hits, field) != nullptr ? 1 : 0;
    const bool letterWord =
        find(hits, Asked) != nullptr || find(hits, Sender) != nullptr || find(hits, LetterStatus) != nullptr;
    if (others < 2 || !letterWord)
        return std::nullopt;
    LetterForm form;
    form.title = text::collapse(valueOf(hits, LetterTitle));
    Letter &l = form.letter;
    l.number = text::squash(valueOf(hits, LetterNumber));
    l.sender = text::collapse(valueOf(hits, Sender));
    l.type = text::collapse(valueOf(hits, LetterType));
    l.status = text::collapse(valueOf(hits, LetterStatus));
    l.question = question->value;
    l.asked = dateOf(hits, Asked);
    l.reply = valueOf(hits, Reply);
    l.replied = dateOf(hits, Replied);
    l.replier = text::collapse(valueOf(hits, Replier));
    const std::string isPublic = valueOf(hits, PublicState);
    l.isPublic = !text::contains(isPublic, "不公开") && isPublic != "否";
    form.item = question->label;
    for (const ValueHit &hit : hits)
        form.item = std::max(0, commonAncestor(view, form.item, hit.valueItem));
    return form;
}

} // namespace guiyi::site
