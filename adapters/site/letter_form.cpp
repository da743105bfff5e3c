#include "adapters/site/dates.h"
#include "adapters/site/label_hits.h"
#include "adapters/site/labelled_values.h"

#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::site {

namespace {

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

/// The form that these labels make, if they make one.
std::optional<LetterForm> formOfHits(const PageView &view, const std::vector<ValueHit> &hits) {
    const ValueHit *question = findValue(hits, Question);
    if (question == nullptr)
        return std::nullopt;
    int others = 0;
    for (int field : {LetterTitle, Sender, Asked, LetterNumber, LetterStatus, Replied, Replier})
        others += findValue(hits, field) != nullptr ? 1 : 0;
    const bool letterWord = findValue(hits, Asked) != nullptr || findValue(hits, Sender) != nullptr ||
                            findValue(hits, LetterStatus) != nullptr;
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

/// The labels of each letter of a page that shows several: every letter begins with the same label.
std::vector<std::vector<ValueHit>> splitLetters(const std::vector<ValueHit> &hits) {
    const auto countOf = [&](int field) {
        return std::count_if(hits.begin(), hits.end(),
                             [&](const ValueHit &hit) { return hit.field == field; });
    };
    const auto questions = countOf(Question);
    const auto first = std::find_if(hits.begin(), hits.end(),
                                    [&](const ValueHit &hit) { return countOf(hit.field) == questions; });
    std::vector<std::vector<ValueHit>> letters;
    if (questions < 2 || first == hits.end())
        return letters;
    for (auto hit = first; hit != hits.end(); ++hit) {
        if (hit->field == first->field)
            letters.emplace_back();
        letters.back().push_back(*hit);
    }
    return letters;
}

} // namespace

std::vector<LetterForm> findLetterForms(const PageView &view, std::int32_t begin, std::int32_t end) {
    const std::vector<ValueHit> hits = collectValues(view, begin, end, LetterLabels, true);
    std::vector<LetterForm> forms;
    for (const std::vector<ValueHit> &letter : splitLetters(hits)) {
        if (std::optional<LetterForm> form = formOfHits(view, letter))
            forms.push_back(std::move(*form));
    }
    if (forms.size() >= 2)
        return forms;
    forms.clear();
    if (std::optional<LetterForm> form = formOfHits(view, hits))
        forms.push_back(std::move(*form));
    return forms;
}

namespace {

enum SurveyField { SurveyTitle, Begin, Finish, Organiser, SurveyStatus, Matter, Outcome };

constexpr LabelWord SurveyLabels[] = {
    {"征集标题", SurveyTitle},  {"征集主题", SurveyTitle},  {"调查标题", SurveyTitle},
    {"调查主题", SurveyTitle},  {"问卷标题", SurveyTitle},  {"征集名称", SurveyTitle},
    {"征集时间", Begin},        {"征集日期", Begin},        {"征集开始时间", Begin},
    {"开始时间", Begin},        {"开始日期", Begin},        {"起始时间", Begin},
    {"发起时间", Begin},        {"调查时间", Begin},        {"征集期限", Begin},
    {"调查期限", Begin},        {"征集结束时间", Finish},   {"结束时间", Finish},
    {"结束日期", Finish},       {"截止时间", Finish},       {"截止日期", Finish},
    {"征集截止时间", Finish},   {"征集单位", Organiser},    {"征集部门", Organiser},
    {"征集机构", Organiser},    {"发起单位", Organiser},    {"发起部门", Organiser},
    {"调查单位", Organiser},    {"主办单位", Organiser},    {"征集状态", SurveyStatus},
    {"调查状态", SurveyStatus}, {"问卷状态", SurveyStatus}, {"当前状态", SurveyStatus},
    {"状态", SurveyStatus},     {"征集内容", Matter},       {"征集说明", Matter},
    {"征集公告", Matter},       {"征集背景", Matter},       {"调查内容", Matter},
    {"调查说明", Matter},       {"问卷说明", Matter},       {"活动说明", Matter},
    {"征集结果", Outcome},      {"征集反馈", Outcome},      {"结果反馈", Outcome},
    {"反馈结果", Outcome},      {"反馈情况", Outcome},      {"采纳情况", Outcome},
    {"意见采纳情况", Outcome},  {"意见反馈", Outcome},      {"调查结果", Outcome},
    {"结果公布", Outcome},      {"结果公示", Outcome},      {"调查情况反馈", Outcome},
};

} // namespace

std::optional<LetterForm> findSurvey(const PageView &view, std::int32_t begin, std::int32_t end) {
    const std::vector<ValueHit> hits = collectValues(view, begin, end, SurveyLabels, true);
    const ValueHit *matter = findValue(hits, Matter);
    const ValueHit *outcome = findValue(hits, Outcome);
    const ValueHit *from = findValue(hits, Begin);
    if (from == nullptr || (matter == nullptr && outcome == nullptr) ||
        (findValue(hits, Finish) == nullptr && findValue(hits, SurveyStatus) == nullptr))
        return std::nullopt;
    LetterForm form;
    form.title = text::collapse(valueOf(hits, SurveyTitle));
    Letter &l = form.letter;
    l.asked = dateOf(hits, Begin);
    l.replied = dateOf(hits, Finish);
    if (l.replied.empty()) { // "2020-01-02 至 2020-02-01"
        const auto first = findDate(from->value);
        const auto second = first ? findDate(from->value, first->end) : std::nullopt;
        l.replied = second ? second->iso : std::string();
    }
    l.replier = text::collapse(valueOf(hits, Organiser));
    l.status = text::collapse(valueOf(hits, SurveyStatus));
    l.question = valueOf(hits, Matter);
    l.reply = valueOf(hits, Outcome);
    form.item = from->label;
    for (const ValueHit &hit : hits)
        form.item = std::max(0, commonAncestor(view, form.item, hit.valueItem));
    return l.asked.empty() ? std::nullopt : std::optional(std::move(form));
}

} // namespace guiyi::site
