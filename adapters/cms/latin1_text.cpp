#include "adapters/cms/latin1_text.h"

#include "adapters/html/decode.h"
#include "schema/base/text.h"

#include <algorithm>
#include <iterator>

namespace guiyi::cms {

namespace {

/// The characters of the bytes 0x80 to 0x9F; those without one stand for themselves.
constexpr char32_t Windows1252[] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
constexpr const char *Encodings[] = {"utf-8", "gb18030"};

bool hasHan(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (text::isHan(text::next(text, at)))
            return true;
    }
    return false;
}

/// The bytes as Chinese of this encoding; nothing when some are none, or no character is Chinese.
std::optional<std::string> chinese(std::string_view bytes, std::string_view encoding) {
    html::Decoded decoded = html::decodeAs(bytes, encoding);
    return decoded.malformed == 0 && hasHan(decoded.text) ? std::optional(std::move(decoded.text))
                                                          : std::nullopt;
}

} // namespace

std::optional<std::string> bytesOfLatin1(std::string_view text) {
    std::string bytes;
    bool high = false;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = text::next(text, at);
        const auto *const own =
            c > 0xFF ? std::find(std::begin(Windows1252), std::end(Windows1252), c) : std::end(Windows1252);
        if (c > 0xFF && own == std::end(Windows1252))
            return std::nullopt;
        high = high || c > 0x7F;
        bytes += static_cast<char>(c > 0xFF ? 0x80 + (own - std::begin(Windows1252)) : c);
    }
    return high ? std::optional(bytes) : std::nullopt;
}

std::optional<std::string> repairLatin1(std::string_view text) {
    if (auto repaired = html::repairDoubleEncoding(text))
        return repaired;
    if (const auto bytes = bytesOfLatin1(text)) {
        for (const char *encoding : Encodings) {
            if (auto read = chinese(*bytes, encoding))
                return read;
        }
    }
    return std::nullopt;
}

void Latin1Column::add(std::string_view value) {
    const auto bytes = bytesOfLatin1(value);
    if (!bytes)
        return;
    if (chinese(*bytes, "utf-8"))
        ++m_utf8;
    else if (chinese(*bytes, "gb18030"))
        ++m_gbk;
}

std::string_view Latin1Column::encoding() const {
    return m_utf8 == 0 && m_gbk == 0 ? "" : m_utf8 >= m_gbk ? "utf-8" : "gb18030";
}

std::optional<Latin1Text> readLatin1(std::string_view value, std::string_view encoding) {
    const auto bytes = bytesOfLatin1(value);
    if (!bytes)
        return std::nullopt;
    const bool utf8 = encoding == "utf-8";
    const auto high = std::count_if(bytes->begin(), bytes->end(),
                                    [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    constexpr std::ptrdiff_t HardlyByChance = 9; // three characters of UTF-8
    if (!utf8 && high >= HardlyByChance) {
        if (auto read = chinese(*bytes, "utf-8"))
            return Latin1Text{std::move(*read), 0};
    }
    if (auto read = chinese(*bytes, encoding))
        return Latin1Text{std::move(*read), 0};
    const auto exact = [&]() -> std::optional<Latin1Text> {
        auto other = repairLatin1(value);
        return other ? std::optional(Latin1Text{std::move(*other), 0}) : std::nullopt;
    };
    // Whole UTF-8 is hardly ever GBK by chance, but a cut one may well be.
    if (auto other = utf8 ? std::nullopt : exact())
        return other;
    html::Decoded decoded = html::decodeAs(*bytes, encoding);
    constexpr std::ptrdiff_t LeastHighBytes = 5; // a character and a half at least, whatever the encoding
    if (decoded.malformed == 1 && high >= LeastHighBytes && hasHan(decoded.text))
        return Latin1Text{std::move(decoded.text), 1};
    // Marks of punctuation may be a whole value.
    if (utf8 && decoded.malformed == 0)
        return Latin1Text{std::move(decoded.text), 0};
    return utf8 ? exact() : std::nullopt;
}

} // namespace guiyi::cms
