#include "mappings/identity/policy.h"

#include "mappings/dedupe/fold.h"
#include "schema/base/text.h"

#include <algorithm>
#include <array>

namespace guiyi::mapping {

namespace {

using Characters = std::vector<char32_t>;

constexpr std::size_t LongestAgency = 12; ///< characters of an agency code: 粤府办, 国家发展改革委公告

bool isDigit(char32_t c) {
    return c >= '0' && c <= '9';
}

/// What may stand in an agency code. Quotes, stops and digits end it to the left.
bool isAgency(char32_t c) {
    return text::isHan(c);
}

std::string utf8(const Characters &s, std::size_t begin, std::size_t end) {
    std::string out;
    for (std::size_t i = begin; i < end; ++i)
        text::append(out, s[i]);
    return out;
}

struct Cursor {
    const Characters &s;
    std::size_t at;
    char32_t peek() const { return at < s.size() ? s[at] : 0; }
    bool skip(char32_t c) {
        if (peek() != c)
            return false;
        ++at;
        return true;
    }
    std::string digits() {
        const std::size_t begin = at;
        while (isDigit(peek()))
            ++at;
        return utf8(s, begin, at);
    }
};

std::string withoutZeros(const std::string &digits) {
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string::npos ? std::string() : digits.substr(first);
}

/// The first character of the agency code that ends at `end`. Words that lead to a number are no part of it.
std::size_t agencyBegin(const Characters &s, std::size_t end) {
    std::size_t begin = end;
    while (begin > 0 && end - begin < LongestAgency && isAgency(s[begin - 1]))
        --begin;
    constexpr std::array<std::u32string_view, 8> Leading{U"文号", U"字号", U"根据", U"按照",
                                                         U"依据", U"印发", U"关于", U"及"};
    for (const std::u32string_view word : Leading) {
        const auto found =
            std::search(s.begin() + static_cast<std::ptrdiff_t>(begin),
                        s.begin() + static_cast<std::ptrdiff_t>(end), word.begin(), word.end());
        if (found != s.begin() + static_cast<std::ptrdiff_t>(end))
            begin = static_cast<std::size_t>(found - s.begin()) + word.size();
    }
    return begin;
}

/// A number whose year's bracket stands at `bracket`: 国办发(2017)47号.
std::string numberAtBracket(const Characters &s, std::size_t bracket) {
    const std::size_t begin = agencyBegin(s, bracket);
    Cursor cursor{s, bracket + 1};
    const std::string year = cursor.digits();
    if (begin == bracket || year.size() != 4 || (year[0] != '1' && year[0] != '2') || !cursor.skip(')'))
        return {};
    cursor.skip(U'第');
    const std::string serial = withoutZeros(cursor.digits());
    if (serial.empty() || serial.size() > 6 || !cursor.skip(U'号'))
        return {};
    return utf8(s, begin, bracket) + "〔" + year + "〕" + serial + "号";
}

/// An order: 国务院令第711号, 省政府令(第35号).
std::string orderAt(const Characters &s, std::size_t order) {
    const std::size_t begin = agencyBegin(s, order);
    Cursor cursor{s, order + 1};
    cursor.skip('(');
    cursor.skip(U'第');
    const std::string serial = withoutZeros(cursor.digits());
    if (begin == order || serial.empty() || !cursor.skip(U'号'))
        return {};
    return utf8(s, begin, order) + "令第" + serial + "号";
}

bool containsAny(std::string_view text, const auto &words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return text::contains(text, word); });
}

Validity validityIn(std::string_view text) {
    constexpr std::array<std::string_view, 2> Repealed{"废止", "撤销"};
    constexpr std::array<std::string_view, 2> Expired{"失效", "无效"};
    constexpr std::array<std::string_view, 2> Amended{"修改", "修订"};
    if (containsAny(text, Repealed))
        return Validity::Repealed;
    if (containsAny(text, Expired))
        return Validity::Expired;
    if (containsAny(text, Amended))
        return Validity::Amended;
    return text::contains(text, "有效") ? Validity::Valid : Validity::Unknown;
}

} // namespace

std::vector<std::string> documentNumbersIn(std::string_view text) {
    Characters s;
    foldInto(text, s);
    std::vector<std::string> numbers;
    for (std::size_t i = 0; i < s.size(); ++i) {
        std::string number = s[i] == '('     ? numberAtBracket(s, i)
                             : s[i] == U'令' ? orderAt(s, i)
                                             : std::string();
        if (!number.empty() && std::find(numbers.begin(), numbers.end(), number) == numbers.end())
            numbers.push_back(std::move(number));
    }
    return numbers;
}

std::string normalisedDocumentNumber(std::string_view number) {
    const std::vector<std::string> numbers = documentNumbersIn(number);
    return numbers.empty() ? std::string() : numbers.front();
}

std::vector<std::string> quotedTitlesIn(std::string_view text) {
    constexpr std::string_view Open = "《", Close = "》";
    std::vector<std::string> titles;
    int depth = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i + Open.size() <= text.size(); ++i) {
        const std::string_view here = text.substr(i, Open.size());
        if (here == Open && depth++ == 0)
            begin = i + Open.size();
        else if (here == Close && depth > 0 && --depth == 0) {
            std::string title = normalisedTitleKey(text.substr(begin, i - begin));
            if (!title.empty() && std::find(titles.begin(), titles.end(), title) == titles.end())
                titles.push_back(std::move(title));
        }
    }
    return titles;
}

std::string_view toText(Validity validity) {
    switch (validity) {
    case Validity::Valid:
        return "现行有效";
    case Validity::Amended:
        return "已修改";
    case Validity::Repealed:
        return "已废止";
    case Validity::Expired:
        return "已失效";
    case Validity::Unknown:
        break;
    }
    return "";
}

Validity validityOf(std::string_view status, std::string_view title) {
    const Validity said = validityIn(status);
    if (said != Validity::Unknown)
        return said;
    // A title may be about repealing; only a mark in brackets at one of its ends speaks of the document
    // itself.
    const std::string folded = foldedText(title);
    const std::size_t close = folded.find(')'), open = folded.rfind('(');
    constexpr std::size_t LongestMark = 24; // bytes: 已宣布失效 and the like
    if (!folded.empty() && folded.front() == '(' && close != std::string::npos && close <= LongestMark)
        return validityIn(std::string_view(folded).substr(1, close - 1));
    if (!folded.empty() && folded.back() == ')' && open != std::string::npos &&
        folded.size() - open <= LongestMark)
        return validityIn(std::string_view(folded).substr(open + 1));
    return Validity::Unknown;
}

bool isInterpretationTitle(std::string_view title) {
    constexpr std::array<std::string_view, 9> Words{"解读",     "图解",     "一图读懂", "一图看懂", "一张图",
                                                    "政策问答", "答记者问", "起草说明", "政策说明"};
    return containsAny(title, Words);
}

} // namespace guiyi::mapping
