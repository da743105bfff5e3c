#include "mappings/identity/policy_facts.h"

#include "mappings/dedupe/fold.h"
#include "schema/base/text.h"

#include <QtCore/qdatetime.h>

#include <algorithm>
#include <array>
#include <vector>

namespace guiyi::mapping {

namespace {

using Characters = std::vector<char32_t>;
using Word = std::u32string_view;

constexpr std::size_t EdgeLines = 3;      ///< where numbers and marks stand: at the beginning and the end
constexpr std::size_t SignatureLines = 8; ///< where the signature stands, attachments may follow it
constexpr std::size_t LongestMark = 30;   ///< characters of （本文件已于2021年6月废止）
constexpr std::size_t LongestSignature = 40;
constexpr int LongestTerm = 30; ///< years; a longer 有效期 is a misreading

bool startsAt(const Characters &s, std::size_t at, Word word) {
    return at + word.size() <= s.size() &&
           std::equal(word.begin(), word.end(), s.begin() + static_cast<std::ptrdiff_t>(at));
}

bool endsBefore(const Characters &s, std::size_t at, Word word) {
    return at >= word.size() && startsAt(s, at - word.size(), word);
}

template <std::size_t N>
bool anyStartsAt(const Characters &s, std::size_t at, const std::array<Word, N> &words) {
    return std::any_of(words.begin(), words.end(), [&](Word word) { return startsAt(s, at, word); });
}

/// 0 to 9 of a digit in either script; -1 for others.
int digitOf(char32_t c) {
    constexpr Word Han = U"〇一二三四五六七八九";
    if (c >= '0' && c <= '9')
        return static_cast<int>(c - '0');
    if (c == U'○' || c == U'零')
        return 0;
    const std::size_t at = Han.find(c);
    return at == Word::npos ? -1 : static_cast<int>(at);
}

/// A number up to 99 at `at`, which is moved behind it: 5, 12, 五, 十二, 二十一. -1 when there is none.
int smallNumber(const Characters &s, std::size_t &at) {
    int value = -1;
    for (std::size_t read = 0; at < s.size() && read < 3; ++read, ++at) {
        const int digit = digitOf(s[at]);
        if (s[at] == U'十')
            value = (value < 0 ? 1 : value) * 10;
        else if (digit < 0)
            break;
        else if (read > 0 && s[at - 1] == U'十')
            value += digit;
        else
            value = std::max(value, 0) * 10 + digit;
    }
    return value <= 99 ? value : -1;
}

/// The day written at `at`, which is moved behind it: 2019年5月1日, 二〇一九年五月一日, 2019-05-01.
QDate dayAt(const Characters &s, std::size_t &at) {
    std::size_t i = at;
    int year = 0;
    for (int k = 0; k < 4; ++k, ++i) {
        const int digit = i < s.size() ? digitOf(s[i]) : -1;
        if (digit < 0)
            return {};
        year = year * 10 + digit;
    }
    const auto skip = [&](char32_t han) {
        const bool there = i < s.size() && (s[i] == han || s[i] == '-');
        i += there ? 1 : 0;
        return there;
    };
    if (!skip(U'年'))
        return {};
    const int month = smallNumber(s, i);
    if (!skip(U'月'))
        return {};
    const QDate day(year, month, smallNumber(s, i));
    if (i < s.size() && s[i] == U'日')
        ++i;
    if (day.isValid())
        at = i;
    return day;
}

std::string iso(const QDate &day) {
    return text::fromQString(day.toString(Qt::ISODate));
}

QDate dayOf(std::string_view isoDay) {
    return QDate::fromString(text::toQString(std::string(isoDay.substr(0, 10))), Qt::ISODate);
}

std::vector<Characters> linesOf(std::string_view body) {
    std::vector<Characters> lines;
    for (std::size_t begin = 0; begin < body.size();) {
        const std::size_t end = std::min(body.find('\n', begin), body.size());
        Characters line;
        foldInto(body.substr(begin, end - begin), line);
        if (!line.empty())
            lines.push_back(std::move(line));
        begin = end + 1;
    }
    return lines;
}

std::string utf8(const Characters &s) {
    std::string out;
    for (const char32_t c : s)
        text::append(out, c);
    return out;
}

std::size_t charactersOf(std::string_view s) {
    Characters all;
    foldInto(s, all);
    return all.size();
}

/// Of a line that is nothing but a document number.
std::string numberOfLine(const Characters &line) {
    if (line.size() > 30)
        return {};
    const std::string number = normalisedDocumentNumber(utf8(line));
    return !number.empty() && charactersOf(number) + 2 >= line.size() ? number : std::string();
}

/// From a line in brackets: （此件已废止）.
Validity markOf(const Characters &line) {
    const bool bracketed = line.size() <= LongestMark && line.front() == '(' && line.back() == ')';
    return bracketed ? validityOf(utf8(line), {}) : Validity::Unknown;
}

/// Reads what a text says of its own validity in time.
class TermReader {
public:
    TermReader(const std::vector<Characters> &lines, QDate signedOn) : m_signedOn(signedOn) {
        for (const Characters &line : lines) {
            for (std::size_t i = 0; i < line.size(); ++i)
                readAt(line, i);
        }
        if (!m_expires.isValid() && m_years > 0 && m_effective.isValid())
            m_expires = m_effective.addYears(m_years).addDays(-1);
    }
    QDate effective() const { return m_effective; }
    QDate expires() const { return m_expires; }

private:
    void readAt(const Characters &line, std::size_t i) {
        if (line[i] == U'自' || line[i] == U'从')
            readEffective(line, i + 1);
        else if (startsAt(line, i, U"有效期"))
            readTerm(line, i + 3);
    }

