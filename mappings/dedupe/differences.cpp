#include "mappings/dedupe/differences.h"

#include "mappings/dedupe/fold.h"
#include "mappings/dedupe/names.h"
#include "schema/base/text.h"

#include <algorithm>
#include <array>

namespace guiyi::mapping {

namespace {

/// Edits up to which two sequences are aligned; beyond it they are two texts, not two versions of one.
constexpr std::int32_t MostEdits = 160;
/// Passages longer than this in place of each other are other sentences, not other values in one sentence.
constexpr std::uint32_t LongestValue = 16;

bool isDigit(char32_t c) {
    return c >= '0' && c <= '9';
}

bool isLatin(char32_t c) {
    return c >= 'a' && c <= 'z';
}

bool isHanNumeral(char32_t c) {
    switch (c) {
    case U'〇':
    case U'零':
    case U'一':
    case U'二':
    case U'三':
    case U'四':
    case U'五':
    case U'六':
    case U'七':
    case U'八':
    case U'九':
    case U'十':
    case U'百':
    case U'千':
    case U'万':
    case U'两':
        return true;
    default:
        return false;
    }
}

/// What follows a number of a date or a time.
bool isDateUnit(char32_t c) {
    constexpr std::u32string_view Units = U"年月日时点分";
    return Units.find(c) != std::u32string_view::npos;
}

/// What follows a numeral that counts an issue of a series.
bool isSeriesUnit(char32_t c) {
    constexpr std::u32string_view Units = U"期批次届季号周旬轮";
    return Units.find(c) != std::u32string_view::npos;
}

std::uint64_t stepHash(std::uint64_t h, std::uint64_t value) {
    h = (h ^ value) * 0x9FB21C651E98DF25ULL;
    return h ^ (h >> 29U);
}

class Cutter {
public:
    TokenText cut(std::string_view text) {
        m_text.characters.reserve(text.size() / 3 + 16);
        m_text.tokens.reserve(text.size() / 3 + 16);
        m_text.clauses.reserve(text.size() / 24 + 16);
        for (std::size_t begin = 0; begin < text.size();) {
            const std::size_t end = std::min(text.find('\n', begin), text.size());
            paragraph(text.substr(begin, end - begin));
            begin = end + 1;
        }
        return std::move(m_text);
    }

private:
    void paragraph(std::string_view line) {
        const std::vector<char32_t> &s = m_text.characters;
        const auto firstToken = static_cast<std::uint32_t>(m_text.tokens.size());
        const std::size_t first = s.size();
        foldInto(line, m_text.characters);
        for (std::size_t i = first; i < s.size();) {
            const char32_t c = s[i];
            const bool plain = c > 0x7F && isWordCharacter(c) && !isHanNumeral(c); // nearly all
            if (!plain && isDigit(c))
                i = number(i);
            else if (!plain && isHanNumeral(c) && countsAt(i))
                i = hanNumber(i);
            else if (!plain && isLatin(c))
                i = latin(i);
            else if (plain || isWordCharacter(c))
                i = add(i, i + 1, Token::Kind::Word, c, false);
            else {
                endClause();
                ++i;
            }
        }
        endClause();
        if (m_text.tokens.size() > firstToken)
            m_text.paragraphs.push_back(firstToken);
    }

    char32_t at(std::size_t i) const { return i < m_text.characters.size() ? m_text.characters[i] : 0; }

    std::size_t add(std::size_t begin, std::size_t end, Token::Kind kind, std::uint64_t key, bool dates,
                    bool lasts = false) {
        m_text.tokens.push_back(
            {key, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), kind, dates,
             lasts || (kind == Token::Kind::Number && begin > 0 && at(begin - 1) == U'第')});
        return end;
    }

    std::size_t number(std::size_t begin) {
        std::size_t i = begin;
        while (isDigit(at(i)) || ((at(i) == '.' || at(i) == ':' || at(i) == ',') && isDigit(at(i + 1))))
            ++i;
        std::size_t first = begin;
        while (first + 1 < i && at(first) == '0' && isDigit(at(first + 1)))
            ++first; // 03月 is 3月
        std::uint64_t key = 0x6E;
        bool clock = false;
        for (std::size_t k = first; k < i; ++k) {
            clock = clock || at(k) == ':';
            if (at(k) != ',') // 12,000 is 12000; lists of numbers are cut by their commas alike on both sides
                key = stepHash(key, at(k));
        }
        const bool lasts = isDateUnit(at(i)) && isDurationAt(i);
        const bool unit = isDateUnit(at(i)) && !lasts;
        const bool dashed = i - begin <= 4 && ((at(i) == '-' && isDigit(at(i + 1))) ||
                                               (begin > 1 && at(begin - 1) == '-' && isDigit(at(begin - 2))));
        return add(begin, i, Token::Kind::Number, key, unit || clock || dashed, lasts);
    }

