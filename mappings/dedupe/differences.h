// What two similar texts have in common and in what they differ: counted by kind, because one other number
// makes another notice while ten other commas make none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// A unit of comparison: a Han character, a Latin word, or a number with its decimals.
struct Token {
    enum class Kind : std::uint8_t {
        Word,
        Number, ///< digits, or Chinese numerals where they count or date (第三期, 十二月)
    };
    std::uint64_t key = 0;            ///< equal for equal tokens
    std::uint32_t begin = 0, end = 0; ///< in TokenText::characters
    Kind kind = Kind::Word;
    bool dates = false;   ///< part of a date or time
    bool ordinal = false; ///< 第三十五条, 15日内: says nothing of a document when it is the same
};

/// A folded text cut into tokens, and the tokens into clauses (between any two punctuation marks).
struct TokenText {
    struct Clause {
        std::uint64_t key = 0;
        std::uint32_t begin = 0, end = 0; ///< in `tokens`
    };
    std::vector<char32_t> characters;
    std::vector<Token> tokens;
    std::vector<Clause> clauses;
    std::vector<std::uint32_t> paragraphs; ///< their first tokens
};

TokenText tokensOf(std::string_view text);

/// Counts are of tokens unless said otherwise.
struct Differences {
    std::uint32_t sizeA = 0, sizeB = 0, common = 0;         ///< `common` in the same order on both sides
    std::uint32_t onlyA = 0, onlyB = 0;                     ///< in places where the other side has nothing
    std::uint32_t paragraphsOnlyA = 0, paragraphsOnlyB = 0; ///< of those: in whole paragraphs
    std::uint32_t rewritten = 0; ///< of the longer side, in passages that stand in place of each other
    std::uint32_t sameNumbers = 0, otherNumbers = 0; ///< that are no dates; `other`: x here, y there
    std::uint32_t sameDates = 0, otherDates = 0;
    std::uint32_t otherNames = 0; ///< a person, an organisation or a place stands in place of another
    std::uint32_t otherWords = 0; ///< short passages of words in place of others
    std::string example;          ///< the first telling difference, as "x / y"

    /// Common tokens as a share of the longer and of the shorter text.
    double ofLonger() const;
    double ofShorter() const;
};

/// Compares in the order of the texts (longest common subsequence by clauses, then inside what is left).
/// Where the texts are too different for that, what was not aligned counts as rewritten. Time is bounded:
/// linear in the texts plus at most a few million steps.
Differences differencesOf(const TokenText &a, const TokenText &b);

} // namespace guiyi::mapping
