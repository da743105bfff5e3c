#include "mappings/dedupe/signature.h"

#include "mappings/dedupe/fold.h"

#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace guiyi::mapping {

namespace {

constexpr std::size_t Bins = std::tuple_size_v<Signature>;
constexpr std::size_t Gram = 5;
constexpr std::uint64_t Base = 0x9E3779B97F4A7C15ULL;             // odd, so that powers keep all bits
constexpr std::uint64_t OldestFactor = Base * Base * Base * Base; // of the character that leaves a gram
constexpr std::uint32_t Empty = 0xFFFFFFFF;

std::uint64_t mixed(std::uint64_t h) {
    h ^= h >> 32U;
    h *= 0xD6E8FEB86659FD93ULL;
    return h ^ (h >> 32U);
}

/// A short text leaves bins empty; each takes the value of another one, found by a fixed walk of its own, so
/// that two texts fill alike exactly where their filled bins are alike.
void fillEmptyBins(std::array<std::uint32_t, Bins> &minima) {
    const std::array<std::uint32_t, Bins> filled = minima;
    for (std::size_t bin = 0; bin < Bins; ++bin) {
        for (std::uint64_t step = 1; minima[bin] == Empty; ++step)
            minima[bin] = filled[mixed((bin + 1) * Base + step * OldestFactor) % Bins];
    }
}

} // namespace

TextPrint printOf(std::string_view bodyText) {
    thread_local std::vector<char32_t> folded;
    folded.clear();
    foldInto(bodyText, folded);
    TextPrint print;
    print.characters = static_cast<std::uint32_t>(folded.size());
    const XXH128_hash_t hash = XXH3_128bits(folded.data(), folded.size() * sizeof(char32_t));
    print.high = hash.high64;
    print.low = hash.low64;
    // Punctuation is what copies change most and what tells least: grams are of word characters only.
    const auto end =
        std::remove_if(folded.begin(), folded.end(), [](char32_t c) { return !isWordCharacter(c); });
    const auto words = static_cast<std::size_t>(end - folded.begin());
    if (words < Gram)
        return print;
    std::array<std::uint32_t, Bins> minima;
    minima.fill(Empty);
    std::uint64_t rolling = 0;
    for (std::size_t i = 0; i < Gram - 1; ++i)
        rolling = rolling * Base + folded[i];
    for (std::size_t i = Gram - 1; i < words; ++i) {
        rolling = rolling * Base + folded[i];
        const std::uint64_t h = mixed(rolling);
        std::uint32_t &least = minima[h >> 57U];
        least = std::min(least, static_cast<std::uint32_t>(h >> 24U) & 0x7FFFFFFF);
        rolling -= folded[i - (Gram - 1)] * OldestFactor;
    }
    fillEmptyBins(minima);
    for (std::size_t bin = 0; bin < Bins;
         ++bin) // the high bits of a minimum are near zero, the low ones are not
        print.signature[bin] = static_cast<std::uint16_t>(minima[bin] & 0xFFFF);
    return print;
}

double estimatedSimilarity(const Signature &a, const Signature &b) {
    unsigned equal = 0;
    for (std::size_t bin = 0; bin < Bins; ++bin)
        equal += a[bin] == b[bin] ? 1 : 0;
    return static_cast<double>(equal) / static_cast<double>(Bins);
}

std::uint64_t bandKey(const Signature &signature, std::size_t band) {
    std::uint64_t key = 0;
    std::memcpy(&key, &signature[band * (Bins / Bands)], sizeof key);
    return key;
}

} // namespace guiyi::mapping