    /// Whether the unit at `unit` counts how long (15日内, 3年以上, 30分钟) or since when (2019年以来): a
    /// value of the text, not the day it is about.
    bool isDurationAt(std::size_t unit) const {
        constexpr std::array<std::u32string_view, 6> After{U"内", U"以内", U"以上", U"以下", U"以来", U"钟"};
        return std::any_of(After.begin(), After.end(), [&](std::u32string_view word) {
            for (std::size_t k = 0; k < word.size(); ++k) {
                if (at(unit + 1 + k) != word[k])
                    return false;
            }
            return true;
        });
    }

    /// Whether the numerals from `i` on count or date something: 第三, 三月, 三期.
    bool countsAt(std::size_t i) const {
        if (i > 0 && at(i - 1) == U'第')
            return true;
        std::size_t end = i;
        while (isHanNumeral(at(end)))
            ++end;
        return isDateUnit(at(end)) || isSeriesUnit(at(end));
    }

    std::size_t hanNumber(std::size_t begin) {
        std::size_t i = begin;
        std::uint64_t key = 0x68;
        for (; isHanNumeral(at(i)); ++i)
            key = stepHash(key, at(i));
        return add(begin, i, Token::Kind::Number, key, isDateUnit(at(i)));
    }

    std::size_t latin(std::size_t begin) {
        std::size_t i = begin;
        std::uint64_t key = 0x6C;
        for (; isLatin(at(i)); ++i)
            key = stepHash(key, at(i));
        return add(begin, i, Token::Kind::Word, key, false);
    }

    void endClause() {
        const auto end = static_cast<std::uint32_t>(m_text.tokens.size());
        if (end == m_clauseBegin)
            return;
        std::uint64_t key = 0x63;
        for (std::uint32_t i = m_clauseBegin; i < end; ++i)
            key = stepHash(key, m_text.tokens[i].key);
        m_text.clauses.push_back({key, m_clauseBegin, end});
        m_clauseBegin = end;
    }

