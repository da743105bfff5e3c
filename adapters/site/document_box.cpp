#include "adapters/site/label_hits.h"
#include "adapters/site/labelled_values.h"

#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::site {

using html::Tag;

namespace {

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
    std::vector<ValueHit> hits = collectValues(view, begin, end, DocumentLabels);
    const ValueHit *telling = nullptr;
    for (int field : {IndexNumber, Number, Written}) {
        if (telling == nullptr)
            telling = findValue(hits, field);
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

} // namespace guiyi::site
