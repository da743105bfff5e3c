#include "mappings/taxonomy/names.h"

#include "schema/base/text.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_map>

namespace guiyi::mapping {

namespace {

/// The simplified form of single characters by ICU's table, each asked once. One for each thread.
class Simplifier {
public:
    Simplifier() {
        UErrorCode error = U_ZERO_ERROR;
        m_table.reset(icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, error));
        if (U_FAILURE(error) != 0)
            m_table.reset();    // an ICU without its data: names are compared as they are written
        m_known[U'諮'] = U'咨'; // ICU gives the rare 谘
    }

    char32_t of(char32_t c) {
        const bool ideograph = c >= 0x3400 && c <= 0x9FFF;
        if (!ideograph || !m_table)
            return c;
        const auto [at, isNew] = m_known.emplace(c, c);
        if (isNew) {
            icu::UnicodeString one(static_cast<UChar32>(c));
            m_table->transliterate(one);
            if (one.countChar32() == 1)
                at->second = static_cast<char32_t>(one.char32At(0));
        }
        return at->second;
    }

private:
    std::unique_ptr<const icu::Transliterator> m_table;
    std::unordered_map<char32_t, char32_t> m_known;
};

/// Brackets, marks and arrows that decorate a name and never tell two names apart, and the connectives.
bool isMark(char32_t c) {
    static constexpr std::u32string_view marks =
        U"【】[]《》〈〉「」『』\"“”'‘’()（）{}<>＞＜.。·•・…:：;；!！|｜_*#★☆●○■□◆◇▪▶►»«›‹→←>-—－–~～"
        U"、，,/／\\&＆+";
    return marks.find(c) != std::u32string_view::npos;
}

/// Words in front of a name that say whose it is. Longer ones first, so that 市政府 goes before 市.
constexpr std::array<std::string_view, 47> OwnerWords{
    "本机关其他", "市人民政府", "区人民政府", "县人民政府", "省人民政府", "镇人民政府", "人民政府",
    "市委市政府", "区委区政府", "县委县政府", "县政府",     "市政府",     "区政府",     "省政府",
    "镇政府",     "乡政府",     "街道办",     "本机关",     "本部门",     "本单位",     "本街道",
    "政府网站",   "全区",       "全市",       "全县",       "全省",       "本级",       "市级",
    "区级",       "县级",       "省级",       "镇级",       "部门",       "单位",       "政府",
    "政务",       "我局",       "我市",       "我区",       "我县",       "本市",       "本区",
    "本县",       "本局",       "本省",       "机关",       "本院"};

constexpr std::array<std::string_view, 13> EndWords{"信息专栏", "工作专栏", "栏目", "专栏",   "频道",
                                                    "专区",     "平台",     "列表", "列表页", "页面",
                                                    "专题",     "一览",     "页"};

constexpr std::array<std::string_view, 11> AreaEndings{"自治区", "自治州", "自治县", "省",   "市", "区",
                                                       "县",     "镇",     "乡",     "街道", "旗"};

void addOnce(std::vector<std::string> &list, std::string s) {
    if (!s.empty() && std::find(list.begin(), list.end(), s) == list.end())
        list.push_back(std::move(s));
}

void longestFirst(std::vector<std::string> &list) {
    std::sort(list.begin(), list.end(), [](const std::string &a, const std::string &b) {
        return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
}

} // namespace

std::string simplified(std::string_view s) {
    thread_local Simplifier simplifier;
    std::string out;
    out.reserve(s.size());
    for (std::size_t pos = 0; pos < s.size();) {
        const std::size_t start = pos;
        const char32_t c = text::next(s, pos);
        const char32_t plain = simplifier.of(c);
        if (plain == c)
            out.append(s, start, pos - start);
        else
            text::append(out, plain);
    }
    return out;
}

std::string nameKey(std::string_view name) {
    const std::string plain = simplified(text::lower(text::halfWidth(name)));
    std::string out;
    out.reserve(plain.size());
    for (std::size_t pos = 0; pos < plain.size();) {
        const std::size_t start = pos;
        const char32_t c = text::next(plain, pos);
        // 和, 与 and 及 join two parts; in front they belong to a name (和平区).
        const bool joins = !out.empty() && (c == U'和' || c == U'与' || c == U'及');
        if (!text::isBlank(c) && !isMark(c) && !joins)
            out.append(plain, start, pos - start);
    }
    return out;
}

std::size_t characters(std::string_view s) {
    return static_cast<std::size_t>(std::count_if(
        s.begin(), s.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

NameContext::NameContext(const Site &site) : NameContext(std::string_view(site.name)) {}

NameContext::NameContext(std::string_view siteName) {
    std::string name = nameKey(siteName);
    for (std::string_view end :
         {"门户网站", "政务网站", "政府网站", "官方网站", "信息网", "政务网", "政府网", "网站", "网"}) {
        if (text::endsWith(name, end) && name.size() > end.size() + 5) {
            name.resize(name.size() - end.size());
            break;
        }
    }
    addOnce(m_own, name);
    // The area is what stands up to the last area ending that leaves a body behind it (or nothing).
    std::size_t areaEnd = 0;
    for (std::string_view ending : AreaEndings) {
        for (std::size_t at = name.find(ending); at != std::string::npos; at = name.find(ending, at + 1)) {
            const std::size_t end = at + ending.size();
            // "…街道" may be followed by 办事处, "…区" by a bureau; the ending itself never starts the name.
            if (at >= 3 && end > areaEnd && characters(std::string_view(name).substr(0, end)) <= 9)
                areaEnd = end;
        }
    }
    if (areaEnd > 0) {
        const std::string area = name.substr(0, areaEnd);
        addOnce(m_areas, area);
        for (std::string_view ending : AreaEndings) {
            if (text::endsWith(area, ending) && characters(area) >= 3) {
                addOnce(m_areas, area.substr(0, area.size() - ending.size()));
                break;
            }
        }
        const std::string body = name.substr(areaEnd);
        if (characters(body) >= 2) {
            addOnce(m_own, body);
            std::size_t pos = areaEnd - 3;
            addOnce(m_own, name.substr(pos)); // 县教育局
        }
    } else if (text::endsWith(name, "人民政府") && characters(name) > 5) {
        addOnce(m_areas, name.substr(0, name.size() - std::string_view("人民政府").size()));
    }
    for (const std::string &area : m_areas)
        addOnce(m_own, area);
    longestFirst(m_own);
    longestFirst(m_areas);
}

std::vector<NameContext::Variant> NameContext::variants(const std::string &key) const {
    std::vector<Variant> out;
    const auto add = [&](std::string shorter, std::string dropped, double penalty) {
        if (characters(shorter) < 2)
            return;
        for (const Variant &v : out) {
            if (v.key == shorter)
                return;
        }
        if (shorter != key)
            out.push_back({std::move(shorter), std::move(dropped), penalty});
    };
    const auto withoutFront = [&](const std::string &from, const std::string &droppedBefore,
                                  double penaltyBefore) {
        for (const std::string &own : m_own) {
            if (text::startsWith(from, own))
                add(from.substr(own.size()), droppedBefore + own, penaltyBefore + 0.02);
        }
        for (std::string_view word : OwnerWords) {
            if (text::startsWith(from, word))
                add(from.substr(word.size()), droppedBefore + std::string(word), penaltyBefore + 0.05);
        }
    };
    const auto withoutEnd = [&](const std::string &from, const std::string &droppedBefore,
                                double penaltyBefore) {
        for (std::string_view word : EndWords) {
            if (text::endsWith(from, word))
                add(from.substr(0, from.size() - word.size()), droppedBefore + std::string(word),
                    penaltyBefore + 0.04);
        }
    };
    withoutFront(key, {}, 0);
    withoutEnd(key, {}, 0);
    // One more round: "云河县政府信息专栏" loses its area, then an owner word, then its suffix.
    const std::vector<Variant> first = out;
    for (const Variant &v : first) {
        withoutFront(v.key, v.dropped + " ", v.penalty);
        withoutEnd(v.key, v.dropped + " ", v.penalty);
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const Variant &a, const Variant &b) { return a.penalty < b.penalty; });
    return out;
}

bool NameContext::isArea(std::string_view key) const {
    return std::find(m_areas.begin(), m_areas.end(), key) != m_areas.end();
}

bool looksLikeBody(std::string_view key) {
    const std::size_t n = characters(key);
    if (n < 3 || n > 18)
        return false;
    // What one does with a body, or a kind of bodies, is no body: 联系我局, 民办学校, 各乡镇.
    for (std::string_view front :
         {"联系", "关于", "走进", "走近", "民办", "各", "公办", "全市", "全县", "全区"}) {
        if (text::startsWith(key, front))
            return false;
    }
    // Words that end in the characters of bodies without being any: 产业布局, 主办.
    static constexpr std::array<std::string_view, 22> others{
        "布局", "格局", "全局", "大局", "时局", "结局", "举办", "主办", "承办", "协办", "督办",
        "催办", "交办", "领办", "代办", "通办", "帮办", "经办", "申办", "创办", "网办", "快办"};
    for (std::string_view other : others) {
        if (text::endsWith(key, other))
            return false;
    }
    static constexpr std::array<std::string_view, 35> endings{
        "局",       "厅",     "委员会", "办公室", "管委会",   "办事处",   "街道", "镇",    "乡",
        "人民政府", "研究院", "法院",   "检察院", "支队",     "大队",     "总队", "学校",  "医院",
        "图书馆",   "档案馆", "管理处", "管理所", "服务中心", "管理中心", "公司", "集团",  "联合会",
        "总工会",   "妇联",   "团委",   "残联",   "工商联",   "开发区",   "新区", "供销社"};
    for (std::string_view ending : endings) {
        if (text::endsWith(key, ending))
            return true;
    }
    // Short forms: 发改委, 卫健委, 政府办, 应急办, 市委办.
    return n <= 6 && (text::endsWith(key, "委") || text::endsWith(key, "办"));
}

} // namespace guiyi::mapping