    TokenText m_text;
    std::uint32_t m_clauseBegin = 0;
};

/// A stretch where one side stands in place of the other: [beginA, endA) and [beginB, endB).
struct Gap {
    std::uint32_t beginA = 0, endA = 0, beginB = 0, endB = 0;
};

/// The gaps between two sequences of keys after aligning them (Myers' greedy algorithm); one gap with both
/// whole when more than MostEdits insertions and deletions would be needed.
template <typename KeyA, typename KeyB>
std::vector<Gap> align(std::uint32_t sizeA, std::uint32_t sizeB, const KeyA &keyA, const KeyB &keyB) {
    std::uint32_t head = 0;
    while (head < sizeA && head < sizeB && keyA(head) == keyB(head))
        ++head;
    std::uint32_t tail = 0;
    while (tail < sizeA - head && tail < sizeB - head && keyA(sizeA - 1 - tail) == keyB(sizeB - 1 - tail))
        ++tail;
    const auto n = static_cast<std::int32_t>(sizeA - head - tail);
    const auto m = static_cast<std::int32_t>(sizeB - head - tail);
    const Gap whole{head, sizeA - tail, head, sizeB - tail};
    if (n == 0 && m == 0)
        return {};
    if (n == 0 || m == 0)
        return {whole};
    // Where more than half would have to go, the rest in common is chance; short ones cost nothing.
    const std::int32_t most = std::min(n + m, std::min(MostEdits, 24 + (n + m) / 4));
    const std::int32_t width = 2 * most + 1;
    std::vector<std::int32_t> reach(static_cast<std::size_t>(width) + 2, 0);
    std::vector<std::vector<std::int32_t>> rounds;
    const auto cell = [&](std::vector<std::int32_t> &v, std::int32_t k) -> std::int32_t & {
        const std::int32_t at = k + most + 1;
        return v[static_cast<std::size_t>(at)];
    };
    const auto equal = [&](std::int32_t x, std::int32_t y) {
        return keyA(head + static_cast<std::uint32_t>(x)) == keyB(head + static_cast<std::uint32_t>(y));
    };
    std::int32_t edits = 0;
    for (bool arrived = false; edits <= most; ++edits) {
        for (std::int32_t k = -edits; k <= edits && !arrived; k += 2) {
            std::int32_t x = k == -edits || (k != edits && cell(reach, k - 1) < cell(reach, k + 1))
                                 ? cell(reach, k + 1)
                                 : cell(reach, k - 1) + 1;
            while (x < n && x - k < m && x - k >= 0 && equal(x, x - k))
                ++x;
            cell(reach, k) = x;
            arrived = x >= n && x - k >= m;
        }
        // Only the diagonals of this round are kept: -edits .. edits.
        rounds.emplace_back(reach.begin() + (most + 1 - edits), reach.begin() + (most + 2 + edits));
        if (arrived)
            break;
    }
    if (edits > most)
        return {whole};
    // Back from the end; an edit next to the one found before belongs to the same gap.
    std::vector<Gap> gaps;
    std::int32_t x = n, y = m;
    for (; edits > 0; --edits) {
        const std::vector<std::int32_t> &before = rounds[static_cast<std::size_t>(edits - 1)];
        const auto reached = [&](std::int32_t k) { return before[static_cast<std::size_t>(k + edits - 1)]; };
        const std::int32_t k = x - y;
        const bool down = k == -edits || (k != edits && reached(k - 1) < reached(k + 1));
        const std::int32_t fromK = down ? k + 1 : k - 1;
        const std::int32_t fromX = reached(fromK), fromY = fromX - fromK;
        const std::int32_t toX = down ? fromX : fromX + 1, toY = down ? fromY + 1 : fromY;
        const auto absolute = [&](std::int32_t v) { return head + static_cast<std::uint32_t>(v); };
        if (!gaps.empty() && gaps.back().beginA == absolute(toX) && gaps.back().beginB == absolute(toY)) {
            gaps.back().beginA = absolute(fromX);
            gaps.back().beginB = absolute(fromY);
        } else {
            gaps.push_back({absolute(fromX), absolute(toX), absolute(fromY), absolute(toY)});
        }
        x = fromX;
        y = fromY;
    }
    std::reverse(gaps.begin(), gaps.end());
    return gaps;
}

class Comparison {
public:
    Comparison(const TokenText &a, const TokenText &b) : m_a(a), m_b(b) {}

    Differences run() {
        m_d.sizeA = static_cast<std::uint32_t>(m_a.tokens.size());
        m_d.sizeB = static_cast<std::uint32_t>(m_b.tokens.size());
        m_d.common = m_d.sizeA;
        for (const Token &token : m_a.tokens)
            countSame(token, 1);
        const std::vector<Gap> clauses = align(
            static_cast<std::uint32_t>(m_a.clauses.size()), static_cast<std::uint32_t>(m_b.clauses.size()),
            [&](std::uint32_t i) { return m_a.clauses[i].key; },
            [&](std::uint32_t i) { return m_b.clauses[i].key; });
        for (const Gap &gap : clauses) {
            const Gap tokens{tokenAt(m_a, gap.beginA), tokenAt(m_a, gap.endA), tokenAt(m_b, gap.beginB),
                             tokenAt(m_b, gap.endB)};
            for (const Gap &inner : align(
                     tokens.endA - tokens.beginA, tokens.endB - tokens.beginB,
                     [&](std::uint32_t i) { return m_a.tokens[tokens.beginA + i].key; },
                     [&](std::uint32_t i) { return m_b.tokens[tokens.beginB + i].key; }))
                note({tokens.beginA + inner.beginA, tokens.beginA + inner.endA, tokens.beginB + inner.beginB,
                      tokens.beginB + inner.endB});
        }
        return m_d;
    }

private:
    static std::uint32_t tokenAt(const TokenText &text, std::uint32_t clause) {
        return clause < text.clauses.size() ? text.clauses[clause].begin
                                            : static_cast<std::uint32_t>(text.tokens.size());
    }

