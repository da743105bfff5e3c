// Which pairs of texts are worth comparing: near-linear in their number, whatever they look like.
#pragma once

#include "migrator/dedupe/signature_file.h"

#include <functional>

namespace guiyi {

/// Two texts by index, the smaller first.
struct TextPair {
    std::uint32_t a = 0, b = 0;
    bool operator<(const TextPair &other) const { return a != other.a ? a < other.a : b < other.b; }
    bool operator==(const TextPair &) const = default;
};

/// What a text is known by besides its signature. The order of texts is the order of ties, so it has to come
/// from their contents, never from the order in which they arrived.
struct TextKeys {
    std::size_t signature = 0;       ///< index in the signature file
    std::uint64_t title = 0;         ///< 0: says nothing
    std::uint64_t number = 0;        ///< of its document; 0: none
    std::uint64_t high = 0, low = 0; ///< equal for equal texts
    std::uint32_t characters = 0;
};

/// Pairs with the same text, document number or title, and pairs that share a band of their signatures and
/// are similar by them, each once in order. A text meets all of a small group but only its nearest in a large
/// one (forms that hundreds of articles are written in), so that the number of pairs stays linear.
Status eachCandidate(const std::vector<TextKeys> &texts, const SignatureFile &signatures,
                     const std::string &folder, const std::function<Status(TextPair)> &visit);

} // namespace guiyi
