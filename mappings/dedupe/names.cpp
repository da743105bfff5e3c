#include "mappings/dedupe/names.h"

#include "mappings/dedupe/fold.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace guiyi::mapping {

namespace {

/// The surnames that cover nearly everybody (the 150 most frequent ones); the rest is caught by context.
constexpr std::u32string_view Surnames = U"王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖"
                                         U"田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
                                         U"姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺"
                                         U"顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文"
                                         U"牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁"
                                         U"尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛"
                                         U"曲翁冉骆蓝路游辛靳欧阳司徒诸葛上官";

/// Before a person's name.
constexpr std::u32string_view BeforePerson = U"对由给与和向为任命去长员者名人及是经叫民童友师";
/// After a person's name.
constexpr std::u32string_view AfterPerson = U"同先女任为因的在于犯涉违等与和及处说介率主带作是出表指深到一";

/// What ends the name of an organisation or a place.
constexpr std::array<std::u32string_view, 34> NameEndings{
    U"公司", U"有限",   U"集团",   U"街道",   U"社区",   U"学校",   U"小学", U"中学", U"大学",
    U"医院", U"合作社", U"委员会", U"办事处", U"卫生院", U"幼儿园", U"工程", U"项目", U"超市",
    U"饭店", U"酒店",   U"药店",   U"县",     U"市",     U"区",     U"镇",   U"乡",   U"村",
    U"省",   U"局",     U"厂",     U"店",     U"院",     U"所",     U"路"};

/// 我县, 全市, 各镇: kinds of places, no names.
constexpr std::u32string_view NoName = U"我全本该各两每";

char32_t at(const std::vector<char32_t> &text, std::size_t i) {
    return i < text.size() ? text[i] : 0;
}

bool isIn(std::u32string_view set, char32_t c) {
    return c != 0 && set.find(c) != std::u32string_view::npos;
}

bool startsHere(const std::vector<char32_t> &text, std::size_t i, std::u32string_view word) {
    for (std::size_t k = 0; k < word.size(); ++k) {
        if (at(text, i + k) != word[k])
            return false;
    }
    return true;
}

/// Two or three characters from a surname on that hold the span, between what may stand around a person.
bool isPerson(const std::vector<char32_t> &text, CharacterSpan span) {
    if (span.end - span.begin > 3)
        return false;
    for (std::size_t back = 0; back <= 2 && back <= span.begin; ++back) {
        const std::size_t begin = span.begin - back;
        if (!isIn(Surnames, text[begin]))
            continue;
        const char32_t before = begin == 0 ? 0 : text[begin - 1];
        if (begin != 0 && isWordCharacter(before) && !isIn(BeforePerson, before))
            continue;
        for (std::size_t length = 2; length <= 3; ++length) {
            const std::size_t end = begin + length;
            if (end < span.end)
                continue;
            const char32_t after = at(text, end);
            if (after == 0 || !isWordCharacter(after) || isIn(AfterPerson, after))
                return true;
        }
    }
    return false;
}

bool endsName(const std::vector<char32_t> &text, CharacterSpan span) {
    if (span.begin > 0 && isIn(NoName, text[span.begin - 1]))
        return false;
    return std::any_of(NameEndings.begin(), NameEndings.end(), [&](std::u32string_view ending) {
        const bool inside = span.end - span.begin > ending.size() || (span.end - span.begin == ending.size());
        return startsHere(text, span.end, ending) ||
               (inside && startsHere(text, span.end - ending.size(), ending));
    });
}

} // namespace

bool namesDiffer(const std::vector<char32_t> &textA, CharacterSpan a, const std::vector<char32_t> &textB,
                 CharacterSpan b) {
    return (isPerson(textA, a) && isPerson(textB, b)) || (endsName(textA, a) && endsName(textB, b));
}

} // namespace guiyi::mapping
