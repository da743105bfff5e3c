// The signature of a text: enough to find, among a million, the few it may be a copy of.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace guiyi::mapping {

/// Minima of the hashes of all 5-grams of the folded word characters, one a bin (one-permutation hashing,
/// empty bins filled from others). The share of equal bins estimates the Jaccard similarity of the 5-gram
/// sets, with a standard error of about 0.04.
using Signature = std::array<std::uint16_t, 128>;

/// What is kept of a text for finding its copies.
struct TextPrint {
    std::uint64_t high = 0, low = 0; ///< 128-bit hash of the folded text: equal for equal texts
    std::uint32_t characters = 0;    ///< folded characters, punctuation included
    Signature signature{};
    bool operator==(const TextPrint &) const = default;
};

/// Raised when the same text would give another print.
inline constexpr int PrintVersion = 1;

/// Linear in the text, no allocation after the first calls of a thread. Any thread.
TextPrint printOf(std::string_view bodyText);

/// Share of equal bins, 0 to 1.
double estimatedSimilarity(const Signature &a, const Signature &b);

/// Texts shorter than this ("见附件", "详见下图") prove nothing by themselves.
inline constexpr std::uint32_t ShortText = 50;
/// From this length on they may be compared when both stand under the same telling title.
inline constexpr std::uint32_t TitledText = 30;

/// Bands of four bins: two texts of similarity s share a band with probability 1-(1-s^4)^32, that is 0.87 at
/// 0.5, 0.99 at 0.6 and 0.02 at 0.15.
inline constexpr std::size_t Bands = 32;
/// The four bins of a band as one key.
std::uint64_t bandKey(const Signature &signature, std::size_t band);

} // namespace guiyi::mapping