    void readEffective(const Characters &line, std::size_t at) {
        constexpr std::array<Word, 5> InForce{U"施行", U"实施", U"执行", U"生效", U"试行"};
        constexpr std::array<Word, 6> Issue{U"印发", U"发布", U"公布", U"颁布", U"发文", U"下发"};
        QDate day;
        if (anyStartsAt(line, at, Issue)) {
            at += 2;
            if (!startsAt(line, at, U"之日"))
                return;
            at += 2;
            day = m_signedOn;
        } else {
            day = dayAt(line, at);
        }
        if (!day.isValid() || !startsAt(line, at, U"起"))
            return;
        ++at;
        at += startsAt(line, at, U"正式") ? 2 : 0;
        // The last one stands: earlier ones are of documents it amends.
        if (anyStartsAt(line, at, InForce))
            m_effective = day;
    }

    /// 有效期至2024年4月30日, 有效期5年, 有效期自…至….
    void readTerm(const Characters &line, std::size_t at) {
        constexpr std::array<Word, 4> Between{U"限", U"为", U"暂定", U":"};
        for (const Word word : Between)
            at += startsAt(line, at, word) ? word.size() : 0;
        if (startsAt(line, at, U"自")) {
            ++at;
            const QDate from = dayAt(line, at);
            at += startsAt(line, at, U"起") ? 1 : 0;
            if (from.isValid())
                m_effective = from;
        }
        const bool until = startsAt(line, at, U"至") || startsAt(line, at, U"到");
        at += until ? 1 : 0;
        const QDate day = dayAt(line, at);
        if (day.isValid()) {
            if (until)
                m_expires = day;
            return;
        }
        const int years = smallNumber(line, at);
        if (!until && years > 0 && years <= LongestTerm && startsAt(line, at, U"年"))
            m_years = years;
    }

    QDate m_signedOn, m_effective, m_expires;
    int m_years = 0;
};

struct Signature {
    std::string issuer;
    QDate day;
};

/// The last line that is a day, and the body above it.
Signature signatureOf(const std::vector<Characters> &lines) {
    constexpr std::array<Word, 12> Bodies{U"政府", U"局", U"委员会", U"办公室", U"办公厅", U"厅",
                                          U"部",   U"院", U"中心",   U"会",     U"社",     U"办事处"};
    const std::size_t first = lines.size() > SignatureLines ? lines.size() - SignatureLines : 0;
    for (std::size_t i = lines.size(); i-- > first;) {
        std::size_t at = 0;
        const QDate day = dayAt(lines[i], at);
        if (!day.isValid() || at != lines[i].size())
            continue;
        Signature found{{}, day};
        const bool named = i > 0 && lines[i - 1].size() <= LongestSignature &&
                           std::any_of(Bodies.begin(), Bodies.end(), [&](Word word) {
                               return endsBefore(lines[i - 1], lines[i - 1].size(), word);
                           });
        if (named)
            found.issuer = utf8(lines[i - 1]);
        return found;
    }
    return {};
}

} // namespace

std::optional<PolicyFacts> policyFactsOf(ArticleKind kind, const DocumentInfo &box, std::string_view title,
                                         std::string_view body, std::string_view published) {
    PolicyFacts facts;
    facts.number = normalisedDocumentNumber(box.number);
    if (kind == ArticleKind::Letter || (facts.number.empty() && isInterpretationTitle(title)))
        return std::nullopt;
    const std::vector<Characters> lines = linesOf(body);
    const std::size_t edge = std::min(EdgeLines, lines.size());
    if (!facts.number.empty() || kind == ArticleKind::Policy) {
        facts.foundBy = "the box of the document";
    } else {
        for (std::size_t i = 0; i < edge && facts.number.empty(); ++i)
            facts.number = numberOfLine(lines[i]);
        if (facts.number.empty())
            return std::nullopt;
        facts.foundBy = "its number at the beginning";
    }
    const Signature signature = signatureOf(lines);
    facts.issuer = box.issuer.empty() ? signature.issuer : box.issuer;
    facts.written = box.written.empty() ? iso(signature.day) : box.written;
    const QDate day = dayOf(facts.written);
    const TermReader term(lines, day.isValid() ? day : dayOf(published));
    facts.effective = box.effective.empty() ? iso(term.effective()) : box.effective;
    facts.expires = box.expires.empty() ? iso(term.expires()) : box.expires;
    facts.validity = validityOf(box.status, title);
    for (std::size_t i = 0; i < lines.size() && facts.validity == Validity::Unknown; ++i) {
        if (i < edge || i + EdgeLines >= lines.size())
            facts.validity = markOf(lines[i]);
    }
    return facts;
}

} // namespace guiyi::mapping
