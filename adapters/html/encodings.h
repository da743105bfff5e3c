// The decoders of the WHATWG Encoding Standard that legacy pages need. Internal to adapters/html; pages go
// through decode.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace guiyi::html {

/// Where a decoder writes.
struct DecoderOutput {
    std::string text;
    std::size_t malformed = 0;
    std::size_t firstMalformed = 0; ///< offset in the bytes
    std::size_t mixedRuns = 0;
    bool mendMixed =
        false; ///< decode runs of the other encoding (UTF-8 in GB18030 and the reverse) as what they are
};

/// Decodes all of `bytes`. `encoding` is a WHATWG name as encodingOf() gives it; an unknown one counts as
/// windows-1252.
void decodeBytes(std::string_view bytes, std::string_view encoding, DecoderOutput &out);

/// The first byte of the first sequence that is not UTF-8; `end` when all is valid.
const char *findInvalidUtf8(const char *p, const char *end);

/// Length of the UTF-8 sequence at `p`; 0 when malformed.
std::size_t utf8SequenceLength(const char *p, const char *end);

/// What bytes look like, counted on their non-ASCII part.
struct ByteStatistics {
    std::size_t nonAscii = 0;
    std::size_t utf8Characters = 0; ///< valid sequences of three and four bytes
    std::size_t utf8Short = 0;      ///< of two bytes: GB18030 pairs are that by chance
    std::size_t utf8Malformed = 0;
    std::size_t gbPairs = 0;
    std::size_t gbCommon = 0; ///< of these, GB 2312 punctuation and first-level characters
    std::size_t gbMalformed = 0;
    std::size_t big5Pairs = 0;
    std::size_t big5Common = 0; ///< of these, punctuation and frequently used characters
    std::size_t big5Malformed = 0;

    void add(std::string_view bytes);
    double gbScore() const;
    double big5Score() const;
};

} // namespace guiyi::html