    void countSame(const Token &token, std::uint32_t by) {
        if (token.kind == Token::Kind::Number && !token.ordinal)
            (token.dates ? m_d.sameDates : m_d.sameNumbers) += by;
    }

    void note(const Gap &gap) {
        const std::uint32_t lengthA = gap.endA - gap.beginA, lengthB = gap.endB - gap.beginB;
        m_d.common -= lengthA;
        for (std::uint32_t i = gap.beginA; i < gap.endA; ++i)
            countSame(m_a.tokens[i], static_cast<std::uint32_t>(-1));
        if (lengthB == 0) {
            m_d.onlyA += lengthA;
            m_d.paragraphsOnlyA += wholeParagraphs(m_a, gap.beginA, gap.endA);
        } else if (lengthA == 0) {
            m_d.onlyB += lengthB;
            m_d.paragraphsOnlyB += wholeParagraphs(m_b, gap.beginB, gap.endB);
        } else {
            m_d.rewritten += std::max(lengthA, lengthB);
            if (std::max(lengthA, lengthB) <= LongestValue)
                noteValue(gap);
        }
    }

    /// The length of a passage that begins and ends where paragraphs do, else 0.
    static std::uint32_t wholeParagraphs(const TokenText &text, std::uint32_t begin, std::uint32_t end) {
        const auto isBoundary = [&](std::uint32_t token) {
            return token == text.tokens.size() ||
                   std::binary_search(text.paragraphs.begin(), text.paragraphs.end(), token);
        };
        return isBoundary(begin) && isBoundary(end) ? end - begin : 0;
    }

    void noteValue(const Gap &gap) {
        const std::vector<const Token *> numbersA = numbersIn(m_a, gap.beginA, gap.endA);
        const std::vector<const Token *> numbersB = numbersIn(m_b, gap.beginB, gap.endB);
        bool telling = false;
        for (std::size_t i = 0; i < std::min(numbersA.size(), numbersB.size()); ++i) {
            if (numbersA[i]->key == numbersB[i]->key)
                continue;
            telling = true;
            ++(numbersA[i]->dates || numbersB[i]->dates ? m_d.otherDates : m_d.otherNumbers);
        }
        if (!telling && numbersA.empty() && numbersB.empty()) {
            telling = namesDiffer(m_a.characters, spanOf(m_a, gap.beginA, gap.endA), m_b.characters,
                                  spanOf(m_b, gap.beginB, gap.endB));
            ++(telling ? m_d.otherNames : m_d.otherWords);
        }
        if (telling && m_d.example.empty())
            m_d.example = shown(m_a, gap.beginA, gap.endA) + " / " + shown(m_b, gap.beginB, gap.endB);
    }

    static std::vector<const Token *> numbersIn(const TokenText &text, std::uint32_t begin,
                                                std::uint32_t end) {
        std::vector<const Token *> numbers;
        for (std::uint32_t i = begin; i < end; ++i) {
            if (text.tokens[i].kind == Token::Kind::Number)
                numbers.push_back(&text.tokens[i]);
        }
        return numbers;
    }

    static CharacterSpan spanOf(const TokenText &text, std::uint32_t begin, std::uint32_t end) {
        return {text.tokens[begin].begin, text.tokens[end - 1].end};
    }

    /// The passage and two characters beside it, for a person to see what it is about.
    static std::string shown(const TokenText &text, std::uint32_t begin, std::uint32_t end) {
        const CharacterSpan span = spanOf(text, begin, end);
        std::string out;
        const std::size_t first = span.begin < 2 ? 0 : span.begin - 2;
        for (std::size_t i = first; i < std::min<std::size_t>(span.end + 2, text.characters.size()); ++i)
            text::append(out, text.characters[i]);
        return out;
    }

    const TokenText &m_a, &m_b;
    Differences m_d;
};

} // namespace

TokenText tokensOf(std::string_view text) {
    return Cutter().cut(text);
}

double Differences::ofLonger() const {
    const std::uint32_t longer = std::max(sizeA, sizeB);
    return longer == 0 ? 0 : static_cast<double>(common) / longer;
}

double Differences::ofShorter() const {
    const std::uint32_t shorter = std::min(sizeA, sizeB);
    return shorter == 0 ? 0 : static_cast<double>(common) / shorter;
}

Differences differencesOf(const TokenText &a, const TokenText &b) {
    return Comparison(a, b).run();
}

} // namespace guiyi::mapping
